"""Rates in one unit: what a file gives in percent is kept as written, parts of 1 become percent, and both are said.

The unit, the header, the name of the figure or a percent sign tells which it is. Of known rates about which nothing
tells, figures above 1 are percent; figures that are all at most 1 may be either, and a person decides.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.issues import Finding, Reason, positions
from data.name_folding import folded
from data.wide_tables import Long

PERCENT = "%"
SHARE = "share"
RATES = frozenset({"poverty"})
"""Indicators that are parts of a whole, whatever their unit is called."""
MOST = 100.0

_PERCENT_WORDS = frozenset({PERCENT, "percent", "per cent", "percentage", "phần trăm"})
_SHARE_WORDS = frozenset({SHARE, "fraction", "proportion"})


def in_percent(rows: pd.DataFrame, findings: Sequence[Finding], long: Long) -> tuple[pd.DataFrame, list[Finding]]:
    """Return figures by unit with their rates in percent, and what was found.

    Parameters
    ----------
    rows : DataFrame
        Rows of `indicators`, index 0, 1, 2, …
    findings : sequence of Finding
        What reading the rows found: percent signs among them.
    long : Long
        The rows' table, with the columns and headers they come from.
    """
    unit = rows["unit"].fillna("").map(folded)
    share, rate = unit.isin(_SHARE_WORDS), rows["indicator"].isin(RATES)
    told = unit.isin(_PERCENT_WORDS) | ((unit == "") & _percent_told("value", len(rows), findings, long))
    silent = (unit == "") & ~told & rate & rows["value"].notna()
    undecided = silent & _all_at_most_1(rows["value"], silent, long)
    assumed = silent & ~undecided
    percent = told | share | assumed
    value = rows["value"].where(~share, MOST * rows["value"])
    above = percent & rate & (value > MOST)
    found = (
        Finding(Reason.SHARE_TO_PERCENT, "value", positions(share), listed=False),
        Finding(Reason.DEFAULT_USED, "unit", positions(assumed), common={"value": PERCENT}, listed=False),
        Finding(Reason.PERCENT_UNDECIDED, "value", positions(undecided)),
        Finding(Reason.TOO_LARGE, "value", positions(above), common={"maximum": MOST}),
    )
    rows = rows.assign(value=value, unit=rows["unit"].mask(percent, PERCENT))
    return rows, [each for each in found if len(each.rows)]


def weights_of_1(rows: pd.DataFrame, findings: Sequence[Finding], long: Long) -> pd.DataFrame:
    """Return rows of the crosswalk with weights that a percent sign marks as parts of 1."""
    told = _percent_told("weight", len(rows), findings, long)
    return rows.assign(weight=rows["weight"].mask(told, rows["weight"] / MOST))


def _percent_told(field: str, size: int, findings: Sequence[Finding], long: Long) -> NDArray[np.bool_]:
    """Tell which rows have a percent sign in the cell of a field, in its header or in the name of the figure."""
    told = _headers(field, size, long).str.contains(PERCENT, regex=False).to_numpy(dtype=bool, copy=True)
    if "indicator" in long.mapping:
        told |= long.raw.frame[long.mapping["indicator"]].str.contains(PERCENT, regex=False).to_numpy(dtype=bool)
    for finding in findings:
        if finding.reason is Reason.PERCENT_TAKEN and finding.field == field:
            told[finding.rows] = True
    return told


def _all_at_most_1(value: "pd.Series[float]", asked: "pd.Series[bool]", long: Long) -> "pd.Series[bool]":
    """Tell the rows of columns whose largest figure is at most 1; 0 is the same in both units."""
    largest = value.where(asked).groupby(_headers("value", len(value), long)).transform("max")
    return (largest > 0) & (largest <= 1)


def _headers(field: str, size: int, long: Long) -> "pd.Series[Any]":
    """Return the header above each value of a field."""
    return pd.Series(long.mapping.get(field, "") if long.columns is None else long.columns, range(size), dtype="str")
