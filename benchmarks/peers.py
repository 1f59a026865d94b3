"""Servers that a release is compared on: where each is had, what it is given, how it is started.

Each is had through the ordinary client of its registry, into a folder of its own, and only when asked for. All get the
same statements: those of the default graph of a release, or its tables as rows. The hub's links stand in them in both
directions, since Trifid shows only what a thing itself says.
"""

import csv
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import servers
from pyoxigraph import DefaultGraph, RdfFormat, Store

from lulea_kg.release import STORE, Release

PYTHON: Final = ("oxigraph", "rdflib-endpoint[cli]", "oxrdflib", "datasette")
NODE: Final = ("trifid", "@zazuko/trifid-entity-renderer")
FUSEKI: Final = "org.apache.jena:jena-fuseki-server:5.6.0"
LINKED_FROM: Final = "https://example.org/linked-from"
# As the image of Trifid's makers has it for a file, with their way of finding labels.
_TRIFID: Final = {
    "server": {"listener": {"host": "127.0.0.1"}, "logLevel": "warn"},
    "globals": {"endpoints": {"default": {"url": "/query"}}},
    "plugins": {
        "entity-renderer": {
            "module": "@zazuko/trifid-entity-renderer",
            "config": {"labelLoader": {"chunkSize": 30, "concurrency": 2, "timeout": 4000}},
        },
        "fetch-handler": {
            "module": "trifid-handler-fetch",
            "paths": "/query",
            "config": {
                "contentType": "application/n-triples",
                "graphName": "https://example.org/graph",
                "unionDefaultGraph": True,
            },
        },
    },
}


class NotHere(Exception):
    """A peer is not installed."""


@dataclass(frozen=True)
class Data:
    """What the peers are given: the release, its statements as N-Triples, the base of its things, a folder to work in.

    `hub` is the key of a thing that many point to.
    """

    release: Release
    work: Path
    base: str
    hub: str
    triples: bytes

    def file(self, base: str = "") -> Path:
        """Return a file of the statements, of things under another base if one is given."""
        path = self.work / "data.nt"
        path.write_bytes(self.triples.replace(f"<{self.base}/".encode(), f"<{base or self.base}/".encode()))
        return path


@dataclass(frozen=True)
class Running:
    """A server that runs: its name and process, its address, where it has a thing, where it answers SPARQL."""

    name: str
    pid: int
    site: str
    things: str = ""
    sparql: str = ""


def get(work: Path) -> None:
    """Install the peers below a folder: from PyPI, npm and Maven; say which cannot be had."""
    python = work / "python"
    fuseki = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={FUSEKI}", f"-DoutputDirectory={work / 'fuseki'}"]
    for words in (
        [sys.executable, "-m", "venv", "--without-pip", str(python)],
        [sys.executable, "-m", "pip", "--python", str(python / "bin" / "python"), "install", "-q", *PYTHON],
        ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(work / "node"), *NODE],
        *([] if "LULEA_KG_FUSEKI_JAR" in os.environ else [fuseki]),
    ):
        try:
            subprocess.run(words, check=True, stdout=sys.stderr)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"not had: {error}", file=sys.stderr)


def started(given: Data, stack: ExitStack) -> Iterator[Running]:
    """Start every peer that is installed, until the stack ends; say which are not."""
    for start in (trifid, datasette, oxigraph, rdflib_endpoint, fuseki):
        try:
            yield stack.enter_context(start(given))
        except NotHere as absent:
            print(f"not run: needs {absent}; --get installs it", file=sys.stderr)


def data(release: Release, work: Path, hub: str, pointing: Iterable[str]) -> Data:
    """Return the statements of a release for the peers; `pointing` are the things that point to the hub."""
    base = str(release.manifest["base"])
    triples = Store.read_only(str(release.folder / STORE)).dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    links = "".join(f"<{base}/id/{hub}> <{LINKED_FROM}> <{thing}> .\n" for thing in pointing)
    return Data(release, work, base, hub, (triples or b"") + links.encode())


@contextmanager
def lulea_kg(releases: Path, work: Path, first: str) -> Iterator[Running]:
    """Start `lulea-kg serve` in a process of its own; it has answered `first`, a path, and nothing else."""
    port = _free_port()
    program = str(Path(sys.executable).with_name("lulea-kg"))
    command = [program, "--releases", str(releases.resolve()), "serve", "--port", str(port)]
    with _running("lulea-kg", command, port, first, work / "serve") as server:
        yield Running("lulea-kg", server.pid, f"http://127.0.0.1:{port}", "/doc/", "/sparql")


