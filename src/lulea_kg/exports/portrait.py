"""Everything known of an actor, written for a person at a terminal: states, certainty, who says so, in which words."""

from collections.abc import Iterator
from typing import Final

from lulea_kg.exports.prose import Prose, Row
from lulea_kg.terms import MIR, code

_STATES: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?relation ?axis ?status ?kind ?family ?twin ?grade ?since ?until ?lastConfirmed ?disputed ?claim ?partner
  ?country (COUNT(DISTINCT ?support) AS ?count)
WHERE {
  VALUES ?day { "%(day)s"^^xsd:date }
  ?relation mir:hasParty <%(thing)s> .
  ?state mir:ofCooperation ?relation ; mir:status ?statusIri ; mir:kind ?kindIri ; mir:from ?from ;
    mir:grade/skos:notation ?grade ; mir:disputed ?disputed ; mir:bestSupport ?claim .
  OPTIONAL { ?state mir:to ?to }
  FILTER(?from <= ?day && (!BOUND(?to) || ?day <= ?to))
  ?statusIri skos:notation ?status ; skos:inScheme ?axis .
  ?kindIri skos:notation ?kind ; skos:broader/skos:notation ?family .
  BIND(EXISTS { ?state mir:namedKind mir:twin-town } AS ?twin)
  OPTIONAL { ?relation mir:hasParty ?other . FILTER(?other != <%(thing)s>) ?other skos:prefLabel ?partner
             OPTIONAL { ?other mir:inCountry ?in } }
  OPTIONAL { ?relation mir:counterpartTerritory ?territory }
  BIND(STRAFTER(STR(COALESCE(?in, ?territory)), "/country/") AS ?country)
  OPTIONAL { ?state mir:since ?since }
  OPTIONAL { ?state mir:until ?until }
  OPTIONAL { ?state mir:lastConfirmed ?lastConfirmed }
  ?state mir:supportedBy ?support .
} GROUP BY ?relation ?axis ?status ?kind ?family ?twin ?grade ?since ?until ?lastConfirmed ?disputed ?claim ?partner
  ?country"""
_COUNTS: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?source) AS ?sources) WHERE {
  ?claim mir:states/mir:phaseOf/mir:hasParty <%s> ; prov:hadPrimarySource ?source .
  FILTER NOT EXISTS { ?claim mir:withdrawnAt ?withdrawn }
}"""
_AXES: Final = [f"{MIR}{name}Scheme" for name in ("Standing", "Activity", "Priority", "Listing")]


def portrait(p: Prose, thing: str, as_of: str) -> Iterator[str]:
    """Yield what is known of the actor `thing` on a day, line by line, below its head."""
    key, lang = {"municipality": code(thing)}, p.lang
    yield p.text("as-of", day=as_of)
    states = p.rows(_STATES % {"thing": thing, "day": as_of})
    spells = p.kg.ask("states", key).records()
    yield from _relations(p, states)
    yield from p.section("earlier", _earlier(p, spells, {state["relation"] for state in states}, as_of))
    yield from p.section("focus", _focus(p, p.kg.ask("focus-areas", key, lang).records()))
    yield from p.section("principles", _principles(p, p.kg.ask("principles", key, lang).records()))
    yield from p.section("plans", _plans(p, p.kg.ask("plan-stages", key, lang).records()))
    yield from p.section("events", _events(p, p.kg.ask("events", key, lang).records()))
    yield from p.section("disputed", _disputes(p, spells))
    searches = p.kg.ask("searches", key, lang).records()
    yield from p.section("searches", [f"{s['soughtFor']} ({s['searchedOn']}; {s['searchedIn']})" for s in searches])
    yield from p.section("sources", [*p.sources(), p.text("source-count", **p.rows(_COUNTS % thing)[0])])


def _relations(p: Prose, states: list[Row]) -> Iterator[str]:
    """Yield the relations under three headings, each with its states; one twinning state makes it a twinning."""
    claims = p.claims(state["claim"] for state in states)
    relations: dict[str, list[Row]] = {}
    for state in sorted(states, key=lambda s: (_AXES.index(s["axis"]), s["status"])):
        relations.setdefault(state["relation"], []).append(state)
    sections: dict[str, list[tuple[str, list[Row]]]] = {"twin-towns": [], "cooperations": [], "networks": []}
    for found in relations.values():
        twin = any(state["twin"] == "true" for state in found)
        name = "networks" if found[0]["family"] == "network" else "twin-towns" if twin else "cooperations"
        sections[name].append((_partner(p, found[0]), found))
    for name, members in sections.items():
        if members:
            yield from ("", p.bold(p.text(name)))
        for partner, found in sorted(members, key=lambda member: member[0]):
            for number, state in enumerate(found):
                kind = [] if name == "twin-towns" or number else [p.label(state["kind"])]
                words = " · ".join([*kind, *_state(p, state)])
                yield from p.wrapped(f"{partner}: {words}" if not number else words, 2 if not number else 4, 4)
                yield from p.wrapped(p.cited(claims[state["claim"]], int(state["count"])), 6)


