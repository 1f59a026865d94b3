"""An edge list: two actors and their relation a row, as network programs read it."""

from collections.abc import Iterator
from typing import Final

from lulea_kg.exports import csvw
from lulea_kg.exports.network import AXES, Network, joined, network
from lulea_kg.stores import Store

COLUMNS: Final = (
    *("source", "target", "sourceName", "targetName", "sourceCountry", "targetCountry", "kinds", *AXES),
    *("from", "to", "lastConfirmed", "disputed", "reciprocity", "licence", "relation"),
)


def write(store: Store) -> Iterator[bytes]:
    """Yield the edge list as RFC 4180 CSV in the order of the relations' IRIs.

    `source`, `target` and `relation` are IRIs; which of the two is the source says nothing. Statuses are those of the
    reference date, `from` and `to` the first and last day on which anything at all is known of the relation. A relation
    of three parties has three rows; one with a country instead of a partner is no edge.
    """
    return csvw.lines(COLUMNS, edges(network(store)))


def edges(held: Network) -> Iterator[list[str]]:
    """Yield the rows of the edge list of a network that has been read."""
    for relation in held.relations.values():
        first = min((state.from_ for state in relation.states), default="")
        lasts = [state.to for state in relation.states]
        for one, other in relation.pairs():
            yield [
                *(one.iri, other.iri, one.name, other.name, one.country, other.country),
                " / ".join(relation.kinds),
                *(relation.on(axis) for axis in AXES),
                first,
                max(lasts) if lasts and all(lasts) else "",
                joined(state.last_confirmed for state in relation.current),
                "true" if any(state.disputed for state in relation.current) else "false",
                *(relation.reciprocity, relation.licence, relation.iri),
            ]
