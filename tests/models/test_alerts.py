"""The improved Farrington method: its limit, missing months and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alerts import farrington, farrington_chances
from models.errors import BadShape, NegativeValue, NotFinite, OutOfRange, TooShortHistory
from models.farrington import reference

CALM = np.tile([4.0, 5, 6, 5, 4, 3, 5, 6, 4, 5, 6, 4], 6)
AS_USUAL = {"years": 4, "half_window": 1, "alpha": 0.01}


def test_it_unpacks_into_thresholds_and_alarms() -> None:
    thresholds, alarms = farrington(CALM, at=[70, 71], **AS_USUAL)
    assert thresholds.shape == alarms.shape == (2,)
    assert not alarms.any()


def test_a_count_above_the_threshold_is_an_alarm_and_one_at_it_is_not() -> None:
    (threshold,), _ = farrington(CALM, at=71, **AS_USUAL)
    for count, alarm in ((threshold, False), (threshold + 1, True)):
        found = farrington(np.append(CALM[:-1], count), at=71, **AS_USUAL)
        assert found.alarms.tolist() == [alarm]
        assert (found.chance[0] <= 0.01) == alarm


def test_fewer_than_five_reports_in_four_months_are_never_an_alarm() -> None:
    rare = np.zeros(72)
    rare[::12] = 1
    rare[71] = 4
    assert np.isnan(farrington(rare, at=71, **AS_USUAL).thresholds[0])
    rare[70] = 1
    found = farrington(rare, at=71, **AS_USUAL)
    assert found.alarms.tolist() == [True]
    assert not farrington(rare, at=71, limit=(6, 4), **AS_USUAL).alarms.any()


def test_a_missing_month_is_left_out_and_is_no_alarm() -> None:
    gaps = CALM.copy()
    gaps[[20, 71]] = np.nan
    found = farrington(gaps, at=71, **AS_USUAL)
    assert found.alarms.tolist() == [False]
    assert np.isnan(found.chance[0])
    assert found.expected[0] == pytest.approx(5, rel=0.2)


def test_a_past_of_missing_months_gives_no_threshold() -> None:
    series = np.full(72, np.nan)
    series[68:] = 9
    found = farrington(series, at=71, **AS_USUAL)
    assert np.isnan(found.thresholds[0])
    assert not found.alarms[0]


def test_all_zero_is_no_alarm() -> None:
    found = farrington(np.zeros(72), at=range(60, 72), **AS_USUAL)
    assert not found.alarms.any()
    assert found.expected == pytest.approx(0, abs=1e-6)


def test_the_latest_half_year_is_not_compared_with() -> None:
    raised = CALM.copy()
    raised[65:71] = 50
    before, after = (farrington(each, at=71, **AS_USUAL).expected[0] for each in (CALM, raised))
    assert before == after


@given(st.integers(60, 120), st.integers(1, 5), st.integers(0, 3), st.sampled_from([12, 52]))
def test_each_past_period_has_a_season_and_the_same_dates_have_the_last(
    at: int, years: int, half_window: int, periods: int
) -> None:
    past = reference(at + 5 * periods, years=years, half_window=half_window, periods_per_year=periods)
    assert past.positions.size == past.seasons.size
    assert past.positions[-1] == at + 5 * periods - periods // 2 - 1
    same = np.abs((past.positions - at - 5 * periods + periods // 2) % periods - periods // 2) <= half_window
    np.testing.assert_array_equal(past.seasons == past.own_season, same)


def test_paths_judged_at_once_are_those_judged_one_by_one() -> None:
    paths = np.random.default_rng(0).poisson(5, (6, 72)).astype(float)
    chances = farrington_chances(paths, at=71, years=4, half_window=1)
    for path, chance in zip(paths, chances, strict=True):
        alarm = farrington(path, at=71, years=4, half_window=1, alpha=0.2).alarms[0]
        assert alarm == (chance <= 0.2)


@pytest.mark.parametrize(
    ("counts", "more", "error"),
    [
        ([[1.0]], {}, BadShape),
        ([-1.0] * 72, {}, NegativeValue),
        ([np.inf] * 72, {}, NotFinite),
        (CALM, {"alpha": 1.0}, OutOfRange),
        (CALM, {"at": 72}, OutOfRange),
        (CALM, {"at": 48}, TooShortHistory),
    ],
)
def test_faulty_input_is_refused(counts: object, more: dict[str, float], error: type[Exception]) -> None:
    with pytest.raises(error):
        farrington(counts, **({"at": 71} | AS_USUAL | more))  # type: ignore[arg-type]
