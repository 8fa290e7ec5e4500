"""Which unit a place lies in: inside, on a border, outside, nowhere."""

import geopandas as gpd
import pytest
from shapely import Polygon

from geo.containment import containing_unit
from geo.errors import LengthMismatch, MissingColumn, UnknownCrs


def test_each_point_gets_the_code_of_its_square(two_squares: gpd.GeoDataFrame) -> None:
    assert containing_unit([104.5, 103.5], [21.5, 21.5], two_squares).tolist() == ["2", "1"]


def test_a_point_outside_or_without_coordinates_gets_none(two_squares: gpd.GeoDataFrame) -> None:
    assert containing_unit([110.0, float("nan")], [21.5, 21.5], two_squares).tolist() == [None, None]


def test_a_point_on_a_border_gets_the_smaller_code_in_whatever_order(two_squares: gpd.GeoDataFrame) -> None:
    assert containing_unit([104.0], [21.5], two_squares).tolist() == ["1"]
    assert containing_unit([104.0], [21.5], two_squares.iloc[::-1]).tolist() == ["1"]


def test_other_coordinates_are_reprojected(two_squares: gpd.GeoDataFrame) -> None:
    assert containing_unit([103.5], [21.5], two_squares.to_crs("EPSG:32648")).tolist() == ["1"]


def test_a_unit_without_a_shape_holds_nothing(two_squares: gpd.GeoDataFrame) -> None:
    two_squares.loc[0, "geometry"] = Polygon()
    two_squares.loc[1, "geometry"] = None
    assert containing_unit([103.5], [21.5], two_squares).tolist() == [None]


def test_no_points_give_no_codes(two_squares: gpd.GeoDataFrame) -> None:
    assert containing_unit([], [], two_squares).tolist() == []


def test_what_is_missing_is_named(two_squares: gpd.GeoDataFrame) -> None:
    with pytest.raises(MissingColumn) as column:
        containing_unit([103.5], [21.5], two_squares, code="ma_xa")
    assert column.value.column == "ma_xa"
    with pytest.raises(UnknownCrs):
        containing_unit([103.5], [21.5], two_squares.set_crs(None, allow_override=True))
    with pytest.raises(LengthMismatch):
        containing_unit([103.5], [], two_squares)
