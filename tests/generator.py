"""Invented municipal relations in any amount: the same seed and size give the same release, byte for byte.

One claim becomes about 60 quads in the end, half of its own and half derived. Nothing is checked, and of the rules
only those run that take little time on a large graph.
"""

import csv
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from invented import ROW, few_beside

from lulea_kg import datasets, files, rules
from lulea_kg.gather import gather
from lulea_kg.release import Release
from lulea_kg.seal import seal
from lulea_kg.sources.tables import COLUMNS

BASE: Final = "https://stordata.example/relationer"
SEED: Final = 2580
CLAIMS_PER_SOURCE: Final = 8
QUICK_RULES: Final = ("10-in-country.rq", "20-identifiers.rq")
_DESCRIPTION: Final = f"""name = "stordata"
title = {{ sv = "Påhittade relationer", en = "Invented relations" }}
role = "relations"
licence = "CC0-1.0"
publisher = "Stordata"
recorded_on = 2027-01-15
recorded_by = "Stordata, generatorn"
base = "{BASE}"
"""
_PREFIXES: Final = """@prefix mir: <https://w3id.org/munirel/def/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def release(claims: int, out: Path, seed: int = SEED) -> Release:
    """Seal a release of that many claims in the new folder `out`, beside what is shipped for reference."""
    folder, chosen = out / "stordata", out / "rules"
    _write(folder, claims, random.Random(seed))
    with few_beside():
        gathered = gather(datasets.choose([folder], []), [], BASE)
    assert not [found for found in gathered.reading.findings if found.rule != "unregistered"]
    reference = rules.reference_date(gathered.store)
    chosen.mkdir()
    for rule in QUICK_RULES:
        shutil.copy(files.shipped("ontology") / "rules" / rule, chosen)
    for graph, lines in rules.derive(gathered.store, BASE, chosen, reference):
        gathered.spool.put(graph, lines)
    about = {"base": BASE, "referenceDate": str(reference), "datasets": []}
    return seal(gathered.spool, out / "releases", about, [("report.json", b"{}")])


def name(number: int) -> str:
    """Return the name of a municipality by its number."""
    return f"Kommun {number:05}"


def _write(folder: Path, claims: int, choice: random.Random) -> None:
    source_count = -(-claims // CLAIMS_PER_SOURCE)
    municipality_count = max(10, source_count // 3)
    folder.mkdir(parents=True)
    (folder / "dataset.toml").write_text(_DESCRIPTION, encoding="utf-8")
    with (folder / "actors.ttl").open("w", encoding="utf-8") as stream:
        stream.write(_PREFIXES)
        for number in range(municipality_count):
            stream.write(f'<id/actor/~k-{number}> a mir:LocalAuthority ; skos:prefLabel "{name(number)}" .\n')
    _table(folder / "sources.csv", COLUMNS["sources"], (_source(n, municipality_count) for n in range(source_count)))
    _table(folder / "claims.csv", COLUMNS["claims"], _claims(claims, municipality_count, choice))


def _table(path: Path, columns: Sequence[str], rows: Iterator[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)


def _source(number: int, municipality_count: int) -> dict[str, str]:
    publisher = name(number % municipality_count)
    return {
        "key": f"s{number}",
        "type": "page",
        "title": f"Vänorter till {publisher}",
        "publisher": publisher,
        "url": f"https://stordata.example/sidor/{number}",
        "published": f"{2000 + number % 25}-05-01",
        "retrieved": "2027-01-10",
        "language": "sv",
    }


def _claims(count: int, municipality_count: int, choice: random.Random) -> Iterator[dict[str, str]]:
    for number in range(count):
        source = number // CLAIMS_PER_SOURCE
        subject = source % municipality_count
        # A page speaks of one partner once; eight neighbours, so that several pages speak of one relation.
        partner = (subject + 1 + number % CLAIMS_PER_SOURCE) % municipality_count
        ended = choice.random() < 0.2
        yield {
            **ROW,
            "key": f"r{number}",
            "source": f"s{source}",
            "subject": name(subject),
            "partner": name(partner),
            "kind": choice.choice(["twin-town", "twin-town", "friendship", "cooperation-agreement"]),
            "status": "ended" if ended else "in-force",
            "since": "" if ended else choice.choice(["", "1972", "1985-06", "1998-11-02"]),
        }
