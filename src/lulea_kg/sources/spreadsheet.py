"""Opening a workbook that may be anything: bounded before a byte of it is believed, then read as plain grids."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from lulea_kg import files
from lulea_kg.errors import InputError
from lulea_kg.sources.sheets import letter

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Value = int | float | str | bool | time | date | datetime | timedelta
MAX_BYTES: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 200
MAX_FILE_BYTES: Final = 50 * 1024 * 1024
MAX_PARTS: Final = 2000
MAX_TAGS: Final = 3_000_000
MAX_CELLS: Final = 4_000_000
_SMALL: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
_OLD: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
# What the reading library opens beside the sheets; it looks for these names whatever their capitals.
_SHARED: Final = (
    "[content_types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedstrings.xml",
)
# What reading something that only looks like a workbook may raise, beside the libraries' own errors.
_ODD: Final = (NotImplementedError, EOFError, LookupError, ValueError, RuntimeError, OverflowError, OSError)


@dataclass
class Grid:
    """One sheet: its name, whether it is hidden, its rows of values, and what a reader has to be told of.

    `merged`, `uncounted` (formulas without a value) and `errors` (#REF! and its kind) are addresses, "E7".
    """

    name: str
    hidden: bool
    rows: list[tuple[int, list[Value]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class _Scan:
    """What the XML of one part holds, found without building it: last row and column with content, and oddities.

    Empty rows and cells come by the million: each costs one short call, and nothing else.
    """

    last_row: int = 0
    last_column: int = 0
    uncounted: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _row: int = 0
    _column: int = 0
    _address: str = ""
    _type: str = ""
    _inside: str = ""
    _holds: set[str] = field(default_factory=set)

    def attach(self, parser: expat.XMLParserType) -> None:
        """Let `parser` tell this scan what it meets; the end of an element matters only inside a cell with content."""

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "c" or name.endswith(":c"):
                self._holds.clear()
                self._address, self._type = attributes.get("r", ""), attributes.get("t", "")
                # A cell without an address stands right of the one before.
                self._column = _number(self._address) if self._address else self._column + 1
            elif name == "row" or name.endswith(":row"):
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            else:
                self._inside = name.rpartition(":")[2]
                self._holds.add(self._inside)
                parser.EndElementHandler, parser.CharacterDataHandler = end, text

        def text(_: str) -> None:
            if self._inside in ("v", "t"):
                self._holds.add("text")

        def end(name: str) -> None:
            self._inside = ""
            if name == "c" or name.endswith(":c"):
                if self._holds:
                    self._finish()
                parser.EndElementHandler = parser.CharacterDataHandler = None

        parser.StartElementHandler = start

    def _finish(self) -> None:
        """Note a cell that has content."""
        if match := _CELL.fullmatch(self._address):
            self._row = int(match[2])
        address = f"{letter(self._column - 1)}{self._row}"
        if "f" in self._holds and "text" not in self._holds:
            self.uncounted.append(address)
        if self._type == "e":
            self.errors.append(address)
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)


def read(path: Path, wanted: Collection[str]) -> list[Grid]:
    """Return the sheets of an .xlsx workbook in order; rows only of those visible, or `wanted` though hidden.

    Raises InputError for what is no such workbook, is protected, has macros, is damaged, or is larger than the limits.
    """
    file = files.shown(path)
    content = _bytes(path, file)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise InputError("format-needs", found="xlsx", expected="python-calamine", extra="excel") from error
    try:
        package = _checked(content, file)
        sheets = _sheets(package)
        shown = {name: part for name, (part, hidden) in sheets.items() if not hidden or name in wanted}
        scans = _scans(package, shown, file)
        book = CalamineWorkbook.from_filelike(io.BytesIO(_plain(package, scans)))
        grids = [Grid(name, hidden) for name, (_, hidden) in sheets.items()]
        for grid in grids:
            if grid.name in shown:
                _fill(grid, book, scans[shown[grid.name]])
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, CalamineError, struct.error, *_ODD) as error:
        raise InputError("workbook-damaged", file=file, found=str(error)) from error
    return grids


def _bytes(path: Path, file: str) -> bytes:
    """Return the bytes of a file that may be a workbook; raise InputError for the kinds that are not read."""
    if path.suffix.casefold() in (".xlsm", ".xltm", ".xlam"):
        raise InputError("workbook-macros", file=file)
    content = files.read_bytes(path)
    if content.startswith(_OLD):
        raise InputError("workbook-password" if _PASSWORD in content else "workbook-old", file=file)
    if not content.startswith(b"PK"):
        raise InputError("not-workbook", file=file)
    if len(content) > MAX_FILE_BYTES:
        raise InputError("workbook-too-large", file=file, found=len(content), limit=MAX_FILE_BYTES)
    # The directory is counted before it is read: each entry costs memory.
    if (parts := content.count(b"PK\x01\x02")) > MAX_PARTS:
        raise InputError("workbook-too-large", file=file, found=parts, limit=MAX_PARTS)
    return content


def _checked(content: bytes, file: str) -> zipfile.ZipFile:
    """Return the package, its directory checked: no bomb, no macros, no other format."""
    package = zipfile.ZipFile(io.BytesIO(content))
    entries = package.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > MAX_BYTES:
        raise InputError("workbook-too-large", file=file, found=size, limit=MAX_BYTES)
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * entry.compress_size:
            ratio = entry.file_size // max(entry.compress_size, 1)
            raise InputError("workbook-bomb", file=file, found=ratio, limit=MAX_RATIO)
        if entry.flag_bits & 1:
            raise InputError("workbook-password", file=file)
    names = {entry.filename for entry in entries}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise InputError("workbook-macros", file=file)
    if "xl/workbook.xml" not in names:
        raise InputError("not-workbook", file=file)
    return package


def _sheets(package: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """Return the part of each sheet, and whether it is hidden, by the sheet's name."""
    targets: dict[str, str] = {}
    sheets: dict[str, tuple[str, bool]] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            path = posixpath.join("/xl", attributes.get("Target", ""))
            targets[attributes.get("Id", "")] = posixpath.normpath(path).lstrip("/")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            if attributes["name"] in sheets:
                raise ValueError(attributes["name"])
            relation_id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets[attributes["name"]] = relation_id, attributes.get("state", "visible") != "visible"

    for part, take in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = _parser()
        parser.StartElementHandler = take
        for chunk in _chunks(package, part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    # Sheets of charts have no rows.
    return {name: (targets[id_], hidden) for name, (id_, hidden) in sheets.items() if "worksheets/" in targets[id_]}


def _scans(package: zipfile.ZipFile, sheets: dict[str, str], file: str) -> dict[str, _Scan]:
    """Return what the parts hold that will be read; raise InputError when that is more than the limits."""
    scans: dict[str, _Scan] = {}
    tags = 0
    present = {name.casefold(): name for name in package.namelist()}
    for part in [*(present[name] for name in _SHARED if name in present), *sheets.values()]:
        scans[part] = scan = _Scan()
        parser = _parser()
        scan.attach(parser)
        for chunk in _chunks(package, part):
            tags += chunk.count(b"<")
            if tags > MAX_TAGS:
                raise InputError("workbook-too-large", file=file, found=tags, limit=MAX_TAGS)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
        if (cells := scan.last_row * scan.last_column) > MAX_CELLS:
            raise InputError("workbook-too-large", file=file, found=cells, limit=MAX_CELLS)
    return scans


def _plain(package: zipfile.ZipFile, parts: Iterable[str]) -> bytes:
    """Return a package of these parts only, without compression.

    The directory may lie about sizes, and the library that reads the sheets believes the data instead; what is read
    here ends where the directory says, and nothing comes along that was not scanned.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as plain:
        for name in parts:
            plain.writestr(name, package.read(name))
    return stream.getvalue()


def _fill(grid: Grid, book: "CalamineWorkbook", scan: _Scan) -> None:
    """Take the values of a sheet, rows without any left out."""
    grid.uncounted, grid.errors = scan.uncounted, scan.errors
    if not scan.last_row:
        return
    sheet = book.get_sheet_by_name(grid.name)
    grid.merged = [f"{letter(column)}{row + 1}" for (row, column), _ in sheet.merged_cell_ranges or []]
    grid.rows = [
        (number, row) for number, row in enumerate(sheet.iter_rows(), start=1) if any(value != "" for value in row)
    ]


def _parser() -> expat.XMLParserType:
    """Return a parser that refuses document types, so that no entity ever grows."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _chunks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _number(address: str) -> int:
    """Return the number of the column an address begins with, A is 1; raise ValueError for what is no address."""
    letters = address.rstrip("0123456789")
    if not (letters.isascii() and letters.isupper() and len(letters) <= 3):
        raise ValueError(address)
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - ord("A") + 1
    return number
