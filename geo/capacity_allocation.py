"""Children allocated to facilities up to their capacity, the nearest first (geographic coverage)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.amounts import checked_amounts, zero_if_missing
from geo.coverage import checked_limits, is_within
from geo.errors import LengthMismatch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Allocation:
    """Who is served where.

    `demand`, `facility`, `children`: shape (trips,), only trips somebody makes. `left_over`: children of each demand
    point who find no place, shape (demand,). `served`: children at each facility, shape (facility,).
    """

    demand: Ints
    facility: Ints
    children: Floats
    left_over: Floats
    served: Floats


def allocate_nearest_first(minutes: ArrayLike, capacity: ArrayLike, children: ArrayLike, *, limit: float) -> Allocation:
    """Fill the facilities trip by trip, the shortest trip of all first.

    No child could change to a nearer place but by taking that of a child who lives nearer to it. Of equally long trips
    the earlier demand point goes first, then the earlier facility.

    Parameters
    ----------
    minutes : array, shape (demand, facility)
        inf or NaN where a facility cannot be reached.
    capacity : array, shape (facility,)
        At least 0.
    children : array, shape (demand,)
        At least 0; NaN counts as 0.
    limit : float
        Longest trip, itself included; inf: any that can be made.

    Returns
    -------
    Allocation
        At each facility, served ≤ capacity; children = served + left over.

    Raises
    ------
    InvalidAmount, InvalidLimits, LengthMismatch

    Examples
    --------
    Both villages are nearest to the first shelter, which has place for 10:

    >>> found = allocate_nearest_first([[5, 40], [15, 20]], [10, 4], [8, 8], limit=60)
    >>> found.served.tolist(), found.left_over.tolist()
    ([10.0, 4.0], [0.0, 2.0])
    """
    time, places, count = _checked(minutes, capacity, children)
    demand, facility = np.nonzero(_trips(time, limit))
    order = np.argsort(time[demand, facility], kind="stable")
    return _allocated(demand[order], facility[order], places, count)


def allocate_by_facility(
    minutes: ArrayLike, capacity: ArrayLike, children: ArrayLike, *, limit: float, order: Sequence[int]
) -> Allocation:
    """Fill one facility after the other, each with the nearest children who have no place yet.

    So AccessMod computes geographic coverage. The order of the facilities decides; parameters as in
    `allocate_nearest_first`.

    Parameters
    ----------
    order : sequence of int
        Positions of the facilities, the first filled first; one left out serves nobody.

    Raises
    ------
    InvalidAmount, InvalidLimits, LengthMismatch

    References
    ----------
    Ray & Ebener (2008), International Journal of Health Geographics 7:63.

    Examples
    --------
    >>> allocate_by_facility([[5, 40], [15, 20]], [10, 4], [8, 8], limit=60, order=[1, 0]).left_over.tolist()
    [0.0, 2.0]
    """
    time, places, count = _checked(minutes, capacity, children)
    within = _trips(time, limit)
    nearest = [
        np.flatnonzero(within[:, each])[np.argsort(time[within[:, each], each], kind="stable")] for each in order
    ]
    demand = np.concatenate([np.empty(0, dtype=np.int64), *nearest])
    facility = np.repeat(np.asarray(order, dtype=np.int64), [len(each) for each in nearest])
    return _allocated(demand, facility, places, count)


def _checked(minutes: ArrayLike, capacity: ArrayLike, children: ArrayLike) -> tuple[Floats, Floats, Floats]:
    time = np.asarray(minutes, dtype=float)
    if time.ndim != 2:
        raise LengthMismatch("minutes", time.ndim, 2)
    places = checked_amounts(capacity, "capacity", length=time.shape[1])
    return time, places, checked_amounts(zero_if_missing(children), "children", length=time.shape[0])


def _trips(minutes: Floats, limit: float) -> NDArray[np.bool_]:
    if limit == np.inf:
        return np.isfinite(minutes)
    return is_within(minutes, *checked_limits([limit]))


def _allocated(demand: Ints, facility: Ints, capacity: Floats, children: Floats) -> Allocation:
    from geo.capacity_filling import filled  # loads the compiler: only when somebody asks

    left, free = children.copy(), capacity.copy()
    taken = filled(demand, facility, left, free)
    some = taken > 0
    return Allocation(demand[some], facility[some], taken[some], left, capacity - free)
