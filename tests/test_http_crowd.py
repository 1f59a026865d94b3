"""Many clients at once while processes are killed and releases change: no wrong answer, and none lost but in those."""

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from crowd import Ask, Crowd, Reply, replies
from invented import build, dataset
from serving import Serving, children, serving

from lulea_kg.iris import mint

ENDED: Final = "the process that answered was ended. Ask again."
CLIENTS: Final = 40
NUMBER: Final = quote(" #") + "{n}"
CROSSED: Final = "SELECT (COUNT(*) AS ?n) { {SELECT ?a {?a ?b ?c} LIMIT 900} {SELECT ?d {?d ?e ?f} LIMIT 900} }"
QUERIES: Final = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s ?o { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o } ORDER BY ?s ?o",
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
    CROSSED,
)
FORMATS: Final = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


@dataclass(frozen=True)
class Two:
    """Two releases in one folder, the datasets they are built from, and by their ids what is right to answer."""

    releases: Path
    datasets: dict[str, Path]
    expected: dict[str, dict[Ask, Reply]]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    parent = tmp_path_factory.mktemp("two")
    first, second = dataset(parent / "first"), dataset(parent / "second", {"partner": "Skogby"}, {"since": "1999"})
    ids = [build(folder, parent / "releases").name for folder in (first, second)]
    expected = {}
    for name in ids:
        switch(parent / "releases", name)
        with serving(parent / "releases") as quiet:
            expected[name] = asyncio.run(replies(quiet.port, mix()))
    return Two(parent / "releases", {"first": first, "second": second}, expected)


@pytest.fixture
def served(two: Two, tmp_path: Path) -> Path:
    """A folder of releases of its own, with the first of the two."""
    first = next(iter(two.expected))
    shutil.copytree(two.releases / first, tmp_path / "releases" / first)
    switch(tmp_path / "releases", first)
    return tmp_path / "releases"


def mix() -> Sequence[Ask]:
    paths = (f"actor/{mint('actor', 'exempelkoping')}", f"actor/{mint('actor', 'skogby')}", "def/TwinTownRelation")
    things = [Ask(f"/doc/{path}", accept) for path in paths for accept in FORMATS]
    tables = [Ask(f"/queries/twin-towns.{name}?municipality=Randby&lang=en") for name in ("csv", "json", "html")]
    searches = [Ask(f"/search?q={word}", "application/json") for word in ("skogby", "randby", "exempel")]
    ranges = [Ask("/data/concordance.csv"), Ask("/data/dump.nq.gz", more="Range: bytes=100-5000\r\n")]
    queries = [Ask(f"/sparql?query={quote(query)}{NUMBER}") for query in QUERIES]
    return [*things, *tables, *searches, *ranges, *queries, *queries, Ask("/"), Ask("/catalog.rdf")]


def switch(releases: Path, name: str) -> None:
    link = releases / "link"
    link.symlink_to(name)
    link.replace(releases / "current")


def among(server: Serving, two: Two, disturb: Callable[[], Awaitable[None]]) -> Crowd:
    """Return what a crowd got while a server was disturbed."""
    crowd = Crowd(server.port, two.expected)

    async def run() -> None:
        disturbing = asyncio.ensure_future(disturb())
        await crowd.ask(CLIENTS, disturbing.done)
        await disturbing

    asyncio.run(run())
    return crowd


def test_killed_workers_cost_only_the_queries_in_them(two: Two, served: Path) -> None:
    killed: list[int] = []

    async def kill() -> None:
        for _ in range(12):
            await asyncio.sleep(0.5)
            for worker in children(server.process.pid)[:1]:
                os.kill(worker, signal.SIGKILL)
                killed.append(worker)

    with serving(served) as server:
        crowd = among(server, two, kill)
    assert (crowd.wrong, crowd.lost, set(crowd.refused) - {ENDED}) == ([], 0, set())
    assert crowd.refused.total() <= len(killed) < crowd.right.total()


def test_a_release_is_changed_for_another_without_an_answer_lost(two: Two, served: Path) -> None:
    async def rebuild() -> None:
        for name in ("second", "first", "second"):
            await asyncio.to_thread(build, two.datasets[name], served)
            await asyncio.sleep(0.5)

    with serving(served) as server:
        crowd = among(server, two, rebuild)
    assert (crowd.wrong, crowd.lost, crowd.refused) == ([], 0, {})
    assert set(crowd.right) == set(two.expected)


def test_a_killed_process_of_several_costs_only_its_own_connections(two: Two, served: Path) -> None:
    async def kill() -> None:
        for _ in range(2):
            while not (found := answering(server)):
                await asyncio.sleep(0.1)
            os.kill(found[0], signal.SIGKILL)
            await asyncio.sleep(2)

    with serving(served, "--processes", "2", "--workers", "1") as server:
        crowd = among(server, two, kill)
    assert (crowd.wrong, crowd.refused) == ([], {})
    assert crowd.lost <= 2 * CLIENTS < crowd.right.total()


def answering(server: Serving) -> list[int]:
    """Return the processes that answer of a server that has several: those with workers of their own."""
    return [child for child in children(server.process.pid) if children(child)]
