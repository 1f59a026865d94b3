"""The workbook that publishers fill in, written: pre-filled with what is known, and telling its faults in Excel."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from lulea_kg.datasets import LICENCES
from lulea_kg.errors import InputError
from lulea_kg.exports import faults
from lulea_kg.sources import labels, sheets
from lulea_kg.sources.sheets import Column, Holds, Sheet, letter

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter import Workbook

_EMPTY_ROWS: Final = 200
_LONGEST: Final = 32_767
_AGREES: Final = "?"
_FAULT: Final = "!"
_SAMPLE_ROW: Final = 1
_FIRST_ROW: Final = 2
_MANY: Final = 5000
# Stands for the number of the row in formulas that are told for each.
_ROW: Final = "\0"
_FORMATS: Final[dict[str, dict[str, object]]] = {
    "title": {"bold": True, "font_size": 16},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "strong": {"bold": True, "text_wrap": True, "valign": "top"},
    "heading": {"bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "top"},
    "required": {"bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "top", "bold": True},
    "text": {"num_format": "@"},
    "sample": {"num_format": "@", "italic": True, "font_color": "#6B6B6B", "bg_color": "#EFEFEF"},
    "faulty": {"bg_color": "#F8C9C4", "font_color": "#7A0012"},
    "told": {"font_color": "#7A0012", "bold": True},
    "right": {"bg_color": "#D9EAD3"},
    "wrong": {"bg_color": "#FCE0B8"},
    "help": {"font_color": "#555555", "text_wrap": True, "valign": "top"},
}
# The sheet that is read first: lines in Swedish and English, headings of their own by "# ".
_README: Final = (
    (
        "# Så fyller ni i",
        "En rad för varje uppgift i varje källa. Skriv vad källan säger, inte mer: saknas ett datum, lämna cellen tom.",
        "Feta rubriker måste fyllas i. Kolumnen Fel säger vad som är fel på raden; den ska vara tom när ni är klara.",
        "Datum skrivs 1978, 1978-05 eller 1978-05-17. Osäkert: 197X. Cellerna är text, så att Excel låter dem vara.",
        "Varje uppgift har en källa: lägg den först i bladet Källor och välj den sedan i kolumnen Källa.",
        "Ifyllda rader är vad grafen redan vet. Svara ja eller nej i kolumnen stämmer?, eller rätta raden.",
        "Grå rader är exempel. Ta bort dem innan ni lämnar in arbetsboken.",
        "Sällan använda kolumner är hopfällda: klicka på plustecknet ovanför bladet.",
        "Kontrollera med: lulea-kg check FIL.xlsx. Svaret pekar ut cellen, till exempel Vänorter!E7.",
        "# Bladen",
    ),
    (
        "# How to fill it in",
        "One row for each thing each source says. Write what it says, no more: no date, leave the cell empty.",
        "Bold headings must be filled in. The column Faults says what is wrong; in the end it shall be empty.",
        "Dates are written 1978, 1978-05 or 1978-05-17. Uncertain: 197X. Cells are text, so that Excel keeps them.",
        "Each row has a source: put it in the sheet Sources first, then choose it in the column Source.",
        "Rows already filled in are what the graph knows. Answer yes or no in the column correct?, or mend the row.",
        "Grey rows are samples. Remove them before you hand in the workbook.",
        "Columns seldom used are folded away: click the plus sign above the sheet.",
        "Check it with: lulea-kg check FILE.xlsx. The answer names the cell, such as Twin towns!E7.",
        "# The sheets",
    ),
)
_ABOUT_HEADINGS: Final = (("Uppgift", "Värde", "Förklaring"), ("What", "Value", "Explanation"))
_WARNING: Final = (
    "Värdet finns inte i listan. Behåll det ändå?",
    "The value is not in the list. Keep it all the same?",
)

Rows = Sequence[Mapping[str, str]]


@dataclass
class _Writer:
    """One workbook on its way: its formats, its language, and the labels of codes by scheme."""

    book: "Workbook"
    lang: str
    labels: Mapping[str, Mapping[str, str]]
    formats: dict[str, "xlsxwriter.format.Format"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.formats = {name: self.book.add_format(dict(looks)) for name, looks in _FORMATS.items()}

    def said(self, pair: tuple[str, str]) -> str:
        """Return the words of a pair in the language of the workbook."""
        return pair[self.lang == "en"]


def write(
    about: Mapping[str, str],
    tables: Mapping[str, Rows],
    lists: Mapping[str, Sequence[tuple[str, str]]],
    lang: str,
) -> bytes:
    """Return the workbook as .xlsx, in Swedish (sv) or English (en).

    `about` fills the sheet Om, `tables` the sheets: rows by table, cells by column as in the tables, codes for choices.
    `lists` gives choices by scheme as code and label, beside or instead of the ontology's: countries, for one.
    Raises InputError when XlsxWriter is not installed, or for a text too long for a cell.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise InputError("format-needs", found="xlsx", expected="XlsxWriter", extra="excel") from error
    choices = {**labels.lists(lang), **lists}
    used = {column.scheme for sheet in sheets.SHEETS for column in sheet.columns if column.scheme} | {"Answer"}
    chosen = {scheme: dict(choices[scheme]) for scheme in sorted(used) if choices.get(scheme)}
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        # The same input gives the same bytes: the library would write the time of day.
        book.set_properties({"title": about.get("title", ""), "created": datetime(2026, 1, 1)})
        writer = _Writer(book, lang, chosen)
        _readme(writer)
        _about(writer, about)
        for sheet in sheets.SHEETS:
            _sheet(writer, sheet, tables.get(sheet.table, ()))
        _lists(writer)
    return stream.getvalue()