def _partner(p: Prose, state: Row) -> str:
    country = p.label(state["country"]) if state.get("country") else ""
    if "partner" not in state:
        return f"{country} ({p.text('no-partner')})"
    return f"{state['partner']}, {country}" if country else str(state["partner"])


def _state(p: Prose, state: Row) -> list[str]:
    words = p.label(state["status"])
    for side in ("since", "until"):
        if side in state:
            words += f" {p.text(side)} {p.when(state[side])}"
    return [words, p.grade(state), *([p.text("disputed-mark")] if state["disputed"] == "true" else [])]


def _focus(p: Prose, rows: list[Row]) -> Iterator[str]:
    declarations: dict[str, list[Row]] = {}
    for row in rows:
        declarations.setdefault(row["claimIri"], []).append(row)
    claims = p.claims(declarations)
    for iri, found in declarations.items():
        first = found[0]
        areas = ", ".join(p.label(row["area"]) for row in found)
        who = ", ".join(filter(None, [p.label(first["modality"]), first["assertedBy"], first["proposedIn"]]))
        yield f"{areas} ({p.label(first['ranking'])}; {who}) {p.cited(claims[iri])}"


def _principles(p: Prose, rows: list[Row]) -> Iterator[str]:
    claims = p.claims(row["claimIri"] for row in rows)
    for row in rows:
        who = ", ".join(filter(None, [p.label(row["modality"]), row["assertedBy"], row["proposedIn"]]))
        yield f"{p.label(row['force'])}: {row['description']} ({who}) {p.cited(claims[row['claimIri']])}"


def _plans(p: Prose, rows: list[Row]) -> Iterator[str]:
    claims = p.claims(row["claimIri"] for row in rows)
    for row in rows:
        when = row["statedText"] or (p.when(row["stated"]) if row["stated"] else "")
        if row["statedText"] and row["earliestBegin"]:
            bounds = "/".join((row["earliestBegin"], row["latestEnd"] or ""))
            when += f" [{p.when(bounds)}]"
        stage = f"{p.label(row['stage'])}, {p.label(row['execution'])} {when}".rstrip()
        yield f"{row['plan']}: {stage} {p.cited(claims[row['claimIri']])}"


def _events(p: Prose, rows: list[Row]) -> Iterator[str]:
    claims = p.claims(row["claimIri"] for row in rows)
    for row in rows:
        when = row["statedText"] or (p.when(row["stated"]) if row["stated"] else "")
        what = row["title"] or ", ".join(
            filter(None, [f"{p.label(row['what'])}: {row['about'] or ''}", row["paragraph"]])
        )
        yield " ".join(filter(None, [when, "·", what, p.cited(claims[row["claimIri"]])]))


def _earlier(p: Prose, spells: list[Row], today: set[str], as_of: str) -> Iterator[str]:
    """Yield what was known of relations of which nothing is known on the day: each value with its span."""
    days: dict[tuple[str, str], list[str]] = {}
    for row in spells:
        if row["cooperationIri"] not in today and row["from"] <= as_of:
            partner = row["town"] or p.label(row["country"])
            days.setdefault((partner, p.label(row["state"])), []).extend((row["from"], row["to"] or as_of))
    for (partner, state), found in days.items():
        yield f"{partner}: {state}, {min(found)} – {max(found)}"


def _disputes(p: Prose, rows: list[Row]) -> Iterator[str]:
    """Yield one line per relation and value: from the first to the last day it was disputed."""
    spells: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["disputed"]:
            partner = row["town"] or p.label(row["country"])
            spells.setdefault((partner, p.label(row["state"])), []).extend((row["from"], row["to"] or ""))
    for (town, state), days in spells.items():
        last = p.text("today") if "" in days else max(days)
        yield f"{town}: {state}, {min(filter(None, days))} – {last}"
