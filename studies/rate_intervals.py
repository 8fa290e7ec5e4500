"""Intervals and smoothed rates at counts as small as a commune's, against the demo's known truth.

Owns `study`: coverage of exact, posterior and plug-in intervals, squared errors of crude and smoothed rates.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import gamma, poisson

from app.demo import new_project
from data.demo import DemoData, demo_tables
from models.rates import crude_rate, empirical_bayes, poisson_interval, posterior
from studies.report import Report

Floats = NDArray[np.float64]

PROVINCE = "11"
SEEDS, MEANS, LEVEL = 200, (0.5, 2.0, 9.0), 0.95
MOST_CASES = 400
"""Counts beyond this are as good as impossible: the largest expected one is under 60."""
TRUTHS = ("true cases", "reported cases")
TENTH = 0.1
VARIATIONS = (0.2, 0.5, 1.0)
"""Coefficients of variation of rates drawn for the second table; those of the demo are 0.44 and 0.39."""


def study(seeds: int = SEEDS, *, means: tuple[float, ...] = MEANS, level: float = LEVEL) -> pd.DataFrame:
    """Draw each commune's count `seeds` times about its known rate, and see what the estimates make of it.

    The years counted are those that give `mean` cases in the mean commune.

    Returns
    -------
    DataFrame
        A row for each truth and mean. counts of ("true cases", "reported cases"), mean, years; coverage (share of
        intervals that hold the rate), exact coverage and least exact coverage (without chance: from the Poisson
        probabilities; the mean and the worst commune), holds the true rate (share of intervals); posterior coverage,
        of the lowest and of the highest tenth of rates, plug-in coverage; posterior width (of an interval, over that
        of the exact one); crude error, EB error, posterior error (root mean squares, cases per 1,000 children and
        year), EB / crude (of the mean squares), EB better (share of seeds), all the overall rate (share of seeds in
        which the variance between communes is estimated as 0).
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
    found, drawn = study(), drawn_study()
    return Report(
        title="Intervals and smoothed rates at small counts",
        method=(
            "The demo's 45 communes and their known rates (docs/demo-model.md): the true rate, and the true rate × the "
            "probability of being reported. Counts are Poisson about each rate, over as many years as give "
            f"{', '.join(f'{mean:g}' for mean in MEANS)} cases in the mean commune; {SEEDS} seeds (0–{SEEDS - 1}). "
            f"Coverage: the share of communes and seeds whose exact interval at {LEVEL:.0%} holds the rate; exact "
            "coverage is the same without chance, from the Poisson probabilities. Posterior: the same for the interval "
            "of the gamma–Poisson posterior, in all communes and in the tenth with the lowest and the highest rates. "
            "Plug-in: the same model with mean and variance estimated by Marshall's moments and taken for exact; where "
            "the variance is estimated as 0 the interval is one point. Errors are root mean squares over communes and "
            "seeds, in cases per 1,000 children and year. Second table: for each seed the rates of the 45 communes are "
            "drawn too, from a gamma distribution of the stated coefficient of variation."
        ),
        findings=_findings(found, drawn),
        tables={"By truth and mean count": found, "Rates drawn anew": drawn},
    )


def _findings(found: pd.DataFrame, drawn: pd.DataFrame) -> tuple[str, ...]:
    coverage, least, errors = found["coverage"].min(), found["least exact coverage"].min(), found["EB / crude"]
    held = found["holds the true rate"].iloc[-1]
    held_by = {
        name: _range(frame["posterior coverage"], percent=True) for name, frame in (("all", found), ("drawn", drawn))
    }
    ends = " of the lowest and ".join(_range(found[name], percent=True) for name in ("lowest tenth", "highest tenth"))
    return (
        f"Lowest coverage {coverage:.1%}; of a single commune, without chance, {least:.1%} (nominal {LEVEL:.0%}).",
        f"Posterior intervals hold the rate in {held_by['all']}; {ends} of the highest tenth of rates.",
        f"Plug-in intervals hold the rate in {_range(found['plug-in coverage'], percent=True)}.",
        f"Posterior intervals are {_range(found['posterior width'])} times as wide as exact ones.",
        f"Mean squared error of empirical Bayes ÷ that of the crude rate: {_range(errors)}.",
        f"Intervals of reported cases hold the rate of reports; at the largest mean {held:.1%} hold the true rate.",
        f"Of rates drawn anew for each seed they hold {held_by['drawn']}, most where communes hardly differ.",
    )


def _range(values: pd.Series, *, percent: bool = False) -> str:
    return f"{values.min():.1%} to {values.max():.1%}" if percent else f"{values.min():.2f} to {values.max():.2f}"


