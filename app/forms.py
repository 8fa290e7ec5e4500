"""Write the return form a commune fills: one page of Excel, locked but for the cells to fill.

What is asked and where it stands is in `data.return_form`; it comes back through `data.form_reading`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app import words
from app.children import communes, full_names
from app.errors import UnknownCommune
from app.language import N_, Language
from data.errors import ExistingFile, OpenPeriod
from data.periods import Period
from data.project import Project
from data.return_form import (
    ANSWERS,
    ANSWERS_AT,
    COUNT_COLUMNS,
    FIGURE_COLUMN,
    FIGURES,
    FIRST_FIGURE,
    FIRST_LINE,
    KIND_COLUMN,
    KINDS,
    KINDS_AT,
    MACHINE_SHEET,
    PLACE_COLUMN,
    PLACES,
    PLACES_AT,
    QUESTION,
    CountColumn,
    FormHead,
    figure_rows,
    last_quarter,
    line_rows,
    machine_rows,
)
from data.whole_file import whole_file

FIGURE_LABELS: Mapping[str, str] = {
    "population": N_("Population, on the last day of the period"),
    "children": N_("Children under 16, on the last day of the period"),
    "dropouts": N_("Children who left school during the period"),
    "drownings": N_("Children who drowned during the period"),
    "activities": N_("Communication activities held during the period"),
    "models": N_("Intervention models at work, on the last day of the period"),
    "officers": N_("Officers who work on child protection"),
    "officers_trained": N_("Of these officers, how many have been trained for it"),
}
_TITLE = N_("RETURN ON THE PROTECTION OF CHILDREN")
_HOW = (
    N_("Fill in the yellow cells only. 0 means there was none; leave a cell blank where the number is not known."),
    N_("Never write a name, address or phone number. Send this Excel file back as it is; nothing is typed again."),
)
_QUESTION = N_("Did the commune learn of any case of abuse or violence against a child in this period?")
_AFTER_QUESTION = N_("← choose yes or no. With “no”, go on to part 2.")
_OF_LINES = N_(
    "One line for each kind and place, chosen from the lists. Open cases are those not yet settled on the last day."
)
_LAST, _WIDTHS = "K", {"A": 4.0, "B": 30.0, "C": 24.0}
_NUMBER_WIDTH = 12.0
_FILL = PatternFill("solid", fgColor="FFF7CC")
_HEAD_FILL = PatternFill("solid", fgColor="1F4E79")
_HEAD_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_PLAIN, _BOLD = Font(name="Calibri", size=11), Font(name="Calibri", size=11, bold=True)
_LARGE, _SECTION = Font(name="Calibri", size=15, bold=True), Font(name="Calibri", size=12, bold=True, color="1F4E79")
_THIN = Side(style="thin", color="8EA9C1")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_ROW_HEIGHT = 21.0


def form_head(
    project: Project,
    commune: str,
    *,
    agency: str,
    start: date | None = None,
    end: date | None = None,
    today: date,
) -> FormHead:
    """Return what a form is of. Without a period: the last quarter before `today`.

    Raises
    ------
    UnknownCommune
        The project has no commune of this code.
    OpenPeriod
        Only one end of the period is given, or its end lies before its start.
    """
    known = tuple(communes(project)["code"])
    if commune not in known:
        raise UnknownCommune(commune, known)
    if start is None and end is None:
        return FormHead(commune, project.about.vintage, last_quarter(today), agency)
    if start is None or end is None or end < start:
        raise OpenPeriod("/".join(".." if day is None else day.isoformat() for day in (start, end)))
    return FormHead(commune, project.about.vintage, Period(start, end), agency)


def form_name(head: FormHead) -> str:
    """Return the name a form's file gets unless another is asked for: ``return-03127-2025-07-01-2025-09-30.xlsx``."""
    return f"return-{head.commune_code}-{head.period.start}-{head.period.end}.xlsx"


def write_form(project: Project, head: FormHead, path: Path, language: Language) -> Path:
    """Write the form of `head` to `path`. A file that is there already is not replaced: it may have been filled in.

    Raises
    ------
    data.errors.ProjectFileError
        A file is there already, or the system refused.
    """
    if path.exists():
        raise ExistingFile(path)
    book = Workbook()
    sheet = book.active
    sheet.title = language.say(N_("Return"))
    labels = {**_write_heading(sheet, project, head, language), **_write_question(sheet, language)}
    labels |= {**_write_lines(sheet, language), **_write_figures(sheet, language)}
    _write_machine(book.create_sheet(MACHINE_SHEET), head, labels, language)
    _add_lists(sheet, language)
    _set_up(sheet)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "Lá Chắn"
    with whole_file(path) as part:
        book.save(part)
    return path


