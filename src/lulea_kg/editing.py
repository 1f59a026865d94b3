"""Changes people make to dataset folders through the product: a new dataset, registered keys, withdrawals."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from lulea_kg import datasets, files, iris, rows
from lulea_kg.build import examine
from lulea_kg.errors import InputError
from lulea_kg.gather import REGISTRY_FILE
from lulea_kg.iris import REGISTRY_COLUMNS, Namer, Registry
from lulea_kg.model import Dataset
from lulea_kg.queries import literal
from lulea_kg.sources import turtle
from lulea_kg.sources.tables import COLUMNS, REQUIRED
from lulea_kg.spelling import slug
from lulea_kg.terms import MIR, RDF_TYPE, XSD

_DESCRIPTION: Final = """name = {name}
title = {{ sv = {sv}, en = {en} }}
role = "relations"
licence = "CC0-1.0"
publisher = {title}
recorded_on = {day}
recorded_by = {title}
base = {base}
"""
_ACTORS: Final = """\
# The actors of this dataset: yours, its partners, networks and the publishers of its sources.
# <id/actor/~KEY> gets an opaque key when it is read. Exactly one skos:prefLabel each, the short name.
@prefix dct: <http://purl.org/dc/terms/> .
@prefix mir: <https://w3id.org/munirel/def/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<id/actor/~{key}> a mir:LocalAuthority ;
    skos:prefLabel {title} .
"""


def new_dataset(name: str, parent: Path, base: str, on: date) -> tuple[Path, int]:
    """Make a dataset folder for a municipality under `parent`; return it and how many keys were registered.

    An existing dataset is kept as it is: only the things its registry does not hold yet are registered. Raises
    InputError when another folder is in the way.
    """
    base = iris.checked_base(base)
    folder = parent / _slug(name)
    if folder.exists():
        if not (folder / datasets.DESCRIPTION).is_file():
            raise InputError("dataset-exists", file=files.shown(folder))
        return folder, register([datasets.load(folder)], base, on)
    title = name[:1].upper() + name[1:]
    values = {
        "name": _toml(_slug(name)),
        "sv": _toml(f"Internationella relationer: {title}"),
        "en": _toml(f"International relations: {title}"),
        "title": _toml(title),
        "day": on.isoformat(),
        "base": _toml(base),
    }
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise InputError("unwritable", file=files.shown(folder), found=error.strerror or str(error)) from error
    files.write_atomically(folder / "sources.csv", rows.write(COLUMNS["sources"], []))
    files.write_atomically(folder / "claims.csv", rows.write(COLUMNS["claims"], []))
    files.write_atomically(folder / "actors.ttl", _ACTORS.format(key=_slug(name), title=_toml(title)).encode())
    files.write_atomically(folder / datasets.DESCRIPTION, _DESCRIPTION.format(**values).encode())
    return folder, register([datasets.load(folder)], base, on)


def register(chosen: Sequence[Dataset], base: str, on: date) -> int:
    """Write the keys that nobody has registered yet into each dataset's registry.csv; return how many there were."""
    everything = datasets.choose([dataset.folder for dataset in chosen])
    gathered, _, _ = examine(everything, base=base)
    count = 0
    for dataset in chosen:
        registry = Registry()
        entries = registry.load(dataset.folder / REGISTRY_FILE, dataset.base or base, dataset.name)
        table = [[str(getattr(entry, column)) for column in REGISTRY_COLUMNS] for entry in entries]
        own = [
            (type_, natural_key)
            for (type_, natural_key), place in gathered.registry.unregistered.items()
            if Path(place.file).resolve().is_relative_to(dataset.folder.resolve())
        ]
        table += [[iris.mint(type_, key), type_, key, on.isoformat(), "", ""] for type_, key in own]
        table.sort(key=lambda row: (row[1], row[2]))
        files.write_atomically(dataset.folder / REGISTRY_FILE, rows.write(REGISTRY_COLUMNS, table))
        count += len(own)
    return count


