"""What every store promises, asked of the embedded store and of real servers alike."""

import json
from collections.abc import Iterator

import pytest
import servers
from pyoxigraph import RdfFormat, parse

from lulea_kg.errors import InputError, LuleaKGError
from lulea_kg.stores import Store
from lulea_kg.stores.embedded import EmbeddedStore

A, B = "https://exempel.example/graph/a", "https://exempel.example/graph/b"
RANDBY = b'<https://exempel.example/id/randby> <https://exempel.example/def/name> "Randby" .\n'
SKOGBY = b'<https://exempel.example/id/skogby> <https://exempel.example/def/name> "Skogby"@sv .\n'
NAMES = "SELECT ?name WHERE { ?thing <https://exempel.example/def/name> ?name } ORDER BY ?name"
# These engines count a triple in their union as often as there are graphs that hold it; COUNT(*) there needs DISTINCT.
COUNT_ONCE_PER_GRAPH = {"oxigraph", "virtuoso"}
# Virtuoso 7 describes a thing only when the query names a graph with FROM; over the union it gives nothing.
DESCRIBE_NOTHING = {"virtuoso"}


@pytest.fixture(scope="module", params=["embedded", *servers.NAMES])
def engine(request: pytest.FixtureRequest) -> Iterator[tuple[str, Store]]:
    name: str = request.param
    if name == "embedded":
        yield name, EmbeddedStore()
        return
    with servers.running(name) as server:
        yield name, server.store()


@pytest.fixture
def store(engine: tuple[str, Store]) -> Store:
    for graph in engine[1].graphs():
        engine[1].delete(graph)
    return engine[1]


def found(store: Store, sparql: str, *, union: bool = True) -> list[str]:
    """Return the values of a query's only column."""
    rows = json.loads(store.query(sparql, union=union))["results"]["bindings"]
    return [cell["value"] for row in rows for cell in row.values()]


def held(store: Store, graph: str) -> set[str]:
    """Return the triples of a named graph, written as one writer writes them."""
    answer = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return written(answer)


def written(ntriples: bytes) -> set[str]:
    return {str(quad.triple) for quad in parse(ntriples, format=RdfFormat.N_TRIPLES)}


def test_triples_added_to_a_graph_come_beside_those_it_has(store: Store) -> None:
    store.add(A, RANDBY)
    store.add(A, SKOGBY)
    assert held(store, A) == written(RANDBY + SKOGBY)


def test_adding_a_triple_twice_changes_nothing(store: Store) -> None:
    store.add(A, RANDBY)
    store.add(A, RANDBY)
    assert found(store, f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}") == ["1"]


def test_a_replaced_graph_holds_the_new_triples_only_and_others_stay(store: Store) -> None:
    store.add(A, RANDBY)
    store.add(B, RANDBY)
    store.replace(A, SKOGBY)
    assert (held(store, A), held(store, B)) == (written(SKOGBY), written(RANDBY))


def test_a_graph_that_is_not_there_is_made_by_replacing_it(store: Store) -> None:
    store.replace(A, RANDBY)
    assert held(store, A) == written(RANDBY)


def test_a_graph_replaced_by_nothing_is_gone(store: Store) -> None:
    store.add(A, RANDBY)
    store.replace(A, b"")
    assert (store.graphs(), found(store, NAMES)) == ([], [])


def test_a_deleted_graph_is_gone_and_others_stay(store: Store) -> None:
    store.add(A, RANDBY)
    store.add(B, RANDBY + SKOGBY)
    store.delete(A)
    assert (store.graphs(), found(store, NAMES)) == ([B], ["Randby", "Skogby"])


def test_deleting_a_graph_that_is_not_there_does_nothing(store: Store) -> None:
    store.add(A, RANDBY)
    store.delete(B)
    assert store.graphs() == [A]


def test_graphs_are_listed_in_order(store: Store) -> None:
    store.add(B, RANDBY)
    store.add(A, RANDBY)
    assert store.graphs() == [A, B]


@pytest.mark.parametrize("ending", ["ö", "a?b=c&d=e", "a#b", "a%20b", "a+b", "a'b"])
def test_a_graph_may_have_any_name(store: Store, ending: str) -> None:
    graph = f"https://exempel.example/graph/{ending}"
    store.add(graph, RANDBY)
    assert store.graphs() == [graph]
    store.delete(graph)
    assert store.graphs() == []


def test_the_default_graph_is_the_union(store: Store) -> None:
    store.add(A, RANDBY)
    store.add(B, SKOGBY)
    assert found(store, NAMES) == ["Randby", "Skogby"]


