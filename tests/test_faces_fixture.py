"""The fixture of the faces says what it is for: one thing of every kind, and one of every fate of an identifier."""

import hashlib
import json
from typing import Final

import faces
import pytest
from rdflib import DCTERMS, FOAF, ORG, PROV, RDF, SKOS, Graph, Literal, Namespace, Node, URIRef

from lulea_kg.terms import TYPES, code

MIR: Final = Namespace("https://w3id.org/munirel/def/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
CLASSES: Final = {
    "municipality": MIR.Municipality,
    "merged": MIR.Municipality,
    "local-authority": MIR.LocalAuthority,
    "network": MIR.Network,
    "organisation": ORG.Organization,
    "person": FOAF.Person,
    "place": DCTERMS.Location,
    "plan": MIR.PlanProcess,
    "dataset": DCAT.Dataset,
    "source": MIR.Source,
    "snapshot": MIR.Snapshot,
    "claim": MIR.Claim,
    "evidence": OA.SpecificResource,
    "search": MIR.Search,
    "twin-town": MIR.Cooperation,
    "status-phase": MIR.StatusPhase,
    "focus-declaration": MIR.FocusDeclaration,
    "principle": MIR.Principle,
    "plan-stage": MIR.PlanStage,
    "mandate": MIR.Mandate,
    "decision": MIR.Decision,
    "event": MIR.Event,
    "closed-list": MIR.ClosedList,
    "identity-link": MIR.IdentityLink,
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return the dump of the fixture's release without the names of its graphs, read by rdflib."""
    triples = "".join(f"{quad.rpartition(' <')[0]} .\n" for quad in faces.quads())
    return Graph().parse(data=triples, format="nt")


def node(name: str) -> URIRef:
    return URIRef(faces.iri(name))


def said(graph: Graph, name: str) -> set[tuple[Node, Node]]:
    """Return everything that is said of a thing."""
    return set(graph.predicate_objects(node(name)))


def values(graph: Graph, name: str, predicate: Node) -> set[str]:
    return {str(value) for value in graph.objects(node(name), predicate)}


def states(graph: Graph, name: str) -> set[tuple[str, str]]:
    """Return the statuses that are known of a cooperation, and whether they are disputed."""
    known = set(graph.subjects(MIR.ofCooperation, node(name))) & set(graph.subjects(RDF.type, MIR.KnownState))
    return {(code(str(graph.value(state, MIR.status))), str(graph.value(state, MIR.disputed))) for state in known}


# The whole


def test_the_fixture_has_no_fault_and_every_phrase_stands_in_its_text() -> None:
    report = json.loads((faces.releases() / "current/report.json").read_bytes())
    assert (report["findings"], report["phrases"]["notRechecked"]) == ([], 0)
    assert report["phrases"]["checked"] == 8


def test_there_is_a_thing_of_every_type() -> None:
    assert {path.partition("/")[0] for path in faces.paths().values()} == set(TYPES)


def test_something_is_said_of_everything_that_has_a_name(graph: Graph) -> None:
    assert {name for name in faces.paths() if not said(graph, name)} == set()


@pytest.mark.parametrize("name", CLASSES)
def test_a_thing_is_what_its_name_says(graph: Graph, name: str) -> None:
    assert (RDF.type, CLASSES[name]) in said(graph, name)


def test_there_are_two_licences_under_two_bases(graph: Graph) -> None:
    by_base = {
        str(dataset).partition("/id/")[0]: str(licence)
        for dataset, licence in graph.subject_objects(DCTERMS.license)
        if "/id/dataset/" in str(dataset)
    }
    assert "/zero/" in by_base[faces.BASE]
    assert "/by/" in by_base[faces.NETWORK_BASE]


# Fates of identifiers


def test_the_merged_municipality_has_its_name_and_two_successors(graph: Graph) -> None:
    assert values(graph, "merged", SKOS.prefLabel) == {"Gammelhamn"}
    successors = {faces.iri("first-successor"), faces.iri("second-successor")}
    assert values(graph, "merged", MIR.successor) == successors
    assert values(graph, "merged", DCTERMS.isReplacedBy) == set()


def test_of_the_replaced_key_only_the_one_in_its_place_is_said(graph: Graph) -> None:
    assert said(graph, "replaced") == {(DCTERMS.isReplacedBy, node("municipality"))}


def test_of_the_key_that_several_replace_only_these_are_said(graph: Graph) -> None:
    others = [node("first-successor"), node("second-successor")]
    assert said(graph, "several") == {(DCTERMS.isReplacedBy, other) for other in others}


def test_the_withdrawn_claim_keeps_what_it_said_with_a_day_and_a_reason(graph: Graph) -> None:
    assert values(graph, "withdrawn-claim", MIR.withdrawnAt) == {"2026-01-15"}
    assert "<inte>" in values(graph, "withdrawn-claim", MIR.withdrawnReason).pop()
    assert values(graph, "withdrawn-claim", MIR.states) == {faces.iri("withdrawn-phase")}


def test_every_claim_of_the_withdrawn_source_is_withdrawn(graph: Graph) -> None:
    claims = list(graph.subjects(PROV.hadPrimarySource, node("withdrawn-source")))
    reasons = {str(graph.value(claim, MIR.withdrawnReason)) for claim in claims}
    assert (len(claims), reasons) == (2, {"listan gällde en annan kommun"})


def test_of_the_erased_person_the_day_and_the_reason_are_left(graph: Graph) -> None:
    assert {predicate for predicate, _ in said(graph, "erased-person")} == {MIR.erasedOn, MIR.erasedReason}
    assert list(graph.subjects(None, node("erased-person"))) == []


# What is known


def test_the_cooperations_are_in_force_ended_and_disputed(graph: Graph) -> None:
    assert states(graph, "twin-town") == {("in-force", "false"), ("active", "false"), ("prioritised", "false")}
    assert ("ended", "false") in states(graph, "ended")
    assert ("in-force", "true") in states(graph, "disputed")
    assert list(graph.subjects(MIR.ofCooperation, node("withdrawn-cooperation"))) == []


def test_the_quoted_words_stand_in_the_text_of_the_snapshot(graph: Graph) -> None:
    text = (faces.FACES / "snapshots/vanorter-2021.txt").read_text(encoding="utf-8")
    start, end = (int(str(graph.value(node("evidence"), OA[side]))) for side in ("start", "end"))
    assert values(graph, "evidence", OA.exact) == {text[start:end]} == {"Sedan 1972 är L'Exemple-sur-Rien vår vänort"}
    assert values(graph, "evidence", OA.hasSource) == {faces.iri("snapshot")}
    assert values(graph, "snapshot", MIR.sha256) == {hashlib.sha256(text.encode()).hexdigest()}


# What a page must write with care


@pytest.mark.parametrize(
    ("name", "predicate", "literal"),
    [
        ("municipality", SKOS.altLabel, Literal("Ö-köping <\"&\"> 'vid ån'", lang="sv")),
        ("apostrophe", SKOS.prefLabel, Literal("L'Exemple-sur-Rien")),
        ("cyrillic", SKOS.altLabel, Literal("Вымысловск", lang="ru")),
        ("right-to-left", SKOS.altLabel, Literal("مدينة المثال", lang="ar")),
        ("right-to-left-title", DCTERMS.title, Literal("المدن الصديقة (2023)", lang="ar")),
        ("script-title", DCTERMS.title, Literal('Vänorter <script>alert("vänort")</script> & fler', lang="sv")),
    ],
)
def test_names_and_titles_are_as_awkward_as_they_should_be(
    graph: Graph, name: str, predicate: Node, literal: Literal
) -> None:
    assert (predicate, literal) in said(graph, name)


def test_the_long_title_is_long_and_has_a_word_no_line_can_hold(graph: Graph) -> None:
    title = values(graph, "long-title", DCTERMS.title).pop()
    assert len(title) > 500
    assert max(map(len, title.split())) > 150
