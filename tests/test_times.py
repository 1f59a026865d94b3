"""EDTF texts allow the days their own words allow, and no others."""

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg.errors import InputError
from lulea_kg.times import Bounds, Span, day, day_after, in_words, interval, is_season, span

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
# The library reads years before 1000 and its last day otherwise; this is where municipal sources lie.
PLAIN = st.dates(min_value=date(1200, 1, 1), max_value=date(2999, 12, 31))


def days(first: str, last: str) -> Span:
    """Return the span of two days."""
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2022-09-02", days("2022-09-02", "2022-09-02")),
        ("2022-09", days("2022-09-01", "2022-09-30")),
        ("2024-02", days("2024-02-01", "2024-02-29")),
        ("2023-02", days("2023-02-01", "2023-02-28")),
        ("2022-12", days("2022-12-01", "2022-12-31")),
        ("2022", days("2022-01-01", "2022-12-31")),
        ("197X", days("1970-01-01", "1979-12-31")),
        ("2020-21", days("2020-03-01", "2020-05-31")),
        ("2020-22", days("2020-06-01", "2020-08-31")),
        ("2020-23", days("2020-09-01", "2020-11-30")),
        ("2020-24", days("2020-12-01", "2021-02-28")),
        ("[2020-06-17..2020-11-30]", days("2020-06-17", "2020-11-30")),
        ("[2020..2021-03]", days("2020-01-01", "2021-03-31")),
        ("0001", days("0001-01-01", "0001-12-31")),
        ("9999-12", days("9999-12-01", "9999-12-31")),
    ],
)
def test_a_date_allows_its_first_to_its_last_day(edtf: str, expected: Span) -> None:
    assert span(edtf) == expected


@pytest.mark.parametrize("edtf", ["XXXX-04-16", "XXXX-02-29", "XXXX-09", "XXXX", "1972?", "1972~", "2022-09-02%"])
def test_a_date_without_a_year_or_with_a_mark_allows_no_day_to_be_named(edtf: str) -> None:
    assert span(edtf) == Span(None, None)


@pytest.mark.parametrize(
    "edtf",
    [
        "", " ", "igår", "2020-13", "2020-00", "2020-02-30", "2023-02-29", "XXXX-02-30", "2020-23-01", "2020-1", "20",
        "0000", "197X-05", "19XX", "20200", "2020-05-01T10:00", "2020-05-01Z", "2020/2021", "/", "..", "[2020..2019]",
        "[2020..]", "[..2020]", "[2020,2021]", "[[2020..2021]..2022]", "２０２０", "2020-05-01 ", "2020\n", "-2020",
        "XXXX-13", "2020-25", "2020??",
    ],
)  # fmt: skip
def test_what_is_no_date_of_these_forms_is_refused_as_it_stands(edtf: str) -> None:
    with pytest.raises(InputError) as refused:
        span(edtf)
    assert (refused.value.message, refused.value.facts["found"]) == ("bad-edtf", edtf)


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1972/", Bounds(date(1972, 1, 1), date(1972, 12, 31), None, None)),
        ("1972/..", Bounds(date(1972, 1, 1), date(1972, 12, 31), None, None)),
        ("/2022-09", Bounds(None, None, date(2022, 9, 1), date(2022, 9, 30))),
        ("../2022-09", Bounds(None, None, date(2022, 9, 1), date(2022, 9, 30))),
        ("1972/2022", Bounds(date(1972, 1, 1), date(1972, 12, 31), date(2022, 1, 1), date(2022, 12, 31))),
        ("1972?/2022", Bounds(None, None, date(2022, 1, 1), date(2022, 12, 31))),
        ("2022", Bounds(date(2022, 1, 1), date(2022, 12, 31), date(2022, 1, 1), date(2022, 12, 31))),
        ("/", Bounds()),
    ],
)
def test_an_interval_bounds_the_sides_that_are_known_and_only_those(edtf: str, expected: Bounds) -> None:
    assert interval(edtf) == expected


