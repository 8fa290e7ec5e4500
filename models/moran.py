"""Whether a map as a whole is clustered: Moran's I, Geary's C and the general G, with their exact moments.

Islands count among the units and have no links. Where all values are equal, or no unit has a neighbour, nothing can be
said: the statistic is what chance gives, z is 0 and p 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from models.errors import BadShape, NegativeValue, NotFinite
from models.permutations import product_p
from models.spatial_weights import Floats, SpatialWeights, spatial_weights

Assumption = Literal["randomisation", "normality"]
FEWEST_UNITS = 4
"""With fewer the variance is not defined."""


@dataclass(frozen=True, slots=True)
class GlobalStatistic:
    """One number for the whole map, and how far it is from what chance gives.

    `z` is positive where units are like their neighbours (of G: where high values lie together).
    """

    statistic: float
    expected: float
    variance: float
    z: float


def deviations(values: ArrayLike, units: int) -> Floats:
    """Return the values less their mean; exactly 0 where all are equal.

    Raises
    ------
    BadShape
        There are not `units` of them.
    NotFinite
    """
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (units,):
        raise BadShape("values", (units,), array.shape)
    if not np.isfinite(array).all():
        raise NotFinite("values", (int(np.flatnonzero(~np.isfinite(array))[0]),))
    if not units or np.ptp(array) == 0:
        return np.zeros(units)
    apart: Floats = array - array.mean()
    return apart


def moran(
    values: ArrayLike,
    neighbours: Sequence[ArrayLike],
    *,
    weights: Sequence[ArrayLike] | None = None,
    assumption: Assumption = "randomisation",
) -> GlobalStatistic:
    """Return Moran's I. Of `models.hotspots.standardised_rates` it is the empirical Bayes index (EBI).

    Parameters
    ----------
    values : array, shape (unit,)
    neighbours, weights
        As in `models.hotspots.local_moran`.
    assumption : str
        The variance is that of the same values in random places, or of values drawn from a normal distribution.

    References
    ----------
    Cliff & Ord (1981), Spatial Processes, eqs. 1.36–1.40, 2.28.

    Examples
    --------
    >>> round(moran([1, 2, 3, 4], [[1], [0, 2], [1, 3], [2]]).statistic, 4)
    0.3333
    """
    links = spatial_weights(neighbours, weights)
    apart = deviations(values, len(links))
    sizes = _Sizes.of(links)
    n, expected = sizes.n, _chance(sizes.n)
    if not sizes.total or not apart.any():
        return GlobalStatistic(expected, expected, 0.0, 0.0)
    statistic = n / sizes.total * float(apart @ links.lag(apart)) / float(apart @ apart)
    if assumption == "normality":
        square = (n**2 * sizes.pairs - n * sizes.rows + 3 * sizes.total**2) / (sizes.total**2 * (n**2 - 1))
    else:
        square = _moran_square(sizes, _kurtosis(apart)) if n >= FEWEST_UNITS else expected**2
    return _standardised(statistic, expected, square - expected**2)


def moran_p(
    values: ArrayLike,
    neighbours: Sequence[ArrayLike],
    *,
    permutations: int = 999,
    seed: int = 0,
    weights: Sequence[ArrayLike] | None = None,
) -> float:
    """Return the two-sided p-value of Moran's I from values put in random places."""
    links = spatial_weights(neighbours, weights)
    return product_p(deviations(values, len(links)), links, permutations=permutations, seed=seed)


def geary(
    values: ArrayLike, neighbours: Sequence[ArrayLike], *, weights: Sequence[ArrayLike] | None = None
) -> GlobalStatistic:
    """Return Geary's C: 1 by chance, smaller where units are like their neighbours; `z` is that of 1 − C.

    References
    ----------
    Cliff & Ord (1981), Spatial Processes, eqs. 1.41 and 2.30 (randomisation).
    """
    links = spatial_weights(neighbours, weights)
    apart = deviations(values, len(links))
    sizes = _Sizes.of(links)
    if not sizes.total or not apart.any():
        return GlobalStatistic(1.0, 1.0, 0.0, 0.0)
    n = sizes.n
    differences = float((links.weights * (apart[links.units] - apart[links.others]) ** 2).sum())
    statistic = (n - 1) * differences / (2 * sizes.total * float(apart @ apart))
    variance = _geary_variance(sizes, _kurtosis(apart)) if n >= FEWEST_UNITS else 0.0
    found = _standardised(statistic, 1.0, variance)
    return GlobalStatistic(statistic, 1.0, variance, -found.z)


