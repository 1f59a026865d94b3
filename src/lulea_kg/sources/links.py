"""Identity links and searches from tables: which code names which thing, and what was looked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from lulea_kg.iris import Namer, Registry
from lulea_kg.model import Claim, Dataset, Identity, Reading, Source
from lulea_kg.rows import Row
from lulea_kg.sources import cells, claims
from lulea_kg.sources.cells import Fault, Lookup
from lulea_kg.sources.tables import Tables

# What codes of a scheme look like, and the address of the thing they name in the other register.
_CODES: Final[dict[str, tuple[str, str]]] = {
    "wikidata": (r"Q[1-9][0-9]*", "http://www.wikidata.org/entity/{}"),
    "geonames": (r"[1-9][0-9]*", "https://sws.geonames.org/{}/"),
    "nuts": (r"[A-Z]{2}[0-9A-Z]{1,3}", "http://data.europa.eu/nuts/code/{}"),
    "scb": (r"[0-9]{4}", ""),
}
FOLDS: Final = "list-key"


@dataclass(frozen=True)
class Search:
    """One row of a searches table: what was looked for, where, on which day, and what came of it."""

    iri: str
    about: str
    sought_for: str
    searched_in: str
    searched_on: date
    result: str
    note: str


def fold(tables: Tables, registry: Registry, reading: Reading) -> None:
    """Tell `registry` which actors of lists are said to be other actors: withdraw the row, and they are not."""
    for row in tables.rows("links", reading):
        if row["scheme"] == FOLDS and row["type"] == "actor" and not row["withdrawn_at"]:
            registry.fold(row["code"], row["thing"].removeprefix("~"))


def links(
    tables: Tables, dataset: Dataset, namer: Namer, known: dict[str, Source], lookup: Lookup, reading: Reading
) -> Iterator[Claim]:
    """Yield the identity links of a dataset as the claims they are; faults go to `reading`."""
    seen: set[str] = set()
    for row in tables.rows("links", reading):
        if row["source"] in reading.refused:
            continue
        try:
            cells.need(row, "key", "source", "type", "thing", "scheme", "code", "match", "basis")
            source = claims.spoken(row, known)
            said = claims.said_at(cells.edtf(row, "as_of") or source.published)
            claim = claims.stated(row, dataset, namer, source, said, _identity(row, namer, lookup), lookup)
            claims.note(claim, row, seen, reading)
            yield claim
        except Fault as fault:
            cells.refuse(row, fault, reading)


def searches(tables: Tables, namer: Namer, lookup: Lookup, reading: Reading) -> Iterator[Search]:
    """Yield the searches of a dataset; one on a theme is about the dataset itself. Faults go to `reading`."""
    seen: set[str] = set()
    for row in tables.rows("searches", reading):
        try:
            cells.need(row, "key", "sought_for", "searched_in", "searched_on", "result")
            if bool(row["about"]) == bool(row["theme"]):
                raise Fault("about-or-theme", "about", found=row["about"])
            iri = namer.row("situation", "", row["key"])
            if iri in seen:
                raise Fault("duplicate-id", "key", found=row["key"])
            seen.add(iri)
            reading.places.setdefault(iri, row.place())
            yield Search(
                iri=iri,
                about=cells.name(row, "about", lookup.resolve) if row["about"] else namer.dataset_iri(),
                sought_for=": ".join(filter(None, (row["theme"], row["sought_for"]))),
                searched_in=row["searched_in"],
                searched_on=cells.day(row, "searched_on"),
                result=cells.one_of(row, "result", lookup.codes("SearchResult")),
                note=row["note"],
            )
        except Fault as fault:
            cells.refuse(row, fault, reading)


def _identity(row: Row, namer: Namer, lookup: Lookup) -> Identity:
    type_ = cells.one_of(row, "type", ("actor", "place"))
    scheme = cells.one_of(row, "scheme", lookup.codes("Identifier"))
    pattern, target = _CODES.get(scheme, (r"\S.*", ""))
    if not re.fullmatch(pattern, row["code"]):
        raise Fault("bad-code-form", "code", found=row["code"], expected=scheme)
    named = row["thing"]
    thing = (
        namer.thing(type_, named[1:], row.place("thing"))
        if named.startswith("~")
        else cells.name(row, "thing", lookup.resolve)
    )
    match = cells.one_of(row, "match", ("exact", "close"))
    return Identity(thing, scheme, row["code"], target.format(row["code"]), match)