def test_without_the_union_the_default_graph_is_empty_and_the_named_graphs_are_there(store: Store) -> None:
    store.add(A, RANDBY)
    named = NAMES.replace("WHERE {", "WHERE { GRAPH ?graph {").replace("} ORDER", "} } ORDER")
    assert (found(store, NAMES, union=False), found(store, named, union=False)) == ([], ["Randby"])


def test_a_triple_of_two_graphs_is_there_once(engine: tuple[str, Store], store: Store) -> None:
    store.add(A, RANDBY)
    store.add(B, RANDBY)
    times = 2 if engine[0] in COUNT_ONCE_PER_GRAPH else 1
    assert found(store, NAMES) == ["Randby"] * times
    assert found(store, NAMES.replace("SELECT", "SELECT DISTINCT")) == ["Randby"]


def test_select_gives_results_json(store: Store) -> None:
    store.add(A, SKOGBY)
    answer = json.loads(store.query(NAMES))
    assert answer["head"]["vars"] == ["name"]
    assert answer["results"]["bindings"] == [{"name": {"type": "literal", "value": "Skogby", "xml:lang": "sv"}}]


@pytest.mark.parametrize(("name", "answer"), [("Randby", True), ("Skogby", False)])
def test_ask_gives_a_boolean(store: Store, name: str, answer: bool) -> None:
    store.add(A, RANDBY)
    asked = store.query(f'ASK {{ ?thing <https://exempel.example/def/name> "{name}" }}')
    assert json.loads(asked)["boolean"] is answer


def test_construct_gives_n_triples(store: Store) -> None:
    store.add(A, RANDBY)
    assert store.query("CONSTRUCT WHERE { ?s <https://exempel.example/def/name> ?o }") == RANDBY


def test_construct_of_nothing_gives_nothing(store: Store) -> None:
    assert store.query("CONSTRUCT WHERE { ?s <https://exempel.example/def/none> ?o }") == b""


def test_describe_gives_n_triples(engine: tuple[str, Store], store: Store) -> None:
    store.add(A, RANDBY)
    store.add(B, SKOGBY)
    described = b"" if engine[0] in DESCRIBE_NOTHING else RANDBY
    assert store.query("DESCRIBE <https://exempel.example/id/randby>") == described


@pytest.mark.parametrize(
    "literal",
    [
        '"Xi\'an"',
        '"西安"@zh-hant',
        '"Luleå \U0001f30d e\u0301"',
        '"one\\ntwo\\r\\tthree"',
        '"\\"quoted\\" and \\\\ back"',
        '""',
        '"  blanks  "',
        '"2020-07-01"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"65.584819"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"-12"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"https://exempel.example/"^^<http://www.w3.org/2001/XMLSchema#anyURI>',
        # No longer: Virtuoso 7 guesses the format from the first 60 kilobytes or so, and refuses one endless literal.
        f'"{"långt " * 5_000}"',
    ],
    ids=range(13),
)
def test_a_literal_comes_back_as_it_went_in(store: Store, literal: str) -> None:
    triple = f"<https://exempel.example/id/a> <https://exempel.example/def/b> {literal} .\n".encode()
    store.add(A, triple)
    assert held(store, A) == written(triple)


def test_blank_nodes_keep_what_they_join(store: Store) -> None:
    store.add(A, b'_:x <https://exempel.example/def/p> _:y .\n_:y <https://exempel.example/def/q> "z" .\n')
    joined = (
        'ASK { ?x <https://exempel.example/def/p> ?y . ?y <https://exempel.example/def/q> "z" FILTER(isBlank(?x)) }'
    )
    assert json.loads(store.query(joined))["boolean"]


def test_a_query_that_is_not_sparql_is_wrong_input(store: Store) -> None:
    with pytest.raises(InputError):
        store.query("SELECT WHERE")


@pytest.mark.parametrize("word", ["SERVICE", "SERVICE SILENT"])
def test_a_query_that_would_reach_the_network_is_refused(store: Store, word: str) -> None:
    with pytest.raises(InputError, match="SERVICE would reach the network"):
        store.query(f"SELECT * WHERE {{ {word} <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}")


def test_a_query_that_is_nested_too_deep_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="nested deeper than 500"):
        store.query(f"SELECT * WHERE {{ FILTER({'(' * 600}1{')' * 600}) }}")


def test_a_query_may_be_long(store: Store) -> None:
    store.add(A, RANDBY)
    many = " ".join(f'"name {number}"' for number in range(2000))
    assert found(store, NAMES.replace("{ ?thing", f'{{ VALUES ?name {{ {many} "Randby" }} ?thing')) == ["Randby"]


def test_what_is_not_n_triples_leaves_the_graph_as_it_was(store: Store) -> None:
    store.add(A, RANDBY)
    with pytest.raises(LuleaKGError):
        store.replace(A, b"no triples")
    assert held(store, A) == written(RANDBY)
