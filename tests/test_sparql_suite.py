"""The W3C's SPARQL 1.1 query evaluation tests, each asked with one `lulea-kg sparql` straight over its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import pytest
from invented import run
from needed import suites
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

SECTIONS: Final = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation"),
    *("project-expression", "property-path", "subquery"),
)
COUNT: Final = 234
# What fails, and why: pyoxigraph by itself fails the same tests.
KNOWN_FAILURES: Final = {
    "aggregates#agg-groupconcat-04": "",
}
MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FORMATS: Final = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Case:
    """A test: its query, the data it is asked over, and the file with the answer, None when the query is no SPARQL."""

    name: str
    query: Path
    answer: Path | None
    options: tuple[str, ...]


@pytest.mark.parametrize("section", SECTIONS)
def test_what_pyoxigraph_can_answer_is_answered(section: str) -> None:
    failed = {case.name for case in cases(section) if not passes(case)}
    assert failed == {name for name in KNOWN_FAILURES if name.startswith(f"{section}#")}


def test_no_test_of_the_sections_is_left_out() -> None:
    assert len([case for section in SECTIONS for case in cases(section)]) == COUNT


def cases(section: str) -> Iterator[Case]:
    """Yield the tests of a section that ask a query, and those whose query must be refused."""
    manifest = suites() / "rdf-tests/sparql/sparql11" / section / "manifest.ttl"
    facts = Facts(manifest)
    for test in facts.having(RDF_TYPE, NamedNode(MF + "QueryEvaluationTest")):
        (action,), (answer,) = facts.of(test, MF + "action"), facts.of(test, MF + "result")
        (query,) = facts.of(action, QT + "query")
        data = [option for file in facts.of(action, QT + "data") for option in ("--data", str(local(file)))]
        graphs = [
            option
            for file in facts.of(action, QT + "graphData")
            for option in ("--graph", f"{value(file)}={local(file)}")
        ]
        yield Case(f"{section}#{fragment(test)}", local(query), local(answer), (*data, *graphs))
    for test in facts.having(RDF_TYPE, NamedNode(MF + "NegativeSyntaxTest11")):
        (query,) = facts.of(test, MF + "action")
        yield Case(f"{section}#{fragment(test)}", local(query), None, ("--data", str(manifest)))


def passes(case: Case) -> bool:
    """Tell whether the command gives the answer that a test asks for."""
    graph = case.answer is not None and is_graph(case.answer)
    result = run(
        *("sparql", "--file", case.query, *case.options, "--default-graph", "strict"),
        *("--format", "nt" if graph else "srj"),
    )
    if case.answer is None:
        return result.exit_code == 2
    if result.exit_code != 0:
        return False
    if graph:
        return canonical(parse(result.stdout, format=RdfFormat.N_TRIPLES)) == canonical(turtle(case.answer))
    return table(result.stdout.encode(), ".srj") == table(case.answer.read_bytes(), case.answer.suffix)
