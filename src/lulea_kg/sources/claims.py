"""Claims from tables: sources, claims and memberships of a dataset.

A row that cannot be used is a finding with file, row and column; the others are read on, so that a publisher sees
every fault at once. The bounds of a phase follow one rule, `valid_time`.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from lulea_kg import terms, times
from lulea_kg.iris import Namer
from lulea_kg.model import Claim, Dataset, Evidence, Identity, Phase, Reading, Said, Source
from lulea_kg.rows import Row
from lulea_kg.sources import cells
from lulea_kg.sources.cells import Fault, Lookup
from lulea_kg.sources.tables import Tables
from lulea_kg.times import Bounds

MAX_WORDS: Final = 12


def sources(tables: Tables, namer: Namer, lookup: Lookup, reading: Reading) -> dict[str, Source]:
    """Return the sources of a dataset by their key; faults go to `reading`."""
    found: dict[str, Source] = {}
    for row in tables.rows("sources", reading):
        try:
            if row["key"] in found:
                raise Fault("duplicate-id", "key", found=row["key"])
            found[row["key"]] = source = _source(row, namer, lookup)
            reading.places[source.iri] = row.place()
        except Fault as fault:
            cells.refuse(row, fault, reading)
            reading.refused.add(row["key"])
    return found


def claims(
    tables: Tables, dataset: Dataset, namer: Namer, known: dict[str, Source], lookup: Lookup, reading: Reading
) -> Iterator[Claim]:
    """Yield the claims of a dataset's claims and memberships; faults go to `reading`."""
    seen: set[str] = set()
    for row in _claim_rows(tables, reading):
        # A fault of the source has been told once; each of its claims would only tell it again.
        if row["source"] in reading.refused:
            continue
        try:
            claim = _claim(row, dataset, namer, known, lookup)
            note(claim, row, seen, reading)
            yield claim
        except Fault as fault:
            cells.refuse(row, fault, reading)


def note(claim: Claim, row: Row, seen: set[str], reading: Reading) -> None:
    """Note where a claim and what it states stand; raise Fault for a row key of its source that was used before."""
    if claim.iri in seen:
        raise Fault("duplicate-id", "key", found=row["key"])
    seen.add(claim.iri)
    reading.places[claim.iri] = reading.places[claim.situation] = row.place()
    if isinstance(claim.states, Phase):
        reading.places.setdefault(claim.states.cooperation, row.place())


def _claim_rows(tables: Tables, reading: Reading) -> Iterator[Row]:
    """Yield the rows of the claims table, and memberships as the claims they are: of a member, with a network."""
    yield from tables.rows("claims", reading)
    for row in tables.rows("memberships", reading):
        row.cells["subject"], row.cells["partner"] = row["member"], row["network"]
        row.cells["kind"] = row["kind"] or "network-membership"
        yield row


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
    cells.need(row, "key", "type", "title", "publisher", "retrieved", "language")
    if not re.fullmatch(r"[^\s/#?+:~]+", row["key"]):
        raise Fault("bad-row-key", "key", found=row["key"])
    cells.one_of(row, "type", lookup.codes("SourceType"))
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", row["language"]):
        raise Fault("bad-language", "language", found=row["language"])
    if row["sha256"] and not re.fullmatch(r"[0-9a-f]{64}", row["sha256"]):
        raise Fault("bad-sha256", "sha256", found=row["sha256"])
    for column in ("url", "archived_url"):
        if row[column] and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", row[column]):
            raise Fault("bad-url", column, found=row[column])
    return Source(
        key=row["key"],
        iri=namer.source(row["key"], row.place()),
        type=row["type"],
        title=row["title"],
        publisher=cells.name(row, "publisher", lookup.resolve),
        language=row["language"],
        retrieved=cells.day(row, "retrieved"),
        published=cells.edtf(row, "published") or None,
        url=row["url"],
        licence=row["licence"],
        sha256=row["sha256"],
        archived_url=row["archived_url"],
    )


def _claim(row: Row, dataset: Dataset, namer: Namer, known: dict[str, Source], lookup: Lookup) -> Claim:
    cells.need(row, "key", "source", "subject", "kind", "status")
    source = spoken(row, known)
    said = said_at(cells.edtf(row, "as_of") or source.published)
    phase = _phase(row, namer, said, source.retrieved, lookup)
    return stated(row, dataset, namer, source, said, phase, lookup)


def spoken(row: Row, known: dict[str, Source]) -> Source:
    """Return the source a row names; raise Fault when there is none of that key."""
    if row["source"] not in known:
        raise Fault("missing-source", "source", found=row["source"])
    return known[row["source"]]


