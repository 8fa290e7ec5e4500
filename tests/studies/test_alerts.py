"""The study of early warning on two seeds: what it counts, and that a doubling everywhere is seen somewhere."""

import numpy as np
import pandas as pd
import pytest

from studies.alerts import MOST, study, truth


@pytest.fixture(scope="module")
def found() -> tuple[pd.DataFrame, pd.DataFrame]:
    return study(2, settings=(("steady", 1.0),))


@pytest.mark.slow
def test_false_alarms_are_counted_beside_the_budget(found: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    row = found[0].iloc[0]
    assert row["all"] == row["large series"] + row["communes and rare kinds"]
    assert row["ratio"] == row["all"] / row["budget"]
    assert row["said by the program"] <= MOST * row["budget"]


@pytest.mark.slow
def test_each_series_is_doubled_once_a_seed_and_large_ones_are_found_more_often(
    found: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    doublings = found[1]
    assert doublings["doublings"].sum() == 2 * (45 + 4 + 1)
    assert doublings["found within six months"].iloc[-1] > doublings["found within six months"].iloc[0]


def test_the_truth_is_that_of_the_demo() -> None:
    known = truth()
    assert known.mean.shape == (45, 4, 72)
    assert np.isfinite(known.mean).all()
    assert known.mean.sum() == pytest.approx(575, rel=0.02)
