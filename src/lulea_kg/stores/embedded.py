"""The embedded store: pyoxigraph, in memory for builds and tests, on disk and read-only for releases."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse

from lulea_kg.errors import InputError, Unavailable
from lulea_kg.files import shown

# pyoxigraph ends the process by a signal on deeper nesting (brackets from about 2,250); see docs/decisions.
MAX_NESTING = 500
MAX_QUERY = 1_000_000
_TOKEN = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'
                    r"'(?:[^'\\\n]|\\.)*'|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[A-Za-z_][\w:.-]*|[({\[\])}!]", re.DOTALL)  # fmt: skip


class EmbeddedStore:
    """A Store inside this process; `path` opens one on disk read-only, without it an empty one in memory."""

    def __init__(self, path: Path | None = None) -> None:
        try:
            self._store = Store.read_only(str(path)) if path else Store()
        except OSError as error:
            raise Unavailable("store-unavailable", file=shown(path) if path else "", found=str(error)) from error

    def query(self, sparql: str, *, union: bool = True, graphs: Sequence[str] | None = None) -> bytes:
        """See `Store.query`. SERVICE and LOAD are refused; `graphs` narrows the default graph to some named graphs."""
        refuse_dangerous(sparql)
        chosen = [NamedNode(graph) for graph in graphs] if graphs is not None else None
        try:
            results = self._store.query(
                sparql, use_default_graph_as_union=union and chosen is None, default_graph=chosen
            )
            if isinstance(results, QuerySolutions | QueryBoolean):
                return results.serialize(format=QueryResultsFormat.JSON) or b""
            return results.serialize(format=RdfFormat.N_TRIPLES) or b""
        except SyntaxError as error:
            raise InputError("bad-sparql", found=str(error)) from error
        except OSError as error:
            raise Unavailable("store-unavailable", found=str(error)) from error

    def add(self, graph: str, ntriples: bytes) -> None:
        """See `Store.add`."""
        self._store.load(ntriples, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))

    def replace(self, graph: str, ntriples: bytes) -> None:
        """See `Store.replace`: the new triples are parsed before the old ones go."""
        triples = [Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in _parsed(ntriples)]
        self.delete(graph)
        self._store.extend(triples)

    def delete(self, graph: str) -> None:
        """See `Store.delete`."""
        self._store.remove_graph(NamedNode(graph))

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        return sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode))

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads in bulk."""
        self._store.extend(quads)

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads."""
        for quad in quads:
            self._store.remove(quad)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one named graph, or of all."""
        return self._store.quads_for_pattern(None, None, None, NamedNode(graph) if graph else None)

    def quads_about(self, subject: str) -> Iterator[Quad]:
        """Yield the quads with this subject, of every graph."""
        return self._store.quads_for_pattern(NamedNode(subject), None, None, None)


def write_disk_store(path: Path, dump: Path) -> None:
    """Make a store on disk at `path` from a gzipped N-Quads dump; it is whole when this returns."""
    import gzip

    store = Store(str(path))
    with gzip.open(dump) as stream:
        store.bulk_load(stream, format=RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


def refuse_dangerous(sparql: str) -> None:
    """Raise InputError for a query that is too long or nested too deep, or that would reach the network."""
    if len(sparql) > MAX_QUERY:
        raise InputError("query-too-long", found=len(sparql), limit=MAX_QUERY)
    depth = bangs = unions = 0
    for token in (match[0] for match in _TOKEN.finditer(sparql)):
        if token in "({[":
            depth += 1
        elif token in ")}]":
            depth -= 1
        elif token.upper() in ("SERVICE", "LOAD"):
            raise InputError("query-network", found=token.upper())
        unions += token.upper() == "UNION"
        bangs = bangs + 1 if token == "!" else 0
        if max(depth, bangs) > MAX_NESTING or unions > 4 * MAX_NESTING:
            raise InputError("query-too-deep", limit=MAX_NESTING)


def _parsed(ntriples: bytes) -> Iterator[Quad]:
    return parse(ntriples, format=RdfFormat.N_TRIPLES)
