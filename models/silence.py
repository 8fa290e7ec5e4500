"""Silent communes: whether few or no reports are fewer than the other communes lead one to expect.

Owns the expected number with the commune itself left out, the chance of so few, and from what number silence shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import nbinom

from models.errors import BadShape, NegativeValue, NotFinite, OutOfRange
from models.multiple_testing import benjamini_hochberg
from models.zero_inflated import grid

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_OTHERS = 5
"""Units with person-time outside a group; with fewer nobody knows how much units differ."""
HALVINGS = 30
MOST_EXPECTED = 1e6
"""An expected number beyond this is written as inf: no commune has it."""


@dataclass(frozen=True, slots=True)
class Silence:
    """What was to be expected of each unit, judged by all others.

    Attributes
    ----------
    expected : array, shape (unit,)
        Cases expected when the unit's own count is left out; nan without person-time, or where fewer than five others
        have any. At the geometric mean of the mean rate, whose distribution is skewed where little was counted.
    visible_from : array, shape (unit,)
        The expected number at which no case at all would be significant here, those that are found beside it; inf where
        none would.
    p : array, shape (unit,)
        Probability of so few cases or fewer; nan where nothing is expected.
    adjusted_p : array, shape (unit,)
        The same after Benjamini and Hochberg (1995): significant where at most the false discovery rate.
    significant : bool array, shape (unit,)
    """

    expected: Floats
    visible_from: Floats
    p: Floats
    adjusted_p: Floats
    significant: Flags


def silence(cases: ArrayLike, person_time: ArrayLike, *, false_discovery_rate: float = 0.1) -> Silence:
    """Judge each unit's count by what all other units report.

    Rates of units that report are gamma distributed; some share of units reports nothing. Mean, shape and share are
    integrated over a grid (`models.zero_inflated`), and a unit is left out of what it is judged by. If it reports, its
    count has then a mixture of negative binomial distributions: of this the expected number and p are.

    Parameters
    ----------
    cases : array, shape (unit,)
        Reported cases.
    person_time : array, shape (unit,)
        Children x years that returns cover: a missing return adds nothing and so expects nothing.
    false_discovery_rate : float
        Between 0 and 1: at most this share of those called significant is so by chance, in the mean.

    Raises
    ------
    BadShape, NotFinite, NegativeValue, OutOfRange
        The input is at fault.

    References
    ----------
    Clayton & Kaldor (1987), Biometrics 43(3); Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57(1).

    Examples
    --------
    >>> found = silence([0] + [12] * 9, [1000.0] * 10)
    >>> found.expected.round().tolist()[0], found.significant.tolist().count(True)
    (12.0, 1)
    """
    count, exposure = _checked(cases, person_time)
    return _judged(count, exposure, np.eye(count.size, dtype=bool), false_discovery_rate)


def group_silence(
    cases: ArrayLike, person_time: ArrayLike, groups: Iterable[ArrayLike], *, false_discovery_rate: float = 0.1
) -> Silence:
    """Judge the sum over each group of units by the units outside it.

    Groups must be named before the counts are looked at. The sum of a group's negative binomial counts is taken as
    one with the same mean and variance: shape x (sum of person-time)^2 / sum of squares.

    Parameters
    ----------
    groups : iterable of bool array, shape (unit,)
        The members of each; nan comes back for one without person-time and for one that leaves too few outside.

    Raises
    ------
    BadShape, NotFinite, NegativeValue, OutOfRange
        The input is at fault.
    """
    count, exposure = _checked(cases, person_time)
    members = np.array([np.asarray(group, dtype=bool) for group in groups], dtype=bool).reshape(-1, count.size)
    return _judged(count, exposure, members, false_discovery_rate)


def _judged(count: Floats, exposure: Floats, members: Flags, false_discovery_rate: float) -> Silence:
    """Judge the sum over each row of `members` by all units outside the row."""
    if not 0.0 < false_discovery_rate < 1.0:
        raise OutOfRange("false_discovery_rate", false_discovery_rate, 0.0, 1.0)
    known = exposure > 0
    inside = members[:, known]
    judged = inside.any(axis=1) & (np.count_nonzero(~inside, axis=1) >= FEWEST_OTHERS)
    expected, visible_from, p = np.full((3, len(members)), np.nan)
    if not judged.any():
        return Silence(expected, visible_from, p, p.copy(), judged)
    predicted = _predicted(count[known], exposure[known], inside[judged])
    expected[judged] = predicted.expected
    p[judged] = predicted.tail(np.floor(inside[judged] @ count[known]))
    adjusted = adjusted_p(p)
    significant = np.nan_to_num(adjusted, nan=1.0) <= false_discovery_rate
    rank = np.count_nonzero(significant) + ~significant[judged]
    visible_from[judged] = predicted.none_as_rare_as(false_discovery_rate * rank / np.count_nonzero(judged))
    return Silence(expected, visible_from, p, adjusted, significant)


@dataclass(frozen=True, slots=True)
class _Predicted:
    """What the units outside each row lead one to expect of it, as a mixture; arrays (point, row), weights to 1."""

    expected: Floats
    weights: Floats
    shape: Floats
    relative: Floats

    def tail(self, cases: Floats) -> Floats:
        """Return the probability of so few cases or fewer."""
        probability = 1.0 / (1.0 + self.relative * self.expected / self.shape)
        tail: Floats = (self.weights * nbinom.cdf(cases, self.shape, probability)).sum(axis=0)
        return np.minimum(tail, 1.0)

    def none_as_rare_as(self, threshold: Floats) -> Floats:
        """Return the expected number at which the probability of no case falls to `threshold`, by halving."""
        most = np.log(MOST_EXPECTED)
        low, high = np.full(threshold.size, -most), np.full(threshold.size, most)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            none = (self.weights * np.exp(-self.shape * np.log1p(np.exp(middle) * self.relative / self.shape))).sum(
                axis=0
            )
            low, high = np.where(none > threshold, middle, low), np.where(none > threshold, high, middle)
        found: Floats = np.exp(high)
        return np.where(found < 0.99 * MOST_EXPECTED, found, np.inf)


def _predicted(count: Floats, exposure: Floats, inside: Flags) -> _Predicted:
    points, weights = grid(count, exposure).weights(inside)
    within = inside.astype(np.float64)
    total = within @ exposure
    mean = np.exp(weights.T @ np.log(points.mean))
    shape = points.shape[:, None] * (total**2 / (within @ exposure**2))
    return _Predicted(total * mean, weights, shape, points.mean[:, None] / mean)


def adjusted_p(p: ArrayLike) -> Floats:
    """Return p values adjusted for how many there are (Benjamini and Hochberg); nan is no test and stays nan.

    >>> adjusted_p([0.01, float("nan"), 0.04]).tolist()
    [0.02, nan, 0.04]
    """
    values = np.array(p, dtype=np.float64)
    known = np.isfinite(values)
    if known.any():
        values[known] = benjamini_hochberg(values[known])
    return values


def _checked(cases: ArrayLike, person_time: ArrayLike) -> tuple[Floats, Floats]:
    count, exposure = np.asarray(cases, dtype=np.float64), np.asarray(person_time, dtype=np.float64)
    if count.ndim != 1 or count.shape != exposure.shape:
        raise BadShape("person_time", count.shape, exposure.shape)
    for name, values in (("cases", count), ("person_time", exposure)):
        for wrong, error in ((~np.isfinite(values), NotFinite), (values < 0, NegativeValue)):
            if wrong.any():
                raise error(name, (int(np.flatnonzero(wrong)[0]),))
    return count, exposure
