"""Import the rows of a file into a table of a project: read, complete, check, keep, and say what became of each row.

Rows that cannot be kept are set aside with the reason; none is lost, and nothing of a column that no field asks for is
kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.checking import check_cells, check_identities, check_order, check_repeats, check_units
from data.columns import CRS_SETTING, Values, check_settings, choose_columns, read_values, require_fields
from data.defaults import MADE, fill_defaults, make_identifiers, mend_codes, supplied_fields
from data.errors import MissingField, MissingShapes, NotImportable, SimulatedProject
from data.import_report import ImportReport, sort_rows, write_report
from data.issues import Finding, Reason, positions
from data.parsing import UNREAD
from data.positions import POSITION, check_half_positions, check_positions
from data.project import Project
from data.reading import RawTable
from data.schema import TABLES, Table
from data.unit_shapes import check_unit_shapes, take_shapes, without_shapes

UNITS = "units"
IMPORTABLE = (
    UNITS,
    "indicators",
    "case_counts",
    "facilities",
    "officers",
    "demand_points",
    "targets",
    "partners",
    "visits",
    "skills",
    "courses",
)

Tick = Callable[[float], None]
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Imported:
    """A new snapshot with the accepted rows, and the report."""

    project: Project
    report: ImportReport


def import_rows(
    project: Project,
    table: str,
    raw: RawTable,
    *,
    batch_id: str,
    mapping: Mapping[str, str] = NOTHING,
    settings: Mapping[str, object] = NOTHING,
    tick: Tick | None = None,
) -> Imported:
    """Import the rows of a file into one table.

    Parameters
    ----------
    project : Project
        Is not changed.
    table : str
        One of `IMPORTABLE`. For ``units`` shapes are replaced by code; other tables take new rows.
    raw : RawTable
        What `data.reading.read_rows` returned.
    batch_id : str
        Marks the rows of this import.
    mapping : mapping, optional
        Field to the file's column. Without it, a column that bears the field's name is taken.
    settings : mapping, optional
        Field to the value of rows that have none of their own; ``crs``: the reference system of columns that are
        mapped to ``lon`` and ``lat``.
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.

    Raises
    ------
    NotImportable, SimulatedProject
        Files cannot go into this table, or this project.
    UnknownField, UnknownColumn, MissingField, InvalidSetting, UnknownCrs
        What the user stated does not fit the table or the file.
    """
    if table not in IMPORTABLE:
        raise NotImportable(table, IMPORTABLE)
    if project.about.simulated:
        raise SimulatedProject(raw.path)
    if table == UNITS:
        return import_shapes(project, raw, mapping=mapping, settings=settings)
    given = {name: value for name, value in settings.items() if value is not None}
    return _import_rows(project, TABLES[table], raw, batch_id, mapping, given, tick or _no_tick)


def import_shapes(
    project: Project, raw: RawTable, *, mapping: Mapping[str, str] = NOTHING, settings: Mapping[str, object] = NOTHING
) -> Imported:
    """Replace the shapes of units by those of a file, by code; a simulated project may have real boundaries too.

    Everything else about a unit stays as it was: other fields that are mapped or set are not used, and the report says
    so.

    Raises
    ------
    UnknownField, UnknownColumn, MissingField
        The file has no column of codes, or no shapes.
    """
    table = TABLES[UNITS]
    columns = choose_columns(table, raw, mapping)
    if "code" not in columns:
        raise MissingField(UNITS, "code")
    if raw.geometry is None:
        raise MissingShapes(raw.path)
    text = raw.frame[columns["code"]]
    shapes = np.asarray(raw.geometry.array, dtype=object)
    checked = check_unit_shapes(text.where(text != ""), shapes, project[UNITS], first_row=raw.first_row)
    sorting = sort_rows(checked.findings, _blank_rows(raw))
    accepted = sorting.accepted
    after = take_shapes(project, checked.codes[accepted], checked.shapes[accepted], source=raw.path.name)
    unused = [name for name in (*mapping, *settings) if name not in ("code", "geometry", CRS_SETTING)]
    notes = [_note(Reason.FIELD_NOT_USED, name) for name in unused] + _notes(raw)
    if after.about.schematic:
        notes.append(_note(Reason.STILL_SCHEMATIC, "geometry", missing=without_shapes(after)))
    report = write_report(
        raw,
        [*checked.findings, *notes],
        sorting,
        vintage=project.about.vintage,
        mapping={"code": columns["code"]},
        settings={},
    )
    return Imported(after, report)


def _import_rows(
    project: Project,
    table: Table,
    raw: RawTable,
    batch_id: str,
    mapping: Mapping[str, str],
    settings: Mapping[str, object],
    tick: Tick,
) -> Imported:
    columns = choose_columns(table, raw, mapping)
    require_fields(table, columns, settings, _supplied(table, raw))
    check_settings(table, settings)
    values = read_values(table, raw, columns, settings)
    tick(0.4)
    completed, findings = _complete(values, table, project)
    findings = _truly_missing([*findings, *_check(completed, table, project, raw)], table)
    tick(0.7)
    blank = _blank_rows(raw)
    survivors = completed[sort_rows(findings, blank).accepted]
    findings += _check_repeats(survivors, project[table.name], table, raw)
    tick(0.8)
    sorting = sort_rows(findings, blank)
    kept, made = make_identifiers(completed[sorting.accepted], project[table.name], table)
    findings += made
    findings += check_positions(kept, project[UNITS], name=table.name, schematic=project.about.schematic)
    report = write_report(
        raw,
        [*findings, *_notes(raw)],
        sorting,
        vintage=_vintage(kept, project),
        mapping=columns,
        settings=settings,
    )
    tick(0.9)
    stamped = kept.assign(source=raw.path.name, batch_id=batch_id)
    return Imported(project.append(table.name, stamped) if len(kept) else project, report)


def _supplied(table: Table, raw: RawTable) -> frozenset[str]:
    return supplied_fields(table) | (frozenset(POSITION) if raw.geometry is not None else frozenset())


def _complete(values: Values, table: Table, project: Project) -> tuple[pd.DataFrame, list[Finding]]:
    mended, padded = mend_codes(values.frame, table, project[UNITS])
    filled, assumed = fill_defaults(mended, table, project.about)
    return filled, [*values.findings, *padded, *assumed]


def _check(frame: pd.DataFrame, table: Table, project: Project, raw: RawTable) -> list[Finding]:
    overlong = positions(raw.overlong)
    return [
        *([Finding(Reason.TOO_MANY_CELLS, None, overlong)] if len(overlong) else []),
        *check_cells(frame, table),
        *check_order(frame, table),
        *check_units(frame, table, project[UNITS]),
        *check_identities(frame),
        *check_half_positions(frame),
    ]


def _truly_missing(findings: Sequence[Finding], table: Table) -> list[Finding]:
    """Drop "missing" where an identifier will be made, and where a value is there but could not be read."""
    unread = {(finding.field, row) for finding in findings if finding.reason in UNREAD for row in finding.rows.tolist()}
    kept = []
    for finding in findings:
        if finding.reason is not Reason.MISSING:
            kept.append(finding)
        elif finding.field != MADE.get(table.name):
            rows = [row for row in finding.rows.tolist() if (finding.field, row) not in unread]
            kept.append(replace(finding, rows=np.array(rows, dtype=np.intp)))
    return kept


def _check_repeats(survivors: pd.DataFrame, stored: pd.DataFrame, table: Table, raw: RawTable) -> list[Finding]:
    """Compare rows by their key; rows without an identifier by all they say."""
    numbers = raw.first_row + np.arange(len(raw))
    made = MADE.get(table.name)
    if made is None:
        return check_repeats(survivors, stored, table, key=table.key, row_numbers=numbers)
    named = survivors[made].notna()
    content = tuple(name for name in table.names if name not in (made, "source", "batch_id"))
    return [
        *check_repeats(survivors[named], stored, table, key=table.key, row_numbers=numbers),
        *check_repeats(survivors[~named], stored.assign(**{made: None}), table, key=content, row_numbers=numbers),
    ]


def _blank_rows(raw: RawTable) -> NDArray[np.bool_]:
    blank = (raw.frame == "").all(axis="columns").to_numpy(dtype=bool)
    return blank if raw.geometry is None else blank & raw.geometry.isna().to_numpy(dtype=bool)


def _vintage(kept: pd.DataFrame, project: Project) -> str:
    stated = sorted(kept["vintage"].dropna().unique()) if "vintage" in kept.columns else []
    return ", ".join(stated) or project.about.vintage


def _notes(raw: RawTable) -> list[Finding]:
    return [_note(Reason.LAYERS_NOT_READ, None, layers=raw.others)] if raw.others else []


def _note(reason: Reason, field: str | None, **values: object) -> Finding:
    return Finding(reason, field, np.array([], dtype=np.intp), common=values, listed=False)


def _no_tick(fraction: float) -> None:
    """Tell nobody."""
