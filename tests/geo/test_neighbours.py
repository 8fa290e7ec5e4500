"""Areas that share a border or a corner are neighbours; islands have none."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from geo.errors import UnknownCrs
from geo.neighbours import contiguity

METRE = 1 / 111_195
"""In degrees, along the equator."""


def areas(*shapes: object, crs: str | None = "EPSG:4326") -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs=crs)


def lists(shapes: gpd.GeoSeries, tolerance: float = 10.0) -> list[list[int]]:
    return [each.tolist() for each in contiguity(shapes, tolerance_metres=tolerance)]


def chessboard(rows: int, columns: int) -> gpd.GeoSeries:
    return areas(*(box(x, y, x + 1, y + 1) for y in range(rows) for x in range(columns)))


def test_the_middle_of_nine_squares_borders_on_all_others_by_side_or_corner() -> None:
    found = lists(chessboard(3, 3))
    assert found[4] == [0, 1, 2, 3, 5, 6, 7, 8]
    assert found[0] == [1, 3, 4]


@pytest.mark.parametrize(("gap", "neighbours"), [(9, [[1], [0]]), (12, [[], []])])
def test_borders_as_near_as_the_tolerance_touch(gap: float, neighbours: list[list[int]]) -> None:
    assert lists(areas(box(0, 0, 1, 1), box(1 + gap * METRE, 0, 2, 1))) == neighbours


def test_without_tolerance_a_gap_of_a_metre_parts_them() -> None:
    assert lists(areas(box(0, 0, 1, 1), box(1 + METRE, 0, 2, 1)), 0.0) == [[], []]


def test_areas_that_overlap_and_areas_within_another_are_neighbours() -> None:
    ring = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])
    assert lists(areas(ring, box(1, 1, 2, 2), box(2.5, 2.5, 4, 4))) == [[1, 2], [0], [0]]


def test_one_part_of_a_commune_of_islands_is_enough() -> None:
    assert lists(areas(MultiPolygon([box(9, 0, 10, 1), box(1, 0, 2, 1)]), box(0, 0, 1, 1))) == [[1], [0]]


def test_a_missing_or_empty_shape_is_an_island() -> None:
    assert lists(areas(box(0, 0, 1, 1), None, Polygon(), box(1, 0, 2, 1))) == [[3], [], [], [0]]
    assert lists(areas(None, None)) == [[], []]


def test_one_area_and_none_at_all_have_no_neighbours() -> None:
    assert lists(areas(box(0, 0, 1, 1))) == [[]]
    assert contiguity(areas()) == []


def test_metres_need_a_known_reference_system_and_touching_does_not() -> None:
    two = areas(box(0, 0, 1, 1), box(1, 0, 2, 1), crs=None)
    with pytest.raises(UnknownCrs):
        contiguity(two)
    assert lists(two, 0.0) == [[1], [0]]


@given(st.permutations(range(12)))
def test_the_order_of_the_areas_changes_only_the_positions(order: list[int]) -> None:
    board = chessboard(3, 4)
    before, moved = contiguity(board), contiguity(board.iloc[order])
    for position, neighbours in zip(order, moved, strict=True):
        assert sorted(order[each] for each in neighbours) == before[position].tolist()


def test_neighbours_are_mutual_and_never_oneself() -> None:
    found = contiguity(chessboard(4, 5))
    pairs = {(area, int(other)) for area, others in enumerate(found) for other in others}
    assert pairs == {(other, area) for area, other in pairs}
    assert all(area != other for area, other in pairs)
    assert all(each.dtype == np.int64 for each in found)
