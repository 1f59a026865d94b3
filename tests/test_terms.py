"""Code and ontology know the same terms: none is used that is not declared, none is declared that nothing uses."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

import lulea_kg
from lulea_kg import datasets, files, terms
from lulea_kg.gather import gather
from lulea_kg.terms import KIND_FAMILY, MIR, MODALITIES, PREFIXES, STATUS_AXIS

CODE: Final = Path(lulea_kg.__file__).parent
ONTOLOGY, QUERIES, DATA = (files.shipped(folder) for folder in ("ontology", "queries", "data"))
# A term as it stands in Turtle and SPARQL, as an address, and as the code puts it together.
TERM: Final = re.compile(r"(?:\bmir:|munirel/def/|\{MIR\}|\bMIR \+ \")([A-Za-z][\w-]*)")
PLACES: Final = (
    "queries",
    "ontology/rules",
    "ontology/checks",
    "ontology/weaknesses",
    "ontology/shapes",
    "data",
    "code",
)


@cache
def ontology() -> Graph:
    """Return the core and the vocabularies."""
    graph = Graph()
    for path in (ONTOLOGY / "core.ttl", *sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))):
        graph.parse(path)
    return graph


@cache
def declared() -> set[str]:
    """Return the codes of the terms and concepts the ontology declares."""
    return {code(term) for term in set(ontology().subjects(RDF.type)) if str(term).startswith(MIR)}


@cache
def written(place: str) -> dict[str, set[str]]:
    """Return the terms that stand in the files of a place, by file."""
    head, _, folder = place.partition("/")
    roots = {"queries": QUERIES, "data": DATA, "code": CODE, "ontology": ONTOLOGY / folder}
    paths = [path for path in sorted(roots[head].rglob("*")) if path.suffix in (".rq", ".ttl", ".py")]
    return {path.name: set(TERM.findall(path.read_text(encoding="utf-8"))) for path in paths}


@cache
def stated() -> set[str]:
    """Return the terms of what the shipped data state once read, tables and all."""
    store = gather(datasets.choose([DATA], ["all"]), [], terms.DEFAULT_BASE).store
    graphs = [graph for graph in store.graphs() if not graph.endswith("/graph/ontology")]
    nodes = {str(node) for graph in graphs for quad in store.quads(graph) for node in (quad.predicate, quad.object)}
    return {node[1:-1].removeprefix(MIR) for node in nodes if node.startswith(f"<{MIR}")}


def code(term: object) -> str:
    """Return the code of a term."""
    return str(term).removeprefix(MIR)


def in_scheme(name: str) -> Iterator[URIRef]:
    """Yield the concepts of a scheme."""
    return (
        term for term in ontology().subjects(SKOS.inScheme, URIRef(f"{MIR}{name}Scheme")) if isinstance(term, URIRef)
    )


@pytest.mark.parametrize("axis", ["standing", "activity", "priority", "listing"])
def test_the_statuses_of_an_axis_are_those_of_its_scheme(axis: str) -> None:
    own = {status for status, of_axis in STATUS_AXIS.items() if of_axis == axis}
    assert own == {code(concept) for concept in in_scheme(axis.title())}


def test_there_are_no_more_axes() -> None:
    assert set(STATUS_AXIS.values()) == {"standing", "activity", "priority", "listing"}


def test_the_modalities_are_those_of_their_scheme() -> None:
    assert sorted(MODALITIES) == sorted(code(concept) for concept in in_scheme("Modality"))


def test_every_kind_is_of_the_family_its_scheme_says() -> None:
    families = {kind: ontology().value(kind, SKOS.broader) for kind in in_scheme("Kind")}
    assert {code(kind): code(family) for kind, family in families.items() if family} == KIND_FAMILY


def test_the_prefixes_are_those_of_the_json_ld_context() -> None:
    context = files.read_text(ONTOLOGY / "context.jsonld")
    assert [prefix for prefix, iri in PREFIXES.items() if f'"{prefix}": "{iri}"' not in context] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_term_used_is_declared(place: str) -> None:
    assert written(place)
    unknown = {file: found - declared() for file, found in written(place).items()}
    assert {file: found for file, found in unknown.items() if found} == {}


def test_every_term_the_shipped_data_state_is_declared() -> None:
    assert stated() - declared() == set()


def test_every_declared_term_is_used() -> None:
    used = {term for place in PLACES for found in written(place).values() for term in found} | stated()
    # What a claims table may say though no shipped row does, and what a row says that names no method.
    used |= {*STATUS_AXIS, *MODALITIES, *KIND_FAMILY, *KIND_FAMILY.values(), "table"}
    used |= {code(term) for relation in (SKOS.inScheme, RDFS.subClassOf) for term in ontology().objects(None, relation)}
    assert declared() - used == set()


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{MIR}in-force", "in-force"),
        ("http://publications.europa.eu/resource/authority/country/SWE", "SWE"),
        ("https://ex.example/id/actor/abc/", "abc"),
        ("plain", "plain"),
    ],
)
def test_a_code_is_what_tells_a_concept_from_its_neighbours(iri: str, expected: str) -> None:
    assert terms.code(iri) == expected
