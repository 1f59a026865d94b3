"""Pushing a release into real servers: all of it, once, mended after an interruption, and answering like the folder."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import generator
import pytest
import servers
from fakes import FAULTS, serving
from invented import BASE, SOURCES, build, dataset, run
from pyoxigraph import CanonicalizationAlgorithm, RdfFormat, parse
from pyoxigraph import Dataset as OxDataset

from lulea_kg import push
from lulea_kg.errors import Unavailable
from lulea_kg.release import Release
from lulea_kg.stores import Store
from lulea_kg.stores.remote import RemoteStore

FOREIGN = "https://grannen.example/graph/egen"
TRIPLE = b"<https://grannen.example/id/a> <https://grannen.example/def/p> <https://grannen.example/id/b> .\n"
ASKED = ("ask", "twin-towns", "--municipality", "Exempelköping", "--format", "csv")
# A process that pushes the release of argv[1] to the server of argv[2] and is killed when argv[3] graphs are there.
KILLED = """
import os, pathlib, signal, sys
from lulea_kg.push import push
from lulea_kg.release import Release
from lulea_kg.stores.remote import RemoteStore

def progress(done: int, total: int) -> None:
    if done == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

push(Release(pathlib.Path(sys.argv[1])), RemoteStore(sys.argv[2]), progress)
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return the release of Exempelköping: one source, one claim."""
    folder = tmp_path_factory.mktemp("release")
    return Release(build(dataset(folder), folder / "releases"))


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return an older release of it, which had a second source that has gone."""
    folder = tmp_path_factory.mktemp("older")
    data = dataset(folder, {}, {"source": "lista", "status": "ended"})
    gone = "lista,list,En lista,Exempelköping,https://exempelkoping.example/lista,2019-05-01,2026-12-01,sv,,,\n"
    (data / "sources.csv").write_text(SOURCES + gone, encoding="utf-8")
    return Release(build(data, folder / "releases"))


@pytest.fixture(scope="module", params=servers.NAMES)
def running(request: pytest.FixtureRequest) -> Iterator[servers.Server]:
    with servers.running(request.param) as started:
        yield started


@pytest.fixture
def server(running: servers.Server) -> servers.Server:
    """Return a running server without any graphs."""
    for graph in running.store().graphs():
        running.store().delete(graph)
    return running


def content(store: Store) -> dict[str, set[str]]:
    """Return the triples of each named graph, its blank nodes named by what they join."""
    found = {}
    for graph in store.graphs():
        answer = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        triples = OxDataset(parse(answer, format=RdfFormat.N_TRIPLES))
        triples.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found[graph] = {str(quad.triple) for quad in triples}
    return found


def pushed(server: servers.Server) -> dict[str, set[str]]:
    """Return what a server holds, without the mark that tells how far a push has come."""
    return {graph: held for graph, held in content(server.store()).items() if not graph.endswith("/graph/push")}


def test_a_pushed_release_is_there_graph_by_graph(server: servers.Server, release: Release) -> None:
    assert push.push(release, server.store()) == len(release.manifest["graphs"])
    assert pushed(server) == content(release.open_store())


def test_pushing_again_sends_nothing_and_changes_nothing(server: servers.Server, release: Release) -> None:
    push.push(release, server.store())
    before = content(server.store())
    assert push.push(release, server.store()) == 0
    assert content(server.store()) == before


def test_graphs_of_an_older_release_go_and_foreign_graphs_stay(
    server: servers.Server, release: Release, older: Release
) -> None:
    server.store().add(FOREIGN, TRIPLE)
    push.push(older, server.store())
    assert push.push(release, server.store()) < len(release.manifest["graphs"])
    assert pushed(server) == {**content(release.open_store()), FOREIGN: {TRIPLE.decode().removesuffix(" .\n")}}


def test_the_command_says_how_many_graphs_it_sent_and_what_the_server_holds(
    server: servers.Server, release: Release
) -> None:
    first, second = (run("push", "--endpoint", server.endpoint, "--release", release.folder) for _ in range(2))
    assert (first.exit_code, first.stdout, second.exit_code, second.stdout) == (0, "", 0, "")
    assert first.stderr == f"Graphs sent: {len(release.manifest['graphs'])}. The server holds {release.id}.\n"
    assert second.stderr == f"Graphs sent: 0. The server holds {release.id}.\n"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_server_answers_as_the_folder_does(server: servers.Server, release: Release, lang: str) -> None:
    push.push(release, server.store())
    # Twin towns are told by a query that Virtuoso's compiler gives up on; its own differences are listed below.
    asked = ASKED if server.name != "virtuoso" else ("ask", "persons", "--format", "csv")
    local = run(*asked, "--release", release.folder, lang=lang)
    remote = run(*asked, "--store", server.endpoint, lang=lang)
    assert (remote.exit_code, remote.stdout, remote.stderr) == (0, local.stdout, local.stderr)


def test_a_server_without_a_release_says_so(server: servers.Server) -> None:
    server.store().add(FOREIGN, TRIPLE)
    result = run(*ASKED, "--store", server.endpoint)
    assert (result.exit_code, result.stderr) == (
        3,
        f"{server.endpoint}: the server holds no release. Load one with lulea-kg push.\n",
    )


