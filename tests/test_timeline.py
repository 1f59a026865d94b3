"""What is known of a relation on a day follows the rules of docs/model.md, "Grades", one by one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg.sources.claims import said_at, valid_time
from lulea_kg.timeline import KnownState, Statement, known_states, on
from lulea_kg.times import Bounds

RETRIEVED = date(2026, 1, 1)


def claim(status: str, said: str = "", since: str = "", until: str = "", **more: Any) -> Statement:
    """Return what a source says of a status; without `said` an undated one, retrieved on 2026-01-01."""
    spoken = said_at(said)
    name = f"{status} {since}/{until} says the source of {said or 'no date'}"
    plain = Statement(
        claim=name,
        relation="luleå–kemi",
        status=status,
        kind="twin-town",
        bounds=valid_time(since, until, spoken, RETRIEVED)[0],
        source=name,
        asserter="luleå",
        said=(spoken.first, spoken.last) if spoken.first and spoken.last else None,
        said_at=said,
        since=since,
        until=until,
    )
    return replace(plain, **more)


def in_force(said: str = "", since: str = "", until: str = "", **more: Any) -> Statement:
    """Return what a source says of a relation in force."""
    return claim("in-force", said, since, until, **more)


def ended(said: str = "", since: str = "", **more: Any) -> Statement:
    """Return what a source says of a relation that has ended."""
    return claim("ended", said, since, **more)


def state_on(day: str, *claims: Statement) -> KnownState:
    """Return the one state known for a day."""
    (state,) = on(known_states(claims), date.fromisoformat(day))
    return state


def known(day: str, *claims: Statement) -> dict[str, str]:
    """Return the grade of each status known for a day, and whether it is disputed."""
    states = on(known_states(claims), date.fromisoformat(day))
    found = [(state.status, state.grade + (", disputed" if state.disputed else "")) for state in states]
    assert len(dict(found)) == len(found), "a day has one row per value"
    return dict(found)


def runs(*claims: Statement) -> list[tuple[str, str, str, str]]:
    """Return status, first day, last day and grade of every state."""
    return [(s.status, str(s.first), str(s.last or "open"), s.grade) for s in known_states(claims)]


# Definite


@pytest.mark.parametrize(
    ("day", "grade"),
    [("1973-01-01", "definite"), ("1972-12-31", "definite"), ("2014-08-11", "definite"), ("1972-12-30", "possible"),
     ("2014-08-12", "carried")],
)  # fmt: skip
def test_a_day_from_the_latest_begin_to_the_earliest_end_is_definite(day: str, grade: str) -> None:
    assert known(day, in_force("2014-08-11", since="1972")) == {"in-force": grade}


def test_a_claim_with_its_bounds_in_no_order_is_definite_on_no_day() -> None:
    within_its_month = in_force("2020-05-10", since="2020-05")
    assert {grade for _, _, _, grade in runs(within_its_month)} == {"possible", "carried"}
    assert known("2020-05-10", within_its_month) == {"in-force": "possible"}


def test_a_stated_end_in_the_future_is_definite_until_then_and_nothing_after() -> None:
    assert runs(in_force("2020-01-01", until="2025-01-01")) == [("in-force", "2020-01-01", "2025-01-01", "definite")]


def test_a_claim_without_any_bound_makes_no_state() -> None:
    assert runs(in_force("2014-08-11", bounds=Bounds())) == []


# Bracketed


def test_a_claim_before_and_one_after_the_day_make_it_bracketed() -> None:
    assert known("2020-07-01", in_force("2014-08-11"), in_force("2022-09-02")) == {"in-force": "bracketed"}


def test_a_bracket_rests_on_both_its_claims() -> None:
    before, after = in_force("2014-08-11"), in_force("2022-09-02")
    assert set(state_on("2020-07-01", before, after).supported_by) == {before.claim, after.claim}


@pytest.mark.parametrize("said", ["2014-08-11", "2018-01-01", "2022-09-02"])
def test_another_value_that_touches_the_span_between_breaks_the_bracket(said: str) -> None:
    claims = (claim("prioritised", "2014-08-11"), claim("prioritised", "2022-09-02"), claim("not-prioritised", said))
    assert known("2020-07-01", *claims).get("prioritised", "").partition(",")[0] != "bracketed"


@pytest.mark.parametrize("said", ["2014-08-10", "2022-09-03"])
def test_another_value_just_outside_the_span_leaves_the_bracket_whole(said: str) -> None:
    claims = (claim("prioritised", "2014-08-11"), claim("prioritised", "2022-09-02"), claim("not-prioritised", said))
    assert known("2020-07-01", *claims) == {"prioritised": "bracketed"}


def test_only_the_nearest_two_claims_bracket_a_day() -> None:
    claims = (
        claim("prioritised", "2010-01-01"),
        claim("not-prioritised", "2011-01-01"),
        claim("prioritised", "2014-01-01"),
        claim("prioritised", "2022-01-01"),
    )
    assert known("2018-01-01", *claims) == {"prioritised": "bracketed"}
    assert known("2012-01-01", *claims) == {"not-prioritised": "carried"}


def test_a_claim_that_states_an_end_begins_no_bracket() -> None:
    assert known("2018-01-01", in_force("2016-01-01", until="2015-01-01"), in_force("2020-01-01")) == {}


def test_a_day_within_the_window_of_the_earlier_claim_is_not_bracketed_yet() -> None:
    claims = (in_force("[2020-06-17..2020-11-30]"), in_force("2022-09-02"))
    assert known("2020-11-30", *claims) == {"in-force": "possible"}
    assert known("2020-12-01", *claims) == {"in-force": "bracketed"}


def test_an_undated_source_never_comes_between_two_dated_ones() -> None:
    assert known("2020-07-01", in_force("2014-08-11"), ended(since="2016"), in_force("2022-09-02")) == {
        "in-force": "bracketed"
    }


def test_a_denial_is_no_value_that_could_come_between() -> None:
    claims = (in_force("2014-08-11"), ended("2018-01-01", denied=True), in_force("2022-09-02"))
    assert known("2020-07-01", *claims) == {"in-force": "bracketed"}


# Possible


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2020-06-16", {}), ("2020-06-17", {"in-force": "possible"}), ("2020-11-30", {"in-force": "possible"})],
)
def test_a_source_of_unknown_day_makes_each_day_it_may_have_spoken_possible(day: str, expected: dict[str, str]) -> None:
    assert known(day, in_force("[2020-06-17..2020-11-30]")) == expected


def test_one_sources_change_known_to_a_month_reads_possible_on_both_sides_and_is_no_dispute() -> None:
    claims = (
        in_force("2022-10-05", until="2022-09", source="council"),
        ended("2022-10-05", since="2022-09", source="council"),
    )
    assert known("2022-09-15", *claims) == {"in-force": "possible", "ended": "possible"}


# Carried


def test_a_value_is_carried_from_its_last_word_on_when_nothing_has_contradicted_it() -> None:
    assert runs(in_force("2014-08-11")) == [
        ("in-force", "2014-08-11", "2014-08-11", "definite"),
        ("in-force", "2014-08-12", "open", "carried"),
    ]


def test_a_claim_that_states_an_end_is_not_carried_past_it() -> None:
    assert known("2018-01-01", in_force("2014-08-11", since="1972", until="2015")) == {}


def test_another_value_stops_the_carrying_on_the_day_its_window_begins() -> None:
    claims = (claim("prioritised", "2014-08-11"), claim("not-prioritised", "2021-01-15", since="2020"))
    assert known("2019-12-31", *claims) == {"prioritised": "carried"}
    assert known("2020-01-01", *claims) == {"not-prioritised": "possible"}


def test_another_value_whose_window_begins_no_later_does_not_stop_the_carrying() -> None:
    claims = (claim("prioritised", "2014-08-11"), claim("not-prioritised", "2014-08-11"))
    assert known("2018-01-01", *claims) == {
        "prioritised": "carried, disputed",
        "not-prioritised": "carried, disputed",
    }


def test_silence_on_one_axis_never_interrupts_another() -> None:
    claims = (in_force("2014-08-11"), claim("not-prioritised", "2020-06-17"), claim("paused", "2022-03-02"))
    assert known("2024-01-01", *claims) == {
        "in-force": "carried", "not-prioritised": "carried", "paused": "carried",
    }  # fmt: skip


def test_a_list_stands_on_an_axis_of_its_own() -> None:
    assert known("2024-01-01", ended("2022-09-29", since="2022-09-29"), claim("listed", "2023-01-01")) == {
        "ended": "carried", "listed": "carried",
    }  # fmt: skip


# Endings


def test_ended_and_resumed_is_ended_only_in_between() -> None:
    claims = (in_force("1990-01-01"), ended("2001-05-01", since="2000"), in_force("2011-05-01", since="2010"))
    assert known("2005-07-01", *claims) == {"ended": "carried"}
    assert known("2012-01-01", *claims) == {"in-force": "carried"}


def test_a_stale_page_after_an_end_stands_beside_it_and_both_are_disputed() -> None:
    claims = (ended("2022-09-29", since="2022-09-29"), in_force("2024-03-01"))
    assert known("2026-11-23", *claims) == {"ended": "carried, disputed", "in-force": "carried, disputed"}


def test_a_page_that_repeats_a_beginning_before_the_end_does_not_remove_the_end() -> None:
    claims = (ended("2022-09-29", since="2022-09-29"), in_force("2024-03-01", since="1972"))
    assert known("2026-11-23", *claims) == {"ended": "carried, disputed", "in-force": "carried, disputed"}


def test_a_beginning_on_the_day_of_the_end_is_not_after_it() -> None:
    claims = (ended("2022-09-29", since="2022-09-29"), in_force("2024-03-01", since="2022-09-29"))
    assert known("2026-11-23", *claims) == {"ended": "carried, disputed", "in-force": "carried, disputed"}


def test_a_decision_after_an_end_is_a_new_beginning() -> None:
    claims = (ended("2022-09-29", since="2022-09-29"), claim("agreed", "2023-05-01", decision=True))
    assert known("2022-12-31", *claims) == {"ended": "carried"}
    assert known("2024-01-01", *claims) == {"agreed": "carried"}


def test_an_ending_gives_way_to_a_later_ending_of_the_other_kind() -> None:
    assert known("2010-01-01", claim("lapsed", "2000-01-01"), ended("2005-01-01")) == {"ended": "carried"}


# Undated sources


def test_what_an_undated_source_says_is_at_most_possible_then_carried_and_confirms_nothing() -> None:
    undated = in_force(since="1998")
    assert runs(undated) == [
        ("in-force", "1998-01-01", "1998-12-31", "possible"),
        ("in-force", "1999-01-01", "open", "carried"),
    ]
    assert {state.last_confirmed for state in known_states([undated])} == {""}


def test_an_undated_source_that_states_no_beginning_speaks_of_the_day_it_was_retrieved() -> None:
    assert runs(in_force()) == [
        ("in-force", "2026-01-01", "2026-01-01", "possible"),
        ("in-force", "2026-01-02", "open", "carried"),
    ]


def test_an_undated_source_is_not_definite_even_with_a_core() -> None:
    core = Bounds(date(2000, 1, 1), date(2000, 1, 1), date(2010, 1, 1), date(2010, 1, 1))
    assert known("2005-01-01", in_force(bounds=core)) == {"in-force": "possible"}


def test_an_undated_source_gives_way_from_the_day_a_dated_one_says_another_value() -> None:
    claims = (in_force(since="1998"), ended("2022-10-15", since="2022-09-29"))
    assert known("2022-09-28", *claims) == {"in-force": "carried"}
    assert known("2022-09-29", *claims) == {"ended": "definite"}
    assert known("2026-06-01", *claims) == {"ended": "carried"}


def test_an_undated_source_gives_way_even_on_a_day_it_speaks_of() -> None:
    claims = (in_force(since="1998"), ended("1999-01-01", since="1998-06-01"))
    assert known("1998-05-31", *claims) == {"in-force": "possible"}
    assert known("1998-06-01", *claims) == {"ended": "definite"}


@pytest.mark.parametrize("status", ["ended", "agreed"])
def test_an_undated_source_ends_nothing_that_a_dated_one_carries(status: str) -> None:
    assert known("2026-06-01", in_force("2014-08-11"), claim(status)) == {"in-force": "carried"}


def test_an_undated_source_of_the_same_value_leaves_a_dated_one_carried() -> None:
    assert known("2026-01-01", in_force("2014-08-11"), in_force()) == {"in-force": "carried"}


def test_of_undated_sources_the_later_value_stands() -> None:
    assert known("2015-01-01", in_force(since="1998"), ended(since="2010")) == {"ended": "carried"}


# Disputes


def test_two_sources_with_two_values_for_a_day_dispute_both() -> None:
    claims = (in_force("2024-01-01", since="1972"), ended("2023-01-01", since="2022"))
    assert known("2023-06-01", *claims) == {"in-force": "definite, disputed", "ended": "carried, disputed"}


def test_one_source_that_quotes_two_asserters_of_two_values_disputes_both() -> None:
    claims = (
        claim("active", "2020-01-01", source="press", asserter="luleå"),
        claim("dormant", "2020-01-01", source="press", asserter="kemi"),
    )
    assert known("2021-01-01", *claims) == {"active": "carried, disputed", "dormant": "carried, disputed"}


def test_a_second_source_that_excludes_a_months_change_makes_it_disputed() -> None:
    claims = (
        in_force("2022-09-29", since="1972-03-26", until="2022-09-28", source="council"),
        ended("2022-10-05", since="2022-09", source="press"),
    )
    assert known("2022-09-15", *claims) == {"in-force": "definite, disputed", "ended": "possible, disputed"}


def test_agreed_and_then_in_force_is_a_succession_and_no_dispute() -> None:
    claims = (claim("agreed", "2015-01-15", since="2014"), in_force("2014-09-01"))
    assert known("2014-09-01", *claims) == {"agreed": "possible", "in-force": "definite"}


def test_agreed_gives_way_once_the_relation_is_in_force() -> None:
    claims = (claim("agreed", "2014-05-01"), in_force("2014-09-01"))
    assert known("2014-06-01", *claims) == {"agreed": "carried"}
    assert known("2014-10-01", *claims) == {"in-force": "carried"}


def test_a_denial_makes_no_state_of_its_own() -> None:
    assert runs(in_force("2014-06-01", denied=True)) == []


def test_a_denial_disputes_the_value_from_its_window_on() -> None:
    claims = (in_force("2012-01-01", asserter="kemi"), in_force("2014-06-01", denied=True))
    assert known("2014-05-31", *claims) == {"in-force": "carried"}
    assert known("2014-06-01", *claims) == {"in-force": "carried, disputed"}
    assert known("2026-11-23", *claims) == {"in-force": "carried, disputed"}


def test_a_denial_ends_when_the_same_asserter_affirms() -> None:
    claims = (
        in_force("2012-01-01", asserter="kemi"), in_force("2014-06-01", denied=True), in_force("2020-06-17"),
    )  # fmt: skip
    assert known("2020-06-16", *claims)["in-force"] == "bracketed, disputed"
    assert known("2020-06-17", *claims)["in-force"] == "definite"
    assert known("2026-11-23", *claims)["in-force"] == "carried"


def test_a_denial_stands_when_someone_else_affirms() -> None:
    claims = (in_force("2014-06-01", denied=True), in_force("2020-06-17", asserter="kemi"))
    assert known("2026-11-23", *claims) == {"in-force": "carried, disputed"}


def test_a_denial_by_someone_unknown_is_affirmed_by_nobody() -> None:
    claims = (in_force("2014-06-01", asserter="", denied=True), in_force("2020-06-17", asserter=""))
    assert known("2026-11-23", *claims) == {"in-force": "carried, disputed"}


def test_an_affirmation_before_the_denial_does_not_answer_it() -> None:
    claims = (in_force("2012-01-01"), in_force("2014-06-01", denied=True))
    assert known("2026-11-23", *claims) == {"in-force": "carried, disputed"}


def test_an_affirmation_of_the_same_day_does_not_answer_a_denial() -> None:
    claims = (in_force("2014-06-01", denied=True), in_force("2014-06-01", claim="the other page", source="other"))
    assert known("2026-11-23", *claims) == {"in-force": "carried, disputed"}


def test_to_affirm_a_lesser_kind_does_not_answer_the_denial_of_the_greater() -> None:
    claims = (
        in_force("2012-01-01", asserter="kemi"),
        in_force("2014-06-01", denied=True),
        in_force("2016-01-01", kind="contact"),
    )
    assert known("2026-11-23", *claims) == {"in-force": "carried, disputed"}


def test_a_denied_value_leaves_another_value_undisputed() -> None:
    assert known("2016-01-01", in_force("2012-01-01"), ended("2014-06-01", denied=True)) == {"in-force": "carried"}


# Runs


def test_a_run_is_as_long_as_nothing_changes() -> None:
    assert runs(in_force("2014-08-11"), in_force("2022-09-02")) == [
        ("in-force", "2014-08-11", "2014-08-11", "definite"),
        ("in-force", "2014-08-12", "2022-09-01", "bracketed"),
        ("in-force", "2022-09-02", "2022-09-02", "definite"),
        ("in-force", "2022-09-03", "open", "carried"),
    ]


def test_a_day_that_changes_nothing_does_not_split_a_run() -> None:
    assert runs(in_force("2014-08-11"), ended("2016-01-01", denied=True)) == [
        ("in-force", "2014-08-11", "2014-08-11", "definite"),
        ("in-force", "2014-08-12", "open", "carried"),
    ]


def test_a_new_supporting_claim_or_confirmation_begins_a_new_run_though_the_grade_stays() -> None:
    whole = in_force("2014-01-01", since="2000-01-01")
    inner = in_force("2010-01-01")
    assert runs(whole, inner) == [
        ("in-force", "2000-01-01", "2009-12-31", "definite"),
        ("in-force", "2010-01-01", "2010-01-01", "definite"),
        ("in-force", "2010-01-02", "2013-12-31", "definite"),
        ("in-force", "2014-01-01", "2014-01-01", "definite"),
        ("in-force", "2014-01-02", "open", "carried"),
    ]


def test_relations_do_not_mix() -> None:
    states = known_states([in_force("2014-08-11"), ended("2016-01-01", relation="luleå–tromsø")])
    assert {(s.relation, s.status, s.disputed) for s in states} == {
        ("luleå–kemi", "in-force", False), ("luleå–tromsø", "ended", False),
    }  # fmt: skip


# Last confirmed, since, until, and the claim that is shown


def test_last_confirmed_is_the_newest_source_time_that_had_begun() -> None:
    claims = (in_force("1990"), in_force("2022-09", since="1972"))
    assert state_on("1989-12-31", *claims).last_confirmed == ""
    assert state_on("2000-01-01", *claims).last_confirmed == "1990"
    assert state_on("2022-09-15", *claims).last_confirmed == "2022-09"


def test_last_confirmed_stays_the_text_of_the_source_time() -> None:
    article = in_force("[2020-06-17..2020-11-30]")
    assert state_on("2020-07-01", article).last_confirmed == "[2020-06-17..2020-11-30]"


def test_since_comes_from_the_first_in_precedence_though_it_be_less_precise() -> None:
    claims = (in_force("2020-01-01", since="1972", rank=1), in_force("2021-01-01", since="1972-03-26", rank=2))
    assert state_on("2024-01-01", *claims).since == "1972"


def test_a_claim_that_states_no_since_does_not_hide_one_that_does() -> None:
    claims = (in_force("2020-01-01", rank=1), in_force("2021-01-01", since="1972", rank=4))
    assert state_on("2024-01-01", *claims).since == "1972"


@pytest.mark.parametrize(
    ("precise", "vague"),
    [
        ("1972-03-26", "1972"), ("1972-03", "1972"), ("1972", "197X"), ("1972-03-26", "[1972-01-01..1972-12-31]"),
        ("1972", "1972?"), ("1972-03", "1972-21"),
    ],
)  # fmt: skip
def test_of_equal_rank_the_more_precise_since_is_shown_though_another_be_newer(precise: str, vague: str) -> None:
    claims = (in_force("2020-01-01", since=precise), in_force("2021-01-01", since=vague))
    assert state_on("2024-01-01", *claims).since == precise


def test_of_equally_precise_ones_the_newest_since_is_shown() -> None:
    claims = (in_force("2020-01-01", since="1972"), in_force("2021-01-01", since="1973"))
    assert state_on("2024-01-01", *claims).since == "1973"


def test_until_is_chosen_as_since_is() -> None:
    claims = (in_force("2020-01-01", until="2030"), in_force("2019-01-01", until="2030-06-30"))
    assert state_on("2024-01-01", *claims).until == "2030-06-30"


def test_since_is_that_of_the_kind_which_is_shown() -> None:
    claims = (
        in_force("2014-08-11", since="1963", kind="contact", rank=2),
        in_force("2020-01-01", since="1964", kind="twin-town", rank=1),
    )
    state = state_on("2024-01-01", *claims)
    assert (state.kind, state.since, state.named_kinds) == ("twin-town", "1964", ("contact", "twin-town"))


@pytest.mark.parametrize(
    ("shown", "other"),
    [
        (in_force("2010-01-01", rank=1), in_force("2022-01-01", rank=2)),
        (in_force("2010-01-01"), in_force()),
        (in_force("2022-01-01"), in_force("2010-01-01")),
        (in_force("2021-01-01", since="1972", until="2030"), in_force("2022-01-01")),
    ],
    ids=["the first in precedence", "a dated one", "the newest", "one that speaks of the day itself"],
)
def test_the_claim_shown_is_the_best(shown: Statement, other: Statement) -> None:
    assert state_on("2026-06-01", other, shown).best_support == shown.claim


def test_of_sources_that_speak_of_a_day_one_that_had_spoken_by_then_is_shown() -> None:
    early, late = in_force("2010-01-01", since="1972", until="2030"), in_force("2020-01-01", since="1972")
    assert state_on("2015-01-01", late, early).best_support == early.claim


# What holds of any claims

SOME_DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 2, 15))
FEW_DAYS = [date(2019, 12, 30) + timedelta(days=n) for n in range(52)]


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Return bounds of which any may be missing, each pair in the order the shapes ask for."""
    begin, end = sorted([draw(SOME_DAYS), draw(SOME_DAYS)]), sorted([draw(SOME_DAYS), draw(SOME_DAYS)])
    if begin[0] > end[1]:
        begin, end = end, begin
    four = [day if draw(st.booleans()) else None for day in (*begin, *end)]
    return Bounds(*four)


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Return a handful of claims about one relation's standing, close enough in time to meet."""
    found = []
    for number in range(draw(st.integers(min_value=1, max_value=6))):
        said = sorted([draw(SOME_DAYS), draw(SOME_DAYS)]) if draw(st.booleans()) or draw(st.booleans()) else None
        found.append(
            Statement(
                claim=f"claim {number}",
                relation="luleå–kemi",
                status=draw(st.sampled_from(["agreed", "in-force", "ended", "lapsed"])),
                kind=draw(st.sampled_from(["twin-town", "contact"])),
                bounds=draw(bounds()),
                source=draw(st.sampled_from(["page", "press"])),
                asserter=draw(st.sampled_from(["luleå", "kemi", ""])),
                said=(said[0], said[1]) if said else None,
                said_at=str(said[0]) if said else "",
                since=draw(st.sampled_from(["", "1972", "1972-03"])),
                denied=draw(st.sampled_from([False, False, False, True])),
                decision=draw(st.sampled_from([False, False, True])),
                rank=draw(st.integers(min_value=1, max_value=3)),
            )
        )
    return found


