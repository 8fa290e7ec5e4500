"""The grid that travel is computed on: equal square cells in metres, in a UTM zone of WGS 84.

A grid is six plain values; rasters, roads and places are brought onto it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from affine import Affine
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from geo.errors import GridTooLarge, InvalidBounds, InvalidResolution

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WGS84 = "EPSG:4326"
MOST_CELLS = 100_000_000
"""Cells of the largest grid: one array of numbers of 8 bytes takes 0.8 GB."""
NO_CLASS = -1
"""Class of a cell without land cover."""
OUTSIDE = -1
"""Row and column of a position beyond the grid."""
_EDGE_POINTS = 21
"""Points along each side that are projected to find how far an area reaches: pyproj's own default."""
_ZONE_WIDTH = 6.0
"""Degrees of longitude of a UTM zone."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells, row 0 in the north, column 0 in the west.

    Attributes
    ----------
    crs : str
        Reference system in metres, such as "EPSG:32648"; WKT where it has no code.
    west, north : float
        Metres of the outer corner of the first cell.
    resolution : float
        Side of a cell, metres.
    rows, columns : int
    """

    crs: str
    west: float
    north: float
    resolution: float
    rows: int
    columns: int

    @property
    def transform(self) -> Affine:
        """Return the map from (column, row) to (x, y) in metres."""
        return Affine(self.resolution, 0.0, self.west, 0.0, -self.resolution, self.north)

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, columns)."""
        return self.rows, self.columns

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north, metres."""
        south, east = self.north - self.rows * self.resolution, self.west + self.columns * self.resolution
        return self.west, south, east, self.north


def grid_over(bounds: Sequence[float], *, resolution: float, margin: float = 0.0) -> Grid:
    """Lay a grid over an area, in the UTM zone of its middle.

    Its edges lie on multiples of the resolution, so that two areas of one zone share their cells.

    Parameters
    ----------
    bounds : west, south, east, north
        Degrees of WGS 84.
    resolution : float
        Side of a cell, metres, > 0.
    margin : float
        Metres added on each side, ≥ 0: the fastest way may lead through the neighbouring province.

    Raises
    ------
    InvalidBounds
        Bounds that are no area on earth.
    InvalidResolution
        A resolution that is not a positive number.
    GridTooLarge
        More than `MOST_CELLS` cells.

    Examples
    --------
    >>> grid = grid_over((103.0, 21.3, 103.1, 21.4), resolution=100)
    >>> grid.crs, grid.shape
    ('EPSG:32648', (113, 106))
    """
    west, south, east, north = (float(each) for each in bounds)
    if not (-180 <= west < east <= 180 and -90 < south < north < 90):
        raise InvalidBounds(west, south, east, north)
    if not (math.isfinite(resolution) and resolution > 0):
        raise InvalidResolution(resolution)
    crs = utm_zone((west + east) / 2, (south + north) / 2)
    to_metres = Transformer.from_crs(WGS84, crs, always_xy=True)
    left, bottom, right, top = to_metres.transform_bounds(west, south, east, north, densify_pts=_EDGE_POINTS)
    first_column, last_column = _steps(left - margin, right + margin, resolution)
    first_row, last_row = _steps(bottom - margin, top + margin, resolution)
    rows, columns = last_row - first_row, last_column - first_column
    if rows * columns > MOST_CELLS:
        raise GridTooLarge(rows, columns, MOST_CELLS)
    return Grid(crs, first_column * resolution, last_row * resolution, float(resolution), rows, columns)


def utm_zone(longitude: float, latitude: float) -> str:
    """Return the code of the UTM zone of WGS 84 at a position.

    Examples
    --------
    >>> utm_zone(103.0, 21.4), utm_zone(108.2, 16.1)
    ('EPSG:32648', 'EPSG:32649')
    """
    zone = min(int((longitude + 180.0) // _ZONE_WIDTH), 59) + 1
    return f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}"


def metres_of(grid: Grid, longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
    """Return x and y of positions in the grid's reference system; inf where one cannot be projected."""
    to_metres = Transformer.from_crs(WGS84, grid.crs, always_xy=True)
    x, y = to_metres.transform(np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float))
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def cells_of(grid: Grid, longitude: ArrayLike, latitude: ArrayLike) -> Integers:
    """Return row and column of the cell each position lies in.

    A position on the edge of two cells belongs to the one in the south or east.

    Parameters
    ----------
    longitude, latitude : array, shape (places,)
        Degrees of WGS 84.

    Returns
    -------
    array, shape (places, 2)
        `OUTSIDE` twice for a position beyond the grid, or that is no number.
    """
    x, y = metres_of(grid, longitude, latitude)
    with np.errstate(invalid="ignore"):
        row = np.floor((grid.north - y) / grid.resolution)
        column = np.floor((x - grid.west) / grid.resolution)
        inside = (row >= 0) & (row < grid.rows) & (column >= 0) & (column < grid.columns)
    cells = np.column_stack([row, column])
    cells[~inside] = OUTSIDE
    return cells.astype(np.int64)


def centres(grid: Grid) -> tuple[Floats, Floats]:
    """Return longitude and latitude of the middle of every cell, each an array of the grid's shape."""
    x = grid.west + (np.arange(grid.columns) + 0.5) * grid.resolution
    y = grid.north - (np.arange(grid.rows) + 0.5) * grid.resolution
    to_degrees = Transformer.from_crs(grid.crs, WGS84, always_xy=True)
    longitude, latitude = to_degrees.transform(*np.meshgrid(x, y))
    return np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)


def bounds_in(grid: Grid, crs: str) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the grid in another reference system."""
    across = Transformer.from_crs(grid.crs, crs, always_xy=True)
    west, south, east, north = across.transform_bounds(*grid.bounds, densify_pts=_EDGE_POINTS)
    return float(west), float(south), float(east), float(north)


def _steps(low: float, high: float, resolution: float) -> tuple[int, int]:
    """Return the multiples of the resolution that enclose low and high, at least one cell apart."""
    first = math.floor(low / resolution)
    return first, max(math.ceil(high / resolution), first + 1)
