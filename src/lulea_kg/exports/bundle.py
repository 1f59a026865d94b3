"""The further files of a release, by format: tables, map, network, workbook."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from lulea_kg.concordance import CONCORDANCE
from lulea_kg.exports import book, csvw, edges, geojson, gexf
from lulea_kg.exports.contents import TABLES
from lulea_kg.exports.network import Network, network
from lulea_kg.stores import Store

FORMATS: Final = ("csv", "excel-csv", "xlsx", "geojson", "gexf", "edges", "concordance")
Files = Iterator[tuple[str, Iterable[bytes]]]


def write(store: Store, about: Mapping[str, Any], formats: Collection[str], lang: str) -> Files:
    """Yield the name and the content, in parts, of each file of some FORMATS.

    `about` is the release's manifest, `lang` the language of the workbook. Every file but the workbook can be written
    as it comes. Raises InputError when xlsx is asked for and its library is not installed.
    """
    held = network(store) if formats else Network("", {}, {})
    for format_ in FORMATS:
        if format_ in formats:
            yield from _FILES[format_](store, held, about, lang)


def sealed(store: Store, about: Mapping[str, Any]) -> Files:
    """Yield what lies in every release: the folder `tables/` with its metadata, and the concordance."""
    held = network(store)
    for table in TABLES:
        yield f"tables/{table.name}.csv", csvw.write(table, store, held)
    yield f"tables/{csvw.METADATA}", [csvw.metadata(TABLES, about)]
    yield "concordance.csv", csvw.write(CONCORDANCE, store, held)
    yield f"concordance.{csvw.METADATA}", [csvw.metadata([CONCORDANCE], about)]


def _tables(store: Store, held: Network, about: Mapping[str, Any], _: str) -> Files:
    for table in (*TABLES, CONCORDANCE):
        yield f"{table.name}.csv", csvw.write(table, store, held)
    yield csvw.METADATA, [csvw.metadata([*TABLES, CONCORDANCE], about)]


def _excel_tables(store: Store, held: Network, about: Mapping[str, Any], lang: str) -> Files:
    for table in (*TABLES, CONCORDANCE):
        yield f"{table.name}-excel.csv", csvw.write_for_excel(table, store, held)


def _workbook(store: Store, held: Network, about: Mapping[str, Any], lang: str) -> Files:
    yield "tables.xlsx", [book.write([*TABLES, CONCORDANCE], store, held, about, lang)]


def _map(store: Store, held: Network, about: Mapping[str, Any], lang: str) -> Files:
    yield "map.geojson", geojson.document(held)


def _network(store: Store, held: Network, about: Mapping[str, Any], lang: str) -> Files:
    yield "network.gexf", gexf.document(held)


def _edges(store: Store, held: Network, about: Mapping[str, Any], lang: str) -> Files:
    yield "edges.csv", csvw.lines(edges.COLUMNS, edges.edges(held))


def _concordance(store: Store, held: Network, about: Mapping[str, Any], lang: str) -> Files:
    yield "concordance.csv", csvw.write(CONCORDANCE, store, held)


_FILES: Final[dict[str, Callable[[Store, Network, Mapping[str, Any], str], Files]]] = {
    "csv": _tables,
    "excel-csv": _excel_tables,
    "xlsx": _workbook,
    "geojson": _map,
    "gexf": _network,
    "edges": _edges,
    "concordance": _concordance,
}
