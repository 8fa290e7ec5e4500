"""Isochrones: areas within limits of minutes, drawn for the map. No number comes from them.

An isochrone shows where its facility is: what is drawn from a place that is not public is as secret as the place.
"""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.coverage import checked_limits, is_within
from geo.grid import Grid
from geo.simplified_areas import simplified_borders, simplified_coverage
from geo.zone_people import flat

LIMITS = (30.0, 60.0, 90.0, 120.0)
"""Minutes drawn."""
MOST_CORNERS = 20_000
"""Corners of all areas together that a map still moves smoothly with."""
CORNERS_OF_A_PATCH = 20
"""Patches are made fewer until each may keep this many corners: enough to keep its shape."""
LARGER = 4
"""The smallest patch that stays, in cells, grows by this factor until there are few enough."""
GEOGRAPHIC = "EPSG:4326"


def isochrones(
    minutes: ArrayLike, grid: Grid, limits: Sequence[float] = LIMITS, *, most_corners: int = MOST_CORNERS
) -> gpd.GeoDataFrame:
    """Draw the areas within each limit.

    Borders run along cells. Where they have more than `most_corners` corners, patches and holes of few cells are left
    out and borders simplified.

    Parameters
    ----------
    minutes : array, shape `grid.shape`
        inf or NaN where nothing reaches.
    limits : sequence of float
        Minutes, rising; each includes its own minute.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `limit` and `geometry` (EPSG:4326), the narrowest limit first, each area part of the next. A limit
        nothing lies within has no row.

    Raises
    ------
    InvalidLimits, ShapeMismatch
    """
    rising = checked_limits(limits)
    flat(minutes, grid.shape, "minutes")
    band = np.asarray(np.sum([~is_within(minutes, limit) for limit in rising], axis=0, dtype=np.uint8))
    areas, bands = _simplified(band, len(rising), most_corners)
    drawn = [(limit, _joined(areas[bands <= number])) for number, limit in enumerate(rising) if (bands <= number).any()]
    projected = shapely.transform([area for _, area in drawn], lambda corners: _in_metres(corners, grid))
    found = gpd.GeoDataFrame({"limit": [limit for limit, _ in drawn]}, geometry=projected, crs=grid.crs)
    return found.to_crs(GEOGRAPHIC)


def _in_metres(corners: NDArray[np.float64], grid: Grid) -> NDArray[np.float64]:
    return np.asarray([grid.west, grid.north] + corners * [grid.resolution, -grid.resolution])


def _simplified(band: NDArray[np.uint8], beyond: int, most_corners: int) -> tuple[NDArray[Any], NDArray[Any]]:
    areas, bands = _traced(_without_specks(band, most_corners // CORNERS_OF_A_PATCH), beyond)
    fitting = simplified_borders(shapely.segmentize(areas, 1.0), 0.0)
    return simplified_coverage(fitting, most_corners), bands


def _without_specks(band: NDArray[np.uint8], most: int) -> NDArray[np.uint8]:
    """Merge ever larger patches into their neighbours until at most this many are left, holes included."""
    from rasterio.features import sieve

    smallest, clean = 1, band
    while smallest < band.size and _patches(clean) > most:
        smallest *= LARGER
        clean = sieve(band, smallest)
    return clean


def _patches(band: NDArray[np.uint8]) -> int:
    from scipy.ndimage import label

    return sum(int(label(band == value)[1]) for value in np.unique(band))


def _traced(band: NDArray[np.uint8], beyond: int) -> tuple[NDArray[Any], NDArray[Any]]:
    from rasterio.features import shapes

    found = list(shapes(band, mask=band < beyond))
    areas = np.array([shapely.geometry.shape(area) for area, _ in found], dtype=object)
    return areas, np.array([value for _, value in found])


def _joined(areas: NDArray[Any]) -> Any:
    joined = shapely.coverage_union_all(areas)
    return joined if joined.geom_type == "MultiPolygon" else shapely.multipolygons([joined])
