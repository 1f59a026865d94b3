"""The embedded store: pyoxigraph, in memory for builds and tests, on disk and read-only for releases."""

import json
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from lulea_kg.errors import InputError, Unavailable
from lulea_kg.files import shown
from lulea_kg.stores.guard import refuse_dangerous

# Lists the files of a store on disk, each with size and digest.
CONTENT: Final = "content.json"
_AT_ONCE: Final = 16 * 1024 * 1024


class EmbeddedStore:
    """A Store inside this process; `path` opens one on disk read-only, without it an empty one in memory.

    Its default graph holds each triple of the named graphs once. The library's own union would count a triple as often
    as there are graphs that say it, which makes COUNT(*) wrong.
    """

    def __init__(self, path: Path | None = None) -> None:
        try:
            if path and not _is_whole(path):
                raise OSError(CONTENT)
            self._store = Store.read_only(str(path)) if path else Store()
            self.folder: Path | None = path
        except (OSError, RuntimeError) as error:
            raise Unavailable("store-unavailable", file=shown(path) if path else "", found=str(error)) from error

    @property
    def library(self) -> Store:
        """The store of the library, for who reads quads one by one; its default graph holds what any graph says."""
        return self._store

    def query(self, sparql: str, *, union: bool = True) -> bytes:
        """See `Store.query`. SERVICE and LOAD are refused: no query reaches the network."""
        return evaluate(self._store, sparql, default_graph=None if union else [])

    @classmethod
    def filled(cls, graphs: Iterable[tuple[str, bytes]], *, on_disk: bool = False) -> "EmbeddedStore":
        """Return a store of graphs given as N-Quads: in memory, or in a scratch folder that goes with the object."""
        store = cls()
        if on_disk:
            folder = tempfile.mkdtemp(prefix="lulea-kg-")
            weakref.finalize(store, shutil.rmtree, folder, ignore_errors=True)
            store._store, store.folder = Store(folder), Path(folder)
        load(store._store, (nquads for _, nquads in graphs))
        if on_disk:
            store._store.flush()
        return store

    def add(self, graph: str, ntriples: bytes) -> None:
        """See `Store.add`."""
        try:
            for name in (NamedNode(graph), DefaultGraph()):
                self._store.load(ntriples, format=RdfFormat.N_TRIPLES, to_graph=name)
        except SyntaxError as error:
            raise InputError("bad-rdf", file=graph, row=error.lineno, found=_first_line(error)) from error

    def replace(self, graph: str, ntriples: bytes) -> None:
        """See `Store.replace`: the new triples are parsed before the old ones go."""
        quads = _quads(graph, ntriples)
        self.delete(graph)
        self.extend(quads)

    def delete(self, graph: str) -> None:
        """See `Store.delete`."""
        self.remove(list(self.quads(graph)))
        self._store.remove_graph(NamedNode(graph))

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        return sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode))

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads of named graphs."""
        found = list(quads)
        self._store.extend(found)
        self._store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in found)

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads of named graphs; what no graph says any longer leaves the default graph too."""
        for quad in quads:
            self._store.remove(quad)
            if all(
                isinstance(left.graph_name, DefaultGraph)
                for left in self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            ):
                self._store.remove(Quad(quad.subject, quad.predicate, quad.object))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one named graph, or of all."""
        found = self._store.quads_for_pattern(None, None, None, NamedNode(graph) if graph else None)
        return (quad for quad in found if not isinstance(quad.graph_name, DefaultGraph))

    def content(self, graph: str) -> bytes:
        """Return a named graph as N-Triples."""
        return self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph)) or b""

    def quads_about(self, subject: str) -> Iterator[Quad]:
        """Yield the quads with this subject, of every named graph."""
        found = self._store.quads_for_pattern(NamedNode(subject), None, None, None)
        return (quad for quad in found if not isinstance(quad.graph_name, DefaultGraph))


def load(store: Store, graphs: Iterable[bytes]) -> None:
    """Load graphs given as N-Quads into a store of the library, and each triple into its default graph too."""
    # The library holds all that it loads at once in memory, several times over.
    for nquads in _parts(graphs):
        # A line without its graph speaks of the default graph.
        store.bulk_load(nquads + re.sub(rb" <[^<>]*> \.\n", b" .\n", nquads), format=RdfFormat.N_QUADS)


def _parts(graphs: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what was given in parts of whole lines, each little longer than _AT_ONCE bytes."""
    held = bytearray()
    for nquads in graphs:
        held += nquads
        while len(held) > _AT_ONCE:
            end = held.find(b"\n", _AT_ONCE) + 1 or len(held)
            yield bytes(held[:end])
            del held[:end]
    yield bytes(held)


def evaluate(
    store: Store,
    sparql: str,
    *,
    default_graph: list[NamedNode | BlankNode | DefaultGraph] | None = None,
    base: str | None = None,
) -> bytes:
    """Return the answer of a library store as bytes; see `Store.query` for forms and errors."""
    refuse_dangerous(sparql)
    try:
        results = store.query(sparql, default_graph=default_graph, base_iri=base)
        if isinstance(results, QuerySolutions | QueryBoolean):
            return results.serialize(format=QueryResultsFormat.JSON) or b""
        return results.serialize(format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise InputError("bad-sparql", found=_first_line(error)) from error
    except (OSError, RuntimeError) as error:
        raise Unavailable("store-damaged", found=str(error)) from error


def _is_whole(path: Path) -> bool:
    """Tell whether the files of a store on disk have the sizes they were written with; `disk.verify` reads them all.

    The database itself opens a shortened file as an almost empty store, and answers from that.
    """
    try:
        held = json.loads((path / CONTENT).read_bytes())
        return all((path / name).stat().st_size == size for name, (size, _) in held.items())
    except (OSError, ValueError):
        return False


def _quads(graph: str, ntriples: bytes) -> list[Quad]:
    name = NamedNode(graph)
    try:
        return [Quad(q.subject, q.predicate, q.object, name) for q in parse(ntriples, format=RdfFormat.N_TRIPLES)]
    except SyntaxError as error:
        raise InputError("bad-rdf", file=graph, row=error.lineno, found=_first_line(error)) from error


def _first_line(error: SyntaxError | ValueError) -> str:
    """Return a parser's complaint without its list of everything that could have stood there."""
    head = (getattr(error, "msg", None) or str(error)).partition("\n")[0]
    return head if len(head) < 200 else head.partition(": expected one of")[0] + ": not expected here"
