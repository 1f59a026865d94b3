"""Looking up names and searching text, beside the same in SPARQL: PYTHONPATH=tests python benchmarks/search.py.

Names are looked up among 100,000 invented ones, texts searched in an invented release of a million quads, or in that
of the folder given. Printed are medians of CPU time; a target that is missed ends with exit code 1.
"""

import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import generate
import generator

from lulea_kg.names import Names
from lulea_kg.release import Release, at
from lulea_kg.spelling import folded
from lulea_kg.stores import Store
from lulea_kg.stores.embedded import EmbeddedStore

CLAIMS: Final = 18_000
NAMES: Final = 100_000
SAMPLE: Final = 200
MOST_MILLISECONDS: Final = 5.0
LEAST_TIMES: Final = 50
# Words of the ontology's own definitions: they stand in every release.
TEXTS: Final = ("kommun", "vänort", "twin town", "decision of a council")
NAMED: Final = """
SELECT ?thing WHERE {{ ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?name
  FILTER(LCASE(STR(?name)) = "{}") }}"""
HELD: Final = 'SELECT DISTINCT ?thing WHERE {{ ?thing ?says ?text FILTER(CONTAINS(LCASE(STR(?text)), "{}")) }}'


def main(folder: str = "") -> int:
    """Measure, print a line per question, and return how many targets were missed."""
    print(f"{'question':36}{'index ms':>10}{'SPARQL ms':>12}{'times':>9}   target")
    store = invented(NAMES)
    with Names.build(store) as names:
        missed = looked_up(names, store)
    with tempfile.TemporaryDirectory() as scratch:
        release = at(Path(folder)) if folder else generator.release(CLAIMS, Path(scratch) / "data")
        return missed + searched(release)


def invented(count: int) -> EmbeddedStore:
    """Return a store of that many authorities, each with a name and a code."""
    store = EmbeddedStore()
    store.add("https://ex.example/graph/names", "".join(authority(number) for number in range(count)).encode())
    return store


def authority(number: int) -> str:
    """Return an authority in N-Triples."""
    thing = f"<https://ex.example/id/actor/a{number}>"
    return (
        f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/munirel/def/LocalAuthority> .\n"
        f'{thing} <http://www.w3.org/2004/02/skos/core#prefLabel> "{generate.name(number)}" .\n'
        f'{thing} <http://purl.org/dc/terms/identifier> "{number:06}" .\n'
    )


def looked_up(names: Names, store: Store) -> int:
    """Print what a look-up takes in each spelling; return how many take too long."""
    bearers = Counter(folded(generate.name(number)) for number in range(NAMES))
    unique = [name for name in map(generate.name, range(NAMES)) if bearers[folded(name)] == 1]
    chosen = unique[:: len(unique) // SAMPLE]
    spellings = {"exact": chosen, "folded": [folded(name) for name in chosen]}
    asked = milliseconds(lambda name: store.query(NAMED.format(name.lower())), chosen[:5])
    missed = 0
    for how, spelt in spellings.items():
        for method in (names.resolve, names.search):
            took = milliseconds(method, spelt)
            late = took > MOST_MILLISECONDS
            missed += late
            row(f"{method.__name__} a name, {how}", took, asked, f"at most {MOST_MILLISECONDS:.0f} ms", late)
    return missed


def searched(release: Release) -> int:
    """Print what each text takes; return for how many the index is not fast enough."""
    store, missed = release.open_store(), 0
    with release.open_names() as names:
        for text in TEXTS:
            took = milliseconds(names.search, [text] * SAMPLE)
            asked = milliseconds(lambda text: store.query(HELD.format(text)), [text])
            slow = asked < LEAST_TIMES * took
            missed += slow
            row(f"search {text}", took, asked, f"at least {LEAST_TIMES} times", slow)
    return missed


def milliseconds(ask: Callable[[str], object], texts: Iterable[str]) -> float:
    """Return the median CPU time of a question."""
    taken = []
    for text in texts:
        start = time.process_time()
        ask(text)
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken)


def row(question: str, took: float, asked: float, target: str, missed: bool) -> None:
    """Print what a question takes beside the same in SPARQL."""
    times = f"{took:10.2f}{asked:12.1f}{asked / took:9,.0f}"
    print(f"{question:36}{times}   {target}{'  MISSED' if missed else ''}", flush=True)


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:]), 1))
