"""Three invented municipalities under a base of their own: tests/fixtures/three, built with no code and no new term."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from invented import build, dataset, run
from needed import ROOT

from lulea_kg.answers import KnowledgeGraph, open_release
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR

THREE: Final = ROOT / "tests/fixtures/three"
BASE: Final = "https://data.example.org/three"
ELSEWHERE: Final = "https://provberga.example/relasjoner"
MEMBERS: Final = ("exempelkoping", "provberga", "testnas")
TWINNED: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?a ?b WHERE { ?one mir:twinnedWith ?other ; skos:prefLabel ?a . ?other skos:prefLabel ?b }"""
# What a list says of a relation; no party has said anything.
LISTED: Final = {"kind": "twin-town", "axis": "listing", "status": "listed", "asserted_by": "Skogby"}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of the three."""
    return build(THREE, tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="module")
def three(release: Path) -> Iterator[KnowledgeGraph]:
    """Return the release of the three, opened."""
    with open_release(release) as kg:
        yield kg


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of an association, built from the dumps of its members' releases."""
    folder = tmp_path_factory.mktemp("joint")
    dumps = [build(THREE / member, folder / member) / "dump.nq.gz" for member in MEMBERS]
    return build(dumps, folder / "releases")


def answers(kg: KnowledgeGraph, name: str, columns: str, **values: str) -> list[tuple[object, ...]]:
    """Return some columns of the answer of a named query; as_of stands for as-of."""
    records = kg.ask(name, {option.replace("_", "-"): value for option, value in values.items()}).records()
    return [tuple(record[column] for column in columns.split()) for record in records]


def twins(release: Path) -> set[tuple[str, str]]:
    """Return who is twinned with whom in a release."""
    return {(row["a"], row["b"]) for row in select(EmbeddedStore(release / "store"), TWINNED)}


def source_graphs(folder: Path) -> dict[str, frozenset[str]]:
    """Return the content of every graph of a source under the base of the three."""
    store = EmbeddedStore(folder / "store")
    names = [graph for graph in store.graphs() if graph.startswith(f"{BASE}/graph/source/")]
    return {graph: frozenset(map(str, store.quads(graph))) for graph in names}


# Nothing new is needed


def test_the_fixture_is_data_and_nothing_else() -> None:
    assert {path.suffix for path in THREE.rglob("*") if path.is_file()} == {".toml", ".csv", ".ttl"}


def test_every_term_the_three_use_was_there_before(release: Path) -> None:
    store = EmbeddedStore(release / "store")
    own = [graph for graph in store.graphs() if graph.startswith(BASE) and not graph.endswith("/graph/ontology")]
    used = {iri for graph in own for quad in store.quads(graph) for iri in re.findall(rf"<({MIR}[^>]+)>", str(quad))}
    known = {quad.subject.value for quad in store.quads(f"{BASE}/graph/ontology") if hasattr(quad.subject, "value")}
    assert len(used) > 50
    assert used - known == set()


def test_everything_of_theirs_is_named_under_their_base(release: Path) -> None:
    query = f"SELECT DISTINCT ?c WHERE {{ ?c <{MIR}states> ?s ; <{MIR}recordedAt> ?d FILTER(STR(?d) = '2026-01-31') }}"
    claims = [row["c"] for row in select(EmbeddedStore(release / "store"), query)]
    assert len(claims) == 24
    assert {claim.partition("/id/")[0] for claim in claims} == {BASE}


# Who confirms whom


def test_what_both_say_is_independent_and_what_one_says_is_one_sided(three: KnowledgeGraph) -> None:
    assert answers(three, "one-sided", "town reciprocity", municipality="Provberga") == [
        ("Exempelköping", "independent"),
        ("Testnäs", "one-sided"),
        ("Återby", "one-sided"),
    ]


def test_a_twinning_that_the_other_calls_a_contact_is_disagreed_on_and_disputed(three: KnowledgeGraph) -> None:
    assert answers(three, "one-sided", "town", municipality="Testnäs", reciprocity="disagreeing") == [("Norrmåla",)]
    rows = answers(three, "disagreements", "town modality assertedBy", municipality="Testnäs", as_of="2021-12-31")
    assert rows == [
        ("Norrmåla", "asserted", "Testnäs"),
        ("Norrmåla", "asserted", "Norrmåla"),
        ("Norrmåla", "denied", "Norrmåla"),
    ]


# Across municipalities


def test_changes_with_a_country_are_found_across_municipalities(three: KnowledgeGraph) -> None:
    assert answers(three, "changes-by-country", "municipalityName town status latest", country="RUS") == [
        ("Exempelköping", "Probgorod", "ended", "2022-03-15"),
        ("Testnäs", "Probgorod", "paused", "2022-04-20"),
    ]


def test_changes_outside_the_window_are_left_out(three: KnowledgeGraph) -> None:
    window = {"from": "2022-04-01", "to": "2022-12-31"}
    assert answers(three, "changes-by-country", "municipalityName", country="RUS", **window) == [("Testnäs",)]


def test_ties_are_counted_from_each_side_and_ended_ones_are_none(three: KnowledgeGraph) -> None:
    assert answers(three, "ties-by-country", "country partnerCountry ties", as_of="2026-01-31") == [
        ("SWE", "FIN", 2),
        ("FIN", "DNK", 1),
        ("FIN", "NOR", 1),
        ("FIN", "RUS", 1),
        ("FIN", "SWE", 1),
        ("NOR", "DNK", 1),
        ("NOR", "FIN", 1),
        ("NOR", "SWE", 1),
        ("SWE", "NOR", 1),
    ]


