"""Grids one moves over, as plain arrays with a border of barrier cells.

`FlatSurface`: the same in each direction. `SlopeSurface`: by the mode of each cell and the slope of each step.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import LengthMismatch, UnknownNeighbours
from geo.travel_modes import BARRIER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEIGHBOURS = (8, 16)
AROUND = 8
"""Cells around a cell: the first moves, before the knight's."""
_SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))
_CORNERS = ((-1, -1), (-1, 1), (1, -1), (1, 1))
_KNIGHTS = ((-2, -1), (-2, 1), (-1, -2), (-1, 2), (1, -2), (1, 2), (2, -1), (2, 1))
MINUTES_PER_METRE_AT_1_KMH = 0.06


class Moves(NamedTuple):
    """The steps out of a cell.

    Attributes
    ----------
    offsets : tuple of int
        To the cell a step ends in, in the padded grid laid out flat.
    passed : int array, shape (neighbours, 2)
        To the two cells a knight's move passes between its ends; 0 for other steps.
    lengths : tuple of float
        Metres.

    Tuples, whose length the compiler knows: it unrolls the loop over them.
    """

    offsets: tuple[int, ...]
    passed: Ints
    lengths: tuple[float, ...]


class FlatSurface(NamedTuple):
    """Minutes per metre of each cell, padded and flat; infinite where nobody passes."""

    pace: Floats
    moves: Moves


class SlopeSurface(NamedTuple):
    """Speed on the flat, mode and elevation of each cell, padded and flat.

    `pace` is minutes per metre on the flat, infinite where nobody passes; `direction` is 1 when the search goes the
    way people travel (from the facility) and -1 when it goes against it (towards the facility).
    """

    pace: Floats
    speed_kmh: Floats
    mode: NDArray[np.int8]
    elevation: Floats
    direction: float
    moves: Moves


Surface = FlatSurface | SlopeSurface


def flat_surface(minutes_per_metre: ArrayLike, *, resolution: float, neighbours: int) -> FlatSurface:
    """Return a surface to search, from minutes per metre.

    Inf or NaN is a barrier, and so is less than 0, the mark of no data in many files (as scikit-image takes it).

    Raises
    ------
    UnknownNeighbours
        Neither 8 nor 16.
    """
    given = np.asarray(minutes_per_metre, dtype=np.float64)
    pace = padded(given, np.inf)
    pace[~(pace >= 0)] = np.inf
    return FlatSurface(pace, moves(given.shape[1], resolution, neighbours))


def slope_surface(
    speed_kmh: ArrayLike, mode: ArrayLike, elevation: ArrayLike, *, resolution: float, neighbours: int, towards: bool
) -> SlopeSurface:
    """Return a surface to search, from speed, mode and elevation; one that is missing makes the cell a barrier.

    Raises
    ------
    LengthMismatch
        The three are not of one shape.
    UnknownNeighbours
        Neither 8 nor 16.
    """
    speed, modes, heights = np.asarray(speed_kmh, float), np.asarray(mode, np.int8), np.asarray(elevation, float)
    for name, other in (("mode", modes), ("elevation", heights)):
        if other.shape != speed.shape:
            raise LengthMismatch(name, other.size, speed.size)
    passable = (modes != BARRIER) & (speed > 0) & np.isfinite(speed) & np.isfinite(heights)
    speeds = np.where(passable, speed, 1.0)
    return SlopeSurface(
        pace=padded(np.where(passable, MINUTES_PER_METRE_AT_1_KMH / speeds, np.inf), np.inf),
        speed_kmh=padded(speeds, 1.0),
        mode=padded(modes, np.int8(BARRIER)),
        elevation=padded(np.where(passable, heights, 0.0), 0.0),
        direction=-1.0 if towards else 1.0,
        moves=moves(speed.shape[1], resolution, neighbours),
    )


def padded(grid: NDArray[Any], border: Any) -> NDArray[Any]:
    """Return the grid with a border of one cell, or two where knights jump, laid out flat."""
    return np.pad(grid, BORDER, constant_values=border).ravel()


BORDER = 2
"""Cells around a padded grid, so that no step out of a cell leaves the arrays."""


def moves(columns: int, resolution: float, neighbours: int) -> Moves:
    """Return the steps out of a cell of a padded grid of `columns` columns."""
    if neighbours not in NEIGHBOURS:
        raise UnknownNeighbours(neighbours)
    width = columns + 2 * BORDER
    steps = (*_SIDES, *_CORNERS, *_KNIGHTS)[:neighbours]
    offsets = [row * width + column for row, column in steps]
    passed = [[between[0] * width + between[1] for between in _passed(*step)] for step in steps]
    lengths = [resolution * float(np.hypot(*step)) for step in steps]
    return Moves(tuple(offsets), np.array(passed, dtype=np.int64), tuple(lengths))


def _passed(row: int, column: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the two cells that a knight's move crosses, seen from its start; the start itself for other steps."""
    if abs(row) + abs(column) < 3:
        return (0, 0), (0, 0)
    if abs(row) == 2:
        return (row // 2, 0), (row // 2, column)
    return (0, column // 2), (row, column // 2)
