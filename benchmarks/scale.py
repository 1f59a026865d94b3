"""What releases cost as they grow, beside the library's own work on the same: python benchmarks/scale.py SIZE.

SIZE is 100k, 1M or 10M. Invented data of that size, and of a tenth of it, are built beside countries alone. Every step
runs in a process of its own, which tells its CPU time, that of its children included, and its peak memory. What a step
works on is made ready before it begins. A build runs once; of other steps of 100k the least of three runs counts.
"""

import argparse
import gzip
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import generate
from pyoxigraph import DefaultGraph, RdfFormat, Store

from lulea_kg import datasets, files
from lulea_kg.build import build
from lulea_kg.exports import bundle, graphs
from lulea_kg.release import DUMP, Release, at
from lulea_kg.seal import seal
from lulea_kg.spool import Spool

SIZES: Final = {"100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
# At a million and beyond, one run tells enough.
RUNS: Final = {"100k": 3, "1M": 1, "10M": 1}
MOST_SEALING: Final = 3.0
MOST_EXPORTING: Final = 2.0
MOST_REBUILDING: Final = 0.15
# Each export, with the library's own format that is nearest to it.
NEAREST: Final = {
    **{"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD},
    **dict.fromkeys(("csv", "excel-csv", "edges", "concordance"), RdfFormat.N_QUADS),
    **{"geojson": RdfFormat.JSON_LD, "gexf": RdfFormat.RDF_XML, "xlsx": RdfFormat.RDF_XML},
}
Work = Callable[[], object]
# Makes ready what lies in a folder, and returns the work that is measured.
Step = Callable[[Path], Work]


@dataclass(frozen=True)
class Cost:
    """What a step took: CPU seconds, and peak memory in megabytes."""

    seconds: float
    memory: float


def main(size: str) -> int:
    """Measure, print a line per step, and return how many targets were missed."""
    with tempfile.TemporaryDirectory() as scratch:
        small, large = (Path(scratch) / name for name in ("tenth", "whole"))
        for folder, quads in ((small, SIZES[size] // 10), (large, SIZES[size])):
            generate.dataset(folder / "data" / "stordata", quads // generate.QUADS_PER_CLAIM)
            beside_countries(folder / "data")
        print(f"{'step':28}{'CPU s':>9}{'beside':>9}{'ratio':>8}   {'target':14}{'MB':>6}{'a tenth':>9}")
        missed = builds(small, large)
        quads = at(large / "releases").manifest["quadCount"]
        print(f"{quads:,} statements, a tenth: {at(small / 'releases').manifest['quadCount']:,}")
        steps: list[tuple[str, Step, Step, float]] = [("seal", sealing, loading, MOST_SEALING)]
        steps += [(name, partial(exporting, name), partial(dumping, name), MOST_EXPORTING) for name in NEAREST]
        for name, step, beside, most in steps:
            costs = [measured(step, small), least(step, large, RUNS[size])]
            missed += line(name, costs, least(beside, large, RUNS[size]), most)
    return missed


def builds(small: Path, large: Path) -> int:
    """Measure a build, one without a change and one with a source changed; return how many targets were missed."""
    first = [measured(building, folder) for folder in (small, large)]
    missed: int = line("build", first)
    missed += line("build, nothing changed", [measured(building, f) for f in (small, large)], first[1], MOST_REBUILDING)
    for folder in (small, large):
        sources = folder / "data" / "stordata" / "sources.csv"
        files.write_atomically(sources, sources.read_bytes().replace(b"page-0,page,", b"page-0,page,Nya ", 1))
    return missed + line("build, one source changed", [measured(building, f) for f in (small, large)], first[1])


def line(name: str, costs: list[Cost], beside: Cost | None = None, most: float | None = None) -> bool:
    """Print what a step took for a tenth and for the whole, and tell whether it missed its target."""
    small, large = costs
    ratio = large.seconds / beside.seconds if beside else 0.0
    missed = most is not None and ratio > most
    compared = f"{beside.seconds:9.2f}{ratio:8.2f}" if beside else " " * 17
    target = f"at most {most:g}" if most else ""
    print(
        f"{name:28}{large.seconds:9.2f}{compared}   {target:14}{large.memory:6.0f}{small.memory:9.0f}"
        f"{'  MISSED' if missed else ''}",
        flush=True,
    )
    return missed


def least(step: Step, folder: Path, runs: int) -> Cost:
    """Return the least that a step took in some runs."""
    costs = [measured(step, folder) for _ in range(runs)]
    return Cost(min(cost.seconds for cost in costs), min(cost.memory for cost in costs))


def measured(step: Step, folder: Path) -> Cost:
    """Return what a step took in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_run, step, folder).result()


def _run(step: Step, folder: Path) -> Cost:
    work = step(folder)
    before = _used()
    work()
    return Cost(_used() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _used() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def beside_countries(folder: Path) -> None:
    """Put countries, and who published them, beside the invented data: all that these speak of."""
    shipped = files.shipped("data")
    (folder / "places").mkdir()
    (folder / "countries").symlink_to(shipped / "countries")
    for name in ("dataset.toml", "publishers.ttl"):
        (folder / "places" / name).symlink_to(shipped / "places" / name)


def building(folder: Path) -> Work:
    """A whole build: read, check, derive, seal with tables and dumps."""
    chosen = [datasets.load(found) for found in datasets.below(folder / "data")]
    return lambda: build(chosen, folder / "releases", base=generate.BASE)


def sealing(folder: Path) -> Work:
    """Statements of a file to a sealed release without further files: dump, digests, store, names."""
    about, dump = {"base": generate.BASE, "referenceDate": "2027-01-15"}, _dump(folder)

    def work() -> Release:
        spool = Spool()
        with dump.open(encoding="utf-8", newline="\n") as lines:
            for graph, quads in groupby(lines, key=lambda quad: quad[quad.rindex("<") + 1 : -4]):
                spool.put(graph, (f"{quad[: -len(graph) - 5]}.\n" for quad in quads))
        return seal(spool, folder / "sealed", about, ())

    shutil.rmtree(folder / "sealed", ignore_errors=True)
    return work


def loading(folder: Path) -> Work:
    """The same file into the library's own store on disk."""
    plain, dump = folder / "plain", _dump(folder)
    shutil.rmtree(plain, ignore_errors=True)

    def work() -> None:
        store = Store(str(plain))
        store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)
        store.flush()

    return work


def exporting(format_: str, folder: Path) -> Work:
    """One export of a release, written to a file."""
    release, out = at(folder / "releases"), folder / "out"

    def work() -> None:
        with out.open("wb") as stream:
            for _, parts in bundle.write(release.open_store(), release.manifest, [format_], "en"):
                stream.writelines(parts)

    if format_ in bundle.FORMATS:
        return work
    content = Store.read_only(str(release.folder / "store")).dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return lambda: out.write_bytes(graphs.write(content or b"", format_))


def dumping(name: str, folder: Path) -> Work:
    """The library's own export of the same statements: with their graphs, or each triple once."""
    out, format_ = str(folder / "out"), NEAREST[name]
    if format_ == RdfFormat.N_QUADS:
        return partial(Store.read_only(str(folder / "plain")).dump, out, format=format_)
    store = Store.read_only(str(at(folder / "releases").folder / "store"))
    return partial(store.dump, out, format=format_, from_graph=DefaultGraph())


def _dump(folder: Path) -> Path:
    """Return the N-Quads of the release in a folder as a plain file."""
    plain = folder / "dump.nq"
    if not plain.exists():
        with gzip.open(at(folder / "releases").folder / DUMP) as packed, plain.open("wb") as stream:
            shutil.copyfileobj(packed, stream)
    return plain


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("size", choices=SIZES, nargs="?", default="100k")
    sys.exit(min(main(parser.parse_args().size), 1))
