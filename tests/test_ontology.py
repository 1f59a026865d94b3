"""The ontology says what each term means, and the shapes name every fault an example can have, and only that one."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import needed
import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, Node, URIRef

ROOT: Final = Path(__file__).parents[1]
ONTOLOGY: Final = ROOT / "ontology"
EXAMPLES: Final = ONTOLOGY / "examples"
MUTATIONS: Final = sorted((EXAMPLES / "invalid").glob("*.ru"))
SHACL_SHACL: Final = Path("data-shapes/tests/core/complex/shacl-shacl-data-shapes.ttl")

OA: Final = Namespace("http://www.w3.org/ns/oa#")
MIR: Final = "https://w3id.org/munirel/def/"
TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
# What a shape says beside its constraints.
NO_CONSTRAINT: Final = {*TARGETS, SH.path, SH.property, SH.message, SH.severity}
LANGUAGES: Final = {"sv", "en"}


def test_the_valid_examples_have_no_fault() -> None:
    assert faults(valid_examples()) == Counter()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda path: path.stem)
def test_a_mutated_example_has_exactly_the_fault_its_file_is_named_after(mutation: Path) -> None:
    data = Graph() + valid_examples()
    data.update(mutation.read_text(encoding="utf-8"))
    assert set(faults(data)) == {mutation.stem}


def test_every_constraint_of_the_shapes_has_a_mutation() -> None:
    assert {mutation.stem for mutation in MUTATIONS} == set(constraints(shapes()))


def test_every_message_speaks_swedish_and_english() -> None:
    speakers = {shape for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
                for shape in shapes().subjects(RDF.type, kind)}  # fmt: skip
    assert {shape for shape in speakers if languages(shapes(), shape, SH.message) != LANGUAGES} == set()


def test_every_shape_has_a_name_of_its_own() -> None:
    named = {*shapes().subjects(RDF.type, SH.NodeShape), *shapes().subjects(RDF.type, SH.PropertyShape)}
    used = {*shapes().objects(None, SH.property), *shapes().objects(None, SH["not"])}
    assert all(isinstance(shape, URIRef) for shape in named | used)
    assert used <= named


def test_the_shapes_are_well_formed_by_the_shapes_of_shacl_itself() -> None:
    suite = needed.suites() / SHACL_SHACL
    conforms, _, text = pyshacl.validate(shapes(), shacl_graph=Graph().parse(suite), advanced=True)
    assert conforms, text


def test_every_example_quotes_its_text_to_the_letter() -> None:
    text = (EXAMPLES / "exempelkoping-andrar-kurs.txt").read_text(encoding="utf-8")
    found = valid_examples()
    for evidence, phrase in found.subject_objects(OA["exact"]):
        start, end = (int(str(found.value(evidence, OA[side]))) for side in ("start", "end"))
        assert text[start:end] == str(phrase)
    assert [str(digest) for digest in valid_examples().objects(None, URIRef(MIR + "sha256"))] == [
        hashlib.sha256(text.encode()).hexdigest()
    ]


def test_every_term_has_label_definition_and_home() -> None:
    faulty = {
        term
        for term in own_terms()
        if languages(ontology(), term, label_of(term)) != LANGUAGES
        or languages(ontology(), term, SKOS.definition) != LANGUAGES
        or ontology().value(term, RDFS.isDefinedBy) != URIRef(MIR.removesuffix("/"))
    }
    assert faulty == set()


def test_every_reused_term_is_declared_and_nothing_is_imported() -> None:
    declared = set(ontology().subjects(RDF.type))
    foreign = {term for term in {*ontology().predicates(), *ontology().objects(None, RDF.type)} if not built_in(term)}
    assert foreign <= declared
    assert list(ontology().objects(None, OWL.imports)) == []


def test_no_property_takes_both_things_and_literals() -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    counted = Counter(term for kind in kinds for term in ontology().subjects(RDF.type, kind))
    assert [term for term, count in counted.items() if count > 1] == []


def test_the_ontology_has_no_blank_nodes() -> None:
    assert all(isinstance(node, URIRef | Literal) for node in ontology().all_nodes())


def test_a_code_names_one_thing_in_one_scheme() -> None:
    written = Counter(subject for graph in ontology_files().values() for subject in set(graph.subjects()))
    assert [subject for subject, count in written.items() if count > 1] == []
    concepts = set(ontology().subjects(RDF.type, SKOS.Concept))
    homeless = {concept for concept in concepts if len(list(ontology().objects(concept, SKOS.inScheme))) != 1}
    assert homeless == {URIRef(MIR + "unknown")}


def test_every_kind_belongs_to_a_family_of_its_scheme() -> None:
    families = set(ontology().subjects(SKOS.topConceptOf, URIRef(MIR + "KindScheme")))
    kinds = set(ontology().subjects(SKOS.inScheme, URIRef(MIR + "KindScheme"))) - families
    assert families == {URIRef(MIR + code) for code in ("tie", "project", "network")}
    assert {ontology().value(kind, SKOS.broader) for kind in kinds} == families


def test_the_labels_of_grades_leave_room_for_the_date() -> None:
    labels = {(str(label), label.language) for label in ontology().objects(URIRef(MIR + "carried"), SKOS.prefLabel)
              if isinstance(label, Literal)}  # fmt: skip
    assert labels == {("senast belagd {date}", "sv"), ("last documented {date}", "en")}


def test_subjects_stand_in_alphabetical_order() -> None:
    for path in [*ontology_files(), *(ONTOLOGY / "shapes").glob("*.ttl")]:
        subjects = re.findall(r"^([a-z0-9]+:\S+) a ", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert subjects == sorted(subjects), path.name


def test_the_json_ld_context_knows_every_class_and_property() -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert {str(term) for kind in kinds for term in ontology().subjects(RDF.type, kind)} <= set(context())


def test_the_json_ld_context_takes_things_as_addresses() -> None:
    addresses = {iri for iri, type_ in context().items() if type_ == "@id"}
    assert {str(term) for term in ontology().subjects(RDF.type, OWL.ObjectProperty)} <= addresses


@cache
def valid_examples() -> Graph:
    """Return the union of the valid examples."""
    return union((EXAMPLES / "valid").glob("*.ttl"))


@cache
def shapes() -> Graph:
    """Return the shapes of every file."""
    return union((ONTOLOGY / "shapes").glob("*.ttl"))


@cache
def ontology_files() -> dict[Path, Graph]:
    """Return the core and each vocabulary by its path."""
    paths = [ONTOLOGY / "core.ttl", *sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))]
    return {path: Graph().parse(path) for path in paths}


@cache
def ontology() -> Graph:
    """Return the core and the vocabularies as one graph."""
    return union(ontology_files())


def union(paths: Iterator[Path] | dict[Path, Graph]) -> Graph:
    """Return what the Turtle files say together."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def faults(data: Graph) -> Counter[str]:
    """Return how often each shape and constraint is broken, as "Claim-modality.MinCount"."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(), advanced=True, inplace=True)
    assert isinstance(report, Graph)
    return Counter(
        f"{local(report.value(result, SH.sourceShape))}."
        + local(report.value(result, SH.sourceConstraintComponent)).removesuffix("ConstraintComponent")
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def constraints(graph: Graph) -> Iterator[str]:
    """Yield each constraint of the shapes that report themselves, not of those that only serve a sh:or or sh:not."""
    for focused in {shape for target in TARGETS for shape in graph.subjects(target)}:
        for shape in graph.transitive_objects(focused, SH.property):
            for parameter in set(graph.predicates(shape)) - NO_CONSTRAINT:
                if str(parameter).startswith(str(SH)):
                    name = local(parameter)
                    yield f"{local(shape)}.{'SPARQL' if name == 'sparql' else name[0].upper() + name[1:]}"


def own_terms() -> set[Node]:
    """Return the terms and concepts of the project's own namespace."""
    return {term for term in ontology().subjects() if str(term).startswith(MIR)}


