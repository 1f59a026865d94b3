"""Luleå's answers on the shipped data: what was in force when, on whose word, and that nothing in them is invented."""

import csv
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from click.testing import Result
from invented import lulea, run
from needed import ROOT, not_run

from lulea_kg import queries, times
from lulea_kg.answers import KnowledgeGraph, open_release
from lulea_kg.iris import mint
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import DEFAULT_BASE, MIR, XSD, code

LULEA: Final = ROOT / "data/lulea"
KEY: Final = mint("actor", "se-2580")
ARTICLE: Final = "[2020-06-17..2020-11-30]"
SIX: Final = ["Kemi", "Murmansk", "Puerto Cabezas", "Santa Lucía de Tirajana", "Tromsø", "Zenica"]
DAYS: Final = ("2014-09-01", "2020-07-01", "2022-09-15", "2026-11-23")
# Columns that hold times as sources state them.
STATED: Final = {"since", "until", "lastConfirmed", "said", "stated", "lastListed", "missingOn"}
PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.fixture(scope="module")
def release() -> Path:
    """Return a release of Luleå's data."""
    return lulea()


@pytest.fixture(scope="module")
def kg(release: Path) -> Iterator[KnowledgeGraph]:
    """Return that release, opened."""
    with open_release(release) as opened:
        yield opened


@pytest.fixture(scope="module")
def store(release: Path) -> EmbeddedStore:
    """Return the store of that release."""
    return EmbeddedStore(release / "store")


def sealed(result: Result) -> Path:
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.strip())


def shared(name: str) -> Path:
    """Return a file of the shared material, or say that the test was not run."""
    path = Path(os.environ.get("LULEA_KG_SHARED", ROOT.parent / "shared")) / name
    return path if path.exists() else not_run(f"{name} of the shared material (LULEA_KG_SHARED)")


