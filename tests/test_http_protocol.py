"""The SPARQL 1.1 Protocol and Service Description at /sparql of a real server.

The cases named as in the W3C's protocol suite send what that suite describes, over graphs of this file's own: its
updates, which this server refuses, are told so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from sealing import sealed
from serving import Got, Serving, facts, serving

from lulea_kg.web.protocol import FORM, GRAPHS, QUERY, RESULTS, UPDATE

A: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT: Final = NamedNode("http://xmlns.com/foaf/0.1/Document")
BASE: Final = "https://exempelkoping.example/graph/data"
D, N, USING, USING_NAMED = "default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
PARSED: Final = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
# What each property of a service description is said of, and what it leads to, as its vocabulary defines them.
DEFINED: Final = {
    "endpoint": ("Service", ""),
    "supportedLanguage": ("Service", ""),
    "feature": ("Service", ""),
    "resultFormat": ("Service", ""),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", ""),
}
# Tells each document with where it is found: "default", or the graph.
WHERE: Final = """SELECT ?place ?s %s WHERE {
  { ?s a <http://xmlns.com/foaf/0.1/Document> BIND("default" AS ?place) }
  UNION { GRAPH ?place { ?s a <http://xmlns.com/foaf/0.1/Document> } } }"""

Pairs = Sequence[tuple[str, str]]


def graph(number: int) -> str:
    return f"{BASE}{number}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of three graphs, each saying of itself that it is a document; a build names its own graphs only."""
    with serving(sealed(tmp_path_factory.mktemp("protocol") / "releases", documents())) as running:
        yield running


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The same, its default graph empty."""
    releases = sealed(tmp_path_factory.mktemp("strict") / "releases", documents())
    with serving(releases, "--default-graph", "strict", "--workers", "1") as running:
        yield running


def documents() -> dict[str, list[Quad]]:
    return {graph(n): [Quad(NamedNode(graph(n)), A, DOCUMENT)] for n in (1, 2, 3)}


@dataclass(frozen=True)
class Sent:
    """A request: its method, parameters in the address, body and the media type of that."""

    method: str
    pairs: Pairs = ()
    body: str | bytes = ""
    type: str = ""


def sent_to(server: Serving, sent: Sent, accept: str = "", **headers: Any) -> Got:
    address = f"/sparql?{urlencode(sent.pairs, quote_via=quote)}" if sent.pairs else "/sparql"
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    told: dict[str, Any] = {"content_type": sent.type} if sent.type else {}
    return server.get(address, accept, method=sent.method, body=body or None, **told, **headers)


def ask(server: Serving, query: str, accept: str = "", **headers: str) -> Got:
    return sent_to(server, Sent("GET", [("query", query)]), accept, **headers)


def typed(*numbers: int) -> str:
    return " ".join(f"<{graph(n)}> a ?t{n} ." for n in numbers)


def direct(query: str, *pairs: tuple[str, str]) -> Sent:
    return Sent("POST", pairs, query, QUERY)


BOTH: Final = f"GRAPH ?g1 {{ {typed(1)} }} GRAPH ?g2 {{ {typed(2)} }}"
NONE: Final = (D, graph(0))
YES: Final[dict[str, Sent]] = {
    "query_get": Sent("GET", [("query", "ASK {}"), NONE]),
    "query_post_form": Sent("POST", [NONE], urlencode({"query": "ASK {}"}), FORM),
    "query_post_direct": direct("ASK {}"),
    "query_dataset_default_graph": direct(f"ASK {{ {typed(1)} }}", (D, graph(1))),
    "query_dataset_default_graphs_get": Sent(
        "GET", [("query", f"ASK {{ {typed(1, 2)} }}"), (D, graph(1)), (D, graph(2))]
    ),
    "query_dataset_default_graphs_post": direct(f"ASK {{ {typed(1, 2)} }}", (D, graph(1)), (D, graph(2))),
    "query_dataset_named_graphs_post": direct(f"ASK {{ {BOTH} }}", (N, graph(1)), (N, graph(2))),
    "query_dataset_named_graphs_get": Sent("GET", [("query", f"ASK {{ {BOTH} }}"), (N, graph(1)), (N, graph(2))]),
    "query_dataset_full": direct(f"ASK {{ {typed(3)} {BOTH} }}", (D, graph(3)), (N, graph(1)), (N, graph(2))),
    "query_multiple_dataset": direct(f"ASK FROM <{graph(3)}> {{ {BOTH} }}", (N, graph(1)), (N, graph(2))),
}
TYPES: Final = {
    "query_content_type_select": (direct("SELECT (1 AS ?value) {}", NONE), {*RESULTS.values()}),
    "query_content_type_ask": (direct("ASK {}", NONE), {RESULTS["json"], RESULTS["xml"]}),
    "query_content_type_describe": (direct("DESCRIBE <http://example.org/>", NONE), {*GRAPHS.values()}),
    "query_content_type_construct": (direct("CONSTRUCT { <s> <p> 1 } WHERE {}", NONE), {*GRAPHS.values()}),
}
REFUSED: Final = {
    "bad_query_method": (Sent("PUT", [("query", "ASK {}"), NONE], "", FORM), 405),
    "bad_multiple_queries": (Sent("GET", [("query", "ASK {}"), ("query", "SELECT * {}")]), 400),
    "bad_query_wrong_media_type": (Sent("POST", [], "ASK {}", "text/plain"), 415),
    "bad_query_missing_form_type": (Sent("POST", [], urlencode({"query": "ASK {}"})), 415),
    "bad_query_missing_direct_type": (Sent("POST", [], "ASK {}"), 415),
    "bad_query_non_utf8": (Sent("POST", [], "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"), 415),
    "bad_query_syntax": (Sent("GET", [("query", "ASK {")]), 400),
}
INSERT: Final = f"INSERT {{ GRAPH <{graph(9)}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}"
UPDATES: Final = {
    "update_dataset_default_graph": (Sent("POST", [(USING, graph(1))], INSERT, UPDATE), 403),
    "update_dataset_default_graphs": (Sent("POST", [(USING, graph(1)), (USING, graph(2))], INSERT, UPDATE), 403),
    "update_dataset_named_graphs": (Sent("POST", [(USING_NAMED, graph(1))], INSERT, UPDATE), 403),
    "update_dataset_full": (Sent("POST", [(USING, graph(1)), (USING_NAMED, graph(2))], INSERT, UPDATE), 403),
    "update_post_form": (Sent("POST", [], "update=CLEAR+ALL", FORM), 403),
    "update_post_direct": (Sent("POST", [], "CLEAR ALL", UPDATE), 403),
    "update_base_uri": (Sent("POST", [], "INSERT DATA { <s> <p> <test> }", UPDATE), 403),
    "bad_update_get": (Sent("GET", [("update", "CLEAR ALL")]), 403),
    "bad_multiple_updates": (Sent("POST", [], "update=CLEAR+NAMED&update=CLEAR+DEFAULT", FORM), 403),
    "bad_update_wrong_media_type": (Sent("POST", [], "CLEAR NAMED", "text/plain"), 415),
    "bad_update_missing_form_type": (Sent("POST", [], "update=CLEAR%20NAMED"), 415),
    "bad_update_non_utf8": (Sent("POST", [], "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"), 415),
    "bad_update_syntax": (Sent("POST", [], "update=CLEAR%20XYZ", FORM), 403),
    "bad_update_dataset_conflict": (
        Sent("POST", [(USING_NAMED, graph(1))], f"WITH <{graph(2)}> {INSERT}", UPDATE),
        403,
    ),
}
WHY: Final = {403: "the data change only when a new release is made", 415: "Send"}


@pytest.mark.parametrize("case", YES)
def test_a_query_of_the_protocol_suite_is_answered_yes(server: Serving, case: str) -> None:
    got = sent_to(server, YES[case])
    assert (got.status, facts(got)["boolean"]) == (200, True)


@pytest.mark.parametrize("case", TYPES)
def test_an_answer_has_a_media_type_of_its_form_of_query(server: Serving, case: str) -> None:
    sent, types = TYPES[case]
    got = sent_to(server, sent)
    assert got.status == 200
    assert got.headers["content-type"].partition(";")[0] in types


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_query_of_the_protocol_is_refused(server: Serving, case: str) -> None:
    sent, status = REFUSED[case]
    got = sent_to(server, sent)
    assert (got.status, facts(got)["status"]) == (status, status)


@pytest.mark.parametrize("case", UPDATES)
def test_an_update_is_refused_with_a_word_why(server: Serving, case: str) -> None:
    sent, status = UPDATES[case]
    got = sent_to(server, sent)
    assert got.status == status
    assert WHY[status] in facts(got)["detail"]
    assert facts(ask(server, f"ASK {{ GRAPH <{graph(9)}> {{ ?s ?p ?o }} }}"))["boolean"] is False


@pytest.mark.parametrize("format_", PARSED)
def test_the_service_description_is_rdf_and_names_its_endpoint(server: Serving, format_: str) -> None:
    got = server.get("/sparql", GRAPHS[format_])
    told = list(parse(got.body, format=PARSED[format_]))
    (service,) = {quad.subject for quad in told if quad.object == NamedNode(SD + "Service")}
    endpoints = [quad.object for quad in told if quad.predicate == NamedNode(SD + "endpoint")]
    assert (got.status, endpoints) == (200, [NamedNode(f"http://127.0.0.1:{server.port}/sparql")])
    assert {quad.subject for quad in told if quad.predicate == NamedNode(SD + "endpoint")} == {service}


@pytest.mark.parametrize(("kind", "union"), [("server", True), ("strict", False)])
def test_the_service_description_uses_its_vocabulary_as_that_is_defined(
    request: pytest.FixtureRequest, kind: str, union: bool
) -> None:
    told = list(parse(request.getfixturevalue(kind).get("/sparql", GRAPHS["nt"]).body, format=RdfFormat.N_TRIPLES))
    types = {(quad.subject, quad.object) for quad in told if quad.predicate == A}
    for quad in told:
        if quad.predicate.value.startswith(SD):
            domain, range_ = DEFINED[quad.predicate.value.removeprefix(SD)]
            assert (quad.subject, NamedNode(SD + domain)) in types
            assert not range_ or (quad.object, NamedNode(SD + range_)) in types
    assert (NamedNode(SD + "UnionDefaultGraph") in {quad.object for quad in told}) is union
    assert {quad.object.value for quad in told if quad.predicate == NamedNode(SD + "name")} == set(documents())


def test_the_service_description_is_a_page_for_people(server: Serving) -> None:
    got = server.get("/sparql", "text/html,*/*;q=0.1", accept_language="sv")
    assert (got.status, got.headers["content-language"]) == (200, "sv")
    assert "<form" in got.text


ALL: Final = {1, 2, 3}
# Which documents are found in the default graph and in named ones, by what a request and its query name.
DATASETS: Final[dict[str, tuple[Pairs, str, set[int], set[int]]]] = {
    "one default graph": ([(D, graph(1))], "", {1}, set()),
    "two default graphs": ([(D, graph(1)), (D, graph(2))], "", {1, 2}, set()),
    "a named graph": ([(N, graph(1))], "", set(), {1}),
    "both": ([(D, graph(1)), (N, graph(2)), (N, graph(3))], "", {1}, {2, 3}),
    "a graph that is nowhere": ([(D, graph(9))], "", set(), set()),
    "from": ([], f"FROM <{graph(1)}>", {1}, set()),
    "from twice": ([], f"FROM <{graph(1)}> FROM <{graph(3)}>", {1, 3}, set()),
    "from named": ([], f"FROM NAMED <{graph(2)}>", set(), {2}),
    "from and from named": ([], f"FROM <{graph(1)}> FROM NAMED <{graph(2)}>", {1}, {2}),
    "a default graph against from": ([(D, graph(2))], f"FROM <{graph(1)}>", {2}, set()),
    "a default graph against from named": ([(D, graph(2))], f"FROM NAMED <{graph(1)}>", {2}, set()),
    "a named graph against from": ([(N, graph(2))], f"FROM <{graph(1)}>", set(), {2}),
}


def found(got: Got) -> tuple[set[int], set[int]]:
    """Return which documents an answer to WHERE finds in the default graph, and which in the graph of their name."""
    rows = [(row["place"]["value"], row["s"]["value"]) for row in facts(got)["results"]["bindings"]]
    default = {int(document[-1]) for place, document in rows if place == "default"}
    return default, {int(document[-1]) for place, document in rows if place == document}


@pytest.mark.parametrize("kind", ["server", "strict"])
@pytest.mark.parametrize("case", DATASETS)
def test_a_query_is_asked_of_the_graphs_that_are_named(request: pytest.FixtureRequest, kind: str, case: str) -> None:
    pairs, clauses, default, named = DATASETS[case]
    query, server = WHERE % clauses, request.getfixturevalue(kind)
    ways = (
        Sent("GET", [*pairs, ("query", query)]),
        direct(query, *pairs),
        Sent("POST", [], urlencode([*pairs, ("query", query)]), FORM),
        Sent("POST", pairs, urlencode({"query": query}), FORM),
    )
    assert [found(sent_to(server, sent)) for sent in ways] == [(default, named)] * 4


@pytest.mark.parametrize(("kind", "default"), [("server", ALL), ("strict", set())])
def test_a_query_that_names_no_graph_is_asked_of_all_named_ones_and_of_their_union_or_none(
    request: pytest.FixtureRequest, kind: str, default: set[int]
) -> None:
    assert found(ask(request.getfixturevalue(kind), WHERE % "")) == (default, ALL)


@pytest.mark.parametrize("name", ["", "data1", "https://a b", "https://a>b", "https://a\nb", "https://a{b"])
def test_a_name_that_can_be_no_graphs_is_refused(server: Serving, name: str) -> None:
    got = sent_to(server, Sent("GET", [("query", "ASK {}"), (D, name)]))
    assert got.status == 400
    assert "is no name of a graph" in facts(got)["detail"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (Sent("POST", [], "", FORM), 400),
        (Sent("POST", [], "default-graph-uri=https%3A%2F%2Fa", FORM), 400),
        (Sent("POST", [], "query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM), 400),
        (Sent("POST", [("query", "ASK {}")], "query=ASK%20%7B%7D", FORM), 400),
        (direct("ASK {}", ("query", "ASK {}")), 400),
        (direct(""), 400),
        (Sent("GET", [("query", "")]), 400),
        (Sent("GET", [("query", "CLEAR ALL")]), 400),
        (direct("INSERT DATA { <a:s> <a:p> 1 }"), 400),
        (direct("ASK {}", ("update", "CLEAR ALL")), 403),
        (Sent("POST", [], "query=ASK%20%7B%7D&update=CLEAR%20ALL", FORM), 403),
        (Sent("POST", [], "query=%FF", FORM), 400),
        (Sent("POST", [], b"ASK { <a:\xff> ?p ?o }", QUERY), 400),
        (Sent("POST", [], "query=ASK%20%7B%7D", f"{FORM}; charset=iso-8859-1"), 415),
        (Sent("POST", [], "--x--", "multipart/form-data; boundary=x"), 415),
        (Sent("DELETE"), 405),
        (Sent("PATCH", [], "CLEAR ALL", UPDATE), 405),
    ],
)
def test_a_request_that_is_not_of_the_protocol_gets_a_problem_document(
    server: Serving, sent: Sent, status: int
) -> None:
    got = sent_to(server, sent)
    assert (got.status, got.headers["content-type"]) == (status, "application/problem+json")
    assert facts(got)["detail"]


@pytest.mark.parametrize("type_", [f"{QUERY}; charset=UTF-8", f"{QUERY};charset=utf-8", QUERY.upper()])
def test_a_media_type_may_name_its_charset_and_be_written_in_capitals(server: Serving, type_: str) -> None:
    assert facts(sent_to(server, Sent("POST", [], 'ASK { FILTER("å" = "\\u00E5") }', type_)))["boolean"] is True


def test_a_fault_of_syntax_is_told_with_its_line_and_column(server: Serving) -> None:
    got = ask(server, "SELECT * {\n ?s ?p }")
    assert got.status == 400
    assert facts(got)["detail"].startswith("not a SPARQL query: error at 2:")


SELECT, CONSTRUCT = "SELECT ?s { ?s ?p ?o } ORDER BY ?s", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.mark.parametrize("name", [*RESULTS, *GRAPHS])
def test_each_format_is_given_to_who_accepts_it_and_to_who_names_it(server: Serving, name: str) -> None:
    query, type_ = (SELECT, RESULTS[name]) if name in RESULTS else (CONSTRUCT, GRAPHS[name])
    accepted = ask(server, query, type_)
    named = sent_to(server, Sent("GET", [("query", query), ("format", name)]), "image/png")
    assert accepted.headers["content-type"].partition(";")[0] == type_
    assert (accepted.status, named.status, named.body) == (200, 200, accepted.body)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_reads_back_from_each_format_as_it_is_in_the_store(server: Serving, name: str) -> None:
    told = {quad.triple for quad in parse(ask(server, CONSTRUCT, GRAPHS[name]).body, format=PARSED[name])}
    assert told == {quad.triple for quads in documents().values() for quad in quads}


@pytest.mark.parametrize(
    ("accept", "query", "type_"),
    [
        ("", SELECT, RESULTS["json"]),
        ("*/*", SELECT, RESULTS["json"]),
        ("application/json", SELECT, RESULTS["json"]),
        ("text/xml", SELECT, RESULTS["xml"]),
        ("application/xml;q=0.9, application/json;q=0.1", SELECT, RESULTS["xml"]),
        ("text/*", SELECT, RESULTS["csv"]),
        ("text/csv;q=0.5, text/tab-separated-values", SELECT, RESULTS["tsv"]),
        ("text/csv;q=0, */*;q=0.1", SELECT, RESULTS["json"]),
        ("text/html, application/sparql-results+xml;q=0.9", SELECT, RESULTS["xml"]),
        ("APPLICATION/SPARQL-RESULTS+XML", SELECT, RESULTS["xml"]),
        ("", CONSTRUCT, GRAPHS["ttl"]),
        ("application/json", CONSTRUCT, GRAPHS["jsonld"]),
        ("application/*;q=0.5, text/turtle;q=0.1", CONSTRUCT, GRAPHS["jsonld"]),
        ("application/rdf+xml, */*;q=0.1", CONSTRUCT, GRAPHS["rdf"]),
        ("application/sparql-results+json, text/turtle;q=0.1", CONSTRUCT, GRAPHS["ttl"]),
    ],
)
def test_the_format_liked_best_is_given(server: Serving, accept: str, query: str, type_: str) -> None:
    got = ask(server, query, accept)
    assert (got.status, got.headers["content-type"].partition(";")[0]) == (200, type_)
    assert "Accept" in got.headers["vary"]


@pytest.mark.parametrize(
    ("pairs", "accept"),
    [
        ([("query", SELECT)], "image/png"),
        ([("query", SELECT)], "text/turtle"),
        ([("query", CONSTRUCT)], "text/csv"),
        ([("query", SELECT)], "*/*;q=0"),
        ([("query", SELECT), ("format", "ttl")], "*/*"),
        ([("query", SELECT), ("format", "exe")], "*/*"),
        ([], "text/csv"),
    ],
)
def test_a_format_that_is_not_offered_gets_406_and_the_list_of_those_that_are(
    server: Serving, pairs: Pairs, accept: str
) -> None:
    got = sent_to(server, Sent("GET", pairs), accept)
    assert got.status == 406
    assert "Offered: " in facts(got)["detail"]


@pytest.mark.parametrize("pairs", [[("query", SELECT)], [("query", CONSTRUCT)], []])
def test_head_tells_what_get_would_and_a_client_that_has_it_gets_304(server: Serving, pairs: Pairs) -> None:
    got, head = (sent_to(server, Sent(method, pairs)) for method in ("GET", "HEAD"))
    again = sent_to(server, Sent("GET", pairs), if_none_match=f'"other", {got.headers["etag"]}')
    kept = ("etag", "last-modified", "cache-control", "vary", "x-limits", "x-release", "access-control-allow-origin")
    assert {name: head.headers[name] for name in (*kept, "content-type", "content-length")} == {
        name: got.headers[name] for name in (*kept, "content-type", "content-length")
    }
    assert (head.body, again.status, again.body) == (b"", 304, b"")
    assert {name: again.headers[name] for name in kept} == {name: got.headers[name] for name in kept}


def test_answers_that_differ_have_entity_tags_that_differ(server: Serving) -> None:
    pairs = [("query", SELECT)]
    sent = [Sent("GET", pairs), Sent("GET", [*pairs, (D, graph(1))]), Sent("GET", [*pairs, (N, graph(1))])]
    answers = [sent_to(server, one, type_) for one in sent for type_ in RESULTS.values()]
    assert len({got.headers["etag"] for got in answers}) == len(answers)


def test_a_page_of_another_site_may_ask(server: Serving) -> None:
    headers: dict[str, Any] = {"origin": "https://elsewhere.example", "access_control_request_method": "POST"}
    before = server.get("/sparql", method="OPTIONS", access_control_request_headers="content-type", **headers)
    assert before.status == 204
    assert {"GET", "POST"} <= set(before.headers["access-control-allow-methods"].split(", "))
    assert "content-type" in before.headers["access-control-allow-headers"].lower()
    answers = [before, ask(server, SELECT), ask(server, "ASK {"), server.get("/sparql")]
    assert [got.headers["access-control-allow-origin"] for got in answers] == ["*"] * 4


ELSEWHERE: Final = "<http://127.0.0.1:9/sparql> { ?a ?b ?c }"
NETWORK: Final = {
    "plain": f"SELECT * {{ SERVICE {ELSEWHERE} }}",
    "silent": f"SELECT * {{ SERVICE SILENT {ELSEWHERE} }}",
    "lower case": f"SELECT * {{ service {ELSEWHERE} }}",
    "mixed case": f"SELECT * {{ sErViCe silent {ELSEWHERE} }}",
    "a variable": "SELECT * { VALUES ?where { <http://127.0.0.1:9/> } SERVICE ?where { ?a ?b ?c } }",
    "nested": f"SELECT * {{ SERVICE <http://a.example/> {{ SERVICE {ELSEWHERE} }} }}",
    "in a group": f"SELECT * {{ {{ {{ SERVICE {ELSEWHERE} }} }} UNION {{ ?s ?p ?o }} }}",
    "in EXISTS": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {ELSEWHERE} }} }}",
    "in NOT EXISTS": f"ASK {{ ?s ?p ?o FILTER NOT EXISTS {{ SERVICE SILENT {ELSEWHERE} }} }}",
    "in OPTIONAL": f"SELECT * {{ ?s ?p ?o OPTIONAL {{ SERVICE {ELSEWHERE} }} }}",
    "in MINUS": f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE {ELSEWHERE} }} }}",
    "in GRAPH": f"SELECT * {{ GRAPH ?g {{ SERVICE {ELSEWHERE} }} }}",
    "in a subselect": f"SELECT * {{ {{ SELECT ?a {{ SERVICE {ELSEWHERE} }} }} }}",
    "in CONSTRUCT": f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ SERVICE {ELSEWHERE} }}",
    "in DESCRIBE": f"DESCRIBE ?a {{ SERVICE {ELSEWHERE} }}",
    "after a comment": f"SELECT * {{ # all\nSERVICE # here\n{ELSEWHERE} }}",
    "without blanks": f"SELECT*{{?s?p?o.SERVICE{ELSEWHERE.replace(' ', '')}}}",
    "after a string": f"SELECT * {{ ?s ?p '\\'' . SERVICE {ELSEWHERE} }}",
    "load": "LOAD <http://127.0.0.1:9/data.ttl>",
    "load silent": "load silent <file:///etc/passwd> into graph <a:b>",
}


@pytest.mark.parametrize("case", NETWORK)
def test_a_query_that_would_reach_the_network_is_refused(server: Serving, case: str) -> None:
    got = ask(server, NETWORK[case])
    assert got.status == 400
    assert any(word in facts(got)["detail"].upper() for word in ("SERVICE", "LOAD"))


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("SERVICE of the municipality" AS ?x) {}',
        "# SERVICE\nSELECT * { ?s <http://a.example/service> ?service }",
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s a sd:Service ; sd:load $load }",
    ],
)
def test_a_query_that_only_speaks_of_services_is_answered(server: Serving, query: str) -> None:
    assert ask(server, query).status == 200


@pytest.mark.parametrize(
    "clause", ["FROM <file:///etc/passwd>", "FROM NAMED <http://127.0.0.1:9/>", "FROM </etc/passwd>"]
)
def test_from_fetches_nothing(server: Serving, clause: str) -> None:
    assert found(ask(server, WHERE % clause)) == (set(), set())


def test_text_that_reads_as_a_service_is_refused_rather_than_trusted(server: Serving) -> None:
    # Where a string ends is told by the parser alone: what looks like a clause is not let through.
    assert ask(server, 'SELECT ("SERVICE <a:b> { }" AS ?x) {}').status == 400
