"""What the derived layer holds that SPARQL cannot compute, as N-Triples lines: states, spells, distances, measures."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Final

from lulea_kg.iris import mint
from lulea_kg.measures import Measures, measure
from lulea_kg.spells import Spell
from lulea_kg.statements import parties
from lulea_kg.stores import Store, select
from lulea_kg.terms import MIR, RDF_TYPE, XSD
from lulea_kg.timeline import KnownState

_PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_LAST_LISTED: Final = _PREFIXES + "SELECT ?thing ?last WHERE { ?thing mir:lastListed ?last }"
_COVERED: Final = (
    _PREFIXES + "SELECT ?actor (MAX(?one) AS ?year) WHERE { ?actor mir:coveredInYear ?one } GROUP BY ?actor"
)
_POINTS: Final = (
    _PREFIXES
    + """SELECT ?actor (MIN(?north) AS ?latitude) (MIN(?east) AS ?longitude) WHERE {
  ?actor dct:spatial ?place . ?place mir:latitude ?north ; mir:longitude ?east } GROUP BY ?actor"""
)
_LISTS: Final = (
    _PREFIXES
    + """SELECT DISTINCT ?publisher ?name ?said ?relation WHERE {
  ?phase mir:status mir:listed ; mir:phaseOf ?relation .
  ?claim mir:states ?phase ; mir:modality mir:asserted ; mir:saidAt ?said ; prov:hadPrimarySource ?source .
  ?source dct:publisher ?publisher . ?publisher skos:prefLabel ?name
  FILTER(REGEX(?said, "^[0-9]{4}"))
  MINUS { ?claim mir:withdrawnAt ?withdrawn } }"""
)
_TWINNED: Final = _PREFIXES + "SELECT ?one ?other WHERE { ?one mir:twinnedWith ?other }"
_PROPERTIES: Final = {
    "nodes": "nodeCount",
    "edges": "edgeCount",
    "largest_component": "largestComponent",
    "mean_degree": "meanDegree",
    "maximum_degree": "maximumDegree",
    "triangles": "triangleCount",
    "clustering": "clustering",
    "diameter": "diameter",
    "mean_distance": "meanDistance",
    "assortativity": "assortativity",
}
# The mean radius of the Earth in kilometres, as the International Union of Geodesy and Geophysics gives it.
_RADIUS: Final = 6371.0088


def missing(store: Store) -> dict[str, tuple[date, date]]:
    """Return when a relation was last listed and when a later list that covers both parties left it out.

    A list covers a party under whose name it has rows of its own, and the other one when it names it anywhere.
    """
    listed = {row["thing"]: date.fromisoformat(row["last"]) for row in select(store, _LAST_LISTED)}
    covered = {row["actor"]: int(row["year"]) for row in select(store, _COVERED)}
    found = {}
    for relation, sides in parties(store).items():
        last = listed.get(relation, date.max)
        later = all(listed.get(party, date.min) > last for party in sides)
        if later and any(covered.get(party, 0) > last.year for party in sides):
            found[relation] = last, min(listed[party] for party in sides)
    return found


def state_lines(state: KnownState) -> Iterator[str]:
    """Yield a known state as N-Triples lines."""
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


def spell_lines(spell: Spell) -> Iterator[str]:
    """Yield a spell as N-Triples lines."""
    base, _, key = spell.relation.partition("/id/cooperation/")
    iri = f"{base}/id/situation/{mint('situation', f'spell:{key}')}"
    yield f"<{iri}> <{RDF_TYPE}> <{MIR}Spell> .\n"
    yield f"<{iri}> <{MIR}ofCooperation> <{spell.relation}> .\n"
    yield f"<{iri}> <{MIR}kind> <{MIR}{spell.kind}> .\n"
    if spell.event:
        yield f"<{iri}> <{MIR}endedBy> <{MIR}{spell.event}> .\n"
    bounds = spell.bounds
    begin = ("earliestBegin", bounds.earliest_begin), ("latestBegin", bounds.latest_begin)
    end = ("earliestEnd", bounds.earliest_end), ("latestEnd", bounds.latest_end)
    yield f"<{iri}> <{MIR}interpretedBy> <{MIR}widest-bounds> .\n"
    for name, day in (*begin, *end):
        if day:
            yield f'<{iri}> <{MIR}{name}> "{day}"^^<{XSD}date> .\n'


def distances(store: Store) -> set[str]:
    """Return the distance of the two parties of each relation in whole kilometres, along the great circle."""
    points = {row["actor"]: (float(row["latitude"]), float(row["longitude"])) for row in select(store, _POINTS)}
    return {
        f'<{relation}> <{MIR}distance> "{round(kilometres(points[one], points[other]))}"^^<{XSD}integer> .\n'
        for relation, (one, other) in _pairs(store)
        if one in points and other in points
    }


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points given as latitude and longitude in degrees.

    >>> round(kilometres((65.58, 22.15), (65.58, 22.15)))
    0
    """
    north, east, other_north, other_east = map(radians, (*one, *other))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(half))


def list_measures(store: Store, base: str) -> set[str]:
    """Return the measures of each publisher's lists of a year: what they name, whether it stands or not."""
    pairs = dict(_pairs(store))
    edges: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in select(store, _LISTS):
        if row["relation"] in pairs:
            edges[row["publisher"], row["name"], row["said"][:4]].add(pairs[row["relation"]])
    lines = set[str]()
    for (publisher, name, year), found in sorted(edges.items()):
        key, names = f"list:{publisher.removeprefix(base)}:{year}", [json.dumps(f"{name} {year}", ensure_ascii=False)]
        lines.update(_measured(base, key, year, names, measure(found)))
    return lines


def twin_measures(store: Store, base: str, reference: date) -> set[str]:
    """Return the measures of the network of those who are twinned on the reference date, whoever says so."""
    names = [f'"Twin towns by all sources, {reference}"@en', f'"Vänorter enligt alla källor, {reference}"@sv']
    found = measure((row["one"], row["other"]) for row in select(store, _TWINNED))
    return set(_measured(base, "twinned", str(reference)[:4], names, found))


def _measured(base: str, key: str, year: str, names: Iterable[str], found: Measures | None) -> Iterator[str]:
    if not found:
        return
    iri = f"{base}/id/situation/{mint('situation', f'measurement:{key}')}"
    yield f"<{iri}> <{RDF_TYPE}> <{MIR}NetworkMeasurement> .\n"
    yield f'<{iri}> <{MIR}inYear> "{year}" .\n'
    for name in names:
        yield f"<{iri}> <http://www.w3.org/2000/01/rdf-schema#label> {name} .\n"
    for field in fields(found):
        value = getattr(found, field.name)
        if value is not None:
            yield f"<{iri}> <{MIR}{_PROPERTIES[field.name]}> {_figure(value)} .\n"


def _pairs(store: Store) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the two parties of each relation that has two."""
    for relation, sides in parties(store).items():
        if len(sides) == 2:
            one, other = sorted(sides)
            yield relation, (one, other)


def _figure(value: float) -> str:
    """Return a figure with six decimals at most; one that is whole as an integer, for stores differ in whole decimals.

    >>> _figure(2.0).partition("^^")[0], _figure(0.1126371).partition("^^")[0]
    ('"2"', '"0.112637"')
    """
    rounded = round(value, 6) + 0.0
    if rounded.is_integer():
        return f'"{int(rounded)}"^^<{XSD}integer>'
    return f'"{rounded:.6f}'.rstrip("0") + f'"^^<{XSD}decimal>'
