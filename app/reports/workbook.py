"""What was released, as an Excel workbook: findings first, then a sheet a table, then the notes.

Every sheet says for whom it is and what is simulated, on screen and on paper.
"""

import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import repeat
from textwrap import wrap
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app import words
from app.language import N_, Language
from app.release import Audience, Released
from app.reports import notes
from app.reports.workbook_charts import add_charts
from app.result import Column, Table, Value

_TITLE = Font(name="Calibri", size=14, bold=True)
_BOLD = Font(name="Calibri", bold=True)
_HEADER_FONT = Font(name="Calibri", bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="1F4E79")
_MARK = {
    Audience.INTERNAL: Font(name="Calibri", bold=True, color="B00020"),
    Audience.SHAREABLE: Font(name="Calibri", bold=True, color="2E6B34"),
}
_WARNING = Font(name="Calibri", bold=True, color="9C5700")
_LINE = Border(bottom=Side(style="hair", color="BFBFBF"))
_WRAP = Alignment(wrap_text=True, vertical="top")
_SHEET_NAME_LENGTH = 31
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_SUMMARY_WIDTH = 110
_NARROWEST, _WIDEST, _WIDEST_SENTENCE = 8, 26, 60
"""Widths of columns, in letters; a text of more than two lines of the middle one is a sentence."""
_LINE_HEIGHT = 15.0
"""Points; Excel does not grow a row by itself for a text that a program wrote."""


def workbook_bytes(released: Released, language: Language) -> bytes:
    """Return the file `plan.xlsx`: the same bytes for the same result."""
    book = Workbook()
    _fill_summary(book.active, released, language)
    for table in released.tables:
        _fill_table(book.create_sheet(_sheet_name(table, language)), table, released, language)
    made = datetime.fromisoformat(released.created_at).astimezone(UTC).replace(tzinfo=None)
    book.properties.creator = "Lá Chắn"
    book.properties.created = made
    raw = BytesIO()
    book.save(raw)
    return _with_fixed_times(raw.getvalue(), made)


def _sheet_name(table: Table, language: Language) -> str:
    return language.say(words.TABLES[table.name])[:_SHEET_NAME_LENGTH]


def _fill_summary(sheet: Worksheet, released: Released, language: Language) -> None:
    sheet.title = language.say(N_("Summary"))
    _write_head(sheet, released, language)
    sheet.column_dimensions["A"].width = _SUMMARY_WIDTH
    row = sheet.max_row + 2
    if said := notes.caution(released, language):
        _write_paragraph(sheet, row, said)
        sheet.cell(row, 1).font = _WARNING
        row += 1
    for sentence in notes.findings(released, language):
        _write_paragraph(sheet, row, f"• {sentence}")
        row += 1
    for note in notes.notes(released, language):
        _write_text(sheet.cell(row + 1, 1), note.heading).font = _BOLD
        _write_paragraph(sheet, row + 2, note.text)
        row += 3
    _set_up_page(sheet, released, language)


def _write_paragraph(sheet: Worksheet, row: int, text: str) -> None:
    _write_text(sheet.cell(row, 1), text).alignment = _WRAP
    sheet.row_dimensions[row].height = _LINE_HEIGHT * _lines(text, _SUMMARY_WIDTH)


def _lines(text: str, width: float) -> int:
    """Return how many lines `text` takes in a column of `width` letters."""
    return max(1, len(wrap(text, max(int(width) - 2, 1))))


def _write_head(sheet: Worksheet, released: Released, language: Language) -> None:
    lines = [
        (notes.title(released, language), _TITLE),
        (notes.audience(released, language), _MARK[released.audience]),
        *((warning, _WARNING) for warning in notes.warnings(released, language)),
    ]
    for row, (text, font) in enumerate(lines, start=1):
        _write_text(sheet.cell(row, 1), text).font = font


def _fill_table(sheet: Worksheet, table: Table, released: Released, language: Language) -> None:
    _write_head(sheet, released, language)
    shown = words.shown_columns(table, language)
    columns = [table.columns[position] for position in shown]
    header = sheet.max_row + 2
    for place, column in enumerate(columns, start=1):
        cell = _write_text(sheet.cell(header, place), words.column_label(column, language))
        cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _WRAP
    for row, values in enumerate(table.rows, start=header + 1):
        for place, (position, column) in enumerate(zip(shown, columns, strict=True), start=1):
            _write_value(sheet.cell(row, place), column, values[position], language)
    _set_sizes(sheet, header, columns, language)
    last = f"{get_column_letter(max(len(columns), 1))}{header + len(table.rows)}"
    sheet.auto_filter.ref = f"A{header}:{last}"
    sheet.freeze_panes = sheet.cell(header + 1, 1)
    add_charts(sheet, table, header, released, language)
    sheet.print_title_rows = f"1:{header}"
    _set_up_page(sheet, released, language)


def _write_text(cell: Cell, text: str) -> Cell:
    """Write `text` as text, also where it begins like a formula."""
    cell.value = text
    cell.data_type = "s"
    return cell


def _write_value(cell: Cell, column: Column, value: Value, language: Language) -> None:
    cell.border = _LINE
    if isinstance(value, str):
        _write_text(cell, words.value_text(column, value, language)).alignment = _WRAP
        return
    cell.value = value
    cell.alignment = Alignment(vertical="top")
    if value is not None and column.name not in ("year", "rank"):
        places = words.decimals(column, value)
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")


def _shown(column: Column, value: Value, language: Language) -> str:
    """Return what a cell shows; a text stands there as it is shown."""
    return value if isinstance(value, str) else words.value_text(column, value, language)


def _set_sizes(sheet: Worksheet, header: int, columns: list[Column], language: Language) -> None:
    """Make each column as wide as its values ask for, and each row as high as its longest text."""
    rows = list(sheet.iter_rows(min_row=header, max_col=len(columns), values_only=True))
    shown = [rows[0], *(tuple(map(_shown, columns, row, repeat(language))) for row in rows[1:])]
    widths = [_width(str(heading), texts) for heading, *texts in zip(*shown, strict=True)]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, texts in enumerate(shown, start=header):
        sheet.row_dimensions[number].height = _LINE_HEIGHT * max(map(_lines, texts, widths))


def _width(heading: str, texts: list[str]) -> int:
    longest = max(map(len, texts), default=0)
    widest = _WIDEST_SENTENCE if longest > 2 * _WIDEST else _WIDEST
    return min(widest, max(_NARROWEST, longest, *map(len, heading.split())) + 3)


def _set_up_page(sheet: Worksheet, released: Released, language: Language) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    marks = [notes.audience(released, language), *notes.warnings(released, language)]
    sheet.oddHeader.center.text = " · ".join(marks)
    sheet.oddFooter.left.text = released.result_id
    sheet.oddFooter.right.text = "&P / &N"


def _with_fixed_times(raw: bytes, made: datetime) -> bytes:
    """Return the same archive with the result's time on every member, so that equal results are equal files.

    openpyxl states the moment of saving, whatever the properties say.
    """
    rewritten = BytesIO()
    with ZipFile(BytesIO(raw)) as source, ZipFile(rewritten, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = _MODIFIED.sub(rf"\g<1>{made:%Y-%m-%dT%H:%M:%SZ}".encode(), source.read(member))
            target.writestr(ZipInfo(member.filename, made.timetuple()[:6]), content, ZIP_DEFLATED)
    return rewritten.getvalue()
