"""What is kept of answers that were given, bounded, so that the same question costs little."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
# Contents of answers, in bytes.
_KEPT: Final = 32 * 1024 * 1024
# What an entry takes beside its content: a million short ones are not for nothing.
_ENTRY: Final = 500
# Answers by what was asked: all headers together, and those of one.
_WHOLES, _HEADERS = 16 * 1024 * 1024, 6000


@dataclass(frozen=True)
class Whole:
    """An answer as it was given: its tag, under which its content is kept, its headers and media type."""

    etag: str
    headers: Mapping[str, str]
    media_type: str


class Kept(Generic[Key, Value]):
    """What was made once, the least recently used going first when all together weigh too much."""

    def __init__(self, limit: int, weight: Callable[[Value], int]) -> None:
        self._limit, self._weight, self._size = limit, weight, 0
        self._held: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """Return what is kept under a key."""
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, unless it alone would drive out a quarter of the others."""
        if self._weight(value) > self._limit // 4 or key in self._held:
            return
        self._held[key] = value
        self._size += self._weight(value) + _ENTRY
        while self._size > self._limit:
            self._size -= self._weight(self._held.popitem(last=False)[1]) + _ENTRY


def contents(limit: int = _KEPT) -> Kept[str, bytes]:
    """Return what keeps the contents of answers, by their tags."""
    return Kept(limit, len)


def wholes() -> Kept[tuple[object, ...], Whole]:
    """Return what keeps answers by what was asked, some thousands of them."""
    return Kept(_WHOLES, lambda _: _HEADERS)
