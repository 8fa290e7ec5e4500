"""The innermost loops of the p-median's heuristic, compiled: opening the best site next, and swapping sites.

Owns `Swaps`, what a search knows, and the loops over it: `open_greedily`, `place` and `search`. A swap is made as soon
as it lowers the total, and after a change only the sites near the demands it touched are looked at again.

References
----------
Schubert & Rousseeuw (2021), Information Systems 101 (eager swaps with the losses of giving up a site kept at hand).
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

FEWEST_CHANGES = 2
"""Sites swapped at least when a plan is disturbed."""


class Swaps(NamedTuple):
    """Open sites, each in a slot, and for every demand its two nearest.

    Attributes
    ----------
    by_site : array, shape (site, demand)
        Costs, weighted and finite.
    by_demand : array, shape (demand, site)
        The same.
    kept : bool array, shape (slot,)
        Slots whose site must stay.
    sites : array of int64, shape (slot,)
    is_open, to_look_at : bool arrays, shape (site,)
    near : array, shape (2, demand)
        Cost of the nearest and of the second nearest open site; `beyond` where there is none.
    slots : array of int64, shape (2, demand)
        Their slots.
    loss, saved : arrays, shape (slot,)
        What giving up a slot costs; `saved` is 0 between two looks.
    touched : array of int64, shape (demand,)
        Room for the slots that a look touches.
    """

    by_site: Any
    by_demand: Any
    kept: Any
    sites: Any
    is_open: Any
    to_look_at: Any
    near: Any
    slots: Any
    loss: Any
    saved: Any
    touched: Any


@njit(cache=True, nogil=True)
def open_greedily(by_site: Any, by_demand: Any, sites: Any, fixed: int, nearest: Any) -> None:
    """Fill `sites` from position `fixed` on, each time with the site that lowers the total most; ties to the smallest.

    `nearest`: each demand's cost to the fixed sites, or more than any cost; changed in place.
    """
    candidates, demands = by_site.shape
    saving = np.zeros(candidates)
    for site in range(candidates):
        for demand in range(demands):
            saving[site] += max(nearest[demand] - by_site[site, demand], 0.0)
    for place in range(fixed):
        saving[sites[place]] = -np.inf
    for place in range(fixed, sites.size):
        best = saving.argmax()
        sites[place] = best
        saving[best] = -np.inf
        for demand in range(demands):
            before, now = nearest[demand], by_site[best, demand]
            if now < before:
                nearest[demand] = now
                row = by_demand[demand]
                for site in range(candidates):
                    saving[site] -= max(before - row[site], 0.0) - max(now - row[site], 0.0)


@njit(cache=True, nogil=True)
def place(swaps: Swaps, beyond: float) -> None:
    """Find the two nearest open sites of every demand."""
    for demand in range(swaps.near.shape[1]):
        _find_nearest_two(swaps, beyond, demand)


@njit(cache=True, nogil=True)
def search(swaps: Swaps, best: Swaps, demands: Any, shares: Any, first: int, beyond: float, least: float) -> None:
    """Disturb `best` about one site after another and descend again; keep in `best` what is no worse.

    Parameters
    ----------
    swaps : Swaps
        Equal to `best` at first and at the end.
    demands : array of int64, shape (round,)
        Where to begin to look for a demand of the site whose turn it is.
    shares : array, shape (round, change)
        Which of the closed sites about it to open, as a share of their number, in [0, 1). Rounds make from
        `FEWEST_CHANGES` to all of these changes, in turn.
    first : int
        The slot whose turn it is.
    least : float
        A swap must lower the total by more.
    """
    total = best.near[0].sum()
    for each in range(demands.size):
        demand = _served_by(swaps, (first + each) % swaps.sites.size, demands[each])
        changes = FEWEST_CHANGES + each % (shares.shape[1] - FEWEST_CHANGES + 1)
        _disturb(swaps, swaps.by_demand[demand], shares[each, :changes], beyond)
        descend(swaps, beyond, least, demands[each] % swaps.is_open.size)
        reached = swaps.near[0].sum()
        if reached <= total:
            total = reached
            _copy(swaps, best)
        else:
            _copy(best, swaps)


@njit(cache=True, nogil=True)
def _served_by(swaps: Swaps, slot: int, start: int) -> int:
    """Return the first demand from `start` on (after the last comes 0) that `slot` is nearest to, else `start`."""
    demands = swaps.near.shape[1]
    for step in range(demands):
        demand = (start + step) % demands
        if swaps.slots[0, demand] == slot:
            return int(demand)
    return start


@njit(cache=True, nogil=True)
def _disturb(swaps: Swaps, cost: Any, shares: Any, beyond: float) -> None:
    """Swap the open sites that are nearest by `cost` for closed ones no farther than twice as many open sites are."""
    order = np.argsort(cost[swaps.sites])
    changes = min(shares.size, order.size)
    reach = cost[swaps.sites[order[min(2 * changes, order.size - 1)]]]
    near = np.flatnonzero(~swaps.is_open & (cost <= reach))
    for change in range(min(changes, near.size)):
        drawn = change + int(shares[change] * (near.size - change))
        near[change], near[drawn] = near[drawn], near[change]
        if not swaps.kept[order[change]]:
            _swap(swaps, beyond, order[change], near[change])


@njit(cache=True, nogil=True)
def descend(swaps: Swaps, beyond: float, least: float, start: int) -> None:
    """Swap as long as a swap lowers the total by more than `least`; look at the sites in turn from `start` on."""
    candidates = swaps.is_open.size
    cheapest = _losses(swaps)
    site, idle = start, 0
    while idle < candidates:
        idle += 1
        if swaps.to_look_at[site]:
            swaps.to_look_at[site] = False
            if not swaps.is_open[site] and (cheapest < 0 or _saves_more(swaps, site, swaps.loss[cheapest])):
                change, slot = _look_at(swaps, site, cheapest)
                if change < -least:
                    _swap(swaps, beyond, slot, site)
                    cheapest = _losses(swaps)
                    idle = 0
        site = site + 1 if site + 1 < candidates else 0


@njit(cache=True, nogil=True, fastmath={"reassoc"})
def _saves_more(swaps: Swaps, site: int, loss: float) -> bool:
    """Return whether opening a site and giving up one whose loss is `loss` or more can lower the total at all.

    A new site saves, with any other given up, at most what it would save if each demand had only its second nearest.
    """
    row, second, most = swaps.by_site[site], swaps.near[1], 0.0
    for demand in range(row.size):
        most += max(second[demand] - row[demand], 0.0)
    return most > loss


@njit(cache=True, nogil=True)
def _look_at(swaps: Swaps, site: int, cheapest: int) -> tuple[float, int]:
    """Return the change of the total if a site is opened and the best slot for it is given up."""
    row, gain, number = swaps.by_site[site], 0.0, 0
    for demand in range(row.size):
        cost = row[demand]
        if cost < swaps.near[1, demand]:
            slot = swaps.slots[0, demand]
            first = swaps.near[0, demand]
            if cost < first:
                gain += first - cost
            if swaps.saved[slot] == 0.0:
                swaps.touched[number] = slot
                number += 1
            swaps.saved[slot] += swaps.near[1, demand] - max(cost, first)
    best, lost = cheapest, np.inf
    if cheapest >= 0:
        lost = swaps.loss[cheapest]
    for place in range(number):
        slot = swaps.touched[place]
        if swaps.saved[slot] > 0.0:
            if not swaps.kept[slot] and swaps.loss[slot] - swaps.saved[slot] < lost:
                best, lost = slot, swaps.loss[slot] - swaps.saved[slot]
            swaps.saved[slot] = 0.0
    return lost - gain, best


@njit(cache=True, nogil=True)
def _losses(swaps: Swaps) -> int:
    """Reckon what giving up each slot costs; return the one that costs least, −1 where all are kept."""
    swaps.loss[:] = 0.0
    for demand in range(swaps.near.shape[1]):
        swaps.loss[swaps.slots[0, demand]] += swaps.near[1, demand] - swaps.near[0, demand]
    cheapest = -1
    for slot in range(swaps.loss.size):
        if not swaps.kept[slot] and (cheapest < 0 or swaps.loss[slot] < swaps.loss[cheapest]):
            cheapest = slot
    return cheapest


@njit(cache=True, nogil=True)
def _swap(swaps: Swaps, beyond: float, slot: int, site: int) -> None:
    """Open a site in a slot; the sites near each demand whose two nearest change are to be looked at again."""
    swaps.is_open[swaps.sites[slot]] = False
    swaps.is_open[site] = True
    swaps.to_look_at[swaps.sites[slot]] = True
    swaps.sites[slot] = site
    for demand in range(swaps.near.shape[1]):
        loses = swaps.slots[0, demand] == slot or swaps.slots[1, demand] == slot
        cost, far = swaps.by_site[site, demand], swaps.near[1, demand]
        if loses:
            _find_nearest_two(swaps, beyond, demand)
            far = max(far, swaps.near[1, demand])
        elif cost < swaps.near[0, demand]:
            swaps.near[1, demand], swaps.slots[1, demand] = swaps.near[0, demand], swaps.slots[0, demand]
            swaps.near[0, demand], swaps.slots[0, demand] = cost, slot
        elif cost < far:
            swaps.near[1, demand], swaps.slots[1, demand] = cost, slot
        if loses or cost < far:
            row = swaps.by_demand[demand]
            for other in range(row.size):
                if row[other] < far:
                    swaps.to_look_at[other] = True


@njit(cache=True, nogil=True)
def _find_nearest_two(swaps: Swaps, beyond: float, demand: int) -> None:
    first, second, slot, other = beyond, beyond, 0, -1
    for place in range(swaps.sites.size):
        cost = swaps.by_demand[demand, swaps.sites[place]]
        if cost < first:
            first, second, slot, other = cost, first, place, slot
        elif cost < second:
            second, other = cost, place
    swaps.near[0, demand], swaps.near[1, demand] = first, second
    swaps.slots[0, demand], swaps.slots[1, demand] = slot, other


@njit(cache=True, nogil=True)
def _copy(given: Swaps, taken: Swaps) -> None:
    taken.sites[:] = given.sites
    taken.is_open[:] = given.is_open
    taken.to_look_at[:] = False
    taken.near[:] = given.near
    taken.slots[:] = given.slots
