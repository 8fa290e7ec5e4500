"""Reporting-adjusted demand: the prior, its densities, and true cases that can be checked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from models.errors import BadShape, NegativeValue, NotFinite, OutOfRange
from models.reporting import Link, Prior, adjusted_cases, beta_of_range, mean_reporting, reporting_density

SURE = 2e-4


def certain(share: float, *links: Link) -> Prior:
    return Prior(share * (1 - SURE), share * (1 + SURE), links)


@settings(max_examples=40)
@given(st.floats(0.001, 0.98), st.floats(0.002, 0.99))
def test_nine_tenths_of_the_beta_distribution_lie_in_the_stated_range(one: float, other: float) -> None:
    lower, upper = min(one, other), max(one, other)
    if upper - lower < 1e-3:
        upper = lower + 1e-3
    first, second = beta_of_range(lower, upper)
    assert beta.cdf([lower, upper], first, second) == pytest.approx([0.05, 0.95], abs=1e-6)


@pytest.mark.parametrize(
    ("lower", "upper"), [(0.0, 0.3), (0.3, 0.3), (0.3, 0.300_001), (0.4, 0.3), (0.1, 1.0), (-0.1, 0.5)]
)
def test_a_range_that_is_none_is_refused(lower: float, upper: float) -> None:
    with pytest.raises(OutOfRange):
        beta_of_range(lower, upper)


def test_the_mean_lies_within_the_range() -> None:
    assert 0.1 < mean_reporting(Prior(0.1, 0.3)) < 0.3
    assert mean_reporting(Prior(0.3, 0.7)) == pytest.approx(0.5)


def test_without_links_true_cases_are_reported_ones_by_the_share() -> None:
    found = adjusted_cases(np.tile([1.0, 3.0], (50, 1)), np.zeros((2, 0)), certain(0.25))
    assert found.cases == pytest.approx([4.0, 12.0], rel=1e-3)
    assert found.reporting == pytest.approx([0.25, 0.25], rel=1e-3)
    assert found.total == pytest.approx((16.0, 16.0, 16.0), rel=1e-3)


def test_a_link_by_hand() -> None:
    """Odds twice as high in the second: 1/p = 1 + 3 x 2 / 1.5 = 5 and 1 + 3 x 1 / 1.5 = 3, together 2 / 0.25."""
    twice = Link(np.log(2), np.log(2))
    found = adjusted_cases(np.ones((20, 2)), [[0.0], [1.0]], certain(0.25, twice))
    assert found.cases == pytest.approx([5.0, 3.0], rel=1e-3)
    assert found.reporting == pytest.approx([1 / 5, 1 / 3], rel=1e-3)
    odds = found.reporting / (1 - found.reporting)
    assert odds[1] / odds[0] == pytest.approx(2.0, rel=1e-3)


@settings(max_examples=40)
@given(st.lists(st.floats(0.1, 50.0), min_size=2, max_size=6), st.floats(-3, 3), st.floats(0.05, 0.9))
def test_the_share_of_all_true_cases_that_is_reported_is_the_stated_one(
    reported: list[float], effect: float, share: float
) -> None:
    covariate = np.linspace(-1, 1, len(reported))[:, None]
    found = adjusted_cases(np.array([reported] * 3), covariate, certain(share, Link(effect, effect)))
    assert sum(reported) / found.cases.sum() == pytest.approx(share, rel=1e-3)
    assert (found.cases >= np.array(reported) * (1 - 1e-9)).all()


def test_intervals_are_as_wide_as_the_stated_range() -> None:
    found = adjusted_cases(np.ones((20_000, 1)), np.zeros((1, 0)), Prior(0.1, 0.3), level=0.9)
    assert found.lower == pytest.approx([1 / 0.3], rel=0.02)
    assert found.upper == pytest.approx([1 / 0.1], rel=0.02)
    assert found.reporting_lower == pytest.approx([0.1], rel=0.02)


def test_what_is_not_known_of_a_unit_is_taken_from_the_others() -> None:
    links = (Link(1.0, 1.0),)
    reported = np.ones((10, 3))
    gap = adjusted_cases(reported, [[0.0], [1.0], [np.nan]], certain(0.2, *links))
    mean = adjusted_cases(reported, [[0.0], [1.0], [0.5]], certain(0.2, *links))
    assert gap.cases == pytest.approx(mean.cases)
    nothing = adjusted_cases(reported, np.full((3, 1), np.nan), certain(0.2, *links))
    assert nothing.cases == pytest.approx([5.0] * 3, rel=1e-3)


def test_the_same_seed_gives_the_same_numbers_and_another_does_not() -> None:
    one, same, other = (adjusted_cases(np.ones((50, 2)), np.zeros((2, 0)), Prior(0.1, 0.3), seed=s) for s in (1, 1, 2))
    assert (one.cases == same.cases).all()
    assert (one.cases != other.cases).all()


def test_densities_sum_to_one_and_move_with_officers() -> None:
    prior = Prior(0.1, 0.3, (Link(1.0, 2.6), Link()), 0.2)
    rate = np.linspace(0, 1, 4001)[1:-1]
    average, without, full = (reporting_density(prior, rate, at) for at in ((), (-0.5, 0.0), (0.5, 0.0)))
    for density in (average, without, full):
        assert density.sum() * (rate[1] - rate[0]) == pytest.approx(1.0, abs=1e-3)
    means = [float((rate * density).sum() / density.sum()) for density in (without, average, full)]
    assert means == sorted(means)
    assert means[1] == pytest.approx(mean_reporting(prior), abs=1e-3)


def test_without_link_and_spread_every_unit_is_as_the_average() -> None:
    prior = Prior(0.1, 0.3, (Link(),))
    rate = np.linspace(0.01, 0.99, 50)
    assert reporting_density(prior, rate, [0.5]) == pytest.approx(reporting_density(prior, rate))


@pytest.mark.parametrize(
    ("reported", "covariates", "prior", "level", "error"),
    [
        (np.ones(3), np.zeros((3, 0)), Prior(0.1, 0.3), 0.95, BadShape),
        (np.ones((4, 3)), np.zeros((2, 0)), Prior(0.1, 0.3), 0.95, BadShape),
        (np.full((4, 3), np.nan), np.zeros((3, 0)), Prior(0.1, 0.3), 0.95, NotFinite),
        (np.zeros((4, 3)), np.zeros((3, 0)), Prior(0.1, 0.3), 0.95, NegativeValue),
        (np.ones((4, 3)), np.zeros((3, 0)), Prior(0.1, 0.3, (), -1.0), 0.95, NegativeValue),
        (np.ones((4, 3)), np.zeros((3, 1)), Prior(0.1, 0.3, (Link(1.0, 0.0),)), 0.95, NegativeValue),
        (np.ones((4, 3)), np.zeros((3, 0)), Prior(0.1, 0.3), 1.0, OutOfRange),
    ],
)
def test_input_at_fault_is_refused(
    reported: np.ndarray, covariates: np.ndarray, prior: Prior, level: float, error: type[Exception]
) -> None:
    with pytest.raises(error):
        adjusted_cases(reported, covariates, prior, level=level)
