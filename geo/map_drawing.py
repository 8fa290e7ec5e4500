"""A map as one SVG drawing for paper: areas by class, their names where they fit, numbered places, a scale bar.

Lengths are millimetres on the sheet. The same layers give the same drawing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from markupsafe import Markup, escape
from pyproj import CRS

from geo.features import GEOGRAPHIC
from geo.map_page import AreaLayer, LineLayer, PointLayer, Theme
from geo.name_places import LINE_HEIGHT, place_names
from geo.simplified_areas import outer_border, simplified_borders
from geo.symbols import NO_DATA, NOT_ENOUGH, PATTERNS, path_data

_Placed = tuple[PointLayer, Any]
"""A layer of places and where they stand on the sheet."""
PIXEL = 25.4 / 96
"""A CSS pixel: layers give their symbols' radii in pixels."""
NAME_SIZE = 2.5
LARGE_SYMBOL = 1.5
"""Symbols of this radius and more are kept clear of names."""
_LINE = 0.9
_HALO = 1.2
"""Width of the white line around a symbol, half of it outside: in grey, dark symbols must not melt into dark areas."""
_PATTERNS = Markup(
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
    '<pattern id="{}" width="1.6" height="1.6" patternUnits="userSpaceOnUse">'
    '<rect width="1.6" height="1.6" fill="#fff"/><circle cx=".8" cy=".8" r=".25" fill="#6b7280"/></pattern>'
    '<pattern id="{}" width="1.6" height="1.6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="1.6" height="1.6" fill="#fff"/><rect width=".45" height="1.6" fill="#6b7280"/></pattern>'
    "</defs></svg>"
)
_MARGIN = 3.0
_SCALE_STRIP = 8.0
_SIMPLIFIED = 0.05
_NICE_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_LONGEST_SCALE = 0.3
"""Of the width of the sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper a map is drawn on, in millimetres."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """How kilometres in the plane become millimetres on the sheet."""

    crs: CRS
    west: float
    north: float
    scale: float
    left: float
    top: float

    def shapes(self, shapes: gpd.GeoDataFrame) -> Any:
        return shapely.transform(shapes.geometry.to_crs(self.crs).to_numpy(), self._on_sheet)

    def _on_sheet(self, coordinates: Any) -> Any:
        x = self.left + self.scale * (coordinates[:, 0] - self.west)
        y = self.top + self.scale * (self.north - coordinates[:, 1])
        return np.column_stack([x, y]).round(2)


def patterns_svg() -> Markup:
    """Return the patterns that fills may name, for a page to hold once: dots for no data, hatching for too little."""
    return _PATTERNS.format(NO_DATA, NOT_ENOUGH)


def map_svg(
    area: AreaLayer,
    theme: Theme | None,
    points: Sequence[PointLayer],
    sheet: Sheet,
    *,
    label: str,
    lines: Sequence[LineLayer] = (),
) -> Markup:
    """Draw areas coloured by one theme (plain without one), lines over them, then places, the last layer uppermost.

    North is up; the plane is Lambert's equal-area one around the middle of the areas. Fills may name patterns, which
    the page holds (`patterns_svg`).

    Parameters
    ----------
    sheet : Sheet
        The drawing's size; the areas fill it but for a margin and a strip for the scale bar.
    label : str
        What the drawing is called by a reader that speaks.
    """
    fit = _fit(area.shapes, sheet)
    drawn = _mended(fit.shapes(area.shapes))
    placed = [(layer, shapely.get_coordinates(fit.shapes(layer.shapes))) for layer in points]
    small = [each for each in placed if not _is_large(each[0])]
    large = [each for each in placed if _is_large(each[0])]
    ways = [way for layer in lines for way in _lines(layer, fit)]
    parts = [*_areas(area, theme, drawn), *ways, *_symbols(small), *_names(area, drawn, small, large), *_symbols(large)]
    parts += _scale_bar(fit.scale, sheet)
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" class="drawing">{}</svg>').format(
        _short(sheet.width), _short(sheet.height), label, Markup("").join(parts)
    )


def paint(fill: str) -> str:
    """Return a fill as SVG writes it.

    >>> paint("#ffffcc"), paint("no-data")
    ('#ffffcc', 'url(#no-data)')
    """
    return f"url(#{fill})" if fill in PATTERNS else fill


def symbol_svg(layer: PointLayer, coordinates: tuple[float, float] = (0.0, 0.0), text: str = "") -> Markup:
    """Draw one place of a layer, with `text` on it."""
    radius = layer.radius * PIXEL
    shape = path_data(layer.shape, radius)
    halo = Markup('<path d="{}" fill="#fff" stroke="#fff" stroke-width="{}" stroke-linejoin="round"/>').format(
        shape, _short(min(_HALO, radius / 2))
    )
    edge = "#111827" if _is_large(layer) else "none"
    symbol = Markup('<path d="{}" fill="{}" stroke="{}" stroke-width=".25"/>').format(shape, layer.colour, edge)
    written = Markup('<text class="on-symbol" font-size="{}">{}</text>').format(_short(radius * 1.15), text)
    x, y = coordinates
    return Markup('<g transform="translate({} {})">{}{}{}</g>').format(
        _short(x), _short(y), halo, symbol, written if text else ""
    )


def _fit(shapes: gpd.GeoDataFrame, sheet: Sheet) -> _Fit:
    west, south, east, north = shapes.to_crs(GEOGRAPHIC).total_bounds
    crs = CRS.from_dict({"proj": "laea", "lat_0": (south + north) / 2, "lon_0": (west + east) / 2, "units": "km"})
    left, bottom, right, top = shapes.to_crs(crs).total_bounds
    width, height = sheet.width - 2 * _MARGIN, sheet.height - 2 * _MARGIN - _SCALE_STRIP
    scale = float(min(width / (right - left), height / (top - bottom)))
    spare = width - scale * (right - left), height - scale * (top - bottom)
    return _Fit(crs, float(left), float(top), scale, _MARGIN + spare[0] / 2, _MARGIN + spare[1] / 2)


def _mended(drawn: Any) -> Any:
    """Return areas whose fine corners crossed each other when they were rounded to the sheet as areas again."""
    return np.where(shapely.is_valid(drawn), drawn, shapely.buffer(drawn, 0.0))


def _areas(area: AreaLayer, theme: Theme | None, drawn: Any) -> Iterator[Markup]:
    colours = theme.colours if theme else {}
    plain = NO_DATA if theme else "#fff"
    yield Markup('<g stroke="#4b5563" stroke-width=".2" stroke-linejoin="round" fill-rule="evenodd">')
    for code, shape in zip(area.shapes["code"], simplified_borders(drawn, _SIMPLIFIED), strict=True):
        yield Markup('<path fill="{}" d="{}"/>').format(paint(colours.get(code, plain)), _path(shape))
    yield Markup("</g>")
    yield Markup('<path fill="none" stroke="#111827" stroke-width=".5" d="{}"/>').format(_path(outer_border(drawn)))


def _lines(layer: LineLayer, fit: _Fit) -> Iterator[Markup]:
    """Draw each line in its colour, on white so that it shows over dark areas."""
    yield Markup('<g fill="none" stroke-linejoin="round" stroke-linecap="round">')
    for code, shape in zip(layer.shapes["code"], fit.shapes(layer.shapes), strict=True):
        corners = "L".join(f"{_short(x)} {_short(y)}" for x, y in shapely.get_coordinates(shape))
        for colour, width in (("#fff", _LINE + _HALO), (layer.colours[code], _LINE)):
            yield Markup('<path d="M{}" stroke="{}" stroke-width="{}"/>').format(corners, colour, _short(width))
    yield Markup("</g>")


def _names(area: AreaLayer, drawn: Any, small: Sequence[_Placed], large: Sequence[_Placed]) -> Iterator[Markup]:
    """Write the areas' names clear of all symbols, else over small ones, else not at all."""
    if not area.name:
        return
    names = list(area.shapes[area.name])
    prior = {code for layer, _ in (*small, *large) for code in layer.named}
    first = frozenset(np.flatnonzero(area.shapes["code"].isin(list(prior))).tolist())
    yield Markup('<g class="names" font-size="{}">').format(NAME_SIZE)
    for name in place_names(names, drawn, _ground(large), avoided=_ground(small), size=NAME_SIZE, first=first):
        for row, text in enumerate(name.lines):
            y = name.y + LINE_HEIGHT * NAME_SIZE * (row - (len(name.lines) - 1) / 2)
            yield Markup('<text x="{}" y="{}">{}</text>').format(_short(name.x), _short(y), text)
    yield Markup("</g>")


