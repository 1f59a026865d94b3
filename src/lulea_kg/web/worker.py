"""A process that answers foreign SPARQL over one store, and may be killed at any moment: nothing but answers leaves it.

It reads one question a line from its input, as JSON, and writes one line of JSON with what came of it, followed by so
many bytes; an answer too long to pass on in one piece is left in a file instead.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from lulea_kg.errors import InputError, LimitReached, LuleaKGError
from lulea_kg.stores.guard import names_dataset
from lulea_kg.web.isolation import close_network

RESULTS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
# Longer answers go by a file.
INLINE: Final = 1024 * 1024
_MIB: Final = 1024 * 1024
# The number of PR_SET_PDEATHSIG, see prctl(2).
_WHEN_PARENT_ENDS: Final = 1
# Memory that an answer may leave behind, in bytes.
_SPARE: Final = 32 * _MIB


class _Bounded:
    """A file that raises LimitReached once more than `limit` bytes are written."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream, self._left, self._limit = stream, limit, limit

    def write(self, content: bytes) -> int:
        """Write all of `content`."""
        self._left -= len(content)
        if self._left < 0:
            raise LimitReached("byte-limit", limit=self._limit // _MIB)
        return self._stream.write(content)

    def flush(self) -> None:
        """Do nothing: the file is read when it is whole."""


def main(store_path: str, spool: str, memory: int, size: int, parent: int) -> None:
    """Answer the questions of a parent process until it ends, with `memory` and `size` MiB at most for each."""
    # Ctrl+C is for the process that serves: it ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent, signal.SIGKILL)
    store = Store.read_only(store_path)
    _limit_memory(memory)
    # What slips past the guard finds no network.
    close_network()
    kept = _held()
    for line in sys.stdin.buffer:
        with tempfile.SpooledTemporaryFile(INLINE, dir=spool) as file:
            told = _told(store, json.loads(line), file, size)
            _send(told, file, spool)
        if _held() > kept + _SPARE:
            _give_back()
            kept = _held()


def end_with_parent(parent: int, how: signal.Signals) -> None:
    """Have this process sent a signal as soon as its parent has ended, whatever it does; on Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_WHEN_PARENT_ENDS, how)
        # It may have ended before that.
        if os.getppid() != parent:
            os.kill(os.getpid(), how)


def _send(told: dict[str, Any], file: IO[bytes], spool: str) -> None:
    length = file.tell() if not told else 0
    head, content = {**told, "length": length}, b""
    file.seek(0)
    if length > INLINE:
        with tempfile.NamedTemporaryFile(dir=spool, delete=False) as kept:
            while piece := file.read(INLINE):
                kept.write(piece)
        head |= {"length": 0, "file": kept.name, "size": length}
    else:
        content = file.read(length)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def _told(store: Store, asked: dict[str, Any], file: IO[bytes], size: int) -> dict[str, Any]:
    try:
        _answer(store, asked, file, size)
    except LuleaKGError as error:
        return {"error": error.message, "facts": error.facts, "kind": type(error).__name__}
    except MemoryError:
        return {"error": "memory-limit", "facts": {}, "kind": "LimitReached"}
    return {}


def _answer(store: Store, asked: dict[str, Any], file: IO[bytes], size: int) -> None:
    output = cast("IO[bytes]", _Bounded(file, size * _MIB))
    try:
        results = store.query(asked["sparql"], base_iri=asked.get("base"), **_dataset(asked))
        if isinstance(results, QuerySolutions | QueryBoolean):
            results.serialize(output, format=RESULTS[asked["format"]])
        elif asked["format"] == "nt":
            results.serialize(output, format=RdfFormat.N_TRIPLES)
        else:
            from lulea_kg.exports.graphs import write

            output.write(write(results.serialize(format=RdfFormat.N_TRIPLES) or b"", asked["format"]))
    except (SyntaxError, ValueError) as error:
        raise InputError("bad-sparql", found=_first_line(error)) from error
    except OSError as error:
        raise InputError("query-network", found="SERVICE") from error


def _dataset(asked: dict[str, Any]) -> dict[str, Any]:
    """Return which graphs are asked: those the request names, else those of the query, else all or none by default."""
    default, named = asked.get("default", []), asked.get("named", [])
    if default or named:
        return {"default_graph": [NamedNode(iri) for iri in default], "named_graphs": [NamedNode(iri) for iri in named]}
    return {} if asked.get("union", True) or names_dataset(asked["sparql"]) else {"default_graph": []}


def _first_line(error: Exception) -> str:
    return (getattr(error, "msg", None) or str(error)).partition("\n")[0][:300]


def _limit_memory(memory: int) -> None:
    """Allow the process so many MiB beyond what it has now; where that cannot be told, it is not limited."""
    if held := _held():
        limit = held + memory * _MIB
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _held() -> int:
    """Return how many bytes the process has for data, 0 where that cannot be told."""
    path = Path("/proc/self/statm")
    return int(path.read_text().split()[5]) * resource.getpagesize() if path.exists() else 0


def _give_back() -> None:
    """Give the system back what the allocator of glibc keeps; another allocator does so by itself."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