def facts(name: str) -> list[dict[str, str]]:
    with shared(f"facts/{name}").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def table(name: str) -> list[dict[str, str]]:
    with (LULEA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def answers(kg: KnowledgeGraph, name: str, columns: str, **values: str) -> list[tuple[object, ...]]:
    """Return some columns of a named query's answer about Luleå; as_of stands for as-of."""
    records = kg.ask(name, {option.replace("_", "-"): value for option, value in values.items()}).records()
    return [tuple(record[column] for column in columns.split()) for record in records]


# What was in force


def test_in_july_2020_the_six_of_the_article_are_in_force_undisputed_and_no_other(kg: KnowledgeGraph) -> None:
    rows = answers(kg, "twin-towns", "town disputed", municipality="Luleå", as_of="2020-07-01", standing="in-force")
    assert rows == [(town, False) for town in SIX]


def test_in_september_2014_five_are_in_force_xian_is_agreed_and_santa_lucia_is_disputed(kg: KnowledgeGraph) -> None:
    assert answers(kg, "twin-towns", "town standing disputed", municipality="Luleå", as_of="2014-09-01") == [
        ("Kemi", "in-force", False),
        ("Murmansk", "in-force", False),
        ("Puerto Cabezas", "in-force", False),
        ("Santa Lucía de Tirajana", "in-force", True),
        ("Tromsø", "in-force", False),
        ("Xi'an", "agreed", False),
        ("Zenica", "in-force", False),
    ]


def test_santa_lucia_in_2014_was_a_twin_town_by_its_own_later_word_and_a_contact_by_luleas(kg: KnowledgeGraph) -> None:
    assert set(answers(kg, "disagreements", "town modality assertedBy since said", as_of="2014-09-01")) == {
        ("Santa Lucía de Tirajana", "asserted", "Luleå", "1963", "2014-08-11"),
        ("Santa Lucía de Tirajana", "denied", "Luleå", None, "2014-08-11"),
        ("Santa Lucía de Tirajana", "asserted", "Luleå", None, ARTICLE),
        ("Santa Lucía de Tirajana", "asserted", "Santa Lucía de Tirajana", "1964", "2025-12-11"),
        ("Santa Lucía de Tirajana", "asserted", "guineo.es", "1964", "2024-12-13"),
    }


def test_murmansk_in_mid_september_2022_is_in_force_by_its_council_and_possibly_ended_by_others(
    kg: KnowledgeGraph,
) -> None:
    columns = "town standing grade disputed activity source"
    rows = answers(kg, "twin-towns", columns, municipality="Luleå", as_of="2022-09-15")
    assert [row[1:5] for row in rows if row[0] == "Murmansk"] == [
        ("ended", "possible", True, "paused"),
        ("in-force", "definite", True, "paused"),
    ]
    assert ("Murmansk", "in-force", "definite", True, "paused", "nord-news.ru 2022-09-29") in rows


def test_who_says_possibly_ended_are_the_two_that_say_only_september(kg: KnowledgeGraph) -> None:
    rows = answers(kg, "disagreements", "standing since assertedBy", as_of="2022-09-15")
    assert set(rows) == {
        ("ended", "2022-09", "vardberg.is"),
        ("ended", "2022-09", "cmio.org"),
        ("in-force", "1972-03-26", "Murmansk"),
    }


def test_the_pause_with_murmansk_is_carried_from_march_and_its_town_named_as_inferred(kg: KnowledgeGraph) -> None:
    spells = answers(kg, "states", "axis state from to grade", partner="Murmansk")
    assert ("activity", "paused", "2022-03-03", None, "carried") in spells
    inferred = answers(kg, "inferred", "inference source")
    assert ("only-partner-in-country", "ekuriren.se 2022-03-02") in inferred


def test_the_history_of_murmansk_has_the_notice_in_august_and_the_list_without_it(kg: KnowledgeGraph) -> None:
    rows = answers(kg, "history", "what since said source", partner="Murmansk")
    assert ("event", "2022-08", "2022-09-29", "nord-news.ru 2022-09-29") in rows
    assert ("unlisted", None, "2022-09-02", "lulea.se vanorter") in rows


def test_today_murmansk_is_ended_and_the_other_five_are_carried(kg: KnowledgeGraph) -> None:
    rows = answers(kg, "twin-towns", "town standing grade", municipality="Luleå")
    assert [row for row in rows if row[0] in SIX] == [
        (town, "ended" if town == "Murmansk" else "in-force", "carried") for town in SIX
    ]


def test_today_ivano_frankivsk_is_a_cooperation_since_may_2025(kg: KnowledgeGraph) -> None:
    rows = answers(kg, "cooperations", "town kind standing since", municipality="Luleå")
    assert ("Ivano-Frankivsk", "cooperation", "in-force", "2025-05-20") in rows


def test_china_is_ended_without_a_partner_and_without_a_day(kg: KnowledgeGraph) -> None:
    rows = answers(kg, "ended", "country town kind since phrase")
    assert ("CHN", None, "cooperation", None, "avslutat sitt samarbete med Kina") in rows


def test_austin_is_not_prioritised_and_neither_ended_nor_a_twin_town(kg: KnowledgeGraph) -> None:
    assert answers(kg, "not-prioritised", "town standing") == [("Austin", "in-force")]
    assert "Austin" not in {row[0] for row in answers(kg, "twin-towns", "town", standing="all")}
    assert "Austin" not in {row[0] for row in answers(kg, "ended", "town")}


def test_lulea_takes_part_in_the_arctic_mayors_forum_by_the_article_and_is_a_member_by_its_later_page(
    kg: KnowledgeGraph,
) -> None:
    rows = answers(kg, "history", "status kind said source", partner="Arctic Mayors' Forum")
    assert ("in-force", "network-participation", ARTICLE, "Nytt fokus för Luleås internationella arbete") in rows
    assert [row[2] for row in rows if row[1] == "network-membership"] == [None]


# What could be known by the end of 2020


def test_by_the_end_of_2020_the_six_were_known_from_what_had_been_said(release: Path) -> None:
    with KnowledgeGraph(open_release(release).release, published_by=date(2020, 12, 31)) as then:
        rows = answers(then, "twin-towns", "town standing grade lastConfirmed claims", as_of="2020-07-01")
    assert rows == [
        ("Kemi", "in-force", "possible", ARTICLE, 2),
        ("Murmansk", "in-force", "possible", ARTICLE, 4),
        ("Puerto Cabezas", "in-force", "possible", ARTICLE, 2),
        ("Santa Lucía de Tirajana", "in-force", "possible", ARTICLE, 2),
        ("Tromsø", "in-force", "possible", ARTICLE, 2),
        ("Xi'an", "ended", "possible", "2020", 2),
        ("Zenica", "in-force", "possible", ARTICLE, 2),
    ]


def test_by_the_end_of_2020_every_supporting_claim_is_of_a_source_that_had_appeared(release: Path) -> None:
    appeared = {
        row["key"] for row in table("sources.csv") if row["published"] and last_day(row["published"]) <= "2020-12-31"
    }
    query = PREFIXES + "SELECT DISTINCT ?key { ?state mir:supportedBy/prov:hadPrimarySource/dct:identifier ?key }"
    with KnowledgeGraph(open_release(release).release, published_by=date(2020, 12, 31)) as then:
        view = then.store
        assert isinstance(view, EmbeddedStore)
        resting = {row["key"] for row in select(view, query)} & {row["key"] for row in table("sources.csv")}
    assert "2020-nytt-fokus" in resting
    assert resting - appeared == set()


def last_day(edtf: str) -> str:
    return str(times.interval(edtf).latest_end)


# Names


@pytest.mark.parametrize(
    "name", ["Luleå", "luleå kommun", "2580", "Q177019", KEY, f"{DEFAULT_BASE}/id/actor/{KEY}", "LULEA"]
)
def test_ask_and_show_know_lulea_by_name_code_key_and_iri(name: str, release: Path, kg: KnowledgeGraph) -> None:
    assert kg.ask("twin-towns", {"municipality": name}).rows == kg.ask("twin-towns").rows
    assert run("show", name, "--release", release).stdout.startswith("Luleå ")


def test_tromso_is_found_as_a_swede_spells_it(kg: KnowledgeGraph) -> None:
    assert answers(kg, "history", "town", partner="Tromsö")[0] == ("Tromsø",)


# Every claim is complete


def test_every_claim_says_who_how_when_and_on_what_ground(store: EmbeddedStore) -> None:
    names = "states modality assertedBy basis method recordedAt recordedBy evidenceKind"
    missing = " UNION ".join(f"{{ FILTER NOT EXISTS {{ ?claim mir:{name} ?x }} }}" for name in names.split())
    query = f"SELECT ?claim {{ ?claim a mir:Claim {{ {missing} }} }}"
    everything = list(select(store, PREFIXES + "SELECT ?claim { ?claim a mir:Claim }"))
    assert len(everything) > 90
    assert list(select(store, PREFIXES + query)) == []


def test_every_asserter_has_a_name_or_is_expressly_unknown(store: EmbeddedStore) -> None:
    query = "SELECT ?who { ?claim mir:assertedBy ?who FILTER NOT EXISTS { ?who skos:prefLabel ?name } }"
    assert list(select(store, PREFIXES + query)) == []


def test_every_claim_has_a_source_with_title_publisher_and_day_of_retrieval(store: EmbeddedStore) -> None:
    query = """SELECT ?claim { ?claim a mir:Claim FILTER NOT EXISTS {
      ?claim prov:hadPrimarySource ?source . ?source dct:title ?title ; dct:publisher ?by ; mir:retrievedAt ?on } }"""
    assert list(select(store, PREFIXES + query)) == []


def test_every_claim_points_to_words_in_a_snapshot_or_to_a_row_of_a_file(store: EmbeddedStore) -> None:
    query = """SELECT ?claim { ?claim a mir:Claim FILTER NOT EXISTS {
      { ?claim oa:hasTarget ?t . ?t oa:exact ?words ; oa:start ?start ; oa:end ?end ; oa:hasSource/mir:sha256 ?digest }
      UNION { ?claim oa:hasTarget ?t . ?t mir:file ?file ; mir:row ?row ; oa:hasSource/mir:retrievedAt ?on } } }"""
    assert list(select(store, PREFIXES + query)) == []


# No date is invented


def test_every_bound_is_the_edge_of_a_stated_time_or_named_as_inferred(store: EmbeddedStore) -> None:
    query = """SELECT * { ?claim mir:states ?s ; prov:hadPrimarySource/mir:retrievedAt ?retrieved . ?s ?bound ?day
      FILTER(?bound IN (mir:earliestBegin, mir:latestBegin, mir:earliestEnd, mir:latestEnd))
      OPTIONAL { ?s mir:edtf ?edtf } OPTIONAL { ?claim mir:saidFrom ?from ; mir:saidTo ?to }
      OPTIONAL { ?s mir:interpretedBy ?year FILTER(?year = mir:year-from-context) } }"""
    found = list(select(store, PREFIXES + query))
    assert len(found) > 150
    assert [row for row in found if "year" not in row and row["day"] not in given(row)] == []


def given(row: dict[str, str]) -> set[str]:
    """Return the days that a claim's stated time, its source time or the retrieval of an undated source give."""
    stated = times.interval(row["edtf"]).present() if "edtf" in row else []
    spoken = [row["from"], row["to"]] if "from" in row else [row["retrieved"]]
    return {*map(str, stated), *spoken}


def test_a_year_from_context_leaves_day_month_or_season_as_stated(store: EmbeddedStore) -> None:
    query = """SELECT DISTINCT ?edtf ?bound ?day {
      ?s mir:interpretedBy mir:year-from-context ; mir:edtf ?edtf ; ?bound ?day
      FILTER(?bound IN (mir:earliestBegin, mir:latestBegin, mir:earliestEnd, mir:latestEnd)) }"""
    found = {(row["edtf"], code(row["bound"]), row["day"]) for row in select(store, PREFIXES + query)}
    assert found == {
        ("XXXX-04-16/XXXX-06-16", "earliestBegin", "2020-04-16"),
        ("XXXX-04-16/XXXX-06-16", "latestBegin", "2020-04-16"),
        ("XXXX-04-16/XXXX-06-16", "earliestEnd", "2020-06-16"),
        ("XXXX-04-16/XXXX-06-16", "latestEnd", "2020-06-16"),
        ("XXXX-23", "earliestBegin", "2020-09-01"),
        ("XXXX-23", "latestEnd", "2020-11-30"),
    }


def test_every_situation_with_a_bound_names_what_gave_it(store: EmbeddedStore) -> None:
    query = """SELECT ?s { ?s ?bound ?day FILTER NOT EXISTS { ?s mir:interpretedBy ?how }
      FILTER(?bound IN (mir:earliestBegin, mir:latestBegin, mir:earliestEnd, mir:latestEnd)) }"""
    assert list(select(store, PREFIXES + query)) == []


def test_a_source_speaks_within_the_time_it_states(store: EmbeddedStore) -> None:
    query = "SELECT DISTINCT ?at ?from ?to { ?claim mir:saidAt ?at ; mir:saidFrom ?from ; mir:saidTo ?to }"
    found = list(select(store, PREFIXES + query))
    assert len(found) > 15
    assert [row for row in found if (row["from"], row["to"]) != edges(row["at"])] == []


def edges(edtf: str) -> tuple[str, str]:
    bounds = times.interval(edtf)
    return str(bounds.earliest_begin), str(bounds.latest_end)


def test_a_known_state_begins_and_ends_where_a_claim_gives_a_day(store: EmbeddedStore) -> None:
    query = """SELECT DISTINCT ?relation ?day { ?claim mir:states ?s . ?s mir:phaseOf ?relation {
      ?s mir:earliestBegin|mir:latestBegin|mir:earliestEnd|mir:latestEnd ?day } UNION { ?claim mir:saidFrom ?day } }"""
    turning = set()
    for row in select(store, PREFIXES + query):
        day = date.fromisoformat(row["day"])
        turning |= {(row["relation"], str(day)), (row["relation"], str(day + timedelta(days=1)))}
    states = list(select(store, PREFIXES + "SELECT * { ?s mir:ofCooperation ?of ; mir:from ?from }"))
    ends = list(select(store, PREFIXES + "SELECT * { ?s mir:ofCooperation ?of ; mir:to ?to }"))
    assert len(states) > 60
    assert {(row["of"], row["from"]) for row in states} - turning == set()
    assert {(row["of"], str(date.fromisoformat(row["to"]) + timedelta(days=1))) for row in ends} - turning == set()


def test_no_other_property_holds_a_date(store: EmbeddedStore) -> None:
    query = f"""SELECT DISTINCT ?p {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(DATATYPE(?o) = <{XSD}date>)
      FILTER(!STRENDS(STR(?g), "/graph/ontology")) }}"""
    bounds = {"earliestBegin", "latestBegin", "earliestEnd", "latestEnd", "saidFrom", "saidTo", "from", "to"}
    kept = {"recordedAt", "retrievedAt", "searchedOn", "referenceDate"}
    assert {row["p"].removeprefix(MIR) for row in select(store, query)} == bounds | kept


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", queries.names(ROOT / "queries"))
def test_a_time_in_an_answer_is_written_as_a_source_states_it(name: str, day: str, kg: KnowledgeGraph) -> None:
    parameters = queries.load(ROOT / "queries" / f"{name}.rq").parameters
    records = kg.ask(name, {"as-of": day} if "as-of" in parameters else {}).records()
    shown = {record[column] for record in records for column in STATED & set(record)}
    assert shown - stated_times() - {None} == set()


@cache
def stated_times() -> frozenset[str]:
    """Return every time that Luleå's data state, as written."""
    cells = {row[column] for row in table("claims.csv") for column in ("since", "until", "as_of")}
    cells |= {row["published"] for row in table("sources.csv")}
    for path in (LULEA / "sources").glob("*.ttl"):
        for edtf in re.findall(r'mir:edtf "([^"]+)"', path.read_text(encoding="utf-8")):
            cells |= {edtf, *edtf.split("/")}
    return frozenset(cells - {""})


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("thing", ["Luleå", "Murmansk", "Tromsø", "Santa Lucía de Tirajana", "Xi'an"])
def test_no_bare_year_becomes_a_day_in_a_portrait(thing: str, day: str, lang: str, release: Path) -> None:
    stated = " ".join(stated_times())
    years = [text for text in stated_times() if re.fullmatch(r"[0-9]{4}", text)]
    made_up = {edge for year in years for edge in edges(year) if edge not in stated}
    portrait = run("show", thing, "--as-of", day, "--release", release, lang=lang).stdout
    assert "1972-01-01" in made_up
    assert {edge for edge in made_up if edge in portrait} == set()


# Where every fact went


def test_every_fact_about_lulea_is_accounted_for() -> None:
    ids = [row["fact_id"] for row in facts("lulea_facts.csv")]
    ids += [
        row["claim_id"]
        for row in facts("twinnings_primary.csv")
        if "Luleå" in (row["listed_by_name"], row["partner_name"])
    ]
    ids += [row["membership_id"] for row in facts("memberships.csv") if row["member_name"] == "Luleå"]
    told = accounted((LULEA / "README.md").read_text(encoding="utf-8"))
    assert len(ids) > 100
    assert [fact for fact in ids if fact not in told] == []


def accounted(text: str) -> set[str]:
    """Return the ids in the first column of the tables, "p-001 to p-008" being all of them."""
    told: set[str] = set()
    for cell in re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE):
        for prefix, first, last in re.findall(r"([a-z0-9]+)-([0-9]+)(?: to \1-([0-9]+))?", cell):
            told |= {f"{prefix}-{number:0{len(first)}d}" for number in range(int(first), int(last or first) + 1)}
    return told


