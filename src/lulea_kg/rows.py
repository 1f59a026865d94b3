"""Tables of rows in CSV files, as people fill them in: read with every fault named, written the plain way."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lulea_kg.errors import InputError
from lulea_kg.files import read_text, shown


@dataclass(frozen=True)
class Row:
    """One row of a table: cells by column name, and its number as people see it (the header is row 1)."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(path: Path, columns: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Return the rows of a CSV file and the names of columns not in `columns`.

    Comma or semicolon, whichever the header uses. Raises InputError for a missing header or column, for a row with
    more or fewer cells than the header, and for a quotation mark that is never closed.
    """
    text, file = read_text(path), shown(path)
    header_line = text.partition("\n")[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[Row] = []
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(file, header, columns)
        for number, cells in enumerate(reader, start=2):
            line = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise InputError("cell-count", file=file, row=number, found=len(cells), expected=len(header))
            tidy = (unicodedata.normalize("NFC", cell.strip()) for cell in cells)
            found.append(Row(file, number, dict(zip(header, tidy, strict=True))))
    except csv.Error as error:
        raise InputError("bad-csv", file=file, row=line, found=str(error)) from error
    return found, [name for name in header if name not in columns]


def _check_header(file: str, header: list[str], columns: Sequence[str]) -> None:
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        raise InputError("repeated-column", file=file, row=1, found=", ".join(repeated))
    if missing := [name for name in columns if name not in header]:
        raise InputError("missing-column", file=file, row=1, found=", ".join(missing))


def write(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """Return a table as RFC 4180 CSV in UTF-8, lines ended by LF."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(table)
    return stream.getvalue().encode()
