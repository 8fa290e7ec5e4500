"""Vertex substitution: a fast heuristic for the p-median.

Owns the greedy start, its improvement, the best-swap descent and the choice among equally good sites. Costs are
weighted and finite.

References
----------
Teitz & Bart (1968), Operations Research 16(5); the bookkeeping of swaps after Resende & Werneck (2007), Annals of
Operations Research 150(1).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.checked_arrays import Floats
from models.siting.median import Median
from models.siting.problem import Positions
from models.siting.swap_kernels import Swaps, descend, open_greedily, place, search
from models.siting.watch import Watch

SAME = 1e-12
"""Two objectives this close, relative to the larger, are taken as equal: the rounding of a sum of floats."""


def heuristic_sites(median: Median, watch: Watch) -> Positions:
    """Return good sites at once: greedy, then interchange, disturbed and repeated."""
    sites = greedy_sites(median.cost, median.p, median.fixed)
    return repeated_interchange(median.cost, sites, median.fixed, watch)


def greedy_sites(cost: Floats, p: int, fixed: Positions) -> Positions:
    """Open `fixed`, then one site after another, each time the one that lowers the total most.

    Examples
    --------
    >>> cost = np.array([[0.0, 5.0], [5.0, 0.0], [4.0, 1.0]])
    >>> greedy_sites(cost, 1, np.array([], dtype=int)).tolist()
    [1]
    """
    by_demand, by_site = _both_ways(cost)
    sites = np.zeros(p, dtype=np.int64)
    sites[: fixed.size] = fixed
    nearest = cost[:, fixed].min(axis=1) if fixed.size else cost.max(axis=1)
    open_greedily(by_site, by_demand, sites, fixed.size, nearest)
    return sites.astype(np.intp)


def repeated_interchange(cost: Floats, sites: Positions, fixed: Positions, watch: Watch, *, seed: int = 0) -> Positions:
    """Swap until no swap helps, then disturb the sites and swap again, a fixed number of times; return the best.

    Lourenço, Martin & Stützle (2003), Handbook of Metaheuristics, chapter 11 (iterated local search).
    """
    by_demand, by_site = _both_ways(cost)
    kept, beyond = np.isin(sites, fixed), 2.0 * float(cost.max(initial=0.0)) + 1.0
    swaps = _begun(by_site, by_demand, sites, kept, beyond)
    descend(swaps, beyond, SAME * float(swaps.near[0].sum()), 0)
    best = _begun(by_site, by_demand, swaps.sites, kept, beyond)
    rounds, random = _ROUNDS + sites.size, np.random.default_rng(seed)
    demands = random.integers(cost.shape[0], size=rounds)
    shares = random.random((rounds, _CHANGES))
    step = max(1, _COSTS_BETWEEN_TICKS // max(cost.size, 1))
    for first in range(0, rounds if sites.size else 0, step):
        watch.reach(0.0)
        if watch.over:
            break
        now = slice(first, first + step)
        search(swaps, best, demands[now], shares[now], first, beyond, SAME * float(best.near[0].sum()))
    _settle(best, beyond)
    return np.sort(best.sites).astype(np.intp)


_ROUNDS, _CHANGES = 10, 4
"""Times the sites are disturbed, besides once about each of them, and the most changes made at a time."""
_COSTS_BETWEEN_TICKS = 20_000_000


def _settle(swaps: Swaps, beyond: float) -> None:
    """Descend until a look at every site finds no swap that helps."""
    before = np.inf
    while (total := float(swaps.near[0].sum())) < before:
        before = total
        swaps.to_look_at[:] = True
        descend(swaps, beyond, SAME * total, 0)


def _both_ways(cost: Floats) -> tuple[Floats, Floats]:
    """Return the costs by demand and by site, each in the order of memory."""
    return np.ascontiguousarray(cost), np.ascontiguousarray(cost.T)


def _begun(
    by_site: Floats, by_demand: Floats, sites: NDArray[np.signedinteger], kept: NDArray[np.bool_], beyond: float
) -> Swaps:
    candidates, demands = by_site.shape
    is_open = np.isin(np.arange(candidates), sites)
    swaps = Swaps(
        by_site=by_site, by_demand=by_demand, kept=kept, sites=sites.astype(np.int64), is_open=is_open,
        to_look_at=np.ones(candidates, np.bool_), near=np.empty((2, demands)), slots=np.empty((2, demands), np.int64),
        loss=np.zeros(sites.size), saved=np.zeros(sites.size), touched=np.empty(demands, np.int64),
    )  # fmt: skip
    place(swaps, beyond)
    return swaps


def improve(cost: Floats, sites: Positions, fixed: Positions, watch: Watch) -> Positions:
    """Swap one site at a time, always the best swap, until none lowers the total or the time is over."""
    swaps = _Swaps(cost, sites, fixed)
    before = np.inf
    while swaps.total < before and not watch.over:
        watch.reach(0.0)
        before = swaps.total
        change, slot, site = swaps.best()
        if change < -SAME * before:
            swaps.apply(slot, site)
    return np.sort(swaps.sites)


def smallest_equals(
    cost: Floats, sites: Positions, fixed: Positions, respected: Callable[[Positions], bool] = lambda _: True
) -> Positions:
    """Swap sites for others of smaller position as long as the total stays the same and the rules are `respected`.

    Examples
    --------
    >>> smallest_equals(np.array([[7.0, 2.0, 2.0]]), np.array([2]), np.array([], dtype=int)).tolist()
    [1]
    """
    swaps = _Swaps(cost, sites, fixed)
    while (swap := swaps.smaller(respected)) is not None:
        swaps.apply(*swap)
    return np.sort(swaps.sites)


class _Swaps:
    """The change of the total for each swap of an open site (a slot) for another, kept up to date."""

    def __init__(self, cost: Floats, sites: Positions, fixed: Positions) -> None:
        self.sites = sites.copy()
        self._cost = cost
        self._kept = np.isin(sites, fixed)
        demands, candidates = cost.shape
        self._first, self._second = np.empty(demands), np.empty(demands)
        self._slot = np.empty(demands, dtype=np.intp)
        self._gain, self._loss = np.zeros(candidates), np.zeros((sites.size, candidates))
        self._place(np.arange(demands))

    @property
    def total(self) -> float:
        return float(self._first.sum())

    def best(self) -> tuple[float, int, int]:
        """Return the best swap: change of the total, slot, site."""
        change = self._changes()
        slot, site = np.unravel_index(change.argmin(), change.shape)
        return float(change[slot, site]), int(slot), int(site)

    def smaller(self, respected: Callable[[Positions], bool]) -> tuple[int, int] | None:
        """Return a swap to a smaller position that leaves the total as it is, the smallest position first."""
        same = self._changes() <= SAME * self.total
        same &= np.arange(same.shape[1]) < self.sites[:, None]
        for site in np.flatnonzero(same.any(axis=0)):
            slots = np.flatnonzero(same[:, site])
            for slot in slots[np.argsort(-self.sites[slots])]:
                if respected(np.sort(np.append(np.delete(self.sites, slot), site))):
                    return int(slot), int(site)
        return None

    def apply(self, slot: int, site: int) -> None:
        old = self._cost[:, self.sites[slot]]
        touched = np.flatnonzero((old <= self._second) | (self._cost[:, site] < self._second))
        self._count(touched, -1.0)
        self.sites[slot] = site
        self._place(touched)

    def _changes(self) -> Floats:
        change = self._loss + self._gain
        change[:, self.sites] = np.inf
        change[self._kept] = np.inf
        return change

    def _place(self, rows: Positions) -> None:
        among = self._cost[np.ix_(rows, self.sites)]
        self._slot[rows] = among.argmin(axis=1)
        self._first[rows] = among.min(axis=1)
        among[np.arange(rows.size), self._slot[rows]] = np.inf
        self._second[rows] = among.min(axis=1)
        self._count(rows, 1.0)

    def _count(self, rows: Positions, sign: float) -> None:
        """Add what `rows` contribute: a gain for each new site, a loss only where their nearest slot is given up."""
        cost, first, second = self._cost[rows], self._first[rows, None], self._second[rows, None]
        near = np.minimum(cost, first)
        self._gain += sign * (near - first).sum(axis=0)
        slots = csr_array(
            (np.full(rows.size, sign), (self._slot[rows], np.arange(rows.size))), (self.sites.size, rows.size)
        )
        self._loss += slots @ (np.minimum(cost, second) - near)
