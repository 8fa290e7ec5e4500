"""Units ranked on several criteria by a named method, and how far the ranks hold when weights and data vary.

Owns `scores`, `ranks` and `ranking`. Methods: weighted sum of min-max values (OECD/JRC 2008, "Handbook on Constructing
Composite Indicators", 5), weighted sum of ranks (there too), TOPSIS (Hwang & Yoon 1981, "Multiple Attribute Decision
Making").
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.checked_arrays import Floats, checked_amounts, checked_whole, first, refuse_nan_and_negative
from models.errors import BadShape, NotFinite, NoWeight, OutOfRange

Method = Literal["min_max", "ranks", "topsis"]
Positions = NDArray[np.intp]
Tick = Callable[[float], None]

DECIMALS = 12
"""Scores that agree so far are equal: what is left is rounding."""
_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Ranking:
    """Ranks of units, 1 the highest score.

    Attributes
    ----------
    score : array, shape (unit,)
        Between 0 and 1.
    rank : array of int, shape (unit,)
        Each once; of equal scores by the sum of ranks over the criteria, then by position.
    lower, upper : array of int, shape (unit,)
        Interval of the rank over draws of weights and data; it holds `rank`.
    shortlisted : array, shape (unit,)
        Share of draws of the weights, with the data as they are, in which the unit is among the first `shortlist`.
    """

    score: Floats
    rank: Positions
    lower: Positions
    upper: Positions
    shortlisted: Floats


def ranking(  # noqa: PLR0913 - criteria, weights, and how each may vary
    values: ArrayLike,
    weights: ArrayLike,
    *,
    shortlist: int,
    method: Method = "min_max",
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    concentration: float = 50.0,
    draws: int = 1000,
    level: float = 0.9,
    seed: int = 0,
    tick: Tick | None = None,
) -> Ranking:
    """Rank units and say how far the ranks hold.

    Parameters
    ----------
    values : array, shape (unit, criterion)
        More is more need; turn the sign of others beforehand.
    weights : array, shape (criterion,)
        Not negative; only their proportions count.
    shortlist : int
        How many units are to be named.
    lower, upper : array, shape (unit, criterion), optional
        95 % interval of each value, the value itself where it is exact: drawn from two half normals that meet in the
        value (Wallis 2014, Statistical Science 29(1)).
    concentration : float
        Of the Dirichlet distribution of weights, whose mean are the weights: the standard deviation of a weight w is
        the root of w (1 - w) / (concentration + 1).
    level : float
        Share of draws that the interval of a rank holds at least.

    Raises
    ------
    BadShape, NotFinite, NegativeValue, NotWhole, OutOfRange
        The input is at fault.
    NoWeight
        No criterion has a weight.

    Examples
    --------
    >>> ranking([[3.0, 1.0], [1.0, 2.0], [0.0, 0.0]], [2, 1], shortlist=1).rank.tolist()
    [1, 2, 3]
    """
    known, share = _checked(values, weights)
    sides = tuple(_side(name, ends, known) for name, ends in (("lower", lower), ("upper", upper)))
    for name, value, most in (
        ("concentration", concentration, np.inf),
        ("draws", draws, np.inf),
        ("level", level, 1.0),
    ):
        if not 0 < value < most:
            raise OutOfRange(name, float(value), 0.0, most)
    used = share > 0
    question = _Question(known[:, used], share[used], sides[0][:, used], sides[1][:, used], method)
    base = _ranked(question.values, question.weights, method)
    named, number = checked_whole("shortlist", shortlist), checked_whole("draws", draws)
    drawn, short = question.drawn(named, concentration * question.weights, number, np.random.default_rng(seed), tick)
    tail = (1.0 - level) / 2.0
    low = np.quantile(drawn, tail, axis=0, method="lower").astype(np.intp)
    high = np.quantile(drawn, 1.0 - tail, axis=0, method="higher").astype(np.intp)
    return Ranking(scores(known, share, method), base, np.minimum(low, base), np.maximum(high, base), short)


@dataclass(frozen=True)
class _Question:
    """Criteria with weight, and the standard deviations of each value downwards and upwards."""

    values: Floats
    weights: Floats
    down: Floats
    up: Floats
    method: Method

    def drawn(
        self, shortlist: int, alpha: Floats, draws: int, rng: np.random.Generator, tick: Tick | None
    ) -> tuple[Positions, Floats]:
        """Return ranks by draw of weights and data, and how often each unit is on the shortlist by weights alone."""
        drawn = np.empty((draws, len(self.values)), dtype=np.intp)
        named = np.zeros(len(self.values))
        exact = not (self.down.any() or self.up.any())
        for draw in range(draws):
            weights = rng.dirichlet(alpha)
            by_weights = _ranked(self.values, weights, self.method)
            named += by_weights <= shortlist
            drawn[draw] = by_weights if exact else _ranked(self._data(rng), weights, self.method)
            if tick is not None:
                tick((draw + 1) / draws)
        return drawn, named / draws

    def _data(self, rng: np.random.Generator) -> Floats:
        """Draw each value from the half normals below and above it; each with the probability of its width."""
        width = self.down + self.up
        share_below = np.divide(self.down, width, out=np.zeros_like(width), where=width > 0)
        size = np.abs(rng.standard_normal(self.values.shape))
        below = rng.random(self.values.shape) < share_below
        drawn: Floats = self.values + np.where(below, -self.down, self.up) * size
        return drawn


def scores(values: ArrayLike, weights: ArrayLike, method: Method = "min_max") -> Floats:
    """Return the score of each unit, between 0 and 1; neither unit nor scale of a criterion matters.

    A criterion that is the same everywhere counts 0 in each.

    Examples
    --------
    >>> scores([[10.0, 0.0], [5.0, 1.0], [0.0, 0.5]], [1, 1]).tolist()
    [0.5, 0.75, 0.25]
    """
    known, share = _checked(values, weights)
    score: Floats = np.round(_METHODS[method](known, share), DECIMALS)
    return score


def ranks(values: ArrayLike, weights: ArrayLike, method: Method = "min_max") -> Positions:
    """Return the rank of each unit, 1 the highest score; see `Ranking.rank` for equal ones."""
    known, share = _checked(values, weights)
    return _ranked(known, share, method)


def _checked(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Return the criteria, and their weights as shares of 1."""
    known = np.asarray(values, dtype=np.float64)
    if known.ndim != 2:
        raise BadShape("values", (-1, -1), known.shape)
    if not np.isfinite(known).all():
        raise NotFinite("values", first(~np.isfinite(known)))
    share = checked_amounts("weights", weights, known.shape[1])
    if not share.sum() > 0:
        raise NoWeight()
    return known, share / share.sum()


