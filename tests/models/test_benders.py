"""The cuts: valid at every choice of sites, and together as strong as the full formulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from models.siting.benders import Master, critical_levels
from models.siting.median import Median, median_of
from models.siting.plain_rows import plain_rows
from models.siting.problem import checked_problem
from models.siting.watch import Watch


def median(cost: np.ndarray, p: int, weights: np.ndarray | None = None) -> Median:
    problem = checked_problem(cost, p, weights=weights, fixed=(), forbidden=(), rules=None)
    return median_of(problem, problem.cost)


def relaxed(cost: np.ndarray, p: int) -> float:
    """The relaxation with one variable for each demand and site: its optimum by another solver call."""
    demands, sites = cost.shape
    assigned = np.kron(np.eye(demands), np.ones(sites))
    linked = np.hstack([np.eye(demands * sites), -np.tile(np.eye(sites), (demands, 1))])
    result = linprog(
        np.append(cost.ravel(), np.zeros(sites)),
        A_ub=linked,
        b_ub=np.zeros(demands * sites),
        A_eq=np.block([[assigned, np.zeros((demands, sites))], [np.zeros((1, demands * sites)), np.ones((1, sites))]]),
        b_eq=np.append(np.ones(demands), p),
        bounds=(0, 1),
    )
    return float(result.fun)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(2, 6), st.data())
def test_the_cuts_reach_the_relaxation_of_the_full_formulation(seed: int, demands: int, sites: int, data) -> None:
    cost = np.random.default_rng(seed).integers(0, 20, (demands, sites)).astype(float)
    p = data.draw(st.integers(1, sites))
    problem = median(cost, p)
    master, watch = Master(problem, plain_rows(problem)), Watch(np.inf, None)
    solution = master.solve(watch)
    while master.cut_off(solution):
        solution = master.solve(watch)
    assert solution.bound * problem.scale == pytest.approx(relaxed(cost, p), rel=1e-7, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_at_whole_openings_a_cut_asks_for_the_nearest_open_site(seed: int, sites: int) -> None:
    random = np.random.default_rng(seed)
    cost = random.integers(0, 9, (4, sites)).astype(float)
    opening = (random.random(sites) < 0.5).astype(float)
    opening[random.integers(sites)] = 1.0
    _, needed = critical_levels(cost, opening)
    assert needed.tolist() == cost[:, opening > 0].min(axis=1).tolist()


def test_half_a_site_near_and_half_a_site_far_cost_the_mean() -> None:
    levels, needed = critical_levels(np.array([[2.0, 8.0]]), np.array([0.5, 0.5]))
    assert (levels.tolist(), needed.tolist()) == ([8.0], [5.0])


def test_weighted_whole_numbers_have_a_grain() -> None:
    scaled = median(np.array([[1.0, 2.0], [3.0, 5.0]]), 1, np.array([4.0, 2.0]))
    assert scaled.grain * scaled.scale == 2.0
    assert median(np.array([[1.0, 2.5]]), 1).grain == 0.0


def test_what_cannot_be_reached_costs_more_than_any_plan_that_reaches_all() -> None:
    problem = median(np.array([[1.0, np.inf], [7.0, 9.0]]), 1)
    assert problem.total(np.array([0])) * problem.scale == 8.0
    assert problem.total(np.array([1])) > problem.total(np.array([0]))
    assert problem.unreached(np.array([1])).tolist() == [0]
