"""Everything known of one thing, written for a person at a terminal: states, certainty, who says so, in which words."""

import json
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lulea_kg import describe, headings
from lulea_kg.answers import KnowledgeGraph
from lulea_kg.terms import MIR, RDF_TYPE, code
from lulea_kg.times import in_words

Row = dict[str, Any]
_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "twin-towns": ("Twin towns", "Vänorter"),
    "cooperations": ("Other cooperations", "Andra samarbeten"),
    "networks": ("Networks", "Nätverk"),
    "focus": ("Focus areas", "Fokusområden"),
    "principles": ("Principles", "Principer"),
    "plans": ("Plans", "Planer"),
    "disputed": ("Disputed, then or now", "Omtvistat, då eller nu"),
    "events": ("Events and decisions", "Händelser och beslut"),
    "searches": ("Looked for and not found", "Sökt men inte funnet"),
    "sources": ("Sources", "Källor"),
    "as-of": (
        "As known on {day}; an earlier day: --as-of YYYY-MM-DD",
        "Så vitt känt {day}; en tidigare dag: --as-of ÅÅÅÅ-MM-DD",
    ),
    "since": ("since", "sedan"),
    "until": ("until", "till"),
    "disputed-mark": ("DISPUTED", "OMTVISTAD"),
    "undated": ("undated", "odaterad"),
    "today": ("today", "i dag"),
    "transcribed": ("transcribed, {file} row {row}", "avskrivet, {file} rad {row}"),
    "checked": ("words checked at build", "orden kontrollerade vid bygget"),
    "unchecked": ("words not re-checked: the text is not here", "orden ej omkontrollerade: texten finns inte här"),
    "decided": ("decided by", "beslutat av"),
    "no-partner": ("no partner named", "ingen partner namngiven"),
    "inferred": ("inferred: {inference}", "slutet: {inference}"),
    "more-claims": ("{count} claims agree", "{count} påståenden säger detsamma"),
    "source-count": ("{claims} claims from {sources} sources", "{claims} påståenden ur {sources} källor"),
    "linked-from": ("Spoken of by", "Omtalas av"),
}
_SUPPORT: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?claim ?source ?sourceIri ?publisher ?said ?phrase ?file ?row ?body ?inference WHERE {
  VALUES ?claim { %s }
  ?claim prov:hadPrimarySource ?sourceIri ; mir:states ?situation .
  ?sourceIri dct:title ?source ; dct:publisher/skos:prefLabel ?publisher .
  OPTIONAL { ?claim mir:saidAt ?said }
  OPTIONAL { ?claim oa:hasTarget ?target . FILTER(STRENDS(STR(?target), "/1"))
    OPTIONAL { ?target oa:exact ?phrase } OPTIONAL { ?target mir:file ?file } OPTIONAL { ?target mir:row ?row } }
  OPTIONAL { ?situation mir:decidingBody ?body }
  OPTIONAL { ?claim mir:inference/skos:notation ?inference }
}"""
_COUNTS: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?source) AS ?sources) WHERE {
  ?claim mir:states/mir:phaseOf/mir:hasParty <%s> ; prov:hadPrimarySource ?source .
  FILTER NOT EXISTS { ?claim mir:withdrawnAt ?withdrawn }
}"""


@dataclass(frozen=True)
class _Writer:
    """The graph asked, the language, the width of the terminal, and how to mark a heading and a dispute."""

    kg: KnowledgeGraph
    lang: str
    width: int
    bold: Callable[[str], str]

    def text(self, name: str, **facts: object) -> str:
        return _TEXTS[name][self.lang == "sv"].format(**facts)


def portrait(kg: KnowledgeGraph, thing: str, lang: str, as_of: str, width: int, bold: Callable[[str], str]) -> str:
    """Return what is known of `thing` (an IRI) as text; `bold` marks headings, or leaves them as they are."""
    writer = _Writer(kg, lang, max(60, width), bold)
    facts = _bindings(describe.facts(kg.store, thing, lang))
    types = {code(fact["value"]) for fact in facts if fact["property"] == RDF_TYPE}
    actor = types & {"Municipality", "LocalAuthority"}
    lines = _actor(writer, thing, facts, as_of) if actor else _anything(writer, thing, facts)
    return "\n".join(lines).rstrip() + "\n"