def test_every_claim_read_from_a_table_of_facts_says_what_its_row_says() -> None:
    rows = {row["claim_id"]: row for row in facts("twinnings_primary.csv")}
    claims = [row for row in table("claims.csv") if fact_id(row["key"]) in rows]
    assert len(claims) > 35
    assert [row["key"] for row in claims if not agrees(row, rows[fact_id(row["key"])])] == []


def test_every_claim_of_a_membership_says_what_its_row_says() -> None:
    rows = {row["membership_id"]: row for row in facts("memberships.csv")}
    claims = [row for row in table("claims.csv") if row["key"] in rows]
    assert {row["key"]: (row["partner"], row["since"], row["as_of"]) for row in claims} == {
        key: (rows[key]["network"], rows[key]["start"], rows[key]["as_of"])
        for key in ("m-013", "m-051", "m-128", "m-210")
    }


def fact_id(key: str) -> str:
    return "-".join(key.split("-")[:2])


def agrees(claim: dict[str, str], fact: dict[str, str]) -> bool:
    """Tell whether a claim has the parties and times of its fact; the Russian town of p-156 is the inferred one."""
    towns = {fact["listed_by_name"], fact["partner_name"] or "Murmansk"}
    return (
        {claim["subject"], claim["partner"]} == towns
        and claim["as_of"] == fact["as_of"]
        and claim["since"] in ("", fact["start"], fact["end"], "2014")
        and claim["until"] in ("", fact["end"])
    )


