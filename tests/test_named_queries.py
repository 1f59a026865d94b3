"""Named queries: each answers as its file in tests/queries says, on every engine, in any order, under any base."""

import csv
import io
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import making
import pytest
from invented import few_beside, lulea, run
from needed import ROOT
from pyoxigraph import RdfFormat, serialize
from rdflib import Graph

from lulea_kg import queries, terms
from lulea_kg.exports.tables import Reader, Table, write
from lulea_kg.names import Names
from lulea_kg.release import Release
from lulea_kg.stores.embedded import EmbeddedStore

NAMES: Final = queries.names(ROOT / "queries")
OTHER_BASE: Final = "https://data.example.org/x"
# A VALUES line of one variable and one value is a parameter.
PARAMETER: Final = re.compile(r"VALUES \?(\w+) \{ *(?:UNDEF|\"[^\"]*\"(?:\^\^\S+)?) *\}(.*)")

Row = tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    """Return the store of a release of Luleå's data."""
    return Release(lulea()).open_store()


@pytest.fixture(scope="module")
def shuffled(store: EmbeddedStore) -> EmbeddedStore:
    """Return the same content in a store that was filled in another order."""
    quads = sorted(store.quads(), key=str)
    Random(2020).shuffle(quads)
    other = EmbeddedStore()
    other.extend(quads)
    return other


