"""Visits against plain enumeration, and what a plan promises: days, nights, places that must be visited."""

from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path

from models.errors import BadPlace, BadShape, NegativeValue, OutOfReach, TooLongForDays
from models.visit_search import ends_of_days
from models.visits import MAX_ITERATIONS, Visits, plan

ROAD = np.abs(np.subtract.outer(np.arange(5.0), np.arange(5.0))) * 30.0
"""Five villages on a road, half an hour apart."""
EFFORT = MAX_ITERATIONS


def longest(order: tuple[int, ...], minutes: np.ndarray, service: list[float]) -> float:
    stops = [0, *order, 0]
    return float(minutes[stops[:-1], stops[1:]].sum() + sum(service[place] for place in order))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 60).map(float), min_size=5, max_size=5), min_size=5, max_size=5),
    st.lists(st.integers(0, 9).map(float), min_size=5, max_size=5),
    st.integers(0, 150).map(float),
)
def test_one_day_equals_enumeration(minutes: list[list[float]], prizes: list[float], day: float) -> None:
    travel = shortest_path(np.array(minutes))
    prizes[0], service = 0.0, [0.0, 5.0, 10.0, 15.0, 20.0]
    every = [order for n in range(5) for order in permutations(range(1, 5), n)]
    possible = [order for order in every if longest(order, travel, service) <= day or not order]
    best = max(sum(prizes[place] for place in order) for order in possible)
    found = plan(travel, prizes, service, day_minutes=day, days=1, max_iterations=EFFORT)
    assert found.prize == best
    assert found.minutes[0] == pytest.approx(longest(found.days[0], travel, service))
    assert found.minutes[0] <= day + 1e-6
    least = min(longest(order, travel, service) for order in possible if sum(prizes[p] for p in order) == best)
    assert found.minutes[0] == pytest.approx(least, abs=0.01)


@dataclass(frozen=True)
class Trip:
    """A small problem of several days, with every rule a plan can have."""

    minutes: np.ndarray
    prizes: list[float]
    day: float
    days: int
    end: int | None
    must: tuple[int, ...]
    lodgings: tuple[int, ...]

    def planned(self) -> Visits:
        return plan(
            self.minutes, self.prizes, SERVICE, day_minutes=self.day, days=self.days, end=self.end, must=self.must,
            lodgings=self.lodgings, max_iterations=EFFORT,
        )  # fmt: skip


SERVICE = [0.0, 5.0, 10.0, 15.0, 20.0]
Ends = tuple[tuple[int, int], ...]


def nights(trip: Trip) -> list[Ends]:
    """Return where each day may start and end, for every way to spend the nights."""
    end = 0 if trip.end is None else trip.end
    if not trip.lodgings:
        return [((0, end),) * trip.days]
    ways = [(0, *each, end) for each in product(trip.lodgings, repeat=trip.days - 1)]
    return [tuple(pairwise(stops)) for stops in ways]


def day_minutes(trip: Trip, start: int, order: tuple[int, ...], end: int) -> float:
    if not order and start == end:
        return 0.0
    stops = [start, *order, end]
    return float(trip.minutes[stops[:-1], stops[1:]].sum() + sum(SERVICE[place] for place in order))


def shortest(trip: Trip, start: int, places: tuple[int, ...], end: int) -> float:
    return min(day_minutes(trip, start, order, end) for order in permutations(places))


def best_of_all(trip: Trip) -> tuple[float, float] | None:
    """Return the most prize and the least minutes for it, over all ways to put places into days; None: no plan."""
    found = []
    quickest = cache(partial(shortest, trip))
    for ends in nights(trip):
        for into in product(range(-1, trip.days), repeat=len(SERVICE)):
            by_day = [tuple(place for place, day in enumerate(into) if day == own) for own in range(trip.days)]
            if any(into[place] < 0 for place in trip.must):
                continue
            took = [quickest(start, own, end) for (start, end), own in zip(ends, by_day, strict=True)]
            if max(took) <= trip.day + 1e-6:
                prize = sum(trip.prizes[place] for own in by_day for place in own)
                found.append((prize, -sum(took)))
    return max(found, default=None)


def check(trip: Trip) -> None:
    best = best_of_all(trip)
    if best is None:
        with pytest.raises((OutOfReach, TooLongForDays)):
            trip.planned()
        return
    found = trip.planned()
    visited = [place for day in found.days for place in day]
    assert len(visited) == len(set(visited)) and set(trip.must) <= set(visited)
    assert found.ends in nights(trip)
    took = [day_minutes(trip, start, day, end) for day, (start, end) in zip(found.days, found.ends, strict=True)]
    assert found.minutes == pytest.approx(took) and max(took) <= trip.day + 1e-6
    assert found.prize == sum(trip.prizes[place] for place in visited)
    assert (found.prize, -sum(found.minutes)) == pytest.approx(best, abs=0.01)


