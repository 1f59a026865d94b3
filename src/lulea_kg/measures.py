"""Measures of a network of ties, as the literature on sister cities reports them. Pure: edges in, figures out.

An edge joins two different nodes, has no direction and counts once. Clustering is the share of pairs of edges with a
common end whose other ends are joined too; diameter and mean distance are those of the largest connected component;
assortativity is Pearson's correlation of the degrees at the ends of edges.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import correlation


@dataclass(frozen=True)
class Measures:
    """Figures of one network; None where it is too small for one."""

    nodes: int
    edges: int
    largest_component: int
    mean_degree: float
    maximum_degree: int
    triangles: int
    clustering: float | None
    diameter: int
    mean_distance: float | None
    assortativity: float | None


def measure(pairs: Iterable[tuple[str, str]]) -> Measures | None:
    """Return the measures of a network given by the pairs it joins, None when it has no edge."""
    edges = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, other in edges:
        neighbours[one].add(other)
        neighbours[other].add(one)
    if not edges:
        return None
    degrees = {node: len(around) for node, around in neighbours.items()}
    triangles = sum(len(neighbours[one] & neighbours[other]) for one, other in edges) // 3
    wedges = sum(degree * (degree - 1) // 2 for degree in degrees.values())
    component = _largest_component(neighbours)
    diameter, mean_distance = _distances({node: neighbours[node] for node in component})
    return Measures(
        nodes=len(degrees),
        edges=len(edges),
        largest_component=len(component),
        mean_degree=2 * len(edges) / len(degrees),
        maximum_degree=max(degrees.values()),
        triangles=triangles,
        clustering=3 * triangles / wedges if wedges else None,
        diameter=diameter,
        mean_distance=mean_distance,
        assortativity=_assortativity([(degrees[one], degrees[other]) for one, other in edges]),
    )


def _largest_component(neighbours: dict[str, set[str]]) -> set[str]:
    left, largest = set(neighbours), set[str]()
    while len(left) > len(largest):
        component, border = set[str](), {min(left)}
        while border:
            component |= border
            border = {other for node in border for other in neighbours[node]} - component
        left -= component
        largest = max(largest, component, key=len)
    return largest


def _distances(neighbours: dict[str, set[str]]) -> tuple[int, float | None]:
    """Return the diameter and the mean distance of a connected network, exactly.

    Every node keeps the set of those within so many steps as the bits of one whole number: a step further is the union
    of its neighbours' sets, for all nodes at once.
    """
    number = {node: index for index, node in enumerate(sorted(neighbours))}
    around = [[number[other] for other in sorted(neighbours[node])] for node in sorted(neighbours)]
    within = [1 << index for index in range(len(around))]
    steps, total, reached = 0, 0, len(around)
    while reached < len(around) ** 2:
        steps += 1
        wider = []
        for mine, others in zip(within, around, strict=True):
            for other in others:
                mine |= within[other]
            wider.append(mine)
        within, before = wider, reached
        reached = sum(mine.bit_count() for mine in within)
        total += steps * (reached - before)
    pairs = len(around) * (len(around) - 1)
    return steps, total / pairs if pairs else None


def _assortativity(ends: list[tuple[int, int]]) -> float | None:
    """Return the correlation of degrees at the ends of edges, None when all degrees are the same."""
    one, other = [a for a, _ in ends], [b for _, b in ends]
    return correlation(one + other, other + one) if len({*one, *other}) > 1 else None
