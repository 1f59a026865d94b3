"""Keys and IRIs: who mints them, and how a readable natural key becomes an opaque one.

A key is ten base32 characters from a hash of type and natural key. It is minted once and kept in the dataset's
registry.csv; a thing the registry does not hold gets the same key anew, so builds agree, and a warning.
"""

import base64
import hashlib
import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lulea_kg import files, rows, times
from lulea_kg.errors import InputError
from lulea_kg.model import Place
from lulea_kg.rows import Row
from lulea_kg.terms import KEY, TYPES

REGISTERED: Final = ("actor", "place", "cooperation", "source", "plan")
REGISTRY_COLUMNS: Final = ("key", "type", "natural_key", "created", "replaced_by", "reason")


def mint(type_: str, natural_key: str) -> str:
    """Return the key of a thing: ten lower-case base32 characters of SHA-256 over "type:natural key".

    >>> mint("actor", "se-2580")
    'cgucjzu2ns'
    """
    digest = hashlib.sha256(f"{type_}:{natural_key}".encode()).digest()
    return base64.b32encode(digest)[:10].decode().lower()


def checked_base(base: str, file: str = "") -> str:
    """Return `base` without a trailing slash; raise InputError unless it is an http(s) address to put IRIs under."""
    if not re.fullmatch(r"https?://[^\s/?#<>\"{}|\\^`]+(/[^\s?#<>\"{}|\\^`]*)?", base):
        raise InputError("bad-base", file=file, found=base)
    return base.rstrip("/")


@dataclass(frozen=True)
class Registered:
    """One row of a registry: the key a natural key was given, and what took its place if it was minted by mistake."""

    key: str
    type: str
    natural_key: str
    created: str
    replaced_by: str
    reason: str
    base: str
    dataset: str

    @property
    def successors(self) -> tuple[str, ...]:
        """The keys in its place: one that is followed, or several, of which nobody can tell which is meant."""
        return tuple(dict.fromkeys(self.replaced_by.split()))


