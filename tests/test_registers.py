"""The registers of municipalities, places and countries: what they hold, and that the facts say the same."""

import csv
import re
import runpy
import shutil
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from needed import ROOT, facts
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

DATA: Final = ROOT / "data"
FOLDERS: Final = ("countries", "municipalities", "municipalities-dk-ee", "places")
COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def codes(folder: str, scheme: str) -> dict[str, str]:
    """Return the code of each thing in one scheme."""
    return {row["thing"]: row["code"] for row in table(DATA / folder / "links.csv") if row["scheme"] == scheme}


def lines(file: str) -> dict[str, list[str]]:
    """Return the rows of a facts file by their number as people count them: the header is 1."""
    with (facts() / file).open(encoding="utf-8", newline="") as stream:
        return {str(number): cells for number, cells in enumerate(csv.reader(stream), start=1) if number > 1}


def actors(country: str) -> set[str]:
    rows = [row for name in FOLDERS[1:3] for row in table(DATA / name / "actors.csv")]
    return {f"~{row['key']}" for row in rows if row["country"] == country and row["type"] == "municipality"}


def test_all_municipalities_of_the_three_registers_are_there() -> None:
    assert [len(actors(country)) for country in ("SE", "DK", "EE")] == [290, 99, 78]


def test_each_municipality_has_its_national_code() -> None:
    assert set(codes("municipalities", "scb")) == actors("SE")
    assert set(codes("municipalities-dk-ee", "dk")) == actors("DK")
    assert set(codes("municipalities-dk-ee", "ehak")) == actors("EE")


def test_estonian_numbers_have_four_digits_and_none_is_danish() -> None:
    danish, estonian = codes("municipalities-dk-ee", "dk"), codes("municipalities-dk-ee", "ehak")
    assert estonian["~ee-784"] == "0784"
    assert {len(code) for code in estonian.values()} == {4}
    assert set(danish.values()).isdisjoint(estonian.values())


def test_each_municipal_area_has_its_lau_code() -> None:
    assert set(codes("places", "lau")) == actors("SE") | actors("DK") | actors("EE")


def test_a_swedish_municipality_is_keyed_by_its_code_and_lies_in_its_county() -> None:
    areas = {row["key"]: row for row in table(DATA / "places/places.csv")}
    for thing, code in codes("municipalities", "scb").items():
        assert thing == f"~se-{code}"
        assert areas[thing[1:]]["part_of"] == f"~se-{code[:2]}"


def test_luleå_is_what_the_register_says() -> None:
    (actor,) = [row for row in table(DATA / "municipalities/actors.csv") if row["key"] == "se-2580"]
    (area,) = [row for row in table(DATA / "places/places.csv") if row["key"] == "se-2580"]
    assert (actor["name"], actor["alt_names"], actor["place"]) == ("Luleå", "Luleå kommun@sv", "~se-2580")
    assert (area["latitude"], area["longitude"], area["population"]) == ("65.575065", "22.35288", "78105")
    assert codes("municipalities", "wikidata")["~se-2580"] == "Q177019"


def test_inferred_wikidata_items_are_marked_and_close() -> None:
    rows = [row for row in table(DATA / "municipalities/links.csv") if row["scheme"] == "wikidata"]
    assert Counter((row["basis"], row["inference"], row["match"]) for row in rows) == {
        ("stated", "", "exact"): 86,
        ("inferred", "label-and-shared-twins", "close"): 28,
    }
    assert len({row["code"] for row in rows}) == len({row["thing"] for row in rows}) == 110


def test_no_population_has_a_date() -> None:
    text = (DATA / "places/places.csv").read_text(encoding="utf-8")
    assert not {"as_of", "date", "year"} & set(text.partition("\n")[0].split(","))


