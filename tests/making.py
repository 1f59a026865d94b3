"""Small graphs, tables and statements, for tests to build their input where it can be seen."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

from lulea_kg.iris import Namer, Registry
from lulea_kg.model import Dataset
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import PREFIXES

BASE: Final = "https://ex.example"
_HEAD: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
FREE: Final = "CC0-1.0"


def ntriples(turtle: str) -> bytes:
    """Return Turtle as N-Triples; every prefix of the product is known, and relative IRIs lie under BASE."""
    quads = parse(_HEAD + turtle, format=RdfFormat.TURTLE, base_iri=BASE + "/")
    return serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""


def lines(ntriples_: bytes | str) -> list[str]:
    """Return N-Triples line by line, sorted, so that graphs compare whatever their order."""
    text = ntriples_.decode() if isinstance(ntriples_, bytes) else ntriples_
    return sorted(text.splitlines())


def store(turtle: str = "", **graphs: str) -> EmbeddedStore:
    """Return a memory store whose graph BASE/graph/main holds `turtle`, and BASE/graph/NAME each of `graphs`."""
    filled = EmbeddedStore()
    for name, content in {"main": turtle, **graphs}.items():
        filled.add(f"{BASE}/graph/{name}", ntriples(content))
    return filled


def dataset(folder: Path, **files: str) -> Dataset:
    """Return a dataset named "ex" in `folder`; `files` are its tables by name, without .csv."""
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return Dataset(
        name="ex",
        folder=folder,
        title={"sv": "Exempel", "en": "Example"},
        role="relations",
        licence=FREE,
        publisher="Exempelköping",
        recorded_on=date(2026, 1, 15),
        recorded_by="kansliet",
    )


def namer(registry: Registry | None = None) -> Namer:
    """Return what names the things of the dataset "ex" under BASE."""
    return Namer(BASE, "ex", registry or Registry())


def csv(columns: Iterable[str], *rows: Mapping[str, str]) -> str:
    """Return a table with these columns; a cell that a row does not name is empty. Cells hold no commas."""
    header = list(columns)
    return "\n".join([",".join(header), *(",".join(row.get(name, "") for name in header) for row in rows)]) + "\n"
