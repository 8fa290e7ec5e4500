"""Indirect standardisation: cases an area would have had at the rates of all areas together, stratum by stratum.

Owns expected cases and the standardised ratio with its exact interval.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import BadShape, CasesWithoutPopulation
from models.rates import crude_rate, poisson_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standardised:
    """Cases observed over cases expected, by area.

    Attributes
    ----------
    expected : array, shape (area,)
        Cases; over all areas as many as were observed.
    ratio, lower, upper : array, shape (area,)
        The standardised ratio (SMR) with its exact interval; nan, 0 and inf where nothing is expected.
    """

    expected: Floats
    ratio: Floats
    lower: Floats
    upper: Floats


def indirectly_standardised(cases: ArrayLike, population: ArrayLike, *, level: float = 0.95) -> Standardised:
    """Compare each area's cases with what its people would have had at the overall rate of each stratum.

    The rates of all areas together are the standard, taken as exact, as is usual: they rest on many more cases than
    any area's count. With one stratum the ratio is the crude rate over the overall rate.

    Parameters
    ----------
    cases, population : array, shape (area, stratum)
        Cases and people (or person-time) of each stratum, e.g. an age band of one sex.
    level : float
        Probability that an interval holds the true ratio (at least).

    Raises
    ------
    CasesWithoutPopulation
        A stratum has cases and nobody in it; carries the positions of such strata.
    BadShape, NotFinite, NegativeValue, OutOfRange
        The input is at fault.

    References
    ----------
    Breslow & Day (1987), Statistical Methods in Cancer Research II, section 2.3.

    Examples
    --------
    >>> found = indirectly_standardised([[2, 6], [2, 0]], [[100, 100], [100, 50]])
    >>> found.expected.tolist(), found.ratio.round(2).tolist()
    ([6.0, 4.0], [1.33, 0.5])
    """
    count, people = np.asarray(cases, dtype=np.float64), np.asarray(population, dtype=np.float64)
    if count.ndim != 2:
        raise BadShape("cases", (-1, -1), count.shape)
    crude_rate(count, people)
    by_stratum, in_stratum = count.sum(axis=0), people.sum(axis=0)
    nobody = np.flatnonzero((by_stratum > 0) & (in_stratum == 0))
    if len(nobody):
        raise CasesWithoutPopulation(nobody.tolist())
    standard = np.where(in_stratum > 0, crude_rate(by_stratum, in_stratum), 0.0)
    expected = people @ standard
    observed = count.sum(axis=1)
    lower, upper = poisson_interval(observed, expected, level)
    return Standardised(expected, crude_rate(observed, expected), lower, upper)
