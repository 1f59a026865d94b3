"""Facts as triples: what the descriptions of a release are put together from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from lulea_kg.terms import RDF_TYPE, XSD

Value = NamedNode | Literal
TYPE: Final = RDF_TYPE


def about(subject: str, *facts: tuple[str, Iterable[Value]]) -> Iterator[Triple]:
    """Yield the triples of one thing: its properties, each with the values known, be they none."""
    node = NamedNode(subject)
    for predicate, values in facts:
        for value in values:
            yield Triple(node, NamedNode(predicate), value)


def iris(*found: str) -> list[Value]:
    """Return IRIs as values; "" is none."""
    return [NamedNode(iri) for iri in found if iri]


def texts(*found: str) -> list[Value]:
    """Return texts without a language as values; "" is none."""
    return [Literal(text) for text in found if text]


def words(both: Mapping[str, str]) -> list[Value]:
    """Return a text in its languages as values."""
    return [Literal(text, language=lang) for lang, text in both.items() if text]


def typed(value: object, type_: str) -> list[Value]:
    """Return a value of an XML Schema type, "date" or "integer", as the only one; None and "" are none."""
    return [] if value in (None, "") else [Literal(str(value), datatype=NamedNode(XSD + type_))]


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples, each once, in one order."""
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    return b"".join(sorted(set(lines)))