def drawn_study(seeds: int = SEEDS, *, means: tuple[float, ...] = MEANS, level: float = LEVEL) -> pd.DataFrame:
    """Draw rates too, from gamma distributions that differ in their spread, and see whether intervals hold them.

    Returns
    -------
    DataFrame
        A row for each variation (coefficient of variation of the rates of communes) and mean count: posterior
        coverage, plug-in coverage.
    """
    children = _children(demo_tables(new_project(PROVINCE)["units"]))
    exposure = children / children.mean()
    rows = [
        {"variation": variation, "mean": mean} | _drawn(variation, mean * exposure, seeds, level)
        for variation in VARIATIONS
        for mean in means
    ]
    return pd.DataFrame(rows)


def _drawn(variation: float, exposure: Floats, seeds: int, level: float) -> dict[str, float]:
    held = np.zeros((seeds, 2))
    for seed in range(seeds):
        random = np.random.default_rng(seed)
        rates = random.gamma(variation**-2, variation**2, len(exposure))
        cases = random.poisson(rates * exposure).astype(float)
        found = posterior(cases, exposure, level=level)
        held[seed] = [
            _share_holding([interval], rates)
            for interval in ((found.lower, found.upper), plug_in_interval(cases, exposure, level))
        ]
    return dict(zip(("posterior coverage", "plug-in coverage"), held.mean(axis=0).tolist(), strict=True))


def exact_coverage(expected: Floats, level: float) -> Floats:
    """Return for each expected count the probability that the interval drawn from the count holds it."""
    cases = np.arange(MOST_CASES)
    lower, upper = poisson_interval(cases, 1.0, level)
    holds = (lower <= expected[:, None]) & (expected[:, None] <= upper)
    probability: Floats = (poisson.pmf(cases, expected[:, None]) * holds).sum(axis=1)
    return probability


def _measured(rates: Floats, true: Floats, person_time: Floats, seeds: int, level: float) -> dict[str, Any]:
    """Return the figures of one truth and mean; `person_time` in 1,000 children and year."""
    counts = [np.random.default_rng(seed).poisson(rates * person_time).astype(float) for seed in range(seeds)]
    intervals = [poisson_interval(cases, person_time, level) for cases in counts]
    crude = np.array([np.square(crude_rate(cases, person_time) - rates).mean() for cases in counts])
    smoothed = [empirical_bayes(cases, person_time) for cases in counts]
    smoothed_error = np.array([np.square(estimate - rates).mean() for estimate in smoothed])
    found = [posterior(cases, person_time, level=level) for cases in counts]
    exact = exact_coverage(rates * person_time, level)
    return {
        "coverage": _share_holding(intervals, rates),
        "exact coverage": float(exact.mean()),
        "least exact coverage": float(exact.min()),
        "holds the true rate": _share_holding(intervals, true),
        **_posterior_measured([(each.lower, each.upper) for each in found], intervals, rates),
        "plug-in coverage": _share_holding([plug_in_interval(cases, person_time, level) for cases in counts], rates),
        "posterior error": float(np.sqrt(np.mean([np.square(each.mean - rates).mean() for each in found]))),
        "crude error": float(np.sqrt(crude.mean())),
        "EB error": float(np.sqrt(smoothed_error.mean())),
        "EB / crude": float(smoothed_error.mean() / crude.mean()),
        "EB better": float((smoothed_error < crude).mean()),
        "all the overall rate": float(np.mean([np.ptp(estimate) == 0.0 for estimate in smoothed])),
    }


def _posterior_measured(
    intervals: Sequence[tuple[Floats, Floats]], exact: Sequence[tuple[Floats, Floats]], rates: Floats
) -> dict[str, float]:
    tenth, order = max(round(TENTH * len(rates)), 1), np.argsort(rates)
    lowest, highest = order[:tenth], order[-tenth:]
    width = np.mean([upper - lower for lower, upper in intervals])
    return {
        "posterior coverage": _share_holding(intervals, rates),
        "lowest tenth": _share_holding([(low[lowest], high[lowest]) for low, high in intervals], rates[lowest]),
        "highest tenth": _share_holding([(low[highest], high[highest]) for low, high in intervals], rates[highest]),
        "posterior width": float(width / np.mean([upper - lower for lower, upper in exact])),
    }


def plug_in_interval(cases: Floats, person_time: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the gamma–Poisson interval with mean and variance between areas estimated and taken for exact.

    Marshall's moments, as `models.rates.empirical_bayes` has them; one point where the variance is estimated as 0.
    """
    overall = float(cases.sum() / person_time.sum())
    spread = float((person_time * (cases / person_time - overall) ** 2).sum() / person_time.sum())
    between = spread - overall / float(person_time.mean())
    if between <= 0 or overall == 0:
        return np.full(len(cases), overall), np.full(len(cases), overall)
    shape, rate = overall**2 / between + cases, overall / between + person_time
    tail = (1 - level) / 2
    return gamma.ppf(tail, shape, scale=1 / rate), gamma.ppf(1 - tail, shape, scale=1 / rate)


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
