"""What every store does: answers, graphs, and refusals. A further kind of store is one more line in STORES."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import making
import pytest
import servers
from pyoxigraph import RdfFormat, parse

from lulea_kg.errors import InputError, Unavailable
from lulea_kg.stores import Store, disk
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.stores.guard import MAX_NESTING, refuse_dangerous

Content = Mapping[str, bytes]


@dataclass(frozen=True)
class Kind:
    """A kind of store: its name, how one is made in a folder with given graphs, and whether it can be written to."""

    name: str
    made: Callable[[Path, Content], Store]
    writable: bool = True


def in_memory(folder: Path, graphs: Content) -> Store:
    """Return a store in memory."""
    return filled(EmbeddedStore(), graphs)


def on_disk(folder: Path, graphs: Content) -> Store:
    """Return the read-only store that is made from a dump."""
    lines = [
        f"{quad.triple} <{name}> .\n"
        for name, text in graphs.items()
        for quad in parse(text, format=RdfFormat.N_TRIPLES)
    ]
    disk.write(folder / "store", ["".join(lines).encode()])
    return EmbeddedStore(folder / "store")


def filled(store: Store, graphs: Content) -> Store:
    """Make a store hold these graphs and no others; serves any store that can be written to."""
    for name in store.graphs():
        store.delete(name)
    for name, text in graphs.items():
        store.add(name, text)
    return store


def on_server(name: str) -> Callable[[Path, Content], Store]:
    """Return how a store is made on a server, one of `servers.NAMES`."""
    return lambda folder, graphs: filled(servers.shared(name).store(), graphs)


STORES: Final = [
    Kind("memory", in_memory),
    Kind("disk", on_disk, writable=False),
    *(Kind(name, on_server(name)) for name in servers.NAMES),
]
# What a server does otherwise, by test; there is nothing a store in front of it could do.
DIFFERENT: Final = {
    **dict.fromkeys(
        (f"test_a_triple_that_two_graphs_say_counts_once_in_the_union[{name}]" for name in ("oxigraph", "virtuoso")),
        "counts a triple as often as there are graphs in its union that say it: named queries say DISTINCT",
    ),
    "test_from_chooses_the_default_graph[oxigraph]": "takes the union whatever FROM says, once told to",
    "test_what_only_looks_dangerous_is_answered[virtuoso-nested to the limit]": "refuses so many brackets itself",
}
ONE, TWO = f"{making.BASE}/graph/one", f"{making.BASE}/graph/två"
SHARED: Final = "<id/place/kiruna> a dct:Location ."
DRAGON: Final = '"Xi’an 🐉 \\"西安\\"\\n"@sv'
WORLD: Final = {
    ONE: making.ntriples(f'{SHARED} <id/actor/a> skos:prefLabel "Luleå" ; mir:latitude 65.58 .'),
    TWO: making.ntriples(f'{SHARED} <id/actor/b> skos:prefLabel {DRAGON} ; mir:recordedAt "2026-01-15"^^xsd:date .'),
}
HEAD = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX mir: <https://w3id.org/munirel/def/> "


@pytest.fixture(params=STORES, ids=lambda kind: kind.name)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Return a store of every kind, holding WORLD."""
    if reason := DIFFERENT.get(request.node.name):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    made: Store = request.param.made(tmp_path, WORLD)
    return made


