"""The document of a thing: what is said of it, the claims and evidence behind that, and the labels of what it names.

What links to a thing, or what a named graph holds, may be much: it comes in pages, in one order, so that a page stays
small whatever the thing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store, Triple, serialize

from lulea_kg.datasets import LICENCES
from lulea_kg.terms import DCT, MIR, OA, SKOS

# Things that point here on one page.
PAGE: Final = 100
LABELS: Final = (SKOS + "prefLabel", DCT + "title", "http://www.w3.org/2000/01/rdf-schema#label")
_LABELS: Final = tuple(map(NamedNode, LABELS))
_STATES, _TARGET, _LICENCE = NamedNode(MIR + "states"), NamedNode(OA + "hasTarget"), NamedNode(DCT + "license")
_PART_OF: Final = NamedNode(DCT + "isPartOf")
_DEFAULT: Final = DefaultGraph()
# What belongs to the thing it points to, and comes with all that it says.
_OWN: Final = ("/id/claim/", "/id/situation/", "/id/cooperation/", MIR)
# What is remembered of a release: labels of terms and countries, and how much there is to tell of things.
_MOST_TERMS, _MOST_THINGS = 5_000, 20_000


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


class Documents:
    """The documents of all things of a release. A store that is read only, for what it tells is remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._terms: dict[NamedNode, tuple[Triple, ...]] = {}
        self._things: dict[tuple[str, int], About | None] = {}

    def about(self, thing: str, page: int = 1) -> About | None:
        """Return how many pages tell of a thing, and the licences of one; None when nothing is said of it."""
        try:
            return self._things[thing, page]
        except KeyError:
            told = self._about(NamedNode(thing), page)
        # Several threads may ask: what one has worked out is its answer, whatever another forgets.
        if len(self._things) >= _MOST_THINGS:
            self._things.clear()
        self._things[thing, page] = told
        return told

    def document(self, thing: str, page: int = 1) -> Document:
        """Return a page of the document of a thing; the page after the last is empty."""
        node = NamedNode(thing)
        linked = self._linked(node)
        triples = set(self._triples(node))
        triples.update(self._claims_behind(node))
        is_graph = self._store.contains_named_graph(node)
        for subject in linked[(page - 1) * PAGE : page * PAGE]:
            triples.update(self._linking(NamedNode(subject), node, is_graph=is_graph))
        triples.update(self._labels(triples))
        return Document(thing, frozenset(triples), page, _pages(linked))

    def label(self, thing: str, lang: str) -> str:
        """Return the label of a thing in a language, or in none; "" when it has neither."""
        said = {
            triple.object.language or "": triple.object.value
            for triple in self._label(NamedNode(thing))
            if isinstance(triple.object, Literal)
        }
        return said.get(lang) or said.get("", "")

    def values(self, thing: str, predicate: str) -> list[str]:
        """Return the values of a property of a thing, sorted."""
        quads = self._store.quads_for_pattern(NamedNode(thing), NamedNode(predicate), None, _DEFAULT)
        return sorted(quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal))

    def subjects(self, predicate: str, thing: str) -> list[str]:
        """Return what points to a thing by a property, sorted."""
        quads = self._store.quads_for_pattern(None, NamedNode(predicate), NamedNode(thing), _DEFAULT)
        return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))

    def _about(self, node: NamedNode, page: int) -> About | None:
        linked = self._linked(node)
        graphs = self._graphs(node)
        if not graphs and not linked:
            return None
        if self._store.contains_named_graph(node):
            graphs.add(node)
        for subject in linked[(page - 1) * PAGE : page * PAGE]:
            graphs |= self._graphs(NamedNode(subject))
        licences = (licence for graph in graphs for licence in self._licences(graph))
        return About(_pages(linked), tuple(sorted(set(licences))))

    def _graphs(self, node: NamedNode) -> set[NamedNode]:
        """Return the named graphs that say something of a thing."""
        found = (quad.graph_name for quad in self._store.quads_for_pattern(node, None, None, None))
        return {graph for graph in found if isinstance(graph, NamedNode)}

    def _linked(self, node: NamedNode) -> list[str]:
        """Return what points to a thing, or what a named graph tells of, relations first, in one order."""
        found: set[NamedNode | BlankNode | Triple] = set()
        for quad in self._store.quads_for_pattern(None, None, node, _DEFAULT):
            found.add(quad.subject)
        for quad in self._store.quads_for_pattern(None, None, None, node):
            found.add(quad.subject)
        named = (subject.value for subject in found if isinstance(subject, NamedNode) and subject != node)
        return sorted(named, key=lambda subject: ("/id/cooperation/" not in subject, subject))

    def _linking(self, subject: NamedNode, node: NamedNode, *, is_graph: bool) -> Iterator[Triple]:
        """Yield what a thing that points here says: all of it when it belongs here, else that it points here."""
        if is_graph:
            yield from self._triples(subject, graph=node)
        elif not any(part in subject.value for part in _OWN):
            yield from self._triples(subject, object_=node)
        else:
            yield from self._triples(subject)
            # A situation comes with the claim that states it, a claim with its situation, each with the words.
            claims = [quad.subject for quad in self._store.quads_for_pattern(None, _STATES, subject, _DEFAULT)]
            for claim in claims or [subject]:
                if isinstance(claim, NamedNode):
                    yield from self._triples(claim)
                    yield from self._claims_behind(claim)

    def _claims_behind(self, node: NamedNode) -> Iterator[Triple]:
        """Yield what a claim states and rests on."""
        for predicate in (_STATES, _TARGET):
            for quad in self._store.quads_for_pattern(node, predicate, None, _DEFAULT):
                if isinstance(quad.object, NamedNode):
                    yield from self._triples(quad.object)

    def _triples(
        self, subject: NamedNode, object_: NamedNode | None = None, graph: NamedNode | DefaultGraph = _DEFAULT
    ) -> list[Triple]:
        return [quad.triple for quad in self._store.quads_for_pattern(subject, None, object_, graph)]

    def _labels(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Yield the labels of all things named; those of terms are remembered, for they come again and again."""
        named = {
            part for triple in triples for part in (triple.predicate, triple.object) if isinstance(part, NamedNode)
        }
        for term in named:
            labels = self._terms.get(term)
            if labels is None:
                labels = tuple(self._label(term))
                if "/id/" not in term.value and len(self._terms) < _MOST_TERMS:
                    self._terms[term] = labels
            yield from labels

    def _label(self, term: NamedNode) -> Iterator[Triple]:
        for label in _LABELS:
            for quad in self._store.quads_for_pattern(term, label, None, _DEFAULT):
                yield quad.triple

    def _licences(self, graph: NamedNode) -> Iterator[str]:
        """Yield the licence of a named graph: that of its dataset; what was derived is named by its licence."""
        parts = self.values(graph.value, _PART_OF.value)
        for part in parts:
            yield from self.values(part, _LICENCE.value)
        if not parts and "/graph/derived/" in graph.value:
            yield LICENCES.get(graph.value.rpartition("/")[2], "")


def _pages(linked: list[str]) -> int:
    return max(1, -(-len(linked) // PAGE))
