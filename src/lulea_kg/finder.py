"""Which things fail a shape, found many times faster than by pyshacl: pyshifty, a second engine and optional extra.

What it names is a hint and no more: pyshacl checks each of these things anew, and a sample of the others. Named in
vain are some: values that engines compare differently, and literals in a form that they are known to read differently.
"""

import random
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from lulea_kg.reach import Reach, Surroundings, reach

if TYPE_CHECKING:
    from shifty import PreparedValidator

# Triples the engine is given at once: its time per triple and its memory grow with them.
_SLICE: Final = 50_000
_SEED: Final = 2580
# Of so many things that the engine does not name, one is checked nevertheless.
_ONE_IN: Final = 200
# Where the data say this, a class has members that shapes find by way of other things.
_SUBCLASS: Final = b"<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


@dataclass(frozen=True)
class Found:
    """What is left for pyshacl: triples, the things in them that are only beside those to check, and the sample."""

    content: bytes
    beside: Set[str]
    sample: Set[str]


def installed() -> bool:
    """Tell whether the second engine is there."""
    return find_spec("shifty") is not None


def find(content: bytes, shapes: Path, size: int = _SLICE) -> Found | None:
    """Return what pyshacl is to check of N-Triples, found `size` triples at a time.

    It is None when pyshacl must check everything: shapes or data see too far, or the engine does not take them.
    """
    prepared = _prepared(shapes)
    if prepared is None or _SUBCLASS in content:
        return None
    engine, seen = prepared
    whole = Surroundings(content, seen)
    named = set(whole.doubtful)
    try:
        for things, triples in whole.slices(size):
            named |= things & _failing(engine, triples)
    except (RuntimeError, ValueError):
        return None
    sample = _sample(whole.said.keys() - named)
    triples, beside = whole.around(named | sample)
    return Found(triples, _iris(beside), _iris(sample))


def _failing(engine: "PreparedValidator", triples: bytes) -> set[bytes]:
    """Return the things that fail a shape; raise ValueError or RuntimeError for what the engine does not know."""
    answer = engine.validate_algebra(
        triples, graph_mode="data", infer=False, sort_results=False, on_unsupported="error"
    )
    if answer.diagnostics:
        raise ValueError(*answer.diagnostics)
    return {violation.focus_node.encode() for violation in answer.violations}


def _sample(things: Set[bytes]) -> set[bytes]:
    """Return some of the things, of the same things always the same."""
    return set(random.Random(_SEED).sample(sorted(things), -(-len(things) // _ONE_IN)))


@cache
def _prepared(folder: Path) -> "tuple[PreparedValidator, Reach] | None":
    """Return the engine with the shapes of a folder and how far they see; None when there is none that takes them."""
    if not installed():
        return None
    from shifty import PreparedValidator

    shapes = Store()
    for path in sorted(folder.glob("*.ttl")):
        shapes.extend(parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True))
    seen = reach(shapes)
    if seen is None:
        return None
    try:
        engine = PreparedValidator(shapes.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"")
    except ValueError:
        return None
    return None if engine.diagnostics else (engine, seen)


def _iris(terms: Iterable[bytes]) -> set[str]:
    return {term[1:-1].decode() for term in terms if term.startswith(b"<")}
