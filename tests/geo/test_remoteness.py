"""Remoteness: minutes weighted by people; not reached is not zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.remoteness import Remoteness, remoteness
from geo.zone_people import people_in_zones
from geo.zones import Zones, zones_of_points


def of(minutes: object, people: object, codes: list[str | None]) -> Remoteness:
    return remoteness(minutes, people_in_zones(people, zones_of_points(["a", "b"], codes)))


def test_minutes_are_weighted_by_people() -> None:
    found = of([10, 40, 5], [3, 1, 7], ["a", "a", None])
    assert found.mean[0] == pytest.approx((3 * 10 + 40) / 4)
    assert found.mean[-1] == 5
    assert found.median[0] == 10


def test_a_zone_nobody_lives_in_has_no_remoteness() -> None:
    found = of([10], [3], ["a"])
    assert np.isnan([found.mean[1], found.median[1], found.mean[2]]).all()


def test_who_is_not_reached_is_counted_and_is_not_at_zero_minutes() -> None:
    found = of([10, np.inf, np.nan, np.inf], [3, 2, 2, 5], ["a", "a", "a", "b"])
    assert found.mean[:2].tolist() == [10, np.inf]
    assert found.median[:2].tolist() == [np.inf, np.inf]
    assert (found.reached.tolist(), found.unreachable.tolist()) == ([3, 0, 0], [4, 5, 0])


def test_of_two_halves_the_median_is_the_nearer() -> None:
    assert of([10, 20], [2, 2], ["a", "a"]).median[0] == 10


def test_a_divided_cell_counts_in_both_zones() -> None:
    halves = Zones(("a", "b"), (2,), np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([0.25, 0.75, 1.0]))
    found = remoteness([10, 30], people_in_zones([4, 1], halves))
    assert found.mean[:2].tolist() == [10, pytest.approx((3 * 10 + 30) / 4)]


@given(
    arrays(float, 8, elements=st.one_of(st.floats(0, 500), st.just(np.inf))),
    arrays(float, 8, elements=st.integers(0, 100).map(float)),
    st.lists(st.sampled_from(["a", "b", None]), min_size=8, max_size=8),
)
def test_the_median_is_the_least_minute_within_which_half_of_the_people_are(
    minutes: np.ndarray, people: np.ndarray, codes: list[str | None]
) -> None:
    found = of(minutes, people, codes)
    for row, code in enumerate(["a", "b", None]):
        mine = np.array([each == code for each in codes])
        total = people[mine].sum()
        if total == 0:
            assert np.isnan(found.median[row])
            continue
        enough = [each for each in minutes[mine & (people > 0)] if people[mine & (minutes <= each)].sum() * 2 >= total]
        assert found.median[row] == min(enough)
        assert found.reached[row] + found.unreachable[row] == total


@given(st.floats(0, 400))
def test_where_all_need_the_same_minutes_the_mean_is_that(minutes: float) -> None:
    assert of([minutes] * 3, [1, 2, 3], ["a"] * 3).mean[0] == pytest.approx(minutes)
