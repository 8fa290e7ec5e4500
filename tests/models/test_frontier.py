"""Plans between two aims, against enumeration of all plans."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ContradictoryRules, OutOfRange
from models.siting import Rules, Siting, maximal_covering, p_center, p_median
from models.siting.frontier import FrontierPoint, frontier, undominated


def by_cost(cost: np.ndarray, price: np.ndarray, steps: int) -> tuple[FrontierPoint, ...]:
    def solve(limit: float) -> Siting:
        return maximal_covering(cost, 5, None, rules=Rules(opening_cost=price, budget=min(limit, price.sum())))

    return frontier(
        solve, lambda plan: float(price[list(plan.sites)].sum()), lowest=float(price.min()), steps=steps, most=True
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000))
def test_no_plan_at_all_is_better_in_both_than_a_point(seed: int) -> None:
    random = np.random.default_rng(seed)
    cost, price = random.integers(0, 10, (6, 5)).astype(float), random.integers(1, 6, 5).astype(float)
    points = by_cost(cost, price, 12)
    every = chain.from_iterable(combinations(range(5), number) for number in range(1, 6))
    possible = [(price[list(sites)].sum(), (cost[:, sites] <= 5).any(axis=1).sum()) for sites in every]
    for point in points:
        assert not any(money <= point.second and covered > point.first for money, covered in possible)
        assert (point.second, point.first) in possible
    seconds, firsts = [point.second for point in points], [point.first for point in points]
    assert seconds == sorted(set(seconds))
    assert firsts == sorted(set(firsts))


def by_worst(cost: np.ndarray, number: int, weights: np.ndarray, steps: int) -> tuple[FrontierPoint, ...]:
    """Least minutes in all against those of whoever is worst off, down to the center."""

    def solve(limit: float) -> Siting:
        return p_median(cost, number, weights=weights, rules=Rules(furthest=limit))

    lowest = p_center(cost, number, weights=weights).objective
    return frontier(solve, lambda plan: worst_of(cost, plan.sites), lowest=lowest, steps=steps, most=False)


def worst_of(cost: np.ndarray, sites: tuple[int, ...]) -> float:
    return float(cost[:, list(sites)].min(axis=1).max())


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 3))
def test_between_least_minutes_and_the_worst_off_no_plan_is_better_in_both(seed: int, number: int) -> None:
    random = np.random.default_rng(seed)
    cost, weights = random.integers(0, 10, (6, 5)).astype(float), random.integers(1, 5, 6).astype(float)
    points = by_worst(cost, number, weights, 12)
    possible = [
        (worst_of(cost, sites), float(weights @ cost[:, list(sites)].min(axis=1)))
        for sites in combinations(range(5), number)
    ]
    for point in points:
        assert (point.second, point.first) in possible
        assert not any(
            worst <= point.second and total <= point.first and (worst, total) != (point.second, point.first)
            for worst, total in possible
        )
    assert points[0].second == min(worst for worst, _ in possible)
    assert points[-1].first == min(total for _, total in possible)


def test_a_limit_without_a_plan_adds_nothing() -> None:
    def solve(limit: float) -> Siting:
        return p_median([[1.0, 9.0], [9.0, 1.0]], 2, rules=Rules(opening_cost=[2.0, 2.0], budget=limit))

    points = frontier(solve, lambda plan: 2.0 * len(plan.sites), lowest=0.0, steps=4, most=False)
    assert [(point.second, point.first) for point in points] == [(4.0, 2.0)]


def test_without_any_plan_the_reason_comes_out() -> None:
    def solve(limit: float) -> Siting:
        return p_median([[1.0]], 1, rules=Rules(opening_cost=[2.0], budget=min(limit, 1.0)))

    with pytest.raises(ContradictoryRules):
        frontier(solve, lambda _: 0.0, lowest=0.0, steps=3, most=False)


def test_fewer_than_two_steps_are_no_frontier() -> None:
    with pytest.raises(OutOfRange):
        frontier(lambda _: p_median([[1.0]], 1), lambda _: 0.0, lowest=0.0, steps=1, most=False)


def test_of_points_as_good_in_one_aim_the_better_in_the_other_stays() -> None:
    plan = p_median([[1.0]], 1)
    points = [FrontierPoint(plan, first, second) for first, second in ((5, 2), (5, 1), (7, 2), (7, 3), (4, 9))]
    assert [(each.first, each.second) for each in undominated(points, most=True)] == [(5, 1), (7, 2)]
    assert [(each.first, each.second) for each in undominated(points, most=False)] == [(5, 1), (4, 9)]


def test_the_work_is_reported() -> None:
    told: list[float] = []
    frontier(lambda _: p_median([[1.0]], 1), lambda _: 1.0, lowest=0.0, steps=3, most=False, tick=told.append)
    assert told == pytest.approx([1 / 3, 2 / 3, 1.0])
