"""The W3C's SPARQL 1.1 query evaluation tests, each asked with one `lulea-kg sparql` straight over its files."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
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
    **dict.fromkeys(
        ("aggregates#agg-groupconcat-04", "aggregates#agg-groupconcat-06"),
        "GROUP_CONCAT keeps a language that all texts share; SPARQL 1.1 wants a plain literal",
    ),
    **dict.fromkeys(
        ("aggregates#agg-empty-group-count-graph", "bindings#graph", "negation#graph-minus"),
        "the variable of GRAPH is not bound around a subquery, VALUES or MINUS without any triple of that graph",
    ),
    "functions#bnode01": "BNODE of one text gives another node for each use within a solution",
    **dict.fromkeys(
        (f"property-path#zero_or_{path}_set_{end}" for path in ("one", "more") for end in ("start", "end")),
        "a path of no steps from a constant that is nowhere in the data finds nothing",
    ),
}
MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RESULT_SET: Final = RS + "ResultSet"
FORMATS: Final = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
VALUES: Final[dict[str, Callable[[str], object]]] = {
    "http://www.w3.org/2001/XMLSchema#boolean": lambda text: {"0": "false", "1": "true"}.get(text, text),
    "http://www.w3.org/2001/XMLSchema#decimal": lambda text: Decimal(text).normalize(),
    "http://www.w3.org/2001/XMLSchema#double": float,
    "http://www.w3.org/2001/XMLSchema#float": float,
}
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Case:
    """A test: its query, the data it is asked over, and the file with the answer, None when the query is no SPARQL."""

    name: str
    query: Path
    answer: Path | None
    options: tuple[str, ...]


@pytest.mark.parametrize("section", SECTIONS)
def test_what_pyoxigraph_can_answer_is_answered(section: str, tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").touch()
    failed = {case.name for case in cases(section) if not passes(case, tmp_path / "empty.ttl")}
    assert failed == {name for name in KNOWN_FAILURES if name.startswith(f"{section}#")}


def test_no_test_of_the_sections_is_left_out() -> None:
    assert len([case for section in SECTIONS for case in cases(section)]) == COUNT


def cases(section: str) -> Iterator[Case]:
    """Yield the tests of a section that ask a query, and those whose query must be refused."""
    manifest = suites() / "rdf-tests/sparql/sparql11" / section / "manifest.ttl"
    facts = Facts(manifest)
    for test in facts.of_type(MF + "QueryEvaluationTest"):
        (action,), (answer,) = facts.values(test, MF + "action"), facts.values(test, MF + "result")
        (query,) = facts.values(action, QT + "query")
        data = [("--data", str(local(file))) for file in facts.values(action, QT + "data")]
        graphs = [("--graph", f"{text(file)}={local(file)}") for file in facts.values(action, QT + "graphData")]
        options = tuple(word for option in data + graphs for word in option)
        yield Case(f"{section}#{fragment(test)}", local(query), local(answer), options)
    for test in facts.of_type(MF + "NegativeSyntaxTest11"):
        (query,) = facts.values(test, MF + "action")
        yield Case(f"{section}#{fragment(test)}", local(query), None, ())


def passes(case: Case, empty: Path) -> bool:
    """Tell whether the command gives the answer that a test asks for; a test without data is asked of an empty file."""
    graph = case.answer is not None and case.answer.suffix == ".ttl" and not Facts(case.answer).of_type(RESULT_SET)
    command: list[str | Path] = ["sparql", "--file", case.query, "--default-graph", "strict", "--data", empty]
    result = run(*command, *case.options, "--format", "nt" if graph else "srj")
    if case.answer is None:
        return result.exit_code == 2
    if result.exit_code != 0:
        return False
    if graph:
        return canonical(parse(result.stdout, format=RdfFormat.N_TRIPLES)) == canonical(turtle(case.answer))
    return comparable(results(result.stdout.encode(), ".srj")) == comparable(expected(case.answer))


Solutions = bool | list[dict[str, Term]]


def expected(path: Path) -> Solutions:
    """Read the answer that a test expects, in whichever format it is written."""
    if path.suffix != ".ttl":
        return results(path.read_bytes(), path.suffix)
    facts = Facts(path)
    (table,) = facts.of_type(RESULT_SET)
    return [
        {
            text(facts.values(binding, RS + "variable")[0]): facts.values(binding, RS + "value")[0]
            for binding in facts.values(solution, RS + "binding")
        }
        for solution in facts.values(table, RS + "solution")
    ]


def results(content: bytes, suffix: str) -> Solutions:
    """Read SPARQL results in a W3C format, told by the suffix of its files."""
    answer = parse_query_results(content, format=FORMATS[suffix])
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    names = [variable.value for variable in answer.variables]
    return [{name: by_value(row[name]) for name in names if row[name] is not None} for row in answer]


def comparable(solutions: Solutions) -> bool | set[str]:
    """Return what is equal for equal answers, whatever the order of rows and the names of blank nodes.

    Rows become a graph, each distinct row once with its number, so that blank nodes are compared as a graph's are.
    """
    if isinstance(solutions, bool):
        return solutions
    counted = Counter(tuple((name, by_value(row[name])) for name in sorted(row)) for row in solutions)
    quads = [Quad(BlankNode("table"), RDF_TYPE, NamedNode(RESULT_SET))]
    for number, (row, count) in enumerate(counted.items()):
        solution = BlankNode(f"row{number}")
        quads.append(Quad(BlankNode("table"), NamedNode(f"{RS}solution{count}"), solution))
        quads += [Quad(solution, NamedNode(RS + name), term) for name, term in row]
    return canonical(quads)


def canonical(quads: Iterable[Quad]) -> set[str]:
    """Return triples written so that graphs are equal when they differ in the names of blank nodes only."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


class Facts:
    """What a Turtle file says, looked up by subject and predicate."""

    def __init__(self, path: Path) -> None:
        self._triples = list(turtle(path))

    def of_type(self, type_: str) -> list[Term]:
        """Return the subjects of a type."""
        return [t.subject for t in self._triples if t.predicate == RDF_TYPE and t.object == NamedNode(type_)]

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """Return the objects of a subject and a predicate."""
        wanted = NamedNode(predicate)
        return [t.object for t in self._triples if t.subject == subject and t.predicate == wanted]


def turtle(path: Path) -> Iterator[Quad]:
    return parse(path=path, format=RdfFormat.TURTLE, base_iri=path.resolve().as_uri())


def text(term: Term) -> str:
    """Return the address of a named node, the text of a literal."""
    assert isinstance(term, NamedNode | Literal)
    return term.value


def fragment(term: Term) -> str:
    return text(term).rpartition("#")[2]


def local(term: Term) -> Path:
    """Return the file that a manifest names by its file: address."""
    return Path(unquote(urlsplit(text(term)).path))


def by_value(term: Term) -> Term:
    """Return a number or truth value as equal ones of its type are all written: 2.0 and 2 are the same answer."""
    if not isinstance(term, Literal) or term.datatype.value not in VALUES:
        return term
    return Literal(str(VALUES[term.datatype.value](term.value)), datatype=term.datatype)
