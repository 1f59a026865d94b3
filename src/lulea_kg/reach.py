"""How far shapes see from a thing: what it says, what points to it, and little else. So data are checked in parts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final, cast
from zlib import crc32

from pyoxigraph import QuerySolutions, Store

_TYPE: Final = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# Literals that every engine reads alike, as N-Triples: texts, and values in their plain form.
_PLAIN: Final = re.compile(
    rb'".*"(@.+)?|"([1-9]\d{3}-\d\d-\d\d"\^\^<XSDdate|-?\d{1,18}"\^\^<XSDinteger|-?\d{1,9}(\.\d{1,18})?"\^\^<XSDdecimal|'
    rb'[^"]*"\^\^<XSDanyURI|(true|false)"\^\^<XSDboolean)>'.replace(b"XSD", rb"http://www\.w3\.org/2001/XMLSchema#")
)
_PREFIXES: Final = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
# What may see further: words not known here, shapes for the values of others, and other forms of paths.
_FAR: Final = f"""{_PREFIXES} ASK {{
  {{ ?shape ?word ?what FILTER(STRSTARTS(STR(?word), STR(sh:)) && ?word NOT IN (sh:and, sh:class, sh:datatype, sh:flags,
      sh:hasValue, sh:in, sh:inversePath, sh:languageIn, sh:lessThan, sh:lessThanOrEquals, sh:maxCount, sh:maxExclusive,
      sh:maxInclusive, sh:maxLength, sh:message, sh:minCount, sh:minExclusive, sh:minInclusive, sh:minLength,
      sh:nodeKind, sh:not, sh:or, sh:path, sh:pattern, sh:property, sh:select, sh:severity, sh:sparql, sh:targetClass,
      sh:targetObjectsOf, sh:targetSubjectsOf, sh:uniqueLang, sh:xone)) }}
  UNION {{ ?shape sh:path ?path ; sh:and|sh:not|sh:or|sh:property|sh:xone ?other }}
  UNION {{ ?shape sh:path/rdf:rest/rdf:first ?second ; sh:class ?class }}
  UNION {{ ?shape sh:path/rdf:rest/rdf:rest/rdf:first ?third }}
  UNION {{ ?shape (sh:path/rdf:rest*/rdf:first)|(sh:path/sh:inversePath) ?step FILTER(ISBLANK(?step)) }}
}}"""
_TERMS: Final = {
    "back": "sh:inversePath|sh:targetObjectsOf",
    "second": "sh:path/rdf:rest/rdf:first",
    "classes": "sh:class",
}


@dataclass(frozen=True)
class Reach:
    """What shapes see from a thing beside what it says, as N-Triples terms.

    Predicates that they follow back, predicates of the second step of a path, and classes that a value must have.
    """

    back: Set[bytes]
    second: Set[bytes]
    classes: Set[bytes]

    def sees(self, line: bytes) -> bool:
        """Tell whether shapes see a triple from the things that point to its subject."""
        _, predicate, value = _parts(line)
        return predicate in self.second or (predicate == _TYPE and value in self.classes)


def reach(shapes: Store) -> Reach | None:
    """Return how far shapes see, None when that is further than `Surroundings` can cut out.

    A query in a shape (sh:select) is trusted to ask only what $this says.
    """
    if shapes.query(_FAR):
        return None
    found = {}
    for name, path in _TERMS.items():
        rows = cast(QuerySolutions, shapes.query(f"{_PREFIXES} SELECT ?term {{ ?shape {path} ?term }}"))
        found[name] = {str(row["term"]).encode() for row in rows}
    return Reach(**found)


class Surroundings:
    """N-Triples by the thing that says them and by the thing they point to, to cut out what shapes see from some."""

    def __init__(self, content: bytes, reach_: Reach) -> None:
        self._reach = reach_
        self.said: dict[bytes, list[bytes]] = defaultdict(list)
        self._pointing: dict[bytes, list[bytes]] = defaultdict(list)
        # Things that say a literal which engines are known to read differently, such as a year before 1.
        self.doubtful: set[bytes] = set()
        for line in content.splitlines(keepends=True):
            subject, predicate, value = _parts(line)
            self.said[subject].append(line)
            if predicate in reach_.back:
                self._pointing[value].append(line)
            # A literal that shapes follow back is checked itself, and not every engine writes it as it stands here.
            if value[:1] == b'"' and (predicate in reach_.back or not _PLAIN.fullmatch(value)):
                self.doubtful.add(subject)

    def around(self, things: Set[bytes]) -> tuple[bytes, set[bytes]]:
        """Return all triples that shapes see from these things, and which other terms stand in them."""
        lines = {line for thing in things for line in self._about(thing)}
        beside = {term for line in lines for term in _parts(line)[::2]} - things
        for other in beside:
            lines.update(filter(self._reach.sees, self.said.get(other, ())), self._pointing.get(other, ()))
        return b"".join(sorted(lines)), beside

    def slices(self, size: int) -> Iterator[tuple[set[bytes], bytes]]:
        """Yield things in groups of about `size` triples, each with all that shapes see from them."""
        count = -(-sum(map(len, self.said.values())) // size)
        groups: list[set[bytes]] = [set() for _ in range(count)]
        for thing in self.said.keys() | self._pointing.keys():
            groups[crc32(thing) % count].add(thing)
        return ((things, self.around(things)[0]) for things in groups)

    def _about(self, thing: bytes) -> Iterator[bytes]:
        yield from self.said.get(thing, ())
        yield from self._pointing.get(thing, ())


def _parts(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Return subject, predicate and object of a line of N-Triples."""
    subject, predicate, value = line.split(b" ", 2)
    return subject, predicate, value[:-3]
