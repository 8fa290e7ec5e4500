"""The search for the least minutes over a surface, compiled: from one set of sources, or to the two nearest of many.

Each function does a part of the work and returns, so that its caller can report progress and stop it. What is called at
every step is inlined: a call that hands over arrays costs more than the step.
"""

from typing import Any

import numpy as np
from numba import njit

from geo.frontier import put, take
from geo.travel_steps import knight_minutes, step_minutes
from geo.travel_surfaces import AROUND

NOBODY = -1
SOURCE_SHIFT = 40
"""An item of the queue is a cell plus a source times 2^40."""
CELL_MASK = (1 << SOURCE_SHIFT) - 1


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
def spread_two(surface: Any, queue: Any, minutes: Any, sources: Any, limit: Any, most_cells: Any) -> Any:
    """Like `spread`, for the two nearest sources of each cell; of equally near ones the first in order.

    Parameters
    ----------
    minutes : float array, shape (padded cells, 2)
        The least minutes known from two different sources; changed.
    sources : int array, shape (padded cells, 2)
        Which sources, `NOBODY` where there is none; changed.
    """
    left = 0
    while left < most_cells:
        item, reached = take(queue)
        if item < 0:
            return left
        here, source = item & CELL_MASK, item >> SOURCE_SHIFT
        if _held(minutes, sources, here, source) < reached:
            continue
        left += 1
        for move in range(AROUND):
            there = here + surface.moves.offsets[move]
            if _held(minutes, sources, there, source) >= reached:
                total = reached + step_minutes(surface, here, there, move)
                if total <= limit and offer(minutes, sources, there, source, total):
                    put(queue, there | (source << SOURCE_SHIFT), total)
        for move in range(AROUND, len(surface.moves.offsets)):
            there = here + surface.moves.offsets[move]
            if _held(minutes, sources, there, source) >= reached:
                total = reached + knight_minutes(surface, here, there, move)
                if total <= limit and offer(minutes, sources, there, source, total):
                    put(queue, there | (source << SOURCE_SHIFT), total)
    return left


@njit(cache=True, nogil=True, inline="always")
def _held(minutes: Any, sources: Any, cell: Any, source: Any) -> Any:
    """Return the minutes that another way from a source must not pass to count in a cell."""
    return minutes[cell, 0] if sources[cell, 0] == source else minutes[cell, 1]


@njit(cache=True, nogil=True, inline="always")
def offer(minutes: Any, sources: Any, cell: Any, source: Any, total: Any) -> Any:
    """Keep this way to a cell if it is among the two best from different sources; return whether it is."""
    if source == sources[cell, 0]:
        nearer = total < minutes[cell, 0]
        if nearer:
            minutes[cell, 0] = total
        return nearer
    if _before(total, source, minutes[cell, 0], sources[cell, 0]):
        minutes[cell, 1], sources[cell, 1] = minutes[cell, 0], sources[cell, 0]
        minutes[cell, 0], sources[cell, 0] = total, source
        return True
    nearer = _before(total, source, minutes[cell, 1], sources[cell, 1])
    if nearer:
        minutes[cell, 1], sources[cell, 1] = total, source
    return nearer


@njit(cache=True, nogil=True)
def _before(minutes: Any, source: Any, held: Any, holder: Any) -> Any:
    return minutes < held or (minutes == held and minutes < np.inf and source < holder)
