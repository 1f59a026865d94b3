"""Who is meant by a name, a key of the 2026 lists or an item of Wikidata: one place for every decision of identity.

A `Matcher` reads the facts folder once and answers with a natural key and the name of the rule that gave it, or with
None: then the thing stays an actor of its own. Nothing is guessed; two answers are no answer.
"""

from __future__ import annotations

import csv
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from written_names import folded, plain, qualifier

# Registers are small: a town of the same name further away than this is another one. Northern municipalities are large.
NEAR_KM = 25.0
NEAR_KM_NORTH = 60.0
NORTHERN_COUNTIES = frozenset({"22", "23", "24", "25"})

# Keys that actors had before the lists were read: list key -> natural key of the actor.
KEPT_KEYS = {"cn-xi-an": "cn-xian"}

# Lists write an English name: the municipality of the country whose centroid lies there.
EXONYMS = {"se-gothenburg": "Göteborg", "dk-copenhagen": "København"}

# One GeoNames id, yet two things: another place, a part, an area, or no more than a guess.
NOT_ONE_TOWN = (
    frozenset({"ru-rostov", "ru-rostov-on-don"}),  # two towns, merged once by mistake
    frozenset({"de-mitte-berlin", "de-mitte-hamburg"}),  # districts of two cities
    frozenset({"hu-gyor", "hu-gyorszentivan-gyor"}),  # a city and one of its districts
    frozenset({"fr-arras", "fr-arras-communaute"}),  # a town and the union it belongs to
    frozenset({"fr-bergerac", "fr-bergerac-communaute"}),
    frozenset({"gb-winchester", "gb-winchester-local-government-district"}),
    frozenset({"ru-vyborg", "ru-vyborg-saint-petersburg"}),  # a town and perhaps a district of a city
    frozenset({"jp-nakano", "jp-nakano-tokyo"}),  # a city and perhaps a ward
    frozenset({"jp-chuo", "jp-chuo-tokyo"}),
    frozenset({"us-manhattan", "us-manhattan-new-york"}),
    frozenset({"tr-adapazari", "tr-sakarya"}),  # a city and perhaps its province
    frozenset({"il-tirat-carmel", "il-tira"}),  # two towns bear these names
    frozenset({"gr-volos", "gr-iolcus"}),  # a town and a former neighbour
    frozenset({"ph-cebu-city", "ph-cebu"}),  # a city and perhaps its province
)

