"""Claims from tables: sources.csv and claims.csv of a dataset.

A row that cannot be used is a finding with file, row and column; the others are read on, so that a publisher sees
every fault at once. The bounds of a phase follow one rule, `valid_time`.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from lulea_kg import files, rows, terms, times
from lulea_kg.errors import InputError, LuleaKGError
from lulea_kg.iris import Namer
from lulea_kg.model import Claim, Dataset, Evidence, Phase, Place, Reading, Said, Source, finding
from lulea_kg.rows import Row
from lulea_kg.times import Bounds

SOURCE_COLUMNS: Final = "key,type,title,publisher,url,published,retrieved,language,licence,sha256,archived_url".split(
    ","
)
CLAIM_COLUMNS: Final = (
    "key,source,subject,partner,territory,kind,axis,status,since,until,as_of,modality,asserted_by,basis,inference,"
    "method,phrase,start,end,deciding_body,initiator,reason,recorded_at,recorded_by,withdrawn_at,withdrawn_reason,"
    "confidence,note"
).split(",")
MAX_WORDS: Final = 12


class Lookup(Protocol):
    """What a table's names and codes are looked up in; `names.Names` is one."""

    def resolve(self, text: str) -> str:
        """Return the IRI of the thing a name, code, key or IRI names; raise NameUnknown or NameAmbiguous."""
        ...

    def country(self, text: str) -> str:
        """Return the IRI of a country by code or name; raise NameUnknown."""
        ...

    def codes(self, scheme: str) -> Sequence[str]:
        """Return the codes of a concept scheme."""
        ...


class _Fault(LuleaKGError):
    """A cell that cannot be used; becomes a finding of its row."""

    def __init__(self, rule: str, column: str, **facts: object) -> None:
        super().__init__(rule, **facts)
        self.column = column


def sources(dataset: Dataset, namer: Namer, lookup: Lookup, reading: Reading) -> dict[str, Source]:
    """Return the sources of a dataset by their key; faults go to `reading`."""
    path = dataset.folder / "sources.csv"
    if not os.path.lexists(path):
        return {}
    found: dict[str, Source] = {}
    for row in _rows(path, SOURCE_COLUMNS, reading):
        try:
            if row["key"] in found:
                raise _Fault("duplicate-id", "key", found=row["key"])
            found[row["key"]] = source = _source(row, namer, lookup)
            reading.places[source.iri] = Place(row.file, row.number)
        except _Fault as fault:
            _refuse(row, fault, reading)
            reading.refused.add(row["key"])
    return found


def claims(dataset: Dataset, namer: Namer, known: dict[str, Source], lookup: Lookup, reading: Reading) -> list[Claim]:
    """Return the claims of a dataset's claims.csv; faults go to `reading`."""
    path = dataset.folder / "claims.csv"
    if not os.path.lexists(path):
        return []
    found: dict[str, Claim] = {}
    for row in _rows(path, CLAIM_COLUMNS, reading):
        # A fault of the source has been told once; each of its claims would only tell it again.
        if row["source"] in reading.refused:
            continue
        try:
            claim = _claim(row, dataset, namer, known, lookup)
            if claim.iri in found:
                raise _Fault("duplicate-id", "key", found=row["key"])
            found[claim.iri] = claim
            for iri in (claim.iri, claim.situation, claim.phase.cooperation):
                reading.places.setdefault(iri, Place(row.file, row.number))
        except _Fault as fault:
            _refuse(row, fault, reading)
    return list(found.values())


def valid_time(since: str, until: str, said: Said, retrieved: date) -> tuple[Bounds, tuple[str, ...]]:
    """Return the four bounds of a phase, and the inferences that gave them (codes of the Inference scheme).

    `since` and `until` are EDTF or "". What a source says holds when it says it: without `until` it had not ended
    before the source spoke, without `since` it had begun when the source had spoken. An undated source spoke at an
    unknown time up to its retrieval.
    """
    begin = times.span(since) if since else times.Span(None, None)
    end = times.span(until) if until else times.Span(None, None)
    earliest_begin, latest_begin, earliest_end, latest_end = begin.earliest, begin.latest, end.earliest, end.latest
    inferred = {"edtf-bounds"} if begin.earliest or end.earliest else set()
    inferred |= {"season-as-months" for text in (since, until) if text and times.is_season(text)}
    if said.first and said.last:
        begun = not earliest_begin or earliest_begin <= said.first
        if not until and begun:
            earliest_end = said.first
            inferred.add("holds-when-said")
        if not since and (not latest_end or said.last <= latest_end):
            latest_begin = said.last
            inferred.add("holds-when-said")
    elif (
        not until
        and (not latest_begin or retrieved < latest_begin)
        and not (earliest_begin and earliest_begin > retrieved)
    ):
        latest_begin = retrieved
        inferred.add("spoken-by-retrieval")
    return Bounds(earliest_begin, latest_begin, earliest_end, latest_end), tuple(sorted(inferred))


