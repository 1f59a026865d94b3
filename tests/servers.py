"""Real SPARQL servers on loopback, on free ports and in temporary folders, stopped at the end whatever happens."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Final, Self

from needed import not_run

from lulea_kg.stores.remote import RemoteStore

NAMES: Final = ("oxigraph", "fuseki", "virtuoso")
_START: Final = 60.0
_STOP: Final = 10.0
_FUSEKI: Final = """PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>

[] a fuseki:Server .
<#service> a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset <#dataset> ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] .
<#dataset> a tdb2:DatasetTDB2 ; tdb2:location "--mem--" ; tdb2:unionDefaultGraph true .
"""
_VIRTUOSO: Final = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
"""


class Server:
    """A server process: `endpoint` answers queries once `start` has returned."""

    def __init__(self, name: str, command: Sequence[str], endpoint: str, folder: Path) -> None:
        self.name = name
        self.endpoint = endpoint
        self._command = command
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self._process
        return self._process.pid

    def store(self, timeout: int = 60) -> RemoteStore:
        """Return the store on this server."""
        return RemoteStore(self.endpoint, timeout=timeout)

    def start(self) -> None:
        """Start the process and wait until it answers; fail when it ends or stays silent."""
        (self._folder / "virtuoso.lck").unlink(missing_ok=True)
        log = self._folder / "output.log"
        with log.open("ab") as output:
            environment = {**os.environ, "FUSEKI_BASE": str(self._folder / "run")}
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment
            )
        try:
            self._wait(time.monotonic() + _START)
        except BaseException:
            self.stop()
            sys.stderr.write(log.read_text(errors="replace"))
            raise

    def _wait(self, deadline: float) -> None:
        while not _answers(self.endpoint):
            assert not self.ended, f"{self.name} ended before it answered"
            assert time.monotonic() < deadline, f"{self.name} did not answer in time"
            time.sleep(0.1)

    @property
    def ended(self) -> bool:
        """Whether the process has ended, by a crash for instance."""
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        """End the process."""
        if self._process and not self.ended:
            self._process.terminate()
            try:
                self._process.wait(_STOP)
            except subprocess.TimeoutExpired:
                self._process.kill()
        if self._process:
            self._process.wait(_STOP)


class Virtuoso(Server):
    """Virtuoso 7, which is also told things in SQL."""

    def __init__(self, folder: Path, http: int, sql: int) -> None:
        command = [_program("virtuoso-t", "Virtuoso 7"), "-c", str(folder / "virtuoso.ini"), "+foreground"]
        super().__init__("virtuoso", command, f"http://127.0.0.1:{http}/sparql", folder)
        (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(folder=folder, http=http, sql=sql))
        self._sql_port = sql

    def sql(self, statement: str) -> None:
        """Run a statement as its administrator."""
        command = [_program("isql-vt", "Virtuoso 7"), f"127.0.0.1:{self._sql_port}", "dba", "dba", f"exec={statement}"]
        subprocess.run(command, check=True, timeout=_START, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def running(name: str) -> AbstractContextManager[Server]:
    """Start the server of that name (one of NAMES), empty; stop it at the end."""
    starters: dict[str, Callable[[], AbstractContextManager[Server]]]
    starters = {"oxigraph": oxigraph, "fuseki": fuseki, "virtuoso": virtuoso}
    return starters[name]()


@cache
def shared(name: str) -> Server:
    """Return the server of that name that lives until the tests end, for tests that clear it themselves."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running(name))


@contextmanager
def oxigraph(*options: str, union: bool = True) -> Iterator[Server]:
    """Start `oxigraph serve`; with `union` its default graph is the union of the named ones."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if not program:
        not_run("oxigraph (the PyPI package)")
    port = free_port()
    command = [program, "serve", "--location", "data", "--bind", f"127.0.0.1:{port}", *options]
    if union:
        command.append("--union-default-graph")
    endpoint = f"http://127.0.0.1:{port}/query"
    with tempfile.TemporaryDirectory() as folder, Server("oxigraph", command, endpoint, Path(folder)) as server:
        yield server


@contextmanager
def fuseki(*options: str) -> Iterator[Server]:
    """Start Apache Jena Fuseki on a TDB2 dataset in memory whose default graph is the union."""
    jar = os.environ.get("LULEA_KG_FUSEKI_JAR", "")
    if not Path(jar).is_file():
        not_run("Apache Jena Fuseki (its jar in LULEA_KG_FUSEKI_JAR)")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.ttl").write_text(_FUSEKI)
        command = [_program("java", "Java"), "-jar", str(Path(jar).resolve()), "--localhost", "--port", str(port)]
        command += [*options, "--config", "config.ttl"]
        with Server("fuseki", command, f"http://127.0.0.1:{port}/ds/sparql", Path(folder)) as server:
            yield server


@contextmanager
def virtuoso() -> Iterator[Virtuoso]:
    """Start Virtuoso 7 with an empty database that anybody on loopback may write to."""
    with tempfile.TemporaryDirectory() as folder, Virtuoso(Path(folder), free_port(), free_port()) as server:
        server.sql('grant SPARQL_UPDATE to "SPARQL";')
        server.sql("checkpoint;")
        yield server


def _program(name: str, product: str) -> str:
    return shutil.which(name) or not_run(product)


def free_port() -> int:
    """Return a port of loopback that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _answers(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint}?query=ASK%20%7B%7D", timeout=5) as response:
            response.read()
            return True
    except (urllib.error.URLError, OSError):
        return False
