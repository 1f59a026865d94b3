"""The spell of each relation: between which days it began and ended, and what ended it, for the study of durations.

Pure: statements and known states in, one spell per relation out. Begin and end are intervals, because sources give
years, or only say that a relation stood on some day: what is not bounded on one side has no bound there. Sources that
differ widen the interval; which is right is not decided here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from lulea_kg.timeline import ENDINGS, KnownState, Statement
from lulea_kg.times import Bounds

# What ended a relation, by the state it is in on the day: nothing, where no source says so.
EVENTS: Final = {"ended": "decided", "lapsed": "expired", "paused": "paused"}
UNLISTED: Final = "unlisted"


@dataclass(frozen=True)
class Spell:
    """One relation's beginning and end, as intervals that may be open on either side, and what ended it ("": nothing).

    Where nothing ended it, the end has an earliest day only: the last on which some source has it in force or listed.
    """

    relation: str
    kind: str
    bounds: Bounds
    event: str
    claims: tuple[str, ...]


def spells(
    statements: Iterable[Statement], states: Iterable[KnownState], missing: dict[str, tuple[date, date]], day: date
) -> Iterator[Spell]:
    """Yield the spell of every relation that somebody has said to stand or to be over, as it looks on `day`.

    `states` are the known states of any days, `missing` the relations of which only lists speak that a later list
    leaves out: the day they were last listed and the day of that list.
    """
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if not statement.denied and statement.bounds.present():
            said[statement.relation].append(statement)
    now: dict[str, list[KnownState]] = defaultdict(list)
    for state in states:
        if state.first <= day and (state.last is None or day <= state.last):
            now[state.relation].append(state)
    for relation in sorted(said):
        standing = [s for s in said[relation] if s.status in ("in-force", "listed")]
        if standing or any(s.status in ENDINGS for s in said[relation]):
            yield _spell(relation, said[relation], standing, now[relation], missing.get(relation))


def _spell(
    relation: str,
    said: Collection[Statement],
    standing: Collection[Statement],
    now: Collection[KnownState],
    missing: tuple[date, date] | None,
) -> Spell:
    status = next((status for status in EVENTS if any(state.status == status for state in now)), "")
    if status == "paused" and not any(state.status == "in-force" for state in now):
        status = ""
    claims = {claim for state in now if state.status == status for claim in state.supported_by}
    ending = [s.bounds for s in said if s.claim in claims]
    begin = _begin([s.bounds for s in standing])
    if ending:
        end = _end(ending, [s.bounds for s in standing])
    elif missing and all(s.status == "listed" for s in said):
        status, end = UNLISTED, missing
    else:
        end = _last_word([s.bounds for s in standing])
    # What ended by a day began by that day, however late it was first spoken of.
    latest_begin = _least((begin[1], end[1]))
    # A begin that is stated to lie after the end is another's word against it: then no earliest day is known.
    earliest_begin = begin[0] if begin[0] and latest_begin and begin[0] <= latest_begin else None
    newest = max(said, key=lambda s: (s.said or (date.min, date.min), s.claim))
    kinds = [state.kind for value in (status, "in-force", "listed") for state in now if state.status == value]
    told = tuple(sorted(s.claim for s in said))
    bounds, event = Bounds(earliest_begin, latest_begin, *end), EVENTS.get(status, status)
    return Spell(relation, [*kinds, newest.kind][0], bounds, event, told)


def _begin(standing: Collection[Bounds]) -> tuple[date | None, date | None]:
    """Return between which days it began: as stated, else at the latest when it was first said to stand."""
    stated = [bounds for bounds in standing if bounds.earliest_begin]
    if stated:
        return _least(b.earliest_begin for b in stated), _greatest(b.latest_begin for b in stated)
    return None, _least(b.latest_begin for b in standing)


def _end(ending: Collection[Bounds], standing: Collection[Bounds]) -> tuple[date | None, date | None]:
    """Return between which days it ended: as stated, else after it was last said to stand."""
    stated = [bounds for bounds in ending if bounds.earliest_begin]
    if stated:
        return _least(b.earliest_begin for b in stated), _greatest(b.latest_begin for b in stated)
    latest = _least(b.latest_begin for b in ending)
    return _greatest(b.earliest_end for b in standing if b.earliest_end and latest and b.earliest_end <= latest), latest


def _last_word(standing: Collection[Bounds]) -> tuple[date | None, date | None]:
    """Return an end that sources give beside the begin, without saying how; else the last day it is said to stand."""
    over = [bounds for bounds in standing if bounds.latest_end]
    if over and all(b.latest_end for b in standing):
        return _least(b.earliest_end for b in over), _greatest(b.latest_end for b in over)
    # An undated source names no day on which it stood: it may have spoken on any day until it was read.
    return _greatest(b.earliest_end for b in standing), None


def _least(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _greatest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
