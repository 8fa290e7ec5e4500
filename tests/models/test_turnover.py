"""Trained officers left after some months: the closed form against its simulation, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import NegativeValue, NotWhole, OutOfRange
from models.turnover import simulated_remaining, trained_remaining


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
