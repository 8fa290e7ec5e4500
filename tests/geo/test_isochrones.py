"""Isochrones: where the cells are, each within the next, few corners."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import gaussian_filter

from geo.errors import InvalidLimits, ShapeMismatch
from geo.grid import Grid, centres
from geo.isochrones import isochrones


def grid_of(minutes: np.ndarray) -> Grid:
    return Grid("EPSG:32648", 300_000.0, 2_300_000.0, 100.0, *minutes.shape)


def nested(shapes: np.ndarray) -> bool:
    return all(wide.covers(narrow) for narrow, wide in pairwise(shapes))


def test_an_isochrone_is_made_of_the_cells_within_its_limit() -> None:
    minutes = np.array([[0, 30, 45], [30.0000001, 61, np.inf], [np.nan, 500, 90]])
    found = isochrones(minutes, grid_of(minutes))
    assert found.limit.tolist() == [30, 60, 90, 120]
    assert found.crs == "EPSG:4326"
    assert found.to_crs("EPSG:32648").area.to_numpy() / 100**2 == pytest.approx([3, 4, 6, 6], rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(arrays(float, (7, 9), elements=st.one_of(st.floats(0, 150), st.sampled_from([30.0, np.inf, np.nan]))))
def test_the_middle_of_a_cell_lies_in_the_isochrones_of_its_minutes(minutes: np.ndarray) -> None:
    grid = grid_of(minutes)
    found = isochrones(minutes, grid)
    middles = shapely.points(*(each.ravel() for each in centres(grid)))
    for limit, shape in zip(found.limit, found.geometry, strict=True):
        assert (shapely.contains(shape, middles) == (minutes.ravel() <= limit)).all()
    assert found.is_valid.all()
    assert nested(found.geometry.to_numpy())
    assert set(found.limit) == {limit for limit in (30, 60, 90, 120) if (minutes <= limit).any()}


@pytest.mark.parametrize("most", [300, 3000])
def test_a_rough_surface_is_drawn_with_few_corners_and_stays_where_it_is(most: int) -> None:
    rng = np.random.default_rng(3)
    row, column = np.indices((300, 250))
    rough = gaussian_filter(rng.normal(size=row.shape), 2) * 60 + rng.normal(size=row.shape) * 3
    minutes = np.abs(np.hypot(row - 150, column - 125) + rough)
    found = isochrones(minutes, grid_of(minutes), most_corners=most)
    assert shapely.get_num_coordinates(found.geometry.to_numpy()).sum() <= most
    assert found.is_valid.all()
    assert nested(found.geometry.to_numpy())
    cells = [(minutes <= limit).sum() for limit in found.limit]
    assert found.to_crs("EPSG:32648").area.to_numpy() / 100**2 == pytest.approx(cells, rel=0.15)


def test_where_nothing_is_reached_nothing_is_drawn() -> None:
    minutes = np.full((3, 3), np.inf)
    found = isochrones(minutes, grid_of(minutes))
    assert len(found) == 0
    assert found.crs == "EPSG:4326"


def test_wrong_inputs_are_refused() -> None:
    minutes = np.zeros((3, 3))
    with pytest.raises(InvalidLimits):
        isochrones(minutes, grid_of(minutes), [60, 30])
    with pytest.raises(ShapeMismatch):
        isochrones(np.zeros((2, 3)), grid_of(minutes))
