"""What of a result is drawn on a map, as layers of `geo.map_page`: areas with their themes, places, ranked lists.

The window, the web map and the printed plan draw the same; every word and number is written in the reader's language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd

from app import words
from app.children import full_names
from app.language import N_, Language
from app.map_classes import class_theme, commune_count
from app.names import shown_name
from app.result import Column, Layer, Table, Value
from app.unit_words import UNITS
from geo.classes import Classes, classify
from geo.map_page import AreaLayer, Field, LegendClass, LineLayer, PageTable, PointLayer, Row, Theme
from geo.palettes import DISTINCT, Sense, sequential
from geo.symbols import NO_DATA, NOT_ENOUGH, PATTERNS, Shape

CLASSES = 5


@dataclass(frozen=True, slots=True)
class Symbol:
    """How the places of a layer are drawn: radius in pixels, colours inside and around, level over other places."""

    shape: Shape
    colour: str
    radius: float
    level: int
    edge: str = "#ffffff"


EXISTING = "existing"
"""Layer of a plan with the shelters in use; those that a project's layers draw too are drawn once."""
SYMBOLS: Mapping[str, Symbol] = {
    "candidates": Symbol("circle", "#ffffff", 3.0, level=1, edge="#3b4450"),
    **dict.fromkeys(("services", "supply", "referrals"), Symbol("square", DISTINCT["orange"], 6.0, level=3)),
    EXISTING: Symbol("house", DISTINCT["black"], 8.0, level=3),
    "venues": Symbol("square", DISTINCT["blue"], 8.0, level=4),
    "sites": Symbol("star", DISTINCT["vermillion"], 12.0, level=4),
    "stays": Symbol("square", DISTINCT["black"], 6.0, level=3),
    "route": Symbol("circle", DISTINCT["black"], 10.0, level=4),
}
"""Symbols of a result's places, those that others may cover first. Levels 0 and 2 are a project's own."""
_RANK = "rank"
_NOT_LISTED = frozenset({_RANK, "kind"})
_PLACE_CODE = "facility_id"
_SHOWN_STATUS = "enough"
_HIDDEN_STATUS = "not_enough_data"
_LANGUAGE_SUFFIX = {"vi": "_en", "en": "_vi"}


class Drawn(Protocol):
    """A result or what was released of one: layers and the tables they draw."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The ways to draw them."""


def area_layers(drawn: Drawn, communes: gpd.GeoDataFrame, language: Language) -> Iterator[AreaLayer]:
    """Yield the communes coloured by each layer of a table; without any, only their outlines."""
    layers = _commune_layers(drawn)
    if not layers:
        yield outlines(communes, language)
    for name, own in groupby(layers, key=lambda layer: layer.table):
        yield _area_layer(_table(drawn, name), list(own), communes, language)


def outlines(communes: gpd.GeoDataFrame, language: Language) -> AreaLayer:
    """Return the communes that have a shape, without any figure."""
    drawable = communes[~(communes.geometry.isna() | communes.geometry.is_empty)]
    names = [shown_name(name, language) for name in full_names(drawable)]
    shapes = drawable[["code", "geometry"]].assign(name=names, short=drawable["name"])
    title = language.say(words.TABLES["communes"])
    return AreaLayer(key="communes", title=title, shapes=shapes, heading="name", name="short", themes=())


def indicators(drawn: Drawn, language: Language) -> list[tuple[str, str]]:
    """Return the key and title of each way a result colours the communes."""
    return [(layer.name, language.say(words.LAYERS[layer.name])) for layer in _commune_layers(drawn)]


def theme(drawn: Drawn, key: str, known: set[str], language: Language) -> Theme:
    """Return one of `indicators` for the communes whose codes are `known`.

    Raises
    ------
    KeyError
        No layer of communes is called so.
    """
    layer = {layer.name: layer for layer in _commune_layers(drawn)}[key]
    return _theme(_table(drawn, layer.table), layer, known, language)


