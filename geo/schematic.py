"""Schematic boundaries: cells around commune centres where no real boundaries are at hand.

They say which commune lies where and about how large it is. No number may be computed from a drawn cell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer

from geo.errors import InvalidPosition, LengthMismatch, NoKnownArea, SharedPosition
from geo.outline import outlines
from geo.power_diagram import fit_weights, owners, power_borders

Floats = NDArray[np.float64]
Tick = Callable[[float], None]

GEOGRAPHIC = "EPSG:4326"
EQUAL_AREA = "EPSG:6933"
"""EASE-Grid 2.0 global, a cylindrical equal-area projection: areas are measured in it."""
GRID = 1e-6
"""Degrees to which a drawn boundary is rounded: about 0.1 m."""
SAME_SPOT_KM = 0.01
"""Centres closer than this are one spot: no border between them would survive the rounding."""
OVERHANG_KM = 0.1
"""Borders reach this far over the outline before they are cut, so that none ends short of it."""
STRAIGHT_KM = 10.0
"""Longest piece of a border: a line of this length, straight in the plane, bends by less than 1 m in degrees."""


@dataclass(frozen=True)
class AreaErrors:
    """How far drawn areas are from stated ones.

    `relative`: |drawn − stated| ÷ stated, shape (n,), NaN where the stated area is unknown.
    """

    relative: Floats

    @property
    def median(self) -> float:
        """Median over the units whose area is known."""
        return float(np.nanmedian(self.relative))

    @property
    def worst(self) -> float:
        """Largest error of a unit whose area is known."""
        return float(np.nanmax(self.relative))


def schematic_cells(
    longitude: ArrayLike, latitude: ArrayLike, area_km2: ArrayLike, *, tick: Tick | None = None
) -> gpd.GeoSeries:
    """Draw a cell around each centre, of about its stated area, that holds the centre.

    The outline is a smooth shape around the centres with the sum of the stated areas (islands get their own); inside
    it the cells are a power diagram. The same input gives the same cells.

    Parameters
    ----------
    longitude, latitude : array, shape (n,)
        Centres, EPSG:4326, each on its own spot.
    area_km2 : array, shape (n,)
        Stated areas; 0 or NaN means unknown, and the mean of the others is drawn.
    tick : callable, optional
        Called with the share done, 0–1.

    Returns
    -------
    geopandas.GeoSeries
        Polygons and MultiPolygons, EPSG:4326, in the order of the input: a valid coverage, whose neighbours share
        their vertices.

    Raises
    ------
    LengthMismatch, InvalidPosition, SharedPosition, NoKnownArea
    """
    lonlat = _positions(longitude, latitude)
    area = _drawn_area(area_km2, len(lonlat))
    plane = _local_equal_area(lonlat)
    centres = np.column_stack(plane.transform(*lonlat.T))
    _require_separate(centres)
    cells = np.empty(len(centres), dtype=object)
    done = 0.0
    for group, outline in outlines(centres, area):
        share = len(group) / len(centres)
        cells[group] = _cells_inside(outline, centres[group], area[group], plane, _part(tick, done, share))
        done += share
        if tick is not None:
            tick(min(1.0, done))
    return gpd.GeoSeries(cells, crs=GEOGRAPHIC)


def area_errors(cells: gpd.GeoSeries, area_km2: ArrayLike) -> AreaErrors:
    """Compare the areas of drawn cells, measured in an equal-area projection, with the stated ones.

    Raises
    ------
    LengthMismatch
    """
    stated = np.asarray(area_km2, dtype=float)
    if len(stated) != len(cells):
        raise LengthMismatch("area_km2", len(stated), len(cells))
    drawn = cells.to_crs(EQUAL_AREA).area.to_numpy() / 1e6
    known = np.isfinite(stated) & (stated > 0)
    return AreaErrors(np.where(known, np.abs(drawn - stated) / np.where(known, stated, 1.0), np.nan))


def _part(tick: Tick | None, done: float, share: float) -> Tick | None:
    """Make the progress of a part of the work from that of the whole."""
    return None if tick is None else lambda fraction: tick(min(1.0, done + share * fraction))


def _positions(longitude: ArrayLike, latitude: ArrayLike) -> Floats:
    lon, lat = np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    if len(lon) != len(lat):
        raise LengthMismatch("latitude", len(lat), len(lon))
    bad = ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    if bad.any():
        first = int(np.argmax(bad))
        raise InvalidPosition(first, float(lon[first]), float(lat[first]))
    return np.column_stack([lon, lat])


def _drawn_area(area_km2: ArrayLike, count: int) -> Floats:
    stated = np.asarray(area_km2, dtype=float)
    if len(stated) != count:
        raise LengthMismatch("area_km2", len(stated), count)
    known = np.isfinite(stated) & (stated > 0)
    if not known.any():
        raise NoKnownArea
    return np.where(known, stated, stated[known].mean())


def _local_equal_area(lonlat: Floats) -> Transformer:
    lon, lat = lonlat.mean(axis=0)
    local = CRS.from_proj4(f"+proj=laea +lon_0={lon:.6f} +lat_0={lat:.6f} +datum=WGS84 +units=km")
    return Transformer.from_crs(GEOGRAPHIC, local, always_xy=True)


def _require_separate(centres: Floats) -> None:
    close = shapely.STRtree(shapely.points(centres)).query(
        shapely.points(centres), predicate="dwithin", distance=SAME_SPOT_KM
    )
    pairs = sorted((int(i), int(j)) for i, j in close.T if i < j)
    if pairs:
        raise SharedPosition(*pairs[0])


def _cells_inside(
    outline: Any, centres: Floats, area: Floats, plane: Transformer, tick: Tick | None
) -> NDArray[np.object_]:
    """Cut the outline into cells; all borders are rounded together, so that neighbours keep the same vertices."""
    weights = fit_weights(centres, area, outline, tick=tick) if len(centres) > 1 else np.zeros(1)
    near = shapely.intersection(power_borders(centres, weights), shapely.buffer(outline, OVERHANG_KM))
    borders = [outline.boundary, *shapely.segmentize(near, STRAIGHT_KM)]
    grid = shapely.union_all(shapely.transform(borders, partial(_lonlat, plane)), grid_size=GRID)
    pieces = shapely.get_parts(shapely.polygonize([grid]))
    middle = np.column_stack(plane.transform(*shapely.get_coordinates(shapely.point_on_surface(pieces)).T))
    inside = shapely.contains_xy(outline, middle)
    owner = owners(middle, centres, weights)
    cells = [shapely.union_all(pieces[inside & (owner == site)]) for site in range(len(centres))]
    return np.array(cells, dtype=object)


def _lonlat(plane: Transformer, xy: Floats) -> Floats:
    x, y = xy.T
    return np.column_stack(plane.transform(x, y, direction="INVERSE"))
