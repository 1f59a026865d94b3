"""The catalogue lists each published file once, and is valid by the European shapes and by the Swedish ones."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import needed
import pyshacl
import pytest
from invented import BASE, lulea
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, BNode, Graph, Literal, Namespace, Node, URIRef

from lulea_kg.catalogue.dcat import catalogue
from lulea_kg.catalogue.holdings import holdings, published
from lulea_kg.exports.graphs import write
from lulea_kg.iris import mint
from lulea_kg.release import NAMES

SITE: Final = "https://kommun.example"
PROFILE: Final = needed.ROOT / "ontology" / "profiles" / "dcat-ap-se.ttl"
SHACL_SHACL: Final = Path("data-shapes/tests/core/complex/shacl-shacl-data-shapes.ttl")
EUROPEAN: Final = ("dcat-ap-SHACL.fixed.ttl", "ranges.fixed.ttl")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
# What a manifest may say besides: then the catalogue follows every recommendation that it can.
SAID: Final[dict[str, Any]] = {
    "contact": "data@kommun.example",
    "publisherType": "LocalAuthority",
    "language": ["SWE"],
    "spatial": ["http://publications.europa.eu/resource/authority/country/SWE"],
    "temporal": {"start": "1950-01-01", "end": "2020-12-31"},
}
# Catalogues do not repeat what others say of their own; the European shapes want to see it.
BACKGROUND: Final = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix iana: <https://www.iana.org/assignments/media-types/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@base <http://publications.europa.eu/resource/authority/> .
<http://creativecommons.org/publicdomain/zero/1.0/> a dct:LicenseDocument .
<http://creativecommons.org/licenses/by/4.0/> a dct:LicenseDocument .
<http://creativecommons.org/licenses/by-sa/4.0/> a dct:LicenseDocument .
<access-right/PUBLIC> a dct:RightsStatement .
<country/SWE> a dct:Location .
<data-theme> a skos:ConceptScheme ; dct:title "Data theme"@en .
<data-theme/GOVE> a skos:Concept ; skos:prefLabel "Government and public sector"@en .
<data-theme/INTR> a skos:Concept ; skos:prefLabel "International issues"@en .
<file-type/ATOM> a dct:MediaTypeOrExtent .
<file-type/CSV> a dct:MediaTypeOrExtent .
<file-type/JSON> a dct:MediaTypeOrExtent .
<file-type/JSON_LD> a dct:MediaTypeOrExtent .
<file-type/RDF_N_QUADS> a dct:MediaTypeOrExtent .
<file-type/RDF_TURTLE> a dct:MediaTypeOrExtent .
<file-type/RDF_XML> a dct:MediaTypeOrExtent .
<file-type/SPARQLQRES> a dct:MediaTypeOrExtent .
<frequency/IRREG> a dct:Frequency .
<language/ENG> a dct:LinguisticSystem .
<language/SWE> a dct:LinguisticSystem .
<http://purl.org/adms/publishertype/LocalAuthority> a skos:Concept ; skos:prefLabel "Local authority"@en .
iana:application\\/atom\\+xml a dct:MediaType .
iana:application\\/csvm\\+json a dct:MediaType .
iana:application\\/gzip a dct:MediaType .
iana:application\\/json a dct:MediaType .
iana:application\\/ld\\+json a dct:MediaType .
iana:application\\/n-quads a dct:MediaType .
iana:application\\/rdf\\+xml a dct:MediaType .
iana:text\\/csv a dct:MediaType .
iana:text\\/turtle a dct:MediaType .
spdx:checksumAlgorithm_sha256 a spdx:ChecksumAlgorithm .
# True of everything; the shapes of ranges ask for it.
<https://kommun.example/sparql> a <http://www.w3.org/2000/01/rdf-schema#Resource> .
"""
PREFIXES: Final = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcatap: <http://data.europa.eu/r5r/>
PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> BASE <https://kommun.example/>
"""


def lost(type_: str, property_: str) -> str:
    return f"DELETE {{ ?x {property_} ?v }} WHERE {{ ?x a {type_} ; {property_} ?v }}"


def put(type_: str, property_: str, value: str) -> str:
    return (
        f"DELETE {{ ?x {property_} ?v }} INSERT {{ ?x {property_} {value} }} "
        f"WHERE {{ ?x a {type_} OPTIONAL {{ ?x {property_} ?v }} }}"
    )


def added(type_: str, property_: str, value: str) -> str:
    return f"INSERT {{ ?x {property_} {value} }} WHERE {{ ?x a {type_} }}"


# What goes wrong in a catalogue, by the shape that says so.
MUTATIONS: Final = {
    "Agent-class": "DELETE { ?x a ?t } WHERE { ?x a foaf:Agent , ?t }",
    "Agent-name": lost("foaf:Agent", "foaf:name"),
    "Agent-type-choice": put("foaf:Agent", "dct:type", "<http://purl.org/adms/publishertype/Kommun>"),
    "Catalog-dataset": lost("dcat:Catalog", "dcat:dataset"),
    "Catalog-description": put("dcat:Catalog", "dct:description", '"Utan språk"'),
    "Catalog-homepages": added("dcat:Catalog", "foaf:homepage", "<https://other.example/>"),
    "Catalog-issued": put("dcat:Catalog", "dct:issued", '"i fjol"'),
    "Catalog-language": put("dcat:Catalog", "dct:language", '"sv"'),
    "Catalog-licence": put("dcat:Catalog", "dct:license", "<http://creativecommons.org/licenses/by/4.0/>"),
    "Catalog-modified": added("dcat:Catalog", "dct:modified", '"2020-01-01"^^xsd:date'),
    "Catalog-publisher": lost("dcat:Catalog", "dct:publisher"),
    "Catalog-record": added("dcat:Catalog", "dcat:record", "<record>"),
    "Catalog-title": lost("dcat:Catalog", "dct:title"),
    "Checksum-algorithm": lost("spdx:Checksum", "spdx:algorithm"),
    "Checksum-value": put("spdx:Checksum", "spdx:checksumValue", '"ABCDEF"'),
    "ContactPoint-email": lost("vcard:Kind", "vcard:hasEmail"),
    "ContactPoint-name": lost("vcard:Kind", "vcard:fn"),
    "ContactPoint-publisher": added("vcard:Kind", "a", "foaf:Agent"),
    "ContactPoint-type": added("vcard:Kind", "a", "vcard:Individual"),
    "DataService-access": put("dcat:DataService", "dct:accessRights", "<open>"),
    "DataService-endpoint": lost("dcat:DataService", "dcat:endpointURL"),
    "DataService-licence": added("dcat:DataService", "dct:license", "<https://licence.example/>"),
    "DataService-title": lost("dcat:DataService", "dct:title"),
    "Dataset-access": put("dcat:Dataset", "dct:accessRights", '"open"'),
    "Dataset-description": lost("dcat:Dataset", "dct:description"),
    "Dataset-frequency": put("dcat:Dataset", "dct:accrualPeriodicity", '"sometimes"'),
    "Dataset-issued": put("dcat:Dataset", "dct:issued", '"i fjol"'),
    "Dataset-keyword": added("dcat:Dataset", "dcat:keyword", '"vänort"'),
    "Dataset-language": added("dcat:Dataset", "dct:language", '"sv"'),
    "Dataset-modified": put("dcat:Dataset", "dct:modified", '"2020-01-01"'),
    "Dataset-publisher": added("dcat:Dataset", "dct:publisher", "<another>") + "; INSERT DATA "
    '{ <another> a foaf:Agent ; foaf:name "Another" }',
    "Dataset-theme": added("dcat:Dataset", "dcat:theme", "<theme/international>"),
    "Dataset-title": lost("dcat:Dataset", "dct:title"),
    "Distribution-access": lost("dcat:Distribution", "dcat:accessURL"),
    "Distribution-download": put("dcat:Distribution", "dcat:downloadURL", "<urn:x:file>"),
    "Distribution-formats": added("dcat:Distribution", "dct:format", '"text/csv"'),
    "Distribution-issued": put("dcat:Distribution", "dct:issued", '"2020-13"'),
    "Distribution-licence": added("dcat:Distribution", "dct:license", "<https://licence.example/>"),
    "Distribution-modified": put("dcat:Distribution", "dct:modified", '"nyss"'),
    "Distribution-size": put("dcat:Distribution", "dcat:byteSize", '"12 kB"'),
    "HighValue": added(
        "dcat:Dataset", "dcatap:applicableLegislation", "<http://data.europa.eu/eli/reg_impl/2023/138/oj>"
    ),
    "Licence": put("dcat:Distribution", "dct:license", "<https://creativecommons.org/licenses/by/4.0>"),
    "PeriodOfTime-end": put("dct:PeriodOfTime", "dcat:endDate", '"nu"'),
    "PeriodOfTime-start": added("dct:PeriodOfTime", "dcat:startDate", '"2001"^^xsd:gYear'),
}
NAMELESS: Final = {
    "Agent-iri": FOAF.Agent,
    "Catalog-iri": DCAT.Catalog,
    "ContactPoint-iri": VCARD.Kind,
    "Dataset-iri": DCAT.Dataset,
    "Distribution-iri": DCAT.Distribution,
}


@cache
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((lulea() / "manifest.json").read_bytes())
    return found


def sizes() -> dict[str, int]:
    return {name: (lulea() / name).stat().st_size for name in published(manifest())}


def listed(**said: object) -> Graph:
    about = manifest() | said
    return Graph().parse(data=catalogue(about, sizes(), SITE), format="nt")


@cache
def swedish() -> Graph:
    return Graph().parse(PROFILE)


def faults(data: Graph, shapes: Graph, severity: URIRef = SH.Violation) -> set[str]:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = report.subjects(SH.resultSeverity, severity)
    return {str(report.value(result, SH.sourceShape)).rpartition("/")[2] for result in found}


@pytest.mark.parametrize("said", [{}, SAID], ids=["as built", "with all that may be said"])
@pytest.mark.parametrize("shapes", EUROPEAN)
def test_the_catalogue_is_valid_by_the_european_shapes(said: dict[str, object], shapes: str) -> None:
    known = listed(**said) + Graph().parse(data=BACKGROUND, format="turtle")
    assert faults(known, Graph().parse(needed.suites() / "dcat-ap" / shapes)) == set()


@pytest.mark.parametrize("said", [{}, SAID], ids=["as built", "with all that may be said"])
def test_the_catalogue_is_valid_by_the_swedish_shapes(said: dict[str, object]) -> None:
    assert faults(listed(**said), swedish()) == set()


def test_of_what_is_recommended_only_the_unknown_is_missing() -> None:
    missing = faults(listed(), swedish(), SH.Info) | faults(listed(), swedish(), SH.Warning)
    assert missing == {
        *("Agent-type", "DataService-contact", "Dataset-contact", "Dataset-spatial", "Dataset-temporal"),
        # Since when each has been published is not known.
        *("Distribution-availability", "Catalog-issued-wanted", "Dataset-issued-wanted"),
    }


@pytest.mark.parametrize("example", ["obligatoriskt", "rekommenderat"])
@pytest.mark.parametrize("suffix", ["rdf", "ttl"])
def test_the_official_examples_are_valid_by_the_swedish_shapes(example: str, suffix: str) -> None:
    data = Graph().parse(needed.suites() / "dcat-ap" / "dcat-ap-se" / f"{example}.{suffix}")
    assert faults(data, swedish()) == set()


@pytest.mark.parametrize("shape", ["Catalog-licence", "ContactPoint-email", "Dataset-publisher", "Distribution-access"])
def test_an_official_example_that_was_mutated_has_exactly_the_fault_of_the_shape(shape: str) -> None:
    data = Graph().parse(needed.suites() / "dcat-ap" / "dcat-ap-se" / "rekommenderat.ttl")
    data.update(PREFIXES + MUTATIONS[shape].replace("vcard:Kind", "vcard:Organization"))
    assert faults(data, swedish()) == {shape}


def test_the_swedish_shapes_are_well_formed_by_the_shapes_of_shacl_itself() -> None:
    suite = Graph().parse(needed.suites() / SHACL_SHACL)
    assert faults(swedish(), suite) == set()


def test_every_message_speaks_swedish_and_english() -> None:
    spoken: dict[Node, set[str | None]] = defaultdict(set)
    for shape, message in swedish().subject_objects(SH.message):
        spoken[shape].add(message.language if isinstance(message, Literal) else None)
    assert {frozenset(languages) for languages in spoken.values()} == {frozenset({"sv", "en"})}


@pytest.mark.parametrize("shape", MUTATIONS)
def test_a_mutated_catalogue_has_exactly_the_fault_of_the_shape(shape: str) -> None:
    data = listed(**SAID)
    data.update(PREFIXES + MUTATIONS[shape])
    assert faults(data, swedish()) == {shape}


@pytest.mark.parametrize("shape", NAMELESS)
def test_what_each_harvest_must_find_again_has_a_name(shape: str) -> None:
    data, renamed = listed(**SAID), Graph()
    nameless = {thing: BNode() for thing in data.subjects(RDF.type, NAMELESS[shape])}
    for s, p, o in data:
        renamed.add((nameless.get(s, s), p, nameless.get(o, o)))
    assert faults(renamed, swedish()) == {shape}


def test_every_rule_that_can_be_broken_is_broken_by_a_mutation() -> None:
    shapes = swedish()
    named = {str(s).rpartition("/")[2]: s for s in shapes.subjects(SH.message)}
    broken = {
        name for name, s in named.items() if not shapes.value(s, SH.severity) and not shapes.value(s, SH.property)
    }
    assert {*MUTATIONS, *NAMELESS} == broken


def test_every_published_file_is_listed_once_with_its_checksum_and_size() -> None:
    graph, found = listed(), []
    for distribution, where in graph.subject_objects(DCAT.downloadURL):
        checksum = graph.value(distribution, SPDX.checksum)
        digest = graph.value(checksum, SPDX.checksumValue)
        assert len(list(graph.subjects(DCAT.distribution, distribution))) == 1
        found.append((str(where), str(digest), int(str(graph.value(distribution, DCAT.byteSize)))))
    files = {name: digest for name, digest in manifest()["files"].items() if name != NAMES}
    assert sorted(found) == sorted((f"{SITE}/data/{name}", files[name], sizes()[name]) for name in files)


def test_a_dataset_has_the_name_that_the_graph_gives_it_and_three_formats() -> None:
    graph, told = listed(), Graph().parse(lulea() / "datasets" / "lulea.ttl")
    [dataset] = told.subjects(RDF.type, DCAT.Dataset)
    formats = [graph.value(d, DCTERMS["format"]) for d in graph.objects(dataset, DCAT.distribution)]
    assert {str(format_).rpartition("/")[2] for format_ in formats} == {"RDF_TURTLE", "JSON_LD", "RDF_XML"}


def test_a_dataset_under_a_base_of_its_own_keeps_its_name_and_one_from_a_dump_is_listed() -> None:
    key = mint("dataset", "exempelkoping")
    files = {"datasets/exempelkoping.ttl": "0a", "datasets/grannkommun.ttl": "0b"}
    graphs = {f"{BASE}/graph/dataset/{key}": "00"}
    about = manifest()["datasets"][0] | {"name": "exempelkoping"}
    held = holdings(manifest() | {"datasets": [about], "graphs": graphs, "files": files}, SITE)
    assert [(holding.key, holding.iri) for holding in held[1:]] == [
        ("exempelkoping", f"{BASE}/id/dataset/{key}"),
        ("grannkommun", f"{manifest()['base']}/id/dataset/{mint('dataset', 'grannkommun')}"),
    ]


def test_every_dataset_described_is_in_the_catalogue() -> None:
    graph = listed()
    assert set(graph.objects(URIRef(f"{SITE}/catalog"), DCAT.dataset)) == set(graph.subjects(RDF.type, DCAT.Dataset))


def test_each_part_keeps_its_licence_and_the_whole_has_the_strictest() -> None:
    graph = listed()

    def licences(name: str) -> Iterator[str]:
        distribution = graph.value(None, DCAT.downloadURL, URIRef(f"{SITE}/data/{name}"))
        yield from map(str, graph.objects(distribution, DCTERMS.license))

    names = ("datasets/lulea.ttl", "datasets/places.ttl", "dump.nq.gz")
    assert [found.rpartition("org/")[2] for name in names for found in licences(name)] == [
        *("publicdomain/zero/1.0/", "licenses/by/4.0/", "licenses/by/4.0/"),
    ]


def test_without_an_address_to_write_to_there_is_no_contact() -> None:
    contacts = [set(listed(contact=given).objects(None, VCARD.hasEmail)) for given in ("", "kommunen", "a b@c")]
    assert contacts == [set(), set(), set()]


def test_a_web_address_to_turn_to_is_a_page_about_each_part() -> None:
    graph = listed(contact="https://kommun.example/kontakt")
    assert (None, DCAT.contactPoint, None) not in graph
    assert set(graph.objects(None, FOAF.page)) == {URIRef("https://kommun.example/kontakt")}


@pytest.mark.parametrize(
    ("format_", "reader"), [("ttl", RdfFormat.TURTLE), ("rdf", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD)]
)
def test_the_catalogue_reads_back_from_every_format(format_: str, reader: RdfFormat) -> None:
    ntriples = catalogue(manifest(), sizes(), SITE)
    read = {quad.triple for quad in parse(write(ntriples, format_), format=reader)}
    assert read == {quad.triple for quad in parse(ntriples, format=RdfFormat.N_TRIPLES)}


def test_the_same_release_gives_the_same_catalogue_without_blank_nodes() -> None:
    first, again = (catalogue(manifest(), sizes(), SITE) for _ in range(2))
    assert first == again
    assert not re.search(rb"(^| )_:", first)