def _write_heading(sheet: Worksheet, project: Project, head: FormHead, language: Language) -> dict[str, str]:
    unit = communes(project).set_index("code").loc[[head.commune_code]]
    period = {"start": head.period.start, "end": head.period.end}
    said = (
        f"{full_names(unit).iloc[0]} ({head.commune_code}), {project.about.name}",
        language.say(N_("Period: from {start} to {end}"), **period),
        language.say(
            N_("Sent by: {agency}. The commune's code is that of {vintage}."),
            agency=_word(head.agency, language), vintage=head.vintage,
        ),
    )  # fmt: skip
    _line(sheet, 1, language.say(_TITLE), _LARGE)
    for row, text in enumerate(said, start=2):
        _line(sheet, row, text, _BOLD)
    for row, text in enumerate(_HOW, start=5):
        _line(sheet, row, language.say(text), _PLAIN)
    return {f"A{row}": text for row, text in enumerate(said, start=2)}


def _write_question(sheet: Worksheet, language: Language) -> dict[str, str]:
    row = int(QUESTION[1:])
    _line(sheet, row - 1, language.say(N_("1. Cases of abuse and violence")), _SECTION)
    sheet.merge_cells(f"A{row}:C{row}")
    _label(sheet, f"A{row}", language.say(_QUESTION))
    _open(sheet, QUESTION)
    sheet.merge_cells(f"E{row}:{_LAST}{row}")
    sheet[f"E{row}"].value = language.say(_AFTER_QUESTION)
    sheet[f"E{row}"].alignment = _LEFT
    sheet.row_dimensions[row].height = 2 * _ROW_HEIGHT - 6
    _line(sheet, row + 1, language.say(_OF_LINES), _PLAIN)
    return {f"A{row}": language.say(_QUESTION)}


def _write_lines(sheet: Worksheet, language: Language) -> dict[str, str]:
    upper, lower = FIRST_LINE - 2, FIRST_LINE - 1
    above = {"A": N_("No."), KIND_COLUMN: N_("Kind of case"), PLACE_COLUMN: N_("Where it happened")}
    heads = {f"{column}{upper}": language.say(text) for column, text in above.items()}
    heads |= {f"{column.letter}{upper}": _word(column.stage, language) for column in _first_of_stage()}
    heads |= {f"{column.letter}{lower}": _word(column.counted, language) for column in COUNT_COLUMNS}
    for column in above:
        sheet.merge_cells(f"{column}{upper}:{column}{lower}")
    for stage in {column.stage for column in COUNT_COLUMNS}:
        letters = [column.letter for column in COUNT_COLUMNS if column.stage == stage]
        sheet.merge_cells(f"{letters[0]}{upper}:{letters[-1]}{upper}")
    _head(sheet, f"A{upper}:{_LAST}{lower}", heads)
    for number, row in enumerate(line_rows(), start=1):
        _label(sheet, f"A{row}", str(number))
        for column in (KIND_COLUMN, PLACE_COLUMN, *(each.letter for each in COUNT_COLUMNS)):
            _open(sheet, f"{column}{row}", worded=column in (KIND_COLUMN, PLACE_COLUMN))
    for row, kind in zip(line_rows(), KINDS, strict=False):
        sheet[f"{KIND_COLUMN}{row}"].value = _word(kind, language)
    return heads


def _first_of_stage() -> Iterable[CountColumn]:
    return {column.stage: column for column in reversed(COUNT_COLUMNS)}.values()


