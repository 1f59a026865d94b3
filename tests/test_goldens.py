"""Answers of a release of the shipped data, against the same answers worked out from the raw facts in raw.py."""

import csv
import io
import json
import re
from collections import Counter, defaultdict
from functools import cache
from typing import Final

import pytest
from invented import run, shipped
from needed import facts
from raw import (
    LISTS,
    NORDIC_AND_BALTIC,
    PRIMARY,
    Actor,
    Pair,
    Row,
    actor,
    in_force,
    is_over,
    left_out,
    listed,
    names,
    parties,
    rows,
    said,
    speakers,
    stood,
    swedish,
)

from lulea_kg.release import Release
from lulea_kg.terms import PREFIXES

CARRIER: Final = "Hekman/twincities twin_cities_raw.csv@84ebdec"
COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
NINE: Final = [
    *[("Täby", town) for town in ("Järvenpää FI", "Lørenskog NO", "Rødovre DK", "Viimsi EE")],
    *[("Trollhättan", town) for town in ("Kerava FI", "Kristiansand NO", "Reykjanesbær IS")],
    ("Vara", "Huangshan CN"),
    ("Västervik", "Tønder DK"),
]
UMEÅ: Final = actor("Umeå", "SE")
# What stands in brackets is another unit than the town of that name.
OTHER_UNIT: Final = re.compile(r"\((rural gmina|county|Amt|Danish minority|Beryslav community)\)")
# The same two names, yet two relations: why nothing decides that the towns of the two rows are one.
TWO_BY_INTENT: Final = {
    frozenset({actor("Oulu", "FI"), actor("Halle", "DE")}): "one key of the lists is Halle (Saale) and Halle (Westf.)",
    frozenset({actor("Rättvik", "SE"), actor("Cambridge", "US")}): "one key of the lists is any Cambridge in the US",
    frozenset({actor("Berg", "SE"), actor("Berg", "DE")}): "the lists' Berg lies in Rhineland-Palatinate",
}
DESIGN: Final = """PREFIX mir: <https://w3id.org/munirel/def/>  PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?municipality ?town WHERE {
  ?m a mir:Municipality ; mir:inCountry <http://publications.europa.eu/resource/authority/country/SWE> ; skos:prefLabel ?municipality ; mir:twinnedWith ?t .
  ?t skos:prefLabel ?town }"""  # noqa: E501


@pytest.fixture(autouse=True)
def the_facts() -> None:
    """Do not run, and build nothing, without the raw facts."""
    facts()


def answer(query: str, **parameters: str) -> list[Row]:
    """Return the rows of a named query, the country of each as the facts write it."""
    options = [word for name, value in parameters.items() for word in (f"--{name}", value)]
    result = run("ask", query, *options, "--release", shipped(), "--format", "csv")
    assert result.exit_code == 0, result.stderr
    codes = {row["eu_code"]: row["iso2"] for row in rows("countries.csv").values()}
    table = csv.DictReader(io.StringIO(result.stdout))
    return [{name: codes.get(cell, cell) if "ountry" in name else cell for name, cell in row.items()} for row in table]


