"""What shapes are checked over, in slices: one named graph each, with all that other graphs say of the same things.

A slice that passed before is not checked again: its digest, over content, shapes and the checking library's version,
is remembered beside the releases, and the shipped data carry theirs.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from lulea_kg import digests, files
from lulea_kg.errors import InputError
from lulea_kg.spool import Spool

PASSED: Final = "checked.txt"
# Triples checked together: enough to make a start worth while, few enough to share among processes.
_BATCH: Final = 4000


@dataclass(frozen=True)
class Slice:
    """One named graph as it is checked: its N-Triples, and the digest that says that this very slice has passed."""

    graph: str
    content: bytes
    digest: str

    @property
    def size(self) -> int:
        """How many triples there are."""
        return self.content.count(b"\n")


def cut(spool: Spool, ontology: Path, leave_out: Iterable[str] = ()) -> Iterator[Slice]:
    """Yield a slice per graph of `spool`; digests do not depend on the base of the graph, for shapes do not either."""
    left_out = set(leave_out)
    graphs = [graph for graph in spool.graphs() if graph not in left_out]
    shapes = shapes_digest(ontology)
    shared = _shared(spool, graphs)
    for graph in graphs:
        own = spool.triples(graph)
        extra = {line for subject in shared.keys() & _subjects(own) for line in shared[subject]}
        content = b"".join(sorted(extra.union(own.splitlines(keepends=True)))) if extra else own
        base = graph.partition("/graph/")[0].encode()
        yield Slice(graph, content, digests.sha256(shapes + content.replace(base, b"~")))


def batches(slices: Iterable[Slice]) -> Iterator[list[Slice]]:
    """Yield slices in groups of a few thousand triples; a larger slice stays alone."""
    batch: list[Slice] = []
    for piece in slices:
        if batch and sum(s.size for s in batch) + piece.size > _BATCH:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def passed(*folders: Path) -> set[str]:
    """Return the digests of slices that have passed, as the files in `folders` remember them."""
    found: set[str] = set()
    for folder in folders:
        if (path := folder / PASSED).is_file():
            found.update(re.findall(r"^[0-9a-f]{64}$", files.read_text(path), re.MULTILINE))
    return found


def remember(folder: Path, found: Iterable[str]) -> None:
    """Write the digests of slices that have passed into `folder`; where that cannot be done, nothing is remembered."""
    try:
        files.write_atomically(folder / PASSED, "".join(f"{digest}\n" for digest in sorted(found)).encode())
    except InputError:
        return


def shapes_digest(ontology: Path) -> bytes:
    """Return what the shapes and the library that checks them are told apart by."""
    content = b"".join(path.read_bytes() for path in sorted((ontology / "shapes").glob("*.ttl")))
    return digests.sha256(content + version("pyshacl").encode()).encode()


def _shared(spool: Spool, graphs: Iterable[str]) -> dict[bytes, set[bytes]]:
    """Return all lines about each thing of which several graphs say different things."""
    first: dict[bytes, str] = {}
    several: set[bytes] = set()
    for graph in graphs:
        for subject in _subjects(spool.triples(graph)):
            if first.setdefault(subject, graph) != graph:
                several.add(subject)
    told: dict[bytes, set[bytes]] = defaultdict(set)
    counts: dict[bytes, set[int]] = defaultdict(set)
    for graph in graphs:
        mine: dict[bytes, int] = defaultdict(int)
        for line in spool.triples(graph).splitlines(keepends=True):
            if (subject := line.partition(b" ")[0]) in several:
                told[subject].add(line)
                mine[subject] += 1
        for subject, count in mine.items():
            counts[subject].add(count)
    # Where every graph says all of it, there is nothing to add.
    return {subject: lines for subject, lines in told.items() if counts[subject] != {len(lines)}}


def _subjects(content: bytes) -> set[bytes]:
    return {line.partition(b" ")[0] for line in content.splitlines()}