def point_layers(drawn: Drawn, language: Language) -> Iterator[PointLayer]:
    """Yield the places of a result, those that others may cover first."""
    ringed = _under_every_lens(drawn)
    for layer in _drawn_points(drawn):
        yield _point_layer(_table(drawn, layer.table), layer, language, ringed)


def line_layers(drawn: Drawn, language: Language) -> Iterator[LineLayer]:
    """Yield the lines of a result, each row of its table in a colour of its own, headed by the table's first column."""
    for layer in drawn.layers:
        if layer.shape == "lines":
            yield _line_layer(_table(drawn, layer.table), layer, language)


def _line_layer(table: Table, layer: Layer, language: Language) -> LineLayer:
    names = _in_language(layer.popup, language)
    rows = _written(table, names, language)
    label = words.column_label(_column(table, names[0]), language)
    codes = [f"{layer.name}-{text}" for text in rows[names[0]]]
    shapes = gpd.GeoDataFrame(
        rows.assign(code=codes, heading=[f"{label} {text}" for text in rows[names[0]]]),
        geometry=gpd.GeoSeries.from_wkt(layer.outlines, crs="EPSG:4326").to_numpy(),
        crs="EPSG:4326",
    )
    return LineLayer(
        key=layer.name,
        title=language.say(words.LAYERS[layer.name]),
        shapes=shapes[~shapes.geometry.is_empty],
        heading="heading",
        colours=dict(zip(codes, cycle(LINE_COLOURS), strict=False)),
        fields=tuple(Field(name, words.column_label(_column(table, name), language)) for name in names[1:]),
        note=language.say(STRAIGHT),
    )


LINE_COLOURS = tuple(DISTINCT[name] for name in ("vermillion", "wine", "orange", "reddish purple", "black"))
"""Those that no class of a neutral map comes near."""
STRAIGHT = N_("Lines lead straight from place to place: they show the order, not the roads.")


UNDER_EVERY_LENS = N_("Chosen whichever way demand is seen")


def _column(table: Table, name: str) -> Column:
    return table.columns[table.position(name)]


def ranked_lists(drawn: Drawn, language: Language) -> Iterator[PageTable]:
    """Yield a list for each layer of ranked places: what their popups say, one row a place."""
    for layer in _drawn_points(drawn):
        table = _table(drawn, layer.table)
        if _is_ranked(table):
            yield _list(table, layer, language)


def classed(
    values: Sequence[float],
    status: Sequence[Value],
    column: Column,
    language: Language,
    sense: Sense = "neutral",
) -> tuple[list[str], tuple[LegendClass, ...]]:
    """Return the fill of each commune, and the legend that states the limits of each class.

    Parameters
    ----------
    values : sequence of float
        NaN means no data.
    status : sequence of str
        "enough" where the value may be shown, "not_enough_data" where there is too little of it.
    column : Column
        How the values are written.
    sense : "good", "bad", "neutral"
        Whether a high value is good or bad.
    """
    hidden = np.array([each != _SHOWN_STATUS for each in status], dtype=bool)
    found = classify(np.array(values, dtype=float), classes=CLASSES, hidden=hidden)
    colours = sequential(len(found.limits), sense) if found.limits else ()
    fills = _fills(found, status, colours)
    return fills, _legend(found, fills, colours, column, language)


def legend_note(shown: Sequence[float], sense: Sense, language: Language) -> str:
    """Return what the colours of the values `shown` mean: whether high is good, and how they were put into classes."""
    said = [SENSES[sense], EQUAL_COUNTS if len(set(shown)) > CLASSES else ""]
    return " ".join(language.say(message) for message in said if message)


SENSES: Mapping[Sense, str] = {
    "good": N_("Higher = better."),
    "bad": N_("Higher = more risk."),
    "neutral": "",
}
EQUAL_COUNTS = N_("Classes: about equally many communes each.")


