"""GEXF 1.3, a graph over time: actors as nodes, relations as edges with the spells in which they are known to stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from lulea_kg.exports.network import AXES, Actor, Network, Relation, State, network
from lulea_kg.stores import Store

# What makes an edge: that the relation stands or is listed; where nothing is known of that, that something goes on.
_STANDING: Final = frozenset({"in-force", "listed"})
_GOING_ON: Final = frozenset({"active", "dormant", "paused"})
_NODE: Final = ("type", "country", "licence")
_EDGE: Final = ("kinds", "reciprocity", "licence")
# What no XML 1.0 document may hold, not even as a reference.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def write(store: Store) -> Iterator[bytes]:
    """Yield a GEXF document: the parties of all relations, and an edge for every two parties of one.

    An edge has a spell for every run of days on which the relation is known to be in force or listed (or active,
    dormant or paused, where no more is known), and its statuses with the days of each. An open end is left out.
    Relations of which only an end, an agreement or a priority is known have no such days and no edge.
    """
    yield from document(network(store))


def document(held: Network) -> Iterator[bytes]:
    """Yield the GEXF of a network that has been read."""
    drawn = [relation for relation in held.relations.values() if len(relation.parties) > 1]
    timed = [(relation, spells(relation.states)) for relation in drawn]
    left_out = sum(not found for _, found in timed)
    told = f"Reference date {held.reference_date}. Relations without days, left out: {left_out}."
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        f"<meta{_put(lastmodifieddate=held.reference_date)}><creator>lulea_kg</creator>"
        f"<description>{_safe(told)}</description></meta>\n"
        '<graph mode="dynamic" defaultedgetype="undirected" timeformat="date" timerepresentation="interval">\n'
        f"{_declared('node', _NODE, 'static')}{_declared('edge', _EDGE, 'static')}"
        f"{_declared('edge', AXES, 'dynamic')}<nodes>\n"
    ).encode()
    parties = {party.iri: party for relation in drawn for party in relation.parties}
    for iri in sorted(parties):
        yield _node(parties[iri])
    yield b"</nodes>\n<edges>\n"
    for relation, found in timed:
        for number, pair in enumerate(relation.pairs() if found else ()):
            yield _edge(relation, number, pair, found)
    yield b"</edges>\n</graph>\n</gexf>\n"


def spells(states: Sequence[State]) -> list[tuple[str, str]]:
    """Return the runs of days a relation is known to stand, each as first and last day, the last "" when open."""
    for statuses in (_STANDING, _GOING_ON):
        if found := [(state.from_, state.to) for state in states if state.status in statuses]:
            return _runs(found)
    return []


def _runs(spans: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return spans of days with those that overlap or follow on each other made one.

    >>> _runs([("2020-01-01", "2020-12-31"), ("2021-01-01", ""), ("2010-01-01", "2010-01-01")])
    [('2010-01-01', '2010-01-01'), ('2020-01-01', '')]
    """
    runs: list[tuple[str, str]] = []
    for first, last in sorted(spans):
        if runs and (not runs[-1][1] or first <= _next_day(runs[-1][1])):
            ends = (runs[-1][1], last)
            runs[-1] = runs[-1][0], max(ends) if all(ends) else ""
        else:
            runs.append((first, last))
    return runs


def _next_day(day: str) -> str:
    last = date.fromisoformat(day)
    return str(last + timedelta(days=1)) if last < date.max else day


def _node(actor: Actor) -> bytes:
    values = zip(_NODE, (actor.type, actor.country, actor.licence), strict=True)
    return f"<node{_put(id=actor.iri, label=actor.name)}>{_values(values)}</node>\n".encode()


def _edge(relation: Relation, number: int, pair: tuple[Actor, Actor], runs: Iterable[tuple[str, str]]) -> bytes:
    id_ = f"{relation.iri}#{number}" if number else relation.iri
    facts = (" / ".join(relation.kinds), relation.reciprocity, relation.licence)
    days = "".join(
        f"<attvalue{_put(**{'for': state.axis}, value=state.status, start=state.from_, end=state.to)}/>"
        for state in relation.states
        if state.axis
    )
    times = "".join(f"<spell{_put(start=first, end=last)}/>" for first, last in runs)
    return (
        f"<edge{_put(id=id_, source=pair[0].iri, target=pair[1].iri)}>"
        f"{_values(zip(_EDGE, facts, strict=True), days)}<spells>{times}</spells></edge>\n"
    ).encode()


def _declared(class_: str, names: Iterable[str], mode: str) -> str:
    found = "".join(f"<attribute{_put(id=name, title=name, type='string')}/>" for name in names)
    return f'<attributes class="{class_}" mode="{mode}">{found}</attributes>\n'


def _values(values: Iterable[tuple[str, str]], more: str = "") -> str:
    found = "".join(f"<attvalue{_put(**{'for': name}, value=value)}/>" for name, value in values if value)
    return f"<attvalues>{found}{more}</attvalues>"


def _put(**attributes: str) -> str:
    """Return XML attributes, without those that are empty; a label may be empty."""
    return "".join(f' {name}="{_safe(value)}"' for name, value in attributes.items() if value or name == "label")


def _safe(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in _FORBIDDEN.sub("\ufffd", text))
