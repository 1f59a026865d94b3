"""The derived layer: known states from the timeline, then what the CONSTRUCT rules of ontology/rules add.

Derived triples lie in graphs of their own, `{base}/graph/derived/{rule}/{licence}`, never beside claims. Each lies in
the graph of the freest licence under which it already follows, so that a strict one taints only what rests on it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from lulea_kg import files, timeline
from lulea_kg.datasets import LICENCES
from lulea_kg.errors import InputError
from lulea_kg.iris import mint
from lulea_kg.stores import Store
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR, RDF_TYPE, XSD, code
from lulea_kg.timeline import KnownState, Statement
from lulea_kg.times import Bounds

_PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""
_STATEMENTS: Final = (
    _PREFIXES
    + """
SELECT * WHERE {
  GRAPH ?graph {
    ?claim mir:states ?phase ; mir:modality ?modality ; mir:assertedBy ?asserter ; prov:hadPrimarySource ?source .
    ?phase mir:phaseOf ?relation ; mir:status ?status ; mir:kind ?kind .
    FILTER(?modality IN (mir:asserted, mir:announced, mir:denied))
    FILTER NOT EXISTS { ?claim mir:withdrawnAt ?withdrawn }
    OPTIONAL { ?phase mir:earliestBegin ?earliestBegin }
    OPTIONAL { ?phase mir:latestBegin ?latestBegin }
    OPTIONAL { ?phase mir:earliestEnd ?earliestEnd }
    OPTIONAL { ?phase mir:latestEnd ?latestEnd }
    OPTIONAL { ?phase mir:edtf ?edtf }
    OPTIONAL { ?phase mir:decidingBody ?body }
    OPTIONAL { ?claim mir:saidFrom ?saidFrom ; mir:saidTo ?saidTo ; mir:saidAt ?saidAt }
  }
  OPTIONAL { ?source dct:publisher ?publisher ; mir:sourceType ?sourceType }
}"""
)
_PARTIES: Final = _PREFIXES + "SELECT DISTINCT ?relation ?party WHERE { ?relation mir:hasParty ?party }"
_LICENCES: Final = _PREFIXES + (
    "SELECT ?graph ?licence WHERE { GRAPH ?graph { ?graph dct:isPartOf ?dataset } ?dataset dct:license ?licence }"
)
_RECORD_TIMES: Final = _PREFIXES + "SELECT DISTINCT ?day WHERE { ?thing mir:recordedAt|mir:withdrawnAt ?day }"
# Precedence orders and never deletes: a party's decision, a party's own page, its words reported, others, lists.
_LIST_RANKS: Final = {"list": 6, "list-copy": 7}


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
    for level, lines in _known_state_lines(store, licences).items():
        yield put("known-state", level, lines)
    strictest = max(licences.values(), default=0)
    for path in sorted(rules.glob("*.rq")):
        for level, lines in _constructed(store, freer, strictest, files.read_text(path)).items():
            yield put(path.stem.partition("-")[2], level, lines)


def is_derived(graph: str) -> bool:
    """Tell whether a named graph belongs to the derived layer."""
    return "/graph/derived/" in graph


def statements(store: EmbeddedStore) -> Iterator[tuple[Statement, str]]:
    """Yield every claim that makes or denies a state, each with the named graph it stands in."""
    parties: dict[str, set[str]] = defaultdict(set)
    for row in select(store, _PARTIES):
        parties[row["relation"]].add(row["party"])
    for row in select(store, _STATEMENTS):
        since, until = ("" if side == ".." else side for side in _sides(row.get("edtf", "")))
        asserter = row["asserter"]
        yield (
            Statement(
                claim=row["claim"],
                relation=row["relation"],
                status=code(row["status"]),
                kind=code(row["kind"]),
                bounds=Bounds(
                    *(_day(row.get(n)) for n in ("earliestBegin", "latestBegin", "earliestEnd", "latestEnd"))
                ),
                source=row["source"],
                asserter="" if asserter == MIR + "unknown" else asserter,
                said=_said(row),
                said_at=row.get("saidAt", ""),
                since=since,
                until=until,
                denied=row["modality"] == MIR + "denied",
                decision="body" in row,
                rank=_rank(row, parties[row["relation"]]),
            ),
            row["graph"],
        )


def select(store: Store, sparql: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT query as plain text by variable."""
    for binding in json.loads(store.query(sparql))["results"]["bindings"]:
        yield {name: value["value"] for name, value in binding.items()}


