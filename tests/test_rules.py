"""The derived layer: states and rules say what follows from the claims, nothing else, each under the freest licence."""

import re
from collections.abc import Sequence
from datetime import date

import making
import pytest

from lulea_kg import files, rules
from lulea_kg.datasets import LICENCES
from lulea_kg.iris import mint
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import PREFIXES

BASE = making.BASE
FOLDER = files.shipped("ontology") / "rules"
TODAY = date(2026, 11, 23)
DAY = '<id/dataset/r> mir:referenceDate "2026-11-23"^^xsd:date .'
PAIR = "<id/cooperation/c> mir:hasParty <id/actor/a> , <id/actor/b> ."


def derived(rule: str, *turtle: str, after: Sequence[str] = ()) -> set[str]:
    """Return what a rule yields from a graph, every IRI short; the rules of `after` add to the graph first."""
    store = making.store("\n".join(turtle))
    found = b""
    for name in (*after, rule):
        store.add(f"{BASE}/graph/derived", found)
        (path,) = FOLDER.glob(f"[0-9][0-9]-{name}.rq")
        found = store.query(files.read_text(path))
    return {short(line) for line in making.lines(found)}


def short(line: str) -> str:
    """Return a line of N-Triples with prefixes for IRIs, BASE left out, and no dot."""
    for prefix, iri in PREFIXES.items():
        line = re.sub(f"<{re.escape(iri)}([^>/#]*)>", f"{prefix}:\\1", line)
    return line.replace(f"<{BASE}/id/", "<").removesuffix(" .")


def state(status: str, first: str = "2020-01-01", last: str = "", kind: str = "twin-town", relation: str = "c") -> str:
    """Return a known state of the cooperation."""
    end = f'; mir:to "{last}"^^xsd:date' if last else ""
    return f"""<id/situation/{relation}-{status}-{first}> mir:ofCooperation <id/cooperation/{relation}> ;
        mir:status mir:{status} ; mir:kind mir:{kind} ; mir:namedKind mir:{kind} ;
        mir:lastConfirmed "said {status}" ; mir:from "{first}"^^xsd:date {end} ."""


def claim(
    name: str,
    status: str = "in-force",
    modality: str = "asserted",
    by: str = "<id/actor/a>",
    *,
    said: str = "2022-09-02",
    kind: str = "twin-town",
    phase: str = "",
    more: str = "",
    relation: str = "c",
) -> str:
    """Return a claim that a status held on the day its source spoke."""
    return f"""<id/claim/{name}> a mir:Claim ; mir:states <id/situation/{name}> ; mir:modality mir:{modality} ;
        mir:assertedBy {by} ; prov:hadPrimarySource <id/source/{name}> ; mir:recordedAt "2026-01-15"^^xsd:date ;
        mir:saidAt "{said}" ; mir:saidFrom "{said}"^^xsd:date ; mir:saidTo "{said}"^^xsd:date {more} .
        <id/situation/{name}> mir:phaseOf <id/cooperation/{relation}> ; mir:status mir:{status} ; mir:kind mir:{kind} ;
        mir:latestBegin "{said}"^^xsd:date ; mir:earliestEnd "{said}"^^xsd:date {phase} .
        <id/cooperation/{relation}> a mir:Cooperation ."""


# In country


def test_a_place_and_its_actors_lie_in_the_country_it_is_part_of() -> None:
    assert derived(
        "in-country",
        "<id/place/town> a dct:Location ; dct:isPartOf <id/place/county> . <id/actor/a> dct:spatial <id/place/town> .",
        "<id/place/county> a dct:Location ; dct:isPartOf cty:SWE .",
        "<graph/g> dct:isPartOf <id/dataset/d> . <id/actor/b> dct:spatial <id/place/nowhere> .",
    ) == {
        "<place/town> mir:inCountry cty:SWE",
        "<place/county> mir:inCountry cty:SWE",
        "<actor/a> mir:inCountry cty:SWE",
    }


# Identifiers


