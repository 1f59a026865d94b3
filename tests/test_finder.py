"""With the finder the shapes say just what pyshacl says by itself, whatever is at fault, however the data are cut."""

import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from needed import shifty
from rdflib import XSD, Graph, Literal, Node, URIRef
from rdflib.plugins.serializers.nt import _nt_row

from lulea_kg import checks, files, finder

ONTOLOGY: Final = files.shipped("ontology")
EXAMPLES: Final = ONTOLOGY / "examples"
MUTATIONS: Final = sorted((EXAMPLES / "invalid").glob("*.ru"))
BASE: Final = "https://data.example.org"
# What is put in place of a value.
DAMAGE: Final = (
    *(Literal("fault"), Literal("fel", lang="sv"), Literal("91"), Literal(-1), Literal(""), URIRef(f"{BASE}/nothing")),
    *(Literal("2020-05-01", datatype=XSD.date), Literal("12345678901234567890123", datatype=XSD.integer)),
)


@pytest.fixture(autouse=True)
def the_engine() -> None:
    """Do not run without the finder's engine."""
    shifty()


@cache
def valid() -> Graph:
    """Return the union of the valid examples."""
    graph = Graph()
    for path in (EXAMPLES / "valid").glob("*.ttl"):
        graph.parse(path)
    return graph


def mutated(*mutations: Path) -> bytes:
    """Return the valid examples after all of these mutations."""
    graph = Graph() + valid()
    for mutation in mutations:
        graph.update(mutation.read_text(encoding="utf-8"))
    return ntriples(graph)


def damaged(seed: int) -> bytes:
    """Return the valid examples with a third of the statements gone or with another value."""
    chance = random.Random(seed)
    return ntriples(
        (s, p, chance.choice((o, o, chance.choice(DAMAGE)))) for s, p, o in sorted(valid()) if chance.random() > 0.1
    )


def ntriples(triples: Iterable[tuple[Node, Node, Node]]) -> bytes:
    return "".join(sorted(_nt_row(triple) for triple in triples)).encode()


def plainly(content: bytes) -> set[checks.Result]:
    """Return what pyshacl says by itself."""
    return set(checks._check(content, str(ONTOLOGY)))


def found(content: bytes, size: int = 1000) -> set[checks.Result]:
    """Return what pyshacl says of what the finder leaves to it."""
    left = finder.find(content, ONTOLOGY / "shapes", size)
    assert left is not None
    return set(checks._check(left.content, str(ONTOLOGY), left.beside))


def test_each_mutated_example_is_found_to_have_the_fault_its_file_is_named_after() -> None:
    shapes = {mutation.stem: {result.shape for result in found(mutated(mutation))} for mutation in MUTATIONS}
    assert shapes == {mutation.stem: {mutation.stem.partition(".")[0]} for mutation in MUTATIONS}


def test_all_mutations_together_are_found_as_pyshacl_finds_them() -> None:
    content = mutated(*MUTATIONS)
    assert found(content) == plainly(content) != set()


@pytest.mark.parametrize("seed", range(6))
def test_damaged_data_have_the_same_results_with_the_finder(seed: int) -> None:
    content = damaged(seed)
    assert found(content) == plainly(content) != set()


@pytest.mark.parametrize("size", [1, 20, 100, 100_000])
def test_slices_of_any_size_give_the_same_as_the_whole(size: int) -> None:
    content = mutated(*MUTATIONS) + damaged(0).replace(BASE.encode(), b"https://annan.example.org")
    assert found(content, size) == found(content)


def test_of_faultless_data_hardly_anything_is_left_to_pyshacl() -> None:
    content = ntriples(valid())
    left = finder.find(content, ONTOLOGY / "shapes")
    assert left is not None and len(left.sample) == 1
    assert left.content.count(b"\n") < 30 < content.count(b"\n")


def test_a_day_that_engines_read_differently_is_left_to_pyshacl() -> None:
    content = ntriples(valid()).replace(b'"2021-06-02"', b'"-0021-06-02"')
    assert found(content) == plainly(content) != set()


def test_the_sample_is_the_same_every_time() -> None:
    content = ntriples(valid())
    backwards = b"".join(reversed(content.splitlines(keepends=True)))
    assert finder.find(content, ONTOLOGY / "shapes") == finder.find(backwards, ONTOLOGY / "shapes")


def test_a_class_below_another_leaves_everything_to_pyshacl() -> None:
    line = b"<https://a.example/A> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <https://a.example/B> .\n"
    assert finder.find(line, ONTOLOGY / "shapes") is None


def test_shapes_that_the_engine_refuses_leave_everything_to_pyshacl(tmp_path: Path) -> None:
    start = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape> a sh:NodeShape ; sh:targetClass <urn:class> ; "
    (tmp_path / "wrong.ttl").write_text(f"{start} sh:minCount 2 .")
    assert finder.find(b"<urn:a> <urn:b> <urn:c> .\n", tmp_path) is None
