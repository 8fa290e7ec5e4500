"""What the first rows of a file will become, before anything is checked as a whole.

Names become codes as the import makes them, and so do words, wide columns and what the titles say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from app.import_fields import choice_text, said_by_titles
from app.import_words import reason_text
from app.language import Language
from app.names import unit_name
from data.checking import check_column, check_units
from data.columns import check_settings, choose_columns, read_values, split_settings
from data.defaults import MADE, fill_defaults, mend_codes
from data.errors import AmbiguousVintage
from data.field_words import UNIT_NAME, unit_field
from data.importing import UNITS
from data.issues import Finding, Issue, Verdict, fix_of
from data.positions import POSITION, check_positions
from data.reading import RawTable
from data.row_location import Located, Source, locate
from data.schema import TABLES, Column, Kind, Reference, Table
from data.unit_lists import OLD_VINTAGE, known_units
from data.wide_tables import Long, make_long

if TYPE_CHECKING:
    from data.project import Project

ROWS = 8
LOOKED_AT = 200
"""Rows that decide of which list the codes are, and that are drawn as points; the first `ROWS` are shown."""


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
class Point:
    """Where a row lies, in degrees; `astray`: not where it is said to be."""

    lon: float
    lat: float
    astray: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The fields that something fills, and their cells in the first rows. `numbers` are the rows' in the file."""

    fields: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """The first rows as they are read, the columns and settings they are read from, and what was found."""

    raw: RawTable
    columns: Mapping[str, str]
    settings: Mapping[str, object]
    frame: pd.DataFrame
    units: pd.DataFrame
    findings: tuple[Finding, ...]


