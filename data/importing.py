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

from data.case_import import CASES, CaseFile, complete_cases, set_apart, source_of
from data.columns import (
    CRS_SETTING,
    check_settings,
    choose_columns,
    position_texts,
    read_values,
    require_fields,
    split_settings,
)
from data.conversion import Converted
from data.conversion_findings import check_converted
from data.corrections import CROSSWALK, with_corrections_used
from data.crosswalk_links import BASES, EQUAL
from data.defaults import fill_defaults, make_identifiers, mend_codes, supplied_fields
from data.errors import MissingField, MissingShapes, NotImportable, SimulatedProject
from data.field_words import PERIOD, unit_field
from data.import_report import ImportReport, Sorting, sort_rows, write_report
from data.issues import Finding, Reason
from data.line_shapes import SHAPES_OF, with_shapes
from data.link_keys import link_key_of, with_link_key
from data.named_columns import BETWEEN
from data.percentages import in_percent, weights_of_1
from data.period_columns import PERIOD_FIELDS
from data.positions import POSITION, propose_positions
from data.project import Project
from data.raster_checks import check_rasters
from data.raster_content import with_contents
from data.raster_files import RASTERS
from data.reading import RawTable
from data.repeats import Prepared, Repeat, prepare, say_already_there
from data.row_checks import check_accepted, check_repeated, check_rows, truly_missing
from data.row_conversion import Conversion, to_present_units, with_converted
from data.row_location import Located, Source, locate
from data.row_units import said_by_name
from data.schema import TABLES, Table
from data.speed_checks import SPEEDS
from data.title_facts import TitleFacts, title_facts
from data.unit_shapes import check_unit_shapes, take_shapes, without_shapes
from data.unplaced_amounts import with_amounts
from data.wide_tables import Long, fold, make_long, whole_rows

UNITS = "units"
IMPORTABLE = (
    UNITS,
    "indicators",
    CASES,
    "case_counts",
    "facilities",
    "officers",
    "demand_points",
    "targets",
    "partners",
    "visits",
    "skills",
    "courses",
    "crosswalk",
    "recommendations",
    *SHAPES_OF,
    RASTERS,
    SPEEDS,
)

Tick = Callable[[float], None]
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Imported:
    """A new snapshot with the accepted rows, the report, and how rows of older units were converted, if any were."""

    project: Project
    report: ImportReport
    converted: Converted | None = None