@pytest.mark.parametrize("folder", FOLDERS[1:])
def test_keys_are_unique_and_references_lead_somewhere(folder: str) -> None:
    links = table(DATA / folder / "links.csv")
    known = {row["key"] for row in table(DATA / folder / "sources.csv")}
    places = {f"~{row['key']}" for row in table(DATA / "places/places.csv")}
    turtle = (DATA / "places/places.ttl").read_text(encoding="utf-8")
    things = actors("SE") | actors("DK") | actors("EE") | places
    things |= set(re.findall(r"^<id/place/(~[^>]+)> a ", turtle, re.MULTILINE))
    assert len({row["key"] for row in links}) == len(links)
    assert {row["source"] for row in links} <= known
    assert {row["thing"] for row in links} <= things
    assert {row["part_of"] for row in table(DATA / "places/places.csv")} - {""} <= things


@pytest.mark.parametrize("folder", FOLDERS[1:])
def test_every_link_says_what_its_row_of_the_facts_says(folder: str) -> None:
    links = table(DATA / folder / "links.csv")
    said = {file: lines(file) for file in {row["file"] for row in links}}
    for link in links:
        cells = said[link["file"]][link["row"]]
        # The number of an Estonian municipality has lost its zero in the facts; the LAU code keeps it.
        assert link["code"] in cells or f"EE_{link['code']}" in cells, link


@pytest.mark.parametrize("file", ["counties_se.csv", "municipalities_se.csv", "municipalities_dk_ee.csv", "nuts3.csv"])
def test_every_row_of_the_facts_is_in_the_data_or_left_out_with_a_reason(file: str) -> None:
    links = [row for folder in FOLDERS[1:] for row in table(DATA / folder / "links.csv")]
    left_out = {row["row"] for row in table(DATA / "places/left-out.csv") if row["file"] == file and row["reason"]}
    cited = {row["row"] for row in links if row["file"] == file}
    assert cited.isdisjoint(left_out)
    assert cited | left_out == set(lines(file))


@pytest.mark.parametrize("file", ["municipalities_se.csv", "municipalities_dk_ee.csv"])
def test_centroids_and_populations_are_those_of_the_facts(file: str) -> None:
    areas = {row["key"]: row for row in table(DATA / "places/places.csv")}
    keys = {row["thing"][1:]: row["code"] for row in table(DATA / "places/links.csv") if row["scheme"] == "lau"}
    found = {code: [areas[key][c] for c in ("latitude", "longitude", "population")] for key, code in keys.items()}
    for row in table(facts() / file):
        assert found[row["lau_gisco_id"]] == [row["lat"], row["lon"], row["population_wof"]]


def test_countries_match_the_facts() -> None:
    graph = list(parse((DATA / "countries/countries.ttl").read_bytes(), RdfFormat.TURTLE))
    said = {(q.subject.value, q.predicate.value.removeprefix(SKOS), str_of(q.object)) for q in graph}
    for row in table(facts() / "countries.csv"):
        country = COUNTRY + row["eu_code"]
        for code in filter(None, (row["iso2"], row["iso3"], row["iso_numeric"], row["eu_code"])):
            assert (country, "notation", code) in said
        for lang in ("sv", "en", "fi", "da"):
            assert (country, "prefLabel", f"{row[f'name_{lang}']}@{lang}") in said
        matches = {value.rstrip("/").rpartition("/")[2] for s, p, value in said if s == country and "Match" in p}
        assert matches == {row["geonames_id"], row["wikidata_qid"]} - {""}
    assert (COUNTRY + "NLD", "closeMatch", "http://www.wikidata.org/entity/Q29999") in said


def str_of(term: object) -> str:
    if isinstance(term, Literal):
        return f"{term.value}@{term.language}" if term.language else term.value
    return term.value if isinstance(term, NamedNode) else ""


def test_the_shipped_tables_are_what_the_script_writes(tmp_path: Path) -> None:
    for name in (*FOLDERS, "make"):
        shutil.copytree(DATA / name, tmp_path / name)
    written = [path for name in FOLDERS for path in (tmp_path / name).iterdir() if is_written(path)]
    for path in written:
        path.write_bytes(b"")
    runpy.run_path(str(tmp_path / "make/registers.py"))["main"](facts())
    assert len(written) == 8
    for path in written:
        assert path.read_bytes() == (DATA / path.relative_to(tmp_path)).read_bytes(), path.name


def is_written(path: Path) -> bool:
    return path.name in {"actors.csv", "countries.ttl", "left-out.csv", "links.csv", "places.csv"}
