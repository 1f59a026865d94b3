"""Reconciling batches of ten names with 100,000 invented things: PYTHONPATH=tests python benchmarks/reconcile.py.

Names come as they are, without marks, with a letter too few, two letters changed round, with a country and a code, and
as no name at all. Printed are the median and the longest CPU time of a batch; a target missed ends with exit code 1.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import generate
from pyoxigraph import RdfFormat, parse, serialize

from lulea_kg.names import Names
from lulea_kg.reconcile.service import batch
from lulea_kg.spelling import folded
from lulea_kg.stores.embedded import EmbeddedStore

NAMES: Final = 100_000
BATCHES: Final = 100
SIZE: Final = 10
MOST_MILLISECONDS: Final = 50.0
Question = dict[str, Any]
_MIR: Final = "https://w3id.org/munirel/def/"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
_COUNTRIES: Final = ("SWE", "FIN", "NOR")
_SCHEME: Final = f"""
<{_MIR}scb> a <{_SKOS}Concept> ; <{_SKOS}prefLabel> "SCB code"@en ; <{_SKOS}notation> "scb" ;
  <{_SKOS}inScheme> <{_MIR}IdentifierScheme> .
"""


def main() -> int:
    """Measure, print a line per kind of batch, and return how many missed the target."""
    store = invented(NAMES)
    spellings: dict[str, Callable[[int], Question]] = {
        "as written": lambda number: {"query": generate.name(number)},
        "without marks": lambda number: {"query": folded(generate.name(number))},
        "a letter too few": lambda number: {"query": generate.name(number)[:2] + generate.name(number)[3:]},
        "two letters changed round": lambda number: {"query": turned(generate.name(number))},
        "its first three letters": lambda number: {"query": generate.name(number)[:3]},
        "with country and code": coded,
        "no name at all": lambda number: {"query": f"qx{number} wzk"},
        "500 letters": lambda number: {"query": (generate.name(number) * 100)[:500]},
    }
    print(f"{'batch of ten names':28}{'median ms':>12}{'longest ms':>12}   target")
    with Names.build(store) as names:
        return sum(measured(how, ask, names, store) for how, ask in spellings.items())


def invented(count: int) -> EmbeddedStore:
    """Return a store of that many authorities, each with a name, a country and a code."""
    lines = "".join(authority(number) for number in range(count))
    countries = "".join(
        f'<{_COUNTRY}{country}> <{_SKOS}prefLabel> "{country.title()}land"@en ; <{_SKOS}notation> "{country}" .\n'
        for country in _COUNTRIES
    )
    store = EmbeddedStore()
    store.add("https://ex.example/graph/names", lines.encode())
    quads = parse(_SCHEME + countries, format=RdfFormat.TURTLE)
    terms = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    store.add("https://ex.example/graph/terms", terms or b"")
    return store


def authority(number: int) -> str:
    """Return an authority in N-Triples."""
    thing = f"<https://ex.example/id/actor/a{number}>"
    link = f"<https://ex.example/id/situation/l{number}>"
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    return (
        f"{thing} {rdf_type} <{_MIR}LocalAuthority> .\n"
        f'{thing} <{_SKOS}prefLabel> "{generate.name(number)}" .\n'
        f"{thing} <http://purl.org/dc/terms/spatial> <{_COUNTRY}{_COUNTRIES[number % 3]}> .\n"
        f"{link} {rdf_type} <{_MIR}IdentityLink> .\n"
        f"{link} <{_MIR}identifies> {thing} .\n"
        f"{link} <{_MIR}scheme> <{_MIR}scb> .\n"
        f'{link} <{_MIR}code> "{number:06}" .\n'
    )


def turned(name: str) -> str:
    """Return a name with two letters changed round."""
    return f"{name[:3]}{name[4:5]}{name[3]}{name[5:]}"


def coded(number: int) -> Question:
    """Return a question that gives name, country and code."""
    given = {"country": _COUNTRIES[number % 3], "scb": f"{number:06}"}
    return {"query": generate.name(number), "properties": [{"pid": id_, "v": value} for id_, value in given.items()]}


def measured(how: str, ask: Callable[[int], Question], names: Names, store: EmbeddedStore) -> bool:
    """Print what batches take; return whether the longest takes too long."""
    taken = []
    for first in range(BATCHES):
        numbers = range(first * 997, first * 997 + 10 * SIZE, 10)
        queries = {f"q{number}": ask(number % NAMES) for number in numbers}
        start = time.process_time()
        batch(names, store, queries, "en")
        taken.append(1000 * (time.process_time() - start))
    longest = max(taken)
    missed = longest > MOST_MILLISECONDS
    target = f"at most {MOST_MILLISECONDS:.0f} ms{'  MISSED' if missed else ''}"
    print(f"{how:28}{statistics.median(taken):12.1f}{longest:12.1f}   {target}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
