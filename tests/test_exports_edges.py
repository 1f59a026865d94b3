"""The edge list has a row for every two parties of a relation, and reads back."""

import csv
import io

import drawn
import networkx

from lulea_kg.exports import edges
from lulea_kg.stores import Store


def read(store: Store) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(edges.write(store)).decode(), newline=""), strict=True))


def test_every_hostile_name_reads_back_as_it_is() -> None:
    assert [row["targetName"] for row in read(drawn.hostile())] == list(drawn.HOSTILE)


def test_a_row_says_what_is_known_and_when() -> None:
    store = drawn.store(
        drawn.actor("a", "Randby") + drawn.relation("c", "a"),
        drawn.state("s1", "c", "in-force", "1990-01-01", "2020-05-01") + drawn.state("s2", "c", "ended", "2020-05-02"),
    )
    (row,) = read(store)
    assert {name: row[name] for name in ("kinds", "standing", "from", "to", "disputed")} == {
        "kinds": "twin-town",
        "standing": "ended",
        "from": "1990-01-01",
        "to": "",
        "disputed": "false",
    }


def test_three_parties_are_three_edges_and_a_country_is_none() -> None:
    store = drawn.store(
        drawn.actor("a", "A") + drawn.actor("b", "B") + drawn.relation("c", "a", "b") + drawn.relation("d")
    )
    found = networkx.from_edgelist([(row["source"], row["target"]) for row in read(store)])
    assert sorted(found.degree) == [(iri, 2) for iri in drawn.iris("actor", ["a", "b", "home"])]
