"""Grids: the right zone, edges that fit, positions that come back to their own cell."""

import math

import numpy as np
import pytest
import rasterio.transform
from hypothesis import given
from hypothesis import strategies as st

from geo import grid as grids
from geo.errors import GridTooLarge, InvalidBounds, InvalidResolution
from geo.grid import Grid, cells_of, centres, grid_over, metres_of, utm_zone

DIEN_BIEN = (102.1, 20.9, 103.6, 22.5)


def test_dien_bien_lies_in_zone_48_and_da_nang_in_49() -> None:
    assert utm_zone(103.0, 21.4) == "EPSG:32648"
    assert utm_zone(108.2, 16.1) == "EPSG:32649"


def test_a_place_south_of_the_equator_gets_a_southern_zone() -> None:
    assert utm_zone(35.0, -15.7) == "EPSG:32736"


def test_the_last_meridian_belongs_to_the_last_zone() -> None:
    assert utm_zone(180.0, 0.0) == "EPSG:32660"


def test_a_province_at_100_m_is_a_few_million_cells() -> None:
    grid = grid_over(DIEN_BIEN, resolution=100)
    assert grid.crs == "EPSG:32648"
    assert 1_500 < grid.columns < 1_700
    assert 1_700 < grid.rows < 1_900


def test_edges_lie_on_multiples_of_the_resolution_so_that_neighbours_share_cells() -> None:
    grid = grid_over(DIEN_BIEN, resolution=250)
    assert all(edge % 250 == 0 for edge in grid.bounds)


def test_a_margin_adds_its_metres_on_each_side() -> None:
    narrow, wide = (grid_over(DIEN_BIEN, resolution=100, margin=margin) for margin in (0, 5_000))
    assert (wide.rows, wide.columns) == (narrow.rows + 100, narrow.columns + 100)
    assert wide.west == narrow.west - 5_000


def test_the_transform_maps_row_and_column_to_metres() -> None:
    grid = Grid("EPSG:32648", 500_000, 2_400_000, 100, 3, 4)
    assert rasterio.transform.xy(grid.transform, 3, 4, offset="ul") == (500_400, 2_399_700)
    assert grid.bounds == (500_000, 2_399_700, 500_400, 2_400_000)
    assert grid.shape == (3, 4)


@given(st.floats(103.0, 103.4), st.floats(21.0, 21.4))
def test_the_cell_of_a_position_is_the_one_whose_middle_is_within_half_a_diagonal(lon: float, lat: float) -> None:
    grid = grid_over((102.9, 20.9, 103.5, 21.5), resolution=500)
    ((row, column),) = cells_of(grid, [lon], [lat]).tolist()
    longitude, latitude = centres(grid)
    x, y = metres_of(grid, [lon, longitude[row, column]], [lat, latitude[row, column]])
    assert abs(x[0] - x[1]) <= 250.001
    assert abs(y[0] - y[1]) <= 250.001


def test_the_middle_of_each_cell_lies_in_it() -> None:
    grid = grid_over((103.0, 21.3, 103.02, 21.32), resolution=100)
    longitude, latitude = centres(grid)
    cells = cells_of(grid, longitude.ravel(), latitude.ravel())
    assert np.array_equal(cells, np.argwhere(np.ones(grid.shape)))


def test_a_position_beyond_the_grid_or_without_a_number_has_no_cell() -> None:
    grid = grid_over((103.0, 21.3, 103.1, 21.4), resolution=100)
    assert cells_of(grid, [102.0, 104.0, np.nan], [21.35, 21.35, 21.35]).tolist() == [[-1, -1]] * 3


def test_no_places_have_no_cells() -> None:
    assert cells_of(grid_over((103.0, 21.3, 103.1, 21.4), resolution=100), [], []).shape == (0, 2)


@pytest.mark.parametrize(
    "bounds", [(103, 21, 103, 22), (104, 21, 103, 22), (103, 22, 104, 21), (math.nan, 21, 104, 22), (103, 21, 400, 22)]
)
def test_bounds_that_enclose_nothing_are_refused(bounds: tuple[float, ...]) -> None:
    with pytest.raises(InvalidBounds):
        grid_over(bounds, resolution=100)


@pytest.mark.parametrize("resolution", [0, -100, math.nan, math.inf])
def test_a_cell_without_a_size_is_refused(resolution: float) -> None:
    with pytest.raises(InvalidResolution):
        grid_over(DIEN_BIEN, resolution=resolution)


def test_too_many_cells_are_refused_before_any_memory_is_asked_for() -> None:
    with pytest.raises(GridTooLarge) as caught:
        grid_over((102, 8, 110, 23), resolution=10)
    assert caught.value.rows * caught.value.columns > grids.MOST_CELLS
