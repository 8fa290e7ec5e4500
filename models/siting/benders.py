"""The linear relaxation of the p-median by Benders cuts.

Owns `Master`: the cost of each demand is one variable; the cuts that support it are found in closed form.

References
----------
Duran-Mateluna, Ales & Elloumi (2023), European Journal of Operational Research 308(1).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from models.checked_arrays import Floats
from models.siting.highs import LinearModel, LinearSolution, WholeSolution
from models.siting.median import Median
from models.siting.problem import Positions
from models.siting.site_rows import SiteRows
from models.siting.watch import Watch

_VIOLATED = 1e-8
"""A cut is added when the relaxation breaks it by this much, in units of the scaled cost."""

_WHOLE = 1.0 - 1e-7
"""Openings that add to this much are one whole site."""


class Master:
    """The master problem: columns are the demands' costs, then those of the rules, sites first; rows: rules, cuts."""

    def __init__(self, median: Median, rows: SiteRows) -> None:
        self._median = median
        self._demands, self._sites = median.cost.shape
        self._extra = rows.extra
        others = self._sites + self._extra
        self._model = LinearModel(
            costs=np.repeat([1.0, 0.0], [self._demands, others]),
            lower=np.concatenate([median.cost.min(axis=1), np.zeros(others)]),
            upper=np.repeat([np.inf, 1.0], [self._demands, others]),
        )
        matrix, lower, upper = rows.stacked()
        self._model.add_rows(_beside(csr_array((matrix.shape[0], self._demands)), matrix), lower, upper)

    def restrict(self, opened: NDArray[np.bool_], closed: NDArray[np.bool_]) -> None:
        """Hold some sites open and some closed; all others are free again."""
        self._model.set_bounds(self._demands, opened.astype(np.float64), (~closed).astype(np.float64))

    def solve(self, watch: Watch) -> LinearSolution:
        """Solve the relaxation over the cuts it has."""
        return self._model.solve(watch)

    def make_whole(self) -> None:
        """Hold the sites to open or closed from now on; `solve_whole` is the way to solve then."""
        self._model.make_whole(np.arange(self._demands, self._demands + self._sites))

    def solve_whole(self, watch: Watch, gap: float) -> WholeSolution:
        """Solve with whole sites over the cuts it has, to the end or until this near to the bound."""
        self._model.stop_within(gap)
        return self._model.solve_whole(watch)

    def opening(self, solution: LinearSolution | WholeSolution) -> Floats:
        """Return how far each site is open in a solution."""
        return solution.values[self._demands : self._demands + self._sites]

    def prices(self, solution: LinearSolution) -> Floats:
        """Return by how much the total rises per unit each site is moved off its limit (reduced costs)."""
        return solution.reduced_costs[self._demands : self._demands + self._sites]

    def cut_off(self, solution: LinearSolution | WholeSolution) -> bool:
        """Add the most violated cut of every demand, and say whether there was any."""
        levels, needed = critical_levels(self._median.cost, self.opening(solution))
        violated = np.flatnonzero(needed > solution.values[: self._demands] + _VIOLATED)
        self._add_cuts(violated, levels[violated])
        return violated.size > 0

    def cut_at(self, sites: Positions) -> None:
        """Add the cuts that are tight at a choice of sites: at each demand's nearest and second nearest."""
        ordered = np.sort(self._median.cost[:, sites], axis=1)[:, :2]
        for levels in ordered.T:
            self._add_cuts(np.arange(self._demands), levels)

    def _add_cuts(self, rows: Positions, levels: Floats) -> None:
        """Add ``cost_i + sum_j max(0, level_i - cost_ij) open_j >= level_i``, no level beyond reach."""
        levels = np.minimum(levels, self._median.farthest[rows])
        saving = csr_array(np.maximum(levels[:, None] - self._median.cost[rows], 0.0))
        saving.resize((rows.size, self._sites + self._extra))
        own = csr_array((np.ones(rows.size), (np.arange(rows.size), rows)), (rows.size, self._demands))
        self._model.add_rows(_beside(own, saving), levels, np.full(rows.size, np.inf))


def critical_levels(cost: Floats, opening: Floats) -> tuple[Floats, Floats]:
    """Return for each demand the level of its most violated cut, and the cost that cut asks for.

    The level is the cost up to which the openings of the sites add to 1 (Duran-Mateluna et al. 2023).

    Examples
    --------
    >>> levels, needed = critical_levels(np.array([[1.0, 3.0, 9.0]]), np.array([0.5, 0.5, 0.0]))
    >>> levels.tolist(), needed.tolist()
    ([3.0], [2.0])
    """
    support = np.flatnonzero(opening > 0.0)
    order = np.argsort(cost[:, support], axis=1, kind="stable")
    near = np.take_along_axis(cost[:, support], order, axis=1)
    share = opening[support][order]
    reached = np.cumsum(share, axis=1)
    at = np.minimum((reached < _WHOLE).sum(axis=1), support.size - 1)
    level = np.take_along_axis(near, at[:, None], axis=1)
    needed = level[:, 0] - (np.maximum(level - near, 0.0) * share).sum(axis=1)
    return level[:, 0], needed


def _beside(left: csr_array, right: csr_array) -> csr_array:
    return csr_array(hstack([left, right], format="csr"))
