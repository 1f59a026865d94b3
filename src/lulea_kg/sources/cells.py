"""Cells of tables: the few things a cell may hold, and what to say when it holds something else."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol

from lulea_kg import times
from lulea_kg.errors import InputError, LuleaKGError
from lulea_kg.model import Dataset, Reading, finding
from lulea_kg.rows import Row


class Lookup(Protocol):
    """What a table's names and codes are looked up in."""

    def resolve(self, text: str) -> str:
        """Return the IRI of the thing a name, code, key, IRI or `~natural-key` names.

        Raises NameUnknown or NameAmbiguous.
        """
        ...

    def country(self, text: str) -> str:
        """Return the IRI of a country by code or name; raise NameUnknown."""
        ...

    def codes(self, scheme: str) -> Sequence[str]:
        """Return the codes of a concept scheme."""
        ...


class Fault(LuleaKGError):
    """A cell that cannot be used; becomes a finding of its row."""

    def __init__(self, rule: str, column: str, **facts: object) -> None:
        super().__init__(rule, **facts)
        self.column = column


def refuse(row: Row, fault: Fault, reading: Reading) -> None:
    """Note a fault of a row as a finding at its cell."""
    reading.findings.append(finding(fault.message, row.place(fault.column), **fault.facts))


def need(row: Row, *columns: str) -> None:
    """Raise Fault for the first of these cells that is empty."""
    for column in columns:
        if not row[column]:
            raise Fault("empty-cell", column)


def one_of(row: Row, column: str, codes: Iterable[str]) -> str:
    """Return a code; raise Fault when it is none of `codes`."""
    if row[column] not in codes:
        raise Fault("bad-code", column, found=row[column], expected=", ".join(codes))
    return row[column]


def name(row: Row, column: str, resolve: Callable[[str], str]) -> str:
    """Return the IRI of what a cell names; raise Fault when `resolve` cannot tell."""
    try:
        return resolve(row[column])
    except LuleaKGError as error:
        raise Fault(error.message, column, **error.facts) from error


def day(row: Row, column: str) -> date:
    """Return the day in a cell; raise Fault for anything else."""
    try:
        return times.day(row[column])
    except InputError as error:
        raise Fault(error.message, column, **error.facts) from error


def edtf(row: Row, column: str, parse: Callable[[str], object] = times.interval) -> str:
    """Return the EDTF text of a cell, "" when it is empty; raise Fault when `parse` refuses it."""
    try:
        if row[column]:
            parse(row[column])
    except InputError as error:
        raise Fault(error.message, column, **error.facts) from error
    return row[column]


def number(row: Row, column: str, low: float, high: float) -> str:
    """Return a decimal number between two limits as text with a point, "" when the cell is empty."""
    text = row[column].replace(",", ".")
    if text and not (re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) and low <= float(text) <= high):
        raise Fault("bad-number", column, found=row[column], expected=f"{low:g} – {high:g}")
    return text


def origin(row: Row, dataset: Dataset) -> tuple[str, int]:
    """Return the file and row where what a row says was read: as it states itself, else the row's own place."""
    if not row["file"]:
        return f"{dataset.name}/{row.table}", row.number
    if not row["row"].isdigit():
        raise Fault("bad-number", "row", found=row["row"], expected="1 – ")
    return row["file"], int(row["row"])


def count(row: Row, column: str) -> str:
    """Return a whole number as text, "" when the cell is empty."""
    if row[column] and not re.fullmatch(r"[0-9]{1,18}", row[column]):
        raise Fault("bad-number", column, found=row[column], expected="0 – ")
    return row[column]


def names(cell: str) -> list[tuple[str, str]]:
    """Return the names a cell lists, "Tromsö@sv | Tromssa@se", each with its language, "" for none.

    >>> names("Tromsö@sv | Romsa")
    [('Tromsö', 'sv'), ('Romsa', '')]
    """
    found = []
    for part in filter(None, (part.strip() for part in cell.split("|"))):
        match = re.fullmatch(r"(.*[^@\s])@([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)", part)
        found.append((match[1], match[2]) if match else (part, ""))
    return found
