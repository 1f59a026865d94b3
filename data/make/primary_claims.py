"""Claims of twinnings_primary.csv: what a status word means, and what a note changes in it.

A word that says it all is read by `readings`. A row whose note says more or less stands in primary-exceptions.csv: with
a `status` there the row is read exactly so (a claim per line), without one the line only adds to the usual reading.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from primary_sources import Part, Sources
from primary_tables import FILE, HERE, IN_LULEA, Actors, Result, Row, facts_in_lulea, note, read

COLUMNS: Final = tuple(
    "key,source,subject,partner,territory,kind,status,since,until,as_of,modality,asserted_by,basis,inference,method,"
    "deciding_body,initiator,note,file,row".split(",")
)
KINDS: Final = {
    "twin_town": "twin-town",
    "cooperation": "cooperation",
    "contact": "contact",
    "letter_of_intent": "letter-of-intent",
}
ENDINGS: Final = frozenset({"ended", "paused", "suspended", "dormant", "decided", "disputed"})
ARTICLE: Final = frozenset(f"p-00{n}" for n in range(1, 9))
REPEATS: Final = "repeats the article, which data/lulea has in full"


@dataclass(frozen=True)
class Reading:
    """What one claim of a row states."""

    suffix: str
    status: str
    since: str = ""
    until: str = ""
    modality: str = ""


def readings(row: Row) -> list[Reading]:
    """Return what a row states by its status word; a word that needs the note has no reading here."""
    status, start, end = row["status"], row["start"], row["end"]
    if status == "active":
        return [Reading("", "in-force", start, end)]
    if status == "new":
        return [Reading("", "in-force", start)]
    if status == "decided":
        return [Reading("", "agreed", start)]
    if status == "proposed":
        return [Reading("", "agreed", start, modality="proposed")]
    if status == "ended":
        end = "" if may_be_the_report(row) else end
        begun = [Reading("in-force", "in-force", start, end or _until_said(row))] if start else []
        return [*begun, Reading("ended" if begun else "", "ended", end)]
    if status in ("paused", "suspended", "dormant"):
        end = "" if may_be_the_report(row) else end
        activity = "dormant" if status == "dormant" else "paused"
        begun = [Reading("in-force", "in-force", start)] if start else []
        return [*begun, Reading(activity if begun else "", activity, end)]
    return []


def may_be_the_report(row: Row) -> bool:
    """Tell whether the end of a row may be no more than the month of the report."""
    return row["source"].startswith("ekuriren.se 2022-03-02")


def _until_said(row: Row) -> str:
    """Return the span in which something ended that began on a stated day and was over when the source spoke."""
    return f"[{row['start']}..{row['as_of'] or row['retrieved']}]"


class Claims:
    """Reads the rows of the facts into claims."""

    def __init__(self, actors: Actors, sources: Sources) -> None:
        self._actors = actors
        self._sources = sources
        self._in_lulea = facts_in_lulea()
        self._exceptions: dict[str, list[Row]] = defaultdict(list)
        for row in read(HERE / "primary-exceptions.csv"):
            self._exceptions[row["id"]].append(row)

    def of(self, rows: Sequence[Row]) -> Result:
        """Return the claims of all rows, and why a row has none."""
        result = Result()
        for number, row in enumerate(rows, start=2):
            # Also a row that is left out names its parties: data/lulea refers to them.
            parties = self._parties(row, number)
            if reason := self._why_left_out(row):
                result.leave_out(FILE, number, row["claim_id"], reason)
                continue
            result.written += self._claims(row, number, *parties)
            result.accounted["claimed"] += 1
        return result

    def _why_left_out(self, row: Row) -> str:
        if row["claim_id"] in ARTICLE:
            return REPEATS
        if row["claim_id"] in self._in_lulea:
            return IN_LULEA
        return next((each["left_out"] for each in self._exceptions[row["claim_id"]] if each["left_out"]), "")

    def _claims(self, row: Row, number: int, subject: str, partner: str) -> Iterator[dict[str, str]]:
        parts = self._sources.parts(row)
        exact = [each for each in self._exceptions[row["claim_id"]] if each["status"]]
        patch: Row = next((each for each in self._exceptions[row["claim_id"]] if not each["status"]), {})
        for reading, said, part, more in self._read(row, parts, exact, patch):
            # Who decided or wished an end did not do so for the time before it.
            ends: Mapping[str, str] = {} if reading.status == "in-force" and row["status"] in ENDINGS else more
            several = len(parts) > 1 and not exact
            suffix = "-".join(filter(None, [part.suffix if several else "", reading.suffix]))
            yield {
                "key": "-".join(filter(None, [row["claim_id"], suffix])),
                "source": part.key,
                "subject": f"~{subject}",
                "partner": f"~{partner}" if partner else "",
                "territory": "" if partner else row["partner_country"],
                "kind": more.get("kind") or KINDS[row["kind"]],
                "status": reading.status,
                "since": reading.since,
                "until": reading.until,
                "as_of": said,
                "modality": more.get("modality") or reading.modality or "asserted",
                "asserted_by": self._asserter(more.get("asserted_by", "")),
                "basis": "inferred" if more.get("inference") else "stated",
                "inference": more.get("inference", ""),
                "method": "hand-read",
                "deciding_body": ends.get("deciding_body", ""),
                "initiator": ends.get("initiator", ""),
                "note": note(row["claim_id"], row["note"], more.get("why", "")),
                "file": FILE,
                "row": str(number),
            }

    def _read(
        self, row: Row, parts: list[Part], exact: list[Row], patch: Row
    ) -> Iterator[tuple[Reading, str, Part, Row]]:
        for each in exact:
            part = next((part for part in parts if part.suffix and each["suffix"].startswith(part.suffix)), parts[0])
            reading = Reading(each["suffix"], each["status"], each["since"], each["until"], each["modality"])
            yield reading, each["as_of"] or part.published, part, each
        if exact:
            return
        for part in parts:
            for reading in readings(row):
                since = "" if patch.get("since") == "-" else reading.since
                until = "" if patch.get("until") == "-" else reading.until
                changed = Reading(reading.suffix, reading.status, since, until, reading.modality)
                yield changed, part.published, part, patch

    def _asserter(self, name: str) -> str:
        if not name or name == "unknown":
            return name
        if name == "Dagens Nyheter":
            self._sources.publishers["publisher-dagens-nyheter"] = name
            return "~publisher-dagens-nyheter"
        (key,) = {key for (known, _), key in self._actors.keys.items() if known == name}
        return f"~{key}"

    def _parties(self, row: Row, number: int) -> tuple[str, str]:
        """Return the keys of both parties, "" for one that the source does not name."""
        names = [(row[f"{side}_name"], row[f"{side}_country"]) for side in ("listed_by", "partner")]
        one, other = (self._actors.meet(name, FILE, number) if name[0] else "" for name in names)
        return one, other
