"""The types of things that names are reconciled to: their ids, IRIs and labels, and which is broader than which."""

from dataclasses import dataclass
from typing import Any, Final

from lulea_kg.terms import DCT, FOAF, MIR, ORG
from lulea_kg.texts import type_name


@dataclass(frozen=True)
class Kind:
    """A type by its id, the short name of its class; `broader` is the id of the next wider one, or ""."""

    id: str
    iri: str
    labels: tuple[str, str]
    broader: str = ""

    def label(self, lang: str) -> str:
        """Return the label in a language."""
        return self.labels[lang == "sv"]

    def as_json(self, lang: str) -> dict[str, Any]:
        """Return the type as the protocol writes it."""
        broader = {"broader": [KINDS[self.broader].as_json(lang)]} if self.broader else {}
        return {"id": self.id, "name": self.label(lang), "description": self.iri, **broader}


KINDS: Final = {
    kind.id: kind
    for kind in (
        Kind("Municipality", MIR + "Municipality", ("municipality", "kommun"), "LocalAuthority"),
        Kind("LocalAuthority", MIR + "LocalAuthority", ("local authority", "lokal myndighet"), "Organization"),
        Kind("Network", MIR + "Network", ("network", "nätverk"), "Organization"),
        Kind("Organization", ORG + "Organization", ("organisation", "organisation"), ""),
        Kind("Person", FOAF + "Person", ("person", "person"), ""),
        Kind("Location", DCT + "Location", ("place", "plats"), ""),
    )
}
PLACE: Final = "Location"


def kind_id(given: str) -> str:
    """Return the id of a type given by id or IRI; a type that is not known keeps its last part.

    >>> kind_id("https://w3id.org/munirel/def/Municipality")
    'Municipality'
    """
    return type_name(given) if "://" in given else given


def with_broader(id_: str) -> tuple[str, ...]:
    """Return the id of a type and of all that are broader.

    >>> with_broader("Network")
    ('Network', 'Organization')
    """
    kind = KINDS.get(id_)
    return (id_, *with_broader(kind.broader)) if kind and kind.broader else (id_,)