@pytest.fixture(scope="module")
def rebased(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """Return the store of a release of Luleå's data under another base."""
    return sealed(tmp_path_factory.mktemp("rebased"), "--base", OTHER_BASE)


@pytest.fixture(scope="module")
def oracle(store: EmbeddedStore) -> Graph:
    """Return every triple of the release in one graph of another engine."""
    return Graph().parse(data=serialize({q.triple for q in store.quads()}, format=RdfFormat.N_TRIPLES), format="nt")


def sealed(out: Path, *options: str) -> EmbeddedStore:
    with few_beside():
        result = run("build", ROOT / "data/lulea", "--out", out, *options)
    assert result.exit_code == 0, result.stderr
    return Release(Path(result.stdout.strip())).open_store()


@cache
def text(name: str) -> str:
    return (ROOT / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def readable(answer: bytes) -> str:
    """Return an answer as the product writes CSV, without its IRI columns."""
    rows = list(csv.reader(io.StringIO(write(Table.from_sparql(answer), "csv", no_reader).decode())))
    kept = [index for index, column in enumerate(rows[0]) if not column.endswith("Iri")]
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([row[index] for index in kept] for row in rows)
    return stream.getvalue()


def no_reader() -> Reader:
    raise AssertionError("csv is for machines")


def values(answer: bytes) -> list[Row]:
    """Return every cell of an answer in its order, without datatypes: engines differ in those of numbers."""
    rows: Iterable[dict[str, dict[str, str]]] = json.loads(answer)["results"]["bindings"]
    return [tuple(sorted((name, cell["value"]) for name, cell in row.items())) for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_as_it_stands_gives_the_answer_worked_out_by_hand(name: str, store: EmbeddedStore) -> None:
    expected = (ROOT / "tests/queries" / f"{name}.csv").read_text(encoding="utf-8")
    assert readable(store.query(text(name))) == expected


@pytest.mark.parametrize("name", NAMES)
def test_another_engine_gives_the_same_answer(name: str, store: EmbeddedStore, oracle: Graph) -> None:
    theirs = oracle.query(text(name)).serialize(format="json")
    assert theirs is not None
    assert values(theirs) == values(store.query(text(name)))


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_loading_does_not_matter(name: str, store: EmbeddedStore, shuffled: EmbeddedStore) -> None:
    assert values(shuffled.query(text(name))) == values(store.query(text(name)))


@pytest.mark.parametrize("name", NAMES)
def test_another_base_gives_the_same_answer(name: str, store: EmbeddedStore, rebased: EmbeddedStore) -> None:
    theirs = rebased.query(text(name)).replace(OTHER_BASE.encode(), terms.DEFAULT_BASE.encode())
    assert values(theirs) == values(store.query(text(name)))


def test_every_query_has_an_expected_answer_and_every_expected_answer_a_query() -> None:
    assert sorted(path.stem for path in (ROOT / "tests/queries").glob("*.csv")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_its_title_and_what_it_answers_in_english_and_swedish(name: str) -> None:
    head = dict(re.findall(r"^# (title|answers): (.+)$", text(name), re.MULTILINE))
    assert {kind: len({part.strip() for part in words.split("|")} - {""}) for kind, words in head.items()} == {
        "title": 2,
        "answers": 2,
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_an_answer_is_stated(name: str) -> None:
    assert re.search(r"\}[^{}]*\bORDER BY [^{}]+\Z", text(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_has_a_type_and_a_code_a_scheme_that_exists(name: str, store: EmbeddedStore) -> None:
    found = [(m[1], re.match(r" # (thing|date|text|code (\w+))$", m[2])) for m in PARAMETER.finditer(text(name))]
    assert [variable for variable, kind in found if not kind] == []
    schemes = {kind[2] for _, kind in found if kind and kind[2]} - {"country"}
    index = Names.build(store)
    assert [scheme for scheme in sorted(schemes) if not index.codes(scheme)] == []
    index.close()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_called_a_code_is_a_column_and_iris_come_last(name: str, store: EmbeddedStore) -> None:
    columns: list[str] = json.loads(store.query(text(name)))["head"]["vars"]
    assert queries.load(ROOT / "queries" / f"{name}.rq").coded - set(columns) == set()
    assert sorted(columns, key=lambda column: column.endswith("Iri")) == columns


LISTED = """
<id/actor/luleå> dct:identifier "2580" ; skos:prefLabel "Luleå" ; mir:coveredInYear "2016", "2026" .
<id/actor/kemi> skos:prefLabel "Kemi" ; mir:listedInYear "2016", "2026" .
<id/cooperation/c> mir:hasParty <id/actor/luleå>, <id/actor/kemi> ; mir:listedInYear "2016" ."""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("", ""), ["Luleå,Kemi,,,2016,,2026"]),
        (('mir:coveredInYear "2016", "2026"', 'mir:coveredInYear "2016"'), []),
        (('mir:listedInYear "2016", "2026"', 'mir:listedInYear "2016"'), []),
        (('mir:listedInYear "2016" .', 'mir:listedInYear "2016", "2026" .'), []),
    ],
    ids=["missing", "no later list of it", "no later list of the other", "still listed"],
)
def test_a_pair_is_unlisted_only_where_both_years_cover_both_towns(
    change: tuple[str, str], expected: list[str]
) -> None:
    answer = readable(making.store(LISTED.replace(*change)).query(text("unlisted")))
    assert answer.splitlines()[1:] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("", ""), ["Luleå,Kemi,,2016,2026"]),
        (('mir:coveredInYear "2016", "2026"', 'mir:coveredInYear "2026"'), []),
        (('mir:listedInYear "2016", "2026"', 'mir:listedInYear "2026"'), []),
        (('mir:listedInYear "2026" .', 'mir:listedInYear "2016", "2026" .'), []),
    ],
    ids=["new", "no earlier list of it", "no earlier list of the other", "listed already"],
)
def test_a_pair_is_newly_listed_only_where_both_years_cover_both_towns(
    change: tuple[str, str], expected: list[str]
) -> None:
    turtle = LISTED.replace('mir:listedInYear "2016" .', 'mir:listedInYear "2026" .').replace(*change)
    answer = readable(making.store(turtle).query(text("newly-listed")))
    assert answer.splitlines()[1:] == expected


def test_partners_of_partners_are_counted_by_the_twins_they_are_reached_through() -> None:
    names = "luleå kemi tromsø murmansk wismar".split()
    named = " ".join(f'<id/actor/{name}> skos:prefLabel "{name}" .' for name in names)
    pairs = ("luleå kemi", "luleå tromsø", "kemi tromsø", "kemi murmansk", "tromsø murmansk", "kemi wismar")
    twinned = " ".join(
        f"<id/actor/{one}> mir:twinnedWith <id/actor/{other}> . <id/actor/{other}> mir:twinnedWith <id/actor/{one}> ."
        for one, other in (pair.split() for pair in pairs)
    )
    store = making.store(f'{named} {twinned} <id/actor/luleå> dct:identifier "2580" .')
    assert readable(store.query(text("partners-of-partners"))).splitlines()[1:] == [
        "murmansk,,2,false",
        "kemi,,1,true",
        "tromsø,,1,true",
        "wismar,,1,false",
    ]
