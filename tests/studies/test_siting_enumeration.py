"""Two hundred problems of each kind against enumeration, and that a wrong answer would be noticed."""

from dataclasses import replace

import numpy as np
import pytest

from models.siting import Siting
from studies.siting_enumeration import (
    COVERING,
    MEDIAN,
    Question,
    SitingProblem,
    compared,
    covered_weights,
    median_objectives,
    random_problem,
    solved_covering,
    solved_median,
    study,
    summary,
)

INF = np.inf
HAND = SitingProblem(
    costs="whole",
    cost=np.array([[0.0, 5.0, INF], [5.0, 0.0, 2.0], [9.0, 9.0, 0.0]]),
    limit=2.0,
    p=1,
    weights=np.array([1.0, 2.0, 0.0]),
    fixed=frozenset(),
    forbidden=frozenset(),
)


def test_solutions_equal_enumeration() -> None:
    found = study(200, seed=1)
    assert len(found) == 400
    assert found["equal"].all()
    assert found["infeasible"].any()
    assert found["difference"].max() <= 1e-9
    assert summary(found)["problems"].sum() == 400


def test_the_same_seed_gives_the_same_problems() -> None:
    first, second, other = (random_problem(np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(first.cost, second.cost)
    assert (first.p, first.fixed, first.forbidden) == (second.p, second.fixed, second.forbidden)
    assert not np.array_equal(first.cost, other.cost)


def test_the_problems_hold_all_that_may_be_stated() -> None:
    random = np.random.default_rng(0)
    drawn = [random_problem(random) for _ in range(200)]
    assert any(problem.fixed and problem.forbidden for problem in drawn)
    assert any(np.isinf(problem.cost).any() for problem in drawn)
    assert any((problem.weights == 0).any() for problem in drawn)
    assert {problem.costs for problem in drawn} == {"whole", "real", "plane"}
    assert not any(problem.fixed & problem.forbidden for problem in drawn)


def test_enumeration_by_hand() -> None:
    choices = HAND.choices
    assert choices.tolist() == [[0], [1], [2]]
    assert median_objectives(HAND, choices).tolist() == [10.0, 5.0, INF]
    assert covered_weights(HAND, choices).tolist() == [1.0, 2.0, 2.0]


def test_choices_hold_the_fixed_sites_and_no_forbidden_one() -> None:
    problem = replace(HAND, p=2, fixed=frozenset({2}), forbidden=frozenset({0}))
    assert problem.choices.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda problem: replace(solved_median(problem), sites=(0,)),
        lambda problem: replace(solved_median(problem), objective=4.0),
        lambda problem: replace(solved_median(problem), sites=(0, 1)),
        lambda problem: replace(solved_median(problem), gap=0.1),
        lambda problem: replace(solved_median(problem), bound=4.0),
        lambda problem: solved_median(replace(problem, forbidden=frozenset({1, 2}))),
    ],
    ids=["other sites", "better than possible", "too many sites", "not proven", "bound", "worse"],
)
def test_a_wrong_answer_is_not_equal(wrong) -> None:
    assert compared(MEDIAN, HAND)["equal"] is True
    question = Question("p-median", wrong, median_objectives, np.min)
    assert compared(question, HAND)["equal"] is False


def test_a_covering_that_covers_less_is_not_equal() -> None:
    def poor(problem: SitingProblem) -> Siting:
        return solved_covering(replace(problem, forbidden=frozenset({1, 2})))

    assert compared(COVERING, HAND)["equal"] is True
    assert compared(Question("maximal covering", poor, covered_weights, np.max), HAND)["equal"] is False


def test_calling_an_infeasible_problem_solved_is_not_equal() -> None:
    islands = replace(HAND, cost=np.array([[0.0, INF, INF], [INF, 0.0, INF], [9.0, 9.0, 0.0]]))
    assert compared(MEDIAN, islands)["infeasible"] is True
    assert compared(MEDIAN, islands)["equal"] is True
    claimed = Question("p-median", lambda _problem: solved_median(HAND), median_objectives, np.min)
    assert compared(claimed, islands)["equal"] is False
