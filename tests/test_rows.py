"""Tables are read as people fill them in, with every row under the number they see, and written the plain way."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg import files, rows
from lulea_kg.errors import InputError
from lulea_kg.rows import Row

COLUMNS = ("key", "note")
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])).map(
    lambda text: unicodedata.normalize("NFC", text.strip())
)


def read(folder: Path, content: str | bytes) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """Return number and cells of each row, and the columns nobody knows."""
    (folder / "t.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    found, unknown = rows.read(folder / "t.csv", COLUMNS)
    return [(row.number, row.cells) for row in found], unknown


def refused(folder: Path, content: str | bytes) -> tuple[str, object, object]:
    """Return message, row and what was found, of the refusal of a table."""
    with pytest.raises(InputError) as error:
        read(folder, content)
    assert error.value.facts["file"] == files.shown(folder / "t.csv")
    return error.value.message, error.value.facts.get("row"), error.value.facts.get("found")


@pytest.mark.parametrize(
    "content",
    ["key,note\na,b\n", "key;note\na;b\n", "\ufeffkey,note\r\na,b\r\n", "key,note\na,b", 'key,note\n"a","b"\n',
     " key , note \n a , b \n", "key,note\ra,b\r"],
    ids=["comma", "semicolon", "as spreadsheets save it", "no last line end", "quoted", "blanks", "carriage return"],
)  # fmt: skip
def test_a_table_reads_alike_however_it_was_saved(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content) == ([(2, {"key": "a", "note": "b"})], [])


def test_the_header_is_row_one_and_empty_rows_count(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "key,note\n\n,\na,b\n")
    assert [number for number, _ in found] == [4]


def test_a_row_is_counted_by_rows_and_not_by_the_lines_inside_a_cell(tmp_path: Path) -> None:
    found, _ = read(tmp_path, 'key,note\na,"one\ntwo"\nb,c\n')
    assert found == [(2, {"key": "a", "note": "one\ntwo"}), (3, {"key": "b", "note": "c"})]


def test_a_cell_may_hold_the_separator_and_quotation_marks(tmp_path: Path) -> None:
    assert read(tmp_path, 'key,note\na,"b, ""c""; d"\n')[0] == [(2, {"key": "a", "note": 'b, "c"; d'})]


def test_letters_are_put_together_the_one_way(tmp_path: Path) -> None:
    assert read(tmp_path, "key,note\na,Lulea\u030a\n")[0] == [(2, {"key": "a", "note": "Luleå"})]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told(tmp_path: Path) -> None:
    assert read(tmp_path, "färg,note,key\nx,b,a\n") == ([(2, {"färg": "x", "note": "b", "key": "a"})], ["färg"])


def test_a_cell_of_any_length_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, f"key,note\na,{'x' * 200_000}\n")[0][0][1]["note"]) == 200_000


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ("bad-header", 1, None)),
        ("\nkey,note\na,b\n", ("bad-header", 1, None)),
        ("key\tnote\na\tb\n", ("bad-header", 1, None)),
        ("key\na\n", ("missing-column", 1, "note")),
        ("key,note,key\na,b,c\n", ("repeated-column", 1, "key")),
        ("key,note\na,b\na,b,c\n", ("cell-count", 3, 3)),
        ("key,note\na\n", ("cell-count", 2, 1)),
        ('key,note\na,b\nc,"d\n', ("bad-csv", 3, "unexpected end of data")),
        ('key,note\n"a"b,c\n', ("bad-csv", 2, "',' expected after '\"'")),
        ("key,note\na,b\x07\n", ("control-character", 2, "U+0007")),
        ("key,note\na,b\x9b\n", ("control-character", 2, "U+009B")),
        ("key,note\na,å\n".encode("latin-1"), ("not-utf8", 2, "0xE5")),
        (b"key,note\na,\0\n", ("not-text", 2, None)),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_at_its_row(
    tmp_path: Path, content: str | bytes, expected: tuple[str, int, object]
) -> None:
    assert refused(tmp_path, content) == expected


def test_a_column_that_a_row_does_not_have_reads_as_empty() -> None:
    assert Row("t.csv", 2, {"key": "a"})["note"] == ""


def test_a_table_is_written_with_quotes_only_where_they_are_needed() -> None:
    assert rows.write(COLUMNS, [["a", 'b "c", d'], ["é", ""]]) == 'key,note\na,"b ""c"", d"\né,\n'.encode()


@given(st.lists(st.tuples(CELLS.filter(bool), CELLS)))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("rows") / "t.csv"
    path.write_bytes(rows.write(COLUMNS, table))
    found, _ = rows.read(path, COLUMNS)
    assert [(row["key"], row["note"]) for row in found] == table