def said_at(edtf: str | None) -> Said:
    """Return when a source spoke; a date that names no day (no year, or marked uncertain) leaves it undated."""
    if not edtf:
        return Said()
    first, last = times.said(edtf)
    return Said(edtf, first, last) if first and last else Said()


def _source(row: Row, namer: Namer, lookup: Lookup) -> Source:
    _need(row, "key", "type", "title", "publisher", "retrieved", "language")
    if not re.fullmatch(r"[^\s/#?+:~]+", row["key"]):
        raise _Fault("bad-row-key", "key", found=row["key"])
    _code(row, "type", lookup.codes("SourceType"))
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", row["language"]):
        raise _Fault("bad-language", "language", found=row["language"])
    if row["sha256"] and not re.fullmatch(r"[0-9a-f]{64}", row["sha256"]):
        raise _Fault("bad-sha256", "sha256", found=row["sha256"])
    for column in ("url", "archived_url"):
        if row[column] and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", row[column]):
            raise _Fault("bad-url", column, found=row[column])
    return Source(
        key=row["key"],
        iri=namer.source(row["key"], Place(row.file, row.number)),
        type=row["type"],
        title=row["title"],
        publisher=_name(row, "publisher", lookup.resolve),
        language=row["language"],
        retrieved=_day(row, "retrieved"),
        published=_edtf(row, "published") or None,
        url=row["url"],
        licence=row["licence"],
        sha256=row["sha256"],
        archived_url=row["archived_url"],
    )


def _claim(row: Row, dataset: Dataset, namer: Namer, known: dict[str, Source], lookup: Lookup) -> Claim:
    _need(row, "key", "source", "subject", "kind", "status", "modality", "basis")
    source = known.get(row["source"])
    if not source:
        raise _Fault("missing-source", "source", found=row["source"])
    _code(row, "modality", terms.MODALITIES)
    _code(row, "basis", ("stated", "inferred"))
    for column, scheme in (("method", "Method"), ("inference", "Inference")):
        if row[column]:
            _code(row, column, lookup.codes(scheme))
    if (row["basis"] == "inferred") != bool(row["inference"]):
        raise _Fault("inference-basis", "inference", found=row["inference"] or row["basis"])
    if bool(row["withdrawn_at"]) != bool(row["withdrawn_reason"]):
        raise _Fault("withdrawal-incomplete", "withdrawn_at", found=row["withdrawn_at"] or row["withdrawn_reason"])
    said = said_at(_edtf(row, "as_of") or source.published)
    asserter = row["asserted_by"]
    return Claim(
        iri=namer.row("claim", source.key, row["key"]),
        situation=namer.row("situation", source.key, row["key"]),
        source=source,
        phase=_phase(row, namer, said, source.retrieved, lookup),
        evidence=_evidence(row, source, f"{dataset.name}/claims.csv"),
        modality=row["modality"],
        asserted_by=terms.MIR + "unknown"
        if asserter == "unknown"
        else _name(row, "asserted_by", lookup.resolve)
        if asserter
        else source.publisher,
        basis=row["basis"],
        method=row["method"] or "table",
        said=said,
        recorded_at=_day(row, "recorded_at") if row["recorded_at"] else dataset.recorded_on,
        recorded_by=row["recorded_by"] or dataset.recorded_by,
        inference=row["inference"],
        withdrawn_at=_day(row, "withdrawn_at") if row["withdrawn_at"] else None,
        withdrawn_reason=row["withdrawn_reason"],
        confidence=_confidence(row),
        note=row["note"],
    )