def _actor(w: _Writer, thing: str, facts: list[Row], as_of: str) -> Iterator[str]:
    labels = {**w.kg.names.words(w.lang), **headings.words(w.lang)}
    key = {"municipality": code(thing)}
    day, lang = {"as-of": as_of}, {"lang": w.lang}
    yield from _head(w, thing, facts)
    yield w.text("as-of", day=as_of)
    ties = w.kg.ask("cooperations", key | day).records()
    twin = [row for row in ties if row["kind"] in ("twin-town", "border-twin")]
    networks = [row | {"town": row["network"]} for row in w.kg.ask("networks", key | day).records()]
    others = [row for row in ties if row not in twin]
    for name, rows in (("twin-towns", twin), ("cooperations", others), ("networks", networks)):
        yield from _states(w, name, rows, labels)
    yield from _focus(w, w.kg.ask("focus-areas", key | lang).records(), labels)
    yield from _section(w, "principles", _principles(w.kg.ask("principles", key | lang).records(), labels))
    yield from _section(w, "plans", _plans(w, w.kg.ask("plan-stages", key).records(), labels))
    yield from _section(w, "events", _events(w, w.kg.ask("events", key | lang).records()))
    yield from _section(w, "disputed", _disputes(w, w.kg.ask("spells", key).records(), labels))
    searches = w.kg.ask("searches", key | lang).records()
    yield from _section(w, "searches", [f"{s['soughtFor']} ({s['searchedOn']}; {s['searchedIn']})" for s in searches])
    counts = _bindings(w.kg.store.query(_COUNTS % thing))[0]
    yield from _section(w, "sources", [w.text("source-count", **counts)])


def _head(w: _Writer, thing: str, facts: list[Row]) -> Iterator[str]:
    def values(*properties: str) -> list[str]:
        return [
            f.get("valueLabel") or f["value"] for f in facts if code(f["property"]).rpartition("#")[2] in properties
        ]

    names = values("prefLabel", "title")
    kinds = [f.get("valueLabel") or code(f["value"]) for f in facts if f["property"] == RDF_TYPE]
    place = ", ".join(dict.fromkeys([*kinds, *values("inCountry")]))
    yield w.bold(names[0] if names else code(thing)) + (f" ({place})" if place else "")
    if other := sorted(set(values("altLabel")) - set(names)):
        yield "  " + ", ".join(other)
    codes = [value for value in values("identifier") if value != code(thing)]
    if codes:
        yield "  " + " · ".join(sorted(codes))
    yield "  " + thing


def _states(w: _Writer, name: str, rows: list[Row], labels: dict[str, str]) -> Iterator[str]:
    if not rows:
        return
    support = {
        s["claim"]: s for s in _bindings(w.kg.store.query(_SUPPORT % " ".join(f"<{r['claimIri']}>" for r in rows)))
    }
    checked = set(_checked_sources(w.kg))
    towns = [_town(w, row, labels) for row in rows]
    widest = max(map(len, towns))
    yield from ("", w.bold(w.text(name)))
    for town, row in zip(towns, rows, strict=True):
        state = [labels.get(str(row["standing"]), str(row["standing"]))]
        state += [labels.get(str(row[axis]), str(row[axis])) for axis in ("activity", "priority") if row.get(axis)]
        for side in ("since", "until"):
            if row.get(side):
                state[0] += f" {w.text(side)} {in_words(row[side], w.lang)}"
        grade = labels[row["grade"]].replace("{date}", in_words(str(row["lastConfirmed"] or w.text("undated")), w.lang))
        kind = [] if name == "twin-towns" else [labels[row["kind"]]]
        mark = [w.text("disputed-mark")] if row["disputed"] else []
        yield f"  {town.ljust(widest)}  " + " · ".join([*kind, *state, grade, *mark])
        yield from _wrapped(w, _cited(w, support[row["claimIri"]], row["claims"], checked, labels), 6)


def _town(w: _Writer, row: Row, labels: dict[str, str]) -> str:
    country = labels.get(str(row.get("country") or ""), str(row.get("country") or ""))
    if not row["town"]:
        return f"{country} ({w.text('no-partner')})"
    return f"{row['town']}, {country}" if country else str(row["town"])


def _cited(w: _Writer, support: Row, count: int, checked: set[str], labels: dict[str, str]) -> str:
    said = in_words(support.get("said", "") or w.text("undated"), w.lang)
    source = (
        support["source"]
        if support["publisher"] in support["source"]
        else f"{support['source']}, {support['publisher']}"
    )
    parts = [f"{source} ({said})"] if said not in source else [source]
    if "phrase" in support:
        parts.insert(0, f"”{support['phrase']}”" if w.lang == "sv" else f"“{support['phrase']}”")
        parts.append(w.text("checked" if support["sourceIri"] in checked else "unchecked"))
    elif "file" in support:
        parts.append(w.text("transcribed", file=support["file"], row=support.get("row", "")))
    if "body" in support:
        parts.insert(0, f"{w.text('decided')} {support['body']}")
    if "inference" in support:
        parts.append(w.text("inferred", inference=labels[support["inference"]]))
    if count > 1:
        parts.append(w.text("more-claims", count=count))
    return " · ".join(parts)