def test_a_thing_answers_to_its_key_and_to_the_codes_that_stand() -> None:
    def link(name: str, more: str) -> str:
        return f"""<id/claim/{name}> mir:states <id/situation/{name}> . <id/situation/{name}> a mir:IdentityLink ;
            mir:identifies <id/actor/qdlwqv5bxj> ; {more} ."""

    assert derived(
        "identifiers",
        "<id/actor/qdlwqv5bxj> a mir:Municipality . <id/claim/x> a mir:Claim . mir:x a mir:Network .",
        link("scb", 'mir:code "2580"'),
        link("wd", 'mir:code "Q1" ; mir:target <http://wd/Q1> ; mir:match mir:exact'),
        link("gn", 'mir:code "9" ; mir:target <http://gn/9> ; mir:match mir:close'),
        link("old", 'mir:code "0" ; mir:target <http://wd/0> ; mir:match mir:exact'),
        '<id/claim/old> mir:withdrawnAt "2026-01-01"^^xsd:date .',
    ) == {
        '<actor/qdlwqv5bxj> dct:identifier "qdlwqv5bxj"',
        '<actor/qdlwqv5bxj> dct:identifier "2580"',
        '<actor/qdlwqv5bxj> dct:identifier "Q1"',
        '<actor/qdlwqv5bxj> dct:identifier "9"',
        "<actor/qdlwqv5bxj> skos:exactMatch <http://wd/Q1>",
        "<actor/qdlwqv5bxj> skos:closeMatch <http://gn/9>",
    }  # fmt: skip


# Relation state


def test_a_relation_says_what_is_known_on_the_reference_date_on_each_axis() -> None:
    states = (state("in-force"), state("paused"), state("not-prioritised"), state("listed"))
    assert derived("relation-state", DAY, *states) == {
        "<cooperation/c> mir:standing mir:in-force",
        "<cooperation/c> mir:activity mir:paused",
        "<cooperation/c> mir:priority mir:not-prioritised",
        "<cooperation/c> mir:kind mir:twin-town",
        "<cooperation/c> mir:namedKind mir:twin-town",
        '<cooperation/c> mir:lastConfirmed "said in-force"',
    }


@pytest.mark.parametrize(("first", "last"), [("2020-01-01", "2026-11-22"), ("2026-11-24", "")])
def test_a_state_of_another_day_says_nothing_of_the_reference_date(first: str, last: str) -> None:
    assert derived("relation-state", DAY, state("in-force", first, last)) == set()


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-23", ""), ("2020-01-01", "2026-11-23"), ("2026-11-23", "2026-11-23")]
)
def test_a_state_holds_from_its_first_day_to_its_last(first: str, last: str) -> None:
    assert "<cooperation/c> mir:standing mir:in-force" in derived("relation-state", DAY, state("in-force", first, last))


def test_kinds_that_only_an_ended_relation_was_called_are_not_named() -> None:
    found = derived("relation-state", DAY, state("in-force", kind="contact"), state("ended", kind="twin-town"))
    assert {line for line in found if "namedKind" in line} == {"<cooperation/c> mir:namedKind mir:contact"}


# Contested


def contested(*turtle: str) -> set[str]:
    """Return the names of the states that are contested."""
    return {line.removeprefix("<situation/").partition(">")[0] for line in derived("contested", *turtle)}


ENDED, LISTED = state("ended", "2020-01-01", "2024-12-31"), state("listed", "2016-09-12", "2026-11-23")


def test_a_disputed_state_is_contested_and_no_other() -> None:
    disputed = "<id/situation/c-in-force-2020-01-01> mir:disputed true ."
    others = state("paused"), state("ended"), "<id/situation/c-paused-2020-01-01> mir:disputed false ."
    assert derived("contested", state("in-force"), disputed, *others) == {
        '<situation/c-in-force-2020-01-01> mir:contested "true"^^xsd:boolean'
    }


@pytest.mark.parametrize("end", ["ended", "lapsed"])
def test_what_is_over_while_a_list_names_it_is_contested_and_so_is_the_list(end: str) -> None:
    assert contested(ENDED.replace("ended", end), LISTED, state("paused")) == {
        f"c-{end}-2020-01-01",
        "c-listed-2016-09-12",
    }


@pytest.mark.parametrize(
    ("first", "last"),
    [("2016-01-01", "2020-01-01"), ("2024-12-31", "2026-01-01"), ("2024-12-31", ""), ("2021-01-01", "2021-12-31")],
)
def test_a_list_contests_an_end_when_they_share_a_day(first: str, last: str) -> None:
    assert contested(ENDED, state("listed", first, last)) == {"c-ended-2020-01-01", f"c-listed-{first}"}


