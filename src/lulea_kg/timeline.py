"""What is known of each relation on each day: claims in, known states out. Pure: no store, no clock.

The rules stand in docs/model.md under "Grades". In short, for one relation, one axis and a value v, on day D:
definite when D lies in a claim's core, bracketed between two claims of v that no other value comes between, possible
in a claim's window, carried after the last word when nothing has contradicted it since; else nothing is known.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Final

from lulea_kg.terms import STATUS_AXIS
from lulea_kg.times import Bounds, day_after, span

ENDINGS: Final = ("ended", "lapsed")
# Agreed and then in force is one story told twice, never a contradiction.
SUCCESSION: Final = frozenset({"agreed", "in-force"})


@dataclass(frozen=True)
class Statement:
    """One claim about one relation's status, reduced to what decides grades. IRIs as text, EDTF as stated.

    `said` holds the first and last day the source may have spoken, None when it is undated. `rank` is the place in
    the order of precedence, 1 being a decision of a party.
    """

    claim: str
    relation: str
    status: str
    kind: str
    bounds: Bounds
    source: str
    asserter: str
    said: tuple[date, date] | None = None
    said_at: str = ""
    since: str = ""
    until: str = ""
    denied: bool = False
    decision: bool = False
    rank: int = 9

    @cached_property
    def window(self) -> tuple[date, date]:
        """The smallest and the largest bound present."""
        present = self.bounds.present()
        return min(present), max(present)

    @cached_property
    def core(self) -> tuple[date, date] | None:
        """The days on which the value certainly held, when the claim names any."""
        begin, end = self.bounds.latest_begin, self.bounds.earliest_end
        return (begin, end) if begin and end and begin <= end else None

    @property
    def spoken(self) -> date:
        """The first day the source may have spoken; for an undated one, the first day it speaks of."""
        return self.said[0] if self.said else self.window[0]

    @property
    def states_end(self) -> bool:
        """Whether the claim says that, or when, the value ceased to hold."""
        return bool(self.until or self.bounds.latest_end)


@dataclass(frozen=True)
class KnownState:
    """What is known of one value of one relation on every day from `first` to `last` (None: open), inclusive."""

    relation: str
    status: str
    kind: str
    first: date
    last: date | None
    grade: str
    disputed: bool
    last_confirmed: str
    since: str
    until: str
    supported_by: tuple[str, ...]
    best_support: str
    named_kinds: tuple[str, ...] = ()


def known_states(statements: Iterable[Statement]) -> Iterator[KnownState]:
    """Yield the known states of every relation and axis, one per maximal run of days on which nothing changes."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.bounds.present():
            groups[statement.relation, STATUS_AXIS[statement.status]].append(statement)
    for key in sorted(groups):
        yield from _runs(sorted(groups[key], key=lambda s: s.claim))


def on(states: Iterable[KnownState], day: date) -> list[KnownState]:
    """Return the states that hold on `day`."""
    return [state for state in states if state.first <= day and (state.last is None or day <= state.last)]


def _runs(statements: Sequence[Statement]) -> Iterator[KnownState]:
    """Evaluate once per span between two days on which any comparison can change, and join equal neighbours."""
    days = sorted(_turning_points(statements))
    running: dict[str, KnownState] = {}
    for index, first in enumerate(days):
        last = days[index + 1] - timedelta(days=1) if index + 1 < len(days) else None
        states = {state.status: state for state in _states(statements, first, last)}
        for status in sorted(running.keys() | states.keys()):
            old, new = running.get(status), states.get(status)
            if old and new and replace(old, first=new.first, last=new.last) == new:
                running[status] = replace(old, last=new.last)
                continue
            if old:
                yield running.pop(status)
            if new:
                running[status] = new
    yield from (running[status] for status in sorted(running))


def _turning_points(statements: Sequence[Statement]) -> set[date]:
    points: set[date] = set()
    for statement in statements:
        for first, last in filter(None, (statement.window, statement.core)):
            points |= {first, day_after(last)}
        if statement.said:
            points.add(statement.said[0])
    return points


def _states(statements: Sequence[Statement], day: date, last: date | None) -> Iterator[KnownState]:
    positive = [s for s in statements if not s.denied]
    support: dict[str, tuple[str, list[Statement]]] = {}
    for status in sorted({s.status for s in positive}):
        grade, supporting = _grade(status, positive, day)
        if grade:
            support[status] = grade, supporting
    for status, (grade, supporting) in support.items():
        best = _best(supporting, day)
        alike = [s for s in supporting if s.kind == best.kind]
        yield KnownState(
            relation=best.relation,
            status=status,
            kind=best.kind,
            first=day,
            last=last,
            grade=grade,
            disputed=_denied(status, statements, day) or _contradicted(status, support),
            last_confirmed=_last_confirmed(supporting, day),
            since=_stated(alike, lambda s: s.since),
            until=_stated(alike, lambda s: s.until),
            supported_by=tuple(sorted(s.claim for s in supporting)),
            best_support=best.claim,
            named_kinds=tuple(sorted({s.kind for s in supporting})),
        )


