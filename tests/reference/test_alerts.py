"""The improved Farrington method against R's surveillance 1.20.3; alerts/farrington.R made the values."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.alerts import farrington

HERE = Path(__file__).parent / "alerts"
SERIES = pd.read_csv(HERE / "series.csv")
EXPECTED = pd.read_csv(HERE / "farrington.csv")
CLOSENESS = 1e-6
"""Relative; the same algorithm with the same start and stopping rule."""


@pytest.mark.parametrize("name", EXPECTED["series"].unique())
def test_thresholds_expectations_and_alarms_are_those_of_surveillance(name: str) -> None:
    counts = SERIES.loc[SERIES["series"] == name, "count"].to_numpy(float)
    theirs = EXPECTED[EXPECTED["series"] == name]
    first = theirs.iloc[0]
    ours = farrington(
        counts,
        at=theirs["at"].to_numpy(),
        years=int(first["years"]),
        half_window=int(first["half_window"]),
        periods_per_year=int(first["periods_per_year"]),
        alpha=float(first["alpha"]),
        trend=bool(first["may_trend"]),
    )
    np.testing.assert_allclose(ours.expected, theirs["expected"], rtol=CLOSENESS)
    np.testing.assert_allclose(ours.dispersion, theirs["dispersion"], rtol=CLOSENESS)
    np.testing.assert_allclose(ours.chance, theirs["chance"], rtol=CLOSENESS)
    np.testing.assert_array_equal(ours.thresholds, theirs["threshold"])
    np.testing.assert_array_equal(ours.alarms, theirs["alarm"] == 1)


def test_the_series_hold_what_they_are_to_test() -> None:
    assert EXPECTED["alarm"].sum() >= 5
    assert EXPECTED["threshold"].isna().sum() >= 5
    assert set(EXPECTED["trend"]) == {0, 1}
    assert set(EXPECTED["periods_per_year"]) == {12, 52}
    assert (EXPECTED["dispersion"] == 1).any()
    assert SERIES["count"].isna().any()
