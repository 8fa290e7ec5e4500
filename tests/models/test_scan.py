"""The scan statistic against all its windows counted one by one, and what must not change its answer."""

from itertools import pairwise
from math import inf, log
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models import scan_replicas
from models.errors import (
    BadShape,
    CasesWithoutPopulation,
    MoreCasesThanPopulation,
    NegativeValue,
    NoPopulation,
    NotFinite,
    NotWhole,
    OutOfRange,
)
from models.scan import Cluster, Scan, redrawn_membership, scan
from models.scan_draws import NULL_DRAWS

LINE = [(0, 0), (1, 0), (2, 0), (3, 0), (10, 0)]
SHARES = (0.1, 0.25, 0.4, 0.5)


def entropy(c: float, n: float) -> float:
    return c * log(c / n) if c else 0.0


def likelihood_ratio(model: str, c: int, n: float, total: int, people: float) -> float:
    """Kulldorff (1997), word for word."""
    if n == 0 or c < 2 or c * people <= total * n * (1 + 1e-12):
        return 0.0
    if model == "poisson":
        expected = total * n / people
        return entropy(c, expected) + entropy(total - c, total - expected)
    inside = entropy(c, n) + entropy(n - c, n)
    outside = entropy(total - c, people - n) + entropy(people - n - total + c, people - n)
    return inside + outside - entropy(total, people) - entropy(people - total, people)


def all_windows(people: Any, points: Any, share: float) -> dict[frozenset[int], float]:
    """Every circle around every location as its members and its size."""
    found = {}
    for x, y in points:
        squared = [(x - a) ** 2 + (y - b) ** 2 for a, b in points]
        for reach in set(squared):
            members = frozenset(i for i, each in enumerate(squared) if each <= reach)
            size = sum(people[i] for i in members)
            if size <= share * sum(people) * (1 + 1e-12):
                found[members] = size
    return found


def strongest(model: str, cases: Any, people: Any, points: Any, share: float) -> float:
    return max(
        (
            likelihood_ratio(model, sum(cases[i] for i in members), size, sum(cases), sum(people))
            for members, size in all_windows(people, points, share).items()
        ),
        default=0.0,
    )


