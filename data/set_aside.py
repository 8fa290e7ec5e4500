"""Rows that an import set aside: kept with their reasons to be mended in place and tried again, or taken as a table.

Of `cases` only the columns that may be kept are here, with blanks where a cell may tell who a person is. Shapes other
than points stay with the rows, but cannot be written into a workbook.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from data.case_import import CASES, set_apart
from data.columns import choose_columns
from data.import_report import ImportReport
from data.importing import Imported, import_rows
from data.issues import Issue, Verdict
from data.machine_sheet import holds_sheet
from data.positions import POSITION
from data.project import Project
from data.reading import RawTable, cell_text, is_number
from data.repeats import Repeat
from data.schema import TABLES
from data.workbooks import read_sheets

MACHINE_SHEET = "lachan_set_aside"
"""Name of the hidden sheet of a workbook of rows that were set aside."""

TABLE, MAPPING, SETTING, COLUMNS = "table", "mapping", "setting", "columns"
"""What a line of the hidden sheet is about: its first cell."""

VINTAGE = "vintage"

Tick = Callable[[float], None]
Change = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rows set aside by one import.

    Parameters
    ----------
    table : str
    raw : RawTable
        These rows alone.
    numbers : tuple of int
        Of each row, its number in the file.
    issues : tuple of tuple of Issue
        Of each row, why it was set aside.
    mapping, settings : mapping
        With which the file was imported.
    """

    table: str
    raw: RawTable
    numbers: tuple[int, ...]
    issues: tuple[tuple[Issue, ...], ...]
    mapping: Mapping[str, str]
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Returned:
    """Rows that come back in a workbook: mended, with how they are to be read."""

    table: str
    raw: RawTable
    mapping: Mapping[str, str]
    settings: Mapping[str, str]


def rows_set_aside(
    raw: RawTable,
    report: ImportReport,
    table: str,
    *,
    mapping: Mapping[str, str] = MappingProxyType({}),
    settings: Mapping[str, object] = MappingProxyType({}),
) -> SetAside:
    """Return the rows an import set aside.

    Parameters
    ----------
    raw : RawTable
        The file.
    report : ImportReport
        What the import said of it.
    table : str
    mapping, settings : mapping
        With which it was imported.
    """
    issues = _reasons(report)
    numbers = tuple(issues)
    kept = _kept(raw, table, mapping)
    used = {field: column for field, column in mapping.items() if table != CASES or column in kept.frame.columns}
    return SetAside(
        table,
        _picked(kept, [number - raw.first_row for number in numbers]),
        numbers,
        tuple(issues.values()),
        MappingProxyType(used),
        MappingProxyType({**_vintage_found(report, table, mapping), **settings}),
    )


def mended(rows: SetAside, changes: Mapping[Change, str]) -> SetAside:
    """Return the rows with other texts in some cells.

    Parameters
    ----------
    changes : mapping
        Number of the row in the file and name of the column, to the new text.

    Raises
    ------
    KeyError
        No such row was set aside, or no such column is kept.
    """
    frame, numeric = rows.raw.frame.copy(), rows.raw.numeric.copy()
    places = {number: place for place, number in enumerate(rows.numbers)}
    for (number, column), text in changes.items():
        place = places[number]
        frame.loc[place, _known(frame, column)] = text
        numeric.loc[place, column] = False
    return replace(rows, raw=replace(rows.raw, frame=frame, numeric=numeric))


def try_again(
    project: Project, rows: SetAside, *, batch_id: str, repeat: Repeat | None = None, tick: Tick | None = None
) -> Imported:
    """Import the rows once more; the report numbers them as the file does.

    Raises
    ------
    data.errors.DataError
        As `data.importing.import_rows`.
    """
    done = import_rows(
        project,
        rows.table,
        rows.raw,
        batch_id=batch_id,
        mapping=rows.mapping,
        settings=rows.settings,
        repeat=repeat,
        tick=tick,
    )
    problems = tuple(_renumbered(issue, rows.numbers) for issue in done.report.problems)
    return replace(done, report=replace(done.report, problems=problems))


def still_set_aside(rows: SetAside, report: ImportReport) -> SetAside:
    """Return those of the rows that were set aside when tried again, with the reasons of now.

    Parameters
    ----------
    report : ImportReport
        What `try_again` said of `rows`.
    """
    issues = _reasons(report)
    places = {number: place for place, number in enumerate(rows.numbers)}
    raw = _picked(rows.raw, [places[number] for number in issues])
    return replace(rows, raw=raw, numbers=tuple(issues), issues=tuple(issues.values()))


