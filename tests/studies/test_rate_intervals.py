"""Intervals and smoothed rates on twenty seeds, and that intervals too narrow would be noticed."""

import numpy as np
import pytest
from scipy.stats import poisson

from studies.rate_intervals import drawn_study, exact_coverage, plug_in_interval, study

SEEDS = 20


@pytest.fixture(scope="module")
def found():
    return study(SEEDS)


def test_intervals_hold_their_nominal_level(found) -> None:
    assert found["mean"].tolist() == [0.5, 2.0, 9.0] * 2
    assert (found["coverage"] >= 0.95).all()
    assert (found["least exact coverage"] >= 0.95).all()


def test_intervals_at_80_percent_do_not_hold_95() -> None:
    narrow = study(SEEDS, level=0.8)
    assert (narrow["coverage"] >= 0.8).all()
    assert (narrow["least exact coverage"] >= 0.8).all()
    assert (narrow["coverage"] < 0.95).any()
    assert (narrow["least exact coverage"] < 0.95).any()


def test_coverage_drawn_agrees_with_coverage_computed(found) -> None:
    trials = SEEDS * 45
    spread = np.sqrt(found["exact coverage"] * (1 - found["exact coverage"]) / trials)
    assert ((found["coverage"] - found["exact coverage"]).abs() <= 4 * spread).all()


def test_shrinkage_helps_most_where_counts_are_smallest(found) -> None:
    for _, rows in found.groupby("counts of"):
        assert rows["EB / crude"].is_monotonic_increasing
        assert rows["EB / crude"].iloc[0] < 0.25
        assert rows["EB / crude"].iloc[-1] < 0.9
    assert (found["EB error"] < found["crude error"]).all()


def test_intervals_of_reports_do_not_hold_what_happened(found) -> None:
    true, reported = (found[found["counts of"] == truth] for truth in ("true cases", "reported cases"))
    assert (true["holds the true rate"] == true["coverage"]).all()
    assert reported["holds the true rate"].iloc[-1] < 0.1


def test_exact_coverage_by_hand() -> None:
    """The intervals of 0 (to 3.69) up to 3 (from 0.62) cases hold an expected 1, that of 4 (from 1.09) does not."""
    assert exact_coverage(np.array([1.0]), 0.95)[0] == pytest.approx(poisson.cdf(3, 1.0))


def test_posterior_intervals_hold_within_four_points_of_their_level_but_for_chance(found) -> None:
    chance = 2 * np.sqrt(0.95 * 0.05 / (SEEDS * 45))
    assert (found["posterior coverage"] - 0.95).abs().max() <= 0.04 + chance
    assert (found["plug-in coverage"] < 0.95 - 0.04 - chance).sum() >= 4
    assert (found["posterior width"] < 0.8).all()
    assert (found["posterior error"] < found["crude error"]).all()


@pytest.mark.slow
def test_posterior_intervals_hold_within_four_points_of_their_level_over_200_seeds() -> None:
    assert (study()["posterior coverage"] - 0.95).abs().max() <= 0.04


def test_the_lowest_and_highest_rates_are_held_less_often(found) -> None:
    assert (found[["lowest tenth", "highest tenth"]].max(axis=1) < found["posterior coverage"]).all()


def test_plug_in_intervals_are_too_short_where_counts_are_small(found) -> None:
    assert (found.loc[found["mean"] == 0.5, "plug-in coverage"] < 0.7).all()


def test_posterior_intervals_hold_rates_drawn_from_their_model() -> None:
    drawn = drawn_study(SEEDS, means=(0.5, 9.0))
    typical = drawn[drawn["variation"] == 0.5]
    assert (typical["posterior coverage"] - 0.95).abs().max() <= 0.04
    assert typical["plug-in coverage"].iloc[0] < 0.7
    assert (drawn["posterior coverage"] > drawn["plug-in coverage"]).all()


def test_counts_that_vary_no_more_than_by_chance_have_plug_in_intervals_of_one_point() -> None:
    lower, upper = plug_in_interval(np.array([1.0, 1.0, 1.0]), np.array([2.0, 2.0, 2.0]), 0.95)
    assert lower.tolist() == upper.tolist() == [0.5, 0.5, 0.5]
