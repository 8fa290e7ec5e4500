"""One released table as a file: Excel in the reader's words, CSV under the names of the columns."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app import words
from app.errors import UnknownExport
from app.language import Language
from app.release import Audience, ReleasedTable
from app.reports.files import internal_name
from app.result import Value
from data.whole_file import whole_file

SUFFIXES = (".xlsx", ".csv")
_FORMULA = ("=", "+", "-", "@")
_HEAD_FONT, _HEAD_FILL = Font(name="Calibri", bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
_WIDTH, _SHEET_NAME_LENGTH = 20.0, 31


def write_table(released: ReleasedTable, path: Path, language: Language) -> Path:
    """Write the table in the form its suffix names and return where it went.

    Raises
    ------
    UnknownExport
        Neither Excel nor CSV.
    data.errors.ProjectFileError
        The system refused; nothing is left half-written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnknownExport(path, SUFFIXES)
    content = csv_bytes(released) if suffix == ".csv" else sheet_bytes(released, language)
    target = path if released.audience is Audience.SHAREABLE else internal_name(path)
    with whole_file(target) as part:
        part.write_bytes(content)
    return target


def csv_bytes(released: ReleasedTable) -> bytes:
    """Return the table as CSV in UTF-8 with a byte order mark, without which Excel misreads Vietnamese."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in released.table.columns])
    writer.writerows([_plain(value) for value in row] for row in released.table.rows)
    return text.getvalue().encode("utf-8-sig")


def sheet_bytes(released: ReleasedTable, language: Language) -> bytes:
    """Return the table as a workbook of one sheet; codes are text."""
    table = released.table
    book = Workbook()
    sheet = book.active
    sheet.title = language.say(words.TABLES[table.name])[:_SHEET_NAME_LENGTH]
    for place, column in enumerate(table.columns, start=1):
        cell = sheet.cell(1, place, words.column_label(column, language))
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    for number, row in enumerate(table.rows, start=2):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            if isinstance(value, str):
                cell = sheet.cell(number, place, words.value_text(column, value, language))
                cell.data_type = "s"
            elif value is not None:
                sheet.cell(number, place, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.creator = "Lá Chắn"
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def _plain(value: Value) -> str:
    """Return a value as CSV holds it; what a spreadsheet would take for a formula is marked as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
