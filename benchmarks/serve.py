"""What answers over HTTP take, beside servers that are used for the same: PYTHONPATH=tests python benchmarks/serve.py.

With --get the peers are installed first, below the folder of --work. All servers get the same statements. In every
round each case is put to each server in turn, for some seconds; the release is served anew in each round. Requests ask
a different thing each time (`first`: nothing of the answer is kept from before), or the same one (`again`). Printed are
medians; ratios are taken within a round. A target that is missed ends with exit code 1.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import generate
import load
import peers
import scale
from cases import HTML, Case, cases_of, data_of
from load import Cost
from peers import Running

from lulea_kg import datasets, files
from lulea_kg.build import build
from lulea_kg.release import at
from lulea_kg.terms import DEFAULT_BASE

ROUNDS: Final = 5
MILLION: Final = 1_000_000
RUNS: Final = 5
PAUSE: Final = 5
MOST_SECONDS: Final = 0.8
MOST_MEMORY: Final = 150


@dataclass(frozen=True)
class Target:
    """What is wished for: times as many answers a second as a peer gives at least, or times its CPU time at most."""

    case: str
    when: str
    peer: str
    least: float = 0
    most: float = 0

    def __str__(self) -> str:
        return f"at least {self.least:g} times" if self.least else f"at most {self.most:g} times CPU"


BOTH: Final = ("first", "again")
TARGETS: Final = [
    *(Target("thing as Turtle", when, "trifid", least=20) for when in BOTH),
    *(Target("thing as HTML", when, "trifid", least=10) for when in BOTH),
    *(Target("thing as HTML", when, "datasette", least=3) for when in BOTH),
    *(Target("hub as HTML", when, "trifid", least=30) for when in BOTH),
    *(Target(case, "first", "oxigraph", most=1.5) for case in ("SPARQL, a thing", "SPARQL, a relation")),
    *(Target(case, "again", "oxigraph", least=5) for case in ("SPARQL, a thing", "SPARQL, a relation")),
]
Costs = dict[tuple[str, str], dict[str, list[Cost]]]


def main(work: Path, releases: Path, rounds: int) -> int:
    """Measure, print what was measured, and return how many targets were missed."""
    given = data_of(at(releases), work)
    cases = cases_of(given)
    costs: Costs = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        others = list(peers.started(given, stack))
        for number in range(rounds):
            with peers.lulea_kg(releases, work, "/health") as own:
                load.size(f"{own.site}/doc/{given.hub}", HTML)
                for case in cases:
                    asked(case, [own, *others], costs, backwards=number % 2 == 1)
    missed = report(costs)
    missed += first_answers(cases[0].keys[0], releases, work)
    return missed + held(work)


def asked(case: Case, running: Sequence[Running], costs: Costs, *, backwards: bool) -> None:
    """Put a case to each server that can answer it, each thing first and one again; in one order or the other."""
    for when, keys in (("first", case.keys), ("again", case.keys[-1:])):
        for server in running[::-1] if backwards else running:
            if paths := [path for key in keys if (path := case.address(server, key))]:
                cost = load.cost(server.site, paths, case.accept, server.pid)
                costs[case.name, when][server.name].append(cost)
                if server.name == "lulea-kg" and cost.count > len(paths) > 1:
                    print(f"{case.name}: all {len(paths):,} were asked, and some again", file=sys.stderr)


def report(costs: Costs) -> int:
    """Print a line for each case and server; return how many targets were missed."""
    print(f"{'case':27}{'server':17}{'a second':>9}{'CPU ms':>9}{'bytes':>9}{'times':>8}{'CPU':>7}   target")
    missed = 0
    for (case, when), by_server in costs.items():
        own = by_server["lulea-kg"]
        for server, found in by_server.items():
            shown = f"{case}, {when}" if found is own else ""
            line = f"{shown:27}{server:17}{median(c.rate for c in found):9,.0f}"
            line += f"{median(c.milliseconds for c in found):9.2f}{found[-1].size:9,}"
            if found is not own:
                more = median(mine.rate / theirs.rate for mine, theirs in zip(own, found, strict=True))
                cpu = median(mine.milliseconds / theirs.milliseconds for mine, theirs in zip(own, found, strict=True))
                told, late = judged(case, when, server, more, cpu)
                line, missed = f"{line}{more:8.1f}{cpu:7.2f}   {told}", missed + late
            print(line.rstrip(), flush=True)
    return missed


def judged(case: str, when: str, peer: str, more: float, cpu: float) -> tuple[str, bool]:
    """Return what was wished for beside a peer, and whether it was missed."""
    for target in TARGETS:
        if (target.case, target.when, target.peer) == (case, when, peer):
            late = more < target.least if target.least else cpu > target.most
            return f"{target}{'  MISSED' if late else ''}", late
    return "", False


def first_answers(thing: str, releases: Path, work: Path) -> int:
    """Print the CPU time from the command to its first answer, of each kind; return how many took too long."""
    missed = 0
    for first in (f"/doc/{thing}.html", f"/doc/{thing}.ttl", "/sparql"):
        taken = []
        for _ in range(RUNS):
            with peers.lulea_kg(releases, work, first) as own:
                taken.append(load.cpu(own.pid))
        late = median(taken) > MOST_SECONDS
        missed += late
        print(f"from the command to the first answer, {first}: {median(taken):.2f} s CPU", end="")
        print(f"   at most {MOST_SECONDS} s{'  MISSED' if late else ''}", flush=True)
    return missed


def held(work: Path) -> int:
    """Print the memory of each process that serves a million statements; return how many hold too much."""
    folder = work / "million"
    if not (folder / "releases").exists():
        generate.dataset(folder / "data" / "stordata", MILLION // generate.QUADS_PER_CLAIM)
        scale.beside_countries(folder / "data")
        scale.building(folder)()
    release = at(folder / "releases")
    with peers.lulea_kg(folder / "releases", work, "/health") as own:
        for case in cases_of(data_of(release, work)):
            load.cost(own.site, [case.address(own, key) for key in case.keys], case.accept, own.pid)
        # Clients that left in the middle of a query have ended its process, and the next one starts.
        time.sleep(PAUSE)
        found = load.memory(own.pid)
    for number, size in enumerate(found):
        late = size > MOST_MEMORY
        name = "serving" if not number else f"for SPARQL, {number}"
        print(f"{release.manifest['quadCount']:,} statements, process {name}: {size:.0f} MB", end="")
        print(f"   at most {MOST_MEMORY} MB{'  MISSED' if late else ''}", flush=True)
    return sum(size > MOST_MEMORY for size in found)


def shipped(work: Path) -> Path:
    """Return a folder with a release of the shipped data, built there once."""
    releases = work / "releases"
    if not releases.exists():
        build([datasets.load(folder) for folder in datasets.below(files.shipped("data"))], releases, base=DEFAULT_BASE)
    return releases


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--work", type=Path, help="the folder to work in, kept (default: a temporary one)")
    parser.add_argument("--releases", type=Path, help="a folder of releases (default: the shipped data, built)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how many rounds (default: {ROUNDS})")
    parser.add_argument("--get", action="store_true", help="install the peers below the folder to work in")
    asked_for = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (asked_for.work or Path(scratch)).resolve()
        if asked_for.get:
            peers.get(folder)
        sys.exit(min(main(folder, asked_for.releases or shipped(folder), asked_for.rounds), 1))
