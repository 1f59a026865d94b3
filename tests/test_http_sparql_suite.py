"""The W3C's SPARQL query evaluation tests, each asked over HTTP of `lulea-kg serve --default-graph strict`.

One release holds every file of the suites as a graph of the file's name; what a test asks is named in its request.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from sealing import sealed
from serving import Got, Serving, serving
from test_sparql_suite import (
    KNOWN_FAILURES,
    RESULT_SET,
    SECTIONS,
    Case,
    Facts,
    canonical,
    cases,
    comparable,
    expected,
    results,
    turtle,
)

from lulea_kg.errors import InputError
from lulea_kg.stores.scratch import ScratchStore

# Sections of SPARQL 1.0 that evaluate queries.
OLDER: Final = (
    *("algebra", "ask", "basic", "bnode-coreference", "boolean-effective-value", "bound", "cast", "construct"),
    *("dataset", "distinct", "expr-builtin", "expr-equals", "expr-ops", "graph", "i18n", "open-world", "optional"),
    *("optional-filter", "reduced", "regex", "solution-seq", "sort", "triple-match", "type-promotion"),
)
OLDER_COUNT: Final = 284
FORMATS: Final = ("json", "xml", "tsv", "csv")
NOTHING: Final = "https://exempelkoping.example/nothing"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server whose release holds all files that the tests name, one graph each."""
    files = {path for section in SECTIONS for case in cases(section) for _, path in data_of(case)}
    files |= {path for section in OLDER for case in older(section) for _, path in graphs_of(case)}
    graphs = {path.as_uri(): parse(path=path, base_iri=path.as_uri(), rename_blank_nodes=True) for path in files}
    with serving(sealed(tmp_path_factory.mktemp("suite") / "releases", graphs), "--default-graph", "strict") as running:
        yield running


@pytest.mark.parametrize("section", SECTIONS)
def test_what_pyoxigraph_can_answer_is_answered_over_http(server: Serving, section: str) -> None:
    failed = {case.name for case in cases(section) if not passes(server, case)}
    assert failed == {name for name in KNOWN_FAILURES if name.startswith(f"{section}#")}


@pytest.mark.parametrize("section", OLDER)
def test_a_test_of_sparql_1_0_has_one_answer_over_http_and_straight_over_its_files(
    server: Serving, section: str
) -> None:
    assert [case.name for case in older(section) if over_http(server, case) != straight(case)] == []


def test_no_test_of_sparql_1_0_is_left_out() -> None:
    assert len([case for section in OLDER for case in older(section)]) == OLDER_COUNT


@pytest.mark.parametrize("section", ["aggregates", "bind", "functions", "property-path"])
def test_an_answer_says_the_same_in_all_four_formats(server: Serving, section: str) -> None:
    selects = [case for case in cases(section) if case.answer and not is_graph(case)]
    answers = {case.name: {name: asked(server, case, name).body for name in FORMATS} for case in selects}
    assert [name for name, found in answers.items() if not agree(found)] == []


def older(section: str) -> Iterator[Case]:
    """Yield the tests of a section of SPARQL 1.0."""
    return cases(f"../sparql10/{section}")


def data_of(case: Case) -> Iterator[tuple[str, Path]]:
    """Yield the files that a test asks, each with what its request calls it."""
    for option, value in zip(case.options[::2], case.options[1::2], strict=True):
        path = Path(value.rpartition("=")[2]).resolve()
        yield ("default-graph-uri" if option == "--data" else "named-graph-uri"), path


def graphs_of(case: Case) -> list[tuple[str, Path]]:
    """Return the files of a test; one that has none of its own names files of its folder by FROM."""
    beside = sorted(case.query.parent.glob("data*.ttl")) if not case.options else ()
    return [*data_of(case), *(("", path.resolve()) for path in beside)]


def asked(server: Serving, case: Case, format_: str) -> Got:
    """Return the answer to a test's query, asked of its own data, or of what the query itself names by FROM."""
    query = case.query.read_bytes()
    named = [(name, path.as_uri()) for name, path in data_of(case)]
    # A request that names no graph at all is asked of every named graph; one that names any is not asked of FROM.
    graphs = [] if b"FROM" in query else [*named, ("default-graph-uri", NOTHING)]
    address = f"/sparql?{urlencode([*graphs, ('format', format_)])}"
    sent = f"BASE <{case.query.resolve().as_uri()}>\n".encode() + query
    return server.get(address, method="POST", body=sent, content_type="application/sparql-query")


def is_graph(case: Case) -> bool:
    """Tell whether the answer of a test is a graph."""
    return case.answer is not None and case.answer.suffix == ".ttl" and not Facts(case.answer).of_type(RESULT_SET)


def passes(server: Serving, case: Case) -> bool:
    """Tell whether the server gives the answer that a test asks for."""
    if case.answer is None:
        return asked(server, case, "").status == 400
    found = over_http(server, case)
    return found == (canonical(turtle(case.answer)) if is_graph(case) else comparable(expected(case.answer)))


def over_http(server: Serving, case: Case) -> object:
    """Return what the server answers a test, as is equal for equal answers; "refused" when it is no query."""
    found = asked(server, case, "nt" if is_graph(case) else "json")
    if found.status == 400:
        return "refused"
    assert found.status == 200, (case.name, found.text)
    return read(found.body, graph=is_graph(case))


def straight(case: Case) -> object:
    """Return what the embedded store answers a test over its own files, as `over_http` does."""
    found = graphs_of(case)
    data = [path for name, path in found if name == "default-graph-uri"]
    graphs = [(path.as_uri(), path) for name, path in found if name != "default-graph-uri"]
    store = ScratchStore(data, graphs, union=False)
    try:
        return read(store.query(case.query.read_text(), case.query.resolve().as_uri()), graph=is_graph(case))
    except InputError:
        return "refused"


def read(content: bytes, *, graph: bool) -> object:
    """Return an answer as is equal for equal answers."""
    if graph:
        return canonical(parse(content, format=RdfFormat.N_TRIPLES))
    return comparable(results(content, ".srj"))


def agree(found: Mapping[str, bytes]) -> bool:
    """Tell whether answers in JSON, XML, TSV and CSV say the same."""
    table = parse_query_results(found["json"], format=QueryResultsFormat.JSON)
    wanted = comparable(results(found["json"], ".srj"))
    if not isinstance(table, QuerySolutions):
        return comparable(results(found["xml"], ".srx")) == wanted
    names = [variable.value for variable in table.variables]
    rows = [[cell(row[name]) for name in names] for row in table]
    return (
        comparable(results(found["xml"], ".srx")) == wanted
        and comparable(results(found["tsv"], ".tsv")) == wanted
        and cells(found["csv"]) == [names, *sorted(rows)]
    )


def cell(term: object) -> str:
    """Return what CSV shows of a term; blank nodes have another name in each answer."""
    return "_:" if isinstance(term, BlankNode) else getattr(term, "value", "")


def cells(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV answer, its rows sorted and blank nodes without names; an empty line is one cell."""
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    filled = [row or ["" for _ in head] for row in rows]
    return [head, *sorted(["_:" if text.startswith("_:") else text for text in row] for row in filled)]
