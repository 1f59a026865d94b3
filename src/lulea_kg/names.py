"""The look-up index: from a code, key, IRI or name in any spelling to the one thing it names.

Order: code, then municipality, then other actors, then places, then the rest; within one of these an exact name comes
before a folded one (case and marks ignored), and a label before an alias. Spelling that matches nothing is only
suggested upon, never guessed.
"""

import json
import sqlite3
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from lulea_kg.errors import NameAmbiguous, NameUnknown
from lulea_kg.spelling import folded
from lulea_kg.stores import Store
from lulea_kg.terms import COUNTRY, code

_RANKS: Final = {"Municipality": 1, "LocalAuthority": 2, "Network": 2, "Organization": 2, "Person": 2, "Location": 3}
_OTHER: Final = 4
# Raised whenever the tables change, so that an index made by another version is made anew.
_VERSION: Final = 2
_SCHEMA: Final = f"""
PRAGMA user_version = {_VERSION};
CREATE TABLE name (iri TEXT, label TEXT, exact TEXT, folded TEXT, rank INTEGER, alias INTEGER, country TEXT);
CREATE TABLE country (iri TEXT, folded TEXT);
CREATE TABLE word (code TEXT, lang TEXT, label TEXT, scheme TEXT);
CREATE VIRTUAL TABLE trigram USING fts5(folded, tokenize = 'trigram');
"""
_INDEXES: Final = """
CREATE INDEX name_exact ON name (exact);
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_iri ON name (iri);
CREATE INDEX country_folded ON country (folded);
INSERT INTO trigram (rowid, folded) SELECT rowid, folded FROM name WHERE rank > 0;
"""
_NAMES: Final = """
PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name ?alias WHERE {
  { ?thing skos:prefLabel|dct:title ?name . BIND(0 AS ?alias) } UNION
  { ?thing skos:altLabel ?name . BIND(1 AS ?alias) } UNION
  { ?link a mir:IdentityLink ; mir:identifies ?thing ; mir:code ?name . BIND(-1 AS ?alias) } UNION
  { ?thing dct:identifier ?name . BIND(-1 AS ?alias) }
}"""
_TYPES: Final = """
SELECT ?thing ?type WHERE { ?thing a ?type . FILTER(?type NOT IN (
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
            connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", _entries(store))
            connection.executemany(
                "INSERT INTO country VALUES (?, ?)",
                sorted({(row["thing"], folded(row["name"])) for row in _rows(store, _COUNTRIES)}),
            )
            connection.executemany(
                "INSERT INTO word VALUES (?, ?, ?, ?)",
                sorted({(r["code"], r["lang"], r["label"], r.get("scheme", "")) for r in _rows(store, _WORDS)}),
            )
            connection.executescript(_INDEXES)
        return cls(connection)

    def _select(self, sql: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
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
        text = unicodedata.normalize("NFC", text.strip())
        if "://" in text:
            if self._select("SELECT 1 FROM name WHERE iri = ? LIMIT 1", (text,)):
                return text
            raise NameUnknown("name-unknown", found=text, suggestions="")
        candidates = self._best(text, None, first) or self._best(text, None)
        if not candidates and "," in text:
            name, _, place = text.rpartition(",")
            countries = [row[0] for row in self._select("SELECT iri FROM country WHERE folded = ?", (folded(place),))]
            name = name.strip()
            if countries:
                candidates = self._best(name, countries[0], first) or self._best(name, countries[0])
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
        grams = {wanted[i : i + 3].replace('"', '""') for i in range(len(wanted) - 2)}
        if not grams:
            return []
        found = self._select(
            "SELECT DISTINCT label, name.folded, name.rank FROM trigram JOIN name ON name.rowid = trigram.rowid"
            " WHERE trigram MATCH ? ORDER BY trigram.rank LIMIT 60",
            (" OR ".join(f'"{gram}"' for gram in sorted(grams)),),
        )
        likeness = (
            (0.9 if wanted in fold else SequenceMatcher(None, wanted, fold).ratio(), *rest) for _, fold, *rest in found
        )
        scored = sorted((rank, -like, row[0]) for (like, rank), row in zip(likeness, found, strict=True) if like > 0.5)
        return list(dict.fromkeys(label for _, _, label in scored))[:limit]

    def label(self, iri: str) -> str:
        """Return the label of a thing, or the last part of its IRI when it has none."""
        row = next(
            iter(self._select("SELECT label FROM name WHERE iri = ? AND rank > 0 ORDER BY alias LIMIT 1", (iri,))), None
        )
        return str(row[0]) if row else code(iri)

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
            "SELECT DISTINCT iri, rank, alias * 2 + (exact <> ?) FROM name"
            f" WHERE folded = ? AND (rank > 0 OR lower(exact) = lower(?)) {clause} ORDER BY 2, 3, 1",
            (text, folded(text), text, *values),
        )
        if among is not None:
            found = [row for row in found if row[0] in among]
        return list(dict.fromkeys(row[0] for row in found if row[1:] == found[0][1:]))

    def _described(self, iri: str) -> str:
        row = next(iter(self._select("SELECT label, country FROM name WHERE iri = ? AND rank > 0", (iri,))), None)
        label, country = row or (code(iri), "")
        return f"{label}, {code(country)} ({code(iri)})" if country else f"{label} ({code(iri)})"


def _entries(store: Store) -> list[tuple[str, str, str, str, int, int, str]]:
    """Return the rows of the name table: a thing with two types counts as the better-ranked one."""
    things: dict[str, tuple[int, str]] = {}
    named: set[tuple[str, str, int]] = set()
    labels: dict[str, str] = {}
    wholes = {row["thing"]: row["whole"] for row in _rows(store, _WITHIN)}
    ranks: dict[str, int] = {}
    for row in _rows(store, _TYPES):
        rank = _RANKS.get(code(row["type"]).rpartition("#")[2], _OTHER)
        ranks[row["thing"]] = min(rank, ranks.get(row["thing"], rank))
    found = [row for row in _rows(store, _NAMES) if row["thing"] in ranks]
    stubs = _stubs(store, {row["thing"] for row in found})
    for row in found:
        if row["thing"] in stubs:
            continue
        if row["thing"] not in things:
            things[row["thing"]] = ranks[row["thing"]], _country(row["thing"], wholes)
        named.add((row["thing"], row["name"], int(row["alias"])))
        if row["alias"] == "0":
            labels[row["thing"]] = min(row["name"], labels.get(row["thing"], row["name"]))
    entries = set()
    for thing, name, alias in named:
        rank, country = things[thing]
        label = labels.get(thing, name)
        # Codes come first for actors and places only: a source's key must not hide the town of that name.
        first = 0 if alias < 0 and rank < _OTHER else rank
        entries.add((thing, label, name, folded(name), first, max(alias, 0), country))
    for thing, (_, country) in things.items():
        key = code(thing)
        entries.add((thing, labels.get(thing, key), key, folded(key), 0, 1, country))
    return sorted(entries)


def _stubs(store: Store, named: set[str]) -> set[str]:
    """Return the things that match an original which is described too: they give way to it."""
    pairs = {(row["thing"], row["original"]) for row in _rows(store, _MATCHES)}
    return {
        thing
        for thing, original in pairs
        if original in named and not ((original, thing) in pairs and thing < original)
    }


def _country(thing: str, wholes: dict[str, str]) -> str:
    """Return the country a thing lies in, through the places it is part of; "" when none is known."""
    seen = set()
    while thing in wholes and thing not in seen:
        seen.add(thing)
        thing = wholes[thing]
    return thing if thing.startswith(COUNTRY) else ""


def _rows(store: Store, sparql: str) -> Iterator[dict[str, str]]:
    for binding in json.loads(store.query(sparql))["results"]["bindings"]:
        yield {name: value["value"] for name, value in binding.items()}
