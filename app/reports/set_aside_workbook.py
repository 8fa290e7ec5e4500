"""The rows an import set aside, as an Excel workbook: the file's own columns, then the row, the reason and the fix.

What must be mended is marked. A hidden sheet says how the file was read, so the mended workbook is imported as it is.
"""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.language import N_, Language
from app.mending import row_fixes_text, row_reasons_text
from app.project_words import AUDIENCES
from app.release import Audience, ReleasedRows
from app.reports.files import internal_name
from data.set_aside import MACHINE_SHEET, SetAside, machine_lines, table_of
from data.whole_file import whole_file

_HEAD_FONT, _HEAD_FILL = Font(name="Calibri", bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
_SAID_FILL, _WRONG_FILL = PatternFill("solid", fgColor="F2F2F2"), PatternFill("solid", fgColor="FFD9D9")
_WRAP = Alignment(wrap_text=True, vertical="top")
_WIDTH, _NUMBER_WIDTH, _SENTENCE_WIDTH = 18.0, 10.0, 60.0


def write_set_aside(released: ReleasedRows, path: Path, language: Language) -> Path:
    """Write the rows and return where they went: the name says that the file is internal.

    Raises
    ------
    data.errors.ProjectFileError
        The system refused; nothing is left half-written.
    """
    content = set_aside_bytes(released, language)
    target = internal_name(path)
    with whole_file(target) as part:
        part.write_bytes(content)
    return target


def set_aside_bytes(released: ReleasedRows, language: Language) -> bytes:
    """Return the workbook."""
    rows = released.rows
    book = Workbook()
    sheet = book.active
    sheet.title = language.say(N_("Set aside"))
    own = _write_rows(sheet, rows, language)
    _set_up(sheet, own, language)
    machine = book.create_sheet(MACHINE_SHEET)
    for number, line in enumerate(machine_lines(rows, own), start=1):
        for column, text in enumerate(line, start=1):
            _text(machine.cell(number, column), text)
    machine.sheet_state = "hidden"
    book.properties.creator = "Lá Chắn"
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def _write_rows(sheet: Worksheet, rows: SetAside, language: Language) -> int:
    """Write header and rows; return how many columns are the file's own."""
    frame, numeric = table_of(rows)
    said = (N_("Row in the file"), N_("Why it was set aside"), N_("What to do"))
    for column, name in enumerate((*frame.columns, *map(language.say, said)), start=1):
        cell = _text(sheet.cell(1, column), name)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _WRAP
    for place, (number, issues) in enumerate(zip(rows.numbers, rows.issues, strict=True)):
        wrong = {issue.column for issue in issues}
        for column, name in enumerate(frame.columns, start=1):
            cell = sheet.cell(place + 2, column)
            _write(cell, str(frame.iat[place, column - 1]), is_number=bool(numeric.iat[place, column - 1]))
            if name in wrong:
                cell.fill = _WRONG_FILL
        texts = row_reasons_text(rows, issues, language), row_fixes_text(issues, language)
        _write_reasons(sheet, place + 2, len(frame.columns) + 1, texts, number)
    return len(frame.columns)


def _write_reasons(sheet: Worksheet, row: int, column: int, texts: tuple[str, str], number: int) -> None:
    sheet.cell(row, column, number)
    for place, text in enumerate(texts, start=column + 1):
        _text(sheet.cell(row, place), text)
    for each in range(column, column + 3):
        cell = sheet.cell(row, each)
        cell.fill, cell.alignment = _SAID_FILL, _WRAP


def _write(cell: Cell, text: str, *, is_number: bool) -> None:
    if is_number and text:
        cell.value = float(text) if "." in text or "e" in text else int(text)
    elif text:
        _text(cell, text).number_format = "@"


def _text(cell: Cell, text: str) -> Cell:
    """Write text as text, also where it begins like a formula."""
    cell.value = text
    cell.data_type = "s"
    return cell


def _set_up(sheet: Worksheet, own: int, language: Language) -> None:
    widths = [_WIDTH] * own + [_NUMBER_WIDTH, _SENTENCE_WIDTH, _SENTENCE_WIDTH]
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.oddHeader.center.text = language.say(AUDIENCES[Audience.INTERNAL])
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
