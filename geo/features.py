"""Tables with shapes as GeoJSON features, and the checks that they can be drawn."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import DuplicateCode, EmptyGeometry, MissingColumn, UnknownCrs

GEOGRAPHIC = "EPSG:4326"
DECIMALS = 6
"""Decimals of a degree kept: about 0.1 m."""


def feature_collection(
    shapes: gpd.GeoDataFrame, *, heading: str, texts: Sequence[str], extra: Mapping[str, str]
) -> dict[str, Any]:
    """Write a table as a GeoJSON feature collection in EPSG:4326, coordinates rounded to 6 decimals.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        With the column `code`.
    heading : str
        Column of each feature's heading.
    texts : sequence of str
        Columns whose texts become each feature's `values`; a missing text is "".
    extra : mapping
        Further properties and the columns they come from; an empty column name leaves the property out.
    """
    geometry = shapely.to_geojson(shapely.transform(_geographic(shapes), _rounded))
    columns = {"code": _texts(shapes["code"]), "heading": _texts(shapes[heading])}
    columns |= {name: shapes[column].tolist() for name, column in extra.items() if column}
    values = list(zip(*(_texts(shapes[column]) for column in texts), strict=True)) or [()] * len(shapes)
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    features = [
        {"type": "Feature", "properties": {**row, "values": value}, "geometry": json.loads(shape)}
        for row, value, shape in zip(rows, values, geometry, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def bounds(tables: Sequence[gpd.GeoDataFrame]) -> list[list[float]]:
    """Return the south-western and the north-eastern corner of all shapes, each as [latitude, longitude]."""
    west, south, east, north = shapely.total_bounds(np.concatenate([_geographic(table) for table in tables])).round(
        DECIMALS
    )
    return [[float(south), float(west)], [float(north), float(east)]]


def require_drawable(layer: str, shapes: gpd.GeoDataFrame, columns: Sequence[str]) -> None:
    """Raise the first reason why a table cannot be drawn.

    Raises
    ------
    UnknownCrs, MissingColumn, DuplicateCode, EmptyGeometry
    """
    if shapes.crs is None:
        raise UnknownCrs(layer)
    for column in ("code", *columns):
        if column not in shapes.columns:
            raise MissingColumn(column)
    repeated = shapes["code"].duplicated()
    if repeated.any():
        raise DuplicateCode(str(shapes["code"][repeated].iloc[0]))
    empty = shapes.geometry.isna() | shapes.geometry.is_empty
    if empty.any():
        raise EmptyGeometry(int(np.argmax(empty.to_numpy())))


def _geographic(shapes: gpd.GeoDataFrame) -> Any:
    return shapes.geometry.to_crs(GEOGRAPHIC).to_numpy()


def _rounded(coordinates: Any) -> Any:
    return np.round(coordinates, DECIMALS)


def _texts(column: Any) -> list[str]:
    return ["" if missing else str(value) for value, missing in zip(column, column.isna(), strict=True)]
