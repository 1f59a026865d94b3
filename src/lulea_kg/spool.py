"""What a build says, on its way to store and dump: N-Quads in a temporary file, graph by graph.

Memory stays bounded however much there is: only one graph is held at a time, and what a graph was given in parts is
joined when it is read.
"""

import tempfile
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from lulea_kg import digests

# Below this many bytes everything stays in memory.
_IN_MEMORY: Final = 64 * 1024 * 1024


class Spool:
    """Named graphs as sorted N-Quads; what lies on disk goes with the object."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._runs: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def put(self, graph: str, lines: Iterable[str]) -> None:
        """Add N-Triples lines, each ended by " .\\n", to a named graph; what it holds already stays once."""
        end = f"<{graph}> .\n"
        quads = "".join(sorted({line[:-2] + end for line in lines})).encode()
        if quads:
            at = self._file.seek(0, 2)
            self._file.write(quads)
            self._runs[graph].append((at, len(quads)))

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(self._runs)

    def read(self, graph: str) -> bytes:
        """Return the N-Quads of a graph, sorted, each once."""
        runs = [self._part(at, size) for at, size in self._runs.get(graph, ())]
        if len(runs) < 2:
            return b"".join(runs)
        return b"".join(sorted({line for run in runs for line in run.splitlines(keepends=True)}))

    def triples(self, graph: str) -> bytes:
        """Return what a graph says as N-Triples, sorted."""
        end = f" <{graph}> .\n".encode()
        return b"".join(line[: -len(end)] + b" .\n" for line in self.read(graph).splitlines(keepends=True))

    def digest(self, graph: str) -> str:
        """Return the SHA-256 of a graph's N-Quads, sorted."""
        return digests.sha256(self.read(graph))

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Yield every graph with its N-Quads, in the order of their IRIs."""
        return ((graph, self.read(graph)) for graph in self.graphs())

    @property
    def size(self) -> int:
        """How many bytes were put."""
        return sum(size for runs in self._runs.values() for _, size in runs)

    def _part(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)
