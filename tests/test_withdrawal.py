"""Withdrawing and deleting: answers no longer rest on what was taken back, and earlier views still show it."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from invented import BASE, CLAIM, build, dataset, run
from needed import ROOT

from lulea_kg import queries
from lulea_kg.answers import KnowledgeGraph
from lulea_kg.iris import Namer, Registry
from lulea_kg.release import Release
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR

LULEA: Final = ROOT / "data/lulea"
PAGE: Final = "2022-09-02-vanorter"
# Every query but the one about a single source of the shipped data.
ASKED: Final = [name for name in queries.names(ROOT / "queries") if name != "rests-on-source"]
TOLD: Final = date(2026, 11, 23)
WITHDRAWN: Final = f"SELECT ?claim ?day ?reason {{ ?claim <{MIR}withdrawnAt> ?day ; <{MIR}withdrawnReason> ?reason }}"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of Luleå's data as they are."""
    folder = tmp_path_factory.mktemp("before")
    return build(shutil.copytree(LULEA, folder / "lulea"), folder / "releases")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of Luleå's data after its page of 2022 was withdrawn the day after everything was told."""
    folder = tmp_path_factory.mktemp("after")
    data = shutil.copytree(LULEA, folder / "lulea")
    take_back(PAGE, data, "2026-11-24")
    return build(data, folder / "releases")


@pytest.fixture(scope="module")
def views(before: Path, after: Path) -> Iterator[tuple[KnowledgeGraph, KnowledgeGraph]]:
    """Return the first release, and the second as known on the day that everything was told."""
    with KnowledgeGraph(Release(before)) as then, KnowledgeGraph(Release(after), TOLD) as now:
        yield then, now


def take_back(named: str, data: Path, on: str) -> list[str]:
    """Withdraw a claim or source through the command line; return what was stamped."""
    result = run("withdraw", named, "--reason", "fel", "--on", on, "--data", data)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


def answers(release: Path, name: str, columns: str, as_known: date | None = None, **values: str) -> list[object]:
    """Return some columns of a named query's answer, now or as known on an earlier day."""
    with KnowledgeGraph(Release(release), as_known) as kg:
        records = kg.ask(name, {option.replace("_", "-"): value for option, value in values.items()}).records()
    return [tuple(record[column] for column in columns.split()) for record in records]


def told(release: Path, as_known: str) -> list[object]:
    """Return what a release told of Exempelköping's twin towns as known on a day."""
    day = date.fromisoformat(as_known)
    return answers(release, "twin-towns", "town since", day, municipality="Exempelköping", as_of="2026-01-01")


def graphs(release: Path, leave_out: str = "") -> dict[str, str]:
    """Return the digest of every graph that is stated, without that of one source."""
    found: dict[str, str] = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["graphs"]
    return {name: digest for name, digest in found.items() if "/derived/" not in name and name != leave_out}