def select(query: str) -> list[Row]:
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    found = json.loads(Release(shipped()).open_store().query(head + query))["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def by_cooperation(table: list[Row], column: str) -> dict[Pair, set[str]]:
    """Return what an answer about all municipalities says of each pair: it has a row for either side."""
    sides: dict[str, set[Actor]] = defaultdict(set)
    cells: dict[str, set[str]] = defaultdict(set)
    for row in table:
        sides[row["cooperationIri"]].add(actor(row["town"], row["country"]))
        cells[row["cooperationIri"]].add(row[column])
    pairs: dict[Pair, set[str]] = defaultdict(set)
    for iri, towns in sides.items():
        if len(towns) == 2:
            pairs[frozenset(towns)] |= cells[iri]
    return pairs


@cache
def told() -> dict[tuple[str, int], list[Pair]]:
    """Return the parties of the relations that a row of a file makes claims of, by what the release calls them."""
    found: dict[tuple[str, int, str], set[Actor]] = defaultdict(set)
    for row in select("""SELECT ?file ?row ?relation ?party WHERE {
        ?target mir:file ?file ; mir:row ?row . ?claim oa:hasTarget ?target ; mir:states/mir:phaseOf ?relation .
        ?relation mir:hasParty ?party }"""):
        found[row["file"], int(row["row"]), row["relation"]].add((row["party"], ""))
    pairs: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for (file, number, _), relation in found.items():
        pairs[file, number].append(frozenset(relation))
    return pairs


@cache
def called() -> dict[str, set[Actor]]:
    """Return all the names of each actor, in its country."""
    codes = {row["eu_code"]: row["iso2"] for row in rows("countries.csv").values()}
    found: dict[str, set[Actor]] = defaultdict(set)
    for row in select("SELECT ?actor ?name ?in { ?actor skos:prefLabel|skos:altLabel ?name ; mir:inCountry ?in }"):
        code = row["in"].removeprefix(COUNTRY)
        found[row["actor"]].add(actor(row["name"], codes.get(code, code)))
    return found


@cache
def over_yet_listed() -> set[Pair]:
    """Return the pairs that somebody says ended and a list names, by what `disagreements` answers."""
    found = by_cooperation(answer("disagreements", municipality="all"), "standing")
    return {pair for pair, standings in found.items() if "listed" in standings and {"ended", "lapsed"} & standings}


def of_umeå() -> dict[Actor, list[Row]]:
    """Return the rows read by hand of each partner of Umeå."""
    return {partner: claims for pair, claims in said().items() if UMEÅ in pair for partner in pair - {UMEÅ}}


def carried() -> dict[int, Row]:
    """Return the rows of the lists that a default build carries."""
    countries = ("listed_by_country", "partner_country")
    return {number: row for number, row in rows(LISTS).items() if NORDIC_AND_BALTIC & {row[c] for c in countries}}


def looked_for(row: Row) -> list[str]:
    """Return the Swedish municipalities that a look-up names, or what else it names."""
    several = row["municipality"].split(", ")
    return several if {actor(name, row["country"]) for name in several} <= swedish() else [row["municipality"]]


def is_told(file: str, number: int, row: Row) -> bool:
    """Tell whether a row makes claims, all of them of the parties it names."""
    named = frozenset(party for party in parties(row) if party[0])
    relations = told().get((file, number), [])
    return bool(relations) and all(is_of(pair, named) for pair in relations)


def is_of(pair: Pair, named: Pair) -> bool:
    """Tell whether each party of a relation is called by one of the names, and each name calls one of them."""
    found = [called()[iri] & named for iri, _ in pair]
    return len(found) == len(named) and frozenset().union(*found) == named


def test_umeå_has_the_twin_towns_that_the_rows_about_it_name() -> None:
    expected = set()
    for partner, claims in of_umeå().items():
        if any(row["kind"] == "twin_town" for row in claims):
            confirmed = max(row["as_of"] for row in claims)
            expected.add((partner, "ended" if is_over(frozenset({UMEÅ, partner})) else "in-force", confirmed))
    on_lists = {town for pair in listed() if UMEÅ in pair for town in pair - {UMEÅ}}
    expected |= {(town, "listed", "2026-02-08") for town in on_lists - set(of_umeå())}
    found = answer("twin-towns", municipality="Umeå")
    assert {(actor(row["town"], row["country"]), row["standing"], row["lastConfirmed"]) for row in found} == expected


def test_umeå_and_a_partner_confirm_each_other_when_the_pages_of_both_say_so() -> None:
    own = {partner: [row for row in claims if stood(row)] for partner, claims in of_umeå().items()}
    sides = {partner: len(speakers(claims) & {"umea", partner[0]}) for partner, claims in own.items()}
    expected = {partner: "independent" if count == 2 else "one-sided" for partner, count in sides.items() if count}
    found = answer("one-sided", municipality="Umeå")
    assert {actor(row["town"], row["country"]): row["reciprocity"] for row in found} == expected


def test_a_pair_that_only_lists_name_is_on_both_lists_or_on_one() -> None:
    expected = {pair: {f"listed-{'both' if len(sides) > 1 else 'one'}"} for pair, sides in listed().items()}
    found = by_cooperation(answer("one-sided", municipality="all"), "reciprocity")
    unsaid = {pair for pair in expected if pair & swedish() and pair not in said()}
    assert {pair: found.get(pair) for pair in unsaid} == {pair: expected[pair] for pair in unsaid}


def test_ties_of_sweden_by_country_are_the_twinnings_that_stand_and_nobody_says_ended() -> None:
    partners = (next(iter({country for _, country in pair} - {"SE"}), "SE") for pair in in_force())
    found = [row for row in answer("ties-by-country") if row["country"] == "SE"]
    assert {row["partnerCountry"]: int(row["ties"]) for row in found} == Counter(partners)


def test_ties_by_country_say_of_how_many_swedish_municipalities_anything_is_known() -> None:
    seen = {party for file in (PRIMARY, LISTS) for row in rows(file).values() for party in parties(row)}
    seen |= {actor(row["member_name"], row["member_country"]) for row in rows("memberships.csv").values()}
    seen |= {actor(name, row["country"]) for row in rows("searches.csv").values() for name in looked_for(row)}
    counts = {(row["lookedAt"], row["municipalities"]) for row in answer("ties-by-country") if row["country"] == "SE"}
    assert counts == {(str(len(seen & swedish())), "290")}


def test_what_is_over_and_yet_listed_is_what_the_facts_say_ended_and_the_lists_of_2026_name() -> None:
    assert over_yet_listed() == {pair for pair in said() if pair in listed() and is_over(pair)}


def test_the_nine_pairs_of_four_municipalities_are_over_and_yet_listed() -> None:
    nine = {frozenset({actor(one, "SE"), actor(*other.rsplit(" ", 1))}) for one, other in NINE}
    ours = {actor(name, "SE") for name, _ in NINE}
    assert {pair for pair in over_yet_listed() if pair & ours} == nine


def test_every_row_read_by_hand_is_told_of_the_parties_it_names_or_left_out() -> None:
    kept = {number: row for number, row in rows(PRIMARY).items() if number not in left_out(PRIMARY)}
    assert [number for number, row in kept.items() if not is_told(PRIMARY, number, row)] == []


def test_every_row_of_the_lists_is_told_of_the_towns_it_names() -> None:
    kept = {number: row for number, row in carried().items() if not row["clique"]}
    assert [number for number, row in kept.items() if not is_told(CARRIER, number, row)] == []


def test_a_row_of_a_clique_is_two_memberships_of_one_network() -> None:
    faults = []
    for number, row in carried().items():
        if row["clique"]:
            one, other = told()[CARRIER, number]
            faults += [] if len(one & other) == 1 and is_of(one ^ other, parties(row)) else [number]
    assert faults == []


def test_rows_that_name_the_same_two_towns_are_about_one_relation() -> None:
    relations: dict[Pair, set[Pair]] = defaultdict(set)
    for file, table in ((PRIMARY, PRIMARY), (CARRIER, LISTS)):
        for number, row in rows(table).items():
            if (
                row["partner_name"]
                and not row.get("clique")
                and not OTHER_UNIT.search(row["listed_by_name"] + row["partner_name"])
            ):
                relations[parties(row)] |= set(told().get((file, number), ()))
    assert {pair for pair, found in relations.items() if len(found) > 1} == set(TWO_BY_INTENT)


@pytest.mark.parametrize(
    "file",
    [PRIMARY, "memberships.csv", "municipalities_se.csv", "municipalities_dk_ee.csv", "counties_se.csv", "nuts3.csv"],
)
def test_every_row_of_the_facts_is_evidence_in_the_graph_or_left_out_with_a_reason(file: str) -> None:
    # A row that tells of a relation is accounted for by a claim about one, not by a match of its names.
    about = "?claim oa:hasTarget ?target ; mir:states/mir:phaseOf []" if file in (PRIMARY, "memberships.csv") else ""
    found = select(f'SELECT DISTINCT ?row {{ ?target mir:file "{file}" ; mir:row ?row . {about} }}')
    cited = {int(row["row"]) for row in found}
    assert cited & set(left_out(file)) == set()
    assert cited | {number for number, reason in left_out(file).items() if reason} == set(rows(file))


def test_every_look_up_of_the_facts_is_a_search_in_the_graph_or_left_out() -> None:
    found = select('SELECT ?note { ?search a mir:Search ; skos:note ?note FILTER STRSTARTS(?note, "searches.csv, ") }')
    cited = [int(row["note"].removeprefix("searches.csv, row ")) for row in found]
    kept = rows("searches.csv").keys() - left_out("searches.csv").keys()
    assert Counter(cited) == {number: len(looked_for(rows("searches.csv")[number])) for number in kept}


def test_every_country_of_the_facts_is_in_the_graph_and_every_network_left_out() -> None:
    found = select(f'SELECT DISTINCT ?in {{ ?in skos:prefLabel ?name . FILTER(STRSTARTS(STR(?in), "{COUNTRY}")) }}')
    codes = {row["in"].removeprefix(COUNTRY) for row in found}
    assert codes == {row["eu_code"] for row in rows("countries.csv").values()}
    assert set(left_out("networks.csv")) == set(rows("networks.csv"))


def test_the_whole_query_of_the_design_names_what_stands_and_what_only_lists_name() -> None:
    over = {pair for pair in said() if is_over(pair)}
    unsaid = {pair for pair in listed() if pair & swedish() and not speakers(said().get(pair, [])) & names(pair)}
    expected = {
        (one, other) for pair in in_force() | (unsaid - over) for one in pair & swedish() for other in pair - {one}
    }
    found = {(actor(row["municipality"], "SE")[0], actor(row["town"], "")[0]) for row in select(DESIGN)}
    assert found == {(one[0], actor(other[0], "")[0]) for one, other in expected}
