"""Searches of searches.csv: what was looked for in stored public pages, and whether anything was found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from identity import Matcher, slug
from primary_tables import IN_LULEA, Actors, Result, Row

COLUMNS: Final = tuple("key,about,theme,sought_for,searched_in,searched_on,result,note".split(","))
# Of a look-up of several municipalities, those of which its pages say nothing.
NOTHING_OF: Final = {"Essunga, Grästorp, Färgelanda": ("Grästorp", "Färgelanda"), "Grums, Eda": ("Grums",)}


def of(rows: Sequence[Row], actors: Actors) -> Result:
    """Return the searches: about each municipality where some are named, of a theme otherwise."""
    result, keys = Result(), Counter[str]()
    for number, row in enumerate(rows, start=2):
        if (row["municipality"], row["country"]) == ("Luleå", "SE"):
            result.leave_out("searches.csv", number, "", IN_LULEA)
            continue
        # A query in Cyrillic has no slug: the name looked for then stands for it.
        key = slug(row["query"])[:80] or slug(row["municipality"])
        keys[key] += 1
        search = {
            "key": _numbered(key, keys),
            "sought_for": row["query"],
            "searched_in": _searched_in(row["pages_read"]),
            "searched_on": row["date"],
            "result": row["result"],
            "note": f"searches.csv, row {number}",
        }
        searches = list(_of_several(row, search, actors.matcher)) or [search | _about(row, actors)]
        result.accounted["about a municipality" if searches[0]["about"] else "of a theme"] += 1
        result.written += searches
    return result


def _of_several(row: Row, search: dict[str, str], matcher: Matcher) -> Iterator[dict[str, str]]:
    """Yield a search for each municipality that a row names; nothing unless they are several, all of a register."""
    names = row["municipality"].split(", ")
    found = {name: match.key for name in names if (match := matcher.in_register(name, row["country"]))}
    if len(names) == 1 or len(found) < len(names):
        return
    for name, key in found.items():
        nothing = name in NOTHING_OF.get(row["municipality"], ())
        told = {"key": f"{search['key']}-{slug(name)}", "about": f"~{key}"}
        yield search | told | {"result": "none" if nothing else row["result"]}


def _about(row: Row, actors: Actors) -> dict[str, str]:
    """Return whom a search is about, or its theme."""
    name = row["municipality"], row["country"]
    match = actors.matcher.by_name(*name)
    known = match.key if match else actors.keys.get(name, "")
    described = {m.key for m in actors.matcher.municipalities} | set(actors.keys.values())
    if known in described:
        return {"about": f"~{known}", "theme": ""}
    return {"about": "", "theme": f"{name[0]} ({name[1]})"}


def _numbered(key: str, counted: Counter[str]) -> str:
    """Return a key, from its second use on with a number."""
    return key if counted[key] == 1 else f"{key}-{counted[key]}"


def _searched_in(pages: str) -> str:
    if pages.isdigit():
        return f"stored public pages; pages read: {pages}"
    return f"stored public pages; read: {pages}"