def table_of(rows: SetAside) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the cells as text, and which of them are numbers; points stand in columns ``lon`` and ``lat``."""
    frame, numeric, geometry = rows.raw.frame, rows.raw.numeric, rows.raw.geometry
    if geometry is None or set(POSITION) & set(frame.columns) or not (geometry.geom_type == "Point").all():
        return frame, numeric
    placed = {"lon": geometry.x.map(repr), "lat": geometry.y.map(repr)}
    return frame.assign(**placed), numeric.assign(lon=True, lat=True)


def machine_lines(rows: SetAside, columns: int) -> list[tuple[str, str, str]]:
    """Return the lines of the hidden sheet: what a workbook of these rows must say to be read without mapping.

    Parameters
    ----------
    columns : int
        How many columns of the visible sheet are the file's own; those after them say why.
    """
    return [
        (TABLE, rows.table, ""),
        (COLUMNS, str(columns), ""),
        *((MAPPING, field, column) for field, column in rows.mapping.items()),
        *((SETTING, name, cell_text(value)) for name, value in rows.settings.items()),
    ]


def is_set_aside_book(path: Path) -> bool:
    """Say whether a file is a workbook of rows that were set aside."""
    return holds_sheet(path, MACHINE_SHEET)


def read_set_aside(path: Path) -> Returned:
    """Read a workbook of rows that were set aside, mended or not; what was said of them is left out.

    Raises
    ------
    ProtectedSource, UnreadableSource
        The workbook cannot be opened.
    """
    sheets = read_sheets(path)
    lines = [(*map(cell_text, row), "", "", "")[:3] for row in sheets.pop(MACHINE_SHEET).rows]
    said = {first: second for first, second, _ in lines}
    name, sheet = next(iter(sheets.items()))
    width = int(said[COLUMNS])
    return Returned(
        said[TABLE],
        _as_raw(path, name, [(*row, *[""] * width)[:width] for row in sheet.rows]),
        {field: column for kind, field, column in lines if kind == MAPPING},
        {field: value for kind, field, value in lines if kind == SETTING},
    )


def _as_raw(path: Path, sheet: str, rows: Sequence[Sequence[object]]) -> RawTable:
    names = [cell_text(cell) for cell in rows[0]]
    body = rows[1:]
    frame = pd.DataFrame([[cell_text(cell) for cell in row] for row in body], columns=names, dtype="str")
    numeric = pd.DataFrame([[is_number(cell) for cell in row] for row in body], columns=names, dtype=bool)
    return RawTable(
        path=path,
        frame=frame,
        numeric=numeric,
        geometry=None,
        layer=sheet,
        others=(),
        first_row=2,
        encoding="",
        overlong=np.zeros(len(body), dtype=bool),
        header_row=1,
    )


def _reasons(report: ImportReport) -> dict[int, tuple[Issue, ...]]:
    """Return why each row was set aside, by its number, in the order of the file."""
    issues: dict[int, list[Issue]] = {}
    for issue in report.problems:
        if issue.row is not None and issue.verdict is Verdict.SET_ASIDE:
            issues.setdefault(issue.row, []).append(issue)
    return {number: tuple(issues[number]) for number in sorted(issues)}


def _kept(raw: RawTable, table: str, mapping: Mapping[str, str]) -> RawTable:
    """Return a file of cases without identity and without what no field asks for; any other file as it is."""
    if table != CASES:
        return raw
    definition = TABLES[CASES]
    return set_apart(raw, definition, lambda left: choose_columns(definition, left, mapping), mapping=mapping).raw


def _vintage_found(report: ImportReport, table: str, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the vintage the whole file was found to be of: the few rows left might be taken for another."""
    if not report.accepted or VINTAGE in mapping or VINTAGE not in TABLES[table].names or ", " in report.vintage:
        return {}
    return {VINTAGE: report.vintage}


def _picked(raw: RawTable, positions: list[int]) -> RawTable:
    return replace(
        raw,
        frame=raw.frame.iloc[positions].reset_index(drop=True),
        numeric=raw.numeric.iloc[positions].reset_index(drop=True),
        geometry=None if raw.geometry is None else raw.geometry.iloc[positions].reset_index(drop=True),
        groups=None if raw.groups is None else raw.groups.iloc[positions].reset_index(drop=True),
        first_row=1,
        others=(),
        alike=(),
        non_data=(),
        overlong=np.zeros(len(positions), dtype=bool),
    )


def _known(frame: pd.DataFrame, column: str) -> str:
    if column not in frame.columns:
        raise KeyError(column)
    return column


def _renumbered(issue: Issue, numbers: Sequence[int]) -> Issue:
    if issue.row is None:
        return issue
    said = dict(issue.numbers)
    if isinstance(repeated := said.get("repeats"), int):
        said["repeats"] = numbers[repeated - 1]
    return replace(issue, row=numbers[issue.row - 1], numbers=MappingProxyType(said))
