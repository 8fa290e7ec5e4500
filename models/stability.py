"""How far a plan depends on figures nobody knows exactly: the plan made anew for many draws of demand and speed.

Owns `stability`, `speed_factors` and `demand_draws`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.checked_arrays import Floats, checked_amounts, frozen, refuse_nan_and_negative
from models.errors import BadShape, BadSite, NegativeValue, NotFinite, OutOfRange

CORE = 0.8
"""A site chosen in at least this share of the draws is part of the stable core."""
GAP = 0.005
"""Relative gap to which each draw is solved."""
NORMAL_975 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""
EXPONENTIAL_975 = 3.6888794541139363
"""The 97.5 % quantile of the exponential distribution with mean 1."""

Solve = Callable[[Floats, Floats, tuple[int, ...]], Iterable[int]]
Worth = Callable[[Floats, Floats, tuple[int, ...]], float]


@dataclass(frozen=True)
class Stability:
    """What the draws say of a plan.

    Attributes
    ----------
    chosen : bool array, shape (draw, site)
        Which sites each draw's own plan opens.
    published, best : array, shape (draw,)
        What the published plan, and the draw's own plan, are worth under its figures.
    """

    chosen: NDArray[np.bool_]
    published: Floats
    best: Floats

    @cached_property
    def frequency(self) -> Floats:
        """Share of the draws that open each site."""
        shares: Floats = self.chosen.mean(axis=0)
        return shares

    @property
    def core(self) -> tuple[int, ...]:
        """Positions of the sites that at least `CORE` of the draws open."""
        return tuple(np.flatnonzero(self.frequency >= CORE).tolist())

    @cached_property
    def regret(self) -> Floats:
        """What keeping the published plan loses in each draw, as a share of its best plan; never below 0."""
        lost = np.abs(self.best - self.published)
        size = np.abs(self.best)
        shares: Floats = np.divide(lost, size, out=np.where(lost > 0, np.inf, 0.0), where=size > 0)
        return shares


def stability(
    cost: ArrayLike,
    weights: ArrayLike,
    speeds: ArrayLike,
    plan: Iterable[int],
    *,
    solve: Solve,
    worth: Worth,
    tick: Callable[[float], None] | None = None,
) -> Stability:
    """Make a plan anew for each draw of demand and speed, beginning from the published one.

    Parameters
    ----------
    cost : array, shape (demand, site)
        Minutes; inf where a site cannot be reached.
    weights : array, shape (draw, demand)
        The demand of each draw.
    speeds : array, shape (draw,)
        The factor on all speeds of each draw: minutes are divided by it.
    plan : positions of sites
        The published plan.
    solve : callable
        ``solve(cost, weights, start)`` returns the sites of the best plan of a draw; `start` is a plan to begin from.
    worth : callable
        ``worth(cost, weights, sites)`` returns the objective of a plan; whether more is better is `solve`'s own
        affair. Where the published plan is as good as what `solve` found, or better within the gap, it is kept.
    tick : callable, optional
        Called with the fraction done; what it raises ends the work.

    Returns
    -------
    Stability

    Raises
    ------
    BadShape, NotFinite, NegativeValue, BadSite, OutOfRange
        The input is at fault.

    Notes
    -----
    Draws with the same figures are solved once.

    Examples
    --------
    >>> towns = np.array([[0.0, 9.0], [9.0, 0.0]])
    >>> def solve(cost, weights, start):
    ...     return (int((weights @ cost).argmin()),)
    >>> def worth(cost, weights, sites):
    ...     return float(weights @ cost[:, list(sites)].min(axis=1))
    >>> found = stability(towns, [[2, 1], [1, 2]], [1, 1], (0,), solve=solve, worth=worth)
    >>> found.frequency.tolist(), found.core, found.regret.tolist()
    ([0.5, 0.5], (), [0.0, 1.0])
    """
    minutes, demand, factors = _checked(cost, weights, speeds)
    published = _checked_plan(plan, minutes.shape[1])
    chosen = np.zeros((factors.size, minutes.shape[1]), dtype=np.bool_)
    kept, best = np.empty(factors.size), np.empty(factors.size)
    known: dict[bytes, tuple[int, ...]] = {}
    for draw, factor in enumerate(factors):
        own = minutes / factor
        key = demand[draw].tobytes() + factor.tobytes()
        if key not in known:
            known[key] = tuple(solve(own, demand[draw], published))
        chosen[draw, list(known[key])] = True
        kept[draw] = worth(own, demand[draw], published)
        best[draw] = worth(own, demand[draw], known[key])
        if tick is not None:
            tick((draw + 1) / factors.size)
    return Stability(chosen, kept, best)


def speed_factors(draws: int, spread: float, *, seed: int) -> Floats:
    """Return one factor on all speeds for each draw: log-normal, its median 1.

    Parameters
    ----------
    spread : float
        Standard deviation of the logarithm: 0.2 puts two thirds of the factors between 0.82 and 1.22.

    Raises
    ------
    NegativeValue, NotFinite

    Examples
    --------
    >>> speed_factors(2, 0.0, seed=1).tolist()
    [1.0, 1.0]
    """
    _refuse_bad("spread", spread)
    factors: Floats = np.exp(spread * np.random.default_rng([seed, 1]).standard_normal(draws))
    return factors


def demand_draws(value: ArrayLike, lower: ArrayLike, upper: ArrayLike, draws: int, *, seed: int) -> Floats:
    """Return draws of the demand of each place from its estimate and 95 % interval, one place apart from the other.

    Gamma with the estimate as its mean and a standard deviation that makes a normal interval as wide. Where the
    estimate is 0, exponential with the upper limit as its 97.5 % quantile.

    Parameters
    ----------
    value, lower, upper : array, shape (place,)
        Without NaN; a place whose limits are equal does not vary.

    Returns
    -------
    array, shape (draw, place)

    Raises
    ------
    BadShape, NotFinite, NegativeValue

    Examples
    --------
    >>> demand_draws([4.0], [4.0], [4.0], 3, seed=1).ravel().tolist()
    [4.0, 4.0, 4.0]
    """
    mean = frozen(value)
    low, high = (checked_amounts(name, each, mean.size) for name, each in (("lower", lower), ("upper", upper)))
    checked_amounts("value", mean, mean.size)
    none = mean <= 0
    average = np.where(none, high / EXPONENTIAL_975, mean)
    deviation = np.where(none, average, np.maximum(high - low, 0.0) / (2 * NORMAL_975))
    varies = deviation > 0
    drawn = np.tile(average, (draws, 1))
    shape, scale = (average[varies] / deviation[varies]) ** 2, deviation[varies] ** 2 / average[varies]
    generator = np.random.default_rng([seed, 2])
    drawn[:, varies] = generator.gamma(shape, scale, size=(draws, int(varies.sum())))
    return drawn


def _checked(cost: ArrayLike, weights: ArrayLike, speeds: ArrayLike) -> tuple[Floats, Floats, Floats]:
    minutes, demand, factors = frozen(cost), frozen(weights), frozen(speeds)
    if minutes.ndim != 2 or 0 in minutes.shape:
        raise BadShape("cost", (-1, -1), minutes.shape)
    if demand.shape != (factors.size, minutes.shape[0]):
        raise BadShape("weights", (factors.size, minutes.shape[0]), demand.shape)
    for name, values in (("cost", minutes), ("weights", demand), ("speeds", factors)):
        refuse_nan_and_negative(name, values)
    if (factors <= 0).any():
        raise OutOfRange("speeds", float(factors.min()), 0.0, np.inf)
    return minutes, demand, factors


def _checked_plan(plan: Iterable[int], sites: int) -> tuple[int, ...]:
    positions = tuple(sorted(set(plan)))
    for position in positions:
        if not 0 <= position < sites:
            raise BadSite(position, sites)
    return positions


def _refuse_bad(name: str, value: float) -> None:
    if not np.isfinite(value):
        raise NotFinite(name, ())
    if value < 0:
        raise NegativeValue(name, ())
