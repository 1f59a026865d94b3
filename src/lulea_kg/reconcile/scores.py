"""How well candidates fit a question: a score that its features explain, and whether one of them is clearly right.

score = 100 × likeness of the name × 0.4 for each property the candidate contradicts × 0.9 for each it says nothing of
× 0.5 when it has another type than it should. A code that agrees takes away seven tenths of what the name lacks, or
all of it when no name was asked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lulea_kg.reconcile.candidates import Candidate
from lulea_kg.reconcile.kinds import PLACE, with_broader
from lulea_kg.spelling import folded

COUNTRY: Final = "country"
_CONTRADICTED, _UNSAID, _OTHER_TYPE, _LACK_LEFT = 0.4, 0.9, 0.5, 0.3
_CLEAR: Final = ("exact", "folded", "code")
# What the name must be worth at least where a code decides.
_LEAST_NAME: Final = 0.6

# What things have, by IRI and property.
Held = Mapping[str, Mapping[str, Collection[str]]]


@dataclass(frozen=True)
class Wanted:
    """What a candidate should have: a text, for each property one of some values, and types.

    `doubtful` when a value was not understood, so that no candidate is clearly right.
    """

    text: str
    properties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    strict: str = "any"
    doubtful: bool = False


@dataclass(frozen=True)
class Scored:
    """A candidate with its score from 0 to 100, the features that explain it, and whether it is clearly right."""

    candidate: Candidate
    score: float
    features: tuple[tuple[str, bool | float], ...]
    agreeing: int = 0
    clear: bool = False
    match: bool = False


def ranked(found: Iterable[Candidate], wanted: Wanted, held: Held) -> list[Scored]:
    """Return the candidates of the types wanted, best first; of one score municipalities, then other actors, places."""
    scored = [_scored(one, wanted, held.get(one.iri, {})) for one in found if _is_admitted(one, wanted)]
    # What was found by a code of another scheme alone is worth nothing.
    scored = [one for one in scored if one.score > 0]
    scored.sort(key=lambda one: (-one.score, one.candidate.rank, one.candidate.label, one.candidate.iri))
    return _with_match(scored, wanted)


def _scored(one: Candidate, wanted: Wanted, held: Mapping[str, Collection[str]]) -> Scored:
    agreements = {id_: _agrees(values, held.get(id_, ())) for id_, values in wanted.properties.items()}
    coded = any(agrees for id_, agrees in agreements.items() if id_ != COUNTRY)
    lack = (1 - one.likeness) * (_LACK_LEFT if wanted.text else 0) if coded else 1 - one.likeness
    typed = _has_type(one, wanted) if wanted.types else None
    factors = [{True: 1.0, False: _CONTRADICTED, None: _UNSAID}[agrees] for agrees in agreements.values()]
    score = (1 - lack) * (_OTHER_TYPE if typed is False else 1.0)
    for factor in factors:
        score *= factor
    named = one.how in _CLEAR or (coded and (one.likeness >= _LEAST_NAME or not wanted.text))
    features: list[tuple[str, bool | float]] = [(f"name_{one.how}", round(one.likeness, 3))] if one.how else []
    features += [("name_alias", True)] if one.kind == "alias" else []
    features += [(id_, agrees) for id_, agrees in agreements.items() if agrees is not None]
    features += [("type", typed)] if typed is not None else []
    clear = named and typed is not False and False not in agreements.values() and not wanted.doubtful
    return Scored(one, round(100 * score, 1), tuple(features), sum(map(bool, agreements.values())), clear)


def _agrees(values: frozenset[str], held: Collection[str]) -> bool | None:
    """Return whether one of the values is held; None when nothing is, or no value was understood."""
    return not values.isdisjoint(held) if values and held else None


def _has_type(one: Candidate, wanted: Wanted) -> bool:
    types = set(with_broader(one.type))
    return types.issuperset(wanted.types) if wanted.strict == "all" else not types.isdisjoint(wanted.types)


def _is_admitted(one: Candidate, wanted: Wanted) -> bool:
    return not wanted.types or wanted.strict == "should" or _has_type(one, wanted)


def _with_match(scored: list[Scored], wanted: Wanted) -> list[Scored]:
    """Return the same with the first marked as right when it is clearly so and no other could be meant as well."""
    if not scored or not scored[0].clear:
        return scored
    first, *others = scored
    if any(_rivals(first, other, wanted) for other in others):
        return scored
    return [Scored(first.candidate, first.score, first.features, first.agreeing, clear=True, match=True), *others]


def _rivals(first: Scored, other: Scored, wanted: Wanted) -> bool:
    """Tell whether another could be meant as well: one of which more properties agree, or one that is clear too.

    Not so one of which fewer agree, nor one's own place.

    Who writes marks means them; without any, they may have been left out.
    """
    one, two = first.candidate, other.candidate
    if other.agreeing != first.agreeing or not other.clear:
        return other.agreeing > first.agreeing
    if two.type == PLACE != one.type and two.country == one.country:
        return False
    marked = folded(wanted.text) != wanted.text.casefold()
    return not (marked and one.how == "exact" and two.how == "folded")
