"""Silence: what others lead one to expect, from what number no report shows, and the cases nothing can be said of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import BadShape, NegativeValue, NotFinite, OutOfRange
from models.silence import adjusted_p, group_silence, silence


def test_where_all_rates_are_the_same_silence_of_one_in_45_shows_from_about_6_expected() -> None:
    """exp(-6.11) = 0.1 / 45: a Poisson zero, the false discovery rate shared by 45."""
    found = silence([20_000.0] * 45, [1000.0] * 45)
    assert found.visible_from == pytest.approx(np.full(45, np.log(450)), abs=0.1)
    assert not found.significant.any()


def test_the_chance_of_no_case_is_that_of_a_poisson_zero_where_rates_hardly_differ() -> None:
    found = silence([0] + [20_000.0] * 44, [0.1] + [1000.0] * 44)
    assert found.expected[0] == pytest.approx(2.0, rel=0.01)
    assert found.p[0] == pytest.approx(np.exp(-2.0), rel=0.05)


def test_a_unit_is_left_out_of_what_it_is_judged_by() -> None:
    quiet, loud = (silence([own, *[12] * 20], [1000.0] * 21) for own in (0, 40))
    assert quiet.expected[0] == pytest.approx(loud.expected[0], rel=1e-4)
    assert quiet.p[0] < 0.01
    assert loud.p[0] > 0.99


def test_several_silent_units_do_not_hide_one_another() -> None:
    counts = np.array([0] * 8 + list(range(12, 49)))
    found = silence(counts, np.full(45, 1000.0))
    assert found.significant[:8].all()
    assert not found.significant[8:].any()
    assert found.expected[0] == pytest.approx(30, rel=0.05)


def test_zero_is_significant_exactly_where_the_expected_number_is_at_least_the_visible_one() -> None:
    rng = np.random.default_rng(1)
    time = rng.uniform(100, 4000, 45)
    counts = rng.poisson(time * 0.006 * rng.gamma(8, 1 / 8, 45)).astype(float)
    counts[:6] = 0
    found = silence(counts, time)
    none = counts == 0
    assert 0 < found.significant[none].sum() < none.sum()
    assert (found.significant[none] == (found.expected >= found.visible_from)[none]).all()


def test_a_unit_without_person_time_is_not_judged_and_counts_for_nobody() -> None:
    with_it, without = silence([0, *[9] * 9], [0.0, *[500.0] * 9]), silence([9] * 9, [500.0] * 9)
    assert np.isnan([with_it.expected[0], with_it.visible_from[0], with_it.p[0], with_it.adjusted_p[0]]).all()
    assert not with_it.significant[0]
    assert with_it.expected[1:] == pytest.approx(without.expected)
    assert with_it.adjusted_p[1:] == pytest.approx(without.adjusted_p)


@pytest.mark.parametrize("units", [0, 1, 2, 5])
def test_with_fewer_than_five_others_nothing_is_said(units: int) -> None:
    found = silence([3.0] * units, [100.0] * units)
    assert np.isnan(found.expected).all()
    assert np.isnan(found.p).all()
    assert not found.significant.any()


def test_with_five_others_something_is() -> None:
    assert np.isfinite(silence([3.0] * 6, [100.0] * 6).expected).all()


def test_where_nobody_reports_nobody_is_silent() -> None:
    found = silence([0.0] * 45, [1000.0] * 45)
    assert not found.significant.any()
    assert (found.expected < 0.1).all()
    assert (found.expected < found.visible_from).all()
    assert (found.p > 0.9).all()


def test_a_higher_false_discovery_rate_sees_silence_at_fewer_expected() -> None:
    counts = [0, *[12] * 44]
    strict, lax = (silence(counts, [1000.0] * 45, false_discovery_rate=rate) for rate in (0.01, 0.3))
    assert (lax.visible_from < strict.visible_from).all()


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_units_changes_nothing(order: list[int]) -> None:
    counts, time = np.array([0, 3, 9, 1, 4, 12, 7, 0.0]), np.array([900, 100, 400, 80, 300, 900, 500, 60.0])
    straight, shuffled = silence(counts, time), silence(counts[order], time[order])
    assert shuffled.expected == pytest.approx(straight.expected[order])
    assert shuffled.p == pytest.approx(straight.p[order])
    assert shuffled.visible_from == pytest.approx(straight.visible_from[order], rel=1e-6)


def test_a_group_of_one_is_judged_as_the_unit_itself() -> None:
    counts, time = np.array([0, 8, 9, 14, 4, 12, 7, 6.0]), np.array([900, 700, 400, 800, 300, 900, 500, 600.0])
    single, group = silence(counts, time), group_silence(counts, time, np.eye(8, dtype=bool))
    assert group.p == pytest.approx(single.p)
    assert group.expected == pytest.approx(single.expected)


def test_a_group_shows_what_its_members_cannot() -> None:
    counts, time = np.array([0.0] * 10 + [3] * 35), np.full(45, 1000.0)
    assert not silence(counts, time).significant.any()
    group = group_silence(counts, time, [np.arange(45) < 10, np.arange(45) >= 30])
    assert group.significant.tolist() == [True, False]
    assert group.expected[0] == pytest.approx(30, rel=0.15)


def test_a_group_of_nobody_or_of_nearly_all_is_not_judged() -> None:
    groups = [np.zeros(8, dtype=bool), np.arange(8) < 4, np.arange(8) < 3]
    found = group_silence([5.0] * 8, [100.0] * 8, groups)
    assert np.isnan(found.p).tolist() == [True, True, False]
    assert len(group_silence([5.0] * 8, [100.0] * 8, []).p) == 0


def test_what_is_no_test_is_not_counted_as_one() -> None:
    assert adjusted_p([0.01, np.nan, 0.04]).tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert np.isnan(adjusted_p([np.nan])).all()


@pytest.mark.parametrize(
    ("cases", "time", "rate", "error"),
    [
        ([1.0], [1.0, 2.0], 0.1, BadShape),
        ([np.nan, 1.0], [1.0, 2.0], 0.1, NotFinite),
        ([1.0, 1.0], [1.0, -2.0], 0.1, NegativeValue),
        ([1.0, 1.0], [1.0, 2.0], 0.0, OutOfRange),
    ],
)
def test_input_at_fault_is_refused(cases: list[float], time: list[float], rate: float, error: type[Exception]) -> None:
    with pytest.raises(error):
        silence(cases, time, false_discovery_rate=rate)
    with pytest.raises(error):
        group_silence(cases, time, [np.ones(len(cases), dtype=bool)], false_discovery_rate=rate)
