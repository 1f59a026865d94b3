"""The tables of a release as one Excel workbook, with a first sheet that says what it is."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, Final

from lulea_kg.errors import InputError
from lulea_kg.exports.columns import Column
from lulea_kg.exports.contents import Table
from lulea_kg.exports.network import Network
from lulea_kg.exports.tables import Cell
from lulea_kg.stores import Store

# What Excel can hold: rows and links of a sheet, letters of a cell and of a link. With more it "repairs" the file.
_ROWS: Final = 1_048_575
_LINKS: Final = 65_530
_LETTERS: Final = 32_767
_ADDRESS: Final = 2_079
_FIRST_YEAR: Final = 1900
_WIDTHS: Final = {"date": 11, "boolean": 10, "decimal": 11, "anyURI": 24}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "sheet": ("Read me", "Läs mig"),
    "release": ("Release", "Utgåva"),
    "day": ("Reference date", "Referensdag"),
    "dataset": ("Dataset", "Datamängd"),
    "licence": ("Licence", "Licens"),
    "publisher": ("Publisher", "Utgivare"),
    "attribution": ("Name as source", "Ange som källa"),
    "table": ("Sheet", "Blad"),
    "column": ("Column", "Kolumn"),
    "meaning": ("What it holds", "Vad den innehåller"),
    "empty": (
        "An empty cell is unknown: it never means no. Codes are explained in the documentation.",
        "En tom cell är okänd: den betyder aldrig nej. Koderna förklaras i dokumentationen.",
    ),
    "strictest": (
        "The column licence says for each row which licence it has; keep rows of CC BY-SA under CC BY-SA.",
        "Kolumnen licence säger för varje rad vilken licens den har; rader med CC BY-SA förblir CC BY-SA.",
    ),
}
_WriteCell = Callable[[int, int, Any], None]


def write(tables: Iterable[Table], store: Store, held: Network, about: Mapping[str, Any], lang: str) -> bytes:
    """Return a workbook: the sheet "Läs mig" or "Read me", then one per table, in `lang` (sv or en).

    Headings are frozen and filter; addresses are links, days are days, every text is text whatever it begins with.
    `about` is the release's manifest. A table that is too long goes on in a further sheet. Raises InputError when the
    library is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise InputError("format-needs", found="xlsx", expected="XlsxWriter", extra="excel") from error
    stream, chosen, swedish = io.BytesIO(), list(tables), lang == "sv"
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        # A clock would give the same release other bytes at every export.
        book.set_properties({"created": datetime.fromisoformat(about["referenceDate"]), "title": about["id"]})
        styles = {
            "bold": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "link": book.get_default_url_format(),
        }
        _read_me(book, chosen, about, swedish=swedish)
        for table in chosen:
            for number, rows in enumerate(_sheetfuls(table.rows(store, held)), start=1):
                title = table.title[swedish] + (f" {number}" if number > 1 else "")
                _fill(book.add_worksheet(title), table.columns, rows, styles)
    return stream.getvalue()


def _sheetfuls(rows: Iterable[list[Cell]]) -> Iterator[Iterator[list[Cell]]]:
    """Yield the rows in parts that fit a sheet; at least one part, though it be empty."""
    left = iter(rows)
    yield islice(left, _ROWS)
    while (one := next(left, None)) is not None:
        yield chain([one], islice(left, _ROWS - 1))


def _fill(sheet: Any, columns: tuple[Column, ...], rows: Iterable[list[Cell]], styles: Mapping[str, Any]) -> None:
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column.name, styles["bold"])
        sheet.set_column(index, index, _WIDTHS.get(column.type, 18))
    writers = [_writer(sheet, column, styles) for column in columns]
    number = 0
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            if cell is not None and cell != "":
                writers[index](number, index, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)


def _writer(sheet: Any, column: Column, styles: Mapping[str, Any]) -> _WriteCell:
    """Return what writes the cells of a column: never the library's guess, which makes formulas of texts."""

    def text(row: int, index: int, cell: str) -> None:
        sheet.write_string(row, index, cell if len(cell) <= _LETTERS else cell[: _LETTERS - 1] + "…")

    def link(row: int, index: int, cell: str) -> None:
        if cell.startswith(("http://", "https://")) and len(cell) <= _ADDRESS and sheet.hlink_count < _LINKS:
            sheet.write_url(row, index, cell, styles["link"], cell)
        else:
            text(row, index, cell)

    def day(row: int, index: int, cell: str) -> None:
        try:
            found = date.fromisoformat(cell)
        except ValueError:
            found = date.min
        # Excel's calendar begins in 1900, and its first two months have a day too many.
        if found.year > _FIRST_YEAR:
            sheet.write_datetime(row, index, found, styles["day"])
        else:
            text(row, index, cell)

    if column.type == "anyURI" and not column.several:
        return link
    writers: dict[str, _WriteCell] = {"date": day, "boolean": sheet.write_boolean, "decimal": sheet.write_number}
    return writers.get(column.type, text)


def _read_me(book: Any, tables: Iterable[Table], about: Mapping[str, Any], *, swedish: bool) -> None:
    words = {name: pair[swedish] for name, pair in _WORDS.items()}
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(words["sheet"])
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 4, 60)
    lines: list[tuple[list[str], Any]] = [
        ([words["release"], about["id"]], None),
        ([words["day"], about["referenceDate"]], None),
        ([words["empty"]], None),
        ([words["strictest"]], None),
        ([], None),
        ([words[name] for name in ("dataset", "publisher", "licence", "attribution")], bold),
    ]
    for dataset in about["datasets"]:
        title = dataset["title"]["sv" if swedish else "en"]
        lines.append(([title, dataset["publisher"], dataset["licence"], dataset.get("attribution") or ""], None))
    lines += [([], None), ([words[name] for name in ("table", "column", "meaning")], bold)]
    for table in tables:
        for column in table.columns:
            lines.append(([table.title[swedish], column.name, column.meaning[swedish]], None))
    for row, (cells, style) in enumerate(lines):
        for index, cell in enumerate(cells):
            sheet.write_string(row, index, cell[:_LETTERS], style)
