"""The search for the least minutes over a surface, compiled: from one set of sources, or to the two nearest of many.

Each function does a part of the work and returns, so that its caller can report progress and stop it.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo.frontier import put, take
from geo.travel_surfaces import AROUND, knight_minutes, step_minutes

NOBODY = -1
SOURCE_SHIFT = 40
"""An item of the queue is a cell plus a source times 2^40."""
CELL_MASK = (1 << SOURCE_SHIFT) - 1

Floats = NDArray[np.float64]


class TwoNearest(NamedTuple):
    """The least minutes from two different sources to each cell, and which sources: padded and flat."""

    first: Floats
    first_source: NDArray[np.int32]
    second: Floats
    second_source: NDArray[np.int32]


@njit(cache=True, nogil=True)
def spread(surface: Any, queue: Any, minutes: Any, limit: Any, most_cells: Any) -> Any:
    """Leave at most `most_cells` cells; return how many were left: fewer when the search has ended.

    Parameters
    ----------
    surface : FlatSurface or SlopeSurface
    queue : Frontier
        With room for as many entries as cells to leave times neighbours.
    minutes : float array, shape (padded cells,)
        The least minutes known; changed.
    limit : float
        Cells beyond it are not reached.
    most_cells : int
    """
    left = 0
    while left < most_cells:
        here, reached = take(queue)
        if here < 0:
            return left
        if reached > minutes[here]:
            continue
        left += 1
        for move in range(AROUND):
            there = here + surface.moves.offsets[move]
            if minutes[there] > reached:
                total = reached + step_minutes(surface, here, there, move)
                if total < minutes[there] and total <= limit:
                    minutes[there] = total
                    put(queue, there, total)
        for move in range(AROUND, len(surface.moves.offsets)):
            there = here + surface.moves.offsets[move]
            if minutes[there] > reached:
                total = reached + knight_minutes(surface, here, there, move)
                if total < minutes[there] and total <= limit:
                    minutes[there] = total
                    put(queue, there, total)
    return left


@njit(cache=True, nogil=True)
def spread_two(surface: Any, queue: Any, nearest: Any, limit: Any, most_cells: Any) -> Any:
    """Like `spread`, for the two nearest sources of each cell; of equally near ones the first in order."""
    left = 0
    while left < most_cells:
        item, reached = take(queue)
        if item < 0:
            return left
        here, source = item & CELL_MASK, item >> SOURCE_SHIFT
        if not _holds(nearest, here, source, reached):
            continue
        left += 1
        for move in range(AROUND):
            there = here + surface.moves.offsets[move]
            if nearest.second[there] >= reached:
                total = reached + step_minutes(surface, here, there, move)
                if total <= limit and offer(nearest, there, source, total):
                    put(queue, there | (source << SOURCE_SHIFT), total)
        for move in range(AROUND, len(surface.moves.offsets)):
            there = here + surface.moves.offsets[move]
            if nearest.second[there] >= reached:
                total = reached + knight_minutes(surface, here, there, move)
                if total <= limit and offer(nearest, there, source, total):
                    put(queue, there | (source << SOURCE_SHIFT), total)
    return left


@njit(cache=True, nogil=True)
def _holds(nearest: Any, cell: Any, source: Any, minutes: Any) -> Any:
    if nearest.first_source[cell] == source:
        return nearest.first[cell] == minutes
    return nearest.second_source[cell] == source and nearest.second[cell] == minutes


@njit(cache=True, nogil=True)
def offer(nearest: Any, cell: Any, source: Any, minutes: Any) -> Any:
    """Keep this way to a cell if it is among the two best from different sources; return whether it is."""
    if source == nearest.first_source[cell]:
        nearer = minutes < nearest.first[cell]
        if nearer:
            nearest.first[cell] = minutes
        return nearer
    if _before(minutes, source, nearest.first[cell], nearest.first_source[cell]):
        nearest.second[cell], nearest.second_source[cell] = nearest.first[cell], nearest.first_source[cell]
        nearest.first[cell], nearest.first_source[cell] = minutes, source
        return True
    nearer = _before(minutes, source, nearest.second[cell], nearest.second_source[cell])
    if nearer:
        nearest.second[cell], nearest.second_source[cell] = minutes, source
    return nearer


@njit(cache=True, nogil=True)
def _before(minutes: Any, source: Any, held: Any, holder: Any) -> Any:
    return minutes < held or (minutes == held and minutes < np.inf and source < holder)
