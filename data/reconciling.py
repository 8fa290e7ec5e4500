"""Lists of several agencies held against each other: what they share, what became of cases, and where they differ.

Persons are not cases: sums of cases are checked against cases only, convicted persons against defendants.
"""

from datetime import date
from enum import StrEnum
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd

from data.linking import Sureness

UNKNOWN = "unknown"
STEPS = (
    ("received", "received", "cases"),
    ("handled", "handled", "cases"),
    ("open", "open", "cases"),
    ("prosecuted", "prosecuted", "cases"),
    ("convicted", "convicted", "cases"),
    ("victims", "received", "victims"),
    ("defendants", "prosecuted", "defendants"),
    ("convicted_persons", "convicted", "convicted_persons"),
)
"""Columns of a funnel: name, stage and what is counted."""
AGES = (("days_30", 30), ("days_90", 90), ("days_180", 180), ("days_365", 365))
"""Columns of a backlog: open for at most so many days, and more than the column before."""
OLDER = "days_more"
_SAME = ["unit_code", "vintage", "agency", "period"]


class Check(StrEnum):
    """What in a funnel does not add up."""

    HANDLED_ABOVE_RECEIVED = "handled_above_received"
    PROSECUTED_ABOVE_RECEIVED = "prosecuted_above_received"
    CONVICTED_ABOVE_PROSECUTED = "convicted_above_prosecuted"
    PERSONS_ABOVE_DEFENDANTS = "persons_above_defendants"
    OPEN_DIFFERS = "open_differs"


