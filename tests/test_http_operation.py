"""A server from its start to its end: it stops when all is answered, leaves nothing behind, and logs nobody's words."""

import json
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from invented import build, dataset, run
from pyoxigraph import Literal, NamedNode, Quad
from sealing import sealed
from serving import Got, Serving, children, facts, serving

GRAPH: Final = "https://exempelkoping.example/graph/many"
COUNT: Final = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
# Some millions of solutions to count, some tens of megabytes to send, and more than can be counted.
TIMES: Final = " ".join(map(str, range(18)))
SLOW: Final = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f VALUES ?g { 1 2 } }")
LARGE: Final = "/sparql?query=" + quote(
    "SELECT * { ?a ?b ?c VALUES ?n { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 } }"
)
ENDLESS: Final = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
NAME: Final = "Ylva Påhittad"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of some thousand triples."""
    name = NamedNode("https://exempelkoping.example/def/text")
    rows = [Quad(NamedNode(f"{GRAPH}/{n}"), name, Literal(f"{n} " + "x" * 500)) for n in range(3000)]
    return sealed(tmp_path_factory.mktemp("operation") / "releases", {GRAPH: rows})


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for all that is temporary."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def server(releases: Path) -> Iterator[Serving]:
    with serving(releases, "--time-limit", "2", "--workers", "1") as running:
        yield running


@contextmanager
def meanwhile(*tasks: Callable[[], int]) -> Iterator[list[Future[int]]]:
    """Do some things in the background while the block runs."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        yield [pool.submit(task) for task in tasks]


def all_below(pid: int) -> list[int]:
    """Return all processes that a process has started, and that those have."""
    return [found for child in children(pid) for found in (child, *all_below(child))]


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def running(pid: int) -> bool:
    """Tell whether a process runs: neither gone nor waiting for its parent to see that it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def read_slowly(server: Serving) -> int:
    """Return how many bytes come of the large answer to a client that takes seconds to read it."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        length = 0
        while piece := connection.recv(1024 * 1024):
            length += len(piece)
            time.sleep(0.01)
        return length


# The end


@pytest.mark.parametrize("options", [(), ("--processes", "2")])
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_answers_first_what_it_was_asked(
    releases: Path, spool: Path, sign: signal.Signals, options: tuple[str, ...]
) -> None:
    with serving(releases, "--time-limit", "14", *options) as server:
        whole = read_slowly(server)
        with meanwhile(lambda: server.get(SLOW).status, lambda: read_slowly(server)) as asked:
            time.sleep(1)
            started = all_below(server.process.pid)
            server.process.send_signal(sign)
            assert server.process.wait(30) == 0
        assert [each.result() for each in asked] == [200, whole]
    wait_for(lambda: not any(map(running, started)))
    assert list(spool.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="not run: needs Linux")
@pytest.mark.parametrize("options", [(), ("--processes", "2")])
def test_all_that_it_started_ends_with_a_server_even_amid_a_query(releases: Path, options: tuple[str, ...]) -> None:
    limit = ("--time-limit", "5")
    with serving(releases, *limit, *options) as server, meanwhile(lambda: failed(server)) as asked:
        wait_for(lambda: len(all_below(server.process.pid)) >= 2)
        started = all_below(server.process.pid)
        server.process.kill()
        wait_for(lambda: not any(map(running, started)))
    assert asked[0].result()


def failed(server: Serving) -> bool:
    try:
        return server.get(ENDLESS).status != 200
    except OSError:
        return True


# What it says


def test_each_request_is_a_line_of_json_by_the_number_that_its_answer_has(server: Serving) -> None:
    asked = [server.get(path) for path in ("/", "/doc/actor/nobodyhere", COUNT, "/search?q=x", "/no-such-page")]
    lines = [json.loads(line) for line in server.log.read_text().splitlines()[1:]]
    logged = {line["request"]: (line["status"], line["release"]) for line in lines}
    assert [logged[got.headers["x-request-id"]] for got in asked] == [(got.status, release(got)) for got in asked]


def release(got: Got) -> str:
    return got.headers.get("x-release", "")


