"""The exact p-median: a search over sites held open or closed, best bound first.

Owns `best_sites`, which p-median and maximal covering share. Every node solves the relaxation from where the last one
ended, adds the cuts it lacks, and rules sites out by their reduced costs.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from models.checked_arrays import Floats
from models.siting.benders import Master
from models.siting.highs import LinearSolution
from models.siting.incumbent import PROOF, Enough, Incumbent
from models.siting.interchange import improve, smallest_equals
from models.siting.median import Median
from models.siting.plain_rows import plain_rows
from models.siting.problem import Positions
from models.siting.watch import Watch


@dataclass(order=True)
class Node:
    """Part of the search: no choice in it has a total below `bound`; `number` breaks ties."""

    bound: float
    number: int
    opened: NDArray[np.bool_] = field(compare=False)
    closed: NDArray[np.bool_] = field(compare=False)


def best_sites(median: Median, start: Positions, watch: Watch, enough: Enough = PROOF) -> tuple[Positions, float]:
    """Improve `start`; return the best sites found and a bound, their own total exactly when they are proven optimal.

    The search ends when the time is over, or nothing better by more than `enough` says can be left. A swap to a site of
    smaller position that leaves the total as it is, is always taken.
    """
    incumbent = Incumbent(median, start, enough)
    bound = float(median.cost.min(axis=1).sum())
    if not (watch.over or incumbent.proven_by(bound)):
        bound = _Search(incumbent, bound, watch).run()
        bound = min(bound, incumbent.total - incumbent.tolerance)
    settled = Incumbent(median, smallest_equals(median.cost, incumbent.sites, median.fixed))
    return settled.sites, settled.total if settled.proven_by(bound) else bound


class _Search:
    """A branch and bound on the sites."""

    def __init__(self, incumbent: Incumbent, bound: float, watch: Watch) -> None:
        self._incumbent, self._median, self._watch = incumbent, incumbent.median, watch
        self._first_gap = incumbent.total - bound
        self._tried = {incumbent.sites.tobytes()}
        self._master = Master(self._median, plain_rows(self._median))
        self._master.cut_at(incumbent.sites)
        opened = np.isin(np.arange(self._median.cost.shape[1]), self._median.fixed)
        self._nodes = [Node(bound, 0, opened, np.zeros_like(opened))]
        self._number = 0

    def run(self) -> float:
        """Search until nothing better can be left or the time is over; return the bound."""
        while not (self._watch.over or self._incumbent.proven_by(self.bound)):
            self._expand(heappop(self._nodes))
        return self.bound

    @property
    def bound(self) -> float:
        """No choice in the open nodes has a smaller total."""
        return self._nodes[0].bound if self._nodes else np.inf

    def _expand(self, node: Node) -> None:
        """Replace a node by its two halves, by itself with what was learnt before the time was over, or by nothing."""
        opening = self._relax(node)
        if self._incumbent.proven_by(node.bound):
            return
        if opening is None:
            heappush(self._nodes, node)
            return
        self._split(node, opening)

    def _split(self, node: Node, opening: Floats) -> None:
        undecided = ~(node.opened | node.closed)
        if undecided.any():
            site = most_divided(opening, undecided)
            self._push(node.bound, _with(node.opened, site), node.closed)
            self._push(node.bound, node.opened, _with(node.closed, site))
        elif node.opened.sum() == self._median.p:
            self._incumbent.offer(np.flatnonzero(node.opened))

    def _push(self, bound: float, opened: NDArray[np.bool_], closed: NDArray[np.bool_]) -> None:
        self._number += 1
        heappush(self._nodes, Node(bound, self._number, opened, closed))

    def _relax(self, node: Node) -> Floats | None:
        """Raise the bound of a node as far as the relaxation goes; return its openings, None if it was not needed."""
        self._master.restrict(node.opened, node.closed)
        while True:
            solution = self._master.solve(self._watch)
            node.bound = max(node.bound, solution.bound)
            self._report(min(node.bound, self.bound))
            if not solution.found or self._incumbent.proven_by(node.bound):
                return None
            opening = self._master.opening(solution)
            self._round(opening)
            self._rule_out(node, solution)
            if not self._master.cut_off(solution):
                return opening

    def _report(self, bound: float) -> None:
        """Report the share of the first gap that is closed."""
        self._watch.reach(1.0 - max(self._incumbent.total - bound, 0.0) / self._first_gap)

    def _round(self, opening: Floats) -> None:
        """Take the `p` most open sites, improve them, and keep them if they are the best so far."""
        candidate = np.sort(np.argsort(-opening, kind="stable")[: self._median.p])
        if candidate.tobytes() in self._tried:
            return
        self._tried.add(candidate.tobytes())
        sites = improve(self._median.cost, candidate, self._median.fixed, self._watch)
        if self._incumbent.offer(sites):
            self._master.cut_at(sites)

    def _rule_out(self, node: Node, solution: LinearSolution) -> None:
        """Close, or open, the sites whose reduced cost says that the other choice is no better than the best."""
        price, room = self._master.prices(solution), self._incumbent.room(solution.bound)
        undecided = ~(node.opened | node.closed)
        node.closed = node.closed | (undecided & (price > room))
        node.opened = node.opened | (undecided & (-price > room))


def most_divided(opening: Floats, undecided: NDArray[np.bool_]) -> int:
    """Return the undecided site that is nearest to half open, the smallest position of several.

    Examples
    --------
    >>> most_divided(np.array([0.5, 0.5, 1.0, 0.5]), np.array([False, True, True, True]))
    1
    """
    return int(np.where(undecided, np.minimum(opening, 1.0 - opening), -1.0).argmax())


def _with(mask: NDArray[np.bool_], site: int) -> NDArray[np.bool_]:
    changed = mask.copy()
    changed[site] = True
    return changed
