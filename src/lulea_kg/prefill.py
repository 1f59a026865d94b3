"""What a graph holds of one municipality, as the rows of a template: to be looked through, corrected, added to."""

from collections.abc import Iterator
from typing import Final

from lulea_kg.answers import KnowledgeGraph
from lulea_kg.spelling import slug
from lulea_kg.stores import select
from lulea_kg.terms import code

Rows = list[dict[str, str]]
_CLAIMS: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT * WHERE {
  VALUES ?subject { <%s> }
  ?relation mir:hasParty ?subject .
  ?phase mir:phaseOf ?relation ; mir:status ?status ; mir:kind ?kind .
  ?claim mir:states ?phase ; mir:modality ?modality ; mir:method ?method ; mir:basis ?basis ; mir:assertedBy ?asserter ;
    prov:hadPrimarySource ?source .
  FILTER NOT EXISTS { ?claim mir:withdrawnAt ?withdrawn }
  ?source dct:identifier ?sourceKey ; dct:title ?title ; mir:sourceType ?sourceType ; dct:publisher ?publisher ;
    dct:language ?language ; mir:retrievedAt ?retrieved .
  FILTER(!REGEX(?sourceKey, "^[a-z2-7]{10}$"))
  OPTIONAL { ?source mir:published ?published }
  OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?relation mir:hasParty ?partner . FILTER(?partner != ?subject) }
  OPTIONAL { ?relation mir:counterpartTerritory ?territory }
  OPTIONAL { ?phase mir:edtf ?edtf }
  OPTIONAL { ?claim mir:saidAt ?said }
  OPTIONAL { ?claim mir:inference ?inference }
  OPTIONAL { ?claim skos:note ?note }
}"""
_ACTOR: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?type ?country ?role WHERE {
  GRAPH ?graph { <%s> a ?type . ?graph dct:isPartOf ?dataset }
  ?dataset mir:datasetRole ?role .
  OPTIONAL { <%s> mir:inCountry ?country }
}"""
_TYPES: Final = {
    "Municipality": "municipality",
    "LocalAuthority": "local-authority",
    "Network": "network",
    "Person": "person",
}


def rows(kg: KnowledgeGraph, municipality: str) -> dict[str, Rows]:
    """Return the rows of actors, sources and claims that speak of a municipality, given by its IRI."""
    claims: Rows = []
    sources: dict[str, dict[str, str]] = {}
    things: set[str] = {municipality}
    for row in sorted(select(kg.store, _CLAIMS % municipality), key=lambda row: (row.get("partner", ""), row["claim"])):
        since, _, until = row.get("edtf", "").partition("/")
        things |= {row["publisher"], row["asserter"], *filter(None, [row.get("partner")])}
        sources[row["sourceKey"]] = {
            "key": row["sourceKey"],
            "type": code(row["sourceType"]),
            "title": row["title"],
            "publisher": kg.names.label(row["publisher"]),
            "url": row.get("url", ""),
            "published": row.get("published", ""),
            "retrieved": row["retrieved"],
            "language": row["language"],
        }
        claims.append(
            {
                "key": code(row["claim"]),
                "source": row["sourceKey"],
                "subject": kg.names.label(municipality),
                "partner": kg.names.label(row["partner"]) if "partner" in row else "",
                "territory": code(row["territory"]) if "territory" in row else "",
                "kind": code(row["kind"]),
                "status": code(row["status"]),
                "since": since,
                "until": until,
                "as_of": row.get("said", ""),
                "modality": code(row["modality"]),
                "asserted_by": "" if row["asserter"] == row["publisher"] else kg.names.label(row["asserter"]),
                "basis": code(row["basis"]),
                "inference": code(row["inference"]) if "inference" in row else "",
                "method": code(row["method"]),
                "note": row.get("note", ""),
            }
        )
    return {"actors": list(_actors(kg, things)), "sources": list(sources.values()), "claims": claims}


def _actors(kg: KnowledgeGraph, things: set[str]) -> Iterator[dict[str, str]]:
    """Yield the actors that no reference dataset describes: those always come along."""
    for iri in sorted(thing for thing in things if "/id/actor/" in thing):
        found = list(select(kg.store, _ACTOR % (iri, iri)))
        if any(row["role"] == "reference" for row in found):
            continue
        kinds = {_TYPES.get(code(row["type"]).rpartition("#")[2], "organization") for row in found}
        countries = [code(row["country"]) for row in found if "country" in row]
        country = next(iter(countries), "")
        yield {
            "key": "-".join(filter(None, (country.lower(), slug(kg.names.label(iri))))),
            "type": min(kinds, key=[*_TYPES.values(), "organization"].index, default="organization"),
            "name": kg.names.label(iri),
            "country": country,
        }
