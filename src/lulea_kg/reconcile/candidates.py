"""The things that a text may mean, each by that of its names or codes which is most like the text.

The work has an end whatever the text: each way of finding gives so many names and no more, those of the best way first.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from lulea_kg.names import Names
from lulea_kg.reconcile.kinds import PLACE
from lulea_kg.reconcile.resemblance import near
from lulea_kg.spelling import folded
from lulea_kg.terms import code
from lulea_kg.texts import CODE, KINDS

# How much a name is worth that was found so, from 0 to 1; the second number grows with the share of it that was asked.
LIKENESS: Final = {
    "exact": (1.0, 0.0),
    "code": (1.0, 0.0),
    "folded": (0.97, 0.0),
    "form": (0.9, 0.0),
    "prefix": (0.6, 0.3),
    "words": (0.55, 0.35),
    "beginnings": (0.5, 0.3),
}
FUZZY: Final = "fuzzy"
_FUZZY_WORTH: Final = 0.9
# When less than so many names are found, and none so much like the text, those spelt nearly like it are looked for.
_FEW, _GOOD = 10, 0.8
_ROW: Final = "iri, type, label, country, thing.rank, exact, text.folded, kind, lang"
_NAMED: Final = "rank BETWEEN 1 AND 3"
_FOUND: Final = f"""
WITH found (id, how) AS (
  SELECT * FROM (SELECT id, 'name' FROM text WHERE folded = :plain AND rank < 4 LIMIT 200)
  UNION ALL SELECT * FROM (SELECT id, 'form' FROM text WHERE folded IN (:stem, :owner) AND {_NAMED} LIMIT 200)
  UNION ALL SELECT * FROM
    (SELECT id, 'prefix' FROM text WHERE folded > :plain AND folded < :plain || char(1114111) AND {_NAMED} LIMIT 100)
  UNION ALL SELECT * FROM (SELECT id, 'words' FROM
    (SELECT rowid AS id FROM words WHERE words MATCH :words LIMIT 2000) JOIN text USING (id) WHERE {_NAMED} LIMIT 100)
  UNION ALL SELECT * FROM (SELECT id, 'beginnings' FROM
    (SELECT rowid AS id FROM words WHERE words MATCH :beginnings LIMIT 2000) JOIN text USING (id)
    WHERE {_NAMED} LIMIT 50)
)
SELECT how, {_ROW} FROM found JOIN text USING (id) JOIN thing ON thing.id = text.thing WHERE thing.rank < 4"""
_THING: Final = "SELECT '', iri, type, label, country, rank FROM thing WHERE iri = ? AND rank < 4"
_CODED: Final = f"""
SELECT 'code', {_ROW} FROM text JOIN thing ON thing.id = text.thing
WHERE folded = ? AND kind = {CODE} AND thing.rank < 4 LIMIT 20"""
_NUMBERED: Final = f"""
SELECT text.id, {_ROW} FROM text JOIN thing ON thing.id = text.thing
WHERE text.id IN (SELECT value FROM json_each(?))"""
# What stands beside a name to say what bears it, as in "Falkenbergs kommun" and "City of Turku".
_DESIGNATIONS: Final = frozenset(
    "kommun kommune stad by municipality city town commune of the kunta kaupunki gemeinde stadt vald linn gmina".split()
)
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Candidate:
    """A thing, and the text by which it was found: `how`, and how much that is worth from 0 to 1.

    `how` is "" when no text of it is like the one asked: then its own label stands here, worth nothing.
    """

    iri: str
    type: str
    label: str
    country: str
    rank: int
    how: str
    likeness: float
    text: str
    kind: str
    lang: str


def candidates(names: Names, text: str) -> list[Candidate]:
    """Return what a text may mean: a name in any spelling, a code, a key, or the IRI of a thing or of its original."""
    text = " ".join(unicodedata.normalize("NFC", text.replace("\0", " ")).split())
    if "://" in text:
        return [*with_iri(names, text), *with_code(names, code(text))]
    found = once(named(names, text))
    if folded(text) and len(found) < _FEW and max((one.likeness for one in found), default=0.0) < _GOOD:
        found = once([*found, *_resembling(names, folded(text))])
    return found


def named(names: Names, text: str) -> list[Candidate]:
    """Return what bears a text as name or code, or has names that begin with it or hold its words."""
    plain, stem = folded(text), _stem(text)
    words = _WORD.findall(plain)[:16]
    whole = " AND ".join(f'"{word}"' for word in words)
    begun = " AND ".join(f'"{word}"' + (" *" if len(word) > 1 else "") for word in words)
    owned = stem != text and folded(stem).endswith("s")
    asked = {
        "plain": plain or None,
        "stem": (folded(stem) if stem != text else "") or None,
        "owner": (folded(stem)[:-1] if owned else "") or None,
        "words": whole or '""',
        "beginnings": begun or '""',
    }
    return once(_candidate(row, text, stem) for row in names.select(_FOUND, asked))


def with_iri(names: Names, iri: str) -> list[Candidate]:
    """Return the thing that has an IRI."""
    return [_coded(row, iri) for row in names.select(_THING, (iri,))]


def with_code(names: Names, text: str) -> list[Candidate]:
    """Return the things that have a code, in whichever scheme."""
    return [_coded(row, row[6]) for row in names.select(_CODED, (folded(text),))]


def once(found: Iterable[Candidate]) -> list[Candidate]:
    """Return each thing once, by the text that is worth most, a label before an alias."""
    held: dict[str, Candidate] = {}
    for one in found:
        other = held.get(one.iri)
        if other is None or (one.likeness, one.kind == "label") > (other.likeness, other.kind == "label"):
            held[one.iri] = one
    return list(held.values())


def unnamed(one: Candidate) -> Candidate:
    """Return a candidate that was found by no text: its label stands there, worth nothing."""
    return replace(one, how="", likeness=0.0, text=one.label, kind="label")


def _coded(row: tuple[Any, ...], text: str) -> Candidate:
    return _made(row, "code", LIKENESS["code"][0], text, CODE, "")


def _made(row: tuple[Any, ...], how: str, likeness: float, text: str, kind: int, lang: str) -> Candidate:
    iri, type_, label, country, rank = row[1:6]
    return Candidate(iri, type_, label, country, rank, how, likeness, text, KINDS[kind], lang)


def _candidate(row: tuple[Any, ...], asked: str, stem: str) -> Candidate:
    exact, plain, kind, lang = row[6:]
    how = _how(row[0], row[2], kind, exact, asked, stem)
    worth, share = LIKENESS[how]
    likeness = worth + share * min(len(folded(asked)) / len(plain), 1.0)
    return _made(row, how, likeness, exact, kind, lang)


def _resembling(names: Names, plain: str) -> Iterator[Candidate]:
    likeness = near(names, plain)
    for row in names.select(_NUMBERED, (json.dumps(list(likeness)),)):
        yield _made(row, FUZZY, _FUZZY_WORTH * likeness[row[0]], row[6], row[8], row[9])


def _how(way: str, type_: str, kind: int, exact: str, asked: str, stem: str) -> str:
    """Return how a text matches the one asked: of one's own name and of one with a designation the letters count."""
    if kind >= CODE:
        return "code"
    # "Luleå kommun" is a name of the municipality Luleå, but only in some way of the town.
    if way not in ("name", "form") or (way == "form" and type_ == PLACE):
        return way
    written = {asked.casefold()} if way == "name" else {stem.casefold(), stem.casefold().removesuffix("s")}
    return "exact" if exact.casefold() in written else "folded"


def _stem(text: str) -> str:
    """Return a name without what says what bears it; a name that is nothing else stays.

    >>> _stem("Falkenbergs kommun")
    'Falkenbergs'
    """
    return " ".join(word for word in text.split() if folded(word) not in _DESIGNATIONS) or text