def funnel(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row an agency and period: cases and persons at each step, share handled and what does not add up.

    Parameters
    ----------
    counts : DataFrame
        agency, period, stage, counted, count.

    Returns
    -------
    DataFrame
        agency, period, the columns of `STEPS` (missing where nobody said), handled_share in % (missing where none was
        received: a share of nothing is neither 0 nor 100) and checks, a tuple of `Check`.
    """
    summed = counts.groupby(["agency", "period", "stage", "counted"])["count"].sum().unstack(["stage", "counted"])
    steps = {name: summed.get((stage, counted)) for name, stage, counted in STEPS}
    rows = pd.DataFrame(
        {name: np.nan if values is None else values.astype("float64") for name, values in steps.items()},
        index=summed.index,
    )
    some = rows["received"].where(rows["received"] > 0)
    checks = pd.Series([_checks(row) for _, row in rows.iterrows()], index=rows.index, dtype="object")
    return rows.assign(handled_share=100 * rows["handled"] / some, checks=checks).reset_index()


def overlap(cases: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair of agencies (or an agency with itself): pairs of cases by how sure it is that they are one.

    Parameters
    ----------
    pairs : DataFrame
        Of `data.linking.with_decisions`. A decided pair counts as decided, and no more by its sureness.

    Returns
    -------
    DataFrame
        first_agency, second_agency, surely, likely, possibly, decided_same, decided_different.
    """
    agency = cases.set_index("case_id")["agency"].fillna(UNKNOWN)
    ends = np.sort(np.column_stack([pairs[name].map(agency) for name in ("first_case_id", "second_case_id")]), axis=1)
    named = pairs.assign(first_agency=ends[:, 0], second_agency=ends[:, 1])
    undecided = named["same"].isna()
    marks = {
        **{level.name.lower(): undecided & (named["sureness"] == level) for level in reversed(Sureness)},
        "decided_same": named["same"].fillna(value=False),
        "decided_different": ~named["same"].fillna(value=True),
    }
    numbers = pd.DataFrame({name: mask.astype("int64") for name, mask in marks.items()})
    summed = numbers.groupby([named["first_agency"], named["second_agency"]]).sum()
    every = list(combinations_with_replacement(sorted(agency.unique()), 2))
    wanted = pd.MultiIndex.from_tuples(every, names=["first_agency", "second_agency"])
    return summed.reindex(wanted, fill_value=0).reset_index()


def backlog(
    agencies: "pd.Series[str]", received: "pd.Series[pd.Timestamp]", ended: "pd.Series[pd.Timestamp]", on: date
) -> pd.DataFrame:
    """Return, for each agency, the cases that were open at the end of a day, by their age in days.

    Parameters
    ----------
    received, ended : Series
        Of each case; a case without `received` is in no column but `undated`.
    on : date
        A case received on this day is open for 0 days; one that ended on it is not open.

    Returns
    -------
    DataFrame
        agency, the columns of `AGES`, `OLDER`, open (their sum) and undated.
    """
    moment = pd.Timestamp(on)
    ages = (moment - received).dt.days
    is_open = (ages >= 0) & ~(ended <= moment)
    limits = [-1, *(most for _, most in AGES), np.inf]
    names = [*(name for name, _ in AGES), OLDER]
    banded = pd.cut(ages.where(is_open), limits, labels=names)
    table = pd.get_dummies(banded)[names].astype(int).assign(undated=(received.isna() & ended.isna()).astype(int))
    summed = table.groupby(agencies.fillna(UNKNOWN).rename("agency")).sum()
    return summed.assign(open=summed[names].sum(axis="columns")).reset_index()


def differences(stated: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Return where the stated count of cases is not what the list of cases holds, largest difference first.

    Only units, agencies and periods of which both say something are compared: a list says no zeros.

    Parameters
    ----------
    stated, listed : DataFrame
        unit_code, vintage, agency, period and count of cases received.
    """
    both = _summed(stated, "stated").merge(_summed(listed, "listed"), on=_SAME)
    both = both.assign(difference=both["stated"] - both["listed"])
    differing = both[both["difference"] != 0]
    order = differing["difference"].abs().sort_values(ascending=False, kind="stable").index
    return differing.loc[order].reset_index(drop=True)


def _summed(counts: pd.DataFrame, name: str) -> pd.DataFrame:
    return counts.groupby(_SAME)["count"].sum().rename(name).reset_index()


def _checks(row: "pd.Series[float]") -> tuple[Check, ...]:
    """Compare what was stated with what was stated; a missing number contradicts nothing."""
    balance = row["handled"] + row["open"] - row["received"]
    broken = {
        Check.HANDLED_ABOVE_RECEIVED: row["handled"] > row["received"],
        Check.PROSECUTED_ABOVE_RECEIVED: row["prosecuted"] > row["received"],
        Check.CONVICTED_ABOVE_PROSECUTED: row["convicted"] > row["prosecuted"],
        Check.PERSONS_ABOVE_DEFENDANTS: row["convicted_persons"] > row["defendants"],
        Check.OPEN_DIFFERS: bool(np.isfinite(balance)) and balance != 0,
    }
    return tuple(check for check, is_broken in broken.items() if is_broken)


def period_labels(starts: "pd.Series[pd.Timestamp]", ends: "pd.Series[pd.Timestamp]", by: str) -> "pd.Series[str]":
    """Return the month, quarter or year that holds each period, or its own two days where none does.

    Parameters
    ----------
    by : str
        "month", "quarter", "year", or "whole" for one label of all.

    Examples
    --------
    >>> starts = pd.to_datetime(pd.Series(["2025-01-01", "2023-12-15"]))
    >>> ends = pd.to_datetime(pd.Series(["2025-03-31", "2024-09-14"]))
    >>> period_labels(starts, ends, "quarter").tolist()
    ['2025-Q1', '2023-12-15/2024-09-14']
    """
    if by == "whole":
        return pd.Series("", index=starts.index, dtype="str")
    letter = {"month": "M", "quarter": "Q", "year": "Y"}[by]
    first, last = starts.dt.to_period(letter), ends.dt.to_period(letter)
    labels = first.astype("str").str.replace("Q", "-Q")
    own = starts.dt.strftime("%Y-%m-%d").str.cat(ends.dt.strftime("%Y-%m-%d"), sep="/")
    return labels.where((first == last).to_numpy(), own)
