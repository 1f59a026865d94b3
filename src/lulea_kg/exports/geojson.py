"""GeoJSON (RFC 7946): actors as points and relations as lines, with their state on the reference date."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from lulea_kg.exports.network import AXES, Actor, Network, Relation, State, network
from lulea_kg.stores import Store

Position = list[float]
_DIGITS: Final = 6


def write(store: Store) -> Iterator[bytes]:
    """Yield a FeatureCollection, one feature a line: points of actors, then lines of relations, in order of IRIs.

    Relations of which a party has no coordinates, or that name a country instead of a partner, stand in the member
    `withoutCoordinates` with the properties their line would have.
    """
    yield from document(network(store))


def document(held: Network) -> Iterator[bytes]:
    """Yield the FeatureCollection of a network that has been read."""
    lines = [relation for relation in held.relations.values() if _is_drawn(relation)]
    others = [relation for relation in held.relations.values() if not _is_drawn(relation)]
    head = json.dumps({"type": "FeatureCollection", "referenceDate": held.reference_date})[:-1]
    yield f'{head},\n"features": [\n'.encode()
    points = (_feature(a.iri, _point(a), _of_actor(a)) for a in held.actors.values() if a.longitude is not None)
    yield from _listed(chain(points, (_feature(r.iri, _line(r), _of_relation(r)) for r in lines)))
    yield b'],\n"withoutCoordinates": [\n'
    yield from _listed({"id": relation.iri, **_of_relation(relation)} for relation in others)
    yield b"]}\n"


def line(one: Position, other: Position) -> list[list[Position]]:
    """Return the line between two positions as parts that never cross the antimeridian (RFC 7946, section 3.1.9).

    >>> line([170, 10], [-170, 20])
    [[[170, 10], [180.0, 15.0]], [[-180.0, 15.0], [-170, 20]]]
    """
    if abs(one[0] - other[0]) <= 180:
        return [[one, other]]
    if 180 in (abs(one[0]), abs(other[0])):
        # An end on the antimeridian lies on both sides: take the side of the other end.
        side = [[-p[0] if abs(p[0]) == 180 else p[0], p[1]] for p in (one, other)]
        return [side] if abs(side[0][0] - side[1][0]) <= 180 else [[one, [one[0], other[1]]]]
    edge = 180.0 if one[0] > 0 else -180.0
    way = abs(edge - one[0]) / (abs(edge - one[0]) + abs(-edge - other[0]))
    latitude = round(one[1] + way * (other[1] - one[1]), _DIGITS)
    return [[one, [edge, latitude]], [[-edge, latitude], other]]


def _is_drawn(relation: Relation) -> bool:
    return len(relation.parties) > 1 and all(party.longitude is not None for party in relation.parties)


def _feature(iri: str, geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": iri, "geometry": geometry, "properties": properties}


def _point(actor: Actor) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _position(actor)}


def _line(relation: Relation) -> dict[str, Any]:
    parts = [part for one, other in relation.pairs() for part in line(_position(one), _position(other))]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _position(actor: Actor) -> Position:
    return [round(actor.longitude or 0.0, _DIGITS), round(actor.latitude or 0.0, _DIGITS)]


def _of_actor(actor: Actor) -> dict[str, Any]:
    return {
        "feature": "actor",
        "iri": actor.iri,
        "key": actor.key,
        "name": actor.name,
        "type": actor.type,
        "country": actor.country or None,
        "licence": actor.licence or None,
    }


def _of_relation(relation: Relation) -> dict[str, Any]:
    return {
        "feature": "relation",
        "iri": relation.iri,
        "key": relation.key,
        "parties": [party.name for party in relation.parties],
        "partyIris": [party.iri for party in relation.parties],
        "partiesWithoutCoordinates": [party.iri for party in relation.parties if party.longitude is None],
        "territory": relation.territory or None,
        "kinds": list(relation.kinds),
        **{axis: relation.on(axis) or None for axis in AXES},
        "disputed": any(state.disputed for state in relation.current),
        "reciprocity": relation.reciprocity or None,
        "states": [_of_state(state) for state in relation.states],
        "licence": relation.licence or None,
    }


def _of_state(state: State) -> dict[str, Any]:
    return {
        "iri": state.iri,
        "status": state.status,
        "from": state.from_,
        "to": state.to or None,
        "since": state.since or None,
        "until": state.until or None,
        "grade": state.grade,
        "disputed": state.disputed,
        "lastConfirmed": state.last_confirmed or None,
    }


def _listed(items: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the items of a JSON list, one a line, with commas between."""
    between = ""
    for item in items:
        yield (between + json.dumps(item, ensure_ascii=False)).encode("utf-8")
        between = ",\n"
    if between:
        yield b"\n"
