"""One thing with everything said of it, as a graph: itself, the claims about it with their evidence, and labels."""

from typing import Final

from lulea_kg.stores import Store

_DESCRIPTION: Final = """
PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?node ?property ?value . ?value skos:prefLabel ?label } WHERE {
  {
    BIND(<%(thing)s> AS ?node)
  } UNION {
    <%(thing)s> mir:states|oa:hasTarget|prov:hadPrimarySource ?node
  } UNION {
    ?node mir:ofCooperation|mir:hasParty <%(thing)s>
  } UNION {
    ?node mir:states/(mir:phaseOf?/mir:hasParty?) <%(thing)s> . ?node a mir:Claim
  } UNION {
    ?claim mir:states/(mir:phaseOf?/mir:hasParty?) <%(thing)s> ; a mir:Claim ; mir:states|oa:hasTarget ?node
  } UNION {
    ?node prov:hadPrimarySource|mir:snapshotOf <%(thing)s>
  }
  ?node ?property ?value .
  OPTIONAL { ?value skos:prefLabel ?label }
}"""
_FACTS: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?property ?propertyLabel ?value ?lang (MIN(?name) AS ?valueLabel) WHERE {
  <%(thing)s> ?property ?value .
  BIND(LANG(?value) AS ?lang)
  OPTIONAL { ?property rdfs:label ?propertyLabel FILTER(LANG(?propertyLabel) = "%(lang)s") }
  OPTIONAL { ?value skos:prefLabel|rdfs:label ?own FILTER(LANG(?own) IN ("", "%(lang)s")) }
  OPTIONAL { ?value dct:title ?title FILTER(LANG(?title) = "%(lang)s") }
  OPTIONAL { ?value dct:title ?other }
  BIND(COALESCE(?own, ?title, ?other) AS ?name)
} GROUP BY ?property ?propertyLabel ?value ?lang ORDER BY ?propertyLabel ?property ?valueLabel ?value"""


def graph(store: Store, thing: str) -> bytes:
    """Return the description of `thing` as N-Triples; empty when nothing is said of it."""
    return store.query(_DESCRIPTION % {"thing": thing})


def facts_query(thing: str, lang: str) -> str:
    """Return the query for the facts about `thing`: property, value, and their labels in `lang` where there are any."""
    return _FACTS % {"thing": thing, "lang": lang}
