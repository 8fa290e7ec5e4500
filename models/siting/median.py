"""The p-median as the solvers see it: weighted, finite, scaled, without what cannot matter.

Owns `Median`; demands of weight 0 and forbidden sites are gone, sites out of reach cost more than any plan.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.checked_arrays import Floats
from models.siting.problem import Positions, Problem

_MEAN_COST = 128.0
"""Scaled cost of a demand: far above the solver's tolerance of 1e-9, far below where floats lose digits."""


@dataclass(frozen=True)
class Median:
    """Minimise ``sum_i min_{j open} cost[i, j]`` over `p` open sites.

    Attributes
    ----------
    demands : array of int
        Their positions in the problem.
    cost : array, shape (demand, site)
        Weighted and scaled; `unreachable` entries cost more than any plan that reaches every demand.
    unreachable : bool array, shape (demand, site)
    p : int
        0 where rules alone decide the number of sites.
    fixed : array of int
        Sites that must be open.
    grain : float
        Two different totals differ by at least this; 0 where nothing is known.
    scale : float
        A power of 2: total in the unit of the problem = `scale` x total here.
    """

    demands: Positions
    cost: Floats
    unreachable: NDArray[np.bool_]
    p: int
    fixed: Positions
    grain: float
    scale: float

    @cached_property
    def farthest(self) -> Floats:
        """Each demand's cost to the farthest site it reaches."""
        costs: Floats = np.where(self.unreachable, 0.0, self.cost).max(axis=1)
        return costs

    def total(self, sites: Positions) -> float:
        """Return the total cost of a choice of sites."""
        return float(self.cost[:, sites].min(axis=1).sum())

    def unreached(self, sites: Positions) -> Positions:
        """Return the demands that reach none of `sites`."""
        return np.flatnonzero(self.unreachable[:, sites].all(axis=1))


def median_of(problem: Problem, cost: Floats) -> Median:
    """Weight and scale `cost` (demand x site, inf = unreachable), keeping demands of weight > 0 and allowed sites.

    Where none has any weight the first stays, at no cost anywhere: any sites are as good.
    """
    counted = np.flatnonzero(problem.weights > 0)
    demands = counted if counted.size else np.zeros(1, dtype=np.intp)
    near = cost[np.ix_(demands, problem.allowed)] if counted.size else np.zeros((1, problem.allowed.size))
    weighted = problem.weights[demands, None] * near
    unreachable = np.isinf(weighted)
    finite = np.where(unreachable, 0.0, weighted)
    scale = _power_of_two(float(finite.mean(axis=1).sum()) / (_MEAN_COST * demands.size))
    scaled = finite / scale
    penalty = float(scaled.max(axis=1, initial=0.0).sum()) + 1.0
    return Median(
        demands=demands,
        cost=np.where(unreachable, penalty, scaled),
        unreachable=unreachable,
        p=problem.p or 0,
        fixed=np.searchsorted(problem.allowed, problem.fixed),
        grain=_common_divisor(finite) / scale,
        scale=scale,
    )


def covering_median(problem: Problem, covers: NDArray[np.bool_]) -> Median:
    """Return the p-median whose total is the weight not covered: cost 0 within the limit, 1 beyond.

    Church & ReVelle (1976), Geographical Analysis 8(4).
    """
    return median_of(problem, np.where(covers, 0.0, 1.0))


def _power_of_two(value: float) -> float:
    """Return the power of 2 next below a positive value, 1 for 0; dividing by it loses no digit."""
    return float(2.0 ** np.floor(np.log2(value))) if value > 0 else 1.0


def _common_divisor(values: Floats) -> float:
    """Return the greatest common divisor of whole numbers, 0 where some are not whole or too large to be exact."""
    if values.size == 0 or values.max() * len(values) >= 2.0**53 or (values != np.floor(values)).any():
        return 0.0
    return float(np.gcd.reduce(values.astype(np.int64), axis=None))
