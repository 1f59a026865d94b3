"""Pushing a million quads into each server: time and peak memory of the pushing process, broken off and mended.

PYTHONPATH=tests python benchmarks/push.py [CLAIMS]. A push is killed when half of the graphs are there and run again;
then every graph of the server must have as many triples as the release's. A server that is not there is left out.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

import generator
import pytest
import servers

from lulea_kg.release import Release
from lulea_kg.stores import Store

CLAIMS: Final = 18_000
# The peak is Linux's own figure of the process: what the parent held before does not count.
PUSH: Final = """
import os, pathlib, re, signal, sys
from lulea_kg.push import push
from lulea_kg.release import Release
from lulea_kg.stores.remote import RemoteStore

def peak() -> None:
    status = pathlib.Path("/proc/self/status").read_text()
    print(int(re.search(r"VmHWM: *\\t* *(\\d+)", status)[1]) / 1024, flush=True)

def progress(done: int, total: int) -> None:
    if done == int(sys.argv[3]):
        peak()
        os.kill(os.getpid(), signal.SIGKILL)

push(Release(pathlib.Path(sys.argv[1])), RemoteStore(sys.argv[2], timeout=600), progress)
peak()
"""
COUNTS: Final = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


def main(claims: int) -> int:
    """Push to every server at hand, print a line for each; return how many of them hold other graphs in the end."""
    with tempfile.TemporaryDirectory() as folder:
        release = generator.release(claims, Path(folder) / "data")
        expected = counts(release.open_store())
        print(f"{expected.total():,} quads in {len(expected):,} graphs")
        print(f"{'server':12}{'half, killed':>16}{'the rest':>16}{'again':>16}{'peak MB':>10}")
        return sum(measured(name, release, expected) for name in servers.NAMES)


def measured(name: str, release: Release, expected: Counter[str]) -> bool:
    """Push to one server, print what it took, and tell whether the server holds something else in the end."""
    try:
        with servers.running(name) as server:
            runs = [pushed(release, server.endpoint, until) for until in (len(expected) // 2, -1, -1)]
            found = Counter({graph: n for graph, n in counts(server.store(600)).items() if graph in expected})
    except pytest.skip.Exception as absent:
        print(f"{name:12}{absent}")
        return False
    times = "".join(f"{seconds:>14.1f} s" for seconds, _ in runs)
    print(f"{name:12}{times}{max(peak for _, peak in runs):>10.0f}{'' if found == expected else '  DIFFERS'}")
    return found != expected


def pushed(release: Release, endpoint: str, until: int) -> tuple[float, float]:
    """Push in a process of its own, killed after `until` graphs; return the seconds and its peak memory in MB."""
    begun = time.perf_counter()
    words = [sys.executable, "-c", PUSH, str(release.folder), endpoint, str(until)]
    ended = subprocess.run(words, stdout=subprocess.PIPE, text=True)
    assert ended.returncode == (-signal.SIGKILL if until > 0 else 0)
    return time.perf_counter() - begun, float(ended.stdout)


def counts(store: Store) -> Counter[str]:
    """Return how many triples each named graph holds."""
    rows = json.loads(store.query(COUNTS))["results"]["bindings"]
    return Counter({row["graph"]["value"]: int(row["count"]["value"]) for row in rows})


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS) > 0)
