"""Named queries over HTTP: each in five formats that say the same, with parameters that are checked."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote, urlencode

import faces
import openpyxl
import pytest
from needed import ROOT
from reading import Page, media_type
from serving import Got, Serving, facts, serving

from lulea_kg import queries

NAMES: Final = queries.names(ROOT / "queries")
FORMATS: Final = {
    "html": "text/html",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Who and what is asked of, for queries whose default is not in the fixture.
ASKED: Final = {"municipality": "9911", "source": faces.paths()["source"].partition("/")[2]}


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


def address(name: str, ending: str = "", **more: str) -> str:
    known = queries.load(ROOT / "queries" / f"{name}.rq").parameters
    values = {option: value for option, value in ASKED.items() if option in known}
    return f"/queries/{name}{ending}?{urlencode(values | more)}"


def rows(got: Got, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(got.text, newline=""), delimiter=delimiter))


def sheet(got: Got) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(got.body))
    found = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_query_has_five_formats_by_ending_and_by_header(server: Serving, name: str) -> None:
    for format_, type_ in FORMATS.items():
        by_ending, by_header = server.get(address(name, f".{format_}")), server.get(address(name), type_)
        assert (by_ending.status, media_type(by_ending), media_type(by_header)) == (200, type_, type_)
        assert by_ending.body == by_header.body


@pytest.mark.parametrize("name", NAMES)
def test_all_formats_have_the_same_rows(server: Serving, name: str) -> None:
    table = rows(server.get(address(name, ".csv")), ",")
    told = facts(server.get(address(name, ".json")))
    assert rows(server.get(address(name, ".tsv")), "\t") == table
    assert [list(row) for row in told] == [table[0]] * (len(table) - 1)
    assert len(Page(server.get(address(name, ".html"))).elements("tr")) in (len(table), 0)
    assert len(sheet(server.get(address(name, ".xlsx")))) == len(table)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_of_a_query_is_valid_in_both_languages(server: Serving, name: str, lang: str) -> None:
    for path in (address(name, lang=lang), f"/queries/{name}?lang={lang}"):
        got = server.get(path, "text/html")
        page = Page(got)
        assert (got.status, page.lang, got.headers["content-language"], len(page.texts("h1"))) == (200, lang, lang, 1)
        assert page.texts("h1") == [queries.load(ROOT / "queries" / f"{name}.rq").title[lang]]


def test_the_twin_towns_are_those_of_the_fixture(server: Serving) -> None:
    told = facts(server.get(address("twin-towns", ".json", standing="in-force")))
    assert {row["town"]: (row["standing"], row["disputed"]) for row in told} == {
        "L'Exemple-sur-Rien": ("in-force", False),
        "Låtsasnäs": ("in-force", True),
    }


def test_a_hostile_title_is_text_in_every_format(server: Serving) -> None:
    title = 'Vänorter <script>alert("vänort")</script> & fler'
    page = server.get(address("twin-towns"), "text/html")
    assert title in Page(page).text
    assert b"<script>alert" not in page.body
    assert title in {row["source"] for row in facts(server.get(address("twin-towns", ".json")))}
    assert title in {cell for row in sheet(server.get(address("twin-towns", ".xlsx"))) for cell in row}


def test_a_book_is_saved_under_the_name_of_its_query(server: Serving) -> None:
    got = server.get(address("twin-towns", ".xlsx"))
    assert got.headers["content-disposition"] == 'attachment; filename="twin-towns.xlsx"'


def test_a_parameter_may_be_a_name_a_code_a_key_or_an_iri(server: Serving) -> None:
    key = faces.paths()["municipality"].partition("/")[2]
    forms = ("9911", "Övningsköping", "ovningskoping", key, faces.iri("municipality"))
    answers = {server.get(f"/queries/twin-towns.csv?municipality={quote(form, safe='')}").body for form in forms}
    assert len(answers) == 1


def test_a_field_left_empty_is_none(server: Serving) -> None:
    assert server.get(address("twin-towns", ".csv", standing="")).body == server.get(address("twin-towns", ".csv")).body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("municipality=Ingenstad", 404),
        ("municipality=9911&nothing=1", 400),
        ("municipality=9911&municipality=9911", 400),
        ("municipality=9911&as-of=yesterday", 400),
        ("municipality=9911&as-of=2020-02-30", 400),
        ("municipality=9911&standing=perhaps", 400),
        ("municipality=%00", 404),
        ("municipality=%FF%FE", 404),
        ('municipality="%20}%20DROP%20ALL', 404),
    ],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_parameter_that_is_wrong_is_told_in_the_language_of_the_reader(
    server: Serving, query: str, status: int, lang: str
) -> None:
    got = server.get(f"/queries/twin-towns.csv?{query}", accept_language=lang)
    assert (got.status, media_type(got), got.headers["content-language"]) == (status, "application/problem+json", lang)
    assert facts(got)["detail"]


def test_people_are_told_on_a_page(server: Serving) -> None:
    got = server.get("/queries/twin-towns?municipality=Ingenstad", "text/html", accept_language="sv")
    assert (got.status, Page(got).lang) == (404, "sv")
    assert "Ingenstad" in Page(got).text


@pytest.mark.parametrize("name", ["nothing", "twin-towns.ttl", "twin-towns.", ".csv", "..%2Fqueries", "TWIN-TOWNS"])
def test_there_is_no_query_of_another_name(server: Serving, name: str) -> None:
    assert server.get(f"/queries/{name}").status == 404


@pytest.mark.parametrize("path", ["/queries", "/queries/persons"])
def test_other_formats_are_not_offered(server: Serving, path: str) -> None:
    assert server.get(path, "image/png").status == 406


def test_the_list_names_every_query_with_its_parameters(server: Serving) -> None:
    told = facts(server.get("/queries", "application/json"))
    assert [query["name"] for query in told] == list(NAMES)
    assert all(set(query["title"]) == set(query["answers"]) == {"sv", "en"} for query in told)
    page = Page(server.get("/queries", "text/html"))
    assert {f"/queries/{name}" for name in NAMES} <= set(page.addresses())


def test_a_query_asked_again_is_not_sent_again(server: Serving) -> None:
    first = server.get(address("twin-towns", ".csv"))
    again = server.get(address("twin-towns", ".csv"), if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert json.loads(server.get("/health").body)["status"] == "ok"
