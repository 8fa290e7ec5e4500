"""Which communes of a project are computed together: all of them, or a large area province by province with a margin.

Each commune, and each cell outside every commune, belongs to one part only, so that the sums of the parts are those of
the whole. What help lies beyond the margin is not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from app.children import communes
from app.travel_inputs import areas_of, grid_of
from data.project import Project
from geo.errors import GridTooLarge
from geo.grid import OUTSIDE, Grid, cells_of

Flags = NDArray[np.bool_]

MOST_AT_ONCE = 20_000_000
"""Cells that are computed in one run."""
PART_MARGIN_METRES = 50_000.0
"""Ground around a province: an hour and a quarter on a road at 40 km/h."""
_OWN, _OTHER = 1, 2


@dataclass(frozen=True, eq=False)
class Part:
    """Communes that are computed together, and the grid around them.

    Attributes
    ----------
    codes : frozenset of str
        Of the communes.
    grid : Grid
    owned : array of bool, shape of the grid, optional
        The cells at most `app.travel_inputs.MARGIN_METRES` from these communes and nearer to them than to those of
        other parts; None: all.
    """

    codes: frozenset[str]
    grid: Grid
    owned: Flags | None = None

    def holds(self, places: pd.DataFrame) -> Flags:
        """Return which places, by their columns lon and lat, lie on the grid."""
        lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
        return np.asarray(cells_of(self.grid, lon, lat)[:, 0] != OUTSIDE)


def parts_of(project: Project, resolution: float) -> list[Part]:
    """Return the parts of a project: one, unless its grid has more than `MOST_AT_ONCE` cells and it several provinces.

    Raises
    ------
    NoAreas
        No commune has a shape or a centre.
    geo.errors.GridTooLarge
        A part has too many cells.
    """
    areas = areas_of(project)
    grouped = areas["code"].groupby(areas["code"].map(_province_of(project)).fillna("").to_numpy())
    if len(grouped) < 2 or _fits(project, resolution):
        return [Part(frozenset(areas["code"]), grid_of(project, resolution))]
    sets = [frozenset(codes) for _, codes in grouped]
    drawn = [codes for codes in sets if _drawn(areas, codes)]
    first = drawn[0].union(*(codes for codes in sets if codes not in drawn))
    return [_part(project, areas, codes, resolution) for codes in (first, *drawn[1:])]


def owners(parts: Sequence[Part], places: pd.DataFrame) -> NDArray[np.int64]:
    """Return the position of the part each place belongs to: of its commune, else the first whose grid holds it."""
    owner = np.zeros(len(places), dtype=np.int64)
    for position, part in reversed([*enumerate(parts)]):
        owner[part.holds(places)] = position
    for position, part in enumerate(parts):
        owner[places["commune_code"].isin(part.codes).to_numpy(dtype=bool)] = position
    return owner


def _fits(project: Project, resolution: float) -> bool:
    try:
        grid = grid_of(project, resolution)
    except GridTooLarge:
        return False
    return grid.rows * grid.columns <= MOST_AT_ONCE


def _province_of(project: Project) -> dict[str, str]:
    """Return the province of each commune, also where districts stand between them."""
    own = project["units"]
    own = own[own["vintage"] == project.about.vintage]
    parent = dict(zip(own["code"], own["parent_code"], strict=True))
    districts = set(own.loc[own["level"] == "district", "code"])
    above = communes(project).set_index("code")["parent_code"].dropna()
    return {str(code): parent.get(unit, unit) if unit in districts else unit for code, unit in above.items()}


def _drawn(areas: gpd.GeoDataFrame, codes: frozenset[str]) -> bool:
    return bool(areas.geometry[areas["code"].isin(codes)].notna().any())


def _part(project: Project, areas: gpd.GeoDataFrame, codes: frozenset[str], resolution: float) -> Part:
    grid = grid_of(project, resolution, codes=codes, margin=PART_MARGIN_METRES)
    near = grid_of(project, resolution, codes=codes)
    return Part(codes, grid, _nearest(areas, codes, grid) & _covers(grid, near))


def _covers(grid: Grid, inner: Grid) -> Flags:
    """Return the cells of a grid that lie on another one with the same edges."""
    top, left = round((grid.north - inner.north) / grid.resolution), round((inner.west - grid.west) / grid.resolution)
    inside = np.zeros(grid.shape, dtype=bool)
    inside[top : top + inner.rows, left : left + inner.columns] = True
    return inside


def _nearest(areas: gpd.GeoDataFrame, codes: frozenset[str], grid: Grid) -> Flags:
    from rasterio.features import rasterize
    from scipy.ndimage import distance_transform_edt

    drawn = areas[areas.geometry.notna()]
    shapes = drawn.geometry.to_crs(grid.crs)
    near = shapes.intersects(shapely.box(*grid.bounds))
    labels = np.where(drawn["code"].isin(codes), _OWN, _OTHER)[near]
    burnt = rasterize(
        zip(shapes[near], labels.tolist(), strict=True), out_shape=grid.shape, transform=grid.transform, dtype="uint8"
    )  # fmt: skip
    nearest = distance_transform_edt(burnt == 0, return_distances=False, return_indices=True)
    return np.asarray(burnt[tuple(nearest)] == _OWN)