def _write_figures(sheet: Worksheet, language: Language) -> dict[str, str]:
    head = FIRST_FIGURE - 1
    _line(sheet, head - 1, language.say(N_("2. Figures of the commune")), _SECTION)
    sheet.merge_cells(f"B{head}:C{head}")
    heads = {f"A{head}": language.say(N_("No.")), f"B{head}": language.say(N_("Figure"))}
    heads[f"{FIGURE_COLUMN}{head}"] = language.say(N_("Number"))
    _head(sheet, f"A{head}:{FIGURE_COLUMN}{head}", heads)
    labels = dict(heads)
    for number, (row, figure) in enumerate(zip(figure_rows(), FIGURES, strict=True), start=1):
        sheet.merge_cells(f"B{row}:C{row}")
        _label(sheet, f"A{row}", str(number))
        labels[f"B{row}"] = language.say(FIGURE_LABELS[figure.indicator])
        _label(sheet, f"B{row}", labels[f"B{row}"])
        _open(sheet, f"{FIGURE_COLUMN}{row}")
    return labels


def _write_machine(sheet: Worksheet, head: FormHead, labels: Mapping[str, str], language: Language) -> None:
    said = {code: _word(code, language) for code in (*KINDS, *PLACES, *ANSWERS)}
    for row, column, text in machine_rows(head, words=said, labels=labels):
        cell = sheet.cell(row + 1, column + 1, text)
        cell.number_format = "@"
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _add_lists(sheet: Worksheet, language: Language) -> None:
    first, last = line_rows()[0], line_rows()[-1]
    for at, codes, cells in (
        (KINDS_AT, KINDS, f"{KIND_COLUMN}{first}:{KIND_COLUMN}{last}"),
        (PLACES_AT, PLACES, f"{PLACE_COLUMN}{first}:{PLACE_COLUMN}{last}"),
        (ANSWERS_AT, ANSWERS, QUESTION),
    ):
        column = get_column_letter(at + 2)
        offered = f"{MACHINE_SHEET}!${column}$1:${column}${len(codes)}"
        _validate(sheet, cells, language, N_("Choose one from the list."), kind="list", formula=offered)
    figures = f"{FIGURE_COLUMN}{figure_rows()[0]}:{FIGURE_COLUMN}{figure_rows()[-1]}"
    for cells in (f"{COUNT_COLUMNS[0].letter}{first}:{COUNT_COLUMNS[-1].letter}{last}", figures):
        _validate(sheet, cells, language, N_("Only a whole number, 0 or more."), kind="whole", formula="0")


def _validate(sheet: Worksheet, cells: str, language: Language, fault: str, *, kind: str, formula: str) -> None:
    rule = DataValidation(type=kind, formula1=formula, allow_blank=True, showErrorMessage=True)
    if kind == "whole":
        rule.operator = "greaterThanOrEqual"
    rule.error, rule.errorTitle = language.say(fault), "Lá Chắn"
    rule.add(cells)
    sheet.add_data_validation(rule)


def _line(sheet: Worksheet, row: int, text: str, font: Font) -> None:
    """Write a text across the whole width."""
    sheet.merge_cells(f"A{row}:{_LAST}{row}")
    cell = sheet[f"A{row}"]
    cell.value, cell.font, cell.alignment = text, font, _LEFT
    sheet.row_dimensions[row].height = _ROW_HEIGHT


def _head(sheet: Worksheet, block: str, heads: Mapping[str, str]) -> None:
    for cells in sheet[block]:
        sheet.row_dimensions[cells[0].row].height = 1.6 * _ROW_HEIGHT
        for cell in cells:
            cell.fill, cell.font, cell.border, cell.alignment = _HEAD_FILL, _HEAD_FONT, _BOX, _CENTRED
    for address, text in heads.items():
        sheet[address].value = text


def _label(sheet: Worksheet, address: str, text: str) -> None:
    cell = sheet[address]
    cell.value, cell.font, cell.alignment, cell.border = text, _PLAIN, _LEFT, _BOX
    sheet.row_dimensions[cell.row].height = _ROW_HEIGHT


def _open(sheet: Worksheet, address: str, *, worded: bool = False) -> None:
    """Let a cell be filled in."""
    cell = sheet[address]
    cell.protection, cell.fill, cell.border, cell.font = Protection(locked=False), _FILL, _BOX, _PLAIN
    cell.alignment = _LEFT if worded else _CENTRED


def _set_up(sheet: Worksheet) -> None:
    for column in "ABCDEFGHIJK":
        sheet.column_dimensions[column].width = _WIDTHS.get(column, _NUMBER_WIDTH)
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5


def _word(code: str, language: Language) -> str:
    return language.say(words.VALUES[code]) if code in words.VALUES else code
