"""Write the datasets of lists, of their places, and of Wikidata 2016: `python data/make/lists.py FACTS`.

Run it after the makers of municipalities, places and partners: what those describe is not described again.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import extract_2016
import gazetteer
import list_pages
from identity import Matcher
from lists_tables import DATA, Row, described, linked_places, places_referred_to, publishers, read, write

ACTOR_COLUMNS: Final = ("key", "type", "name", "country", "place", "source", "note")
PLACE_COLUMNS: Final = ("key", "name", "country", "latitude", "longitude", "population", "source", "note")
LINK_COLUMNS: Final = tuple("key,source,type,thing,scheme,code,match,basis,inference,file,row".split(","))
SOURCE_COLUMNS: Final = tuple("key,type,title,publisher,published,retrieved,language,licence".split(","))
CLAIM_COLUMNS: Final = tuple("key,source,subject,partner,kind,status,basis,inference,file,row".split(","))
SEARCH_COLUMNS: Final = ("key", "about", "sought_for", "searched_in", "searched_on", "result", "note")
LEFT_OUT_COLUMNS: Final = ("file", "row", "id", "reason")


class Lists:
    """The facts of the lists, and who describes what."""

    def __init__(self, facts: Path) -> None:
        self.matcher = Matcher(facts)
        self.rows = read(facts / list_pages.FACTS_FILE)
        self.extract = read(facts / extract_2016.FACTS_FILE)
        # Rows start at 2: row 1 is the header people see.
        self.towns = {row["place_key"]: (n, row) for n, row in enumerate(read(facts / gazetteer.FACTS_FILE), start=2)}
        self.registered = {municipality.key for municipality in self.matcher.municipalities}
        self.described_actors = described("actor")
        self.described_places = described("place")
        self.nordic_keys = self._keys(row for row in self.rows if list_pages.touches_the_north(row))
        self.linked_places = linked_places()
        self.with_place = [key for key in self.towns if self._has_place(key)]
        self.places = {key: place for key in self.with_place if (place := self._place(key))}

    def actor(self, key: str) -> str:
        """Return the actor a list key stands for, itself where nothing else does."""
        found = self.matcher.by_list_key(key)
        return found.key if found else key

    def is_linked(self, link: Row) -> bool:
        """Tell whether another dataset has an identity link of this place in this scheme."""
        return (link["thing"].lstrip("~"), link["scheme"]) in self.linked_places

    def place(self, key: str) -> str:
        """Return the place of a list key as a cell; empty where there is none, or where another actor has it."""
        known = key in self.places or key in self.described_places
        return f"~{key}" if known and self.actor(key) == key else ""

    def _keys(self, rows: Iterable[Row]) -> frozenset[str]:
        keys = {key for row in rows for key in list_pages.keys(row)}
        return frozenset(keys | ({self.actor(key) for key in keys} & self.towns.keys()))

    def _has_place(self, key: str) -> bool:
        """Tell whether GeoNames knows the place of a list key, and no other key stands for the same town."""
        actor = self.actor(key)
        return gazetteer.place(self.towns[key][1]) is not None and (actor == key or actor in self.registered)

    def _place(self, key: str) -> Row | None:
        """Return a place that no other dataset describes."""
        return None if key in self.described_places else gazetteer.place(self.towns[key][1])


def write_lists(lists: Lists, folder: Path, rows: Sequence[tuple[int, Row]], keys: Sequence[str]) -> dict[str, int]:
    """Write the tables of one dataset of lists and return how many rows each has."""
    by_id: dict[str, Row] = {row["pair_id"]: row for row in lists.rows}
    reasons = {row["pair_id"]: list_pages.reason_to_leave_out(row, by_id, lists.actor) for _, row in rows}
    kept = [row for _, row in rows if not reasons[row["pair_id"]]]
    left_out = [
        {"file": list_pages.FACTS_FILE, "row": str(n), "id": row["pair_id"], "reason": reasons[row["pair_id"]]}
        for n, row in rows
        if reasons[row["pair_id"]]
    ]
    claims = [claim for row in kept for claim in list_pages.claims(row)]
    own = [_list_actor(lists, key) for key in keys if key not in lists.described_actors]
    pages = _first_pages(lists.rows)
    links = [link for key in keys for link in _list_links(lists, key, pages[key])]
    used = {row["source"] for row in (*claims, *links)}
    titled = [source for source in list_pages.sources(lists.rows) if source["key"] in used]
    actors = [*publishers(titled), *_networks(lists, folder, kept), *own]
    return {
        "rows": len(rows),
        "kept": len(kept),
        "sources": write(folder / "sources.csv", SOURCE_COLUMNS, titled),
        "claims": write(folder / "claims.csv", CLAIM_COLUMNS, claims),
        "left out": write(folder / "left-out.csv", LEFT_OUT_COLUMNS, left_out),
        "actors": write(folder / "actors.csv", ACTOR_COLUMNS, actors),
        "links": write(folder / "links.csv", LINK_COLUMNS, links),
        "searches": write(folder / "searches.csv", SEARCH_COLUMNS, _searches(lists, keys)),
    }


def write_gazetteer(lists: Lists, folder: Path, keys: Sequence[str]) -> dict[str, int]:
    """Write the places of some list keys and their identity links, without those that stand elsewhere."""
    rows = [lists.towns[key] for key in keys]
    links = [link for n, row in rows for link in gazetteer.links(row, n) if not lists.is_linked(link)]
    sources = gazetteer.sources({link["source"] for link in links})
    return {
        "sources": write(folder / "sources.csv", SOURCE_COLUMNS, sources),
        "actors": write(folder / "actors.csv", ACTOR_COLUMNS, publishers(sources)),
        "places": write(
            folder / "places.csv", PLACE_COLUMNS, (lists.places[key] for key in keys if key in lists.places)
        ),
        "links": write(folder / "links.csv", LINK_COLUMNS, links),
    }


def write_extract(lists: Lists, folder: Path, in_default_build: frozenset[str]) -> dict[str, int]:
    """Write the claims of Wikidata 2016; items that only the world lists know are actors here, linked to theirs."""
    labels = extract_2016.labels(lists.extract)
    found = {item: match for item in labels if (match := lists.matcher.by_qid(item))}
    keys = {item: match.key for item, match in found.items() if match.key in in_default_build}
    elsewhere = {item: match for item, match in found.items() if item not in keys}
    rows = list(enumerate(lists.extract, start=2))

    def key_of(item: str) -> str:
        return keys.get(item) or extract_2016.own_key(item)

    def stands_for(item: str) -> str:
        return found[item].key if item in found else item

    joined = {n for n, row in rows if stands_for(row["subject_qid"]) == stands_for(row["object_qid"])}
    first = {item: n for n, row in reversed(rows) for item in (row["subject_qid"], row["object_qid"])}
    left_out = [
        {
            "file": extract_2016.FACTS_FILE,
            "row": str(n),
            "id": f"{row['subject_qid']} {row['object_qid']}",
            "reason": f"both items stand for {stands_for(row['subject_qid'])}",
        }
        for n, row in rows
        if n in joined
    ]
    sources = extract_2016.sources()
    items = [extract_2016.actor(item, label) for item, label in sorted(labels.items()) if item not in keys]
    links = [extract_2016.link(item, m.key, m.rule, first[item]) for item, m in sorted(elsewhere.items())]
    claims = [extract_2016.claim(row, key_of) for n, row in rows if n not in joined]
    return {
        "rows": len(rows),
        "sources": write(folder / "sources.csv", SOURCE_COLUMNS, sources),
        "claims": write(folder / "claims.csv", CLAIM_COLUMNS, claims),
        "left out": write(folder / "left-out.csv", LEFT_OUT_COLUMNS, left_out),
        "items": len(labels),
        "items under a key": len(keys),
        "actors": write(folder / "actors.csv", ACTOR_COLUMNS, [*publishers(sources), *items]),
        "links": write(folder / "links.csv", LINK_COLUMNS, links),
    }


def _first_pages(rows: Iterable[Row]) -> dict[str, str]:
    """Return the source key of the first page that writes each list key."""
    pages: dict[str, str] = {}
    for row in rows:
        for key in list_pages.keys(row):
            pages.setdefault(key, list_pages.page(row)[0])
    return pages


def _networks(lists: Lists, folder: Path, rows: list[Row]) -> list[Row]:
    """Return the networks for the dataset of the default build, as each is described once."""
    if not folder.name.endswith("nordic"):
        return []
    return [network for network in list_pages.networks(rows) if network["key"] not in lists.described_actors]


def _list_actor(lists: Lists, key: str) -> Row:
    """Return a town under the name the lists write."""
    _, town = lists.towns[key]
    return {
        "key": key,
        "type": "local-authority",
        "name": town["name"],
        "place": lists.place(key),
        "source": list_pages.CARRIER,
    } | gazetteer.country(town)


def _list_links(lists: Lists, key: str, page: str) -> Iterator[Row]:
    """Yield the identity of a list key with the actor it stands for, if that is another."""
    found = lists.matcher.by_list_key(key)
    if found:
        yield {
            "key": f"list-key-{key}",
            "source": page,
            "type": "actor",
            "thing": f"~{found.key}",
            "scheme": "list-key",
            "code": key,
            "match": "exact",
            "basis": "inferred",
            "inference": found.rule,
            "file": gazetteer.FACTS_FILE,
            "row": str(lists.towns[key][0]),
        }


def _searches(lists: Lists, keys: Iterable[str]) -> Iterator[Row]:
    """Yield what was looked for and not decided: a GeoNames id, or one of several municipalities of a register."""
    for key in keys:
        yield from gazetteer.searches(lists.towns[key][1])
        if several := lists.matcher.by_list_key_candidates(key):
            yield {
                "key": f"municipality-{key}",
                "about": f"~{key}",
                "sought_for": "municipality",
                "searched_in": "register of municipalities",
                "searched_on": gazetteer.READ_ON,
                "result": "ambiguous",
                "note": f"namesakes within reach: {', '.join(several)}",
            }


def main(facts: Path) -> None:
    """Write the five datasets and print their counts."""
    lists = Lists(facts)
    near = lists.nordic_keys | places_referred_to()
    rows = list(enumerate(lists.rows, start=2))
    for name, northern in (("nordic", True), ("world", False)):
        some = [(n, row) for n, row in rows if list_pages.touches_the_north(row) is northern]
        keys = [key for key in lists.towns if (key in lists.nordic_keys) is northern]
        _say(f"lists-2026-{name}", write_lists(lists, DATA / f"lists-2026-{name}", some, keys))
        places = [key for key in lists.with_place if (key in near) is northern]
        _say(f"gazetteer-{name}", write_gazetteer(lists, DATA / f"gazetteer-{name}", places))
    in_default_build = lists.described_actors | lists.registered | lists.nordic_keys
    _say("wikidata-2016", write_extract(lists, DATA / "wikidata-2016", in_default_build))


def _say(name: str, counts: dict[str, int]) -> None:
    print(f"{name}: " + ", ".join(f"{what} {count:,}" for what, count in counts.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
