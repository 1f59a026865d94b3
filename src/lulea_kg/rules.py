"""The derived layer: known states from the timeline, what the CONSTRUCT rules of ontology/rules add, what is computed.

Derived triples lie in graphs of their own, `{base}/graph/derived/{rule}/{licence}`, never beside claims. Each lies in
the graph of the freest licence under which it already follows, so that a strict one taints only what rests on it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from lulea_kg import computed, files, spells, timeline
from lulea_kg.datasets import LICENCES
from lulea_kg.errors import InputError
from lulea_kg.iris import mint
from lulea_kg.statements import statements
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR, XSD

_PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mir: <https://w3id.org/munirel/def/>
"""
_LICENCES: Final = _PREFIXES + (
    "SELECT ?graph ?licence WHERE { GRAPH ?graph { ?graph dct:isPartOf ?dataset } ?dataset dct:license ?licence }"
)
_RECORD_TIMES: Final = _PREFIXES + "SELECT DISTINCT ?day WHERE { ?thing mir:recordedAt|mir:withdrawnAt ?day }"


def reference_date(store: EmbeddedStore, until: date | None = None) -> date:
    """Return the newest record time in the store (not after `until`): the day every answer is about by default."""
    days = [date.fromisoformat(row["day"]) for row in select(store, _RECORD_TIMES)]
    return max((day for day in days if until is None or day <= until), default=until or date.min)


def derive(store: EmbeddedStore, base: str, rules: Path, reference: date) -> Iterator[tuple[str, list[str]]]:
    """Replace the derived layer of `store` under `base`: known states, then each rule of the folder by file name.

    Yields every graph that was put, with its N-Triples lines; what is not asked for is not derived.
    """
    for graph in [graph for graph in store.graphs() if is_derived(graph)]:
        store.delete(graph)
    licences = _graph_licences(store)
    freer = _freer_stores(store, licences)

    def put(rule: str, level: int, lines: list[str]) -> tuple[str, list[str]]:
        graph = f"{base}/graph/derived/{rule}/{list(LICENCES)[level]}"
        content = "".join(lines).encode()
        for holder in [store, *(holder for allowed, holder in freer.items() if level <= allowed)]:
            holder.add(graph, content)
        return graph, lines

    stamp = f'<{base}/id/dataset/{mint("dataset", "release")}> <{MIR}referenceDate> "{reference}"^^<{XSD}date> .\n'
    yield put("reference-date", 0, [stamp])
    found = list(statements(store))
    states = list(timeline.known_states(statement for statement, _ in found))
    levels = {statement.claim: licences.get(graph, 0) for statement, graph in found}
    for level, lines in _by_level(((s.supported_by, computed.state_lines(s)) for s in states), levels).items():
        yield put("known-state", level, lines)
    strictest = max(licences.values(), default=0)
    freest = partial(_freest, store, freer, strictest)
    for path in sorted(rules.glob("*.rq")):
        for level, lines in freest(partial(_constructed, files.read_text(path))).items():
            yield put(path.stem.partition("-")[2], level, lines)
    spells_ = spells.spells((statement for statement, _ in found), states, computed.missing(store), reference)
    for level, lines in _by_level(((s.claims, computed.spell_lines(s)) for s in spells_), levels).items():
        yield put("spell", level, lines)
    for level, lines in freest(computed.distances).items():
        yield put("distance", level, lines)
    for level, lines in freest(partial(computed.list_measures, base=base)).items():
        yield put("network-measurement", level, lines)
    # What all sources together give rests on the strictest.
    if lines := sorted(computed.twin_measures(store, base, reference)):
        yield put("network-measurement", strictest, lines)


def is_derived(graph: str) -> bool:
    """Tell whether a named graph belongs to the derived layer."""
    return "/graph/derived/" in graph


def _by_level(told: Iterable[tuple[Iterable[str], Iterable[str]]], levels: dict[str, int]) -> dict[int, list[str]]:
    """Return lines by the strictest licence of the claims that they rest on, given as claims and lines."""
    found: dict[int, list[str]] = defaultdict(list)
    for claims, lines in told:
        found[max(levels[claim] for claim in claims)] += lines
    return found


def _freer_stores(store: EmbeddedStore, licences: dict[str, int]) -> dict[int, EmbeddedStore]:
    """Return, for each licence but the strictest that occurs, a store of what is under it or a freer one."""
    stores: dict[int, EmbeddedStore] = {}
    for level in sorted(set(licences.values()) | {0})[:-1]:
        stores[level] = EmbeddedStore()
        for graph in store.graphs():
            if licences.get(graph, 0) <= level:
                stores[level].add(graph, store.content(graph))
    return stores


def _freest(
    store: EmbeddedStore, freer: dict[int, EmbeddedStore], strictest: int, make: Callable[[EmbeddedStore], set[str]]
) -> dict[int, list[str]]:
    """Return what `make` yields, each triple under the freest licence whose graphs alone already give it."""
    left = make(store)
    found: dict[int, list[str]] = {}
    for level, holder in sorted(freer.items()):
        lines = left & make(holder) if left else set()
        found[level] = sorted(lines)
        left -= lines
    found[strictest] = sorted(left)
    return {level: lines for level, lines in found.items() if lines}


def _constructed(rule: str, store: EmbeddedStore) -> set[str]:
    try:
        return set(store.query(rule).decode().splitlines(keepends=True))
    except InputError as error:
        raise InputError("bad-rule", found=str(error)) from error


def _graph_licences(store: EmbeddedStore) -> dict[str, int]:
    """Return the licence of each source and dataset graph as its place in LICENCES, freest first."""
    order = {iri: level for level, iri in enumerate(LICENCES.values())}
    return {row["graph"]: order.get(row["licence"], len(order) - 1) for row in select(store, _LICENCES)}
