"""What the choices of a workbook are called: labels of codes, from the ontology's concept schemes."""

from collections import defaultdict
from typing import Final

import pyoxigraph as ox

from lulea_kg import files, terms
from lulea_kg.sources.sheets import WORDS

Labels = dict[str, dict[str, tuple[str, str]]]
"""Labels in Swedish and English by scheme ("Kind") and code."""

_NOTATION: Final = ox.NamedNode(terms.SKOS + "notation")
_LABEL: Final = ox.NamedNode(terms.SKOS + "prefLabel")
_SCHEME: Final = ox.NamedNode(terms.SKOS + "inScheme")
_AXES: Final = ("Standing", "Activity", "Priority", "Listing")


def known() -> Labels:
    """Return the labels of the shipped schemes; Status is the schemes of all its axes, Kind has no families."""
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for path in sorted((files.shipped("ontology") / "vocabularies").glob("*.ttl")):
        graph = ox.Dataset(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        for quad in graph.quads_for_predicate(_NOTATION):
            concept, code = quad.subject, str(getattr(quad.object, "value", ""))
            labels = {
                one.object.language: one.object.value
                for one in graph.quads_for_subject(concept)
                if one.predicate == _LABEL and isinstance(one.object, ox.Literal)
            }
            for scheme in graph.quads_for_subject(concept):
                if scheme.predicate == _SCHEME and isinstance(scheme.object, ox.NamedNode):
                    name = terms.code(scheme.object.value).removesuffix("Scheme")
                    found[name][code] = (labels.get("sv", code), labels.get("en", code))
    found["Status"] = {code: labels for axis in _AXES for code, labels in found[axis].items()}
    found["Kind"] = {code: labels for code, labels in found["Kind"].items() if code in terms.KIND_FAMILY}
    return {**found, **WORDS}


def lists(lang: str) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of every scheme as code and label in a language, by label; countries are not among them."""
    return {
        scheme: sorted(((code, pair[lang == "en"]) for code, pair in codes.items()), key=lambda one: one[1].casefold())
        for scheme, codes in known().items()
    }
