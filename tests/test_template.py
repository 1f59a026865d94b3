"""The template is the workbook that the reader reads: what is written comes back, and faults show in Excel itself."""

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from lulea_kg.errors import InputError
from lulea_kg.exports import schema, template
from lulea_kg.sources import labels, workbook
from lulea_kg.sources.sheets import SHEETS, Column

python_calamine = pytest.importorskip("python_calamine")
pytest.importorskip("xlsxwriter")

DOCS: Final = Path(__file__).parents[1] / "docs"
METADATA: Final = DOCS / "template-metadata.json"
PAGE: Final = DOCS / "template.md"
ABOUT: Final = {
    "municipality": "Exempelköping",
    "title": "Exempelköpings relationer",
    "publisher": "Exempelköping",
    "licence": "CC0-1.0",
    "recorded_on": "2026-11-23",
    "recorded_by": "kansliet",
    "name": "exempelkoping",
    "base": "https://exempelkoping.example/relationer",
}
COUNTRIES: Final = {"Country": [("NO", "Norge"), ("SE", "Sverige")]}
CLAIM: Final = {
    "key": "randby",
    "source": "lista",
    "subject": "~se-0114",
    "partner": "Randby",
    "kind": "twin-town",
    "since": "1978",
    "status": "in-force",
}
TABLES: Final[Mapping[str, Sequence[Mapping[str, str]]]] = {
    "claims": [
        CLAIM,
        CLAIM
        | {"key": "b", "until": "[2010-01-02..2011-05-03]", "status": "listed", "note": "=1+1\n+46 “x”", "row": "7"},
        {k: v for k, v in CLAIM.items() if k != "partner"} | {"key": "c", "territory": "NO", "modality": "denied"},
    ],
    "actors": [
        {"key": "no-randby", "name": "Randby", "type": "local-authority", "country": "NO", "alt_names": "a@sv|b"}
    ],
    "places": [{"key": "no-randby", "name": "Randby", "latitude": "60.1", "longitude": "-0.25", "part_of": "~no"}],
    "sources": [
        {
            "key": "lista",
            "title": "Lista",
            "type": "list",
            "publisher": "X",
            "retrieved": "2026-11-23",
            "language": "sv",
        }
    ],
    "memberships": [
        {"key": "m", "source": "lista", "member": "Exempelköping", "network": "N", "role": "member", "status": "listed"}
    ],
    "links": [
        {
            "key": "l",
            "source": "lista",
            "type": "actor",
            "thing": "~se-0114",
            "scheme": "scb",
            "code": "0114",
            "match": "exact",
            "basis": "inferred",
            "inference": "unique-in-register",
        }
    ],
    "searches": [
        {
            "key": "s",
            "about": "Randby",
            "sought_for": "beslut",
            "searched_in": "protokoll",
            "searched_on": "2026-11-23",
            "result": "ambiguous",
        }
    ],
}


def written(folder: Path, tables: Mapping[str, Any] = TABLES, lang: str = "sv") -> Path:
    path = folder / "mall.xlsx"
    path.write_bytes(template.write(ABOUT, tables, COUNTRIES, lang))
    return path


def grid(path: Path, sheet: str) -> list[list[Any]]:
    return list(python_calamine.load_workbook(path).get_sheet_by_name(sheet).iter_rows())


# Round trip


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_written_is_read_back(tmp_path: Path, lang: str) -> None:
    found = workbook.read(written(tmp_path, lang=lang))
    assert {name: [row.cells for row in rows] for name, rows in found.tables.items()} == TABLES
    assert found.about == ABOUT
    assert [(one.rule, one.place.cell) for one in found.findings] == [
        ("sample-row", f"{sheet.name(lang)}!A2") for sheet in SHEETS
    ]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert template.write(ABOUT, TABLES, COUNTRIES, "sv") == template.write(ABOUT, TABLES, COUNTRIES, "sv")


def test_an_empty_template_can_be_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "tom.xlsx"
    path.write_bytes(template.write({}, {}, {}, "sv"))
    assert not any(workbook.read(path).tables.values())


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        template.write(ABOUT, {"claims": [CLAIM | {"note": "x" * 32_768}]}, {}, "sv")
    assert refused.value.message == "cell-too-long"


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError) as refused:
        template.write(ABOUT, {}, {}, "sv")
    assert refused.value.message == "format-needs"


