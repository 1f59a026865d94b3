"""Write data/partners, data/primary and data/memberships: `python data/make/primary.py FACTS`.

Every row of twinnings_primary.csv, memberships.csv, networks.csv and searches.csv becomes claims (or a search), or
stands in left-out.csv with a reason. The counts are printed, and the run fails unless they add up.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import primary_claims
import primary_memberships
import primary_partners
import primary_searches
from identity import Matcher
from primary_sources import Sources
from primary_tables import DATA, FILE, LEFT_OUT, MEMBERS, SOURCES, Actors, Name, Result, Row, hand_table, read, write


def make(facts: Path) -> None:
    """Write the three datasets and print how their counts add up."""
    rows, members, networks, looked_up = (
        read(facts / name) for name in (FILE, MEMBERS, "networks.csv", "searches.csv")
    )
    actors = Actors(Matcher(facts), _partners(rows), hand_table())
    sources = Sources(rows, actors)
    claims = primary_claims.Claims(actors, sources).of(rows)
    reader = primary_memberships.Memberships(actors, sources.publishers)
    memberships = reader.of(members, networks)
    searches = primary_searches.of(looked_up, actors)
    described = primary_partners.described(actors, sources.publishers)
    links = list(primary_partners.links(actors))

    primary = DATA / "primary"
    write(primary / "claims.csv", primary_claims.COLUMNS, claims.written)
    write(primary / "sources.csv", SOURCES, sources.table())
    unsettled = list(primary_partners.unsettled(actors))
    write(primary / "searches.csv", primary_searches.COLUMNS, [*searches.written, *unsettled])
    write(primary / "left-out.csv", LEFT_OUT, claims.left_out + searches.left_out)
    write(DATA / "memberships" / "memberships.csv", primary_memberships.COLUMNS, memberships.written)
    write(DATA / "memberships" / "sources.csv", SOURCES, reader.sources())
    write(DATA / "memberships" / "left-out.csv", LEFT_OUT, memberships.left_out)
    write(DATA / "partners" / "actors.csv", primary_partners.COLUMNS, described)
    write(DATA / "partners" / "links.csv", primary_partners.LINK_COLUMNS, links)
    write(DATA / "partners" / "sources.csv", SOURCES, primary_partners.link_sources(links))

    _count(FILE, len(rows), claims)
    _count(f"{MEMBERS} and networks.csv", len(members) + len(networks), memberships)
    _count("searches.csv", len(looked_up), searches)
    rules = Counter(link["inference"] for link in links)
    matched = ", ".join(f"{count} {rule}" for rule, count in rules.most_common())
    print(f"partners: {len(described)} actors; {len(links)} names matched: {matched}; {len(unsettled)} ambiguous")


def _count(file: str, rows: int, result: Result) -> None:
    parts = " + ".join(f"{count} {what}" for what, count in result.accounted.most_common())
    print(f"{file}: {rows} rows = {parts}; {len(result.written)} written")
    if result.accounted.total() != rows:
        raise SystemExit(f"{file}: {result.accounted.total()} rows accounted for, {rows} in the file")


def _partners(rows: Sequence[Row]) -> dict[Name, set[Name]]:
    partners: dict[Name, set[Name]] = defaultdict(set)
    for row in rows:
        one = row["listed_by_name"], row["listed_by_country"]
        other = row["partner_name"], row["partner_country"]
        if other[0]:
            partners[one].add(other)
            partners[other].add(one)
    return partners


if __name__ == "__main__":
    make(Path(sys.argv[1]))
