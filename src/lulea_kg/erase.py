"""Erasure of personal data: a thing and all said by or of it leaves the datasets, the texts and every kept release.

What stays is a tombstone: the thing's opaque key, the day, and the reason. Its key is never given to anything else.
"""

import gzip
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from lulea_kg import datasets, files, rows
from lulea_kg.errors import LuleaKGError, NameUnknown
from lulea_kg.gather import REGISTRY_FILE, gather
from lulea_kg.graphs import TOMBSTONE_COLUMNS, TOMBSTONES
from lulea_kg.iris import REGISTRY_COLUMNS, Namer, Registered, Registry
from lulea_kg.model import Dataset, Place
from lulea_kg.names import Names
from lulea_kg.queries import literal
from lulea_kg.release import CURRENT, ERASED, MANIFEST, Release, as_json, current, erased_ids
from lulea_kg.sources.tables import COLUMNS
from lulea_kg.spelling import folded
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR, OA, PREFIXES

_LABELS: Final = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?name WHERE { <%s> skos:prefLabel|skos:altLabel ?name }"
)
_MENTIONED: Final = "ASK { ?thing ?property ?text . FILTER(isLiteral(?text) && CONTAINS(LCASE(STR(?text)), %s)) }"
_NAMING: Final = ("subject", "partner", "asserted_by", "member", "network", "thing", "about")
_REDACTED: Final = "[…]"


@dataclass
class Erased:
    """What an erasure did: files changed or removed, releases deleted, and files where a name still stands."""

    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    releases: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Target:
    iri: str
    names: tuple[str, ...]
    lookup: Names

    def is_named(self, cell: str, namer: Namer) -> bool:
        """Tell whether a cell of a table names the thing."""
        if cell.startswith("~"):
            return self.iri in (namer.thing("actor", cell[1:]), namer.thing("place", cell[1:]))
        try:
            return bool(cell) and self.lookup.resolve(cell) == self.iri
        except LuleaKGError:
            return False

    def stands_in(self, text: str) -> bool:
        """Tell whether one of the thing's names stands in a text, whatever its case."""
        folded = text.casefold()
        return any(name.casefold() in folded for name in self.names)

    def redacted(self, text: str) -> str:
        """Return a text without the thing's names."""
        for name in self.names:
            while (at := text.casefold().find(name.casefold())) >= 0:
                text = text[:at] + _REDACTED + text[at + len(name) :]
        return text


def erase(
    folders: Sequence[Path],
    thing: str,
    reason: str,
    on: date,
    base: str,
    releases: Path,
    snapshots: Path | None,
    rebuild: Callable[[Release | None], Release],
) -> Erased:
    """Remove `thing` (a name, code, key or IRI) from the datasets in `folders`, from texts and from kept releases.

    `rebuild` makes a new release from what is left, its changes told against the newest kept one that does not hold the
    thing; when it fails, the datasets are put back as they were. Raises NameUnknown or NameAmbiguous, InputError for a
    file that cannot be changed.
    """
    own = [datasets.load(folder) for parent in folders for folder in datasets.below(parent)]
    gathered = gather(datasets.choose([dataset.folder for dataset in own]), [], base)
    lookup = Names.build(gathered.store)
    target = _target(thing, gathered.store, lookup)
    done, before, after = Erased(), dict[Path, bytes](), dict[Path, bytes]()
    for dataset in own:
        namer = Namer(dataset.base or base, dataset.name, gathered.registry)
        after |= dict(_edited(dataset, namer, target, reason, on))
    try:
        for path, content in sorted(after.items()):
            before[path] = path.read_bytes() if path.exists() else b""
            if content != before[path]:
                files.write_atomically(path, content)
                done.changed.append(files.shown(path))
        fresh = rebuild(_newest_clean(releases, target))
    except LuleaKGError:
        for path, content in before.items():
            files.write_atomically(path, content) if content else path.unlink(missing_ok=True)
        raise
    done.removed += _drop_snapshots(snapshots, target)
    done.releases += _drop_releases(releases, fresh, target, reason, on)
    done.left += _left(own, releases, target)
    lookup.close()
    return done


