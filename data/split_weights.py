"""Which unit a position lies in, and weights for the parts of split units from shapes: children counted, else area.

Only surveyed shapes may be given: drawn ones decide nothing.
"""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

EQUAL_AREA = "+proj=laea +lat_0=16 +lon_0=106 +datum=WGS84 +units=m"
"""Lambert's equal-area projection about the middle of Viet Nam."""

WEIGHT_COLUMNS = ["old_code", "new_code", "weight", "weight_basis"]


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


def split_weights(
    crosswalk: pd.DataFrame,
    old_units: gpd.GeoDataFrame,
    new_units: gpd.GeoDataFrame,
    *,
    points: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the weights of the parts of split units, for `data.conversion.convert`.

    Parameters
    ----------
    crosswalk : DataFrame
        old_code, new_code, relation.
    old_units, new_units : GeoDataFrame
        code and geometry of both vintages, EPSG:4326.
    points : DataFrame, optional
        lon, lat and children of settlements.

    Returns
    -------
    DataFrame
        old_code, new_code, weight, weight_basis: "children" for each unit in whose parts children live, and "area"
        (km²) for each unit whose shape meets all its parts. A unit of neither is not in it and is shared equally.
    """
    parts = crosswalk.loc[crosswalk["relation"] == "part", ["old_code", "new_code"]].reset_index(drop=True)
    by_area = _area_weights(parts, old_units, new_units)
    if points is None:
        return by_area
    return pd.concat([_children_weights(parts, old_units, new_units, points), by_area], ignore_index=True)


def _area_weights(parts: pd.DataFrame, old_units: gpd.GeoDataFrame, new_units: gpd.GeoDataFrame) -> pd.DataFrame:
    old, new = _shapes(old_units, parts["old_code"]), _shapes(new_units, parts["new_code"])
    km2 = shapely.area(shapely.intersection(old, new)) / 1e6
    rows = parts.assign(weight=km2, weight_basis="area")
    return rows[rows.groupby("old_code")["weight"].transform("min") > 0].reset_index(drop=True)


def _shapes(units: gpd.GeoDataFrame, codes: "pd.Series[str]") -> Any:
    flat = units.set_index("code").geometry.to_crs(EQUAL_AREA)
    return np.asarray(flat.reindex(codes).array, dtype=object)


def _children_weights(
    parts: pd.DataFrame, old_units: gpd.GeoDataFrame, new_units: gpd.GeoDataFrame, points: pd.DataFrame
) -> pd.DataFrame:
    placed = pd.DataFrame(
        {
            "old_code": codes_at(points["lon"], points["lat"], old_units),
            "new_code": codes_at(points["lon"], points["lat"], new_units),
            "weight": points["children"],
        }
    )
    counted = placed.groupby(["old_code", "new_code"], as_index=False)["weight"].sum()
    rows = parts.merge(counted, on=["old_code", "new_code"], how="left").fillna({"weight": 0.0})
    return rows[rows.groupby("old_code")["weight"].transform("sum") > 0].assign(weight_basis="children")[WEIGHT_COLUMNS]
