"""Exempelköping, an invented municipality with two partners and one source: input small enough to stand in a test."""

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from lulea_kg import files
from lulea_kg.cli import main
from lulea_kg.iris import mint
from lulea_kg.sources.tables import COLUMNS

BASE: Final = "https://exempelkoping.example/relationer"
DESCRIPTION: Final = f"""name = "exempelkoping"
title = {{ sv = "Exempelköpings relationer", en = "Relations of Exempelköping" }}
role = "relations"
licence = "CC0-1.0"
publisher = "Exempelköping"
recorded_on = 2027-01-15
recorded_by = "Exempelköping, kansliet"
base = "{BASE}"
"""
ACTORS: Final = """@prefix mir: <https://w3id.org/munirel/def/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<id/actor/~exempelkoping> a mir:LocalAuthority ; skos:prefLabel "Exempelköping" .
<id/actor/~randby> a mir:LocalAuthority ; skos:prefLabel "Randby" .
<id/actor/~skogby> a mir:LocalAuthority ; skos:prefLabel "Skogby" .
"""
SOURCES: Final = """key,type,title,publisher,url,published,retrieved,language,licence,sha256,archived_url
avtal,page,Våra vänorter,Exempelköping,https://exempelkoping.example/vanorter,2020-05-01,2026-12-01,sv,,,
"""
# What a claims row says unless a test says otherwise.
ROW: Final = {
    "source": "avtal",
    "subject": "Exempelköping",
    "partner": "Randby",
    "kind": "twin-town",
    "status": "in-force",
    "modality": "asserted",
    "basis": "stated",
    "method": "hand-read",
}
EVIDENCE: Final = "<id/claim/~a/1>"
NOBODY: Final = 65534
_FEW: Final = "lulea-kg-few-"
_AREA: Final = """
<id/place/~se-2580> a <http://purl.org/dc/terms/Location> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "Luleå kommun" ;
    <http://purl.org/dc/terms/isPartOf> <http://publications.europa.eu/resource/authority/country/SWE> .
"""
_SHIPS_FEW: Final = """
from pathlib import Path
from lulea_kg import files
from lulea_kg.__main__ import run
shipped = files.shipped
files.shipped = lambda folder: Path({small!r}) if folder == "data" else shipped(folder)
run()
"""
# Whatever the person at the keyboard has set: no snapshots, no settings of their own.
ENVIRONMENT: Final[Mapping[str, str | None]] = {
    "LULEA_KG_SNAPSHOTS": os.devnull,
    "LULEA_KG_BASE": None,
    "LULEA_KG_LANG": None,
    "LULEA_KG_RELEASES": None,
    "NO_COLOR": None,
}
# A whole claim of the source avtal, as it stands in sources/avtal.ttl.
CLAIM: Final = f"""@prefix mir: <https://w3id.org/munirel/def/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<id/claim/~a> a mir:Claim ; mir:states <id/situation/~a> ; mir:modality mir:asserted ;
    mir:assertedBy <id/actor/~exempelkoping> ; mir:basis mir:stated ; mir:method mir:hand-read ;
    oa:hasTarget {EVIDENCE} .
{EVIDENCE} mir:row 7 ; mir:column "vänort" .
<id/situation/~a> a mir:StatusPhase ; mir:phaseOf <id/cooperation/~tie:exempelkoping+skogby> ; mir:status mir:in-force ;
    mir:kind mir:twin-town ; mir:latestBegin "2020-05-01"^^xsd:date ; mir:interpretedBy mir:holds-when-said .
<id/cooperation/~tie:exempelkoping+skogby> a mir:Cooperation ;
    mir:hasParty <id/actor/~exempelkoping> , <id/actor/~skogby> .
"""


