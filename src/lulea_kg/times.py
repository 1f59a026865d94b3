"""EDTF texts and the calendar days they allow.

Covers what municipal sources state: a day, month, year, decade (197X) or season (2020-23), the same without a year
(XXXX-04-16), one of a range ([2020-06-17..2020-11-30]), intervals with an unknown side ("1972/"), and the marks
? ~ % for what a source itself calls uncertain. Source: Extended Date/Time Format (EDTF) specification, Library of
Congress, 2019. A date without year, or with a mark, is kept as stated and gives no bounds: nothing is guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lulea_kg.errors import InputError

_DATE = re.compile(r"([0-9]{4}|[0-9]{3}X|XXXX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
UNDATED = {"en": "undated", "sv": "odaterad"}
BY_UNDATED = {"en": "by an undated source", "sv": "i en odaterad källa"}
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}


@dataclass(frozen=True)
class Span:
    """The days an EDTF date allows, both inclusive; None where it allows no day to be named."""

    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class Bounds:
    """The four bounds of a situation's valid time; None means unknown, never infinity."""

    earliest_begin: date | None = None
    latest_begin: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None

    def present(self) -> list[date]:
        """Return the bounds that are known, in no order."""
        return [day for day in (self.earliest_begin, self.latest_begin, self.earliest_end, self.latest_end) if day]


def day(text: str) -> date:
    """Return the calendar day of `text` (YYYY-MM-DD); raise InputError for anything less, as a year is not a day."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError("bad-day", found=text)


def span(edtf: str) -> Span:
    """Return the first and last day an EDTF date allows.

    Raises InputError when `edtf` is not a date of the forms this module's head lists.

    >>> span("2022-09")
    Span(earliest=datetime.date(2022, 9, 1), latest=datetime.date(2022, 9, 30))
    >>> span("XXXX-04-16")
    Span(earliest=None, latest=None)
    """
    if match := re.fullmatch(r"\[([^\[\]]+)\.\.([^\[\]]+)\]", edtf):
        return _range(edtf, match[1], match[2])
    match = _DATE.fullmatch(edtf)
    if not match:
        raise InputError("bad-edtf", found=edtf)
    year, month, day_of_month, mark = match.groups()
    try:
        first, last = _first_and_last(year, month, day_of_month)
    except ValueError as error:
        raise InputError("bad-edtf", found=edtf) from error
    return Span(None, None) if mark or year == "XXXX" else Span(first, last)


def interval(edtf: str) -> Bounds:
    """Return the bounds of an EDTF interval "since/until" or of a single date; an empty or open side gives none.

    >>> interval("1972/").latest_begin
    datetime.date(1972, 12, 31)
    """
    since, slash, until = edtf.partition("/")
    if not slash:
        only = span(edtf)
        return Bounds(only.earliest, only.latest, only.earliest, only.latest)
    begin = span(since) if since not in ("", "..") else Span(None, None)
    end = span(until) if until not in ("", "..") else Span(None, None)
    return Bounds(begin.earliest, begin.latest, end.earliest, end.latest)


def said(edtf: str) -> tuple[date | None, date | None]:
    """Return the first and last day on which something of this EDTF date was said; None where no day can be named."""
    bounds = interval(edtf)
    return bounds.earliest_begin, bounds.latest_end


def is_season(edtf: str) -> bool:
    """Tell whether the months of an EDTF date are those of a season, which is a convention and not a statement."""
    match = _DATE.fullmatch(edtf)
    return bool(match and match[2] and int(match[2]) in _SEASON_MONTHS)


def in_words(edtf: str, lang: str) -> str:
    """Return an EDTF date as people read it: a set of days as "between … and …", an interval as "… to …".

    >>> in_words("[2020-06-17..2020-11-30]", "sv")
    'mellan 2020-06-17 och 2020-11-30'
    """
    between = "mellan {} och {}" if lang == "sv" else "between {} and {}"
    if match := re.fullmatch(r"\[([^\[\]]+)\.\.([^\[\]]+)\]", edtf):
        return between.format(*match.groups())
    if match := re.fullmatch(r"([0-9X-]+)/([0-9X-]+)", edtf):
        return (" till " if lang == "sv" else " to ").join(dict.fromkeys(match.groups()))
    return edtf


def _range(edtf: str, first: str, last: str) -> Span:
    begin, end = span(first), span(last)
    if begin.earliest and end.latest and begin.earliest > end.latest:
        raise InputError("bad-edtf", found=edtf)
    return Span(begin.earliest, end.latest)


def _first_and_last(year: str, month: str | None, day_of_month: str | None) -> tuple[date, date]:
    """Return the first and last day; a date without a year is tried in a leap year, so that 29 February passes."""
    low = int(year.replace("XXXX", "2000").replace("X", "0"))
    high = int(year.replace("XXXX", "2000").replace("X", "9"))
    if low == 0 or (low != high and month):
        raise ValueError(year)
    if not month:
        return date(low, 1, 1), date(high, 12, 31)
    if int(month) in _SEASON_MONTHS:
        if day_of_month:
            raise ValueError(month)
        begin, end = _SEASON_MONTHS[int(month)]
        return date(low, begin, 1), _month_end(low if end > begin else low + 1, end)
    if day_of_month:
        only = date(low, int(month), int(day_of_month))
        return only, only
    return date(low, int(month), 1), _month_end(low, int(month))


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def day_after(moment: date) -> date:
    """Return the next day; the last day of the calendar is its own next, so that arithmetic never overflows."""
    return moment if moment == date.max else moment + timedelta(days=1)
