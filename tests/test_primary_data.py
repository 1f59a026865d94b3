"""The claims read by hand: every row of the facts accounted for, each status word and each note read as it says."""

import csv
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from needed import ROOT, facts

DATA: Final = ROOT / "data"
FILE: Final = "twinnings_primary.csv"
READ: Final = ("subject", "other", "kind", "status", "since", "until", "as_of", "modality", "asserted_by", "row")

# Worked out by reading the facts: key, then the columns of READ; `other` is the partner or the territory.
GOLDEN: Final[dict[str, str]] = {
    # active: a municipality's own page, press, a contact, a partner that is a country
    "p-070": "~se-2480 ~fi-vaasa twin-town in-force 1953 - - asserted - 71",
    "q5-156": "~de-delmenhorst ~ru-borisoglebsk twin-town in-force 1994 - 2022-03 asserted - 1218",
    "q2-089": "~se-1883 ~de-rheinfelden contact in-force - - - asserted - 487",
    "p-069": "~se-2480 SC cooperation in-force - - 2020-04-24 asserted - 70",
    "q3-126": "~ua-kyiv ~se-0180 twin-town in-force - - 2023-11-13 asserted ~ua-kyiv 754",
    # new
    "q3-123": "~fi-loviisa ~ua-varash twin-town in-force 2023-03-07 - 2023-03-07 asserted - 751",
    # decided: to begin, to end
    "q5-077": "~fi-loviisa ~ua-varash twin-town agreed 2022-12-14 - 2022-12-14 asserted - 1139",
    "q5-316": "~se-1080 ~ru-baltiysk twin-town ended 2022-03-03 - 2022-03-07 announced - 1378",
    "q5-047": "~dk-250 ~cn-wuxi twin-town ended XXXX-12-31 - - announced - 1109",
    # proposed: to begin, to end
    "q5-353": "~fi-vaasa ~ua-kherson twin-town agreed - - 2023-04-27 proposed - 1414",
    "q3-028": "~se-2283 ~jp-esashi twin-town ended - - 2019-02-06 proposed - 657",
    # rejected
    "q1-127": "~se-1499 ~ro-buzau twin-town agreed - - 2015-08-27 denied - 298",
    # ended: with both years, with an end only, with a start only
    "q4-211-in-force": "~de-reinbek ~se-0160 twin-town in-force 1956 2011 - asserted - 1051",
    "q4-211-ended": "~de-reinbek ~se-0160 twin-town ended 2011 - - asserted - 1051",
    "p-089": "~se-2584 ~ru-arkhangelsk twin-town ended 2022-03-21 - - asserted - 90",
    "p-054-in-force": "~no-tromso ~dk-ringkobing twin-town in-force 1950 [1950..2026-11-23] - asserted - 55",
    "p-054-ended": "~no-tromso ~dk-ringkobing twin-town ended - - - asserted - 55",
    "q5-177": "~pl-bialystok ~ru-pskov twin-town lapsed - - 2022-02-27 asserted - 1239",
    # paused, suspended
    "q5-278-in-force": "~de-dusseldorf ~ru-moscow twin-town in-force 1992 - 2022-02 asserted - 1340",
    "q5-278-paused": "~de-dusseldorf ~ru-moscow twin-town paused 2022-02 - 2022-02 asserted - 1340",
    "q3-214-paused": "~fi-raahe ~ru-cherepovets twin-town paused 2022-03-14 - - asserted - 840",
    # dormant
    "p-088-dormant": "~se-2584 ~ge-rustavi twin-town dormant - - - asserted - 89",
    # disputed: both sides
    "q1-222-ended": "~se-1480 ~cn-shanghai cooperation ended - - 2020-04-27 asserted ~publisher-dagens-nyheter 393",
    "q1-222-denied": "~se-1480 ~cn-shanghai cooperation ended - - 2020-04-27 denied ~se-1480 393",
    # unknown: history, and a state told by the note
    "q1-065": "~se-1490 ~fi-mikkeli twin-town in-force 1940 - 1940 asserted - 236",
    "p-090-agreement": "~se-2584 ~ru-apatity cooperation-agreement agreed - - - denied - 91",
    # ending
    "p-160-ending": "~se-2523 ~ru-kirovsk twin-town ended - - 2022 proposed - 161",
}
# Status words of the facts that no claim above stands for: Luleå's only row of the word is in data/lulea.
NOT_READ_HERE: Final = {"deprioritised"}