def _focus(w: _Writer, rows: list[Row], labels: dict[str, str]) -> Iterator[str]:
    declarations: dict[str, list[Row]] = {}
    for row in rows:
        declarations.setdefault(row["claimIri"], []).append(row)
    lines = []
    for found in declarations.values():
        first = found[0]
        areas = ", ".join(labels[row["area"]] for row in found)
        who = " · ".join(filter(None, [labels[first["modality"]], first["assertedBy"], first["proposedIn"]]))
        quote = f" ”{first['phrase']}”" if first["phrase"] else ""
        lines.append(f"{areas} ({labels[first['ranking']]}): {who}{quote}")
    yield from _section(w, "focus", lines)


def _principles(rows: list[Row], labels: dict[str, str]) -> Iterator[str]:
    for row in rows:
        quote = f" ”{row['phrase']}”" if row["phrase"] else ""
        yield f"{labels[row['force']]} ({labels[row['modality']]}, {row['assertedBy']}): {row['description']}{quote}"


def _events(w: _Writer, rows: list[Row]) -> Iterator[str]:
    for row in rows:
        when = row["statedText"] or in_words(row["stated"] or "", w.lang)
        body = " ".join(filter(None, [row["decidingBody"], row["paragraph"]]))
        yield " · ".join(filter(None, [when, row["title"], body, row["source"]]))


def _plans(w: _Writer, rows: list[Row], labels: dict[str, str]) -> Iterator[str]:
    for row in rows:
        stated = row["statedText"] or in_words(row["stated"] or "", w.lang)
        bounds = f"{row['earliestBegin'] or ''}–{row['latestEnd'] or ''}".strip("–")
        when = f"{stated} [{bounds}]" if bounds and bounds not in (stated, f"{stated}–{stated}") else stated
        yield f"{row['plan']}: {labels[row['stage']]}, {labels[row['execution']]} {when}".rstrip()


def _disputes(w: _Writer, rows: list[Row], labels: dict[str, str]) -> Iterator[str]:
    """Yield one line per relation and value, its disputed spells joined where one follows the other."""
    spells: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["disputed"]:
            spells.setdefault((row["town"], labels[row["state"]]), []).extend((row["from"], row["to"] or ""))
    for (town, state), days in spells.items():
        last = w.text("today") if "" in days else max(days)
        yield f"{town}: {state}, {min(filter(None, days))} – {last}"


def _anything(w: _Writer, thing: str, facts: list[Row]) -> Iterator[str]:
    yield from _head(w, thing, facts)
    yield ""
    for fact in facts:
        if fact["property"] == RDF_TYPE or code(fact["property"]).rpartition("#")[2] in ("prefLabel", "altLabel"):
            continue
        name = fact.get("propertyLabel") or code(fact["property"]).rpartition("#")[2]
        value = in_words(fact.get("valueLabel") or fact["value"], w.lang)
        shown = f"{value} <{fact['value']}>" if fact.get("valueLabel") and not fact["value"].startswith(MIR) else value
        yield from _wrapped(w, f"{name}: {shown}", 2)
    states = _bindings(w.kg.store.query(_SPELLS % thing))
    if states:
        labels = w.kg.names.words(w.lang)
        lines = [
            f"{s['from']} – {s.get('to', '')}  {labels[s['state']]} · {labels[s['grade']].replace(' {date}', '')}"
            + (f" · {w.text('disputed-mark')}" if s["disputed"] == "true" else "")
            for s in states
        ]
        yield from ("", *(f"  {line}" for line in lines))
    lines = [f"{row.get('label', '')} <{row['node']}>" for row in _bindings(w.kg.store.query(_LINKS % thing))]
    yield from _section(w, "linked-from", [line.strip() for line in lines])


_SPELLS: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?from ?to ?state ?grade ?disputed WHERE {
  ?known mir:ofCooperation <%s> ; mir:status/skos:notation ?state ; mir:from ?from ; mir:disputed ?disputed ;
    mir:grade/skos:notation ?grade . OPTIONAL { ?known mir:to ?to } } ORDER BY ?from ?state"""
_LINKS: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?node ?label WHERE {
  ?node ?property <%s> . FILTER(?property NOT IN (mir:ofCooperation, mir:supportedBy))
  OPTIONAL { ?node skos:prefLabel|<http://purl.org/dc/terms/title> ?label } } ORDER BY ?node LIMIT 40"""


def _section(w: _Writer, name: str, lines: Any) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", w.bold(w.text(name)))
        for line in found:
            yield from _wrapped(w, line, 2)


def _wrapped(w: _Writer, line: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        line,
        w.width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _checked_sources(kg: KnowledgeGraph) -> list[str]:
    try:
        report = json.loads((kg.release.folder / "report.json").read_bytes())
    except OSError:
        return []
    found: list[str] = report["phrases"]["checkedSources"]
    return found


def _bindings(content: bytes) -> list[Row]:
    rows = json.loads(content)["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in rows]
