"""The numbers of a release are those of its dump, counted by another library."""

import gzip
import json
from collections import Counter, defaultdict
from functools import cache
from typing import Any, Final

from invented import lulea
from rdflib import DCAT, DCTERMS, OWL, RDF, SKOS, VOID, Graph, Literal, URIRef

from lulea_kg.answers import open_release
from lulea_kg.catalogue.dcat import catalogue
from lulea_kg.catalogue.void import counts, void
from lulea_kg.terms import MIR

SITE: Final = "https://kommun.example"
WHOLE: Final = URIRef(f"{SITE}/catalog#all")


@cache
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((lulea() / "manifest.json").read_bytes())
    return found


@cache
def counted() -> dict[str, Any]:
    return counts(open_release(lulea()).store)


@cache
def described() -> Graph:
    return Graph().parse(data=void(manifest(), SITE, counted()), format="nt")


@cache
def graphs() -> dict[str, Graph]:
    """Return the named graphs of the dump."""
    lines = defaultdict(list)
    with gzip.open(lulea() / "dump.nq.gz", "rt", encoding="utf-8") as dump:
        for line in dump:
            triple, _, graph = line.rstrip(" .\n").rpartition(" ")
            lines[graph.strip("<>")].append(f"{triple} .")
    return {name: Graph().parse(data="\n".join(found), format="nt") for name, found in lines.items()}


@cache
def triples() -> Graph:
    """Return each triple of the dump once, whatever graphs it is in."""
    found = Graph()
    for graph in graphs().values():
        found += graph
    return found


def partitions(part: URIRef, kind: URIRef, amount: URIRef) -> dict[str, int]:
    graph = described()
    found = list(graph.objects(WHOLE, part))
    return {str(graph.value(node, kind)): int(str(graph.value(node, amount))) for node in found}


def test_the_whole_counts_each_triple_once() -> None:
    assert described().value(WHOLE, VOID.triples) == Literal(len(triples()))


def test_the_property_partitions_are_those_of_the_dump() -> None:
    found = Counter(str(p) for _, p, _ in triples())
    assert partitions(VOID.propertyPartition, VOID.property, VOID.triples) == found


def test_the_class_partitions_are_those_of_the_dump() -> None:
    found = Counter(str(o) for _, o in triples().subject_objects(RDF.type))
    assert partitions(VOID.classPartition, VOID["class"], VOID.entities) == found


def test_each_dataset_counts_what_its_dump_holds() -> None:
    graph, said = described(), dict[str, int]()
    for subset, where in graph.subject_objects(VOID.dataDump):
        name, _, suffix = str(where).rpartition("/")[2].rpartition(".")
        if suffix == "ttl":
            said[name] = int(str(graph.value(subset, VOID.triples)))
    assert said == {path.stem: len(Graph().parse(path)) for path in (lulea() / "datasets").glob("*.ttl")}


def test_a_triple_of_two_sources_of_one_dataset_counts_once() -> None:
    [dataset] = triples().subjects(DCTERMS.identifier, Literal("lulea"))
    mine = [graph for name, graph in graphs().items() if (URIRef(name), DCTERMS.isPartOf, dataset) in graph]
    assert counted()["parts"]["lulea"] == len({triple for graph in mine for triple in graph}) < sum(map(len, mine))


def test_the_linksets_count_the_links_to_others() -> None:
    links = (SKOS.exactMatch, SKOS.closeMatch, OWL.sameAs, URIRef(MIR + "inCountry"))
    found = Counter((str(p), space(str(o))) for p in links for o in triples().objects(None, p))
    graph = described()
    said = {
        (str(graph.value(linkset, VOID.linkPredicate)), str(graph.value(target, VOID.uriSpace))): int(
            str(graph.value(linkset, VOID.triples))
        )
        for linkset, target in graph.subject_objects(VOID.objectsTarget)
    }
    assert said == found


def space(iri: str) -> str:
    """Return where an IRI's last part begins: an address of GeoNames ends in a slash."""
    return iri.rstrip("/").rpartition("/")[0] + "/"


def test_every_example_is_a_thing_of_the_release() -> None:
    examples = list(described().objects(WHOLE, VOID.exampleResource))
    assert examples
    assert all((example, RDF.type, None) in triples() for example in examples)


def test_every_part_is_a_dataset_of_the_catalogue() -> None:
    listed = Graph().parse(data=catalogue(manifest(), {}, SITE), format="nt")
    parts = set(described().subjects(VOID.dataDump))
    assert parts <= set(listed.objects(URIRef(f"{SITE}/catalog"), DCAT.dataset))


def test_the_counts_are_the_same_each_time_and_survive_json() -> None:
    again = counts(open_release(lulea()).store)
    assert json.dumps(again) == json.dumps(counted())
    assert void(manifest(), SITE, json.loads(json.dumps(again))) == void(manifest(), SITE, counted())
