"""The groups that are named before counts are looked at."""

import numpy as np
import pandas as pd
import pytest

from app.hidden_communes import GROUPED_BY, groups_of, terciles


def test_a_third_of_the_communes_lies_in_each_part() -> None:
    part = terciles(pd.Series(np.arange(45.0)))
    assert part.value_counts().to_dict() == {0.0: 15, 1.0: 15, 2.0: 15}
    assert part.is_monotonic_increasing


def test_equal_values_stay_together_and_what_is_not_known_is_in_no_part() -> None:
    part = terciles(pd.Series([0.0, 0.0, np.nan, 5.0, 9.0, 9.0]))
    assert part.tolist() == pytest.approx([0.0, 0.0, np.nan, 1.0, 2.0, 2.0], nan_ok=True)


@pytest.mark.parametrize("values", [[], [1.0], [2.0] * 9, [1.0, 2.0], [np.nan] * 4])
def test_too_few_different_values_make_no_parts(values: list[float]) -> None:
    assert terciles(pd.Series(values, dtype=float)).isna().all()


def test_groups_part_the_communes() -> None:
    frame = pd.DataFrame({"distance_km": np.arange(9.0), "poverty": np.arange(9.0)[::-1], "officer_presence": np.nan})
    found = groups_of(frame)
    assert set(found) == {*GROUPED_BY["distance_km"], *GROUPED_BY["poverty"]}
    assert (found["near"] == found["poorest"]).all()
    assert (found["near"].astype(int) + found["middle_distance"] + found["remote"] == 1).all()
