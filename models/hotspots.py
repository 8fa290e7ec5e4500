"""Where high values lie beside high ones, and low beside low: local Moran, Getis–Ord Gi and Gi*, on rates too.

Every statistic of an island is 0 with p 1: it has no neighbours to be like. Its value stays among those that the
neighbours of others are drawn from.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.errors import NoPopulation
from models.moran import deviations
from models.permutations import Tick, lag_p
from models.rates import crude_rate
from models.spatial_weights import Floats, Positions, SpatialWeights, spatial_weights

HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH = QUADRANTS = ("high_high", "low_low", "high_low", "low_high")
"""A unit's own value, then that of its neighbours, beside the mean."""
HOT, COLD = "hot", "cold"
NO_NEIGHBOURS = "no_neighbours"
NOT_SIGNIFICANT = "not_significant"
FEWEST_UNITS = 3
"""With fewer, moments of what chance gives are not defined, and z is 0."""


@dataclass(frozen=True, slots=True, eq=False)
class LocalMoran:
    """Local Moran of each unit; arrays of shape (unit,).

    Attributes
    ----------
    statistic : array
        Positive: like its neighbours; negative: unlike them. Their mean is Moran's I × links ÷ units (binary), or
        Moran's I itself (row-standardised).
    z : array
        The statistic less its mean under conditional permutation, by its standard deviation (exact moments).
    p : array
        Two-sided, from conditional permutations (see `models.permutations`).
    quadrant : tuple of str
        One of `QUADRANTS`, or "no_neighbours".
    islands : array of int
    """

    statistic: Floats
    z: Floats
    p: Floats
    quadrant: tuple[str, ...]
    islands: Positions

    def classes(self, level: float = 0.05, *, p: ArrayLike | None = None) -> tuple[str, ...]:
        """Return the quadrant where `p` (default: own) is at most `level`, elsewhere why there is none."""
        return _where_significant(self.quadrant, self.p if p is None else np.asarray(p, dtype=np.float64), level)


@dataclass(frozen=True, slots=True, eq=False)
class GetisOrd:
    """Gi or Gi* of each unit; arrays of shape (unit,).

    `statistic` is the share of the sum of all values that lies around the unit (0 where that sum is 0), `z` the
    standardised statistic that spdep and esda give, `p` two-sided from conditional permutations, `sense` "hot",
    "cold" or "no_neighbours".
    """

    statistic: Floats
    z: Floats
    p: Floats
    sense: tuple[str, ...]
    islands: Positions

    def classes(self, level: float = 0.05, *, p: ArrayLike | None = None) -> tuple[str, ...]:
        """Return "hot" or "cold" where `p` (default: own) is at most `level`, elsewhere why it is neither."""
        return _where_significant(self.sense, self.p if p is None else np.asarray(p, dtype=np.float64), level)


def local_moran(
    values: ArrayLike,
    neighbours: Sequence[ArrayLike],
    *,
    permutations: int = 999,
    seed: int = 0,
    weights: Sequence[ArrayLike] | None = None,
    tick: Tick | None = None,
) -> LocalMoran:
    """Measure how like its neighbours each unit is.

    The variance is divided by the number of units, n, as Anselin (1995) and spdep do; esda divides by n − 1, so its
    statistics are (n − 1) ÷ n times these.

    Parameters
    ----------
    values : array, shape (unit,)
        Rates want `standardised_rates` first, whose variance does not hang on the population.
    neighbours : list of arrays of int
        Positions of each unit's neighbours; empty for an island.
    permutations : int
        The smallest p possible is 2 ÷ (permutations + 1).
    weights : list of arrays, optional
        One weight a neighbour, such as `models.spatial_weights.row_standardised`. Default: 1 each (binary).
    tick : callable, optional
        Told the fraction done; may raise to stop.

    Returns
    -------
    LocalMoran

    Raises
    ------
    BadShape, NotFinite, NegativeValue, BadNeighbour, OutOfRange
        The input is at fault.

    References
    ----------
    Anselin (1995), Geographical Analysis 27(2), eq. 7; moments: Sokal, Oden & Thomson (1998), Geographical Analysis
    30(4); two-sided p: see `models.permutations`.

    Examples
    --------
    >>> found = local_moran([5, 3, 0, 0], [[1], [0, 2], [1, 3], [2]], permutations=99)
    >>> found.statistic.round(3).tolist(), found.quadrant
    ([0.667, 0.222, 0.444, 0.889], ('high_high', 'high_high', 'low_low', 'low_low'))
    """
    links = spatial_weights(neighbours, weights)
    apart = deviations(values, len(links))
    variance = float((apart**2).mean()) if len(apart) else 0.0
    lag = links.lag(apart)
    statistic = _by(apart * lag, variance)
    return LocalMoran(
        statistic,
        np.sign(apart) * _z_of_others(apart, links),
        lag_p(apart, links, permutations=permutations, seed=seed, tick=tick),
        _quadrants(apart, lag, links.islands),
        links.islands,
    )


