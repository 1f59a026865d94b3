"""The look-up index: from a code, key, IRI or name in any spelling to the one thing it names; and text search.

Order: code, then municipality, then other actors, then places, then the rest; within one of these an exact name comes
before a folded one (case and marks ignored), and a label before an alias. Spelling that matches nothing is only
suggested upon, never guessed.
"""

import sqlite3
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from lulea_kg import texts
from lulea_kg.errors import NameAmbiguous, NameUnknown
from lulea_kg.search import Hits, resembling, search
from lulea_kg.spelling import folded
from lulea_kg.stores import Store, select
from lulea_kg.terms import COUNTRY, code
from lulea_kg.texts import ALIAS, CODE, KEY, KINDS, OTHER_RANK

_RANKS: Final = {"Municipality": 1, "LocalAuthority": 2, "Network": 2, "Organization": 2, "Person": 2, "Location": 3}
# Raised whenever the tables change, so that an index made by another version is made anew.
_VERSION: Final = 3
_SCHEMA: Final = f"""
PRAGMA user_version = {_VERSION};
CREATE TABLE country (iri TEXT, folded TEXT);
CREATE TABLE word (code TEXT, lang TEXT, label TEXT, scheme TEXT);
CREATE INDEX country_folded ON country (folded);
{texts.SCHEMA}"""
_NAMES: Final = """
PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name (LANG(?name) AS ?lang) ?kind WHERE {
  { ?thing skos:prefLabel ?name . BIND("label" AS ?kind) } UNION
  { ?thing dct:title ?name . BIND("title" AS ?kind) } UNION
  { ?thing skos:altLabel ?name . BIND("alias" AS ?kind) } UNION
  { ?link a mir:IdentityLink ; mir:identifies ?thing ; mir:code ?name . BIND("code" AS ?kind) } UNION
  { ?thing dct:identifier ?name . BIND("code" AS ?kind) }
}"""
# What there is most of has no name, and would only have to be passed over.
_TYPES: Final = """
PREFIX mir: <https://w3id.org/munirel/def/>
SELECT ?thing ?type WHERE { ?thing a ?type . FILTER(?type NOT IN (
  mir:Claim, mir:IdentityLink, mir:KnownState, mir:StatusPhase, <http://www.w3.org/ns/oa#SpecificResource>,
  <http://www.w3.org/2004/02/skos/core#ConceptScheme>, <http://www.w3.org/2002/07/owl#Ontology>,
  <http://www.w3.org/ns/dcat#Dataset>)) }"""
_WITHIN: Final = """
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?thing ?whole WHERE { ?thing dct:spatial|dct:isPartOf ?whole . FILTER(CONTAINS(STR(?thing), "/id/")) }"""
_MATCHES: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?original WHERE { ?thing skos:exactMatch ?original . FILTER(CONTAINS(STR(?thing), "/id/")) }"""
_COUNTRIES: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name WHERE { ?thing skos:notation|skos:prefLabel ?name
  FILTER(STRSTARTS(STR(?thing), "http://publications.europa.eu/resource/authority/country/")) }"""
