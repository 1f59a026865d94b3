"""The twinnings of Wikidata on 2016-09-12 as tables: claims between items, and the items with no other key."""

from collections.abc import Callable, Iterable
from typing import Final

from lists_tables import Row

FACTS_FILE: Final = "twinnings_wikidata_2016.csv"
SOURCE: Final = "wikidata-2016-09-12"


def sources() -> list[Row]:
    """Return the one source."""
    return [
        {
            "key": SOURCE,
            "type": "list-copy",
            "title": "Wikidata P190 via L3viathan/sister-cities relations.tsv@d3028c2",
            "publisher": "~publisher-wikidata",
            "published": "2016-09-12",
            "retrieved": "2016-09-12",
            "language": "und",
            "licence": "CC0 by origin (Wikidata); repository has no licence file",
        }
    ]


def labels(rows: Iterable[Row]) -> dict[str, str]:
    """Return the label of every item, by item."""
    found: dict[str, str] = {}
    for row in rows:
        found[row["subject_qid"]] = row["subject_label"]
        found[row["object_qid"]] = row["object_label"]
    return found


def own_key(item: str) -> str:
    """Return the key of an actor known by its item only."""
    return f"wd-{item.lower()}"


def claim(row: Row, key_of: Callable[[str], str]) -> Row:
    """Return a row as a claim; `key_of` gives the actor an item stands for."""
    subject, partner = row["subject_qid"], row["object_qid"]
    return {
        "key": f"wd-{subject.lower()}-{partner.lower()}",
        "source": SOURCE,
        "subject": f"~{key_of(subject)}",
        "partner": f"~{key_of(partner)}",
        "kind": "twin-town",
        "status": "listed",
    }


def actor(item: str, label: str) -> Row:
    """Return an item that no other key stands for, under its label; the extract names no countries."""
    return {"key": own_key(item), "type": "local-authority", "name": label, "source": f"{FACTS_FILE}, label of {item}"}


def link(item: str, key: str, rule: str, row: int) -> Row:
    """Return the identity of an item with an actor that another optional dataset describes."""
    return {
        "key": f"list-key-{own_key(item)}",
        "source": SOURCE,
        "type": "actor",
        "thing": f"~{key}",
        "scheme": "list-key",
        "code": own_key(item),
        "match": "exact",
        "basis": "inferred",
        "inference": rule,
        "file": FACTS_FILE,
        "row": str(row),
    }