def test_three_that_are_twinned_with_one_another_are_a_triangle(three: KnowledgeGraph) -> None:
    assert answers(three, "degrees", "actor degree countries triangles")[:3] == [
        ("Testnäs", 4, 4, 1),
        ("Exempelköping", 3, 2, 1),
        ("Provberga", 3, 3, 1),
    ]


# Missing from a list, and on nobody's page


def test_a_town_missing_from_a_later_list_is_unlisted_and_not_ended(three: KnowledgeGraph) -> None:
    missing = answers(three, "unlisted", "town lastListed missingOn", municipality="Exempelköping")
    assert ("Gamleby", "2020-05-01", "2023-02-01") in missing
    states = answers(three, "twin-towns", "town standing grade", municipality="Exempelköping", as_of="2023-03-01")
    assert ("Gamleby", "in-force", "carried") in states


def test_a_twinning_said_to_be_long_over_is_not_missing_from_a_later_list(three: KnowledgeGraph) -> None:
    assert ("Hopby",) not in answers(three, "unlisted", "town", municipality="Exempelköping")


def test_a_relation_that_only_a_list_names_is_listed_and_has_no_standing(three: KnowledgeGraph) -> None:
    rows = answers(three, "twin-towns", "town standing since lastConfirmed", municipality="Exempelköping")
    assert [row for row in rows if row[0] == "Listvik"] == [("Listvik", "listed", None, "2024")]


def test_a_town_is_not_twinned_that_the_municipality_leaves_out_of_its_own_complete_list(release: Path) -> None:
    assert {b for a, b in twins(release) if a == "Exempelköping"} == {"Gamleby", "Provberga", "Testnäs"}


def test_a_town_is_twinned_that_the_newest_list_names_and_no_party_has_spoken_of(tmp_path: Path) -> None:
    folder = dataset(tmp_path, LISTED)
    sources = (folder / "sources.csv").read_text(encoding="utf-8")
    listing = sources.replace("avtal,page,Våra vänorter,Exempelköping", "avtal,list,Listan,Skogby")
    (folder / "sources.csv").write_text(listing, encoding="utf-8")
    found = twins(build(folder, tmp_path / "releases"))
    assert found == {("Exempelköping", "Randby"), ("Randby", "Exempelköping")}


# Ends


def test_ended_and_resumed_is_only_ended_in_between(three: KnowledgeGraph) -> None:
    rows = answers(three, "twin-towns", "town standing disputed", municipality="Provberga", as_of="2005-07-01")
    assert [row for row in rows if row[0] == "Återby"] == [("Återby", "ended", False)]


def test_what_was_resumed_is_in_force_and_no_longer_ended(three: KnowledgeGraph) -> None:
    rows = answers(three, "twin-towns", "town standing disputed", municipality="Provberga", as_of="2026-01-31")
    assert [row for row in rows if row[0] == "Återby"] == [("Återby", "in-force", False)]


def test_a_page_that_lists_on_after_the_end_stands_beside_it_and_both_are_disputed(three: KnowledgeGraph) -> None:
    columns = "town standing grade disputed"
    rows = answers(three, "twin-towns", columns, municipality="Testnäs", as_of="2026-01-31")
    assert [row for row in rows if row[0] == "Stillby"] == [
        ("Stillby", "ended", "carried", True),
        ("Stillby", "in-force", "carried", True),
    ]


def test_what_is_disputed_because_of_an_end_is_not_twinned(release: Path) -> None:
    assert "Stillby" not in {b for _, b in twins(release)}


def test_a_merged_municipality_keeps_its_past_and_names_its_successor(release: Path, three: KnowledgeGraph) -> None:
    rows = answers(three, "twin-towns", "town standing until", municipality="Hopby", as_of="1990-01-01")
    assert rows == [("Exempelköping", "in-force", "1998")]
    assert answers(three, "twin-towns", "town", municipality="Hopby", as_of="2026-01-31") == []
    assert "Provberga" in run("show", "Hopby", "--release", release).stdout


# Together with others


def test_the_dumps_of_members_give_the_same_source_graphs_as_their_folders(release: Path, joint: Path) -> None:
    assert len(source_graphs(joint)) == 15
    assert source_graphs(joint) == source_graphs(release)


def test_the_dumps_of_members_give_the_same_answers_as_their_folders(three: KnowledgeGraph, joint: Path) -> None:
    with open_release(joint) as association:
        assert association.ask("degrees").rows == three.ask("degrees").rows


def test_a_member_under_another_base_stands_beside_the_others_and_mints_nothing_in_theirs(tmp_path: Path) -> None:
    for member in MEMBERS:
        shutil.copytree(THREE / member, tmp_path / "data" / member)
    description = tmp_path / "data/provberga/dataset.toml"
    description.write_text(description.read_text(encoding="utf-8").replace(BASE, ELSEWHERE), encoding="utf-8")
    store = EmbeddedStore(build(tmp_path / "data", tmp_path / "releases") / "store")
    theirs = [graph for graph in store.graphs() if graph.startswith(f"{ELSEWHERE}/graph/source/")]
    subjects = {getattr(quad.subject, "value", "") for graph in theirs for quad in store.quads(graph)}
    assert len(theirs) == 4
    assert {subject for subject in subjects if not subject.startswith(ELSEWHERE)} == set()


def test_the_three_stand_beside_the_shipped_data(tmp_path: Path) -> None:
    with open_release(build([THREE, ROOT / "data/lulea"], tmp_path)) as kg:
        assert len(answers(kg, "twin-towns", "town", municipality="Luleå")) == 7
        assert len(answers(kg, "twin-towns", "town", municipality="Exempelköping")) == 5
