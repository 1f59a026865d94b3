"""What SPARQL cannot compute: spells and distances of relations, measures of networks, each under its licence."""

import re
from collections.abc import Iterable
from datetime import date
from math import acos, cos, radians, sin

import making
import pytest

from lulea_kg import computed, files, rules
from lulea_kg.datasets import LICENCES
from lulea_kg.iris import mint
from lulea_kg.spells import Spell
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import PREFIXES
from lulea_kg.times import Bounds

BASE = making.BASE
TODAY = date(2026, 11, 23)
PAIRS = """<id/cooperation/ab> a mir:Cooperation . <id/cooperation/bc> a mir:Cooperation .
    <id/cooperation/ab> mir:hasParty <id/actor/a> , <id/actor/b> .
    <id/cooperation/bc> mir:hasParty <id/actor/b> , <id/actor/c> .
    <id/cooperation/ca> mir:hasParty <id/actor/c> , <id/actor/a> ."""
POINTS = """<id/actor/a> dct:spatial <id/place/a> . <id/place/a> mir:latitude 65.58 ; mir:longitude 22.15 .
    <id/actor/b> dct:spatial <id/place/b> . <id/place/b> mir:latitude 65.74 ; mir:longitude 24.56 ."""
LISTER = '<id/actor/lister> skos:prefLabel "Listan" . <id/source/l> dct:publisher <id/actor/lister> .'


def short(lines: Iterable[str]) -> set[str]:
    """Return lines of N-Triples with prefixes for IRIs, BASE left out, and no dot."""
    found = set()
    for line in lines:
        for prefix, iri in PREFIXES.items():
            line = re.sub(f"<{re.escape(iri)}([^>/#]*)>", f"{prefix}:\\1", line)
        found.add(line.replace(f"<{BASE}/id/", "<").strip().removesuffix(" ."))
    return found


def facts(lines: Iterable[str]) -> list[dict[str, str]]:
    """Return the values of each thing that the lines tell of, by property, as plain text."""
    found: dict[str, dict[str, str]] = {}
    for line in sorted(short(lines)):
        thing, name, value = line.split(" ", 2)
        found.setdefault(thing, {})[name.partition(":")[2]] = value.partition("^^")[0].strip('"')
    return sorted(found.values(), key=lambda told: told.get("label", ""))


def listed(relation: str, said: str, modality: str = "asserted", more: str = "") -> str:
    """Return what a list that others publish says: that it names a relation."""
    name = f"{relation}-{said}"
    return f"""<id/claim/{name}> mir:states <id/situation/{name}> ; mir:modality mir:{modality} ;
        mir:assertedBy <id/actor/lister> ; mir:recordedAt "2026-01-15"^^xsd:date ;
        mir:saidAt "{said}" ; mir:saidFrom "{said}"^^xsd:date ; mir:saidTo "{said}"^^xsd:date ;
        prov:hadPrimarySource <id/source/l> {more} .
        <id/situation/{name}> mir:phaseOf <id/cooperation/{relation}> ; mir:status mir:listed ; mir:kind mir:twin-town ;
        mir:latestBegin "{said}"^^xsd:date ; mir:earliestEnd "{said}"^^xsd:date ."""


# Spells


def test_a_spell_is_told_with_the_bounds_it_has_and_how_they_came_about() -> None:
    bounds = Bounds(date(1972, 1, 1), date(1972, 12, 31), date(2022, 9, 1), date(2022, 9, 30))
    spell = Spell(f"{BASE}/id/cooperation/c", "twin-town", bounds, "decided", ("x",))
    iri = f"<situation/{mint('situation', 'spell:c')}>"
    assert short(computed.spell_lines(spell)) == {
        f"{iri} rdf:type mir:Spell",
        f"{iri} mir:ofCooperation <cooperation/c>",
        f"{iri} mir:kind mir:twin-town",
        f"{iri} mir:endedBy mir:decided",
        f'{iri} mir:earliestBegin "1972-01-01"^^xsd:date',
        f'{iri} mir:latestBegin "1972-12-31"^^xsd:date',
        f'{iri} mir:earliestEnd "2022-09-01"^^xsd:date',
        f'{iri} mir:latestEnd "2022-09-30"^^xsd:date',
        f"{iri} mir:interpretedBy mir:widest-bounds",
    }


def test_what_is_not_known_of_a_spell_is_not_told() -> None:
    spell = Spell(f"{BASE}/id/cooperation/c", "contact", Bounds(latest_begin=date(2014, 8, 11)), "", ("x",))
    assert facts(computed.spell_lines(spell)) == [
        {
            "type": "mir:Spell",
            "ofCooperation": "<cooperation/c>",
            "kind": "mir:contact",
            "latestBegin": "2014-08-11",
            "interpretedBy": "mir:widest-bounds",
        }
    ]


# Missing from a later list