def table(*path: str) -> list[dict[str, str]]:
    with DATA.joinpath(*path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def fact_rows(file: str) -> list[dict[str, str]]:
    with (facts() / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def claims() -> dict[str, dict[str, str]]:
    return {row["key"]: row | {"other": row["partner"] or row["territory"]} for row in table("primary", "claims.csv")}


@pytest.mark.parametrize("key", GOLDEN)
def test_a_row_is_read_as_its_status_and_note_say(key: str) -> None:
    claim = claims()[key]
    assert " ".join(claim[column] or "-" for column in READ) == GOLDEN[key]


def test_every_status_word_is_read_somewhere() -> None:
    words = {row["claim_id"]: row["status"] for row in fact_rows(FILE)}
    read = {words["-".join(key.split("-")[:2])] for key in GOLDEN}
    assert set(words.values()) - read == NOT_READ_HERE


def test_every_row_of_the_facts_is_claimed_or_left_out_and_none_is_both() -> None:
    claimed = {(row["file"], row["row"]) for row in [*claims().values(), *table("memberships", "memberships.csv")]}
    left_out = [(row["file"], row["row"]) for name in ("primary", "memberships") for row in table(name, "left-out.csv")]
    for file in (FILE, "memberships.csv"):
        numbers = {(file, str(number)) for number, _ in enumerate(fact_rows(file), start=2)}
        of_file = [each for each in left_out if each[0] == file]
        assert claimed & set(of_file) == set()
        assert {each for each in claimed if each[0] == file} | set(of_file) == numbers
        assert len(of_file) == len(set(of_file))


def test_each_left_out_row_has_a_reason() -> None:
    reasons = Counter(row["reason"].partition(":")[0] for row in table("primary", "left-out.csv"))
    assert reasons == {
        "stands in data/lulea": 37,
        "no state": 25,
        "repeats the article, which data/lulea has in full": 8,
        "the source says that it is not a relation of the municipality": 1,
    }


def test_every_search_of_the_facts_but_the_two_on_lulea_is_there() -> None:
    searches = table("primary", "searches.csv")
    results = Counter(row["result"] for row in searches)
    facts_found = Counter(row["result"] for row in fact_rows("searches.csv") if row["municipality"] != "Luleå")
    # Two look-ups of five municipalities found something of two of them.
    assert results - Counter({"ambiguous": results["ambiguous"]}) == facts_found + Counter({"none": 3})
    assert all(bool(row["about"]) != bool(row["theme"]) for row in searches)


def test_a_look_up_of_several_municipalities_is_a_search_about_each() -> None:
    searches = table("primary", "searches.csv")
    rows = ("searches.csv, row 70", "searches.csv, row 72")
    assert {row["about"]: row["result"] for row in searches if row["note"] in rows} == {
        "~se-1445": "found",  # Essunga, of which the page read is
        "~se-1444": "none",
        "~se-1439": "none",
        "~se-1764": "none",
        "~se-1730": "mention",  # Eda, of which the note speaks
    }


def test_a_month_that_may_be_that_of_the_report_is_no_day_of_an_end() -> None:
    rows = [row for row in claims().values() if row["source"].startswith("ekuriren-se-2022-03-02")]
    assert len(rows) == 9
    assert {(row["since"], row["as_of"]) for row in rows if row["status"] != "in-force"} == {("", "2022-03-02")}


def test_the_end_of_a_paused_row_is_the_pause() -> None:
    # Paused 2022-03 by the facts: never an end.
    sortland = [row for key, row in claims().items() if key.startswith(("q4-224", "q5-024"))]
    assert {(row["status"], row["since"], row["until"]) for row in sortland} == {("paused", "2022-03", "")}


def test_sources_that_contradict_each_other_both_stay() -> None:
    one, other = claims()["p-070"], claims()["p-081"]
    assert (one["subject"], one["since"]) == ("~se-2480", "1953")
    assert (other["subject"], other["since"]) == ("~fi-vaasa", "1949")
    tornio = next(row for row in table("memberships", "memberships.csv") if row["key"] == "m-012")
    assert (tornio["role"], tornio["status"], tornio["modality"]) == ("founder", "in-force", "asserted")


def test_no_claim_with_a_russian_or_belarusian_partner_is_dated_unless_its_row_is() -> None:
    rows = {row["claim_id"]: row for row in fact_rows(FILE)}
    published = {row["key"]: row["published"] for row in table("primary", "sources.csv")}
    faults = []
    for key, claim in claims().items():
        row = rows["-".join(key.split("-")[:2])]
        if {row["listed_by_country"], row["partner_country"]} & {"RU", "BY"} and not row["as_of"]:
            # History may speak of its own year: the start that the row states.
            said = claim["as_of"] or published[claim["source"]]
            faults += [key] if said and said != row["start"] and claim["modality"] != "proposed" else []
    assert faults == []


def test_a_partner_that_is_not_named_becomes_a_territory_and_no_actor() -> None:
    rows = {row["claim_id"]: row for row in fact_rows(FILE)}
    for key, claim in claims().items():
        row = rows["-".join(key.split("-")[:2])]
        assert bool(claim["partner"]) == bool(row["partner_name"]), key
        assert (claim["territory"] or row["partner_country"]) == row["partner_country"], key
    assert all(row["name"] for row in table("partners", "actors.csv"))


def test_every_party_is_described_once_by_the_dataset_that_has_to() -> None:
    described = [
        row["key"]
        for name in ("municipalities", "municipalities-dk-ee", "partners")
        for row in table(name, "actors.csv")
    ]
    assert len(described) == len(set(described))
    cells = [row[column] for row in claims().values() for column in ("subject", "partner", "asserted_by")]
    cells += [row[column] for row in table("memberships", "memberships.csv") for column in ("member", "network")]
    cells += [row["successor"] for row in table("partners", "actors.csv")]
    cells += [row["publisher"] for name in ("primary", "memberships") for row in table(name, "sources.csv")]
    assert {cell.removeprefix("~") for cell in cells if cell not in ("", "unknown")} - set(described) == set()


def test_the_parties_of_lulea_keep_their_keys_and_names() -> None:
    names = {row["key"]: (row["name"], row["alt_names"]) for row in table("partners", "actors.csv")}
    kept = {
        "fi-kemi": ("Kemi", ""),
        "no-tromso": ("Tromsø", "Tromsö@sv"),
        "ru-murmansk": ("Murmansk", ""),
        "ni-puerto-cabezas": ("Puerto Cabezas", "Bilwi"),
        "ba-zenica": ("Zenica", ""),
        "es-santa-lucia-de-tirajana": ("Santa Lucía de Tirajana", "Santa Lucia de Tirajana@sv"),
        "cn-xian": ("Xi'an", "Xian@sv"),
        "us-austin": ("Austin", ""),
        "fi-oulu": ("Oulu", ""),
        "ua-ivano-frankivsk": ("Ivano-Frankivsk", ""),
    }
    assert {key: names[key] for key in kept} == kept


def test_the_nine_pairs_that_ended_and_are_still_listed_have_the_keys_of_the_lists() -> None:
    ended = {(row["subject"], row["partner"]) for row in claims().values() if row["status"] == "ended"}
    pairs = [("~se-0160", f"~{key}") for key in ("fi-jarvenpaa", "no-lorenskog", "dk-175", "ee-890")]
    pairs += [("~se-1488", f"~{key}") for key in ("dk-860", "fi-kerava", "is-reykjanesbaer", "no-kristiansand")]
    pairs += [("~se-1470", "~cn-huangshan"), ("~se-0883", "~dk-550")]
    assert set(pairs) - ended == set()


def test_every_name_that_means_an_actor_says_by_which_rule() -> None:
    rules = Counter(row["inference"] for row in table("partners", "links.csv"))
    assert set(rules) == {
        "unique-in-register",
        "unique-in-gazetteer",
        "name-and-shared-pair",
        "spelling-in-same-source",
    }
    codes = {row["code"]: row["thing"] for row in table("partners", "links.csv")}
    assert (codes["Lørenskog, NO"], codes["Umeå, SE"]) == ("~no-lorenskog", "~se-2480")
    # Rostov of Kėdainiai is not the list's Rostov, whose GeoNames id is that of Rostov-on-Don.
    assert "Rostov, RU" not in codes


def test_a_macron_or_a_qualifier_of_one_side_keeps_no_town_from_being_that_of_the_lists() -> None:
    links = {row["code"]: (row["thing"], row["inference"]) for row in table("partners", "links.csv")}
    towns = {
        "Sobetsu, JP": "~jp-sobetsu",
        "Tobetsu, JP": "~jp-tobetsu",
        "Kunda, EE": "~ee-kunda-viru-nigula",
        "Loiborsoit, TZ": "~tz-loiborsoit-lolkisale",
        "Pühalepa, EE": "~ee-puhalepa-hiiumaa",
        "Lindsborg (Kansas), US": "~us-lindsborg",
        "Stromsburg (Nebraska), US": "~us-stromsburg",
        "Valga (Galicia), ES": "~es-valga",
    }
    assert {code: links[code] for code in towns} == {code: (key, "name-and-shared-pair") for code, key in towns.items()}


def test_a_qualifier_that_tells_a_town_from_its_namesakes_or_names_another_unit_is_not_dropped() -> None:
    codes = {row["code"] for row in table("partners", "links.csv")}
    namesakes = {"Cambridge (Minnesota), US", "Berg (Oberfranken), DE"}
    assert codes & (namesakes | {"Rehna (Amt), DE", "Husby (Danish minority), DE"}) == set()
    searches = {row["sought_for"]: row["result"] for row in table("primary", "searches.csv")}
    assert {searches[f"who is meant by {name}"] for name in namesakes} == {"ambiguous"}


def test_the_tables_are_what_the_facts_give(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA / "make", folder / "make")
    for name in ("lulea", "primary", "partners", "memberships"):
        shutil.copytree(DATA / name, folder / name)
    for made in ("primary/claims.csv", "partners/actors.csv", "memberships/memberships.csv"):
        (folder / made).unlink()
    run = subprocess.run([sys.executable, folder / "primary" / "make.py", facts()], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    for name in ("primary", "partners", "memberships"):
        for path in sorted((DATA / name).glob("*.csv")):
            assert (folder / name / path.name).read_bytes() == path.read_bytes(), path
