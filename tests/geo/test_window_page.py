"""The page of the window and the messages that fill it."""

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString

from geo.errors import DuplicateCode, MissingColumn
from geo.map_page import AreaLayer, Field, LegendClass, LineLayer, PointLayer, Theme
from geo.symbols import NO_DATA, SHAPES
from geo.window_page import areas_message, encoded, lines_message, points_message, theme_message, window_page


@pytest.fixture
def area(two_squares: gpd.GeoDataFrame) -> AreaLayer:
    return AreaLayer("communes", "Xã", two_squares, "title", ())


@pytest.fixture
def stations() -> PointLayer:
    place = gpd.GeoDataFrame(
        {"code": ["a"], "title": ["Trạm A"], "size": [9.5], "kind": ["trạm"]},
        geometry=gpd.points_from_xy([103.5], [21.5]),
        crs="EPSG:4326",
    )
    return PointLayer(
        "stations", "Trạm", place, "title", "cross", "#d55e00", (Field("kind", "Loại"),), radius_column="size"
    )


def test_the_page_may_fetch_from_its_own_scheme_only() -> None:
    page = window_page("vi", channel_script="/* channel */", origin="own:")
    policy = page.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.split("; ")[0] == "default-src 'none'"
    assert "connect-src own:" in policy
    assert "/* channel */" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")


def test_the_page_holds_no_data_and_is_the_same_for_all() -> None:
    first, second = (window_page("vi", channel_script="", origin="own:") for _ in range(2))
    assert first == second


def test_areas_are_sent_with_names_and_bounds(area: AreaLayer) -> None:
    message = areas_message(area)
    assert message["key"] == "communes"
    assert message["bounds"] == [[21.0, 103.0], [22.0, 105.0]]
    assert [each["properties"]["heading"] for each in message["features"]["features"]] == ["Xã Một", "Xã Hai"]


def test_no_areas_have_no_bounds(area: AreaLayer) -> None:
    assert areas_message(replace(area, shapes=area.shapes.iloc[:0]))["bounds"] is None


def test_two_areas_of_one_code_are_refused(area: AreaLayer) -> None:
    with pytest.raises(DuplicateCode):
        areas_message(replace(area, shapes=area.shapes.assign(code="1")))


def test_a_theme_is_sent_as_positions_in_the_order_of_the_areas() -> None:
    legend = (LegendClass("#ffffcc", "1 – 2", "2 xã"),)
    theme = Theme("rate", "Tỷ suất", "%", {"2": "#ffffcc"}, legend, {"2": "1,5"}, ("1,5", "1,5"))
    message = theme_message(theme, ["1", "2", "3"])
    assert [message["fills"][place] for place in message["of"]] == [NO_DATA, "#ffffcc", NO_DATA]
    assert message["texts"] == ["", "1,5", ""]
    assert message["ends"] == ("1,5", "1,5")
    assert message["legend"] == [{"fill": "#ffffcc", "label": "1 – 2", "note": "2 xã"}]


def test_lines_are_sent_with_their_colours_and_lie_below_every_place() -> None:
    ways = gpd.GeoDataFrame(
        {"code": ["w-1", "w-2"], "title": ["Ngày 1", "Ngày 2"], "back": ["17:00", ""]},
        geometry=[LineString([(103, 21), (104, 22)]), LineString([(103, 21), (103, 22)])],
        crs="EPSG:4326",
    )
    colours = {"w-1": "#d55e00", "w-2": "#000000"}
    (message,) = lines_message([LineLayer("ways", "Lộ trình", ways, "title", colours, (Field("back", "Về"),))])
    assert message["lines"] == [{"colour": "#d55e00", "label": "Ngày 1"}, {"colour": "#000000", "label": "Ngày 2"}]
    assert message["colours"] == colours
    assert message["level"] < PointLayer("p", "", ways, "title", "circle", "#000000").level
    assert message["features"]["features"][0]["geometry"]["type"] == "LineString"
    assert message["features"]["features"][0]["properties"]["values"] == ("17:00",)


def test_places_are_sent_with_their_symbols_and_texts(stations: PointLayer) -> None:
    (message,) = points_message([stations])
    assert message["corners"] == SHAPES["cross"]
    assert (message["edge"], message["level"]) == ("#ffffff", 0)
    assert message["labels"] == ["Loại"]
    assert message["features"]["features"][0]["properties"] == {
        "code": "a", "heading": "Trạm A", "radius": 9.5, "values": ("trạm",),
    }  # fmt: skip


def test_a_missing_column_is_refused(stations: PointLayer) -> None:
    with pytest.raises(MissingColumn):
        points_message([replace(stations, heading="nothing")])


def test_messages_are_json_numbers_of_numpy_too() -> None:
    assert json.loads(encoded({"a": np.float64(1.5), "b": np.int64(2), "ấ": [np.bool_(True)]})) == {
        "a": 1.5, "b": 2, "ấ": [True],
    }  # fmt: skip
    with pytest.raises(TypeError):
        encoded({"a": object()})
