"""The raw facts read a second time, by name, country and status word alone: what answers are compared with.

Nothing here reads a table of data/ but the lists of what was left out. Two things are known from reading only: what a
note says that the status word does not (READ_BY_NOTE), and which names are two spellings of one town (SPELLINGS).
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final

from needed import ROOT, facts

Row = dict[str, str]
Actor = tuple[str, str]
Pair = frozenset[Actor]

PRIMARY: Final = "twinnings_primary.csv"
LISTS: Final = "twinnings_wikipedia_2026.csv"
# A default build carries the rows of the lists that touch one of these countries.
NORDIC_AND_BALTIC: Final = frozenset("AX DK EE FI FO GL IS LT LV NO SE".split())
LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ß": "ss"})
SPELLINGS: Final = {"cologne": "koln", "dalvikurbyggd": "dalvik"}
# Rows whose note says another state than their status word, or more than it.
READ_BY_NOTE: Final = {
    "p-160": "active",  # ending: "agreement of 1991 searched for in order to be ended"
    "q1-065": "active",  # unknown, since 1940: what a town archive tells of that year
    "q2-147": "active",  # unknown, since 1944: a sponsored place
    "q3-117": "active",  # decided, and "listed as current"
    "q3-133": "active",  # unknown: "twinning about 20 years old"
    "q3-173": "ended",  # unknown: "agreement of 2004 expired 2006"
    "q4-206": "ended",  # active: "Kerteminde municipality took part until 2010"
}


@cache
def rows(file: str) -> dict[int, Row]:
    """Return the rows of a file of the facts by their number as people count them: the header is 1."""
    with (facts() / file).open(encoding="utf-8", newline="") as stream:
        return dict(enumerate(csv.DictReader(stream), start=2))


@cache
def left_out(file: str) -> dict[int, str]:
    """Return the reasons why rows of a file are not in the data."""
    tables = [csv.DictReader(path.read_text("utf-8").splitlines()) for path in ROOT.glob("data/*/left-out.csv")]
    return {int(row["row"]): row["reason"] for table in tables for row in table if row["file"] == file}


def actor(name: str, country: str) -> Actor:
    """Return who is meant: the name folded, without what stands in brackets. Habo and Håbo are two in Sweden."""
    name = re.sub(r" \(.*\)$", "", name).casefold()
    if country != "SE":
        name = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode()
    name = re.sub(r"[\W_]", "", name)
    return SPELLINGS.get(name, name), country


def parties(row: Row) -> Pair:
    return frozenset(actor(row[f"{side}_name"], row[f"{side}_country"]) for side in ("listed_by", "partner"))


@cache
def said() -> dict[Pair, list[Row]]:
    """Return what was read by hand of each pair, a status word put right where the note says another."""
    found: dict[Pair, list[Row]] = defaultdict(list)
    for number, row in rows(PRIMARY).items():
        if row["partner_name"] and not left_out(PRIMARY).get(number, "").startswith("no state"):
            found[parties(row)].append(row | {"status": READ_BY_NOTE.get(row["claim_id"], row["status"])})
    return found


@cache
def listed() -> dict[Pair, set[Actor]]:
    """Return the pairs of the lists of 2026, each with the towns whose own list names it."""
    found: dict[Pair, set[Actor]] = defaultdict(set)
    for row in rows(LISTS).values():
        if not row["clique"] and NORDIC_AND_BALTIC & {row["listed_by_country"], row["partner_country"]}:
            found[parties(row)].add(actor(row["listed_by_name"], row["listed_by_country"]))
    return found


@cache
def swedish() -> frozenset[Actor]:
    return frozenset(actor(row["name_short"], "SE") for row in rows("municipalities_se.csv").values())


def stood(row: Row) -> bool:
    """Tell whether a row says that the relation is or was in force; what was paused since a year stood from it."""
    began = row["status"] in ("ended", "paused", "suspended", "dormant") and row["start"]
    return row["status"] in ("active", "new") or bool(began)


def is_over(pair: Pair) -> bool:
    """Tell whether somebody says that it ended; without a date that gives way to a dated word that it stands."""
    ends = [row for row in said()[pair] if row["status"] == "ended" or decided_to_end(row)]
    dated = any(row["as_of"] for row in said()[pair] if stood(row))
    return any(row["as_of"] for row in ends) or (bool(ends) and not dated)


def decided_to_end(row: Row) -> bool:
    return row["status"] == "decided" and bool(re.search(r"\bend(s|ing)?\b", row["note"]))


def in_force() -> set[Pair]:
    """Return the twinnings of Swedish municipalities that stand by somebody's word, and nobody says ended."""
    told = {pair for pair, claims in said().items() if any(stood(row) for row in claims if row["kind"] == "twin_town")}
    return {pair for pair in told if pair & swedish() and not is_over(pair)}


def speakers(claims: Iterable[Row]) -> set[str]:
    """Return the hosts of the pages that rows were read from, as names fold: sorvaranger of sor-varanger.kommune.no."""
    hosts = (re.split("[/ ,]", row["source"])[0].rpartition(".")[0].removesuffix(".kommune") for row in claims)
    return {actor(host, "")[0] for host in hosts}


def names(pair: Pair) -> set[str]:
    return {actor(name, "")[0] for name, _ in pair}
