"""What the improved Farrington method compares a month with: its past, parted into seasons and weighed.

Owns the reference values, the weights of past outbreaks and the quantile; `models.alerts` puts them together. Series
with values for the same periods are fitted at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.quasi_poisson import QuasiPoisson, quasi_poisson

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
SEASONS = 10
"""Levels of the seasonal factor (Noufaily 2013, section 3.3): the window around the same date and nine others."""
OUTLYING = 2.58
"""Scaled Anscombe residual from which a past value is taken for an outbreak and weighed down (section 3.4)."""
YEARS_FOR_A_TREND = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """The past values a period is compared with: their positions and the season each lies in, the last its own."""

    positions: Whole
    seasons: Whole
    own_season: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was to be expected of each series: mean and dispersion (variance ÷ mean, 1 or more); nan without a fit."""

    mean: Floats
    dispersion: Floats


def reference(at: int, *, years: int, half_window: int, periods_per_year: int) -> Reference:
    """Return the past that `at` is compared with.

    From `half_window` before the same date `years` years ago up to half a year before `at`: what began lately must not
    hide itself. (The half year is the 26 weeks of Noufaily; 6 months of monthly data.) The windows of `half_window`
    around the same date of each year are one season; the time between them is parted evenly into the other ones, of
    which there are 9, or one a period where a year has fewer.
    """
    between = periods_per_year - 2 * half_window - 1
    parts = min(SEASONS - 1, between)
    season = np.repeat(np.arange(parts), [between // parts + (part < between % parts) for part in range(parts)])
    year = np.concatenate([np.full(2 * half_window + 1, parts), season])
    first = at - years * periods_per_year - half_window
    positions = np.arange(first, at - periods_per_year // 2)
    return Reference(positions, np.resize(year, positions.size), parts)


def expectation(series: Floats, past: Reference, *, at: int, trend: bool) -> Expectation:
    """Return what the past leads one to expect `at`.

    Where a trend reaches beyond the largest past count, or no fit with it is found, there is none.

    Parameters
    ----------
    series : array, shape (series, period)
        nan where nothing was reported, in all of them at the same periods.
    """
    known = ~np.isnan(series[0, past.positions])
    positions, seasons = past.positions[known], past.seasons[known]
    if past.own_season not in seasons or positions.size <= np.unique(seasons).size + trend:
        return _none_of(len(series))
    response = series[:, positions]
    found = _fitted(response, positions - at, seasons, trend=trend)
    with np.errstate(invalid="ignore"):
        beyond = ~(found.mean <= response.max(axis=1))
    if trend and beyond.any():
        without = _fitted(response[beyond], positions - at, seasons, trend=False)
        found.mean[beyond], found.dispersion[beyond] = without.mean, without.dispersion
    return found


def _none_of(number: int) -> Expectation:
    return Expectation(np.full(number, np.nan), np.full(number, np.nan))


def _fitted(response: Floats, time: Whole, seasons: Whole, *, trend: bool) -> Expectation:
    """Return what is expected in the last season at time 0."""
    levels = np.unique(seasons)
    factor = (seasons[:, None] == levels[None, :]).astype(float)
    design = np.hstack([factor, time[:, None].astype(float)]) if trend else factor
    first = quasi_poisson(response, design)
    fit = quasi_poisson(response, design, _weights(response, first))
    mean = np.exp(fit.coefficients[:, levels.size - 1])
    return Expectation(np.where(first.converged, mean, np.nan), np.maximum(fit.dispersion, 1.0))


def _weights(response: Floats, fit: QuasiPoisson) -> Floats:
    """Return weights that sum to their number, less for values far above what was fitted (scaled Anscombe residuals).

    A value the fit runs through (leverage 1) has no residual.
    """
    spread = np.maximum(fit.dispersion, 1.0)[:, None] * np.maximum(1.0 - fit.leverage, _SMALLEST)
    residuals = 1.5 * (response ** (2 / 3) * fit.fitted ** (-1 / 6) - np.sqrt(fit.fitted)) / np.sqrt(spread)
    weights = np.where(residuals > OUTLYING, np.maximum(residuals, OUTLYING) ** -2.0, 1.0)
    scaled: Floats = weights * (response.shape[1] / weights.sum(axis=1, keepdims=True))
    return scaled


_SMALLEST = 1e-12


def quantile(expected: Expectation, probability: float) -> Floats:
    """Return the count chance exceeds with at most 1 − `probability` (negative binomial; Poisson at dispersion 1)."""
    from scipy.stats import nbinom, poisson

    size, share = _negative_binomial(expected)
    plain: Floats = poisson.ppf(probability, expected.mean)
    return np.where(expected.dispersion > 1.0, nbinom.ppf(probability, size, share), plain)


def chance_of_reaching(expected: Expectation, counts: Floats) -> Floats:
    """Return the probability of each count or more."""
    from scipy.stats import nbinom, poisson

    size, share = _negative_binomial(expected)
    plain: Floats = poisson.sf(counts - 1, expected.mean)
    return np.where(expected.dispersion > 1.0, nbinom.sf(counts - 1, size, share), plain)


def _negative_binomial(expected: Expectation) -> tuple[Floats, Floats]:
    """Return size and probability; any where the dispersion is 1."""
    dispersion = np.where(expected.dispersion > 1.0, expected.dispersion, 2.0)
    return expected.mean / (dispersion - 1.0), 1.0 / dispersion
