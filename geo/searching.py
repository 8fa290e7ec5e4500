"""Searches over a padded surface from padded positions, in compiled parts between which progress is told."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.frontier import Frontier, frontier, put, with_room
from geo.travel_search import NOBODY, SOURCE_SHIFT, offer, spread, spread_two
from geo.travel_surfaces import Surface

CELLS_A_TICK = 1 << 16
BUCKET_SHARE = 0.5
"""Width of a bucket, as a part of the median minutes of a step."""
SAMPLE = 10_007

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]
Tick = Callable[[float], None]


def least_minutes(surface: Surface, starts: Positions, *, limit: float, tick: Tick | None = None) -> Floats:
    """Return the minutes of each cell of the padded grid, laid out flat; inf beyond the limit."""
    minutes = np.full(surface.pace.size, np.inf)
    queue = _queue(surface, len(starts))
    minutes[starts] = 0.0
    for start in starts:
        put(queue, start, 0.0)
    _search(lambda queue: spread(surface, queue, minutes, limit, CELLS_A_TICK), surface, queue, tick)
    return minutes


def two_least_minutes(
    surface: Surface, starts: Positions, *, limit: float, tick: Tick | None = None
) -> tuple[Floats, NDArray[np.int32]]:
    """Return the minutes from the two nearest starts, and which they are; arrays of shape (padded cells, 2)."""
    minutes = np.full((surface.pace.size, 2), np.inf)
    sources = np.full((surface.pace.size, 2), NOBODY, dtype=np.int32)
    queue = _queue(surface, len(starts))
    for source, cell in enumerate(starts):
        if offer(minutes, sources, cell, source, 0.0):
            put(queue, int(cell) | source << SOURCE_SHIFT, 0.0)
    _search(lambda queue: spread_two(surface, queue, minutes, sources, limit, CELLS_A_TICK), surface, queue, tick)
    return minutes, sources


def _search(part: Callable[[Frontier], Any], surface: Surface, queue: Frontier, tick: Tick | None) -> None:
    """Run `part` until it leaves fewer cells than it may."""
    left, room = 0, CELLS_A_TICK * len(surface.moves.offsets)
    while True:
        queue = with_room(queue, room)
        step = part(queue)
        left += step
        if step < CELLS_A_TICK:
            return
        if tick is not None:
            tick(min(left / surface.pace.size, 1.0))


def _queue(surface: Surface, sources: int) -> Frontier:
    return frontier(_bucket_minutes(surface), sources + CELLS_A_TICK * len(surface.moves.offsets))


def _bucket_minutes(surface: Surface) -> float:
    """Return the width of a bucket: any is right, about half the minutes of a step is fast."""
    pace = surface.pace[:: max(1, surface.pace.size // SAMPLE)]
    some = pace[np.isfinite(pace) & (pace > 0)]
    typical = float(np.median(some)) if some.size else 1.0
    return BUCKET_SHARE * typical * float(surface.moves.lengths[0])
