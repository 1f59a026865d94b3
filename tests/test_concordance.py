"""The concordance has every code of every thing, with its basis, its source and whether it still holds."""

import drawn
import making

from lulea_kg.concordance import CONCORDANCE, links
from lulea_kg.exports.network import network
from lulea_kg.stores import Store


def concordance(store: Store) -> list[dict[str, object]]:
    names = [column.name for column in CONCORDANCE.columns]
    return [dict(zip(names, row, strict=True)) for row in links(store, network(store))]


def test_a_row_says_whose_code_it_is_and_who_says_so() -> None:
    (row,) = concordance(drawn.store(drawn.link("2580", {"mir:basis": "mir:stated"})))
    assert row == {
        "actorIri": f"{making.BASE}/id/actor/home",
        "key": "home",
        "name": "Exempelköping",
        "country": "SWE",
        "type": "municipality",
        "scheme": "scb",
        "code": "2580",
        "match": "exact",
        "basis": "stated",
        "inference": "",
        "withdrawnAt": "",
        "successorIri": "",
        "source": "Registret",
        "sourceIri": f"{making.BASE}/id/source/r",
        "target": "",
        "claimIri": f"{making.BASE}/id/claim/2580",
        "licence": "CC-BY-SA-4.0",
    }


def test_what_is_inferred_names_the_inference() -> None:
    (row,) = concordance(
        drawn.store(drawn.link("1", {"mir:basis": "mir:inferred", "mir:inference": "mir:name-and-seat"}))
    )
    assert (row["basis"], row["inference"]) == ("inferred", "name-and-seat")


def test_a_withdrawn_link_stays_with_its_day() -> None:
    (row,) = concordance(drawn.store(drawn.link("1", {"mir:withdrawnAt": '"2026-05-01"^^xsd:date'})))
    assert row["withdrawnAt"] == "2026-05-01"


def test_a_thing_that_became_another_names_it() -> None:
    (row,) = concordance(drawn.store(drawn.link("1", {}) + "<id/actor/home> mir:successor <id/actor/new> ."))
    assert row["successorIri"] == f"{making.BASE}/id/actor/new"


def test_codes_stand_in_order_and_places_are_places() -> None:
    place = making.BASE + "/id/place/home"
    store = drawn.store(drawn.link("2", {}) + drawn.link("10", {}) + f"<id/situation/10> mir:identifies <{place}> .")
    found = [(row["type"], row["code"]) for row in concordance(store)]
    assert found == [("municipality", "10"), ("municipality", "2"), ("place", "10")]