@dataclass
class Registry:
    """Every key the datasets of a build have minted, and the natural keys that none has registered.

    A dataset's own entry comes first; without one, the first dataset that registered the thing has named it. `folds`
    holds the actors that identity links say are others, by natural key.
    """

    own: dict[tuple[str, str, str], Registered] = field(default_factory=dict)
    shared: dict[tuple[str, str], Registered] = field(default_factory=dict)
    unregistered: dict[tuple[str, str], Place] = field(default_factory=dict)
    replacements: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folds: dict[str, str] = field(default_factory=dict)
    derived: dict[tuple[str, str], str] = field(default_factory=dict)

    def load(self, path: Path, base: str, dataset: str) -> list[Registered]:
        """Read a registry.csv into this registry; raise InputError for a bad key, an unknown type or a duplicate."""
        if not os.path.lexists(path):
            return []
        table, unknown = rows.read(path, REGISTRY_COLUMNS)
        if unknown:
            raise InputError("unknown-column", file=files.shown(path), row=1, found=", ".join(unknown))
        read: list[Registered] = []
        types: dict[str, str] = {}
        for row in table:
            _check_entry(row)
            if row["key"] in types or (dataset, row["type"], row["natural_key"]) in self.own:
                raise InputError("duplicate-key", file=row.file, row=row.number, found=row["key"])
            types[row["key"]] = row["type"]
            entry = Registered(**{column: row[column] for column in REGISTRY_COLUMNS}, base=base, dataset=dataset)
            self.own[dataset, entry.type, entry.natural_key] = entry
            self.shared.setdefault((entry.type, entry.natural_key), entry)
            read.append(entry)
            if entry.successors:
                self.replacements[entry.key] = entry.successors
        for row, entry in zip(table, read, strict=True):
            if missing := ", ".join(key for key in entry.successors if types.get(key) != entry.type):
                raise InputError(
                    "missing-replacement", file=row.file, row=row.number, found=missing, expected=entry.type
                )
        if circular := [key for key in self.replacements if key in self._ahead(key)]:
            raise InputError("circular-replacement", file=files.shown(path), found=", ".join(sorted(circular)))
        return read

    def iri(self, base: str, dataset: str, type_: str, natural_key: str, place: Place | None = None) -> str:
        """Return the IRI of a thing by natural key, following `replaced_by`; note it when nobody registered it.

        A thing that several replace keeps its own, for none of them is the one to follow. What is in `derived` needs no
        registering: its key follows from a natural key that never changes.
        """
        if type_ == "actor":
            natural_key = self.unfolded(natural_key)
        entry = self.own.get((dataset, type_, natural_key)) or self.shared.get((type_, natural_key))
        if entry:
            return f"{entry.base}/id/{type_}/{self._last(entry.key)}"
        if named := self.derived.get((type_, natural_key)):
            return named
        if type_ in REGISTERED and ("", dataset) not in self.derived:
            self.unregistered.setdefault((type_, natural_key), place or Place())
        return f"{base}/id/{type_}/{mint(type_, natural_key)}"

    def derive(self, base: str, dataset: str, things: Iterable[tuple[str, str]]) -> None:
        """Note the things, by type and natural key, of a dataset whose keys follow from natural keys."""
        self.derived["", dataset] = ""
        for type_, natural_key in things:
            self.derived.setdefault((type_, natural_key), f"{base}/id/{type_}/{mint(type_, natural_key)}")

    def fold(self, natural_key: str, other: str) -> None:
        """Say that the actor with this natural key is another actor: both names lead to the other's IRI."""
        if self.unfolded(other) != natural_key:
            self.folds[natural_key] = other

    def keep_folds(self, described: Collection[str]) -> None:
        """Forget the folds onto actors that nobody describes: then the other is all that is known."""
        self.folds = {key: other for key, other in self.folds.items() if self.unfolded(other) in described}

    def is_folded(self, natural_key: str) -> bool:
        """Tell whether an actor was said to be another one."""
        return natural_key in self.folds

    def unfolded(self, natural_key: str) -> str:
        """Return the natural key of the actor that a natural key leads to."""
        while natural_key in self.folds:
            natural_key = self.folds[natural_key]
        return natural_key

    def _last(self, key: str) -> str:
        """Return the key at the end of a chain of replacements, which ends where several replace one."""
        while len(successors := self.replacements.get(key, ())) == 1:
            key = successors[0]
        return key

    def _ahead(self, key: str) -> set[str]:
        """Return every key that replacements lead to from a key: itself too when they go in a circle."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            successors = self.replacements.get(waiting.pop(), ())
            waiting += [successor for successor in successors if successor not in found]
            found.update(successors)
        return found


def _check_entry(row: Row) -> None:
    def fault(message: str, column: str, **facts: object) -> InputError:
        return InputError(message, file=row.file, row=row.number, column=column, found=row[column], **facts)

    if not re.fullmatch(KEY, row["key"]):
        raise fault("bad-key", "key")
    if row["type"] not in REGISTERED:
        raise fault("bad-code", "type", expected=", ".join(REGISTERED))
    if not row["natural_key"]:
        raise fault("empty-cell", "natural_key")
    try:
        times.day(row["created"])
    except InputError as error:
        raise fault("bad-day", "created") from error
    if bool(row["replaced_by"]) != bool(row["reason"]):
        raise fault("replacement-incomplete", "reason")


@dataclass(frozen=True)
class Namer:
    """Gives one dataset's things their IRIs. `base` has no trailing slash."""

    base: str
    dataset: str
    registry: Registry

    def dataset_iri(self) -> str:
        """Return the IRI of the dataset itself."""
        return f"{self.base}/id/dataset/{mint('dataset', self.dataset)}"

    def thing(self, type_: str, natural_key: str, place: Place | None = None) -> str:
        """Return the IRI of an actor, place or plan by its natural key."""
        return self.registry.iri(self.base, self.dataset, type_, natural_key, place)

    def source(self, key: str, place: Place | None = None) -> str:
        """Return the IRI of the source with this key in the dataset's sources.csv."""
        return self.registry.iri(self.base, self.dataset, "source", f"{self.dataset}/{key}", place)

    def row(self, type_: str, scope: str, key: str) -> str:
        """Return the IRI of a claim or situation from its source (or the dataset, for scope "") and its row key."""
        return f"{self.base}/id/{type_}/{mint(type_, f'{self.dataset}/{scope}/{key}')}"

    def cooperation(self, family: str, parties: Iterable[str], place: Place | None = None) -> str:
        """Return the IRI of the cooperation of one family between party keys (a territory by its country code)."""
        return self.registry.iri(self.base, self.dataset, "cooperation", f"{family}:{'+'.join(sorted(parties))}", place)

    def expand(self, iri: str, scope: str, place: Place) -> str:
        """Return an IRI with its `~natural-key` segment replaced by the key; any other IRI as it is.

        `scope` is the key of the source whose file it stands in, "" at the top level of a dataset.
        """
        head, mark, natural_key = iri.partition("/~")
        if not mark:
            return iri
        type_ = head.rpartition("/")[2]
        if type_ not in TYPES or not head.endswith(f"/id/{type_}"):
            raise InputError("bad-natural-key", file=place.file, found=iri)
        natural_key = unquote(natural_key)
        if type_ in ("claim", "situation"):
            row, slash, part = natural_key.partition("/") if scope else (natural_key, "", "")
            return self.row(type_, scope, row) + slash + part
        if type_ == "source":
            return self.source(natural_key, place)
        if type_ == "snapshot":
            return f"{self.base}/id/snapshot/{mint('snapshot', natural_key)}"
        if type_ == "cooperation":
            family, _, parties = natural_key.partition(":")
            return self.cooperation(family, (self._party(party, place) for party in parties.split("+")), place)
        return self.registry.iri(self.base, self.dataset, type_, natural_key, place)

    def _party(self, natural_key: str, place: Place) -> str:
        if re.fullmatch(r"[A-Z]{3}", natural_key):
            return natural_key
        return self.registry.iri(self.base, self.dataset, "actor", natural_key, place).rpartition("/")[2]

    def graph(self, kind: str, iri: str) -> str:
        """Return the named graph of a source or dataset: `{base}/graph/{kind}/{key}`."""
        return f"{iri.partition('/id/')[0]}/graph/{kind}/{iri.rpartition('/')[2]}"
