"""Every optimiser of siting under every rule against plain enumeration; equal plans, standing sites, the time limit."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ContradictoryRules, Infeasible, TooLittleRoom
from models.siting import (
    Rules,
    backup_covering,
    capacitated_p_median,
    maximal_covering,
    p_center,
    p_median,
    set_covering,
)
from tests.models.siting_problems import (
    INF,
    LIMIT,
    asked,
    choices,
    covered,
    covered_twice,
    price,
    problems,
    respected,
    total,
    worst,
)

NO_PLAN = (ContradictoryRules, Infeasible)
Check = Callable[[dict], None]


def median_is_the_best(problem: dict) -> None:
    possible = [value for sites in choices(problem) if np.isfinite(value := total(problem, sites))]
    if not possible:
        with pytest.raises(NO_PLAN):
            asked(problem, p_median, problem["p"])
        return
    found = asked(problem, p_median, problem["p"])
    assert found.objective == min(possible) == found.bound == total(problem, found.sites)
    assert found.sites in set(choices(problem))


def covering_is_the_best(problem: dict) -> None:
    possible = [covered(problem, sites) for sites in choices(problem)]
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, maximal_covering, LIMIT, problem["p"])
        return
    found = asked(problem, maximal_covering, LIMIT, problem["p"])
    assert found.objective == max(possible) == found.bound == covered(problem, found.sites)
    assert found.sites in set(choices(problem))


def backup_is_the_best(problem: dict) -> None:
    possible = list(choices(problem))
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, backup_covering, LIMIT, problem["p"])
        return
    most = max(covered(problem, sites) for sites in possible)
    twice = [covered_twice(problem, sites) for sites in possible if covered(problem, sites) == most]
    found = asked(problem, backup_covering, LIMIT, problem["p"])
    assert found.objective == max(twice) == found.bound == covered_twice(problem, found.sites)
    assert covered(problem, found.sites) == most
    assert found.sites in set(possible)


def center_is_the_best(problem: dict) -> None:
    possible = [value for sites in choices(problem) if np.isfinite(value := worst(problem, sites))]
    if not possible:
        with pytest.raises(NO_PLAN):
            asked(problem, p_center, problem["p"])
        return
    found = asked(problem, p_center, problem["p"])
    assert found.objective == min(possible) == found.bound == worst(problem, found.sites)
    assert found.sites in set(choices(problem))


def set_covering_is_the_best(problem: dict) -> None:
    free = problem | {"p": None}
    possible = [price(problem, sites) for sites in choices(free) if worst(problem, sites) <= LIMIT]
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, set_covering, LIMIT)
        return
    found = asked(problem, set_covering, LIMIT)
    assert found.objective == min(possible) == found.bound == price(problem, found.sites)
    assert respected(problem, found.sites)
    assert worst(problem, found.sites) <= LIMIT


NUMBERED: tuple[Check, ...] = (
    median_is_the_best,
    covering_is_the_best,
    backup_is_the_best,
    center_is_the_best,
    set_covering_is_the_best,
)
BUDGETED: tuple[Check, ...] = (median_is_the_best, covering_is_the_best, backup_is_the_best)


@pytest.mark.parametrize("check", NUMBERED)
@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_a_number_of_sites_under_rules_equals_enumeration(check: Check, problem: dict) -> None:
    check(problem)


@pytest.mark.parametrize("check", BUDGETED)
@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_a_budget_that_decides_the_number_equals_enumeration(check: Check, problem: dict) -> None:
    check(problem | {"p": None})


@pytest.mark.slow
@pytest.mark.parametrize("check", NUMBERED)
@settings(max_examples=400, deadline=None)
@given(problem=problems(10, 8))
def test_more_and_larger_problems_equal_enumeration(check: Check, problem: dict) -> None:
    check(problem)


@pytest.mark.slow
@pytest.mark.parametrize("check", BUDGETED)
@settings(max_examples=200, deadline=None)
@given(problem=problems(10, 8))
def test_more_and_larger_budgets_equal_enumeration(check: Check, problem: dict) -> None:
    check(problem | {"p": None})


@st.composite
def with_rooms(draw: st.DrawFn) -> dict:
    """Problems with what each demand takes and the room of each site; `p` or a budget decides."""
    problem = draw(problems(4, 5))
    rows, columns = problem["cost"].shape
    takes = draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows))
    room = draw(st.lists(st.integers(0, 6), min_size=columns, max_size=columns))
    number = draw(st.sampled_from([problem["p"], problem["p"], None]))
    return problem | {"p": number, "demand": takes, "capacity": room}


def cheapest_shares(problem: dict, sites: tuple[int, ...]) -> float:
    """Return the least cost of sharing everyone out among sites with room, demand by demand; inf where none fits."""

    def share_out(demand: int, left: dict[int, int]) -> float:
        if demand == len(problem["cost"]):
            return 0.0
        takes, weight = problem["demand"][demand], problem["weights"][demand]
        costs = [
            weight * problem["cost"][demand, site] + share_out(demand + 1, left | {site: left[site] - takes})
            for site in sites
            if takes <= left[site] and np.isfinite(problem["cost"][demand, site])
        ]
        return min(costs, default=INF)

    return share_out(0, {site: problem["capacity"][site] for site in sites})


def rooms_are_the_best(problem: dict) -> None:
    def solve(*operands: Any, **given_: Any) -> Any:
        return capacitated_p_median(*operands, demand=problem["demand"], capacity=problem["capacity"], **given_)

    possible = [value for sites in choices(problem) if np.isfinite(value := cheapest_shares(problem, sites))]
    if not possible:
        with pytest.raises((*NO_PLAN, TooLittleRoom)):
            asked(problem, solve, problem["p"])
        return
    found = asked(problem, solve, problem["p"])
    goes, everyone = np.array(found.assignment), np.arange(len(problem["cost"]))
    assert found.objective == pytest.approx(min(possible), abs=1e-9)
    assert found.gap == 0.0
    assert found.sites in set(choices(problem))
    assert set(found.assignment) <= set(found.sites)
    assert problem["weights"] @ problem["cost"][everyone, goes] == pytest.approx(found.objective, abs=1e-9)
    taken = np.bincount(goes, weights=problem["demand"], minlength=len(problem["capacity"]))
    assert (taken <= problem["capacity"]).all()


@settings(max_examples=60, deadline=None)
@given(with_rooms())
def test_limited_room_under_rules_equals_enumeration(problem: dict) -> None:
    rooms_are_the_best(problem)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(with_rooms())
def test_more_problems_of_limited_room_equal_enumeration(problem: dict) -> None:
    rooms_are_the_best(problem)


def test_equal_plans_take_the_sites_of_smaller_position() -> None:
    twins = [[1.0, 1.0, 9.0, 9.0], [9.0, 9.0, 1.0, 1.0]]
    assert p_center(twins, 2).sites == (0, 2)
    assert set_covering(twins, 1).sites == (0, 2)
    assert p_median(twins, 2, rules=Rules(furthest=5.0)).sites == (0, 2)


def test_two_sites_that_stand_already_may_be_near_each_other() -> None:
    standing = [[INF, INF, 0.0], [INF, INF, 0.0], [0.0, 0.0, 0.0]]
    rules = Rules(between=standing, apart=5.0)
    cost = [[1.0, 2.0, 3.0]]
    assert p_median(cost, 2, fixed=(0, 1), rules=rules).sites == (0, 1)
    with pytest.raises(ContradictoryRules) as refused:
        p_median(cost, 3, fixed=(0, 1), rules=rules)
    assert ("number", ()) in refused.value.rules


@pytest.mark.parametrize("solve", [p_median, p_center])
def test_two_required_sites_too_near_to_each_other_contradict_the_distance(solve: Callable[..., Any]) -> None:
    rules = Rules(between=[[0.0, 2.8, 70.0], [2.8, 0.0, 70.0], [70.0, 70.0, 0.0]], apart=60.0)
    with pytest.raises(ContradictoryRules) as refused:
        solve([[1.0, 2.0, 3.0]], 2, fixed=(0, 1), rules=rules)
    assert set(refused.value.rules) == {("fixed", (0,)), ("fixed", (1,)), ("apart", (0, 1))}


def test_a_demand_that_no_site_reaches_is_named() -> None:
    with pytest.raises(Infeasible) as refused:
        p_center([[1.0, INF], [INF, INF]], 1)
    assert refused.value.demands == (1,)


def test_the_time_limit_returns_the_best_found_with_its_gap() -> None:
    cost = np.random.default_rng(5).integers(1, 1000, (200, 100)).astype(float)
    found = p_median(cost, 10, rules=Rules(furthest=900.0), time_limit=1.0)
    assert found.status == "time_limit"
    assert 0.0 < found.gap < 1.0
    assert found.bound < found.objective
