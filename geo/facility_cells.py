"""Which cell of a grid a facility stands in: its own, or the nearest that can be passed, else none."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import ShapeMismatch
from geo.grid import OUTSIDE, Grid, metres_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_ROUNDING = 1e-6
"""Metres by which a distance may exceed the furthest one: the limit itself is within it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell for each facility; two facilities in one cell stay two.

    Attributes
    ----------
    cells : array, shape (facilities, 2)
        Row and column; `geo.grid.OUTSIDE` twice for one that is refused.
    moved_metres : array, shape (facilities,)
        From the facility to the middle of its cell, 0 where it stands in a passable one; NaN for one that is refused.
    refused : array of bool, shape (facilities,)
        No passable cell is near enough, or the facility has no position.
    """

    cells: Integers
    moved_metres: Floats
    refused: Flags


def place(grid: Grid, passable: Flags, longitude: ArrayLike, latitude: ArrayLike, *, furthest: float) -> Placed:
    """Find a cell for each facility; one on a barrier or beyond the grid goes to the nearest passable cell.

    Parameters
    ----------
    passable : array of bool, shape of the grid
    longitude, latitude : array, shape (facilities,)
        Degrees of WGS 84.
    furthest : float
        Metres that a facility may be moved, measured to the middle of the cell, inclusive.

    Raises
    ------
    ShapeMismatch
        `passable` is not of the grid's shape.
    """
    if passable.shape != grid.shape:
        raise ShapeMismatch("passable", passable.shape, grid.shape)
    x, y = metres_of(grid, np.atleast_1d(longitude), np.atleast_1d(latitude))
    found = [_nearest(grid, passable, *position, furthest) for position in zip(x.tolist(), y.tolist(), strict=True)]
    cells = np.array([cell for cell, _ in found], dtype=np.int64).reshape(-1, 2)
    return Placed(cells, np.array([metres for _, metres in found], dtype=float), cells[:, 0] == OUTSIDE)


_REFUSED = ((OUTSIDE, OUTSIDE), math.nan)


def _nearest(grid: Grid, passable: Flags, x: float, y: float, furthest: float) -> tuple[tuple[int, int], float]:
    """Return the cell of a position, and how far its middle lies off."""
    if not (math.isfinite(x) and math.isfinite(y)):
        return _REFUSED
    column, row = (x - grid.west) / grid.resolution, (grid.north - y) / grid.resolution
    own = math.floor(row), math.floor(column)
    if 0 <= row < grid.rows and 0 <= column < grid.columns and passable[own]:
        return own, 0.0
    reach = min(furthest / grid.resolution, grid.rows + grid.columns + abs(row) + abs(column))
    rows = _span(row, reach, grid.rows)
    columns = _span(column, reach, grid.columns)
    near_rows, near_columns = np.nonzero(passable[rows, columns])
    if not near_rows.size:
        return _REFUSED
    down = near_rows + rows.start + 0.5 - row
    across = near_columns + columns.start + 0.5 - column
    metres = np.hypot(down, across) * grid.resolution
    nearest = int(metres.argmin())
    if metres[nearest] > furthest + _ROUNDING:
        return _REFUSED
    return (int(near_rows[nearest]) + rows.start, int(near_columns[nearest]) + columns.start), float(metres[nearest])


def _span(middle: float, reach: float, size: int) -> slice:
    """Return the cells of one axis that a reach around `middle` touches."""
    first, last = math.floor(middle - reach), math.floor(middle + reach) + 1
    return slice(min(max(first, 0), size), min(max(last, 0), size))
