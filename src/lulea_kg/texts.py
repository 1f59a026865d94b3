"""The texts by which things are found: their names, and what is said of them, in the tables of the look-up index.

A text has a number, which the index of words and that of runs of three letters share, so that none keeps it twice.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from lulea_kg.spelling import folded
from lulea_kg.terms import code

if TYPE_CHECKING:
    from sqlite3 import Connection

# Kinds of text by number. A key is shown as a code, and gives way like an alias where a name is looked up.
KINDS: Final = ("label", "title", "alias", "code", "code", "phrase", "note", "definition")
LABEL, TITLE, ALIAS, CODE, KEY = range(5)
# What is no municipality, other actor or place.
OTHER_RANK: Final = 4
# A text that is no name has no `folded`: no name is resolved to it, and none that resembles it is suggested.
SCHEMA: Final = """
CREATE TABLE thing
  (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, label TEXT, type TEXT, rank INTEGER, country TEXT, source TEXT);
CREATE TABLE text
  (id INTEGER PRIMARY KEY, thing INTEGER, exact TEXT, folded TEXT, rank INTEGER, kind INTEGER, lang TEXT);
CREATE VIRTUAL TABLE words USING fts5
  (folded, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE trigram USING fts5 (folded, content = '', tokenize = 'trigram');
"""
_INDEXES: Final = """
CREATE INDEX text_folded ON text (folded);
INSERT INTO trigram (rowid, folded) SELECT id, folded FROM text WHERE rank > 0;
INSERT INTO words (rowid, folded) SELECT id, folded FROM text WHERE rank > 0;
"""
# A text about a situation finds the claim that states the situation.
TEXTS: Final = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mir: <https://w3id.org/munirel/def/> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?kind ?text (LANG(?text) AS ?lang) ?type ?source WHERE {
  { ?thing rdfs:label ?text . BIND("label" AS ?kind) } UNION
  { ?thing a dcat:Dataset ; dct:title ?text . BIND("title" AS ?kind) } UNION
  { ?target oa:exact ?text . ?thing oa:hasTarget ?target . BIND("phrase" AS ?kind) } UNION
  { ?told mir:statedText|mir:soughtFor|skos:note|dct:description ?text . OPTIONAL { ?claim mir:states ?told }
    BIND(COALESCE(?claim, ?told) AS ?thing) BIND("note" AS ?kind) } UNION
  { ?thing skos:definition ?text . BIND("definition" AS ?kind) }
  OPTIONAL { ?thing a ?type } OPTIONAL { ?thing prov:hadPrimarySource ?source }
}"""


def fill(connection: "Connection", rows: Iterable[dict[str, str]]) -> None:
    """Index the names that stand in the tables, then add the texts that `rows` say: the answer to TEXTS."""
    connection.executescript(_INDEXES)
    said = sorted({_said(row) for row in rows})
    # What had no name before is named by its label, a claim by its source.
    connection.executemany(
        "INSERT OR IGNORE INTO thing (iri, label, type, rank, country, source)"
        f" SELECT ?1, coalesce((SELECT label FROM thing WHERE iri = ?4), ?2), ?3, {OTHER_RANK}, '', ?4",
        ((thing, text if kind <= TITLE else code(thing), *more) for thing, kind, text, _, *more in said),
    )
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM text").fetchone()[0]
    texts = list(enumerate(sorted({row[:4] for row in said}), start=first))
    connection.executemany(
        f"INSERT INTO text SELECT ?, id, ?, NULL, {OTHER_RANK}, ?, ? FROM thing WHERE iri = ?",
        ((number, text, kind, lang, thing) for number, (thing, kind, text, lang) in texts),
    )
    connection.executemany(
        "INSERT INTO words (rowid, folded) VALUES (?, ?)",
        ((number, folded(text)) for number, (_, _, text, _) in texts),
    )


def type_name(type_iri: str) -> str:
    """Return the short name of a class: "Municipality", "Concept"."""
    return code(type_iri).rpartition("#")[2]


def _said(row: dict[str, str]) -> tuple[str, int, str, str, str, str]:
    kind, type_ = KINDS.index(row["kind"]), type_name(row.get("type", ""))
    return row["thing"], kind, row["text"], row.get("lang", ""), type_, row.get("source", "")
