"""False alarms of early warning within their budget, and which planted doublings it finds, on provinces of known truth.

Owns `study`: the demo's known rates, every series watched as the question `alerts` watches it.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.alert_series import AllSeries, Series
from app.alert_watch import Small, Watch, watch_all
from app.demo import new_project
from data.demo import DemoData, demo_tables
from models.expected_counts import ExpectedCounts
from models.false_alarm_budget import MONTHS, onsets
from models.large_series import judged
from models.small_series import alarms_of
from studies.report import Report

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PROVINCE = "11"
SEEDS, BUDGET, YEARS = 200, 2.0, 5
SETTINGS = (("steady", 1.0), ("drifting", 1.0), ("drifting", 10.0))
"""Whether reporting stays the same from year to year or moves as in the demo (officers come and go), and how many times
as many cases there are: the demo's communes have 0.17 reported ones a month on average."""
DOUBLED, DOUBLED_MONTHS = 2.0, 6
MOST = 1.25
"""False alarms may be this many times the budget at most."""
BANDS = (0.0, 0.25, 0.5, 1.0, 2.0, 5.0, np.inf)
"""Of a series' mean count a month."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Expected cases by commune, kind and month; children by commune."""

    mean: Floats
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    months: pd.PeriodIndex
    children: Floats


def truth() -> Truth:
    """Return the demo's expected reported cases, commune × kind × month, and its children."""
    demo = demo_tables(new_project(PROVINCE)["units"])
    table = demo.truth.assign(month=demo.truth["period_start"].dt.to_period("M"))
    children = _children(demo)
    yearly = table["true_rate"] * table["reporting_probability"] * table["unit_code"].map(children) / 1000
    wide = (yearly / 12).groupby([table["unit_code"], table["kind"], table["month"]]).sum().unstack("month")
    codes, kinds = (sorted(set(wide.index.get_level_values(level))) for level in ("unit_code", "kind"))
    mean = wide.to_numpy(float).reshape(len(codes), len(kinds), -1)
    people = np.asarray(children.reindex(codes), dtype=np.float64)
    return Truth(mean, tuple(kinds), tuple(codes), pd.PeriodIndex(wide.columns), people)


