"""Rates of rare events by area: crude, exact Poisson intervals, empirical Bayes.

Owns the formulas; a rate here is cases per unit of population or person-time, and multiplying it is the caller's.
"""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainccinv, gammaincinv

from models.errors import BadShape, NegativeValue, NoPopulation, NotFinite, OutOfRange

Floats = NDArray[np.float64]


def crude_rate(cases: ArrayLike, population: ArrayLike) -> Floats:
    """Return cases per person, nan where there is no population.

    Raises
    ------
    BadShape, NotFinite, NegativeValue
        The input is at fault.

    Examples
    --------
    >>> crude_rate([3, 0], [600, 0]).tolist()
    [0.005, nan]
    """
    count, people = _checked_pair("cases", cases, "population", population)
    return _quotient(count, people, np.nan)


def poisson_interval(cases: ArrayLike, person_time: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the exact central interval of a Poisson rate.

    Parameters
    ----------
    cases : array
        Events counted.
    person_time : array, same shape (or either a single number)
        Exposure, e.g. children x years. Where it is 0 nothing is known: the interval is (0, inf).
    level : float
        Probability, between 0 and 1, that the interval holds the true rate (at least).

    Returns
    -------
    lower, upper : array
        Events per unit of person-time; `lower` is 0 where there are no cases.

    Raises
    ------
    BadShape, NotFinite, NegativeValue, OutOfRange
        The input is at fault.

    References
    ----------
    Garwood (1936), Biometrika 28(3–4).

    Examples
    --------
    >>> lower, upper = poisson_interval(3, 1.0)
    >>> round(float(lower), 4), round(float(upper), 4)
    (0.6187, 8.7673)
    """
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, 0.0, 1.0)
    count, exposure = _checked_pair("cases", cases, "person_time", person_time)
    tail = (1.0 - level) / 2.0
    fewest = np.where(count > 0, gammaincinv(np.maximum(count, 1.0), tail), 0.0)
    most = gammainccinv(count + 1.0, tail)
    return _quotient(fewest, exposure, 0.0), _quotient(most, exposure, np.inf)


def empirical_bayes(cases: ArrayLike, population: ArrayLike) -> Floats:
    """Shrink each area's crude rate towards the overall rate, the more the fewer people it has.

    Where the variance between areas is estimated as negative (counts vary no more than chance makes them) it is set to
    0 and every area gets the overall rate. esda does not do so and returns negative rates at counts as small as ours.

    Parameters
    ----------
    cases, population : array, shape (area,)
        An area without population gets the overall rate and does not count in the variance; its cases, if any, do
        count in the overall rate.

    Returns
    -------
    array, shape (area,)
        Cases per person, each between the area's crude rate and the overall rate.

    Raises
    ------
    NoPopulation
        Not one area has population.
    BadShape, NotFinite, NegativeValue
        The input is at fault.

    References
    ----------
    Marshall (1991), Applied Statistics 40(2): the global estimator.

    Examples
    --------
    >>> empirical_bayes([0, 10, 0], [100, 900, 0]).tolist()
    [0.01, 0.01, 0.01]
    """
    count, people = _checked_pair("cases", cases, "population", population)
    if not people.any():
        raise NoPopulation
    overall = float(count.sum() / people.sum())
    known = people > 0
    rate = _quotient(count, people, overall)
    between = _variance_between(rate[known], people[known], overall)
    if between == 0.0:
        return np.full(count.shape, overall)
    share = between / (between + _quotient(np.full(count.shape, overall), people, np.inf))
    estimate = overall + share * (rate - overall)
    return np.clip(estimate, np.minimum(rate, overall), np.maximum(rate, overall))


def _variance_between(rate: Floats, people: Floats, overall: float) -> float:
    """Return the variance of the true rates: what is left of the spread when the Poisson part is taken away."""
    spread = float((people * (rate - overall) ** 2).sum() / people.sum())
    return max(spread - overall / float(people.mean()), 0.0)


def _quotient(numerator: Floats, denominator: Floats, otherwise: float) -> Floats:
    """Divide, giving `otherwise` where the denominator is 0."""
    known = denominator > 0
    quotient: Floats = np.divide(numerator, denominator, out=np.full(numerator.shape, otherwise), where=known)
    return quotient


def _checked_pair(name: str, values: ArrayLike, other: str, others: ArrayLike) -> tuple[Floats, Floats]:
    """Return two arrays of one shape, finite and not negative."""
    first, second = _checked(name, values), _checked(other, others)
    if first.ndim and second.ndim and first.shape != second.shape:
        raise BadShape(other, first.shape, second.shape)
    shaped, matching = np.broadcast_arrays(first, second)
    return cast("Floats", shaped), cast("Floats", matching)


def _checked(name: str, values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    for wrong, error in ((~np.isfinite(array), NotFinite), (array < 0, NegativeValue)):
        if wrong.any():
            raise error(name, tuple(int(axis) for axis in np.argwhere(wrong)[0]))
    return array
