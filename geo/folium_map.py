"""The Leaflet map and its empty layers, written by folium with fixed element ids and nothing from any network.

Shapes and texts stay outside: folium reads all that it writes as templates, so a name with two braces in it would be
run as one, and a country's shapes would take it minutes.
"""

from collections.abc import Sequence
from typing import Any, cast

import folium
from branca.element import MacroElement
from folium.template import Template
from folium.utilities import JsCode

CLOSEST_ZOOM = 15
ZOOM_STEP = 0.25
SMOOTHING = 0.7
"""How far, in pixels, Leaflet may draw a border from where it is."""


def map_and_script(areas: Sequence[str], points: Sequence[str], lines: Sequence[str] = ()) -> tuple[str, str]:
    """Write the map's element and the script that makes the map and one layer for each key, lines over areas.

    The script calls `lachan` of page.js: prepare before the layers are made, start after.
    """
    drawn: Any = folium.Map(
        location=(0, 0),
        tiles=None,
        zoom_control=False,
        max_zoom=CLOSEST_ZOOM,
        zoom_snap=ZOOM_STEP,
        zoom_delta=2 * ZOOM_STEP,
    )
    drawn._id = "lachan"
    drawn.default_js, drawn.default_css = [], []
    _script("prepare", f"lachan.prepare({drawn.get_name()});").add_to(drawn)
    groups = {key: _area_layer(key) for key in areas} | {key: _line_layer(key) for key in lines}
    groups |= {key: _point_layer(key) for key in points}
    for group in groups.values():
        group.add_to(drawn)
    names = ", ".join(f"{key}: {group.get_name()}" for key, group in groups.items())
    _script("start", f"lachan.start({{{names}}});").add_to(drawn)
    drawn.render()
    figure = drawn.get_root()
    return figure.html.render(), figure.script.render()


def _area_layer(key: str) -> Any:
    return _layer(key, style=JsCode("() => lachan.outline"))


def _line_layer(key: str) -> Any:
    return _layer(key, style=JsCode(f"(feature) => lachan.line('{key}', feature)"))


def _point_layer(key: str) -> Any:
    return _layer(key, point_to_layer=JsCode(f"(feature, latlng) => lachan.symbol('{key}', feature, latlng)"))


def _layer(key: str, **options: Any) -> Any:
    group = folium.GeoJson(
        {"type": "FeatureCollection", "features": []},
        smooth_factor=SMOOTHING,
        on_each_feature=JsCode(f"(feature, layer) => lachan.addFeature('{key}', feature, layer)"),
        **options,
    )
    group._id = key
    return group


def _script(name: str, code: str) -> Any:
    element = cast("Any", MacroElement)()
    element._id = name
    element._template = Template(f"{{% macro script(this, kwargs) %}}{code}{{% endmacro %}}")
    return element