# As people see it


def test_the_sheets_stand_in_their_order_and_the_lists_are_hidden(tmp_path: Path) -> None:
    sheets = python_calamine.load_workbook(written(tmp_path)).sheets_metadata
    hidden = python_calamine.SheetVisibleEnum.Hidden
    assert [(sheet.name, sheet.visible == hidden) for sheet in sheets] == [
        ("Läs mig", False),
        ("Om", False),
        ("Vänorter", False),
        ("Orter", False),
        ("Platser", False),
        ("Källor", False),
        ("Medlemskap", False),
        ("Identiteter", False),
        ("Sökningar", False),
        ("Listor", True),
    ]


def test_the_end_of_a_tie_stands_in_column_e_and_labels_stand_for_codes(tmp_path: Path) -> None:
    headings, sample, first = grid(written(tmp_path), "Vänorter")[:3]
    assert headings[:10] == [
        "Kommun",
        "Vänort",
        "Slag",
        "Sedan",
        "Till",
        "Läge",
        "Källa",
        "Anmärkning",
        "stämmer?",
        "Fel",
    ]
    assert sample[:3] == ["EXEMPEL: Exempelköping", "Randby", "vänort"]
    assert first[:9] == ["~se-0114", "Randby", "vänort", "1978", "", "gällande", "lista", "", ""]


def test_the_page_to_read_first_speaks_both_languages(tmp_path: Path) -> None:
    lines = [str(row[0]) for row in grid(written(tmp_path), "Läs mig")]
    assert lines.index("Så fyller ni i") < lines.index("How to fill it in")


def test_another_library_finds_frozen_headings_filters_choices_and_colours(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(written(tmp_path))
    sheet = book["Vänorter"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:3]) == ("A2", "A1:")
    rules = sheet.data_validations.dataValidation
    choices = {next(iter(rule.sqref.ranges)).coord.split(":")[0]: rule.formula1 for rule in rules}
    assert (choices["C3"], choices["F3"], choices["G3"], choices["I3"]) == (
        "list_Kind",
        "list_Status",
        "source_keys",
        "list_Answer",
    )
    assert book.defined_names["source_keys"].attr_text == "'Källor'!$A$3:$A$5000"
    assert len(sheet.conditional_formatting) > 8
    assert [cell.font.bold for cell in sheet[1]][:7] == [True, False, True, False, False, True, True]
    assert sheet.column_dimensions["K"].hidden


