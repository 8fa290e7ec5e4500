"""Deviance, calibration and capture by hand; folds that hide what they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.baselines import children_only, history, last_period
from models.case_panel import panel_of
from models.errors import BadShape, NegativeValue, NotFinite
from models.spatial_blocks import folds_by_block, folds_by_time, spatial_blocks
from models.validation_scores import (
    Trial,
    calibration_slope,
    captured,
    deviance,
    gain,
    observed_to_expected,
    resamples,
    score,
    trial,
)

ONCE = np.ones((1, 4))


def tried(observed, expected, people=None) -> Trial:
    observed, expected = (np.asarray(each, dtype=float).reshape(-1, 1) for each in (observed, expected))
    people = np.ones_like(observed) if people is None else np.asarray(people, dtype=float).reshape(-1, 1)
    return Trial(observed, expected, people, np.array([10.0]))


def plain(cases, people=None):
    cases = np.asarray(cases, dtype=float)
    people = np.ones_like(cases) if people is None else np.asarray(people, dtype=float)
    where = np.column_stack([np.arange(len(cases)), np.zeros(len(cases))])
    return panel_of(cases, people, np.empty((len(cases), 0)), names=(), coordinates=where)


def test_deviance_by_hand() -> None:
    """2·(0 − (0 − 1)) = 2 where none came of 1; 2·(2 ln 2 − 1) = 0.7726 where 2 came of 1; 0 where as many came."""
    assert deviance(tried([0, 2, 1, 1], [1, 1, 1, 1]), ONCE)[0] == pytest.approx((2 + 4 * np.log(2) - 2) / 4)


def test_cells_without_people_do_not_count() -> None:
    assert deviance(tried([0, 2, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]), ONCE)[0] == pytest.approx(2 * np.log(2))


def test_observed_to_expected_by_hand() -> None:
    assert observed_to_expected(tried([0, 2, 1, 0], [1, 1, 2, 2]), ONCE)[0] == 0.5


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_slope_is_the_power_that_makes_expected_into_observed(power: float) -> None:
    expected = np.array([1.0, 2.0, 4.0, 8.0])
    assert calibration_slope(tried(3 * expected**power, expected), ONCE)[0] == pytest.approx(power)


def test_a_method_that_tells_nothing_apart_has_no_slope_and_finds_as_many_cases_as_children() -> None:
    same = tried([5, 0, 0, 1], [1, 1, 1, 1])
    assert np.isnan(calibration_slope(same, ONCE)[0])
    assert captured(same, ONCE, 0.2)[0] == pytest.approx(0.2)


def test_capture_counts_the_commune_on_the_edge_in_part() -> None:
    """The first commune holds 10 % of the people and 4 of 8 cases, the second 40 % and 2: 30 % reach half of it."""
    ranked = tried([4, 2, 1, 1], [3, 4, 2, 1], [10, 40, 25, 25])
    assert captured(ranked, ONCE, 0.1)[0] == pytest.approx(4 / 8)
    assert captured(ranked, ONCE, 0.3)[0] == pytest.approx((4 + 1) / 8)


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0.1, 9), st.floats(0.1, 9)), min_size=4, max_size=4))
def test_capture_grows_with_the_share_and_ends_at_all_cases(rows) -> None:
    cases, expected, people = zip(*rows, strict=True)
    some = tried(cases, expected, people)
    shares = [captured(some, ONCE, share)[0] for share in (0.1, 0.5, 1.0)]
    if sum(cases):
        assert shares == sorted(shares)
        assert shares[-1] == pytest.approx(1)
    else:
        assert np.isnan(shares).all()


def test_a_method_is_no_better_than_itself() -> None:
    one = tried([4, 2, 1, 1], [3, 4, 2, 1])
    found = gain(one, one, resamples(4, 50, 0), 0.95)
    assert (found.value, found.lower, found.upper) == (0, 0, 0)


def test_resamples_draw_as_many_units_as_there_are_and_begin_with_the_data() -> None:
    weights = resamples(7, 30, 3)
    assert weights.sum(axis=1).tolist() == [7] * 31
    assert weights[0].tolist() == [1] * 7
    assert (weights == resamples(7, 30, 3)).all()


def test_a_score_that_cannot_be_told_has_no_interval() -> None:
    assert np.isnan([score(np.array([np.nan, 1, 2]), 0.95).lower, score(np.array([1, np.nan]), 0.95).lower]).all()


def test_time_folds_learn_from_the_past_only() -> None:
    folds = folds_by_time(plain([[1, 1, 1], [2, 2, 2]]))
    assert [fold.learned[0].tolist() for fold in folds] == [[True, False, False], [True, True, False]]
    assert [fold.tried[0].tolist() for fold in folds] == [[False, True, False], [False, False, True]]


def test_a_fold_with_nothing_to_learn_from_is_left_out() -> None:
    assert len(folds_by_time(plain([[0, 1, 1], [0, 2, 2]]))) == 1
    assert folds_by_time(plain([[1], [2]])) == []


def test_block_folds_hide_each_unit_once_and_never_learn_from_it() -> None:
    known = plain(np.ones((12, 2)))
    folds = folds_by_block(known, 4)
    assert sum(fold.tried.astype(int) for fold in folds).tolist() == [[1, 1]] * 12
    assert not any((fold.tried & fold.learned).any() for fold in folds)


def test_near_units_share_a_block() -> None:
    corners = np.repeat([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0]], 4, axis=0)
    found = spatial_blocks(corners + np.random.default_rng(0).uniform(0, 0.1, (12, 2)), 3)
    assert [len(set(found[start : start + 4])) for start in (0, 4, 8)] == [1, 1, 1]
    assert len(set(found)) == 3


def test_fewer_units_than_blocks_and_one_unit() -> None:
    assert sorted(spatial_blocks(np.array([[0.0, 0.0], [1.0, 0.0]]), 5)) == [0, 1]
    assert spatial_blocks(np.array([[0.0, 0.0]]), 5).tolist() == [0]


def test_what_baselines_say_of_hidden_units_is_the_overall_rate() -> None:
    shown = plain([[4, 2], [0, 0], [0, 0]], [[10, 10], [10, 10], [0, 0]])
    assert [float(method(shown)[2]) for method in (children_only, last_period, history)] == pytest.approx([0.15] * 3)


def test_the_last_period_keeps_its_total_and_makes_nothing_impossible() -> None:
    found = last_period(plain([[9, 4], [9, 0]]))
    assert found.sum() == pytest.approx(4)
    assert found.min() > 0
    assert last_period(plain([[9, 0], [1, 0]])).tolist() == [2.5, 2.5]


def test_a_trial_keeps_what_was_learned_and_expected() -> None:
    found = trial(plain([[2, 3], [4, 1]]), folds_by_time(plain([[2, 3], [4, 1]])), children_only)
    assert found.expected.tolist() == [[3], [3]]
    assert found.observed.tolist() == [[3], [1]]
    assert found.learned.tolist() == [6]


def test_a_panel_refuses_what_is_no_count() -> None:
    with pytest.raises(NegativeValue):
        plain([[-1.0]])
    with pytest.raises(NotFinite):
        plain([[np.nan]])
    with pytest.raises(BadShape):
        plain([1.0, 2.0])
    with pytest.raises(BadShape):
        plain([[1.0, 2.0]], [[1.0]])
