"""The data of a siting problem, checked once and then immutable.

Owns `Problem` and every check of what a person may hand in; the solvers trust it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.checked_arrays import Floats, checked_amounts, frozen, refuse_nan_and_negative
from models.errors import (
    BadShape,
    BadSite,
    ConflictingSites,
    NegativeValue,
    NoSites,
    NotFinite,
    NotWhole,
    OutOfRange,
    TooFewSites,
    TooManySites,
)
from models.siting.rules import Rules

Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Problem:
    """Demands, candidate sites and what is decided beforehand.

    Attributes
    ----------
    cost : array, shape (demand, site)
        Non-negative; inf where a site cannot be reached.
    weights : array, shape (demand,)
        Non-negative.
    p : int, optional
        Number of sites to open, fixed ones included; None where rules alone decide it.
    fixed, allowed : array of int
        Sorted positions that must be open, and that may be (fixed ones included).
    rules : Rules
    """

    cost: Floats
    weights: Floats
    p: int | None
    fixed: Positions
    allowed: Positions
    rules: Rules

    @property
    def ruled(self) -> bool:
        """Whether anything but the number of sites decides."""
        return self.p is None or self.rules.binding


def checked_problem(
    cost: ArrayLike,
    p: int | None,
    *,
    weights: ArrayLike | None,
    fixed: Iterable[int],
    forbidden: Iterable[int],
    rules: Rules | None,
) -> Problem:
    """Read what a person handed in, or say what is wrong with it.

    Raises
    ------
    BadShape, NotFinite, NegativeValue, NotWhole, BadSite, ConflictingSites, NoSites, TooManySites, TooFewSites
    """
    costs = _checked_cost(cost)
    demands, candidates = costs.shape
    opened, closed = _checked_positions(fixed, candidates), _checked_positions(forbidden, candidates)
    both = np.intersect1d(opened, closed)
    if both.size:
        raise ConflictingSites(both.tolist())
    allowed = np.setdiff1d(np.arange(candidates), closed)
    number = None if p is None else _checked_number(p, allowed.size, opened.size)
    weighed = _checked_weights(weights, demands)
    return Problem(costs, weighed, number, opened, allowed, _checked_rules(rules, costs))


def checked_gap(gap: float) -> float:
    """Return the relative gap a search may end with."""
    if np.isnan(gap):
        raise NotFinite("gap", ())
    if gap < 0:
        raise NegativeValue("gap", ())
    return float(gap)


def known_sites(problem: Problem, start: Iterable[int] | None) -> Positions | None:
    """Return a plan to begin from as positions among the allowed sites; None where it is none of this problem.

    Examples
    --------
    >>> towns = checked_problem([[1, 2, 3]], 1, weights=None, fixed=(), forbidden=(1,), rules=None)
    >>> known_sites(towns, (2,)).tolist(), known_sites(towns, (1,)), known_sites(towns, (0, 2))
    ([1], None, None)
    """
    if start is None:
        return None
    sites = np.array(sorted(set(start)), dtype=np.intp)
    allowed = np.isin(sites, problem.allowed).all() and np.isin(problem.fixed, sites).all()
    if not allowed or sites.size == 0 or problem.p not in (None, sites.size):
        return None
    return np.searchsorted(problem.allowed, sites)


def checked_time_limit(seconds: float | None) -> float:
    """Return the time limit in seconds, inf for none."""
    if seconds is None:
        return np.inf
    if np.isnan(seconds):
        raise NotFinite("time_limit", ())
    if seconds < 0:
        raise NegativeValue("time_limit", ())
    return float(seconds)


def _checked_cost(cost: ArrayLike) -> Floats:
    costs = frozen(cost)
    if costs.ndim != 2 or 0 in costs.shape:
        raise BadShape("cost", (-1, -1), costs.shape)
    refuse_nan_and_negative("cost", costs)
    return costs


def _checked_weights(weights: ArrayLike | None, demands: int) -> Floats:
    return checked_amounts("weights", np.ones(demands) if weights is None else weights, demands)


def _checked_positions(positions: Iterable[int], candidates: int) -> Positions:
    values = sorted(set(positions))
    for position in values:
        if not (0 <= position < candidates and float(position).is_integer()):
            raise BadSite(position, candidates)
    return np.array(values, dtype=np.intp)


def _checked_number(p: int, allowed: int, fixed: int) -> int:
    if not float(p).is_integer():
        raise NotWhole("p", p)
    if p < 1:
        raise NoSites(int(p))
    if p > allowed:
        raise TooManySites(int(p), allowed)
    if p < fixed:
        raise TooFewSites(int(p), fixed)
    return int(p)


def _checked_rules(rules: Rules | None, cost: Floats) -> Rules:
    """Return the rules, or say what is wrong with them."""
    if rules is None:
        return Rules()
    demands, candidates = cost.shape
    for name, values, shape in (
        ("opening_cost", rules.opening_cost, (candidates,)),
        ("between", rules.between, (candidates, candidates)),
    ):
        if values is not None:
            _checked_array(name, values, shape)
    for group in rules.groups:
        if not 0.0 <= group.share <= 1.0:
            raise OutOfRange("share", group.share, 0.0, 1.0)
        for member in group.members:
            if not 0 <= member < demands:
                raise BadSite(member, demands)
    return rules


def _checked_array(name: str, values: ArrayLike, shape: tuple[int, ...]) -> None:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape:
        raise BadShape(name, shape, array.shape)
    refuse_nan_and_negative(name, array)
