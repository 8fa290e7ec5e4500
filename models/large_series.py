"""Watching series with enough counts for the improved Farrington method, within one budget of false alarms.

Owns its level alpha: the highest at which simulated series without any rise keep to the budget.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.alerts import Farrington, farrington, farrington_chances
from models.expected_counts import course_design
from models.false_alarm_budget import MONTHS, highest_alpha
from models.farrington import YEARS_FOR_A_TREND
from models.quasi_poisson import quasi_poisson

Floats = NDArray[np.float64]
HALF_WINDOW = 1
"""Months before and after the same month of past years."""
PATHS = 200
"""Simulated courses of each series; half make alpha, half check it."""


@dataclass(frozen=True, slots=True)
class LargeSeries:
    """What the improved Farrington method finds in each series.

    `found`: in order of the series, one value a watched month; `false_alarms`: a year, of all series together, measured
    on simulated series other than those that made `alpha`.
    """

    alpha: float
    found: tuple[Farrington, ...]
    false_alarms: float


def usable_years(at: int, years: int) -> int:
    """Return how many years, up to `years`, lie before month `at`.

    >>> usable_years(60, 5), usable_years(61, 5)
    (4, 5)
    """
    return min(years, (at - HALF_WINDOW) // MONTHS)


def can_be_watched(first: int, years: int) -> bool:
    """Return whether enough years lie before the first month to be watched for a trend to be told from a rise."""
    return usable_years(first, years) >= YEARS_FOR_A_TREND


def watch_large(
    series: Sequence[Floats],
    *,
    past: int,
    years: int,
    false_alarms: float,
    seed: int,
    tick: Callable[[float], None] | None = None,
) -> LargeSeries:
    """Judge the months after the first `past` of each series.

    Parameters
    ----------
    series : sequence of array, shape (month,)
        nan where too little was reported.
    false_alarms : float
        A year, of all series together.

    Raises
    ------
    TooShortHistory
        Not even one year lies before the first month judged (see `can_be_watched`).
    """
    chances = []
    for number, counts in enumerate(series):
        paths = simulated(counts, past=past, paths=PATHS, random=np.random.default_rng([seed, 3, number]))
        chances.append(_chances(paths, past, years))
        if tick:
            tick((number + 1) / len(series))
    calm = np.stack(chances, axis=1)
    allowed = false_alarms * calm.shape[2] / MONTHS
    alpha = highest_alpha(calm[: PATHS // 2], allowed)
    checked = (calm[PATHS // 2 :] <= alpha).sum() / (PATHS - PATHS // 2)
    found = tuple(judged(counts, past=past, years=years, alpha=alpha) for counts in series)
    return LargeSeries(alpha, found, float(checked) * MONTHS / calm.shape[2])


def simulated(counts: Floats, *, past: int, paths: int, random: np.random.Generator) -> Floats:
    """Return courses a series could have taken without any rise; shape (path, month), nan where `counts` is.

    Level, trend, yearly wave and dispersion are those of its past; the trend stays level afterwards.
    """
    known = ~np.isnan(counts[:past])
    cases = float(counts[:past][known].sum())
    design = course_design(counts.size, past, cases)
    fit = quasi_poisson(counts[None, :past][:, known], design[:past][known])
    mean = np.broadcast_to(np.exp(design @ fit.coefficients[0]), (paths, counts.size))
    dispersion = float(fit.dispersion[0])
    if dispersion > 1.0:
        drawn = random.negative_binomial(mean / (dispersion - 1.0), 1.0 / dispersion)
    else:
        drawn = random.poisson(mean)
    return np.where(np.isnan(counts), np.nan, drawn.astype(np.float64))


def _chances(paths: Floats, past: int, years: int) -> Floats:
    """Return the chance of each watched month's count; shape (path, month)."""
    by_month = [
        farrington_chances(paths, at=at, years=usable_years(at, years), half_window=HALF_WINDOW)
        for at in range(past, paths.shape[1])
    ]
    return np.stack(by_month, axis=1)


def judged(counts: Floats, *, past: int, years: int, alpha: float) -> Farrington:
    """Return what the improved Farrington method says of each month after the first `past`."""
    months = [
        farrington(counts, at=at, years=usable_years(at, years), half_window=HALF_WINDOW, alpha=alpha)
        for at in range(past, counts.size)
    ]
    return Farrington(
        *(
            np.concatenate([getattr(month, part) for month in months])
            for part in ("thresholds", "alarms", "expected", "dispersion", "chance")
        )
    )
