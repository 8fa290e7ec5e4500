"""Provinces drawn as arrays have the sizes of the demo they stand for."""

import numpy as np
import pytest

from studies.simulated_reports import YEARS, province


def test_sizes_are_those_of_the_demo() -> None:
    """docs/demo-model.md: about 3,720 true cases in six years, a mean reporting probability of 0.17."""
    worlds = [province(seed) for seed in range(10)]
    assert np.mean([each.true_per_year.sum() for each in worlds]) * YEARS == pytest.approx(3665, rel=0.01)
    assert np.mean([each.reporting.mean() for each in worlds]) == pytest.approx(0.17, abs=0.01)
    expected = np.mean([(each.true_per_year * each.reporting).sum() for each in worlds]) * YEARS
    assert np.mean([each.reported.sum() for each in worlds]) == pytest.approx(expected, rel=0.03)


def test_the_same_seed_is_the_same_province_and_half_the_time_half_the_reports() -> None:
    one, same, half = province(3), province(3), province(3, years=3.0)
    assert (one.reported == same.reported).all()
    assert (one.true_per_year == half.true_per_year).all()
    assert half.person_time == pytest.approx(one.person_time / 2)
    assert half.reported.sum() == pytest.approx(one.reported.sum() / 2, rel=0.3)


def test_without_an_effect_officers_say_nothing_of_reporting() -> None:
    correlated = [
        [
            np.corrcoef(each.covariates[:, 0], each.reporting)[0, 1]
            for each in (province(seed, **given) for seed in range(10))
        ]
        for given in ({}, {"presence_effect": 0.0})
    ]
    with_effect, without = np.mean(correlated, axis=1)
    assert with_effect > 0.6
    assert abs(without) < 0.2
