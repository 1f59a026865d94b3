"""A store in memory filled straight from RDF files, for one query: nothing is checked, named or derived."""

import gzip
import warnings
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from lulea_kg.errors import InputError
from lulea_kg.files import shown
from lulea_kg.stores.embedded import evaluate

_FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".n3": RdfFormat.N3,
}
# Formats that only rdflib reads.
_ODD_FORMATS: Final = {".trix": "trix", ".hext": "hext"}


class ScratchStore:
    """The triples of `data` in the default graph and those of `graphs` in named ones.

    With `union` the default graph holds the named graphs' triples too. Raises InputError for a file that cannot be
    read or is in no known format (told by its name, .gz aside).
    """

    def __init__(self, data: Iterable[Path], graphs: Iterable[tuple[str, Path]], *, union: bool) -> None:
        self._store = Store()
        for path in data:
            self._store.extend(_quads(path, None))
        for graph, path in graphs:
            self._store.extend(_quads(path, NamedNode(graph)))
        if union:
            self._store.extend([Quad(q.subject, q.predicate, q.object) for q in self._store])

    def query(self, sparql: str, base: str | None = None) -> bytes:
        """Return SPARQL results JSON for SELECT and ASK, N-Triples for a graph; `base` resolves relative IRIs."""
        return evaluate(self._store, sparql, base=base)


def _quads(path: Path, graph: NamedNode | None) -> Iterator[Quad]:
    """Yield the quads of a file; with `graph` the default graph's triples go there, and named graphs stay."""
    name = path.with_suffix("") if path.suffix == ".gz" else path
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if name.suffix in _ODD_FORMATS:
            content, format_ = _through_rdflib(content, _ODD_FORMATS[name.suffix]), RdfFormat.N_QUADS
        elif name.suffix in _FORMATS:
            format_ = _FORMATS[name.suffix]
        else:
            raise InputError("unknown-format", file=shown(path), found=name.suffix, expected=", ".join(_FORMATS))
        # Blank nodes of two files are never the same, whatever they are called.
        for quad in parse(content, format=format_, base_iri=path.resolve().as_uri(), rename_blank_nodes=True):
            own = quad.graph_name
            place: NamedNode | BlankNode | DefaultGraph = graph if graph and isinstance(own, DefaultGraph) else own
            yield Quad(quad.subject, quad.predicate, quad.object, place)
    except SyntaxError as error:
        raise InputError("bad-rdf", file=shown(path), row=error.lineno, found=error.msg) from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            "unreadable-file", file=shown(path), found=getattr(error, "strerror", None) or error
        ) from error


def _through_rdflib(content: bytes, format_: str) -> bytes:
    from rdflib import Dataset

    dataset = Dataset()
    with warnings.catch_warnings():
        # The library's own parsers use names it has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=content, format=format_)
        return dataset.serialize(format="nquads", encoding="utf-8")
