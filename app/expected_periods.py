"""The cases of communes over equal periods, and the person-years of which returns came.

A period is a year where there are three of them and no row reaches over their edges, else the longest that does so.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.case_counts import Selection, received_cases
from app.exposure import reported_share, years_between

Floats = NDArray[np.float64]

_WANTED = tuple((months, count) for count in (3, 2) for months in (12, 6, 3, 1))
"""Months of a period and the fewest periods, the best first."""


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of a period, both included."""

    start: date
    end: date


@dataclass(frozen=True, eq=False)
class Counted:
    """Cases of communes over equal periods.

    Attributes
    ----------
    periods : tuple of Window
        The earliest first; they end with the last day asked about.
    months : int or None
        Of a period; None where all is one period.
    cases, person_years : array, shape (commune, period)
    elsewhere : float
        Cases of the periods that belong to no commune.
    before : int
        Rows left out because they lie before the first whole period.
    """

    periods: tuple[Window, ...]
    months: int | None
    cases: Floats
    person_years: Floats
    elsewhere: float
    before: int

    @property
    def following(self) -> Window:
        """The period of the same length after the last one."""
        last = self.periods[-1]
        first_day = _day_after(last.end)
        if self.months is None:
            return Window(first_day, (pd.Timestamp(first_day) + (last.end - last.start)).date())
        return Window(first_day, _day_before(pd.Timestamp(first_day) + pd.DateOffset(months=self.months)))


def counted(chosen: Selection, children: "pd.Series[float]") -> Counted:
    """Return cases and person-years of the communes `children` is indexed by, over the longest equal periods."""
    received = received_cases(chosen.rows)
    months, periods = _equal_periods(received, chosen)
    inside = [_within(received, period) for period in periods]
    rows = pd.concat(inside) if inside else received
    shares = [_share(each, period, chosen, children) for each, period in zip(inside, periods, strict=True)]
    years = [years_between(period.start, period.end) for period in periods]
    return Counted(
        periods,
        months,
        np.column_stack([_sums(each, children) for each in inside]),
        np.column_stack([children.to_numpy() * share * year for share, year in zip(shares, years, strict=True)]),
        float(rows.loc[~rows["unit_code"].isin(children.index), "count"].sum()),
        len(received) - len(rows),
    )


def _equal_periods(received: pd.DataFrame, chosen: Selection) -> tuple[int | None, tuple[Window, ...]]:
    for months, fewest in _WANTED:
        periods = _back_from(chosen.end, chosen.start, months)
        if len(periods) >= fewest and _holds_all(received, periods):
            return months, periods
    return None, (Window(chosen.start, chosen.end),)


def _back_from(end: date, start: date, months: int) -> tuple[Window, ...]:
    """Return the periods of so many months, counted back from the last day, that lie after the first."""
    after = pd.Timestamp(_day_after(end))
    edges = [after]
    while edges[-1] - pd.DateOffset(months=months) >= pd.Timestamp(start):
        edges.append(after - pd.DateOffset(months=months * len(edges)))
    return tuple(Window(first.date(), _day_before(last)) for last, first in pairwise(edges))[::-1]


def _holds_all(received: pd.DataFrame, periods: tuple[Window, ...]) -> bool:
    """Return whether no row reaches over the edge of a period; rows before the first one may."""
    first = pd.Timestamp(periods[0].start)
    edges = pd.DatetimeIndex([period.start for period in periods[1:]])
    reaches = np.searchsorted(edges, received["period_end"], side="right") != np.searchsorted(
        edges, received["period_start"], side="right"
    )
    straddles_first = (received["period_start"] < first) & (received["period_end"] >= first)
    return not (reaches | straddles_first.to_numpy()).any()


def _within(received: pd.DataFrame, period: Window) -> pd.DataFrame:
    first, last = pd.Timestamp(period.start), pd.Timestamp(period.end)
    return received[(received["period_start"] >= first) & (received["period_end"] <= last)]


def _share(rows: pd.DataFrame, period: Window, chosen: Selection, children: "pd.Series[float]") -> Floats:
    if rows.empty and not chosen.of_cases:
        return np.zeros(len(children))
    window = replace(chosen, rows=rows, start=period.start, end=period.end)
    return np.asarray(reported_share(rows, window, children.index), dtype=np.float64)


def _sums(rows: pd.DataFrame, children: "pd.Series[float]") -> Floats:
    sums = rows.groupby("unit_code")["count"].sum().reindex(children.index, fill_value=0)
    return np.asarray(sums, dtype=np.float64)


def _day_after(day: date) -> date:
    return (pd.Timestamp(day) + pd.Timedelta(days=1)).date()


def _day_before(day: pd.Timestamp) -> date:
    return (day - pd.Timedelta(days=1)).date()
