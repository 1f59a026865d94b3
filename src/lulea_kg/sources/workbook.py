"""The workbook that publishers fill in, read: its sheets as the tables they are, each oddity a finding at its cell."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lulea_kg import files
from lulea_kg.errors import InputError
from lulea_kg.model import Finding, Place, finding, warning
from lulea_kg.rows import Row, control_character
from lulea_kg.sources import habits, labels, sheets, spreadsheet
from lulea_kg.sources.sheets import Column, Sheet, letter
from lulea_kg.sources.spreadsheet import Grid, Value
from lulea_kg.spelling import slug

MAX_ROWS: Final = 200_000
_HEADING_ROWS: Final = 10
_SHOWN: Final = 5
_AGREES: Final = "?"
_FAULT: Final = "!"
_ANSWERS: Final = {"ja": "ja", "j": "ja", "yes": "ja", "y": "ja", "nej": "nej", "n": "nej", "no": "nej"}
# What the key of a row is made of when its cell is empty.
_KEYS: Final[Mapping[str, Callable[[Row], Iterable[str]]]] = {
    "claims": lambda row: (row["partner"] or row["territory"], row["kind"], row["status"]),
    "actors": lambda row: (row["country"], row["name"]),
    "places": lambda row: (row["country"], row["name"]),
    "sources": lambda row: (row["title"],),
    "memberships": lambda row: (row["member"], row["network"], row["status"]),
    "links": lambda row: (row["thing"], row["scheme"], row["code"]),
    "searches": lambda row: (row["about"] or row["theme"], row["sought_for"], row["searched_on"]),
}


@dataclass
class Workbook:
    """What a workbook holds: rows by table, what the sheet Om says, findings, and answers to "stämmer?".

    `answers` gives "ja" or "nej" by table, source and key of the row; rows without an answer are not in it.
    """

    tables: dict[str, list[Row]] = field(default_factory=lambda: {sheet.table: [] for sheet in sheets.SHEETS})
    about: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    answers: dict[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass
class _Reader:
    """One workbook on its way: its file, what its choices are called, and what has been read."""

    file: str
    codes: dict[str, dict[str, str]]
    book: Workbook = field(default_factory=Workbook)
    answered: list[tuple[str, Row, str]] = field(default_factory=list)

    def place(self, grid: Grid, address: str, number: int | None = None) -> Place:
        return Place(self.file, number, "", f"{grid.name}!{address}")


def read(path: Path) -> Workbook:
    """Return what a workbook holds; faults in it are findings, and the rest is read on.

    Raises InputError for a file that is no workbook, is protected, damaged, too large, or has none of the sheets.
    """
    grids = spreadsheet.read(path, sheets.LISTS)
    if not any(sheets.find(grid.name) or grid.name in sheets.ABOUT for grid in grids):
        known = ", ".join([sheets.ABOUT[0], *(sheet.names[0] for sheet in sheets.SHEETS)])
        raise InputError("workbook-without-sheets", file=files.shown(path), expected=known)
    reader = _Reader(files.shown(path), _codes(grids))
    for grid in grids:
        _sheet(grid, reader)
    if not any(grid.name.strip() in sheets.ABOUT for grid in grids):
        place = Place(reader.file)
        reader.book.findings.append(finding("missing-sheet", place, found=sheets.ABOUT[0]))
    _name_rows(reader.book.tables)
    _take_answers(reader)
    return reader.book


def _codes(grids: Iterable[Grid]) -> dict[str, dict[str, str]]:
    """Return the code of each label, in folded letters, by scheme: the ontology's, and those the workbook brings."""
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for grid in grids:
        if grid.name in sheets.LISTS and grid.rows:
            _, header = grid.rows[0]
            for column, scheme in enumerate(header[1::2]):
                for _, row in grid.rows[1:]:
                    code, label = habits.text(row[2 * column]), habits.text(row[2 * column + 1])
                    codes[str(scheme)] |= {habits.folded(word): code for word in (label, code) if word and code}
    for scheme, known in labels.known().items():
        for code, pair in known.items():
            codes[scheme] |= {habits.folded(word): code for word in (*pair, code)}
    return codes


