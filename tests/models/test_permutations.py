"""p-values of permutations: enumeration, calibration, ties, seeds, threads, islands and cancelling."""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest

import models.permutations
from models.errors import OutOfRange
from models.permutations import lag_p, product_p
from models.spatial_weights import SpatialWeights, spatial_weights

VALUES = np.array([3.0, 1, 4, 1, 5, 9])
TREE = [[1, 2], [0], [0, 3], [2, 4], [3, 5], [4]]
MANY = 200_000


def board(side: int) -> SpatialWeights:
    """Squares of a chessboard with the neighbours above, below and beside."""
    cells = [(row, column) for row in range(side) for column in range(side)]
    steps = ((0, 1), (1, 0), (0, -1), (-1, 0))
    near = ([(row + down, column + right) for down, right in steps] for row, column in cells)
    return spatial_weights([[cells.index(each) for each in found if each in cells] for found in near])


def exact_p(values: np.ndarray, unit: int, neighbours: list[int], weights: list[float]) -> float:
    """Enumerate every way to put the values of others on a unit's neighbours."""
    others = np.delete(values, unit)
    lags = np.array([np.dot(drawn, weights) for drawn in permutations(others, len(neighbours))])
    own = np.dot(values[neighbours], weights)
    return min(1.0, 2 * min((lags >= own - 1e-9).mean(), (lags <= own + 1e-9).mean()))


def test_p_comes_near_what_enumeration_gives() -> None:
    found = lag_p(VALUES, spatial_weights(TREE), permutations=MANY, seed=1)
    exact = [exact_p(VALUES, unit, near, [1.0] * len(near)) for unit, near in enumerate(TREE)]
    assert np.abs(found - exact).max() < 0.01


def test_unequal_weights_go_with_the_neighbour_drawn() -> None:
    weights = [[3.0, 1.0], [1.0], [2.0, 5.0], [1.0, 4.0], [1.0, 0.5], [2.0]]
    found = lag_p(VALUES, spatial_weights(TREE, weights), permutations=MANY, seed=2)
    exact = [exact_p(VALUES, unit, near, weights[unit]) for unit, near in enumerate(TREE)]
    assert np.abs(found - exact).max() < 0.01


def test_the_product_of_the_whole_map_comes_near_what_enumeration_gives() -> None:
    links, values = spatial_weights(TREE), VALUES - VALUES.mean()
    shuffled = np.array(list(permutations(values)))
    products = (shuffled[:, links.units] * shuffled[:, links.others]).sum(axis=1)
    own = (values * links.lag(values)).sum()
    exact = min(1.0, 2 * min((products >= own - 1e-9).mean(), (products <= own + 1e-9).mean()))
    assert product_p(values, links, permutations=MANY, seed=3) == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize("level", [0.05, 0.25, 0.5])
def test_where_values_lie_by_chance_p_is_at_most_a_level_in_that_share_of_units(level: float) -> None:
    """6,250 tests; neighbours' tests depend on each other, so three binomial standard errors and half as much again."""
    links, random = board(25), np.random.default_rng(4)
    p = np.concatenate([lag_p(random.gamma(2.0, size=625), links, permutations=199, seed=each) for each in range(10)])
    assert (p <= level).mean() == pytest.approx(level, abs=4.5 * np.sqrt(level * (1 - level) / len(p)))


def test_equal_values_are_ties_and_never_significant() -> None:
    assert lag_p(np.full(25, 0.1), board(5), permutations=99, seed=0).tolist() == [1.0] * 25
    assert product_p(np.zeros(25), board(5), permutations=99, seed=0) == 1.0


def test_the_smallest_p_is_two_in_one_more_than_the_permutations() -> None:
    values = np.zeros(400)
    values[[0, 1, 20]] = 1000.0
    assert lag_p(values, board(20), permutations=99, seed=0)[0] == pytest.approx(0.02)


def test_the_seed_decides_and_threads_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    values, links = np.random.default_rng(5).normal(size=400), board(20)
    monkeypatch.setattr(models.permutations, "_DRAWS_A_BLOCK", 1000)
    several = lag_p(values, links, permutations=99, seed=7)
    monkeypatch.setattr(models.permutations, "cpu_count", lambda: 1)
    monkeypatch.setattr(models.permutations, "_DRAWS_A_BLOCK", 10**9)
    assert lag_p(values, links, permutations=99, seed=7).tolist() == several.tolist()
    assert lag_p(values, links, permutations=99, seed=8).tolist() != several.tolist()


def test_an_island_has_p_1() -> None:
    p = lag_p(np.array([0.0, 0, 9]), spatial_weights([[1], [0], []]), permutations=9, seed=0)
    assert p[2] == 1.0


@pytest.mark.parametrize("size", [0, 1])
def test_a_map_of_no_unit_or_one_is_no_error(size: int) -> None:
    assert lag_p(np.zeros(size), spatial_weights([[]] * size), permutations=9, seed=0).tolist() == [1.0] * size


def test_progress_rises_to_1_and_raising_stops_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.permutations, "_DRAWS_A_BLOCK", 500)
    told: list[float] = []
    lag_p(np.arange(25.0), board(5), permutations=99, seed=0, tick=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5
    with pytest.raises(KeyboardInterrupt):
        lag_p(np.arange(25.0), board(5), permutations=99, seed=0, tick=stop)


def stop(_: float) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("ask", [lag_p, product_p])
def test_no_permutation_at_all_is_refused(ask: Callable[..., object]) -> None:
    with pytest.raises(OutOfRange):
        ask(VALUES, spatial_weights(TREE), permutations=0, seed=0)