def dataset(parent: Path, *claims: dict[str, str], name: str = "exempelkoping") -> Path:
    """Write the dataset into a folder of its name under `parent`; `claims` are rows, each differing from ROW."""
    folder = parent / name
    folder.mkdir(parents=True)
    (folder / "dataset.toml").write_text(DESCRIPTION.replace('"exempelkoping"', f'"{name}"'), encoding="utf-8")
    (folder / "actors.ttl").write_text(ACTORS, encoding="utf-8")
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    (folder / "claims.csv").write_text(table(*claims), encoding="utf-8")
    return folder


def table(*claims: dict[str, str]) -> str:
    """Return a claims table; without `claims` it holds one row, the twinning with Randby."""
    rows = [{"key": f"r{number}", **ROW, **cells} for number, cells in enumerate(claims or ({},), start=2)]
    lines = [",".join(_quoted(row.get(column, "")) for column in COLUMNS["claims"]) for row in rows]
    return "\n".join([",".join(COLUMNS["claims"]), *lines]) + "\n"


def run(*arguments: str | Path, lang: str = "en", typed: str = "", settings: Mapping[str, str] | None = None) -> Result:
    """Run a command, `typed` being its stdin; an exception that is no exit is a failure: it would be a traceback."""
    words = ["--lang", lang, *map(str, arguments)]
    environment = {**ENVIRONMENT, **(settings or {})}
    real = files.shipped("data")
    with nullcontext() if any(word.startswith(str(real)) for word in words) else few_beside():
        result = CliRunner().invoke(main, words, input=typed, env=environment, prog_name="lulea-kg")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@contextmanager
def few_beside() -> Iterator[None]:
    """For a while ship only countries, definitions and the ten places of places.ttl: all that invented data need.

    A build beside all reference data takes ten times as long.
    """
    shipped = files.shipped
    real = shipped("data")
    small = real if real.parent.name.startswith(_FEW) else _few(real)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "shipped", lambda folder: small if folder == "data" else shipped(folder))
        yield


def program() -> list[str]:
    """Return the words that start the program in English, in a process of its own, beside the same few datasets."""
    small = str(_few(files.shipped("data")))
    return [sys.executable, "-c", _SHIPS_FEW.format(small=small), "--lang", "en"]


@cache
def _few(real: Path) -> Path:
    parent = Path(tempfile.mkdtemp(prefix=_FEW))
    parent.chmod(0o755)
    folder = parent / "data"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    places = (f"places/{name}" for name in ("dataset.toml", "places.ttl", "publishers.ttl"))
    for name in ("countries", "definitions", *places):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(real / name)
    # The municipal area of Luleå stands in a table of many thousand rows that is left out here.
    (folder / "places" / "area.ttl").write_text(_AREA, encoding="utf-8")
    registered = (real / "places" / "registry.csv").read_text(encoding="utf-8")
    area = f"{mint('place', 'se-2580')},place,se-2580,2026-11-25,,\n"
    (folder / "places" / "registry.csv").write_text(registered + area, encoding="utf-8")
    return folder


def build(folders: Sequence[Path] | Path, out: Path) -> Path:
    """Build a release under `out` and return its folder."""
    result = run("build", *([folders] if isinstance(folders, Path) else folders), "--out", out)
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.strip())


@cache
def lulea() -> Path:
    """Return a release of data/lulea beside few others, made once for all tests: none may change it."""
    folder = Path(tempfile.mkdtemp(prefix="lulea-kg-lulea-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = files.shipped("data") / "lulea"
    with few_beside():
        return build(data, folder)


@cache
def shipped() -> Path:
    """Return a release of all the data that a build takes by itself, made once for all tests: none may change it."""
    folder = Path(tempfile.mkdtemp(prefix="lulea-kg-shipped-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return build(files.shipped("data"), folder)


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder by its relative path, and where its links point."""
    return {
        str(path.relative_to(folder)): f"-> {path.readlink()}"
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


@contextmanager
def open_to_all() -> Iterator[Path]:
    """Give a folder every user may write to: the test's own lies below one that only its owner may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the rights of root for a while; anybody else has none to give up."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n\r;') else cell
