"""Time of the shape checks by pyshacl alone and with the finder before it: python benchmarks/checks.py [CLAIMS].

Invented data of that many claims (default: 3,000, which say about 100,000 triples) are damaged here and there and
checked both ways, over the same slices. Both must find the same; otherwise it ends with exit code 1.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Final
from unittest.mock import patch

import generate

from lulea_kg import checks, datasets, files, finder
from lulea_kg.gather import gather
from lulea_kg.spool import Spool

CLAIMS: Final = 3_000
# One statement of so many gets a second value, which most shapes do not allow.
DAMAGED: Final = 500


def main(claims: int) -> int:
    """Check both ways, print a line for each, and return whether they differ."""
    if not finder.installed():
        sys.exit("needs the extra: pip install 'lulea_kg[fast]'")
    spool = invented(claims)
    ontology, graphs = files.shipped("ontology"), spool.graphs()
    size = sum(spool.triples(graph).count(b"\n") for graph in graphs)
    print(f"{size:,} triples in {len(graphs):,} graphs")
    print(f"{'':14}{'CPU s':>8}{'wall s':>8}{'results':>9}")
    found = [measured(way, spool, ontology) for way in ("pyshacl", "with finder")]
    print("the same results" if found[0] == found[1] else "DIFFERENT RESULTS")
    return found[0] != found[1]


def invented(claims: int) -> Spool:
    """Return what an invented dataset of so many claims says, damaged, without what comes along with it."""
    with tempfile.TemporaryDirectory() as folder:
        dataset = generate.dataset(Path(folder) / "stordata", claims)
        gathered = gather(datasets.choose([dataset]), [], generate.BASE).spool
    spool = Spool()
    for graph in gathered.graphs():
        if graph.startswith(generate.BASE):
            lines = gathered.triples(graph).decode().splitlines(keepends=True)
            spool.put(graph, [*lines, *damaged(lines)])
    return spool


def damaged(lines: list[str]) -> Iterator[str]:
    """Yield a statement more for one line of so many."""
    for line in lines[DAMAGED // 2 :: DAMAGED]:
        subject, predicate, _ = line.split(" ", 2)
        yield f'{subject} {predicate} "fault" .\n'


def measured(way: str, spool: Spool, ontology: Path) -> list[checks.Result]:
    """Check one way and print what it took, the processes it starts included."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    with patch.object(finder, "installed", return_value=way == "with finder"):
        found = checks.validate(spool, ontology, set())
    print(f"{way:14}{cpu_seconds() - cpu:8.1f}{time.perf_counter() - wall:8.1f}{len(found):9,}")
    return found


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of those it started and that have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS))
