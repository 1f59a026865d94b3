"""Searches of searches.csv: what was looked for in stored public pages, and whether anything was found."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from identity import slug
from primary_tables import IN_LULEA, Actors, Result, Row

COLUMNS: Final = tuple("key,about,theme,sought_for,searched_in,searched_on,result,note".split(","))


def of(rows: Sequence[Row], actors: Actors) -> Result:
    """Return the searches: about a municipality where one is named, of a theme otherwise."""
    result, keys = Result(), Counter[str]()
    described = {m.key for m in actors.matcher.municipalities} | set(actors.keys.values())
    for number, row in enumerate(rows, start=2):
        if (row["municipality"], row["country"]) == ("Luleå", "SE"):
            result.leave_out("searches.csv", number, "", IN_LULEA)
            continue
        # A query in Cyrillic has no slug: the name looked for then stands for it.
        key = slug(row["query"])[:80] or slug(row["municipality"])
        keys[key] += 1
        match = actors.matcher.by_name(row["municipality"], row["country"])
        known = match.key if match else actors.keys.get((row["municipality"], row["country"]), "")
        about = known if known in described else ""
        result.accounted["about a municipality" if about else "of a theme"] += 1
        result.written.append(
            {
                "key": _numbered(key, keys),
                "about": f"~{about}" if about else "",
                "theme": "" if about else f"{row['municipality']} ({row['country']})",
                "sought_for": row["query"],
                "searched_in": _searched_in(row["pages_read"]),
                "searched_on": row["date"],
                "result": row["result"],
                "note": f"searches.csv, row {number}",
            }
        )
    return result


def _numbered(key: str, counted: Counter[str]) -> str:
    """Return a key, from its second use on with a number."""
    return key if counted[key] == 1 else f"{key}-{counted[key]}"


def _searched_in(pages: str) -> str:
    if pages.isdigit():
        return f"stored public pages; pages read: {pages}"
    return f"stored public pages; read: {pages}"
