"""Actors, relations and known states of a release as values: what maps, networks and tables are drawn from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lulea_kg.datasets import LICENCES
from lulea_kg.stores import Store, select
from lulea_kg.terms import KIND_FAMILY, MIR, STATUS_AXIS, code

_HEAD: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX mir: <https://w3id.org/munirel/def/> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_REFERENCE: Final = _HEAD + "SELECT ?day WHERE { ?release mir:referenceDate ?day }"
# Small queries, joined here: any server answers each of them in one pass.
_TYPED: Final = _HEAD + "SELECT ?actor WHERE { ?actor a <%s> }"
_NAMES: Final = _HEAD + "SELECT ?thing ?name ?graph WHERE { GRAPH ?graph { ?thing skos:prefLabel ?name } }"
_COUNTRIES: Final = _HEAD + "SELECT ?actor ?country ?graph WHERE { GRAPH ?graph { ?actor mir:inCountry ?country } }"
_SEATS: Final = _HEAD + "SELECT ?actor ?place WHERE { ?actor dct:spatial ?place }"
_POINTS: Final = (
    _HEAD
    + """SELECT ?place ?latitude ?longitude ?graph WHERE {
  GRAPH ?graph { ?place mir:latitude ?latitude ; mir:longitude ?longitude } }"""
)
_SUCCESSORS: Final = _HEAD + "SELECT ?actor ?successor WHERE { ?actor mir:successor ?successor }"
_GRAPHS: Final = _HEAD + "SELECT ?graph ?licence WHERE { ?graph dct:isPartOf ?dataset . ?dataset dct:license ?licence }"
_PARTIES: Final = _HEAD + "SELECT ?relation ?party WHERE { ?relation mir:hasParty ?party }"
_TERRITORIES: Final = _HEAD + "SELECT ?relation ?country WHERE { ?relation mir:counterpartTerritory ?country }"
_RECIPROCITY: Final = _HEAD + "SELECT ?relation ?reciprocity WHERE { ?relation mir:reciprocity ?reciprocity }"
_CLAIMED_KINDS: Final = _HEAD + "SELECT ?relation ?kind WHERE { ?phase mir:phaseOf ?relation ; mir:kind ?kind }"
_NAMED_KINDS: Final = _HEAD + "SELECT ?state ?kind WHERE { ?state mir:namedKind ?kind }"
_STATES: Final = (
    _HEAD
    + """SELECT ?graph ?state ?relation ?status ?from ?to ?grade ?disputed ?since ?until
  ?lastConfirmed WHERE { GRAPH ?graph {
  ?state mir:ofCooperation ?relation ; mir:status ?status ; mir:from ?from ; mir:grade ?grade ; mir:disputed ?disputed .
  OPTIONAL { ?state mir:to ?to } OPTIONAL { ?state mir:since ?since } OPTIONAL { ?state mir:until ?until }
  OPTIONAL { ?state mir:lastConfirmed ?lastConfirmed }
} }"""
)
# The types of actors, the most telling first, by the word the tables of a dataset use.
_TYPES: Final = {
    MIR + "Municipality": "municipality",
    MIR + "LocalAuthority": "local-authority",
    MIR + "Network": "network",
    "http://www.w3.org/ns/org#Organization": "organization",
    "http://xmlns.com/foaf/0.1/Person": "person",
}
AXES: Final = ("standing", "activity", "priority", "listing")
TWINNING: Final = frozenset({"twin-town", "border-twin"})


@dataclass(frozen=True)
class Actor:
    """A municipality, authority, network, organisation or person; `country` is an EU code, "" when unknown."""

    iri: str
    name: str
    type: str = ""
    country: str = ""
    longitude: float | None = None
    latitude: float | None = None
    successor: str = ""
    licence: str = ""

    @property
    def key(self) -> str:
        """The last segment of its IRI."""
        return code(self.iri)


@dataclass(frozen=True)
class State:
    """A known state: days as ISO dates, inclusive, "" when open; `since`, `until` and `last_confirmed` are EDTF."""

    iri: str
    relation: str
    status: str
    from_: str
    to: str
    grade: str
    disputed: bool
    since: str
    until: str
    last_confirmed: str
    kinds: tuple[str, ...]
    licence: str

    @property
    def axis(self) -> str:
        """The axis of its status: standing, activity, priority or listing."""
        return STATUS_AXIS.get(self.status, "")


@dataclass(frozen=True)
class Relation:
    """A cooperation with its parties and known states in order; `current` are the states of the reference date."""

    iri: str
    parties: tuple[Actor, ...]
    territory: str
    kinds: tuple[str, ...]
    reciprocity: str
    states: tuple[State, ...]
    current: tuple[State, ...]
    licence: str

    @property
    def key(self) -> str:
        """The last segment of its IRI."""
        return code(self.iri)

    @property
    def family(self) -> str:
        """What its kinds make it: tie, project or network."""
        return joined(KIND_FAMILY.get(kind, "") for kind in self.kinds)

    def on(self, axis: str) -> str:
        """Return what is known on the reference date on one axis; disagreeing statuses have " / " between them."""
        return joined(state.status for state in self.current if state.axis == axis)

    def pairs(self) -> Iterator[tuple[Actor, Actor]]:
        """Yield every two parties once, in order."""
        for index, party in enumerate(self.parties):
            yield from ((party, other) for other in self.parties[index + 1 :])


@dataclass(frozen=True)
class Network:
    """What a release holds: actors by IRI, relations by IRI, both sorted, and the day its states are told for."""

    reference_date: str
    actors: Mapping[str, Actor]
    relations: Mapping[str, Relation]


def joined(words: Iterable[str]) -> str:
    """Return different words in order with " / " between them.

    >>> joined(["listed", "ended", "listed", ""])
    'ended / listed'
    """
    return " / ".join(sorted(set(filter(None, words))))


def strictest(licences: Iterable[str]) -> str:
    """Return the strictest of some licences, which is that of what is made from them; "" for none."""
    order = list(LICENCES)
    return max(filter(None, licences), key=lambda name: order.index(name) if name in order else len(order), default="")


def licence_of_graphs(store: Store) -> dict[str, str]:
    """Return the licence of each named graph: that of its dataset, or the one that a derived graph is named by."""
    names = {iri: name for name, iri in LICENCES.items()}
    derived = {graph: code(graph) for graph in store.graphs() if "/graph/derived/" in graph}
    stated = {row["graph"]: names.get(row["licence"], row["licence"]) for row in select(store, _GRAPHS)}
    return {**derived, **stated}


def network(store: Store) -> Network:
    """Read actors, relations and known states of a release, each in the order of IRIs."""
    licences = licence_of_graphs(store)
    reference = min((row["day"] for row in select(store, _REFERENCE)), default="")
    actors = _actors(store, licences)
    states: dict[str, list[State]] = defaultdict(list)
    for state in _states(store, licences):
        states[state.relation].append(state)
    parties = _grouped(store, _PARTIES, "relation", "party")
    territories = _grouped(store, _TERRITORIES, "relation", "country")
    reciprocity = _grouped(store, _RECIPROCITY, "relation", "reciprocity")
    claimed = _grouped(store, _CLAIMED_KINDS, "relation", "kind")
    relations: dict[str, Relation] = {}
    for iri in sorted({*parties, *territories}):
        found = tuple(sorted(states[iri], key=lambda state: (state.from_, state.status, state.iri)))
        members = tuple(actors.get(party) or Actor(party, code(party)) for party in parties[iri])
        relations[iri] = Relation(
            iri=iri,
            parties=members,
            territory=joined(map(code, territories[iri])),
            kinds=tuple(sorted({k for state in found for k in state.kinds} or set(map(code, claimed[iri])))),
            reciprocity=joined(map(code, reciprocity[iri])),
            states=found,
            current=tuple(s for s in found if s.from_ <= reference and (not s.to or reference <= s.to)),
            licence=strictest([*(s.licence for s in found), *(party.licence for party in members)]),
        )
    return Network(reference, actors, relations)


def _actors(store: Store, licences: Mapping[str, str]) -> dict[str, Actor]:
    types: dict[str, str] = {}
    for class_, word in _TYPES.items():
        for row in select(store, _TYPED % class_):
            types.setdefault(row["actor"], word)
    names = {row["thing"]: row for row in _last_first(store, _NAMES)}
    countries = {row["actor"]: row for row in _last_first(store, _COUNTRIES)}
    points = {row["place"]: row for row in _last_first(store, _POINTS)}
    seats = {actor: places[0] for actor, places in _grouped(store, _SEATS, "actor", "place").items() if places}
    successors = _grouped(store, _SUCCESSORS, "actor", "successor")
    actors: dict[str, Actor] = {}
    for iri in sorted(types):
        name, country, point = names.get(iri, {}), countries.get(iri, {}), points.get(seats.get(iri, ""), {})
        longitude, latitude = _position(point)
        actors[iri] = Actor(
            iri=iri,
            name=name.get("name", code(iri)),
            type=types[iri],
            country=code(country.get("country", "")),
            longitude=longitude,
            latitude=latitude,
            successor=" ".join(successors[iri]),
            licence=strictest(licences.get(row.get("graph", ""), "") for row in (name, country, point)),
        )
    return actors


def _position(point: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Return longitude and latitude as numbers, None and None when there are none on Earth."""
    try:
        longitude, latitude = float(point["longitude"]), float(point["latitude"])
    except (KeyError, ValueError):
        return None, None
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else (None, None)


def _states(store: Store, licences: Mapping[str, str]) -> Iterator[State]:
    kinds = _grouped(store, _NAMED_KINDS, "state", "kind")
    for row in select(store, _STATES):
        yield State(
            iri=row["state"],
            relation=row["relation"],
            status=code(row["status"]),
            from_=row["from"],
            to=row.get("to", ""),
            grade=code(row["grade"]),
            disputed=row["disputed"] in ("true", "1"),
            since=row.get("since", ""),
            until=row.get("until", ""),
            last_confirmed=row.get("lastConfirmed", ""),
            kinds=tuple(map(code, kinds[row["state"]])),
            licence=licences.get(row["graph"], ""),
        )


def _grouped(store: Store, sparql: str, by: str, what: str) -> defaultdict[str, list[str]]:
    """Return the values of a query of two columns by the first of them, each sorted and once."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in select(store, sparql):
        found[row[by]].add(row[what])
    return defaultdict(list, {name: sorted(values) for name, values in found.items()})


def _last_first(store: Store, sparql: str) -> list[dict[str, str]]:
    """Return rows in falling order, so that of several for one thing a dict keeps the first in the alphabet."""
    return sorted(select(store, sparql), key=lambda row: sorted(row.items()), reverse=True)
