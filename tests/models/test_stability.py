"""How often sites are chosen when demand and speed are drawn, and what keeping the plan loses."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import BadShape, BadSite, NegativeValue, NothingFound, OutOfRange
from models.siting import Rules, Siting, maximal_covering, p_median
from models.siting.site_rows import keeps_rules
from models.stability import (
    EXPONENTIAL_975,
    GAP,
    Outcome,
    Planning,
    Stability,
    demand_draws,
    speed_factors,
    stability,
)

DRAWS = 400


def solve(cost: np.ndarray, weights: np.ndarray, start: tuple[int, ...]) -> Siting:
    return p_median(cost, len(start), weights=weights, gap=GAP, start=start)


def worth(cost: np.ndarray, weights: np.ndarray, sites: tuple[int, ...]) -> float:
    return float(weights @ cost[:, list(sites)].min(axis=1))


PLANNING = Planning(solve, worth, most=False)


def judged(cost: np.ndarray, demand: np.ndarray, plan: tuple[int, ...]) -> Stability:
    return stability(cost, demand, np.ones(len(demand)), plan, planning=PLANNING)


def test_of_symmetric_towns_each_is_chosen_in_about_half_of_the_draws() -> None:
    towns = np.array([[0.0, 30.0], [30.0, 0.0]])
    demand = demand_draws([10.0, 10.0], [4.0, 4.0], [16.0, 16.0], DRAWS, seed=1)
    found = judged(towns, demand, (0,))
    assert found.frequency.sum() == pytest.approx(1.0)
    assert found.frequency == pytest.approx([0.5, 0.5], abs=3 * np.sqrt(0.25 / DRAWS))
    assert found.core == ()


def test_a_dominated_site_is_chosen_in_none() -> None:
    cost = np.array([[0.0, 30.0, 40.0], [30.0, 0.0, 10.0], [5.0, 30.0, 35.0]])
    demand = demand_draws([10.0, 10.0, 5.0], [2.0, 2.0, 1.0], [20.0, 20.0, 9.0], 100, seed=2)
    found = judged(cost, demand, (0,))
    assert found.frequency[2] == 0
    assert found.frequency[:2].min() > 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_regret_equals_a_solve_anew(seed: int) -> None:
    random = np.random.default_rng(seed)
    cost = random.integers(1, 60, (8, 6)).astype(float)
    demand = random.integers(1, 9, (5, 8)).astype(float)
    speeds = random.uniform(0.7, 1.4, 5)
    plan = p_median(cost, 2, weights=demand.mean(axis=0)).sites
    exact = stability(
        cost, demand, speeds, plan,
        planning=Planning(lambda c, w, s: p_median(c, len(s), weights=w), worth, most=False),
    )  # fmt: skip
    for draw in range(5):
        own = cost / speeds[draw]
        best = p_median(own, 2, weights=demand[draw]).objective
        lost = (worth(own, demand[draw], plan) - best) / best
        assert exact.regret[draw] == pytest.approx(lost, abs=1e-9)


def test_a_plan_that_the_draws_leave_as_it_is_has_no_regret() -> None:
    cost = np.array([[1.0, 50.0], [2.0, 50.0]])
    found = judged(cost, np.ones((10, 2)), (0,))
    assert found.frequency.tolist() == [1.0, 0.0]
    assert found.core == (0,)
    assert found.regret.tolist() == [0.0] * 10


def test_slower_ways_bring_fewer_within_the_limit() -> None:
    cost = np.array([[50.0, 90.0], [90.0, 70.0], [90.0, 55.0]])

    def covering(minutes: np.ndarray, weights: np.ndarray, start: tuple[int, ...]) -> Siting:
        return maximal_covering(minutes, 60, 1, weights=weights, start=start)

    def covered(minutes: np.ndarray, weights: np.ndarray, sites: tuple[int, ...]) -> float:
        return float(weights[(minutes[:, list(sites)] <= 60).any(axis=1)].sum())

    weights = np.tile([4.0, 3.0, 3.0], (2, 1))
    found = stability(cost, weights, [1.0, 1.2], (0,), planning=Planning(covering, covered, most=True))
    assert found.chosen.tolist() == [[True, False], [False, True]]
    assert found.best.tolist() == [4.0, 6.0]
    assert found.regret.tolist() == pytest.approx([0.0, 1 / 3])


def of_draws(published: list[float], best: list[float], *, most: bool, outcomes: str = "", kept: str = "") -> Stability:
    """Draws of one site; `outcomes` by their first letters, `kept` as y and n."""
    words: dict[str, Outcome] = {"s": "solved", "r": "rough", "n": "none", "u": "unfinished"}
    ended = tuple(words[letter] for letter in outcomes or "s" * len(best))
    keeps = np.array([letter == "y" for letter in kept or "y" * len(best)])
    opened = np.array([[outcome in ("solved", "rough")] for outcome in ended])
    return Stability(opened, np.array(published), np.array(best), keeps, ended, most)


def test_a_plan_without_any_worth_against_one_with_some_is_lost_whole() -> None:
    assert of_draws([0.0, 0.0], [5.0, 0.0], most=True).regret.tolist() == [1.0, 0.0]


def test_a_published_plan_better_than_what_a_draw_found_loses_nothing() -> None:
    assert of_draws([100.0, 90.0], [99.8, 100.0], most=True).regret.tolist() == [0.0, 0.1]
    assert of_draws([100.0, 110.0], [100.2, 100.0], most=False).regret.tolist() == [0.0, pytest.approx(0.1)]


def test_draws_without_a_plan_are_no_agreement() -> None:
    found = of_draws([10.0] * 4, [10.0, np.nan, np.nan, 8.0], most=True, outcomes="snur", kept="ynyy")
    assert found.planned.tolist() == [True, False, False, True]
    assert found.frequency.tolist() == [1.0]
    assert found.regret.tolist() == [0.0, 0.0]
    assert [found.count(each) for each in ("solved", "rough", "none", "unfinished")] == [1, 1, 1, 1]
    assert found.broken == 0
    nowhere = of_draws([10.0], [np.nan], most=True, outcomes="n", kept="n")
    assert np.isnan(nowhere.frequency).all()
    assert (nowhere.core, nowhere.regret.size) == ((), 0)


def test_a_published_plan_that_breaks_a_rule_in_a_draw_is_not_compared() -> None:
    found = of_draws([20.0, 10.0], [10.0, 10.0], most=True, kept="ny")
    assert found.broken == 1
    assert found.regret.tolist() == [0.0]
    assert found.frequency.tolist() == [1.0]


def test_what_the_rules_do_to_the_draws_is_told_apart() -> None:
    """Nobody further than 60: at 1.5 times the minutes only site 1 keeps it, at 3 times none does."""
    cost, rules = np.array([[20.0, 30.0], [50.0, 40.0]]), Rules(furthest=60.0)
    planning = Planning(
        lambda c, w, s: p_median(c, 1, weights=w, rules=rules, start=s),
        worth,
        most=False,
        keeps=lambda c, w, s: keeps_rules(c, 1, s, weights=w, rules=rules),
    )
    found = stability(cost, np.tile([3.0, 1.0], (3, 1)), [1.0, 1 / 1.5, 1 / 3], (0,), planning=planning)
    assert found.outcomes == ("solved", "solved", "none")
    assert found.chosen.tolist() == [[True, False], [False, True], [False, False]]
    assert found.kept.tolist() == [True, False, False]
    assert found.frequency.tolist() == [0.5, 0.5]
    assert found.broken == 1
    assert found.regret.tolist() == [0.0]


def test_a_draw_cut_by_the_time_is_none_and_one_with_a_gap_is_rough() -> None:
    def cut(cost: np.ndarray, weights: np.ndarray, start: tuple[int, ...]) -> Siting:
        if weights[0] > 1:
            raise NothingFound(1.0)
        return replace(solve(cost, weights, start), gap=2 * GAP)

    towns = np.array([[0.0, 9.0], [9.0, 0.0]])
    found = stability(towns, [[1.0, 1.0], [2.0, 1.0]], [1.0, 1.0], (0,), planning=Planning(cut, worth, most=False))
    assert found.outcomes == ("rough", "unfinished")
    assert found.regret.tolist() == [0.0]


def test_a_search_that_ends_at_its_gap_but_for_rounding_is_solved() -> None:
    def ended(cost: np.ndarray, weights: np.ndarray, start: tuple[int, ...]) -> Siting:
        return replace(solve(cost, weights, start), gap=float(np.nextafter(GAP, 1.0)))

    found = stability([[1.0]], [[1.0]], [1.0], (0,), planning=Planning(ended, worth, most=False))
    assert found.outcomes == ("solved",)


def test_a_plan_that_leaves_somebody_out_in_a_draw_is_no_plan_there() -> None:
    cost = np.array([[0.0, 9.0], [np.inf, 9.0]])

    def reached(minutes: np.ndarray, weights: np.ndarray, sites: tuple[int, ...]) -> float:
        lived = weights > 0
        return float(weights[lived] @ minutes[np.ix_(lived, sites)].min(axis=1))

    found = stability(cost, [[1, 0], [1, 1]], [1, 1], (0,), planning=Planning(solve, reached, most=False))
    assert (found.kept.tolist(), found.broken) == ([True, False], 1)
    assert found.regret.tolist() == [0.0]


def test_equal_draws_are_solved_once_and_the_work_is_reported() -> None:
    solved: list[int] = []
    told: list[float] = []

    def counted(cost: np.ndarray, weights: np.ndarray, start: tuple[int, ...]) -> Siting:
        solved.append(1)
        return solve(cost, weights, start)

    towns = np.array([[0.0, 9.0], [9.0, 0.0]])
    planning = Planning(counted, worth, most=False)
    stability(towns, np.ones((4, 2)), np.ones(4), (0,), planning=planning, tick=told.append)
    assert len(solved) == 1
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_speeds_are_log_normal_with_the_median_1() -> None:
    factors = speed_factors(20_000, 0.2, seed=3)
    assert np.median(factors) == pytest.approx(1.0, abs=0.01)
    assert np.log(factors).std() == pytest.approx(0.2, rel=0.02)
    assert (speed_factors(5, 0.2, seed=3) == factors[:5]).all()


def test_demand_has_the_mean_and_the_width_of_its_interval() -> None:
    drawn = demand_draws([10.0, 0.0], [6.0, 0.0], [14.0, 3.0], 40_000, seed=4)
    assert drawn[:, 0].mean() == pytest.approx(10.0, rel=0.01)
    assert drawn[:, 0].std() == pytest.approx(8 / (2 * 1.959964), rel=0.02)
    assert np.quantile(drawn[:, 1], 0.975) == pytest.approx(3.0, rel=0.03)
    assert pytest.approx(-np.log(0.025)) == EXPONENTIAL_975


@pytest.mark.parametrize(
    ("given_", "error"),
    [
        ({"weights": [[1.0]]}, BadShape),
        ({"cost": [1.0]}, BadShape),
        ({"plan": (2,)}, BadSite),
        ({"weights": [[1.0, -1.0]]}, NegativeValue),
        ({"speeds": [0.0]}, OutOfRange),
    ],
)
def test_bad_input_is_refused(given_: dict[str, Any], error: type[Exception]) -> None:
    asked: dict[str, Any] = {
        "cost": [[0.0, 1.0], [1.0, 0.0]],
        "weights": [[1.0, 1.0]],
        "speeds": [1.0],
        "plan": (0,),
    } | given_
    with pytest.raises(error):
        stability(**asked, planning=PLANNING)
    with pytest.raises(NegativeValue):
        speed_factors(1, -0.1, seed=1)


small = st.integers(0, 100_000).map(np.random.default_rng)


@settings(max_examples=60, deadline=None)
@given(small, st.sampled_from([0.0, 0.05, 0.3]), st.booleans())
def test_a_gap_and_a_start_end_within_the_gap_of_the_best(random: np.random.Generator, gap: float, ruled: bool) -> None:
    cost = random.integers(0, 20, (7, 6)).astype(float)
    weights = random.integers(0, 4, 7).astype(float)
    start = tuple(sorted(random.choice(6, 2, replace=False).tolist()))
    rules = Rules(opening_cost=np.ones(6), budget=2.0) if ruled else None
    asked: dict[str, Any] = {"gap": gap, "start": start}
    plain: dict[str, Any] = {"weights": weights, "rules": rules}
    best, near = p_median(cost, 2, **plain), p_median(cost, 2, **plain, **asked)
    assert near.bound <= best.objective + 1e-9 <= near.objective + 2e-9
    assert near.objective - best.objective <= gap * near.objective + 1e-9
    most, many = maximal_covering(cost, 6, 2, **plain), maximal_covering(cost, 6, 2, **plain, **asked)
    assert many.objective - 1e-9 <= most.objective <= many.bound + 1e-9
    assert most.objective - many.objective <= gap * most.objective + 1e-9
    if gap == 0:
        assert (near.objective, many.objective) == (best.objective, most.objective)


def test_a_start_that_is_no_plan_of_the_problem_counts_for_nothing() -> None:
    cost = [[0.0, 9.0, 9.0], [9.0, 0.0, 9.0]]
    plain = p_median(cost, 2).sites
    for start in ((0,), (0, 1, 2), (2, 0)):
        assert p_median(cost, 2, start=start).sites == plain
    assert p_median(cost, 2, start=(0, 2), forbidden=(2,)).sites == plain


def test_a_gap_must_be_a_number_that_is_not_negative() -> None:
    with pytest.raises(NegativeValue):
        p_median([[1.0]], 1, gap=-0.1)