def withdraw(folders: Sequence[Path], named: str, reason: str, on: date, base: str) -> list[str]:
    """Stamp a claim, or every claim of a source, as withdrawn on a day; return the row keys or IRIs that were stamped.

    `named` is a source's key, a claim as SOURCE/ROW, or the IRI or key of either. Raises InputError when no dataset of
    `folders` states it, or all of it was withdrawn before.
    """
    seen = False
    stamped: list[str] = []
    for dataset in (datasets.load(folder) for parent in folders for folder in datasets.below(parent)):
        registry = Registry()
        namer = Namer(dataset.base or base, dataset.name, registry)
        registry.load(dataset.folder / REGISTRY_FILE, namer.base, dataset.name)
        for key in _source_keys(dataset):
            whole = named in (key, namer.source(key), iris_key(namer.source(key)))
            found, rows = _stamp_rows(dataset, namer, key, named, whole, reason, on)
            found_too, more = _stamp_turtle(dataset, namer, key, named, whole, reason, on)
            seen = seen or found or found_too
            stamped += rows + more
    if not stamped:
        where = ", ".join(files.shown(folder) for folder in folders)
        raise InputError("already-withdrawn" if seen else "not-here", found=named, expected=where)
    return stamped


def iris_key(iri: str) -> str:
    """Return the key of an IRI of ours: its last segment."""
    return iri.rpartition("/")[2]


def _source_keys(dataset: Dataset) -> list[str]:
    path = dataset.folder / "sources.csv"
    return [row["key"] for row in rows.read(path, COLUMNS["sources"], REQUIRED["sources"])[0]] if path.exists() else []


def _stamp_rows(
    dataset: Dataset, namer: Namer, source: str, named: str, whole: bool, reason: str, on: date
) -> tuple[bool, list[str]]:
    seen, stamped = False, list[str]()
    for name in ("claims", "memberships", "links"):
        if (path := dataset.folder / f"{name}.csv").exists():
            found, more = _stamp_table(path, name, namer, source, named, whole, reason, on)
            seen, stamped = seen or found, stamped + more
    return seen, stamped


def _stamp_table(
    path: Path, name: str, namer: Namer, source: str, named: str, whole: bool, reason: str, on: date
) -> tuple[bool, list[str]]:
    table, unknown = rows.read(path, COLUMNS[name], REQUIRED[name])
    header = rows.header(table, [*COLUMNS[name], *unknown], ("withdrawn_at", "withdrawn_reason"))
    seen, stamped = False, list[str]()
    for row in table:
        iri = namer.row("claim", source, row["key"])
        if row["source"] != source or not (whole or named in (f"{source}/{row['key']}", iri, iris_key(iri))):
            continue
        seen = True
        if not row["withdrawn_at"]:
            row.cells.update(withdrawn_at=on.isoformat(), withdrawn_reason=reason)
            stamped.append(f"{source}/{row['key']}")
    if stamped:
        files.write_atomically(path, rows.write(header, [[row[name] for name in header] for row in table]))
    return seen, stamped


def _stamp_turtle(
    dataset: Dataset, namer: Namer, source: str, named: str, whole: bool, reason: str, on: date
) -> tuple[bool, list[str]]:
    path = dataset.folder / "sources" / f"{source}.ttl"
    if not path.exists():
        return False, []
    claims, gone = set(), set()
    for fact in turtle.facts(path, namer, source):
        if fact.predicate == RDF_TYPE and fact.value == NamedNode(MIR + "Claim"):
            claims.add(fact.subject)
        elif fact.predicate == MIR + "withdrawnAt":
            gone.add(fact.subject)
    row_key = named.removeprefix(f"{source}/") if named.startswith(f"{source}/") else ""
    wanted = {
        iri for iri in claims if whole or named in (iri, iris_key(iri)) or iri == namer.row("claim", source, row_key)
    }
    stamped = sorted(wanted - gone)
    if stamped:
        lines = [
            f'<{iri}> <{MIR}withdrawnAt> "{on}"^^<{XSD}date> ; <{MIR}withdrawnReason> {literal(reason)} .\n'
            for iri in stamped
        ]
        text = files.read_text(path)
        files.write_atomically(path, (text.rstrip("\n") + "\n\n" + "".join(lines)).encode())
    return bool(wanted), stamped


def _slug(name: str) -> str:
    if not (found := slug(name)):
        raise InputError("bad-row-key", found=name)
    return found


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