@given(statements())
def test_states_of_one_value_never_overlap_and_neighbours_differ(claims: list[Statement]) -> None:
    states = sorted(known_states(claims), key=lambda s: (s.status, s.first))
    for one, next_ in pairwise(states):
        if one.status == next_.status:
            assert one.last and one.last < next_.first
            if next_.first - one.last == timedelta(days=1):
                assert replace(one, first=next_.first, last=next_.last) != next_
    assert all(state.last is None or state.first <= state.last for state in states)


@given(statements(), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_does_not_matter(claims: list[Statement], random: Random) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert list(known_states(shuffled)) == list(known_states(claims))


@given(statements())
def test_every_day_of_a_core_is_definite(claims: list[Statement]) -> None:
    states = list(known_states(claims))
    for stated in claims:
        if stated.core and stated.said and not stated.denied:
            for day in stated.core:
                assert [s.grade for s in on(states, day) if s.status == stated.status] == ["definite"]


@given(statements())
def test_nothing_is_known_before_the_first_bound_of_a_value(claims: list[Statement]) -> None:
    for state in known_states(claims):
        own = [s for s in claims if s.status == state.status and not s.denied and s.bounds.present()]
        assert state.first >= min(min(s.bounds.present()) for s in own)


@given(statements())
def test_every_state_names_the_claims_of_its_own_value_that_support_it(claims: list[Statement]) -> None:
    values = {s.claim: s.status for s in claims if not s.denied}
    for state in known_states(claims):
        assert {values.get(claim) for claim in state.supported_by} == {state.status}
        assert state.best_support in state.supported_by


@given(statements())
def test_every_day_has_the_grade_that_the_rules_give_it(claims: list[Statement]) -> None:
    dated = [s for s in claims if s.said]
    states = list(known_states(dated))
    for day in FEW_DAYS:
        expected = {status: by_the_rules(dated, status, day) for status in ("agreed", "in-force", "ended", "lapsed")}
        found = Counter({state.status: state.grade for state in on(states, day)})
        assert found == {status: grade for status, grade in expected.items() if grade}


def by_the_rules(claims: Sequence[Statement], status: str, day: date) -> str:
    """Return the grade of a value on a day: the rules of "Grades" read one after the other, for dated claims."""
    known_ = [s for s in claims if not s.denied and s.bounds.present()]
    own = [s for s in known_ if s.status == status]
    windows = {s.claim: (min(s.bounds.present()), max(s.bounds.present())) for s in known_}
    rivals = [s for s in known_ if s.status != status]

    def open_before(s: Statement) -> bool:
        return windows[s.claim][1] < day and not s.until and not s.bounds.latest_end

    def still_stands(s: Statement) -> bool:
        later = [r for r in rivals if windows[s.claim][1] < windows[r.claim][0] <= day]
        if status in ("ended", "lapsed"):
            later = [
                r for r in later
                if r.status in ("ended", "lapsed") or r.decision
                or (r.bounds.earliest_begin and r.bounds.earliest_begin > windows[s.claim][1])
            ]  # fmt: skip
        return not later

    for s in own:
        begin, end = s.bounds.latest_begin, s.bounds.earliest_end
        if begin and end and begin <= day <= end:
            return "definite"
    before = [windows[s.claim][1] for s in own if open_before(s)]
    after = [windows[s.claim][0] for s in own if windows[s.claim][0] > day]
    if before and after:
        first, last = max(before), min(after)
        if all(windows[r.claim][1] < first or windows[r.claim][0] > last for r in rivals):
            return "bracketed"
    if any(windows[s.claim][0] <= day <= windows[s.claim][1] for s in own):
        return "possible"
    return "carried" if any(open_before(s) and still_stands(s) for s in own) else ""
