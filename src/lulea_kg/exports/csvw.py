"""Tables as CSV: RFC 4180 described by CSV on the Web metadata, and the flavour that a Nordic Excel opens by itself."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from lulea_kg.exports.columns import Column, Words
from lulea_kg.exports.contents import Table
from lulea_kg.exports.network import Network
from lulea_kg.exports.tables import Cell
from lulea_kg.stores import Store

METADATA: Final = "csv-metadata.json"
_ROWS_AT_ONCE: Final = 1000
# What Excel takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write(table: Table, store: Store, held: Network) -> Iterator[bytes]:
    """Yield a table as RFC 4180 CSV: UTF-8, comma, lines ended by CRLF, one header line."""
    return lines([column.name for column in table.columns], table.rows(store, held))


def write_for_excel(table: Table, store: Store, held: Network) -> Iterator[bytes]:
    """Yield a table as Excel opens it by double click where decimals have a comma: `;`, byte-order mark, CRLF.

    Numbers have a decimal comma. A text that would be a formula gets an apostrophe before it.
    """
    yield b"\xef\xbb\xbf"
    rows = ([_for_excel(cell) for cell in row] for row in table.rows(store, held))
    yield from lines([column.name for column in table.columns], rows, delimiter=";")


def lines(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ",") -> Iterator[bytes]:
    """Yield a header and rows as CSV, a thousand rows at a time; unknown is empty, booleans are true and false."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([plain(cell) for cell in row])
        if number % _ROWS_AT_ONCE == 0:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue().encode()


def plain(cell: Cell) -> str:
    """Return a cell as text: numbers without exponent, "" for what is unknown.

    >>> plain(True), plain(0.00001), plain(None)
    ('true', '0.00001', '')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}"
    return "" if cell is None else str(cell)


def metadata(tables: Iterable[Table], about: Mapping[str, Any]) -> bytes:
    """Return the description of tables as the W3C's "Metadata Vocabulary for Tabular Data" has it.

    `about` is a release's manifest, or what is known of it before it is sealed: reference date and datasets.
    """
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _in_both(("Tables of a release", "En utgåvas tabeller")),
        **({"dc:identifier": about["id"]} if "id" in about else {}),
        "dc:date": about["referenceDate"],
        "dc:license": [{"@id": licence} for licence in sorted({d["licence"] for d in about["datasets"]})],
        "dialect": {"encoding": "utf-8", "delimiter": ",", "lineTerminators": ["\r\n"], "header": True},
        "tables": [_described(table) for table in tables],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _described(table: Table) -> dict[str, Any]:
    return {
        "url": f"{table.name}.csv",
        "dc:title": _in_both(table.title),
        "tableSchema": {"columns": [_column(column) for column in table.columns], "primaryKey": list(table.key)},
    }


def _column(column: Column) -> dict[str, Any]:
    type_: Any = {"base": "boolean", "format": "true|false"} if column.type == "boolean" else column.type
    parts = {"separator": " "} if column.several else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": _in_both(column.meaning),
        "datatype": type_,
        **parts,
    }


def _in_both(words: Words) -> list[dict[str, str]]:
    return [{"@value": words[0], "@language": "en"}, {"@value": words[1], "@language": "sv"}]


def _for_excel(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return plain(cell).replace(".", ",")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