def first_rows(raw: RawTable, count: int = ROWS) -> RawTable:
    """Return the file as if it had only its first rows."""
    return replace(
        raw,
        frame=raw.frame.head(count),
        numeric=raw.numeric.head(count),
        geometry=None if raw.geometry is None else raw.geometry.iloc[:count],
        groups=None if raw.groups is None else raw.groups.iloc[:count],
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
    head, definition = first_rows(raw, LOOKED_AT), TABLES[table]
    columns = choose_columns(definition, head, mapping)
    if table == UNITS:
        columns = {name: column for name, column in columns.items() if name == "code"}
    long = make_long(definition, head, columns, settings.keys())
    read = _read(project, definition, long, settings)
    points = _points(read, project, table)
    return _shown(_first(read, long), long, project, definition, points, language)


def _read(project: "Project", definition: Table, long: Long, settings: Mapping[str, str]) -> _Read:
    """Read the rows as the import does."""
    raw, columns = long.raw, long.mapping
    values, decided = split_settings({**said_by_titles(definition.name, raw, {*columns, *settings}), **settings})
    check_settings(definition, values)
    read = read_values(definition, raw, columns, values, decided)
    source = Source(definition.name, raw, columns, values, raw.titles)
    located = _located(read.frame, source, project, decided)
    mended, padded = mend_codes(located.frame, definition, located.units)
    if definition.name == UNITS:
        return _Read(raw, columns, values, mended, located.units, (*read.findings, *padded))
    completed = fill_defaults(mended, definition, project.about)[0]
    return _Read(raw, columns, values, completed, located.units, (*read.findings, *located.findings, *padded))


def _located(
    frame: pd.DataFrame, source: Source, project: "Project", decided: Mapping[str, Mapping[str, str]]
) -> Located:
    """Turn names into codes; where the list they are of must be asked, which comes later, leave them as they are."""
    if source.table == UNITS:
        return Located(frame, project[UNITS], project)
    try:
        return locate(frame, source, project, decided)
    except AmbiguousVintage:
        return Located(frame, project[UNITS], project)


def _first(read: _Read, long: Long) -> _Read:
    """Keep what is shown: the values of the first `ROWS` rows of the file."""
    count = int((long.origin < ROWS).sum())
    kept = tuple(_of_first(finding, count) for finding in read.findings)
    return replace(read, raw=first_rows(read.raw, count), frame=read.frame.head(count), findings=kept)


def _of_first(finding: Finding, count: int) -> Finding:
    inside = [place for place, row in enumerate(finding.rows.tolist()) if row < count]
    each = {name: tuple(values[place] for place in inside) for name, values in finding.each.items()}
    return replace(finding, rows=finding.rows[inside], each=each)


def _shown(
    read: _Read, long: Long, project: "Project", definition: Table, points: tuple[Point, ...], language: Language
) -> Preview:
    head, columns, frame = read.raw, _visible(read, definition), read.frame
    names = _unit_names(project, _vintages(frame, project.about.vintage), language)
    checked = [
        finding
        for column in columns
        if column.name not in (MADE.get(definition.name), unit_field(definition))
        for finding in check_column(frame[column.name], column)
    ]
    findings = (*checked, *_of_unit(read.findings, definition), *check_units(frame, definition, read.units))
    troubles = _troubles(findings, read.columns, head, language)
    made = [_cells(column, _written(read, column, definition), frame, names, troubles, language) for column in columns]
    filled = [position for position, row in enumerate((head.frame != "").any(axis="columns")) if row]
    rows = tuple(tuple(cells[position] for cells in made) for position in filled)
    numbers = tuple(head.first_row + int(long.origin[position]) for position in filled)
    return Preview(tuple(column.name for column in columns), numbers, rows, points)


def _of_unit(findings: Sequence[Finding], definition: Table) -> list[Finding]:
    """Say of the unit what was found about its name."""
    unit = unit_field(definition)
    return [replace(each, field=unit) if each.field == UNIT_NAME else each for each in findings]


def _visible(read: _Read, definition: Table) -> list[Column]:
    columns = [column for column in definition.columns if _is_shown(column, read)]
    said = {*read.columns, *read.settings, unit_field(definition)}
    columns.sort(key=lambda column: column.name not in said)
    return columns


def _written(read: _Read, column: Column, definition: Table) -> list[str]:
    """Return what the file writes for a field; for a unit without a code its name."""
    cells = [""] * len(read.frame)
    names = (column.name, *((UNIT_NAME,) if column.name == unit_field(definition) else ()))
    for name in names:
        if name in read.columns:
            found = read.raw.frame[read.columns[name]].tolist()
            cells = [cell or other for cell, other in zip(cells, found, strict=True)]
    return cells


def _points(read: _Read, project: "Project", table: str) -> tuple[Point, ...]:
    """Return the rows that have a position; astray are those outside their commune, or outside the province."""
    if not set(POSITION) <= set(read.frame.columns):
        return ()
    placed = read.frame[read.frame["lon"].between(-180, 180) & read.frame["lat"].between(-90, 90)]
    checked = check_positions(placed, project[UNITS], name=table, schematic=project.about.schematic)
    astray = {row for finding in checked for row in finding.rows.tolist()}
    return tuple(
        Point(float(lon), float(lat), row in astray)
        for row, lon, lat in zip(placed.index, placed["lon"], placed["lat"], strict=True)
    )


def _is_shown(column: Column, read: _Read) -> bool:
    if column.kind is Kind.GEOMETRY or column.name in ("source", "batch_id"):
        return False
    return column.name in {*read.columns, *read.settings} or bool(read.frame[column.name].notna().any())


def _cells(
    column: Column,
    written: Sequence[str],
    frame: pd.DataFrame,
    names: Sequence[Mapping[str, str]],
    troubles: Mapping[tuple[str, int], str],
    language: Language,
) -> list[Cell]:
    values = frame[column.name].tolist()
    read = [_text(value, column, own, language) for value, own in zip(values, names, strict=True)]
    obvious = column.kind in (Kind.INTEGER, Kind.NUMBER, Kind.DATE)
    said = [troubles.get((column.name, i), "") for i in range(len(frame))]
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


def _unit_names(project: "Project", vintages: Sequence[str], language: Language) -> list[dict[str, str]]:
    """Return for each row the names of the units of its vintage, by code."""
    columns = ["code", "kind", "name", "vintage"]
    old = [known_units(each)[columns] for each in {*vintages} & {OLD_VINTAGE}]
    names = {
        vintage: {
            code: f"{unit_name(kind, name, language)} ({code})" for code, kind, name, _ in own.itertuples(index=False)
        }
        for vintage, own in pd.concat([*old, project[UNITS][columns]]).fillna("").groupby("vintage")
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
    field = finding.field or ""
    column = columns.get(field) or (columns.get(UNIT_NAME) if field in ("unit_code", "commune_code") else None)
    value = "" if column is None or finding.private else str(head.frame[column].iloc[finding.rows[position]])
    numbers = {**finding.common, **{name: values[position] for name, values in finding.each.items()}}
    return Issue(None, None, column, value, finding.reason, fix_of(finding.reason), finding.verdict, numbers)
