"""Whether the rates of earlier years foretold the last year's counts: the model checked on the project's own data."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from app.case_counts import Selection, received_cases
from app.children import Children
from app.exposure import person_years

DRAWS = 2000
FEWEST_CASES = 20
"""Cases before the last year; with fewer the check would say more about chance than about the model."""


@dataclass(frozen=True, slots=True)
class LastYear:
    """How many communes' counts of the last year lay where the years before it would have them."""

    communes: int
    within: int
    level: float
    start: date

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.within / self.communes


def last_year_foretold(children: Children, chosen: Selection, level: float) -> LastYear | None:
    """Return the check, or None where there are under two years, or too few cases before the last one."""
    start = _a_year_before(chosen.end)
    if _a_year_before(start - timedelta(days=1)) < chosen.start:
        return None
    before, after = _part(chosen, chosen.start, start - timedelta(days=1)), _part(chosen, start, chosen.end)
    earlier, later = _counted(children, before), _counted(children, after)
    judged = (earlier["person_years"] > 0) & (later["person_years"] > 0)
    if earlier["cases"].sum() < FEWEST_CASES or not judged.any():
        return None
    within = _within(earlier, later, level)[judged.to_numpy()]
    return LastYear(len(within), int(within.sum()), level, start)


def _a_year_before(end: date) -> date:
    """Return the first day of the year that ends on `end`."""
    following = end + timedelta(days=1)
    leap_day = (following.month, following.day) == (2, 29)
    return following.replace(year=following.year - 1, day=28 if leap_day else following.day)


def _part(chosen: Selection, start: date, end: date) -> Selection:
    rows = chosen.rows
    inside = (rows["period_start"] >= pd.Timestamp(start)) & (rows["period_end"] <= pd.Timestamp(end))
    return replace(chosen, rows=rows[inside], start=start, end=end)


def _counted(children: Children, part: Selection) -> pd.DataFrame:
    received = received_cases(part.rows)
    exposure = person_years(children, part, received)
    cases = received.groupby("unit_code")["count"].sum().reindex(exposure.index).fillna(0).astype(float)
    return pd.DataFrame({"cases": cases, "person_years": exposure})


def _within(earlier: pd.DataFrame, later: pd.DataFrame, level: float) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    from models.gamma_poisson import predictive_interval
    from models.rates import posterior

    found = posterior(earlier["cases"], earlier["person_years"], draws=DRAWS)
    lower, upper = predictive_interval(found.draws, later["person_years"].to_numpy(), level=level)
    cases = later["cases"].to_numpy()
    return (lower <= cases) & (cases <= upper)