_WORDS: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?code (LANG(?label) AS ?lang) ?label ?scheme WHERE {
  ?concept a skos:Concept ; skos:prefLabel ?label .
  OPTIONAL { ?concept skos:notation ?notation }
  BIND(STRAFTER(STR(?concept), "http://publications.europa.eu/resource/authority/country/") AS ?country)
  BIND(IF(?country != "", ?country, ?notation) AS ?code)
  FILTER(BOUND(?code))
  OPTIONAL { ?concept skos:inScheme ?in . BIND(STRBEFORE(STRAFTER(STR(?in), "/def/"), "Scheme") AS ?scheme) }
}"""


class Names:
    """The index, in a file or in memory."""

    def __init__(self, connection: sqlite3.Connection, again: "Callable[[], Names] | None" = None) -> None:
        self._db = connection
        self._again = again

    @classmethod
    def open(cls, path: Path, again: "Callable[[], Names]") -> "Names":
        """Open the index of a release read-only; `again` makes it anew when it is missing, damaged or of old."""
        try:
            connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
            if connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
                return cls(connection, again)
        except sqlite3.Error:
            pass
        return again()

    @classmethod
    def build(cls, store: Store, path: Path | None = None) -> "Names":
        """Index every named thing of `store`, in memory or in a new file at `path`."""
        connection = sqlite3.connect(path or ":memory:")
        with connection:
            connection.executescript(_SCHEMA)
            things, named = _entries(store)
            connection.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, '')", things)
            connection.executemany(
                "INSERT INTO text (thing, exact, folded, rank, kind, lang) VALUES (?, ?, ?, ?, ?, ?)", named
            )
            connection.executemany(
                "INSERT INTO country VALUES (?, ?)",
                sorted({(row["thing"], folded(row["name"])) for row in select(store, _COUNTRIES)}),
            )
            connection.executemany(
                "INSERT INTO word VALUES (?, ?, ?, ?)",
                sorted({(r["code"], r["lang"], r["label"], r.get("scheme", "")) for r in select(store, _WORDS)}),
            )
            texts.fill(connection, select(store, texts.TEXTS))
        return cls(connection)

    def select(self, sql: str, values: Sequence[str] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that SQL gives over the index; its tables are those of `texts`, and `country` and `word`."""
        return self._select(sql, values)

    def _select(self, sql: str, values: Sequence[str] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError:
            if not self._again:
                raise
            self._db, self._again = self._again()._db, None
            return self._db.execute(sql, values).fetchall()

    def __enter__(self) -> "Names":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index."""
        self._db.close()

    def resolve(self, text: str, first: Collection[str] = ()) -> str:
        """Return the IRI of the thing `text` names: an IRI, key, code, name, or "name, country".

        One of the things `first` goes before all others. Raises NameAmbiguous with the candidates when several of one
        rank have it, NameUnknown with suggestions when none has.
        """
        text = unicodedata.normalize("NFC", text.strip().encode(errors="ignore").decode())
        if "://" in text:
            if self._select("SELECT 1 FROM thing WHERE iri = ?", (text,)):
                return text
            raise NameUnknown("name-unknown", found=text, suggestions="")
        candidates = self._best(text, None, first) or self._best(text, None)
        if not candidates and "," in text:
            name, _, place = text.rpartition(",")
            countries = [row[0] for row in self._select("SELECT iri FROM country WHERE folded = ?", (folded(place),))]
            name = name.strip()
            if countries:
                country = code(countries[0])
                candidates = self._best(name, country, first) or self._best(name, country)
        if not candidates:
            raise NameUnknown("name-unknown", found=text, suggestions=", ".join(self.suggest(text)))
        if len(candidates) > 1:
            listed = ", ".join(sorted(self._described(iri) for iri in candidates))
            raise NameAmbiguous("name-ambiguous", found=text, suggestions=listed)
        return candidates[0]

    def country(self, text: str) -> str:
        """Return the IRI of a country by ISO or EU code or by name; raise NameUnknown."""
        row = next(iter(self._select("SELECT iri FROM country WHERE folded = ? LIMIT 1", (folded(text),))), None)
        if not row:
            raise NameUnknown("country-unknown", found=text)
        return str(row[0])

    def suggest(self, text: str, limit: int = 5) -> list[str]:
        """Return labels that resemble `text`, best first: never a match, only a hint."""
        from difflib import SequenceMatcher

        wanted = folded(text)
        found = resembling(self._select, wanted)
        likeness = (
            (0.9 if wanted in fold else SequenceMatcher(None, wanted, fold).ratio(), *rest) for _, fold, *rest in found
        )
        scored = sorted((rank, -like, row[0]) for (like, rank), row in zip(likeness, found, strict=True) if like > 0.5)
        return list(dict.fromkeys(label for _, _, label in scored))[:limit]

    def search(self, text: str, limit: int = 20, offset: int = 0) -> Hits:
        """Return which things a text finds, by their names and by what is said of them, best first."""
        return search(self._select, text, limit, offset)

    def label(self, iri: str) -> str:
        """Return the label of a thing, or the last part of its IRI when it has none."""
        row = next(iter(self._select("SELECT label FROM thing WHERE iri = ?", (iri,))), None)
        return str(row[0]) if row else code(iri)

    def count(self) -> int:
        """Return how many things have names."""
        return int(self._select("SELECT count(*) FROM thing")[0][0])

    def things(self, offset: int, limit: int) -> list[str]:
        """Return some of the IRIs of all things that have names, in their order."""
        found = self._select(f"SELECT iri FROM thing ORDER BY id LIMIT {int(limit)} OFFSET {int(offset)}")
        return [row[0] for row in found]

    def words(self, lang: str) -> dict[str, str]:
        """Return the labels of codes and countries in a language."""
        return dict(self._select("SELECT code, label FROM word WHERE lang = ?", (lang,)))

    def countries(self, lang: str) -> list[tuple[str, str]]:
        """Return the code and the label in a language of every country."""
        found = self._select(
            "SELECT DISTINCT code, label FROM word WHERE lang = ? AND code IN"
            " (SELECT replace(iri, ?, '') FROM country) ORDER BY code",
            (lang, COUNTRY),
        )
        return [(row[0], row[1]) for row in found]

    def codes(self, scheme: str) -> list[str]:
        """Return the codes of the concept schemes named, "Standing", or of several, "StandingOrListing"."""
        marks = scheme.split("Or")
        found = self._select(
            f"SELECT DISTINCT code FROM word WHERE scheme IN ({','.join('?' * len(marks))}) ORDER BY code", marks
        )
        return [row[0] for row in found]

    def _best(self, text: str, country: str | None, among: Collection[str] | None = None) -> list[str]:
        clause, values = ("AND country = ?", (country,)) if country else ("", ())
        found = self._select(
            f"SELECT DISTINCT iri, text.rank, (kind IN ({ALIAS}, {KEY})) * 2 + (exact <> ?)"
            " FROM text JOIN thing ON thing.id = text.thing"
            f" WHERE folded = ? AND (text.rank > 0 OR lower(exact) = lower(?)) {clause} ORDER BY 2, 3, 1",
            (text, folded(text), text, *values),
        )
        if among is not None:
            found = [row for row in found if row[0] in among]
        return list(dict.fromkeys(row[0] for row in found if row[1:] == found[0][1:]))

    def _described(self, iri: str) -> str:
        row = next(iter(self._select("SELECT label, country FROM thing WHERE iri = ?", (iri,))), None)
        label, country = row or (code(iri), "")
        return f"{label}, {country} ({code(iri)})" if country else f"{label} ({code(iri)})"


def _entries(store: Store) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the rows of the tables of things and of their names: of two types the better-ranked one counts."""
    types: dict[str, tuple[int, str]] = {}
    for row in select(store, _TYPES):
        type_ = texts.type_name(row["type"])
        ranked = _RANKS.get(type_, OTHER_RANK), type_
        types[row["thing"]] = min(ranked, types.get(row["thing"], ranked))
    found = [row for row in select(store, _NAMES) if row["thing"] in types]
    stubs = _stubs(store, {row["thing"] for row in found})
    names: dict[str, set[tuple[int, str, str]]] = {}
    for row in found:
        if row["thing"] not in stubs:
            entry = KINDS.index(row["kind"]), row["name"], row.get("lang", "")
            names.setdefault(row["thing"], {(KEY, code(row["thing"]), "")}).add(entry)
    wholes = {row["thing"]: row["whole"] for row in select(store, _WITHIN)}
    things, named = [], []
    for number, thing in enumerate(sorted(names), start=1):
        rank, type_ = types[thing]
        # Kinds are numbered so that the first text is the label, or what stands for one.
        things.append((number, thing, min(names[thing])[1], type_, rank, _country(thing, wholes)))
        for kind, name, lang in sorted(names[thing]):
            # Codes come first for actors and places only: a source's key must not hide the town of that name.
            first = 0 if kind == KEY or (kind == CODE and rank < OTHER_RANK) else rank
            if kind != CODE or name != code(thing):
                named.append((number, name, folded(name), first, kind, lang))
    return things, named


def _stubs(store: Store, named: set[str]) -> set[str]:
    """Return the things that match an original which is described too: they give way to it."""
    pairs = {(row["thing"], row["original"]) for row in select(store, _MATCHES)}
    return {
        thing
        for thing, original in pairs
        if original in named and not ((original, thing) in pairs and thing < original)
    }


def _country(thing: str, wholes: dict[str, str]) -> str:
    """Return the code of the country a thing lies in, through the places it is part of; "" when none is known."""
    seen = set()
    while thing in wholes and thing not in seen:
        seen.add(thing)
        thing = wholes[thing]
    return code(thing) if thing.startswith(COUNTRY) else ""
