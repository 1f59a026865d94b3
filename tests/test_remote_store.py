"""A server that is absent, slow, closed, broken or not ours: one clear line and no traceback, never half an answer."""

import base64
import gc
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import servers
from fakes import CUT, FAULTS, RESULTS, answering, serving, silent
from invented import run

from lulea_kg.errors import InputError, LimitReached, Unavailable
from lulea_kg.stores import remote
from lulea_kg.stores.remote import RemoteStore

GRAPH = "https://exempel.example/graph/a"
TRIPLE = b"<https://exempel.example/id/a> <https://exempel.example/def/p> <https://exempel.example/id/b> .\n"
# What a server says that holds a whole release.
LOADED = b"""<https://exempel.example/graph/push> <https://w3id.org/munirel/def/pushState> "complete" .
<https://exempel.example/graph/push> <http://purl.org/dc/terms/identifier> "2027-01-15-0123456789ab" .
"""
ASKED = {
    "ask": ("ask", "twin-towns", "--store"),
    "show": ("show", "Luleå", "--store"),
    "doctor": ("doctor", "--store"),
    "sparql SELECT": ("sparql", "SELECT * WHERE { ?s ?p ?o }", "--store"),
}


@pytest.fixture
def nobody() -> str:
    """Return an address where nothing listens."""
    with serving(answering(200)) as address:
        return address


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", ASKED)
def test_a_server_that_fails_ends_a_question_with_one_line_and_exit_3(command: str, fault: str) -> None:
    behave, said = FAULTS[fault]
    with serving(behave) as address:
        result = run(*ASKED[command], address)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (3, "", 1)
    assert address.removesuffix("/query") in result.stderr
    assert said in result.stderr


@pytest.mark.parametrize("command", ASKED)
def test_an_address_where_nothing_listens_is_one_line_and_exit_3(command: str, nobody: str) -> None:
    result = run(*ASKED[command], nobody)
    assert (result.exit_code, result.stdout) == (3, "")
    assert re.fullmatch(
        rf"{nobody}: the server cannot answer \(.*refused\)\. Check that it runs and the address\.\n", result.stderr
    )


def test_the_line_is_swedish_for_a_swede(nobody: str) -> None:
    assert "servern kan inte svara" in run("ask", "twin-towns", "--store", nobody, lang="sv").stderr


@pytest.mark.parametrize(
    "address", ["localhost:3030", "ftp://127.0.0.1/", "file:///etc/hostname", "/query", "", "http://"]
)
def test_what_is_no_http_address_is_wrong_use(address: str, tmp_path: Path) -> None:
    result = run("ask", "twin-towns", "--store", address, settings={"LULEA_KG_RELEASES": str(tmp_path)})
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_server_that_stays_silent_is_left_after_the_time_limit() -> None:
    over = threading.Event()
    with serving(silent(over)) as address:
        with pytest.raises(Unavailable) as caught:
            RemoteStore(address, timeout=1).query("ASK {}")
        over.set()
    assert str(caught.value) == f"{address}: the server did not answer within 1 seconds."


def test_a_server_that_stops_in_the_middle_is_left_after_the_time_limit() -> None:
    over = threading.Event()

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(CUT + RESULTS[:20])
        silent(over)(request)

    with serving(behave) as address:
        with pytest.raises(Unavailable, match="did not answer within 1 seconds"):
            RemoteStore(address, timeout=1).query("SELECT * WHERE { ?s ?p ?o }")
        over.set()


def test_a_server_that_stays_silent_while_it_is_written_to_is_left_after_the_time_limit() -> None:
    over = threading.Event()
    with serving(silent(over)) as address:
        with pytest.raises(Unavailable, match="did not answer within 1 seconds"):
            RemoteStore(address, graph_store=address, timeout=1).replace(GRAPH, TRIPLE)
        over.set()


@pytest.mark.parametrize("fault", ["500", "401", "403", "hangs up at once", "speaks no HTTP"])
@pytest.mark.parametrize("write", ["add", "replace", "delete"])
def test_a_server_that_fails_while_it_is_written_to_is_unavailable(write: str, fault: str) -> None:
    behave, said = FAULTS[fault]
    with serving(behave) as address, pytest.raises(Unavailable) as caught:
        store = RemoteStore(address, graph_store=address)
        store.delete(GRAPH) if write == "delete" else getattr(store, write)(GRAPH, TRIPLE)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_graph_that_the_server_does_not_have_is_deleted_without_a_word() -> None:
    with serving(answering(404)) as address:
        RemoteStore(address, graph_store=address).delete(GRAPH)