def test_no_formula_refers_to_the_sheet_of_a_language(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    formulas = [
        cell.value
        for sheet in openpyxl.load_workbook(written(tmp_path))
        for cells in sheet.iter_rows(max_row=3)
        for cell in cells
        if cell.data_type == "f"
    ]
    assert len(formulas) == len(SHEETS)
    assert [formula for formula in formulas if "#REF" in formula or "'!" in formula or len(formula) > 8000] == []


# Faults that Excel shows


FAULTY: Final = [
    (CLAIM, ""),
    (CLAIM | {"since": "2014", "until": "2010"}, "Slutdatum före startdatum."),
    (CLAIM | {"since": "2014-05-02", "until": "2014-05-01"}, "Slutdatum före startdatum."),
    (CLAIM | {"since": "197X", "until": "1975"}, ""),
    (CLAIM | {"since": "2014", "until": "197X"}, "Slutdatum före startdatum."),
    (CLAIM | {"since": "[2014-01-01..2014-12-31]", "until": "2014"}, ""),
    (CLAIM | {"source": "okänd"}, "Källa finns inte på bladet med källor."),
    (CLAIM | {"source": "Lista"}, ""),
    (CLAIM | {"source": ""}, "Källa saknas."),
    (CLAIM | {"kind": "kusinort", "status": ""}, "Slag: okänt värde. Läge saknas."),
    (CLAIM | {"partner": ""}, "Vänort eller Land utan ort saknas."),
    (CLAIM | {"territory": "NO"}, "Både Vänort och Land utan ort."),
    (CLAIM | {"recorded_at": "2026"}, "Infört den: skriv 2026-11-23."),
]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice, which counts the formulas, is not installed")
def test_the_formulas_tell_each_fault_in_words(tmp_path: Path) -> None:
    rows = [row | {"key": f"k{number}"} for number, (row, _) in enumerate(FAULTY)]
    links = [{**TABLES["links"][0], "key": "k", "code": "114"}]
    path = written(tmp_path, {**TABLES, "claims": rows, "links": links})
    counted = recounted(path, tmp_path)
    assert [row[9] for row in grid(counted, "Vänorter")[2 : len(FAULTY) + 3]] == [*(words for _, words in FAULTY), ""]
    identities = grid(counted, "Identiteter")
    assert identities[2][identities[0].index("Fel")] == "Kod: fyra siffror."


def recounted(path: Path, folder: Path) -> Path:
    """Return the workbook as LibreOffice saves it after counting all its formulas."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item></oor:items>",
        encoding="utf-8",
    )
    words = ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*words, "--outdir", folder / "counted", path], check=True, capture_output=True, timeout=120)
    return folder / "counted" / path.name


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_another_program_reads_the_same(tmp_path: Path) -> None:
    path = written(tmp_path)
    first, second = workbook.read(path), workbook.read(recounted(path, tmp_path))
    assert [{n: [r.cells for r in rows] for n, rows in book.tables.items()} for book in (first, second)] == [TABLES] * 2
    assert first.about == second.about


def test_the_choices_are_the_codes_that_the_tables_take() -> None:
    from lulea_kg import terms

    known = labels.known()
    assert set(known["Kind"]) == set(terms.KIND_FAMILY)
    assert set(known["Status"]) == set(terms.STATUS_AXIS)
    assert set(known["Modality"]) == set(terms.MODALITIES)


def test_every_choice_of_the_sheets_but_countries_has_its_list() -> None:
    used = {column.scheme for sheet in SHEETS for column in sheet.columns if column.scheme}
    assert used - set(labels.known()) == {"Country"}


def test_no_label_of_a_list_stands_for_two_codes() -> None:
    lists = [(scheme, lang, pairs) for lang in ("sv", "en") for scheme, pairs in labels.lists(lang).items()]
    used = {column.scheme for sheet in SHEETS for column in sheet.columns}
    assert [
        (scheme, lang)
        for scheme, lang, pairs in lists
        if scheme in used and len({label.casefold() for _, label in pairs}) < len(pairs)
    ] == []


# What is written about it


def documented() -> str:
    """Return the tables of columns as docs/template.md shows them."""
    lines = []
    for sheet in SHEETS:
        lines += [f"### {sheet.name('sv')} – `{sheet.table}`", "", sheet.purpose[0], ""]
        lines += ["| Rubrik | Heading | Kolumn i CSV | Innehåll |", "| --- | --- | --- | --- |"]
        lines += [_line(column) for column in sheet.columns]
        lines.append("")
    return "\n".join(lines)


def _line(column: Column) -> str:
    heading = f"**{column.headings[0]}**" if column.required else column.headings[0]
    return f"| {heading} | {column.headings[1]} | `{column.code}` | {column.help[0]} |"


def test_the_page_lists_every_sheet_and_column() -> None:
    assert PAGE.read_text(encoding="utf-8").partition("## Bladen\n\n")[2] == documented()


def test_the_metadata_for_programs_is_that_of_the_sheets() -> None:
    assert METADATA.read_bytes() == schema.metadata()


def test_the_metadata_names_every_column_in_the_order_of_the_tables() -> None:
    from lulea_kg.sources.tables import COLUMNS

    tables = json.loads(schema.metadata())["tables"]
    assert {t["url"]: [c["name"] for c in t["tableSchema"]["columns"]] for t in tables} == {
        f"{name}.csv": list(columns) for name, columns in COLUMNS.items()
    }


def test_rows_of_the_workbook_are_rows_of_csv(tmp_path: Path) -> None:
    found = workbook.read(written(tmp_path)).tables["claims"]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, fieldnames=["key", "partner", "since"], restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(row.cells for row in found)
    assert stream.getvalue().splitlines() == ["key,partner,since", "randby,Randby,1978", "b,Randby,1978", "c,,1978"]


if __name__ == "__main__":
    # Writes what the tests above compare: python tests/test_template.py
    METADATA.write_bytes(schema.metadata())
    head = PAGE.read_text(encoding="utf-8").partition("## Bladen\n\n")[0]
    PAGE.write_text(f"{head}## Bladen\n\n{documented()}", encoding="utf-8")
