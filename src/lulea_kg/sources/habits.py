"""Excel's habits, met: what a cell was meant to hold before Excel made a day, a number or a label of it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from lulea_kg.sources.sheets import Column, Holds
from lulea_kg.sources.spreadsheet import Value

# Excel's day 0, such that day 61 is 1 March 1900: earlier days are a day off in Excel itself.
_DAY_0: Final = date(1899, 12, 30)
_YEARS: Final = range(1000, 3000)
_LAST_SERIAL: Final = 2_958_465
_LENGTHS: Final = {"scb": 4, "county": 2, "ehak": 4}
_UNKNOWN: Final = {"okänt", "okänd", "unknown", "?"}


def text(value: Value) -> str:
    """Return a value as text: whole numbers without a decimal point, days in ISO form, letters in NFC."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    found = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return found if unicodedata.is_normalized("NFC", found) else unicodedata.normalize("NFC", found)


def cell(value: Value, column: Column, labels: Mapping[str, str]) -> tuple[str, str]:
    """Return what a cell of a column holds, and the message that tells of a guess, "" when nothing was guessed.

    `labels` gives the code of each label of the column's choice, in folded letters.
    """
    if column.holds in (Holds.DATE, Holds.DAY):
        return _day(value)
    found = text(value)
    if column.holds is Holds.NUMBER:
        return _number(found), ""
    if column.holds is Holds.CHOICE:
        return labels.get(folded(found), found), ""
    if column.holds is Holds.KEY or (column.holds is Holds.NAME and found.startswith("~")):
        return _told(found, re.sub(r"^(~?se-)([0-9]{1,3})$", lambda m: m[1] + m[2].zfill(4), found))
    if column.holds is Holds.NAME and isinstance(value, float):
        return _told(found, found.zfill(4))
    return found, ""


def code(found: str, scheme: str) -> tuple[str, str]:
    """Return a code of a register with its leading zeros, and the message that tells of them.

    >>> code("114", "scb")
    ('0114', 'zeros-restored')
    """
    return _told(found, found.zfill(_LENGTHS.get(scheme, 0)) if found.isdigit() else found)


def folded(label: str) -> str:
    """Return a label as labels are compared."""
    return " ".join(label.casefold().split())


def _told(found: str, restored: str) -> tuple[str, str]:
    return restored, "zeros-restored" if restored != found else ""


def _day(value: Value) -> tuple[str, str]:
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        # No twinning is as old as that: 1978, typed into a cell that shows days, is 31 May 1905.
        year = (day - _DAY_0).days
        return (str(year), "year-as-date") if year in _YEARS else (day.isoformat(), "")
    found = text(value)
    if isinstance(value, float) and _YEARS.stop <= value <= _LAST_SERIAL:
        return (_DAY_0 + timedelta(days=int(value))).isoformat(), ""
    if re.fullmatch(r"(1[0-9]|20)[0-9]{6}", found):
        return f"{found[:4]}-{found[4:6]}-{found[6:]}", ""
    return ("" if found.casefold() in _UNKNOWN else found), ""


def _number(found: str) -> str:
    """Return a number as the tables write it: a point before decimals, no blanks between thousands."""
    return re.sub(r"(?<=[0-9])\s(?=[0-9]{3})", "", found).replace(",", ".").replace("−", "-")