def general_g(
    values: ArrayLike, neighbours: Sequence[ArrayLike], *, weights: Sequence[ArrayLike] | None = None
) -> GlobalStatistic:
    """Return the general G: the share of all products of two units' values that neighbours hold.

    References
    ----------
    Getis & Ord (1992), Geographical Analysis 24(3), with their correction of 1996.

    Raises
    ------
    NegativeValue
        A share needs values that are not negative.
    """
    links = spatial_weights(neighbours, weights)
    deviations(values, len(links))
    given = np.asarray(values, dtype=np.float64)
    if (given < 0).any():
        raise NegativeValue("values", (int(np.flatnonzero(given < 0)[0]),))
    sizes = _Sizes.of(links)
    n = sizes.n
    products = float(given.sum() ** 2 - (given**2).sum())
    expected = sizes.total / (n * (n - 1)) if n > 1 else 0.0
    if products <= 0 or not sizes.total:
        return GlobalStatistic(expected, expected, 0.0, 0.0)
    statistic = float(given @ links.lag(given)) / products
    square = _g_square(sizes, given) / products**2 if n >= FEWEST_UNITS else expected**2
    return _standardised(statistic, expected, square - expected**2)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """The sums of weights that all moments are made of: S0, S1 and S2 of Cliff & Ord."""

    n: int
    total: float
    pairs: float
    rows: float

    @classmethod
    def of(cls, links: SpatialWeights) -> "_Sizes":
        n, units, others = len(links), links.units, links.others
        there = dict(zip((units * n + others).tolist(), links.weights.tolist(), strict=True))
        back = np.array([there.get(pair, 0.0) for pair in (others * n + units).tolist()])
        pairs = float((links.weights**2).sum() + (links.weights * back).sum())
        columns = np.bincount(others, links.weights, n)
        return cls(n, float(links.weights.sum()), pairs, float(((links.sums() + columns) ** 2).sum()))


def _chance(n: int) -> float:
    """Return Moran's I as chance gives it: 0 for a single unit."""
    return -1.0 / (n - 1) if n > 1 else 0.0


def _kurtosis(apart: Floats) -> float:
    return float(len(apart) * (apart**4).sum() / (apart**2).sum() ** 2)


def _moran_square(sizes: _Sizes, kurtosis: float) -> float:
    n, total, pairs, rows = sizes.n, sizes.total, sizes.pairs, sizes.rows
    usual = n * ((n**2 - 3 * n + 3) * pairs - n * rows + 3 * total**2)
    peaked = kurtosis * ((n**2 - n) * pairs - 2 * n * rows + 6 * total**2)
    return (usual - peaked) / ((n - 1) * (n - 2) * (n - 3) * total**2)


def _geary_variance(sizes: _Sizes, kurtosis: float) -> float:
    n, total, pairs, rows = sizes.n, sizes.total, sizes.pairs, sizes.rows
    first = (n - 1) * pairs * (n**2 - 3 * n + 3 - (n - 1) * kurtosis)
    second = (n - 1) * rows * (n**2 + 3 * n - 6 - (n**2 - n + 2) * kurtosis) / 4
    third = total**2 * (n**2 - 3 - (n - 1) ** 2 * kurtosis)
    return (first - second + third) / (n * (n - 2) * (n - 3) * total**2)


def _g_square(sizes: _Sizes, values: Floats) -> float:
    """Return the mean of the squared numerator of G."""
    n, total, pairs, rows = sizes.n, sizes.total, sizes.pairs, sizes.rows
    m1, m2, m3, m4 = (float((values**power).sum()) for power in (1, 2, 3, 4))
    terms = (
        ((n**2 - 3 * n + 3) * pairs - n * rows + 3 * total**2) * m2**2,
        -((n**2 - n) * pairs - 2 * n * rows + 6 * total**2) * m4,
        -(2 * n * pairs - (n + 3) * rows + 6 * total**2) * m1**2 * m2,
        (4 * (n - 1) * pairs - 2 * (n + 1) * rows + 8 * total**2) * m1 * m3,
        (pairs - rows + total**2) * m1**4,
    )
    return sum(terms) / (n * (n - 1) * (n - 2) * (n - 3))


def _standardised(statistic: float, expected: float, variance: float) -> GlobalStatistic:
    z = (statistic - expected) / variance**0.5 if variance > 0 else 0.0
    return GlobalStatistic(statistic, expected, max(variance, 0.0), z)
