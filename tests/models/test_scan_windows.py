"""Which circles a scan looks through."""

import numpy as np
import pytest

from geo.distance import great_circle_km
from models import scan_windows
from models.scan_windows import Places, windows

SQUARE = np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])


def test_the_windows_of_a_square() -> None:
    """Around each corner: itself, then its two neighbours at once, then all."""
    circles = windows(Places.of(SQUARE, "plane"), np.array([1.0, 2.0, 3.0, 4.0]), 1.0)
    assert circles.starts.tolist() == [0, 4, 8, 12, 16]
    assert circles.order[:4].tolist() == [0, 1, 2, 3]
    assert circles.sizes[:4].tolist() == [1.0, np.inf, 6.0, 10.0]
    assert circles.members(2).tolist() == [0, 1, 2]
    assert [circles.centre(window) for window in (0, 3, 4, 15)] == [0, 0, 1, 3]


def test_windows_end_at_the_last_whole_circle_below_the_largest_share() -> None:
    circles = windows(Places.of(SQUARE, "plane"), np.array([1.0, 2.0, 3.0, 4.0]), 0.5)
    assert np.diff(circles.starts).tolist() == [1, 1, 1, 1]
    assert circles.sizes.tolist() == [1.0, 2.0, 3.0, 4.0]


def test_a_place_with_more_than_the_largest_share_is_in_no_window() -> None:
    """Around the second and third corner it lies as near as the first."""
    circles = windows(Places.of(SQUARE, "plane"), np.array([1.0, 1.0, 1.0, 97.0]), 0.5)
    assert np.diff(circles.starts).tolist() == [3, 1, 1, 0]


def test_blocks_and_parts_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    places, people = Places.of(rng.integers(0, 9, (40, 2)).astype(float), "plane"), rng.uniform(0, 9, 40)
    whole = windows(places, people[: len(places)], 0.4)
    assert len(whole.parts) == 1
    monkeypatch.setattr(scan_windows, "_DISTANCES_AT_ONCE", 100)
    monkeypatch.setattr(scan_windows, "_WINDOWS_AT_ONCE", 30)
    told: list[float] = []
    blocks = windows(places, people[: len(places)], 0.4, told.append)
    assert np.array_equal(whole.order, blocks.order)
    assert np.array_equal(whole.sizes, blocks.sizes)
    assert np.array_equal(np.unique(np.concatenate(blocks.parts)), np.unique(blocks.starts))
    assert len(blocks.parts) > 5
    assert told[-1] == 1.0
    assert len(told) > 5


def test_locations_at_one_place_are_found_again_nearest_first() -> None:
    places = Places.of(np.array([(5.0, 5.0), (0.0, 0.0), (5.0, 5.0), (-0.0, 0.0)]), "plane")
    assert len(places) == 2
    assert places.total(np.array([1.0, 2.0, 3.0, 4.0])).tolist() == [6.0, 4.0]
    assert places.locations(np.array([1, 0])).tolist() == [0, 2, 1, 3]
    assert places.locations(np.array([0])).tolist() == [1, 3]


def test_great_circle_distances_are_those_of_the_map() -> None:
    points = np.random.default_rng(0).uniform((-180, -90), (180, 90), (50, 2))
    places = Places.of(points, "great_circle")
    lon, lat = places.points.T
    assert places.distances(slice(3, 9)) == pytest.approx(great_circle_km(lon[3:9], lat[3:9], lon, lat), abs=1e-9)
