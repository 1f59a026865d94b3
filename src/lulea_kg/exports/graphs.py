"""Graphs as files: N-Triples, Turtle, RDF/XML, and JSON-LD compacted with the product's context.

All are written in one order, so that the same graph gives the same bytes.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from lulea_kg import files
from lulea_kg.terms import PREFIXES, RDF_TYPE, XSD

SUFFIXES: Final[dict[str, str]] = {"ttl": ".ttl", "jsonld": ".jsonld", "nt": ".nt", "rdf": ".rdf"}
_TYPE: Final = f"> <{RDF_TYPE}> ".encode()
# Sorts before every predicate, and no N-Triples hold it: control characters are escaped there.
_FIRST: Final = b"> \x00 "
_FORMATS: Final = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}


def write(ntriples: bytes, format_: str) -> bytes:
    """Return triples given as N-Triples in `format_`: ttl, jsonld, nt or rdf."""
    return next(content for _, content in write_all(ntriples, [format_]))


def write_all(ntriples: bytes, formats: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield triples given as N-Triples in each of `formats`, put in order once."""
    triples = _ordered(ntriples)
    for format_ in formats:
        prefixes = PREFIXES if format_ in ("ttl", "rdf") else None
        if format_ == "jsonld":
            yield format_, _json_ld(triples)
        else:
            yield format_, serialize(triples, format=_FORMATS[format_], prefixes=prefixes) or b""


def _ordered(ntriples: bytes) -> list[Triple]:
    """Return each triple once, by subject, the type first, then by predicate and object."""
    lines = sorted(set(ntriples.replace(_TYPE, _FIRST).splitlines(keepends=True)))
    return [quad.triple for quad in parse(b"".join(lines).replace(_FIRST, _TYPE), format=RdfFormat.N_TRIPLES)]


def _json_ld(triples: list[Triple]) -> bytes:
    """Return triples as JSON-LD with the context inlined; a reader gets the same graph back."""
    context = json.loads(files.read_text(files.shipped("ontology") / "context.jsonld"))["@context"]
    names = _Names(context)
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        node = nodes[_id(triple.subject)]
        key, value = names.entry(triple.predicate.value, triple.object)
        node[key].append(value)
    graph = [
        {"@id": iri, **{key: values[0] if len(values) == 1 else values for key, values in facts.items()}}
        for iri, facts in nodes.items()
    ]
    document = {"@context": context, "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _Names:
    """The reverse of a JSON-LD context: which key and short form a predicate and value get under it."""

    def __init__(self, context: dict[str, Any]) -> None:
        self._prefixes = {k: v for k, v in context.items() if isinstance(v, str) and v[-1:] in "/#"}
        self._terms: dict[str, tuple[str, str]] = {}
        for key, definition in context.items():
            if key.startswith("@") or key in self._prefixes:
                continue
            given = definition if isinstance(definition, dict) else {"@id": definition}
            if given.get("@container") or "@language" in given or given.get("@reverse"):
                continue
            coercion = self._full(given["@type"]) if "@type" in given else ""
            self._terms.setdefault(self._full(given.get("@id", key)), (key, coercion))

    def entry(self, predicate: str, value: object) -> tuple[str, Any]:
        """Return the key and JSON value of one fact."""
        if predicate == RDF_TYPE and isinstance(value, NamedNode):
            name, coercion = self._terms.get(value.value, (value.value, ""))
            return "@type", name if not coercion else value.value
        key, coercion = self._terms.get(predicate, (predicate, ""))
        if not isinstance(value, Literal):
            return key, _id(value) if coercion == "@id" else {"@id": _id(value)}
        if value.language:
            return key, {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if datatype == coercion:
            return key, value.value
        if datatype == XSD + "string":
            return (key, value.value) if not coercion else (key, {"@value": value.value})
        return key, {"@value": value.value, "@type": datatype}

    def _full(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else name


def _id(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
