"""The workbook reads back: texts stay texts, days are days, and the first sheet says what it is."""

import io
import zipfile
from datetime import date

import drawn
import pytest
from python_calamine import CalamineWorkbook

from lulea_kg.exports import book
from lulea_kg.exports.contents import TABLES
from lulea_kg.exports.network import network
from lulea_kg.stores import Store


def written(store: Store, lang: str = "en") -> bytes:
    return book.write(TABLES, store, network(store), drawn.ABOUT, lang)


@pytest.fixture(scope="module")
def content() -> bytes:
    return written(drawn.hostile())


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(f"xl/worksheets/{name}.xml").decode()


def rows(content: bytes, sheet: str) -> list[list[object]]:
    return [
        list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    ]


def test_there_is_a_sheet_for_every_table_and_a_first_one_that_tells(content: bytes) -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert names == ["Read me", *(table.title[0] for table in TABLES)]
    assert CalamineWorkbook.from_filelike(io.BytesIO(written(drawn.hostile(), "sv"))).sheet_names[0] == "Läs mig"


def test_every_hostile_name_is_a_text_that_reads_back(content: bytes) -> None:
    assert [row[2] for row in rows(content, "Actors")[2:]] == list(drawn.HOSTILE)
    assert not any("<f>" in part(content, f"sheet{number}") for number in range(1, 8))


def test_days_are_days_and_numbers_numbers(content: bytes) -> None:
    state = dict(zip(*rows(content, "Known states")[:2], strict=True))
    assert state["from"] == date(2000, 1, 1)
    actor = dict(zip(*rows(content, "Actors")[:2], strict=True))
    assert (actor["longitude"], actor["latitude"]) == (22.25, 65.5)


def test_the_heading_is_frozen_and_filters_and_addresses_are_links(content: bytes) -> None:
    sheet = part(content, "sheet2")
    assert '<pane ySplit="1"' in sheet
    assert "<autoFilter " in sheet
    assert sheet.count("<hyperlink ") == 1 + len(drawn.HOSTILE)


def test_the_first_sheet_names_release_day_licence_and_columns(content: bytes) -> None:
    told = rows(content, "Read me")
    assert told[0][:2] == ["Release", drawn.ABOUT["id"]]
    assert told[1][:2] == ["Reference date", "2027-01-15"]
    assert ["Example", "=Exempelköping", "http://creativecommons.org/publicdomain/zero/1.0/"] in [
        row[:3] for row in told
    ]
    assert ["Actors", "country", "country by the EU's code (SWE), empty when unknown"] in [row[:3] for row in told]


def test_the_same_release_gives_the_same_bytes(content: bytes) -> None:
    assert written(drawn.hostile()) == content


def test_a_table_too_long_for_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "_ROWS", 10)
    found = written(drawn.hostile())
    held = [row[2] for sheet in ("Actors", "Actors 2") for row in rows(found, sheet)[1:]]
    assert held == ["Exempelköping", *drawn.HOSTILE]


def test_more_links_than_a_sheet_can_hold_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "_LINKS", 3)
    found = written(drawn.hostile())
    assert part(found, "sheet2").count("<hyperlink ") == 3
    assert len(rows(found, "Actors")) == 2 + len(drawn.HOSTILE)


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    name = rows(written(drawn.hostile(["x" * 40_000])), "Actors")[2][2]
    assert name == "x" * 32_766 + "…"
