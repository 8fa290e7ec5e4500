"""Which unit a place lies in."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import LengthMismatch, MissingColumn, UnknownCrs

GEOGRAPHIC = "EPSG:4326"


def containing_unit(
    longitude: ArrayLike, latitude: ArrayLike, units: gpd.GeoDataFrame, *, code: str = "code"
) -> NDArray[np.object_]:
    """Find the code of the unit that holds each point, borders included.

    A point on a border belongs to the unit with the smallest code; units without a shape hold nothing.

    Parameters
    ----------
    longitude, latitude : array, shape (n,)
        EPSG:4326; a point with a NaN lies nowhere.
    units : geopandas.GeoDataFrame
        Polygons in any stated CRS, with the column `code`.

    Returns
    -------
    array of str or None, shape (n,)

    Raises
    ------
    LengthMismatch, MissingColumn, UnknownCrs
    """
    lon, lat = np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    if len(lon) != len(lat):
        raise LengthMismatch("latitude", len(lat), len(lon))
    if code not in units.columns:
        raise MissingColumn(code)
    if units.crs is None:
        raise UnknownCrs("units")
    by_code = units.sort_values(code, kind="stable")
    return _first_match(lon, lat, by_code.geometry.to_crs(GEOGRAPHIC).to_numpy(), by_code[code].to_numpy())


def _first_match(lon: Any, lat: Any, shapes: Any, codes: Any) -> NDArray[np.object_]:
    found: NDArray[np.object_] = np.full(len(lon), None, dtype=object)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    point, shape = shapely.STRtree(shapes).query(shapely.points(lon[known], lat[known]), predicate="intersects")
    order = np.lexsort((shape, point))
    points, first = np.unique(point[order], return_index=True)
    found[known[points]] = codes[shape[order][first]]
    return found
