"""Answers as tables: for people (table, md, xlsx, with labels) and for machines (csv, tsv, json, srj, with codes)."""

import io
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lulea_kg import headings
from lulea_kg.errors import InputError
from lulea_kg.messages import printable
from lulea_kg.times import in_words

Cell = str | bool | int | float | None
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")}
_DECIMAL: Final = {_XSD + name for name in ("decimal", "double", "float")}
_WIDEST: Final = 60
_DATES: Final = {"lastConfirmed", "lastListed", "missingOn", "said", "since", "stated", "until"}


@dataclass(frozen=True)
class Table:
    """An answer: column names, typed rows (None is unknown), the columns that hold codes, and the SPARQL JSON."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    coded: frozenset[str] = frozenset()
    raw: bytes = field(default=b"", repr=False)

    @classmethod
    def from_sparql(cls, content: bytes, coded: frozenset[str] = frozenset()) -> "Table":
        """Read SPARQL results JSON; an ASK gives one row with one boolean."""
        document = json.loads(content)
        if "boolean" in document:
            return cls(("answer",), [[document["boolean"]]], coded, content)
        columns = document["head"]["vars"]
        bindings = document["results"]["bindings"]
        return cls(columns, [[_cell(b.get(name)) for name in columns] for b in bindings], coded, content)

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows as dicts with every column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Reader:
    """What a person needs to read a table: language, labels of codes, headings of columns, words for true and false."""

    lang: str
    labels: Mapping[str, str]
    columns: Mapping[str, str]
    yes_no: tuple[str, str]

    @classmethod
    def of(cls, lang: str, labels: Mapping[str, str]) -> "Reader":
        """Return what a person needs in a language, given the labels of codes in it."""
        return cls(lang, {**labels, **headings.words(lang)}, headings.columns(lang), headings.YES_NO[lang])


def write(table: Table, format_: str, reader: Callable[[], Reader]) -> bytes:
    """Return `table` in a format: csv, tsv, json, srj, table, md or xlsx; only the last three ask for a `reader`.

    Raises InputError when xlsx is asked for and its library is not installed.
    """
    if format_ == "srj":
        return table.raw
    if format_ == "json":
        return (json.dumps(table.records(), ensure_ascii=False, indent=1) + "\n").encode()
    if format_ == "csv":
        from lulea_kg import rows

        return rows.write(table.columns, [[_plain(cell) for cell in row] for row in table.rows])
    if format_ == "tsv":
        lines = ["\t".join(table.columns), *("\t".join(_unbroken(_plain(c)) for c in row) for row in table.rows)]
        return ("\n".join(lines) + "\n").encode()
    shown = readable(table, reader())
    return {"table": _aligned, "md": _markdown, "xlsx": _workbook}[format_](shown)


def kept(table: Table) -> list[int]:
    """Return the numbers of the columns that people read: no IRIs, and none that is empty."""
    return [
        index
        for index, name in enumerate(table.columns)
        if not name.endswith("Iri") and (not table.rows or any(row[index] not in (None, "") for row in table.rows))
    ]


def readable(table: Table, reader: Reader) -> Table:
    """Return the `kept` columns of a table as people read them: labels for codes, words for truth and days."""
    indexes = kept(table)
    names = [table.columns[index] for index in indexes]
    confirmed = table.columns.index("lastConfirmed") if "lastConfirmed" in table.columns else None

    def shown(row: Sequence[Cell], index: int) -> Cell:
        cell = row[index]
        if isinstance(cell, bool):
            return reader.yes_no[0] if cell else reader.yes_no[1]
        if isinstance(cell, str) and table.columns[index] in table.coded:
            words = " / ".join(reader.labels.get(code, code) for code in cell.split(" / "))
            day = row[confirmed] if confirmed is not None else None
            return words.replace("{date}", in_words(str(day or ""), reader.lang)).strip()
        return in_words(cell, reader.lang) if isinstance(cell, str) and table.columns[index] in _DATES else cell

    return Table(
        [reader.columns.get(n, n) for n in names], [[shown(row, index) for index in indexes] for row in table.rows]
    )


def _aligned(table: Table) -> bytes:
    """Return plain aligned text without box drawing; a screen reader reads it line by line."""
    cells = [[_clipped(_plain(cell)) for cell in row] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(table.columns, *cells, strict=True)]
    numbers = [all(isinstance(row[i], int) for row in table.rows) for i in range(len(widths))]

    def line(row: Sequence[str]) -> str:
        parts = [_padded(cell, width, right=n) for cell, width, n in zip(row, widths, numbers, strict=True)]
        return "  ".join(parts).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return ("\n".join([line(table.columns), rule, *(line(row) for row in cells)]) + "\n").encode()


def _markdown(table: Table) -> bytes:
    def line(row: Sequence[Cell]) -> str:
        return "| " + " | ".join(_unbroken(_plain(cell)).replace("|", "\\|") for cell in row) + " |"

    lines = [line(list(table.columns)), "|" + " --- |" * len(table.columns), *(line(row) for row in table.rows)]
    return ("\n".join(lines) + "\n").encode()


def _workbook(table: Table) -> bytes:
    try:
        import xlsxwriter
    except ImportError as error:
        raise InputError("format-needs", found="xlsx", expected="XlsxWriter", extra="excel") from error
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        # The same answer gives the same bytes: the library would write the time of day.
        book.set_properties({"created": datetime(2026, 1, 1)})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.write_row(0, 0, table.columns, bold)
        for number, row in enumerate(table.rows, start=1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        sheet.autofit()
    return stream.getvalue()


def _cell(binding: Mapping[str, Any] | None) -> Cell:
    if binding is None:
        return None
    value, datatype = str(binding["value"]), binding.get("datatype", "")
    if datatype == _XSD + "boolean":
        return value in ("true", "1")
    if datatype in _WHOLE:
        return int(value)
    return float(value) if datatype in _DECIMAL else value


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _unbroken(text: str) -> str:
    return printable(text)


def _clipped(text: str) -> str:
    text = printable(text)
    if _width(text) <= _WIDEST:
        return text
    while _width(text) >= _WIDEST:
        text = text[: -max(1, (_width(text) - _WIDEST) // 2)]
    return text + "…"


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
