"""How far the next period's counts may lie from what is expected, judged by how far off earlier forecasts were.

Owns the draws of rates; what is expected is `models.risk`'s.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.case_panel import Panel
from models.count_regression import Regression
from models.validation_scores import Trial

Floats = NDArray[np.float64]

LARGEST_SPREAD = 4.0
"""Of a unit's rate, as a squared coefficient of variation: more cannot be told from a few units."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How much more than chance makes them counts differed from what was expected, as squared shares of it.

    Attributes
    ----------
    unit : float
        Of single units in a period: the negative binomial's dispersion.
    level : float
        Of all units together.
    """

    unit: float
    level: float


def spread_of(tried: Trial) -> Spread:
    """Estimate both spreads by moments from a trial.

    Poisson counts about m differ by m; what is left of (observed − expected)² is a share of m². The units' is taken
    about each fold's own total, the level's is what is left when the chance in the cases learned from is taken away.

    Examples
    --------
    >>> exact = np.full((4, 3), 2.0)
    >>> spread_of(Trial(exact, exact, exact, exact[0]))
    Spread(unit=0.0, level=0.0)
    """
    observed, expected = tried.observed.sum(axis=0), tried.expected.sum(axis=0)
    told = (expected > 0) & (observed > 0)
    if not told.any():
        return Spread(0.0, 0.0)
    mean = tried.expected[:, told] * (observed[told] / expected[told])
    unit = ((tried.observed[:, told] - mean) ** 2 - mean).sum() / (mean**2).sum()
    total = expected[told]
    beyond = (observed[told] - total) ** 2 - total - total**2 / tried.learned[told]
    level = beyond.sum() / (total**2).sum()
    return Spread(float(np.clip(unit, 0.0, LARGEST_SPREAD)), float(np.clip(level, 0.0, LARGEST_SPREAD)))


def rate_draws(
    panel: Panel, rates: Floats, spread: Spread, *, draws: int, seed: int, regression: Regression | None = None
) -> Floats:
    """Draw rates each unit may have in the next period; shape (draw, unit).

    The level is as sure as the cases it was learned from (a gamma distribution; of a regression its coefficients) and
    moves as it did before; each unit differs from it as units did. Units' own shares are held to their sum, which the
    level already says.

    Parameters
    ----------
    rates : array, shape (unit,)
        Expected ones. Where there is no case at all these are 0, and draws are of half a case.
    regression : Regression, optional
        Where the rates are those of a regression.
    """
    rng = np.random.default_rng(seed)
    if panel.total == 0:
        people = max(float(panel.person_time.sum()), 1e-300)
        return np.asarray(rng.gamma(0.5, 1.0, (draws, 1)) / people * np.ones(len(rates)))
    if regression is None:
        drawn = rates * rng.gamma(panel.total, 1 / panel.total, (draws, 1))
    else:
        drawn = regression.rate_draws(panel.covariates, draws, rng)
    return (
        drawn * _level_factors(rng, spread, draws) * _unit_factors(rng, spread, drawn * panel.person_time.sum(axis=1))
    )


def _level_factors(rng: np.random.Generator, spread: Spread, draws: int) -> Floats:
    variance = np.log1p(spread.level)
    return np.asarray(np.exp(rng.normal(-variance / 2, np.sqrt(variance), (draws, 1))))


def _unit_factors(rng: np.random.Generator, spread: Spread, expected: Floats) -> Floats:
    if spread.unit == 0.0 or not expected.any():
        return np.ones_like(expected)
    factors = rng.gamma(1 / spread.unit, spread.unit, expected.shape)
    kept = (expected * factors).sum(axis=1, keepdims=True) / expected.sum(axis=1, keepdims=True)
    return np.asarray(factors / np.maximum(kept, 1e-12))


def count_draws(drawn: Floats, person_time: Floats, *, seed: int) -> Floats:
    """Draw counts about drawn rates; shape (draw, unit)."""
    return np.random.default_rng([seed, 1]).poisson(drawn * person_time).astype(np.float64)


def interval(drawn: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the central interval of draws (along the first axis)."""
    lower, upper = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return lower, upper


def count_interval(drawn: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the narrowest whole numbers outside of which, on each side, at most half of 1 − level of the draws lie."""
    lower = np.quantile(drawn, (1 - level) / 2, axis=0, method="inverted_cdf")
    upper = np.quantile(drawn, (1 + level) / 2, axis=0, method="inverted_cdf")
    return lower, upper
