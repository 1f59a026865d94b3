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
SELECT DISTINCT ?property ?propertyLabel ?value ?valueLabel WHERE {
  <%(thing)s> ?property ?value .
  OPTIONAL { ?property rdfs:label ?propertyLabel FILTER(LANG(?propertyLabel) = "%(lang)s") }
  OPTIONAL { ?value skos:prefLabel|dct:title|rdfs:label ?valueLabel FILTER(LANG(?valueLabel) IN ("", "%(lang)s")) }
} ORDER BY ?propertyLabel ?property ?valueLabel ?value"""


def graph(store: Store, thing: str) -> bytes:
    """Return the description of `thing` as N-Triples; empty when nothing is said of it."""
    return store.query(_DESCRIPTION % {"thing": thing})


def facts(store: Store, thing: str, lang: str) -> bytes:
    """Return the facts about `thing` with labels in `lang`, as SPARQL results JSON."""
    return store.query(_FACTS % {"thing": thing, "lang": lang})
