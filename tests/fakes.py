"""Servers on loopback that misbehave, each in one way, for the tests of what talks to servers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

Behaviour = Callable[[BaseHTTPRequestHandler], None]


def answering(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Return the behaviour of a server that gives this answer to everything; in a header's name _ stands for -."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return behave


def hanging_up(sent: bytes) -> Behaviour:
    """Return the behaviour of a server that sends these bytes as they are and hangs up."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(sent)
        request.close_connection = True

    return behave


def silent(until: threading.Event) -> Behaviour:
    """Return the behaviour of a server that says nothing before `until` is set."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        until.wait(60)
        request.close_connection = True

    return behave


@contextmanager
def serving(behave: Behaviour) -> Iterator[str]:
    """Run a server that does `behave` on each request whose body it has read; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            behave(self)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/query"
        finally:
            server.shutdown()
            thread.join()


RESULTS: Final = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
# The head of an answer that says it is longer than what follows.
CUT: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 5000\r\n\r\n"
# What the server does, and what the one line says of it.
FAULTS: Final[dict[str, tuple[Behaviour, str]]] = {
    "500": (answering(500, b"out of memory\nat line 7"), "cannot answer (HTTP 500: out of memory)"),
    "503": (answering(503), "cannot answer (HTTP 503: Service Unavailable)"),
    "404": (answering(404, b"no such page"), "cannot answer (HTTP 404: no such page)"),
    "405": (answering(405), "cannot answer (HTTP 405: Method Not Allowed)"),
    "401": (answering(401), "refuses the log-in"),
    "403": (answering(403), "refuses the log-in"),
    "hangs up at once": (hanging_up(b""), "cannot answer"),
    "hangs up in the middle": (hanging_up(CUT + RESULTS[:20]), "cannot answer"),
    "speaks no HTTP": (hanging_up(b"220 mail.example ESMTP\r\n"), "cannot answer"),
    "sends a web page": (answering(200, b"<!doctype html><title>Welcome</title>"), "no SPARQL server"),
    "sends nothing": (answering(200), "no SPARQL server"),
    "sends another JSON": (answering(200, b'{"results": 7}'), "no SPARQL server"),
    "sends a JSON list": (answering(200, b"[1, 2]"), "no SPARQL server"),
    "sends no UTF-8": (answering(200, b'{"head": "\xff\xfe"}'), "no SPARQL server"),
    "redirects to itself": (answering(302, Location="/query"), "cannot answer"),
    "redirects to a file": (answering(302, Location="file:///etc/hostname"), "cannot answer"),
}
