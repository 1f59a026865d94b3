"""What is served: the current release, and the next one as soon as it is current, without a request being dropped."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from lulea_kg.answers import KnowledgeGraph, open_release
from lulea_kg.documents import Documents
from lulea_kg.errors import LuleaKGError, Unavailable
from lulea_kg.pages.view import View
from lulea_kg.release import CURRENT, STORE, Release, erased_ids
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.web.codes import Codes
from lulea_kg.web.keeping import Kept, Whole, contents, wholes
from lulea_kg.web.pool import RETRY, Limits, Pool
from lulea_kg.web.problems import Problem

_MOST_EARLIER: Final = 2
# Views of other days that are made at a time, and that may wait: each takes processor and memory of this process.
_VIEWS, _MOST_VIEWS = 2, 10
_LOG: Final = logging.getLogger("lulea_kg.web")


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
    # Why the release that is current since cannot be served.
    fault: str = ""
    looking: int = 0
    views: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_VIEWS))
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
        return format_datetime(self.release.sealed_at.astimezone(UTC), usegmt=True)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[None]:
        """Wait for one's turn to make a view of another day; raise Problem when too many wait."""
        if self.looking >= _MOST_VIEWS:
            raise Problem(503, "too-many-waiting", RETRY)
        self.looking += 1
        try:
            async with self.views:
                yield
        finally:
            self.looking -= 1

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
        self._target = self._tried = ""
        self._served: Served | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Served]:
        """Give the current release for one request; the one before, while the next is being opened."""
        if not self._served:
            await self._first()
        served = self._served
        assert served
        target = self._points_to()
        if target == self._target:
            self._tried, served.fault = target, ""
        elif target != self._tried and (self._renewing is None or self._renewing.done()):
            # One at a time: a release that is opened meanwhile would never be closed.
            self._tried, self._renewing = target, asyncio.create_task(self._renew(served, target))
        served.users += 1
        try:
            yield served
        finally:
            served.users -= 1
            served.leave()

    async def _first(self) -> None:
        async with self._opening:
            if not self._served:
                target = self._points_to()
                self._served, self._target, self._tried = await self._open(), target, target

    async def _renew(self, old: Served, target: str) -> None:
        """Serve the release that is current now; go on with the one before, and say so, when it cannot be opened."""
        try:
            served = await self._open()
        except Exception as error:
            old.fault = f"{target}: {error}" if isinstance(error, LuleaKGError) else f"{target}: {type(error).__name__}"
            _LOG.error(json.dumps({"release": target, "fault": old.fault}))
            return
        self._served, self._target = served, target
        old.retired = True
        old.leave()

    async def _open(self) -> Served:
        """Open the current release: the store beside the event loop, whose thread alone asks the names."""
        kg = open_release(self._folder)
        release = kg.release
        assert isinstance(release, Release)
        store = await asyncio.to_thread(lambda: kg.store)
        assert isinstance(store, EmbeddedStore)
        _ = kg.names
        pool = Pool(store.folder or release.folder / STORE, self._limits, self._workers)
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
