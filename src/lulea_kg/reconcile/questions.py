"""The questions of a reconciliation batch, read from JSON: a text, types, and properties with the values they may have.

Source: Reconciliation Service API 0.2, reconciliation queries. What the schema of a batch refuses is refused here.
"""

from dataclasses import dataclass
from typing import Any, Final

from lulea_kg.errors import InputError
from lulea_kg.reconcile import values
from lulea_kg.reconcile.kinds import kind_id
from lulea_kg.terms import code

MOST_QUESTIONS: Final = 50
MOST_CANDIDATES: Final = 100
_CANDIDATES: Final = 10
_LONGEST: Final = 500
_MOST_TYPES, _MOST_PROPERTIES, _MOST_VALUES = 20, 20, 20
_MEMBERS: Final = ("query", "type", "type_strict", "limit", "properties")
_STRICT: Final = ("any", "should", "all")


@dataclass(frozen=True)
class Question:
    """What is asked: a text, the types it may have, and for each property the values it may have.

    `strict` is "all" when a candidate must have every type, "should" when types only move it up or down.
    """

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = _CANDIDATES
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


def questions(batch: object) -> dict[str, Question]:
    """Return the questions of a batch by their ids; raise InputError for what is no batch, or too much."""
    asked = values.members(batch, "queries")
    values.refuse_many(len(asked), "queries", MOST_QUESTIONS)
    return {values.string(id_, "queries", _LONGEST): question(value, id_) for id_, value in asked.items()}


def question(value: object, place: str) -> Question:
    """Return one question: it has a text or at least one property."""
    asked = values.members(value, place, _MEMBERS)
    properties = tuple(
        _property(item, f"{place}.properties[{number}]")
        for number, item in enumerate(
            values.items(asked.get("properties", []), f"{place}.properties", _MOST_PROPERTIES)
        )
    )
    if "query" not in asked and not properties:
        raise InputError("json-missing", found=place, expected="query")
    limit = values.number(asked.get("limit", _CANDIDATES), f"{place}.limit")
    return Question(
        values.string(asked.get("query", ""), f"{place}.query", _LONGEST),
        _types(asked.get("type", []), f"{place}.type"),
        _strict(asked.get("type_strict", "any"), f"{place}.type_strict"),
        int(min(max(limit, 0), MOST_CANDIDATES)),
        properties,
    )


def _types(value: object, place: str) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else values.items(value, place, _MOST_TYPES)
    return tuple(kind_id(values.string(item, place, _LONGEST)) for item in given)


def _strict(value: object, place: str) -> str:
    if value not in _STRICT:
        raise InputError("bad-code", found=place, expected=", ".join(_STRICT))
    return str(value)


def _property(value: object, place: str) -> tuple[str, tuple[str, ...]]:
    given = values.members(value, place)
    id_ = code(values.string(values.member(given, "pid", place), f"{place}.pid", _LONGEST))
    held = values.member(given, "v", place)
    several = values.items(held, f"{place}.v", _MOST_VALUES) if isinstance(held, list) else [held]
    return id_, tuple(text for item in several if (text := _value(item, f"{place}.v").strip()))


def _value(value: Any, place: str) -> str:
    """Return a value as text; a thing that was found before is given by its id."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        found = values.number(value, place)
        return str(int(found) if found == int(found) else found)
    if isinstance(value, dict):
        if "name" in value:
            values.string(value["name"], f"{place}.name", _LONGEST)
        return values.string(values.member(value, "id", place), f"{place}.id", _LONGEST)
    return values.string(value, place, _LONGEST)
