"""Imports that can be told apart, and taking one back: its rows, what was decided about its cases, what was made of it.

Counts of the units before 1 July 2025 are converted from all old rows together: when some of these go, the converted
rows are made anew from those that stay, so that nothing of what went is left in a sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from data.project import Project, changed_tables
from data.row_conversion import COUNTED, MADE_FROM, with_converted
from data.schema import TABLES
from data.unit_lists import OLD_VINTAGE

CONVERTED_FROM = frozenset({"crosswalk", *COUNTED})
"""The tables that converted rows depend on: sums are split by the crosswalk, and by the children in `indicators`."""
_NOT_IMPORTED = frozenset({"audit", "results", "travel_matrices"})
_MOMENT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Import:
    """What came with one import and is still here.

    Attributes
    ----------
    made_at : datetime or None
        UTC; None where the batch's name tells no moment.
    sources : tuple of str
        Where the rows say they are from: names of files, of cases the hash of the file.
    rows : Mapping of str to int
        Rows of each table. Rows converted from others are not counted: nobody sent them.
    """

    batch_id: str
    made_at: datetime | None
    sources: tuple[str, ...]
    rows: Mapping[str, int]


def imports_of(project: Project) -> tuple[Import, ...]:
    """Return the imports whose rows are in the project, the latest first; those of no known moment last."""
    found: dict[str, dict[str, pd.DataFrame]] = {}
    for name in TABLES.keys() - _NOT_IMPORTED:
        for batch_id, rows in stated(project, name).groupby("batch_id"):
            found.setdefault(str(batch_id), {})[name] = rows
    listed = [_import(batch_id, tables) for batch_id, tables in sorted(found.items(), reverse=True)]
    return tuple(sorted(listed, key=lambda each: each.made_at is None))


def without_import(project: Project, batch_id: str) -> Project:
    """Return a snapshot without what came with one import; results stay, and are out of date.

    Raises
    ------
    UnknownBatch
        No row came with it.
    """
    after = project.without_batch(batch_id)
    if CONVERTED_FROM.isdisjoint(changed_tables(project, after)):
        return after
    for name in COUNTED:
        anew = with_converted(after, name, batch_id=_mark(after[name])).project
        if not _says_the_same(anew[name], after[name]):
            after = anew
    return after


def stated(project: Project, name: str) -> pd.DataFrame:
    """Return the rows of a table that somebody stated: without those converted from other units' rows."""
    rows = project[name]
    return rows[rows["source"].fillna("") != MADE_FROM] if name in COUNTED else rows


def _import(batch_id: str, tables: Mapping[str, pd.DataFrame]) -> Import:
    sources = {str(source) for rows in tables.values() for source in rows["source"].dropna().unique()}
    counts = {name: len(tables[name]) for name in TABLES if name in tables}
    return Import(batch_id, _moment(batch_id), tuple(sorted(sources)), counts)


def _moment(batch_id: str) -> datetime | None:
    """Return when an import was made: its name begins with the moment."""
    try:
        return datetime.strptime(batch_id.partition("-")[0], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _says_the_same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    first, second = (frame.drop(columns="batch_id").reset_index(drop=True) for frame in (one, other))
    return bool(first.equals(second))


def _mark(rows: pd.DataFrame) -> str:
    """Return the import that converted rows made anew count as part of: the last that brought old rows."""
    left = rows.loc[rows["vintage"] == OLD_VINTAGE, "batch_id"].dropna()
    return str(left.iloc[-1]) if len(left) else ""
