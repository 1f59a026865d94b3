"""The lists of twin towns of the English Wikipedia, 2026, as tables: sources, claims, and the rows left out."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from lists_tables import Row

CARRIER: Final = "Hekman/twincities twin_cities_raw.csv@84ebdec"
FACTS_FILE: Final = "twinnings_wikipedia_2026.csv"
NORDIC: Final = frozenset({"SE", "FI", "NO", "DK", "IS", "EE", "LV", "LT", "FO", "GL", "AX"})
# Four pages list towns of the United Kingdom; Northern Cyprus has no country code.
PAGE_KEYS: Final = {
    "England": "gb-england",
    "Scotland": "gb-scotland",
    "Wales": "gb-wales",
    "Northern Cyprus": "northern-cyprus",
}
NETWORKS: Final = {
    "Douzelage (by clique)": "network-douzelage",
    "European Charter of Rural Communities (by clique)": "network-european-charter-of-rural-communities",
}
_SOURCE = re.compile(r"Wikipedia \(en\), (List of twin towns and sister cities in (.+)); via (.+) row (\d+)")


def touches_the_north(row: Row) -> bool:
    """Tell whether one of the two towns lies in a Nordic or Baltic country."""
    return bool(NORDIC & {row["listed_by_country"], row["partner_country"]})


def keys(row: Row) -> tuple[str, str]:
    """Return the list keys of the listing town and its partner."""
    return row["listed_by_key"], row["partner_key"]


def page(row: Row) -> tuple[str, str, str]:
    """Return the source key of the list page a row stands on, the page's title, and the row of the carrier."""
    found = _SOURCE.fullmatch(row["source"])
    if found is None or found[3] != CARRIER:
        raise ValueError(f"{FACTS_FILE}: unexpected source of {row['pair_id']}: {row['source']}")
    return f"wikipedia-2026-{PAGE_KEYS.get(found[2]) or row['listed_by_country'].lower()}", found[1], found[4]


def sources(rows: Iterable[Row]) -> list[Row]:
    """Return one source per list page, by key."""
    titles = {key: title for key, title, _ in map(page, rows)}
    return [
        {
            "key": key,
            "type": "list",
            "title": title,
            "publisher": "~publisher-wikipedia-en",
            "published": "2026-02-08",
            "retrieved": "2026-02-08",
            "language": "en",
            "licence": "CC BY-SA 4.0",
        }
        for key, title in sorted(titles.items())
    ]


def reason_to_leave_out(row: Row, by_id: dict[str, Row], same: Callable[[str], str]) -> str:
    """Return why a row is no claim, or "" when it is one; `same` gives the actor a list key stands for."""
    listed_by, partner = keys(row)
    if listed_by == partner:
        return "the list pairs the town with itself"
    if row["duplicate_of"] and keys(by_id[row["duplicate_of"]]) == (listed_by, partner):
        return f"repeats {row['duplicate_of']} of the same list"
    if same(listed_by) == same(partner):
        return "both names stand for one actor"
    return ""


def claims(row: Row) -> Iterator[Row]:
    """Yield the claims of a row: the pair is listed, or, in a clique, each of the two takes part in the network."""
    source, _, number = page(row)
    common = {"source": source, "status": "listed", "file": CARRIER, "row": number}
    listed_by, partner = (f"~{key}" for key in keys(row))
    if not row["clique"]:
        yield common | {"key": row["pair_id"], "subject": listed_by, "partner": partner, "kind": "twin-town"}
        return
    network = common | {
        "partner": f"~{NETWORKS[row['clique']]}",
        "kind": "network-participation",
        "basis": "inferred",
        "inference": "clique-density",
    }
    yield network | {"key": row["pair_id"], "subject": listed_by}
    yield network | {"key": f"{row['pair_id']}-partner", "subject": partner}


def networks(rows: Iterable[Row]) -> list[Row]:
    """Return the networks that the cliques of the rows are named after."""
    return [
        {
            "key": NETWORKS[clique],
            "type": "network",
            "name": clique.removesuffix(" (by clique)"),
            "source": f"{FACTS_FILE}, column clique",
        }
        for clique in sorted({row["clique"] for row in rows} - {""})
    ]
