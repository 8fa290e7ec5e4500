"""What the first rows of a file will become, before anything is checked as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from app.import_fields import choice_text
from app.import_words import reason_text
from app.language import Language
from app.names import unit_name
from data.checking import check_column, check_units
from data.columns import check_settings, choose_columns, read_values
from data.defaults import MADE, fill_defaults, mend_codes
from data.importing import UNITS
from data.issues import Finding, Issue, Verdict, fix_of
from data.reading import RawTable
from data.schema import TABLES, Column, Kind, Reference

if TYPE_CHECKING:
    from data.project import Project

ROWS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One value to be: as the file has it, as it will be read, and what is wrong with it (else empty).

    `obvious`: a number or a day that is only written in the language's way, so nobody needs to see both.
    """

    written: str
    read: str
    trouble: str = ""
    obvious: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The fields that something fills, and their cells in the first rows. `numbers` are the rows' in the file."""

    fields: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


def first_rows(raw: RawTable, count: int = ROWS) -> RawTable:
    """Return the file as if it had only its first rows."""
    return replace(
        raw,
        frame=raw.frame.head(count),
        numeric=raw.numeric.head(count),
        geometry=None if raw.geometry is None else raw.geometry.iloc[:count],
        overlong=raw.overlong[:count],
    )


def preview(
    project: "Project",
    table: str,
    raw: RawTable,
    mapping: Mapping[str, str],
    settings: Mapping[str, str],
    language: Language,
) -> Preview:
    """Return what the first rows become with this `mapping` and these `settings`.

    Raises
    ------
    data.errors.DataError
        A setting that its field cannot take, or an unknown reference system.
    """
    head, definition = first_rows(raw), TABLES[table]
    columns = choose_columns(definition, head, mapping)
    if table == UNITS:
        columns = {name: column for name, column in columns.items() if name == "code"}
    check_settings(definition, settings)
    values = read_values(definition, head, columns, settings)
    mended, padded = mend_codes(values.frame, definition, project[UNITS])
    completed = mended if table == UNITS else fill_defaults(mended, definition, project.about)[0]
    shown = [column for column in definition.columns if _is_shown(column, columns, settings, completed)]
    shown.sort(key=lambda column: column.name not in columns and column.name not in settings)
    names = _unit_names(project[UNITS], _vintages(completed, project.about.vintage), language)
    checked = [
        finding
        for column in shown
        if column.name != MADE.get(table)
        for finding in check_column(completed[column.name], column)
    ]
    findings = (*checked, *values.findings, *padded, *check_units(completed, definition, project[UNITS]))
    troubles = _troubles(findings, columns, head, language)
    made = [_cells(column, columns, head, completed, names, troubles, language) for column in shown]
    filled = [position for position, row in enumerate((head.frame != "").any(axis="columns")) if row]
    rows = tuple(tuple(cells[position] for cells in made) for position in filled)
    numbers = tuple(raw.first_row + position for position in filled)
    return Preview(tuple(column.name for column in shown), numbers, rows)


def _is_shown(column: Column, columns: Mapping[str, str], settings: Mapping[str, str], completed: pd.DataFrame) -> bool:
    if column.kind is Kind.GEOMETRY or column.name in ("source", "batch_id"):
        return False
    return column.name in columns or column.name in settings or bool(completed[column.name].notna().any())


def _cells(
    column: Column,
    columns: Mapping[str, str],
    head: RawTable,
    completed: pd.DataFrame,
    names: Sequence[Mapping[str, str]],
    troubles: Mapping[tuple[str, int], str],
    language: Language,
) -> list[Cell]:
    written = head.frame[columns[column.name]].tolist() if column.name in columns else [""] * len(head)
    values = completed[column.name].tolist()
    read = [_text(value, column, own, language) for value, own in zip(values, names, strict=True)]
    obvious = column.kind in (Kind.INTEGER, Kind.NUMBER, Kind.DATE)
    said = [troubles.get((column.name, i), "") for i in range(len(head))]
    return [Cell(*cell, obvious and not cell[2]) for cell in zip(written, read, said, strict=True)]


def _text(value: Any, column: Column, names: Mapping[str, str], language: Language) -> str:
    if pd.isna(value):
        return ""
    match column.kind:
        case Kind.INTEGER | Kind.NUMBER:
            return language.number(float(value), 5 if column.name in ("lon", "lat") else None)
        case Kind.DATE:
            return language.date(pd.Timestamp(value).date())
        case Kind.BOOLEAN:
            return "✓" if value else "✕"
        case _ if column.reference is Reference.UNIT or column.name == "code":
            return names.get(str(value), str(value))
        case _:
            return choice_text(column.name, str(value), language)


def _vintages(completed: pd.DataFrame, own: str) -> list[str]:
    return completed["vintage"].fillna(own).tolist() if "vintage" in completed else [own] * len(completed)


def _unit_names(units: pd.DataFrame, vintages: Sequence[str], language: Language) -> list[dict[str, str]]:
    """Return for each row the names of the units of its vintage, by code."""
    rows = units[["code", "kind", "name", "vintage"]].fillna("")
    names = {
        vintage: {
            code: f"{unit_name(kind, name, language)} ({code})" for code, kind, name, _ in own.itertuples(index=False)
        }
        for vintage, own in rows.groupby("vintage")
    }
    return [names.get(vintage, {}) for vintage in vintages]


def _troubles(
    findings: Sequence[Finding], columns: Mapping[str, str], head: RawTable, language: Language
) -> dict[tuple[str, int], str]:
    """Return what is wrong by field and row.

    What sets a row aside wins over what is only doubtful; of equals the later one: "not a date" over "missing".
    """
    ordered = sorted(findings, key=lambda finding: finding.verdict is Verdict.SET_ASIDE)
    return {
        (finding.field, int(row)): reason_text(_issue(finding, position, columns, head), language)
        for finding in ordered
        if finding.field is not None and finding.listed
        for position, row in enumerate(finding.rows)
    }


def _issue(finding: Finding, position: int, columns: Mapping[str, str], head: RawTable) -> Issue:
    column = columns.get(finding.field or "")
    value = "" if column is None or finding.private else str(head.frame[column].iloc[finding.rows[position]])
    numbers = {**finding.common, **{name: values[position] for name, values in finding.each.items()}}
    return Issue(None, None, column, value, finding.reason, fix_of(finding.reason), finding.verdict, numbers)
