"""What a step between two cells of a surface takes, compiled: by the kind of surface.

A step takes half its length at each end cell's pace at that step's slope; a knight's move a quarter in each of four.
"""

from typing import Any

import numpy as np
from numba import njit
from numba.extending import overload

from geo.slope_speed import slowed
from geo.travel_surfaces import FlatSurface


def step_minutes(surface: Any, here: Any, there: Any, move: Any) -> Any:
    """Return the minutes of a step to one of the 8 cells around; compiled code only, by the kind of surface."""
    raise NotImplementedError


def knight_minutes(surface: Any, here: Any, there: Any, move: Any) -> Any:
    """Return the minutes of a knight's move; compiled code only, by the kind of surface."""
    raise NotImplementedError


@overload(step_minutes, inline="always")
def _step_of(surface: Any, here: Any, there: Any, move: Any) -> Any:  # noqa: ARG001
    def flat(surface: Any, here: Any, there: Any, move: Any) -> Any:
        return (surface.pace[here] + surface.pace[there]) * (surface.moves.lengths[move] * 0.5)

    def slope(surface: Any, here: Any, there: Any, move: Any) -> Any:
        steep, length = _slope(surface, here, there, move), surface.moves.lengths[move]
        return (_at_slope(surface, here, steep) + _at_slope(surface, there, steep)) * (length * 0.5)

    return flat if surface.instance_class is FlatSurface else slope


@overload(knight_minutes, inline="always")
def _knight_of(surface: Any, here: Any, there: Any, move: Any) -> Any:  # noqa: ARG001
    def flat(surface: Any, here: Any, there: Any, move: Any) -> Any:
        first, second = here + surface.moves.passed[move, 0], here + surface.moves.passed[move, 1]
        pace = surface.pace[here] + surface.pace[there] + surface.pace[first] + surface.pace[second]
        return pace * (surface.moves.lengths[move] * 0.25)

    def slope(surface: Any, here: Any, there: Any, move: Any) -> Any:
        steep, length = _slope(surface, here, there, move), surface.moves.lengths[move]
        first, second = here + surface.moves.passed[move, 0], here + surface.moves.passed[move, 1]
        ends = _at_slope(surface, here, steep) + _at_slope(surface, there, steep)
        return (ends + _at_slope(surface, first, steep) + _at_slope(surface, second, steep)) * (length * 0.25)

    return flat if surface.instance_class is FlatSurface else slope


@njit(cache=True, nogil=True)
def _slope(surface: Any, here: Any, there: Any, move: Any) -> Any:
    rise = surface.elevation[there] - surface.elevation[here]
    return surface.direction * rise / surface.moves.lengths[move]


@njit(cache=True, nogil=True)
def _at_slope(surface: Any, cell: Any, slope: Any) -> Any:
    pace = surface.pace[cell]
    return pace * slowed(surface.mode[cell], surface.speed_kmh[cell], slope) if pace < np.inf else np.inf
