"""Write countries.ttl from the facts file countries.csv: `python make.py FACTS/countries.csv`."""

import csv
import sys
from pathlib import Path

HEAD = """\
# Written by make.py; change that, not this.
# Source: EU authority table of countries (list version 20260617-0), via OP-TED/eForms-SDK codelists/country.gc@3242fbf;
# ISO codes: pycountry 26.2.16.
@prefix cty: <http://publications.europa.eu/resource/authority/country/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def country(row: dict[str, str]) -> str:
    """Return one country as Turtle: its two names and its distinct codes."""
    codes = dict.fromkeys(row[column] for column in ("iso2", "iso3", "eu_code") if row[column])
    notations = " , ".join(f'"{code}"' for code in codes)
    return (
        f"cty:{row['eu_code']} a skos:Concept ;\n"
        f'    skos:prefLabel "{row["name_sv"]}"@sv , "{row["name_en"]}"@en ;\n'
        f"    skos:notation {notations} .\n"
    )


def main(facts: Path) -> None:
    """Write countries.ttl beside this file, in the order of the EU codes."""
    with facts.open(encoding="utf-8", newline="") as stream:
        table = sorted(csv.DictReader(stream), key=lambda row: row["eu_code"])
    text = "\n".join([HEAD, *map(country, table)])
    Path(__file__).with_name("countries.ttl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
