"""The tables of a release: what each holds, what its columns mean, and its rows."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lulea_kg.exports.columns import Column, Words, columns
from lulea_kg.exports.network import AXES, TWINNING, Network, Relation, joined, licence_of_graphs
from lulea_kg.exports.tables import Cell
from lulea_kg.stores import Store, select
from lulea_kg.terms import MIR, code

_HEAD: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_SOURCES: Final = (
    _HEAD
    + """SELECT ?graph ?source ?key ?title ?type ?publisher ?published ?retrievedAt ?language ?url
  ?archivedAt ?licence WHERE { GRAPH ?graph {
  ?source a mir:Source ; dct:identifier ?key ; dct:title ?title .
  OPTIONAL { ?source mir:sourceType ?type } OPTIONAL { ?source dct:publisher ?publisher }
  OPTIONAL { ?source mir:published ?published } OPTIONAL { ?source mir:retrievedAt ?retrievedAt }
  OPTIONAL { ?source dct:language ?language } OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?source mir:archivedAt ?archivedAt } OPTIONAL { ?source dct:license ?licence }
} }"""
)
# One named graph at a time, so that however many claims there are, those of one source are in memory; and without
# OPTIONAL, of which thirty in one query cost the library ten times as much.
_CLAIMS: Final = (
    "SELECT ?claim ?property ?value WHERE { GRAPH <%s> { ?claim a mir:Claim ; ?property ?value } }",
    "SELECT ?claim ?property ?value WHERE { GRAPH <%s> { ?claim mir:states ?about . ?about ?property ?value } }",
    "SELECT ?claim ?property ?value WHERE { GRAPH <%s> { ?claim oa:hasTarget ?about . ?about ?property ?value } }",
)


@dataclass(frozen=True)
class Table:
    """A table of a release; `rows` come sorted, `key` are the columns that tell rows apart."""

    name: str
    title: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Store, Network], Iterable[list[Cell]]]


def _actors(_: Store, held: Network) -> Iterator[list[Cell]]:
    for a in held.actors.values():
        yield [a.iri, a.key, a.name, a.type, a.country, a.longitude, a.latitude, a.successor, a.licence]


def _cooperations(_: Store, held: Network) -> Iterator[list[Cell]]:
    for r in held.relations.values():
        parties = " – ".join(party.name for party in r.parties)
        yield [r.iri, parties, r.territory, r.family, *_told(r), " ".join(party.iri for party in r.parties)]


def _twin_towns(_: Store, held: Network) -> Iterator[list[Cell]]:
    authorities = ("municipality", "local-authority")
    found = [
        (own, town, relation)
        for relation in held.relations.values()
        if any(TWINNING.intersection(state.kinds) for state in relation.states)
        for one, other in relation.pairs()
        for own, town in ((one, other), (other, one))
        if own.type in authorities
    ]
    for own, town, relation in sorted(found, key=lambda row: (row[0].name, row[1].name, row[0].iri, row[2].iri)):
        yield [own.name, own.country, town.name, town.country, *_told(relation), own.iri, town.iri, relation.iri]


def _told(relation: Relation) -> list[Cell]:
    """Return what is told of a relation on the reference date, as the columns of _TOLD."""
    standing = [state for state in relation.current if state.axis == "standing"]
    return [
        " / ".join(relation.kinds),
        *(relation.on(axis) for axis in AXES),
        joined(state.since for state in standing),
        joined(state.until for state in standing),
        joined(state.grade for state in standing),
        joined(state.last_confirmed for state in relation.current if state.axis in ("standing", "listing")),
        any(state.disputed for state in relation.current),
        relation.reciprocity,
        relation.licence,
    ]


def _states(_: Store, held: Network) -> Iterator[list[Cell]]:
    for r in held.relations.values():
        for s in r.states:
            kinds = " / ".join(s.kinds)
            yield [s.iri, r.iri, kinds, s.axis, s.status, s.from_, s.to, s.since, s.until, s.grade, s.disputed,
                   s.last_confirmed, s.licence]  # fmt: skip


def _sources(store: Store, held: Network) -> Iterator[list[Cell]]:
    licences = licence_of_graphs(store)
    found: dict[str, dict[str, str]] = {}
    for row in sorted(select(store, _SOURCES), key=lambda row: sorted(row.items())):
        if "/graph/derived/" not in row["graph"]:
            found.setdefault(row["source"], row)
    for iri, row in sorted(found.items()):
        publisher = held.actors.get(row.get("publisher", ""))
        yield [iri, row["key"], row["title"], code(row.get("type", "")), publisher.name if publisher else "",
               *(row.get(name, "") for name in ("published", "retrievedAt", "language", "url", "archivedAt")),
               row.get("licence", ""), licences.get(row["graph"], "")]  # fmt: skip


def _claims(store: Store, held: Network) -> Iterator[list[Cell]]:
    licences = licence_of_graphs(store)
    for graph in store.graphs():
        if "/graph/derived/" in graph or graph.endswith("/graph/ontology"):
            continue
        gathered: dict[str, dict[str, set[str]]] = {}
        for query in _CLAIMS:
            for row in select(store, _HEAD + query % graph):
                values = gathered.setdefault(row["claim"], {})
                values.setdefault(re.split("[/#]", row["property"])[-1], set()).add(row["value"])
        for iri, values in sorted(gathered.items()):
            yield _claim(iri, values, held, licences.get(graph, ""))


def _claim(iri: str, values: dict[str, set[str]], held: Network, licence: str) -> list[Cell]:
    def text(name: str) -> str:
        return " | ".join(sorted(values.get(name, ()), key=lambda value: (len(value), value)))

    def coded(name: str) -> str:
        return joined(map(code, values.get(name, ())))

    relation, asserter = held.relations.get(text("phaseOf")), held.actors.get(text("assertedBy"))
    types = {code(type_) for type_ in values.get("type", ()) if type_.startswith(MIR)} - {"Claim"}
    parties = " – ".join(party.name for party in relation.parties) if relation else ""
    return [
        iri, joined(types), parties,
        relation.territory if relation else "", coded("kind"), coded("status"), coded("modality"),
        asserter.name if asserter else coded("assertedBy"),
        *map(text, ("statedText", "edtf", "earliestBegin", "latestBegin", "earliestEnd", "latestEnd")),
        *map(text, ("decidingBody", "initiator", "reason")), *map(coded, ("basis", "inference", "method")),
        text("confidence"), text("saidAt"), coded("evidenceKind"),
        *map(text, ("exact", "file", "row", "column", "recordedAt", "recordedBy", "withdrawnAt")),
        *map(text, ("withdrawnReason", "note")), licence, *map(text, ("phaseOf", "hadPrimarySource", "assertedBy")),
    ]  # fmt: skip


_TOLD: Final = ("kinds", *AXES, "since", "until", "grade", "lastConfirmed", "disputed", "reciprocity", "licence")
TABLES: Final = (
    Table(
        "actors",
        ("Actors", "Aktörer"),
        columns(
            ("iri", "key", "name", "type", "country", "longitude", "latitude", "successorIri", "licence"),
        ),
        ("iri",),
        _actors,
    ),
    Table(
        "claims",
        ("Claims", "Påståenden"),
        columns(
            (
                *("claimIri", "situation", "parties", "territory", "kind", "status", "modality", "assertedBy"),
                *("statedText", "edtf", "earliestBegin", "latestBegin", "earliestEnd", "latestEnd"),
                *("decidingBody", "initiator", "reason", "basis", "inference", "method", "confidence", "saidAt"),
                *("evidenceKind", "phrase", "file", "row", "column", "recordedAt", "recordedBy", "withdrawnAt"),
                *("withdrawnReason", "note", "licence", "relationIri", "sourceIri", "assertedByIri"),
            )
        ),
        ("claimIri",),
        _claims,
    ),
    Table(
        "cooperations",
        ("Cooperations", "Samarbeten"),
        columns(("relationIri", "parties", "territory", "family", *_TOLD, "partyIris")),
        ("relationIri",),
        _cooperations,
    ),
    Table(
        "sources",
        ("Sources", "Källor"),
        columns(
            (
                *("iri", "key", "title", "type", "publisher", "published", "retrievedAt", "language", "url"),
                *("archivedAt", "sourceLicence", "licence"),
            )
        ),
        ("iri",),
        _sources,
    ),
    Table(
        "states",
        ("Known states", "Kända tillstånd"),
        columns(
            (
                *("iri", "relationIri", "kinds", "axis", "status", "from", "to", "since", "until", "grade"),
                *("disputed", "lastConfirmed", "licence"),
            )
        ),
        ("iri",),
        _states,
    ),
    Table(
        "twin-towns",
        ("Twin towns", "Vänorter"),
        columns(
            (
                *("municipality", "municipalityCountry", "town", "townCountry", *_TOLD),
                *("municipalityIri", "townIri", "relationIri"),
            )
        ),
        ("municipalityIri", "townIri", "relationIri"),
        _twin_towns,
    ),
)
