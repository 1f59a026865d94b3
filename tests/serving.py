"""A real `lulea-kg serve` on a free port of loopback, and a small client that sees everything it answers."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from servers import free_port

_START: Final = 30.0
_STOP: Final = 20.0


@dataclass(frozen=True)
class Got:
    """An answer: status, headers by lower-case name (several joined by commas), and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Serving:
    """A server that runs: where, as which process, and what it has logged."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    options: Sequence[str] = field(default=())

    def get(
        self,
        path: str,
        accept: str = "",
        *,
        method: str = "GET",
        body: bytes | None = None,
        timeout: float = 60,
        **headers: str,
    ) -> Got:
        """Return the answer to one request; `headers` are named with underscores (if_none_match)."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | (
            {"Accept": accept} if accept else {}
        )
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
        return Got(answer.status, found, content)


@contextmanager
def serving(releases: Path, *options: str) -> Iterator[Serving]:
    """Serve the releases of a folder until the block ends; `options` are those of the command."""
    port = free_port()
    log = releases.parent / f"serve-{port}.log"
    words = [sys.executable, "-m", "lulea_kg", "--releases", str(releases), "serve", "--port", str(port), *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LULEA_KG_")}
    with log.open("wb") as output:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
    server = Serving(port, process, log, options)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(_STOP)


def _wait(server: Serving) -> None:
    deadline = time.monotonic() + _START
    while True:
        with suppress(OSError):
            if server.get("/health").status == 200:
                return
        assert server.process.poll() is None, server.log.read_text(errors="replace")
        assert time.monotonic() < deadline, "the server did not answer in time"
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """Return the ids of the processes that a process has started and that run."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def facts(got: Got) -> Any:
    """Return what a JSON answer says."""
    return json.loads(got.body)
