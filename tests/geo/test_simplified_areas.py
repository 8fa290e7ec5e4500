"""Areas simplified together: fewer corners, no gap, no overlap, none lost."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.simplified_areas import outer_border, simplified_borders, simplified_coverage


def wavy_squares(columns: int, rows: int, corners: int) -> np.ndarray:
    """Squares of side 1 in a grid, their borders bent in waves."""
    squares = [shapely.box(x, y, x + 1, y + 1) for x in range(columns) for y in range(rows)]
    fine = shapely.segmentize(squares, 1 / corners)
    return shapely.transform(fine, _bent)


def _bent(points: np.ndarray) -> np.ndarray:
    x, y = np.round(points, 9).T
    return np.column_stack([x + 0.03 * np.sin(40 * y), y + 0.03 * np.sin(40 * x)])


def test_few_corners_stay_as_they_are() -> None:
    squares = wavy_squares(2, 2, 4)
    assert shapely.equals_exact(simplified_coverage(squares, 1000), squares).all()


def test_many_corners_become_few_without_gap_or_overlap() -> None:
    squares = wavy_squares(5, 4, 200)
    simple = simplified_coverage(squares, 2000)
    assert shapely.get_num_coordinates(squares).sum() > 15_000
    assert shapely.get_num_coordinates(simple).sum() <= 2000
    assert shapely.coverage_is_valid(simple)
    assert shapely.get_num_interior_rings(shapely.coverage_union_all(simple)) == 0


@settings(max_examples=15, deadline=None)
@given(most=st.integers(1, 5000))
def test_no_area_is_lost_however_few_corners_are_wanted(most: int) -> None:
    squares = wavy_squares(3, 2, 60)
    simple = simplified_coverage(squares, most)
    assert not shapely.is_empty(simple).any()
    assert (shapely.area(simple) > 0).all()


def test_no_area_is_none() -> None:
    assert len(simplified_coverage([], 10)) == 0


def test_borders_that_do_not_fit_each_other_are_simplified_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise shapely.errors.GEOSException

    squares = np.array([shapely.box(0, 0, 1, 1), shapely.box(0.9, 0, 2, 1)], dtype=object)
    monkeypatch.setattr(shapely, "coverage_simplify", refuse)
    monkeypatch.setattr(shapely, "coverage_union_all", refuse)
    assert [each.area for each in simplified_borders(squares, 0.01)] == pytest.approx([1.0, 1.1])
    assert outer_border(squares).area == pytest.approx(2.0)
