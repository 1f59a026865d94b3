"""Actors and places from tables: who and where, before anything is claimed of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lulea_kg.errors import LuleaKGError
from lulea_kg.iris import Namer
from lulea_kg.model import Reading
from lulea_kg.rows import Row
from lulea_kg.sources import cells
from lulea_kg.sources.cells import Fault
from lulea_kg.sources.tables import Tables
from lulea_kg.terms import COUNTRY

CLASSES: Final = {
    "municipality": "Municipality",
    "local-authority": "LocalAuthority",
    "network": "Network",
    "organization": "Organization",
    "region": "Organization",
    "person": "Person",
}
"""What a type in a table is in the ontology (Organization is of ORG, Person of FOAF)."""


@dataclass(frozen=True)
class Actor:
    """One row of an actors table; `folded` tells that a link says it is another actor, whose IRI this then is."""

    iri: str
    natural_key: str
    folded: bool
    type: str
    name: str
    alt_names: tuple[tuple[str, str], ...]
    country: str = ""
    place: str = ""
    successor: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Location:
    """One row of a places table; `within` is the IRI of the place or country it is part of."""

    iri: str
    name: str
    alt_names: tuple[tuple[str, str], ...]
    within: str = ""
    latitude: str = ""
    longitude: str = ""
    population: str = ""
    source: str = ""
    note: str = ""


def actors(tables: Tables, namer: Namer, countries: dict[str, str], reading: Reading) -> Iterator[Actor]:
    """Yield the actors of a dataset; faults go to `reading`. `countries` gives the EU code of each country code."""
    for row in _rows(tables, "actors", reading):
        try:
            cells.need(row, "key", "type", "name")
            natural_key = row["key"].removeprefix("~")
            iri = namer.thing("actor", natural_key, row.place())
            reading.places.setdefault(iri, row.place())
            yield Actor(
                iri=iri,
                natural_key=natural_key,
                folded=namer.registry.is_folded(natural_key),
                type=cells.one_of(row, "type", CLASSES),
                name=row["name"],
                alt_names=tuple(cells.names(row["alt_names"])),
                country=_country(row, countries),
                place=_reference(row, "place", "place", namer),
                successor=_reference(row, "successor", "actor", namer),
                source=row["source"],
                note=row["note"],
            )
        except Fault as fault:
            cells.refuse(row, fault, reading)


def places(tables: Tables, namer: Namer, countries: dict[str, str], reading: Reading) -> Iterator[Location]:
    """Yield the places of a dataset; faults go to `reading`."""
    for row in _rows(tables, "places", reading):
        try:
            cells.need(row, "key", "name")
            iri = namer.thing("place", row["key"].removeprefix("~"), row.place())
            reading.places.setdefault(iri, row.place())
            yield Location(
                iri=iri,
                name=row["name"],
                alt_names=tuple(cells.names(row["alt_names"])),
                within=_reference(row, "part_of", "place", namer) or _country(row, countries),
                latitude=cells.number(row, "latitude", -90, 90),
                longitude=cells.number(row, "longitude", -180, 180),
                population=cells.count(row, "population"),
                source=row["source"],
                note=row["note"],
            )
        except Fault as fault:
            cells.refuse(row, fault, reading)


def _rows(tables: Tables, name: str, reading: Reading) -> Iterator[Row]:
    seen: set[str] = set()
    for row in tables.rows(name, reading):
        if row["key"] in seen:
            cells.refuse(row, Fault("duplicate-id", "key", found=row["key"]), reading)
            continue
        seen.add(row["key"])
        yield row


def _country(row: Row, countries: dict[str, str]) -> str:
    code = row["country"]
    if code and code.upper() not in countries:
        raise Fault("country-unknown", "country", found=code)
    return COUNTRY + countries[code.upper()] if code else ""


def _reference(row: Row, column: str, type_: str, namer: Namer) -> str:
    """Return the IRI of what `~key` in a cell refers to, "" when the cell is empty."""
    if not row[column]:
        return ""
    try:
        return namer.thing(type_, row[column].removeprefix("~"), row.place(column))
    except LuleaKGError as error:
        raise Fault(error.message, column, **error.facts) from error
