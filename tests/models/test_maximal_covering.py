"""Maximal covering against plain enumeration, and its limit against the clock."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import NegativeValue, NotFinite, TooManySites
from models.siting import maximal_covering

INF = np.inf


class Cancelled(BaseException):
    """What a caller raises out of `tick`."""


def covered(problem: dict, sites: tuple[int, ...]) -> float:
    within = (problem["cost"][:, sites] <= problem["limit"]).any(axis=1)
    return float(problem["weights"][within].sum())


@st.composite
def problems(draw: st.DrawFn) -> dict:
    demands, candidates = draw(st.integers(1, 8)), draw(st.integers(1, 7))
    cost = st.one_of(st.integers(0, 9).map(float), st.just(INF))
    row = st.lists(cost, min_size=candidates, max_size=candidates)
    fixed = draw(st.sets(st.integers(0, candidates - 1), max_size=2))
    forbidden = draw(st.sets(st.integers(0, candidates - 1), max_size=2)) - fixed
    if len(forbidden) == candidates:
        forbidden.pop()
    return {
        "cost": np.array(draw(st.lists(row, min_size=demands, max_size=demands))),
        "limit": draw(st.integers(0, 9)),
        "weights": np.array(draw(st.lists(st.sampled_from([0.0, 1.0, 2.0, 0.3]), min_size=demands, max_size=demands))),
        "p": draw(st.integers(max(len(fixed), 1), candidates - len(forbidden))),
        "fixed": fixed,
        "forbidden": forbidden,
    }


@settings(max_examples=250, deadline=None)
@given(problems())
def test_it_equals_enumeration(problem: dict) -> None:
    allowed = sorted(set(range(problem["cost"].shape[1])) - problem["forbidden"])
    tried = [sites for sites in combinations(allowed, problem["p"]) if problem["fixed"] <= set(sites)]
    siting = maximal_covering(**problem)
    assert siting.sites in tried
    assert siting.objective == pytest.approx(max(covered(problem, sites) for sites in tried))
    assert siting.objective == pytest.approx(covered(problem, siting.sites))
    assert (siting.bound, siting.gap, siting.status) == (siting.objective, 0.0, "optimal")


@pytest.mark.parametrize("seed", range(15))
def test_it_equals_enumeration_where_the_relaxation_leaves_a_gap(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = {
        "cost": np.where(random.random((60, 14)) < 0.2, 1.0, INF),
        "limit": 1.0,
        "weights": random.integers(1, 9, 60).astype(float) if seed % 2 else random.random(60),
        "p": int(random.integers(3, 6)),
    }
    best = max(covered(problem, sites) for sites in combinations(range(14), problem["p"]))
    siting = maximal_covering(**problem)
    assert siting.objective == pytest.approx(best, rel=1e-9)
    assert siting.gap == 0.0


@settings(max_examples=100, deadline=None)
@given(problems())
def test_a_demand_goes_to_the_nearest_open_site_within_the_limit_or_nowhere(problem: dict) -> None:
    siting = maximal_covering(**problem)
    for row, site in zip(problem["cost"], siting.assignment, strict=True):
        least = min(row[list(siting.sites)])
        nearest = [open_site for open_site in siting.sites if row[open_site] == least]
        assert site == (nearest[0] if least <= problem["limit"] else -1)


def test_a_limit_of_60_minutes_includes_60() -> None:
    assert maximal_covering([[60.0], [60.1], [59.9]], 60, 1).assignment == (0, -1, 0)


def test_a_limit_includes_what_only_rounding_puts_beyond_it() -> None:
    assert 0.1 + 0.2 > 0.3
    assert maximal_covering([[0.1 + 0.2]], 0.3, 1).objective == 1.0


def test_the_tolerance_is_a_billionth() -> None:
    assert maximal_covering([[60 + 5e-8], [60 + 7e-8]], 60, 1).assignment == (0, -1)


def test_a_limit_of_0_covers_who_lives_at_a_site() -> None:
    assert maximal_covering([[0, 1], [1, 0]], 0, 1).assignment == (0, -1)


def test_no_limit_covers_all_but_those_who_reach_nothing() -> None:
    siting = maximal_covering([[5], [INF]], INF, 1)
    assert siting.objective == 1.0
    assert siting.assignment == (0, -1)


def test_nobody_within_the_limit_is_a_plan_that_covers_nobody() -> None:
    siting = maximal_covering([[9, 9], [9, INF]], 5, 1)
    assert (siting.sites, siting.objective, siting.bound, siting.gap) == ((0,), 0.0, 0.0, 0.0)


def test_weight_counts_not_heads() -> None:
    assert maximal_covering([[1, 9], [1, 9], [9, 1]], 5, 1, weights=[1, 1, 3]).sites == (1,)


def test_sites_beyond_need_are_those_of_smallest_position() -> None:
    assert maximal_covering([[9, 9, 9, 1]], 5, 3).sites == (0, 1, 3)


def test_a_time_limit_keeps_the_bound_above_what_is_covered() -> None:
    covers = np.random.default_rng(4).random((400, 150)) < 0.06
    siting = maximal_covering(np.where(covers, 1.0, 9.0), 1, 12, time_limit=0.3)
    assert siting.status == "time_limit"
    assert siting.objective < siting.bound <= 400.0
    assert siting.gap == pytest.approx((siting.bound - siting.objective) / siting.objective)


def test_what_tick_raises_comes_out() -> None:
    def tick(_fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        maximal_covering([[1, 9], [9, 1]], 5, 1, tick=tick)


def test_a_limit_that_is_no_number_or_negative_is_refused() -> None:
    with pytest.raises(NotFinite) as caught:
        maximal_covering([[1]], np.nan, 1)
    assert caught.value.name == "limit"
    with pytest.raises(NegativeValue):
        maximal_covering([[1]], -1, 1)


def test_too_many_sites_are_refused_here_too() -> None:
    with pytest.raises(TooManySites) as caught:
        maximal_covering([[1, 2]], 5, 2, forbidden=[0])
    assert (caught.value.p, caught.value.candidates) == (2, 1)