def _target(thing: str, store: EmbeddedStore, lookup: Names) -> _Target:
    """Return what to erase: a thing with all its names, or a mere name that stands in some text of the store."""
    try:
        iri = lookup.resolve(thing)
    except NameUnknown:
        if len(thing.strip()) > 3 and json.loads(store.query(_MENTIONED % literal(thing.casefold())))["boolean"]:
            return _Target("", (thing.strip(),), lookup)
        raise
    names = {row["name"] for row in select(store, _LABELS % iri)}
    return _Target(iri, tuple(sorted(names, key=len, reverse=True)), lookup)


def _edited(dataset: Dataset, namer: Namer, target: _Target, reason: str, on: date) -> Iterator[tuple[Path, bytes]]:
    folder = dataset.folder
    for name in COLUMNS:
        if (path := folder / f"{name}.csv").exists():
            yield path, _table(path, name, namer, target)
    for path in sorted([*folder.glob("*.ttl"), *folder.glob("sources/*.ttl")]):
        scope = path.stem if path.parent != folder else ""
        yield path, _turtle(path, namer, scope, target)
    yield from _registry(dataset, namer, target, reason, on)


def _table(path: Path, name: str, namer: Namer, target: _Target) -> bytes:
    """Return a table without the rows that name the thing or quote its name, and with its name taken out elsewhere."""
    table, unknown = rows.read(path, COLUMNS[name], ())
    header = rows.header(table, [*COLUMNS[name], *unknown])
    own = name[:-1] if name in ("actors", "places") else ""
    kept = []
    for row in table:
        named = any(target.is_named(row[column], namer) for column in _NAMING)
        itself = bool(own) and namer.thing(own, row["key"]) == target.iri
        if not named and not itself and not target.stands_in(row["phrase"]):
            kept.append([target.redacted(row[column]) for column in header])
    return (
        rows.write(header, kept)
        if len(kept) < len(table) or target.stands_in(files.read_text(path))
        else path.read_bytes()
    )


def _turtle(path: Path, namer: Namer, scope: str, target: _Target) -> bytes:
    """Return a Turtle file without the thing, without the claims it makes or is spoken of in, and without its names.

    A file that speaks of the thing is written anew, without its comments, which might hold the name as well.
    """
    content = files.read_text(path)
    root = namer.base + "/"
    place = Place(files.shown(path))
    triples = [quad.triple for quad in parse(content.encode(), format=RdfFormat.TURTLE, base_iri=root)]

    def expanded(node: object) -> str:
        return (
            namer.expand(node.value, scope, place)
            if isinstance(node, NamedNode) and "/~" in node.value
            else str(getattr(node, "value", ""))
        )

    gone = _closure([(expanded(t.subject), t.predicate.value, expanded(t.object), t.object) for t in triples], target)
    kept = [t for t in triples if expanded(t.subject) not in gone and expanded(t.object) not in gone]
    kept = [Triple(t.subject, t.predicate, _clean(t.object, target)) for t in kept]
    if kept == triples and not target.stands_in(content):
        return path.read_bytes()
    written = serialize(kept, format=RdfFormat.TURTLE, prefixes=PREFIXES, base_iri=root) or b""
    return b"".join(line for line in written.splitlines(keepends=True) if not line.startswith(b"@base"))


def _closure(facts: Sequence[tuple[str, str, str, object]], target: _Target) -> set[str]:
    """Return the thing, and each claim by, about or quoting it with its situation and evidence."""
    members: dict[str, set[str]] = {}
    for subject, predicate, value, _ in facts:
        if predicate in (MIR + "states", OA + "hasTarget"):
            members.setdefault(subject, {subject}).add(value)
    owner = {member: claim for claim, found in members.items() for member in found}
    gone = {target.iri} - {""}
    for subject, predicate, value, node in facts:
        quoted = predicate == OA + "exact" and isinstance(node, Literal) and target.stands_in(node.value)
        if subject in owner and (quoted or (value == target.iri and value)):
            gone |= members[owner[subject]]
    return gone


def _clean(value: object, target: _Target) -> NamedNode | Literal:
    if isinstance(value, Literal) and target.stands_in(value.value):
        text = target.redacted(value.value)
        return Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    assert isinstance(value, NamedNode | Literal)
    return value


