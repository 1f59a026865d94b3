"""Requests meant to hurt: each is answered or cut off within limits, and the server goes on as before."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Final

import pytest
from faces import releases
from hostile import MARK, PATHS, REQUESTS, asks, get, post
from hostile_queries import CANARY, NETWORK, QUERIES, UNSEEN
from serving import Got, Serving, children, facts, serving

# What the server and its two workers hold after all of this, in MiB; 90 or so is usual.
MOST_MEMORY: Final = 400
_WITHIN: Final = 1.0


@pytest.fixture(scope="module")
def canary() -> Iterator[socket.socket]:
    """Listen where a query would call, were the network to be reached."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture(scope="module")
def spool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the server has for temporary files."""
    return tmp_path_factory.mktemp("spool")


@pytest.fixture(scope="module")
def server(spool: Path) -> Iterator[Serving]:
    """Serve the fixture within narrow limits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(spool))
        with serving(releases(), "--time-limit", "2", "--memory-limit", "256", "--byte-limit", "5") as running:
            yield running


def sent(server: Serving, request: bytes) -> Got:
    """Return what is answered to a request as it stands; status 0 when the connection ends without an answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        # Who sends too much is cut off before it has sent all.
        with suppress(ConnectionError):
            connection.sendall(request)
        answer = HTTPResponse(connection, method=request.partition(b" ")[0].decode("latin-1"))
        try:
            answer.begin()
            return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        except (HTTPException, ConnectionError):
            return Got(0, {}, b"")


def held(server: Serving, got: Got, statuses: set[int]) -> None:
    """Hold that an answer is one of those expected, whole and harmless, and that the server answers on."""
    assert got.status in statuses, (got.status, got.body[:300])
    assert MARK.encode() not in got.body or got.headers["content-type"].endswith("json")
    assert "x-hostile" not in got.headers
    if got.status == 503:
        assert got.headers["content-type"] == "application/problem+json"
        assert got.headers["retry-after"]
    assert server.get("/health", timeout=_WITHIN).status == 200


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_refused_or_ended_at_a_limit(server: Serving, name: str) -> None:
    sparql, statuses = QUERIES[name]
    held(server, sent(server, asks(sparql)), statuses)


@pytest.mark.parametrize("name", NETWORK)
def test_no_query_reaches_the_network(server: Serving, canary: socket.socket, name: str) -> None:
    got = sent(server, asks(NETWORK[name].replace(CANARY, _address(canary))))
    held(server, got, {200} if "from" in name else {400})
    with pytest.raises(BlockingIOError):
        canary.accept()


@pytest.mark.parametrize("name", UNSEEN)
def test_no_query_reaches_the_network_unseen(server: Serving, canary: socket.socket, name: str) -> None:
    held(server, sent(server, asks(UNSEEN[name].replace(CANARY, _address(canary)))), {400})
    with pytest.raises(BlockingIOError):
        canary.accept()


@pytest.mark.parametrize("name", PATHS)
def test_no_path_leads_out_of_what_is_served(server: Serving, name: str) -> None:
    got = sent(server, PATHS[name])
    held(server, got, {400, 404})
    assert b"root:" not in got.body


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_answered_or_cut_off(server: Serving, name: str) -> None:
    request, statuses = REQUESTS[name]
    held(server, sent(server, request), statuses)


def test_a_file_named_as_a_graph_is_not_read(server: Serving, tmp_path: Path) -> None:
    (tmp_path / "secret.nt").write_text('<urn:s> <urn:p> "secret" .\n', encoding="utf-8")
    got = sent(server, asks(f"SELECT * FROM <{(tmp_path / 'secret.nt').as_uri()}> {{ ?s ?p ?o }}"))
    assert (got.status, facts(got)["results"]["bindings"]) == (200, [])


def test_who_sends_byte_by_byte_is_cut_off(server: Serving) -> None:
    slow = {"head": b"GET / HTTP/1.1\r\nX-Slow: ", "body": post("/sparql", "x" * 100)[:-100], "nothing": b""}
    connections = {name: socket.create_connection(("127.0.0.1", server.port)) for name in slow}
    for name, begin in slow.items():
        connections[name].sendall(begin)
        connections[name].setblocking(False)
    told: dict[str, bytes] = {}
    while connections:
        assert server.get("/health", timeout=_WITHIN).status == 200
        time.sleep(0.5)
        for name, connection in list(connections.items()):
            if (answer := _trickled(connection, b"" if name == "nothing" else b"x")) is not None:
                told[name] = answer
                connections.pop(name).close()
    assert told == {"head": b"HTTP/1.1 408", "body": b"HTTP/1.1 408", "nothing": b""}


def test_who_reads_no_answer_holds_up_nobody(server: Serving) -> None:
    query = get("/sparql?query=SELECT%20*%20%7B?a%20?b%20?c.?d%20?e%20?f%7DLIMIT%209000", "Accept: text/csv")
    connections = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    for connection in connections:
        connection.sendall(query.replace(b"Connection: close\r\n", b"") * 3)
    assert server.get("/health", timeout=_WITHIN).status == 200
    assert server.get("/sparql?query=ASK%7B%7D").status == 200
    for connection in connections:
        connection.close()
    assert server.get("/health", timeout=_WITHIN).status == 200


def test_many_who_say_nothing_hold_up_nobody(server: Serving) -> None:
    connections = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(700)]
    assert server.get("/health", timeout=_WITHIN).status == 200
    for connection in connections:
        connection.close()


def test_after_all_this_the_server_is_as_before(server: Serving, spool: Path) -> None:
    deadline = time.monotonic() + 10
    while (state := facts(server.get("/health", timeout=_WITHIN)))["workers"] != 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (state["status"], state["workers"], len(children(server.process.pid))) == ("ok", 2, 2)
    assert _memory(server.process.pid) < MOST_MEMORY
    assert [path for path in spool.rglob("*") if path.is_file()] == []
    assert len([path for path in spool.glob("*/*") if path.is_dir()]) == 2
    log = server.log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in log
    assert MARK not in log


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()
    return f"{host}:{port}"


def _trickled(connection: socket.socket, piece: bytes) -> bytes | None:
    """Return what has been answered, b"" for a connection that ended; send a little more when nothing has (None)."""
    try:
        return connection.recv(12)
    except ConnectionError:
        return b""
    except BlockingIOError:
        connection.send(piece)
        return None


def _memory(pid: int) -> int:
    """Return what a process and those it started hold, in MiB, what they share counted once."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return own // 1024 + sum(map(_memory, children(pid)))