_MATCHED = frozenset({"unique_name", "unique_alt", "coord_name", "coord_alt", "coord_pop_name", "coord_pop_alt"})
_FOLDED = {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss", "ł": "l", "Ł": "L"}
_FOLDED |= {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "œ": "oe", "Œ": "Oe"}


Row = dict[str, str]


@dataclass(frozen=True)
class Match:
    """The natural key of an actor, and the code of the inference that found it."""

    key: str
    rule: str


@dataclass(frozen=True)
class Municipality:
    """A municipality of a register, its centroid, and what the register knows of its seat and its items."""

    key: str
    name: str
    country: str
    county: str
    latitude: float
    longitude: float
    seat: str
    items: tuple[str, ...]
    items_inferred: tuple[str, ...]


class Matcher:
    """Find actors by name and country, by list key, or by Wikidata item, over one facts folder.

    All methods are pure. `by_name` is for texts that give a name and a country only; `by_list_key` for a key of
    places.csv; `by_qid` for an item. None means: no match, the thing is an actor of its own.
    """

    def __init__(self, facts: Path) -> None:
        self._facts = facts
        self._places = {row["place_key"]: row for row in _rows(facts / "places.csv")}
        self.municipalities = [*_swedish(facts), *_danish_and_estonian(facts)]
        self._named: dict[tuple[str, str], list[Municipality]] = defaultdict(list)
        for municipality in self.municipalities:
            self._named[folded(municipality.name), municipality.country].append(municipality)
        self._listed = self._gazetteer()
        self._items, self._items_inferred = self._item_tables()

    def by_name(self, name: str, country: str) -> Match | None:
        """Return the actor that a name with its country (ISO 2) can only mean: the register first, then the lists."""
        if found := self.in_register(name, country):
            return found
        towns = {self._resolved(key) for key in self._listed.get((folded(name), country), ())}
        if len(towns) == 1:
            return Match(towns.pop(), "unique-in-gazetteer")
        return None

    def in_register(self, name: str, country: str) -> Match | None:
        """Return the municipality that alone in the register of its country has this name."""
        named = self._named.get((folded(name), country), [])
        return Match(named[0].key, "unique-in-register") if len(named) == 1 else None

    def by_name_and_pair(self, name: str, country: str, partners: Iterable[tuple[str, str]]) -> Match | None:
        """Return the one list town of a name and country that the lists pair with one of these partners too.

        For towns without a GeoNames id: name and country alone do not decide, the same pair in another source does.
        """
        return self._by_pair(self._named_towns.get((folded(name), country), []), partners)

    def by_variant_and_pair(self, name: str, country: str, partners: Iterable[tuple[str, str]]) -> Match | None:
        """Return the list town that `variants` gives, if the lists pair it with one of these partners too.

        What the source says in brackets must not be lost: where the list does not say which town of a name it means,
        its key may stand for several of them. GeoNames has more than one Cambridge in the US; the lists have one key.
        """
        towns = [key for key in self.variants(name, country) if not qualifier(name) or self._is_the_only(key)]
        return self._by_pair(towns, partners)

    def variants(self, name: str, country: str) -> tuple[str, ...]:
        """Return the one list key whose name differs from this one by a macron or a qualifier in brackets, if any.

        "Tobetsu" is "Tōbetsu", "Pühalepa" perhaps "Pühalepa (Hiiumaa)". Empty unless there is exactly one.
        """
        towns = tuple(self._plain_towns.get((plain(name), country), ()))
        if len(towns) != 1:
            return ()
        own, listed = qualifier(name), qualifier(self._places[towns[0]]["name"])
        # In lower case it is a kind of unit: "(rural gmina)" is another authority than the town.
        is_unit = (own or listed)[:1].islower()
        return () if is_unit or (own and listed and own != listed) else towns

    def candidates(self, name: str, country: str) -> tuple[str, ...]:
        """Return the natural keys among which a name does not decide: empty unless there are two or more."""
        if self.by_name(name, country):
            return ()
        keys = {municipality.key for municipality in self._named.get((folded(name), country), [])}
        keys |= {self._resolved(key) for key in self._listed.get((folded(name), country), ())}
        return tuple(sorted(keys)) if len(keys) > 1 else ()

    def by_list_key(self, place_key: str) -> Match | None:
        """Return the actor that a key of the lists means, if it is another than the key's own.

        A municipality of a register, the other spelling of the same town, or a key that was there before.
        """
        if place_key not in self._places:
            return None
        if place_key in KEPT_KEYS:
            return Match(KEPT_KEYS[place_key], "unique-in-gazetteer")
        if found := self._in_register(place_key):
            return found
        spelling = self._spelling(place_key)
        if spelling == place_key:
            return None
        further = self._in_register(spelling)
        return Match(further.key if further else spelling, "same-geonames-id")

    def by_list_key_candidates(self, place_key: str) -> tuple[str, ...]:
        """Return the municipalities between which a list key does not decide: empty unless there are two or more."""
        keys = sorted(m.key for m in self._near(place_key)) if place_key in self._places else []
        return tuple(keys) if len(keys) > 1 and self.by_list_key(place_key) is None else ()

    def by_qid(self, qid: str) -> Match | None:
        """Return the actor that a Wikidata item means: a municipality's own item, its inferred one, or a town's."""
        if keys := self._items.get(qid):
            return Match(next(iter(keys)), "same-wikidata-id") if len(keys) == 1 else None
        if keys := self._items_inferred.get(qid):
            return Match(next(iter(keys)), "label-and-shared-twins") if len(keys) == 1 else None
        return None

    def place(self, place_key: str) -> dict[str, str] | None:
        """Return the row of places.csv with this key."""
        return self._places.get(place_key)

    @cached_property
    def _named_towns(self) -> dict[tuple[str, str], list[str]]:
        towns: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, row in self._places.items():
            towns[folded(row["name"]), row["country_iso2"]].append(key)
        return towns

    @cached_property
    def _plain_towns(self) -> dict[tuple[str, str], list[str]]:
        towns: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, row in self._places.items():
            towns[plain(row["name"]), row["country_iso2"]].append(key)
        return towns

    @cached_property
    def _pairs(self) -> frozenset[frozenset[str]]:
        rows = _rows(self._facts / "twinnings_wikipedia_2026.csv")
        return frozenset(
            frozenset({self._resolved(row["listed_by_key"]), self._resolved(row["partner_key"])}) for row in rows
        )

    @cached_property
    def _read_pairs(self) -> frozenset[frozenset[tuple[str, str]]]:
        return frozenset(_named_pair(row) for row in _rows(self._facts / "twinnings_primary.csv"))

    @cached_property
    def _listed_and_read(self) -> frozenset[str]:
        """The list keys of which a list has a pair that was also read elsewhere, under the same two names."""
        rows = _rows(self._facts / "twinnings_wikipedia_2026.csv")
        return frozenset(
            row[key] for row in rows if _named_pair(row) in self._read_pairs for key in ("listed_by_key", "partner_key")
        )

    def _by_pair(self, towns: Sequence[str], partners: Iterable[tuple[str, str]]) -> Match | None:
        if len(towns) != 1:
            return None
        key = self._resolved(towns[0])
        others = {other for partner in partners for other in self._partner_keys(*partner)}
        shared = any(frozenset({key, other}) in self._pairs for other in others)
        return Match(key, "name-and-shared-pair") if shared else None

    def _is_the_only(self, place_key: str) -> bool:
        """Tell whether GeoNames knows one town of the name in the country, wherever it lies."""
        return self._places[place_key]["geonames_match"].startswith("unique_")

    def _partner_keys(self, name: str, country: str) -> set[str]:
        if found := self.by_name(name, country):
            return {found.key}
        return {self._resolved(key) for key in self._named_towns.get((folded(name), country), [])}

    def _resolved(self, place_key: str) -> str:
        found = self.by_list_key(place_key)
        return found.key if found else place_key

    def _gazetteer(self) -> dict[tuple[str, str], set[str]]:
        listed: dict[tuple[str, str], set[str]] = defaultdict(set)
        for key, row in self._places.items():
            if row["geonames_match"] not in _MATCHED or self._is_misplaced(key):
                continue
            for name in {row["name"], row["geonames_name"]} - {""}:
                listed[folded(name), row["country_iso2"]].add(key)
        return listed

    def _is_misplaced(self, place_key: str) -> bool:
        """Tell whether the GeoNames id of a list key is that of the other town of its pair."""
        row = self._places[place_key]
        return row["name"] != row["geonames_name"] and any(place_key in pair for pair in NOT_ONE_TOWN)

    def _item_tables(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        stated: dict[str, set[str]] = defaultdict(set)
        inferred: dict[str, set[str]] = defaultdict(set)
        for municipality in self.municipalities:
            for item in municipality.items:
                stated[item].add(municipality.key)
            for item in municipality.items_inferred:
                inferred[item].add(municipality.key)
        for key, row in self._places.items():
            if row["wikidata_qid"]:
                stated[row["wikidata_qid"]].add(self._resolved(key))
        return stated, inferred

    def _in_register(self, place_key: str) -> Match | None:
        row = self._places[place_key]
        named = [*self._bearing(row["name"], row), *self._bearing(row["geonames_name"], row)]
        seated = {m.key: m for m in named if m.seat and m.seat == row["geonames_id"]}
        if len(seated) == 1:
            return Match(next(iter(seated)), "name-and-seat")
        near = self._near(place_key)
        if len(near) == 1:
            return Match(near[0].key, "name-and-distance")
        return self._in_register_by_pair(place_key)

    def _in_register_by_pair(self, place_key: str) -> Match | None:
        """Return the one municipality of the name, if nothing but a geocode without an id says where the town lies.

        Nothing checks those geocodes, and some lie far away: the same pair in another source outweighs one. The point
        is dropped, as all of them are; the municipality keeps that of its register.
        """
        row = self._places[place_key]
        named = self._bearing(row["name"], row)
        if row["geonames_id"] or len(named) != 1 or place_key not in self._listed_and_read:
            return None
        return Match(named[0].key, "name-and-shared-pair")

    def _bearing(self, name: str, row: Row) -> list[Municipality]:
        return self._named.get((folded(name), row["country_iso2"]), [])

    def _near(self, place_key: str) -> list[Municipality]:
        row = self._places[place_key]
        if not row["lat"] or not row["lon"]:
            return []
        here = float(row["lat"]), float(row["lon"])
        return [
            m
            for m in self._bearing(EXONYMS.get(place_key, row["name"]), row)
            if distance_km(here, (m.latitude, m.longitude)) <= _near_enough(m)
        ]

    def _spelling(self, place_key: str) -> str:
        """Return the key that stands for a town of several spellings: the one GeoNames names, then the busiest."""
        row = self._places[place_key]
        others = [
            other
            for other in map(str.strip, row["same_geonames_as"].replace("|", ";").split(";"))
            if other in self._places
            and self._places[other]["country_iso2"] == row["country_iso2"]
            and frozenset({place_key, other}) not in NOT_ONE_TOWN
        ]
        return min([place_key, *others], key=self._rank)

    def _rank(self, place_key: str) -> tuple[bool, int, str]:
        row = self._places[place_key]
        return row["name"] != row["geonames_name"], -int(row["pair_count"] or 0), place_key


def slug(text: str) -> str:
    """Return a name as part of a natural key: lower case, ASCII, other runs a hyphen.

    >>> slug("Nykøbing Sjælland"), slug("Ivano-Frankivsk"), slug("Ķekava")
    ('nykobing-sjaelland', 'ivano-frankivsk', 'kekava')
    """
    letters = unicodedata.normalize("NFKD", "".join(_FOLDED.get(c, c) for c in text))
    latin = "".join(c if c.isascii() and c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return "-".join(latin.lower().split())


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points (latitude, longitude in degrees) on a sphere of 6,371 km radius.

    >>> round(distance_km((65.58, 22.15), (65.74, 24.56)))
    112
    """
    (lat1, lon1), (lat2, lon2) = [(math.radians(a), math.radians(b)) for a, b in (one, other)]
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _near_enough(municipality: Municipality) -> float:
    return NEAR_KM_NORTH if municipality.county in NORTHERN_COUNTIES else NEAR_KM


def _swedish(facts: Path) -> Iterable[Municipality]:
    for row in _rows(facts / "municipalities_se.csv"):
        yield Municipality(
            f"se-{row['scb_code']}",
            row["name_short"],
            "SE",
            row["county_code"],
            float(row["lat"]),
            float(row["lon"]),
            row["geonames_id_seat_place"],
            tuple(filter(None, [row["wikidata_qid"]])),
            tuple(filter(None, [row["wikidata_qid_inferred"]])),
        )


def _danish_and_estonian(facts: Path) -> Iterable[Municipality]:
    for row in _rows(facts / "municipalities_dk_ee.csv"):
        key = f"{row['country_iso2'].lower()}-{row['code']}"
        where = float(row["lat"]), float(row["lon"])
        yield Municipality(key, row["name"], row["country_iso2"], "", *where, "", (), ())


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def _named_pair(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset((folded(row[f"{side}_name"]), row[f"{side}_country"]) for side in ("listed_by", "partner"))
