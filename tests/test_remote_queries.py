"""Every named query answers on a server as it does from the folder; where an engine cannot, it is listed with why."""

import re
import time
from collections.abc import Iterator

import pytest
import servers
from invented import lulea, run

from lulea_kg import files, queries
from lulea_kg.answers import KnowledgeGraph, open_release
from lulea_kg.errors import Unavailable
from lulea_kg.exports.tables import Cell, Table
from lulea_kg.push import RemoteRelease, push
from lulea_kg.release import Release

QUERIES = {name: queries.find(files.shipped("queries"), name) for name in queries.names(files.shipped("queries"))}
OF_A_MUNICIPALITY = [name for name, query in QUERIES.items() if "municipality" in query.parameters]
SAME = "the same rows"
# What Virtuoso 7 (7.2.5) makes of the queries that it cannot answer as they stand. SP031 and SQ156 are internal errors
# of its SPARQL and SQL compilers; a query that brings it down ends the process by a signal.
VIRTUOSO_DIFFERS = {
    **dict.fromkeys(("changes-by-country", "ended", "not-prioritised"), "goes down"),
    **dict.fromkeys(("cooperations", "rests-on-source"), "Error SP031"),
    **dict.fromkeys(("list-counts", "networks"), "Error SQ156"),
    # SELECT DISTINCT gives rows twice that rest on triples of several graphs.
    **dict.fromkeys(("behind-twin-towns", "history", "spells", "states", "twin-towns"), "other rows"),
    # CONCAT spoils letters beyond Latin 1.
    "searches": "other rows",
    # No rows at all: it cannot join an OPTIONAL subquery.
    "twin-towns-in-area": "other rows",
}


@pytest.fixture(scope="module")
def release() -> Release:
    """Return the release of Luleå's data."""
    return Release(lulea())


@pytest.fixture(scope="module")
def local(release: Release) -> Iterator[KnowledgeGraph]:
    with open_release(release.folder) as graph:
        yield graph


@pytest.fixture(scope="module", params=["oxigraph", "fuseki"])
def server(request: pytest.FixtureRequest, release: Release) -> Iterator[servers.Server]:
    with servers.running(request.param) as running:
        push(release, running.store())
        yield running


@pytest.fixture(scope="module")
def remote(server: servers.Server) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(RemoteRelease(server.store())) as graph:
        yield graph


@pytest.fixture(scope="module")
def virtuoso(release: Release) -> Iterator[servers.Server]:
    with servers.virtuoso() as running:
        push(release, running.store())
        # What is not in its file yet would be lost when a query brings it down.
        running.sql("checkpoint;")
        yield running


@pytest.mark.parametrize("name", QUERIES)
def test_a_named_query_answers_the_same(remote: KnowledgeGraph, local: KnowledgeGraph, name: str) -> None:
    assert rows(remote.ask(name)) == rows(local.ask(name))


@pytest.mark.parametrize("name", OF_A_MUNICIPALITY)
def test_a_named_query_answers_the_same_of_all_municipalities(
    remote: KnowledgeGraph, local: KnowledgeGraph, name: str
) -> None:
    asked = {"municipality": queries.ALL}
    assert rows(remote.ask(name, asked, "sv")) == rows(local.ask(name, asked, "sv"))


def test_a_day_and_a_name_as_parameters_answer_the_same(remote: KnowledgeGraph, local: KnowledgeGraph) -> None:
    asked = {"municipality": "Luleå, SE", "as-of": "2020-07-01"}
    assert rows(remote.ask("twin-towns", asked)) == rows(local.ask("twin-towns", asked))


@pytest.mark.parametrize(
    "command",
    [
        ("show", "Luleå"),
        ("show", "Murmansk", "--as-of", "2020-07-01", "--format", "nt"),
        (
            "sparql",
            "SELECT ?s ?kind WHERE { ?s <https://w3id.org/munirel/def/kind> ?kind } ORDER BY ?s ?kind",
            "--format",
            "csv",
        ),
    ],
    ids=["show", "show nt", "sparql"],
)
def test_other_commands_answer_the_same(server: servers.Server, release: Release, command: tuple[str, ...]) -> None:
    from_folder = run(*command, "--release", release.folder)
    from_server = run(*command, "--store", server.endpoint)
    assert from_server.exit_code == 0
    assert sorted(from_server.stdout.splitlines()) == sorted(from_folder.stdout.splitlines())


def test_what_is_weak_is_the_same_but_for_the_phrases_that_only_a_folder_tells_of(
    server: servers.Server, release: Release
) -> None:
    from_folder, from_server = run("doctor", "--release", release.folder), run("doctor", "--store", server.endpoint)
    assert from_server.stdout.splitlines() == [
        line for line in from_folder.stdout.splitlines() if "phrases are not re-checked" not in line
    ]


@pytest.mark.parametrize("name", QUERIES)
def test_virtuoso_answers_the_same_but_for_the_queries_listed(
    virtuoso: servers.Server, local: KnowledgeGraph, name: str
) -> None:
    assert outcome(virtuoso, local, name) == VIRTUOSO_DIFFERS.get(name, SAME)


def outcome(server: servers.Server, local: KnowledgeGraph, name: str) -> str:
    """Return what a server makes of a query; when that brings it down it is started again."""
    try:
        with KnowledgeGraph(RemoteRelease(server.store())) as remote:
            asked, expected = remote.ask(name), local.ask(name)
        return SAME if rows(asked) == rows(expected) else "other rows"
    except Unavailable as error:
        time.sleep(0.5)
        if server.ended:
            server.start()
            return "goes down"
        fault = re.search(r"Error \w+", str(error))
        return fault[0] if fault else str(error)


def rows(table: Table) -> list[dict[str, Cell]]:
    """Return a table without the bytes that the engine wrote."""
    return table.records()
