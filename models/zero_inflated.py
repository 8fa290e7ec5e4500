"""Counts of units some of which may report nothing whatever happens: a zero-inflated gamma-Poisson model.

Owns its grid of hyperparameters and what any part of the units says of them. Without the share that reports nothing,
silent units make the others look so different that no silence stands out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from models.gamma_poisson import TYPICAL_VARIATION, VARIATION_SPREAD

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

VARIATIONS = np.geomspace(0.05, 2.5, 17)
"""Coefficients of variation of the rates of units that report."""
SILENT_PRIOR = 9.0
"""The share that reports nothing is Beta(1, 9) before looking: 10 % in the mean, above 28 % once in twenty."""
SILENT = 1.0 - (1.0 - (np.arange(6) + 0.5) / 6) ** (1 / SILENT_PRIOR)
"""Six equally likely shares of it."""
MEANS, REACH = 41, 6.0
"""Mean rates that are weighed, and how many standard deviations of the logarithm they reach to each side."""
LARGEST_SHIFT = 1.0
"""Of the logarithm of the mean rate, when units without a case are taken out."""
NEGLIGIBLE = 1e-7
"""Points of the grid with less weight than this are left out."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Mean rate and gamma shape of units that report, arrays (point,), with the logarithm of prior and likelihood.

    `log_likelihood` is by unit, array (point, unit), the share that reports nothing allowed for.
    """

    mean: Floats
    shape: Floats
    log_prior: Floats
    log_likelihood: Floats

    def weights(self, left_out: Flags) -> tuple["Grid", Floats]:
        """Return the posterior weight of each point for each row of `left_out`, array (point, row).

        With the points that have weight in some row. A row says which units are left out.
        """
        total = self.log_prior[:, None] + self.log_likelihood @ (~left_out).T.astype(np.float64)
        weights = np.exp(total - total.max(axis=0))
        weights /= weights.sum(axis=0)
        kept = weights.max(axis=1) > NEGLIGIBLE
        part = Grid(self.mean[kept], self.shape[kept], self.log_prior[kept], self.log_likelihood[kept])
        return part, weights[kept]


def grid(count: Floats, exposure: Floats) -> Grid:
    """Return the grid for counts with an exposure above 0.

    Prior: flat in the square root of the mean rate, log-normal in the coefficient of variation as in
    `models.gamma_poisson`, and `SILENT`.
    """
    log_mean, variation, log_prior = _points(count, exposure)
    shape = variation**-2.0
    reporting = _log_probability(count, exposure, log_mean[:, None], shape[:, None])
    inflated = np.repeat(reporting, len(SILENT), axis=0) + np.tile(np.log1p(-SILENT), len(shape))[:, None]
    none = count == 0
    silent = np.tile(np.log(SILENT), len(shape))[:, None]
    inflated[:, none] = np.logaddexp(silent, inflated[:, none])
    mean, shapes, prior = (np.repeat(each, len(SILENT)) for each in (np.exp(log_mean), shape, log_prior))
    return Grid(mean, shapes, prior, inflated)


def _log_probability(count: Floats, exposure: Floats, log_mean: Floats, shape: Floats) -> Floats:
    """Return the log of the negative binomial probability of each count, less what no hyperparameter changes."""
    odds = np.log1p(np.exp(log_mean) * exposure / shape)
    found: Floats = (
        gammaln(count + shape) - gammaln(shape) + count * (log_mean - np.log(shape)) - (count + shape) * odds
    )
    return found


def _points(count: Floats, exposure: Floats) -> tuple[Floats, Floats, Floats]:
    """Return log mean, variation and log prior of each point; the means reach as far as they are uncertain."""
    units = exposure.sum() ** 2 / (exposure**2).sum()
    spread = np.sqrt(1.0 / (count.sum() + 0.5) + VARIATIONS**2 / units)
    overall = np.log((count.sum() + 0.5) / exposure.sum())
    with_cases = max(float(exposure[count > 0].sum()) / float(exposure.sum()), np.exp(-LARGEST_SHIFT))
    low, high = overall - REACH * spread, overall + REACH * spread - np.log(with_cases)
    log_mean = np.linspace(low, high, MEANS, axis=1).ravel()
    width = np.log(high - low) - 0.5 * np.square(np.log(VARIATIONS / TYPICAL_VARIATION) / VARIATION_SPREAD)
    return log_mean, np.repeat(VARIATIONS, MEANS), np.repeat(width, MEANS) + 0.5 * log_mean
