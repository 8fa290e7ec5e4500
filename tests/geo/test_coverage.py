"""People within limits: a limit includes itself, unreachable is not zero, totals never change."""

from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.coverage import (
    exclusive_catchments,
    further_than,
    is_within,
    minutes_at,
    people_losing_access,
    people_within,
)
from geo.errors import InvalidLimits, ShapeMismatch
from geo.zone_people import ZonePeople, people_in_zones
from geo.zones import Zones, zones_of_points

LIMITS = (30, 60, 90, 120)
MINUTES = st.one_of(st.floats(0, 300), st.sampled_from([0.0, 30.0, 60.0, 120.0, np.inf, np.nan]))
PEOPLE = st.one_of(st.floats(0, 1e5), st.just(np.nan))
CODES = st.lists(st.sampled_from(["a", "b", None]), min_size=10, max_size=10)


def settled(people: object, codes: list[str | None]) -> ZonePeople:
    return people_in_zones(people, zones_of_points(["a", "b"], codes))


def test_a_limit_of_60_minutes_includes_60() -> None:
    found = people_within([60, 60 + 1e-7, 60.001], settled([1, 2, 4], ["a", "a", "a"]), [60])
    assert found.within.tolist() == [[3.0], [0.0], [0.0]]


def test_each_person_is_in_one_band() -> None:
    minutes = [0, 30, 31, 90, 119, 121, np.inf, np.nan]
    found = people_within(minutes, settled([1, 2, 4, 8, 16, 32, 64, 128], ["a"] * 7 + [None]), LIMITS)
    assert found.bands[0].tolist() == [3, 4, 8, 16, 32, 64]
    assert found.bands[2].tolist() == [0, 0, 0, 0, 0, 128]
    assert found.within[0].tolist() == [3, 7, 15, 31]
    assert (found.beyond[0], found.unreachable.tolist()) == (32, [64, 0, 128])
    assert found.total_share == pytest.approx(np.array([3, 7, 15, 31]) / 255)


def test_people_outside_every_zone_have_a_row() -> None:
    found = people_within([10, 10, 10], settled([1, 2, 4], ["a", None, "elsewhere"]), [30])
    assert found.people.tolist() == [1, 0, 6]
    assert found.within[-1].tolist() == [6]


def test_the_share_of_a_province_leaves_out_who_lives_outside_it() -> None:
    found = people_within([10, 10, 40, 40], settled([3, 1, 1, 5], ["a", None, "b", None]), [30])
    assert found.share_in_zones.tolist() == [0.75]
    assert found.total_share.tolist() == [0.4]


@given(arrays(float, 10, elements=PEOPLE), CODES)
def test_no_facility_covers_nobody(people: np.ndarray, codes: list[str | None]) -> None:
    found = people_within(np.full(10, np.inf), settled(people, codes), LIMITS)
    assert (found.share == 0).all()
    assert (found.total_share == 0).all()
    assert found.unreachable == pytest.approx(found.people)


@given(arrays(float, 10, elements=MINUTES), arrays(float, 10, elements=PEOPLE), CODES)
def test_totals_are_the_same_by_any_zones(minutes: np.ndarray, people: np.ndarray, codes: list[str | None]) -> None:
    by_zone = people_within(minutes, settled(people, codes), LIMITS)
    in_one = people_within(minutes, settled(people, ["a"] * 10), LIMITS)
    in_none = people_within(minutes, settled(people, [None] * 10), LIMITS)
    total = np.nansum(people)
    for each in (by_zone, in_one, in_none):
        assert each.bands.sum() == pytest.approx(total)
        assert each.bands.sum(axis=0) == pytest.approx(in_one.bands[0])


@given(arrays(float, 10, elements=MINUTES), arrays(float, 10, elements=PEOPLE), CODES)
def test_the_bands_sum_to_those_within_the_widest_limit(
    minutes: np.ndarray, people: np.ndarray, codes: list[str | None]
) -> None:
    found = people_within(minutes, settled(people, codes), LIMITS)
    widest = people_within(minutes, settled(people, codes), LIMITS[-1:])
    assert found.bands[:, : len(LIMITS)].sum(axis=1) == pytest.approx(widest.within[:, 0])
    assert (np.diff(found.within, axis=1) >= 0).all()
    assert found.people == pytest.approx(found.within[:, -1] + found.beyond + found.unreachable)


@given(st.permutations(range(10)))
def test_the_order_of_cells_does_not_matter(order: list[int]) -> None:
    minutes, people, codes = np.arange(10) * 20.0, np.arange(10), [*"aabbaabb", None, None]
    found = people_within(minutes[order], settled(people[order], [codes[each] for each in order]), LIMITS)
    assert (found.bands == people_within(minutes, settled(people, codes), LIMITS).bands).all()


