"""Invented municipal relations in any amount, as a dataset folder of tables: python benchmarks/generate.py FOLDER.

Own pages of municipalities, two editions of lists, and decisions speak of partners in the twenty countries around.
The same seed and size give the same bytes. Rows are written as they come, so that memory does not grow with them.
"""

import argparse
import csv
import hashlib
import random
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Final

SEED: Final = 2580
BASE: Final = "https://stordata.example/relationer"
# Statements a claim adds to a release, measured: its own, its share of sources and actors, and what is derived.
QUADS_PER_CLAIM: Final = 64
# What one list page covers.
BLOCK: Final = 25
EDITIONS: Final = (2016, 2026)
COUNTRIES: Final = "FI NO DK IS EE LV LT DE PL FR GB NL ES IT CZ HU AT UA US CN".split()
COLUMNS: Final = {
    "actors": "key,type,name,alt_names,country",
    "sources": "key,type,title,publisher,url,published,retrieved,language,sha256",
    "claims": "key,source,subject,partner,kind,status,since,until,modality,basis,method,phrase,start,end",
}
_FIRST: Final = (
    "Al Björk Dal Ek Fjäll Gran Hav Is Järn Kron Lind Mal Nor Ost Pil Röd Sand Torp Ull Väst Ås Ängs Öst Älv".split()
)
_MIDDLE: Final = "a al ar de e el en er i ig in inge la le ma na ne o ol or ra re sta u va ve".split()
_LAST: Final = (
    "berg by borg bro dal fors hamn holm hult koski köping lund mark minde näs rud sele sjö stad sund torp vik å ö"
).split()
_DESCRIPTION: Final = f"""name = "stordata"
title = {{ sv = "Påhittade relationer", en = "Invented relations" }}
role = "relations"
licence = "CC0-1.0"
publisher = "Stordata"
recorded_on = 2027-01-15
recorded_by = "Stordata, generatorn"
base = "{BASE}"
keys = "derived"
"""
Row = tuple[str, dict[str, str]]


