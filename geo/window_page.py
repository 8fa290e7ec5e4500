"""The map page of the window: the same map as `geo.map_page`, filled after it has opened.

The page is loaded once and holds no data; areas, places and colours follow, each when it changes. Every text is the
caller's.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from jinja2 import Environment, StrictUndefined

from geo import page_assets
from geo.features import bounds, feature_collection, require_drawable
from geo.folium_map import map_and_script
from geo.map_page import AreaLayer, LineLayer, PointLayer, Theme
from geo.simplified_areas import simplified_coverage
from geo.symbols import NO_DATA, SHAPES, path_data

LEGEND_RADIUS = 7.5
"""Largest symbol in the legend, in pixels."""
MOST_CORNERS = 60_000
"""Corners of all areas together that are drawn within a few hundredths of a second."""
BELOW_PLACES = -1
"""Level of lines."""
_STYLES = ("page.css", "window.css")
_SCRIPTS = (
    *("page.js", "marks.js", "legend.js", "places.js", "walking.js", "boxes.js", "tools.js", "card.js", "bands.js"),
    *("trial.js", "window.js"),
)
"""Each uses those before it."""


@dataclass(frozen=True, eq=False)
class Bands:
    """Shapes of a colour each (EPSG:4326), the first below the others, and the colour of communes where none is."""

    shapes: gpd.GeoSeries
    colours: Sequence[str]
    beyond: str


def window_page(language: str, *, channel_script: str, origin: str) -> str:
    """Make the page, empty.

    Parameters
    ----------
    language : str
        Code of the language.
    channel_script : str
        Qt's script of the class QWebChannel.
    origin : str
        Scheme from which the page may fetch its data, with its colon; all else is forbidden to it.
    """
    map_html, map_script = map_and_script([], [])
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    document: str = environment.from_string(page_assets.own("window.html")).render(
        language=language,
        origin=origin,
        leaflet_css=page_assets.leaflet_css(),
        patterns=page_assets.own("patterns.svg"),
        styles=[page_assets.own(name) for name in _STYLES],
        scripts=[page_assets.leaflet_js(), channel_script, *(page_assets.own(name) for name in _SCRIPTS)],
        map_html=map_html,
        map_script=map_script,
    )
    return document


def areas_message(area: AreaLayer) -> dict[str, Any]:
    """Write areas with their names, their borders simplified to what a screen shows.

    Raises
    ------
    UnknownCrs, MissingColumn, DuplicateCode, EmptyGeometry
        The layer's table is not as described.
    """
    columns = [column for column in (area.heading, area.name) if column]
    require_drawable(area.key, area.shapes, columns)
    shapes = area.shapes
    drawn = shapes.set_geometry(
        gpd.GeoSeries(simplified_coverage(shapes.geometry, MOST_CORNERS), shapes.index, shapes.crs)
    )
    features = feature_collection(drawn, heading=area.heading, texts=(), extra=area.extra)
    return {
        "key": area.key,
        "title": area.title,
        "bounds": bounds([shapes]) if len(shapes) else None,
        "features": features,
    }


def theme_message(theme: Theme, codes: Sequence[str]) -> dict[str, Any]:
    """Write colours, legend and values of a theme for areas in the order of `codes`."""
    fills = sorted({*theme.colours.values(), NO_DATA})
    position = {fill: place for place, fill in enumerate(fills)}
    return {
        "key": theme.key,
        "title": theme.title,
        "unit": theme.unit,
        "ends": theme.ends,
        "note": theme.note,
        "fills": fills,
        "of": [position[theme.colours.get(code, NO_DATA)] for code in codes],
        "texts": [theme.texts.get(code, "") for code in codes],
        "legend": [{"fill": each.fill, "label": each.label, "note": each.note} for each in theme.legend],
    }


def bands_message(bands: Bands) -> dict[str, Any]:
    """Write bands, which are drawn below the borders of the communes."""
    shapes = [json.loads(text) for text in shapely.to_geojson(bands.shapes)]
    return {"beyond": bands.beyond, "bands": list(zip(bands.colours, shapes, strict=True))}


def points_message(layers: Sequence[PointLayer]) -> list[dict[str, Any]]:
    """Write layers of places, those that others may cover first.

    Raises
    ------
    UnknownCrs, MissingColumn, DuplicateCode, EmptyGeometry
        A layer's table is not as described.
    """
    return [_points(layer) for layer in layers]


def _points(layer: PointLayer) -> dict[str, Any]:
    columns = [field.column for field in layer.fields]
    require_drawable(layer.key, layer.shapes, [layer.heading, *columns, *filter(None, layer.extra.values())])
    return {
        "key": layer.key,
        "title": layer.title,
        "note": layer.note,
        "shown": layer.shown,
        "colour": layer.colour,
        "edge": layer.edge,
        "level": layer.level,
        "named": layer.named,
        "caution": layer.caution,
        "ringed": layer.ringed,
        "ringNote": layer.ring_note,
        "corners": SHAPES[layer.shape],
        "radius": layer.radius,
        "icon": path_data(layer.shape, min(layer.radius, LEGEND_RADIUS)),
        "labels": [field.label for field in layer.fields],
        "features": feature_collection(layer.shapes, heading=layer.heading, texts=columns, extra=layer.extra),
    }


def lines_message(layers: Sequence[LineLayer]) -> list[dict[str, Any]]:
    """Write layers of lines, which are drawn over areas and below every place.

    Raises
    ------
    UnknownCrs, MissingColumn, DuplicateCode, EmptyGeometry
        A layer's table is not as described.
    """
    return [_lines(layer) for layer in layers]


def _lines(layer: LineLayer) -> dict[str, Any]:
    columns = [field.column for field in layer.fields]
    require_drawable(layer.key, layer.shapes, [layer.heading, *columns])
    return {
        "key": layer.key,
        "title": layer.title,
        "note": "",
        "about": layer.note,
        "shown": layer.shown,
        "level": BELOW_PLACES,
        "colours": dict(layer.colours),
        "lines": [{"colour": colour, "label": label} for colour, label in layer.legend],
        "labels": [field.label for field in layer.fields],
        "features": feature_collection(layer.shapes, heading=layer.heading, texts=columns, extra=layer.extra),
    }


def encoded(message: Any) -> bytes:
    """Write a message as JSON."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain).encode()


def _plain(value: Any) -> Any:
    """Write numpy's numbers as numbers."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)
