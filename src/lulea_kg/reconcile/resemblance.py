"""Which names of the index are spelt nearly like one that it does not hold; bounded work whatever the name."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final

from lulea_kg.names import Names

_HELD: Final = "SELECT count(*) FROM (SELECT 1 FROM trigram WHERE trigram MATCH ? LIMIT 500)"
_SHARING: Final = """
SELECT id, text.folded FROM (SELECT rowid AS id FROM trigram WHERE trigram MATCH :runs LIMIT 1000)
JOIN text USING (id) WHERE text.rank BETWEEN 1 AND 3 AND abs(length(text.folded) - :length) <= 2 LIMIT 300"""
_MOST_LETTERS, _MOST_RUNS, _MOST_HOLDERS, _MOST_COMPARED = 60, 24, 500, 12
_LEAST_LIKENESS: Final = 0.7


def near(names: Names, plain: str) -> dict[int, float]:
    """Return the numbers of texts that are spelt nearly like a folded name, each with its likeness from 0 to 1.

    They are sought among the names that share both ends, a half, or rare runs of letters with it.
    """
    plain = plain[:_MOST_LETTERS]
    found: dict[str, list[int]] = {}
    for runs in _runs(names, plain):
        for number, name in names.select(_SHARING, {"runs": runs, "length": len(plain)}):
            found.setdefault(name, []).append(number)
    likeness = {name: _likeness(plain, name) for name in _likely(plain, found)}
    return {number: like for name, like in likeness.items() if like >= _LEAST_LIKENESS for number in found[name]}


def _likely(plain: str, found: Iterable[str]) -> list[str]:
    """Return the names that share most runs of two letters: that is quickly seen, and leaves few to compare."""
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1)}
    shared = {name: sum(map(name.__contains__, pairs)) / (len(pairs) + len(name)) for name in found}
    return sorted(shared, key=lambda name: (-shared[name], name))[:_MOST_COMPARED]


def _likeness(plain: str, name: str) -> float:
    return SequenceMatcher(None, plain, name, autojunk=False).ratio()


def _runs(names: Names, plain: str) -> Iterator[str]:
    """Yield what to ask the index of runs of three letters: a mistake in one place leaves one of these whole."""
    half = len(plain) // 2
    if half >= 3:
        yield f"{_quoted(plain[:3])} AND {_quoted(plain[-3:])}"
        yield _quoted(plain[:half])
        yield _quoted(plain[-half:])
    if rare := list(_rare(names, plain)):
        yield " OR ".join(rare)


def _rare(names: Names, plain: str) -> Iterator[str]:
    """Yield the runs of three letters that fewest names hold, so many that there are not too many names."""
    runs = list(dict.fromkeys(_quoted(plain[i : i + 3]) for i in range(len(plain) - 2)))[:_MOST_RUNS]
    total = 0
    for held, run in sorted((names.select(_HELD, (run,))[0][0], run) for run in runs):
        total += held
        if held and total <= _MOST_HOLDERS:
            yield run


def _quoted(letters: str) -> str:
    doubled = letters.replace('"', '""')
    return f'"{doubled}"'