@st.composite
def problems(draw: Any) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Whole coordinates in a small square, so that distances tie and places coincide; some places are empty."""
    size = draw(st.integers(2, 12))
    people = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size).filter(any))
    cases = [draw(st.integers(0, each)) for each in people]
    point = st.tuples(st.integers(0, 4), st.integers(0, 4))
    return cases, people, draw(st.lists(point, min_size=size, max_size=size))


@settings(max_examples=150, deadline=None)
@given(problems(), st.sampled_from(["poisson", "bernoulli"]), st.sampled_from(SHARES))
def test_it_finds_what_counting_every_window_finds(problem: Any, model: Any, share: float) -> None:
    cases, people, points = problem
    clusters = scan(cases, people, points, model=model, max_share=share, permutations=0).clusters
    best = strongest(model, cases, people, points, share)
    assert (clusters[0].llr if clusters else 0.0) == pytest.approx(best, abs=1e-9)
    windows = all_windows(people, points, share)
    for each in clusters:
        members = frozenset(each.members)
        observed = sum(cases[i] for i in members)
        assert each.observed == observed
        assert each.population == windows[members]
        assert each.expected == pytest.approx(sum(cases) * windows[members] / sum(people))
        assert each.llr == pytest.approx(likelihood_ratio(model, observed, windows[members], sum(cases), sum(people)))
        assert each.radius == pytest.approx(
            max(np.hypot(*np.subtract(points[each.centre], points[i])) for i in members)
        )
        assert each.relative_risk > 1.0


@settings(max_examples=60, deadline=None)
@given(problems())
def test_clusters_fall_in_strength_and_share_no_location(problem: Any) -> None:
    clusters = scan(*problem, permutations=0).clusters
    assert all(first.llr >= second.llr * (1 - 1e-9) for first, second in pairwise(clusters))
    members = [i for each in clusters for i in each.members]
    assert len(members) == len(set(members))


@settings(max_examples=40, deadline=None)
@given(problems(), st.randoms(use_true_random=False), st.sampled_from(["poisson", "bernoulli"]))
def test_the_order_of_locations_changes_nothing(problem: Any, random: Any, model: Any) -> None:
    order = list(range(len(problem[0])))
    random.shuffle(order)
    given_order = scan(*problem, model=model, permutations=19)
    shuffled = scan(*([each[i] for i in order] for each in problem), model=model, permutations=19)
    assert np.array_equal(given_order.maxima, shuffled.maxima)
    assert [set(each.members) for each in given_order.clusters] == [
        {order[i] for i in each.members} for each in shuffled.clusters
    ]
    assert [each.p for each in given_order.clusters] == [each.p for each in shuffled.clusters]


@settings(max_examples=40, deadline=None)
@given(problems(), st.floats(1e-3, 1e6), st.integers(-1000, 1000))
@example(([1, 1, 1, 0], [1, 1, 1, 1], [(0, 1), (0, 2), (1, 1), (0, 0)]), 24386.09550831199, -87)
def test_another_unit_or_origin_of_coordinates_changes_nothing(problem: Any, factor: float, shift: int) -> None:
    cases, people, points = problem
    here = scan(cases, people, points, permutations=9).clusters
    there = scan(cases, people, (np.array(points, dtype=float) + shift) * factor, permutations=9).clusters
    assert [(set(each.members), each.p) for each in here] == [(set(each.members), each.p) for each in there]
    assert [each.radius * factor for each in here] == pytest.approx([each.radius for each in there], rel=1e-6)


def test_a_cluster_checked_by_hand() -> None:
    found = scan([6, 4, 0, 0, 2], [10, 10, 20, 20, 20], LINE, permutations=9).clusters[0]
    assert found.members == (0, 1)
    assert found.centre == 0
    assert found.radius == 1.0
    assert (found.observed, found.expected, found.population) == (10, 3.0, 20.0)
    assert found.llr == pytest.approx(10 * log(10 / 3) + 2 * log(2 / 9))
    assert found.relative_risk == pytest.approx((10 / 20) / (2 / 60))


def test_a_window_may_hold_exactly_the_largest_share() -> None:
    half = [5, 5, 0, 0], [1, 1, 1, 1], LINE[:4]
    assert scan(*half, max_share=0.5, permutations=0).clusters[0].members == (0, 1)
    assert scan(*half, max_share=0.49, permutations=0).clusters[0].members == (0,)
    tenth = [3, 3, 3] + [0] * 27, [0.1] * 30, [(i, 0) for i in range(30)]
    assert scan(*tenth, max_share=0.1, permutations=0).clusters[0].members == (1, 0, 2)


def test_places_at_the_same_distance_enter_together() -> None:
    """Around the middle lie all four arms at once, around an arm first the middle, then two arms at once."""
    cross = [(0, 0), (0.3, 0), (-0.3, 0), (0, 0.1 * 3), (0, -0.3), (9, 9)]
    problem = [2, 2, 2, 2, 2, 0], [1, 1, 1, 1, 1, 5], cross
    assert set(scan(*problem, max_share=0.5, permutations=0).clusters[0].members) == {0, 1, 2, 3, 4}
    assert len(scan(*problem, max_share=0.4, permutations=0).clusters[0].members) == 4
    assert len(scan(*problem, max_share=0.3, permutations=0).clusters[0].members) == 2


def test_equal_coordinates_are_one_place() -> None:
    clusters = scan([4, 0, 0], [1, 1, 2], [(5, 5), (5, 5), (7, 7)], permutations=0).clusters
    assert [(each.members, each.centre, each.radius) for each in clusters] == [((0, 1), 0, 0.0)]


def test_where_all_cases_lie_inside_the_relative_risk_has_no_bound() -> None:
    assert scan([4, 0, 0], [1, 1, 1], LINE[:3], permutations=0).clusters[0].relative_risk == inf


def test_a_single_case_is_no_cluster() -> None:
    assert scan([1, 0, 0], [1, 100, 100], LINE[:3], permutations=0).clusters == ()


@pytest.mark.parametrize("model", ["poisson", "bernoulli"])
def test_without_cases_there_is_no_cluster(model: Any) -> None:
    found = scan([0, 0, 0], [1, 2, 3], LINE[:3], model=model, permutations=9)
    assert found.clusters == ()
    assert found.maxima.tolist() == [0.0] * 9
    assert redrawn_membership([0, 0, 0], [1, 2, 3], LINE[:3], model=model, redraws=9).tolist()[2] == 0.0


def test_where_everyone_is_a_case_there_is_no_cluster() -> None:
    assert scan([3, 2, 4], [3, 2, 4], LINE[:3], model="bernoulli", permutations=9).clusters == ()


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_one_location_has_no_cluster(share: float) -> None:
    assert scan([5], [100], [(0, 0)], max_share=share, permutations=9).clusters == ()


def test_a_location_without_people_is_a_member_where_it_lies_inside() -> None:
    clusters = scan([3, 0, 3, 0, 0], [1, 0, 1, 9, 9], LINE, permutations=9).clusters
    assert set(clusters[0].members) == {0, 1, 2}


def test_the_same_seed_gives_the_same_answer_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = [3, 1, 0, 2, 0], [5, 5, 5, 5, 5], LINE
    many = scan(*problem, permutations=50, seed=3)
    monkeypatch.setattr(scan_replicas, "cpu_count", lambda: 1)
    assert np.array_equal(many.maxima, scan(*problem, permutations=50, seed=3).maxima)
    assert not np.array_equal(many.maxima, scan(*problem, permutations=50, seed=4).maxima)


def test_p_counts_the_replicas_that_are_at_least_as_strong() -> None:
    found = scan([6, 4, 0, 0, 2], [10, 10, 20, 20, 20], LINE, permutations=99)
    for each in found.clusters:
        assert each.p == (1 + (found.maxima >= each.llr * (1 - 1e-9)).sum()) / 100
        assert all((each.p <= level) == (each.llr > found.critical_value(level)) for level in (0.01, 0.05, 0.3, 0.99))


def test_a_tie_counts_against_the_cluster() -> None:
    """Two cases among four places of one person: any replica with both in one place is a tie."""
    found = scan([2, 0, 0, 0], [1, 1, 1, 1], [(0, 0), (4, 0), (9, 0), (15, 0)], max_share=0.25, permutations=999)
    assert found.clusters[0].p == pytest.approx(0.25, abs=0.05)


def test_the_critical_value_is_where_p_reaches_the_level() -> None:
    chance = Scan((), np.arange(1.0, 20.0))
    assert chance.critical_value(0.05) == pytest.approx(19.0)
    assert chance.critical_value(0.10) == pytest.approx(18.0)
    assert chance.critical_value(0.04) == inf


@pytest.mark.parametrize("model", ["poisson", "bernoulli"])
def test_by_chance_alone_p_is_at_most_005_once_in_twenty(model: Any) -> None:
    rng = np.random.default_rng(1)
    points, people = rng.uniform(size=(20, 2)), rng.integers(50, 500, 20)
    draw = NULL_DRAWS[model](np.full(20, 4), people.astype(float))
    p = np.array([lowest_p(cases, people, points, model=model, seed=i) for i, cases in enumerate(draw(rng, 300))])
    for level in (0.05, 0.5):
        assert (p <= level).mean() == pytest.approx(level, abs=4 * np.sqrt(level * (1 - level) / 300))


def lowest_p(cases: Any, people: Any, points: Any, **asked: Any) -> float:
    clusters: tuple[Cluster, ...] = scan(cases, people, points, permutations=99, **asked).clusters
    return clusters[0].p if clusters else 1.0


def test_on_the_great_circle_the_radius_is_in_kilometres() -> None:
    along = [(105.0, 0.0), (106.0, 0.0), (-75.0, 0.0)]
    found = scan([5, 5, 0], [10, 10, 30], along, metric="great_circle", permutations=0).clusters[0]
    assert set(found.members) == {0, 1}
    assert found.radius == pytest.approx(111.195, abs=1e-3)


def test_the_great_circle_crosses_the_date_line() -> None:
    islands = [(179.9, 10.0), (-179.9, 10.0), (170.0, 10.0)]
    assert set(scan([5, 5, 0], [10, 10, 30], islands, metric="great_circle", permutations=0).clusters[0].members) == {
        0,
        1,
    }


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    scan([3, 1, 0, 2, 0], [5] * 5, LINE, permutations=99, tick=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5


class Stop(BaseException):
    """What a caller raises to cancel."""


@pytest.mark.parametrize("after", [0, 3])
def test_a_tick_that_raises_ends_the_work(after: int) -> None:
    told: list[float] = []

    def tick(fraction: float) -> None:
        told.append(fraction)
        if len(told) > after:
            raise Stop

    with pytest.raises(Stop):
        scan([3, 1, 0, 2, 0], [5] * 5, LINE, permutations=9999, tick=tick)
    assert len(told) == after + 1


def test_redrawn_cases_show_which_members_are_sure() -> None:
    cases, people = [40, 30, 5, 3, 3], [100] * 5
    share = redrawn_membership(cases, people, LINE, redraws=400, seed=1)
    assert share[0] > 0.95
    assert share[4] < 0.05
    assert np.array_equal(share, redrawn_membership(cases, people, LINE, redraws=400, seed=1))


def test_redrawn_cases_of_points_vary_too() -> None:
    points = [(i, 0) for i in range(12)]
    share = redrawn_membership([1] * 4 + [0] * 8, [1] * 12, points, model="bernoulli", redraws=400)
    assert share[:4].min() > share[6:].max()
    assert share.max() < 1.0


def test_only_clusters_above_a_value_count() -> None:
    problem = [4, 3, 1, 2, 3], [10, 10, 10, 10, 10], LINE
    bound = scan(*problem).critical_value(0.05)
    significant = redrawn_membership(*problem, above=bound)
    assert (significant <= redrawn_membership(*problem)).all()
    assert significant.sum() > 0.0
    assert redrawn_membership(*problem, above=inf).tolist() == [0.0] * 5


@pytest.mark.parametrize(
    ("arguments", "error", "values"),
    [
        ({"cases": [[1]]}, BadShape, {"name": "cases", "expected": (-1,), "got": (1, 1)}),
        ({"population": [1, 2]}, BadShape, {"name": "population", "expected": (3,), "got": (2,)}),
        ({"coordinates": [(0, 0)] * 2}, BadShape, {"name": "coordinates", "expected": (3, 2), "got": (2, 2)}),
        ({"coordinates": [(0, 0), (0, np.nan), (0, 0)]}, NotFinite, {"name": "coordinates", "position": (1, 1)}),
        ({"cases": [1, np.nan, 0]}, NotFinite, {"name": "cases", "position": (1,)}),
        ({"cases": [1, -1, 0]}, NegativeValue, {"name": "cases", "position": (1,)}),
        ({"cases": [1, 0.5, 0]}, NotWhole, {"name": "cases", "value": 0.5}),
        ({"population": [2, 1.5, 3], "model": "bernoulli"}, NotWhole, {"name": "population", "value": 1.5}),
        ({"population": [0, 0, 0]}, NoPopulation, {}),
        ({"population": [0, 5, 5]}, CasesWithoutPopulation, {"positions": (0,)}),
        (
            {"cases": [1, 4, 0], "model": "bernoulli"},
            MoreCasesThanPopulation,
            {"position": 1, "cases": 4, "population": 3},
        ),
        ({"population": [1e9, 2, 3], "model": "bernoulli"}, OutOfRange, {"name": "population", "upper": 1e9}),
        ({"coordinates": [(21, 105)] * 3, "metric": "great_circle"}, OutOfRange, {"name": "latitude", "value": 105.0}),
        ({"max_share": 0.0}, OutOfRange, {"name": "max_share", "value": 0.0}),
        ({"max_share": 1.1}, OutOfRange, {"name": "max_share", "value": 1.1}),
        ({"permutations": -1}, NegativeValue, {"name": "permutations"}),
        ({"cases": [], "population": [], "coordinates": np.empty((0, 2))}, NoPopulation, {}),
    ],
)
def test_input_at_fault_is_refused_with_its_values(arguments: Any, error: Any, values: dict[str, Any]) -> None:
    good = {"cases": [1, 2, 0], "population": [2, 3, 4], "coordinates": LINE[:3], "permutations": 9}
    with pytest.raises(error) as raised:
        scan(**(good | arguments))
    assert values.items() <= vars(raised.value).items()


def test_no_redraw_at_all_is_refused() -> None:
    with pytest.raises(OutOfRange):
        redrawn_membership([1, 0], [1, 1], LINE[:2], redraws=0)