trips = st.builds(
    Trip,
    minutes=st.lists(st.lists(st.integers(1, 60).map(float), min_size=5, max_size=5), min_size=5, max_size=5).map(
        lambda drawn: shortest_path(np.array(drawn))
    ),
    prizes=st.lists(st.integers(0, 9).map(float), min_size=5, max_size=5),
    day=st.integers(20, 120).map(float),
    days=st.integers(1, 3),
    end=st.sampled_from([None, 0, 3]),
    must=st.sampled_from([(), (2,), (1, 4)]),
    lodgings=st.sampled_from([(), (), (3,), (0, 2), (4, 3)]),
)


@settings(max_examples=12, deadline=None)
@given(trips)
def test_days_nights_and_what_must_be_visited_equal_enumeration(trip: Trip) -> None:
    check(trip)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(trips)
def test_many_trips_equal_enumeration(trip: Trip) -> None:
    check(trip)


def test_a_day_of_exactly_its_minutes_is_allowed() -> None:
    assert plan(ROAD, [0, 0, 0, 0, 1], [0] * 5, day_minutes=240, days=1, max_iterations=EFFORT).days == ((4,),)
    assert plan(ROAD, [0, 0, 0, 0, 1], [0] * 5, day_minutes=239.99, days=1, max_iterations=EFFORT).days == ((),)


def test_a_place_without_worth_is_visited_when_it_must_be() -> None:
    found = plan(ROAD, [0, 9, 0, 0, 0], [0, 30, 0, 30, 0], day_minutes=240, days=1, must=(3,), max_iterations=EFFORT)
    assert sorted(found.days[0]) == [1, 3]


def test_each_place_is_visited_once_in_all_days() -> None:
    found = plan(ROAD, [0, 1, 1, 1, 1], [0, 60, 60, 60, 60], day_minutes=300, days=3, max_iterations=EFFORT)
    visited = [place for day in found.days for place in day]
    assert sorted(visited) == [1, 2, 3, 4]
    assert len(found.days) == len(found.minutes) == 3
    assert found.ends == ((0, 0),) * 3


def test_a_night_on_the_way_brings_far_places_near() -> None:
    asked = {"day_minutes": 240, "days": 2, "max_iterations": EFFORT}
    prizes, service = [0, 0, 0, 5, 9], [0, 0, 0, 60, 90]
    assert plan(ROAD, prizes, service, **asked).prize == 5
    found = plan(ROAD, prizes, service, lodgings=(3,), **asked)
    assert found.prize == 14
    assert max(found.minutes) <= 240
    assert found.ends == ((0, 3), (3, 0))


def test_every_sequence_of_nights_is_tried() -> None:
    assert len(list(ends_of_days(3, 0, 0, (4, 5)))) == 4
    assert list(ends_of_days(2, 0, 9, (5,))) == [((0, 5), (5, 9))]


def test_each_sequence_of_nights_is_told() -> None:
    told: list[float] = []
    plan(ROAD, [1] * 5, [0] * 5, day_minutes=240, days=2, lodgings=(2, 3), max_iterations=EFFORT, tick=told.append)
    assert told == [0.5, 1.0]


def test_the_same_seed_gives_the_same_plan() -> None:
    random = np.random.default_rng(3)
    travel, prizes = random.uniform(5, 90, (12, 12)), random.uniform(0, 5, 12)
    asked = {"day_minutes": 200, "days": 2, "seed": 7, "max_iterations": EFFORT}
    assert plan(travel, prizes, [20] * 12, **asked) == plan(travel, prizes, [20] * 12, **asked)


def test_what_no_way_leads_to_is_left_out() -> None:
    cut = ROAD.copy()
    cut[4, :4] = cut[:4, 4] = np.inf
    assert plan(cut, [0, 1, 1, 1, 99], [0] * 5, day_minutes=480, days=1, max_iterations=EFFORT).prize == 3


@pytest.mark.parametrize(
    ("error", "given_"),
    [
        (OutOfReach, {"must": (4,), "day_minutes": 200}),
        (TooLongForDays, {"must": (1, 2), "day_minutes": 120, "service": [60, 60, 0, 0, 0]}),
        (BadPlace, {"base": 7}),
        (BadPlace, {"lodgings": (9,)}),
        (BadShape, {"prizes": [1, 2]}),
        (NegativeValue, {"service": [-1] * 5}),
    ],
)
def test_what_cannot_be_planned_is_refused(error: type[Exception], given_: dict) -> None:
    asked = {"minutes": ROAD, "prizes": [1] * 5, "service": [0] * 5, "day_minutes": 480, "days": 1} | given_
    with pytest.raises(error):
        plan(max_iterations=EFFORT, **asked)