def ends(shown: Sequence[float], column: Column, language: Language) -> tuple[str, str]:
    """Return the lowest and the highest of the values `shown`, as they are written; empty where none is."""
    if not shown:
        return "", ""
    return words.value_text(column, min(shown), language), words.value_text(column, max(shown), language)


def _commune_layers(drawn: Drawn) -> list[Layer]:
    return [layer for layer in drawn.layers if layer.shape == "communes"]


def _area_layer(table: Table, layers: list[Layer], communes: gpd.GeoDataFrame, language: Language) -> AreaLayer:
    rows = _written(table, layers[0].popup, language)
    named = communes[["code", "geometry"]].assign(short=communes["name"])
    shapes = named.merge(rows.assign(code=_codes(table, "code")), on="code")
    return AreaLayer(
        key=table.name,
        title=language.say(words.TABLES[table.name]),
        shapes=gpd.GeoDataFrame(shapes, geometry="geometry", crs=communes.crs),
        heading="name",
        name="short",
        themes=tuple(_theme(table, layer, set(shapes["code"]), language) for layer in layers),
        fields=_fields(table, layers[0], language),
    )


def _theme(table: Table, layer: Layer, known: set[str], language: Language) -> Theme:
    if layer.categories:
        return class_theme(table, layer, known, language)
    column = table.columns[table.position(str(layer.value))]
    status: Sequence[Value] = table.values(layer.status) if layer.status else [_SHOWN_STATUS] * len(table.rows)
    values = table.values(column.name)
    numbers = [np.nan if value is None else float(value) for value in values]
    fills, legend = classed(numbers, status, column, language, layer.sense)
    title, unit = language.say(words.LAYERS[layer.name]), language.say(UNITS[column.unit])
    codes = _codes(table, "code")
    shown = [number for number, fill in zip(numbers, fills, strict=True) if fill not in PATTERNS]
    return Theme(
        key=layer.name,
        title=title,
        unit="" if unit.lower() in title.lower() else unit,
        colours={code: fill for code, fill in zip(codes, fills, strict=True) if code in known},
        legend=legend,
        note=legend_note(shown, layer.sense, language),
        texts={
            code: words.value_text(column, value, language)
            for code, value, fill in zip(codes, values, fills, strict=True)
            if code in known and fill not in PATTERNS
        },
        ends=ends(shown, column, language),
    )


def _fills(found: Classes, status: Sequence[Value], colours: Sequence[str]) -> list[str]:
    return [
        colours[member] if member >= 0 else NOT_ENOUGH if state == _HIDDEN_STATUS else NO_DATA
        for member, state in zip(found.member, status, strict=True)
    ]


def _legend(
    found: Classes, fills: list[str], colours: Sequence[str], column: Column, language: Language
) -> tuple[LegendClass, ...]:
    classes = [
        LegendClass(colour, _limits(lowest, highest, column, language), commune_count(count, language))
        for colour, lowest, highest, count in zip(colours, found.lowest, found.limits, found.counts, strict=True)
    ]
    if NOT_ENOUGH in fills:
        label = language.say(words.VALUES["not_enough_data"])
        classes.append(LegendClass(NOT_ENOUGH, label, commune_count(fills.count(NOT_ENOUGH), language)))
    label = language.say(N_("no data"))
    return (*classes, LegendClass(NO_DATA, label, commune_count(fills.count(NO_DATA), language)))


def _limits(lowest: float, highest: float, column: Column, language: Language) -> str:
    first, last = words.value_text(column, lowest, language), words.value_text(column, highest, language)
    return first if first == last else f"{first} – {last}"


def _drawn_points(drawn: Drawn) -> list[Layer]:
    """Return the layers with any place, those that others may cover first."""
    layers = [layer for layer in drawn.layers if layer.shape == "points" and _table(drawn, layer.table).rows]
    return sorted(layers, key=lambda layer: list(SYMBOLS).index(layer.name))


