"""What the tables of a dataset look like, for programs: CSV on the Web metadata of what publishers fill in."""

import json
from typing import Any, Final

from lulea_kg import terms
from lulea_kg.sources.sheets import SHEETS, WORDS, Column, Holds, Sheet
from lulea_kg.sources.tables import COLUMNS, REQUIRED

_DATATYPES: Final[dict[Holds, object]] = {
    Holds.DATE: {"base": "string", "@id": "http://id.loc.gov/datatypes/edtf"},
    Holds.DAY: {"base": "date", "format": "yyyy-MM-dd"},
    Holds.NUMBER: "decimal",
}
_WHOLE: Final = ("end", "population", "row", "start")
# Keys of claims, memberships and links are unique within their source.
_WITHIN_SOURCE: Final = ("claims", "links", "memberships")


def metadata() -> bytes:
    """Return the metadata of all tables as JSON (W3C CSV on the Web); a table may leave out columns not required.

    Column names are the headings of CSV files; the headings of the workbook stand beside them as titles.
    """
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": {"sv": "Tabeller i en datamängd", "en": "Tables of a dataset"},
        "tables": [_table(sheet) for sheet in SHEETS],
    }
    return (json.dumps(group, ensure_ascii=False, indent=1) + "\n").encode()


def _table(sheet: Sheet) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(sheet.by_code[code], sheet.table) for code in COLUMNS[sheet.table]],
        "primaryKey": ["source", "key"] if sheet.table in _WITHIN_SOURCE else "key",
    }
    if sheet.table in _WITHIN_SOURCE:
        reference = {"resource": "sources.csv", "columnReference": "key"}
        schema["foreignKeys"] = [{"columnReference": "source", "reference": reference}]
    return {
        "url": f"{sheet.table}.csv",
        "dc:title": _both(sheet.names),
        "dc:description": _both(sheet.purpose),
        "tableSchema": schema,
    }


def _column(column: Column, table: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.code,
        "titles": {"und": column.code, **_both(column.headings)},
        "dc:description": _both(column.help),
        "required": column.code in REQUIRED[table],
        "datatype": "integer" if column.code in _WHOLE else _DATATYPES.get(column.holds, "string"),
    }
    if column.scheme and column.scheme not in (*WORDS, "Country"):
        described["valueUrl"] = f"{terms.MIR}{{{column.code}}}"
    return described


def _both(pair: tuple[str, str]) -> dict[str, str]:
    return {"sv": pair[0], "en": pair[1]}
