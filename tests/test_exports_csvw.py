"""Tables of a release read back cell by cell, and their metadata follows the W3C's rules."""

import csv
import io
import json
from pathlib import Path

import drawn
import pytest
from csvw import CSVW, TableGroup

from lulea_kg.concordance import CONCORDANCE
from lulea_kg.exports import csvw
from lulea_kg.exports.contents import TABLES, Table
from lulea_kg.exports.network import network
from lulea_kg.stores import Store
from lulea_kg.stores.embedded import EmbeddedStore

BY_NAME = {table.name: table for table in (*TABLES, CONCORDANCE)}
ALL = pytest.mark.parametrize("table", BY_NAME.values(), ids=BY_NAME)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return drawn.hostile()


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter, strict=True))


def written(table: Table, store: Store) -> bytes:
    return b"".join(csvw.write(table, store, network(store)))


@ALL
def test_a_table_reads_back_with_as_many_cells_in_every_row(table: Table, store: Store) -> None:
    rows = read(written(table, store))
    assert rows[0] == [column.name for column in table.columns]
    assert {len(row) for row in rows} == {len(table.columns)}


def test_every_hostile_name_reads_back_as_it_is(store: Store) -> None:
    names = [row[2] for row in read(written(BY_NAME["actors"], store))[2:]]
    assert names == list(drawn.HOSTILE)


def test_lines_end_as_the_rfc_has_it(store: Store) -> None:
    content = written(BY_NAME["states"], store)
    assert content.count(b"\n") == content.count(b"\r\n") == 1 + len(drawn.HOSTILE)


def test_each_authority_of_a_tie_has_its_own_row(store: Store) -> None:
    rows = read(written(BY_NAME["twin-towns"], store))[1:]
    assert len(rows) == 2 * len(drawn.HOSTILE)
    assert ["Exempelköping", "SWE", "NULL", "", "twin-town", "in-force"] in [row[:6] for row in rows]


def test_a_table_of_many_rows_comes_in_parts() -> None:
    parts = list(csvw.lines(["a"], ([str(number)] for number in range(2500))))
    assert len(parts) == 3
    assert read(b"".join(parts)) == [["a"], *([str(number)] for number in range(2500))]


def test_the_excel_flavour_has_a_mark_semicolons_and_decimal_commas(store: Store) -> None:
    content = b"".join(csvw.write_for_excel(BY_NAME["actors"], store, network(store)))
    assert content.startswith(b"\xef\xbb\xbfiri;key;name;")
    home = read(content.removeprefix(b"\xef\xbb\xbf"), ";")[1]
    assert home[2:7] == ["Exempelköping", "municipality", "SWE", "22,25", "65,5"]


def test_the_excel_flavour_keeps_what_would_be_a_formula_a_text(store: Store) -> None:
    content = b"".join(csvw.write_for_excel(BY_NAME["actors"], store, network(store)))
    names = [row[2] for row in read(content.decode("utf-8-sig").encode(), ";")[2:]]
    assert [name for name in names if name[0] in "=+-@\t"] == []
    assert [name.removeprefix("'") for name in names] == list(drawn.HOSTILE)


def test_the_metadata_describe_every_column_of_every_table() -> None:
    described = json.loads(csvw.metadata(TABLES, drawn.ABOUT))
    names = {
        table["url"]: [column["name"] for column in table["tableSchema"]["columns"]] for table in described["tables"]
    }
    assert names == {f"{table.name}.csv": [column.name for column in table.columns] for table in TABLES}
    assert all(
        {"datatype", "titles", "dc:description"} <= set(c)
        for t in described["tables"]
        for c in t["tableSchema"]["columns"]
    )


def test_a_reader_of_csv_on_the_web_finds_every_cell_valid(store: Store, tmp_path: Path) -> None:
    for name, table in BY_NAME.items():
        (tmp_path / f"{name}.csv").write_bytes(written(table, store))
    (tmp_path / csvw.METADATA).write_bytes(csvw.metadata(BY_NAME.values(), drawn.ABOUT))
    # The library raises for a cell that is not of its column's type, and for a row whose key is not its own.
    for table in TableGroup.from_file(tmp_path / csvw.METADATA).tables:
        assert table.check_primary_key()
        assert len(list(table.iterdicts(strict=True))) == len(read((tmp_path / str(table.url)).read_bytes())) - 1
    assert CSVW(str(tmp_path / csvw.METADATA), validate=True).is_valid
