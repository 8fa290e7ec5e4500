"""Where the rows of a file lie: longitude and latitude from shapes or from another system, and whether they fit.

Schematic boundaries decide nothing: a position is held against its commune only where real boundaries are known.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from pyproj.exceptions import CRSError, ProjError

from data.errors import UnknownCrs
from data.issues import Finding, Reason, positions

POSITION = ("lon", "lat")
MAPPED = ("facilities",)  # tables whose rows may lack a position, and then miss on the map


@dataclass(frozen=True, slots=True)
class Placed:
    """Longitudes and latitudes in EPSG:4326, by field."""

    values: "dict[str, pd.Series[Any]]"
    findings: tuple[Finding, ...] = ()


def positions_of(shapes: gpd.GeoSeries) -> Placed:
    """Return the position of each shape: a point's own, a point inside any other; missing for missing shapes."""
    array = np.asarray(shapes.array, dtype=object)
    empty = shapely.is_missing(array) | shapely.is_empty(array)
    is_point = shapely.get_type_id(array) == shapely.GeometryType.POINT
    points = array.copy()
    points[empty] = None
    points[~is_point] = shapely.point_on_surface(points[~is_point])
    other = positions(~is_point & ~empty)
    findings = (Finding(Reason.POSITION_OF_SHAPE, "lon", other),) if len(other) else ()
    return Placed({"lon": pd.Series(shapely.get_x(points)), "lat": pd.Series(shapely.get_y(points))}, findings)


def to_geographic(x: "pd.Series[Any]", y: "pd.Series[Any]", crs: str, path: Path) -> "dict[str, pd.Series[Any]]":
    """Return eastings and northings of `crs` as longitudes and latitudes (EPSG:4326).

    Values that have no place on earth become infinite, and so break the limits of their field.

    Raises
    ------
    UnknownCrs
        `crs` names no reference system.
    """
    try:
        transformer = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except (CRSError, ProjError) as error:
        raise UnknownCrs(path, crs) from error
    lon, lat = transformer.transform(x.to_numpy(), y.to_numpy())
    return {"lon": pd.Series(lon, index=x.index), "lat": pd.Series(lat, index=y.index)}


def check_half_positions(frame: pd.DataFrame) -> list[Finding]:
    """Find rows with one of longitude and latitude."""
    if not set(POSITION) <= set(frame.columns):
        return []
    lon, lat = frame["lon"].notna(), frame["lat"].notna()
    halves = (("lat", lon & ~lat), ("lon", lat & ~lon))
    return [Finding(Reason.HALF_A_POSITION, name, positions(half)) for name, half in halves if half.any()]


def check_positions(frame: pd.DataFrame, units: pd.DataFrame, *, name: str, schematic: bool) -> list[Finding]:
    """Flag rows that will not be on the map, or lie where they do not say they do.

    Parameters
    ----------
    frame : DataFrame
        Rows of table `name`; the index is their position in the file.
    units : DataFrame
        The project's units with their shapes.
    schematic : bool
        The boundaries are drawn, not surveyed: no position is held against them.
    """
    if not set(POSITION) <= set(frame.columns):
        return []
    placed = frame[frame["lon"].notna() & frame["lat"].notna()]
    absent = frame.index.difference(placed.index).to_numpy(dtype=np.intp)
    findings = [Finding(Reason.NO_POSITION, "lon", absent)] if name in MAPPED and len(absent) else []
    communes = units[(units["level"] == "commune") & units.geometry.notna()]
    if schematic or placed.empty or communes.empty:
        return findings
    return findings + _check_against(placed, communes)


def _check_against(placed: pd.DataFrame, communes: pd.DataFrame) -> list[Finding]:
    points = shapely.points(placed["lon"].to_numpy(), placed["lat"].to_numpy())
    shapes = communes.drop_duplicates(["code", "vintage"]).set_index(["code", "vintage"]).geometry
    stated = shapes.index.get_indexer(pd.MultiIndex.from_frame(placed[["commune_code", "vintage"]]))
    polygons = np.asarray(shapes.array, dtype=object)
    shapely.prepare(polygons)
    own = polygons[stated]
    own[stated < 0] = None
    inside = shapely.intersects(own, points)
    astray = np.flatnonzero(~inside)
    elsewhere = astray[shapely.STRtree(polygons).query(points[astray], predicate="intersects")[0]]
    in_any = inside.copy()
    in_any[elsewhere] = True
    outside_all = ~in_any
    outside_own = in_any & ~inside & (stated >= 0)
    return [
        _misplaced(reason, field, placed[mask])
        for reason, field, mask in (
            (Reason.OUTSIDE_COMMUNE, "commune_code", outside_own),
            (Reason.OUTSIDE_UNITS, "lon", outside_all),
        )
        if mask.any()
    ]


def _misplaced(reason: Reason, field: str, rows: pd.DataFrame) -> Finding:
    where = {name: tuple(rows[name].tolist()) for name in POSITION}
    return Finding(reason, field, rows.index.to_numpy(dtype=np.intp), each=where)
