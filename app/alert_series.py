"""The monthly series early warning watches: the province, its kinds of case, former districts, communes.

Owns which series there are, what share of each month was reported, and which have counts enough for a season of their
own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.children import communes, full_names
from app.crosswalk_rows import crosswalk_of
from app.monthly_counts import MonthlyCounts, monthly_counts
from app.registration_delay import Delay, registration_delay
from data.crosswalk import crosswalk_with_names
from data.project import Project

Floats = NDArray[np.float64]
ENOUGH_REPORTED = 0.5
"""Share of the children whose returns came, below which a month of a sum of communes counts as not reported."""
LARGE = 5.0
LARGE_MONTHS = 4
"""On average this many reports in so many months: counts with a season and a trend of their own."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series by month: `counts` is nan where too little was reported, `reported` the share of the month that was.

    `known`: share of the month's cases that are registered by now; 1 where no delay is known. `code`: of the commune
    whose series it is.
    """

    level: str
    name: str
    counts: Floats
    reported: Floats
    known: Floats
    code: str | None = None

    @property
    def in_the_end(self) -> Floats:
        """The counts with what is still to be registered, whole; nan where less than half of it is known."""
        enough = self.known >= ENOUGH_REPORTED
        return np.where(enough, np.rint(self.counts / np.where(enough, self.known, 1.0)), np.nan)

    def is_large(self, past: int) -> bool:
        """Return whether the past has reports enough for the improved Farrington method."""
        known = self.counts[:past][~np.isnan(self.counts[:past])]
        return bool(known.size and known.mean() * LARGE_MONTHS >= LARGE)


@dataclass(frozen=True, slots=True)
class AllSeries:
    """What can be watched.

    `sums`: province, kinds, former districts. `counts`, `reported` (commune, month) and `children` (commune): the
    communes, in the order of `codes` and `names`.
    """

    months: pd.PeriodIndex
    sums: tuple[Series, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    counts: Floats
    reported: Floats
    children: Floats
    known: Floats
    monthly: MonthlyCounts
    delay: Delay | None


def all_series(
    project: Project, children: "pd.Series[float]", *, kind: str, agency: str, end: date | None, seed: int
) -> AllSeries:
    """Return every series up to the month that holds `end` (default: the last with data).

    Raises
    ------
    NoCounts, OverlappingPeriods, NoMonthlyCounts
        As `app.monthly_counts.monthly_counts`.
    """
    last = pd.Period(end, "M").end_time.date() if end else None
    monthly = monthly_counts(project, kind=kind, agency=agency, end=last)
    delay = registration_delay(project, monthly, kind=kind, agency=agency, seed=seed)
    known = delay.share_known if delay else np.ones(len(monthly.months))
    people = np.asarray(children.reindex(list(monthly.codes)).fillna(0.0), dtype=np.float64)
    names = communes(project).set_index("code")
    sums = [_sum("province", project.about.name, monthly, people)]
    kinds = sorted(monthly.chosen.rows["kind"].unique())
    if len(kinds) > 1:
        for each in kinds:
            of_kind = monthly_counts(project, kind=each, agency=agency, start=monthly.chosen.start, end=last)
            sums.append(_sum("kind", each, of_kind, people, months=monthly.months))
    return AllSeries(
        months=monthly.months,
        sums=tuple(replace(each, known=known) for each in (*sums, *_districts(project, monthly, people))),
        codes=monthly.codes,
        names=tuple(full_names(names.reset_index()).set_axis(names.index).reindex(list(monthly.codes))),
        counts=monthly.counts,
        reported=monthly.reported,
        children=people,
        known=known,
        monthly=monthly,
        delay=delay,
    )


def _sum(
    level: str, name: str, monthly: MonthlyCounts, children: Floats, *, months: pd.PeriodIndex | None = None
) -> Series:
    """Return the sum of all communes and of the cases of none; with `months`, laid out over these."""
    counts, reported = _added(monthly, children, np.ones(len(monthly.codes), dtype=bool))
    counts = counts + monthly.elsewhere
    if months is None:
        return Series(level, name, counts, reported, np.ones_like(reported))
    laid_out = pd.DataFrame({"counts": counts, "reported": reported}, index=monthly.months).reindex(months)
    shares = laid_out["reported"].fillna(0.0).to_numpy(float)
    return Series(level, name, laid_out["counts"].to_numpy(float), shares, np.ones_like(shares))


def _added(monthly: MonthlyCounts, children: Floats, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    weights = children[chosen] if children[chosen].sum() > 0 else np.ones(int(chosen.sum()))
    reported = weights @ monthly.reported[chosen] / weights.sum()
    counts = np.nansum(monthly.counts[chosen], axis=0)
    return np.where(reported >= ENOUGH_REPORTED, counts, np.nan), reported


def _districts(project: Project, monthly: MonthlyCounts, children: Floats) -> Iterable[Series]:
    """Yield the former districts, each with the communes most of whose old units lay in it."""
    district = former_districts(project).reindex(list(monthly.codes)).fillna("")
    for name in sorted(set(district) - {""}):
        chosen = (district == name).to_numpy()
        if 1 < chosen.sum() < len(monthly.codes):
            counts, reported = _added(monthly, children, chosen)
            yield Series("district", name, counts, reported, np.ones_like(reported))


def former_districts(project: Project) -> "pd.Series[str]":
    """Return the former district of each present commune, by code: that of most of the old units it was made of."""
    rows = crosswalk_with_names(crosswalk_of(project))
    own = rows[rows["new_code"].isin(set(communes(project)["code"])) & (rows["old_district"] != "")]
    counted = own.groupby(["new_code", "old_district"]).size().reset_index(name="units")
    first = counted.sort_values(["new_code", "units", "old_district"], ascending=[True, False, True])
    return first.drop_duplicates("new_code").set_index("new_code")["old_district"]
