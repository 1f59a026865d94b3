"""A server under load while its processes die and releases change: PYTHONPATH=tests python benchmarks/soak.py.

Two releases of invented data are built, and what is right to answer is asked of a quiet server of each. Then many
clients ask a server that has the first; meanwhile the second is built into its folder, the two change places, and
processes are killed. A wrong answer, an answer lost beyond those of killed processes, or a refusal without a killed
worker ends with exit code 1.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

import generate
from crowd import Ask, Crowd, Reply, replies
from serving import Serving, children, serving

from lulea_kg.release import CURRENT, Release
from lulea_kg.stores import select

# Seconds between two kills, and between two changes of the release.
KILLING: Final = 1.5
CHANGING: Final = 5.0
THINGS: Final = 300
ACCEPT: Final = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
NAMES: Final = (
    "SELECT DISTINCT ?s WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name "
    'FILTER(CONTAINS(STR(?s), "/id/")) } ORDER BY ?s LIMIT %d'
)
# Of one thing three times, and of all.
QUERIES: Final = (
    "SELECT ?p ?o { <%s> ?p ?o } ORDER BY ?p ?o",
    "SELECT ?s ?p { ?s ?p <%s> } ORDER BY ?s ?p",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p <%s> } GROUP BY ?p ORDER BY ?p",
    "SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY ?t #%s",
)


@dataclass
class Disturber:
    """What is done to a server meanwhile, and how often it was."""

    server: Serving
    releases: Path
    ids: list[str]
    second: Path
    processes: int
    killed: int = 0
    ended: int = 0
    changed: int = 0
    _choice: random.Random = field(default_factory=lambda: random.Random(generate.SEED))

    async def kill(self) -> None:
        """Kill a worker."""
        await asyncio.sleep(KILLING)
        answering = [self.server.process.pid] if self.processes == 1 else children(self.server.process.pid)
        if workers := [worker for process in answering for worker in children(process)]:
            os.kill(self._choice.choice(workers), signal.SIGKILL)
            self.killed += 1

    async def end(self) -> None:
        """Kill a process that answers, where there are several."""
        await asyncio.sleep(10 * KILLING)
        if self.processes > 1 and (found := [child for child in children(self.server.process.pid) if children(child)]):
            os.kill(self._choice.choice(found), signal.SIGKILL)
            self.ended += 1

    async def change(self) -> None:
        """Build the second release, or have the other one become current."""
        await asyncio.sleep(CHANGING)
        if not (self.releases / self.ids[1]).exists():
            await build(self.second, self.releases)
        else:
            now = (self.releases / CURRENT).readlink().name
            become(self.releases, next(id_ for id_ in self.ids if id_ != now))
        self.changed += 1


async def build(folder: Path, out: Path) -> str:
    """Build a release in a process of its own, and return its id."""
    words = [sys.executable, "-m", "lulea_kg", "build", str(folder), "--out", str(out)]
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    told, _ = await process.communicate()
    return Path(told.decode().strip()).name


def become(releases: Path, id_: str) -> None:
    """Make a release the current one."""
    link = releases / "link"
    link.symlink_to(id_)
    link.replace(releases / CURRENT)


def mix(release: Release) -> list[Ask]:
    """Return what the clients ask: documents in all formats, queries, searches, ranges of a file."""
    things = [row["s"] for row in select(release.open_store(), NAMES % THINGS)]
    asks = [Ask("/doc/" + thing.partition("/id/")[2], ACCEPT[n % len(ACCEPT)]) for n, thing in enumerate(things)]
    for number, thing in enumerate(things[:100]):
        asks.append(Ask("/sparql?query=" + quote(QUERIES[number % len(QUERIES)] % thing + " #") + "{n}"))
    asks += [Ask(f"/search?q={quote(generate.name(n))}", "application/json") for n in range(20)]
    asks += [
        Ask(f"/queries/twin-towns.{format_}?municipality={n:05}&lang=en")
        for n in range(10)
        for format_ in ("csv", "json")
    ]
    asks += [Ask("/data/dump.nq.gz", more=f"Range: bytes={n * 1000}-{n * 1000 + 5000}\r\n") for n in range(10)]
    return [*asks, Ask("/data/concordance.csv"), Ask("/"), Ask("/catalog.rdf"), Ask("/sitemap/1.xml")]


async def soak(crowd: Crowd, disturber: Disturber, clients: int, seconds: float) -> None:
    """Let the clients ask for some seconds while the server is disturbed."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds

    async def again(what: Callable[[], Awaitable[None]]) -> None:
        while loop.time() < end:
            await what()

    disturbing = [asyncio.ensure_future(again(what)) for what in (disturber.kill, disturber.end, disturber.change)]
    await crowd.ask(clients, lambda: loop.time() >= end)
    for task in disturbing:
        await task


def report(crowd: Crowd, disturber: Disturber, clients: int) -> int:
    """Print what came of it, and return the exit code."""
    print(f"right answers       {crowd.right.total():>8,}   {dict(crowd.right)}")
    print(f"wrong answers       {len(crowd.wrong):>8,}")
    print(f"refused             {crowd.refused.total():>8,}   {dict(crowd.refused)}")
    print(f"connections lost    {crowd.lost:>8,}")
    print(f"workers killed      {disturber.killed:>8,}")
    print(f"processes killed    {disturber.ended:>8,}")
    print(f"releases changed    {disturber.changed:>8,}")
    for ask, reply in crowd.wrong[:5]:
        print(f"{ask.path} {ask.accept}: {reply.status} of {reply.release}, {reply.body[:300]!r}")
    lost = crowd.lost > disturber.ended * clients
    return int(bool(crowd.wrong) or lost or crowd.refused.total() > disturber.killed)


def expected(made: Path, ids: list[str]) -> Mapping[str, Mapping[Ask, Reply]]:
    """Return what a quiet server of each release answers."""
    asks, found = mix(Release(made / ids[0])), {}
    for id_ in ids:
        become(made, id_)
        with serving(made) as quiet:
            found[id_] = asyncio.run(replies(quiet.port, asks))
    return found


def main() -> int:
    """Soak, report, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=1, help="as of lulea-kg serve")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sets = [generate.dataset(folder / f"data-{seed}", 1000, seed) for seed in (1, 2)]
        ids = [asyncio.run(build(data, folder / "made")) for data in sets]
        right = expected(folder / "made", ids)
        shutil.copytree(folder / "made" / ids[0], folder / "releases" / ids[0])
        become(folder / "releases", ids[0])
        with serving(folder / "releases", "--processes", str(asked.processes)) as server:
            disturber = Disturber(server, folder / "releases", ids, sets[1], asked.processes)
            crowd = Crowd(server.port, right)
            asyncio.run(soak(crowd, disturber, asked.clients, asked.seconds))
        return report(crowd, disturber, asked.clients)


if __name__ == "__main__":
    sys.exit(main())
