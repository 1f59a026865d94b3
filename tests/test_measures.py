"""Measures of a network are those worked out by hand for small ones, and those of networkx for one drawn by lot."""

from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction
from random import Random
from typing import Any

import networkx
import pytest

from lulea_kg.measures import Measures, measure

TRIANGLE = [("a", "b"), ("b", "c"), ("a", "c")]
PATH = [("a", "b"), ("b", "c"), ("c", "d")]


def test_a_triangle_is_wholly_clustered_and_all_its_degrees_are_alike() -> None:
    assert figures(TRIANGLE) == approximately(
        nodes=3,
        edges=3,
        largest_component=3,
        mean_degree=2.0,
        maximum_degree=2,
        triangles=1,
        clustering=1.0,
        diameter=1,
        mean_distance=1.0,
        assortativity=None,
    )


def test_a_path_is_as_long_as_its_edges() -> None:
    # Three pairs lie one step apart, two two steps and one three: 10 / 6. Ends are 1-2, 2-2, 2-1: correlation -1/2.
    assert figures(PATH) == approximately(
        nodes=4,
        edges=3,
        largest_component=4,
        mean_degree=1.5,
        maximum_degree=2,
        triangles=0,
        clustering=0.0,
        diameter=3,
        mean_distance=10 / 6,
        assortativity=-0.5,
    )


def test_a_star_joins_the_few_to_the_many() -> None:
    # Three pairs lie one step apart and three two: 9 / 6.
    assert figures([("a", "b"), ("a", "c"), ("a", "d")]) == approximately(
        nodes=4,
        edges=3,
        largest_component=4,
        mean_degree=1.5,
        maximum_degree=3,
        triangles=0,
        clustering=0.0,
        diameter=2,
        mean_distance=1.5,
        assortativity=-1.0,
    )


def test_a_triangle_with_a_tail_is_clustered_in_three_of_its_five_pairs_of_edges() -> None:
    found = measure([*TRIANGLE, ("c", "d")])
    assert found
    assert (found.triangles, found.clustering, found.diameter) == (1, 0.6, 2)


def test_distances_are_those_of_the_largest_component_and_counts_those_of_all() -> None:
    assert figures([*PATH, ("x", "y")]) == approximately(
        nodes=6,
        edges=4,
        largest_component=4,
        mean_degree=8 / 6,
        maximum_degree=2,
        triangles=0,
        clustering=0.0,
        diameter=3,
        mean_distance=10 / 6,
        assortativity=0.0,
    )


def test_a_single_edge_has_no_pair_of_edges_to_be_clustered() -> None:
    found = measure([("a", "b")])
    assert found
    assert (found.clustering, found.diameter, found.mean_distance, found.assortativity) == (None, 1, 1.0, None)


@pytest.mark.parametrize("pairs", [[], [("a", "a")]], ids=["nothing", "one with itself"])
def test_a_network_without_an_edge_has_no_measures(pairs: list[tuple[str, str]]) -> None:
    assert measure(pairs) is None


@pytest.mark.parametrize(
    "more",
    [[("a", "a"), ("z", "z")], [("a", "b")], [("b", "a"), ("c", "a")]],
    ids=["one with itself", "twice", "the other way round"],
)
def test_an_edge_joins_two_and_counts_once(more: list[tuple[str, str]]) -> None:
    assert measure([*TRIANGLE, *more]) == measure(TRIANGLE)


def test_the_order_of_the_pairs_does_not_matter() -> None:
    pairs = [*PATH, ("x", "y"), ("d", "b")]
    assert measure(reversed(pairs)) == measure(pairs)


@pytest.mark.parametrize("edges", [60, 120, 300])
def test_a_network_drawn_by_lot_has_the_measures_that_networkx_finds(edges: int) -> None:
    lot = Random(2020)
    pairs = [(str(lot.randrange(100)), str(lot.randrange(100))) for _ in range(edges)]
    graph = networkx.Graph([pair for pair in pairs if pair[0] != pair[1]])
    largest = graph.subgraph(max(networkx.connected_components(graph), key=len))
    degrees = [degree for _, degree in graph.degree()]
    assert figures(pairs) == approximately(
        nodes=graph.number_of_nodes(),
        edges=graph.number_of_edges(),
        largest_component=len(largest),
        mean_degree=sum(degrees) / len(degrees),
        maximum_degree=max(degrees),
        triangles=sum(networkx.triangles(graph).values()) // 3,
        clustering=networkx.transitivity(graph),
        diameter=networkx.diameter(largest),
        mean_distance=networkx.average_shortest_path_length(largest),
        assortativity=assortativity([(graph.degree(a), graph.degree(b)) for a, b in graph.edges]),
    )


def figures(pairs: Iterable[tuple[str, str]]) -> dict[str, float | None]:
    """Return the measures of a network by name."""
    found = measure(pairs)
    assert found
    return asdict(found)


def approximately(**figures: float | None) -> Any:
    """Return figures, all of them, to compare with others but for the last digits."""
    return pytest.approx(asdict(Measures(**figures)))  # type: ignore[arg-type]


def assortativity(ends: list[tuple[int, int]]) -> float:
    """Return the assortativity by formula 4 of Newman, "Assortative mixing in networks" (2002), without rounding."""
    mean = Fraction(sum(one + other for one, other in ends), 2 * len(ends))
    products = Fraction(sum(one * other for one, other in ends), len(ends))
    squares = Fraction(sum(one**2 + other**2 for one, other in ends), 2 * len(ends))
    return float((products - mean**2) / (squares - mean**2))