def _grade(status: str, positive: Sequence[Statement], day: date) -> tuple[str, list[Statement]]:
    """Return the grade of a value on a day ("" when nothing is known) and the claims that speak for it then."""
    own = [s for s in positive if s.status == status]
    others = [s for s in positive if s.status != status]
    dated, rivals = [s for s in own if s.said], [s for s in others if s.said]
    core = [s for s in dated if s.core and s.core[0] <= day <= s.core[1]]
    bracket = _bracket(dated, rivals, day)
    window = [s for s in dated if s.window[0] <= day <= s.window[1]]
    carried = [s for s in dated if _carries(s, rivals, day)]
    # What an undated source says gives way once a dated one has said something else.
    undated = [s for s in own if not s.said and not any(r.window[0] <= day for r in rivals)]
    vague = [s for s in undated if s.window[0] <= day <= s.window[1]]
    kept = [s for s in undated if _carries(s, others, day)]
    grade = (
        "definite" if core
        else "bracketed" if bracket
        else "possible" if window or (vague and not carried)
        else "carried" if carried or kept
        else ""
    )  # fmt: skip
    return grade, list(dict.fromkeys([*window, *bracket, *carried, *vague, *kept]))


def _bracket(own: Sequence[Statement], others: Sequence[Statement], day: date) -> list[Statement]:
    """Return the nearest claim before and after the day, when no other value's window touches the span between."""
    before = max((s for s in own if s.window[1] < day and not s.states_end), key=lambda s: s.window[1], default=None)
    after = min((s for s in own if s.window[0] > day), key=lambda s: s.window[0], default=None)
    if not before or not after:
        return []
    first, last = before.window[1], after.window[0]
    return [] if any(o.window[0] <= last and first <= o.window[1] for o in others) else [before, after]


def _carries(statement: Statement, others: Sequence[Statement], day: date) -> bool:
    """Tell whether a claim wholly before the day still stands: it states no end, and no other value came after it."""
    if statement.window[1] >= day or statement.states_end:
        return False
    later = (o for o in others if statement.window[1] < o.window[0] <= day)
    if statement.status in ENDINGS:
        return not any(o.status in ENDINGS or _begins_anew(o, statement) for o in later)
    return not any(True for _ in later)


def _begins_anew(other: Statement, ending: Statement) -> bool:
    """Tell whether a claim states a new beginning after an end, and does not merely repeat what was so before."""
    begin = other.bounds.earliest_begin
    return other.decision or (begin is not None and begin > ending.window[1])


def _denied(status: str, statements: Sequence[Statement], day: date) -> bool:
    """Tell whether someone has denied the value by this day and not affirmed it since."""
    own = [s for s in statements if s.status == status and s.window[0] <= day]
    return any(
        not any(
            affirmed.asserter == denial.asserter and affirmed.asserter and affirmed.kind == denial.kind
            for affirmed in own
            if not affirmed.denied and denial.spoken < affirmed.spoken <= day
        )
        for denial in own
        if denial.denied
    )


def _contradicted(status: str, support: dict[str, tuple[str, list[Statement]]]) -> bool:
    """Tell whether another source or asserter speaks for another value of the same day.

    Two values that one source gives for a change known only to a month or year do not contradict each other.
    """
    mine = support[status][1]
    for other, (_, theirs) in support.items():
        if other == status or {status, other} == SUCCESSION:
            continue
        both = {s.source for s in mine} & {s.source for s in theirs}
        if any(a.source not in both and b.source not in both for a in mine for b in theirs):
            return True
        if any(a.source == b.source and a.asserter != b.asserter for a in mine for b in theirs):
            return True
    return False


def _last_confirmed(supporting: Sequence[Statement], day: date) -> str:
    heard = [s for s in supporting if s.said and s.said[0] <= day]
    return max(heard, key=lambda s: (s.said or (date.min, date.min), s.said_at)).said_at if heard else ""


def _stated(supporting: Sequence[Statement], part: Callable[[Statement], str]) -> str:
    """Return since or until of the highest-ranked claim that states one, then the more precise, then the newest."""
    stating = [s for s in supporting if part(s)]
    return part(min(stating, key=lambda s: (s.rank, _width(part(s)), *_newest(s)))) if stating else ""


@cache
def _width(edtf: str) -> int:
    """Return how many days an EDTF date leaves open: the fewer, the more precise."""
    days = span(edtf)
    return (days.latest - days.earliest).days if days.earliest and days.latest else date.max.toordinal()


def _best(supporting: Sequence[Statement], day: date) -> Statement:
    """Return the claim to show: first in precedence, dated, speaking of the day itself, said by then, and newest."""

    def order(s: Statement) -> tuple[object, ...]:
        covers = s.window[0] <= day <= s.window[1]
        return s.rank, not s.said, not covers, not (s.said and s.said[0] <= day), *_newest(s)

    return min(supporting, key=order)


def _newest(statement: Statement) -> tuple[int, str]:
    return -(statement.said[1].toordinal() if statement.said else 0), statement.claim