def _point_layer(table: Table, layer: Layer, language: Language, under_every_lens: frozenset[str]) -> PointLayer:
    rows = _written(table, layer.popup, language)
    symbol = SYMBOLS[layer.name]
    positions = gpd.points_from_xy(table.values("lon"), table.values("lat"), crs="EPSG:4326")
    ranked = _is_ranked(table)
    labels = _written(table, (_RANK,), language)[_RANK] if ranked else ""
    return PointLayer(
        key=layer.name,
        title=language.say(words.LAYERS[layer.name]),
        shapes=gpd.GeoDataFrame(rows.assign(code=_place_codes(table), label=labels), geometry=positions),
        heading="name",
        shape=symbol.shape,
        colour=symbol.colour,
        edge=symbol.edge,
        radius=symbol.radius,
        level=symbol.level,
        fields=_fields(table, layer, language),
        label="label" if ranked else "",
        named=tuple(_codes(table, "commune_code")) if ranked else (),
        note=language.number(len(table.rows)),
        ringed=tuple(code for code in _place_codes(table) if ranked and code in under_every_lens),
        ring_note=language.say(UNDER_EVERY_LENS),
    )


def _under_every_lens(drawn: Drawn) -> frozenset[str]:
    """Return the sites that a plan chooses under each lens of demand that is known; none where none are compared."""
    table = next((each for each in drawn.tables if each.name == "lenses"), None)
    if table is None:
        return frozenset()
    under = [table.values(column.name) for column in table.columns if column.name.startswith("under_")]
    known = [values for values in under if any(value is not None for value in values)]
    rows = zip(_place_codes(table), *known, strict=True)
    return frozenset(code for code, *chosen in rows if all(chosen))


def _is_ranked(table: Table) -> bool:
    return any(column.name == _RANK for column in table.columns)


def _list(table: Table, layer: Layer, language: Language) -> PageTable:
    said = [name for name in _in_language(layer.popup, language) if name not in _NOT_LISTED]
    names = [_RANK, *said]
    columns = [table.columns[table.position(name)] for name in names]
    texts = _written(table, names, language)[names].itertuples(index=False)
    rows = zip(texts, _place_codes(table), strict=True)
    return PageTable(
        key=table.name,
        title=language.say(words.TABLES[table.name]),
        headings=tuple(words.column_label(column, language) for column in columns),
        rows=tuple(Row(tuple(row), code) for row, code in rows),
        layer=layer.name,
        numbers=frozenset(i for i, name in enumerate(names) if i and _is_number(table.values(name))),
    )


def _is_number(values: Sequence[Value]) -> bool:
    return any(isinstance(value, int | float) for value in values)


def _codes(table: Table, column: str) -> list[str]:
    return [str(code) for code in table.values(column)]


def _place_codes(table: Table) -> list[str]:
    """Return what places are selected by: their own codes, else those of the communes they stand for."""
    own = any(column.name == _PLACE_CODE for column in table.columns)
    return _codes(table, _PLACE_CODE if own else "commune_code")


def _table(drawn: Drawn, name: str) -> Table:
    return {table.name: table for table in drawn.tables}[name]


def _in_language(names: Sequence[str], language: Language) -> list[str]:
    other = _LANGUAGE_SUFFIX[language.code]
    return [name for name in names if not name.endswith(other)]


def _fields(table: Table, layer: Layer, language: Language) -> tuple[Field, ...]:
    columns = {column.name: column for column in table.columns}
    said = [name for name in _in_language(layer.popup, language) if name != "name"]
    return tuple(Field(name, words.column_label(columns[name], language)) for name in said)


def _written(table: Table, names: Sequence[str], language: Language) -> pd.DataFrame:
    """Return the columns `names` as texts in the reader's language, missing values empty."""
    columns = {column.name: column for column in table.columns}
    return pd.DataFrame(
        {
            name: [
                "" if value is None else words.value_text(columns[name], value, language)
                for value in table.values(name)
            ]
            for name in names
        },
        dtype=str,
    )