def study(
    seeds: int = SEEDS, *, settings: tuple[tuple[str, float], ...] = SETTINGS, budget: float = BUDGET
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Watch the last year of provinces without any rise, and again with every series doubled for its last six months.

    Returns
    -------
    false alarms : DataFrame
        A row a setting: budget, alerts that began a year (of large series, of communes and rare kinds, of all), what
        the program itself says it expects, ratio to the budget.
    doublings : DataFrame
        A row a setting and band of mean counts: series, share of doublings with an alarm within their six months.
    """
    known = truth()
    alarms, doublings = [], []
    for reporting, size in settings:
        mean = size * (_steady(known.mean) if reporting == "steady" else known.mean)
        calm, found = zip(*(_seed(replace(known, mean=mean), seed, budget) for seed in range(seeds)), strict=True)
        named = {"reporting": reporting, "times the cases": size}
        alarms.append(named | {"budget": budget} | pd.DataFrame(calm).mean().to_dict())
        doublings.append(pd.concat(found).assign(**named))
    first = pd.DataFrame(alarms)
    return first.assign(ratio=first["all"] / first["budget"]), _by_band(pd.concat(doublings))


def _steady(mean: Floats) -> Floats:
    """Return the same year over and over: the mean of each calendar month."""
    years = mean.shape[2] // MONTHS
    return np.tile(mean.reshape(*mean.shape[:2], years, MONTHS).mean(axis=2), years)


def _seed(known: Truth, seed: int, budget: float) -> tuple[dict[str, float], pd.DataFrame]:
    random = np.random.default_rng([seed, 6])
    drawn = random.poisson(known.mean).astype(float)
    calm = _watched(known, drawn, seed, budget)
    more = drawn.copy()
    more[..., -DOUBLED_MONTHS:] += random.poisson((DOUBLED - 1.0) * known.mean[..., -DOUBLED_MONTHS:])
    return _false_alarms(calm), _doublings(calm, _series(known, more))


def _watched(known: Truth, drawn: Floats, seed: int, budget: float) -> Watch:
    return watch_all(_series(known, drawn), years=YEARS, budget=budget, seed=seed, tick=_unheard)


def _unheard(done: float) -> None:
    """Tell nobody how far a study is."""


def _series(known: Truth, drawn: Floats) -> AllSeries:
    """Return what the program would watch, every return sent and no delay."""
    sent = np.ones(len(known.months))
    by_kind = [Series("kind", kind, drawn[:, place].sum(axis=0), sent, sent) for place, kind in enumerate(known.kinds)]
    counts = drawn.sum(axis=1)
    reported = np.ones_like(counts)
    return AllSeries(
        months=known.months,
        sums=(Series("province", "province", counts.sum(axis=0), sent, sent), *by_kind),
        codes=known.codes,
        names=known.codes,
        counts=counts,
        reported=reported,
        children=known.children,
        known=sent,
        monthly=_NOTHING,
        delay=None,
    )


def _alarms(watch: Watch) -> list[tuple[bool, float, Flags]]:
    """Return of each test whether it is of a large series, the expected count a month, and its alarms."""
    large = zip(watch.large.found, strict=True) if watch.large else ()
    found = [(True, float(np.nanmean(each.expected)), each.alarms) for (each,) in large]
    for small in watch.small:
        for mean, one in zip(small.expected.mean.mean(axis=1).tolist(), small.watched, strict=True):
            found += [(False, mean, one.cusum.alarms), (False, mean, one.waiting_time.alarms)]
    return found


def _false_alarms(watch: Watch) -> dict[str, float]:
    """Return the alerts that began, each run of alarms of a test as one; the months watched are a year."""
    by_size = {True: 0.0, False: 0.0}
    for large, _, alarms in _alarms(watch):
        by_size[large] += float(onsets(alarms))
    return {
        "large series": by_size[True],
        "communes and rare kinds": by_size[False],
        "all": by_size[True] + by_size[False],
        "said by the program": watch.false_alarms,
    }


def _doublings(calm: Watch, doubled: AllSeries) -> pd.DataFrame:
    """Return of each series its expected count a month and whether an alarm came in the doubled months.

    Thresholds rest on the months before those watched, which are the same; the level alpha does too.
    """
    rows = [_doubled_large(calm, series, doubled) for series in calm.large_series]
    sums = {series.name: series.counts for series in doubled.sums}
    for small in calm.small:
        for place, (series, one) in enumerate(zip(small.series, small.watched, strict=True)):
            counts = doubled.counts[small.positions[place]] if small.positions else sums[series.name]
            alarms = alarms_of(counts[calm.past :], _own(small, place), 0, one)
            rows.append(_row(small.expected.mean[place], alarms))
    return pd.DataFrame(rows)


def _doubled_large(calm: Watch, series: Series, doubled: AllSeries) -> dict[str, Any]:
    counts = next(each.counts for each in doubled.sums if each.name == series.name)
    alpha = calm.large.alpha if calm.large else 0.0
    found = judged(counts, past=calm.past, years=YEARS, alpha=alpha)
    return _row(found.expected, found.alarms)


def _own(small: Small, place: int) -> ExpectedCounts:
    return replace(small.expected, mean=small.expected.mean[place][None, :])


def _row(expected: Floats, alarms: Flags) -> dict[str, Any]:
    return {"mean": float(np.nanmean(expected)), "found": bool(alarms[-DOUBLED_MONTHS:].any())}


def _by_band(found: pd.DataFrame) -> pd.DataFrame:
    labels = [f"{low:g} to {high:g}" for low, high in pairwise(BANDS)]
    band = pd.cut(found["mean"], BANDS, labels=labels, right=False)
    grouped = found.groupby(["reporting", "times the cases", band], observed=True)["found"]
    summed = grouped.agg(["size", "mean"]).rename(columns={"size": "doublings", "mean": "found within six months"})
    named = summed.rename_axis(["reporting", "times the cases", "expected cases a month"]).reset_index()
    return named.sort_values(["times the cases", "reporting"], ascending=[True, False], kind="stable")


def _children(demo: DemoData) -> "pd.Series[float]":
    indicators = demo.tables["indicators"]
    return indicators[indicators["indicator"] == "children"].set_index("unit_code")["value"].astype(float)


_NOTHING: Any = None


def report() -> Report:
    """Run the study at its full size."""
    alarms, doublings = study()
    return Report(
        title="Early warning: false alarms and doublings found",
        method=(
            "The demo's 45 communes and four kinds with their known expected reported cases (true rate × probability "
            "of being reported, by month). Drifting: as in the demo, where officers come and go; steady: the mean year "
            "over and over; and ten times as many cases. Counts are Poisson; 60 months to learn from, "
            f"12 watched; {SEEDS} seeds (0–{SEEDS - 1}); province, kinds and communes are watched as the question "
            f"`alerts` does, within {BUDGET:g} false alarms a year. A false alarm is an alarm of a test that begins in "
            "a year without any planted rise; reporting drifts in the truth, and what that raises counts as false. "
            "Doublings: all series at once, in the last six months."
        ),
        findings=_findings(alarms, doublings),
        tables={"False alarms a year": alarms, "Planted doublings": doublings},
    )


def _findings(alarms: pd.DataFrame, doublings: pd.DataFrame) -> tuple[str, ...]:
    least, most = doublings["found within six months"].min(), doublings["found within six months"].max()
    return (
        *(_kept(row) for row in alarms.to_dict("records")),
        f"Doublings found within six months: {least:.0%} to {most:.0%} by the series' expected count.",
    )


def _kept(row: dict[Any, Any]) -> str:
    kept = "kept" if row["ratio"] <= MOST else "NOT kept"
    size = "the demo's counts" if row["times the cases"] == 1 else f"{row['times the cases']:g} times the cases"
    return f"{size}, {row['reporting']} reporting: {row['ratio']:.2f} × the budget ({MOST:g} allowed: {kept})."
