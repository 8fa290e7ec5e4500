"""Rates of areas as a gamma distribution about one mean, with what is unknown of that distribution integrated out.

Owns the model cases ~ Poisson(theta x population), theta ~ Gamma(mean m, coefficient of variation c): the prior of m
and c, the grid they are integrated over, and the mixture of gamma distributions each area's rate then has.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincc, gammaincinv, gammaln, logsumexp

from models.errors import OutOfRange

Floats = NDArray[np.float64]

TYPICAL_VARIATION, VARIATION_SPREAD = 0.6, 0.6
"""Median of the prior of c and standard deviation of its logarithm: 95 % of it lies between 0.19 (the tenth of areas
with the highest rates has at least 1.25 times the mean rate) and 1.94 (3 times). A handful of cases cannot tell
areas that are alike from areas that differ by half; a prior that takes in 0 lets them be called alike, and intervals
come out too short."""
LEAST_VARIATION, MOST_VARIATION = 0.02, 5.0
LOWEST_MEAN, HIGHEST_MEAN = 1e-5, 1e2
"""How far m may lie from (cases + 1/2) / population: what lies beyond has no weight."""
FINE, COARSE, MANY = (41, 25), (21, 17), 500
"""Values of m and of c: what is left uncertain by more than so many areas is narrow, and fewer values do."""
DEVIATIONS = 8.0
"""How far about the best m, for a given c, values are looked at."""
ZOOMS, HALVINGS = 4, 50
NEGLIGIBLE = 12.0
"""Values of c this much less likely (natural logarithm) than the best one are outside the next, finer grid."""
LEFT_OUT = 1e-5
"""Weight of the grid points that are left out of the mixture, all together."""
TOLERANCE = 1e-9
MOST_STEPS = 200
LONGEST_STEP = 3.0
"""Of one Newton step, in the logarithm of the rate."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Hyperparameters and their posterior weights, which sum to 1; arrays of shape (point,)."""

    mean: Floats
    shape: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is known of the rate of each area.

    Attributes
    ----------
    mean, lower, upper : array, shape (area,)
        Cases per unit of population; `lower` and `upper` are equal-tailed at the level asked for.
    draws : array, shape (draw, area)
        Joint draws: those of one row share their hyperparameters.
    cases, population : array, shape (area,)
        What it was computed from.
    grid : Grid
        The hyperparameters: mean of the rates and gamma shape (1 / squared coefficient of variation).
    """

    mean: Floats
    lower: Floats
    upper: Floats
    draws: Floats
    cases: Floats
    population: Floats
    grid: Grid

    def exceedance(self, threshold: float) -> Floats:
        """Return the probability that each area's relative risk is above `threshold`.

        The relative risk is the area's rate divided by m, the mean of the areas' rates in the model; m is as
        uncertain as the data leave it, not the crude overall rate taken for exact.

        Raises
        ------
        OutOfRange
            `threshold` is negative or not finite.
        """
        if not 0.0 <= threshold < np.inf:
            raise OutOfRange("threshold", threshold, 0.0, np.inf)
        shape, rate = _conditional(self.cases, self.population, self.grid)
        above: Floats = gammaincc(shape, rate * threshold * self.grid.mean) @ self.grid.weight
        return np.minimum(above, 1.0)

    @property
    def variation(self) -> float:
        """The posterior mean of the coefficient of variation between areas."""
        return float(self.grid.weight @ self.grid.shape**-0.5)


def integrated(cases: Floats, population: Floats, *, level: float, draws: int, seed: int) -> Posterior:
    """Return the posterior of each area's rate, its hyperparameters integrated over a grid.

    Takes checked arrays; `models.rates.posterior` states and checks what they may be.
    """
    known = population > 0
    informative = np.where(known, cases, 0.0)
    grid = hyperparameters(informative[known], population[known])
    shape, rate = _conditional(informative, population, grid)
    tail = (1.0 - level) / 2.0
    return Posterior(
        mean=(shape / rate) @ grid.weight,
        lower=_quantile(shape, rate, grid.weight, tail),
        upper=_quantile(shape, rate, grid.weight, 1.0 - tail),
        draws=_draws(shape, rate, grid.weight, draws, seed),
        cases=informative,
        population=population,
        grid=grid,
    )


def predictive_interval(
    rates: Floats, population: Floats, *, level: float = 0.95, seed: int = 0
) -> tuple[Floats, Floats]:
    """Return the central interval of the counts that come next.

    Parameters
    ----------
    rates : array, shape (draw, area)
        Draws of a posterior.
    population : array, shape (area,)
        Exposure of the counts to come.

    Returns
    -------
    lower, upper : array, shape (area,)
        Whole counts; at least `level` of the draws lie from one to the other, both included.
    """
    counts = np.random.default_rng(seed).poisson(rates * population)
    tail = (1.0 - level) / 2.0
    lower = np.quantile(counts, tail, axis=0, method="inverted_cdf")
    return lower.astype(np.float64), np.quantile(counts, 1.0 - tail, axis=0, method="inverted_cdf").astype(np.float64)


def hyperparameters(cases: Floats, population: Floats) -> Grid:
    """Return the grid of m and c with posterior weights.

    The prior is flat in the square root of m (Jeffreys' for a Poisson rate, so that no case anywhere is an answer
    too) and log-normal in c. Values of c are laid anew, closer each time, about those that are likely; for each of
    them, values of m about the best one.
    """
    ends = np.log([LEAST_VARIATION, MOST_VARIATION])
    means, variations = COARSE if len(cases) > MANY else FINE
    for _ in range(ZOOMS):
        log_variation = np.linspace(float(ends[0]), float(ends[1]), variations)
        log_mean = _means(cases, population, np.exp(2.0 * log_variation), means)
        log_weight = _log_posterior(cases, population, log_mean, log_variation)
        by_variation = logsumexp(log_weight, axis=0)
        ends = _about(log_variation, by_variation > by_variation.max() - NEGLIGIBLE)
    return _pruned(log_mean, log_variation, log_weight)


def _about(values: Floats, likely: NDArray[np.bool_]) -> Floats:
    """Return the first and last likely value, each moved one step outwards where there is one."""
    positions = np.flatnonzero(likely)
    return values[[max(positions[0] - 1, 0), min(positions[-1] + 1, len(values) - 1)]]


def _means(cases: Floats, population: Floats, squared: Floats, number: int) -> Floats:
    """Return a number of values of log m about the best one for each squared c; array (mean, variation)."""
    least, most = np.log((cases.sum() + 0.5) / population.sum()) + np.log([LOWEST_MEAN, HIGHEST_MEAN])
    low, high = np.full(len(squared), least), np.full(len(squared), most)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        rising = _slope(cases, population, middle, squared) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    deviation = _curvature(cases, population, low, squared) ** -0.5
    first = np.maximum(low - DEVIATIONS * deviation, least)
    last = np.minimum(low + DEVIATIONS * deviation, most)
    return np.linspace(first, last, number)


def _slope(cases: Floats, population: Floats, log_mean: Floats, squared: Floats) -> Floats:
    """Return the derivative of the log posterior in log m; it falls all the way."""
    expected = population[:, None] * np.exp(log_mean)
    slope: Floats = 0.5 + ((cases[:, None] - expected) / (1.0 + expected * squared)).sum(axis=0)
    return slope


def _curvature(cases: Floats, population: Floats, log_mean: Floats, squared: Floats) -> Floats:
    expected = population[:, None] * np.exp(log_mean)
    curvature: Floats = (expected * (1.0 + cases[:, None] * squared) / (1.0 + expected * squared) ** 2).sum(axis=0)
    return np.maximum(curvature, np.finfo(float).tiny)


def _log_posterior(cases: Floats, population: Floats, log_mean: Floats, log_variation: Floats) -> Floats:
    """Return the log of prior x likelihood x width of each grid point; array (mean, variation)."""
    shape = np.exp(-2.0 * log_variation)
    counts, number = np.unique(cases, return_counts=True)
    by_shape = number @ (gammaln(counts[:, None] + shape) - gammaln(shape))
    spread = np.empty_like(log_mean)
    for row, means in enumerate(np.exp(log_mean)):
        spread[row] = ((cases[:, None] + shape) * np.log1p(population[:, None] * means / shape)).sum(axis=0)
    likelihood = by_shape + cases.sum() * (log_mean - np.log(shape)) - spread
    from_typical = (log_variation - np.log(TYPICAL_VARIATION)) / VARIATION_SPREAD
    weight: Floats = likelihood + 0.5 * log_mean - 0.5 * from_typical**2 + np.log(log_mean[1] - log_mean[0])
    weight[[0, -1]] -= np.log(2.0)
    weight[:, [0, -1]] -= np.log(2.0)
    return weight


def _pruned(log_mean: Floats, log_variation: Floats, log_weight: Floats) -> Grid:
    weight = np.exp(log_weight - log_weight.max()).ravel()
    weight /= weight.sum()
    order = np.argsort(weight)
    kept = np.sort(order[np.cumsum(weight[order]) > LEFT_OUT])
    shape = np.broadcast_to(np.exp(-2.0 * log_variation), log_mean.shape)
    return Grid(np.exp(log_mean).ravel()[kept], shape.ravel()[kept], weight[kept] / weight[kept].sum())


def _conditional(cases: Floats, population: Floats, grid: Grid) -> tuple[Floats, Floats]:
    """Return shape and inverse scale of each area's gamma at each grid point; arrays (area, point)."""
    return cases[:, None] + grid.shape, population[:, None] + grid.shape / grid.mean


