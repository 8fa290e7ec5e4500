"""E2SFCA: worked examples, its identity and its limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.errors import InvalidAmount, InvalidLimits, LengthMismatch
from geo.two_step_floating_catchment import SHARP_DECAY, ZONES, accessibility, zone_weights

MINUTES = st.one_of(st.floats(0, 60), st.sampled_from([0.0, 10.0, 20.0, 30.0, np.inf, np.nan]))
CHILDREN = st.one_of(st.integers(0, 10_000).map(float), st.just(np.nan))


def test_capacity_is_shared_by_weighted_children() -> None:
    """Two shelters, three villages, by hand: ratios 20/(100 + 0.68·50) and 10/(50 + 0.22·200)."""
    minutes = [[5, np.inf], [15, 8], [np.inf, 25]]
    found = accessibility(minutes, [20, 10], [100, 50, 200])
    first, second = 20 / 134, 10 / 94
    assert found.ratio == pytest.approx([first, second])
    assert found.access == pytest.approx([first, 0.68 * first + second, 0.22 * second])


def test_a_zone_includes_its_own_minute() -> None:
    assert zone_weights([[10, 10.01, 20, 20.01, 30, 30.01]], ZONES, SHARP_DECAY).tolist() == [
        [1.0, 0.42, 0.42, 0.09, 0.09, 0.0]
    ]


@given(
    arrays(float, (6, 3), elements=MINUTES),
    arrays(float, 3, elements=st.integers(0, 500).map(float)),
    arrays(float, 6, elements=CHILDREN),
    st.tuples(*[st.floats(0.01, 1)] * 3),
)
def test_children_times_access_is_the_capacity_of_the_facilities_that_reach_anyone(
    minutes: np.ndarray, capacity: np.ndarray, children: np.ndarray, weights: tuple[float, ...]
) -> None:
    found = accessibility(minutes, capacity, children, weights=weights)
    assert np.nansum(children * found.access) == pytest.approx(capacity[found.reaching].sum())
    reached = (minutes <= 30 + 1e-6) & (np.nan_to_num(children) > 0)[:, None]
    assert found.reaching.tolist() == reached.any(axis=0).tolist()


def test_an_unreachable_child_has_access_to_nothing_and_is_not_at_zero_minutes() -> None:
    found = accessibility([[np.inf], [np.nan], [1]], [5], [10, 10, 10])
    assert found.access.tolist() == [0, 0, 0.5]


def test_without_facilities_nobody_has_access() -> None:
    assert accessibility(np.empty((3, 0)), [], [1, 2, 3]).access.tolist() == [0, 0, 0]


def test_where_no_child_is_known_there_is_access_all_the_same() -> None:
    assert accessibility([[5], [5]], [4], [np.nan, 8]).access.tolist() == [0.5, 0.5]


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(LengthMismatch):
        accessibility([[1]], [1], [1], zones=[10, 20], weights=[1])
    with pytest.raises(InvalidLimits):
        accessibility([[1]], [1], [1], zones=[20, 10], weights=[1, 1])
    with pytest.raises(InvalidAmount):
        accessibility([[1]], [np.nan], [1])
    with pytest.raises(InvalidAmount):
        accessibility([[1]], [1], [np.inf])
    with pytest.raises(LengthMismatch):
        accessibility([[1]], [1, 2], [1])
    with pytest.raises(LengthMismatch):
        accessibility([[1]], [1], [1, 2])
