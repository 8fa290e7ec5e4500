"""The map on paper: what is drawn where, how large, and over what."""

import re
from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

from geo.map_drawing import PIXEL, Sheet, map_svg, paint, patterns_svg, symbol_svg
from geo.map_page import AreaLayer, LegendClass, PointLayer, Theme
from geo.symbols import NO_DATA, NOT_ENOUGH, PATTERNS

SHEET = Sheet(120, 100)
KM_PER_DEGREE = 111.3
"""Of longitude on the equator: 40,075 km ÷ 360."""


@pytest.fixture
def area() -> AreaLayer:
    """Three areas in a row on the equator, 0.2° wide and high."""
    shapes = gpd.GeoDataFrame(
        {"code": ["1", "2", "3"], "name": ["Một", "Hai <&>", "Ba"]},
        geometry=[box(x, -0.1, x + 0.2, 0.1) for x in (0.0, 0.2, 0.4)],
        crs="EPSG:4326",
    )
    return AreaLayer("areas", "Areas", shapes, heading="name", themes=(), name="name")


@pytest.fixture
def theme() -> Theme:
    colours = {"1": "#ffffcc", "2": NOT_ENOUGH}
    return Theme("share", "Share", "%", colours, (LegendClass("#ffffcc", "0 – 1"),))


@pytest.fixture
def places() -> PointLayer:
    shapes = gpd.GeoDataFrame(
        {"code": ["a", "b"], "name": ["A", "B"], "label": ["1", "2"]},
        geometry=[Point(0.0, -0.1), Point(0.6, 0.1)],
        crs="EPSG:4326",
    )
    return PointLayer("sites", "Sites", shapes, "name", "star", "#d55e00", radius=12, label="label")


def drawn(area: AreaLayer, theme: Theme | None = None, *points: PointLayer) -> str:
    return map_svg(area, theme, points, SHEET, label="Map")


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def test_areas_wear_their_class_a_pattern_or_the_one_for_no_data(area: AreaLayer, theme: Theme) -> None:
    fills = re.findall(r'<path fill="([^"]+)" d=', drawn(area, theme))
    assert fills == ["#ffffcc", f"url(#{NOT_ENOUGH})", f"url(#{NO_DATA})"]
    assert re.findall(r'<path fill="([^"]+)" d=', drawn(area)) == ["#fff"] * 3


def test_every_pattern_that_a_fill_may_name_is_held() -> None:
    assert set(re.findall(r'pattern id="([^"]+)"', patterns_svg())) == PATTERNS
    assert {paint(pattern) for pattern in PATTERNS} == {f"url(#{pattern})" for pattern in PATTERNS}


def test_the_areas_fill_the_sheet_but_for_a_margin(area: AreaLayer) -> None:
    outline = re.findall(r'<path fill="none"[^>]* d="([^"]+)"', drawn(area))[0]
    values = numbers(outline)
    xs, ys = values[::2], values[1::2]
    assert (min(xs), max(xs)) == (pytest.approx(3), pytest.approx(117))
    assert min(ys) > 3
    assert max(ys) < 100 - 8
    assert (max(ys) - min(ys)) / (max(xs) - min(xs)) == pytest.approx(1 / 3, rel=0.01)


def test_the_scale_bar_is_as_long_as_it_says(area: AreaLayer) -> None:
    scale = re.findall(r'class="scale".*', drawn(area))[0]
    kilometres = float(re.findall(r">(\d+) km<", scale)[0])
    length = float(re.findall(r'width="([\d.]+)"', scale)[0])
    millimetres_per_km = 114 / (0.6 * KM_PER_DEGREE)
    assert kilometres == 20
    assert length == pytest.approx(kilometres * millimetres_per_km, rel=0.01)


def test_places_stand_where_they_are_with_their_number_on_them(area: AreaLayer, places: PointLayer) -> None:
    symbols = re.findall(r'<g transform="translate\(([^)]+)\)"><path.*?</g>', drawn(area, None, places))
    (left, lower), (right, upper) = (numbers(each) for each in symbols)
    assert (left, right) == (pytest.approx(3, abs=0.05), pytest.approx(117, abs=0.05))
    assert lower - upper == pytest.approx(38, abs=0.5)
    assert re.findall(r'class="on-symbol"[^>]*>(\d)<', drawn(area, None, places)) == ["1", "2"]


def test_small_symbols_lie_under_the_names_and_large_ones_over_them(area: AreaLayer, places: PointLayer) -> None:
    small = replace(places, key="small", colour="#0000ff", radius=3.5, label="")
    svg = drawn(area, None, small, places)
    order = [svg.index(part) for part in ("#0000ff", 'class="names"', "#d55e00")]
    assert all(first < second for first, second in pairwise(order))


def test_a_radius_in_pixels_is_as_large_on_paper(places: PointLayer) -> None:
    top = min(numbers(symbol_svg(replace(places, shape="circle", radius=10)))[3::2])
    assert top == pytest.approx(-10 * PIXEL, rel=0.01)


def test_names_and_labels_cannot_end_the_drawing(area: AreaLayer) -> None:
    svg = map_svg(area, None, [], SHEET, label='"><script>')
    assert "Hai &lt;&amp;&gt;" in svg
    assert "<script>" not in svg


def test_the_same_layers_give_the_same_drawing(area: AreaLayer, theme: Theme, places: PointLayer) -> None:
    assert drawn(area, theme, places) == drawn(area, theme, places)


def test_areas_without_names_are_drawn_without(area: AreaLayer) -> None:
    assert 'class="names"' not in drawn(replace(area, name=""))
