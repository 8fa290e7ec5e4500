"""Travel time over a grid, against the same network searched by SciPy, and by hand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geo import travel_time as travel_time_module
from geo.errors import LengthMismatch, SourceOutside, UnknownNeighbours
from geo.parallel import MOST_THREADS, WAITING
from geo.slope_speed import slowed
from geo.travel_modes import BARRIER, BICYCLE, MOTOR, WALKING
from geo.travel_time import matrix, nearest_two, travel_time, travel_time_slope

INF = np.inf
SHAPES = st.tuples(st.integers(1, 7), st.integers(1, 7))
STEPS = {8: 2, 16: 3}


def costs(shape):
    passable = st.floats(0.01, 50)
    return arrays(float, shape, elements=st.one_of(passable, passable, st.sampled_from([INF, np.nan])))


@st.composite
def problems(draw):
    cost = draw(SHAPES.flatmap(costs))
    cells = st.tuples(st.integers(0, cost.shape[0] - 1), st.integers(0, cost.shape[1] - 1))
    return cost, draw(st.lists(cells, min_size=1, max_size=4))


def steps(shape, neighbours):
    """All steps within a grid: from, to, and the cells passed, as (row, column)."""
    for row, column in product(range(shape[0]), range(shape[1])):
        for down, right in product((-2, -1, 0, 1, 2), repeat=2):
            length = abs(down) + abs(right)
            knight = length == 3
            if not ((knight and neighbours == 16) or (0 < length <= 2 and max(abs(down), abs(right)) == 1)):
                continue
            if 0 <= row + down < shape[0] and 0 <= column + right < shape[1]:
                yield (row, column), (row + down, column + right), passed(row, column, down, right) if knight else ()


def passed(row, column, down, right):
    if abs(down) == 2:
        return (row + down // 2, column), (row + down // 2, column + right)
    return (row, column + right // 2), (row + down, column + right // 2)


def by_scipy(cost, sources, *, resolution, neighbours=8):
    """Minutes from the nearest source over the network of cells, searched by SciPy."""
    edges = {}
    for here, there, between in steps(cost.shape, neighbours):
        mean = np.mean([cost[cell] for cell in (here, there, *between)])
        if np.isfinite(mean):
            length = resolution * np.hypot(here[0] - there[0], here[1] - there[1])
            edges[np.ravel_multi_index(here, cost.shape), np.ravel_multi_index(there, cost.shape)] = mean * length
    rows, columns = np.array(list(edges)).reshape(-1, 2).T
    network = coo_array((list(edges.values()), (rows, columns)), shape=(cost.size, cost.size))
    starts = [np.ravel_multi_index(cell, cost.shape) for cell in sources]
    return dijkstra(network.tocsr(), indices=starts).min(axis=0).reshape(cost.shape)


@pytest.mark.parametrize("neighbours", [8, 16])
@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_minutes_are_those_of_scipy_on_the_same_network(neighbours, problem):
    cost, sources = problem
    ours = travel_time(cost, sources, resolution=30.0, neighbours=neighbours)
    np.testing.assert_allclose(ours, by_scipy(cost, sources, resolution=30.0, neighbours=neighbours), rtol=1e-12)


@settings(deadline=None)
@given(problem=problems())
def test_more_neighbours_never_take_longer(problem):
    cost, sources = problem
    eight, sixteen = (travel_time(cost, sources, resolution=1.0, neighbours=number) for number in (8, 16))
    assert (sixteen <= eight * (1 + 1e-12)).all()


@settings(deadline=None)
@given(problem=problems(), factor=st.floats(1, 9))
def test_slower_cells_never_bring_anyone_nearer(problem, factor):
    cost, sources = problem
    slower = cost.copy()
    slower[::2] *= factor
    fast, slow = (travel_time(grid, sources, resolution=1.0) for grid in (cost, slower))
    assert (slow >= fast * (1 - 1e-12)).all()


@settings(deadline=None)
@given(problem=problems(), limit=st.floats(0, 300))
def test_a_limited_search_is_an_unlimited_one_cut_at_the_limit(problem, limit):
    cost, sources = problem
    whole = travel_time(cost, sources, resolution=1.0)
    cut = np.where(whole <= limit + 1e-6, whole, INF)
    np.testing.assert_array_equal(travel_time(cost, sources, resolution=1.0, limit=limit), cut)


@settings(deadline=None)
@given(problem=problems())
def test_the_way_there_takes_as_long_as_the_way_back(problem):
    cost, sources = problem
    cells = list(dict.fromkeys(sources))
    minutes = matrix(cost, cells, cells, resolution=1.0, neighbours=16)
    np.testing.assert_allclose(minutes, minutes.T, rtol=1e-12)


@settings(deadline=None)
@given(problem=problems())
def test_the_two_nearest_are_the_two_least_of_the_matrix(problem):
    cost, sources = problem
    everywhere = [(row, column) for row in range(cost.shape[0]) for column in range(cost.shape[1])]
    each = matrix(cost, sources, everywhere, resolution=1.0).reshape(len(sources), *cost.shape)
    least = np.sort(np.concatenate([each, np.full((1, *cost.shape), INF)]), axis=0)[:2]
    found = nearest_two(cost, sources, resolution=1.0)
    np.testing.assert_allclose(found.minutes, least, rtol=1e-12)
    for place in (0, 1):
        reached = np.isfinite(found.minutes[place])
        assert (found.source[place][~reached] == -1).all()
        own = np.take_along_axis(each, np.maximum(found.source[place], 0)[None], axis=0)[0]
        np.testing.assert_allclose(own[reached], found.minutes[place][reached], rtol=1e-12)
    both = np.isfinite(found.minutes[1])
    assert (found.source[0][both] != found.source[1][both]).all()


def test_a_limit_of_60_minutes_includes_60():
    reached = travel_time([[1.0] * 62], [(0, 0)], resolution=1.0, limit=60)
    assert np.isfinite(reached).sum() == 61
    assert reached[0, 60] == 60


def test_without_a_source_nothing_is_reached():
    assert np.isinf(travel_time(np.ones((3, 3)), [], resolution=1.0)).all()


def test_a_source_on_a_barrier_reaches_itself_alone():
    reached = travel_time([[1.0, INF, 1.0]], [(0, 1)], resolution=1.0)
    assert reached.tolist() == [[INF, 0.0, INF]]


def test_a_cell_below_zero_is_a_barrier_as_no_data_is():
    reached = travel_time([[1.0, -9999.0, 1.0]], [(0, 0)], resolution=1.0)
    assert reached.tolist() == [[0.0, INF, INF]]


def test_a_knight_does_not_jump_over_a_barrier():
    wall = np.ones((5, 5))
    wall[2] = INF
    assert np.isinf(travel_time(wall, [(0, 2)], resolution=1.0, neighbours=16)[3:]).all()


def test_two_places_in_one_cell_stay_two_and_the_first_comes_first():
    found = nearest_two(np.ones((1, 2)), [(0, 0), (0, 0)], resolution=1.0)
    assert found.source[:, 0, 1].tolist() == [0, 1]
    assert found.minutes[:, 0, 1].tolist() == [1.0, 1.0]


def test_of_three_equally_near_places_the_first_two_are_named():
    found = nearest_two(np.ones((3, 3)), [(2, 1), (0, 1), (1, 0)], resolution=1.0)
    assert found.source[:, 1, 1].tolist() == [0, 1]


def test_very_unequal_cells_take_no_longer_to_search():
    cost = np.full((50, 50), 1e-6)
    cost[25] = 1e9
    reached = travel_time(cost, [(0, 0)], resolution=1.0)
    assert reached[-1, 0] == pytest.approx(1e9, rel=1e-6)


def test_a_matrix_has_a_row_for_each_origin_and_a_column_for_each_destination():
    cost = np.ones((1, 4))
    assert matrix(cost, [(0, 0), (0, 3)], [(0, 1)], resolution=1.0).tolist() == [[1.0], [2.0]]
    assert matrix(cost, [(0, 1)], [(0, 0), (0, 3)], resolution=1.0).tolist() == [[1.0, 2.0]]
    assert matrix(cost, [], [(0, 1)], resolution=1.0).shape == (0, 1)


def test_a_source_outside_is_named():
    with pytest.raises(SourceOutside) as refused:
        travel_time(np.ones((3, 4)), [(0, 0), (3, 1)], resolution=1.0)
    assert (refused.value.row, refused.value.column) == (3, 1)


def test_neither_8_nor_16_neighbours_are_refused():
    with pytest.raises(UnknownNeighbours):
        travel_time(np.ones((2, 2)), [(0, 0)], resolution=1.0, neighbours=4)


def test_progress_rises_and_the_search_stops_when_told_to():
    told = []
    travel_time(np.ones((400, 400)), [(0, 0)], resolution=1.0, tick=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1

    class Stopped(BaseException):
        pass

    def stop(fraction):
        raise Stopped

    with pytest.raises(Stopped):
        travel_time(np.ones((400, 400)), [(0, 0)], resolution=1.0, tick=stop)


def test_a_matrix_that_is_stopped_begins_no_further_search(monkeypatch):
    begun = []
    search = travel_time_module._least_minutes

    def counted(*arguments, **options):
        begun.append(arguments)
        return search(*arguments, **options)

    class Stopped(BaseException):
        pass

    def stop(fraction):
        raise Stopped

    monkeypatch.setattr(travel_time_module, "_least_minutes", counted)
    cells = [(0, column) for column in range(60)]
    with pytest.raises(Stopped):
        matrix(np.ones((300, 300)), cells, cells, resolution=1.0, tick=stop)
    assert 1 <= len(begun) <= WAITING * MOST_THREADS


@settings(deadline=None)
@given(problem=problems(), mode=st.sampled_from([WALKING, BICYCLE, MOTOR]))
def test_on_flat_land_slope_makes_no_difference_to_walking_and_motor(problem, mode):
    cost, sources = problem
    speed = 0.06 / cost
    level = np.full(cost.shape, 250.0)
    modes = np.full(cost.shape, mode, np.int8)
    found = travel_time_slope(speed, modes, level, sources, resolution=100.0, neighbours=16)
    expected = travel_time(cost, sources, resolution=100.0, neighbours=16)
    passable = np.isfinite(expected) if mode != BICYCLE else np.zeros(cost.shape, bool)
    np.testing.assert_allclose(found[passable], expected[passable], rtol=1e-9)
    np.testing.assert_array_equal(np.isinf(found), np.isinf(expected))


def test_uphill_takes_longer_than_down_and_direction_decides_which():
    speed, mode = np.full((1, 3), 5.0), np.full((1, 3), WALKING, np.int8)
    hill = np.array([[0.0, 30.0, 60.0]])
    down = travel_time_slope(speed, mode, hill, [(0, 0)], resolution=100.0, towards=True)
    up = travel_time_slope(speed, mode, hill, [(0, 0)], resolution=100.0, towards=False)
    assert up[0, 2] == pytest.approx(2 * 1.2 * np.exp(3.5 * 0.30), rel=1e-12)
    assert down[0, 2] == pytest.approx(2 * 1.2 * np.exp(3.5 * 0.20), rel=1e-12)


@pytest.mark.parametrize(
    ("speed", "mode", "height"),
    [(0.0, WALKING, 0.0), (-1.0, WALKING, 0.0), (np.nan, WALKING, 0.0), (5.0, BARRIER, 0.0), (5.0, WALKING, np.nan)],
)
def test_without_speed_mode_or_height_a_cell_is_a_barrier(speed, mode, height):
    speeds, modes, heights = np.full((1, 3), 5.0), np.full((1, 3), WALKING, np.int8), np.zeros((1, 3))
    speeds[0, 1], modes[0, 1], heights[0, 1] = speed, mode, height
    found = travel_time_slope(speeds, modes, heights, [(0, 0)], resolution=1.0)
    assert np.isinf(found[0, 1:]).all()


def test_grids_of_different_shapes_are_refused():
    with pytest.raises(LengthMismatch):
        travel_time_slope(np.ones((2, 2)), np.ones((2, 3), np.int8), np.ones((2, 2)), [(0, 0)], resolution=1.0)


def test_tobler_walks_fastest_slightly_downhill():
    slopes = np.linspace(-0.5, 0.5, 101)
    factors = [slowed(WALKING, 5.0, slope) for slope in slopes]
    assert slopes[int(np.argmin(factors))] == pytest.approx(-0.05)
    assert slowed(WALKING, 5.0, 0.2) == pytest.approx(np.exp(3.5 * 0.25) / np.exp(0.175))


def test_a_bicycle_is_as_fast_as_stated_on_the_flat_and_slower_uphill():
    assert slowed(BICYCLE, 12.0, 0.0) == pytest.approx(1.0, abs=2e-3)
    assert slowed(BICYCLE, 12.0, 5.0) > 1 > slowed(BICYCLE, 12.0, -1.0) >= 0.5
