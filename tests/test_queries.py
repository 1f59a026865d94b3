"""Named queries are read from their files, and a value given to one is a value and never a piece of query."""

import json
from pathlib import Path

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st
from needed import ROOT

from lulea_kg import files, headings, queries
from lulea_kg.errors import InputError, NameUnknown
from lulea_kg.queries import Parameter, Query

TEXT = """# title: Towns of a municipality | Kommunens orter
# answers: Which towns? | Vilka orter?
# codes: standing kind
PREFIX mir: <https://w3id.org/munirel/def/>
SELECT ?given WHERE {
  VALUES ?municipalityCode { "2580" } # thing: whose towns
  VALUES ?asOf { UNDEF } # date
  VALUES ?standing { UNDEF } # code StandingOrListing
  VALUES ?words { "all | of { it }" } # text
  VALUES ?given { "fixed" }
}
"""


def query(folder: Path, text: str = TEXT) -> Query:
    """Return the query of a file with this text."""
    (folder / "towns.rq").write_text(text, encoding="utf-8")
    return queries.load(folder / "towns.rq")


def same(parameter: Parameter, value: str) -> str:
    """Identify everything by itself."""
    return value


def values_lines(sparql: str) -> list[str]:
    """Return what stands between the brackets of each VALUES line."""
    return [line.partition("{")[2].rpartition("}")[0].strip() for line in sparql.splitlines() if "VALUES" in line]


def test_the_head_of_a_query_tells_its_title_answers_and_coded_columns(tmp_path: Path) -> None:
    found = query(tmp_path)
    assert (found.name, found.title, found.answers, found.coded) == (
        "towns",
        {"en": "Towns of a municipality", "sv": "Kommunens orter"},
        {"en": "Which towns?", "sv": "Vilka orter?"},
        frozenset({"standing", "kind"}),
    )


def test_a_query_without_a_head_is_called_by_its_file(tmp_path: Path) -> None:
    found = query(tmp_path, "ASK { ?s ?p ?o }")
    assert (found.title, found.answers, found.parameters) == ({"en": "towns", "sv": "towns"}, {"en": "", "sv": ""}, {})


def test_a_text_in_one_language_serves_both(tmp_path: Path) -> None:
    assert query(tmp_path, "# title: Towns\nASK {}").title == {"en": "Towns", "sv": "Towns"}


def test_the_values_lines_that_name_a_type_are_the_parameters(tmp_path: Path) -> None:
    assert query(tmp_path).parameters == {
        "municipality-code": Parameter("municipalityCode", "thing", '"2580"'),
        "as-of": Parameter("asOf", "date", "UNDEF"),
        "standing": Parameter("standing", "code", "UNDEF", "StandingOrListing"),
        "words": Parameter("words", "text", '"all | of { it }"'),
    }


def test_without_values_a_query_keeps_its_defaults(tmp_path: Path) -> None:
    assert values_lines(query(tmp_path).bind({}, same)) == values_lines(TEXT)


def test_a_value_takes_the_place_of_the_default_and_of_nothing_else(tmp_path: Path) -> None:
    bound = query(tmp_path).bind({"as-of": "2020-07-01", "standing": "in-force"}, same)
    assert values_lines(bound) == [
        '"2580"', '"2020-07-01"^^<http://www.w3.org/2001/XMLSchema#date>', '"in-force"', '"all | of { it }"', '"fixed"',
    ]  # fmt: skip


def test_all_leaves_a_parameter_open(tmp_path: Path) -> None:
    every = dict.fromkeys(("municipality-code", "as-of", "standing", "words"), "all")
    assert values_lines(query(tmp_path).bind(every, same)) == [*["UNDEF"] * 4, '"fixed"']


