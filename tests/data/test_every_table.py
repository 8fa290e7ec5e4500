"""Every table a file can go into: a right row passes, and for each check a row that breaks it alone is found."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.demo import new_project
from data.checking import check_cells, check_order, check_repeats, check_units, row_schema
from data.frames import conform
from data.issues import Reason
from data.project import Project
from data.schema import TABLES, Column, Kind, Reference, Table

NUMBERS = np.arange(10)


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


def right_value(column: Column) -> Any:
    if column.reference is Reference.UNIT:
        return "03127"
    if column.name == "vintage":
        return "2025-07-01"
    if column.choices:
        return column.choices[0]
    least = 1 if column.minimum is None else column.minimum
    values = {
        Kind.TEXT: "a1", Kind.INTEGER: int(least), Kind.NUMBER: float(least), Kind.BOOLEAN: True,
        Kind.DATE: pd.Timestamp(2025, 1, 1), Kind.BLOB: b"1", Kind.GEOMETRY: None,
    }  # fmt: skip
    return values[column.kind]


def frame_of(table: Table, *rows: dict[str, Any]) -> pd.DataFrame:
    return conform(pd.DataFrame(list(rows)), table).reset_index(drop=True)


def right_row(table: Table) -> dict[str, Any]:
    return {column.name: right_value(column) for column in table.columns}


def broken_cells() -> Iterator[Any]:
    for table in TABLES.values():
        for column in table.columns:
            wrong: dict[Reason, Any] = {}
            if column.kind in (Kind.GEOMETRY, Kind.BLOB):
                continue
            if column.required:
                wrong[Reason.MISSING] = None
            if column.choices:
                wrong[Reason.NOT_A_CHOICE] = "no such choice"
            if column.minimum is not None:
                wrong[Reason.TOO_SMALL] = int(column.minimum) - 1
            if column.maximum is not None:
                wrong[Reason.TOO_LARGE] = int(column.maximum) + 1
            for reason, value in wrong.items():
                yield pytest.param(table, column, reason, value, id=f"{table.name}.{column.name}-{reason}")


@pytest.mark.parametrize("table", [*TABLES.values()], ids=lambda table: table.name)
def test_a_right_row_of_every_table_passes_every_check(table: Table, project: Project) -> None:
    frame = frame_of(table, right_row(table))
    plain = [column for column in table.columns if column.kind not in (Kind.GEOMETRY, Kind.BLOB)]
    assert set(row_schema(table.name).columns) == {column.name for column in plain}
    assert check_cells(frame, table) == []
    assert check_order(frame, table) == []
    assert check_units(frame, table, project["units"]) == []


@pytest.mark.parametrize(("table", "column", "reason", "value"), [*broken_cells()])
def test_a_broken_cell_is_found_and_only_it(table: Table, column: Column, reason: Reason, value: Any) -> None:
    frame = frame_of(table, right_row(table), {**right_row(table), column.name: value})
    findings = check_cells(frame, table)
    assert [(each.reason, each.field, each.rows.tolist()) for each in findings] == [(reason, column.name, [1])]


@pytest.mark.parametrize(
    ("table", "start", "end"),
    [(table, start, end) for table in TABLES.values() for start, end in table.ordered],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_period_that_ends_before_it_starts_is_found(table: Table, start: str, end: str) -> None:
    row = right_row(table)
    frame = frame_of(table, row, {**row, start: pd.Timestamp(2025, 1, 2), end: pd.Timestamp(2025, 1, 1)})
    findings = check_order(frame, table)
    assert [(each.reason, each.field, each.rows.tolist()) for each in findings] == [
        (Reason.ENDS_BEFORE_START, end, [1])
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.reference is Reference.UNIT
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_code_of_no_unit_is_found(table: Table, column: str, project: Project) -> None:
    frame = frame_of(table, right_row(table), {**right_row(table), column: "99999"})
    findings = check_units(frame, table, project["units"])
    assert [(each.reason, each.field, each.rows.tolist()) for each in findings] == [(Reason.UNKNOWN_UNIT, column, [1])]


@pytest.mark.parametrize("table", [each for each in TABLES.values() if each.key], ids=lambda table: table.name)
def test_a_key_that_is_there_twice_is_found(table: Table) -> None:
    frame = frame_of(table, right_row(table), right_row(table))
    empty = frame.iloc[:0]
    findings = check_repeats(frame, empty, table, key=table.key, row_numbers=NUMBERS)
    assert [(each.reason, each.rows.tolist()) for each in findings] == [(Reason.DUPLICATE, [1])]