def getis_ord(
    values: ArrayLike,
    neighbours: Sequence[ArrayLike],
    *,
    star: bool = True,
    permutations: int = 999,
    seed: int = 0,
    weights: Sequence[ArrayLike] | None = None,
    tick: Tick | None = None,
) -> GetisOrd:
    """Measure how much of all values lies around each unit: Gi* with the unit itself (`star`), Gi without.

    Gi* gives the unit the largest weight of its neighbours: 1 where weights are binary.

    Parameters
    ----------
    values : array, shape (unit,)
        The meaning as a share of a sum wants values that are not negative; z and p take any.
    neighbours, permutations, seed, weights, tick
        As in `local_moran`. The unit keeps its value in each permutation, so p is that of local Moran.

    Returns
    -------
    GetisOrd

    Raises
    ------
    BadShape, NotFinite, NegativeValue, BadNeighbour, OutOfRange
        The input is at fault.

    References
    ----------
    Ord & Getis (1995), Geographical Analysis 27(4), eqs. 6 and 7.

    Examples
    --------
    >>> getis_ord([4, 4, 0, 0], [[1], [0, 2], [1, 3], [2]], permutations=99).statistic.tolist()
    [1.0, 1.0, 0.5, 0.0]
    """
    links = spatial_weights(neighbours, weights)
    apart = deviations(values, len(links))
    given = np.asarray(values, dtype=np.float64)
    z = _star_z(apart, links) if star else _z_of_others(apart, links)
    around = links.lag(given) + (_own_weights(links) * given if star else 0.0)
    statistic = _by(around, given.sum() if star else given.sum() - given)
    for each in (statistic, z):
        each[links.islands] = 0.0
    sense = np.where(z > 0, HOT, COLD).astype(object)
    sense[links.islands] = NO_NEIGHBOURS
    p = lag_p(apart, links, permutations=permutations, seed=seed, tick=tick)
    return GetisOrd(statistic, z, p, tuple(sense), links.islands)


def standardised_rates(cases: ArrayLike, population: ArrayLike) -> Floats:
    """Return rates less the overall rate, by the standard deviation that a rate of so few people has.

    Moran's I of these values is the empirical Bayes index (EBI). Where rates vary no more than chance makes them, the
    variance between units is set to 0, as in `models.rates.empirical_bayes`; spdep and esda keep the negative
    estimate where the sum stays positive, which lets a unit of many people outweigh all others.

    Parameters
    ----------
    cases, population : array, shape (unit,)
        A unit without population has 0, the value of the overall rate.

    Returns
    -------
    array, shape (unit,)
        0 everywhere when there is no case at all.

    Raises
    ------
    NoPopulation, BadShape, NotFinite, NegativeValue
        The input is at fault.

    References
    ----------
    Assunção & Reis (1999), Statistics in Medicine 18(16).

    Examples
    --------
    >>> standardised_rates([1, 3], [100, 100]).round(3).tolist()
    [-0.707, 0.707]
    """
    rate = crude_rate(cases, population)
    count, people = np.asarray(cases, dtype=np.float64), np.asarray(population, dtype=np.float64)
    known = people > 0
    if not known.any():
        raise NoPopulation
    overall = float(count[known].sum() / people[known].sum())
    spread = float((people[known] * (rate[known] - overall) ** 2).sum() / people[known].sum())
    between = max(spread - overall / float(people[known].mean()), 0.0)
    values = np.zeros(len(rate))
    values[known] = _by(rate[known] - overall, np.sqrt(between + overall / people[known]))
    return values


def _own_weights(links: SpatialWeights) -> Floats:
    """Return the largest weight of each unit's neighbours; 0 for an island."""
    largest = np.zeros(len(links))
    np.maximum.at(largest, links.units, links.weights)
    return largest


def _star_z(apart: Floats, links: SpatialWeights) -> Floats:
    """Return z of Gi*: mean and variance are those of all values."""
    n = len(apart)
    own = _own_weights(links)
    sums, squares = links.sums() + own, links.sums(2) + own**2
    spread = float((apart**2).sum()) / max(n, 1) * (n * squares - sums**2) / max(n - 1, 1)
    return _by(links.lag(apart) + own * apart, np.sqrt(spread.clip(min=0.0)))


def _z_of_others(apart: Floats, links: SpatialWeights) -> Floats:
    """Return z of Gi: mean and variance are those of all values but the unit's own.

    Local Moran's conditional z is the same with the sign of the unit's own value: both keep that value. Values are
    taken from their median, so that one far value leaves the spread of the others as exact as it is.
    """
    n = len(apart)
    if n < FEWEST_UNITS:
        return np.zeros(n)
    beside = apart - np.median(apart)
    mean = _sums_of_others(beside) / (n - 1)
    variance = _sums_of_others(beside**2) / (n - 1) - mean**2
    sums, squares = links.sums(), links.sums(2)
    spread = variance * ((n - 1) * squares - sums**2) / (n - 2)
    return _by(links.lag(beside) - sums * mean, np.sqrt(spread.clip(min=0.0)))


def _sums_of_others(values: Floats) -> Floats:
    """Return the sum of all values but each unit's own, without taking a large one off again."""
    before = np.append(0.0, np.cumsum(values[:-1]))
    after = np.append(np.cumsum(values[:0:-1])[::-1], 0.0)
    sums: Floats = before + after
    return sums


def _by(numerator: Floats, denominator: Floats | float) -> Floats:
    """Divide; 0 where the denominator is 0 but for rounding."""
    size = np.broadcast_to(np.asarray(denominator, dtype=np.float64), numerator.shape)
    known = np.abs(size) > _ROUNDING * np.abs(size).max(initial=0.0)
    return np.divide(numerator, size, out=np.zeros(numerator.shape), where=known)


_ROUNDING = 1e-12


def _quadrants(apart: Floats, lag: Floats, islands: Positions) -> tuple[str, ...]:
    high, beside_high = apart > 0, lag > 0
    found = np.select(
        [high & beside_high, high & ~beside_high, ~high & beside_high], [HIGH_HIGH, HIGH_LOW, LOW_HIGH], LOW_LOW
    ).astype(object)
    found[islands] = NO_NEIGHBOURS
    return tuple(found)


def _where_significant(classes: Sequence[str], p: Floats, level: float) -> tuple[str, ...]:
    return tuple(
        each if value <= level or each == NO_NEIGHBOURS else NOT_SIGNIFICANT
        for each, value in zip(classes, p, strict=True)
    )