def _sheet(grid: Grid, reader: _Reader) -> None:
    """Take one sheet, or tell why it is not read."""
    findings, here = reader.book.findings, Place(reader.file, None, "", grid.name)
    if grid.name.strip() in (*sheets.README, *sheets.LISTS):
        return
    if grid.hidden:
        findings.append(warning("hidden-sheet", here, found=grid.name))
    elif grid.name.strip() in sheets.ABOUT:
        _about(grid, reader)
    elif sheet := sheets.find(grid.name):
        _table(grid, sheet, reader)
    elif hint := difflib.get_close_matches(grid.name.casefold(), _folded_names(), 1, 0.7):
        findings.append(finding("unknown-sheet", here, found=grid.name, suggestions=_folded_names()[hint[0]]))
    else:
        findings.append(warning("unknown-sheet", here, found=grid.name))


def _folded_names() -> dict[str, str]:
    return {name.casefold(): name for name in sheets.names()}


def _about(grid: Grid, reader: _Reader) -> None:
    """Take what the workbook says of itself: headings in column A, values in column B."""
    known = {_heading(word): column for column in sheets.ABOUT_ROWS for word in (*column.headings, column.code)}
    rows: dict[str, int] = {}
    for number, cells in grid.rows:
        column = known.get(_heading(habits.text(cells[0])))
        if column:
            rows[column.code] = number
        if column and len(cells) > 1:
            reader.book.about[column.code] = _cell(cells[1], column, reader, reader.place(grid, f"B{number}", number))
    about = reader.book.about
    for column in sheets.ABOUT_ROWS:
        if column.required and not about.get(column.code):
            number = rows.get(column.code, 1)
            place = reader.place(grid, f"B{number}", number)
            reader.book.findings.append(
                finding("about-missing", place, found=column.headings[grid.name == sheets.ABOUT[1]])
            )
    about["licence"] = "-".join(about.get("licence", "").upper().split())
    about["name"] = about.get("name") or slug(about.get("municipality", ""))


def _table(grid: Grid, sheet: Sheet, reader: _Reader) -> None:
    """Take the rows of one sheet; without its required headings none are read."""
    if not grid.rows:
        return
    position, columns = _headings(grid, sheet, reader)
    english = grid.name.strip().casefold() == sheet.names[1].casefold()
    header = grid.rows[position][0]
    missing = [c.headings[english] for c in sheet.columns if c.required and c.code not in columns.values()]
    if missing:
        place = reader.place(grid, f"A{header}", header)
        reader.book.findings.append(finding("missing-heading", place, found=", ".join(missing)))
        return
    if len(grid.rows) > MAX_ROWS:
        raise InputError("workbook-too-large", file=reader.file, found=len(grid.rows), limit=MAX_ROWS)
    _oddities(grid, {letter(index) for index, code in columns.items() if code != _FAULT}, reader)
    letters = {code: letter(index) for index, code in columns.items()}
    for number, cells in grid.rows[position + 1 :]:
        _row(number, cells, grid, sheet, columns, letters, reader)


def _headings(grid: Grid, sheet: Sheet, reader: _Reader) -> tuple[int, dict[int, str]]:
    """Return where among the rows the headings stand, and the code of each column; titles may stand above them."""
    known = {_heading(word): column.code for column in sheet.columns for word in (*column.headings, column.code)}
    known |= {_heading(word): _AGREES for word in sheets.AGREES} | {_heading(word): _FAULT for word in sheets.FAULT}
    found = [[_heading(habits.text(value)) for value in cells] for _, cells in grid.rows[:_HEADING_ROWS]]
    position = max(range(len(found)), key=lambda index: (len(set(found[index]) & set(known)), -index))
    columns: dict[int, str] = {}
    number = grid.rows[position][0]
    for index, heading in enumerate(found[position]):
        place = reader.place(grid, f"{letter(index)}{number}", number)
        shown = habits.text(grid.rows[position][1][index])
        if heading not in known:
            if any(cells[index] != "" for _, cells in grid.rows[position + 1 :]):
                reader.book.findings.append(_unknown_heading(heading, shown, sheet, place))
        elif known[heading] in columns.values():
            reader.book.findings.append(finding("repeated-heading", place, found=shown))
        else:
            columns[index] = known[heading]
    return position, columns


def _unknown_heading(heading: str, shown: str, sheet: Sheet, place: Place) -> Finding:
    """Return a violation for what resembles a heading, a warning for columns of the publisher's own."""
    if not heading:
        return warning("nameless-column", place)
    known = {_heading(word): word for column in sheet.columns for word in column.headings}
    if hint := difflib.get_close_matches(heading, known, 1, 0.75):
        return finding("unknown-heading", place, found=shown, suggestions=known[hint[0]])
    return warning("unknown-heading", place, found=shown)


