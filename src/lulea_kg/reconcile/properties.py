"""The properties of things: which there are, what things have of them, and that as the protocol's data extension.

Source: Reconciliation Service API 0.2, data extension. Codes are those that identity links give; each scheme is one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from lulea_kg.names import Names
from lulea_kg.reconcile import values
from lulea_kg.reconcile.kinds import KINDS, PLACE, with_broader
from lulea_kg.stores import Store, select
from lulea_kg.terms import code

MOST_THINGS: Final = 50
MOST_VALUES: Final = 100
LIMIT: Final = "limit"
# The concept scheme of the schemes of codes.
SCHEMES: Final = "Identifier"
_MOST_PROPERTIES, _LONGEST, _MOST_ROWS = 20, 2000, 20_000
_PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_CODES: Final = (
    _PREFIXES
    + """SELECT ?thing ?scheme ?code WHERE {{ VALUES ?thing {{ {things} }}
  ?link mir:identifies ?thing ; a mir:IdentityLink ; mir:scheme ?scheme ; mir:code ?code }} LIMIT {limit}"""
)
_VALUES: Final = (
    _PREFIXES
    + "SELECT DISTINCT ?thing ?value WHERE {{ VALUES ?thing {{ {things} }} ?thing {path} ?value }} LIMIT {limit}"
)


@dataclass(frozen=True)
class Property:
    """A property by its id; `path` leads to its values in SPARQL ("" to codes), `form` says how they are written.

    Of a property whose values are things, `values` is their type; `of` names the types of things that have it.
    """

    id: str
    labels: tuple[str, str]
    path: str
    form: str = "str"
    values: str = ""
    of: tuple[str, ...] = ("Organization", "Person", PLACE)

    def label(self, lang: str) -> str:
        """Return the label in a language."""
        return self.labels[lang == "sv"]


COUNTRY: Final = Property("country", ("country code", "landskod"), "mir:inCountry", "code")
_OWN: Final = (
    COUNTRY,
    Property("label", ("name", "namn"), "skos:prefLabel"),
    Property("alias", ("other name", "annat namn"), "skos:altLabel"),
    Property("place", ("place", "plats"), "dct:spatial", "thing", PLACE, ("Organization",)),
    Property("latitude", ("latitude", "latitud"), "dct:spatial?/mir:latitude", "float"),
    Property("longitude", ("longitude", "longitud"), "dct:spatial?/mir:longitude", "float"),
    Property("population", ("inhabitants", "invånare"), "dct:spatial?/mir:population", "int"),
    Property("twin-town", ("twin town", "vänort"), "mir:twinnedWith", "thing", "LocalAuthority", ("LocalAuthority",)),
    Property("successor", ("successor", "efterföljare"), "mir:successor", "thing", "LocalAuthority", ("Organization",)),
)


def properties(names: Names) -> dict[str, Property]:
    """Return the properties by their ids: country, one for each scheme of codes, and what else things have."""
    schemes = names.codes(SCHEMES)
    english, swedish = names.words("en"), names.words("sv")
    coded = [
        Property(scheme, (english.get(scheme, scheme), swedish.get(scheme, scheme)), "", of=("Organization", PLACE))
        for scheme in schemes
    ]
    return {one.id: one for one in (COUNTRY, *coded, *_OWN)}


def codes_of(store: Store, things: Collection[str]) -> dict[str, dict[str, set[str]]]:
    """Return the codes of things by thing and scheme."""
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in _rows(store, _CODES, things):
        held[row["thing"]][code(row["scheme"])].add(row["code"])
    return held


def values_of(store: Store, one: Property, things: Collection[str]) -> dict[str, set[str]]:
    """Return what things have of a property that is no code."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _VALUES, things, path=one.path):
        held[row["thing"]].add(row["value"])
    return held


def fitting(names: Names, type_: str) -> list[Property]:
    """Return the properties that things of a type have; all, when the type is not known."""
    wider = set(with_broader(type_))
    return [one for one in properties(names).values() if type_ not in KINDS or not wider.isdisjoint(one.of)]


def extend(store: Store, names: Names, query: object, lang: str) -> dict[str, Any]:
    """Return what things have of some properties; raise InputError for what is no such query, or too much.

    A thing or property that is not known has nothing.
    """
    asked = values.members(query, "extend")
    things = _things(names, values.member(asked, "ids", "extend"))
    wanted = _wanted(values.member(asked, "properties", "extend"))
    known = properties(names)
    rows: dict[str, dict[str, Any]] = {id_: {} for id_ in things}
    codes = codes_of(store, [iri for iri in things.values() if iri])
    for id_, limit in wanted.items():
        one = known.get(id_)
        held = values_of(store, one, [iri for iri in things.values() if iri]) if one and one.path else {}
        for given, iri in things.items():
            found = held.get(iri, set()) or codes.get(iri, {}).get(id_, set())
            rows[given][id_] = [_cell(names, one, value) for value in sorted(found)[:limit]] if one else []
    return {"meta": [_meta(known.get(id_), id_, lang) for id_ in wanted], "rows": rows}


def _things(names: Names, ids: object) -> dict[str, str]:
    """Return the IRI of each thing asked by what it was called, "" for one that is not known."""
    given = [values.string(id_, "extend.ids", _LONGEST) for id_ in values.items(ids, "extend.ids", MOST_THINGS)]
    return {id_: id_ if names.select("SELECT 1 FROM thing WHERE iri = ?", (id_,)) else "" for id_ in given}


def _wanted(properties_: object) -> dict[str, int]:
    """Return how many values are asked at most, by property."""
    found = {}
    for number, item in enumerate(values.items(properties_, "extend.properties", _MOST_PROPERTIES)):
        place = f"extend.properties[{number}]"
        given = values.members(item, place)
        settings = values.members(given.get("settings", {}), f"{place}.settings")
        id_ = values.string(values.member(given, "id", place), f"{place}.id", _LONGEST)
        found[id_] = _limit(settings.get(LIMIT, 0), f"{place}.settings.{LIMIT}")
    return found


def _limit(value: object, place: str) -> int:
    # Clients send numbers of settings as text too.
    written = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10
    limit = values.number(int(str(value)) if written else value, place)
    return int(min(limit, MOST_VALUES)) if limit >= 1 else MOST_VALUES


def _rows(store: Store, query: str, things: Collection[str], **parts: str) -> Iterable[dict[str, str]]:
    if not things:
        return ()
    return select(store, query.format(things=" ".join(f"<{iri}>" for iri in things), limit=_MOST_ROWS, **parts))


def _meta(one: Property | None, id_: str, lang: str) -> dict[str, Any]:
    if not one:
        return {"id": id_, "name": id_}
    kind = KINDS.get(one.values)
    return {"id": id_, "name": one.label(lang), **({"type": {"id": kind.id, "name": kind.label(lang)}} if kind else {})}


def _cell(names: Names, one: Property, value: str) -> dict[str, Any]:
    if one.form == "thing":
        return {"id": value, "name": names.label(value)}
    if one.form == "float":
        return {"float": float(value)}
    if one.form == "int":
        return {"int": int(float(value))}
    return {"str": code(value) if one.form == "code" else value}
