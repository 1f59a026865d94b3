"""A small release as a store: Exempelköping and one relation to each of many towns, for tests of the files it makes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import making
from making import BASE
from pyoxigraph import Literal

from lulea_kg.stores.embedded import EmbeddedStore

# Names that break what trusts them: delimiters, line ends, formulas, markup, right-to-left, control characters, length.
HOSTILE: Final = (
    'Ex "citat", komma; semikolon',
    "två\nrader",
    "två\r\nrader",
    "en\rretur",
    "=cmd|' /C calc'!A0",
    "+46 920",
    "-2+3",
    "@SUM(A1)",
    "\ttabb",
    "<b>&amp;</b>]]>",
    "\u202eمدينة\u202c",
    "🏙️ Staden",
    "_x0041_",
    "{=1+1}",
    "NULL",
    "0123",
    "x" * 3000,
)
ABOUT: Final[dict[str, Any]] = {
    "id": "2027-01-15-0123456789ab",
    "referenceDate": "2027-01-15",
    "datasets": [
        {
            "name": "ex",
            "title": {"sv": "Exempel", "en": "Example"},
            "role": "relations",
            "licence": "http://creativecommons.org/publicdomain/zero/1.0/",
            "publisher": "=Exempelköping",
            "attribution": "",
        }
    ],
}
_DATASET: Final = """
<graph/main> dct:isPartOf <id/dataset/ex> .
<id/dataset/ex> dct:license <http://creativecommons.org/licenses/by-sa/4.0/> ; dct:identifier "ex" .
<release> mir:referenceDate "2027-01-15"^^xsd:date .
<id/actor/home> a mir:Municipality ; skos:prefLabel "Exempelköping" ; mir:inCountry cty:SWE .
<id/actor/home> dct:spatial <id/place/home> .
<id/place/home> a dct:Location ; skos:prefLabel "Exempelköping" ; mir:latitude 65.5 ; mir:longitude 22.25 .
"""


def actor(key: str, name: str, *, at: tuple[float, float] | None = None) -> str:
    """Return the Turtle of a local authority; `at` is longitude and latitude."""
    said = f"<id/actor/{key}> a mir:LocalAuthority ; skos:prefLabel {Literal(name)} .\n"
    if not at:
        return said
    place = f"<id/place/{key}> a dct:Location ; mir:longitude {at[0]:.5f} ; mir:latitude {at[1]:.5f}"
    return f"{said}<id/actor/{key}> dct:spatial <id/place/{key}> . {place} .\n"


def relation(key: str, *others: str) -> str:
    """Return the Turtle of a cooperation of Exempelköping with others."""
    parties = " , ".join(f"<id/actor/{other}>" for other in ("home", *others))
    return f"<id/cooperation/{key}> a mir:Cooperation ; mir:hasParty {parties} .\n"


def state(key: str, relation: str, status: str, first: str, last: str = "", grade: str = "carried") -> str:
    """Return the Turtle of a known state of a twinning, for the derived graph."""
    end = f' mir:to "{last}"^^xsd:date ;' if last else ""
    return (
        f"<id/situation/{key}> a mir:KnownState ; mir:ofCooperation <id/cooperation/{relation}> ;"
        f' mir:status mir:{status} ; mir:from "{first}"^^xsd:date ;{end} mir:grade mir:{grade} ; mir:disputed false ;'
        f" mir:namedKind mir:twin-town .\n"
    )


def store(main: str = "", states: str = "", **more: str) -> EmbeddedStore:
    """Return a store that holds Exempelköping, `main` in the same graph, and `states` as derived from it."""
    derived = {"derived/known-state/CC0-1.0": states} if states else {}
    return making.store(_DATASET + main, **derived, **more)


def hostile(names: Sequence[str] = HOSTILE) -> EmbeddedStore:
    """Return a store in which Exempelköping has a twin town of each name, in force since 2000."""
    main = states = ""
    for number, name in enumerate(names):
        main += actor(f"t{number:03}", name, at=(10.0 + number, 50.0)) + relation(f"c{number:03}", f"t{number:03}")
        states += state(f"s{number:03}", f"c{number:03}", "in-force", "2000-01-01")
    return store(main, states)


def iris(type_: str, keys: Sequence[str]) -> list[str]:
    """Return the IRIs of things by key."""
    return [f"{BASE}/id/{type_}/{key}" for key in keys]


def link(key: str, about: Mapping[str, str]) -> str:
    """Return the Turtle of an identity link claimed by a source; `about` are further facts of the claim, as Turtle."""
    more = "".join(f" ; {name} {value}" for name, value in about.items())
    return (
        f"<id/claim/{key}> a mir:Claim ; mir:states <id/situation/{key}>{more} ;"
        " prov:hadPrimarySource <id/source/r> .\n"
        f'<id/situation/{key}> a mir:IdentityLink ; mir:identifies <id/actor/home> ; mir:code "{key}" ;'
        f" mir:scheme mir:scb ; mir:match mir:exact .\n"
        f'<id/source/r> a mir:Source ; dct:title "Registret"@sv ; dct:identifier "r" .\n'
    )
