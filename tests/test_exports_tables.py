"""Answers as tables: codes and types for machines, words for people, and nothing in a cell can break the form."""

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg.exports.tables import Cell, Reader, Table, write

XSD = "http://www.w3.org/2001/XMLSchema#"
COLUMNS = ["town", "standing", "grade", "lastConfirmed", "disputed", "claims", "since", "townIri"]
LABELS = {"in-force": "gäller", "ended": "avslutad", "carried": "senast belagd {date}", "definite": "belagd"}
HEADINGS = {"town": "ort", "standing": "läge", "grade": "hur säkert", "disputed": "omtvistad", "claims": "påståenden"}
SWEDISH = Reader("sv", LABELS, HEADINGS, ("ja", "nej"))
CODED = frozenset({"standing", "grade"})
TABLE = Table(
    COLUMNS,
    [
        ["Kemi", "in-force", "carried", "2022-09", True, 12, None, "https://ex.example/kemi"],
        ["Tromsø", "ended", "definite", None, False, 3, "1972", "https://ex.example/tromso"],
    ],
    CODED,
)


def refuse() -> Reader:
    """Stand for the words of people where a machine reads."""
    raise AssertionError("a format for machines asks for no words")


def text(table: Table, format_: str) -> str:
    """Return a table in a format for people, in Swedish."""
    return write(table, format_, lambda: SWEDISH).decode()


def binding(value: str, datatype: str = "") -> dict[str, str]:
    """Return a value as SPARQL results JSON has it."""
    return {"type": "literal", "value": value, **({"datatype": XSD + datatype} if datatype else {})}


def answer(*rows: dict[str, dict[str, str]]) -> bytes:
    """Return SPARQL results JSON with the columns a and b."""
    return json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": list(rows)}}).encode()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (binding("true", "boolean"), True),
        (binding("0", "boolean"), False),
        (binding("12", "integer"), 12),
        (binding("0.9", "decimal"), 0.9),
        (binding("1e3", "double"), 1000.0),
        (binding("2020-07-01", "date"), "2020-07-01"),
        (binding("12"), "12"),
        ({"type": "uri", "value": "urn:a"}, "urn:a"),
    ],
)
def test_values_keep_their_types(value: dict[str, str], cell: Cell) -> None:
    (row,) = Table.from_sparql(answer({"a": value})).rows
    assert (list(row), type(row[0])) == ([cell, None], type(cell))


def test_an_answer_of_yes_or_no_is_a_table_of_one_cell() -> None:
    table = Table.from_sparql(b'{"head": {}, "boolean": true}')
    assert (list(table.columns), table.records()) == (["answer"], [{"answer": True}])


def test_records_have_every_column() -> None:
    assert Table.from_sparql(answer({"b": binding("x")})).records() == [{"a": None, "b": "x"}]


def test_srj_is_the_stores_own_answer() -> None:
    content = answer({"a": binding("x")})
    assert write(Table.from_sparql(content), "srj", refuse) == content


def test_json_is_a_list_of_objects_with_types_null_and_codes() -> None:
    assert json.loads(write(TABLE, "json", refuse)) == [
        dict(
            zip(
                COLUMNS,
                ["Kemi", "in-force", "carried", "2022-09", True, 12, None, "https://ex.example/kemi"],
                strict=True,
            )
        ),
        dict(
            zip(
                COLUMNS,
                ["Tromsø", "ended", "definite", None, False, 3, "1972", "https://ex.example/tromso"],
                strict=True,
            )
        ),
    ]


def test_csv_holds_codes_and_empty_cells() -> None:
    assert write(TABLE, "csv", refuse).decode().splitlines() == [
        ",".join(COLUMNS),
        "Kemi,in-force,carried,2022-09,true,12,,https://ex.example/kemi",
        "Tromsø,ended,definite,,false,3,1972,https://ex.example/tromso",
    ]


