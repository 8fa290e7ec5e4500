"""Which column of a file fills which field of a table, and the values that come of it.

A field takes the column the user names, else the column that bears the field's own name. A setting fills the rows that
say nothing themselves. Columns no field asks for are not looked at again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.checking import check_column
from data.errors import InvalidSetting, MissingField, UnknownColumn, UnknownField
from data.field_words import PERIOD, UNIT_NAME, context_fields, unit_field
from data.frames import conform
from data.issues import Finding
from data.named_columns import BETWEEN, columns_of
from data.parsing import parse
from data.period_columns import PERIOD_FIELDS, period_texts, read_period_column, with_words_of_periods
from data.positions import POSITION, positions_of, read_positions
from data.reading import RawTable, cell_text, is_number, tidy
from data.schema import Column, Table
from data.word_columns import as_codes

CRS_SETTING = "crs"
STAMPS = ("source", "batch_id")
NEEDED_COLUMNS: Mapping[str, tuple[str, ...]] = {"travel_speeds": ("dry_kmh", "rain_kmh", "night_kmh")}
"""By table, the fields that need a column although a cell may be blank: there a blank says something."""


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
    known = fields_of(table)
    for name in mapping:
        if name not in known:
            raise UnknownField(table.name, name, known)
    named = {name: _named_columns(raw, column) for name, column in mapping.items()}
    placed = POSITION if raw.geometry is not None else ()
    own = {name: _own_column(raw, name) for name in table.names if name not in (*STAMPS, *placed)}
    return {name: column for name in known if (column := named.get(name) or own.get(name))}


def fields_of(table: Table) -> tuple[str, ...]:
    """Return the fields a column or a setting may fill: the table's, and what else says where and when."""
    return (*(name for name in table.names if name not in STAMPS), *context_fields(table))


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
    known = fields_of(table)
    for name in settings:
        if name not in (*known, CRS_SETTING):
            raise UnknownField(table.name, name, known)
    for name in unfilled(table, {*columns, *settings, *supplied}):
        raise MissingField(table.name, name)


def unfilled(table: Table, filled: Collection[str]) -> tuple[str, ...]:
    """Return the required fields that are not among those filled; a name stands for a code, a period for its days."""
    also = {*(PERIOD_FIELDS if PERIOD in filled else ()), *([unit_field(table)] if UNIT_NAME in filled else [])}
    needed = {column.name for column in table.columns if column.required} | {*NEEDED_COLUMNS.get(table.name, ())}
    return tuple(name for name in table.names if name in needed - {*filled, *also})


def read_values(
    table: Table,
    raw: RawTable,
    columns: Mapping[str, str],
    settings: Mapping[str, object],
    decided: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Values:
    """Read every field that a column or a setting fills, and positions from shapes where no column gives them.

    Parameters
    ----------
    decided : mapping, optional
        Field to the codes a person gave to words the file uses, by plain word.

    Raises
    ------
    UnknownCrs
        The setting ``crs`` names no reference system.
    """
    crs = settings.get(CRS_SETTING)
    placing = position_texts(raw, columns, settings) if crs else {}
    read: dict[str, pd.Series] = {}
    texts, findings = _period_texts(raw, columns, settings)
    for column in table.columns:
        if column.name not in {*columns, *settings, *texts} or (placing and column.name in POSITION):
            continue
        text, numeric = _cells(raw, columns.get(column.name), settings.get(column.name))
        text = text.where(text != "", texts[column.name]) if column.name in texts else text
        text, unknown = _understood(table, column, text, decided)
        parsed = parse(text, numeric, column)
        read[column.name] = parsed.values
        findings += [*unknown, *parsed.findings]
    if placing:
        stated = read_positions(placing, str(crs), raw.path)
        read |= stated.values
        findings += stated.findings
    if set(POSITION) <= set(table.names) and raw.geometry is not None and not read.keys() & set(POSITION):
        placed = positions_of(raw.geometry)
        read |= placed.values
        findings += placed.findings
    return Values(conform(pd.DataFrame(read, index=range(len(raw))), table).reset_index(drop=True), tuple(findings))


def _understood(
    table: Table, column: Column, text: "pd.Series[str]", decided: Mapping[str, Mapping[str, str]]
) -> "tuple[pd.Series[str], list[Finding]]":
    """Turn words into codes and periods into their first and last days."""
    if column.name in PERIOD_FIELDS:
        return with_words_of_periods(text, column.name), []
    return as_codes(table.name, column, text, decided.get(column.name, {}))


def _period_texts(
    raw: RawTable, columns: Mapping[str, str], settings: Mapping[str, object]
) -> "tuple[dict[str, pd.Series[str]], list[Finding]]":
    """Return first and last days from a column that names periods; nothing without one."""
    if PERIOD not in {*columns, *settings}:
        return {}, []
    if PERIOD not in columns:
        return read_period_column(_cells(raw, None, settings[PERIOD])[0])
    text = period_texts(columns[PERIOD], raw.frame)
    return read_period_column(text.where(text != "", cell_text(settings.get(PERIOD, ""))))


def cells_of(raw: RawTable, columns: Mapping[str, str], settings: Mapping[str, object], field: str) -> "pd.Series[str]":
    """Return the text of a field, settings in the place of blank cells; "" where nothing says it."""
    return _cells(raw, columns.get(field), settings.get(field))[0]


def position_texts(
    raw: RawTable, columns: Mapping[str, str], settings: Mapping[str, object]
) -> "dict[str, pd.Series[str]]":
    """Return the cells of longitude and latitude; of longitude alone where one column holds both; nothing without."""
    if not {*columns, *settings} >= set(POSITION):
        return {}
    texts = {name: _cells(raw, columns.get(name), settings.get(name))[0] for name in POSITION}
    both = columns.get("lon") is not None and columns.get("lon") == columns.get("lat")
    return {"lon": texts["lon"]} if both else texts


def split_settings(settings: Mapping[str, object]) -> tuple[dict[str, object], dict[str, dict[str, str]]]:
    """Part values of fields from decisions about words, which are written ``field:word``.

    >>> split_settings({"stage": "open", "unit_code:Thanh Yên": "03349"})
    ({'stage': 'open'}, {'unit_code': {'Thanh Yên': '03349'}})
    """
    values: dict[str, object] = {}
    decided: dict[str, dict[str, str]] = {}
    for name, value in settings.items():
        field, sign, word = name.partition(":")
        if sign:
            decided.setdefault(field.strip(), {})[word.strip()] = str(value)
        else:
            values[name] = value
    return values, decided


def check_settings(table: Table, settings: Mapping[str, object]) -> None:
    """Check that each setting is a value its field can take.

    Raises
    ------
    InvalidSetting
        Carries the field, the value and the reason's code.
    """
    for name, value in settings.items():
        if name == CRS_SETTING or name not in table.names:
            continue
        column = table.column(name)
        constant, numeric = _constant(value)
        text = _understood(table, column, pd.Series([constant], dtype="str"), {})[0].iloc[0] or constant
        parsed = parse(pd.Series([text], dtype="str"), np.array([numeric]), column)
        for finding in (*parsed.findings, *check_column(parsed.values, column)):
            raise InvalidSetting(table.name, name, text, finding.reason)


def _named_columns(raw: RawTable, wanted: str) -> str:
    """Return the column meant, or the columns of a wide table with `BETWEEN` between them."""
    return BETWEEN.join(_named_column(raw, column) for column in columns_of(wanted, raw.frame))


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
