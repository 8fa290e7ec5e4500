"""Reporting-adjusted demand: true cases, from reported ones and what is held of how many are reported.

Owns the prior (`Prior`, `Link`), its densities for a picture, and `adjusted_cases`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import betaincinv, expit, logit
from scipy.stats import beta, norm

from models.errors import BadShape, NegativeValue, NotFinite, OutOfRange

Floats = NDArray[np.float64]

RANGE = 0.9
"""Probability that a stated range holds what it is about."""
_LOWER_TAIL, _UPPER_TAIL = (1 - RANGE) / 2, (1 + RANGE) / 2
NARROWEST = 1e-4
"""Of a range, as a part of its lower end: below it nobody's knowledge lies, and no number is exact enough."""
NODES = 41
"""Points at which the density of a unit's reporting rate is added up over a link that is uncertain."""


@dataclass(frozen=True, slots=True)
class Link:
    """How reporting goes with something known of each unit: change of the log odds a unit of it, a 90 % range.

    (0, 0) is no link. Taken as normally distributed.
    """

    lower: float = 0.0
    upper: float = 0.0

    @property
    def mean(self) -> float:
        """The middle of the range."""
        return (self.lower + self.upper) / 2

    @property
    def deviation(self) -> float:
        """The standard deviation of the normal distribution with this range."""
        return (self.upper - self.lower) / float(2 * norm.ppf(_UPPER_TAIL))


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held of reporting before the counts are looked at.

    Attributes
    ----------
    lower, upper : float
        90 % range of the share of all true cases that are reported; the Beta distribution with it is taken.
    links : tuple of Link
        One for each covariate.
    spread : float
        Standard deviation of the log odds between units that no link explains.
    """

    lower: float
    upper: float
    links: tuple[Link, ...] = ()
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Adjusted:
    """True cases of each unit with the central interval; `reporting`: the reporting rate assumed, with its own.

    `cases` are means over draws, so they add up; intervals do not. `total` is (mean, lower, upper) over all units.
    """

    cases: Floats
    lower: Floats
    upper: Floats
    reporting: Floats
    reporting_lower: Floats
    reporting_upper: Floats
    total: tuple[float, float, float]


def beta_of_range(lower: float, upper: float) -> tuple[float, float]:
    """Return the two parameters of the Beta distribution whose central 90 % lie between `lower` and `upper`.

    Raises
    ------
    OutOfRange
        Not 0 < lower < upper < 1, or the range is narrower than `NARROWEST`.

    Examples
    --------
    >>> first, second = beta_of_range(0.05, 0.95)
    >>> round(first, 6), round(second, 6)
    (1.0, 1.0)
    """
    if not 0.0 < lower < 1.0:
        raise OutOfRange("lower", lower, 0.0, 1.0)
    if not lower * (1.0 + NARROWEST) < upper < 1.0:
        raise OutOfRange("upper", upper, lower * (1.0 + NARROWEST), 1.0)

    def mean_for(log_size: float) -> float:
        """Return the log odds of the mean at which the lower quantile is right."""
        size = np.exp(log_size)

        def error(odds: float) -> float:
            return float(betaincinv(size * expit(odds), size * expit(-odds), _LOWER_TAIL)) - lower

        return float(brentq(error, logit(lower) - 3.0, logit(upper) + 30.0, xtol=1e-13))

    def too_high(log_size: float) -> float:
        odds, size = mean_for(log_size), np.exp(log_size)
        return float(betaincinv(size * expit(odds), size * expit(-odds), _UPPER_TAIL)) - upper

    log_size = float(brentq(too_high, *_SIZES, xtol=1e-13))
    size, odds = float(np.exp(log_size)), mean_for(log_size)
    return size * float(expit(odds)), size * float(expit(-odds))


_SIZES = (-2.0, 25.0)


def mean_reporting(prior: Prior) -> float:
    """Return the mean of the share of all true cases that are reported."""
    first, second = beta_of_range(prior.lower, prior.upper)
    return first / (first + second)


def reporting_density(prior: Prior, at: ArrayLike, offsets: ArrayLike = ()) -> Floats:
    """Return the density of the reporting rate of a unit that differs from the average unit by `offsets`.

    Parameters
    ----------
    at : array
        Reporting rates between 0 and 1 (both excluded).
    offsets : array, one for each link, optional
        How much more of each covariate the unit has; none: the density of the mean reporting rate itself.
    """
    first, second = beta_of_range(prior.lower, prior.upper)
    rate = np.asarray(at, dtype=np.float64)
    change = np.asarray(offsets, dtype=np.float64)
    if not change.size:
        return np.asarray(beta.pdf(rate, first, second))
    centre = float(change @ [link.mean for link in prior.links])
    variance = float(change**2 @ [link.deviation**2 for link in prior.links]) + prior.spread**2
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    average = expit(logit(rate)[:, None] - centre - np.sqrt(variance) * nodes)
    stretched = average * (1 - average) / (rate * (1 - rate))[:, None]
    density: Floats = (beta.pdf(average, first, second) * stretched) @ weights / weights.sum()
    return density


def adjusted_cases(
    reported: ArrayLike, covariates: ArrayLike, prior: Prior, *, level: float = 0.95, seed: int = 0
) -> Adjusted:
    """Estimate true cases from draws of reported ones under a stated prior.

    In each draw the reporting rate of unit i is expit(c + sum over links of coefficient x covariate + own deviation),
    with c such that the share of all true cases that are reported is the one drawn: with y the reported cases and
    h the sum without c, 1/p_i = 1 + (1/R - 1) exp(-h_i) sum(y) / sum(y exp(-h)).

    Parameters
    ----------
    reported : array, shape (draw, unit)
        Draws of expected reported cases (`models.rates.posterior`), above 0.
    covariates : array, shape (unit, link)
        What the links are about; a unit of which it is not known has the mean of the others.

    Raises
    ------
    BadShape, NotFinite, NegativeValue, OutOfRange
        The input or the prior is at fault.

    Examples
    --------
    >>> found = adjusted_cases(np.full((2000, 2), 3.0), np.zeros((2, 0)), Prior(0.1999, 0.2001))
    >>> found.cases.round(1).tolist(), round(found.total[0], 1)
    ([15.0, 15.0], 30.0)
    """
    draws, known = _checked(reported, covariates, prior)
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, 0.0, 1.0)
    inverse = _inverse_rates(draws, known, prior, np.random.default_rng(seed))
    true = draws * inverse
    tails = [(1 - level) / 2, (1 + level) / 2]
    lower, upper = np.quantile(true, tails, axis=0)
    rate_lower, rate_upper = np.quantile(1 / inverse, tails, axis=0)
    total = true.sum(axis=1)
    low, high = np.quantile(total, tails)
    return Adjusted(
        true.mean(axis=0), lower, upper, (1 / inverse).mean(axis=0), rate_lower, rate_upper,
        (float(total.mean()), float(low), float(high)),
    )  # fmt: skip


def _inverse_rates(reported: Floats, covariates: Floats, prior: Prior, rng: np.random.Generator) -> Floats:
    """Return draws of 1 / reporting rate, shape (draw, unit)."""
    draws, units = reported.shape
    share = rng.beta(*beta_of_range(prior.lower, prior.upper), size=(draws, 1))
    means = np.array([link.mean for link in prior.links])
    deviations = np.array([link.deviation for link in prior.links])
    coefficients = means + deviations * rng.standard_normal((draws, len(prior.links)))
    log_odds = coefficients @ covariates.T + prior.spread * rng.standard_normal((draws, units))
    against = np.exp(-log_odds)
    scale = reported.sum(axis=1, keepdims=True) / (reported * against).sum(axis=1, keepdims=True)
    inverse: Floats = 1 + (1 / share - 1) * against * scale
    return inverse


def _checked(reported: ArrayLike, covariates: ArrayLike, prior: Prior) -> tuple[Floats, Floats]:
    draws, known = np.asarray(reported, dtype=np.float64), np.array(covariates, dtype=np.float64)
    if draws.ndim != 2 or not draws.size:
        raise BadShape("reported", (-1, -1), draws.shape)
    if known.shape != (draws.shape[1], len(prior.links)):
        raise BadShape("covariates", (draws.shape[1], len(prior.links)), known.shape)
    if not np.isfinite(draws).all():
        raise NotFinite("reported", tuple(int(axis) for axis in np.argwhere(~np.isfinite(draws))[0]))
    if (draws <= 0).any():
        raise NegativeValue("reported", tuple(int(axis) for axis in np.argwhere(draws <= 0)[0]))
    for name, value in (("spread", prior.spread), *(("link", link.upper - link.lower) for link in prior.links)):
        if value < 0:
            raise NegativeValue(name, ())
    for column in known.T:
        missing = np.isnan(column)
        column[missing] = column[~missing].mean() if not missing.all() else 0.0
    return draws, known
