"""The map page: layers, legend, lists and texts as plain data, and `render`, which makes one HTML document of them.

The document holds all it needs (Leaflet, shapes, texts) and asks no network for anything; a policy in it forbids it.
Every text is the caller's.
"""

import json
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
from jinja2 import Environment, StrictUndefined

from geo import page_assets
from geo.errors import DuplicateKey, InvalidColour, InvalidKey, NothingToDraw, UnknownCode
from geo.features import bounds, feature_collection, require_drawable
from geo.folium_map import map_and_script
from geo.symbols import NO_DATA, PATTERNS, SHAPES, Shape, path_data

LEGEND_RADIUS = 7.5
"""Largest symbol in the legend, in pixels."""
LIST_RADIUS = 13.0
"""Symbol with its label in a list, in pixels."""
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Field:
    """A line of a popup: the column that holds its text, ready for reading, and its label. Empty texts are left out."""

    column: str
    label: str


@dataclass(frozen=True)
class LegendClass:
    """A class in the legend: fill (#rrggbb, NO_DATA or NOT_ENOUGH), label (its limits) and a note (its size)."""

    fill: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Theme:
    """One way of colouring an area layer.

    `colours` maps codes to #rrggbb, NO_DATA or NOT_ENOUGH; areas it does not name have no data. `texts` maps codes to
    their values ready for reading, for pages that show them under the pointer; `ends` are the lowest and the highest of
    them, for a legend with little room. `note` is what the legend says of the colours.
    """

    key: str
    title: str
    unit: str
    colours: Mapping[str, str]
    legend: tuple[LegendClass, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[str, str] = ("", "")
    note: str = ""


@dataclass(frozen=True)
class AreaLayer:
    """Areas, drawn once, coloured by one of the themes at a time.

    `key` is a small word (a–z, 0–9, _) that no other layer has. `shapes` has the columns `code` (text) and geometry,
    any CRS; `heading` names the column with each popup's heading, `name` the one with the short name written on the
    map where it fits (none if empty). Without themes the areas are drawn plain.
    """

    key: str
    title: str
    shapes: gpd.GeoDataFrame
    heading: str
    themes: tuple[Theme, ...]
    fields: tuple[Field, ...] = ()
    name: str = ""
    shown: bool = True

    @property
    def extra(self) -> dict[str, str]:
        """Properties its features have of their own, with their columns."""
        return {"name": self.name}


@dataclass(frozen=True)
class PointLayer:
    """Places with one symbol.

    `shapes` has the columns `code` and geometry (points, any CRS); `heading` names the column with each popup's
    heading, `label` the one with a short text (three letters at most) written on each symbol (none if empty).
    `radius` is in pixels; a column named `radius_column` gives each place its own. `edge` is the colour around each
    symbol. Where layers of several origins meet, as in the window, a higher `level` is drawn over a lower one.
    `named` holds the codes of the areas whose names are written first, because of these places. `caution` is what the
    window's legend says while they are shown. In the window the places whose codes are `ringed` have a ring around
    them; `ring_note` says what for.
    """

    key: str
    title: str
    shapes: gpd.GeoDataFrame
    heading: str
    shape: Shape
    colour: str
    fields: tuple[Field, ...] = ()
    radius: float = 6.0
    radius_column: str = ""
    label: str = ""
    note: str = ""
    shown: bool = True
    edge: str = "#ffffff"
    level: int = 0
    named: tuple[str, ...] = ()
    caution: str = ""
    ringed: tuple[str, ...] = ()
    ring_note: str = ""

    @property
    def extra(self) -> dict[str, str]:
        """Properties its features have of their own, with their columns."""
        return {"radius": self.radius_column, "label": self.label}


@dataclass(frozen=True)
class LineLayer:
    """Lines, each in a colour of its own.

    `shapes` has the columns `code` and geometry (lines, any CRS); `heading` names the column with each popup's heading,
    which the legend says too. `colours` maps codes to #rrggbb.
    """

    key: str
    title: str
    shapes: gpd.GeoDataFrame
    heading: str
    colours: Mapping[str, str]
    fields: tuple[Field, ...] = ()
    note: str = ""
    shown: bool = True

    @property
    def extra(self) -> dict[str, str]:
        """Properties its features have of their own: none."""
        return {}

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The colour and the heading of each line."""
        named = zip(self.shapes["code"], self.shapes[self.heading], strict=True)
        return [(self.colours[code], str(heading)) for code, heading in named]


Layer = AreaLayer | LineLayer | PointLayer


@dataclass(frozen=True)
class Row:
    """A row of a list: one text a column, and the code of the place it tells of (none if empty)."""

    texts: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True)
class PageTable:
    """A list under the map, as a table; stacked cards on a narrow screen.

    `layer` is the key of the point layer whose codes the rows bear: choosing such a row shows its place on the map.
    `numbers` holds the positions of the columns that are aligned to the right.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    layer: str = ""
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PageNote:
    """Small print: a heading and a text. A `folded` one shows its text once its heading is opened."""

    heading: str
    text: str
    folded: bool = False


@dataclass(frozen=True)
class PageDrawing:
    """A drawing under the map, as HTML that is safe to embed, under its heading; `note` stands below it."""

    heading: str
    drawing: str
    note: str = ""


@dataclass(frozen=True)
class Texts:
    """Words of the page's own parts: the names of its regions and buttons."""

    map: str
    legend: str
    zoom_in: str
    zoom_out: str
    whole: str
    close: str
    footnotes: str = ""


@dataclass(frozen=True)
class MapPage:
    """A map page.

    Lines lie over areas, places over both, the last on top. `notices` are always in sight and on every printed page;
    `attribution` names the sources in the map's corner. Below the map: `lists`, `drawings`, `footnotes` (sentences),
    `notes`.
    """

    language: str
    title: str
    texts: Texts
    areas: tuple[AreaLayer, ...] = ()
    points: tuple[PointLayer, ...] = ()
    subtitle: str = ""
    notices: tuple[str, ...] = ()
    lists: tuple[PageTable, ...] = ()
    footnotes: tuple[str, ...] = ()
    notes: tuple[PageNote, ...] = ()
    attribution: str = ""
    drawings: tuple[PageDrawing, ...] = ()
    lines: tuple[LineLayer, ...] = ()

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, areas first."""
        return (*self.areas, *self.lines, *self.points)


def render(page: MapPage) -> str:
    """Make one self-contained HTML document of a map page.

    The same page gives the same bytes.

    Raises
    ------
    NothingToDraw
        The page has no feature at all.
    InvalidKey, DuplicateKey
        A layer's, theme's or list's key is not a small word, or used twice.
    InvalidColour
        A fill is neither #rrggbb nor the name of a pattern.
    UnknownCrs, MissingColumn, DuplicateCode, EmptyGeometry
        A layer's table is not as described.
    UnknownCode
        A theme colours an area, or a list names a place, that its layer does not have.
    """
    _require_drawable(page)
    _require_lists(page)
    keys = ([layer.key for layer in layers] for layers in (page.areas, page.points, page.lines))
    map_html, map_script = map_and_script(*keys)
    document: str = _frame().render(
        page=page,
        leaflet_css=page_assets.leaflet_css(),
        leaflet_js=page_assets.leaflet_js(),
        patterns=page_assets.own("patterns.svg"),
        page_css=page_assets.own("page.css"),
        page_js=page_assets.own("page.js"),
        map_html=map_html,
        map_script=map_script,
        symbols={layer.key: layer for layer in page.points},
        features={layer.key: _embedded(_features(layer)) for layer in page.layers},
        settings=_embedded(_settings(page)),
    )
    return document


def _frame() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["paint"] = _paint
    environment.filters["symbol_path"] = _symbol_path
    environment.filters["style_text"] = _style_text
    environment.globals["list_radius"] = LIST_RADIUS
    return environment.from_string(page_assets.own("page.html"))


def _paint(fill: str) -> str:
    return f"url(#{fill})" if fill in PATTERNS else fill


def _symbol_path(layer: PointLayer, radius: float = LEGEND_RADIUS) -> str:
    return path_data(layer.shape, min(layer.radius, radius))


def _style_text(text: str) -> str:
    """Write a text as a string of a style sheet that nothing in it can end."""
    return "".join(f"\\{ord(letter):06x}" for letter in text)


def _symbol(layer: PointLayer) -> dict[str, Any]:
    return {
        "colour": layer.colour,
        "edge": layer.edge,
        "corners": SHAPES[layer.shape],
        "radius": layer.radius,
        "named": layer.named,
    }


def _features(layer: Layer) -> dict[str, Any]:
    columns = [field.column for field in layer.fields]
    return feature_collection(layer.shapes, heading=layer.heading, texts=columns, extra=layer.extra)


def _embedded(data: Any) -> str:
    """Write JSON that cannot end the script element it stands in, with its letters readable."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _settings(page: MapPage) -> dict[str, Any]:
    layers = page.layers
    return {
        "attribution": page.attribution,
        "bounds": bounds([layer.shapes for layer in layers]),
        "noData": NO_DATA,
        "labels": {layer.key: [field.label for field in layer.fields] for layer in layers},
        "shown": {layer.key: layer.shown for layer in layers},
        "areas": {layer.key: {theme.key: dict(theme.colours) for theme in layer.themes} for layer in page.areas},
        "lines": {layer.key: dict(layer.colours) for layer in page.lines},
        "points": {layer.key: _symbol(layer) for layer in page.points},
        "texts": {
            "zoomIn": page.texts.zoom_in,
            "zoomOut": page.texts.zoom_out,
            "whole": page.texts.whole,
            "close": page.texts.close,
        },
    }


def _require_drawable(page: MapPage) -> None:
    keys = [layer.key for layer in page.layers]
    for position, key in enumerate(keys):
        _require_key(key, keys[:position])
    if not any(len(layer.shapes) for layer in page.layers):
        raise NothingToDraw
    for layer in page.layers:
        columns = [layer.heading, *(field.column for field in layer.fields), *filter(None, layer.extra.values())]
        require_drawable(layer.key, layer.shapes, columns)
    for area in page.areas:
        _require_themes(area)
    for line in page.lines:
        for colour in line.colours.values():
            _require_fill(colour, patterns=frozenset())
    for point in page.points:
        for colour in (point.colour, point.edge):
            _require_fill(colour, patterns=frozenset())


def _require_lists(page: MapPage) -> None:
    codes = {layer.key: set(layer.shapes["code"]) for layer in page.points}
    keys = [each.key for each in page.lists]
    for position, each in enumerate(page.lists):
        _require_key(each.key, keys[:position])
        for row in each.rows:
            if row.code and row.code not in codes.get(each.layer, ()):
                raise UnknownCode(each.layer, row.code)


def _require_key(key: str, taken: Sequence[str]) -> None:
    if not _KEY.fullmatch(key):
        raise InvalidKey(key)
    if key in taken:
        raise DuplicateKey(key)


def _require_themes(area: AreaLayer) -> None:
    codes = set(area.shapes["code"])
    keys = [theme.key for theme in area.themes]
    for position, theme in enumerate(area.themes):
        _require_key(theme.key, keys[:position])
        for fill in [*theme.colours.values(), *(item.fill for item in theme.legend)]:
            _require_fill(fill, patterns=PATTERNS)
        for code in theme.colours:
            if code not in codes:
                raise UnknownCode(area.key, code)


def _require_fill(fill: str, *, patterns: Container[str]) -> None:
    if fill not in patterns and not _COLOUR.fullmatch(fill):
        raise InvalidColour(fill)