def _registry(dataset: Dataset, namer: Namer, target: _Target, reason: str, on: date) -> Iterator[tuple[Path, bytes]]:
    """Yield the registry without the thing's natural key, which tells its name, and the table of tombstones."""
    path = dataset.folder / REGISTRY_FILE
    registry = Registry()
    entries = registry.load(path, namer.base, dataset.name)
    gone = _keys(entries, target.iri.rpartition("/")[2])
    if not gone:
        return
    kept = [_without(entry, gone) for entry in entries if entry.key not in gone]
    yield path, rows.write(REGISTRY_COLUMNS, [[str(getattr(e, column)) for column in REGISTRY_COLUMNS] for e in kept])
    tombstones = dataset.folder / TOMBSTONES
    table = rows.read(tombstones, TOMBSTONE_COLUMNS)[0] if tombstones.exists() else []
    type_ = target.iri.split("/")[-2]
    graves = [[row[column] for column in TOMBSTONE_COLUMNS] for row in table]
    graves += [[key, type_, on.isoformat(), target.redacted(reason)] for key in gone]
    yield tombstones, rows.write(TOMBSTONE_COLUMNS, graves)


def _keys(entries: Sequence[Registered], key: str) -> list[str]:
    """Return a key that the registry holds, and each key that was minted for the same thing by mistake."""
    gone = [entry.key for entry in entries if entry.key == key]
    while more := [e.key for e in entries if e.key not in gone and e.successors and set(e.successors) <= set(gone)]:
        gone += more
    return gone


def _without(entry: Registered, gone: Sequence[str]) -> Registered:
    """Return a row of the registry whose key no longer leads to what is gone."""
    return replace(entry, replaced_by=" ".join(key for key in entry.successors if key not in gone))


def _drop_snapshots(folder: Path | None, target: _Target) -> Iterator[str]:
    """Remove the texts that hold the name; a text without it would not be the one that evidence points into."""
    for path in sorted(folder.rglob("*")) if folder and folder.is_dir() else []:
        if path.is_file() and _names(path, target):
            path.unlink()
            yield files.shown(path)


def _newest_clean(releases: Path, target: _Target) -> Release | None:
    """Return the newest kept release that holds neither the thing nor its name, None when there is none."""
    release = current(releases)
    while release and (release.folder / MANIFEST).is_file():
        if not _holds(release.folder, target):
            return release
        before = str(release.manifest.get("previous", ""))
        release = Release(release.folder.parent / before) if before else None
    return None


def _holds(folder: Path, target: _Target) -> bool:
    return any(_speaks(path, target) for path in folder.rglob("*") if path.is_file())


def _drop_releases(releases: Path, fresh: Release, target: _Target, reason: str, on: date) -> Iterator[str]:
    """Delete the kept releases that hold the thing or its name, and remember their ids."""
    for folder in sorted(path for path in releases.iterdir() if path.is_dir() and not path.is_symlink()):
        if folder.resolve() == fresh.folder.resolve() or not _holds(folder, target):
            continue
        if (folder / MANIFEST).is_file():
            known = erased_ids(releases) | {folder.name: {"on": on.isoformat(), "reason": target.redacted(reason)}}
            files.write_atomically(releases / ERASED, as_json(known))
        shutil.rmtree(folder)
        yield folder.name


def _left(own: Iterable[Dataset], releases: Path, target: _Target) -> Iterator[str]:
    """Yield the files of datasets and releases in which a name still stands."""
    for folder in [*(dataset.folder for dataset in own), releases]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and CURRENT not in path.relative_to(folder).parts and _names(path, target):
                yield files.shown(path)


def _names(path: Path, target: _Target) -> bool:
    """Tell whether one of the thing's names stands in a file, as it is written, folded, or packed."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    lower = content.lower()
    needles = {form.encode() for name in target.names for form in (name, name.casefold(), folded(name))}
    return any(needle in content or needle in lower for needle in needles)


def _speaks(path: Path, target: _Target) -> bool:
    """Tell whether a file names the thing or links to it."""
    return _names(path, target) or bool(target.iri and target.iri.encode() in path.read_bytes())
