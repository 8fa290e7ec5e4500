"""The heuristic: never worse than its start, no better swap left, ties to the smallest position."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.siting.interchange import greedy_sites, improve, repeated_interchange, smallest_equals
from models.siting.watch import Watch

NONE = np.array([], dtype=np.intp)


def watch(time_limit: float = np.inf) -> Watch:
    return Watch(time_limit, None)


def total(cost: np.ndarray, sites: object) -> float:
    return float(cost[:, list(sites)].min(axis=1).sum())


def best_swap(cost: np.ndarray, sites: list[int], fixed: list[int]) -> float:
    """The least total one swap away, by trying them all."""
    return min(
        (
            total(cost, [*(set(sites) - {removed}), added])
            for removed in set(sites) - set(fixed)
            for added in set(range(cost.shape[1])) - set(sites)
        ),
        default=np.inf,
    )


@pytest.mark.parametrize("search", [improve, repeated_interchange])
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(2, 9), st.data())
def test_no_swap_is_left_that_helps(
    search: Callable[..., np.ndarray], seed: int, demands: int, candidates: int, data: st.DataObject
) -> None:
    cost = np.random.default_rng(seed).integers(0, 12, (demands, candidates)).astype(float)
    p = data.draw(st.integers(1, candidates))
    fixed = np.arange(data.draw(st.integers(0, p)))
    start = greedy_sites(cost, p, fixed)
    sites = search(cost, start, fixed, watch())
    assert len(set(sites.tolist())) == p
    assert set(fixed) <= set(sites)
    assert total(cost, sites) <= total(cost, start)
    assert total(cost, sites) <= best_swap(cost, sites.tolist(), fixed.tolist()) + 1e-9


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_repeated_interchange_finds_what_enumeration_finds_and_the_same_sites_each_time(seed: int) -> None:
    cost = np.random.default_rng(seed).integers(0, 30, (10, 8)).astype(float)
    sites = repeated_interchange(cost, greedy_sites(cost, 3, NONE), NONE, watch(), seed=seed)
    assert total(cost, sites) == min(total(cost, each) for each in combinations(range(8), 3))
    assert sites.tolist() == repeated_interchange(cost, greedy_sites(cost, 3, NONE), NONE, watch(), seed=seed).tolist()


def test_nothing_is_disturbed_when_the_time_is_over() -> None:
    cost = np.random.default_rng(3).uniform(size=(40, 40))
    start = greedy_sites(cost, 6, NONE)
    hurried = repeated_interchange(cost, start, NONE, watch(0.0))
    assert total(cost, repeated_interchange(cost, start, NONE, watch())) <= total(cost, hurried) <= total(cost, start)


def test_greedy_opens_what_saves_most_first() -> None:
    cost = np.array([[0.0, 4, 9], [9, 4, 0], [9, 4, 9]])
    assert greedy_sites(cost, 2, NONE).tolist() == [1, 0]


def test_interchange_leaves_a_trap_that_greedy_falls_into() -> None:
    """Greedy takes the middle first; the two ends alone serve everybody at no cost."""
    cost = np.array([[0.0, 3, 9], [0, 3, 9], [9, 3, 0], [9, 3, 0]])
    start = greedy_sites(cost, 2, NONE)
    assert 1 in start
    assert improve(cost, start, NONE, watch()).tolist() == [0, 2]


def test_fixed_sites_are_never_swapped() -> None:
    cost = np.array([[9.0, 0, 1]])
    assert improve(cost, np.array([0]), np.array([0]), watch()).tolist() == [0]


def test_without_time_the_start_is_returned() -> None:
    assert improve(np.array([[9.0, 0.0]]), np.array([0]), NONE, watch(0.0)).tolist() == [0]


def test_equal_sites_move_to_the_smallest_positions_but_no_worse_ones() -> None:
    cost = np.array([[3.0, 1, 1, 1], [3, 2, 1, 1]])
    assert smallest_equals(cost, np.array([3]), NONE).tolist() == [2]


def test_fixed_sites_stay_where_they_are() -> None:
    assert smallest_equals(np.ones((2, 4)), np.array([2, 3]), np.array([3])).tolist() == [0, 3]


@pytest.mark.parametrize("p", [1, 4, 10])
def test_the_bookkeeping_stays_true_over_many_swaps(p: int) -> None:
    cost = np.random.default_rng(p).random((80, 40))
    sites = improve(cost, np.arange(40 - p, 40), NONE, watch())
    assert total(cost, sites) <= best_swap(cost, sites.tolist(), []) + 1e-12