@pytest.mark.parametrize("edtf", ["1972/1973/1974", "1972/igår", "igår/", "a/b"])
def test_an_interval_with_a_side_that_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(InputError):
        interval(edtf)


@pytest.mark.parametrize(
    "text", ["2020", "2020-05", "2020-5-1", "2020-02-30", "20200501", "2020-W01-1", "", "２０２０-０５-０１"]
)
def test_less_than_a_day_is_no_day(text: str) -> None:
    with pytest.raises(InputError) as refused:
        day(text)
    assert refused.value.message == "bad-day"


@given(DAYS)
def test_every_day_reads_back_from_its_text(moment: date) -> None:
    assert day(moment.isoformat()) == moment
    assert span(moment.isoformat()) == Span(moment, moment)


@given(DAYS)
def test_a_month_and_a_year_allow_each_of_their_days_and_no_neighbour(moment: date) -> None:
    for text in (f"{moment:%Y}".zfill(4), f"{moment.year:04}-{moment.month:02}"):
        found = span(text)
        assert found.earliest and found.latest and found.earliest <= moment <= found.latest
        inside = {found.earliest.isoformat()[: len(text)], found.latest.isoformat()[: len(text)]}
        assert inside == {text}
        assert found.latest == date.max or day_after(found.latest).isoformat()[: len(text)] != text
        assert found.earliest == date.min or (found.earliest - timedelta(days=1)).isoformat()[: len(text)] != text


@given(DAYS, DAYS)
def test_one_of_a_range_reaches_from_its_first_to_its_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert span(f"[{first}..{last}]") == Span(first, last)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    try:
        found = span(text)
    except InputError as error:
        assert error.message == "bad-edtf"
    else:
        assert (found.earliest is None) == (found.latest is None)


@given(PLAIN, st.sampled_from([10, 7, 4]))
def test_plain_dates_have_the_bounds_the_edtf_library_gives(moment: date, length: int) -> None:
    text = moment.isoformat()[:length]
    oracle = parse_edtf(text)
    assert span(text) == Span(date(*oracle.lower_strict()[:3]), date(*oracle.upper_strict()[:3]))


@given(st.integers(min_value=120, max_value=299))
def test_decades_have_the_bounds_the_edtf_library_gives(decade: int) -> None:
    oracle = parse_edtf(f"{decade}X")
    assert span(f"{decade}X") == Span(date(*oracle.lower_strict()[:3]), date(*oracle.upper_strict()[:3]))


def test_only_months_21_to_24_are_seasons() -> None:
    assert [month for month in range(1, 30) if is_season(f"2020-{month:02}")] == [21, 22, 23, 24]
    assert not is_season("2020-12-21")
    assert not is_season("2020/")


@pytest.mark.parametrize(
    ("edtf", "swedish", "english"),
    [
        ("[2020-06-17..2020-11-30]", "mellan 2020-06-17 och 2020-11-30", "between 2020-06-17 and 2020-11-30"),
        ("2018-06-12/2018-09-24", "2018-06-12 till 2018-09-24", "2018-06-12 to 2018-09-24"),
        ("2018-06-12/2018-06-12", "2018-06-12", "2018-06-12"),
        ("2022-09", "2022-09", "2022-09"),
    ],
)
def test_a_date_reads_in_both_languages_and_a_month_stays_a_month(edtf: str, swedish: str, english: str) -> None:
    assert (in_words(edtf, "sv"), in_words(edtf, "en")) == (swedish, english)


def test_the_last_day_of_the_calendar_has_no_next() -> None:
    assert (day_after(date(2020, 12, 31)), day_after(date.max)) == (date(2021, 1, 1), date.max)


def test_known_bounds_are_those_that_are_not_none() -> None:
    assert Bounds(date(2020, 1, 1), None, None, date(2021, 1, 1)).present() == [date(2020, 1, 1), date(2021, 1, 1)]