LAST = """<id/cooperation/ab> mir:lastListed "2016-09-12"^^xsd:date .
    <id/actor/a> mir:lastListed "2026-02-08"^^xsd:date ; mir:coveredInYear "2016" , "2026" .
    <id/actor/b> mir:lastListed "2025-03-01"^^xsd:date ; mir:coveredInYear "2016" ."""


def test_a_relation_is_missing_from_the_first_day_on_which_both_were_on_a_later_list() -> None:
    assert computed.missing(making.store(PAIRS + LAST)) == {
        f"{BASE}/id/cooperation/ab": (date(2016, 9, 12), date(2025, 3, 1))
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2025-03-01", "2016-09-12"),
        ("2026-02-08", "2016-09-12"),
        ('"2016" , "2026"', '"2016"'),
        ('<id/cooperation/ab> mir:lastListed "2016-09-12"^^xsd:date .', ""),
        ('<id/cooperation/ab> mir:lastListed "2016', '<id/cooperation/ab> mir:lastListed "2026'),
    ],
    ids=["the one on no later list", "the other on none", "no rows of either", "never listed", "still listed"],
)
def test_a_relation_is_missing_only_from_lists_that_cover_both(old: str, new: str) -> None:
    assert old in LAST
    assert computed.missing(making.store(PAIRS + LAST.replace(old, new))) == {}


# Distances


