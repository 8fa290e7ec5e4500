"""What was released, as one HTML page with a map: opens in any browser, asks no network for anything.

Layers of a result become layers of `geo.map_page`; every word and number is written here in the reader's language.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

import geopandas as gpd
import numpy as np
import pandas as pd

from app import words
from app.children import full_names
from app.language import N_, Language
from app.release import Released
from app.reports import notes
from app.result import Column, Layer, Table, Value
from geo.classes import Classes, classify
from geo.map_page import AreaLayer, Field, LegendClass, MapPage, PointLayer, Texts, Theme, render
from geo.palettes import DISTINCT, sequential
from geo.symbols import NO_DATA, NOT_ENOUGH, Shape

CLASSES = 5
_SYMBOLS: dict[str, tuple[Shape, str, float]] = {
    "sites": ("star", DISTINCT["vermillion"], 9.0),
    "existing": ("house", DISTINCT["black"], 8.0),
    "candidates": ("circle", DISTINCT["orange"], 3.5),
}
_SHOWN_STATUS = "enough"
_HIDDEN_STATUS = "not_enough_data"
_LANGUAGE_SUFFIX = {"vi": "_en", "en": "_vi"}


def web_map_bytes(released: Released, language: Language) -> bytes:
    """Return the file `plan.html`: the same bytes for the same result."""
    page = MapPage(
        language=language.code,
        title=notes.title(released, language),
        subtitle=" ".join(notes.findings(released, language)[:1]),
        texts=_texts(language),
        areas=tuple(_area_layers(released, language)),
        points=tuple(_point_layers(released, language)),
        notices=(notes.audience(released, language), *notes.warnings(released, language)),
        footnotes=tuple(_footnotes(released, language)),
        attribution=next((str(each.value) for each in released.provenance if each.name == "sources"), ""),
    )
    return render(page).encode()


def _texts(language: Language) -> Texts:
    return Texts(
        map=language.say(N_("Map")),
        legend=language.say(N_("Legend")),
        zoom_in=language.say(N_("Zoom in")),
        zoom_out=language.say(N_("Zoom out")),
        whole=language.say(N_("Whole province")),
        close=language.say(N_("Close")),
    )


def _footnotes(released: Released, language: Language) -> Iterable[str]:
    yield from notes.findings(released, language)[1:]
    for note in notes.notes(released, language):
        yield f"{note.heading}: {note.text}"


def _area_layers(released: Released, language: Language) -> Iterable[AreaLayer]:
    drawn = [layer for layer in released.layers if layer.shape == "communes"]
    if not drawn:
        yield _outlines(released, language)
    for name, layers in groupby(drawn, key=lambda layer: layer.table):
        yield _area_layer(_table(released, name), list(layers), released.place.communes, language)


def _outlines(released: Released, language: Language) -> AreaLayer:
    """Return the communes without any figure: what is left to draw when no layer may leave."""
    communes = released.place.communes
    shapes = communes[["code", "geometry"]].assign(name=full_names(communes))
    title = language.say(words.TABLES["communes"])
    return AreaLayer(key="communes", title=title, shapes=shapes, heading="name", name="name", themes=())


def _area_layer(table: Table, layers: list[Layer], communes: gpd.GeoDataFrame, language: Language) -> AreaLayer:
    rows = _written(table, layers[0].popup, language)
    shapes = communes[["code", "geometry"]].merge(rows.assign(code=_codes(table, "code")), on="code")
    return AreaLayer(
        key=table.name,
        title=language.say(words.TABLES[table.name]),
        shapes=gpd.GeoDataFrame(shapes, geometry="geometry", crs=communes.crs),
        heading="name",
        name="name",
        themes=tuple(_theme(table, layer, set(shapes["code"]), language) for layer in layers),
        fields=_fields(table, layers[0], language),
    )


def _theme(table: Table, layer: Layer, known: set[str], language: Language) -> Theme:
    column = table.columns[table.position(str(layer.value))]
    status: Sequence[Value] = table.values(layer.status) if layer.status else [_SHOWN_STATUS] * len(table.rows)
    hidden = np.array([each != _SHOWN_STATUS for each in status], dtype=bool)
    values = np.array([np.nan if value is None else value for value in table.values(column.name)], dtype=float)
    found = classify(values, classes=CLASSES, hidden=hidden)
    fills = _fills(found, status)
    codes = _codes(table, "code")
    return Theme(
        key=layer.name,
        title=language.say(words.LAYERS[layer.name]),
        unit=language.say(words.UNITS[column.unit]),
        colours={code: fill for code, fill in zip(codes, fills, strict=True) if code in known},
        legend=_legend(found, fills, column, language),
    )


def _fills(found: Classes, status: Sequence[Value]) -> list[str]:
    colours = sequential(len(found.limits)) if found.limits else ()
    return [
        colours[member] if member >= 0 else NOT_ENOUGH if state == _HIDDEN_STATUS else NO_DATA
        for member, state in zip(found.member, status, strict=True)
    ]


def _legend(found: Classes, fills: list[str], column: Column, language: Language) -> tuple[LegendClass, ...]:
    colours = sequential(len(found.limits)) if found.limits else ()
    classes = [
        LegendClass(colour, _limits(lowest, highest, column, language), _communes(count, language))
        for colour, lowest, highest, count in zip(colours, found.lowest, found.limits, found.counts, strict=True)
    ]
    if NOT_ENOUGH in fills:
        label = language.say(words.VALUES["not_enough_data"])
        classes.append(LegendClass(NOT_ENOUGH, label, _communes(fills.count(NOT_ENOUGH), language)))
    label = language.say(N_("no data"))
    return (*classes, LegendClass(NO_DATA, label, _communes(fills.count(NO_DATA), language)))


def _limits(lowest: float, highest: float, column: Column, language: Language) -> str:
    first, last = words.value_text(column, lowest, language), words.value_text(column, highest, language)
    return first if first == last else f"{first} – {last}"


def _communes(count: int, language: Language) -> str:
    return language.say(N_("communes: {n}"), n=count)


def _point_layers(released: Released, language: Language) -> Iterable[PointLayer]:
    for layer in released.layers:
        table = _table(released, layer.table)
        if layer.shape == "points" and table.rows:
            yield _point_layer(table, layer, language)


def _point_layer(table: Table, layer: Layer, language: Language) -> PointLayer:
    rows = _written(table, layer.popup, language)
    shape, colour, radius = _SYMBOLS[layer.name]
    positions = gpd.points_from_xy(table.values("lon"), table.values("lat"), crs="EPSG:4326")
    return PointLayer(
        key=layer.name,
        title=language.say(words.LAYERS[layer.name]),
        shapes=gpd.GeoDataFrame(rows.assign(code=_codes(table, "facility_id")), geometry=positions),
        heading="name",
        shape=shape,
        colour=colour,
        radius=radius,
        fields=_fields(table, layer, language),
        note=language.number(len(table.rows)),
    )


def _codes(table: Table, column: str) -> list[str]:
    return [str(code) for code in table.values(column)]


def _table(released: Released, name: str) -> Table:
    return {table.name: table for table in released.tables}[name]


def _read_columns(layer: Layer, language: Language) -> list[str]:
    other = _LANGUAGE_SUFFIX[language.code]
    return [name for name in layer.popup if name != "name" and not name.endswith(other)]


def _fields(table: Table, layer: Layer, language: Language) -> tuple[Field, ...]:
    columns = {column.name: column for column in table.columns}
    return tuple(Field(name, words.column_label(columns[name], language)) for name in _read_columns(layer, language))


def _written(table: Table, popup: tuple[str, ...], language: Language) -> pd.DataFrame:
    """Return the popup columns as texts in the reader's language, missing values empty."""
    columns = {column.name: column for column in table.columns}
    return pd.DataFrame(
        {
            name: [
                "" if value is None else words.value_text(columns[name], value, language)
                for value in table.values(name)
            ]
            for name in popup
        },
        dtype=str,
    )
