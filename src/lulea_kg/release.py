"""Releases: sealed, content-addressed, switched in by one atomic rename, and provable from their own dump.

The id is the reference date and twelve hex of SHA-256 over the graphs' digests and the data-model version; the store,
the name index, the report and the list of changes lie outside it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

from lulea_kg import files
from lulea_kg.errors import Unavailable
from lulea_kg.names import Names
from lulea_kg.stores import Store
from lulea_kg.stores.embedded import EmbeddedStore

CHANGES: Final = "changes.json"
COUNTS: Final = "counts.json"
CURRENT: Final = "current"
DUMP: Final = "dump.nq.gz"
ERASED: Final = "erased.json"
MANIFEST: Final = "manifest.json"
REPORT: Final = "report.json"
NAMES: Final = "names.sqlite"
STORE: Final = "store"


class Opened(Protocol):
    """What can be asked: a release in a folder, or the one a server holds."""

    @property
    def id(self) -> str:
        """The release id."""
        ...

    @property
    def manifest(self) -> dict[str, Any]:
        """What the release holds: id, base, datasets."""
        ...

    @property
    def report(self) -> dict[str, Any]:
        """What building the release found."""
        ...

    def open_store(self) -> Store:
        """Open what answers queries."""
        ...

    def open_names(self) -> Names:
        """Open the look-up index."""
        ...


@dataclass(frozen=True)
class Release:
    """A sealed release in its folder."""

    folder: Path

    @property
    def id(self) -> str:
        """The release id, "2026-11-23-0123456789ab"."""
        return str(self.manifest["id"])

    @property
    def sealed_at(self) -> datetime:
        """When the release was sealed; one of an earlier version has only the time of its file."""
        if told := self.manifest.get("sealedAt"):
            return datetime.fromisoformat(str(told))
        return datetime.fromtimestamp((self.folder / MANIFEST).stat().st_mtime, UTC)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the release holds; raises Unavailable when the folder is no release."""
        try:
            content: dict[str, Any] = json.loads((self.folder / MANIFEST).read_bytes())
            whole = isinstance(content["graphs"], dict) and isinstance(content["files"], dict) and content["id"]
            return content if whole and content["referenceDate"] and content["base"] else _no_release(self.folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unavailable("no-release", file=files.shown(self.folder)) from error

    @cached_property
    def report(self) -> dict[str, Any]:
        """What building the release found: counts, phrases checked, findings."""
        try:
            content: dict[str, Any] = json.loads((self.folder / REPORT).read_bytes())
        except (OSError, ValueError) as error:
            raise Unavailable("no-release", file=files.shown(self.folder)) from error
        return content

    def open_store(self) -> EmbeddedStore:
        """Open the store read-only; make it anew from the dump when another database version cannot read it."""
        _ = self.manifest
        try:
            return EmbeddedStore(self.folder / STORE)
        except Unavailable:
            # Writing is not on the path of a question: its modules are loaded in this rare case only.
            from lulea_kg.stores.disk import remake

            return remake(self.folder / STORE, self.folder / DUMP)

    def open_names(self) -> Names:
        """Open the look-up index; make it anew in memory when there is none of this version."""
        return Names.open(self.folder / NAMES, lambda: Names.build(self.open_store()))


def current(releases: Path) -> Release | None:
    """Return the current release of a releases folder, or None when there is none yet."""
    link = releases / CURRENT
    return Release(link.resolve()) if (link / MANIFEST).is_file() else None


def at(folder: Path) -> Release:
    """Return the release in `folder`, or the current one when `folder` holds releases.

    Raises Unavailable with the reason when the release was erased.
    """
    if grave := erased_ids(folder.parent).get(folder.name):
        raise Unavailable("erased-release", file=files.shown(folder), found=grave["reason"], day=grave["on"])
    return current(folder) or Release(folder)


def erased_ids(releases: Path) -> dict[str, dict[str, str]]:
    """Return the ids of releases that were erased, each with day and reason."""
    try:
        known: dict[str, dict[str, str]] = json.loads((releases / ERASED).read_bytes())
    except (OSError, ValueError):
        return {}
    return known


def _no_release(folder: Path) -> dict[str, Any]:
    raise Unavailable("no-release", file=files.shown(folder))


def as_json(content: object) -> bytes:
    """Return `content` as the product writes JSON files: UTF-8, indented, one order."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
