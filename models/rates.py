"""Rates of rare events by area: crude, exact Poisson intervals, empirical Bayes, gamma–Poisson posterior.

Owns the formulas; a rate here is cases per unit of population or person-time, and multiplying it is the caller's.
"""

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainccinv, gammaincinv

from models.errors import BadShape, NegativeValue, NoPopulation, NotFinite, OutOfRange
from models.gamma_poisson import Posterior, integrated

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
    count, people = _populated_pair(cases, population)
    overall = float(count.sum() / people.sum())
    known = people > 0
    rate = _quotient(count, people, overall)
    between = _variance_between(rate[known], people[known], overall)
    return _shrunk(rate, people, np.full(count.shape, overall), np.full(count.shape, between))


def spatial_empirical_bayes(
    cases: ArrayLike, population: ArrayLike, neighbours: Sequence[NDArray[np.integer]]
) -> Floats:
    """Shrink each area's crude rate towards the rate of its neighbourhood: the area itself and its neighbours.

    How much rates truly vary is read off the neighbourhood's areas, each compared with the rate of its own
    neighbourhood. Where that is no more than chance makes them vary, the area gets the neighbourhood's rate.

    Parameters
    ----------
    cases, population : array, shape (area,)
        An area without population gets the rate of its neighbourhood and does not count in the variance.
    neighbours : sequence of int arrays, one per area
        Positions of the neighbours, the area itself not among them. An area whose neighbours have no population (an
        island has none) has no neighbourhood to be drawn to: it gets its `empirical_bayes` rate.

    Returns
    -------
    array, shape (area,)
        Cases per person.

    Raises
    ------
    NoPopulation
        Not one area has population.
    OutOfRange
        A neighbour is no position of an area.
    BadShape, NotFinite, NegativeValue
        The input is at fault.

    References
    ----------
    Marshall (1991), Applied Statistics 40(2): the local estimator, as spdep's `EBlocal`.

    Examples
    --------
    >>> spatial_empirical_bayes([1, 3, 9], [100, 300, 100], [np.array([1]), np.array([0]), np.array([], int)]).tolist()
    [0.01, 0.01, 0.07524822695035462]
    """
    count, people = _populated_pair(cases, population)
    around = _neighbourhoods(neighbours, len(count))
    overall = empirical_bayes(count, people)
    mean = np.array([_rate_of(count[each], people[each]) for each in around])
    rate = np.where(people > 0, _quotient(count, people, 0.0), mean)
    squared = people * (rate - mean) ** 2
    between = np.array([_left_over(squared[each], people[each], own) for each, own in zip(around, mean, strict=True)])
    drawn = np.array([bool((people[each[1:]] > 0).any()) for each in around], dtype=bool)
    return np.where(drawn, _shrunk(rate, people, mean, between), overall)


def posterior(
    cases: ArrayLike, population: ArrayLike, *, level: float = 0.95, draws: int = 0, seed: int = 0
) -> Posterior:
    """Return what is known of each area's rate when rates of areas follow a gamma distribution.

    cases ~ Poisson(theta x population), theta ~ Gamma(mean m, coefficient of variation c). Both m and c are integrated
    over a grid, so intervals allow for how little a few cases say about them. Prior: flat in the square root of m
    (Jeffreys' for a Poisson rate), log-normal in c with median 0.6 and 95 % between 0.19 and 1.94, independent.

    Parameters
    ----------
    cases, population : array, shape (area,)
        An area without population says nothing, its cases (if any) included, and gets the prior predictive: what
        is known of an area nobody has looked at.
    level : float
        Probability that an interval holds its area's rate, over areas; an area of extreme rate is held less often.
    draws : int
        Number of joint draws of all areas' rates.
    seed : int
        Of the draws: the same seed gives the same ones.

    Returns
    -------
    Posterior
        With no case anywhere all rates are low and uncertain: m is then known as half a case would tell it.

    Raises
    ------
    NoPopulation
        Not one area has population.
    BadShape, NotFinite, NegativeValue, OutOfRange
        The input is at fault.

    References
    ----------
    Clayton & Kaldor (1987), Biometrics 43(3), there with the hyperparameters estimated and taken for exact.

    Examples
    --------
    >>> found = posterior([0, 3, 12], [1000, 1000, 1000])
    >>> (1000 * found.mean).round(1).tolist()
    [0.9, 3.4, 11.2]
    """
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, 0.0, 1.0)
    if draws < 0:
        raise NegativeValue("draws", ())
    count, people = _populated_pair(cases, population)
    return integrated(count, people, level=level, draws=draws, seed=seed)


def _populated_pair(cases: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    count, people = _checked_pair("cases", cases, "population", population)
    if count.ndim != 1:
        raise BadShape("cases", (-1,), count.shape)
    if not people.any():
        raise NoPopulation
    return count, people


def _neighbourhoods(neighbours: Sequence[NDArray[np.integer]], areas: int) -> list[NDArray[np.int64]]:
    """Return each area's own position followed by those of its neighbours."""
    if len(neighbours) != areas:
        raise BadShape("neighbours", (areas,), (len(neighbours),))
    around = [np.concatenate(([area], each)).astype(np.int64) for area, each in enumerate(neighbours)]
    for each in around:
        outside = each[(each < 0) | (each >= areas)]
        if len(outside):
            raise OutOfRange("neighbours", float(outside[0]), -1.0, float(areas))
    return around


def _rate_of(cases: Floats, people: Floats) -> float:
    """Return the rate of areas taken together, 0 where there are no people."""
    return float(cases.sum() / people.sum()) if people.any() else 0.0


def _left_over(squared: Floats, people: Floats, overall: float) -> float:
    """Return the variance of a neighbourhood's true rates; `squared`: people x squared deviation of each area."""
    if not people.any():
        return 0.0
    return max(float(squared.sum() / people.sum()) - overall / float(people[people > 0].mean()), 0.0)


def _shrunk(rate: Floats, people: Floats, overall: Floats, between: Floats) -> Floats:
    """Return rates drawn towards `overall`, the more the smaller the variance `between` beside that of chance."""
    chance = _quotient(overall, people, np.inf)
    share = np.divide(between, between + chance, out=np.zeros(rate.shape), where=between > 0)
    estimate = overall + share * (rate - overall)
    return np.clip(estimate, np.minimum(rate, overall), np.maximum(rate, overall))


def _variance_between(rate: Floats, people: Floats, overall: float) -> float:
    """Return the variance of the true rates: what is left of the spread when the Poisson part is taken away."""
    return _left_over(people * (rate - overall) ** 2, people, overall)


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
