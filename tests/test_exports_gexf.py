"""The network over time is GEXF 1.3: networkx reads it, and spells say when a relation is known to stand."""

import io
from xml.etree import ElementTree

import drawn
import making
import networkx
import pytest

from lulea_kg.exports import gexf
from lulea_kg.stores import Store

NAMESPACE = "{http://gexf.net/1.3}"


def content(store: Store) -> bytes:
    return b"".join(gexf.write(store))


def graph(store: Store) -> "networkx.Graph[str]":
    return networkx.read_gexf(io.BytesIO(content(store)), version="1.3")


def spells(*states: str) -> list[dict[str, str]]:
    store = drawn.store(drawn.actor("a", "Randby") + drawn.relation("c", "a"), "".join(states))
    return [spell.attrib for spell in ElementTree.fromstring(content(store)).iter(NAMESPACE + "spell")]


def test_networkx_reads_every_actor_and_relation_with_its_name() -> None:
    found = graph(drawn.hostile())
    assert found.number_of_edges() == len(drawn.HOSTILE)
    labels = [found.nodes[iri]["label"] for iri in drawn.iris("actor", [f"t{n:03}" for n in range(len(drawn.HOSTILE))])]
    assert labels == list(drawn.HOSTILE)
    assert found.nodes[f"{making.BASE}/id/actor/home"]["country"] == "SWE"


def test_it_is_a_dynamic_graph_of_days() -> None:
    top = ElementTree.fromstring(content(drawn.hostile()))
    drawn_graph = top.find(NAMESPACE + "graph")
    assert top.attrib["version"] == "1.3"
    assert drawn_graph is not None
    assert (drawn_graph.attrib["mode"], drawn_graph.attrib["timeformat"]) == ("dynamic", "date")


def test_every_edge_joins_two_nodes_and_every_value_is_declared() -> None:
    top = ElementTree.fromstring(content(drawn.hostile()))
    nodes = {node.attrib["id"] for node in top.iter(NAMESPACE + "node")}
    edges = list(top.iter(NAMESPACE + "edge"))
    assert {end for edge in edges for end in (edge.attrib["source"], edge.attrib["target"])} <= nodes
    assert len({edge.attrib["id"] for edge in edges}) == len(edges)
    declared = {attribute.attrib["id"] for attribute in top.iter(NAMESPACE + "attribute")}
    assert {value.attrib["for"] for value in top.iter(NAMESPACE + "attvalue")} <= declared


def test_an_open_end_is_left_out() -> None:
    assert spells(drawn.state("s", "c", "in-force", "2000-01-01")) == [{"start": "2000-01-01"}]


def test_states_that_follow_on_each_other_make_one_spell() -> None:
    found = spells(
        drawn.state("s1", "c", "in-force", "2000-01-01", "2004-12-31", "definite"),
        drawn.state("s2", "c", "in-force", "2005-01-01", "2010-06-30"),
        drawn.state("s3", "c", "in-force", "2015-01-01", "2015-12-31"),
        drawn.state("s4", "c", "ended", "2010-07-01"),
    )
    assert found == [{"start": "2000-01-01", "end": "2010-06-30"}, {"start": "2015-01-01", "end": "2015-12-31"}]


def test_what_goes_on_makes_a_spell_only_where_no_standing_is_known() -> None:
    assert spells(drawn.state("s", "c", "active", "2000-01-01")) == [{"start": "2000-01-01"}]
    assert spells(drawn.state("s1", "c", "active", "2000-01-01"), drawn.state("s2", "c", "listed", "2016-01-01")) == [
        {"start": "2016-01-01"}
    ]


def test_a_relation_of_which_only_an_end_is_known_is_counted_and_not_drawn() -> None:
    store = drawn.store(drawn.actor("a", "A") + drawn.relation("c", "a"), drawn.state("s", "c", "ended", "2022-01-01"))
    assert graph(store).number_of_edges() == 0
    assert b"left out: 1." in content(store)


@pytest.mark.parametrize("letter", ["\x08", "\ufffe"])
def test_a_letter_that_xml_does_not_know_becomes_the_mark_for_that(letter: str) -> None:
    assert "\ufffd" in graph(drawn.hostile([f"a{letter}b"])).nodes[f"{making.BASE}/id/actor/t000"]["label"]


def test_an_empty_release_is_an_empty_graph() -> None:
    assert graph(making.store()).number_of_nodes() == 0
