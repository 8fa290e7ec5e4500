"""How far a plan depends on figures nobody knows exactly: the plan made anew for many draws of demand and speed.

Owns `stability`, `Planning`, `speed_factors` and `demand_draws`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.checked_arrays import Floats, checked_amounts, frozen, refuse_nan_and_negative
from models.errors import (
    BadShape,
    BadSite,
    ContradictoryRules,
    Infeasible,
    NegativeValue,
    NotFinite,
    NothingFound,
    OutOfRange,
    TooLittleRoom,
)
from models.siting.incumbent import EQUAL
from models.siting.solution import Siting

CORE = 0.8
"""A site chosen in at least this share of the draws is part of the stable core."""
GAP = 0.005
"""Relative gap to which each draw is solved."""
NORMAL_975 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""
EXPONENTIAL_975 = 3.6888794541139363
"""The 97.5 % quantile of the exponential distribution with mean 1."""

Outcome = Literal["solved", "rough", "none", "unfinished"]
"""Solved within `GAP`; solved with a larger gap; no plan keeps the rules; the time was over before one was found."""
Solve = Callable[[Floats, Floats, tuple[int, ...]], Siting]
Worth = Callable[[Floats, Floats, tuple[int, ...]], float]
Keeps = Callable[[Floats, Floats, tuple[int, ...]], bool]


def _always(cost: Floats, weights: Floats, sites: tuple[int, ...]) -> bool:  # noqa: ARG001 - there are no rules
    return True


@dataclass(frozen=True)
class Planning:
    """How a plan is made and what it is worth.

    Attributes
    ----------
    solve : callable
        ``solve(cost, weights, start)`` returns the best plan of a draw; `start` is a plan to begin from. Where it
        raises ContradictoryRules, Infeasible or TooLittleRoom the draw has no plan, where it raises NothingFound none
        was found in time.
    worth : callable
        ``worth(cost, weights, sites)`` returns the objective of a plan; infinite for one that leaves somebody out.
    most : bool
        Whether more of it is better.
    keeps : callable
        ``keeps(cost, weights, sites)`` says whether a plan keeps the rules under the figures of a draw.
    """

    solve: Solve
    worth: Worth
    most: bool
    keeps: Keeps = _always


@dataclass(frozen=True)
class Stability:
    """What the draws say of a plan.

    Attributes
    ----------
    chosen : bool array, shape (draw, site)
        Which sites each draw's own plan opens; none where it has no plan.
    published, best : array, shape (draw,)
        What the published plan, and the draw's own plan, are worth under its figures; `best` is NaN without a plan.
    kept : bool array, shape (draw,)
        Whether the published plan keeps the rules under the figures of the draw.
    outcomes : tuple of str
        What became of each draw.
    most : bool
        Whether more worth is better.
    """

    chosen: NDArray[np.bool_]
    published: Floats
    best: Floats
    kept: NDArray[np.bool_]
    outcomes: tuple[Outcome, ...]
    most: bool

    @cached_property
    def planned(self) -> NDArray[np.bool_]:
        """Which draws have a plan of their own."""
        return np.array([outcome in ("solved", "rough") for outcome in self.outcomes], dtype=np.bool_)

    @cached_property
    def frequency(self) -> Floats:
        """Share, of the draws that have a plan, that open each site; NaN where none has."""
        if not self.planned.any():
            return np.full(self.chosen.shape[1], np.nan)
        shares: Floats = self.chosen[self.planned].mean(axis=0)
        return shares

    @property
    def core(self) -> tuple[int, ...]:
        """Positions of the sites that at least `CORE` of the draws that have a plan open."""
        return tuple(np.flatnonzero(self.frequency >= CORE).tolist())

    @property
    def broken(self) -> int:
        """The draws that have a plan while the published one breaks a rule: it cannot be compared there."""
        return int((self.planned & ~self.kept).sum())

    @cached_property
    def regret(self) -> Floats:
        """What keeping the published plan loses, as a share of the draw's best plan; never below 0.

        Of each draw that has a plan and in which the published one keeps the rules. Where the published plan is better
        than what was found within the gap, nothing is lost.
        """
        compared = self.planned & self.kept
        best, published = self.best[compared], self.published[compared]
        lost = np.maximum(best - published if self.most else published - best, 0.0)
        size = np.abs(best)
        shares: Floats = np.divide(lost, size, out=np.where(lost > 0, np.inf, 0.0), where=size > 0)
        return shares

    def count(self, outcome: Outcome) -> int:
        """Return how many draws ended so."""
        return self.outcomes.count(outcome)


def stability(
    cost: ArrayLike,
    weights: ArrayLike,
    speeds: ArrayLike,
    plan: Iterable[int],
    *,
    planning: Planning,
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
    planning : Planning
        How a plan is made and judged.
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
    >>> from models.siting import p_median
    >>> towns = np.array([[0.0, 9.0], [9.0, 0.0]])
    >>> def solve(cost, weights, start):
    ...     return p_median(cost, 1, weights=weights, start=start)
    >>> def worth(cost, weights, sites):
    ...     return float(weights @ cost[:, list(sites)].min(axis=1))
    >>> found = stability(towns, [[2, 1], [1, 2]], [1, 1], (0,), planning=Planning(solve, worth, most=False))
    >>> found.frequency.tolist(), found.core, found.regret.tolist()
    ([0.5, 0.5], (), [0.0, 1.0])
    """
    minutes, demand, factors = _checked(cost, weights, speeds)
    published = _checked_plan(plan, minutes.shape[1])
    known: dict[bytes, _Draw] = {}
    draws = []
    for number, factor in enumerate(factors):
        key = demand[number].tobytes() + factor.tobytes()
        if key not in known:
            known[key] = _drawn(minutes / factor, demand[number], published, planning)
        draws.append(known[key])
        if tick is not None:
            tick((number + 1) / factors.size)
    return _together(draws, minutes.shape[1], most=planning.most)


@dataclass(frozen=True)
class _Draw:
    """One draw: its own plan (none: without sites) and what the published one is worth."""

    sites: tuple[int, ...]
    outcome: Outcome
    published: float
    best: float
    kept: bool


def _drawn(cost: Floats, weights: Floats, published: tuple[int, ...], planning: Planning) -> _Draw:
    sites, outcome = _planned(cost, weights, published, planning)
    worth = planning.worth(cost, weights, published)
    kept = np.isfinite(worth) and planning.keeps(cost, weights, published)
    return _Draw(sites, outcome, worth, planning.worth(cost, weights, sites) if sites else np.nan, bool(kept))


def _planned(
    cost: Floats, weights: Floats, published: tuple[int, ...], planning: Planning
) -> tuple[tuple[int, ...], Outcome]:
    try:
        found = planning.solve(cost, weights, published)
    except (ContradictoryRules, Infeasible, TooLittleRoom):
        return (), "none"
    except NothingFound:
        return (), "unfinished"
    return found.sites, "solved" if found.gap <= GAP * (1 + EQUAL) else "rough"


def _together(draws: list[_Draw], sites: int, *, most: bool) -> Stability:
    chosen = np.zeros((len(draws), sites), dtype=np.bool_)
    for number, draw in enumerate(draws):
        chosen[number, list(draw.sites)] = True
    return Stability(
        chosen,
        np.array([draw.published for draw in draws]),
        np.array([draw.best for draw in draws]),
        np.array([draw.kept for draw in draws], dtype=np.bool_),
        tuple(draw.outcome for draw in draws),
        most,
    )


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
