"""Why there is no plan: the rules named contradict each other, and none of them is needless."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ContradictoryRules, Infeasible, TooLittleRoom
from models.siting import (
    Rules,
    Siting,
    backup_covering,
    capacitated_p_median,
    maximal_covering,
    p_center,
    p_median,
    set_covering,
)
from tests.models.siting_problems import LIMIT, asked, covers, nearest_of, price, problems

Named = tuple[tuple[str, tuple[int, ...]], ...]
Solve = Callable[[dict], Siting]


def roomy(problem: dict) -> Siting:
    """Limited room that is enough everywhere: only the rules can be in the way."""
    demands, sites = problem["cost"].shape
    solve = partial(capacitated_p_median, demand=np.ones(demands), capacity=np.full(sites, float(demands)))
    return asked(problem, solve, problem["p"])


OPTIMISERS: dict[str, Solve] = {
    "p_median": lambda problem: asked(problem, p_median, problem["p"]),
    "maximal_covering": lambda problem: asked(problem, maximal_covering, LIMIT, problem["p"]),
    "backup_covering": lambda problem: asked(problem, backup_covering, LIMIT, problem["p"]),
    "p_center": lambda problem: asked(problem, p_center, problem["p"]),
    "capacitated": roomy,
    "set_covering": lambda problem: asked(problem | {"p": None}, set_covering, LIMIT),
}


def reach_of(name: str, problem: dict) -> float:
    """Return how near a site must be for the rule that a demand reaches one; inf: anywhere but out of reach."""
    furthest = problem["rules"].furthest
    return min(LIMIT, furthest) if name == "set_covering" else furthest


def possible(name: str, problem: dict, rules: Named) -> bool:
    """Say whether some choice of allowed sites respects just these rules."""
    allowed = [site for site in range(problem["cost"].shape[1]) if site not in problem["forbidden"]]
    every = chain.from_iterable(combinations(allowed, number) for number in range(len(allowed) + 1))
    return any(all(holds(name, problem, sites, rule) for rule in rules) for sites in every)


def holds(name: str, problem: dict, sites: tuple[int, ...], rule: tuple[str, tuple[int, ...]]) -> bool:
    kind, about = rule
    nearest = nearest_of(problem, sites)
    number = None if name == "set_covering" else problem["p"]
    said: dict[str, Callable[[], bool]] = {
        "number": lambda: len(sites) >= 1 if number is None else len(sites) == number,
        "fixed": lambda: about[0] in sites,
        "budget": lambda: price(problem, sites) <= problem["rules"].budget,
        "apart": lambda: not set(about) <= set(sites),
        "reach": lambda: bool(np.isfinite(nearest[about[0]]) and nearest[about[0]] <= reach_of(name, problem)),
        "group": lambda: covers(problem, problem["rules"].groups[about[0]], nearest),
    }
    return said[kind]()


def refused(name: str, problem: dict) -> Iterator[Named]:
    """Yield the rules that an optimiser says contradict each other, if it does."""
    try:
        OPTIMISERS[name](problem)
    except ContradictoryRules as error:
        yield error.rules
    except Infeasible:
        return


def none_is_needless(name: str, problem: dict) -> None:
    for named in refused(name, problem):
        assert named
        assert not possible(name, problem, named)
        for left_out in named:
            kept = tuple(rule for rule in named if rule != left_out)
            assert possible(name, problem, kept), (named, left_out)


def tightened(problem: dict, budget: int) -> dict:
    """Return a problem whose rules are so tight that there is seldom a plan."""
    rules = problem["rules"]
    tight = Rules(rules.opening_cost + 1, float(budget), rules.between, 6.0, rules.groups, 3.0)
    return problem | {"rules": tight}


BY_BUDGET = frozenset({"p_median", "maximal_covering", "backup_covering", "capacitated"})
"""Optimisers of which a budget may decide the number of sites."""
FEW = st.one_of(problems(), st.builds(tightened, problems(), st.integers(0, 9)))
MANY = st.one_of(problems(8, 7), st.builds(tightened, problems(8, 7), st.integers(0, 9)))


@pytest.mark.parametrize("name", OPTIMISERS)
@settings(max_examples=40, deadline=None)
@given(problem=FEW, by_budget=st.booleans())
def test_leave_out_one_rule_of_a_contradiction_and_there_is_a_plan(name: str, problem: dict, by_budget: bool) -> None:
    none_is_needless(name, problem | {"p": None} if by_budget and name in BY_BUDGET else problem)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPTIMISERS)
@settings(max_examples=300, deadline=None)
@given(problem=MANY, by_budget=st.booleans())
def test_more_contradictions_have_nothing_needless(name: str, problem: dict, by_budget: bool) -> None:
    none_is_needless(name, problem | {"p": None} if by_budget and name in BY_BUDGET else problem)


ROW = {
    "cost": np.array([[0.0, 1.0, 9.0], [9.0, 1.0, 0.0]]),
    "weights": np.ones(2),
    "p": 2,
    "fixed": (),
    "forbidden": (),
}
NEXT_DOOR = np.array([[0.0, 1.0, 9.0], [1.0, 0.0, 1.0], [9.0, 1.0, 0.0]])


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize(
    ("more", "named"),
    [
        (
            {"fixed": (0, 1), "rules": Rules(between=NEXT_DOOR, apart=5.0)},
            {("fixed", (0,)), ("fixed", (1,)), ("apart", (0, 1))},
        ),
        (
            {"fixed": (0,), "rules": Rules(opening_cost=[7.0, 1.0, 1.0], budget=6.0)},
            {("fixed", (0,)), ("budget", ())},
        ),
    ],
)
def test_rules_that_contradict_each_other_under_every_aim(name: str, more: dict[str, Any], named: set[Any]) -> None:
    (rules,) = refused(name, ROW | more)
    assert set(rules) == named


@pytest.mark.parametrize("name", [name for name in OPTIMISERS if name != "set_covering"])
def test_a_number_of_sites_that_the_distance_does_not_allow(name: str) -> None:
    last_two = np.array([[0.0, 9.0, 9.0], [9.0, 0.0, 1.0], [9.0, 1.0, 0.0]])
    (rules,) = refused(name, ROW | {"p": 3, "rules": Rules(between=last_two, apart=5.0)})
    assert set(rules) == {("number", ()), ("apart", (1, 2))}


@pytest.mark.parametrize("name", [name for name in OPTIMISERS if name != "set_covering"])
def test_who_cannot_be_near_is_named_with_the_number(name: str) -> None:
    (rules,) = refused(name, ROW | {"p": 1, "rules": Rules(furthest=0.5)})
    assert set(rules) == {("number", ()), ("reach", (0,)), ("reach", (1,))}


def test_small_sites_alone_within_the_budget_lack_room_and_contradict_no_rule() -> None:
    rules = Rules(opening_cost=[9.0, 1.0], budget=1.0)
    solve = partial(capacitated_p_median, [[1.0, 1.0], [1.0, 1.0]], 1, demand=[1, 1], rules=rules)
    assert solve(capacity=[2, 2]).sites == (1,)
    with pytest.raises(TooLittleRoom):
        solve(capacity=[2, 1])