def label_of(term: Node) -> URIRef:
    """Return the property that names a term: concepts and schemes have preferred labels."""
    kinds = set(ontology().objects(term, RDF.type))
    return SKOS.prefLabel if kinds & {SKOS.Concept, SKOS.ConceptScheme} else RDFS.label


def languages(graph: Graph, subject: Node, path: Node) -> set[str | None]:
    """Return the languages of a property's texts; a language that occurs twice counts as none."""
    counted = Counter(text.language for text in graph.objects(subject, path) if isinstance(text, Literal))
    return {language if count == 1 else None for language, count in counted.items()}


def built_in(term: Node) -> bool:
    """Say whether OWL, RDF or RDFS themselves define the term."""
    return str(term).startswith((str(OWL), str(RDF), str(RDFS)))


@cache
def context() -> dict[str, str]:
    """Return the type of values, or nothing, by the IRI of each term of the JSON-LD context."""
    written = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    terms = {
        name: entry if isinstance(entry, dict) else {"@id": entry} for name, entry in written.items() if name[0] != "@"
    }
    expanded = {}
    for entry in terms.values():
        prefix, _, rest = entry["@id"].partition(":")
        iri = terms[prefix]["@id"] + rest if prefix in terms else entry["@id"]
        expanded[iri] = entry.get("@type", "")
    return expanded


def local(term: Node | None) -> str:
    """Return the last part of an IRI."""
    return re.split("[/#]", str(term))[-1]
