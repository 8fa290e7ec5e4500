"""Every rule of siting against plain enumeration, and why rules that contradict each other do."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ContradictoryRules, Infeasible, TooLittleRoom
from models.siting import (
    GroupCoverage,
    Rules,
    Siting,
    backup_covering,
    capacitated_p_median,
    maximal_covering,
    p_center,
    p_median,
    set_covering,
)

LIMIT = 4.0
INF = np.inf


@st.composite
def problems(draw: st.DrawFn) -> dict:
    """Small problems with whole costs and, in turn, every rule."""
    demands, candidates = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    whole = st.integers(0, 9).map(float)

    def matrix(rows: int, columns: int) -> np.ndarray:
        row = st.lists(whole, min_size=columns, max_size=columns)
        return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))

    weights = np.array(draw(st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=demands, max_size=demands)))
    members = draw(st.sets(st.integers(0, demands - 1), min_size=1))
    group = GroupCoverage(tuple(sorted(members)), draw(whole), draw(st.sampled_from([0.25, 0.5, 1.0])))
    rules = Rules(
        opening_cost=matrix(1, candidates)[0],
        budget=draw(st.one_of(st.just(INF), whole)),
        between=matrix(candidates, candidates),
        apart=draw(st.sampled_from([0.0, 0.0, 3.0])),
        groups=draw(st.sampled_from([(), (group,)])),
        furthest=draw(st.sampled_from([INF, INF, 7.0])),
    )
    return {
        "cost": matrix(demands, candidates),
        "weights": weights,
        "p": draw(st.integers(1, candidates)),
        "fixed": draw(st.sampled_from([(), (), (0,)])),
        "rules": rules,
    }


def respected(problem: dict, sites: tuple[int, ...]) -> bool:
    """Say, rule by rule, whether sites may be chosen."""
    rules, cost, weights = problem["rules"], problem["cost"], problem["weights"]
    nearest = cost[:, sites].min(axis=1) if sites else np.full(len(cost), INF)
    apart = all(
        min(rules.between[a, b], rules.between[b, a]) >= rules.apart or {a, b} <= set(problem["fixed"])
        for a, b in combinations(sites, 2)
    )
    groups = all(
        sum(weights[i] for i in group.members if nearest[i] <= group.limit)
        >= group.share * sum(weights[i] for i in group.members) - 1e-9
        for group in rules.groups
    )
    near = all(nearest[i] <= rules.furthest for i in range(len(cost)) if weights[i] > 0)
    cheap = rules.opening_cost[list(sites)].sum() <= rules.budget
    return apart and groups and near and cheap and set(problem["fixed"]) <= set(sites)


def choices(problem: dict, numbers: range) -> Iterator[tuple[int, ...]]:
    candidates = range(problem["cost"].shape[1])
    every = chain.from_iterable(combinations(candidates, number) for number in numbers)
    return (sites for sites in every if respected(problem, sites))


def nearest_of(problem: dict, sites: tuple[int, ...]) -> np.ndarray:
    return problem["cost"][:, sites].min(axis=1) if sites else np.full(len(problem["cost"]), INF)


def total(problem: dict, sites: tuple[int, ...]) -> float:
    lived = problem["weights"] > 0
    return float(problem["weights"][lived] @ nearest_of(problem, sites)[lived])


def covered(problem: dict, sites: tuple[int, ...]) -> float:
    return float(problem["weights"][nearest_of(problem, sites) <= LIMIT].sum())


def worst(problem: dict, sites: tuple[int, ...]) -> float:
    return float(nearest_of(problem, sites)[problem["weights"] > 0].max(initial=0.0))


def asked(problem: dict, solve: Callable[..., Siting], *operands: float) -> Siting:
    given_ = {name: problem[name] for name in ("weights", "fixed", "rules")}
    return solve(problem["cost"], *operands, **given_)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_median_under_rules_equals_enumeration(problem: dict) -> None:
    possible = [total(problem, sites) for sites in choices(problem, range(problem["p"], problem["p"] + 1))]
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, p_median, problem["p"])
        return
    found = asked(problem, p_median, problem["p"])
    assert found.objective == min(possible) == found.bound
    assert respected(problem, found.sites)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_covering_under_rules_equals_enumeration(problem: dict) -> None:
    possible = [covered(problem, sites) for sites in choices(problem, range(problem["p"], problem["p"] + 1))]
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, maximal_covering, LIMIT, problem["p"])
        return
    found = asked(problem, maximal_covering, LIMIT, problem["p"])
    assert found.objective == max(possible) == found.bound
    assert respected(problem, found.sites)


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 20))
def test_a_budget_stands_in_for_the_number_of_sites(problem: dict, budget: int) -> None:
    price = problem["rules"].opening_cost
    problem["rules"] = Rules(opening_cost=price, budget=float(budget), between=np.full((len(price), len(price)), 9.0))
    every = range(1, problem["cost"].shape[1] + 1)
    possible = [covered(problem, sites) for sites in choices(problem, every)]
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, maximal_covering, LIMIT, None)
        return
    assert asked(problem, maximal_covering, LIMIT, None).objective == max(possible)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_center_under_rules_equals_enumeration(problem: dict) -> None:
    possible = [worst(problem, sites) for sites in choices(problem, range(problem["p"], problem["p"] + 1))]
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, p_center, problem["p"])
        return
    found = asked(problem, p_center, problem["p"])
    assert found.objective == min(possible) == found.bound
    assert respected(problem, found.sites)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_set_covering_under_rules_equals_enumeration(problem: dict) -> None:
    price = problem["rules"].opening_cost
    every = range(1, problem["cost"].shape[1] + 1)
    possible = [price[list(s)].sum() for s in choices(problem, every) if worst(problem, s) <= LIMIT]
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, set_covering, LIMIT)
        return
    found = asked(problem, set_covering, LIMIT)
    assert found.objective == min(possible) == found.bound
    assert respected(problem, found.sites)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_backup_under_rules_equals_enumeration(problem: dict) -> None:
    possible = list(choices(problem, range(problem["p"], problem["p"] + 1)))
    if not possible:
        with pytest.raises(ContradictoryRules):
            asked(problem, backup_covering, LIMIT, problem["p"])
        return
    most = max(covered(problem, sites) for sites in possible)
    twice = [covered_twice(problem, sites) for sites in possible if covered(problem, sites) == most]
    found = asked(problem, backup_covering, LIMIT, problem["p"])
    assert found.objective == max(twice) == found.bound
    assert covered(problem, found.sites) == most
    assert respected(problem, found.sites)


def covered_twice(problem: dict, sites: tuple[int, ...]) -> float:
    return float(problem["weights"][(problem["cost"][:, sites] <= LIMIT).sum(axis=1) > 1].sum())


@settings(max_examples=100, deadline=None)
@given(problems(), st.lists(st.integers(0, 3), min_size=6, max_size=6), st.lists(st.integers(0, 6), min_size=6))
def test_limited_room_under_rules_equals_enumeration(problem: dict, demand: list[int], capacity: list[int]) -> None:
    cost, demands, room = problem["cost"], demand[: len(problem["cost"])], capacity[: problem["cost"].shape[1]]
    possible = [
        float(problem["weights"] @ cost[np.arange(len(cost)), list(to)])
        for sites in choices(problem, range(problem["p"], problem["p"] + 1))
        for to in product(sites, repeat=len(cost))
        if all(sum(d for d, t in zip(demands, to, strict=True) if t == site) <= room[site] for site in sites)
    ]
    solve = partial(capacitated_p_median, demand=demands, capacity=room)
    if not possible:
        with pytest.raises((ContradictoryRules, TooLittleRoom, Infeasible)):
            asked(problem, solve, problem["p"])
        return
    found = asked(problem, solve, problem["p"])
    assert found.objective == pytest.approx(min(possible), abs=1e-9)
    assert found.gap == 0.0
    assert set(found.assignment) <= set(found.sites)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_leave_out_one_rule_of_a_contradiction_and_there_is_a_plan(problem: dict) -> None:
    try:
        asked(problem, set_covering, LIMIT)
    except ContradictoryRules as refused:
        named = refused.rules
    else:
        return
    assert named
    for left_out in named:
        kept = [rule for rule in named if rule != left_out]
        assert _possible(problem, kept), (named, left_out)
    assert not _possible(problem, list(named))


def _possible(problem: dict, rules: list[tuple[str, tuple[int, ...]]]) -> bool:
    """Say whether some choice of sites respects just these rules."""
    cost, given_ = problem["cost"], problem["rules"]
    every = range(cost.shape[1] + 1)
    for sites in chain.from_iterable(combinations(range(cost.shape[1]), number) for number in every):
        nearest = nearest_of(problem, sites)
        holds = {
            "number": lambda _, sites=sites: len(sites) >= 1,
            "fixed": lambda at, sites=sites: at[0] in sites,
            "budget": lambda _, sites=sites: given_.opening_cost[list(sites)].sum() <= given_.budget,
            "apart": lambda at, sites=sites: not set(at) <= set(sites),
            "reach": lambda at, nearest=nearest: nearest[at[0]] <= min(LIMIT, given_.furthest),
            "group": lambda at, nearest=nearest: _covers(problem, given_.groups[at[0]], nearest),
        }
        if all(holds[kind](at) for kind, at in rules):
            return True
    return False


def _covers(problem: dict, group: GroupCoverage, nearest: np.ndarray) -> bool:
    weights = problem["weights"][list(group.members)]
    return bool(weights[nearest[list(group.members)] <= group.limit].sum() >= group.share * weights.sum() - 1e-9)


def test_equal_plans_take_the_sites_of_smaller_position() -> None:
    twins = [[1.0, 1.0, 9.0, 9.0], [9.0, 9.0, 1.0, 1.0]]
    assert p_center(twins, 2).sites == (0, 2)
    assert set_covering(twins, 1).sites == (0, 2)
    assert p_median(twins, 2, rules=Rules(furthest=5.0)).sites == (0, 2)


def test_two_sites_that_stand_already_may_be_near_each_other() -> None:
    rules = Rules(between=np.zeros((3, 3)), apart=5.0)
    cost = [[1.0, 2.0, 3.0]]
    assert p_median(cost, 2, fixed=(0, 1), rules=rules).sites == (0, 1)
    with pytest.raises(ContradictoryRules) as refused:
        p_median(cost, 2, fixed=(0,), rules=rules)
    assert ("number", ()) in refused.value.rules


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
