"""Views: what the graph knew on a day (as-known), and what sources that had appeared by then said (published-by)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from invented import build, dataset, run
from needed import ROOT

from lulea_kg import queries
from lulea_kg.answers import KnowledgeGraph
from lulea_kg.release import Release
from lulea_kg.rules import is_derived
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR

# Times of publication as sources.csv may state them; retrieved is 2026-12-01 for all.
SOURCES = """key,type,title,publisher,url,published,retrieved,language,licence,sha256,archived_url
dag,page,En dag,Exempelköping,,2020-05-01,2026-12-01,sv,,,
ar,page,Ett år,Exempelköping,,2021,2026-12-01,sv,,,
manad,page,En månad,Exempelköping,,2022-06,2026-12-01,sv,,,
odaterad,page,Odaterad,Exempelköping,,,2026-12-01,sv,,,
"""


def towns(release: Path, as_known: str = "", published_by: str = "") -> list[tuple[object, ...]]:
    """Return town and standing of Exempelköping's twin towns in 2030, seen from these days."""
    with view(release, as_known, published_by) as kg:
        asked = kg.ask("twin-towns", {"municipality": "Exempelköping", "as-of": "2030-01-01"})
        return [(record["town"], record["standing"]) for record in asked.records()]


def view(release: Path, as_known: str = "", published_by: str = "") -> KnowledgeGraph:
    days = (date.fromisoformat(day) if day else None for day in (as_known, published_by))
    return KnowledgeGraph(Release(release), *days)


def memory(kg: KnowledgeGraph) -> EmbeddedStore:
    assert isinstance(kg.store, EmbeddedStore)
    return kg.store


def published(parent: Path, *claims: dict[str, str]) -> Path:
    """Build a dataset whose claims rest on the sources above."""
    folder = dataset(parent, *claims)
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    return build(folder, parent / "releases")


