"""The p-median against plain enumeration, hand-checked towns, and its promises about time and infeasibility."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import Infeasible, NothingFound
from models.siting import Rules, Siting, p_median

INF = np.inf
LINE = np.abs(np.subtract.outer(np.arange(7.0), np.arange(7.0)))
"""Seven villages on a road, one unit apart, each a candidate."""


class Cancelled(BaseException):
    """What a caller raises out of `tick`."""


def hard_problem() -> np.ndarray:
    """Costs without any geography, which the relaxation bounds badly: minutes of work."""
    return np.random.default_rng(5).integers(1, 1000, (200, 100)).astype(float)


def total(cost: np.ndarray, weights: np.ndarray, sites: tuple[int, ...]) -> float:
    served = weights > 0
    return float((weights[served] * cost[np.ix_(served, sites)].min(axis=1)).sum())


def choices(candidates: int, p: int, fixed: set[int], forbidden: set[int]) -> list[tuple[int, ...]]:
    allowed = set(range(candidates)) - forbidden
    return [sites for sites in combinations(sorted(allowed), p) if fixed <= set(sites)]


@st.composite
def problems(draw: st.DrawFn, costs: st.SearchStrategy[float]) -> dict:
    demands, candidates = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    row = st.lists(costs, min_size=candidates, max_size=candidates)
    kinds = draw(
        st.lists(
            st.sampled_from(["free", "free", "free", "fixed", "forbidden"]), min_size=candidates, max_size=candidates
        )
    )
    fixed = {site for site, kind in enumerate(kinds) if kind == "fixed"}
    forbidden = {site for site, kind in enumerate(kinds) if kind == "forbidden"}
    if len(forbidden) == candidates:
        forbidden.discard(0)
    least = max(len(fixed), 1)
    return {
        "cost": np.array(draw(st.lists(row, min_size=demands, max_size=demands))),
        "weights": np.array(
            draw(st.lists(st.sampled_from([0.0, 1.0, 1.0, 2.0, 3.5]), min_size=demands, max_size=demands))
        ),
        "p": draw(st.integers(least, candidates - len(forbidden))),
        "fixed": fixed,
        "forbidden": forbidden,
    }


whole_or_unreachable = st.one_of(st.integers(0, 9).map(float), st.just(INF))
real = st.floats(0, 1e6, allow_nan=False)


def solved(problem: dict) -> Siting:
    return p_median(
        problem["cost"],
        problem["p"],
        weights=problem["weights"],
        fixed=problem["fixed"],
        forbidden=problem["forbidden"],
    )


@settings(max_examples=250, deadline=None)
@given(problems(whole_or_unreachable))
def test_it_equals_enumeration(problem: dict) -> None:
    cost, weights = problem["cost"], problem["weights"]
    tried = choices(cost.shape[1], problem["p"], problem["fixed"], problem["forbidden"])
    best = min(total(cost, weights, sites) for sites in tried)
    if np.isinf(best):
        with pytest.raises(Infeasible) as caught:
            solved(problem)
        check_cause(caught.value, problem, tried)
        return
    siting = solved(problem)
    assert siting.sites in tried
    assert siting.objective == pytest.approx(best, rel=1e-12)
    assert total(cost, weights, siting.sites) == pytest.approx(best, rel=1e-12)
    assert (siting.bound, siting.gap, siting.status) == (siting.objective, 0.0, "optimal")


def check_cause(error: Infeasible, problem: dict, tried: list[tuple[int, ...]]) -> None:
    """The demands named reach no allowed site or, where all do, are as few as any choice leaves over."""
    needed = np.flatnonzero(problem["weights"] > 0)
    allowed = sorted(set(range(problem["cost"].shape[1])) - problem["forbidden"])
    reached = np.isfinite(problem["cost"][needed])
    never = needed[~reached[:, allowed].any(axis=1)]
    fewest = min(int((~reached[:, sites].any(axis=1)).sum()) for sites in tried)
    assert error.p == problem["p"]
    assert set(error.demands) <= set(needed.tolist())
    assert error.demands == tuple(never.tolist()) if never.size else len(error.demands) == fewest


@pytest.mark.parametrize("seed", range(25))
def test_it_equals_enumeration_where_the_relaxation_leaves_a_gap(seed: int) -> None:
    """Costs without any geography: the search has to branch."""
    random = np.random.default_rng(seed)
    cost = random.integers(1, 100, (40, 14)).astype(float) if seed % 2 else random.random((40, 14))
    weights = random.integers(0, 5, 40).astype(float)
    p, fixed, forbidden = int(random.integers(3, 6)), {int(random.integers(7))}, {int(random.integers(7, 14))}
    best = min(total(cost, weights, sites) for sites in choices(14, p, fixed, forbidden))
    siting = p_median(cost, p, weights=weights, fixed=fixed, forbidden=forbidden)
    assert siting.objective == pytest.approx(best, rel=1e-9)
    assert siting.gap == 0.0


@settings(max_examples=200, deadline=None)
@given(problems(real))
def test_it_equals_enumeration_at_any_scale(problem: dict) -> None:
    tried = choices(problem["cost"].shape[1], problem["p"], problem["fixed"], problem["forbidden"])
    best = min(total(problem["cost"], problem["weights"], sites) for sites in tried)
    siting = solved(problem)
    assert siting.objective == pytest.approx(best, rel=1e-9)
    assert siting.gap == 0.0


@settings(max_examples=100, deadline=None)
@given(problems(whole_or_unreachable))
def test_no_equal_plan_is_one_swap_to_a_smaller_position_away(problem: dict) -> None:
    try:
        siting = solved(problem)
    except Infeasible:
        return
    for removed in set(siting.sites) - problem["fixed"]:
        for added in set(range(removed)) - set(siting.sites) - problem["forbidden"]:
            other = tuple(sorted({*siting.sites, added} - {removed}))
            assert total(problem["cost"], problem["weights"], other) > siting.objective


@settings(max_examples=100, deadline=None)
@given(problems(real), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(problem: dict, random: object) -> None:
    demands, candidates = problem["cost"].shape
    rows, columns = list(range(demands)), list(range(candidates))
    random.shuffle(rows)
    random.shuffle(columns)
    shuffled = problem | {
        "cost": problem["cost"][np.ix_(rows, columns)],
        "weights": problem["weights"][rows],
        "fixed": {columns.index(site) for site in problem["fixed"]},
        "forbidden": {columns.index(site) for site in problem["forbidden"]},
    }
    assert solved(shuffled).objective == pytest.approx(solved(problem).objective, rel=1e-9)


def test_one_site_on_a_road_stands_in_the_middle() -> None:
    siting = p_median(LINE, 1)
    assert siting.sites == (3,)
    assert siting.objective == 12.0
    assert siting.assignment == (3,) * 7


def test_weights_pull_the_site() -> None:
    assert p_median(LINE, 1, weights=[100, 1, 1, 1, 1, 1, 1]).sites == (0,)


def test_fixed_sites_count_in_p() -> None:
    siting = p_median(LINE, 2, fixed=[6])
    assert len(siting.sites) == 2
    assert siting.sites == (1, 6)


def test_forbidden_sites_stay_closed() -> None:
    assert p_median(LINE, 1, forbidden=[3]).sites == (2,)


def test_all_sites_may_be_fixed() -> None:
    assert p_median(LINE, 7, fixed=range(7)).objective == 0.0


def test_equal_sites_give_the_smallest_position() -> None:
    same = np.repeat(LINE[:, [3]], 4, axis=1)
    assert p_median(same, 2).sites == (0, 1)


def test_equally_near_sites_serve_from_the_smallest_position() -> None:
    assert p_median([[5, 5], [0, 9], [9, 0]], 2).assignment == (0, 0, 1)


def test_a_demand_of_weight_0_that_reaches_nothing_is_not_served_and_hurts_nobody() -> None:
    siting = p_median([[1, 2], [INF, INF]], 1, weights=[1, 0])
    assert siting.sites == (0,)
    assert siting.assignment == (0, -1)
    assert siting.objective == 1.0


def test_without_any_demand_the_smallest_positions_open() -> None:
    siting = p_median(LINE, 2, weights=np.zeros(7), fixed=[5])
    assert siting.sites == (0, 5)
    assert (siting.objective, siting.gap) == (0.0, 0.0)


def test_a_demand_that_reaches_no_allowed_site_is_named() -> None:
    with pytest.raises(Infeasible) as caught:
        p_median([[1, INF], [INF, 1], [2, 2]], 1, forbidden=[1])
    assert caught.value.demands == (1,)


def test_too_few_sites_to_reach_everyone_name_who_is_left() -> None:
    islands = np.where(np.eye(3) > 0, 0.0, INF)[[0, 1, 1, 2]]
    with pytest.raises(Infeasible) as caught:
        p_median(islands, 2)
    assert len(caught.value.demands) == 1
    assert caught.value.demands in {(0,), (3,)}


def test_a_start_that_reaches_nobody_is_mended() -> None:
    """The greedy start takes site 3, which reaches four of six; only sites 0 and 1 together reach all."""
    reach = np.array([[1, 0, 0, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1], [0, 1, 0, 0]])
    assert p_median(np.where(reach, 1.0, INF), 2).sites == (0, 1)


def test_rules_are_accepted() -> None:
    assert p_median(LINE, 1, rules=Rules()).sites == (3,)


def test_the_same_inputs_give_the_same_plan() -> None:
    cost = np.random.default_rng(1).random((60, 30))
    first, second = p_median(cost, 5), p_median(cost, 5)
    assert (first.sites, first.objective) == (second.sites, second.objective)


def test_the_input_is_left_as_it_was() -> None:
    cost = LINE.copy()
    p_median(cost, 2)
    assert (cost == LINE).all()
    assert cost.flags.writeable


def test_a_time_limit_returns_the_best_found_with_an_honest_gap() -> None:
    siting = p_median(hard_problem(), 10, time_limit=0.5)
    assert siting.status == "time_limit"
    assert siting.bound < siting.objective
    assert siting.gap == pytest.approx((siting.objective - siting.bound) / siting.objective)
    assert siting.objective == total(hard_problem(), np.ones(200), siting.sites)


def test_time_raises_the_bound() -> None:
    first, second = (p_median(hard_problem(), 10, time_limit=seconds) for seconds in (0.0, 1.0))
    assert first.bound < second.bound < second.objective <= first.objective


def test_no_time_at_all_still_gives_sites() -> None:
    siting = p_median(hard_problem(), 10, time_limit=0)
    assert len(siting.sites) == 10
    assert siting.status == "time_limit"
    assert siting.bound == hard_problem().min(axis=1).sum()


def test_an_optimum_proven_before_the_time_limit_is_optimal() -> None:
    assert p_median(LINE, 2, time_limit=60).status == "optimal"


def test_no_plan_within_the_time_is_not_called_infeasible() -> None:
    random = np.random.default_rng(3)
    cost = np.where(random.random((400, 100)) < 0.15, 1.0, INF)
    cost[np.arange(400), random.integers(0, 100, 400)] = 1.0
    with pytest.raises(NothingFound):
        p_median(cost, 12, time_limit=0)


@pytest.mark.parametrize("calls", [1, 3, 12, 30])
def test_what_tick_raises_comes_out(calls: int) -> None:
    count = 0

    def tick(_fraction: float) -> None:
        nonlocal count
        count += 1
        if count == calls:
            raise Cancelled

    with pytest.raises(Cancelled):
        p_median(hard_problem(), 10, tick=tick)
    assert count == calls


def test_progress_never_goes_back() -> None:
    fractions: list[float] = []
    p_median(np.random.default_rng(0).integers(1, 100, (60, 25)), 4, tick=fractions.append)
    assert fractions == sorted(fractions)
    assert 0.0 <= fractions[0] <= fractions[-1] <= 1.0
    assert fractions[-1] > 0.5
