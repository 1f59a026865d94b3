"""The concordance: every code that an identity link gives an actor or a place, with basis and successor."""

from collections.abc import Iterator
from typing import Final

from lulea_kg.exports.columns import columns
from lulea_kg.exports.contents import Table
from lulea_kg.exports.network import Network, licence_of_graphs
from lulea_kg.exports.tables import Cell
from lulea_kg.stores import Store, select
from lulea_kg.terms import code

_HEAD: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_LINKS: Final = (
    _HEAD
    + """SELECT ?graph ?claim ?thing ?scheme ?code ?match ?basis ?inference ?target ?withdrawnAt
  ?source WHERE { GRAPH ?graph {
  ?link a mir:IdentityLink ; mir:identifies ?thing ; mir:code ?code .
  ?claim mir:states ?link .
  OPTIONAL { ?link mir:scheme ?scheme } OPTIONAL { ?link mir:match ?match } OPTIONAL { ?link mir:target ?target }
  OPTIONAL { ?claim mir:basis ?basis } OPTIONAL { ?claim mir:inference ?inference }
  OPTIONAL { ?claim mir:withdrawnAt ?withdrawnAt } OPTIONAL { ?claim prov:hadPrimarySource ?source }
} }"""
)
_PLACES: Final = _HEAD + "SELECT ?place ?name WHERE { ?place a dct:Location ; skos:prefLabel ?name }"
_COUNTRIES: Final = _HEAD + "SELECT ?place ?country WHERE { ?place a dct:Location ; mir:inCountry ?country }"
_TITLES: Final = _HEAD + "SELECT ?source ?title WHERE { ?source a mir:Source ; dct:title ?title }"


def links(store: Store, held: Network) -> Iterator[list[Cell]]:
    """Yield one row per thing, code and claim, in the order of things, schemes and codes.

    A link that was withdrawn stays, with the day; the code of a thing that became another names its successor.
    """
    titles = dict(sorted(((row["source"], row["title"]) for row in select(store, _TITLES)), reverse=True))
    names = dict(sorted(((row["place"], row["name"]) for row in select(store, _PLACES)), reverse=True))
    countries = dict(sorted(((row["place"], row["country"]) for row in select(store, _COUNTRIES)), reverse=True))
    licences = licence_of_graphs(store)
    wanted = ("thing", "scheme", "code", "claim")
    for row in sorted(select(store, _LINKS), key=lambda row: [row.get(name, "") for name in (*wanted, *sorted(row))]):
        thing, actor = row["thing"], held.actors.get(row["thing"])
        yield [
            thing,
            code(thing),
            actor.name if actor else names.get(thing, ""),
            actor.country if actor else code(countries.get(thing, "")),
            actor.type if actor else "place" if thing in names else "",
            code(row.get("scheme", "")),
            row["code"],
            *(code(row.get(name, "")) for name in ("match", "basis", "inference")),
            row.get("withdrawnAt", ""),
            actor.successor if actor else "",
            titles.get(row.get("source", ""), ""),
            *(row.get(name, "") for name in ("source", "target", "claim")),
            licences.get(row["graph"], ""),
        ]


CONCORDANCE: Final = Table(
    "concordance",
    ("Concordance", "Konkordans"),
    columns(
        (
            *("actorIri", "key", "name", "country", "type", "scheme", "code", "match", "basis", "inference"),
            *("withdrawnAt", "successorIri", "source", "sourceIri", "target", "claimIri", "licence"),
        )
    ),
    ("claimIri",),
    links,
)
