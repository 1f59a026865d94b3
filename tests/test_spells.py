"""The spell of a relation: its begin and end as wide as sources leave them, and what ended it, if anything did."""

from collections.abc import Iterable
from datetime import date

import pytest

from lulea_kg import timeline
from lulea_kg.sources.claims import said_at, valid_time
from lulea_kg.spells import Spell, spells
from lulea_kg.timeline import Statement

RETRIEVED = date(2026, 1, 1)
TODAY = date(2026, 11, 23)


def claim(
    status: str, said: str = "", since: str = "", until: str = "", *, kind: str = "twin-town", denied: bool = False
) -> Statement:
    """Return what a source says of a status; without `said` an undated one, retrieved on 2026-01-01."""
    spoken = said_at(said)
    name = f"{status} {since}/{until} says the source of {said or 'no date'}"
    return Statement(
        claim=name,
        relation="luleå–kemi",
        status=status,
        kind=kind,
        bounds=valid_time(since, until, spoken, RETRIEVED)[0],
        source=name,
        asserter="luleå",
        said=(spoken.first, spoken.last) if spoken.first and spoken.last else None,
        said_at=said,
        denied=denied,
    )


def found(claims: Iterable[Statement], missing: tuple[str, str] | None = None) -> list[Spell]:
    """Return the spells of a relation; `missing` is when it was last listed, and when a later list left it out."""
    told = list(claims)
    days = {"luleå–kemi": (date.fromisoformat(missing[0]), date.fromisoformat(missing[1]))} if missing else {}
    return list(spells(told, timeline.known_states(told), days, TODAY))


def spell(*claims: Statement, missing: tuple[str, str] | None = None) -> tuple[str, str, str]:
    """Return the begin and the end of a relation, each as "earliest..latest", and its event."""
    (one,) = found(claims, missing)
    bounds = one.bounds
    begin = f"{bounds.earliest_begin or ''}..{bounds.latest_begin or ''}"
    return begin, f"{bounds.earliest_end or ''}..{bounds.latest_end or ''}", one.event


# Begin


def test_a_stated_year_is_the_begin_and_the_last_word_the_earliest_end() -> None:
    assert spell(claim("in-force", "2014-08-11", since="1972")) == ("1972-01-01..1972-12-31", "2014-08-11..", "")


def test_where_no_begin_is_stated_it_had_begun_when_it_was_first_said_to_stand() -> None:
    claims = claim("in-force", "2022-09-02"), claim("in-force", "2014-08-11"), claim("listed", "2016-09-12")
    assert spell(*claims) == ("..2014-08-11", "2022-09-02..", "")


def test_two_stated_begins_leave_all_the_time_between_them_open() -> None:
    claims = claim("in-force", "2014-08-11", since="1953"), claim("in-force", "2015-01-01", since="1949")
    assert spell(*claims)[0] == "1949-01-01..1953-12-31"


def test_a_begin_that_is_stated_goes_before_what_only_stood_when_said() -> None:
    assert spell(claim("in-force", "2014-08-11"), claim("in-force", "2022-09-02", since="1972"))[0] == (
        "1972-01-01..1972-12-31"
    )


def test_what_ended_had_begun_by_then_however_late_it_was_first_spoken_of() -> None:
    claims = claim("in-force", "2020-06-17"), claim("ended", "2022-12-15", since="2010")
    assert spell(*claims) == ("..2010-12-31", "2010-01-01..2010-12-31", "decided")


def test_a_begin_stated_after_the_end_leaves_no_earliest_day() -> None:
    claims = claim("in-force", since="1990"), claim("ended", "2000-01-01", since="1985")
    assert spell(*claims)[0] == "..1985-12-31"


# End


def test_what_somebody_ended_is_decided_on_the_days_stated() -> None:
    claims = claim("in-force", "2014-08-11", since="1972"), claim("ended", "2022-12-15", since="2022-09-29")
    assert spell(*claims) == ("1972-01-01..1972-12-31", "2022-09-29..2022-09-29", "decided")


def test_an_end_without_a_day_lies_between_the_last_word_before_it_and_the_day_it_was_told() -> None:
    claims = claim("in-force", "2014-08-11"), claim("in-force", "2018-05-30"), claim("ended", "2022-12-15")
    assert spell(*claims) == ("..2014-08-11", "2018-05-30..2022-12-15", "decided")


def test_two_stated_ends_leave_all_the_time_between_them_open() -> None:
    claims = claim("ended", "2022-10-01", since="2022-09"), claim("ended", "2022-12-15", since="2022-10-01")
    assert spell(*claims)[1:] == ("2022-09-01..2022-10-01", "decided")