def import_rows(
    project: Project,
    table: str,
    raw: RawTable,
    *,
    batch_id: str,
    mapping: Mapping[str, str] = NOTHING,
    settings: Mapping[str, object] = NOTHING,
    repeat: Repeat | None = None,
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
        Field, or one of `data.field_words.CONTEXT_FIELDS`, to the file's column; the value field of a wide table to
        its columns, as `data.wide_tables` writes them. Without it, a column that bears the field's name is taken.
    settings : mapping, optional
        Field to the value of rows that have none of their own; ``crs``: the reference system of columns that are
        mapped to ``lon`` and ``lat``; ``field:word``: the code a word or a name of the file means.
    repeat : Repeat, optional
        What becomes of rows that are there already; they are set aside without it.
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.

    Raises
    ------
    NotImportable, SimulatedProject
        Files cannot go into this table, or this project.
    UnknownField, UnknownColumn, MissingField, InvalidSetting, UnknownCrs
        What the user stated does not fit the table or the file.
    AmbiguousVintage
        The codes may be those before or since July 2025; the setting ``vintage``, any day they held, decides.
    """
    if table not in IMPORTABLE:
        raise NotImportable(table, IMPORTABLE)
    if project.about.simulated:
        raise SimulatedProject(raw.path)
    if table in SHAPES_OF and raw.geometry is None:
        raise MissingShapes(raw.path)
    if table == UNITS:
        return import_shapes(project, raw, mapping=mapping, settings=settings)
    values, decided = split_settings({name: value for name, value in settings.items() if value is not None})
    file = _File(project, TABLES[table], raw, batch_id, values, decided, repeat)
    if table == CASES:
        return _import_cases(file, mapping, tick or _no_tick)
    return _import_rows(file, mapping, tick or _no_tick)


def _import_cases(file: "_File", mapping: Mapping[str, str], tick: Tick) -> Imported:
    """Import cases: the children's identity is set apart before anything else looks at the file."""
    cases = set_apart(
        file.raw,
        file.table,
        lambda left: choose_columns(file.table, left, mapping),
        mapping=mapping,
        drop=file.raw.dropped,
        decided=file.decided,
        tick=lambda done: tick(0.2 + 0.1 * done),
    )
    keyed = replace(file, project=with_link_key(file.project), raw=cases.raw)
    return _import_rows(keyed, cases.columns, tick, cases=cases)


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


def _import_rows(file: "_File", mapping: Mapping[str, str], tick: Tick, *, cases: CaseFile | None = None) -> Imported:
    table = file.table
    long = make_long(table, file.raw, choose_columns(table, file.raw, mapping), file.settings.keys())
    tick(0.34)
    filled = _fill(file, long, tick)
    tick(0.4)
    project = filled.located.project
    rows, findings = _complete(filled, table, long)
    rows = with_contents(with_shapes(rows, table, long.raw), table)
    if cases is not None:
        rows, findings = _without_identity(rows, findings, cases, project, tick)
    findings = [*findings, *check_rasters(rows, table, tick=lambda done: tick(0.5 + 0.2 * done))]
    findings = truly_missing([*findings, *check_rows(rows, table, filled.located.units, long.raw)], table)
    findings = with_amounts(findings, rows, table, long)
    tick(0.7)
    blank = _blank_rows(long.raw) if cases is None else cases.without_data
    prepared = prepare(rows[_sorted(findings, blank, long).accepted], project[table.name], table, file.repeat)
    findings += say_already_there(check_repeated(prepared.rows, prepared.compared, table, long))
    tick(0.8)
    sorting = _sorted(findings, blank, long)
    accepted = prepared.rows[prepared.rows.index.isin(np.flatnonzero(sorting.accepted))]
    kept, made = make_identifiers(accepted, project[table.name], table)
    findings += [*made, *_replaced(prepared), *check_accepted(kept, prepared, project, table)]
    after = _appended(project, prepared, kept.assign(**_stamps(file)), table)
    after = with_corrections_used(after, table, batch_id=file.batch_id)
    conversion = with_converted(after, table.name, batch_id=file.batch_id)
    findings += _converted(conversion) if conversion.project is not after else []
    findings += check_converted(kept, conversion, table)
    tick(0.9)
    report = write_report(
        file.raw,
        [*fold(_by_name(findings, table, long), long), *_notes(file.raw)],
        _of_file(sorting, long),
        vintage=_vintage(kept, project),
        mapping=_reported(long.mapping, long, file.raw),
        settings=filled.settings,
    )
    report = replace(report, converted=conversion.rows) if len(kept) else report
    return Imported(conversion.project if len(kept) else file.project, report, conversion.made)


def _fill(file: "_File", long: Long, tick: Tick) -> "_Filled":
    """Read the values of columns, settings and titles, and the units they name."""
    table, raw, columns = file.table, long.raw, long.mapping
    facts = _facts(file, long)
    settings = {**facts.stated, **facts.assumed, **file.settings}
    require_fields(table, columns, settings, _supplied(table, raw))
    check_settings(table, settings)
    values = read_values(table, raw, columns, settings, file.decided)
    tick(0.37)
    source = Source(table.name, raw, columns, settings, file.raw.titles)
    located = locate(values.frame, source, file.project, file.decided)
    said = _said_by_titles(facts, len(raw))
    return _Filled(located, (*long.findings, *values.findings, *said, *located.findings), settings)


def _complete(filled: "_Filled", table: Table, long: Long) -> tuple[pd.DataFrame, list[Finding]]:
    """Mend codes, fill in what is assumed, propose positions, and bring single places to present units."""
    located, project = filled.located, filled.located.project
    mended, padded = mend_codes(located.frame, table, located.units)
    rows, assumed = fill_defaults(mended, table, project.about)
    findings = [*filled.findings, *padded, *assumed]
    if table.name == "indicators":
        rows, rates = in_percent(rows, findings, long)
        findings += rates
    if table.name == CROSSWALK:
        rows = weights_of_1(rows, findings, long)
    if CRS_SETTING not in filled.settings:
        texts = position_texts(long.raw, long.mapping, filled.settings)
        rows, findings = propose_positions(rows, findings, texts, units=project[UNITS], about=project.about)
    rows, moved = to_present_units(rows, table, project)
    return rows, [*findings, *moved]


@dataclass(frozen=True, slots=True)
class _Filled:
    """Rows with their units, what was found on the way, and the settings with what titles say."""

    located: Located
    findings: tuple[Finding, ...]
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _File:
    """Everything that is known of a file before its columns are looked at."""

    project: Project
    table: Table
    raw: RawTable
    batch_id: str
    settings: Mapping[str, object]
    decided: Mapping[str, Mapping[str, str]]
    repeat: Repeat | None


def _facts(file: _File, long: Long) -> TitleFacts:
    """Return what the titles say that neither a column nor a setting does."""
    known = {*long.mapping, *file.settings}
    if not set(PERIOD_FIELDS) <= set(file.table.names) or PERIOD in known:
        return TitleFacts()
    facts = title_facts(file.raw.titles)
    stated, assumed = (
        {name: day for name, day in days.items() if name not in known} for days in (facts.stated, facts.assumed)
    )
    return TitleFacts(stated, assumed)


def _said_by_titles(facts: TitleFacts, size: int) -> list[Finding]:
    rows = np.arange(size, dtype=np.intp)
    said = ((Reason.FROM_TITLE, facts.stated), (Reason.DEFAULT_USED, facts.assumed))
    return [
        Finding(reason, name, rows, common={"value": value}, listed=False)
        for reason, days in said
        for name, value in days.items()
    ]


def _sorted(findings: Sequence[Finding], blank: NDArray[np.bool_], long: Long) -> Sorting:
    """Sort values; those that stand in one row of the file go the same way."""
    sorting = sort_rows(findings, blank)
    set_aside = whole_rows(sorting.set_aside, long) & ~blank
    return Sorting(~set_aside & ~blank, set_aside, blank)


def _by_name(findings: Sequence[Finding], table: Table, long: Long) -> list[Finding]:
    return said_by_name(findings, unit_field(table), long.raw.frame, long.mapping)


def _of_file(sorting: Sorting, long: Long) -> Sorting:
    if long.columns is None:
        return sorting
    first = np.unique(long.origin, return_index=True)[1]
    return Sorting(sorting.accepted[first], sorting.set_aside[first], sorting.non_data[first])


def _reported(columns: Mapping[str, str], long: Long, file: RawTable) -> dict[str, str]:
    """Return each field's column as the file has it: what a header says has the columns of the values."""
    if long.columns is None:
        return dict(columns)
    values = BETWEEN.join(dict.fromkeys(long.columns.tolist()))
    return {name: column if column in file.frame.columns else values for name, column in columns.items()}


def _appended(project: Project, prepared: Prepared, rows: pd.DataFrame, table: Table) -> Project:
    if not len(rows):
        return project
    kept = project.with_table(table.name, prepared.stored) if prepared.replaced else project
    return kept.append(table.name, rows)


def _stamps(file: _File) -> dict[str, str]:
    return {"source": source_of(file.table, file.raw.path, file.batch_id), "batch_id": file.batch_id}


def _replaced(prepared: Prepared) -> list[Finding]:
    return [_note(Reason.ROWS_REPLACED, None, replaced=prepared.replaced)] if prepared.replaced else []


def _converted(conversion: Conversion) -> list[Finding]:
    if conversion.made is None:
        return []
    basis = conversion.made.basis
    shared = {name: basis.shared_by.get(name, 0) for name in (*BASES, EQUAL)}
    made = {"made": len(conversion.made.frame), "whole": basis.whole, "split": basis.split, **shared}
    return [_note(Reason.ROWS_CONVERTED, None, **made)]


def _supplied(table: Table, raw: RawTable) -> frozenset[str]:
    placed = frozenset((*POSITION, "geometry")) if raw.geometry is not None else frozenset()
    return supplied_fields(table) | placed


def _without_identity(
    frame: pd.DataFrame, findings: Sequence[Finding], cases: CaseFile, project: Project, tick: Tick
) -> tuple[pd.DataFrame, list[Finding]]:
    key = link_key_of(project)
    if key is None:
        raise LookupError(CASES)
    keyed = complete_cases(frame, cases, key, tick=lambda done: tick(0.5 + 0.2 * done))
    return keyed, [*findings, *cases.findings]


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