@pytest.mark.parametrize(
    "turtle",
    [
        [ENDED, state("listed", "2016-01-01", "2019-12-31")],
        [ENDED, state("listed", "2025-01-01")],
        [ENDED, state("listed", "2016-01-01", relation="d")],
        [ENDED, state("in-force", "2016-01-01")],
        [state("in-force"), LISTED],
        [state("paused"), LISTED],
    ],
    ids=["listed before", "listed after", "another relation", "not a list", "in force", "paused"],
)
def test_nothing_else_is_contested(turtle: list[str]) -> None:
    assert contested(*turtle) == set()


# Twinned with


def twinned(*turtle: str) -> set[str]:
    """Return what the states on the reference date say of twinnings."""
    return derived("twinned-with", DAY, *turtle, after=["relation-state"])


TWINNED = {
    "<cooperation/c> rdf:type mir:TwinTownRelation",
    "<actor/a> mir:twinnedWith <actor/b>",
    "<actor/b> mir:twinnedWith <actor/a>",
}


@pytest.mark.parametrize("kind", ["twin-town", "border-twin"])
def test_twinned_is_said_of_both_and_of_nobody_with_itself(kind: str) -> None:
    assert twinned(PAIR, state("in-force", kind=kind)) == TWINNED


def test_a_state_that_only_one_side_calls_a_twinning_is_one() -> None:
    named = "<id/situation/c-in-force-2020-01-01> mir:namedKind mir:twin-town ."
    assert twinned(PAIR, state("in-force", kind="contact"), named) == TWINNED


@pytest.mark.parametrize(
    "states",
    [
        [state("in-force", kind="contact")],
        [state("in-force", kind="friendship")],
        [state("agreed")],
        [state("listed")],
        [state("active"), state("prioritised")],
        [state("ended")],
        [state("in-force"), state("ended")],
        [state("in-force"), state("lapsed", kind="contact")],
        [state("in-force", last="2026-11-22")],
        [state("in-force", "2026-11-24")],
    ],
    ids=["contact", "friendship", "agreed", "listed", "axes", "ended", "and ended", "and lapsed", "before", "after"],
)
def test_nothing_else_makes_a_twinning(states: list[str]) -> None:
    assert twinned(PAIR, *states) == set()


def test_an_end_on_another_day_or_of_another_relation_ends_no_twinning() -> None:
    others = (state("ended", "2010-01-01", "2011-01-01"), state("ended", relation="other"))
    assert twinned(PAIR, state("in-force"), *others) == TWINNED


def test_a_twinning_without_a_named_partner_twins_nobody() -> None:
    alone = "<id/cooperation/c> mir:hasParty <id/actor/a> ; mir:counterpartTerritory cty:CHN ."
    assert twinned(alone, state("in-force")) == set()


ACTIVE = {"<actor/a> mir:activelyTwinnedWith <actor/b>", "<actor/b> mir:activelyTwinnedWith <actor/a>"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("a mir:TwinTownRelation ; mir:activity mir:active", ACTIVE),
        ("a mir:TwinTownRelation ; mir:activity mir:active , mir:paused", set()),
        ("a mir:TwinTownRelation ; mir:activity mir:active , mir:dormant", set()),
        ("a mir:TwinTownRelation", set()),
        ("mir:activity mir:active", set()),
    ],
)
def test_actively_twinned_needs_a_twinning_and_activity_that_nobody_contradicts(said: str, expected: set[str]) -> None:
    assert derived("actively-twinned-with", PAIR, f"<id/cooperation/c> {said} .") == expected


# Twinned by a list alone


def by_list(*turtle: str) -> set[str]:
    """Return whom lists alone twin."""
    return derived("twinned-with-by-list", PAIR, *turtle, after=["last-listed"])


def listed(name: str, said: str, *, relation: str = "c", source: str = "", more: str = "") -> str:
    """Return what a third party's list says: that it names a relation."""
    text = claim(name, "listed", by="<id/actor/lister>", said=said, relation=relation, more=more)
    return text.replace(f"<id/source/{name}>", f"<id/source/{source or name}>")


OVER = "<id/cooperation/{}> mir:standing mir:{} ."
OTHER = "<id/cooperation/d> mir:hasParty <id/actor/a> , <id/actor/x> ."
WITHDRAWN = '; mir:withdrawnAt "2026-01-20"^^xsd:date'


