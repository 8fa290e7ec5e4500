"""How late cases enter the list: what share of each month's cases is known by now.

Owns the reading of the days a case was reported and registered; the estimate is `models.reporting_delay`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.case_counts import ALL
from app.monthly_counts import MonthlyCounts
from data.project import Project

Floats = NDArray[np.float64]
FEWEST = 20
"""Cases with both days, below which nothing is said of delays."""


@dataclass(frozen=True, slots=True)
class Delay:
    """What is known of each month; arrays of shape (month,). `cases`: with both days, of all months."""

    months: pd.PeriodIndex
    known: Floats
    share_known: Floats
    estimate: Floats
    lower: Floats
    upper: Floats
    cases: int


def registration_delay(project: Project, monthly: MonthlyCounts, *, kind: str, agency: str, seed: int) -> Delay | None:
    """Return how complete the months are; None where counts come from returns, or too few cases state both days.

    The list is taken to have been made in the month its latest case was registered.
    """
    from models.reporting_delay import nowcast

    if not monthly.chosen.of_cases:
        return None
    cases = _with_both_days(project["cases"], kind, agency)
    if len(cases) < FEWEST:
        return None
    first = min(cases["reported"].min(), monthly.months[0])
    now = max(cases["registered"].max(), monthly.months[-1])
    months = pd.period_range(first, now, freq="M")
    found = nowcast(
        months.get_indexer(pd.PeriodIndex(cases["reported"])),
        months.get_indexer(pd.PeriodIndex(cases["registered"])),
        months=len(months),
        seed=seed,
    )
    asked = months.get_indexer(monthly.months)
    return Delay(
        monthly.months,
        found.known[asked],
        found.share_known[asked],
        found.estimate[asked],
        found.lower[asked],
        found.upper[asked],
        len(cases),
    )


def _with_both_days(cases: pd.DataFrame, kind: str, agency: str) -> pd.DataFrame:
    """Return the months in which each case was reported (else occurred) and registered, where both are known."""
    kinds = {each.strip() for each in kind.split(",")}
    asked = cases[(cases["kind"].isin(kinds) | (ALL in kinds)) & ((cases["agency"] == agency) | (agency == ALL))]
    reported = asked["reported_on"].fillna(asked["occurred_on"])
    known = reported.notna() & asked["registered_on"].notna() & (asked["registered_on"] >= reported)
    return pd.DataFrame(
        {
            "reported": reported[known].dt.to_period("M"),
            "registered": asked.loc[known, "registered_on"].dt.to_period("M"),
        }
    )
