"""The store seam: SPARQL text goes in, bytes in a W3C format come out; no library's object crosses it."""

import json
from collections.abc import Iterator
from typing import Protocol


class Store(Protocol):
    """A set of named graphs that answers SPARQL 1.1 queries. Graph contents are N-Triples in UTF-8."""

    def query(self, sparql: str, *, union: bool = True) -> bytes:
        """Return SPARQL results JSON for SELECT and ASK, N-Triples for CONSTRUCT and DESCRIBE.

        With `union` the default graph is the union of all named graphs. Raises InputError for a query that is not
        SPARQL, Unavailable when the store cannot answer.
        """
        ...

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add triples to a named graph."""
        ...

    def replace(self, graph: str, ntriples: bytes) -> None:
        """Make a named graph hold exactly these triples."""
        ...

    def delete(self, graph: str) -> None:
        """Remove a named graph; nothing happens when there is none."""
        ...

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        ...


def select(store: Store, sparql: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT query as plain text by variable."""
    for binding in json.loads(store.query(sparql))["results"]["bindings"]:
        yield {name: value["value"] for name, value in binding.items()}
