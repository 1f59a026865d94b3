"""JSON from a client, checked value by value: what has the wrong shape or is too much is told with its place."""

import json
import math
from collections.abc import Collection
from typing import Any

from lulea_kg.errors import InputError


def document(text: str) -> Any:
    """Return what a JSON text says; raise InputError when it is none."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise InputError("json-unreadable", found="[[[[…") from error
    except ValueError as error:
        raise InputError("json-unreadable", found=str(error)) from error


def members(value: object, place: str, known: Collection[str] = ()) -> dict[str, Any]:
    """Return an object's members by name; with `known` no others may be there."""
    if not isinstance(value, dict):
        raise InputError("json-not-object", found=place)
    if known and (strange := sorted(set(value) - set(known))):
        raise InputError("json-unknown-member", found=f"{place}.{strange[0]}", expected=", ".join(known))
    return value


def member(value: dict[str, Any], name: str, place: str) -> Any:
    """Return a member that must be there."""
    if name not in value:
        raise InputError("json-missing", found=place, expected=name)
    return value[name]


def items(value: object, place: str, most: int) -> list[Any]:
    """Return the items of a list, `most` at most."""
    if not isinstance(value, list):
        raise InputError("json-not-list", found=place)
    refuse_many(len(value), place, most)
    return value


def string(value: object, place: str, most: int) -> str:
    """Return a text of whole characters, `most` at most."""
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InputError("json-not-text", found=place)
    if len(value) > most:
        raise InputError("json-too-long", found=place, limit=most)
    return value


def number(value: object, place: str) -> float:
    """Return a number that is neither infinite nor none at all."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError("json-not-number", found=place)
    return value


def refuse_many(count: int, place: str, most: int) -> None:
    """Raise InputError when there are too many of something."""
    if count > most:
        raise InputError("json-too-many", found=place, count=count, limit=most)