def dataset(folder: Path, claims: int, seed: int = SEED) -> Path:
    """Write a dataset of that many claims into the new folder `folder`, and return it."""
    folder.mkdir(parents=True)
    (folder / "dataset.toml").write_text(_DESCRIPTION, encoding="utf-8", newline="\n")
    with ExitStack() as opened:
        tables = {}
        for name, columns in COLUMNS.items():
            stream = opened.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            tables[name] = csv.DictWriter(stream, columns.split(","), restval="", lineterminator="\n")
            tables[name].writeheader()
        left = claims
        for table, row in _rows(max(40, claims // 12), seed):
            if table == "claims":
                if not left:
                    break
                left -= 1
            tables[table].writerow(row)
    return folder


def name(number: int) -> str:
    """Return an invented name by its number; no two below 70,000 are the same, and neighbours are not alike.

    >>> name(0), name(1)
    ('Alaberg', 'Isarlund')
    """
    pairs = len(_FIRST) * len(_MIDDLE) * len(_LAST)
    round_, place = divmod(number, pairs)
    place = place * 5003 % pairs
    place, last = divmod(place, len(_LAST))
    first, middle = divmod(place, len(_MIDDLE))
    tail = "" if not round_ else f" {_FIRST[round_ % len(_FIRST)]}{_LAST[round_ // len(_FIRST) % len(_LAST)]}"
    return f"{_FIRST[first]}{_MIDDLE[middle]}{_LAST[last]}{tail}"


def _rows(town_count: int, seed: int) -> Iterator[Row]:
    """Yield rows without end: who is spoken of, then municipality after municipality, each with what is said of it."""
    yield "actors", {"key": "publisher-list", "type": "organization", "name": "Listor över vänorter"}
    for number in range(town_count):
        # Towns are named from the other end of the numbers than municipalities.
        alias = f"{name(number)[:-1]}en@sv" if number % 4 == 0 else ""
        country = COUNTRIES[number * 7 % len(COUNTRIES)]
        yield _actor(f"t-{number}", "local-authority", f"{name(number)} {country}", country, alias)
    for number in count():
        if number % 2 == 0:
            for twin in (number, number + 1):
                yield _actor(f"k-{twin}", "municipality", f"{name(twin)} kommun", "SE", f"{name(twin)}|{twin:05}")
        yield from _said_of(number, town_count, random.Random(f"{seed} {number}"))


def _actor(key: str, type_: str, label: str, country: str, alias: str) -> Row:
    return "actors", {"key": key, "type": type_, "name": label, "alt_names": alias, "country": country}


def _said_of(number: int, town_count: int, choice: random.Random) -> Iterator[Row]:
    """Yield what page, lists and decisions say of one municipality; its neighbour is always a partner, and says so."""
    yield _source(
        f"page-{number}", "page", f"Vänorter till {name(number)}", number, f"{choice.randint(2019, 2026)}-05-01"
    )
    if number % BLOCK == 0:
        for edition in EDITIONS:
            title = f"Vänorter, del {number // BLOCK}, {edition}"
            yield _source(f"list-{edition}-{number // BLOCK}", "list", title, None, f"{edition}-02-08")
    towns = choice.sample(range(town_count), choice.randint(2, 14))
    for place, partner in enumerate([f"~k-{number ^ 1}", *(f"~t-{town}" for town in towns)]):
        yield from _said_of_pair(number, place, partner, choice)


def _said_of_pair(number: int, place: int, partner: str, choice: random.Random) -> Iterator[Row]:
    pair = {"key": f"{number}-{place}", "subject": f"~k-{number}", "partner": partner}
    kind = choice.choice(("twin-town", "twin-town", "twin-town", "friendship", "cooperation-agreement"))
    year = choice.randint(1950, 2005)
    since = choice.choice(("", f"{year}", f"{year}-06", f"{year}-11-02"))
    ended = choice.random() < 0.15
    for edition in EDITIONS:
        if choice.random() < (0.4 if ended and edition > EDITIONS[0] else 0.9):
            listed = {"source": f"list-{edition}-{number // BLOCK}", "kind": "twin-town", "status": "listed"}
            yield "claims", {**pair, **listed, "method": "table"}
    if ended:
        yield from _decision(number, place, pair, kind, f"{choice.randint(2008, 2015)}-{choice.randint(1, 12):02}-15")
    else:
        held = {"source": f"page-{number}", "kind": kind, "status": "in-force", "since": since}
        yield "claims", {**pair, **held, "modality": "asserted", "basis": "stated", "method": "hand-read"}


def _decision(number: int, place: int, pair: dict[str, str], kind: str, day: str) -> Iterator[Row]:
    """Yield a decision and the end it states, quoted: the phrase stands on the second line of an invented text."""
    key, title = f"decision-{number}-{place}", f"{name(number)} kommunfullmäktige, protokoll {day}, § {place + 1}"
    phrase = f"beslutar att avsluta samarbetet nummer {place + 1}"
    digest = hashlib.sha256(f"{title}\n{phrase}\n".encode()).hexdigest()
    yield _source(key, "decision", title, number, day, digest)
    start = len(title) + 1
    quoted = {"phrase": phrase, "start": str(start), "end": str(start + len(phrase))}
    yield (
        "claims",
        {**pair, **quoted, "source": key, "kind": kind, "status": "ended", "until": day, "method": "hand-read"},
    )


def _source(key: str, type_: str, title: str, publisher: int | None, published: str, sha256: str = "") -> Row:
    return "sources", {
        "key": key,
        "type": type_,
        "title": title,
        "publisher": "~publisher-list" if publisher is None else f"~k-{publisher}",
        "url": f"https://stordata.example/{key}",
        "published": published,
        "retrieved": "2027-01-10",
        "language": "sv",
        "sha256": sha256,
    }


def main() -> None:
    """Write a dataset of the size and seed asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the new folder")
    parser.add_argument(
        "--quads", type=int, default=1_000_000, help="about how many statements a release gets (default: a million)"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"the seed (default: {SEED})")
    asked = parser.parse_args()
    dataset(asked.folder, max(1, asked.quads // QUADS_PER_CLAIM), asked.seed)


if __name__ == "__main__":
    main()
