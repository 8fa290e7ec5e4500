"""Read one layer of a GeoPackage, Shapefile, GeoJSON or KML file: its attributes, and shapes in EPSG:4326."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj.exceptions import CRSError, ProjError

from data.errors import EmptySource, MissingCrs, UnknownCrs, UnknownLayer, UnreadableSource
from data.reference_systems import shapes_to_wgs84

_LATIN_1 = "ISO-8859-1"  # what the reader takes for the text of a shapefile that does not say
_KML_LOOKS = (
    "id", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon",
    "snippet",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layer:
    """The features of one layer: columns of plain cells, "" where one is missing, and shapes in EPSG:4326."""

    name: str
    others: tuple[str, ...]
    columns: dict[str, list[object]]
    geometry: gpd.GeoSeries | None
    size: int
    encoding: str


def read_layer(path: Path, layer: str | None, crs: str | None) -> Layer:
    """Read `layer`, else the first one.

    Parameters
    ----------
    crs : str, optional
        Reference system of shapes that state none.

    Raises
    ------
    UnreadableSource, EmptySource, UnknownLayer
        The file cannot be read, or has no such layer.
    MissingCrs, UnknownCrs
        Shapes without a reference system, or with one that has no way to EPSG:4326.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        known = tuple(str(name) for name in pyogrio.list_layers(path)[:, 0])
        chosen = _choose_layer(path, layer, known)
        encoding = str(pyogrio.read_info(path, layer=chosen)["encoding"] or "")
        features = pyogrio.read_dataframe(path, layer=chosen)
        if encoding == _LATIN_1 and _is_mistaken_utf_8(features):
            encoding, features = "UTF-8", pyogrio.read_dataframe(path, layer=chosen, encoding="UTF-8")
    except (DataSourceError, DataLayerError) as error:
        raise UnreadableSource(path, path.suffix.lower().removeprefix(".")) from error
    attributes = pd.DataFrame(features.drop(columns="geometry", errors="ignore"))
    if path.suffix.lower() == ".kml":
        attributes = attributes.drop(columns=list(_KML_LOOKS), errors="ignore")
    return Layer(
        name=chosen,
        others=tuple(name for name in known if name != chosen),
        columns={str(name): _plain_cells(column) for name, column in attributes.items()},
        geometry=_to_geographic(path, features, chosen, crs),
        size=len(features),
        encoding=encoding,
    )


def _choose_layer(path: Path, layer: str | None, known: tuple[str, ...]) -> str:
    if not known:
        raise EmptySource(path)
    if layer is not None and layer not in known:
        raise UnknownLayer(path, layer, known)
    return layer if layer is not None else known[0]


def _is_mistaken_utf_8(features: pd.DataFrame) -> bool:
    """Say whether accented texts that were read as Latin-1 are UTF-8: chance hardly ever makes that."""
    texts = {text for name in features for text in features[name].unique() if isinstance(text, str)}
    accented = [text for text in (*texts, *map(str, features.columns)) if not text.isascii()]
    try:
        return bool(accented) and all(text.encode("latin-1").decode("utf-8") for text in accented)
    except UnicodeError:
        return False


def _plain_cells(column: "pd.Series[Any]") -> list[object]:
    """Return a layer's column as a sheet would hold it: missing is "", a date without a time is a date."""
    return [_plain_cell(cell) for cell in column.astype(object).where(column.notna(), "")]


def _plain_cell(cell: object) -> object:
    match cell:
        case np.generic():
            return cell.item()
        case list() | dict() | np.ndarray():
            return str(cell)
        case _:
            return cell


def _to_geographic(path: Path, features: pd.DataFrame, layer: str, crs: str | None) -> gpd.GeoSeries | None:
    if not isinstance(features, gpd.GeoDataFrame):
        return None
    shapes = features.geometry.force_2d()
    if shapes.crs is None and crs is None:
        raise MissingCrs(path, layer)
    try:
        stated = shapes.set_crs(crs) if shapes.crs is None else shapes
        return shapes_to_wgs84(stated)
    except (CRSError, ProjError) as error:
        raise UnknownCrs(path, str(crs if shapes.crs is None else shapes.crs)) from error