@pytest.mark.parametrize("limits", [[], [60, 30], [30, 30], [-1], [np.nan], [30, np.inf]])
def test_limits_are_minutes_that_rise(limits: list[float]) -> None:
    with pytest.raises(InvalidLimits):
        people_within([1.0], settled([1], ["a"]), limits)


def test_a_surface_of_other_cells_is_refused() -> None:
    with pytest.raises(ShapeMismatch):
        people_within(np.zeros((2, 5)), settled(np.ones(10), ["a"] * 10), LIMITS)
    with pytest.raises(ShapeMismatch):
        exclusive_catchments([1, 2], [0, 0], [1], [30], facilities=1)


def test_each_person_counts_at_the_nearest_facility() -> None:
    surfaces = np.array([[10, 40, np.inf], [20, 20, np.inf]])
    people = [1, 2, 4]
    exclusive = exclusive_catchments(surfaces.min(axis=0), [0, 1, -1], people, [30, 60], facilities=2)
    assert exclusive.tolist() == [[1, 1], [2, 2]]


@given(arrays(float, (3, 10), elements=MINUTES), arrays(float, 10, elements=PEOPLE))
def test_exclusive_catchments_sum_to_the_people_within_and_are_part_of_what_each_reaches_alone(
    surfaces: np.ndarray, people: np.ndarray
) -> None:
    reached = np.nan_to_num(surfaces, nan=np.inf)
    nearest = np.where(np.isfinite(reached.min(axis=0)), reached.argmin(axis=0), -1)
    exclusive = exclusive_catchments(reached.min(axis=0), nearest, people, LIMITS, facilities=3)
    alone = [[people_within(each, settled(people, ["a"] * 10), [limit]).within[0, 0] for limit in LIMITS]
             for each in reached]  # fmt: skip
    within = people_within(reached.min(axis=0), settled(people, ["a"] * 10), LIMITS).within[0]
    assert exclusive.sum(axis=0) == pytest.approx(within)
    assert (exclusive <= np.array(alone) * (1 + 1e-12)).all()


def test_without_a_facility_there_is_no_catchment() -> None:
    assert exclusive_catchments([np.inf] * 2, [-1, -1], [1, 2], LIMITS, facilities=0).shape == (0, 4)


def test_in_the_rain_some_lose_access() -> None:
    dry, rain = np.array([50, 60, 70, 20, np.inf]), np.array([60, 61, 80, np.inf, np.inf])
    people = settled([1, 2, 4, 8, 16], ["a", "a", "a", "b", None])
    assert people_losing_access(dry, rain, people, 60).tolist() == [2, 8, 0]


@given(arrays(float, 10, elements=MINUTES), arrays(float, 10, elements=MINUTES), CODES)
def test_those_who_lose_and_gain_explain_the_difference(
    dry: np.ndarray, rain: np.ndarray, codes: list[str | None]
) -> None:
    people = settled(np.arange(10.0), codes)
    lost, gained = people_losing_access(dry, rain, people, 60), people_losing_access(rain, dry, people, 60)
    before, after = (people_within(each, people, [60]).within[:, 0] for each in (dry, rain))
    assert after == pytest.approx(before - lost + gained)


def test_a_school_further_than_the_limit_or_not_reached_is_named_and_an_unknown_one_is_not() -> None:
    surface = np.array([[0.0, 60.0], [np.inf, np.nan]])
    minutes = minutes_at(surface, [[0, 1], [1, 0], [1, 1], [-1, -1], [0, 0]])
    assert np.array_equal(minutes, [60, np.inf, np.inf, np.nan, 0], equal_nan=True)
    assert further_than(minutes, 60).tolist() == [False, True, True, False, False]
    assert further_than(minutes, 59).tolist() == [True, True, True, False, False]


def test_no_school_is_no_answer() -> None:
    assert minutes_at(np.zeros((2, 2)), np.empty((0, 2), dtype=int)).shape == (0,)


@given(st.floats(0, 1e4), st.floats(0, 1e4))
def test_a_wider_limit_holds_all_of_a_narrower_one(first: float, second: float) -> None:
    minutes = np.linspace(0, 1e4, 50)
    narrow, wide = (is_within(minutes, limit) for limit in sorted([first, second]))
    assert (wide | ~narrow).all()


def test_figures_follow_a_moved_shelter_on_a_grid_of_a_province() -> None:
    shape, rng = (746, 613), np.random.default_rng(1)
    cell = np.arange(shape[0] * shape[1])
    zones = Zones(tuple(map(str, range(45))), shape, cell % 45, cell, np.ones(len(cell)))
    people, minutes = people_in_zones(np.ones(shape), zones), rng.random(shape) * 200
    took = []
    for _ in range(5):
        start = perf_counter()
        people_within(minutes, people, LIMITS)
        took.append(perf_counter() - start)
    assert min(took) < 0.05