@pytest.fixture(params=[kind for kind in STORES if kind.writable], ids=lambda kind: kind.name)
def writable(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Return a store of every kind that can be written to, holding WORLD."""
    made: Store = request.param.made(tmp_path, WORLD)
    return made


def rows(store: Store, sparql: str, *, union: bool = True) -> list[dict[str, Any]]:
    """Return the bindings of a SELECT query."""
    bindings: list[dict[str, Any]] = json.loads(store.query(HEAD + sparql, union=union))["results"]["bindings"]
    return bindings


def values(store: Store, sparql: str, *, union: bool = True) -> list[str]:
    """Return the values of the first column of a SELECT query."""
    return [next(iter(row.values()))["value"] for row in rows(store, sparql, union=union)]


def holds(store: Store, pattern: str, *, union: bool = True) -> bool:
    """Tell whether the default graph has a pattern."""
    return bool(json.loads(store.query(HEAD + f"ASK {{ {pattern} }}", union=union))["boolean"])


# Answers


def test_a_select_gives_results_json_with_language_and_datatype(store: Store) -> None:
    answer = json.loads(
        store.query(HEAD + "SELECT ?name ?day ?no WHERE { ?s skos:prefLabel ?name ; mir:recordedAt ?day }")
    )
    date = {"type": "literal", "value": "2026-01-15", "datatype": "http://www.w3.org/2001/XMLSchema#date"}
    name = {"type": "literal", "value": 'Xi’an 🐉 "西安"\n', "xml:lang": "sv"}
    assert (answer["head"]["vars"], answer["results"]["bindings"]) == (
        ["name", "day", "no"],
        [{"name": name, "day": date}],
    )


def test_an_ask_gives_a_boolean(store: Store) -> None:
    assert [holds(store, f'?s skos:prefLabel "{name}"') for name in ("Luleå", "Lulea")] == [True, False]


def test_a_construct_gives_n_triples(store: Store) -> None:
    answer = store.query(HEAD + "CONSTRUCT { ?s mir:name ?name } WHERE { ?s skos:prefLabel ?name }")
    assert making.lines(answer) == making.lines(
        making.ntriples(f'<id/actor/a> mir:name "Luleå" . <id/actor/b> mir:name {DRAGON} .')
    )


def test_nothing_found_is_an_empty_answer(store: Store) -> None:
    assert rows(store, "SELECT ?s WHERE { ?s mir:nothing ?o }") == []
    assert store.query(HEAD + "CONSTRUCT { ?s ?p ?o } WHERE { ?s mir:nothing ?o . ?s ?p ?o }") == b""


# Graphs


def test_the_graphs_are_listed_in_order(store: Store) -> None:
    assert store.graphs() == [ONE, TWO]


def test_the_default_graph_is_the_union_of_the_named_ones(store: Store) -> None:
    assert values(store, "SELECT ?name WHERE { ?s skos:prefLabel ?name } ORDER BY ?name")[0] == "Luleå"
    assert holds(store, "?a skos:prefLabel ?one . ?b mir:recordedAt ?two")


def test_a_triple_that_two_graphs_say_counts_once_in_the_union(store: Store) -> None:
    assert values(store, "SELECT (COUNT(*) AS ?count) WHERE { ?s a <http://purl.org/dc/terms/Location> }") == ["1"]
    assert len(rows(store, "SELECT ?s WHERE { ?s a <http://purl.org/dc/terms/Location> }")) == 1


def test_each_graph_still_says_a_shared_triple_itself(store: Store) -> None:
    query = "SELECT ?g WHERE { GRAPH ?g { ?s a <http://purl.org/dc/terms/Location> } } ORDER BY ?g"
    assert values(store, query) == [ONE, TWO]


def test_the_strict_default_graph_is_empty_beside_the_named_ones(store: Store) -> None:
    assert not holds(store, "?s ?p ?o", union=False)
    assert holds(store, f"GRAPH <{ONE}> {{ ?s skos:prefLabel ?name }}", union=False)


def test_from_chooses_the_default_graph(store: Store) -> None:
    assert values(store, f"SELECT ?name FROM <{ONE}> WHERE {{ ?s skos:prefLabel ?name }}") == ["Luleå"]


# Writing

NEW = making.ntriples("<id/actor/c> skos:prefLabel 'Kemi' .")
KEMI = "?s skos:prefLabel 'Kemi'"


def test_adding_keeps_what_was_there(writable: Store) -> None:
    writable.add(ONE, NEW)
    assert holds(writable, KEMI) and holds(writable, '?s skos:prefLabel "Luleå"')


def test_adding_the_same_again_changes_nothing(writable: Store) -> None:
    writable.add(ONE, NEW)
    writable.add(ONE, NEW)
    assert values(writable, f"SELECT ?s WHERE {{ {KEMI} }}") == [f"{making.BASE}/id/actor/c"]


def test_replacing_leaves_only_the_new_and_touches_no_other_graph(writable: Store) -> None:
    writable.replace(ONE, NEW)
    assert holds(writable, KEMI) and not holds(writable, '?s skos:prefLabel "Luleå"')
    assert holds(writable, "?s mir:recordedAt ?day")


def test_deleting_removes_a_graph_and_all_that_only_it_said(writable: Store) -> None:
    writable.delete(TWO)
    assert writable.graphs() == [ONE]
    assert not holds(writable, "?s mir:recordedAt ?day")


def test_what_another_graph_says_too_stays_until_both_are_gone(writable: Store) -> None:
    shared = "?s a <http://purl.org/dc/terms/Location>"
    writable.delete(TWO)
    assert holds(writable, shared)
    writable.delete(ONE)
    assert not holds(writable, shared)
    assert writable.graphs() == []


def test_deleting_what_is_not_there_does_nothing(writable: Store) -> None:
    writable.delete(f"{making.BASE}/graph/none")
    assert writable.graphs() == [ONE, TWO]


def test_a_graph_replaced_by_nothing_says_nothing(writable: Store) -> None:
    writable.replace(TWO, b"")
    assert not holds(writable, "?s mir:recordedAt ?day")


def test_triples_that_cannot_be_read_leave_the_graph_as_it_was(writable: Store) -> None:
    with pytest.raises((InputError, Unavailable)):
        writable.replace(ONE, b"no triples")
    assert holds(writable, '?s skos:prefLabel "Luleå"')


# Refusals


@pytest.mark.parametrize(
    "sparql",
    ["", "nonsense", "SELECT", "SELECT ?s WHERE { ?s ?p }", "SELECT ?s WHERE { ?s nope:p ?o }", "SELECT * { ?s ?p ?o",
     "INSERT DATA { <a:s> <a:p> <a:o> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL"],
)  # fmt: skip
def test_what_is_no_query_is_bad_input_and_changes_nothing(store: Store, sparql: str) -> None:
    with pytest.raises(InputError) as refused:
        store.query(sparql)
    assert (refused.value.message, store.graphs()) == ("bad-sparql", [ONE, TWO])


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { # '\n SERVICE ?where { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p '\\'' . SERVICE ?where { ?s ?p '' } }",
        "SELECT * WHERE { ?s ?p 1.SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p ?o.SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * WHERE { ?s a ?o SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
    ],
)
def test_a_query_that_would_reach_the_network_is_refused(store: Store, sparql: str) -> None:
    with pytest.raises(InputError) as refused:
        store.query(sparql)
    assert refused.value.message == "query-network"


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service WHERE { ?service <urn:load> 'SERVICE { LOAD' } # SERVICE",
        "PREFIX service: <urn:service#> SELECT * WHERE { ?load service:load <urn:x?SERVICE> }",
        f"SELECT * WHERE {{ ?s ?p '{'(' * 5000}' }}",
        f"SELECT * WHERE {{ ?s ?p ?o }} # {'{' * 5000}",
        f"SELECT * WHERE {{ ?s <urn:{'(' * 40}> ?o }}",
        f"SELECT * WHERE {{ VALUES ?s {{ {'<urn:a> ' * 2000} }} ?s ?p ?o }}",
        "ASK { FILTER" + "(" * (MAX_NESTING - 1) + "1=1" + ")" * (MAX_NESTING - 1) + " }",
    ],
    ids=["words", "prefix", "string", "comment", "iri", "values", "nested to the limit"],
)
def test_what_only_looks_dangerous_is_answered(store: Store, sparql: str) -> None:
    assert json.loads(store.query(sparql))


def repeated(head: str, part: str, tail: str, *, count: int = 20_000, closing: str = "") -> str:
    """Return a query with a part many times over; %d in it is a number of its own."""
    middle = "".join(part.replace("%d", str(number)) for number in range(count))
    return f"{head}{middle}{tail.replace('CLOSE', closing * count)}"


# Each of these takes the process down in the library's parser or planner.
DEADLY: Final = {
    "brackets": repeated("ASK { FILTER(", "(", "1=1CLOSE) }", closing=")"),
    "groups": repeated("ASK ", "{", " ?s ?p ?o CLOSE", closing="}"),
    "blank nodes": repeated("ASK { ?s ?p ", "[ <urn:p> ", "?o CLOSE }", closing="]"),
    "lists": repeated("ASK { ?s ?p ", "(", "?o CLOSE }", closing=")"),
    "nots": repeated("ASK { FILTER(", "!", "(1=1)) }"),
    "nots with blanks": repeated("ASK { FILTER(", "! ", "(1=1)) }"),
    "paths": repeated("ASK { ?s ", "(", "<urn:p>CLOSE ?o }", closing=")*"),
    "calls": repeated("ASK { FILTER(", "ABS(", "1CLOSE=1) }", closing=")"),
    "exists": repeated("ASK ", "{ FILTER EXISTS ", "{ ?s ?p ?o } CLOSE", closing="}"),
    "subselects": repeated("SELECT * WHERE ", "{ SELECT * WHERE ", "{ ?s ?p ?o } CLOSE", closing="}"),
    "triple terms": repeated("ASK { ?s ?p ", "<<( <urn:s> <urn:p> ", "?o CLOSE }", closing=")>>"),
    "unions": repeated("ASK { {}", " UNION { ?s ?p ?o }", " }"),
    "optionals": repeated("ASK { ?s ?p ?o ", "OPTIONAL { ?s ?p ?o%d } ", "}"),
    "minus": repeated("ASK { ?s ?p ?o ", "MINUS { ?s ?p ?o%d } ", "}"),
    "binds": repeated("ASK { ", "BIND(%d AS ?b%d) ", "}"),
    "binds in small letters": repeated("ASK { ", "bind(%d AS ?b%d) ", "}"),
    "values": repeated("ASK { ", "VALUES ?v%d { 1 } ", "}"),
    "graphs": repeated("ASK { ", "GRAPH ?g%d { ?s ?p ?o } ", "}"),
    "filters": repeated("ASK { ?s ?p ?o ", "FILTER(?s != %d) ", "}"),
    "joined groups": repeated("ASK { ", "{ ?s ?p ?o } ", "}"),
    "triples": repeated("ASK { ", "?x%d <urn:p> ?y%d . ", "}"),
    "members of a list": repeated("ASK { ?s ?p (", "?x%d ", ") }"),
    "fewer members of a list": repeated("ASK { ?s ?p (", "?x%d ", ") }", count=6000),
    "sums": repeated("SELECT (1", "+1", " AS ?x) WHERE {}"),
    "differences of variables": repeated("SELECT (?y", "-?y", " AS ?x) WHERE { ?y ?p ?o }"),
    "ors": repeated("ASK { ?s ?p ?o FILTER(1=1", "||?s=1", ") }"),
    "ands": repeated("ASK { ?s ?p ?o FILTER(1=1", "&&?s=1", ") }"),
    "sequences": repeated("ASK { ?s <urn:p>", "/<urn:p>", " ?o }"),
    "alternatives": repeated("ASK { ?s <urn:p>", "|<urn:p>", " ?o }"),
    "expressions": repeated("SELECT ", "(1 AS ?a%d) ", "WHERE { ?s ?p ?o }"),
    "brackets behind a less-than": repeated("ASK { ?x ?y ?z FILTER(?x<?y&&", "(", "1=1CLOSE&&?z>?x) }", closing=")"),
    "nots behind a less-than": repeated("ASK { ?x ?y ?z FILTER(?x<?y&&", "!", "(1=1)&&?z>?x) }"),
    "a very long query": repeated("ASK { } #", " ", "", count=1_000_001),
}


@pytest.mark.parametrize("sparql", DEADLY.values(), ids=list(DEADLY))
def test_a_query_that_would_take_the_process_down_is_refused(sparql: str) -> None:
    with pytest.raises(InputError) as refused:
        refuse_dangerous(sparql)
    assert refused.value.message.startswith("query-too-")


@pytest.mark.parametrize("name", ["brackets", "nots", "triple terms", "unions", "binds", "sums", "sequences"])
def test_every_store_refuses_what_would_take_its_process_down(store: Store, name: str) -> None:
    with pytest.raises(InputError) as refused:
        refuse_dangerous(DEADLY[name])
    with pytest.raises(InputError) as refused_by_store:
        store.query(DEADLY[name])
    assert refused_by_store.value.message == refused.value.message


def test_a_store_on_disk_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        EmbeddedStore(tmp_path / "absent")
