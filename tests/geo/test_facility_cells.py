"""Facilities on the grid: in their own cell, moved and said, or refused."""

import numpy as np
import pytest
from pyproj import Transformer

from geo.errors import ShapeMismatch
from geo.facility_cells import Placed, place
from geo.grid import Grid

GRID = Grid("EPSG:32648", 300_000, 2_400_000, 100, 10, 12)
EVERYWHERE = np.ones(GRID.shape, dtype=bool)


def at(*metres: tuple[float, float], passable: np.ndarray = EVERYWHERE, furthest: float = 1_000) -> Placed:
    """Place facilities given as metres east of the west edge and south of the north edge."""
    x, y = zip(*metres, strict=True)
    degrees = Transformer.from_crs(GRID.crs, "EPSG:4326", always_xy=True)
    lon, lat = degrees.transform(np.array(x) + GRID.west, GRID.north - np.array(y))
    return place(GRID, passable, lon, lat, furthest=furthest)


def test_a_facility_on_a_passable_cell_stays_there() -> None:
    placed = at((310, 420))
    assert placed.cells.tolist() == [[4, 3]]
    assert placed.moved_metres.tolist() == [0.0]
    assert not placed.refused.any()


def test_two_facilities_in_one_cell_stay_two() -> None:
    assert at((310, 420), (390, 480)).cells.tolist() == [[4, 3], [4, 3]]


def test_a_facility_on_a_barrier_is_moved_to_the_nearest_passable_cell() -> None:
    passable = EVERYWHERE.copy()
    passable[2:7, 1:6] = False
    placed = at((310, 450), passable=passable)
    assert placed.cells.tolist() == [[4, 0]]
    assert placed.moved_metres == pytest.approx([260.0], abs=0.01)


def test_a_facility_beyond_the_grid_is_moved_to_its_edge() -> None:
    placed = at((-150, 450))
    assert placed.cells.tolist() == [[4, 0]]
    assert placed.moved_metres == pytest.approx([200.0], abs=0.01)


def test_a_distance_of_exactly_the_furthest_is_near_enough() -> None:
    assert not at((-150, 450), furthest=200.001).refused[0]
    placed = at((-150, 450), furthest=199.9)
    assert placed.refused.tolist() == [True]
    assert placed.cells.tolist() == [[-1, -1]]
    assert np.isnan(placed.moved_metres).all()


def test_without_any_passable_cell_every_facility_is_refused() -> None:
    assert at((310, 420), passable=~EVERYWHERE, furthest=np.inf).refused.all()


def test_without_a_limit_a_far_facility_finds_the_grid() -> None:
    assert at((50_000, 450), furthest=np.inf).cells.tolist() == [[4, 11]]


def test_a_facility_without_a_position_is_refused() -> None:
    assert place(GRID, EVERYWHERE, [np.nan], [21.0], furthest=1e9).refused.tolist() == [True]


def test_no_facility_is_placed_nowhere() -> None:
    placed = place(GRID, EVERYWHERE, [], [], furthest=1_000)
    assert placed.cells.shape == (0, 2)
    assert placed.moved_metres.shape == placed.refused.shape == (0,)


def test_the_move_is_the_shortest_there_is() -> None:
    passable = np.random.default_rng(3).random(GRID.shape) < 0.1
    placed = at((555, 555), passable=passable, furthest=np.inf)
    rows, columns = np.nonzero(passable)
    own = 0.0 if passable[5, 5] else np.hypot(rows * 100 + 50 - 555, columns * 100 + 50 - 555).min()
    assert placed.moved_metres == pytest.approx([own], abs=0.01)


def test_cells_of_another_grid_are_refused() -> None:
    with pytest.raises(ShapeMismatch):
        place(GRID, np.ones((3, 3), dtype=bool), [103.0], [21.0], furthest=1.0)
