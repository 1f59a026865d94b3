"""Codes of other registers: which things they name here, and which codes stand near one that names nothing."""

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from lulea_kg.documents import Documents
from lulea_kg.terms import MIR, TYPES, code

_NEAR: Final = 2
_CODE, _SCHEME = NamedNode(MIR + "code"), NamedNode(MIR + "scheme")
_DEFAULT: Final = DefaultGraph()


class Codes:
    """The codes that identity links of a release give its things, withdrawn ones left out."""

    def __init__(self, store: Store, documents: Documents) -> None:
        self._store, self._documents = store, documents

    @cached_property
    def by_scheme(self) -> dict[str, list[str]]:
        """The codes of each scheme, sorted."""
        schemes = {q.subject: code(_value(q)) for q in self._store.quads_for_pattern(None, _SCHEME, None, _DEFAULT)}
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self._store.quads_for_pattern(None, _CODE, None, _DEFAULT):
            if quad.subject in schemes:
                found[schemes[quad.subject]].add(_value(quad))
        return {scheme: sorted(codes) for scheme, codes in found.items()}

    def things(self, scheme: str, wanted: str) -> list[str]:
        """Return the things that a code of a scheme names: one, unless it names several; actors before places."""
        things: set[str] = set()
        for quad in self._store.quads_for_pattern(None, _CODE, Literal(wanted), _DEFAULT):
            link = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            if MIR + scheme in self._documents.values(link, _SCHEME.value) and not self._is_withdrawn(link):
                things.update(self._documents.values(link, MIR + "identifies"))
        of_type = (sorted(thing for thing in things if f"/id/{type_}/" in thing) for type_ in TYPES)
        return next(filter(None, of_type), [])

    def near(self, scheme: str, wanted: str) -> list[str]:
        """Return the codes that stand next to where a code would stand."""
        codes = self.by_scheme[scheme]
        place = bisect_left(codes, wanted)
        return codes[max(0, place - _NEAR) : place + _NEAR]

    def _is_withdrawn(self, link: str) -> bool:
        claims = self._documents.subjects(MIR + "states", link)
        return bool(claims) and all(self._documents.values(claim, MIR + "withdrawnAt") for claim in claims)


def _value(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