class Breaking(RemoteStore):
    """A server that can take no more from the first write on that `stop` names, seeing what was written before."""

    def __init__(self, server: servers.Server, stop: Callable[[str, str, list[str]], bool]) -> None:
        super().__init__(server.endpoint)
        self._stop = stop
        self._done: list[str] = []

    def add(self, graph: str, ntriples: bytes) -> None:
        self._note("add", graph)
        super().add(graph, ntriples)

    def replace(self, graph: str, ntriples: bytes) -> None:
        self._note("replace", graph)
        super().replace(graph, ntriples)

    def delete(self, graph: str) -> None:
        self._note("delete", graph)
        super().delete(graph)

    def _note(self, kind: str, graph: str) -> None:
        if self._stop(kind, graph, self._done):
            raise Unavailable("remote-unavailable", file=self.endpoint, found="No space left on device")
        self._done.append(kind)


@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(lambda kind, graph, done: len(done) == 1, id="after the mark"),
        pytest.param(lambda kind, graph, done: kind == "add", id="between the first graph and its digest"),
        pytest.param(lambda kind, graph, done: done.count("add") == 2, id="after two graphs"),
        pytest.param(lambda kind, graph, done: kind == "delete", id="before a graph of old goes"),
        pytest.param(lambda kind, graph, done: graph == f"{BASE}/graph/push" and "delete" in done, id="at the end"),
    ],
)
def test_a_push_that_breaks_off_is_seen_and_mended_by_pushing_again(
    server: servers.Server, release: Release, older: Release, stop: Callable[[str, str, list[str]], bool]
) -> None:
    push.push(older, server.store())
    with pytest.raises(Unavailable, match="No space left on device"):
        push.push(release, Breaking(server, stop))
    asked = run(*ASKED, "--store", server.endpoint)
    push.push(release, server.store())
    assert (asked.exit_code, asked.stdout) == (3, "")
    assert asked.stderr == f"{server.endpoint}: the server holds a release only in part. Run lulea-kg push again.\n"
    assert pushed(server) == content(release.open_store())


def test_a_push_that_cannot_begin_leaves_the_release_that_is_there(
    server: servers.Server, release: Release, older: Release
) -> None:
    push.push(older, server.store())
    with pytest.raises(Unavailable, match="No space left on device"):
        push.push(release, Breaking(server, lambda kind, graph, done: True))
    assert push.push(older, server.store()) == 0


@pytest.mark.parametrize("count", [1, 5])
def test_a_push_that_is_killed_is_seen_and_mended_by_pushing_again(
    server: servers.Server, release: Release, count: int
) -> None:
    arguments = [str(release.folder), server.endpoint, str(count)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], timeout=60)
    asked = run(*ASKED, "--store", server.endpoint)
    sent = push.push(release, server.store())
    assert killed.returncode == -signal.SIGKILL
    assert (asked.exit_code, "only in part" in asked.stderr) == (3, True)
    assert sent == len(release.manifest["graphs"]) - count
    assert pushed(server) == content(release.open_store())


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return a release of 23,000 invented quads."""
    return generator.release(250, tmp_path_factory.mktemp("large") / "data")


def test_a_large_graph_goes_in_parts_and_breaking_off_between_them_is_mended(
    server: servers.Server, large: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "CHUNK", 1000)
    sent: list[int] = []
    whole = RemoteStore.add

    def add(store: RemoteStore, graph: str, ntriples: bytes) -> None:
        sent.append(ntriples.count(b"\n"))
        whole(store, graph, ntriples)

    monkeypatch.setattr(RemoteStore, "add", add)
    with pytest.raises(Unavailable):
        push.push(large, Breaking(server, lambda kind, graph, done: done[-2:] == ["add", "add"]))
    push.push(large, server.store())
    assert max(sent) == 1000
    assert pushed(server) == content(large.open_store())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_fails_ends_a_push_with_one_line_and_exit_3(fault: str, release: Release) -> None:
    behave, said = FAULTS[fault]
    with serving(behave) as address:
        result = run("push", "--endpoint", address, "--release", release.folder)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (3, "", 1)
    assert said in result.stderr


def test_a_server_whose_default_graph_is_not_the_union_is_refused_before_much_is_sent(release: Release) -> None:
    with servers.oxigraph(union=False) as server:
        result = run("push", "--endpoint", server.endpoint, "--release", release.folder)
        asked = run(*ASKED, "--store", server.endpoint)
        held = server.store().graphs()
    assert (result.exit_code, result.stderr.count("\n"), asked.exit_code) == (3, 1, 3)
    assert "default graph is not the union" in result.stderr
    assert held == [f"{BASE}/graph/push"]


def test_looking_at_an_earlier_day_needs_the_folder(server: servers.Server, release: Release) -> None:
    push.push(release, server.store())
    result = run(*ASKED, "--as-known", "2026-12-01", "--store", server.endpoint)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1), result.stderr
