"""What is served: the current release, and the next one as soon as it is current, without a request being dropped."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeVar

from pyoxigraph import Store

from lulea_kg.answers import KnowledgeGraph, open_release
from lulea_kg.documents import Documents
from lulea_kg.errors import Unavailable
from lulea_kg.pages.view import View
from lulea_kg.release import CURRENT, MANIFEST, STORE, Release, erased_ids
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.web.codes import Codes
from lulea_kg.web.pool import Limits, Pool
from lulea_kg.web.problems import Problem

# Rendered answers that are kept, in bytes.
_KEPT: Final = 32 * 1024 * 1024
# What an answer takes beside its content: a million short ones are not for nothing.
_ENTRY: Final = 500
# Of answers by what was asked: all headers together, and those of one.
_WHOLES, _HEADERS = 16 * 1024 * 1024, 3000
_MOST_EARLIER: Final = 2
Key = TypeVar("Key")
Value = TypeVar("Value")


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


@dataclass
class Served:
    """One release with all that answers from it."""

    kg: KnowledgeGraph
    release: Release
    store: Store
    pool: Pool
    union: bool = True
    kept: Kept[str, bytes] = field(default_factory=contents)
    wholes: Kept[tuple[object, ...], Whole] = field(default_factory=wholes)
    users: int = 0
    retired: bool = False
    _earlier: dict[str, "Served"] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The base that the release names its things under, unless their dataset has its own."""
        return str(self.release.manifest["base"])

    @cached_property
    def bases(self) -> list[str]:
        """All bases that things of the release are named under, the release's own first."""
        found = {graph.partition("/graph/")[0] for graph in self.release.manifest["graphs"]}
        return [self.base, *sorted(found - {self.base})]

    @cached_property
    def documents(self) -> Documents:
        """The documents of all things of the release."""
        return Documents(self.store)

    @cached_property
    def codes(self) -> Codes:
        """The codes that other registers give the things of the release."""
        return Codes(self.store, self.documents)

    def view(self, root: str, lang: str) -> View:
        """Return how pages look at the release: in a language, from a root path."""
        return View(root, lang, tuple(self.bases), self.release.id, str(self.release.manifest["referenceDate"]))

    @cached_property
    def last_modified(self) -> str:
        """When the release was sealed, as HTTP writes it."""
        sealed = (self.release.folder / MANIFEST).stat().st_mtime
        return format_datetime(datetime.fromtimestamp(sealed, UTC), usegmt=True)

    def earlier(self, id_: str) -> "Served":
        """Return what a release of the same folder tells; raise Problem when it is not kept, or was erased."""
        folder = self.release.folder.parent
        if id_ == self.release.id:
            return self
        if grave := erased_ids(folder).get(id_):
            raise Problem(410, "gone", day=grave["on"], found=grave["reason"])
        if id_ not in self._earlier:
            release = Release(folder / id_)
            try:
                store = EmbeddedStore(release.folder / STORE).library
            except Unavailable as error:
                raise Problem(404, "release-not-kept", found=id_) from error
            while len(self._earlier) >= _MOST_EARLIER:
                del self._earlier[next(iter(self._earlier))]
            self._earlier[id_] = Served(KnowledgeGraph(release), release, store, self.pool, self.union, self.kept)
        return self._earlier[id_]

    def leave(self) -> None:
        """Close what answers once nobody uses it and it is no longer current."""
        if self.retired and not self.users:
            self.pool.close()
            self.kg.names.close()


class Serving:
    """The release that is current in a folder of releases, or the one given."""

    def __init__(self, folder: Path, limits: Limits | None = None, workers: int = 2, *, union: bool = True) -> None:
        self._folder, self._limits, self._workers, self._union = folder, limits or Limits(), workers, union
        self._link = folder / CURRENT
        self._target = ""
        self._served: Served | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Served]:
        """Give the current release for one request."""
        served = self._served if self._served and self._points_to() == self._target else await self._now()
        served.users += 1
        try:
            yield served
        finally:
            served.users -= 1
            served.leave()

    async def _now(self) -> Served:
        """Return the release that is current; go on with the one before while the next cannot be opened."""
        async with self._opening:
            target = self._points_to()
            if self._served and target == self._target:
                return self._served
            try:
                served = await self._open()
            except Unavailable:
                if not self._served:
                    raise
                return self._served
            old, self._served, self._target = self._served, served, target
            if old:
                old.retired = True
                old.leave()
            return served

    async def _open(self) -> Served:
        kg = open_release(self._folder)
        release, store = kg.release, kg.store
        assert isinstance(release, Release)
        assert isinstance(store, EmbeddedStore)
        # Opened here: the index is asked by the thread of the event loop alone.
        _ = kg.names
        pool = Pool(release.folder / STORE, self._limits, self._workers)
        await pool.open()
        return Served(kg, release, store.library, pool, self._union)

    def close(self) -> None:
        """End all that answers."""
        if self._served:
            self._served.pool.close()

    def _points_to(self) -> str:
        try:
            return str(self._link.readlink())
        except OSError:
            return ""
