"""A release in numbers: what its graphs hold, as VoID (https://www.w3.org/TR/void/), for who plans queries or links."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import Triple

from lulea_kg.catalogue.holdings import ALL, Holding, address, holdings, own
from lulea_kg.catalogue.triples import TYPE, about, iris, ntriples, texts, typed, words
from lulea_kg.rules import is_derived
from lulea_kg.stores import Store, select
from lulea_kg.terms import DCT, FOAF, MIR, PREFIXES, SKOS

_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = {
    ".jsonld": "http://www.w3.org/ns/formats/JSON-LD",
    ".nq.gz": "http://www.w3.org/ns/formats/N-Quads",
    ".rdf": "http://www.w3.org/ns/formats/RDF_XML",
    ".ttl": "http://www.w3.org/ns/formats/Turtle",
}
# Properties that lead to what others describe.
_LINKING: Final = (SKOS + "exactMatch", SKOS + "closeMatch", PREFIXES["owl"] + "sameAs", MIR + "inCountry")
_PROPERTIES: Final = "SELECT ?property (COUNT(*) AS ?count) WHERE { ?thing ?property ?value } GROUP BY ?property"
_CLASSES: Final = """SELECT ?class (COUNT(*) AS ?count) (MIN(STR(?thing)) AS ?example) WHERE { ?thing a ?class }
GROUP BY ?class"""
_LINKS: Final = f"""SELECT ?property ?space (COUNT(*) AS ?count) WHERE {{
  VALUES ?property {{ {" ".join(f"<{iri}>" for iri in _LINKING)} }}
  ?thing ?property ?other FILTER(isIRI(?other))
  BIND(REPLACE(STR(?other), "[^/#]+/?$", "") AS ?space)
}} GROUP BY ?property ?space"""
_PARTS: Final = """PREFIX dct: <http://purl.org/dc/terms/>
SELECT DISTINCT ?graph ?name WHERE { GRAPH ?graph { ?graph dct:isPartOf ?dataset } ?dataset dct:identifier ?name }"""
# What stays as it is when an IRI becomes part of another.
_READABLE: Final = ":/"
# Of these classes one thing each is shown as an example.
_SHOWN: Final = tuple(MIR + name for name in ("Claim", "Cooperation", "KnownState", "LocalAuthority", "Source"))


def counts(store: Store) -> dict[str, Any]:
    """Return what the description of a release counts, in one order.

    `properties` and `classes` count triples and things of the whole, `links` triples by property and the beginning of
    the IRIs they lead to, `examples` name one thing of a class, `parts` count the triples of each dataset, of the
    ontology, and of what was derived under each licence; a triple of several graphs counts once.
    """
    classes = sorted(select(store, _CLASSES), key=lambda row: row["class"])
    properties = {row["property"]: int(row["count"]) for row in select(store, _PROPERTIES)}
    links = [[row["property"], row["space"], int(row["count"])] for row in select(store, _LINKS)]
    return {
        "triples": sum(properties.values()),
        "properties": dict(sorted(properties.items())),
        "classes": {row["class"]: int(row["count"]) for row in classes},
        "examples": {row["class"]: row["example"] for row in classes if row.get("example")},
        "links": sorted(links),
        "parts": {name: _distinct(store, graphs) for name, graphs in sorted(_graphs_of_parts(store).items())},
    }


def void(manifest: Mapping[str, Any], site: str, counted: Mapping[str, Any]) -> bytes:
    """Return the VoID description of a release as N-Triples; `counted` is what `counts` returned of it."""
    whole, *parts = holdings(manifest, site)
    described = [part for part in parts if part.key in counted["parts"]]
    document, subject = f"{site}/.well-known/void", own(site, ALL)
    return ntriples(
        [
            *about(
                document,
                (TYPE, iris(_VOID + "DatasetDescription")),
                (FOAF + "primaryTopic", iris(subject)),
                (DCT + "modified", typed(manifest["referenceDate"], "date")),
            ),
            *_dataset(whole, manifest, site, counted["triples"]),
            *about(
                subject,
                (_VOID + "sparqlEndpoint", iris(f"{site}/sparql")),
                (_VOID + "exampleResource", iris(*_examples(counted))),
                (_VOID + "vocabulary", iris(*_vocabularies(counted))),
                (_VOID + "subset", iris(*(part.iri for part in described))),
            ),
            *(triple for part in described for triple in _dataset(part, manifest, site, counted["parts"][part.key])),
            *_partitions(document, subject, counted),
            *_linksets(manifest, document, subject, counted),
        ]
    )


def _dataset(holding: Holding, manifest: Mapping[str, Any], site: str, count: int) -> Iterator[Triple]:
    dumps = [name for name in holding.files if name.endswith(tuple(_FORMATS))]
    formats = [format_ for suffix, format_ in _FORMATS.items() if any(name.endswith(suffix) for name in dumps)]
    spaces = [f"{holding.iri.partition('/id/')[0]}/id/"] if holding.in_graph else _spaces(manifest)
    return about(
        holding.iri,
        (TYPE, iris(_VOID + "Dataset")),
        (DCT + "title", words(holding.title)),
        (DCT + "license", iris(holding.licence)),
        (DCT + "modified", typed(manifest["referenceDate"], "date")),
        (_VOID + "triples", typed(count, "integer")),
        (_VOID + "dataDump", iris(*(address(site, name) for name in dumps))),
        (_VOID + "feature", iris(*formats)),
        (_VOID + "uriSpace", texts(*spaces)),
    )


def _partitions(document: str, subject: str, counted: Mapping[str, Any]) -> Iterator[Triple]:
    """Yield how many things each class has, and how many triples each property."""
    for part, kind, amount, numbers in (
        ("classPartition", "class", "entities", counted["classes"]),
        ("propertyPartition", "property", "triples", counted["properties"]),
    ):
        for iri, count in numbers.items():
            partition = f"{document}#{kind}/{quote(iri, _READABLE)}"
            yield from about(subject, (_VOID + part, iris(partition)))
            yield from about(partition, (_VOID + kind, iris(iri)), (_VOID + amount, typed(count, "integer")))


def _linksets(manifest: Mapping[str, Any], document: str, subject: str, counted: Mapping[str, Any]) -> Iterator[Triple]:
    """Yield how many links lead to what others describe, by property and by whose IRIs they are."""
    own_things = tuple(_spaces(manifest))
    for property_, space, count in counted["links"]:
        if space.startswith(own_things):
            continue
        target = f"{document}#target/{quote(space, _READABLE)}"
        linkset = f"{document}#links/{quote(property_, _READABLE)}/{quote(space, _READABLE)}"
        yield from about(subject, (_VOID + "subset", iris(linkset)))
        yield from about(target, (TYPE, iris(_VOID + "Dataset")), (_VOID + "uriSpace", texts(space)))
        yield from about(
            linkset,
            (TYPE, iris(_VOID + "Linkset")),
            (_VOID + "linkPredicate", iris(property_)),
            (_VOID + "subjectsTarget", iris(subject)),
            (_VOID + "objectsTarget", iris(target)),
            (_VOID + "triples", typed(count, "integer")),
        )


def _spaces(manifest: Mapping[str, Any]) -> list[str]:
    """Return what the IRIs of the release's own things begin with: its base, and the bases of its datasets."""
    graphs = [graph for graph in manifest["graphs"] if "/graph/dataset/" in graph]
    bases = {manifest["base"], *(graph.partition("/graph/dataset/")[0] for graph in graphs)}
    return sorted(f"{base}/id/" for base in bases)


