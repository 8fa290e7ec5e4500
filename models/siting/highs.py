"""HiGHS, reduced to what planning asks of it.

Owns `LinearModel`: columns, sparse rows added in batches, warm starts, interruptible at any time; and `solve_whole`,
the same with columns that must be whole.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_array

from models.checked_arrays import Floats
from models.siting.watch import Watch

TOLERANCE = 1e-9
"""Feasibility of rows and reduced costs: HiGHS's own 1e-7, summed over thousands of demands, blurs the bound."""

PROVEN = 1e-6
"""Distance of objective and bound at which HiGHS calls a solution with whole columns optimal."""

_TICK_SECONDS = 0.05
_INTERRUPTS = (
    highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt,
    highspy.cb.HighsCallbackType.kCallbackIpmInterrupt,
    highspy.cb.HighsCallbackType.kCallbackMipInterrupt,
)
_NO_SOLUTION = {
    highspy.HighsModelStatus.kInfeasible: np.inf,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: np.inf,
    highspy.HighsModelStatus.kInterrupt: -np.inf,
}
"""What is known of the objective without a solution; no model here is unbounded: no cost is negative."""


_NEVER = frozenset({highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible})
_WHOLE_ENDS = frozenset(
    {
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInterrupt,
        highspy.HighsModelStatus.kObjectiveBound,
        highspy.HighsModelStatus.kObjectiveTarget,
    }
)


@dataclass(frozen=True)
class LinearSolution:
    """What a solve found.

    Attributes
    ----------
    found : bool
        Whether there is an optimal solution; without one `values` and `reduced_costs` are empty.
    values, reduced_costs : array, shape (column,)
    bound : float
        No objective is smaller: the optimum, inf when there is no solution, -inf when the time was over.
    """

    found: bool
    values: Floats
    reduced_costs: Floats
    bound: float


@dataclass(frozen=True)
class WholeSolution:
    """What a solve with whole columns found.

    Attributes
    ----------
    found : bool
        Whether there is a solution; without one `values` is empty and `objective` inf.
    values : array, shape (column,)
        The whole columns rounded.
    objective, bound : float
        Of the best solution, and what no solution is below; `bound` is inf when it is proven that there is none.
    """

    found: bool
    values: Floats
    objective: float
    bound: float


class LinearModel:
    """A minimisation over columns limited below; each solve starts from where the last one ended."""

    def __init__(self, costs: Floats, lower: Floats, upper: Floats) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.silent()
        for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._highs.setOptionValue(option, TOLERANCE)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.addVars(costs.size, lower, upper)
        self._highs.changeColsCost(costs.size, _indices(np.arange(costs.size)), costs)
        self._whole = _indices(np.empty(0))

    def set_bounds(self, first: int, lower: Floats, upper: Floats) -> None:
        """Change the limits of the columns from `first` on."""
        columns = _indices(np.arange(first, first + lower.size))
        self._highs.changeColsBounds(lower.size, columns, lower, upper)

    def add_rows(self, matrix: csr_array, lower: Floats, upper: Floats) -> None:
        """Add rows ``lower <= matrix @ columns <= upper``."""
        starts, columns = _indices(matrix.indptr[:-1]), _indices(matrix.indices)
        self._highs.addRows(matrix.shape[0], lower, upper, matrix.nnz, starts, columns, matrix.data)

    def solve(self, watch: Watch) -> LinearSolution:
        """Solve to the end or until the time is over; what the caller's `tick` raises comes out of here."""
        self._run(watch)
        return self._solution()

    def solve_whole(self, watch: Watch) -> WholeSolution:
        """Solve with the columns of `make_whole` whole, to the end or until the time is over."""
        self._run(watch)
        return self._whole_solution()

    def make_whole(self, columns: Any) -> None:
        """Hold `columns` to whole numbers from now on."""
        self._whole = _indices(columns)
        kinds = np.full(self._whole.size, highspy.HighsVarType.kInteger, dtype=object)
        self._highs.changeColsIntegrality(self._whole.size, self._whole, kinds)

    def stop_within(self, gap: float) -> None:
        """End searches for whole columns this near to their bound, in the unit of the objective; 0: at a proof."""
        self._highs.setOptionValue("mip_abs_gap", max(gap, PROVEN))

    def start_from(self, values: Floats) -> None:
        """Give the next search for whole columns a solution to begin with."""
        start = highspy.HighsSolution()
        start.col_value = values.tolist()
        self._highs.setSolution(start)

    def _run(self, watch: Watch) -> None:
        guard = _Guard(watch)
        self._highs.setCallback(guard, None)
        for kind in _INTERRUPTS:
            self._highs.startCallback(kind)
        self._highs.run()
        if guard.raised is not None:
            raise guard.raised

    def _whole_solution(self) -> WholeSolution:
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        if status in _NEVER:
            return WholeSolution(False, np.empty(0), np.inf, np.inf)
        if status not in _WHOLE_ENDS:
            raise RuntimeError(status)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return WholeSolution(False, np.empty(0), np.inf, info.mip_dual_bound)
        values = np.array(self._highs.getSolution().col_value)
        values[self._whole] = np.round(values[self._whole])
        return WholeSolution(True, values, info.objective_function_value, info.mip_dual_bound)

    def _solution(self) -> LinearSolution:
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._highs.getSolution()
            objective = self._highs.getInfo().objective_function_value
            return LinearSolution(True, np.array(solution.col_value), np.array(solution.col_dual), objective)
        if status not in _NO_SOLUTION:
            raise RuntimeError(status)
        return LinearSolution(False, np.empty(0), np.empty(0), _NO_SOLUTION[status])


class _Guard:
    """Interrupts the solver when the time is over or the caller's `tick` raises, and keeps what it raised."""

    def __init__(self, watch: Watch) -> None:
        self.raised: BaseException | None = None
        self._watch = watch
        self._next = 0.0

    def __call__(self, _kind: Any, _message: str, _out: Any, reply: Any, _data: Any) -> None:
        if self.raised is None and self._watch.seconds >= self._next:
            self._ask()
        reply.user_interrupt = self.raised is not None or self._watch.over

    def _ask(self) -> None:
        self._next = self._watch.seconds + _TICK_SECONDS
        try:
            self._watch.reach(0.0)
        except BaseException as error:  # noqa: BLE001 - raised again by `solve`; C++ frames lie between
            self.raised = error


def _indices(values: Any) -> Any:
    return np.asarray(values, dtype=np.int32)
