"""Trained officers left after some months: the closed form against its simulation, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import NegativeValue, NotWhole, OutOfRange
from models.turnover import departure_hazard, simulated_remaining, trained_remaining


def test_half_are_left_after_the_half_life() -> None:
    left = trained_remaining(80, np.log(2.0), (12, 24))
    assert left.mean == pytest.approx((40.0, 20.0))
    assert left.lower[0] < 40 < left.upper[0]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 120), st.floats(0.0, 2.0), st.sampled_from([6.0, 12.0, 18.0]), st.floats(0.0, 1.0))
def test_the_closed_form_and_the_simulation_agree(officers: int, hazard: float, months: float, handover: float) -> None:
    runs = simulated_remaining(officers, hazard, months, handover=handover, runs=4000)
    (mean,) = trained_remaining(officers, hazard, (months,), handover=handover).mean
    spread = np.sqrt(max(mean * (1.0 - mean / officers), 0.0) / 4000)
    assert abs(runs.mean() - mean) <= 5.0 * spread + 1e-9


def test_the_range_holds_as_many_runs_as_it_says() -> None:
    left = trained_remaining(80, 0.5, (12,), level=0.9)
    runs = simulated_remaining(80, 0.5, 12, runs=20_000, seed=1)
    assert ((runs >= left.lower[0]) & (runs <= left.upper[0])).mean() >= 0.9


def test_whoever_always_hands_over_loses_nobody() -> None:
    assert trained_remaining(80, 0.5, (6, 18), handover=1.0).mean == (80.0, 80.0)


def test_the_hazard_has_the_published_interval_of_its_count() -> None:
    """10 events: 4.80 to 18.39 (Garwood 1936, as in the tables of Ulm 1990, Am J Epidemiol 131(2))."""
    found = departure_hazard(10, 1.0)
    assert (found.value, found.lower, found.upper) == pytest.approx((10.0, 4.80, 18.39), abs=0.005)


def test_no_departure_leaves_the_upper_limit_open_to_what_time_allows() -> None:
    """The rule of three: 3.69 at 95 %, two-sided, for 0 events."""
    found = departure_hazard(0, 10.0)
    assert (found.value, found.lower, round(found.upper, 3)) == (0.0, 0.0, 0.369)


def test_the_interval_holds_the_true_hazard_as_often_as_it_says() -> None:
    counts = np.random.default_rng(0).poisson(0.45 * 80, 2000)
    held = [each.lower <= 0.45 <= each.upper for each in (departure_hazard(int(count), 80.0) for count in counts)]
    assert np.mean(held) >= 0.94


@pytest.mark.parametrize("years", [0.0, np.inf])
def test_without_time_watched_there_is_no_hazard(years: float) -> None:
    with pytest.raises(OutOfRange):
        departure_hazard(1, years)


@pytest.mark.parametrize(
    ("error", "given_"),
    [
        (NegativeValue, {"hazard": -1.0}),
        (OutOfRange, {"handover": 1.5}),
        (OutOfRange, {"level": 1.0}),
        (NotWhole, {"officers": 1.5}),
    ],
)
def test_what_cannot_be_is_refused(error: type[Exception], given_: dict) -> None:
    with pytest.raises(error):
        trained_remaining(**({"officers": 10, "hazard": 0.5} | given_))