def test_a_relation_and_each_of_its_parties_was_last_listed_by_the_newest_list_that_stands() -> None:
    lists = (
        listed("1", "2016-01-01"),
        listed("2", "2020-01-01", relation="d"),
        listed("3", "2024-01-01", more=WITHDRAWN),
    )
    day = {"2016": '"2016-01-01"^^xsd:date', "2020": '"2020-01-01"^^xsd:date'}
    assert derived("last-listed", PAIR, OTHER, *lists) == {
        f"<cooperation/c> mir:lastListed {day['2016']}",
        f"<actor/b> mir:lastListed {day['2016']}",
        f"<cooperation/d> mir:lastListed {day['2020']}",
        f"<actor/a> mir:lastListed {day['2020']}",
        f"<actor/x> mir:lastListed {day['2020']}",
    }


@pytest.mark.parametrize(
    "turtle",
    [
        [listed("1", "2016-01-01")],
        [listed("1", "2016-01-01"), listed("2", "2020-01-01")],
        [listed("1", "2016-01-01"), OTHER, listed("2", "2016-01-01", relation="d")],
        [listed("1", "2016-01-01"), OTHER, listed("2", "2010-01-01", relation="d")],
        [OTHER, listed("1", "2020-01-01", source="l"), listed("2", "2020-01-01", relation="d", source="l")],
        [
            listed("1", "2016-01-01"),
            claim("2", "ended", by="<id/actor/press>", relation="d"),
            OVER.format("d", "ended"),
        ],
        [listed("1", "2016-01-01"), claim("2", by="<id/actor/press>"), OVER.format("c", "in-force")],
        [listed("1", "2016-01-01"), claim("2", modality="denied", more=WITHDRAWN)],
        [listed("1", "2016-01-01"), OTHER, listed("2", "2020-01-01", relation="d", more=WITHDRAWN)],
    ],
    ids=[
        "alone",
        "twice",
        "of one day",
        "an older one",
        "one list",
        "another is over",
        "the press says so too",
        "party withdrew",
        "newer withdrawn",
    ],
)
def test_the_newest_list_twins_those_of_whom_no_party_has_said_anything(turtle: list[str]) -> None:
    assert by_list(*turtle) & TWINNED == TWINNED


@pytest.mark.parametrize(
    ("turtle", "grade"),
    [
        (["a"], "listed-one"),
        (["a", "b"], "listed-both"),
        (["a", "a"], "listed-one"),
    ],
    ids=["one side", "both sides", "twice under one side"],
)
def test_where_only_lists_speak_their_sides_are_counted(turtle: list[str], grade: str) -> None:
    rows = [
        f"{listed(str(number), '2016-01-01')} <id/situation/{number}> mir:listedUnder <id/actor/{side}> ."
        for number, side in enumerate(turtle)
    ]
    assert derived("reciprocity-by-list", PAIR, *rows) == {f"<cooperation/c> mir:reciprocity mir:{grade}"}


def test_the_years_of_lists_and_whom_they_have_rows_of_are_kept_to_compare_them_by() -> None:
    lists = (
        f"{listed('1', '2016-09-12')} <id/situation/1> mir:listedUnder <id/actor/a> .",
        listed("2", "2026-02-08"),
        listed("3", "2027-01-01", more=WITHDRAWN),
    )
    assert derived("listed-in-year", PAIR, *lists) == {
        f'<{thing}> mir:listedInYear "{year}"'
        for thing in ("cooperation/c", "actor/a", "actor/b")
        for year in (2016, 2026)
    } | {'<actor/a> mir:coveredInYear "2016"'}


def test_what_the_parties_say_themselves_goes_before_the_lists() -> None:
    row = f"{listed('1', '2016-01-01')} <id/situation/1> mir:listedUnder <id/actor/a> ."
    known = "<id/cooperation/c> mir:reciprocity mir:one-sided ."
    assert derived("reciprocity-by-list", PAIR, row, known) == set()


CLOSED = """<id/claim/l> a mir:Claim ; mir:states <id/situation/l> . <id/situation/l> a mir:ClosedList ;
    mir:listedBy <id/actor/a> ; mir:kind mir:{} ; mir:listItem <id/cooperation/{}> ."""


