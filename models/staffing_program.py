"""The integer program behind staff who move: which officers change their unit, and how many posts each unit gets.

Owns `StaffProgram`, which is asked for the fewest moves that keep every caseload below one that is given. Asking for
the least worst caseload itself leaves the search with a bound far too low; asked for one after the other it is found in
a second or two.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.checked_arrays import Floats
from models.siting.highs import LinearModel, WholeSolution
from models.siting.watch import Watch

Positions = NDArray[np.intp]
_SLACK = 1e-9


@dataclass(frozen=True)
class StaffProgram:
    """Columns: the moves (officer and new unit) and the posts of each unit.

    Attributes
    ----------
    work, there : array, shape (unit,)
        The workload, and the capacity before anyone moves.
    capacity, unit, movable : array, shape (officer,)
        What each can do, where each works, and who may move.
    posts, moves : int
        Posts added in all, and the most officers who may move.
    least, most : array, shape (unit,)
        Fewest and most posts of a unit, finite.
    """

    work: Floats
    there: Floats
    capacity: Floats
    unit: Positions
    movable: NDArray[np.bool_]
    posts: int
    moves: int
    least: Floats
    most: Floats

    @cached_property
    def officer(self) -> Positions:
        """Who would move, for each move that could help: an able officer who may, to a unit with work."""
        return self._moves[0]

    @cached_property
    def to(self) -> Positions:
        """Where to, for each move."""
        return self._moves[1]

    def fewest_moves(self, share: float, watch: Watch) -> WholeSolution:
        """Move the fewest officers such that no unit has less than `share` of capacity for a unit of work.

        `share` is the inverse of a caseload. Of several such plans the one of the smallest positions.
        """
        moves = self.officer.size
        first = np.arange(moves) / (2.0 * moves * (self.moves + 1.0))
        model = LinearModel(
            np.append(1.0 + first, np.zeros(self.work.size)),
            np.append(np.zeros(moves), self.least),
            np.append(np.ones(moves), self.most),
        )
        model.add_rows(*self._enough(share))
        model.add_rows(*self._limits())
        model.make_whole(np.arange(moves + self.work.size))
        return model.solve_whole(watch)

    def units_after(self, values: Floats) -> Positions:
        """Return the unit of each officer in a solution."""
        after = self.unit.copy()
        moved = np.flatnonzero(values[: self.officer.size] > 0)
        after[self.officer[moved]] = self.to[moved]
        return after

    @cached_property
    def _moves(self) -> tuple[Positions, Positions]:
        officer, to = np.meshgrid(np.arange(self.unit.size), np.arange(self.work.size), indexing="ij")
        useful = self.movable[officer] & (self.capacity[officer] > 0) & (self.work[to] > 0) & (self.unit[officer] != to)
        return officer[useful], to[useful]

    def _enough(self, share: float) -> tuple[csr_array, Floats, Floats]:
        """Return a row for each busy unit: what is there, comes and is added, less what goes, bears its work."""
        moves, busy = np.arange(self.officer.size), np.flatnonzero(self.work > 0)
        units = np.arange(self.work.size)
        matrix = np.zeros((self.work.size, moves.size + self.work.size))
        matrix[self.to, moves] = self.capacity[self.officer]
        matrix[self.unit[self.officer], moves] = -self.capacity[self.officer]
        matrix[units, moves.size + units] = 1.0
        scale = 1.0 / (share * self.work[busy])
        needed = 1.0 - _SLACK - self.there[busy] * scale
        return csr_array(matrix[busy] * scale[:, None]), needed, np.full(busy.size, np.inf)

    def _limits(self) -> tuple[csr_array, Floats, Floats]:
        """Return the rows that all posts are given, few enough officers move, and each moves once at most."""
        moves = np.arange(self.officer.size)
        matrix = np.zeros((2 + self.unit.size, moves.size + self.work.size))
        matrix[0, moves.size :] = 1.0
        matrix[1, moves] = 1.0
        matrix[2 + self.officer, moves] = 1.0
        upper = np.concatenate([[self.posts, self.moves], np.ones(self.unit.size)])
        lower = np.concatenate([[self.posts], np.full(1 + self.unit.size, -np.inf)])
        return csr_array(matrix), lower, upper
