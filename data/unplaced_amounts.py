"""What rows of units that were not found would have counted: said of each row, and of a whole file by its indicators.

A census by names of 2019 leaves some of its people with no present commune: who plans must see how many.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import Finding, Reason, Rows
from data.row_conversion import COUNTED, adds_up
from data.schema import Table
from data.wide_tables import Long

UNPLACED_UNITS = frozenset(
    {Reason.NAME_TIE, Reason.NAME_UNSURE, Reason.NAME_UNKNOWN, Reason.UNKNOWN_UNIT, Reason.OTHER_PROVINCE}
)
"""Why a row has no unit of the project."""


def with_amounts(findings: Sequence[Finding], rows: pd.DataFrame, table: Table, long: Long) -> list[Finding]:
    """Return the findings, those about units that were not found with what their rows count, and the sums of it.

    Parameters
    ----------
    rows : DataFrame
        Conforming columns of `table`, every row of `long`.
    """
    unplaced = [finding for finding in findings if finding.reason in UNPLACED_UNITS]
    if table.name not in COUNTED or not unplaced:
        return list(findings)
    counted = rows[COUNTED[table.name]]
    amounts: dict[int, list[float]] = {}
    for row, value in zip(long.origin.tolist(), counted.tolist(), strict=True):
        amounts.setdefault(row, []).extend([] if pd.isna(value) else [value])
    told = [_with_amounts(each, amounts, long) if each.reason in UNPLACED_UNITS else each for each in findings]
    return told + _sums(rows, np.unique(np.concatenate([finding.rows for finding in unplaced])))


def _with_amounts(finding: Finding, amounts: dict[int, list[float]], long: Long) -> Finding:
    holds = tuple(_written(amounts[row]) for row in long.origin[finding.rows].tolist())
    return replace(finding, each={**finding.each, "holds": holds})


def _written(values: list[float]) -> object:
    """Return the one value of a row, or all values of a wide one, whole ones without a fraction."""
    numbers = [int(value) if value == int(value) else value for value in values]
    return numbers[0] if len(numbers) == 1 else tuple(numbers) or "–"


def _sums(rows: pd.DataFrame, unplaced: Rows) -> list[Finding]:
    """Say of each indicator how much of it has no unit; of what adds up only."""
    if "indicator" not in rows:
        return []
    summed = rows[adds_up(rows)].dropna(subset=["indicator", "value"])
    lacking = summed[summed.index.isin(rows.index[unplaced])].groupby("indicator")["value"].sum()
    whole = summed.groupby("indicator")["value"].sum().to_dict()
    none = np.array([], dtype=np.intp)
    return [
        Finding(
            Reason.UNITS_NOT_FOUND,
            None,
            none,
            common={"indicator": name, "amount": amount, "total": whole[name], "percent": 100 * amount / whole[name]},
            listed=False,
        )
        for name, amount in lacking[lacking > 0].to_dict().items()
    ]