def _side(name: str, ends: ArrayLike | None, values: Floats) -> Floats:
    """Return the standard deviation on one side of each value from that end of its 95 % interval."""
    if ends is None:
        return np.zeros_like(values)
    known = np.asarray(ends, dtype=np.float64)
    if known.shape != values.shape:
        raise BadShape(name, values.shape, known.shape)
    side = (values - known if name == "lower" else known - values) / _NORMAL_95
    refuse_nan_and_negative(name, side)
    return side


def _min_max(values: Floats, weights: Floats) -> Floats:
    low, high = values.min(axis=0, initial=np.inf), values.max(axis=0, initial=-np.inf)
    width = high - low
    scaled = np.divide(values - low, width, out=np.zeros_like(values), where=width > 0)
    return _weighted(scaled, weights)


def _by_ranks(values: Floats, weights: Floats) -> Floats:
    """Sum the share of other units that each is above, ties half."""
    others = max(1, len(values) - 1)
    return _weighted(_standing(values) / others, weights)


def _topsis(values: Floats, weights: Floats) -> Floats:
    """Return how near each unit is to the best of all, beside the worst: distances in vector-normalised values."""
    largest = np.abs(values).max(axis=0, initial=0.0)
    near_one = np.divide(values, largest, out=np.zeros_like(values), where=largest > 0)
    length = np.sqrt((near_one**2).sum(axis=0))
    scaled = weights * np.divide(near_one, length, out=np.zeros_like(values), where=length > 0)
    best, worst = scaled.max(axis=0, initial=-np.inf), scaled.min(axis=0, initial=np.inf)
    to_best, to_worst = (np.sqrt(((scaled - ideal) ** 2).sum(axis=1)) for ideal in (best, worst))
    both = to_best + to_worst
    nearness: Floats = np.divide(to_worst, both, out=np.zeros(len(values)), where=both > 0)
    return nearness


_METHODS: dict[Method, Callable[[Floats, Floats], Floats]] = {
    "min_max": _min_max, "ranks": _by_ranks, "topsis": _topsis,
}  # fmt: skip


def _weighted(scaled: Floats, weights: Floats) -> Floats:
    """Add criterion by criterion, so that more in one never makes less in all, whatever the rounding."""
    total = np.zeros(len(scaled))
    for column, weight in zip(scaled.T, weights, strict=True):
        total = total + weight * column
    return total


def _standing(values: Floats) -> Floats:
    """Return of how many other units each one is above in each criterion, equal ones as half."""
    standing = np.empty_like(values)
    for number, column in enumerate(values.T):
        ordered = np.sort(column)
        below, upto = np.searchsorted(ordered, column, "left"), np.searchsorted(ordered, column, "right")
        standing[:, number] = (below + upto - 1) / 2
    return standing


def _ranked(values: Floats, weights: Floats, method: Method) -> Positions:
    score = np.round(_METHODS[method](values, weights), DECIMALS)
    standing = _standing(values[:, weights > 0]).sum(axis=1)
    order = np.lexsort((np.arange(len(values)), -standing, -score))
    place = np.empty(len(values), dtype=np.intp)
    place[order] = np.arange(1, len(values) + 1)
    return place