@pytest.mark.parametrize(
    "turtle",
    [
        [listed("1", "2016-01-01", more=WITHDRAWN)],
        [listed("1", "2016-01-01").replace("mir:twin-town", "mir:contact")],
        [listed("1", "2016-01-01"), claim("2", "ended")],
        [listed("1", "2016-01-01"), OVER.format("c", "ended")],
        [listed("1", "2016-01-01"), OVER.format("c", "lapsed")],
        [listed("1", "2016-01-01"), OVER.format("c", "in-force , mir:ended")],
        [listed("1", "2016-01-01"), claim("2", modality="proposed")],
        [listed("1", "2016-01-01"), claim("2", "not-prioritised", by="<id/actor/b>")],
        [listed("1", "2016-01-01"), OTHER, listed("2", "2020-01-01", relation="d")],
        [listed("1", "2016-01-01"), CLOSED.format("twin-town", "d")],
        [OTHER, listed("1", "2016-01-01", source="l"), listed("2", "2020-01-01", relation="d", source="m"),
         listed("3", "2020-01-01", source="m", more=WITHDRAWN)],
    ],
    ids=["withdrawn", "contact", "ended", "over", "lapsed", "over, says one", "proposed", "other side", "newer without",
         "closed", "newer no more"],
)  # fmt: skip
def test_a_list_twins_nobody_when_a_party_has_spoken_or_a_newer_list_leaves_them_out(turtle: list[str]) -> None:
    assert by_list(*turtle) & TWINNED == set()


@pytest.mark.parametrize(
    "closed",
    [
        CLOSED.format("twin-town", "c"),
        CLOSED.format("project-partnership", "d"),
        CLOSED.format("twin-town", "d") + '<id/claim/l> mir:withdrawnAt "2026-01-20"^^xsd:date .',
    ],
    ids=["names it", "of another kind", "withdrawn"],
)
def test_a_partys_own_list_leaves_out_only_what_is_of_its_kind_and_not_on_it(closed: str) -> None:
    assert by_list(listed("1", "2016-01-01"), closed) == TWINNED


# Focus areas

MEMBER = "<id/situation/m> a mir:AreaMembership ; mir:ofDefinition mir:definition-eu ;"
IN_SWEDEN = """<id/actor/a> mir:inCountry cty:SWE ; dct:spatial <id/place/a> .
    <id/place/a> mir:inCountry cty:SWE ; mir:latitude 65.6 ."""
INSIDE = {"<actor/a> mir:inFocusArea mir:definition-eu"}


@pytest.mark.parametrize(
    ("membership", "expected"),
    [
        ("mir:memberCountry cty:SWE", INSIDE),
        ("mir:memberCountry cty:FIN", set()),
        ('mir:memberCountry cty:SWE ; mir:latestBegin "1995-01-01"^^xsd:date', INSIDE),
        ('mir:memberCountry cty:SWE ; mir:latestBegin "2026-11-24"^^xsd:date', set()),
        ('mir:memberCountry cty:SWE ; mir:earliestEnd "2026-11-23"^^xsd:date', INSIDE),
        ('mir:memberCountry cty:SWE ; mir:earliestEnd "2020-01-31"^^xsd:date', set()),
        ("mir:minimumLatitude 65.6", INSIDE),
        ("mir:minimumLatitude 66.5", set()),
    ],
)
def test_an_actor_lies_in_an_area_by_its_country_or_latitude_on_the_reference_date(
    membership: str, expected: set[str]
) -> None:
    assert derived("in-focus-area", DAY, IN_SWEDEN, f"{MEMBER} {membership} .") == expected


@pytest.mark.parametrize(("standing", "expected"), [("in-force", INSIDE), ("ended", set()), ("agreed", set())])
def test_an_actor_lies_in_an_area_by_a_network_it_takes_part_in(standing: str, expected: set[str]) -> None:
    part = f"<id/cooperation/n> mir:hasParty <id/actor/net> , <id/actor/a> ; mir:standing mir:{standing} ."
    assert derived("in-focus-area", DAY, f"{MEMBER} mir:memberOf <id/actor/net> .", part) == expected


# Reciprocity

