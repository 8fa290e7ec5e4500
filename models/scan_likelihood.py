"""Likelihood ratios of the scan statistic: how much likelier the cases are if the rate inside a window is higher.

Owns `LIKELIHOODS`: one function for each model, of (inside, size, cases, population), which gives the logarithm of the
ratio for windows where more cases lie than expected, and at least `FEWEST_CASES`; 0 for all others.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Likelihood = Callable[[Counts, Floats, Counts, float], Floats]

FEWEST_CASES = 2
"""A single case is no cluster (SaTScan's default)."""

EXCESS = 1e-9
"""By what part the cases of a window must exceed those expected: rounding alone is no excess."""


def poisson(inside: Counts, size: Floats, cases: Counts, population: float) -> Floats:
    """Return the log likelihood ratio of the Poisson model: Kulldorff (1997), section 4."""

    def ratio(c: Floats, n: Floats, total: Floats) -> Floats:
        expected = total * n / population
        return np.asarray(xlogy(c, c / expected) + xlogy(total - c, (total - c) / (total - expected)))

    return _where_high(ratio, inside, size, cases, population)


def bernoulli(inside: Counts, size: Floats, cases: Counts, population: float) -> Floats:
    """Return the log likelihood ratio of the Bernoulli model: Kulldorff (1997), section 4."""

    def ratio(c: Floats, n: Floats, total: Floats) -> Floats:
        within, without = _best(c, n), _best(total - c, population - n)
        return np.asarray(within + without - _best(total, np.full(total.shape, population)))

    return _where_high(ratio, inside, size, cases, population)


def _best(cases: Floats, people: Floats) -> Floats:
    """Return the log likelihood of a share of cases among people, at the share that fits best."""
    others = people - cases
    return np.asarray(xlogy(cases, cases / people) + xlogy(others, others / people))


def _where_high(
    ratio: Callable[[Floats, Floats, Floats], Floats], inside: Counts, size: Floats, cases: Counts, population: float
) -> Floats:
    """Apply `ratio` to the windows with a high rate; a window of infinite size is none."""
    found = np.zeros(inside.shape)
    counted = np.nonzero((inside >= FEWEST_CASES) & np.isfinite(size))
    c, n, total = (each[counted].astype(np.float64) for each in (inside, size, np.broadcast_to(cases, inside.shape)))
    high = c > total * n / population * (1.0 + EXCESS)
    found[tuple(axis[high] for axis in counted)] = np.maximum(ratio(c[high], n[high], total[high]), 0.0)
    return found


LIKELIHOODS: Mapping[str, Likelihood] = {"poisson": poisson, "bernoulli": bernoulli}