def _examples(counted: Mapping[str, Any]) -> list[str]:
    return [counted["examples"][class_] for class_ in _SHOWN if class_ in counted["examples"]]


def _vocabularies(counted: Mapping[str, Any]) -> list[str]:
    """Return the namespaces of all classes and properties in use."""
    return sorted({re.sub("[^/#]+$", "", iri) for iri in [*counted["classes"], *counted["properties"]]})


def _graphs_of_parts(store: Store) -> dict[str, list[str]]:
    """Return the named graphs of each dataset, of the ontology, and of what was derived under each licence."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in select(store, _PARTS):
        found[row["name"]].append(row["graph"])
    for graph in store.graphs():
        if is_derived(graph):
            found[f"derived-{graph.rpartition('/')[2]}"].append(graph)
        elif graph.endswith("/graph/ontology"):
            found["ontology"].append(graph)
    return found


def _distinct(store: Store, graphs: Sequence[str]) -> int:
    """Return how many triples some graphs hold together. One graph holds each once: only several need comparing."""
    named = " ".join(f"<{graph}>" for graph in sorted(graphs))
    triples = f"GRAPH {named} {{ ?s ?p ?o }}"
    if len(graphs) > 1:
        triples = f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?graph {{ {named} }} GRAPH ?graph {{ ?s ?p ?o }} }}"
    return next(int(row["count"]) for row in select(store, f"SELECT (COUNT(*) AS ?count) WHERE {{ {triples} }}"))
