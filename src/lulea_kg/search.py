"""Text search: which things a text finds, by their names and by what is said of them, in any spelling.

First comes what bears the text as label, title or code; then as a label in another case or with other marks; then as an
alias; then labels that begin so; then texts that hold all its words; then texts whose words begin so. Within each a
municipality comes before other actors, places and the rest; then kind of text, label and IRI decide. A thing comes
once, by its best text. When nothing is found, the nearest word of a name stands in for each word that no text has.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lulea_kg.spelling import folded
from lulea_kg.texts import ALIAS, KINDS, TITLE

HOW: Final = ("exact", "folded", "alias", "prefix", "words", "beginnings")
FUZZY: Final = "fuzzy"
_SEARCH: Final = f"""
WITH found (id, how) AS (
  SELECT id, CASE WHEN kind = {ALIAS} THEN 2 ELSE exact <> :text END FROM text
  WHERE folded = :folded AND (rank > 0 OR lower(exact) = lower(:text))
  UNION ALL SELECT id, 3 FROM text
  WHERE folded > :prefix AND folded < :prefix || char(1114111) AND rank > 0 AND kind <= {TITLE}
  UNION ALL SELECT rowid, 4 FROM words WHERE words MATCH :words
  UNION ALL SELECT rowid, 5 FROM words WHERE words MATCH :beginnings
), best (how, id) AS (
  SELECT min(how << 40 | id) >> 40, min(how << 40 | id) & 0xffffffffff FROM found JOIN text USING (id) GROUP BY thing
)
SELECT count(*) OVER (), how, iri, type, label, kind, exact, lang, source
FROM best JOIN text USING (id) JOIN thing ON thing.id = text.thing
ORDER BY how, thing.rank, kind, label, iri LIMIT :limit OFFSET :offset
"""
_RESEMBLING: Final = """
SELECT DISTINCT label, text.folded, text.rank FROM trigram JOIN text ON text.id = trigram.rowid
JOIN thing ON thing.id = text.thing WHERE trigram MATCH ? ORDER BY trigram.rank LIMIT 60
"""
_KNOWN: Final = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
_WORD: Final = re.compile(r"[^\W_]+")
_QUOTES: Final = str.maketrans("“”„«»", '"""""')
# What goes beyond is cut: nobody types as much, and the time must have an end.
_MOST_LETTERS, _MOST_TERMS, _MOST_HITS, _LAST_OFFSET = 500, 16, 1000, 2**31
_LEAST_LIKENESS: Final = 0.7

Select = Callable[[str, Any], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Hit:
    """A thing found by `text`; `places` are the offsets of what matched in it, `source` is that of a claim or ""."""

    iri: str
    type: str
    label: str
    how: str
    kind: str
    text: str
    lang: str
    places: tuple[tuple[int, int], ...]
    source: str


@dataclass(frozen=True)
class Hits:
    """A page of `total` hits, best first; `instead` is what found them when the text as typed finds nothing."""

    total: int
    hits: tuple[Hit, ...]
    instead: str = ""


@dataclass(frozen=True)
class _Term:
    """Folded words that stand together in a text; `begins` when the last one may go on."""

    words: str
    begins: bool

    @property
    def pattern(self) -> str:
        last = "" if self.begins else r"(?![^\W_])"
        return r"(?<![^\W_])" + r"[\W_]+".join(self.words.split()) + last


def search(select: Select, text: str, limit: int, offset: int) -> Hits:
    """Return the things that `text` finds; `select` answers SQL over the index. No text is refused.

    All words must stand in a text found, and words in quotation marks together.
    """
    text = unicodedata.normalize("NFC", text[:_MOST_LETTERS].encode(errors="ignore").decode()).translate(_QUOTES)
    found = _find(select, text, limit, offset)
    if found.total or not (instead := _respelled(select, _terms(text))):
        return found
    found = _find(select, instead, limit, offset, FUZZY)
    return Hits(found.total, found.hits, instead if found.total else "")


def resembling(select: Select, plain: str) -> list[tuple[Any, ...]]:
    """Return label, folded name and rank of the names that share most runs of three letters with a folded name."""
    plain = plain[:_MOST_LETTERS].replace("\0", " ")
    grams = {plain[i : i + 3].replace('"', '""') for i in range(len(plain) - 2)}
    return select(_RESEMBLING, (" OR ".join(f'"{gram}"' for gram in sorted(grams)),)) if grams else []


def _find(select: Select, text: str, limit: int, offset: int, how: str = "") -> Hits:
    terms = _terms(text)
    unquoted = " ".join(text.replace('"', " ").split())
    values = {
        "text": unquoted,
        "folded": folded(unquoted) or None,
        "prefix": folded(text) if terms and all(term.begins for term in terms) else None,
        "words": _match(terms, begun=False),
        "beginnings": _match(terms, begun=True),
        "limit": min(max(limit, 0), _MOST_HITS),
        "offset": min(max(offset, 0), _LAST_OFFSET),
    }
    rows = select(_SEARCH, values)
    # A page beyond the last has no row to say how many there are.
    counted = rows or select(_SEARCH, {**values, "limit": 1, "offset": 0})
    return Hits(counted[0][0] if counted else 0, tuple(_hit(row, terms, how) for row in rows))


def _hit(row: tuple[Any, ...], terms: list[_Term], how: str) -> Hit:
    _, number, iri, type_, label, kind, text, lang, source = row
    return Hit(iri, type_, label, how or HOW[number], KINDS[kind], text, lang, tuple(_places(text, terms)), source)


def _terms(text: str) -> list[_Term]:
    found = []
    for quoted, free in re.findall(r'"([^"]*)"?|([^"\s]+)', text):
        words = " ".join(_WORD.findall(folded(quoted or free)))
        # A single letter begins too many words.
        found.append(_Term(words, begins=bool(free) and len(words) > 1))
    return list(dict.fromkeys(term for term in found if term.words))[:_MOST_TERMS]


def _match(terms: list[_Term], *, begun: bool) -> str:
    """Return what asks the index of words for all terms, as whole words or as what words begin with."""
    asked = " AND ".join(f'"{term.words}"' + (" *" if begun and term.begins else "") for term in terms)
    return asked or '""'


def _places(text: str, terms: list[_Term]) -> Iterator[tuple[int, int]]:
    """Yield begin and end of what matched, as offsets in the text as it is written."""
    letters = []
    for place, written in enumerate(text):
        plain = folded(written) or ("" if unicodedata.combining(written) else " ")
        letters += [(letter, place) for letter in plain]
    for match in re.finditer("|".join(term.pattern for term in terms), "".join(letter for letter, _ in letters)):
        if match[0]:
            yield letters[match.start()][1], letters[match.end() - 1][1] + 1


def _respelled(select: Select, terms: list[_Term]) -> str:
    """Return the text with the nearest word of a name for each word that no text has; "" when there is none."""
    words = []
    for term in terms:
        if not term.begins or select(_KNOWN, (_match([term], begun=True),)):
            words.append(term.words if term.begins else f'"{term.words}"')
        else:
            words.append(_nearest(select, term.words))
    return " ".join(words) if all(words) else ""


def _nearest(select: Select, word: str) -> str:
    """Return the word of a name that is nearest to a folded word, the commoner of two; "" when none is near."""
    from difflib import SequenceMatcher

    near = Counter(part for _, name, _ in resembling(select, word) for part in _WORD.findall(name))
    scored = [(SequenceMatcher(None, word, part).ratio(), count, part) for part, count in near.items()]
    return max((found for found in scored if found[0] > _LEAST_LIKENESS), default=(0, 0, ""))[2]
