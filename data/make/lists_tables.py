"""Tables of facts in, tables of datasets out, and what other datasets already describe."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

Row = Mapping[str, str]

DATA: Final = Path(__file__).parent.parent
MADE: Final = frozenset(
    {"lists-2026-nordic", "lists-2026-world", "gazetteer-nordic", "gazetteer-world", "wikidata-2016"}
)
PUBLISHERS: Final = {
    "~publisher-geonames": "GeoNames",
    "~publisher-whos-on-first": "Who's On First",
    "~publisher-wikidata": "Wikidata",
    "~publisher-wikipedia-en": "Wikipedia (en)",
}


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, none when there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write a table, leaving out columns that no row uses, and return how many rows it has."""
    table = list(rows)
    used = [column for column in columns if any(row.get(column) for row in table)]
    path.parent.mkdir(exist_ok=True)
    if not table:
        path.unlink(missing_ok=True)
        return 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, used, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    return len(table)


def publishers(sources: Iterable[Row]) -> list[Row]:
    """Return the publishers of some sources as actors."""
    used = {source["publisher"] for source in sources}
    return [
        {"key": key.lstrip("~"), "type": "organization", "name": name}
        for key, name in PUBLISHERS.items()
        if key in used
    ]


def described(kind: str) -> frozenset[str]:
    """Return the natural keys of the things of a kind (`actor`, `place`) that datasets not made here describe."""
    return frozenset(key for folder in _others() for key in _described_in(folder, kind))


def linked_places() -> frozenset[tuple[str, str]]:
    """Return place and scheme of the identity links of places that datasets not made here hold."""
    return frozenset(pair for folder in _others() for pair in _linked_in(folder))


def places_referred_to() -> frozenset[str]:
    """Return the natural keys of the places that actors of datasets not made here point to."""
    tables = (read(folder / "actors.csv") for folder in _others())
    return frozenset(row["place"].lstrip("~") for table in tables for row in table if row.get("place"))


def _others() -> Iterator[Path]:
    return (folder for folder in sorted(DATA.iterdir()) if folder.is_dir() and folder.name not in MADE)


def _linked_in(folder: Path) -> Iterator[tuple[str, str]]:
    yield from (
        (row["thing"].lstrip("~"), row["scheme"]) for row in read(folder / "links.csv") if row["type"] == "place"
    )
    link = re.compile(r"mir:identifies <id/place/~([^>]+)> ; mir:scheme mir:([a-z]+)")
    for path in sorted(folder.glob("sources/*.ttl")):
        yield from link.findall(path.read_text(encoding="utf-8"))


def _described_in(folder: Path, kind: str) -> Iterator[str]:
    yield from (row["key"].lstrip("~") for row in read(folder / f"{kind}s.csv"))
    subject = re.compile(rf"^<id/{kind}/~([^>]+)> a ", re.MULTILINE)
    for path in sorted(folder.glob("*.ttl")):
        yield from subject.findall(path.read_text(encoding="utf-8"))