def test_evidence_in_a_facts_file_stands_in_the_row_of_the_fact_its_claim_names(store: EmbeddedStore) -> None:
    ids = {number: row["fact_id"] for number, row in enumerate(facts("lulea_facts.csv"), start=2)}
    query = """SELECT ?row ?note { ?claim oa:hasTarget ?target ; skos:note ?note .
      ?target mir:file "lulea_facts.csv" ; mir:row ?row }"""
    found = list(select(store, PREFIXES + query))
    assert len(found) > 20
    assert [row for row in found if not re.search(rf"\b{ids[int(row['row'])]}\b", row["note"])] == []


# The words of the article


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of Luleå's dataset for a test to change."""
    return shutil.copytree(LULEA, tmp_path / "lulea")


def with_text(folder: Path, text: str, data: Path = LULEA) -> Result:
    """Build with this text of the article at hand."""
    (folder / "snapshots").mkdir(exist_ok=True)
    (folder / "snapshots/article.txt").write_text(text, encoding="utf-8")
    settings = {"LULEA_KG_SNAPSHOTS": str(folder / "snapshots")}
    return run("build", data, "--out", folder / "releases", settings=settings)


def seed() -> str:
    return shared("articles/seed.txt").read_text(encoding="utf-8")


def faults(result: Result) -> list[str]:
    assert (result.exit_code, result.stdout) == (1, ""), result.stderr
    return [line for line in result.stderr.splitlines() if line.startswith("error: ")]


