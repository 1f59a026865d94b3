"""Reading files that may be anything, and writing files so that nobody ever sees half of one."""

import csv
import hashlib
import io
import os
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lulea_kg.errors import InputError, LimitReached

# A source table or Turtle file beyond this is no hand-kept file; dumps are read as streams and have no such limit.
MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One row of a table: cells by column name, and its number as people see it (the header is row 1)."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def shown(path: Path) -> str:
    """Return `path` as a person would name it: relative to the working folder when it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def shipped(folder: str) -> Path:
    """Return the folder `ontology`, `data` or `queries` that came with the package, installed or in a checkout."""
    inside = Path(__file__).parent / "shipped" / folder
    return inside if inside.is_dir() else Path(__file__).parents[2] / folder


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`; raise InputError when it cannot be read, LimitReached when it is too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LimitReached("file-too-large", file=shown(path), found=size, limit=MAX_BYTES)
        return path.read_bytes()
    except OSError as error:
        raise InputError("unreadable-file", file=shown(path), found=error.strerror or str(error)) from error


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file without its byte-order mark; raise InputError naming the first bad byte."""
    content = read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError("not-utf8", file=shown(path), row=line, found=f"0x{content[error.start]:02X}") from error
    if "\0" in text:
        raise InputError("not-text", file=shown(path), row=text.count("\n", 0, text.index("\0")) + 1)
    return text


def rows(path: Path, columns: Sequence[str]) -> tuple[list[Row], list[str]]:
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


def normalised(content: bytes) -> str:
    """Return a text as evidence points into it: UTF-8 without byte-order mark, line ends LF, NFC; nothing else."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hex."""
    return hashlib.sha256(content).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex, read as a stream."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that readers see the old file or the whole new one; raise InputError if it fails."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError("unwritable", file=shown(path), found=error.strerror or str(error)) from error


def write_csv(header: Sequence[str], table: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> bytes:
    """Return a table as RFC 4180 CSV in UTF-8, lines ended by LF."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(table)
    return stream.getvalue().encode()