def test_what_lapsed_has_expired() -> None:
    claims = claim("in-force", "2014-08-11"), claim("lapsed", "2020-01-01", since="2019")
    assert spell(*claims)[1:] == ("2019-01-01..2019-12-31", "expired")


def test_what_is_in_force_and_paused_ends_with_the_pause() -> None:
    claims = claim("in-force", "2014-08-11"), claim("paused", "2022-03-02", since="2022-02")
    assert spell(*claims)[1:] == ("2022-02-01..2022-02-28", "paused")


def test_what_is_paused_and_over_is_over() -> None:
    claims = claim("paused", "2022-03-02"), claim("ended", "2022-12-15", since="2022-09-29")
    assert spell(*claims)[1:] == ("2022-09-29..2022-09-29", "decided")


def test_an_activity_after_the_pause_takes_it_back() -> None:
    claims = claim("in-force", "2014-08-11"), claim("paused", "2022-03-02"), claim("active", "2024-05-01")
    assert spell(*claims)[1:] == ("2014-08-11..", "")


def test_an_end_that_is_given_beside_the_begin_is_an_end_without_an_event() -> None:
    claims = claim("in-force", "2014-08-11", since="1972", until="1999"), claim("in-force", "2016-01-01", until="2001")
    assert spell(*claims) == ("1972-01-01..1972-12-31", "1999-01-01..2001-12-31", "")


def test_one_word_that_gives_no_end_leaves_the_end_open() -> None:
    assert spell(claim("in-force", "2014-08-11", until="1999"), claim("in-force", "2016-01-01"))[1:] == (
        "2016-01-01..", ""
    )  # fmt: skip


def test_an_undated_source_names_no_day_on_which_it_stood() -> None:
    assert spell(claim("in-force", "2014-08-11"), claim("in-force"))[:2] == ("..2014-08-11", "2014-08-11..")
    assert spell(claim("in-force"))[:2] == ("..2026-01-01", "..")


def test_a_tie_that_is_taken_up_again_has_not_ended() -> None:
    claims = (
        claim("in-force", "2000-01-01", since="1972"),
        claim("ended", "2005-01-01", since="2004"),
        claim("in-force", "2014-08-11", since="2010"),
    )
    assert spell(*claims) == ("1972-01-01..2010-12-31", "2014-08-11..", "")


# Lists

MISSING = ("2016-09-12", "2026-02-08")


def test_what_only_lists_speak_of_and_a_later_one_leaves_out_is_unlisted() -> None:
    claims = claim("listed", "2010-01-01"), claim("listed", "2016-09-12")
    assert spell(*claims, missing=MISSING) == ("..2010-01-01", "2016-09-12..2026-02-08", "unlisted")


@pytest.mark.parametrize("other", [claim("in-force", "2012-01-01"), claim("agreed", "2012-01-01")])
def test_what_others_speak_of_too_is_not_unlisted(other: Statement) -> None:
    assert spell(claim("listed", "2016-09-12"), other, missing=MISSING)[1:] == ("2016-09-12..", "")


def test_what_is_over_though_a_list_left_it_out_is_decided() -> None:
    claims = claim("listed", "2016-09-12"), claim("ended", "2022-12-15", since="2020")
    assert spell(*claims, missing=MISSING)[1:] == ("2020-01-01..2020-12-31", "decided")


# What counts


def test_what_is_denied_bounds_nothing_and_supports_nothing() -> None:
    denial = claim("in-force", "2024-01-01", since="1950", denied=True)
    assert found([claim("in-force", "2014-08-11"), denial]) == found([claim("in-force", "2014-08-11")])
    assert found([denial]) == []


def test_a_relation_of_which_only_the_end_is_known_has_a_spell() -> None:
    assert spell(claim("ended", "2020-11-30", since="2020-06")) == ("..2020-06-30", "2020-06-01..2020-06-30", "decided")


@pytest.mark.parametrize("status", ["agreed", "prioritised", "paused"])
def test_what_nobody_says_to_stand_or_to_be_over_has_no_spell(status: str) -> None:
    assert found([claim(status, "2014-08-11")]) == []


def test_the_kind_is_that_of_today_and_of_the_newest_word_where_nothing_is_known_today() -> None:
    older, newer = claim("in-force", "2014-08-11", kind="contact"), claim("in-force", "2016-01-01")
    past = claim("in-force", "2014-08-11", until="1999", kind="contact"), claim("in-force", "2012-01-01", until="1990")
    assert [one.kind for one in (*found([older, newer]), *found(past))] == ["twin-town", "contact"]


def test_a_spell_rests_on_all_claims_of_its_relation() -> None:
    claims = [claim("in-force", "2014-08-11"), claim("paused", "2022-03-02"), claim("in-force", "2016-01-01")]
    assert found(claims)[0].claims == tuple(sorted(one.claim for one in claims))