def _sides(edtf: str) -> tuple[str, str]:
    since, _, until = edtf.partition("/")
    return since, until


def _rank(row: dict[str, str], parties: set[str]) -> int:
    source_type = code(row.get("sourceType", ""))
    if source_type in _LIST_RANKS and row.get("publisher") not in parties:
        return _LIST_RANKS[source_type]
    if row["asserter"] in parties and "body" in row:
        return 1
    if row.get("publisher") in parties:
        return 2
    return 3 if row["asserter"] in parties else 4


def _said(row: dict[str, str]) -> tuple[date, date] | None:
    first, last = _day(row.get("saidFrom")), _day(row.get("saidTo"))
    return (first, last) if first and last else None


def _known_state_lines(store: EmbeddedStore, licences: dict[str, int]) -> dict[int, list[str]]:
    found = list(statements(store))
    levels = {statement.claim: licences.get(graph, 0) for statement, graph in found}
    lines: dict[int, list[str]] = defaultdict(list)
    for state in timeline.known_states(statement for statement, _ in found):
        lines[max(levels[claim] for claim in state.supported_by)] += _state_lines(state)
    return lines


def _state_lines(state: KnownState) -> Iterator[str]:
    base, _, key = state.relation.partition("/id/cooperation/")
    iri = f"{base}/id/situation/{mint('situation', f'state:{key}:{state.status}:{state.first}')}"
    facts: list[tuple[str, str]] = [
        ("ofCooperation", f"<{state.relation}>"),
        ("status", f"<{MIR}{state.status}>"),
        ("kind", f"<{MIR}{state.kind}>"),
        ("from", f'"{state.first}"^^<{XSD}date>'),
        ("grade", f"<{MIR}{state.grade}>"),
        ("disputed", f'"{str(state.disputed).lower()}"^^<{XSD}boolean>'),
        ("bestSupport", f"<{state.best_support}>"),
        *(("supportedBy", f"<{claim}>") for claim in state.supported_by),
        *(("namedKind", f"<{MIR}{kind}>") for kind in state.named_kinds),
    ]
    if state.last:
        facts.append(("to", f'"{state.last}"^^<{XSD}date>'))
    texts = (("lastConfirmed", state.last_confirmed), ("since", state.since), ("until", state.until))
    facts += [(name, json.dumps(text)) for name, text in texts if text]
    yield f"<{iri}> <{RDF_TYPE}> <{MIR}KnownState> .\n"
    for name, value in facts:
        yield f"<{iri}> <{MIR}{name}> {value} .\n"


def _freer_stores(store: EmbeddedStore, licences: dict[str, int]) -> dict[int, EmbeddedStore]:
    """Return, for each licence but the strictest that occurs, a store of what is under it or a freer one."""
    stores: dict[int, EmbeddedStore] = {}
    for level in sorted(set(licences.values()) | {0})[:-1]:
        stores[level] = EmbeddedStore()
        for graph in store.graphs():
            if licences.get(graph, 0) <= level:
                stores[level].add(graph, store.content(graph))
    return stores


def _constructed(
    store: EmbeddedStore, freer: dict[int, EmbeddedStore], strictest: int, rule: str
) -> dict[int, list[str]]:
    """Return what a rule yields, each triple under the freest licence whose graphs alone already give it."""
    try:
        left = _lines(store.query(rule))
        found: dict[int, list[str]] = {}
        for level, holder in sorted(freer.items()):
            lines = left & _lines(holder.query(rule)) if left else set()
            found[level] = sorted(lines)
            left -= lines
        found[strictest] = sorted(left)
        return {level: lines for level, lines in found.items() if lines}
    except InputError as error:
        raise InputError("bad-rule", found=str(error)) from error


def _lines(ntriples: bytes) -> set[str]:
    return set(ntriples.decode().splitlines(keepends=True))


def _graph_licences(store: EmbeddedStore) -> dict[str, int]:
    """Return the licence of each source and dataset graph as its place in LICENCES, freest first."""
    order = {iri: level for level, iri in enumerate(LICENCES.values())}
    return {row["graph"]: order.get(row["licence"], len(order) - 1) for row in select(store, _LICENCES)}


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