def test_the_log_holds_nothing_of_who_asks_or_what_for(server: Serving) -> None:
    words, agent = quote(NAME), NAME.encode().decode("latin-1")
    for path in ("/search?q=", "/doc/actor/", "/", "/lookup/scb/", "/queries/twin-towns?municipality=", "/data/"):
        server.get(path + words, user_agent=agent, referer=f"https://x.example/{words}")
    for query in (f'SELECT * {{ ?s ?p "{NAME}" }}', f'SELECT * {{ ?s ?p "{NAME}'):
        server.get("/sparql?query=" + quote(query), "text/html", forwarded="for=192.0.2.60")
        server.get("/sparql", method="POST", body=query.encode(), content_type="application/sparql-query")
    log = server.log.read_text().partition("\n")[2]
    assert [word for word in ("Ylva", "SELECT", "192.0.2.60", "127.0.0.1", "x.example") if word in log] == []


def test_health_tells_release_and_workers(server: Serving, releases: Path) -> None:
    told = facts(server.get("/health"))
    assert told == {"status": "ok", "release": str((releases / "current").readlink()), "workers": 1}


# What is amiss


@pytest.mark.parametrize("library", ["httptools", "jinja2", "starlette", "uvicorn"])
def test_without_a_library_of_the_extra_it_says_what_to_install(
    releases: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    result = run("--releases", releases, "serve")
    said = f"serve needs {library}. Install with: pip install 'lulea_kg[serve]'\n"
    assert (result.exit_code, result.stderr) == (2, said)


@pytest.mark.parametrize("options", [(), ("--processes", "2")])
def test_a_port_that_another_listens_at_is_told_in_one_line(releases: Path, options: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("--releases", releases, "serve", "--port", str(port), *options)
    said = f"127.0.0.1, port {port}, cannot be listened at (Address already in use). Give another --host or --port.\n"
    assert (result.exit_code, result.stderr) == (2, said)


def test_a_worker_has_a_folder_again_when_temporary_files_were_swept(releases: Path, spool: Path) -> None:
    with serving(releases, "--workers", "1") as server:
        for folder in spool.glob("lulea-kg-*"):
            shutil.rmtree(folder)
        os.kill(children(server.process.pid)[0], signal.SIGKILL)
        assert 200 in {server.get(LARGE).status for _ in range(2)}


def test_a_release_removed_under_it_is_answered_from_or_said_to_be_unavailable(tmp_path: Path) -> None:
    current = build(dataset(tmp_path), tmp_path / "releases")
    with serving(tmp_path / "releases", "--workers", "1") as server:
        shutil.rmtree(current)
        os.kill(children(server.process.pid)[0], signal.SIGKILL)
        paths = ("/health", "/doc/def/Claim", "/search?q=randby", COUNT, "/data/dump.nq.gz", "/catalog.rdf", "/data")
        found = {path: server.get(path).status for path in paths}
    assert (found["/health"], found["/data/dump.nq.gz"], set(found.values())) == (200, 503, {200, 503})


@pytest.mark.parametrize("what", ["store", "names.sqlite", "manifest.json"])
def test_the_release_before_is_served_while_the_next_is_damaged(tmp_path: Path, what: str) -> None:
    current = build(dataset(tmp_path), tmp_path / "releases")
    with serving(tmp_path / "releases", "--workers", "1") as server:
        damaged = shutil.copytree(current, tmp_path / "releases" / "damaged")
        shutil.rmtree(damaged / what) if (damaged / what).is_dir() else (damaged / what).write_bytes(b"{}")
        (damaged / "dump.nq.gz").write_bytes(b"{}")
        (tmp_path / "link").symlink_to("damaged")
        (tmp_path / "link").replace(tmp_path / "releases" / "current")
        found = [server.get(path) for path in ("/doc/def/Claim", COUNT, "/search?q=randby")]
    assert [got.status for got in found] == [200, 200, 200]


def test_an_erased_release_is_gone_though_it_was_just_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = dataset(tmp_path / "data", {}, {"partner": "Skogby"})
    assert run("new", "exempelkoping", "--into", "data", "--on", "2027-01-15").exit_code == 0
    before = build(folder, tmp_path / "releases").name
    with serving(tmp_path / "releases", "--workers", "1") as server:
        shown = server.get(f"/release/{before}/def/Claim").status
        erased = run("--releases", "releases", "erase", "Skogby", "--reason", "request", "--on", "2027-02-01")
        # The new release is opened beside; until it is, the one before goes on.
        deadline = time.monotonic() + 20
        while release(server.get("/health")) == before:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        asked = server.get(f"/release/{before}/def/Claim"), server.get(COUNT)
    assert (erased.exit_code, shown, [got.status for got in asked]) == (0, 200, [410, 200])
    assert before not in {release(got) for got in asked}
