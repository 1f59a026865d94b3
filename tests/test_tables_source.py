"""Sources and claims are read from their tables; a cell that cannot be used is named by file, row and column."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import making
import pytest

from lulea_kg.errors import InputError, NameAmbiguous, NameUnknown
from lulea_kg.iris import Registry
from lulea_kg.model import Claim, Evidence, Phase, Reading, Said, Source
from lulea_kg.sources.claims import claims, said_at, sources, valid_time
from lulea_kg.sources.tables import COLUMNS, REQUIRED, Tables
from lulea_kg.times import Bounds

BASE: Final = making.BASE
LULEA, KEMI = f"{BASE}/id/actor/lulealulea", f"{BASE}/id/actor/kemikemike"
CHINA: Final = "http://publications.europa.eu/resource/authority/country/CHN"
DIGEST: Final = "0f" * 32
SOURCE: Final = {
    "key": "sidan", "type": "page", "title": "Våra vänorter", "publisher": "Luleå", "published": "2022-09",
    "retrieved": "2026-01-01", "language": "sv",
}  # fmt: skip
CLAIM: Final = {
    "key": "a", "source": "sidan", "subject": "Luleå", "partner": "Kemi", "kind": "twin-town", "status": "in-force",
    "modality": "asserted", "basis": "stated",
}  # fmt: skip
QUOTED: Final = {"phrase": "Kemi i Finland", "start": "100", "end": "114"}


class Book:
    """A look-up that knows three names and a few codes."""

    def resolve(self, text: str) -> str:
        """Return the IRI of Luleå or Kemi."""
        if text == "Santa Lucía":
            raise NameAmbiguous("name-ambiguous", found=text, suggestions="")
        if text not in ("Luleå", "Kemi"):
            raise NameUnknown("name-unknown", found=text, suggestions="")
        return LULEA if text == "Luleå" else KEMI

    def country(self, text: str) -> str:
        """Return the IRI of China."""
        if text != "CHN":
            raise NameUnknown("country-unknown", found=text)
        return CHINA

    def codes(self, scheme: str) -> Sequence[str]:
        """Return some codes of a scheme."""
        found = {"SourceType": ["page", "list"], "Method": ["hand-read", "table"]}
        return found.get(scheme, ["only-partner-in-country"])


@pytest.fixture
def reading() -> Reading:
    """Return what gathers the faults."""
    return Reading()


def read_sources(folder: Path, reading: Reading, *rows: dict[str, str]) -> dict[str, Source]:
    """Read a sources.csv whose rows differ from SOURCE as said."""
    table = making.csv(COLUMNS["sources"], *({**SOURCE, **row} for row in rows or ({},)))
    return sources(Tables(making.dataset(folder, sources=table)), making.namer(), Book(), reading)


def read_claims(
    folder: Path, reading: Reading, *rows: dict[str, str], source: dict[str, str] | None = None
) -> list[Claim]:
    """Read a claims.csv whose rows differ from CLAIM as said, beside one source."""
    table = making.csv(COLUMNS["claims"], *({**CLAIM, **row} for row in rows or ({},)))
    known = read_sources(folder, reading, source or {})
    data = making.dataset(folder, claims=table)
    return list(claims(Tables(data), data, making.namer(), known, Book(), reading))


def phase(claim: Claim) -> Phase:
    """Return the phase a claim states."""
    assert isinstance(claim.states, Phase)
    return claim.states


def faults(reading: Reading) -> list[tuple[str, str, int | None, str]]:
    """Return rule, file name, row and column of every finding."""
    return [(f.rule, Path(f.place.file).name, f.place.row, f.place.column) for f in reading.findings]


# sources.csv


def test_a_row_of_sources_becomes_a_source(tmp_path: Path, reading: Reading) -> None:
    more = {"url": "https://lulea.se/vanorter", "licence": "CC0", "sha256": DIGEST, "archived_url": "http://a.org/1"}
    found = read_sources(tmp_path, reading, more)
    assert (found, faults(reading)) == (
        {
            "sidan": Source(
                key="sidan",
                iri=making.namer().source("sidan"),
                type="page",
                title="Våra vänorter",
                publisher=LULEA,
                language="sv",
                retrieved=date(2026, 1, 1),
                published="2022-09",
                url="https://lulea.se/vanorter",
                licence="CC0",
                sha256=DIGEST,
                archived_url="http://a.org/1",
            )
        },
        [],
    )


def test_a_source_without_a_date_is_undated(tmp_path: Path, reading: Reading) -> None:
    assert read_sources(tmp_path, reading, {"published": ""})["sidan"].published is None


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        *((column, "", "empty-cell") for column in ("type", "title", "publisher", "retrieved", "language")),
        ("key", "a b", "bad-row-key"),
        ("key", "a/b", "bad-row-key"),
        ("key", "~a", "bad-row-key"),
        ("type", "twin-town", "bad-code"),
        ("language", "svenska på riktigt", "bad-language"),
        ("sha256", "0F" * 32, "bad-sha256"),
        ("sha256", "0f" * 31, "bad-sha256"),
        ("url", "www.lulea.se", "bad-url"),
        ("url", "ftp://lulea.se", "bad-url"),
        ("url", "https://lulea.se/a b", "bad-url"),
        ("archived_url", "https://a.org/<x>", "bad-url"),
        ("publisher", "Lulle", "name-unknown"),
        ("publisher", "Santa Lucía", "name-ambiguous"),
        ("retrieved", "2026-01", "bad-day"),
        ("published", "igår", "bad-edtf"),
    ],
)
def test_a_bad_cell_of_sources_is_named(tmp_path: Path, reading: Reading, column: str, cell: str, rule: str) -> None:
    assert read_sources(tmp_path, reading, {}, {"key": "andra", column: cell}).keys() == {"sidan"}
    assert faults(reading) == [(rule, "sources.csv", 3, column)]


def test_a_source_key_on_two_rows_is_named_at_the_second(tmp_path: Path, reading: Reading) -> None:
    read_sources(tmp_path, reading, {}, {})
    assert faults(reading) == [("duplicate-id", "sources.csv", 3, "key")]


def test_an_unknown_column_is_named_in_the_header_row(tmp_path: Path, reading: Reading) -> None:
    table = making.csv([*COLUMNS["sources"], "färg"], SOURCE)
    sources(Tables(making.dataset(tmp_path, sources=table)), making.namer(), Book(), reading)
    assert faults(reading) == [("unknown-column", "sources.csv", 1, "färg")]


def test_a_missing_column_stops_the_reading(tmp_path: Path, reading: Reading) -> None:
    data = making.dataset(tmp_path, sources=making.csv(REQUIRED["sources"][:-1], SOURCE))
    with pytest.raises(InputError) as refused:
        sources(Tables(data), making.namer(), Book(), reading)
    assert (refused.value.message, refused.value.facts["row"]) == ("missing-column", 1)


def test_a_dataset_without_tables_says_nothing(tmp_path: Path, reading: Reading) -> None:
    data = making.dataset(tmp_path)
    assert sources(Tables(data), making.namer(), Book(), reading) == {}
    assert (list(claims(Tables(data), data, making.namer(), {}, Book(), reading)), faults(reading)) == ([], [])


# claims.csv


def test_a_row_of_claims_becomes_a_claim_and_what_it_leaves_out_comes_from_its_source_and_dataset(
    tmp_path: Path, reading: Reading
) -> None:
    (claim,) = read_claims(tmp_path, reading)
    assert (claim.asserted_by, claim.method, claim.recorded_at, claim.recorded_by, claim.said) == (
        LULEA, "table", date(2026, 1, 15), "kansliet", Said("2022-09", date(2022, 9, 1), date(2022, 9, 30)),
    )  # fmt: skip
    assert claim.evidence == Evidence("ex/claims.csv", 2)


def test_what_a_row_of_claims_says_itself_counts(tmp_path: Path, reading: Reading) -> None:
    own = {
        "as_of": "2014", "asserted_by": "Kemi", "method": "hand-read", "recorded_at": "2026-01-20",
        "recorded_by": "arkivet", "withdrawn_at": "2026-01-21", "withdrawn_reason": "fel", "confidence": "0.9",
        "note": "n", "deciding_body": "KF", "initiator": "i", "reason": "r",
    }  # fmt: skip
    (claim,) = read_claims(tmp_path, reading, own)
    assert claim.said == Said("2014", date(2014, 1, 1), date(2014, 12, 31))
    assert (claim.asserted_by, claim.method, claim.recorded_at, claim.recorded_by) == (
        KEMI, "hand-read", date(2026, 1, 20), "arkivet",
    )  # fmt: skip
    assert (claim.withdrawn_at, claim.withdrawn_reason, claim.confidence, claim.note) == (
        date(2026, 1, 21), "fel", "0.9", "n",
    )  # fmt: skip
    assert (phase(claim).deciding_body, phase(claim).initiator, phase(claim).reason) == ("KF", "i", "r")


def test_an_asserter_may_be_expressly_unknown(tmp_path: Path, reading: Reading) -> None:
    (claim,) = read_claims(tmp_path, reading, {"asserted_by": "unknown"})
    assert claim.asserted_by == "https://w3id.org/munirel/def/unknown"


def test_a_phase_is_of_the_cooperation_of_its_parties_and_family(tmp_path: Path, reading: Reading) -> None:
    rows = [{"key": "a"}, {"key": "b", "subject": "Kemi", "partner": "Luleå", "kind": "contact"},
            {"key": "c", "kind": "project-partnership"}]  # fmt: skip
    twin, contact, project = read_claims(tmp_path, reading, *rows)
    assert phase(twin).cooperation == phase(contact).cooperation != phase(project).cooperation
    assert (phase(twin).parties, phase(twin).territory) == ((LULEA, KEMI), None)


def test_a_phase_may_name_a_territory_and_no_partner(tmp_path: Path, reading: Reading) -> None:
    (claim,) = read_claims(tmp_path, reading, {"partner": "", "territory": "CHN"})
    assert (phase(claim).parties, phase(claim).territory) == ((LULEA,), CHINA)
    assert phase(claim).cooperation == making.namer().cooperation("tie", ["lulealulea", "CHN"])


@pytest.mark.parametrize(
    ("since", "until", "edtf"),
    [("1972", "", "1972/"), ("", "2023", "/2023"), ("1972", "2023", "1972/2023"), ("", "", "")],
)
def test_what_is_stated_on_time_stays_as_it_was_stated(
    tmp_path: Path, reading: Reading, since: str, until: str, edtf: str
) -> None:
    (claim,) = read_claims(tmp_path, reading, {"since": since, "until": until})
    assert phase(claim).edtf == edtf


def test_a_beginning_and_an_end_on_one_day_are_in_order(tmp_path: Path, reading: Reading) -> None:
    read_claims(tmp_path, reading, {"since": "2020-01-01", "until": "2020-01-01"})
    assert faults(reading) == []


def test_a_phrase_of_twelve_words_is_short_enough(tmp_path: Path, reading: Reading) -> None:
    twelve = {"phrase": " ".join("abcdefghijkl"), "start": "0", "end": "23"}
    read_claims(tmp_path, reading, twelve, source={"sha256": DIGEST})
    assert faults(reading) == []


def test_a_phrase_becomes_evidence_at_its_offsets(tmp_path: Path, reading: Reading) -> None:
    (claim,) = read_claims(tmp_path, reading, QUOTED, source={"sha256": DIGEST})
    assert claim.evidence == Evidence("ex/claims.csv", 2, "Kemi i Finland", 100, 114)


def test_offsets_count_code_points(tmp_path: Path, reading: Reading) -> None:
    (claim,) = read_claims(
        tmp_path, reading, {"phrase": "Xi’an 🐉", "start": "0", "end": "7"}, source={"sha256": DIGEST}
    )
    assert (claim.evidence.start, claim.evidence.end, faults(reading)) == (0, 7, [])


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        *(({column: ""}, column, "empty-cell") for column in CLAIM if column not in ("partner", "modality", "basis")),
        ({"partner": ""}, "partner", "partner-or-territory"),
        ({"source": "nowhere"}, "source", "missing-source"),
        ({"subject": "Lulle"}, "subject", "name-unknown"),
        ({"partner": "Santa Lucía"}, "partner", "name-ambiguous"),
        ({"partner": "", "territory": "Kina?"}, "territory", "country-unknown"),
        ({"territory": "CHN"}, "partner", "partner-or-territory"),
        ({"partner": "Luleå"}, "partner", "own-partner"),
        ({"kind": "in-force"}, "kind", "bad-code"),
        ({"status": "twin-town"}, "status", "bad-code"),
        ({"axis": "activity"}, "axis", "axis-status"),
        ({"modality": "stated"}, "modality", "bad-code"),
        ({"basis": "asserted"}, "basis", "bad-code"),
        ({"method": "guess"}, "method", "bad-code"),
        ({"basis": "inferred"}, "inference", "inference-basis"),
        ({"inference": "only-partner-in-country"}, "inference", "inference-basis"),
        ({"basis": "inferred", "inference": "hunch"}, "inference", "bad-code"),
        ({"since": "igår"}, "since", "bad-edtf"),
        ({"since": "2020/2021"}, "since", "bad-edtf"),
        ({"until": "2020-02-30"}, "until", "bad-edtf"),
        ({"as_of": "20"}, "as_of", "bad-edtf"),
        ({"since": "2020", "until": "2019"}, "until", "end-before-begin"),
        ({"asserted_by": "Lulle"}, "asserted_by", "name-unknown"),
        ({"recorded_at": "2026"}, "recorded_at", "bad-day"),
        ({"withdrawn_at": "2026", "withdrawn_reason": "x"}, "withdrawn_at", "bad-day"),
        ({"withdrawn_at": "2026-01-01"}, "withdrawn_at", "withdrawal-incomplete"),
        ({"withdrawn_reason": "x"}, "withdrawn_at", "withdrawal-incomplete"),
        *(({"confidence": cell}, "confidence", "bad-confidence") for cell in ("1.1", "-0.1", "50%", ".5", "hög")),
        ({"start": "1"}, "phrase", "offsets-without-phrase"),
        ({"phrase": "Kemi"}, "start", "phrase-without-offsets"),
        ({"phrase": "Kemi", "start": "1", "end": ""}, "start", "phrase-without-offsets"),
        ({"phrase": "Kemi", "start": "-1", "end": "3"}, "start", "phrase-without-offsets"),
        ({"phrase": "Kemi", "start": "1", "end": "6"}, "end", "offsets-length"),
        ({"phrase": " ".join("abcdefghijklm"), "start": "0", "end": "25"}, "phrase", "phrase-too-long"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_claims_is_named(
    tmp_path: Path, reading: Reading, cells: dict[str, str], column: str, rule: str
) -> None:
    read_claims(tmp_path, reading, {}, {"key": "b", **cells}, source={"sha256": DIGEST})
    assert faults(reading) == [(rule, "claims.csv", 3, column)]


def test_a_claim_is_asserted_and_stated_where_its_row_does_not_say(tmp_path: Path, reading: Reading) -> None:
    (claim,) = read_claims(tmp_path, reading, {"modality": "", "basis": ""})
    assert (claim.modality, claim.basis, faults(reading)) == ("asserted", "stated", [])


def test_a_phrase_needs_a_source_whose_text_has_a_digest(tmp_path: Path, reading: Reading) -> None:
    read_claims(tmp_path, reading, QUOTED)
    assert faults(reading) == [("phrase-without-snapshot", "claims.csv", 2, "phrase")]


def test_the_rows_beside_a_bad_one_are_read_on(tmp_path: Path, reading: Reading) -> None:
    rows = [{"key": "a", "kind": "x"}, {"key": "b"}, {"key": "c", "since": "x"}]
    found = read_claims(tmp_path, reading, *rows)
    assert [claim.evidence.row for claim in found] == [3]
    assert faults(reading) == [("bad-code", "claims.csv", 2, "kind"), ("bad-edtf", "claims.csv", 4, "since")]


def test_a_key_on_two_rows_of_one_source_is_named_at_the_second(tmp_path: Path, reading: Reading) -> None:
    assert len(read_claims(tmp_path, reading, {}, {})) == 1
    assert faults(reading) == [("duplicate-id", "claims.csv", 3, "key")]


def test_claims_of_a_refused_source_are_not_told_again(tmp_path: Path, reading: Reading) -> None:
    assert read_claims(tmp_path, reading, source={"title": ""}) == []
    assert faults(reading) == [("empty-cell", "sources.csv", 2, "title")]


def test_where_each_thing_stands_is_remembered(tmp_path: Path, reading: Reading) -> None:
    (claim,) = read_claims(tmp_path, reading)
    things = (claim.source.iri, claim.iri, claim.situation, phase(claim).cooperation)
    places = [reading.places[thing] for thing in things]
    assert [(Path(place.file).name, place.row) for place in places] == [
        ("sources.csv", 2), ("claims.csv", 2), ("claims.csv", 2), ("claims.csv", 2),
    ]  # fmt: skip


def test_a_cooperation_no_registry_holds_is_noted_where_it_first_stands(tmp_path: Path, reading: Reading) -> None:
    registry = Registry()
    known = read_sources(tmp_path, reading)
    data = making.dataset(tmp_path, claims=making.csv(COLUMNS["claims"], CLAIM))
    list(claims(Tables(data), data, making.namer(registry), known, Book(), reading))
    places = {thing: (Path(place.file).name, place.row) for thing, place in registry.unregistered.items()}
    assert places == {("cooperation", "tie:kemikemike+lulealulea"): ("claims.csv", 2)}


# Valid time

SAID: Final = Said("2022-09", date(2022, 9, 1), date(2022, 9, 30))
RETRIEVED: Final = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        # It held while the source spoke, whenever in September that was.
        ("", "", (None, "2022-09-30", "2022-09-01", None, ["holds-when-said"])),
        ("1972", "", ("1972-01-01", "1972-12-31", "2022-09-01", None, ["edtf-bounds", "holds-when-said"])),
        ("2022-09-01", "", ("2022-09-01", "2022-09-01", "2022-09-01", None, ["edtf-bounds", "holds-when-said"])),
        ("", "2022-09-30", (None, "2022-09-30", "2022-09-30", "2022-09-30", ["edtf-bounds", "holds-when-said"])),
        ("1972-03-26", "2022-09-29", ("1972-03-26", "1972-03-26", "2022-09-29", "2022-09-29", ["edtf-bounds"])),
        # An end that lay behind when the source spoke says nothing on the beginning.
        ("", "2015", (None, None, "2015-01-01", "2015-12-31", ["edtf-bounds"])),
        # An end announced: it still held when the source spoke.
        ("", "2023", (None, "2022-09-30", "2023-01-01", "2023-12-31", ["edtf-bounds", "holds-when-said"])),
        # A beginning announced: it did not hold yet when the source spoke.
        ("2023-05", "", ("2023-05-01", "2023-05-31", None, None, ["edtf-bounds"])),
        ("2020-23", "", ("2020-09-01", "2020-11-30", "2022-09-01", None,
                         ["edtf-bounds", "holds-when-said", "season-as-months"])),
        # A mark or a missing year gives no day: what is left is that it held when said.
        ("1972?", "", (None, None, "2022-09-01", None, ["holds-when-said"])),
        ("", "XXXX-04-16", (None, "2022-09-30", None, None, ["holds-when-said"])),
    ],
)  # fmt: skip
def test_a_dated_source_bounds_what_it_states(
    since: str, until: str, expected: tuple[str | None, str | None, str | None, str | None, list[str]]
) -> None:
    assert shown(valid_time(since, until, SAID, RETRIEVED)) == expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("", "", (None, "2026-01-01", None, None, ["spoken-by-retrieval"])),
        ("1998", "", ("1998-01-01", "1998-12-31", None, None, ["edtf-bounds"])),
        # The earlier of what is stated and the retrieval.
        ("2026", "", ("2026-01-01", "2026-01-01", None, None, ["edtf-bounds", "spoken-by-retrieval"])),
        ("", "2015", (None, None, "2015-01-01", "2015-12-31", ["edtf-bounds"])),
        # A beginning that was still to come at the retrieval had not begun by it.
        ("2030", "", ("2030-01-01", "2030-12-31", None, None, ["edtf-bounds"])),
    ],
)  # fmt: skip
def test_an_undated_source_spoke_by_its_retrieval_and_gives_no_end(
    since: str, until: str, expected: tuple[str | None, str | None, str | None, str | None, list[str]]
) -> None:
    assert shown(valid_time(since, until, Said(), RETRIEVED)) == expected


@pytest.mark.parametrize("edtf", [None, "", "XXXX-09-02", "2022?", "2022-09/", "/2022"])
def test_a_time_that_names_no_first_and_last_day_leaves_the_source_undated(edtf: str | None) -> None:
    assert said_at(edtf) == Said()


def test_a_source_may_have_spoken_on_any_day_of_a_publication_window() -> None:
    window = "[2020-06-17..2020-11-30]"
    assert said_at(window) == Said(window, date(2020, 6, 17), date(2020, 11, 30))


def shown(found: tuple[Bounds, tuple[str, ...]]) -> tuple[str | None, str | None, str | None, str | None, list[str]]:
    """Return bounds as text, and the inferences that gave them."""
    bounds, inferences = found
    one, two, three, four = (
        day.isoformat() if day else None
        for day in (bounds.earliest_begin, bounds.latest_begin, bounds.earliest_end, bounds.latest_end)
    )
    return one, two, three, four, list(inferences)
