"""Exact intervals and empirical Bayes rates at counts as small as a commune's, against the demo's known truth.

Owns `study`: coverage of the intervals, squared errors of crude and smoothed rates.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import poisson

from app.demo import new_project
from data.demo import DemoData, demo_tables
from models.rates import crude_rate, empirical_bayes, poisson_interval
from studies.report import Report

Floats = NDArray[np.float64]

PROVINCE = "11"
SEEDS, MEANS, LEVEL = 200, (0.5, 2.0, 9.0), 0.95
MOST_CASES = 400
"""Counts beyond this are as good as impossible: the largest expected one is under 60."""
TRUTHS = ("true cases", "reported cases")


def study(seeds: int = SEEDS, *, means: tuple[float, ...] = MEANS, level: float = LEVEL) -> pd.DataFrame:
    """Draw each commune's count `seeds` times about its known rate, and see what the estimates make of it.

    The years counted are those that give `mean` cases in the mean commune.

    Returns
    -------
    DataFrame
        A row for each truth and mean. counts of ("true cases", "reported cases"), mean, years; coverage (share of
        intervals that hold the rate), exact coverage and least exact coverage (without chance: from the Poisson
        probabilities; the mean and the worst commune), holds the true rate (share of intervals); crude error, EB error
        (root mean squares, cases per 1,000 children and year), EB / crude (of the mean squares), EB better (share of
        seeds), all the overall rate (share of seeds in which the variance between communes is estimated as 0).
    """
    demo = demo_tables(new_project(PROVINCE)["units"])
    children, true = _children(demo), true_rates(demo)
    rows = []
    for counts, rates in zip(TRUTHS, (true, reported_rates(demo)), strict=True):
        for mean in means:
            years = mean / float((rates * children).mean() / 1000)
            measured = _measured(rates, true, children * years / 1000, seeds, level)
            rows.append({"counts of": counts, "mean": mean, "years": years} | measured)
    return pd.DataFrame(rows)


def true_rates(demo: DemoData) -> Floats:
    """Return each commune's true cases per 1,000 children and year, all kinds."""
    return _by_commune(demo, demo.truth["true_rate"])


def reported_rates(demo: DemoData) -> Floats:
    """Return each commune's expected reported cases per 1,000 children and year, all kinds."""
    return _by_commune(demo, demo.truth["true_rate"] * demo.truth["reporting_probability"])


def report() -> Report:
    """Run the study at its full size."""
    found = study()
    return Report(
        title="Exact intervals and empirical Bayes rates at small counts",
        method=(
            "The demo's 45 communes and their known rates (docs/demo-model.md): the true rate, and the true rate × the "
            "probability of being reported. Counts are Poisson about each rate, over as many years as give "
            f"{', '.join(f'{mean:g}' for mean in MEANS)} cases in the mean commune; {SEEDS} seeds (0–{SEEDS - 1}). "
            f"Coverage: the share of communes and seeds whose exact interval at {LEVEL:.0%} holds the rate; exact "
            "coverage is the same without chance, from the Poisson probabilities. Errors are root mean squares over "
            "communes and seeds, in cases per 1,000 children and year."
        ),
        findings=_findings(found),
        tables={"By truth and mean count": found},
    )


def _findings(found: pd.DataFrame) -> tuple[str, ...]:
    coverage, least, errors = found["coverage"].min(), found["least exact coverage"].min(), found["EB / crude"]
    held = found["holds the true rate"].iloc[-1]
    return (
        f"Lowest coverage {coverage:.1%}; of a single commune, without chance, {least:.1%} (nominal {LEVEL:.0%}).",
        f"Mean squared error of empirical Bayes ÷ that of the crude rate: {errors.min():.2f} to {errors.max():.2f}.",
        f"Intervals of reported cases hold the rate of reports; at the largest mean {held:.1%} hold the true rate.",
    )


def exact_coverage(expected: Floats, level: float) -> Floats:
    """Return for each expected count the probability that the interval drawn from the count holds it."""
    cases = np.arange(MOST_CASES)
    lower, upper = poisson_interval(cases, 1.0, level)
    holds = (lower <= expected[:, None]) & (expected[:, None] <= upper)
    probability: Floats = (poisson.pmf(cases, expected[:, None]) * holds).sum(axis=1)
    return probability


def _measured(rates: Floats, true: Floats, person_time: Floats, seeds: int, level: float) -> dict[str, Any]:
    """Return the figures of one truth and mean; `person_time` in 1,000 children and year."""
    counts = [np.random.default_rng(seed).poisson(rates * person_time) for seed in range(seeds)]
    intervals = [poisson_interval(cases, person_time, level) for cases in counts]
    crude = np.array([np.square(crude_rate(cases, person_time) - rates).mean() for cases in counts])
    smoothed = [empirical_bayes(cases, person_time) for cases in counts]
    smoothed_error = np.array([np.square(estimate - rates).mean() for estimate in smoothed])
    exact = exact_coverage(rates * person_time, level)
    return {
        "coverage": _share_holding(intervals, rates),
        "exact coverage": float(exact.mean()),
        "least exact coverage": float(exact.min()),
        "holds the true rate": _share_holding(intervals, true),
        "crude error": float(np.sqrt(crude.mean())),
        "EB error": float(np.sqrt(smoothed_error.mean())),
        "EB / crude": float(smoothed_error.mean() / crude.mean()),
        "EB better": float((smoothed_error < crude).mean()),
        "all the overall rate": float(np.mean([np.ptp(estimate) == 0.0 for estimate in smoothed])),
    }


def _share_holding(intervals: Sequence[tuple[Floats, Floats]], rates: Floats) -> float:
    return float(np.mean([(lower <= rates) & (rates <= upper) for lower, upper in intervals]))


def _by_commune(demo: DemoData, rates: pd.Series) -> Floats:
    """Return the mean over months of the sum over kinds, in the order of the communes' codes."""
    monthly = rates.groupby([demo.truth["unit_code"], demo.truth["period_start"]]).sum()
    return monthly.groupby(level=0).mean().to_numpy()


def _children(demo: DemoData) -> Floats:
    indicators = demo.tables["indicators"]
    stated = indicators[indicators["indicator"] == "children"].set_index("unit_code")["value"]
    return stated.sort_index().to_numpy(dtype=float)
