"""What is asked of servers beside each other: documents and pages of things, of one with many links, and SPARQL."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import peers
from peers import Data, Running

from lulea_kg.release import Release
from lulea_kg.stores import select

HUB_LINKS: Final = 300
HTML, TURTLE, JSON = "text/html", "text/turtle", "application/sparql-results+json"
POINTING: Final = """SELECT ?actor (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?thing ?says ?actor FILTER(CONTAINS(STR(?actor), "/id/actor/")) } GROUP BY ?actor"""
SUBJECTS: Final = 'SELECT DISTINCT ?thing WHERE { ?thing a ?type FILTER(STRSTARTS(STR(?thing), "%s/id/")) }'
STATEMENTS: Final = "CONSTRUCT WHERE { <%s> ?property ?value }"
# Everything that the page of a relation tells: what is said of it, and each claim with its source and words.
TOLD: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?about ?property ?value ?label ?source ?title ?words WHERE {
  { BIND(<%s> AS ?about) <%s> ?property ?value OPTIONAL { ?value skos:prefLabel ?label } }
  UNION { ?about mir:ofCooperation <%s> ; ?property ?value OPTIONAL { ?value skos:prefLabel ?label } }
  UNION { ?situation mir:phaseOf <%s> . ?about mir:states ?situation ; prov:hadPrimarySource ?source .
    ?source dct:title ?title . ?situation ?property ?value OPTIONAL { ?value skos:prefLabel ?label }
    OPTIONAL { ?about oa:hasTarget ?target . ?target oa:exact ?words } } }"""
Address = Callable[[Running, str], str]


@dataclass(frozen=True)
class Case:
    """What is asked: the address of a key at a server ("" where it has none), and keys that differ."""

    name: str
    accept: str
    address: Address
    keys: Sequence[str]


def data_of(release: Release, work: Path) -> Data:
    """Return the data for the peers, with the actor that about 300 things point to as their hub."""
    store, base = release.open_store(), str(release.manifest["base"])
    rows = [row for row in select(store, POINTING) if row["actor"].startswith(f"{base}/id/")]
    hub = min(rows, key=lambda row: (abs(int(row["count"]) - HUB_LINKS), row["actor"]))["actor"]
    pointing = select(store, f"SELECT DISTINCT ?thing WHERE {{ ?thing ?says <{hub}> }} ORDER BY ?thing")
    return peers.data(release, work, hub.partition("/id/")[2], [row["thing"] for row in pointing])


def cases_of(given: Data) -> list[Case]:
    """Return all cases; no document is asked for in two of them, so that none is made ready before its case."""
    store = given.release.open_store()
    everything = sorted(row["thing"] for row in select(store, SUBJECTS % given.base))
    random.Random(1).shuffle(everything)
    keys = [thing.partition("/id/")[2] for thing in everything]
    things = [key for key in keys if key.startswith(("actor/", "cooperation/")) and key != given.hub]
    relations = [key for key in keys if key.startswith("cooperation/")]
    return [
        Case("thing as Turtle", TURTLE, document, things[::2]),
        Case("thing as HTML", HTML, page, things[1::2]),
        Case("hub as HTML", HTML, document, [f"{given.hub}?n={number}" for number in range(5000)]),
        Case("SPARQL, a thing", TURTLE, query(STATEMENTS, given.base), keys),
        Case("SPARQL, a relation", JSON, query(TOLD, given.base), relations),
    ]


def document(server: Running, key: str) -> str:
    """Return where a server tells of a thing in RDF and on a page; a row of Datasette is neither."""
    return page(server, key) if server.name != "datasette" else ""


def page(server: Running, key: str) -> str:
    """Return where a server has a page of a thing, or of its row."""
    return f"{server.things}{key}" if server.things else ""


def query(sparql: str, base: str) -> Address:
    """Return where a server answers a query about a thing."""

    def address(server: Running, key: str) -> str:
        asked = quote(sparql.replace("%s", f"{base}/id/{key}"), safe="")
        return f"{server.sparql}?query={asked}" if server.sparql else ""

    return address
