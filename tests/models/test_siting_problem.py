"""What a person may hand in, and how each fault is named."""

import numpy as np
import pytest

from models.errors import (
    BadShape,
    BadSite,
    ConflictingSites,
    ModelError,
    NegativeValue,
    NoSites,
    NotFinite,
    NotWhole,
    TooFewSites,
    TooManySites,
)
from models.siting import p_median
from models.siting.problem import checked_problem

COST = [[1, 2, 3], [4, 5, 6]]


def error(kind: type[ModelError], cost: object = COST, p: float = 1, **options: object) -> dict:
    """Return the attributes of the error that a faulty problem raises."""
    with pytest.raises(kind) as caught:
        p_median(cost, p, **options)
    return vars(caught.value)


@pytest.mark.parametrize(("cost", "got"), [([1, 2], (2,)), ([[]], (1, 0)), (np.zeros((0, 3)), (0, 3)), (7, ())])
def test_a_cost_that_is_no_matrix(cost: object, got: tuple[int, ...]) -> None:
    assert error(BadShape, cost) == {"name": "cost", "expected": (-1, -1), "got": got}


def test_weights_of_another_length() -> None:
    assert error(BadShape, weights=[1, 2, 3]) == {"name": "weights", "expected": (2,), "got": (3,)}


def test_a_cost_that_is_no_number_is_named_by_row_and_column() -> None:
    assert error(NotFinite, [[1, 2], [3, np.nan]]) == {"name": "cost", "position": (1, 1)}


def test_a_negative_cost() -> None:
    assert error(NegativeValue, [[1, -2], [3, 4]]) == {"name": "cost", "position": (0, 1)}


@pytest.mark.parametrize(("weight", "kind"), [(np.nan, NotFinite), (np.inf, NotFinite), (-1, NegativeValue)])
def test_weights_that_are_no_weights(weight: float, kind: type[ModelError]) -> None:
    assert error(kind, weights=[1, weight]) == {"name": "weights", "position": (1,)}


@pytest.mark.parametrize("p", [0, -1])
def test_no_sites(p: int) -> None:
    assert error(NoSites, p=p) == {"p": p}


@pytest.mark.parametrize("p", [1.5, np.nan])
def test_part_of_a_site(p: float) -> None:
    assert error(NotWhole, p=p)["name"] == "p"


def test_more_sites_than_candidates() -> None:
    assert error(TooManySites, p=4) == {"p": 4, "candidates": 3}


def test_forbidden_sites_are_no_candidates() -> None:
    assert error(TooManySites, p=3, forbidden=[0]) == {"p": 3, "candidates": 2}


def test_fewer_sites_than_fixed() -> None:
    assert error(TooFewSites, p=1, fixed=[0, 1]) == {"p": 1, "fixed": 2}


@pytest.mark.parametrize("position", [-1, 3, 0.5])
def test_a_site_that_is_no_candidate(position: float) -> None:
    assert error(BadSite, fixed=[position]) == {"position": position, "candidates": 3}
    assert error(BadSite, forbidden=[position]) == {"position": position, "candidates": 3}


def test_a_site_both_fixed_and_forbidden() -> None:
    assert error(ConflictingSites, p=2, fixed=[0, 2], forbidden=[2, 1]) == {"positions": (2,)}


@pytest.mark.parametrize(("limit", "kind"), [(-1, NegativeValue), (np.nan, NotFinite)])
def test_a_time_limit_that_is_none(limit: float, kind: type[ModelError]) -> None:
    assert error(kind, time_limit=limit) == {"name": "time_limit", "position": ()}


def test_a_site_fixed_twice_is_fixed_once() -> None:
    assert p_median(COST, 1, fixed=[2, 2]).sites == (2,)


def test_the_data_cannot_be_changed() -> None:
    problem = checked_problem(COST, 1, weights=None, fixed=(), forbidden=(), rules=None)
    with pytest.raises(ValueError, match="read-only"):
        problem.cost[0, 0] = 9
    with pytest.raises(ValueError, match="read-only"):
        problem.weights[0] = 9
