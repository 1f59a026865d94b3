"""The page of a named query: its form, and its answer as a table whose names lead to their things."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from lulea_kg import headings
from lulea_kg.errors import LuleaKGError
from lulea_kg.exports import tables
from lulea_kg.exports.tables import Reader, Table
from lulea_kg.names import Names
from lulea_kg.pages.things import Shown
from lulea_kg.pages.view import View, render
from lulea_kg.queries import ALL, Parameter, Query

# Rows of an answer that a page shows; the files have all.
MOST_ROWS: Final = 500


@dataclass(frozen=True)
class Field:
    """A parameter as a form shows it: its name, its heading, its value, and what there is to choose, if not all."""

    name: str
    heading: str
    type: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


def fields(query: Query, values: dict[str, str], reader: Reader, names: Names) -> list[Field]:
    """Return the fields of a query's form, things first; `values` are those of all its parameters."""
    found = [_field(p, values[option], reader, names) for option, p in query.parameters.items() if option != "lang"]
    return sorted(found, key=lambda field: field.type != "thing")


def page(
    view: View, query: Query, table: Table | None, reader: Reader, form: list[Field], values: dict[str, str]
) -> bytes:
    """Return the page of a query and the first rows of its answer, if there is one."""
    shown = tables.readable(table, reader) if table else None
    return render(
        "query.html",
        view,
        title=query.title[view.lang],
        query=query,
        fields=form,
        answered=shown is not None,
        columns=shown.columns if shown else (),
        rows=_rows(view, table, shown) if table and shown else [],
        count=len(table.rows) if table else 0,
        asked=urlencode({name: value for name, value in values.items() if name != "lang" and shown}),
    )


def _field(parameter: Parameter, value: str, reader: Reader, names: Names) -> Field:
    heading = headings.parameter(parameter.variable, reader.lang)
    choices: tuple[tuple[str, str], ...] = ()
    if parameter.type == "code":
        codes = names.countries(reader.lang) if parameter.scheme == "country" else [
            (code, reader.labels.get(code, code)) for code in names.codes(parameter.scheme)
        ]  # fmt: skip
        choices = tuple(sorted(codes, key=lambda pair: pair[1].casefold()))
    if parameter.type == "thing" and value != ALL:
        with suppress(LuleaKGError):
            value = names.label(names.resolve(value))
    return Field(parameter.option, heading, parameter.type, value, choices)


def _rows(view: View, table: Table, shown: Table) -> list[list[Shown]]:
    """Return the rows of an answer, each name with the address of its thing where the answer has it."""
    links = [_link(table, table.columns[index]) for index in tables.kept(table)]
    return [
        [
            Shown(_text(cell), view.href(str(full[link])) if link is not None and full[link] else "")
            for cell, link in zip(row, links, strict=True)
        ]
        for row, full in zip(shown.rows[:MOST_ROWS], table.rows[:MOST_ROWS], strict=True)
    ]


def _link(table: Table, column: str) -> int | None:
    wanted = f"{column}Iri"
    return list(table.columns).index(wanted) if wanted in table.columns else None


def _text(cell: tables.Cell) -> str:
    return "" if cell is None else str(cell)
