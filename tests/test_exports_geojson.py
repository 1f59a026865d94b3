"""The map is GeoJSON: positions on Earth, lines cut at the antimeridian, and what cannot be drawn is listed."""

import json
from typing import Any

import drawn
import making
import pytest

from lulea_kg.exports import geojson
from lulea_kg.stores import Store


def collection(store: Store) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(b"".join(geojson.write(store)))
    return found


def positions(coordinates: Any) -> list[list[float]]:
    if isinstance(coordinates[0], int | float):
        return [coordinates]
    return [position for part in coordinates for position in positions(part)]


def test_every_position_is_on_earth_and_every_name_reads_back() -> None:
    found = collection(drawn.hostile())
    assert {feature["type"] for feature in found["features"]} == {"Feature"}
    for longitude, latitude in positions([feature["geometry"]["coordinates"] for feature in found["features"]]):
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
    points = [feature for feature in found["features"] if feature["geometry"]["type"] == "Point"]
    assert [point["properties"]["name"] for point in points[1:]] == list(drawn.HOSTILE)


def test_a_relation_is_a_line_with_its_states() -> None:
    store = drawn.store(
        drawn.actor("a", "Randby", at=(10, 60)) + drawn.relation("c", "a"),
        drawn.state("s1", "c", "in-force", "1990-01-01", "2020-05-01", "definite")
        + drawn.state("s2", "c", "ended", "2020-05-02"),
    )
    line = collection(store)["features"][-1]
    assert line["id"] == f"{making.BASE}/id/cooperation/c"
    assert line["geometry"] == {"type": "LineString", "coordinates": [[10.0, 60.0], [22.25, 65.5]]}
    assert line["properties"]["standing"] == "ended"
    assert [(s["status"], s["from"], s["to"]) for s in line["properties"]["states"]] == [
        ("in-force", "1990-01-01", "2020-05-01"),
        ("ended", "2020-05-02", None),
    ]


def test_the_strictest_licence_of_what_it_is_made_from_stands_with_a_line() -> None:
    store = drawn.store(
        drawn.actor("a", "Randby", at=(10, 60)) + drawn.relation("c", "a"),
        drawn.state("s", "c", "in-force", "2000-01-01"),
    )
    assert collection(store)["features"][-1]["properties"]["licence"] == "CC-BY-SA-4.0"


def test_a_tie_whose_party_has_no_coordinates_is_listed_apart() -> None:
    found = collection(drawn.store(drawn.actor("a", "Ingenstans") + drawn.relation("c", "a")))
    assert [feature["geometry"]["type"] for feature in found["features"]] == ["Point"]
    (apart,) = found["withoutCoordinates"]
    assert apart["id"] == f"{making.BASE}/id/cooperation/c"
    assert apart["partiesWithoutCoordinates"] == drawn.iris("actor", ["a"])


def test_a_tie_to_a_country_is_listed_apart() -> None:
    store = drawn.store(drawn.relation("c") + "<id/cooperation/c> mir:counterpartTerritory cty:CHN .")
    assert [apart["territory"] for apart in collection(store)["withoutCoordinates"]] == ["CHN"]


def test_coordinates_that_are_not_on_earth_are_none() -> None:
    found = collection(drawn.store(drawn.actor("a", "Månen", at=(200, 95)) + drawn.relation("c", "a")))
    assert len(found["withoutCoordinates"]) == 1


def test_three_parties_are_three_lines() -> None:
    store = drawn.store(
        drawn.actor("a", "A", at=(10, 60)) + drawn.actor("b", "B", at=(11, 61)) + drawn.relation("c", "a", "b")
    )
    geometry = collection(store)["features"][-1]["geometry"]
    assert (geometry["type"], len(geometry["coordinates"])) == ("MultiLineString", 3)


@pytest.mark.parametrize(
    ("one", "other", "parts"),
    [
        ([170, 10], [-170, 20], [[[170, 10], [180.0, 15.0]], [[-180.0, 15.0], [-170, 20]]]),
        ([-175, 0], [175, 0], [[[-175, 0], [-180.0, 0.0]], [[180.0, 0.0], [175, 0]]]),
        ([180, 5], [-170, 5], [[[-180, 5], [-170, 5]]]),
        ([-180, 5], [180, 9], [[[-180, 5], [-180, 9]]]),
        ([-90, 0], [90, 0], [[[-90, 0], [90, 0]]]),
    ],
)
def test_a_line_never_crosses_the_antimeridian(one: list[float], other: list[float], parts: list[Any]) -> None:
    assert geojson.line(one, other) == parts


def test_an_empty_release_is_an_empty_collection() -> None:
    found = json.loads(b"".join(geojson.write(making.store())))
    assert (found["type"], found["features"], found["withoutCoordinates"]) == ("FeatureCollection", [], [])
