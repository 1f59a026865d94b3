"""Claims of states, read from the store as the statements that grades are decided by."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final

from lulea_kg.stores import Store, select
from lulea_kg.terms import MIR, code
from lulea_kg.timeline import Statement
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
# Precedence orders and never deletes: a party's decision, a party's own page, its words reported, others, lists.
_LIST_RANKS: Final = {"list": 6, "list-copy": 7}


def parties(store: Store) -> dict[str, set[str]]:
    """Return the parties of each relation."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in select(store, _PARTIES):
        found[row["relation"]].add(row["party"])
    return found


def statements(store: Store) -> Iterator[tuple[Statement, str]]:
    """Yield every claim that makes or denies a state, each with the named graph it stands in."""
    of_relation = parties(store)
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
                rank=_rank(row, of_relation[row["relation"]]),
            ),
            row["graph"],
        )


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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