def test_a_default_code_is_identified_as_a_given_one_is(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def identify(parameter: Parameter, value: str) -> str:
        asked.append((parameter.option, value))
        return value.upper()

    bound = query(tmp_path).bind({"standing": "in-force", "words": "as they are"}, identify)
    assert sorted(asked) == [("municipality-code", "2580"), ("standing", "in-force")]
    assert values_lines(bound)[2:4] == ['"IN-FORCE"', '"as they are"']


def test_a_thing_left_open_is_not_looked_up(tmp_path: Path) -> None:
    text = "SELECT ?given WHERE {\n  VALUES ?given { UNDEF } # thing\n}\n"

    def identify(parameter: Parameter, value: str) -> str:
        raise AssertionError(value)

    assert query(tmp_path, text).bind({}, identify) == text


def test_a_parameter_the_query_does_not_have_is_refused_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        query(tmp_path).bind({"asOf": "2020-07-01"}, same)
    assert refused.value.facts == {
        "query": "towns", "found": "asOf", "expected": "municipality-code, as-of, standing, words",
    }  # fmt: skip


@pytest.mark.parametrize("value", ["2020", "2020-02-30", "igår", "", '2020-07-01"^^<x> } #', "２０２０-０７-０１"])
def test_a_value_that_is_no_day_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(InputError) as refused:
        query(tmp_path).bind({"as-of": value}, same)
    assert refused.value.message == "bad-day"


def test_a_name_that_nothing_has_is_refused(tmp_path: Path) -> None:
    def identify(parameter: Parameter, value: str) -> str:
        raise NameUnknown("name-unknown", found=value)

    with pytest.raises(NameUnknown):
        query(tmp_path).bind({"municipality-code": "Lulle"}, identify)


ECHO = "SELECT ?given WHERE {\n  VALUES ?given { UNDEF } # text\n}\n"


def echoed(sparql: str) -> str:
    """Return the one value that a query answers with."""
    (row,) = json.loads(making.store().query(sparql))["results"]["bindings"]
    return str(row["given"]["value"])


@pytest.mark.parametrize(
    "attack",
    [
        'x" } . ?s ?p ?o . { VALUES ?given { "y',
        "x\\",
        'x\\" } #',
        "x\n} SELECT * WHERE { ?s ?p ?o",
        "\r\n",
        '"""',
        "} # text",
        "VALUES ?given { UNDEF } # text",
        "\\1 \\g<0> {0} %s",
        "\\u0022",
        "\u2028\u0085\x0b\x0c",
        "SERVICE <https://ex.example/> {}",
    ],
)
def test_an_attack_through_a_value_stays_a_value(tmp_path: Path, attack: str) -> None:
    assert echoed(query(tmp_path, ECHO).bind({"given": attack}, same)) == attack


@given(st.text())
def test_any_text_comes_back_as_it_was_given(text: str) -> None:
    parameters = {"given": Parameter("given", "text", "UNDEF")}
    bound = Query("echo", ECHO, {}, {}, frozenset(), parameters).bind({"given": text}, same)
    assert text == queries.ALL or echoed(bound) == text


def test_queries_are_found_by_name_and_a_near_miss_is_told_the_nearest(tmp_path: Path) -> None:
    query(tmp_path)
    assert (queries.names(tmp_path), queries.find(tmp_path, "towns").name) == (["towns"], "towns")
    with pytest.raises(InputError) as refused:
        queries.find(tmp_path, "town")
    assert (refused.value.message, refused.value.facts["suggestions"]) == ("query-unknown", "towns")


@pytest.mark.parametrize("name", ["../towns", "towns.rq", "", "TOWNS", "/etc/passwd"])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "queries").mkdir()
    query(tmp_path)
    with pytest.raises(InputError):
        queries.find(tmp_path / "queries", name)


SHIPPED = [queries.find(files.shipped("queries"), name) for name in queries.names(files.shipped("queries"))]


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda found: found.name)
def test_every_shipped_query_has_title_and_answers_in_both_languages(shipped: Query) -> None:
    for words in (shipped.title, shipped.answers):
        assert words["en"] and words["sv"] and words["en"] != words["sv"]


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda found: found.name)
def test_every_values_line_of_a_shipped_query_that_could_be_set_is_a_parameter(shipped: Query) -> None:
    # The same parameter may stand in several places.
    single = {
        line.strip() for line in shipped.sparql.splitlines() if line.lstrip().startswith("VALUES ?") and "#" in line
    }
    assert len(single) == len(shipped.parameters)


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda found: found.name)
def test_every_shipped_query_ends_in_an_order(shipped: Query) -> None:
    assert "ORDER BY" in shipped.sparql.rpartition("}")[2]


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "tests" / "queries").glob("*.csv")))
def test_every_column_of_a_shipped_query_has_a_heading(name: str) -> None:
    columns = (ROOT / "tests" / "queries" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [column for column in columns if column not in headings.COLUMNS] == []
