"""Cases received by commune and month, with what share of each month the returns that came cover.

A return that says zero is a zero; a month no return came for is missing (nan), whatever came before and after.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.case_counts import ALL, Selection, received_cases, select_counts
from app.children import commune_codes
from app.errors import NoMonthlyCounts
from data.project import Project

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """Cases received by commune and month.

    Attributes
    ----------
    codes : tuple of str
        Communes of the project's vintage, by code.
    months : PeriodIndex of months
        Without gaps, from the first to the last.
    counts : array, shape (commune, month)
        Cases; nan where no return came. Where only some agencies' returns came, what these say.
    reported : array, shape (commune, month)
        Share of the month (0 to 1) the returns that came cover; an agency weighs as much as its share of the cases
        of communes.
    elsewhere : array, shape (month,)
        Cases of no commune (online, place not known).
    longer : int
        Rows left out because they count a time that is not within one month.
    chosen : Selection
        The rows behind it.
    """

    codes: tuple[str, ...]
    months: pd.PeriodIndex
    counts: Floats
    reported: Floats
    elsewhere: Floats
    longer: int
    chosen: Selection


def monthly_counts(
    project: Project, *, kind: str = ALL, agency: str = ALL, start: date | None = None, end: date | None = None
) -> MonthlyCounts:
    """Return the cases received in each month of `start` to `end` (default: all there are).

    `kind` names one kind of case or several, separated by commas. A list of single cases covers its period: where a
    project has nothing else, a month without a case is a zero.

    Raises
    ------
    NoCounts, OverlappingPeriods
        As `app.case_counts.select_counts`.
    NoMonthlyCounts
        No row counts a time within one month.
    """
    chosen = select_counts(project, kind=kind, agency=agency, start=start, end=end)
    received = received_cases(chosen.rows)
    within = _within_one_month(received)
    rows = _by_month(received[within])
    longer = int((~within).sum())
    if rows.empty:
        raise NoMonthlyCounts(kind, longer)
    months = pd.period_range(chosen.start, chosen.end, freq="M")
    codes = tuple(sorted(commune_codes(project)))
    shape = (len(codes), len(months))
    inside = rows[rows["unit_code"].isin(codes)]
    return MonthlyCounts(
        codes=codes,
        months=months,
        counts=_wide(
            inside.groupby(["unit_code", "month"])["count"].sum(), codes, months, 0.0 if chosen.of_cases else np.nan
        ),
        reported=np.ones(shape) if chosen.of_cases else _wide(_share_reported(inside), codes, months, 0.0),
        elsewhere=_elsewhere(rows.drop(inside.index), months),
        longer=longer,
        chosen=chosen,
    )


def _within_one_month(rows: pd.DataFrame) -> "pd.Series[bool]":
    within: pd.Series[bool] = rows["period_start"].dt.to_period("M") == rows["period_end"].dt.to_period("M")
    return within


def _by_month(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(month=rows["period_start"].dt.to_period("M"), count=rows["count"].astype(float))


def _wide(values: "pd.Series[float]", codes: tuple[str, ...], months: pd.PeriodIndex, missing: float) -> Floats:
    """Return a series by unit and month as an array, `missing` where it has nothing."""
    wide = values.unstack("month") if len(values) else pd.DataFrame()
    found: Floats = wide.reindex(index=list(codes), columns=months).to_numpy(float)
    return np.where(np.isnan(found), missing, found)


def _elsewhere(rows: pd.DataFrame, months: pd.PeriodIndex) -> Floats:
    found: Floats = rows.groupby("month")["count"].sum().reindex(months, fill_value=0.0).to_numpy(float)
    return found


def _share_reported(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return, by unit and month, the share of the days returns cover, each agency with its weight."""
    same = ["unit_code", "agency", "month"]
    returns = rows[[*same, "period_start", "period_end"]].drop_duplicates()
    days = (returns["period_end"] - returns["period_start"]).dt.days + 1
    covered = (days / returns["month"].dt.days_in_month).groupby([returns[each] for each in same]).sum().clip(upper=1.0)
    weights = _agency_weights(rows)
    weighted = covered * covered.index.get_level_values("agency").map(weights).to_numpy(float)
    shares: pd.Series[float] = weighted.groupby(level=["unit_code", "month"]).sum().clip(upper=1.0)
    return shares


def _agency_weights(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return each agency's share of the cases; where there is no case, equal shares."""
    cases = rows.groupby("agency")["count"].sum()
    return cases / cases.sum() if cases.sum() > 0 else pd.Series(1.0 / max(len(cases), 1), cases.index)
