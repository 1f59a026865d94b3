"""Every file of a release is written the same way twice, whatever order the store holds its facts in."""

from pathlib import Path

import drawn
import making
import pytest
from invented import build, dataset, run
from pyoxigraph import RdfFormat, serialize

from lulea_kg.exports import bundle
from lulea_kg.stores import Store
from lulea_kg.stores.embedded import EmbeddedStore

EVERY = bundle.FORMATS
TABLES = ("actors", "claims", "concordance", "cooperations", "sources", "states", "twin-towns")
NAMES = {
    "csv": {*(f"{name}.csv" for name in TABLES), "csv-metadata.json"},
    "excel-csv": {f"{name}-excel.csv" for name in TABLES},
    "xlsx": {"tables.xlsx"},
    "geojson": {"map.geojson"},
    "gexf": {"network.gexf"},
    "edges": {"edges.csv"},
    "concordance": {"concordance.csv"},
}


def files(store: Store, *formats: str) -> dict[str, bytes]:
    return {name: b"".join(content) for name, content in bundle.write(store, drawn.ABOUT, formats, "en")}


def reversed_store(store: EmbeddedStore) -> EmbeddedStore:
    other = EmbeddedStore()
    for graph in reversed(store.graphs()):
        quads = sorted(store.quads(graph), key=str, reverse=True)
        other.add(graph, serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"")
    return other


def test_the_same_facts_give_the_same_bytes_in_whatever_order_they_came() -> None:
    store = drawn.hostile()
    assert files(reversed_store(store), *EVERY) == files(store, *EVERY)


@pytest.mark.parametrize("format_", EVERY)
def test_each_format_has_its_files(format_: str) -> None:
    assert set(files(drawn.hostile(["A"]), format_)) == NAMES[format_]


@pytest.mark.parametrize("format_", EVERY)
def test_a_store_without_anything_has_the_same_files(format_: str) -> None:
    assert set(files(making.store(), format_)) == NAMES[format_]


def test_what_lies_in_a_release_needs_no_extra_and_no_id() -> None:
    about = {name: value for name, value in drawn.ABOUT.items() if name != "id"}
    names = {name for name, _ in bundle.sealed(drawn.hostile(["A"]), about)}
    assert names == {
        *(f"tables/{name}" for name in NAMES["csv"] - {"concordance.csv"}),
        "concordance.csv",
        "concordance.csv-metadata.json",
    }


@pytest.mark.parametrize("format_", EVERY)
def test_the_command_writes_what_is_asked_for(tmp_path: Path, format_: str) -> None:
    build(dataset(tmp_path), tmp_path / "releases")
    result = run("--releases", tmp_path / "releases", "export", tmp_path / "out", "--only", format_)
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == NAMES[format_]
    assert {Path(line).name for line in result.stdout.splitlines()} == NAMES[format_]
