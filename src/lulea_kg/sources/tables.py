"""The tables of a dataset by name, whether they are CSV files in its folder or sheets of one workbook."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lulea_kg import files, rows
from lulea_kg.model import Dataset, Place, Reading, finding
from lulea_kg.rows import Row

_ORIGIN: Final = "file,row"
_RECORD: Final = "recorded_at,recorded_by,withdrawn_at,withdrawn_reason"
COLUMNS: Final[dict[str, Sequence[str]]] = {
    name: columns.split(",")
    for name, columns in {
        "actors": "key,type,name,alt_names,country,place,successor,source,note",
        "places": "key,name,alt_names,country,part_of,latitude,longitude,population,source,note",
        "sources": "key,type,title,publisher,url,published,retrieved,language,licence,sha256,archived_url",
        "claims": "key,source,subject,partner,territory,kind,axis,status,since,until,as_of,modality,asserted_by,basis,"
        f"inference,method,phrase,start,end,deciding_body,initiator,reason,{_RECORD},confidence,note,{_ORIGIN}",
        "memberships": "key,source,member,network,role,kind,status,since,until,as_of,modality,asserted_by,basis,"
        f"inference,method,deciding_body,initiator,reason,{_RECORD},confidence,note,{_ORIGIN}",
        "links": "key,source,type,thing,scheme,code,match,basis,inference,method,as_of,modality,asserted_by,"
        f"{_RECORD},note,{_ORIGIN}",
        "searches": "key,about,theme,sought_for,searched_in,searched_on,result,note",
    }.items()
}
"""The columns of each table, in order."""
REQUIRED: Final[dict[str, Sequence[str]]] = {
    name: columns.split(",")
    for name, columns in {
        "actors": "key,type,name",
        "places": "key,name",
        "sources": "key,type,title,publisher,retrieved,language",
        "claims": "key,source,subject,kind,status",
        "memberships": "key,source,member,network,status",
        "links": "key,source,type,thing,scheme,code,match,basis",
        "searches": "key,about,sought_for,searched_in,searched_on,result",
    }.items()
}
"""The columns that a table cannot do without; the others may be left out."""


@dataclass
class Tables:
    """The tables of one dataset; each is read once, when it is first asked for."""

    dataset: Dataset
    _read: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, name: str, reading: Reading) -> list[Row]:
        """Return the rows of a table, none when there is no such table; unknown columns are findings of `reading`."""
        if name not in self._read:
            self._read[name] = self._sheet(name, reading) if self.dataset.is_workbook else self._file(name, reading)
        return self._read[name]

    def _file(self, name: str, reading: Reading) -> list[Row]:
        path = self.dataset.folder / f"{name}.csv"
        if not os.path.lexists(path):
            return []
        found, unknown = rows.read(path, COLUMNS[name], REQUIRED[name])
        for column in unknown:
            reading.findings.append(finding("unknown-column", Place(files.shown(path), 1, column), found=column))
        return found

    def _sheet(self, name: str, reading: Reading) -> list[Row]:
        from lulea_kg.sources import workbook

        book = workbook.read(self.dataset.folder)
        reading.findings += book.findings
        self._read = {table: book.tables.get(table, []) for table in COLUMNS}
        return self._read[name]