def _phase(row: Row, namer: Namer, said: Said, retrieved: date, lookup: Lookup) -> Phase:
    _code(row, "kind", tuple(terms.KIND_FAMILY))
    _code(row, "status", tuple(terms.STATUS_AXIS))
    if row["axis"] and row["axis"] != terms.STATUS_AXIS[row["status"]]:
        raise _Fault("axis-status", "axis", found=row["axis"], expected=terms.STATUS_AXIS[row["status"]])
    if bool(row["partner"]) == bool(row["territory"]):
        raise _Fault("partner-or-territory", "partner", found=row["partner"])
    parties = [_name(row, "subject", lookup.resolve)]
    if row["partner"]:
        parties.append(_name(row, "partner", lookup.resolve))
    if len(set(parties)) < len(parties):
        raise _Fault("own-partner", "partner", found=row["partner"])
    territory = _name(row, "territory", lookup.country) if row["territory"] else None
    since, until = _edtf(row, "since", times.span), _edtf(row, "until", times.span)
    bounds, inferred = valid_time(since, until, said, retrieved)
    _in_order(row, bounds)
    return Phase(
        cooperation=namer.cooperation(
            terms.KIND_FAMILY[row["kind"]],
            [iri.rpartition("/")[2] for iri in [*parties, *([territory] if territory else [])]],
            Place(row.file, row.number),
        ),
        parties=tuple(parties),
        territory=territory,
        kind=row["kind"],
        status=row["status"],
        edtf=f"{since}/{until}" if since or until else "",
        bounds=bounds,
        interpreted_by=inferred,
        deciding_body=row["deciding_body"],
        initiator=row["initiator"],
        reason=row["reason"],
    )


def _in_order(row: Row, bounds: Bounds) -> None:
    for column, first, second in (
        ("until", bounds.earliest_begin, bounds.latest_end),
        ("until", bounds.earliest_end, bounds.latest_end),
    ):
        if first and second and first > second:
            raise _Fault("end-before-begin", column, found=row["until"], expected=row["since"])


def _evidence(row: Row, source: Source, file: str) -> Evidence:
    if not row["phrase"]:
        if row["start"] or row["end"]:
            raise _Fault("offsets-without-phrase", "phrase", found=row["start"] or row["end"])
        return Evidence(file, row.number)
    if not source.sha256:
        raise _Fault("phrase-without-snapshot", "phrase", found=row["phrase"], expected=source.key)
    if len(row["phrase"].split()) > MAX_WORDS:
        raise _Fault("phrase-too-long", "phrase", found=len(row["phrase"].split()), limit=MAX_WORDS)
    if not (row["start"].isascii() and row["start"].isdigit() and row["end"].isascii() and row["end"].isdigit()):
        raise _Fault("phrase-without-offsets", "start", found=row["start"])
    start, end = int(row["start"]), int(row["end"])
    if end - start != len(row["phrase"]):
        raise _Fault("offsets-length", "end", found=end, expected=start + len(row["phrase"]))
    return Evidence(file, row.number, row["phrase"], start, end)


def _rows(path: Path, columns: Iterable[str], reading: Reading) -> list[Row]:
    table, unknown = rows.read(path, list(columns))
    for name in unknown:
        reading.findings.append(finding("unknown-column", Place(files.shown(path), 1, name), found=name))
    return table


def _refuse(row: Row, fault: _Fault, reading: Reading) -> None:
    reading.findings.append(finding(fault.message, Place(row.file, row.number, fault.column), **fault.facts))


def _need(row: Row, *columns: str) -> None:
    for column in columns:
        if not row[column]:
            raise _Fault("empty-cell", column)


def _code(row: Row, column: str, codes: Iterable[str]) -> None:
    if row[column] not in codes:
        raise _Fault("bad-code", column, found=row[column], expected=", ".join(codes))


def _name(row: Row, column: str, resolve: Callable[[str], str]) -> str:
    try:
        return resolve(row[column])
    except LuleaKGError as error:
        raise _Fault(error.message, column, **error.facts) from error


def _day(row: Row, column: str) -> date:
    try:
        return times.day(row[column])
    except InputError as error:
        raise _Fault(error.message, column, **error.facts) from error


def _edtf(row: Row, column: str, parse: Callable[[str], object] = times.interval) -> str:
    try:
        if row[column]:
            parse(row[column])
    except InputError as error:
        raise _Fault(error.message, column, **error.facts) from error
    return row[column]


def _confidence(row: Row) -> str:
    if row["confidence"] and not re.fullmatch(r"0(\.[0-9]+)?|1(\.0+)?", row["confidence"]):
        raise _Fault("bad-confidence", "confidence", found=row["confidence"])
    return row["confidence"]
