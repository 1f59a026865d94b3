"""Shapes that see further than data can be cut are noticed, and what is cut out of data is all that shapes see."""

from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.term import Node, URIRef, Variable

from lulea_kg import files
from lulea_kg.reach import Reach, Surroundings, reach

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <urn:x:> . "
SHAPES = sorted((files.shipped("ontology") / "shapes").glob("*.ttl"))
REACH = Reach(back={b"<urn:x:says>"}, second={b"<urn:x:text>"}, classes={b"<urn:x:Town>"})
DATA = b"""<urn:x:claim> <urn:x:says> <urn:x:tie> .
<urn:x:claim> <urn:x:target> <urn:x:words> .
<urn:x:tie> <urn:x:party> <urn:x:town> .
<urn:x:town> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:x:Town> .
<urn:x:town> <urn:x:name> "Hamnby" .
<urn:x:words> <urn:x:text> "vi samarbetar" .
"""


def shapes(*texts: str) -> Store:
    """Return shapes given in Turtle."""
    store = Store()
    for text in texts:
        store.extend(parse(PREFIXES + text, format=RdfFormat.TURTLE))
    return store


def test_the_shipped_shapes_see_no_further_than_data_can_be_cut() -> None:
    assert reach(shapes(*(path.read_text(encoding="utf-8") for path in SHAPES))) is not None


def test_what_shapes_see_is_read_from_them() -> None:
    backwards = "x:A sh:targetClass x:C ; sh:property [ sh:path [ sh:inversePath x:says ] ; sh:minCount 1 ] ."
    forwards = "x:B sh:property [ sh:path ( x:target x:text ) ; sh:maxCount 0 ] , [ sh:path x:p ; sh:class x:Town ] ."
    assert reach(shapes(backwards, forwards)) == REACH


@pytest.mark.parametrize(
    "shape",
    [
        "x:A sh:property [ sh:path x:p ; sh:node x:B ] .",
        "x:A sh:property [ sh:path x:p ; sh:property [ sh:path x:q ; sh:minCount 1 ] ] .",
        "x:A sh:property [ sh:path x:p ; sh:or ( [ sh:class x:C ] [ sh:nodeKind sh:Literal ] ) ] .",
        "x:A sh:property [ sh:path ( x:p x:q x:r ) ; sh:minCount 1 ] .",
        "x:A sh:property [ sh:path ( x:p x:q ) ; sh:class x:C ] .",
        "x:A sh:property [ sh:path ( [ sh:inversePath x:p ] x:q ) ; sh:minCount 1 ] .",
        "x:A sh:property [ sh:path [ sh:zeroOrMorePath x:p ] ; sh:minCount 1 ] .",
        "x:A sh:property [ sh:path [ sh:alternativePath ( x:p x:q ) ] ; sh:minCount 1 ] .",
        "x:A sh:targetNode x:a .",
        "x:A sh:js x:script .",
    ],
)
def test_a_shape_that_sees_further_is_noticed(shape: str) -> None:
    assert reach(shapes("x:B sh:targetClass x:C .", shape)) is None


def test_the_queries_of_the_shapes_ask_only_what_this_thing_says() -> None:
    graph = Graph()
    for path in SHAPES:
        graph.parse(path)
    asked = {triple for text in graph.objects(None, URIRef("http://www.w3.org/ns/shacl#select"))
             for triple in triples(str(text))}  # fmt: skip
    assert {subject for subject, _, _ in asked} == {Variable("this")}
    assert all(isinstance(predicate, URIRef) for _, predicate, _ in asked)


def triples(query: str) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the triple patterns of a query."""
    found: list[tuple[Node, Node, Node]] = []

    def visit(part: object) -> None:
        if getattr(part, "name", "") == "BGP":
            found.extend(part.triples)  # type: ignore[attr-defined]

    traverse(prepareQuery(query).algebra, visitPre=visit)
    yield from found


@pytest.mark.parametrize(
    ("thing", "lines"),
    [
        (b"<urn:x:claim>", {0, 1, 5}),
        (b"<urn:x:tie>", {0, 2, 3}),
        (b"<urn:x:town>", {3, 4}),
    ],
)
def test_around_a_thing_stands_what_shapes_see_from_it(thing: bytes, lines: set[int]) -> None:
    every = DATA.splitlines(keepends=True)
    content, _ = Surroundings(DATA, REACH).around({thing})
    assert {every.index(line) for line in content.splitlines(keepends=True)} == lines


def test_what_is_beside_the_things_is_named() -> None:
    _, beside = Surroundings(DATA, REACH).around({b"<urn:x:tie>"})
    assert beside == {b"<urn:x:claim>", b"<urn:x:town>"}


@pytest.mark.parametrize("size", [1, 2, 100])
def test_each_thing_is_in_one_slice(size: int) -> None:
    things = [thing for group, _ in Surroundings(DATA, REACH).slices(size) for thing in group]
    assert sorted(things) == [b"<urn:x:claim>", b"<urn:x:tie>", b"<urn:x:town>", b"<urn:x:words>"]


@pytest.mark.parametrize(
    ("literal", "doubtful"),
    [
        ('"text"', False),
        ('"ord och \\"ord\\""@sv', False),
        ('"2020-05-01"^^<http://www.w3.org/2001/XMLSchema#date>', False),
        ('"12"^^<http://www.w3.org/2001/XMLSchema#integer>', False),
        ('"-0044-03-15"^^<http://www.w3.org/2001/XMLSchema#date>', True),
        ('"12345678901234567890"^^<http://www.w3.org/2001/XMLSchema#integer>', True),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#boolean>', True),
    ],
)
def test_a_thing_with_a_literal_that_engines_read_differently_is_doubtful(literal: str, doubtful: bool) -> None:
    found = Surroundings(f"<urn:x:a> <urn:x:p> {literal} .\n".encode(), REACH).doubtful
    assert found == ({b"<urn:x:a>"} if doubtful else set())