# As known


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a release of January and one of March, when a row had been added."""
    folder = tmp_path_factory.mktemp("grown")
    january = {"recorded_at": "2027-01-20"}
    march = {"partner": "Skogby", "status": "ended", "recorded_at": "2027-03-20"}
    first = build(dataset(folder / "first", january), folder / "r1")
    return first, build(dataset(folder / "second", january, march), folder / "r2")


@pytest.fixture(scope="module")
def twice(grown: tuple[Path, Path]) -> Iterator[tuple[KnowledgeGraph, KnowledgeGraph]]:
    """Return the release of January, and that of March as known in February."""
    with view(grown[0]) as first, view(grown[1], as_known="2027-02-01") as second:
        yield first, second


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-01-19", []),
        ("2027-01-20", [("Randby", "in-force")]),
        ("2027-03-19", [("Randby", "in-force")]),
        ("2027-03-20", [("Randby", "in-force"), ("Skogby", "ended")]),
    ],
)
def test_a_claim_is_known_from_the_day_it_was_recorded(
    day: str, expected: list[tuple[str, str]], grown: tuple[Path, Path]
) -> None:
    assert towns(grown[1], as_known=day) == expected


@pytest.mark.parametrize("name", queries.names(ROOT / "queries"))
def test_every_answer_as_known_then_is_that_of_the_release_of_then(
    name: str, twice: tuple[KnowledgeGraph, KnowledgeGraph]
) -> None:
    parameters = queries.load(ROOT / "queries" / f"{name}.rq").parameters
    values = {"municipality": "Exempelköping"} if "municipality" in parameters else {}
    values |= {"source": "avtal"} if "source" in parameters else {}
    then, now = twice
    assert now.ask(name, values).rows == then.ask(name, values).rows


def test_the_reference_date_of_a_view_is_the_newest_day_on_which_it_was_told_something(
    grown: tuple[Path, Path],
) -> None:
    with view(grown[1]) as now, view(grown[1], as_known="2027-03-19") as then:
        assert (str(now.reference_date), str(then.reference_date)) == ("2027-03-20", "2027-01-20")


def test_a_view_derives_anew_who_is_twinned_with_whom(grown: tuple[Path, Path]) -> None:
    query = f"SELECT ?a {{ ?a <{MIR}twinnedWith> ?b }}"
    with view(grown[1], as_known="2027-01-19") as empty, view(grown[1], as_known="2027-01-20") as full:
        assert (len(list(select(memory(empty), query))), len(list(select(memory(full), query)))) == (0, 2)


def test_a_view_leaves_nothing_of_a_claim_it_does_not_know(grown: tuple[Path, Path]) -> None:
    with view(grown[1], as_known="2027-02-01") as kg:
        then = stated(memory(kg))
    assert then == stated(EmbeddedStore(grown[0] / "store"))


def stated(store: EmbeddedStore) -> set[str]:
    """Return the claims, situations and evidence that sources state."""
    own = [quad for quad in store.quads() if not is_derived(str(quad.graph_name))]
    return {iri for iri in (str(quad.subject) for quad in own) if "/id/claim/" in iri or "/id/situation/" in iri}


def test_looking_back_changes_nothing_in_the_release(grown: tuple[Path, Path]) -> None:
    before = towns(grown[1])
    towns(grown[1], as_known="2027-01-19", published_by="2019-01-01")
    assert towns(grown[1]) == before


# Published by


@pytest.mark.parametrize(
    ("source", "last_day_without", "first_day_with"),
    [
        ("dag", "2020-04-30", "2020-05-01"),
        ("ar", "2021-12-30", "2021-12-31"),
        ("manad", "2022-06-29", "2022-06-30"),
        ("odaterad", "2026-11-30", "2026-12-01"),
    ],
)
def test_a_source_counts_from_the_day_by_which_it_had_surely_appeared(
    source: str, last_day_without: str, first_day_with: str, tmp_path: Path
) -> None:
    release = published(tmp_path, {"source": source})
    assert towns(release, published_by=last_day_without) == []
    assert towns(release, published_by=first_day_with) == [("Randby", "in-force")]


@pytest.mark.parametrize("source", ["ar", "odaterad"])
def test_a_page_that_speaks_of_an_earlier_day_had_not_appeared_on_that_day(source: str, tmp_path: Path) -> None:
    release = published(tmp_path, {"source": source, "as_of": "2019-06-01"})
    assert towns(release, published_by="2020-12-31") == []


def test_an_end_that_was_not_yet_published_leaves_the_twinning_in_force(tmp_path: Path) -> None:
    ended = {"source": "ar", "status": "ended", "since": "2019"}
    release = published(tmp_path, {"source": "dag", "since": "2000"}, ended)
    assert towns(release) == [("Randby", "ended"), ("Randby", "in-force")]
    assert towns(release, published_by="2020-12-31") == [("Randby", "in-force")]


def test_a_denial_that_was_not_yet_published_disputes_nothing(tmp_path: Path) -> None:
    release = published(tmp_path, {"source": "dag"}, {"source": "ar", "modality": "denied", "asserted_by": "Randby"})
    disputed = {}
    for day in ("2020-12-31", "2021-12-31"):
        with view(release, published_by=day) as kg:
            asked = kg.ask("twin-towns", {"municipality": "Exempelköping", "as-of": "2030-01-01"})
            disputed[day] = [record["disputed"] for record in asked.records()]
    assert disputed == {"2020-12-31": [False], "2021-12-31": [True]}


def test_a_claim_must_be_both_known_and_published(tmp_path: Path) -> None:
    early = {"source": "dag", "recorded_at": "2027-02-01"}
    late = {"source": "ar", "partner": "Skogby", "recorded_at": "2026-12-15"}
    release = published(tmp_path, early, late)
    assert towns(release, as_known="2027-01-31", published_by="2020-12-31") == []
    assert towns(release, as_known="2027-01-31", published_by="2021-12-31") == [("Skogby", "in-force")]
    assert towns(release, as_known="2027-02-01", published_by="2020-12-31") == [("Randby", "in-force")]


def test_the_columns_are_the_same_in_every_view(tmp_path: Path) -> None:
    release = published(tmp_path, {"source": "dag"})
    with view(release) as now, view(release, "2027-06-01", "2020-12-31") as then:
        asked = [kg.ask("twin-towns", {"municipality": "Exempelköping"}).columns for kg in (now, then)]
    assert asked[0] == asked[1]


# On the command line


def test_the_command_line_looks_back_by_both_days(tmp_path: Path) -> None:
    release = published(tmp_path, {"source": "dag"}, {"source": "ar", "partner": "Skogby"})
    asked = ("ask", "twin-towns", "--municipality", "Exempelköping", "--release", release, "--format", "csv")
    lines = {
        option: run(*asked, *option).stdout.splitlines()
        for option in ((), ("--published-by", "2020-12-31"), ("--as-known", "2026-12-31"))
    }
    assert {option: [line.split(",")[0] for line in found[1:]] for option, found in lines.items()} == {
        (): ["Randby", "Skogby"],
        ("--published-by", "2020-12-31"): ["Randby"],
        ("--as-known", "2026-12-31"): [],
    }


def test_a_portrait_looks_back_too(tmp_path: Path) -> None:
    release = published(tmp_path, {"source": "dag"}, {"source": "ar", "partner": "Skogby"})
    shown = run("show", "Exempelköping", "--published-by", "2020-12-31", "--release", release).stdout
    assert ("Randby" in shown, "Skogby" in shown) == (True, False)


@pytest.mark.parametrize("option", ["--as-known", "--published-by"])
def test_a_year_is_no_day_to_look_back_to(option: str, tmp_path: Path) -> None:
    result = run("ask", "twin-towns", option, "2020", "--release", published(tmp_path, {"source": "dag"}))
    assert (result.exit_code, result.stdout) == (2, "")