def without_rows(path: Path, column: str, key: str) -> None:
    """Empty the rows that have `key` in `column`; the others keep their numbers."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    kept = [row if row[rows[0].index(column)] != key else [] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(kept)


# A source


def test_answers_no_longer_rest_on_a_withdrawn_source(after: Path) -> None:
    rows = answers(after, "twin-towns", "town standing lastConfirmed claims", municipality="Luleå")
    assert rows == [
        ("Kemi", "in-force", "[2020-06-17..2020-11-30]", 3),
        ("Murmansk", "ended", "2022-12-15", 3),
        ("Puerto Cabezas", "in-force", "[2020-06-17..2020-11-30]", 3),
        ("Santa Lucía de Tirajana", "in-force", "2025-12-11", 4),
        ("Tromsø", "in-force", "[2020-06-17..2020-11-30]", 4),
        ("Xi'an", "ended", "2020", 2),
        ("Zenica", "in-force", "[2020-06-17..2020-11-30]", 3),
    ]


def test_a_withdrawn_article_is_named_only_where_an_answer_is_about_sources(tmp_path: Path) -> None:
    data = shutil.copytree(LULEA, tmp_path / "lulea")
    take_back("2020-nytt-fokus", data, "2026-11-24")
    with KnowledgeGraph(Release(build(data, tmp_path / "releases"))) as kg:
        found = {name: str(kg.ask(name).rows) for name in queries.names(ROOT / "queries")}
    naming = {name for name, rows in found.items() if "Nytt fokus för Luleås internationella arbete" in rows}
    assert naming == {"credits", "inferred", "searches"}


def test_a_withdrawn_list_makes_nothing_unlisted(before: Path, after: Path) -> None:
    assert answers(before, "unlisted", "town") == [("Murmansk",)]
    assert answers(after, "unlisted", "town") == []
    assert "unlisted" not in {row[0] for row in answers(after, "history", "what") if isinstance(row, tuple)}


@pytest.mark.parametrize("name", queries.names(ROOT / "queries"))
def test_as_known_the_day_before_every_answer_is_what_it_was(
    name: str, views: tuple[KnowledgeGraph, KnowledgeGraph]
) -> None:
    then, now = views
    assert now.ask(name).rows == then.ask(name).rows


def test_nothing_is_deleted_a_withdrawn_claim_keeps_its_words_and_gains_a_day_and_a_reason(after: Path) -> None:
    found = list(select(EmbeddedStore(after / "store"), WITHDRAWN))
    assert {(row["day"], row["reason"]) for row in found} == {("2026-11-24", "fel")}
    assert len(found) == 6  # five towns and the list of them


# A claim


def test_a_relation_of_which_every_claim_is_withdrawn_is_in_no_answer(tmp_path: Path) -> None:
    data = dataset(tmp_path, {}, {"partner": "Skogby"})
    take_back("avtal/r3", data, "2027-02-01")
    with KnowledgeGraph(Release(build(data, tmp_path / "releases"))) as kg:
        asked = {name: queries.load(ROOT / "queries" / f"{name}.rq").parameters for name in ASKED}
        about = {name: {"municipality": "Exempelköping"} if "municipality" in asked[name] else {} for name in ASKED}
        found = {name: str(kg.ask(name, about[name]).rows) for name in ASKED}
    assert {name for name, rows in found.items() if "Randby" in rows} > {"twin-towns", "unknowns", "history"}
    assert {name for name, rows in found.items() if "Skogby" in rows} == set()


def test_a_row_of_a_table_is_withdrawn_alone(tmp_path: Path) -> None:
    data = dataset(tmp_path, {}, {"partner": "Skogby"})
    assert take_back("avtal/r2", data, "2027-02-01") == ["avtal/r2"]
    release = build(data, tmp_path / "releases")
    assert told(release, "2027-02-01") == [("Skogby", None)]
    assert told(release, "2027-01-31") == [("Randby", None), ("Skogby", None)]


@pytest.mark.parametrize("way", ["source and row", "key", "IRI"])
def test_a_claim_of_a_turtle_file_is_withdrawn_alone(way: str, tmp_path: Path) -> None:
    data = dataset(tmp_path, {})
    (data / "sources").mkdir()
    (data / "sources/avtal.ttl").write_text(CLAIM, encoding="utf-8")
    iri = Namer(BASE, "exempelkoping", Registry()).row("claim", "avtal", "a")
    names = {"source and row": "avtal/a", "key": iri.rpartition("/")[2], "IRI": iri}
    assert take_back(names[way], data, "2027-02-01") == [iri]
    release = build(data, tmp_path / "releases")
    assert told(release, "2027-02-01") == [("Randby", None)]
    assert told(release, "2027-01-31") == [("Randby", None), ("Skogby", None)]


def test_the_rest_of_a_table_stays_as_it_was(tmp_path: Path) -> None:
    data = dataset(tmp_path, {}, {"partner": "Skogby", "note": 'så "här", med komma'})
    first, second, third = (data / "claims.csv").read_text(encoding="utf-8").splitlines()
    take_back("avtal/r2", data, "2027-02-01")
    assert (data / "claims.csv").read_text(encoding="utf-8").splitlines() == [
        first,
        second.removesuffix(",,,,,,") + ",2027-02-01,fel,,,,",
        third,
    ]


def test_what_was_withdrawn_before_keeps_its_first_day(tmp_path: Path) -> None:
    data = dataset(tmp_path, {}, {"partner": "Skogby"})
    take_back("avtal/r2", data, "2027-02-01")
    assert take_back("avtal", data, "2027-03-01") == ["avtal/r3"]
    release = build(data, tmp_path / "releases")
    assert told(release, "2027-02-15") == [("Skogby", None)]


def test_withdrawing_the_same_again_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    data = dataset(tmp_path)
    take_back("avtal/r2", data, "2027-02-01")
    table = (data / "claims.csv").read_bytes()
    assert run("withdraw", "avtal/r2", "--reason", "igen", "--on", "2027-03-01", "--data", data).exit_code == 2
    assert (data / "claims.csv").read_bytes() == table


def test_what_is_not_there_cannot_be_withdrawn(tmp_path: Path) -> None:
    result = run("withdraw", "avtal/r9", "--reason", "fel", "--data", dataset(tmp_path))
    assert (result.exit_code, "avtal/r9" in result.stderr) == (2, True)


# Corrections


@pytest.mark.parametrize(
    ("day", "since"),
    [
        ("2026-01-09", []),
        ("2026-01-10", [("Randby", "1990")]),
        ("2026-02-09", [("Randby", "1990")]),
        ("2026-02-10", [("Randby", "1991")]),
        ("2027-01-01", [("Randby", "1991")]),
    ],
)
def test_a_correction_shows_what_was_known_on_each_day(day: str, since: list[object], tmp_path: Path) -> None:
    wrong = {"since": "1990", "recorded_at": "2026-01-10", "withdrawn_at": "2026-02-10", "withdrawn_reason": "fel år"}
    right = {"since": "1991", "recorded_at": "2026-02-10"}
    assert told(build(dataset(tmp_path, wrong, right), tmp_path / "releases"), day) == since


# Deleting


def test_deleting_a_source_leaves_every_other_stated_graph_as_it_was(before: Path, tmp_path: Path) -> None:
    data = shutil.copytree(LULEA, tmp_path / "lulea")
    without_rows(data / "sources.csv", "key", "2020-nytt-fokus")
    without_rows(data / "claims.csv", "source", "2020-nytt-fokus")
    (data / "sources/2020-nytt-fokus.ttl").unlink()
    left = graphs(build(data, tmp_path / "releases"))
    (gone,) = graphs(before).keys() - left.keys()
    assert "/graph/source/" in gone
    assert left == graphs(before, leave_out=gone)


def test_deleting_a_source_gives_the_release_of_one_never_given_it(tmp_path: Path) -> None:
    never = build(dataset(tmp_path / "never", {}), tmp_path / "r1")
    data = dataset(tmp_path / "once", {}, {"partner": "Skogby", "source": "till"})
    sources = (data / "sources.csv").read_text(encoding="utf-8")
    second = sources.splitlines()[1].replace("avtal", "till")
    (data / "sources.csv").write_text(f"{sources}{second}\n", encoding="utf-8")
    once = build(data, tmp_path / "r2")
    shutil.copy(tmp_path / "never/exempelkoping/sources.csv", data)
    shutil.copy(tmp_path / "never/exempelkoping/claims.csv", data)
    assert once.name != never.name
    assert build(data, tmp_path / "r2").name == never.name


def test_nothing_points_to_what_a_deleted_source_said(tmp_path: Path) -> None:
    data = dataset(tmp_path, {})
    (data / "sources").mkdir()
    (data / "sources/avtal.ttl").write_text(CLAIM, encoding="utf-8")
    with_it = EmbeddedStore(build(data, tmp_path / "releases") / "store")
    (data / "sources/avtal.ttl").unlink()
    without = EmbeddedStore(build(data, tmp_path / "releases") / "store")
    described = {str(quad.subject) for quad in with_it.quads()} - {str(quad.subject) for quad in without.quads()}
    pointed = {str(quad.object) for quad in without.quads()}
    assert any(f"{BASE}/id/claim/" in subject for subject in described)
    assert described & pointed == set()
