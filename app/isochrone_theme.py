"""Isochrones as a way of colouring a map: bands of minutes over the communes, and the legend that says each of them."""

from collections.abc import Sequence

import geopandas as gpd

from app import words
from app.language import N_, Language
from app.map_layers import Drawn
from app.result import Layer, Table, Value
from geo.map_page import LegendClass, Theme
from geo.palettes import sequential
from geo.window_page import Bands

BEYOND = "#e4e8ec"
"""Where no band is."""
_LIMIT = N_("{minutes} minutes")
_NOTE = N_("Grey: longer, or no way leads there.")


def indicators(drawn: Drawn, language: Language) -> list[tuple[str, str]]:
    """Return the key and title of each layer of bands that has any."""
    return [
        (layer.name, language.say(words.LAYERS[layer.name]))
        for layer in drawn.layers
        if layer.shape == "areas" and layer.outlines
    ]


def theme(drawn: Drawn, key: str, language: Language) -> Theme:
    """Return the legend of one of `indicators`; the communes themselves have no colour."""
    layer, table = _layer(drawn, key)
    rows = zip(_colours(layer), table.values(str(layer.value)), table.values("children_within"), strict=True)
    return Theme(
        key=key,
        title=language.say(words.LAYERS[key]),
        unit="",
        colours={},
        legend=tuple(
            LegendClass(colour, language.say(_LIMIT, minutes=_number(limit)), _children(children, language))
            for colour, limit, children in rows
        ),
        note=language.say(_NOTE),
        ends=(language.number(_number(table.values(str(layer.value))[0])), _last(table, layer, language)),
    )


def bands(drawn: Drawn, key: str) -> Bands:
    """Return the shapes of one of `indicators`, the widest first: the narrower ones are drawn over it."""
    layer, _ = _layer(drawn, key)
    shapes = gpd.GeoSeries.from_wkt(list(reversed(layer.outlines)), crs="EPSG:4326")
    return Bands(shapes, tuple(reversed(_colours(layer))), BEYOND)


def _layer(drawn: Drawn, key: str) -> tuple[Layer, Table]:
    layer = {each.name: each for each in drawn.layers}[key]
    return layer, {table.name: table for table in drawn.tables}[layer.table]


def _colours(layer: Layer) -> Sequence[str]:
    """Return dark for what is near, light for what is far."""
    return tuple(reversed(sequential(len(layer.outlines))))


def _children(children: Value, language: Language) -> str:
    return language.say(N_("{n} children"), n=round(float(children or 0)))


def _number(minutes: Value) -> float | int:
    value = float(minutes or 0)
    return int(value) if value.is_integer() else value


def _last(table: Table, layer: Layer, language: Language) -> str:
    return language.number(_number(table.values(str(layer.value))[-1]))