A, B, PRESS = "<id/actor/a>", "<id/actor/b>", "<id/actor/press>"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("1", by=A), claim("2", by=B)], "independent"),
        ([claim("1", by=A)], "one-sided"),
        ([claim("1", by=A), claim("2", by=PRESS)], "one-sided"),
        ([claim("1", by=A), claim("2", by=B, more='; mir:withdrawnAt "2026-01-01"^^xsd:date')], "one-sided"),
        ([claim("1", by=A), claim("2", modality="denied", by=B)], "disagreeing"),
        ([claim("1", by=A), claim("2", by=B, said="2020-01-01", modality="denied"), claim("3", by=B)], "independent"),
        ([claim("1", by=A), claim("2", by=B, modality="denied"), claim("3", by=B, said="2020-01-01")], "disagreeing"),
        ([claim("1", by=A), claim("2", by=PRESS, modality="denied")], "one-sided"),
        ([claim("1", by=PRESS)], ""),
        ([claim("1", by=A, modality="proposed")], ""),
        ([claim("1", by=A, status="ended")], ""),
    ],
)  # fmt: skip
def test_reciprocity_tells_whose_word_a_relation_has(claims: list[str], expected: str) -> None:
    # The second rule asks what the first has found.
    found = derived("disagreeing", PAIR, *claims) or derived("reciprocity", PAIR, *claims)
    assert found == ({f"<cooperation/c> mir:reciprocity mir:{expected}"} if expected else set())


# Claims to states

PARTIES = PAIR + " <id/cooperation/c> a mir:Cooperation ."


def made(*turtle: str) -> dict[str, list[str]]:
    """Derive everything, and return the lines of each derived graph by rule and licence."""
    return graphs_of(making.store("\n".join(turtle)))


def graphs_of(store: EmbeddedStore) -> dict[str, list[str]]:
    """Derive everything in a store, and return the lines of each derived graph by rule and licence."""
    for _ in rules.derive(store, BASE, FOLDER, TODAY):
        pass
    stem = f"{BASE}/graph/derived/"
    return {
        name.removeprefix(stem): [short(f"{quad.triple} .") for quad in store.quads(name)]
        for name in store.graphs()
        if name.startswith(stem)
    }


@pytest.mark.parametrize(
    ("modality", "expected"),
    [("asserted", True), ("announced", True), ("proposed", False), ("permitted", False), ("denied", False)],
)
def test_only_what_is_asserted_or_announced_makes_a_state_and_a_twinning(modality: str, expected: bool) -> None:
    found = made(PARTIES, claim("1", modality=modality))
    twinned = [line for graph in found.values() for line in graph if "twinnedWith" in line]
    assert (f"known-state/{making.FREE}" in found, bool(twinned)) == (expected, expected)


def test_a_withdrawn_claim_makes_no_state() -> None:
    found = made(PARTIES, claim("1", more='; mir:withdrawnAt "2026-01-20"^^xsd:date'))
    assert f"known-state/{making.FREE}" not in found


def test_a_relation_that_ended_is_twinned_no_more_though_a_stale_page_says_so() -> None:
    end = claim("1", status="ended", said="2022-09-29", phase='; mir:earliestBegin "2022-09-29"^^xsd:date')
    found = made(PARTIES, end, claim("2", said="2024-03-01", by=B))
    assert [graph for graph in found if graph.startswith("twinned-with")] == []


def test_a_denied_twinning_of_another_kind_twins_nobody() -> None:
    found = made(PARTIES, claim("1", kind="contact"), claim("2", modality="denied"))
    assert [graph for graph in found if graph.startswith("twinned-with")] == []


def test_a_known_state_tells_all_that_is_known() -> None:
    phase = '; mir:edtf "1972/" ; mir:earliestBegin "1972-01-01"^^xsd:date'
    found = made(PARTIES, claim("1", phase=phase).replace('latestBegin "2022-09-02"', 'latestBegin "1972-12-31"'))
    name = mint("situation", "state:c:in-force:1972-12-31")
    one = [
        line.partition(" ")[2] for line in found[f"known-state/{making.FREE}"] if line.startswith(f"<situation/{name}>")
    ]
    assert sorted(one) == sorted([
        "rdf:type mir:KnownState",
        "mir:ofCooperation <cooperation/c>",
        "mir:status mir:in-force",
        "mir:kind mir:twin-town",
        "mir:namedKind mir:twin-town",
        'mir:from "1972-12-31"^^xsd:date',
        'mir:to "2022-09-01"^^xsd:date',
        "mir:grade mir:definite",
        'mir:disputed "false"^^xsd:boolean',
        "mir:supportedBy <claim/1>",
        "mir:bestSupport <claim/1>",
        'mir:since "1972"',
    ])  # fmt: skip


# Reference date

