"""Which areas border on which, read off their shapes.

Neighbours are given as positions, so that a model takes them without knowing what a polygon is.
"""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import UnknownCrs
from geo.grid import utm_zone

Positions = NDArray[np.int64]

SLIVER_METRES = 10.0
"""Real boundaries of one border, drawn twice, part by a few metres; no two communes are kept apart by less."""


def contiguity(areas: gpd.GeoSeries, *, tolerance_metres: float = SLIVER_METRES) -> list[Positions]:
    """Return the neighbours of each area: those with which it shares a border or a corner (queen contiguity).

    Areas that overlap are neighbours too.

    Parameters
    ----------
    areas : geopandas.GeoSeries, shape (area,)
        Polygons in any stated CRS. One that is missing or empty has no neighbours.
    tolerance_metres : float
        Areas that come as near as this count as touching. At 0 they share a point, and the CRS need not be known.

    Returns
    -------
    list of arrays of int
        One per area, ascending positions; empty for an island. If i is a neighbour of j, j is one of i.

    Raises
    ------
    UnknownCrs
        Metres cannot be measured.

    Examples
    --------
    >>> row = gpd.GeoSeries([shapely.box(x, 0, x + 1, 1) for x in (0, 1, 3)], crs="EPSG:4326")
    >>> [each.tolist() for each in contiguity(row)]
    [[1], [0], []]
    """
    shapes = np.array(_in_metres(areas) if tolerance_metres else areas, dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    first, second = _touching(shapes, tolerance_metres)
    apart = first != second
    first, second = first[apart], second[apart]
    order = np.lexsort((second, first))
    ends = np.searchsorted(first[order], np.arange(1, len(shapes)))
    return np.split(second[order], ends) if len(shapes) else []


def _touching(shapes: NDArray[np.object_], tolerance: float) -> Positions:
    """Return pairs of positions, each both ways and each shape with itself: array of shape (2, pairs)."""
    tree = shapely.STRtree(shapes)
    if tolerance:
        return np.asarray(tree.query(shapes, predicate="dwithin", distance=tolerance))
    return np.asarray(tree.query(shapes, predicate="intersects"))


def _in_metres(areas: gpd.GeoSeries) -> gpd.GeoSeries:
    if areas.crs is None:
        raise UnknownCrs(str(areas.name or "areas"))
    degrees = areas.to_crs("EPSG:4326")
    west, south, east, north = degrees.total_bounds
    if not np.isfinite(west):
        return areas
    return degrees.to_crs(utm_zone((west + east) / 2, (south + north) / 2))