def _oddities(grid: Grid, letters: set[str], reader: _Reader) -> None:
    """Tell of merged cells, and of formulas without a value or with an error in columns that are read."""
    place = reader.place

    def of_ours(addresses: Sequence[str]) -> list[str]:
        return [address for address in addresses if address.rstrip("0123456789") in letters]

    if found := of_ours(grid.merged):
        reader.book.findings.append(finding("merged-cells", place(grid, found[0]), found=_some(found)))
    if found := of_ours(grid.uncounted):
        reader.book.findings.append(finding("formula-without-value", place(grid, found[0]), found=_some(found)))
    if found := of_ours(grid.errors):
        reader.book.findings.append(finding("cell-error", place(grid, found[0]), found=_some(found)))


def _some(addresses: Sequence[str]) -> str:
    return ", ".join(addresses[:_SHOWN]) + (f" … ({len(addresses)})" if len(addresses) > _SHOWN else "")


def _row(
    number: int,
    cells: Sequence[Value],
    grid: Grid,
    sheet: Sheet,
    columns: Mapping[int, str],
    letters: Mapping[str, str],
    reader: _Reader,
) -> None:
    """Take one row: its cells as the tables hold them; a sample row is told of and left."""
    row = Row(reader.file, number, {}, grid.name.strip(), letters)
    answer = ""
    for index, code in columns.items():
        value = cells[index]
        if value == "" or code == _FAULT:
            continue
        if mark := _mark(value):
            reader.book.findings.append(finding("sample-row", row.place(code), found=mark))
            return
        if code == _AGREES:
            answer = habits.text(value)
        elif found := _cell(value, sheet.by_code[code], reader, row.place(code)):
            row.cells[code] = found
    if not row.cells:
        return
    if sheet.table == "links" and row["code"]:
        restored, told = habits.code(row["code"], row["scheme"])
        _tell(told, row["code"], restored, row.place("code"), reader)
        row.cells["code"] = restored
    reader.book.tables[sheet.table].append(row)
    if answer:
        reader.answered.append((sheet.table, row, answer))


def _mark(value: Value) -> str:
    """Return what marks a sample row, "" when the value is none."""
    if not isinstance(value, str):
        return ""
    return next((value.strip()[: len(mark)] for mark in sheets.MARKS if value.strip().upper().startswith(mark)), "")


def _cell(value: Value, column: Column, reader: _Reader, place: Place) -> str:
    found, told = habits.cell(value, column, reader.codes.get(column.scheme, {}))
    _tell(told, habits.text(value), found, place, reader)
    if odd := control_character(found):
        reader.book.findings.append(finding("control-character", place, found=odd))
    return found


def _tell(told: str, found: str, expected: str, place: Place, reader: _Reader) -> None:
    if told:
        reader.book.findings.append(warning(told, place, found=found, expected=expected))


def _name_rows(tables: Mapping[str, list[Row]]) -> None:
    """Give rows without a key one made of their cells, and rows that name a source by its title the source's key."""
    for table, rows in tables.items():
        for row in rows:
            if not row["key"]:
                row.cells["key"] = slug("-".join(filter(None, _KEYS[table](row))))[:80].strip("-")
    titles = {habits.folded(row["title"]): row["key"] for row in tables["sources"]}
    keys = {row["key"] for row in tables["sources"]}
    for table in ("claims", "memberships", "links"):
        for row in tables[table]:
            if row["source"] not in keys and (key := titles.get(habits.folded(row["source"]))):
                row.cells["source"] = key


def _take_answers(reader: _Reader) -> None:
    """Note the answers to "stämmer?"; a "nej" is told of, for the row is read all the same."""
    for table, row, found in reader.answered:
        place = Place(row.file, row.number, "", f"{row.sheet}!{row.letters[_AGREES]}{row.number}")
        answer = _ANSWERS.get(found.casefold(), "")
        if not answer:
            reader.book.findings.append(finding("bad-answer", place, found=found, expected="ja, nej"))
            continue
        reader.book.answers[(table, row["source"], row["key"])] = answer
        if answer == "nej":
            reader.book.findings.append(warning("marked-wrong", place))


def _heading(text: str) -> str:
    return habits.folded(text.replace("*", " "))
