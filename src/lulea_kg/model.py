"""The values that flow through the product: datasets, sources, evidence, claims and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from lulea_kg.messages import text
from lulea_kg.times import Bounds


class Severity(StrEnum):
    """How much a finding weighs: a violation blocks a release, a warning does not."""

    VIOLATION = "violation"
    WARNING = "warning"


@dataclass(frozen=True)
class Place:
    """Where in the input something stands: a file, a row as people count them (the header is 1), a column.

    In a workbook `cell` is its address, "Vänorter!E7", and is said instead of row and column.
    """

    file: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""

    def in_language(self, lang: str) -> str:
        """Return the place in words, "claims.csv, rad 7, kolumn since"; empty when nothing is known."""
        if self.cell:
            return f"{self.file}, {self.cell}"
        row, column = ("rad", "kolumn") if lang == "sv" else ("row", "column")
        parts = [self.file, f"{row} {self.row}" if self.row else "", f"{column} {self.column}" if self.column else ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Finding:
    """One thing wrong or weak in the data: the rule that found it, where, and words per language on how to mend it."""

    severity: Severity
    rule: str
    place: Place
    words: Mapping[str, str]
    thing: str = ""

    def in_language(self, lang: str) -> str:
        """Return "place: words" in `lang`, or in the other language when that one is missing."""
        words = self.words.get(lang) or next(iter(self.words.values()))
        where = self.place.in_language(lang) or self.thing
        return f"{where}: {words}" if where else words


def finding(rule: str, place: Place, **facts: object) -> Finding:
    """Return a violation whose words come from the message catalogue under `rule`."""
    return Finding(Severity.VIOLATION, rule, place, {lang: text(rule, lang, **facts) for lang in ("en", "sv")})


def warning(rule: str, place: Place, **facts: object) -> Finding:
    """Return a warning whose words come from the message catalogue under `rule`."""
    return replace(finding(rule, place, **facts), severity=Severity.WARNING)


@dataclass(frozen=True)
class Dataset:
    """One dataset: a folder and what its dataset.toml says, or a workbook. `base` is None when the build names things.

    `keys` is "registered" when registry.csv keeps the keys of its things, "derived" when they follow from natural keys
    that never change.
    """

    name: str
    folder: Path
    title: Mapping[str, str]
    role: str
    licence: str
    publisher: str
    recorded_on: date
    recorded_by: str
    base: str | None = None
    attribution: str = ""
    contact: str = ""
    keys: str = "registered"

    @property
    def is_workbook(self) -> bool:
        """Whether the dataset is one workbook rather than a folder."""
        return self.folder.suffix == ".xlsx"


@dataclass(frozen=True)
class Source:
    """One row of sources.csv: what said something, who published it, and when (EDTF; None when undated)."""

    key: str
    iri: str
    type: str
    title: str
    publisher: str
    language: str
    retrieved: date
    published: str | None = None
    url: str = ""
    licence: str = ""
    sha256: str = ""
    archived_url: str = ""


@dataclass(frozen=True)
class Evidence:
    """Where a claim's words stand: a phrase with code-point offsets in the snapshot, or a cell of a table."""

    file: str
    row: int
    phrase: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Phase:
    """The situation a row of claims.csv states: one status of one cooperation, with its valid time."""

    cooperation: str
    parties: tuple[str, ...]
    territory: str | None
    kind: str
    status: str
    edtf: str
    bounds: Bounds
    interpreted_by: tuple[str, ...]
    deciding_body: str = ""
    initiator: str = ""
    reason: str = ""
    role: str = ""
    listed_under: str = ""


@dataclass(frozen=True)
class Identity:
    """The situation a row of links.csv states: a code of a scheme names a thing, exactly or nearly.

    `target` is the address of what the code names in the other register, "" when it has none.
    """

    thing: str
    scheme: str
    code: str
    target: str
    match: str


@dataclass(frozen=True)
class Said:
    """When a source spoke: EDTF text as stated, and its first and last day; all None when it is undated."""

    edtf: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Claim:
    """What one source says about one situation. It cannot be made without evidence."""

    iri: str
    situation: str
    source: Source
    states: Phase | Identity
    evidence: Evidence
    modality: str
    asserted_by: str
    basis: str
    method: str
    said: Said
    recorded_at: date
    recorded_by: str
    inference: str = ""
    withdrawn_at: date | None = None
    withdrawn_reason: str = ""
    confidence: str = ""
    note: str = ""


@dataclass
class Reading:
    """What reading gave beside graphs: findings, where each thing stands in the files, and refused source keys."""

    findings: list[Finding] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
