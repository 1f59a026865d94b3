"""Formulas that show a row's faults in Excel itself, in words and in colours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lulea_kg.sources.sheets import Column, Holds, Sheet

SOURCE_KEYS: Final = "source_keys"
SOURCE_TITLES: Final = "source_titles"
# What is wrong, in Swedish and English; {0} and {1} are headings.
_WORDS: Final = {
    "both": ("Både {0} och {1}. ", "Both {0} and {1}. "),
    "digits": ("{0}: fyra siffror. ", "{0}: four digits. "),
    "missing": ("{0} saknas. ", "{0} is missing. "),
    "neither": ("{0} eller {1} saknas. ", "{0} or {1} is missing. "),
    "no-day": ("{0}: skriv 2026-11-23. ", "{0}: write 2026-11-23. "),
    "no-source": ("{0} finns inte på bladet med källor. ", "{0} is not in the sheet of sources. "),
    "order": ("Slutdatum före startdatum. ", "End before start. "),
    "repeated": ("{0} står på flera rader. ", "{0} stands in several rows. "),
    "unknown": ("{0}: okänt värde. ", "{0}: unknown value. "),
}
# Of each pair of columns a row has exactly one.
_EITHER: Final = {"claims": ("partner", "territory"), "searches": ("about", "theme")}


@dataclass(frozen=True)
class Fault:
    """A fault a row can have: the column to colour, the condition of a formula, and words in a language."""

    code: str
    condition: str
    words: str


def of(
    sheet: Sheet, letters: Mapping[str, str], row: str, lists: Mapping[str, Mapping[str, str]], lang: str
) -> Iterator[Fault]:
    """Yield the faults a row of a sheet can have; `lists` gives the labels of the codes of each scheme."""

    def fault(column: Column, condition: str, words: str, *others: Column) -> Fault:
        headings = [one.heading(lang) for one in (column, *others)]
        return Fault(column.code, condition, _WORDS[words][lang == "en"].format(*headings))

    for column in sheet.columns:
        cell = f"${letters[column.code]}{row}"
        if column.required:
            yield fault(column, f'TRIM({cell})=""', "missing")
        if column.scheme in lists:
            yield fault(column, _not_in(cell, list_name(column.scheme), codes_name(column.scheme)), "unknown")
        if column.holds is Holds.SOURCE:
            yield fault(column, _not_in(cell, SOURCE_KEYS, SOURCE_TITLES), "no-source")
        if column.holds is Holds.DAY:
            yield fault(column, f'AND({cell}<>"",NOT(ISNUMBER({cell})),LEN({cell})<>10)', "no-day")
    columns = sheet.by_code
    if "until" in columns:
        yield fault(columns["until"], _ends_first(f"${letters['since']}{row}", f"${letters['until']}{row}"), "order")
    if sheet.table in _EITHER:
        one, other = (columns[code] for code in _EITHER[sheet.table])
        first, second = f"${letters[one.code]}{row}", f"${letters[other.code]}{row}"
        yield fault(one, f'AND({first}="",{second}="")', "neither", other)
        yield fault(one, f'AND({first}<>"",{second}<>"")', "both", other)
    if sheet.table == "links":
        scheme, code = f"${letters['scheme']}{row}", f"${letters['code']}{row}"
        label = lists.get("Identifier", {}).get("scb", "scb")
        condition = f'AND(OR({scheme}="scb",{scheme}={_text(label)}),LEN({code})<>4)'
        yield fault(columns["code"], condition, "digits")
    if sheet.table == "sources":
        key = letters["key"]
        condition = f'AND(${key}{row}<>"",COUNTIF({SOURCE_KEYS},${key}{row})>1)'
        yield fault(columns["key"], condition, "repeated")


def in_words(faults: list[Fault], first: str, last: str, row: str) -> str:
    """Return the formula that tells a row's faults in words, nothing for a row that is empty from `first` to `last`."""
    told = "&".join(f'IF({fault.condition},{_text(fault.words)},"")' for fault in faults)
    return f'=IF(COUNTA(${first}{row}:${last}{row})=0,"",TRIM({told}))'


def list_name(scheme: str) -> str:
    """Return the name of the range that holds the labels of a scheme."""
    return f"list_{scheme}"


def codes_name(scheme: str) -> str:
    """Return the name of the range that holds the codes of a scheme."""
    return f"codes_{scheme}"


def _not_in(cell: str, *ranges: str) -> str:
    return f'AND({cell}<>"",' + ",".join(f"ISNA(MATCH({cell},{range_},0))" for range_ in ranges) + ")"


def _ends_first(since: str, until: str) -> str:
    """Return the condition that a tie ends before it begins: by years, by days where both are days."""
    begin, end = _year(since, "0"), _year(until, "9")
    days = f"AND(LEN({since})=10,LEN({until})=10,{until}<{since})"
    return f'AND({since}<>"",{until}<>"",OR({end}<{begin},{days}))'


def _year(cell: str, digit: str) -> str:
    """Return the year of a date that may be a number, Excel's or a year, or EDTF with unknown digits."""
    numeric = f'TEXT(IF({cell}>2999,YEAR({cell}),{cell}),"0000")'
    return f'IF(ISNUMBER({cell}),{numeric},LEFT(SUBSTITUTE(SUBSTITUTE({cell},"[",""),"X","{digit}"),4))'


def _text(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
