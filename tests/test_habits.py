"""What Excel makes of a table is undone, in workbooks and in CSV files saved from it."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from lulea_kg import rows
from lulea_kg.errors import InputError
from lulea_kg.model import Dataset, Reading
from lulea_kg.sources import cells, habits
from lulea_kg.sources.sheets import Column, Holds
from lulea_kg.sources.spreadsheet import Value
from lulea_kg.sources.tables import COLUMNS, REQUIRED, Tables

BOM = b"\xef\xbb\xbf"
PLACES = "key;name;latitude;longitude;source\nrandby;Randby;60,1;-0,25;egen mätning, 2026\n"


def column(holds: Holds) -> Column:
    return Column("x", ("X", "X"), ("", ""), holds)


# Values of workbooks


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2014.0, "2014"),
        (65.58, "65.58"),
        (True, "true"),
        (date(2014, 5, 1), "2014-05-01"),
        (datetime(2014, 5, 1, 12), "2014-05-01"),
        (time(12), "12:00:00"),
        (timedelta(hours=1), "1:00:00"),
        (" a\r\nb\xa0", "a\nb"),
        ("a\u030a", "å"),
    ],
)
def test_a_value_is_text_as_a_person_would_write_it(value: Value, expected: str) -> None:
    assert habits.text(value) == expected


@pytest.mark.parametrize("value", [61.0, 999.0, 2_958_466.0, 1e300, float("inf"), float("nan"), "19781301x"])
def test_a_number_that_is_no_day_stays_as_it_is_and_is_told_of_later(value: Value) -> None:
    assert habits.cell(value, column(Holds.DAY), {}) == (habits.text(value), "")


def test_the_last_serial_number_is_the_last_day() -> None:
    assert habits.cell(2_958_465.0, column(Holds.DAY), {}) == ("9999-12-31", "")


def test_a_label_is_found_whatever_its_capitals_and_blanks() -> None:
    assert habits.cell("  I  KRAFT ", column(Holds.CHOICE), {"i kraft": "in-force"}) == ("in-force", "")


# CSV files that Excel saves


def read(folder: Path, content: bytes, table: str = "places") -> list[rows.Row]:
    path = folder / f"{table}.csv"
    path.write_bytes(content)
    found, unknown = rows.read(path, COLUMNS[table], REQUIRED[table])
    assert unknown == []
    return found


@pytest.mark.parametrize("mark", [b"", BOM], ids=["none", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_semicolons_are_read_with_any_line_end_and_mark(tmp_path: Path, mark: bytes, end: str) -> None:
    found = read(tmp_path, mark + PLACES.replace("\n", end).encode())
    assert [(row.number, row["name"], row["source"]) for row in found] == [(2, "Randby", "egen mätning, 2026")]


def test_decimal_commas_of_coordinates_become_points(tmp_path: Path) -> None:
    row = read(tmp_path, PLACES.encode())[0]
    assert [cells.number(row, "latitude", -90, 90), cells.number(row, "longitude", -180, 180)] == ["60.1", "-0.25"]


def test_commas_between_and_decimal_commas_in_quotation_marks_are_read(tmp_path: Path) -> None:
    row = read(tmp_path, b'key,name,latitude\nrandby,"Randby; by","60,1"\n')[0]
    assert (row["name"], cells.number(row, "latitude", -90, 90)) == ("Randby; by", "60.1")


def test_empty_columns_and_rows_that_excel_adds_at_the_end_of_a_table_are_no_rows(tmp_path: Path) -> None:
    found = read(tmp_path, PLACES.encode() + b";;;;\n;;;;\n")
    assert len(found) == 1


def test_letters_of_windows_1252_are_refused_with_their_byte(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, PLACES.encode("cp1252"))
    assert (refused.value.message, refused.value.facts["row"], refused.value.facts["found"]) == ("not-utf8", 2, "0xE4")


def test_utf_16_of_excels_unicode_text_is_refused_and_not_read_as_something_else(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, PLACES.encode("utf-16"))
    assert refused.value.message == "not-utf8"


def test_letters_of_two_encodings_in_one_file_are_refused_at_the_first_odd_byte(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, PLACES.encode() + "a;Åby;;;\n".encode("latin-1"))
    assert (refused.value.facts["row"], refused.value.facts["found"]) == (3, "0xC5")


def test_columns_never_used_may_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_bytes(b"key;name\nrandby;Randby\n")
    given = Dataset("d", tmp_path, {}, "relations", "CC0-1.0", "X", date(2026, 11, 23), "X")
    reading = Reading()
    assert [row["latitude"] for row in Tables(given).rows("places", reading)] == [""]
    assert reading.findings == []