def test_a_construct_that_is_answered_with_garbage_is_unavailable() -> None:
    with serving(answering(200, b"<html>", Content_Type="text/turtle")) as address, pytest.raises(Unavailable):
        RemoteStore(address).query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_query_the_server_cannot_parse_is_wrong_input_with_its_own_words() -> None:
    with serving(answering(400, b"Line 3: unresolved prefix mir:\nand more")) as address:
        result = run("sparql", "SELECT * WHERE { ?s mir:p ?o }", "--store", address)
    assert (result.exit_code, result.stderr) == (2, "not a SPARQL query: HTTP 400: Line 3: unresolved prefix mir:\n")


def test_an_answer_larger_than_the_limit_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_MAX_ANSWER", 10)
    with serving(answering(200, RESULTS)) as address, pytest.raises(LimitReached, match="larger than 10 bytes"):
        RemoteStore(address).query("SELECT ?x WHERE {}")


def test_where_an_unknown_server_keeps_its_graphs_must_be_said() -> None:
    with serving(answering(200, RESULTS, Server="Nobody/1.0")) as address:
        store = RemoteStore(address)
        with pytest.raises(InputError, match="Name the address with --graph-store"):
            store.add(GRAPH, TRIPLE)


def test_the_log_in_of_the_environment_is_sent() -> None:
    seen: list[str | None] = []

    def behave(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers["Authorization"])
        answering(200, RESULTS)(request)

    with serving(behave) as address:
        run("sparql", "ASK {}", "--store", address, settings={"LULEA_KG_LOGIN": "kommun:lösen:ord"})
    assert set(seen) == {"Basic " + base64.b64encode("kommun:lösen:ord".encode()).decode()}


def test_a_log_in_is_not_sent_to_another_host_that_a_server_redirects_to() -> None:
    seen: list[str | None] = []

    def elsewhere(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers["Authorization"])
        answering(200, RESULTS)(request)

    with serving(elsewhere) as other, serving(answering(302, Location=other)) as address:
        run("sparql", "ASK {}", "--store", address, settings={"LULEA_KG_LOGIN": "kommun:hemligt"})
    assert not any(seen)


def test_a_refused_log_in_does_not_show_the_password() -> None:
    with serving(answering(401, WWW_Authenticate='Basic realm="x"')) as address:
        result = run("ask", "twin-towns", "--store", address, settings={"LULEA_KG_LOGIN": "kommun:hemligt"})
    assert (result.exit_code, "refuses the log-in" in result.stderr, "hemligt" in result.stderr) == (3, True, False)


@pytest.fixture(scope="module")
def virtuoso() -> Iterator[servers.Server]:
    with servers.virtuoso() as server:
        yield server


def secured(server: servers.Server, password: str) -> RemoteStore:
    """Return the store behind the addresses of Virtuoso that ask for a log-in (Digest)."""
    root = server.endpoint.removesuffix("/sparql")
    return RemoteStore(f"{root}/sparql-auth", f"{root}/sparql-graph-crud-auth", ("dba", password))


def test_a_server_that_asks_for_a_digest_log_in_takes_the_right_one(virtuoso: servers.Server) -> None:
    store = secured(virtuoso, "dba")
    store.replace(GRAPH, TRIPLE)
    assert GRAPH in store.graphs()


# Python's own log-in tries five times and leaves the refused answers to the garbage collector, which complains.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_asks_for_a_digest_log_in_refuses_a_wrong_one(virtuoso: servers.Server) -> None:
    with pytest.raises(Unavailable, match="refuses the log-in"):
        secured(virtuoso, "wrong").graphs()
    with pytest.raises(Unavailable, match="refuses the log-in"):
        secured(virtuoso, "wrong").replace(GRAPH, TRIPLE)
    gc.collect()


def test_a_server_whose_default_graph_is_the_union_is_accepted() -> None:
    with servers.oxigraph() as server:
        server.store().add(GRAPH, TRIPLE)
        server.store().check_union()


def test_a_server_with_only_blank_subjects_is_not_taken_for_one_without_the_union() -> None:
    with servers.oxigraph() as server:
        server.store().add(GRAPH, b"_:a <https://exempel.example/def/p> <https://exempel.example/id/b> .\n")
        server.store().check_union()


def test_a_server_whose_default_graph_is_not_the_union_is_refused_with_one_line() -> None:
    with servers.oxigraph(union=False) as server:
        server.store().add(GRAPH, TRIPLE)
        server.store().add("https://exempel.example/graph/push", LOADED)
        result = run("ask", "twin-towns", "--store", server.endpoint)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (3, "", 1)
    assert "default graph is not the union" in result.stderr