def _page(writer: _Writer, name: str) -> "xlsxwriter.worksheet.Worksheet":
    """Return a new sheet that prints on A4, its columns side by side."""
    page = writer.book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return page


def _readme(writer: _Writer) -> None:
    page = _page(writer, writer.said(sheets.README))
    page.set_column(0, 0, 110)
    page.hide_gridlines(2)
    page.write_string(0, 0, "Internationella relationer / International relations", writer.formats["title"])
    number = 2
    for lang in ("sv", "en"):
        lines = [*_README[lang == "en"]]
        lines += [f"{sheet.name(lang)}: {sheet.purpose[lang == 'en']}" for sheet in sheets.SHEETS]
        for line in lines:
            looks = writer.formats["strong" if line.startswith("# ") else "wrapped"]
            page.write_string(number, 0, line.removeprefix("# "), looks)
            number += 1
        number += 1


def _about(writer: _Writer, about: Mapping[str, str]) -> None:
    page = _page(writer, writer.said(sheets.ABOUT))
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 50, writer.formats["text"])
    page.set_column(2, 2, 60)
    for index, heading in enumerate(_ABOUT_HEADINGS[writer.lang == "en"]):
        page.write_string(0, index, heading, writer.formats["heading"])
    for number, column in enumerate(sheets.ABOUT_ROWS, start=1):
        page.write_string(
            number, 0, column.heading(writer.lang), writer.formats["strong" if column.required else "help"]
        )
        _put(page, number, 1, about.get(column.code, ""), writer.formats["text"])
        page.write_string(number, 2, writer.said(column.help), writer.formats["help"])
        if column.code == "licence":
            page.data_validation(number, 1, number, 1, {"validate": "list", "source": list(LICENCES)})
    page.freeze_panes(1, 0)


def order(sheet: Sheet) -> list[str]:
    """Return the columns of a sheet from the left: the common ones, "?" (stämmer?) and "!" (Fel), the rare ones."""
    common = [column.code for column in sheet.columns if not column.rare]
    return [*common, _AGREES, _FAULT, *(column.code for column in sheet.columns if column.rare)]


def _sheet(writer: _Writer, sheet: Sheet, rows: Rows) -> None:
    page = _page(writer, sheet.name(writer.lang))
    page.repeat_rows(0)
    codes = order(sheet)
    letters = {code: letter(index) for index, code in enumerate(codes)}
    last = _FIRST_ROW + len(rows) + _EMPTY_ROWS - 1
    _headings(writer, page, sheet, codes)
    _sample(writer, page, sheet, codes)
    for number, row in enumerate(rows, start=_FIRST_ROW):
        for code, value in row.items():
            if value:
                shown = writer.labels.get(sheet.by_code[code].scheme, {}).get(value, value)
                _put(page, number, codes.index(code), shown, writer.formats["text"])
    found = list(faults.of(sheet, letters, _ROW, writer.labels, writer.lang))
    _faults(writer, page, found, letters, last)
    formula = faults.in_words(found, "A", letter(codes.index(_AGREES) - 1), _ROW)
    for number in range(_FIRST_ROW, last + 1):
        told = formula.replace(_ROW, str(number + 1))
        page.write_formula(number, codes.index(_FAULT), told, writer.formats["told"], "")
    _choices(writer, page, sheet, codes, last)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, len(codes) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:{letter(len(codes) - 1)}{last + 1}"})


def _headings(writer: _Writer, page: "xlsxwriter.worksheet.Worksheet", sheet: Sheet, codes: Sequence[str]) -> None:
    """Write the headings; whoever stands on one reads what the column holds."""
    for index, code in enumerate(codes):
        if code in (_AGREES, _FAULT):
            pair = sheets.AGREES if code == _AGREES else sheets.FAULT
            page.write_string(0, index, writer.said(pair), writer.formats["heading"])
            page.set_column(index, index, 11 if code == _AGREES else 40)
            continue
        column = sheet.by_code[code]
        looks = writer.formats["required" if column.required else "heading"]
        page.write_string(0, index, column.heading(writer.lang), looks)
        page.data_validation(0, index, 0, index, _hint(writer, column))
        folded = {"level": 1, "hidden": True} if column.rare else {}
        page.set_column(index, index, column.width, writer.formats["text"], folded)
    page.set_column(len(codes), len(codes), None, None, {"collapsed": True})


