"""Allocation to capacity: no facility serves more than it can, nobody is lost, nearer children go first."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.capacity_allocation import Allocation, allocate_by_facility, allocate_nearest_first
from geo.errors import InvalidAmount, InvalidLimits, LengthMismatch
from geo.zone_people import people_in_zones
from geo.zones import Zones

MINUTES = st.one_of(st.integers(0, 90).map(float), st.sampled_from([60.0, np.inf, np.nan]))
PROBLEMS = st.tuples(
    arrays(float, (6, 3), elements=MINUTES),
    arrays(float, 3, elements=st.floats(0, 500)),
    arrays(float, 6, elements=st.one_of(st.floats(0, 500), st.just(np.nan))),
)
WAYS = (allocate_nearest_first, partial(allocate_by_facility, order=[2, 0, 1]))


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None)  # the first call compiles
@given(problem=PROBLEMS)
def test_served_is_within_capacity_and_nobody_is_lost(way: Callable[..., Allocation], problem: tuple) -> None:
    minutes, capacity, children = problem
    found = way(minutes, capacity, children, limit=60)
    assert (found.served <= capacity).all()
    assert (found.left_over >= 0).all()
    assert found.served.sum() + found.left_over.sum() == pytest.approx(np.nansum(children))
    assert np.bincount(found.facility, found.children, minlength=3) == pytest.approx(found.served)
    taken = np.bincount(found.demand, found.children, minlength=6)
    assert taken + found.left_over == pytest.approx(np.nan_to_num(children))
    assert (minutes[found.demand, found.facility] <= 60).all()


@settings(deadline=None)  # the first call compiles
@given(problem=PROBLEMS)
def test_who_is_left_over_finds_every_place_in_reach_taken_by_someone_no_further(problem: tuple) -> None:
    minutes, capacity, children = problem
    found = allocate_nearest_first(minutes, capacity, children, limit=60)
    for demand in np.flatnonzero(found.left_over > 1e-9):
        for facility in np.flatnonzero(minutes[demand] <= 60):
            assert found.served[facility] == pytest.approx(capacity[facility])
            others = found.demand[(found.facility == facility) & (found.children > 1e-9)]
            assert (minutes[others, facility] <= minutes[demand, facility]).all()


@settings(deadline=None)  # the first call compiles
@given(problem=PROBLEMS)
def test_with_room_for_all_everyone_goes_to_the_nearest(problem: tuple) -> None:
    minutes, _, children = problem
    found = allocate_nearest_first(minutes, np.full(3, 1e9), children, limit=60)
    nearest = np.nan_to_num(minutes, nan=np.inf).min(axis=1)
    assert (minutes[found.demand, found.facility] == nearest[found.demand]).all()
    assert found.left_over == pytest.approx(np.where(nearest <= 60, 0, np.nan_to_num(children)))


def test_the_shortest_trip_goes_first_and_the_rest_goes_on_to_the_next() -> None:
    found = allocate_nearest_first([[10, 30], [5, 50]], [6, 100], [4, 5], limit=60)
    assert dict(zip(zip(found.demand, found.facility, strict=True), found.children, strict=True)) == {
        (1, 0): 5,
        (0, 0): 1,
        (0, 1): 3,
    }


def test_by_facility_the_order_decides() -> None:
    minutes, capacity, children = [[10, 30], [5, 50]], [6, 3], [4, 5]
    first = allocate_by_facility(minutes, capacity, children, limit=60, order=[0, 1])
    last = allocate_by_facility(minutes, capacity, children, limit=60, order=[1, 0])
    assert first.left_over.tolist() == [0, 0]
    assert last.served.tolist() == [6, 3]
    assert (first.children.tolist(), last.children.tolist()) == ([5, 1, 3], [3, 5, 1])


def test_a_facility_left_out_of_the_order_serves_nobody() -> None:
    found = allocate_by_facility([[10, 30]], [6, 3], [9], limit=60, order=[1])
    assert (found.served.tolist(), found.left_over.tolist()) == ([0, 3], [6])


def test_a_limit_includes_its_own_minute() -> None:
    assert allocate_nearest_first([[60], [60.1]], [9], [1, 1], limit=60).left_over.tolist() == [0, 1]


def test_without_a_limit_only_what_cannot_be_reached_is_left_over() -> None:
    assert allocate_nearest_first([[1e6], [np.inf], [np.nan]], [9], [1, 1, 1], limit=np.inf).left_over.tolist() == [
        0,
        1,
        1,
    ]


def test_without_facilities_everyone_is_left_over() -> None:
    found = allocate_nearest_first(np.empty((2, 0)), [], [3, 4], limit=60)
    assert (found.left_over.tolist(), found.served.tolist()) == ([3, 4], [])
    assert allocate_by_facility(np.empty((2, 0)), [], [3, 4], limit=60, order=[]).left_over.tolist() == [3, 4]


def test_the_left_over_of_each_commune_sum_to_all_left_over() -> None:
    """A demand point for each part of a cell in a zone, so that a divided cell is left over where its children live."""
    halves = Zones(("a", "b"), (2,), np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([0.25, 0.75, 1.0]))
    children = people_in_zones([8, 6], halves)
    minutes = np.column_stack([children.of_people([5, 70])])
    found = allocate_nearest_first(minutes, [5], children.count, limit=60)
    by_zone = children.sums(found.left_over)
    assert by_zone.tolist() == [0, 9, 0]
    assert by_zone.sum() == children.totals.sum() - found.served.sum()


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(InvalidAmount):
        allocate_nearest_first([[1]], [-1], [1], limit=60)
    with pytest.raises(InvalidLimits):
        allocate_nearest_first([[1]], [1], [1], limit=-1)
    with pytest.raises(LengthMismatch):
        allocate_nearest_first([[1]], [1], [1, 2], limit=60)
    with pytest.raises(LengthMismatch):
        allocate_nearest_first([1], [1], [1], limit=60)
