"""Write definitions.ttl from the facts file definitions.csv: `python make.py FACTS/definitions.csv`."""

import csv
import sys
from pathlib import Path

HEAD = """\
# Written by make.py; change that, not this.
# What "EU", "Nordic", "Arctic" and "Barents" may mean: one row per country, latitude or network of a definition.
@prefix cty: <http://publications.europa.eu/resource/authority/country/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix mir: <https://w3id.org/munirel/def/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
MEMBER = {
    "country": "mir:memberCountry cty:{}",
    "latitude": "mir:minimumLatitude {}",
    "membership": "mir:memberOf <id/actor/~network-{}>",
}
BOUNDS = {"from": ("earliestBegin", "latestBegin"), "to": ("earliestEnd", "latestEnd")}


def membership(row: dict[str, str]) -> str:
    """Return one row as Turtle: what belongs to the area of a definition, and between which days."""
    name = f"definition-{row['definition']}"
    lines = [f"mir:ofDefinition mir:{name}", MEMBER[row["kind"]].format(row["code"])]
    for column, bounds in BOUNDS.items():
        if row[column]:
            lines.append(" ; ".join(f'mir:{bound} "{row[column]}"^^xsd:date' for bound in bounds))
    if row["from"] or row["to"]:
        lines.append("mir:interpretedBy mir:edtf-bounds")
    lines.append(f'dct:source "{row["source"]}"')
    if row["note"]:
        lines.append(f'skos:note "{row["note"]}"@en')
    return f"<id/situation/~{name}/{row['code']}> a mir:AreaMembership ;\n    " + " ;\n    ".join(lines) + " .\n"


def main(facts: Path) -> None:
    """Write definitions.ttl beside this file, in the order of the facts."""
    with facts.open(encoding="utf-8", newline="") as stream:
        text = "\n".join([HEAD, *map(membership, csv.DictReader(stream))])
    Path(__file__).with_name("definitions.ttl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
