"""The document of a thing: what is said of it, the claims and evidence behind that, and the labels of what it names.

What links to a thing, or what a named graph holds, may be much: it comes in pages, in one order, so that a page stays
small whatever the thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, Triple, serialize

from lulea_kg.datasets import LICENCES
from lulea_kg.terms import DCT, MIR, OA, SKOS

# Things that point here on one page.
PAGE: Final = 100
LABELS: Final = (SKOS + "prefLabel", DCT + "title", "http://www.w3.org/2000/01/rdf-schema#label")
_STATES, _TARGET, _LICENCE = NamedNode(MIR + "states"), NamedNode(OA + "hasTarget"), NamedNode(DCT + "license")
_PART_OF: Final = NamedNode(DCT + "isPartOf")
_DEFAULT: Final = DefaultGraph()
# What belongs to the thing it points to, and comes with all that it says.
_OWN: Final = ("/id/claim/", "/id/situation/", "/id/cooperation/", MIR)


@dataclass(frozen=True)
class Document:
    """A page of what is told of a thing: which page of how many."""

    thing: str
    triples: frozenset[Triple]
    page: int
    pages: int

    @property
    def ntriples(self) -> bytes:
        """The page as N-Triples."""
        return serialize(self.triples, format=RdfFormat.N_TRIPLES) or b""


@dataclass(frozen=True)
class About:
    """What can be told of a document before it is made: how many pages it has, and the licences of what it tells."""

    pages: int
    licences: tuple[str, ...]


def about(store: Store, thing: str) -> About | None:
    """Return how much there is to tell of a thing, and under which licences; None when nothing is said of it."""
    node = NamedNode(thing)
    count = len(_linked(store, node))
    said = {quad.graph_name for quad in store.quads_for_pattern(node, None, None, None)}
    if not said and not count:
        return None
    licences = (licence for graph in said if isinstance(graph, NamedNode) for licence in _licences(store, graph))
    return About(max(1, -(-count // PAGE)), tuple(sorted(set(licences))))


def document(store: Store, thing: str, page: int = 1) -> Document:
    """Return a page of the document of a thing; the page after the last is empty."""
    node = NamedNode(thing)
    linked = _linked(store, node)
    quads = {quad.triple for quad in store.quads_for_pattern(node, None, None, _DEFAULT)}
    quads.update(_claims_behind(store, node))
    for subject in linked[(page - 1) * PAGE : page * PAGE]:
        quads.update(_linking(store, NamedNode(subject), node))
    quads.update(_labels(store, quads))
    return Document(thing, frozenset(quads), page, max(1, -(-len(linked) // PAGE)))


def _linked(store: Store, node: NamedNode) -> list[str]:
    """Return what points to a thing, or what a named graph tells of, relations first, in one order."""
    pointing = {quad.subject for quad in store.quads_for_pattern(None, None, node, _DEFAULT)}
    held = {quad.subject for quad in store.quads_for_pattern(None, None, None, node)}
    found = (subject.value for subject in pointing | held if isinstance(subject, NamedNode) and subject != node)
    return sorted(found, key=lambda subject: ("/id/cooperation/" not in subject, subject))


def _linking(store: Store, subject: NamedNode, node: NamedNode) -> Iterator[Triple]:
    """Yield what a thing that points here says: all of it when it belongs here, else that it points here."""
    if held := _triples(store, subject, graph=node):
        yield from held
    elif not any(part in subject.value for part in _OWN):
        yield from _triples(store, subject, object_=node)
    else:
        yield from _triples(store, subject)
        # A situation comes with the claim that states it, a claim with its situation, each with the words.
        claims = [quad.subject for quad in store.quads_for_pattern(None, _STATES, subject, _DEFAULT)]
        for claim in claims or [subject]:
            if isinstance(claim, NamedNode):
                yield from _triples(store, claim)
                yield from _claims_behind(store, claim)


def _claims_behind(store: Store, node: NamedNode) -> Iterator[Triple]:
    """Yield what a claim states and rests on."""
    for predicate in (_STATES, _TARGET):
        for quad in store.quads_for_pattern(node, predicate, None, _DEFAULT):
            if isinstance(quad.object, NamedNode):
                yield from _triples(store, quad.object)


def _triples(
    store: Store, subject: NamedNode, object_: NamedNode | None = None, graph: NamedNode | DefaultGraph = _DEFAULT
) -> list[Triple]:
    return [quad.triple for quad in store.quads_for_pattern(subject, None, object_, graph)]


def _labels(store: Store, triples: set[Triple]) -> Iterator[Triple]:
    """Yield the labels of all things named."""
    named = {term for triple in triples for term in (triple.predicate, triple.object) if isinstance(term, NamedNode)}
    for term in named:
        for label in LABELS:
            for quad in store.quads_for_pattern(term, NamedNode(label), None, _DEFAULT):
                yield quad.triple


def _licences(store: Store, graph: NamedNode) -> Iterator[str]:
    """Yield the licence of a named graph: that of its dataset; what was derived is named by its licence."""
    parts = [quad.object for quad in store.quads_for_pattern(graph, _PART_OF, None, _DEFAULT)]
    for part in parts:
        for quad in store.quads_for_pattern(part if isinstance(part, NamedNode) else None, _LICENCE, None, _DEFAULT):
            if isinstance(quad.object, NamedNode):
                yield quad.object.value
    if not parts and "/graph/derived/" in graph.value:
        yield LICENCES.get(graph.value.rpartition("/")[2], "")
