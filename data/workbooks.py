"""Read the sheets of XLSX, XLS and ODS workbooks as rows of cells, with what is merged and what is shown as percent."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import ProtectedSource, UnreadableSource
from data.header_rows import Merged
from data.text_files import Tick, ticking

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PERCENT_DIGITS = 10  # 0.213 shown as 21.3 % is 21.3, not 21.299999999999997
_PERCENT_FORMATS = frozenset({b"9", b"10"})  # those every workbook knows: 0% and 0.00%
_OWN_FORMAT = re.compile(rb'<numFmt\b(?=[^>]*%)[^>]*numFmtId="(\d+)"')
_CELL_STYLES = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_FORMAT_OF_STYLE = re.compile(rb'numFmtId="(\d+)"')
_STYLES = "xl/styles.xml"

Cells = list[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of cells from its first row and column on, merged blocks, and whether people see it."""

    rows: Cells
    merged: tuple[Merged, ...] = ()
    hidden: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether any cell holds anything."""
        return any(map(has_content, self.rows))

    @property
    def is_table(self) -> bool:
        """Whether people see it and two rows fill two cells each; a cover sheet does not."""
        wide = (row for row in self.rows if sum(bool(str(cell).strip()) for cell in row) > 1)
        return not self.hidden and next(wide, None) is not None and next(wide, None) is not None


def has_content(row: Sequence[object]) -> bool:
    """Say whether any cell of a row holds anything."""
    return any(str(cell).strip() for cell in row)


def read_sheets(path: Path, *, tick: Tick | None = None) -> dict[str, Sheet]:
    """Return the sheets of a workbook by name.

    Numbers shown as percent are given as the number shown where the format tells (XLSX): 0.213 becomes 21.3.

    Raises
    ------
    ProtectedSource
        A password locks the workbook.
    UnreadableSource
        The content is no workbook.
    """
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        with _open(path) as book:
            kinds = {sheet.name: sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet}
            sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names if name in kinds}
            read = {
                name: Sheet(
                    [*_rows(sheet, tick)],
                    tuple(Merged(*first, *last) for first, last in sheet.merged_cell_ranges or ()),
                    kinds[name].visible is not SheetVisibleEnum.Visible,
                )
                for name, sheet in sheets.items()
            }
    except PasswordError as error:
        raise ProtectedSource(path) from error
    except (CalamineError, OSError) as error:
        raise UnreadableSource(path, path.suffix.lower().removeprefix(".")) from error
    return _as_shown(path, read) if _has_percent(path) else read


def _rows(sheet: "CalamineSheet", tick: Tick | None) -> Iterator[Sequence[object]]:
    """Yield the rows of a sheet from its first row and column on, one by one: other threads come to their turns."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for row in ticking(sheet.iter_rows(), sheet.total_height, tick):
        yield [*before, *row] if before else row


def _open(path: Path) -> "CalamineWorkbook":
    """Open a workbook by what its name says it is, else by what it is: an .xls may hold XLSX."""
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        return load_workbook(path)
    except PasswordError:
        raise
    except CalamineError:
        return load_workbook(io.BytesIO(path.read_bytes()))


def _has_percent(path: Path) -> bool:
    """Say whether any cell may be shown as percent, from the styles of an XLSX file."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    used = {number for block in _CELL_STYLES.findall(styles) for number in _FORMAT_OF_STYLE.findall(block)}
    return not used.isdisjoint(_PERCENT_FORMATS.union(_OWN_FORMAT.findall(styles)))


def _as_shown(path: Path, sheets: dict[str, Sheet]) -> dict[str, Sheet]:
    import openpyxl

    try:
        with warnings.catch_warnings(action="ignore"), closing(openpyxl.load_workbook(path, read_only=True)) as book:
            for name, sheet in sheets.items():
                for row, column in _percent_cells(book[name]):
                    shown = list(sheet.rows[row])
                    shown[column] = _percent(shown[column])
                    sheet.rows[row] = shown
    except (KeyError, TypeError, ValueError) as error:  # what openpyxl raises at a damaged part
        raise UnreadableSource(path, "xlsx") from error
    return sheets


def _percent_cells(sheet: Any) -> Iterator[tuple[int, int]]:
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value is not None and "%" in cell.number_format:
                yield cell.row - 1, cell.column - 1


def _percent(cell: object) -> object:
    return round(cell * 100, _PERCENT_DIGITS) if isinstance(cell, float | int) and not isinstance(cell, bool) else cell
