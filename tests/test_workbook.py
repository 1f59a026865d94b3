"""Workbooks as people and programs make them are read as tables, or refused in one clear sentence."""

import io
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from lulea_kg.errors import InputError
from lulea_kg.model import Severity
from lulea_kg.sources import spreadsheet, workbook
from lulea_kg.sources.sheets import ABOUT_ROWS, SHEETS
from lulea_kg.sources.tables import COLUMNS, REQUIRED
from lulea_kg.sources.workbook import Workbook

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

Cells = Sequence[object]
HEADINGS: Final = ("Kommun", "Vänort", "Slag", "Sedan", "Till", "Läge", "Källa")
ROW: Final = ("Exempelköping", "Randby", "Vänort", "1978", "", "gällande", "avtal")
ABOUT: Final = (
    ("Kommun", "Exempelköping"),
    ("Datamängdens titel", "Våra relationer"),
    ("Utgivare", "Exempelköping"),
    ("Licens", "CC0 1.0"),
    ("Ifyllt den", date(2026, 11, 23)),
    ("Ifyllt av", "kansliet"),
)
HEAD: Final = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL: Final = "</sheetData></worksheet>"


def book(*sheets: tuple[str, Sequence[Cells]], change: Callable[[Any], object] = lambda made: None) -> bytes:
    """Return a workbook with the sheet Om and these sheets; `change` may do more to it before it is closed."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in (("Om", ABOUT), *sheets):
            sheet = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                for index, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, index, cell, day)
                    else:
                        sheet.write(number, index, cell)
        change(made)
    return stream.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook with parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return stream.getvalue()


def with_sheet(xml: str) -> bytes:
    """Return a workbook whose second sheet, Vänorter, is this XML."""
    return repacked(book(("Vänorter", ())), {"xl/worksheets/sheet2.xml": xml.encode()})


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Workbook]:
    """Return a reader of bytes as the file bok.xlsx in the working folder, or as a file of another name."""
    monkeypatch.chdir(tmp_path)

    def reader(content: bytes, name: str = "bok.xlsx") -> Workbook:
        (tmp_path / name).write_bytes(content)
        return workbook.read(Path(name))

    return reader


Read = Callable[..., Workbook]


def told(found: Workbook) -> list[str]:
    return [one.in_language("sv") for one in found.findings]


def refusal(read: Read, content: bytes, name: str = "bok.xlsx") -> str:
    with pytest.raises(InputError) as refused:
        read(content, name)
    assert refused.value.exit_code == 2
    return refused.value.message


# The description


def test_the_sheets_hold_the_columns_of_the_tables_and_no_others() -> None:
    assert {sheet.table: sorted(sheet.by_code) for sheet in SHEETS} == {
        name: sorted(columns) for name, columns in COLUMNS.items()
    }


def test_a_column_that_the_tables_require_is_required_in_the_sheet_unless_the_row_gives_it() -> None:
    required = {sheet.table: {c.code for c in sheet.columns if c.required} for sheet in SHEETS}
    given = {"key", "about", "theme"}
    assert {name: codes - given for name, codes in required.items()} == {
        name: set(columns) - given for name, columns in REQUIRED.items()
    }


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.table))
def test_no_heading_of_a_sheet_stands_for_two_columns(sheet: Any) -> None:
    meant: dict[str, set[str]] = {}
    for column in sheet.columns:
        for heading in (*column.headings, column.code):
            meant.setdefault(heading.casefold(), set()).add(column.code)
    assert {heading: codes for heading, codes in meant.items() if len(codes) > 1} == {}


def test_help_fits_into_a_note_of_excel() -> None:
    columns = [column for sheet in SHEETS for column in sheet.columns] + list(ABOUT_ROWS)
    assert [c.code for c in columns if max(map(len, c.help)) > 255 or max(map(len, c.headings)) > 32] == []


# Reading


def test_a_row_is_read_with_its_codes_and_knows_its_cells(read: Read) -> None:
    found = read(book(("Vänorter", [HEADINGS, ROW])))
    row = found.tables["claims"][0]
    assert row.cells == {
        "subject": "Exempelköping",
        "partner": "Randby",
        "kind": "twin-town",
        "since": "1978",
        "status": "in-force",
        "source": "avtal",
        "key": "randby-twin-town-in-force",
    }
    assert row.place("until").in_language("sv") == "bok.xlsx, Vänorter!E2"
    assert found.findings == []


def test_the_sheet_about_the_workbook_gives_its_licence_day_and_name(read: Read) -> None:
    assert read(book(("Vänorter", [HEADINGS, ROW]))).about == {
        "municipality": "Exempelköping",
        "title": "Våra relationer",
        "publisher": "Exempelköping",
        "licence": "CC0-1.0",
        "recorded_on": "2026-11-23",
        "recorded_by": "kansliet",
        "name": "exempelkoping",
    }


def test_english_headings_labels_and_sheets_are_read_as_well(read: Read) -> None:
    headings = ("Municipality", "Partner", "Kind", "Since", "Until", "State", "Source")
    row = ("Exempelköping", "Randby", "Twin town", "1978", "", "in force", "avtal")
    found = read(book(("Twin towns", [headings, row])))
    assert (found.tables["claims"][0]["kind"], found.tables["claims"][0]["status"]) == ("twin-town", "in-force")


def test_a_title_above_the_headings_moves_the_rows_and_not_their_meaning(read: Read) -> None:
    found = read(book(("Vänorter", [("Våra vänorter",), (), HEADINGS, (), ROW])))
    assert [(row.number, row["partner"]) for row in found.tables["claims"]] == [(5, "Randby")]


def test_a_source_may_be_named_by_its_title_and_gets_a_key_of_it(read: Read) -> None:
    sources = [
        ("Titel", "Källtyp", "Utgivare", "Hämtad den", "Språk"),
        ("Avtal om vänort", "artikel", "X", 45000, "sv"),
    ]
    found = read(book(("Vänorter", [HEADINGS, (*ROW[:6], "avtal om  VÄNORT")]), ("Källor", sources)))
    assert found.tables["claims"][0]["source"] == found.tables["sources"][0]["key"] == "avtal-om-vanort"


def test_letters_of_two_code_points_become_one(read: Read) -> None:
    found = read(book(("Vänorter", [HEADINGS, ("Exempelko\u0308ping", *ROW[1:])])))
    assert found.tables["claims"][0]["subject"] == "Exempelköping"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1978, "1978"),
        (1978.0, "1978"),
        ("1978", "1978"),
        (41760, "2014-05-01"),
        (date(2014, 5, 1), "2014-05-01"),
        (20140501, "2014-05-01"),
        ("[2020-06-17..2020-11-30]", "[2020-06-17..2020-11-30]"),
        ("okänt", ""),
    ],
)
def test_a_date_is_read_however_excel_keeps_it(read: Read, cell: object, expected: str) -> None:
    found = read(book(("Vänorter", [HEADINGS, (*ROW[:3], cell, *ROW[4:])])))
    assert (found.tables["claims"][0]["since"], found.findings) == (expected, [])


def test_a_year_that_excel_made_a_day_is_a_year_again_and_told_of(read: Read) -> None:
    found = read(book(("Vänorter", [HEADINGS, (*ROW[:3], date(1905, 5, 31), *ROW[4:])])))
    assert found.tables["claims"][0]["since"] == "1978"
    assert told(found) == [
        "bok.xlsx, Vänorter!D2: dagen 1905-05-31 läses som året 1978: Excel gör dagar av årtal. "
        "Formatera cellen som text."
    ]


@pytest.mark.parametrize(
    ("scheme", "cell", "expected"), [("kommunkod", 114, "0114"), ("länskod", "1", "01"), ("scb", 2580, "2580")]
)
def test_codes_get_their_leading_zeros_back_with_a_warning(
    read: Read, scheme: str, cell: object, expected: str
) -> None:
    headings = ("Vad", "Typ", "Register", "Kod", "Överensstämmelse", "Grund", "Källa")
    row = ("Exempelköping", "aktör", scheme, cell, "samma sak", "uttryckligt", "avtal")
    found = read(book(("Identiteter", [headings, row])))
    assert found.tables["links"][0]["code"] == expected
    assert [(f.severity, f.rule, f.place.cell) for f in found.findings] == [
        (Severity.WARNING, "zeros-restored", "Identiteter!D2")
    ] * (str(cell) != expected)


def test_a_municipality_by_its_code_gets_its_zero_back_too(read: Read) -> None:
    found = read(book(("Vänorter", [HEADINGS, (114, "~se-584", *ROW[2:])])))
    row = found.tables["claims"][0]
    assert (row["subject"], row["partner"], len(found.findings)) == ("0114", "~se-0584", 2)


@pytest.mark.parametrize(
    ("cell", "expected"), [("65,58", "65.58"), (65.58, "65.58"), ("−1", "-1"), ("12 345", "12345")]
)
def test_numbers_are_read_with_decimal_commas_and_blanks(read: Read, cell: object, expected: str) -> None:
    found = read(book(("Platser", [("Namn", "Latitud"), ("Randby", cell)])))
    assert found.tables["places"][0]["latitude"] == expected


def test_answers_are_kept_and_a_no_is_told_of(read: Read) -> None:
    rows = [
        (*HEADINGS, "stämmer?"),
        (*ROW, "nej"),
        (*ROW[:1], "Skogby", *ROW[2:], "Ja"),
        (*ROW[:5], "pausad", "b", "kanske"),
    ]
    found = read(book(("Vänorter", rows)))
    assert found.answers == {
        ("claims", "avtal", "randby-twin-town-in-force"): "nej",
        ("claims", "avtal", "skogby-twin-town-in-force"): "ja",
    }
    assert [(f.severity, f.rule, f.place.cell) for f in found.findings] == [
        (Severity.WARNING, "marked-wrong", "Vänorter!H2"),
        (Severity.VIOLATION, "bad-answer", "Vänorter!H4"),
    ]


def test_a_sample_row_left_in_is_a_finding_and_no_row(read: Read) -> None:
    found = read(book(("Vänorter", [HEADINGS, ("EXEMPEL: Exempelköping", *ROW[1:]), ROW])))
    assert [(f.rule, f.place.cell) for f in found.findings] == [("sample-row", "Vänorter!A2")]
    assert len(found.tables["claims"]) == 1


# Workbooks with oddities


def test_a_sheet_whose_name_is_nearly_right_is_asked_after(read: Read) -> None:
    found = read(book(("Vänortar", [HEADINGS, ROW]), ("Källor", ()), ("Arbetsblad", [("x",)])))
    assert told(found) == [
        "bok.xlsx, Vänortar: bladet 'Vänortar' är okänt och läses inte. Menade du Vänorter?",
        "bok.xlsx, Arbetsblad: bladet 'Arbetsblad' är okänt och läses inte.",
    ]
    assert [f.severity for f in found.findings] == [Severity.VIOLATION, Severity.WARNING]


def test_a_workbook_with_none_of_the_sheets_is_refused(read: Read) -> None:
    content = book()
    renamed = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").replace(b'name="Om"', b'name="Blad1"')
    assert refusal(read, repacked(content, {"xl/workbook.xml": renamed})) == "workbook-without-sheets"


def test_missing_headings_are_one_finding_and_not_one_a_row(read: Read) -> None:
    found = read(book(("Vänorter", [HEADINGS[:5], *[ROW[:5]] * 50])))
    assert told(found) == [
        "bok.xlsx, Vänorter!A1: dessa rubriker saknas: Läge, Källa. Bladet läses inte förrän de finns."
    ]
    assert found.tables["claims"] == []


def test_headings_that_are_unknown_repeated_or_absent_are_told_of(read: Read) -> None:
    rows = [(*HEADINGS, "Anmärkningar", "Vänort", "", "Eget"), (*ROW, "a", "b", "c", "d")]
    found = read(book(("Vänorter", rows)))
    assert [(f.rule, f.place.cell, f.severity.value) for f in found.findings] == [
        ("unknown-heading", "Vänorter!H1", "violation"),
        ("repeated-heading", "Vänorter!I1", "violation"),
        ("nameless-column", "Vänorter!J1", "warning"),
        ("unknown-heading", "Vänorter!K1", "warning"),
    ]


def test_merged_cells_are_told_of_once_a_sheet(read: Read) -> None:
    def merge(made: Any) -> None:
        for number in range(3, 20):
            made.get_worksheet_by_name("Vänorter").merge_range(number, 0, number, 1, "Exempelköping")

    found = read(book(("Vänorter", [HEADINGS, ROW]), change=merge))
    assert told(found) == [
        "bok.xlsx, Vänorter!A4: sammanfogade celler: A4, A5, A6, A7, A8 … (17). Dela dem och skriv värdet på varje rad."
    ]


def test_formulas_are_read_as_their_values_and_told_of_when_they_have_none_or_an_error(read: Read) -> None:
    def formulas(made: Any) -> None:
        sheet = made.get_worksheet_by_name("Vänorter")
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 1, '="Rand"&"by"', None, "Randby")
        sheet.write_formula(1, 3, "=1900+78", None, "")
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 9, "=1+1", None, "")

    found = read(book(("Vänorter", [HEADINGS]), change=formulas))
    assert (found.tables["claims"][0]["partner"], found.tables["claims"][0]["since"]) == ("Randby", "")
    assert [(f.rule, f.place.cell) for f in found.findings] == [
        ("formula-without-value", "Vänorter!D2"),
        ("cell-error", "Vänorter!E2"),
    ]


def test_a_hidden_sheet_is_not_read_and_told_of(read: Read) -> None:
    def hide(made: Any) -> None:
        made.get_worksheet_by_name("Vänorter").very_hidden()

    found = read(book(("Vänorter", [HEADINGS, ROW]), change=hide))
    assert told(found) == ["bok.xlsx, Vänorter: bladet 'Vänorter' är dolt och läses inte. Visa det om det ska läsas."]
    assert found.tables["claims"] == []


def test_a_control_character_is_a_finding(read: Read) -> None:
    found = read(book(("Vänorter", [HEADINGS, ("Exempel\x07köping", *ROW[1:])])))
    assert [(f.rule, f.place.cell) for f in found.findings] == [("control-character", "Vänorter!A2")]


def test_what_the_sheet_about_the_workbook_lacks_is_told_at_its_cell(read: Read) -> None:
    content = repacked(
        book(("Vänorter", [HEADINGS, ROW])),
        {
            "xl/worksheets/sheet1.xml": (
                HEAD + '<row r="3"><c r="A3" t="inlineStr"><is><t>Licens</t></is></c></row>' + TAIL
            ).encode()
        },
    )
    assert [(f.rule, f.place.cell) for f in read(content).findings] == [
        ("about-missing", f"Om!B{row}") for row in (1, 1, 1, 3, 1, 1)
    ]


# What is no workbook, or a trap


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "bok.xlsx", "not-workbook"),
        (b"key;name\n", "bok.xlsx", "not-workbook"),
        (b"PK\x03\x04 and no more", "bok.xlsx", "workbook-damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "bok.xls", "workbook-old"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "bok.xlsx",
            "workbook-password",
        ),
        (b"PK", "bok.xlsm", "workbook-macros"),
        (b"PK\x01\x02" * 5000, "bok.xlsx", "workbook-too-large"),
    ],
)
def test_what_is_no_such_workbook_is_refused(read: Read, content: bytes, name: str, message: str) -> None:
    assert refusal(read, content, name) == message


def test_macros_are_refused_whatever_the_file_is_called(read: Read) -> None:
    assert refusal(read, repacked(book(), {"xl/vbaProject.bin": b"x"})) == "workbook-macros"


def test_a_package_of_another_kind_is_refused(read: Read) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refusal(read, stream.getvalue()) == "not-workbook"


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(read: Read, part: float) -> None:
    content = book(("Vänorter", [HEADINGS, ROW]))
    assert refusal(read, content[: int(len(content) * part)]) == "workbook-damaged"


def test_a_zip_bomb_is_refused_by_its_directory(read: Read) -> None:
    xml = (HEAD + " " * 20_000_000 + TAIL).encode()
    assert refusal(read, repacked(book(), {"xl/worksheets/sheet1.xml": xml})) == "workbook-bomb"


def test_parts_that_are_large_together_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_BYTES", 10_000)
    assert refusal(read, book(*[(f"Blad{n}", [ROW] * 50) for n in range(20)])) == "workbook-too-large"


def test_a_directory_that_lies_about_a_size_gains_nothing(read: Read) -> None:
    content = repacked(book(), {"xl/worksheets/sheet1.xml": (HEAD + " " * 5_000_000 + TAIL).encode()})
    size, small = struct.pack("<L", len((HEAD + " " * 5_000_000 + TAIL).encode())), struct.pack("<L", 700)
    assert content.count(size) == 2
    assert refusal(read, content.replace(size, small)) == "workbook-damaged"


def test_a_document_type_is_refused(read: Read) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + HEAD + TAIL
    assert refusal(read, with_sheet(xml)) == "workbook-damaged"


def test_two_cells_at_far_corners_are_refused_before_the_room_between_is_made(read: Read) -> None:
    xml = f'{HEAD}<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>{TAIL}'
    assert refusal(read, with_sheet(xml)) == "workbook-too-large"


@pytest.mark.parametrize("cell", ["", '<c r="A{0}" s="1"/>'])
def test_a_million_empty_rows_cost_seconds_and_little_memory(read: Read, cell: str) -> None:
    rows = "".join(f'<row r="{n}" s="1">{cell.format(n)}</row>' for n in range(1, 1_000_001))
    content = with_sheet(HEAD + rows + TAIL)
    begun = time.process_time()
    try:
        found = read(content).findings
    except InputError as error:
        assert (cell, error.message) == ('<c r="A{0}" s="1"/>', "workbook-too-large")
    else:
        assert found == []
    assert time.process_time() - begun < 5


def test_memory_stays_small_while_a_sheet_of_empty_rows_is_scanned(read: Read) -> None:
    content = with_sheet(HEAD + "".join(f'<row r="{n}"/>' for n in range(1, 200_001)) + TAIL)
    tracemalloc.start()
    read(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25_000_000


def test_a_sheet_name_twice_in_the_directory_of_sheets_is_refused(read: Read) -> None:
    content = book(("Vänorter", ()))
    listed = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode()
    twice = re.sub(r'name="Vänorter"', 'name="Om"', listed)
    assert refusal(read, repacked(content, {"xl/workbook.xml": twice.encode()})) == "workbook-damaged"


def test_cells_without_addresses_and_prefixed_elements_are_read(read: Read) -> None:
    def row(cells: Cells) -> str:
        return "<x:row>" + "".join(f'<x:c t="inlineStr"><x:is><x:t>{c}</x:t></x:is></x:c>' for c in cells) + "</x:row>"

    head = HEAD.replace("<", "<x:").replace("xmlns=", "xmlns:x=")
    found = read(with_sheet(head + row(HEADINGS) + row(ROW) + TAIL.replace("</", "</x:")))
    assert [row["partner"] for row in found.tables["claims"]] == ["Randby"]


def test_a_workbook_without_the_library_says_what_to_install(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    assert refusal(read, book()) == "format-needs"
