"""Any thing of the graph written for a person: its head, its facts, its known states, and what is claimed about it."""

from collections.abc import Callable, Iterator
from typing import Final

from lulea_kg import describe
from lulea_kg.answers import KnowledgeGraph
from lulea_kg.exports.portrait import portrait
from lulea_kg.exports.prose import Prose, Row, batches, short
from lulea_kg.messages import printable
from lulea_kg.terms import MIR, RDF_TYPE

_SPELLS: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?from ?to ?status ?grade ?disputed ?lastConfirmed WHERE {
  ?known mir:ofCooperation <%s> ; mir:status/skos:notation ?status ; mir:from ?from ; mir:disputed ?disputed ;
    mir:grade/skos:notation ?grade .
  OPTIONAL { ?known mir:to ?to }
  OPTIONAL { ?known mir:lastConfirmed ?lastConfirmed }
} ORDER BY ?from ?status"""
_CLAIMED: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?claim ?type ?status ?kind ?relation ?detail WHERE {
  { ?claim prov:hadPrimarySource <%(thing)s> } UNION { ?claim mir:assertedBy <%(thing)s> } UNION
  { ?claim mir:states <%(thing)s> } UNION { ?claim mir:states ?any . ?any ?property <%(thing)s> } UNION
  { <%(thing)s> mir:states ?own . BIND(<%(thing)s> AS ?claim) } UNION
  { ?claim mir:states/mir:phaseOf/mir:hasParty <%(thing)s> }
  ?claim mir:states ?situation .
  ?situation a ?type .
  OPTIONAL { ?situation mir:phaseOf ?relation ; mir:status/skos:notation ?status ; mir:kind/skos:notation ?kind }
  OPTIONAL {
    { ?situation dct:title|dct:description|mir:code ?detail FILTER(LANG(?detail) IN ("", "%(lang)s")) } UNION
    { ?situation mir:stageType|mir:area|mir:role|mir:scheme ?concept . ?concept skos:notation ?detail } UNION
    { ?situation mir:statedText|mir:edtf ?detail FILTER NOT EXISTS { ?situation mir:phaseOf ?any } } UNION
    { ?situation mir:organisation|mir:listItem/mir:hasParty ?one . ?one skos:prefLabel ?detail }
  }
} ORDER BY ?claim ?detail"""
_PARTIES: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?relation ?name WHERE {
  VALUES ?relation { %s }
  ?relation mir:hasParty|mir:counterpartTerritory ?party .
  ?party skos:prefLabel ?name FILTER(LANG(?name) IN ("", "%s"))
} ORDER BY ?relation ?name"""
_HEAD: Final = ("prefLabel", "altLabel", "type", "label", "inCountry")
_LIMIT: Final = 40


def card(kg: KnowledgeGraph, thing: str, lang: str, as_of: str, width: int, bold: Callable[[str], str]) -> str:
    """Return what is known of `thing` (an IRI) as text; `bold` marks headings, or leaves them as they are."""
    p = Prose(kg, lang, max(60, width), bold)
    facts = _in_language(p.rows(describe.facts_query(thing, lang)), lang)
    types = {short(fact["value"]) for fact in facts if fact["property"] == RDF_TYPE}
    lines = [*_head(p, thing, facts, types)]
    lines += portrait(p, thing, as_of) if types & {"Municipality", "LocalAuthority"} else _rest(p, thing, facts, types)
    return "\n".join(lines).rstrip() + "\n"


def _head(p: Prose, thing: str, facts: list[Row], types: set[str]) -> Iterator[str]:
    def values(*names: str) -> list[str]:
        return [f.get("valueLabel") or f["value"] for f in facts if short(f["property"]) in names]

    relations = _parties(p, [thing]).get(thing, "")
    claim = [words for _, words in _sayings(p, thing).values()] if "Claim" in types else []
    names = [*values("prefLabel"), *values("title"), *values("label"), relations, *claim, short(thing)]
    name = next(filter(None, names))
    kinds = [*dict.fromkeys([*values("type"), *values("inCountry")])]
    yield p.bold(printable(name)) + (f" ({', '.join(kinds)})" if kinds else "")
    if other := sorted(set(values("altLabel")) - {name}):
        yield "  " + printable(", ".join(other))
    if codes := sorted(value for value in values("identifier") if value != short(thing)):
        yield "  " + printable(" · ".join(codes))
    if successors := values("successor"):
        yield f"  {p.text('successor')}: {printable(', '.join(successors))}"
    yield "  " + thing


def _rest(p: Prose, thing: str, facts: list[Row], types: set[str]) -> Iterator[str]:
    facts = [f for f in facts if not _in_head(f)]
    if facts or "Claim" in types:
        yield ""
    if "Claim" in types:
        yield from p.wrapped(p.full(p.claims([thing])[thing]), 2)
    for fact in facts:
        name = short(fact["property"])
        value = p.when(fact.get("valueLabel") or fact["value"])
        address = fact["value"].startswith("http") and fact.get("valueLabel") and not fact["value"].startswith(MIR)
        yield from p.wrapped(
            f"{fact.get('propertyLabel') or name}: {value}" + (f" <{fact['value']}>" if address else ""), 2
        )
    yield from p.section("states", _spells(p, p.rows(_SPELLS % thing)))
    if "Claim" not in types:
        yield from p.section("claimed", _claimed(p, thing), _LIMIT)
        yield from p.section("sources", p.sources())


def _in_head(fact: Row) -> bool:
    return short(fact["property"]) in (*_HEAD, "identifier", "title")


def _spells(p: Prose, rows: list[Row]) -> Iterator[str]:
    """Yield one line per spell, neighbours that read the same joined."""
    joined: list[tuple[str, str, str]] = []
    for row in rows:
        mark = f" · {p.text('disputed-mark')}" if row["disputed"] == "true" else ""
        words, last = f"{p.label(row['status'])} · {p.grade(row)}{mark}", row.get("to", p.text("today"))
        same = next((i for i, (_, _, other) in enumerate(joined) if other == words), None)
        if same is None:
            joined.append((row["from"], last, words))
        else:
            joined[same] = (joined[same][0], last, words)
    yield from (f"{first} – {last}: {words}" for first, last, words in joined)


def _claimed(p: Prose, thing: str) -> Iterator[str]:
    """Yield a sentence per claim, oldest first: what it says of whom, then where it stands."""
    sayings = _sayings(p, thing)
    for claim, words in sorted(sayings.values(), key=lambda saying: (saying[0].get("said", ""), saying[1])):
        yield f"{words} ({p.label(claim['modality'])}) {p.cited(claim)} <{short(claim['claim'])}>"


def _sayings(p: Prose, thing: str) -> dict[str, tuple[Row, str]]:
    """Return each claim about `thing` with what it says in words, without who says so."""
    rows: dict[str, list[Row]] = {}
    for row in p.rows(_CLAIMED % {"thing": thing, "lang": p.lang}):
        rows.setdefault(row["claim"], []).append(row)
    claims = p.claims(rows)
    parties = _parties(p, [found[0]["relation"] for found in rows.values() if "relation" in found[0]])
    sayings = {}
    for iri, found in rows.items():
        row = found[0]
        words = p.label(short(row["type"]))
        details = ", ".join(dict.fromkeys(p.when(p.label(r["detail"])) for r in found if "detail" in r))
        if "relation" in row:
            words = f"{parties.get(row['relation'], '')}: {p.label(row['kind'])}, {p.label(row['status'])}"
        elif details:
            words = f"{words}: {details}"
        sayings[iri] = claims[iri], words
    return sayings


def _parties(p: Prose, relations: list[str]) -> dict[str, str]:
    names: dict[str, list[str]] = {}
    for batch in batches(relations):
        for row in p.rows(_PARTIES % (batch, p.lang)):
            names.setdefault(row["relation"], []).append(row["name"])
    return {relation: " – ".join(found) for relation, found in names.items()}


def _in_language(facts: list[Row], lang: str) -> list[Row]:
    """Return facts whose text is in the language or in none; in another only where there is no better one."""
    good = [fact for fact in facts if fact.get("lang", "") in ("", lang)]
    said = {fact["property"] for fact in good}
    return good + [fact for fact in facts if fact not in good and fact["property"] not in said]