RECORDED = """<id/claim/1> mir:recordedAt "2026-01-15"^^xsd:date . <id/claim/2> mir:recordedAt "2026-03-01"^^xsd:date .
    <id/claim/1> mir:withdrawnAt "2026-05-05"^^xsd:date ."""


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, "2026-05-05"), ("2026-05-04", "2026-03-01"), ("2026-01-15", "2026-01-15"), ("2025-01-01", "2025-01-01")],
)
def test_the_reference_date_is_the_newest_record_time_and_no_clock(until: str | None, expected: str) -> None:
    limit = date.fromisoformat(until) if until else None
    assert rules.reference_date(making.store(RECORDED), limit) == date.fromisoformat(expected)


def test_a_graph_without_record_times_has_the_first_of_all_days() -> None:
    assert rules.reference_date(making.store()) == date.min


# Licences

BY, SHARE = "CC-BY-4.0", "CC-BY-SA-4.0"


def licensed(**graphs: tuple[str, str]) -> EmbeddedStore:
    """Return a store with graphs by name, each part of a dataset of its own licence."""
    parts = {
        name: f"{turtle} <graph/{name}> dct:isPartOf <id/dataset/{name}> ." for name, (_, turtle) in graphs.items()
    }
    about = "".join(f"<id/dataset/{name}> dct:license <{LICENCES[lic]}> ." for name, (lic, _) in graphs.items())
    return making.store(about, **parts)


def under(found: dict[str, list[str]], rule: str) -> dict[str, set[str]]:
    """Return what a rule gave, by licence."""
    return {name.partition("/")[2]: set(lines) for name, lines in found.items() if name.startswith(rule + "/")}


def test_what_follows_from_free_data_alone_stays_free() -> None:
    spatial = "<id/actor/a> dct:spatial <id/place/a> . <id/place/a> a dct:Location ; dct:isPartOf cty:SWE ."
    other = "<id/actor/b> dct:spatial <id/place/a> ."
    found = graphs_of(licensed(free=(making.FREE, spatial), share=(SHARE, spatial + other)))
    assert under(found, "in-country") == {
        making.FREE: {"<place/a> mir:inCountry cty:SWE", "<actor/a> mir:inCountry cty:SWE"},
        SHARE: {"<actor/b> mir:inCountry cty:SWE"},
    }


def test_what_needs_two_licences_lies_under_the_stricter() -> None:
    actor = "<id/actor/a> dct:spatial <id/place/a> ."
    place = "<id/place/a> a dct:Location ; dct:isPartOf cty:SWE ."
    for one, other in ((making.FREE, BY), (BY, making.FREE)):
        found = under(graphs_of(licensed(x=(one, actor), y=(other, place))), "in-country")
        assert "<actor/a> mir:inCountry cty:SWE" in found[BY]
        assert "<actor/a> mir:inCountry cty:SWE" not in found.get(making.FREE, set())


def test_a_known_state_and_what_rests_on_it_lie_under_the_strictest_licence_of_its_claims() -> None:
    found = graphs_of(licensed(free=(making.FREE, PARTIES), share=(SHARE, claim("1"))))
    assert set(under(found, "known-state")) == set(under(found, "twinned-with")) == {SHARE}


def test_a_stricter_source_that_adds_nothing_taints_no_twinning() -> None:
    older = claim("2", said="2010-01-01", relation="d")
    found = graphs_of(licensed(free=(making.FREE, PARTIES + claim("1")), share=(SHARE, older)))
    assert set(under(found, "twinned-with")) == {making.FREE}


def test_an_absence_that_only_free_data_show_is_no_ground_for_a_free_triple() -> None:
    end = claim("2", status="ended", said="2024-01-01")
    found = graphs_of(licensed(free=(making.FREE, PARTIES + claim("1")), share=(SHARE, end)))
    assert under(found, "twinned-with") == {}


def test_deriving_again_replaces_what_was_derived() -> None:
    store = making.store(PARTIES + claim("1"))
    first = graphs_of(store)
    store.replace(f"{BASE}/graph/main", making.ntriples(PARTIES))
    assert any(name.startswith("twinned-with") for name in first)
    assert set(graphs_of(store)) == {f"reference-date/{making.FREE}", f"identifiers/{making.FREE}"}


def test_every_rule_is_tested_here() -> None:
    assert {path.stem[3:] for path in FOLDER.glob("*.rq")} == {
        "in-country", "identifiers", "relation-state", "contested", "twinned-with", "actively-twinned-with",
        "twinned-with-by-list", "in-focus-area", "disagreeing", "reciprocity", "last-listed", "listed-in-year",
        "reciprocity-by-list",
    }  # fmt: skip
