"""What a person decides about two cases: one child, two children, or nothing yet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

import pandas as pd

from app.errors import OneCase
from app.result import Table, Value
from data.errors import UnknownCase
from data.linking import DECISIONS, decide, undecide, with_decisions
from data.project import Project

Pair = tuple[str, str]


class Decision(StrEnum):
    """The three things that can be said of two cases."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


def with_decision(project: Project, pairs: Iterable[Pair], decision: Decision, *, who: str, on: date) -> Project:
    """Return the project in which this is decided of every pair; results that used other decisions are out of date.

    Raises
    ------
    UnknownCase
        The project holds no case of this code.
    OneCase
        Both codes of a pair are one.
    """
    known = set(project["cases"]["case_id"])
    for first, second in pairs:
        for case_id in (first, second):
            if case_id not in known:
                raise UnknownCase(case_id)
        if first == second:
            raise OneCase(first)
        if decision is Decision.UNDECIDED:
            project = undecide(project, first, second)
        else:
            project = decide(project, first, second, same=decision is Decision.SAME, who=who, on=on)
    return project


def pairs_as_decided(table: Table, project: Project) -> Table:
    """Return the table `pairs` of a result with the decisions of now, not of when it was found."""
    columns = [table.position(name) for name in ("first_case_id", "second_case_id", "same")]
    shown = pd.DataFrame(
        [[row[place] for place in columns[:2]] for row in table.rows], columns=["first_case_id", "second_case_id"]
    )
    now = with_decisions(shown, project[DECISIONS])["same"]
    same: list[Value] = [None if pd.isna(value) else bool(value) for value in now]
    rows = [_with(row, columns[2], value) for row, value in zip(table.rows, same, strict=True)]
    return replace(table, rows=tuple(rows))


def _with(row: tuple[Value, ...], place: int, value: Value) -> tuple[Value, ...]:
    return (*row[:place], value, *row[place + 1 :])
