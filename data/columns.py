"""Which column of a file fills which field of a table, and the values that come of it.

A field takes the column the user names, else the column that bears the field's own name. A setting fills the rows that
say nothing themselves. Columns no field asks for are not looked at again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.checking import check_column
from data.errors import InvalidSetting, MissingField, UnknownColumn, UnknownField
from data.frames import conform
from data.issues import Finding
from data.parsing import parse
from data.positions import POSITION, positions_of, to_geographic
from data.reading import RawTable, cell_text, is_number, tidy
from data.schema import Column, Table

CRS_SETTING = "crs"
STAMPS = ("source", "batch_id")


@dataclass(frozen=True, slots=True)
class Values:
    """A table's conforming columns, one row a row of the file, and what was found while reading them."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


def choose_columns(table: Table, raw: RawTable, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the column of the file that fills each field, for the fields that have one.

    Where the file has shapes, they say where a row lies, unless `mapping` names columns for it.

    Raises
    ------
    UnknownField, UnknownColumn
        `mapping` names a field the table has not, or a column the file has not.
    """
    known = tuple(name for name in table.names if name not in STAMPS)
    for name in mapping:
        if name not in known:
            raise UnknownField(table.name, name, known)
    named = {name: _named_column(raw, column) for name, column in mapping.items()}
    placed = POSITION if raw.geometry is not None else ()
    own = {name: _own_column(raw, name) for name in known if name not in placed}
    return {name: column for name in known if (column := named.get(name) or own.get(name))}


def require_fields(
    table: Table, columns: Mapping[str, str], settings: Mapping[str, object], supplied: frozenset[str]
) -> None:
    """Check that every required field has a source.

    Parameters
    ----------
    supplied : set of str
        Fields that a default, a made identifier or the shapes can fill.

    Raises
    ------
    UnknownField
        A setting is for a field the table has not.
    MissingField
        A required field has no column, no setting, and nothing else fills it.
    """
    known = tuple(name for name in table.names if name not in STAMPS)
    for name in settings:
        if name not in (*known, CRS_SETTING):
            raise UnknownField(table.name, name, known)
    for column in table.columns:
        if column.required and column.name not in {*columns, *settings, *supplied}:
            raise MissingField(table.name, column.name)


def read_values(table: Table, raw: RawTable, columns: Mapping[str, str], settings: Mapping[str, object]) -> Values:
    """Read every field that a column or a setting fills, and positions from shapes where no column gives them.

    Raises
    ------
    UnknownCrs
        The setting ``crs`` names no reference system.
    """
    crs = settings.get(CRS_SETTING)
    read: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    for column in table.columns:
        if column.name not in columns and column.name not in settings:
            continue
        text, numeric = _cells(raw, columns.get(column.name), settings.get(column.name))
        parsed = parse(text, numeric, _without_limits(column) if crs and column.name in POSITION else column)
        read[column.name] = parsed.values
        findings += parsed.findings
    if crs and read.keys() >= set(POSITION):
        read |= to_geographic(read["lon"], read["lat"], str(crs), raw.path)
    if set(POSITION) <= set(table.names) and raw.geometry is not None and not read.keys() & set(POSITION):
        placed = positions_of(raw.geometry)
        read |= placed.values
        findings += placed.findings
    return Values(conform(pd.DataFrame(read, index=range(len(raw))), table).reset_index(drop=True), tuple(findings))


def check_settings(table: Table, settings: Mapping[str, object]) -> None:
    """Check that each setting is a value its field can take.

    Raises
    ------
    InvalidSetting
        Carries the field, the value and the reason's code.
    """
    for name, value in settings.items():
        if name == CRS_SETTING:
            continue
        column = table.column(name)
        text, numeric = _constant(value)
        parsed = parse(pd.Series([text], dtype="str"), np.array([numeric]), column)
        for finding in (*parsed.findings, *check_column(parsed.values, column)):
            raise InvalidSetting(table.name, name, text, finding.reason)


def _named_column(raw: RawTable, wanted: str) -> str:
    by_name = {name.casefold(): name for name in reversed(raw.frame.columns)}
    if wanted in raw.frame.columns:
        return wanted
    if tidy(wanted).casefold() not in by_name:
        raise UnknownColumn(raw.path, wanted, tuple(raw.frame.columns))
    return by_name[tidy(wanted).casefold()]


def _own_column(raw: RawTable, name: str) -> str | None:
    """Return the column called `name`, as the format can spell it."""
    return next((column for column in raw.frame.columns if column.casefold() == name[: raw.name_length]), None)


def _cells(raw: RawTable, column: str | None, setting: object) -> "tuple[pd.Series[str], NDArray[np.bool_]]":
    size = len(raw)
    if column is None:
        text, numeric = pd.Series([""] * size, dtype="str"), np.zeros(size, dtype=bool)
    else:
        text, numeric = raw.frame[column], raw.numeric[column].to_numpy(dtype=bool)
    if setting is None:
        return text, numeric
    blank = (text == "").to_numpy(dtype=bool)
    constant, is_numeric = _constant(setting)
    return text.mask(blank, constant), np.where(blank, is_numeric, numeric)


def _constant(setting: object) -> tuple[str, bool]:
    return cell_text(setting), is_number(setting)


def _without_limits(column: Column) -> Column:
    """Metres east and north have other limits than degrees."""
    return replace(column, minimum=None, maximum=None)
