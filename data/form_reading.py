"""Read a return form that came back: what it is of, and each answer with the cell it stands in.

A workbook is a return form when it has the hidden sheet of one. Blank cells say nothing; a zero is a zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from types import MappingProxyType

from data.errors import AlteredForm, UnreadableForm
from data.machine_sheet import holds_sheet
from data.reading import cell_text, is_number
from data.return_form import (
    ANSWERS_AT,
    COUNT_COLUMNS,
    FACTS_AT,
    FIGURE_COLUMN,
    FIGURES,
    KIND_COLUMN,
    KINDS_AT,
    LABELS_AT,
    MACHINE_SHEET,
    PLACE_COLUMN,
    PLACES_AT,
    QUESTION,
    FormHead,
    figure_rows,
    head_of,
    line_rows,
)
from data.workbooks import Sheet, read_sheets


@dataclass(frozen=True, slots=True)
class Answer:
    """What one cell of a form says.

    Parameters
    ----------
    column : str
        Its letter.
    row : int
        Its number.
    text : str
        Never blank.
    is_number : bool
        The workbook holds it as a number.
    is_formula : bool
        It is computed, not typed.
    says : mapping
        Field to value, of the row of a table it becomes; the answer itself is not among them. Words of a drop-down
        list that are not on it stand under ``unknown_kind`` and ``unknown_place``.
    """

    column: str
    row: int
    text: str
    is_number: bool
    is_formula: bool
    says: Mapping[str, str]

    @property
    def cell(self) -> str:
        """The cell's address, such as D9."""
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as it came back: the answer on whether there was any case ("" where none), its lines, its figures."""

    path: Path
    sheet: str
    head: FormHead
    any_case: Answer | None
    counts: tuple[Answer, ...]
    figures: tuple[Answer, ...]
    choices: Mapping[str, tuple[str, ...]]


def is_return_form(path: Path) -> bool:
    """Say whether a file is a workbook with the hidden sheet of a return form; its cells are not read."""
    return holds_sheet(path, MACHINE_SHEET)


def read_form(path: Path) -> FilledForm:
    """Read a return form.

    Raises
    ------
    UnreadableForm
        The hidden sheet does not say what the form is of, or a later version wrote it.
    AlteredForm
        A text of the form is no longer where it was; carries the cell, what should stand there and what does.
    ProtectedSource, UnreadableSource
        The workbook cannot be opened.
    """
    sheets = read_sheets(path)
    if MACHINE_SHEET not in sheets:
        raise UnreadableForm(path)
    machine = sheets.pop(MACHINE_SHEET)
    head = head_of(_pairs(machine, FACTS_AT))
    if head is None or not sheets:
        raise UnreadableForm(path)
    name, sheet = next(iter(sheets.items()))
    cells = _Cells(sheet, _formulas(path, name))
    _check_labels(path, cells, _pairs(machine, LABELS_AT))
    kinds, places, answers = ({word: code for code, word in _pairs(machine, at).items()} for at in _LISTS)
    asked = cells.answer(QUESTION[0], int(QUESTION[1:]), {})
    return FilledForm(
        path=path,
        sheet=name,
        head=head,
        any_case=asked and _decided(asked, answers),
        counts=tuple(_counts(cells, kinds, places)),
        figures=tuple(_figures(cells)),
        choices={"kind": tuple(kinds), "place": tuple(places), "any_case": tuple(answers)},
    )


_LISTS = (KINDS_AT, PLACES_AT, ANSWERS_AT)


class _Cells:
    """The cells of the sheet a person fills, by letter and number."""

    def __init__(self, sheet: Sheet, formulas: frozenset[str]) -> None:
        self.rows = sheet.rows
        self.formulas = formulas

    def value(self, column: str, row: int) -> object:
        at = ascii_uppercase.index(column)
        line: Sequence[object] = self.rows[row - 1] if row <= len(self.rows) else ()
        return line[at] if at < len(line) else ""

    def text(self, column: str, row: int) -> str:
        return cell_text(self.value(column, row))

    def answer(self, column: str, row: int, says: Mapping[str, str]) -> Answer | None:
        """Return what a cell says; None where it is blank. A formula without a stored result is not blank."""
        text, computed = self.text(column, row), f"{column}{row}" in self.formulas
        if not text and not computed:
            return None
        return Answer(column, row, text, is_number(self.value(column, row)), computed, MappingProxyType(dict(says)))


def _pairs(sheet: Sheet, first: int) -> dict[str, str]:
    """Return the texts of two columns of the hidden sheet, the left one to the right one."""
    rows = ((*map(cell_text, row), *[""] * (first + 2)) for row in sheet.rows)
    return {row[first]: row[first + 1] for row in rows if row[first]}


def _check_labels(path: Path, cells: _Cells, labels: Mapping[str, str]) -> None:
    for address, expected in labels.items():
        found = cells.text(address[0], int(address[1:]))
        if found != expected:
            raise AlteredForm(path, address, expected, found)


def _decided(asked: Answer, answers: Mapping[str, str]) -> Answer:
    return Answer(asked.column, asked.row, asked.text, asked.is_number, asked.is_formula,
                  {"any_case": answers.get(asked.text, "")})  # fmt: skip


def _counts(cells: _Cells, kinds: Mapping[str, str], places: Mapping[str, str]) -> list[Answer]:
    answers = []
    for row in line_rows():
        kind, place = cells.text(KIND_COLUMN, row), cells.text(PLACE_COLUMN, row)
        line = {"kind": kinds.get(kind, ""), "place": places.get(place, "")}
        unknown = {"unknown_kind": kind if kind not in kinds else "", "unknown_place": place * (place not in places)}
        for column in COUNT_COLUMNS:
            says = {**line, **unknown, "stage": column.stage, "counted": column.counted}
            answers.append(cells.answer(column.letter, row, says))
    return [answer for answer in answers if answer is not None]


def _figures(cells: _Cells) -> list[Answer]:
    asked = zip(FIGURES, figure_rows(), strict=True)
    answers = [cells.answer(FIGURE_COLUMN, row, {"indicator": figure.indicator}) for figure, row in asked]
    return [answer for answer in answers if answer is not None]


def _formulas(path: Path, sheet: str) -> frozenset[str]:
    """Return the addresses of the cells that hold formulas, where the format tells (XLSX)."""
    if path.suffix.lower() != ".xlsx":
        return frozenset()
    import openpyxl

    book = openpyxl.load_workbook(path)
    return frozenset(cell.coordinate for row in book[sheet].iter_rows() for cell in row if cell.data_type == "f")
