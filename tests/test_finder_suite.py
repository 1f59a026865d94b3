"""The W3C's SHACL tests, put to the finder's engine: does it name the focus nodes that must fail, and no other?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import pytest
from needed import shifty, suites
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from lulea_kg import finder

MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT: Final = "http://www.w3.org/ns/shacl-test#"
SH: Final = "http://www.w3.org/ns/shacl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
COUNTS: Final = {"core": 98, "sparql": 22}
# What fails, and why.
KNOWN_FAILURES: Final = {
    **dict.fromkeys(
        ("core/property/property-001", "core/validation-reports/shared"),
        "of a property shape inside another it names the thing, not the value that fails; ours have none such",
    ),
}
Term = NamedNode | BlankNode | Literal | Triple


class Facts:
    """What a Turtle file says, looked up by subject and predicate."""

    def __init__(self, path: Path) -> None:
        base = path.resolve().as_uri()
        self._triples = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE, base_iri=base)]

    @property
    def ntriples(self) -> bytes:
        """Return all of it as N-Triples."""
        return serialize(self._triples, format=RdfFormat.N_TRIPLES) or b""

    def subjects(self, predicate: str) -> list[Term]:
        """Return who says something by a predicate."""
        return [t.subject for t in self._triples if t.predicate.value == predicate]

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """Return the objects of a subject and a predicate."""
        return [t.object for t in self._triples if t.subject == subject and t.predicate.value == predicate]

    def value(self, subject: Term, predicate: str) -> Term:
        """Return the one object of a subject and a predicate."""
        (found,) = self.values(subject, predicate)
        return found


@pytest.mark.parametrize("part", COUNTS)
def test_the_engine_names_the_focus_nodes_that_fail(part: str) -> None:
    failed = {name for name, facts, test in cases(part) if named(facts, test) != expected(facts, test)}
    assert failed == {name for name in KNOWN_FAILURES if name.startswith(f"{part}/")}


@pytest.mark.parametrize("part", COUNTS)
def test_no_test_of_the_suite_is_left_out(part: str) -> None:
    assert len(list(cases(part))) == COUNTS[part]


def cases(part: str) -> Iterator[tuple[str, Facts, Term]]:
    """Yield the tests of a part of the suite: name, the file that describes it, and its node there."""
    tests = (suites() / "data-shapes" / "tests").resolve()
    return _cases(tests / part / "manifest.ttl", tests)


def _cases(manifest: Path, tests: Path) -> Iterator[tuple[str, Facts, Term]]:
    facts = Facts(manifest)
    for included in facts.values(NamedNode(manifest.resolve().as_uri()), MF + "include"):
        yield from _cases(local(included), tests)
    for test in facts.subjects(MF + "action"):
        yield str(manifest.relative_to(tests).with_suffix("")), facts, test


def expected(facts: Facts, test: Term) -> list[str] | None:
    """Return the focus nodes that fail by the test, None when its shapes must be refused."""
    report = facts.value(test, MF + "result")
    if report == NamedNode(SHT + "Failure"):
        return None
    return terms(facts.value(result, SH + "focusNode") for result in facts.values(report, SH + "result"))


def named(facts: Facts, test: Term) -> list[str] | None:
    """Return the focus nodes that the engine names, None when it refuses the shapes."""
    action = facts.value(test, MF + "action")
    data, shapes = (Facts(local(facts.value(action, SHT + kind))).ntriples for kind in ("dataGraph", "shapesGraph"))
    try:
        engine = shifty().PreparedValidator(shapes)
        failing = finder._failing(engine, data)
    except ValueError:
        return None
    assert not engine.diagnostics
    return sorted({"_:" if term.startswith(b"_:") else term.decode() for term in failing})


def terms(found: Iterator[Term]) -> list[str]:
    """Return terms as N-Triples, each once; the names of blank nodes do not count."""
    return sorted({"_:" if isinstance(term, BlankNode) else str(term) for term in found})


def local(term: Term) -> Path:
    """Return the file that a manifest names by its file: address."""
    assert isinstance(term, NamedNode)
    return Path(unquote(urlsplit(term.value).path))