def stated(
    row: Row, dataset: Dataset, namer: Namer, source: Source, said: Said, states: Phase | Identity, lookup: Lookup
) -> Claim:
    """Return the claim of a row that states a situation: who says so, how, on what evidence; raise Fault."""
    modality, basis = row["modality"] or "asserted", row["basis"] or "stated"
    for column, codes in (("modality", terms.MODALITIES), ("basis", ("stated", "inferred"))):
        if row[column]:
            cells.one_of(row, column, codes)
    for column, scheme in (("method", "Method"), ("inference", "Inference")):
        if row[column]:
            cells.one_of(row, column, lookup.codes(scheme))
    if (basis == "inferred") != bool(row["inference"]):
        raise Fault("inference-basis", "inference", found=row["inference"] or basis)
    if bool(row["withdrawn_at"]) != bool(row["withdrawn_reason"]):
        raise Fault("withdrawal-incomplete", "withdrawn_at", found=row["withdrawn_at"] or row["withdrawn_reason"])
    asserter = row["asserted_by"]
    return Claim(
        iri=namer.row("claim", source.key, row["key"]),
        situation=namer.row("situation", source.key, row["key"]),
        source=source,
        states=states,
        evidence=_evidence(row, source, dataset),
        modality=modality,
        asserted_by=terms.MIR + "unknown"
        if asserter == "unknown"
        else cells.name(row, "asserted_by", lookup.resolve)
        if asserter
        else source.publisher,
        basis=basis,
        method=row["method"] or "table",
        said=said,
        recorded_at=cells.day(row, "recorded_at") if row["recorded_at"] else dataset.recorded_on,
        recorded_by=row["recorded_by"] or dataset.recorded_by,
        inference=row["inference"],
        withdrawn_at=cells.day(row, "withdrawn_at") if row["withdrawn_at"] else None,
        withdrawn_reason=row["withdrawn_reason"],
        confidence=_confidence(row),
        note=row["note"],
    )


def _phase(row: Row, namer: Namer, said: Said, retrieved: date, lookup: Lookup) -> Phase:
    cells.one_of(row, "kind", tuple(terms.KIND_FAMILY))
    cells.one_of(row, "status", tuple(terms.STATUS_AXIS))
    if row["axis"] and row["axis"] != terms.STATUS_AXIS[row["status"]]:
        raise Fault("axis-status", "axis", found=row["axis"], expected=terms.STATUS_AXIS[row["status"]])
    if bool(row["partner"]) == bool(row["territory"]):
        raise Fault("partner-or-territory", "partner", found=row["partner"])
    parties = [cells.name(row, "subject", lookup.resolve)]
    if row["partner"]:
        parties.append(cells.name(row, "partner", lookup.resolve))
    if len(set(parties)) < len(parties):
        raise Fault("own-partner", "partner", found=row["partner"])
    territory = cells.name(row, "territory", lookup.country) if row["territory"] else None
    if row["role"]:
        cells.one_of(row, "role", lookup.codes("Role"))
    since, until = cells.edtf(row, "since", times.span), cells.edtf(row, "until", times.span)
    bounds, inferred = valid_time(since, until, said, retrieved)
    _in_order(row, bounds)
    return Phase(
        cooperation=namer.cooperation(
            terms.KIND_FAMILY[row["kind"]],
            [iri.rpartition("/")[2] for iri in [*parties, *([territory] if territory else [])]],
            row.place(),
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
        role=row["role"],
        listed_under=parties[0] if row["status"] == "listed" else "",
    )


def _in_order(row: Row, bounds: Bounds) -> None:
    for column, first, second in (
        ("until", bounds.earliest_begin, bounds.latest_end),
        ("until", bounds.earliest_end, bounds.latest_end),
    ):
        if first and second and first > second:
            raise Fault("end-before-begin", column, found=row["until"], expected=row["since"])


def _evidence(row: Row, source: Source, dataset: Dataset) -> Evidence:
    file, number = cells.origin(row, dataset)
    if not row["phrase"]:
        if row["start"] or row["end"]:
            raise Fault("offsets-without-phrase", "phrase", found=row["start"] or row["end"])
        return Evidence(file, number)
    if not source.sha256:
        raise Fault("phrase-without-snapshot", "phrase", found=row["phrase"], expected=source.key)
    if len(row["phrase"].split()) > MAX_WORDS:
        raise Fault("phrase-too-long", "phrase", found=len(row["phrase"].split()), limit=MAX_WORDS)
    if not (row["start"].isascii() and row["start"].isdigit() and row["end"].isascii() and row["end"].isdigit()):
        raise Fault("phrase-without-offsets", "start", found=row["start"])
    start, end = int(row["start"]), int(row["end"])
    if end - start != len(row["phrase"]):
        raise Fault("offsets-length", "end", found=end, expected=start + len(row["phrase"]))
    return Evidence(file, number, row["phrase"], start, end)


def _confidence(row: Row) -> str:
    if row["confidence"] and not re.fullmatch(r"0(\.[0-9]+)?|1(\.0+)?", row["confidence"]):
        raise Fault("bad-confidence", "confidence", found=row["confidence"])
    return row["confidence"]