@contextmanager
def trifid(given: Data) -> Iterator[Running]:
    """Start Trifid on a file that its own worker reads, with its pages of things."""
    script = given.work / "node" / "node_modules" / "trifid" / "server.js"
    if not script.is_file():
        raise NotHere("Trifid (npm)")
    port, folder = _free_port(), given.work / "trifid"
    site = f"http://127.0.0.1:{port}"
    settings = json.loads(json.dumps(_TRIFID))
    settings["server"]["listener"]["port"] = port
    settings["globals"]["datasetBaseUrl"] = f"{site}/"
    folder.mkdir(exist_ok=True)
    settings["plugins"]["fetch-handler"]["config"]["url"] = str(given.file(site).rename(folder / "data.nt").resolve())
    # JSON is YAML too. Plug-ins are looked for from where the settings lie.
    (script.parents[2] / "config.yaml").write_text(json.dumps(settings))
    command = ["node", str(script), "-c", str(script.parents[2] / "config.yaml")]
    with _running("trifid", command, port, "/query", folder) as server:
        yield Running("trifid", server.pid, site, things="/id/")


@contextmanager
def datasette(given: Data) -> Iterator[Running]:
    """Start Datasette on the tables of things, each row under its key."""
    program, port, folder = _installed(given.work, "datasette"), _free_port(), given.work / "datasette"
    folder.mkdir(exist_ok=True)
    path = folder / "release.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        for table in ("actors", "cooperations"):
            _fill(database, table.removesuffix("s"), given.release.folder / "tables" / f"{table}.csv")
    database.close()
    command = [program, "serve", "release.db", "-h", "127.0.0.1", "-p", str(port)]
    with _running("datasette", command, port, "/release", folder) as server:
        yield Running("datasette", server.pid, f"http://127.0.0.1:{port}", "/release/")


@contextmanager
def oxigraph(given: Data) -> Iterator[Running]:
    """Start `oxigraph serve` on a store on disk."""
    program, port, folder = _installed(given.work, "oxigraph"), _free_port(), given.work / "oxigraph"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for words in (["load", "--file", str(given.file())], ["optimize"]):
        subprocess.run([program, *words, "--location", str(folder / "store")], check=True, capture_output=True)
    command = [program, "serve", "--location", "store", "--bind", f"127.0.0.1:{port}"]
    with _running("oxigraph", command, port, "/query", folder) as server:
        yield Running("oxigraph", server.pid, f"http://127.0.0.1:{port}", sparql="/query")


@contextmanager
def rdflib_endpoint(given: Data) -> Iterator[Running]:
    """Start rdflib-endpoint on a file, in Oxigraph's store."""
    program, port, folder = _installed(given.work, "rdflib-endpoint"), _free_port(), given.work / "rdflib-endpoint"
    folder.mkdir(exist_ok=True)
    command = [program, "serve", "--store", "Oxigraph", "--host", "127.0.0.1", "--port", str(port), str(given.file())]
    with _running("rdflib-endpoint", command, port, "/", folder) as server:
        yield Running("rdflib-endpoint", server.pid, f"http://127.0.0.1:{port}", sparql="/")


@contextmanager
def fuseki(given: Data) -> Iterator[Running]:
    """Start Apache Jena Fuseki on a dataset in memory."""
    for jar in (given.work / "fuseki").glob("*.jar"):
        os.environ.setdefault("LULEA_KG_FUSEKI_JAR", str(jar))
    if "LULEA_KG_FUSEKI_JAR" not in os.environ or not shutil.which("java"):
        raise NotHere("Apache Jena Fuseki (Maven), Java")
    with servers.fuseki() as server:
        server.store(600).add("https://example.org/graph", given.triples)
        site = server.endpoint.partition("/ds/")[0]
        yield Running("fuseki", server.pid, site, sparql="/ds/sparql")


def _fill(database: sqlite3.Connection, table: str, file: Path) -> None:
    """Make a table of a file whose first column names a thing; its key is the row's."""
    with file.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    columns = ", ".join(f'"{name}"' for name in header if name != "key")
    database.execute(f'CREATE TABLE "{table}" ("key" PRIMARY KEY, {columns})')
    kept = [number for number, name in enumerate(header) if name != "key"]
    marks = ", ".join("?" * (len(kept) + 1))
    values = ([row[0].rpartition("/")[2], *(row[number] for number in kept)] for row in rows)
    database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', values)


def _installed(work: Path, name: str) -> str:
    program = work / "python" / "bin" / name
    if not program.is_file():
        raise NotHere(f"{name} (PyPI)")
    return str(program.resolve())


@contextmanager
def _running(name: str, command: list[str], port: int, first: str, folder: Path) -> Iterator[servers.Server]:
    """Start a server that has answered `first`, a path."""
    folder.mkdir(exist_ok=True)
    with servers.Server(name, command, f"http://127.0.0.1:{port}{first}", folder) as server:
        yield server


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