def _is_large(layer: PointLayer) -> bool:
    return layer.radius * PIXEL >= LARGE_SYMBOL


def _ground(placed: Sequence[_Placed]) -> list[Any]:
    """Return the squares that symbols stand on."""
    sized = [(layer.radius * PIXEL, coordinates) for layer, coordinates in placed]
    return [shapely.box(x - r, y - r, x + r, y + r) for r, coordinates in sized for x, y in coordinates]


def _symbols(placed: Sequence[_Placed]) -> Iterator[Markup]:
    for layer, coordinates in placed:
        texts = layer.shapes[layer.label] if layer.label else [""] * len(coordinates)
        for (x, y), text in zip(coordinates, texts, strict=True):
            yield symbol_svg(layer, (x, y), text)


def _scale_bar(scale: float, sheet: Sheet) -> Iterator[Markup]:
    """Draw a bar of a round number of kilometres, half black, half white; `scale` is millimetres a kilometre."""
    longest = _LONGEST_SCALE * sheet.width / scale
    kilometres = max((each for each in _NICE_KM if each <= longest), default=_NICE_KM[0])
    length, top = kilometres * scale, sheet.height - _MARGIN
    yield Markup('<g class="scale" transform="translate({} {})" font-size="2.6">').format(_MARGIN, _short(top))
    yield Markup('<rect y="-1.2" width="{}" height="1.2" fill="#fff" stroke="#111827" stroke-width=".2"/>').format(
        _short(length)
    )
    yield Markup('<rect y="-1.2" width="{}" height="1.2" fill="#111827"/>').format(_short(length / 2))
    for part, text in ((0.0, "0"), (1.0, f"{kilometres} km")):
        yield Markup('<text x="{}" y="-2">{}</text>').format(_short(part * length), text)
    yield Markup("</g>")


def _path(shape: Any) -> Markup:
    rings = (_ring(ring) for polygon in shapely.get_parts(shape) for ring in shapely.get_rings(polygon))
    return escape("".join(rings))


def _ring(ring: Any) -> str:
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
