"""What surrounds a thing: its relations with all that is said of them, so that a view need not hold the whole graph."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from lulea_kg.documents import LABELS
from lulea_kg.errors import LimitReached
from lulea_kg.rules import is_derived
from lulea_kg.terms import DCT, MIR, OA, PROV, RDF_TYPE

# Relations of one thing that a view is made for.
MOST_RELATIONS: Final = 400
_MOST_TOLD: Final = 10_000
_PARTY, _PHASE, _STATES = (NamedNode(MIR + name) for name in ("hasParty", "phaseOf", "states"))
_TARGET, _SOURCE = NamedNode(OA + "hasTarget"), NamedNode(PROV + "hadPrimarySource")
_WHOLES: Final = (NamedNode(DCT + "spatial"), NamedNode(DCT + "isPartOf"))
_AREAS: Final = NamedNode(MIR + "AreaMembership")
_DEFAULT: Final = DefaultGraph()


def around(store: Store, thing: str, base: str) -> Iterator[Quad]:
    """Yield the quads, nothing derived, that tell of a thing and its relations, with claims, sources and places.

    `base` is that of the release, whose ontology comes along. Raises LimitReached for a thing of too many relations.
    """
    node = NamedNode(thing)
    claims = [node, *_subjects(store, _SOURCE, node)]
    situations = [node, *(situation for claim in claims for situation in _values(store, claim, (_STATES,)))]
    spoken_of = (relation for situation in situations for relation in _values(store, situation, (_PHASE,)))
    relations = {node, *_subjects(store, _PARTY, node), *spoken_of}
    if len(relations) > MOST_RELATIONS:
        raise LimitReached("view-too-large", found=len(relations) - 1, limit=MOST_RELATIONS)
    told = {subject for relation in relations for subject in _subjects(store, None, relation)}
    if len(told) > _MOST_TOLD:
        raise LimitReached("view-too-large", found=len(told), limit=_MOST_TOLD)
    stating = told | {claim for subject in told for claim in _subjects(store, _STATES, subject)}
    stated = {value for claim in stating for value in _values(store, claim, (_STATES, _TARGET, _SOURCE))}
    parties = {party for relation in relations for party in _values(store, relation, (_PARTY,))}
    nodes = _with_wholes(store, {*relations, *stating, *stated, *parties})
    nodes |= set(_subjects(store, NamedNode(RDF_TYPE), _AREAS))
    graphs, named = set[NamedNode](), set[NamedNode]()
    for quad in _stated(store, nodes):
        graphs.update([quad.graph_name] if isinstance(quad.graph_name, NamedNode) else [])
        named.update([quad.object] if isinstance(quad.object, NamedNode) else [])
        yield quad
    # Which datasets the graphs are part of, and what everything named is called.
    datasets = {dataset for graph in graphs for dataset in _values(store, graph, (NamedNode(DCT + "isPartOf"),))}
    yield from _stated(store, {*graphs, *datasets})
    for label in LABELS:
        yield from _stated(store, named - nodes, NamedNode(label))
    yield from store.quads_for_pattern(None, None, None, NamedNode(f"{base}/graph/ontology"))


def _stated(store: Store, subjects: Iterable[NamedNode], predicate: NamedNode | None = None) -> Iterator[Quad]:
    """Yield what named graphs say of things, nothing derived."""
    for subject in subjects:
        for quad in store.quads_for_pattern(subject, predicate, None, None):
            if isinstance(quad.graph_name, NamedNode) and not is_derived(quad.graph_name.value):
                yield quad


def _with_wholes(store: Store, nodes: set[NamedNode]) -> set[NamedNode]:
    """Return nodes with the places that they lie in, countries among them."""
    found, left = set(nodes), list(nodes)
    while left:
        for whole in _values(store, left.pop(), _WHOLES):
            if whole not in found:
                found.add(whole)
                left.append(whole)
    return found


def _subjects(store: Store, predicate: NamedNode | None, node: NamedNode) -> list[NamedNode]:
    quads = store.quads_for_pattern(None, predicate, node, _DEFAULT)
    return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]


def _values(store: Store, node: NamedNode, predicates: Iterable[NamedNode]) -> list[NamedNode]:
    return [
        quad.object
        for predicate in predicates
        for quad in store.quads_for_pattern(node, predicate, None, _DEFAULT)
        if isinstance(quad.object, NamedNode)
    ]