def _quantile(shape: Floats, rate: Floats, weight: Floats, probability: float) -> Floats:
    """Return the quantile of each row's mixture of gamma distributions.

    Newton's method in the logarithm, from the quantile of the gamma with the mixture's mean and variance; halving
    the bracket wherever a step would leave it.
    """
    quantile = np.log(_start(shape, rate, weight, probability))
    low, high = np.full(len(quantile), -np.inf), np.full(len(quantile), np.inf)
    open_ = np.arange(len(quantile))
    for _ in range(MOST_STEPS):
        if not len(open_):
            break
        at = quantile[open_]
        below, density = _mixture(shape[open_], rate[open_], weight, at)
        low[open_] = np.where(below < probability, at, low[open_])
        high[open_] = np.where(below >= probability, at, high[open_])
        step = np.clip((probability - below) / np.maximum(density, np.finfo(float).tiny), -LONGEST_STEP, LONGEST_STEP)
        quantile[open_] = _inside(at + step, low[open_], high[open_])
        open_ = open_[np.abs(quantile[open_] - at) > TOLERANCE]
    found: Floats = np.exp(quantile)
    return found


def _inside(stepped: Floats, low: Floats, high: Floats) -> Floats:
    """Return the step, or the middle of the bracket where it would leave a bracket that is closed."""
    outside = ((stepped <= low) | (stepped >= high)) & np.isfinite(low) & np.isfinite(high)
    middle = (np.where(outside, low, 0.0) + np.where(outside, high, 0.0)) / 2.0
    inside: Floats = np.where(outside, middle, stepped)
    return inside


def _start(shape: Floats, rate: Floats, weight: Floats, probability: float) -> Floats:
    mean = (shape / rate) @ weight
    variance = (shape * (shape + 1.0) / rate**2) @ weight - mean**2
    matched = mean**2 / variance
    start: Floats = np.maximum(gammaincinv(matched, probability) * variance / mean, mean * np.exp(-100.0))
    return start


def _mixture(shape: Floats, rate: Floats, weight: Floats, log_value: Floats) -> tuple[Floats, Floats]:
    """Return the mixture's distribution function and its density in the logarithm of the value."""
    scaled = rate * np.exp(log_value)[:, None]
    density = np.exp(shape * np.log(scaled) - scaled - gammaln(shape))
    return gammainc(shape, scaled) @ weight, density @ weight


def _draws(shape: Floats, rate: Floats, weight: Floats, draws: int, seed: int) -> Floats:
    random = np.random.default_rng(seed)
    point = random.choice(len(weight), size=draws, p=weight)
    return random.gamma(shape[:, point].T, 1.0 / rate[:, point].T)
