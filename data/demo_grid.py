"""The grid of the demo's rasters: 250 m cells over Điện Biên in UTM zone 48 N, and which commune each cell lies in."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import rasterize

CRS = "EPSG:32648"
RESOLUTION = 250.0
"""Side of a cell, m."""
MARGIN = 22_000.0
"""How far the grid reaches beyond the communes' centres, m: the real communes reach 18.6 km, data 2 more."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DemoGrid:
    """Cells in rows from the north: `west` and `north` are the edges in metres of `CRS`, both whole cells."""

    west: float
    north: float
    rows: int
    columns: int

    @property
    def transform(self) -> Affine:
        """From column and row to metres."""
        return Affine(RESOLUTION, 0, self.west, 0, -RESOLUTION, self.north)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return self.rows, self.columns

    def cells_of(self, points: Floats) -> tuple[Ints, Ints]:
        """Return row and column of each point, shape (n, 2) in metres, held to the grid."""
        column = np.floor((points[:, 0] - self.west) / RESOLUTION).astype(np.int64)
        row = np.floor((self.north - points[:, 1]) / RESOLUTION).astype(np.int64)
        return row.clip(0, self.rows - 1), column.clip(0, self.columns - 1)

    def burn(self, shapes: Any, *, all_touched: bool = False) -> NDArray[np.bool_]:
        """Return which cells the shapes, in metres, lie in."""
        drawn = [(shape, 1) for shape in shapes if not shape.is_empty]
        if not drawn:
            return np.zeros(self.shape, dtype=bool)
        burnt = rasterize(drawn, self.shape, transform=self.transform, all_touched=all_touched, dtype="uint8")
        return np.asarray(burnt == 1)


def grid_of(facts: pd.DataFrame) -> DemoGrid:
    """Return the grid about the communes' centres; polygons have no say, so that a place keeps its cell."""
    centres = metres(facts["lon"].to_numpy(), facts["lat"].to_numpy())
    west, south = np.floor((centres.min(axis=0) - MARGIN) / RESOLUTION)
    east, north = np.ceil((centres.max(axis=0) + MARGIN) / RESOLUTION)
    return DemoGrid(west * RESOLUTION, north * RESOLUTION, int(north - south), int(east - west))


def metres(lon: Floats, lat: Floats) -> Floats:
    """Return positions in degrees as metres of `CRS`, shape (n, 2)."""
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326").to_crs(CRS)
    return np.column_stack([points.x, points.y])


def commune_cells(grid: DemoGrid, polygons: Any) -> tuple[Ints, NDArray[np.bool_]]:
    """Return which commune each cell's centre lies in, and which cells lie in one commune as a whole.

    Parameters
    ----------
    polygons : array of shapely polygons, shape (commune,)
        In metres of `CRS`.

    Returns
    -------
    commune : int array, shape `grid.shape`
        Position of the commune, −1 outside all.
    whole : bool array, shape `grid.shape`
        Cells no border runs through: all that lies in them lies in one commune, however finely it is added up.
    """
    numbered = [(shape, place) for place, shape in enumerate(polygons)]
    commune = rasterize(numbered, grid.shape, fill=-1, transform=grid.transform, dtype="int16").astype(np.int64)
    borders = grid.burn([shape.boundary for shape in polygons], all_touched=True)
    return commune, (commune >= 0) & ~borders
