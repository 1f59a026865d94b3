"""Checks of what was stated: SHACL shapes over slices of it, and queries over the whole that must return nothing.

pyshacl says what is at fault. Where there is much to check, a faster engine first finds what it need not look at.
"""

import os
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from logging import CRITICAL, getLogger
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lulea_kg import files, finder, slices
from lulea_kg.errors import InputError
from lulea_kg.model import Finding, Place, Reading, Severity
from lulea_kg.rules import is_derived
from lulea_kg.slices import Slice
from lulea_kg.spool import Spool
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import code

if TYPE_CHECKING:
    from rdflib import Graph

# From so many triples on, the finder goes first: loading it takes as long as checking a thousand.
_WORTH_FINDING: Final = 5_000
# From so many on, with the finder or without, checking is shared among processes: starting them takes most of a second.
_WORTH_SHARING: Final = {True: 100_000, False: 15_000}


@dataclass(frozen=True)
class Result:
    """What a shape says of one thing: the shape, how it weighs, the thing, and words by language."""

    shape: str
    severity: Severity
    focus: str
    words: tuple[tuple[str, str], ...]


def run(
    spool: Spool,
    store: EmbeddedStore,
    ontology: Path,
    reading: Reading,
    passed: set[str],
    executor: Executor | None = None,
) -> list[Finding]:
    """Return what the shapes and checks of the `ontology` folder find, worst first.

    Slices whose digest is in `passed` are not checked again; those that pass are added to it. The work is shared
    through `executor`, by default among the processors of this machine when there is enough of it.
    """
    results = validate(spool, ontology, passed, executor)
    found = [*(_finding(result, reading) for result in results), *queries(store, ontology / "checks", reading)]
    return sorted(found, key=lambda f: (f.severity != Severity.VIOLATION, f.place.file, f.place.row or 0, f.rule))


def validate(spool: Spool, ontology: Path, passed: set[str], executor: Executor | None = None) -> list[Result]:
    """Return what the shapes say of every graph stated in `spool` but those that passed before."""
    skipped = [graph for graph in spool.graphs() if is_derived(graph) or graph.endswith("/graph/ontology")]
    wanted = [piece for piece in slices.cut(spool, ontology, skipped) if piece.digest not in passed]
    groups = sorted(slices.batches(wanted), key=_size, reverse=True)
    contents = [b"".join(piece.content for piece in group) for group in groups]
    size = _size(wanted)
    quick = size > _WORTH_FINDING and finder.installed()
    found: set[Result] = set()
    with ExitStack() as stack:
        if executor is None and size > _WORTH_SHARING[quick] and (os.cpu_count() or 1) > 1:
            executor = stack.enter_context(ProcessPoolExecutor(mp_context=get_context("spawn")))
        for group, results in zip(groups, _answers(contents, ontology, executor, quick=quick), strict=True):
            found.update(results)
            passed.update(_faultless(group, results))
    return sorted(found, key=lambda result: (result.focus, result.shape))


def _size(group: Iterable[Slice]) -> int:
    return sum(piece.size for piece in group)


def _answers(
    contents: Sequence[bytes], ontology: Path, executor: Executor | None, *, quick: bool
) -> Iterable[list[Result]]:
    """Return what the shapes say of each of the contents, `quick` with the finder, unless it is once found wrong."""
    share, folders = executor.map if executor else map, [str(ontology)] * len(contents)
    if quick:
        answers = list(share(_check_found, contents, folders))
        right = [answer for answer in answers if answer is not None]
        if len(right) == len(answers):
            return right
    return share(_check, contents, folders)


def _faultless(group: Sequence[Slice], results: Iterable[Result]) -> Iterator[str]:
    """Yield the digests of the slices that say nothing of a thing at fault."""
    faulty = [f"<{result.focus}> ".encode() for result in results]
    return (piece.digest for piece in group if not any(focus in piece.content for focus in faulty))


def _check(content: bytes, ontology: str, beside: Set[str] = frozenset()) -> list[Result]:
    """Return what the shapes say of N-Triples; runs in a process of its own, where the shapes are read once."""
    data = _empty_graph()
    data.parse(data=content, format="nt")
    return list(results(data, _shapes(ontology), beside))


def _check_found(content: bytes, ontology: str) -> list[Result] | None:
    """Return the same, by checking only what the finder names and a sample; None if it missed a fault of the sample."""
    found = finder.find(content, Path(ontology) / "shapes")
    if found is None:
        return _check(content, ontology)
    answer = _check(found.content, ontology, found.beside)
    return None if any(result.focus in found.sample for result in answer) else answer


@cache
def _shapes(ontology: str) -> "Graph":
    return shapes(Path(ontology))


def shapes(ontology: Path) -> "Graph":
    """Return the shapes graph: every file of ontology/shapes."""
    graph = _empty_graph()
    for path in sorted((ontology / "shapes").glob("*.ttl")):
        graph.parse(data=files.read_text(path), format="turtle")
    return graph


def results(data: "Graph", shapes_: "Graph", beside: Set[str] = frozenset()) -> Iterator[Result]:
    """Yield what shapes say of a graph, one result for each fault found, but of the things `beside` nothing."""
    from pyshacl import validate as shacl
    from rdflib import RDF, SH, URIRef

    try:
        _, report, _ = shacl(data, shacl_graph=shapes_, advanced=True, inplace=True)
    except (ArithmeticError, RuntimeError, TypeError, ValueError) as error:
        # Values that cannot be put in order or computed with, beside sh:lessThanOrEquals or in a query.
        raise InputError("shapes-failed", found=str(error)) from error
    if not hasattr(report, "subjects"):
        raise InputError("shapes-failed", found=str(report))
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        if isinstance(focus, URIRef) and str(focus) in beside:
            continue
        severity = report.value(result, SH.resultSeverity)
        words = {(getattr(message, "language", "") or "en", str(message))
                 for message in report.objects(result, SH.resultMessage)}  # fmt: skip
        yield Result(
            code(str(report.value(result, SH.sourceShape))),
            Severity.VIOLATION if severity == SH.Violation else Severity.WARNING,
            str(focus),
            tuple(sorted(words)),
        )


def _finding(result: Result, reading: Reading) -> Finding:
    place = _place(result.focus, reading)
    return Finding(result.severity, result.shape, place, dict(result.words), result.focus)


def queries(store: EmbeddedStore, folder: Path, reading: Reading) -> Iterator[Finding]:
    """Yield a finding per row that a check returns: columns thing, message and meddelande.

    It is a warning where a column severity says so, and stands where the thing does, or the graph if one is named.
    """
    for path in sorted(folder.glob("*.rq")):
        for row in select(store, files.read_text(path)):
            severity = Severity(row.get("severity", "violation"))
            words = {"en": row["message"], "sv": row["meddelande"]}
            yield Finding(severity, path.stem, _place(row.get("graph", row["thing"]), reading), words, row["thing"])


def _place(thing: str, reading: Reading) -> Place:
    """Return where a thing stands; an evidence node stands where its claim does."""
    return reading.places.get(thing) or reading.places.get(thing.rpartition("/")[0]) or Place()


def _empty_graph() -> "Graph":
    from rdflib import Graph

    # A literal that is not what its type says is for a shape to name, not for a warning with a traceback.
    getLogger("rdflib.term").setLevel(CRITICAL)
    return Graph()