@pytest.mark.parametrize(
    ("one", "other"),
    [((65.58, 22.15), (65.74, 24.56)), ((-33.87, 151.21), (51.51, -0.13)), ((0.0, 179.5), (0.0, -179.5))],
    ids=["Luleå and Kemi", "Sydney and London", "over the date line"],
)
def test_a_distance_is_the_angle_between_two_points_on_a_sphere_of_the_mean_radius(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    (north, east), (other_north, other_east) = map(radians, one), map(radians, other)
    angle = acos(sin(north) * sin(other_north) + cos(north) * cos(other_north) * cos(other_east - east))
    assert computed.kilometres(one, other) == pytest.approx(6371.0088 * angle, abs=0.01)
    assert computed.kilometres(other, one) == computed.kilometres(one, other)


def test_nashville_and_los_angeles_are_as_far_apart_as_the_usual_example_of_the_formula_says() -> None:
    # 2886.4444 km on a sphere of 6371 km, as Rosetta Code has it under "Haversine formula".
    assert computed.kilometres((36.12, -86.67), (33.94, -118.40)) == pytest.approx(2886.4444 * 6371.0088 / 6371)


def test_the_poles_lie_half_a_turn_apart() -> None:
    assert computed.kilometres((90, 0), (-90, 0)) == pytest.approx(20015.11, abs=0.01)


def test_a_relation_of_two_whose_places_have_points_has_a_distance_in_whole_kilometres() -> None:
    # Of the others, one party has no point.
    assert short(computed.distances(making.store(PAIRS + POINTS))) == {
        '<cooperation/ab> mir:distance "112"^^xsd:integer'
    }


def test_a_relation_of_three_has_no_distance() -> None:
    third = "<id/cooperation/ab> mir:hasParty <id/actor/c> ."
    assert computed.distances(making.store(PAIRS + POINTS + third)) == set()


# Measures

TRIANGLE = {
    "type": "mir:NetworkMeasurement",
    "nodeCount": "3",
    "edgeCount": "3",
    "largestComponent": "3",
    "meanDegree": "2",
    "maximumDegree": "2",
    "triangleCount": "1",
    "clustering": "1",
    "diameter": "1",
    "meanDistance": "1",
}
EDGE = {
    "type": "mir:NetworkMeasurement",
    "nodeCount": "2",
    "edgeCount": "1",
    "largestComponent": "2",
    "meanDegree": "1",
    "maximumDegree": "1",
    "triangleCount": "0",
    "diameter": "1",
    "meanDistance": "1",
}


def measured(*turtle: str) -> list[dict[str, str]]:
    """Return what is measured of the lists of a store, by their names."""
    return facts(computed.list_measures(making.store("\n".join([PAIRS, LISTER, *turtle])), BASE))


def test_each_publishers_lists_of_a_year_are_measured_together() -> None:
    other = '<id/actor/other> skos:prefLabel "Andra" . <id/source/o> dct:publisher <id/actor/other> .'
    theirs = listed("ca", "2026-05-01").replace("<id/source/l>", "<id/source/o>")
    lists = [listed("ab", "2026-01-01"), listed("bc", "2026-02-08"), listed("ca", "2026-02-08")]
    assert measured(*lists, listed("ab", "2016-09-12")) == [
        {**EDGE, "label": "Listan 2016", "inYear": "2016"},
        {**TRIANGLE, "label": "Listan 2026", "inYear": "2026"},
    ]
    assert measured(listed("ab", "2026-01-01"), other, theirs) == [
        {**EDGE, "label": "Andra 2026", "inYear": "2026"},
        {**EDGE, "label": "Listan 2026", "inYear": "2026"},
    ]


def test_what_a_list_names_is_measured_though_it_is_over() -> None:
    over = listed("bc", "2020-01-01").replace("mir:listed", "mir:ended").replace("bc-2020", "end-2020")
    assert [told["edgeCount"] for told in measured(listed("bc", "2026-01-01"), over)] == ["1"]


@pytest.mark.parametrize(
    "listing",
    [
        listed("bc", "2026-01-01", "denied"),
        listed("bc", "2026-01-01", more='; mir:withdrawnAt "2026-01-20"^^xsd:date'),
        listed("bc", "2026-01-01").replace("mir:listed", "mir:in-force"),
        listed("bc", "2026-01-01").replace('saidAt "2026-01-01"', 'saidAt "[2026-01-01..2026-03-01]"'),
        listed("bcd", "2026-01-01") + "<id/cooperation/bcd> mir:hasParty <id/actor/b> , <id/actor/c> , <id/actor/d> .",
        listed("b", "2026-01-01") + "<id/cooperation/b> mir:hasParty <id/actor/b> ; mir:counterpartTerritory cty:CHN .",
    ],
    ids=["denied", "withdrawn", "not listed", "of no one year", "of three", "of one"],
)
def test_nothing_else_is_measured(listing: str) -> None:
    assert measured(listing) == []
    assert [told["edgeCount"] for told in measured(listed("ab", "2026-01-01"), listing)] == ["1"]


def test_those_who_are_twinned_are_measured_whoever_says_so() -> None:
    twinned = """<id/actor/a> mir:twinnedWith <id/actor/b> . <id/actor/b> mir:twinnedWith <id/actor/a> , <id/actor/c> .
        <id/actor/c> mir:twinnedWith <id/actor/b> , <id/actor/a> . <id/actor/a> mir:twinnedWith <id/actor/c> ."""
    iri = f"<situation/{mint('situation', 'measurement:twinned')}>"
    lines = computed.twin_measures(making.store(twinned), BASE, TODAY)
    assert facts(lines) == [{**TRIANGLE, "label": 'Vänorter enligt alla källor, 2026-11-23"@sv', "inYear": "2026"}]
    assert {line for line in short(lines) if "label" in line} == {
        f'{iri} rdfs:label "Twin towns by all sources, 2026-11-23"@en',
        f'{iri} rdfs:label "Vänorter enligt alla källor, 2026-11-23"@sv',
    }


def test_where_nobody_is_twinned_nothing_is_measured() -> None:
    assert computed.twin_measures(making.store(PAIRS), BASE, TODAY) == set()


# Licences

FREE, SHARE = making.FREE, "CC-BY-SA-4.0"


def derived(free: str, share: str) -> EmbeddedStore:
    """Return a store of two graphs, one under each licence, with all that is derived from them."""
    parts = {"free": free, "share": share}
    graphs = {name: f"{text} <graph/{name}> dct:isPartOf <id/dataset/{name}> ." for name, text in parts.items()}
    about = "".join(
        f"<id/dataset/{name}> dct:license <{LICENCES[code]}> ." for name, code in (("free", FREE), ("share", SHARE))
    )
    store = making.store(about, **graphs)
    for _ in rules.derive(store, BASE, files.shipped("ontology") / "rules", TODAY):
        pass
    return store


def under(store: EmbeddedStore, name: str, licence: str) -> list[dict[str, str]]:
    """Return what was computed under a licence, thing by thing."""
    return facts(f"{quad.triple} ." for quad in store.quads(f"{BASE}/graph/derived/{name}/{licence}"))


def test_a_distance_that_free_points_give_is_free_and_another_is_not() -> None:
    third = "<id/actor/c> dct:spatial <id/place/c> . <id/place/c> mir:latitude 65.74 ; mir:longitude 22.15 ."
    store = derived(PAIRS + POINTS, third)
    assert under(store, "distance", FREE) == [{"distance": "112"}]
    assert under(store, "distance", SHARE) == [{"distance": "110"}, {"distance": "18"}]


def test_a_spell_lies_under_the_strictest_licence_of_its_claims() -> None:
    store = derived(
        PAIRS + LISTER + listed("ab", "2016-09-12") + listed("bc", "2016-09-12"), listed("ab", "2026-01-01")
    )
    assert [told["ofCooperation"] for told in under(store, "spell", FREE)] == ["<cooperation/bc>"]
    assert [told["ofCooperation"] for told in under(store, "spell", SHARE)] == ["<cooperation/ab>"]


def test_measures_of_a_free_list_are_free_and_those_of_all_sources_under_the_strictest() -> None:
    store = derived(PAIRS + LISTER + listed("ab", "2016-09-12"), listed("bc", "2026-01-01"))
    assert [told["label"] for told in under(store, "network-measurement", FREE)] == ["Listan 2016"]
    assert [told["label"].partition(" ")[0] for told in under(store, "network-measurement", SHARE)] == [
        "Listan", "Vänorter"
    ]  # fmt: skip
