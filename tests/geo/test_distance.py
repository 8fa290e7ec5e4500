"""Great-circle distances against the ellipsoid, and travel minutes by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.distance import great_circle_km, minutes

WGS84 = Geod(ellps="WGS84")
places = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(places, places)
def test_distances_agree_with_the_ellipsoid_to_0_6_percent(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    _, _, metres = WGS84.inv(*one, *other)
    measured = great_circle_km([one[0]], [one[1]], [other[0]], [other[1]])[0, 0]
    assert measured == pytest.approx(metres / 1000, rel=0.006, abs=1e-4)


def test_rows_are_origins_and_columns_are_destinations() -> None:
    table = great_circle_km([103.0, 104.0], [21.0, 21.0], [103.0, 104.0, 105.0], [21.0, 21.0, 21.0])
    assert table.shape == (2, 3)
    assert table[0, 0] == table[1, 1] == 0.0
    assert table[0, 2] > table[1, 2] > 0


def test_a_quarter_of_a_meridian_is_10007_km() -> None:
    assert great_circle_km([0], [0], [0], [90])[0, 0] == pytest.approx(6371.0088 * np.pi / 2)


def test_a_missing_coordinate_gives_a_missing_distance() -> None:
    assert np.isnan(great_circle_km([float("nan")], [21.0], [103.0], [21.0])[0, 0])


def test_30_km_by_road_at_30_km_an_hour_take_an_hour() -> None:
    assert minutes([[20.0, np.inf]], detour=1.5, speed_kmh=30.0).tolist() == [[60.0, np.inf]]
