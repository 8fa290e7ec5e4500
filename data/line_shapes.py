"""The shapes of roads and barriers: lines, and for barriers areas too, taken from a file of shapes and checked."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.frames import CRS
from data.issues import Finding, Reason, positions
from data.reading import RawTable
from data.schema import Table

LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
SHAPES_OF: Mapping[str, tuple[shapely.GeometryType, ...]] = {"roads": LINES, "barriers": (*LINES, *AREAS)}
"""Of each table whose rows are shapes, the types it takes."""

_OTHER = {"roads": Reason.NOT_A_LINE, "barriers": Reason.NOT_A_LINE_OR_AREA}
_EARTH = np.array([-180.0, -90.0]), np.array([180.0, 90.0])

Shapes = NDArray[np.object_]


def with_shapes(frame: pd.DataFrame, table: Table, raw: RawTable) -> pd.DataFrame:
    """Return the rows with the file's shapes, without heights and areas mended; any other table's rows as they are."""
    if table.name not in SHAPES_OF or raw.geometry is None:
        return frame
    shapes = shapely.force_2d(np.asarray(raw.geometry.array, dtype=object))
    crossed = _crossed(shapes)
    shapes[crossed] = shapely.make_valid(shapes[crossed])
    return frame.assign(geometry=gpd.GeoSeries(shapes, index=frame.index, crs=CRS))


def check_shapes(frame: pd.DataFrame, table: Table, raw: RawTable) -> list[Finding]:
    """Find rows whose shape is empty, of a type the table does not take, not on earth, or had to be mended.

    Parameters
    ----------
    frame : DataFrame
        As `with_shapes` returned it.
    table : Table
    raw : RawTable
        The file: its shapes as they were.
    """
    if table.name not in SHAPES_OF or raw.geometry is None:
        return []
    shapes = np.asarray(frame["geometry"].array, dtype=object)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    taken = np.isin(shapely.get_type_id(shapes), SHAPES_OF[table.name])
    crossed = _crossed(shapely.force_2d(np.asarray(raw.geometry.array, dtype=object)))
    findings = [
        Finding(Reason.EMPTY_SHAPE, "geometry", positions(empty)),
        Finding(_OTHER[table.name], "geometry", positions(~empty & ~taken)),
        Finding(Reason.NOT_ON_EARTH, "geometry", positions(~empty & ~_on_earth(shapes))),
        Finding(Reason.SHAPE_REPAIRED, "geometry", positions(crossed)),
    ]
    return [finding for finding in findings if len(finding.rows)]


def _crossed(shapes: Shapes) -> NDArray[np.bool_]:
    """Say which areas cross themselves; of lines none does."""
    areas = np.isin(shapely.get_type_id(shapes), AREAS)
    return np.asarray(areas & ~shapely.is_valid(shapes) & _on_earth(shapes))


def _on_earth(shapes: Shapes) -> NDArray[np.bool_]:
    bounds, (low, high) = shapely.bounds(shapes), _EARTH
    return np.asarray((bounds[:, :2] >= low).all(axis=1) & (bounds[:, 2:] <= high).all(axis=1))
