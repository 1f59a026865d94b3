"""Tables of rows in CSV files, as people fill them in: read with every fault named, written the plain way."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lulea_kg.errors import InputError
from lulea_kg.files import MAX_BYTES, read_text, shown
from lulea_kg.model import Place

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Row:
    """One row of a table: cells by column name, and its number as people see it (the header is row 1).

    A row of a workbook knows its sheet, and the letters of its columns.
    """

    file: str
    number: int
    cells: dict[str, str]
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def table(self) -> str:
        """The table the row stands in: the name of its file, or of its sheet."""
        return self.sheet or self.file.replace("\\", "/").rpartition("/")[2]

    def place(self, column: str = "") -> Place:
        """Return where the row, or its cell in a column, stands."""
        if not self.sheet:
            return Place(self.file, self.number, column)
        return Place(self.file, self.number, column, f"{self.sheet}!{self.letters.get(column, '')}{self.number}")


def read(path: Path, columns: Sequence[str], required: Sequence[str] | None = None) -> tuple[list[Row], list[str]]:
    """Return the rows of a CSV file and the names of columns not in `columns`.

    Comma or semicolon, whichever the header uses; of `columns` only those in `required` must be there (None: all).
    Raises InputError for a missing header or column, for a row with more or fewer cells than the header, and for a
    quotation mark that is never closed.
    """
    text, file = read_text(path), shown(path)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    odd = _CONTROL.search(text) is not None
    header_line = text.partition("\n")[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[Row] = []
    number = 0
    # The library's own limit is 128 KiB a cell; what bounds memory here is the size of the file.
    csv.field_size_limit(MAX_BYTES)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(file, header, columns, columns if required is None else required)
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise InputError("cell-count", file=file, row=number, found=len(cells), expected=len(header))
            found.append(Row(file, number, dict(zip(header, map(str.strip, cells), strict=True))))
            if odd:
                _check_letters(found[-1])
    except csv.Error as error:
        raise InputError("bad-csv", file=file, row=max(number, 1) + 1, found=str(error)) from error
    return found, [name for name in header if name not in columns]


def _check_header(file: str, header: list[str], columns: Sequence[str], required: Sequence[str]) -> None:
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        raise InputError("repeated-column", file=file, row=1, found=", ".join(repeated))
    if not set(header) & set(columns):
        raise InputError("bad-header", file=file, row=1, expected=",".join(columns[:4]))
    if missing := [name for name in required if name not in header]:
        raise InputError("missing-column", file=file, row=1, found=", ".join(missing))


def _check_letters(row: Row) -> None:
    for column, cell in row.cells.items():
        if odd := control_character(cell):
            raise InputError("control-character", file=row.file, row=row.number, column=column, found=odd)


def control_character(text: str) -> str:
    """Return the first control character of a text as U+XXXX, tabs and line ends aside; "" when there is none."""
    odd = _CONTROL.search(text)
    return f"U+{ord(odd[0]):04X}" if odd else ""


def header(table: Iterable[Row], columns: Sequence[str], also: Iterable[str] = ()) -> list[str]:
    """Return those of `columns` that a table has, and those in `also`; all of them when the table has no rows."""
    used = {column for row in table for column in row.cells}
    return [column for column in columns if not used or column in used or column in also]


def write(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """Return a table as RFC 4180 CSV in UTF-8, lines ended by LF."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    # The writer quotes a cell only for the line end it writes itself, and a CR is one to every reader.
    careful = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    for row in table:
        (careful if any("\r" in cell for cell in row) else writer).writerow(row)
    return stream.getvalue().encode()