def test_every_quoted_phrase_stands_in_the_article(tmp_path: Path, store: EmbeddedStore) -> None:
    quoted = len(list(select(store, PREFIXES + "SELECT ?t { ?t oa:exact ?phrase }")))
    checked = open_release(sealed(with_text(tmp_path, seed()))).release.report["phrases"]
    assert (checked["checked"], checked["notRechecked"]) == (quoted, 0)


def test_one_altered_letter_fails_the_build_naming_the_source_and_the_claim(tmp_path: Path) -> None:
    altered, moved = faults(with_text(tmp_path, seed().replace("Tromsö i Norge", "Tromsø i Norge")))
    assert "2020-nytt-fokus" in altered
    assert "lulea/claims.csv, row 3" in moved
    assert "Tromsö i Norge" in moved


def test_a_letter_that_two_claims_rest_on_names_both(tmp_path: Path) -> None:
    altered, *moved = faults(with_text(tmp_path, seed().replace("i Arctic Mayor Forum", "i Arctic Major Forum")))
    assert "2020-nytt-fokus" in altered
    assert [re.findall(r"claims\.csv, row 10|2020-nytt-fokus\.ttl", line)[:1] for line in sorted(moved)] == [
        ["claims.csv, row 10"],
        ["2020-nytt-fokus.ttl"],
    ]


def test_a_letter_that_no_claim_rests_on_names_the_source_alone(tmp_path: Path) -> None:
    (altered,) = faults(with_text(tmp_path, seed().replace("DELA VIA", "DELA WIA")))
    assert "2020-nytt-fokus" in altered


def test_an_altered_phrase_in_the_table_names_its_row(tmp_path: Path, data: Path) -> None:
    claims = (data / "claims.csv").read_text(encoding="utf-8")
    (data / "claims.csv").write_text(claims.replace("Kemi i Finland", "Kemi i Finlamd"), encoding="utf-8")
    (fault,) = faults(with_text(tmp_path, seed(), data))
    assert f"{data}/claims.csv, row 2" in fault
    assert "Kemi i Finlamd" in fault


def test_an_altered_phrase_in_turtle_names_its_file_and_claim(tmp_path: Path, data: Path) -> None:
    path = data / "sources/2020-nytt-fokus.ttl"
    changed = path.read_text(encoding="utf-8").replace("har sex vänorter", "har sju vänorter")
    path.write_text(changed, encoding="utf-8")
    (fault,) = faults(with_text(tmp_path, seed(), data))
    assert str(path) in fault
    assert "Luleå kommun har sju vänorter" in fault
