"""Övningsköping, an invented municipality that has one thing of every kind, and one of every fate of an identifier."""

import atexit
import csv
import gzip
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from invented import run
from needed import ROOT

from lulea_kg.iris import mint

FACES: Final = ROOT / "tests/fixtures/faces"
BASE: Final = "https://data.example.org/faces"
# The network names its members' things under their base, its own under this.
NETWORK_BASE: Final = "https://provnatet.example"
_TEXT: Final = FACES / "snapshots/vanorter-2021.txt"
_HOME: Final = "se-ovningskoping"
# Things by a readable name: type and natural key.
_REGISTERED: Final = {
    "municipality": ("actor", _HOME),
    "merged": ("actor", "no-gammelhamn"),
    "first-successor": ("actor", "no-nyhamn"),
    "second-successor": ("actor", "no-nyvik"),
    "replaced": ("actor", "ovningskopings-kommun"),
    "several": ("actor", "no-hamnarna"),
    "local-authority": ("actor", "fi-latsasnas"),
    "apostrophe": ("actor", "fr-exemple"),
    "cyrillic": ("actor", "ru-vymyslovsk"),
    "right-to-left": ("actor", "jo-al-mithal"),
    "person": ("actor", "person-ada"),
    "organisation": ("actor", "registret"),
    "network": ("actor", "provnatet"),
    "place": ("place", _HOME),
    "plan": ("plan", "oversiktsplan"),
    "source": ("source", "ovningskoping/vanorter-2021"),
    "script-title": ("source", "ovningskoping/vanorter-2024"),
    "long-title": ("source", "ovningskoping/kf-2022"),
    "right-to-left-title": ("source", "ovningskoping/al-mithal-2023"),
    "withdrawn-source": ("source", "ovningskoping/listan"),
}
# Cooperations of the municipality: with a partner, by its natural key, or with a country.
_WITH: Final = {
    "twin-town": "fr-exemple",
    "disputed": "fi-latsasnas",
    "ended": "ru-vymyslovsk",
    "friendship": "jo-al-mithal",
    "territory": "ISL",
    "withdrawn-cooperation": "no-nyvik",
}
# Claims, and the situations they state: source and row. Each gives two names: its own, and "…-claim".
_SAID: Final = {
    "status-phase": "vanorter-2021/exemple",
    "ended-phase": "kf-2022/vymyslovsk-ended",
    "denied-phase": "latsasnas-2024/no-twin-town",
    "focus-declaration": "vanorter-2021/focus",
    "principle": "vanorter-2021/benefit",
    "plan-stage": "vanorter-2021/review",
    "mandate": "vanorter-2021/commissioner",
    "decision": "kf-2022/decision",
    "event": "vanorter-2024/meeting",
    "closed-list": "vanorter-2024/two",
    "identity-link": "registret/ovningskoping",
    "withdrawn-phase": "vanorter-2021/nyvik",
}


@cache
def releases() -> Path:
    """Return a folder of releases with one, of the fixture, made once for all tests: none may change it."""
    folder = Path(tempfile.mkdtemp(prefix="lulea-kg-faces-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    result = run("build", FACES, "--out", folder, settings={"LULEA_KG_SNAPSHOTS": str(FACES / "snapshots")})
    assert result.exit_code == 0, result.stderr
    return folder


@cache
def quads() -> list[str]:
    """Return the lines of the release's dump."""
    return gzip.decompress((releases() / "current/dump.nq.gz").read_bytes()).decode().splitlines()


def iri(name: str) -> str:
    """Return the IRI of a thing of `paths` by its readable name."""
    return f"{NETWORK_BASE if name in ('network', 'membership') else BASE}/id/{paths()[name]}"


@cache
def paths() -> dict[str, str]:
    """Return the path of each thing, such as "actor/abcdefghij", by its readable name."""
    keys = _keys()
    found = {name: f"{type_}/{keys[type_, natural_key]}" for name, (type_, natural_key) in _REGISTERED.items()}
    found |= {name: "cooperation/" + _cooperation(keys, "tie", _HOME, partner) for name, partner in _WITH.items()}
    found["membership"] = "cooperation/" + _cooperation(keys, "network", _HOME, "provnatet")
    for name, row in _SAID.items():
        found[name] = "situation/" + mint("situation", f"ovningskoping/{row}")
        found[f"{name}-claim"] = "claim/" + mint("claim", f"ovningskoping/{row}")
    found["claim"], found["withdrawn-claim"] = found["status-phase-claim"], found.pop("withdrawn-phase-claim")
    found["evidence"] = found["claim"] + "/1"
    found["search"] = "situation/" + mint("situation", "ovningskoping//al-mithal-start")
    found["snapshot"] = "snapshot/" + mint("snapshot", hashlib.sha256(_TEXT.read_bytes()).hexdigest())
    found["dataset"] = "dataset/" + mint("dataset", "ovningskoping")
    found["erased-person"] = "actor/" + _table(FACES / "ovningskoping/erased.csv")[0]["key"]
    return found


def _keys() -> dict[tuple[str, str], str]:
    """Return the key that the registries keep for each type and natural key."""
    entries = [row for path in sorted(FACES.glob("*/registry.csv")) for row in _table(path)]
    return {(row["type"], row["natural_key"]): row["key"] for row in entries}


def _cooperation(keys: dict[tuple[str, str], str], family: str, *parties: str) -> str:
    """Return the key of the cooperation of parties: natural keys of actors, or codes of countries."""
    named = sorted(keys.get(("actor", party), party) for party in parties)
    return keys["cooperation", f"{family}:{'+'.join(named)}"]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
