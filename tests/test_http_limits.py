"""What a foreign query may take of a server, and how those who ask share it: time, memory, bytes, turns."""

import http.client
import json
import os
import selectors
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from sealing import sealed
from serving import Got, Serving, children, facts, serving

GRAPH: Final = "https://exempelkoping.example/graph/many"
ROWS: Final = 3000
# Each value is about a hundred letters, so that all rows come to 1.4 MiB of JSON, and thrice as many to 4 MiB.
TEXT: Final = "x" * 100
ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FEW: Final = "{ SELECT ?a { ?a ?b ?c } LIMIT 200 }"
MUCH_MEMORY: Final = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
MANY_BYTES: Final = "SELECT * { ?s ?p ?o VALUES ?n { 1 2 3 } }"
MANY_TRIPLES: Final = """CONSTRUCT { ?s ?q ?o }
{ ?s ?p ?o VALUES ?q { <a:1> <a:2> <a:3> <a:4> <a:5> <a:6> <a:7> <a:8> <a:9> } }"""
LONG: Final = "SELECT * { ?s ?p ?o BIND(<https://exempelkoping.example/filler/that/makes/rows/longer/still> AS ?f) }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own for what the servers spool, and beside it a release of some thousand triples."""
    folder = tmp_path_factory.mktemp("limits")
    predicate = NamedNode("https://exempelkoping.example/def/text")
    rows = [Quad(NamedNode(f"{GRAPH}/{n}"), predicate, Literal(f"{TEXT}{n}")) for n in range(ROWS)]
    sealed(folder / "releases", {GRAPH: rows})
    (folder / "spool").mkdir()
    return folder


@pytest.fixture(scope="module")
def narrow(folder: Path) -> Iterator[Serving]:
    """A server with one worker and low limits."""
    limits = ("--time-limit", "1", "--memory-limit", "64", "--byte-limit", "2")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "spool"))
        with serving(folder / "releases", "--workers", "1", *limits) as running:
            yield running


@pytest.fixture
def patient(folder: Path) -> Iterator[Serving]:
    """A server with one worker that gives a query ten minutes: what ends sooner ends for another reason."""
    with serving(folder / "releases", "--workers", "1", "--time-limit", "600") as running:
        yield running


@pytest.mark.parametrize(
    ("query", "status", "limit"),
    [
        (ENDLESS, 503, "takes longer than 1 seconds"),
        (MUCH_MEMORY, 503, "takes more than 64 MiB of memory"),
        (MANY_BYTES, 413, "longer than 2 MiB"),
        (MANY_TRIPLES, 413, "longer than 2 MiB"),
    ],
)
def test_a_query_at_a_limit_is_told_which_and_the_next_is_answered(
    narrow: Serving, query: str, status: int, limit: str
) -> None:
    got, after = ask(narrow, query), ask(narrow, f"ASK {{ FILTER(1 < {len(query)}) }}")
    assert got.status == status
    assert limit in facts(got)["detail"]
    assert ("retry-after" in got.headers) is (status == 503)
    assert facts(after)["boolean"] is True


def test_every_answer_says_what_the_limits_are(narrow: Serving) -> None:
    assert ask(narrow, "ASK {}").headers["x-limits"] == "time=1s, memory=64MiB, answer=2MiB"


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_an_answer_too_long_for_memory_comes_whole_and_leaves_nothing_behind(
    narrow: Serving, folder: Path, format_: str
) -> None:
    got = narrow.get(f"/sparql?format={format_}&query={quote(LONG)}")
    assert (got.status, got.text.count(TEXT)) == (200, ROWS)
    assert len(got.body) > 1024 * 1024 or format_ in ("csv", "tsv")
    assert [path for path in (folder / "spool").rglob("*") if path.is_file()] == []


def test_a_long_graph_comes_whole(narrow: Serving) -> None:
    got = narrow.get(f"/sparql?format=nt&query={quote('CONSTRUCT { ?s ?p ?o ; <a:b> ?o } { ?s ?p ?o }')}")
    assert (got.status, got.text.count("\n"), len(got.body) > 1024 * 1024) == (200, 2 * ROWS, True)


def test_a_client_that_reads_half_of_a_long_answer_leaves_nothing_behind(narrow: Serving, folder: Path) -> None:
    connection = opened(narrow, LONG)
    assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    connection.close()
    assert ask(narrow, "ASK {}").status == 200
    assert [path for path in (folder / "spool").rglob("*") if path.is_file()] == []


def test_a_client_that_goes_away_frees_its_worker(patient: Serving) -> None:
    (before,) = children(patient.process.pid)
    with opened(patient, ENDLESS):
        await_reading(patient)
    assert facts(ask(patient, "ASK {}"))["boolean"] is True
    (after,) = children(patient.process.pid)
    assert before != after


def test_a_worker_that_is_killed_costs_its_query_and_no_other(patient: Serving) -> None:
    (worker,) = children(patient.process.pid)
    connection = opened(patient, ENDLESS)
    waiting = opened(patient, "ASK {}")
    await_reading(patient)
    os.kill(worker, 9)
    assert (answer(connection)[0], answer(waiting)[0]) == (503, 200)


def test_a_client_with_many_queries_does_not_make_another_wait(patient: Serving) -> None:
    busy = opened(patient, ENDLESS)
    slow = f"SELECT (COUNT(*) AS ?n) {{ {FEW} {FEW.replace('?a', '?d')} FILTER(?a > ?d) FILTER(%d > 0) }}"
    many = [opened(patient, slow % number, "127.0.0.1") for number in range(1, 21)]
    single = opened(patient, slow % 99, "127.0.0.2")
    await_reading(patient)
    busy.close()
    order = answered([*many, single])
    assert order.index(20) <= 1
    assert sorted(order) == list(range(21))


def ask(server: Serving, query: str) -> Got:
    return server.get(f"/sparql?query={quote(query)}")


def opened(server: Serving, query: str, source: str = "127.0.0.1") -> socket.socket:
    """Return a connection from an address, on which a query was sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), 60, (source, 0))
    connection.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    return connection


def await_reading(server: Serving) -> None:
    """Return when the server has read what was sent to it before: it has answered a later request."""
    assert server.get("/health").status == 200


def answer(connection: socket.socket) -> tuple[int, bytes]:
    """Return status and body of the answer on a connection, and close it."""
    with connection:
        found = http.client.HTTPResponse(connection)
        found.begin()
        return found.status, found.read()


def answered(connections: list[socket.socket]) -> list[int]:
    """Return the numbers of connections in the order in which they are answered; each answer must be good."""
    order: list[int] = []
    with selectors.DefaultSelector() as selector:
        for number, connection in enumerate(connections):
            selector.register(connection, selectors.EVENT_READ, number)
        while len(order) < len(connections):
            for key, _ in selector.select(60):
                selector.unregister(connections[key.data])
                status, body = answer(connections[key.data])
                assert (status, json.loads(body)["head"]) == (200, {"vars": ["n"]})
                order.append(key.data)
    return order
