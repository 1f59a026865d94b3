"""Dataset folders: finding them, and reading their dataset.toml."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from lulea_kg import files, times
from lulea_kg.errors import InputError
from lulea_kg.iris import checked_base
from lulea_kg.model import Dataset
from lulea_kg.spelling import slug

ROLES: Final = ("reference", "relations", "optional")
LICENCES: Final[dict[str, str]] = {
    "CC0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "http://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
}
"""Licences from the freest to the strictest: what is derived from several carries the strictest of them."""

DESCRIPTION = "dataset.toml"
WORKBOOK: Final = ".xlsx"
# The others are refused with a word of what to do.
WORKBOOKS: Final = (WORKBOOK, ".xlsm", ".xls", ".ods")
_REQUIRED = ("name", "title", "role", "licence", "publisher", "recorded_on", "recorded_by")
_OPTIONAL = ("base", "attribution", "serve_text", "contact", "keys")
KEYS: Final = ("registered", "derived")


def load(folder: Path) -> Dataset:
    """Return the dataset in `folder`, or of a workbook; raise InputError when what describes it says something odd."""
    if folder.suffix.lower() in WORKBOOKS:
        return _of_workbook(folder)
    path = folder / DESCRIPTION
    file = files.shown(path)
    try:
        content: dict[str, Any] = tomllib.loads(files.read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError("bad-toml", file=file, found=str(error)) from error
    if missing := [name for name in _REQUIRED if not content.get(name)]:
        raise InputError("missing-setting", file=file, found=", ".join(missing))
    if unknown := [name for name in content if name not in (*_REQUIRED, *_OPTIONAL)]:
        raise InputError("unknown-setting", file=file, found=", ".join(unknown))
    for name in ("name", "publisher", "recorded_by", "base", "attribution", "contact"):
        if name in content and not isinstance(content[name], str):
            raise InputError("bad-setting", file=file, column=name, found=content[name], expected='"…"')
    if not re.fullmatch(r"[a-z0-9åäöæøé][a-z0-9åäöæøé.-]*", content["name"]):
        raise InputError("bad-setting", file=file, column="name", found=content["name"], expected='"a-z 0-9 -"')
    _expect(file, "role", content["role"], ROLES)
    _expect(file, "licence", content["licence"], tuple(LICENCES))
    _expect(file, "keys", content.get("keys", KEYS[0]), KEYS)
    _expect(file, "serve_text", content.get("serve_text", False), (True, False))
    title, recorded_on = content["title"], content["recorded_on"]
    if not isinstance(title, dict) or not all(isinstance(title.get(lang), str) for lang in ("sv", "en")):
        raise InputError("bad-setting", file=file, column="title", found=title, expected='{ sv = "…", en = "…" }')
    if type(recorded_on) is not date:
        raise InputError("bad-setting", file=file, column="recorded_on", found=recorded_on, expected="2026-11-23")
    base = checked_base(content["base"], file) if content.get("base") else None
    return Dataset(
        name=content["name"],
        folder=folder,
        title={lang: title[lang] for lang in ("sv", "en")},
        role=content["role"],
        licence=content["licence"],
        publisher=content["publisher"],
        recorded_on=recorded_on,
        recorded_by=content["recorded_by"],
        base=base,
        attribution=content.get("attribution", ""),
        contact=content.get("contact", ""),
        keys=content.get("keys", KEYS[0]),
    )


def _of_workbook(path: Path) -> Dataset:
    """Return the dataset that a workbook is: what its sheet "Om" says."""
    from lulea_kg.sources import workbook

    about, file = workbook.read(path).about, files.shown(path)
    if missing := [
        name for name in ("title", "publisher", "licence", "recorded_on", "recorded_by") if not about.get(name)
    ]:
        raise InputError("missing-setting", file=file, found=", ".join(missing))
    _expect(file, "licence", about["licence"], tuple(LICENCES))
    try:
        recorded_on = times.day(about["recorded_on"])
    except InputError as error:
        raise InputError(error.message, file=file, column="recorded_on", **error.facts) from error
    return Dataset(
        name=slug(about.get("name") or path.stem),
        folder=path,
        title=dict.fromkeys(("sv", "en"), about["title"]),
        role="relations",
        licence=about["licence"],
        publisher=about["publisher"],
        recorded_on=recorded_on,
        recorded_by=about["recorded_by"],
        base=checked_base(about["base"], file) if about.get("base") else None,
        keys="derived",
    )


def below(folder: Path) -> list[Path]:
    """Return the datasets in `folder`: itself, or the folders and workbooks directly below it, by name."""
    if folder.suffix.lower() in WORKBOOKS and folder.is_file():
        return [folder]
    if (folder / DESCRIPTION).is_file():
        return [folder]
    books = (path for path in folder.glob(f"*{WORKBOOK}") if not path.name.startswith((".", "~$")))
    return sorted([*(path.parent for path in folder.glob(f"*/{DESCRIPTION}")), *books])


def choose(paths: Sequence[Path], optional: Iterable[str] = ()) -> list[Dataset]:
    """Return the datasets to build from: those under `paths`, and the shipped reference datasets not among them.

    Optional datasets come along only when named in `optional` (or "all"). Raises InputError for a path without any,
    for two datasets of one name, and for a name in `optional` that no dataset has.
    """
    wanted = set(optional)
    found: dict[str, Dataset] = {}
    for path in paths:
        folders = below(path)
        if not folders:
            raise InputError("no-dataset", file=files.shown(path))
        for folder in folders:
            dataset = load(folder)
            other = found.get(dataset.name)
            if other and other.folder.resolve() != folder.resolve():
                raise InputError("duplicate-dataset", file=files.shown(folder), found=dataset.name)
            found[dataset.name] = dataset
    for folder in below(files.shipped("data")):
        dataset = load(folder)
        if dataset.role == "reference" or (dataset.role == "optional" and wanted & {dataset.name, "all"}):
            taken = found.setdefault(dataset.name, dataset)
            if taken.role != dataset.role:
                raise InputError("duplicate-dataset", file=files.shown(taken.folder), found=dataset.name)
    if unknown := wanted - {"all"} - set(found):
        raise InputError("unknown-dataset", found=", ".join(sorted(unknown)))
    chosen = (d for d in found.values() if d.role != "optional" or wanted & {d.name, "all"})
    return sorted(chosen, key=lambda dataset: dataset.name)


def _expect(file: str, column: str, found: object, expected: Sequence[object]) -> None:
    if found not in expected:
        raise InputError("bad-code", file=file, column=column, found=found, expected=", ".join(map(str, expected)))