def _hint(writer: _Writer, column: Column) -> dict[str, object]:
    return {
        "validate": "any",
        "input_title": column.heading(writer.lang)[:32],
        "input_message": writer.said(column.help)[:255],
    }


def _sample(writer: _Writer, page: "xlsxwriter.worksheet.Worksheet", sheet: Sheet, codes: Sequence[str]) -> None:
    """Write the grey row that shows how a row looks; its first cell says that it is one."""
    for index, code in enumerate(codes):
        column = sheet.by_code.get(code)
        shown = writer.labels.get(column.scheme, {}).get(column.sample, column.sample) if column else ""
        if index == 0:
            shown = f"{writer.said(sheets.MARKS)} {shown}"
        page.write_string(_SAMPLE_ROW, index, shown, writer.formats["sample"])


def _faults(
    writer: _Writer,
    page: "xlsxwriter.worksheet.Worksheet",
    found: Sequence[faults.Fault],
    letters: Mapping[str, str],
    last: int,
) -> None:
    """Colour the cells that are at fault, and the answers."""
    end = letters[_AGREES]
    for fault in found:
        column = letters[fault.code]
        criteria = f"=AND(COUNTA($A{_ROW}:${end}{_ROW})>0,{fault.condition})".replace(_ROW, str(_FIRST_ROW + 1))
        looks = {"type": "formula", "criteria": criteria, "format": writer.formats["faulty"]}
        page.conditional_format(f"{column}{_FIRST_ROW + 1}:{column}{last + 1}", looks)
    yes, no = (writer.labels["Answer"][answer] for answer in ("ja", "nej"))
    for answer, looks_of in ((yes, "right"), (no, "wrong")):
        criteria = f'=${end}{_FIRST_ROW + 1}="{answer}"'
        looks = {"type": "formula", "criteria": criteria, "format": writer.formats[looks_of]}
        page.conditional_format(f"A{_FIRST_ROW + 1}:{end}{last + 1}", looks)


def _choices(
    writer: _Writer, page: "xlsxwriter.worksheet.Worksheet", sheet: Sheet, codes: Sequence[str], last: int
) -> None:
    """Give the columns their drop-downs; what stands in none may stay after a question."""
    for index, code in enumerate(codes):
        column = sheet.by_code.get(code)
        scheme = column.scheme if column else "Answer" if code == _AGREES else ""
        source = faults.list_name(scheme) if scheme in writer.labels else ""
        if column and column.holds is Holds.SOURCE:
            source = faults.SOURCE_KEYS
        if source:
            choice = {
                "validate": "list",
                "source": f"={source}",
                "error_type": "warning",
                "error_message": writer.said(_WARNING),
            }
            page.data_validation(_FIRST_ROW, index, last, index, choice)
        elif column and column.holds in (Holds.DATE, Holds.DAY):
            page.data_validation(_FIRST_ROW, index, last, index, _hint(writer, column))


def _lists(writer: _Writer) -> None:
    """Write the hidden sheet that the drop-downs read, and name its ranges; the reader takes labels from it too."""
    name = writer.said(sheets.LISTS)
    page = writer.book.add_worksheet(name)
    for index, (scheme, choices) in enumerate(writer.labels.items()):
        code_column, label_column = 2 * index, 2 * index + 1
        page.write_string(0, label_column, scheme)
        for number, (code, label) in enumerate(choices.items(), start=1):
            _put(page, number, code_column, code, None)
            _put(page, number, label_column, label, None)
        for range_, column in ((faults.codes_name(scheme), code_column), (faults.list_name(scheme), label_column)):
            writer.book.define_name(range_, f"={name}!${letter(column)}$2:${letter(column)}${len(choices) + 1}")
    page.hide()
    sources = next(sheet for sheet in sheets.SHEETS if sheet.table == "sources")
    for range_, source in ((faults.SOURCE_KEYS, "key"), (faults.SOURCE_TITLES, "title")):
        letters = letter(order(sources).index(source))
        address = f"${letters}${_FIRST_ROW + 1}:${letters}${_MANY}"
        writer.book.define_name(range_, f"='{sources.name(writer.lang)}'!{address}")


def _put(
    page: "xlsxwriter.worksheet.Worksheet",
    number: int,
    index: int,
    value: str,
    looks: "xlsxwriter.format.Format | None",
) -> None:
    if len(value) > _LONGEST:
        raise InputError("cell-too-long", found=len(value), limit=_LONGEST)
    if value:
        page.write_string(number, index, value, looks)