def test_tsv_has_no_tab_or_line_end_inside_a_cell() -> None:
    assert write(Table(["a", "b"], [["x\ty\nz", "\r\x1b"]]), "tsv", refuse) == b"a\tb\nx y z\t  \n"


def test_a_table_for_people_has_words_and_no_iris() -> None:
    assert text(TABLE, "table").splitlines() == [
        "ort     läge      hur säkert             lastConfirmed  omtvistad  påståenden  since",
        "------  --------  ---------------------  -------------  ---------  ----------  -----",
        "Kemi    gäller    senast belagd 2022-09  2022-09        ja                 12",
        "Tromsø  avslutad  belagd                                nej                 3  1972",
    ]


def test_markdown_has_words_and_escapes_what_would_end_a_cell() -> None:
    table = Table(["town", "standing"], [["a|b\nc", "in-force"]], CODED)
    assert text(table, "md") == "| ort | läge |\n| --- | --- |\n| a\\|b c | gäller |\n"


def test_a_column_that_is_empty_everywhere_is_left_out_for_people() -> None:
    assert text(Table(["town", "since"], [["Kemi", None], ["Tromsø", ""]]), "md").splitlines()[0] == "| ort |"


def test_without_rows_people_still_see_the_columns() -> None:
    assert text(Table(["town", "since"], []), "md").splitlines() == ["| ort | since |", "| --- | --- |"]


def test_several_codes_in_one_cell_are_each_put_into_words() -> None:
    assert "gäller / avslutad / okänd" in text(Table(["standing"], [["in-force / ended / okänd"]], CODED), "md")


def test_a_date_of_several_days_reads_in_words_for_people_only() -> None:
    table = Table(["said"], [["[2020-06-17..2020-11-30]"]])
    assert "mellan 2020-06-17 och 2020-11-30" in text(table, "md")
    assert "[2020-06-17..2020-11-30]" in write(table, "csv", refuse).decode()


def test_columns_line_up_whatever_the_width_of_letters() -> None:
    lines = text(Table(["a", "b"], [["西安", "x"], ["e\u0301", "y"]]), "table").splitlines()
    assert lines[2:] == ["西安  x", "e\u0301     y"]


def test_a_long_cell_is_cut_in_the_terminal_and_nowhere_else() -> None:
    table = Table(["a"], [["x" * 100]])
    assert text(table, "table").splitlines()[2] == "x" * 59 + "…"
    assert "x" * 100 in text(table, "md")


def test_a_cell_that_just_fits_is_not_cut() -> None:
    assert text(Table(["a"], [["x" * 60]]), "table").splitlines()[2] == "x" * 60


def test_a_wide_cell_is_cut_to_the_same_width() -> None:
    assert len(text(Table(["a"], [["西" * 100]]), "table").splitlines()[2]) <= 30


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=4))
def test_any_cells_come_back_from_csv(rows: list[tuple[str, str]]) -> None:
    content = write(Table(["a", "b"], rows), "csv", refuse).decode("utf-8")
    read = list(csv.reader(io.StringIO(content, newline="")))
    assert [tuple(row) for row in read[1:]] == rows


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_whatever_stands_in_cells_a_row_is_one_line_of_printable_letters(rows: list[tuple[str, str]]) -> None:
    table = Table(["town", "standing"], [["x", "y"], *rows], CODED)
    for format_, head in (("tsv", 1), ("md", 2), ("table", 2)):
        lines = text(table, format_).removesuffix("\n").split("\n")
        assert len(lines) == head + len(rows) + 1
        assert all(line.replace("\t", "").isprintable() for line in lines)


def test_a_workbook_holds_typed_cells_and_no_formulas() -> None:
    content = write(Table(["town", "claims"], [["=1+1", 3], ["https://ex.example", 4]]), "xlsx", lambda: SWEDISH)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert "<v>3</v>" in sheet
    assert "<t>=1+1</t>" in strings and "<t>ort</t>" in strings
