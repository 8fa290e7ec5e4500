"""Which unit a position lies in.

Only surveyed shapes may be given: drawn ones decide nothing.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely


def codes_at(lon: "pd.Series[float]", lat: "pd.Series[float]", units: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Return the code of the unit each position lies in: how places go from one vintage to another.

    Parameters
    ----------
    lon, lat : Series of float
        Degrees, WGS 84; missing where the position is not known.
    units : GeoDataFrame
        code and geometry of units of one level and vintage, EPSG:4326. On a border the lowest code wins.

    Returns
    -------
    Series of str
        With the index of `lon`; missing outside of all units and without a position.
    """
    ordered = units[units.geometry.notna()].sort_values("code")
    x, y = (values.to_numpy(dtype=float, na_value=np.nan) for values in (lon, lat))
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    tree = shapely.STRtree(shapely.points(x[known], y[known]))  # of the points: each shape is then prepared once
    unit, found = tree.query(np.asarray(ordered.geometry.array, dtype=object), predicate="intersects")
    point = known[found]
    first = pd.Series(unit).groupby(point).min()
    codes = pd.Series(ordered["code"].to_numpy()[first], index=first.index, dtype="str")
    return codes.reindex(range(len(lon))).set_axis(lon.index)
