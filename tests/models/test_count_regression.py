"""Regression and boosting of counts: known answers, the limit of covariates, and what the ridge does."""

import numpy as np
import pytest

from models.case_panel import Panel, panel_of
from models.count_regression import PRECISION, boosting_rates, fit_regression, regression_rates, used_covariates
from models.errors import NoCases


def panel(cases, covariates, people=None, names=None) -> Panel:
    cases = np.asarray(cases, dtype=float)
    covariates = np.asarray(covariates, dtype=float)
    people = np.ones_like(cases) if people is None else people
    named = names or [f"x{at}" for at in range(covariates.shape[1])]
    return panel_of(cases, people, covariates, names=named, coordinates=np.zeros((len(cases), 2)))


def test_two_groups_get_their_own_rates_but_for_the_ridge() -> None:
    """10 units of rate 20 and 10 of rate 80: standardised the covariate is ±1, so the coefficient is ½ log 4."""
    found = fit_regression(panel([[20]] * 10 + [[80]] * 10, [[0]] * 10 + [[1]] * 10))
    assert found.coefficients[1] == pytest.approx(0.5 * np.log(4), rel=0.01)
    assert found.coefficients[1] < 0.5 * np.log(4)
    assert found.rates(np.array([[0.0], [1.0]])) == pytest.approx([20, 80], rel=0.01)


def test_the_expected_cases_add_up_to_those_observed() -> None:
    rng = np.random.default_rng(1)
    known = panel(rng.poisson(3, (40, 4)), rng.normal(size=(40, 3)), people=rng.uniform(1, 5, (40, 4)))
    expected = (regression_rates(known, known.covariates)[:, None] * known.person_time).sum()
    assert expected == pytest.approx(known.total)


def test_the_gradient_of_the_penalised_likelihood_is_zero() -> None:
    """At the fit, Σ z (cases − expected) = precision × coefficient for each standardised covariate."""
    rng = np.random.default_rng(2)
    known = panel(rng.poisson(3, (40, 1)), rng.normal(size=(40, 2)), people=rng.uniform(1, 5, (40, 1)))
    found = fit_regression(known)
    standardised = (known.covariates - found.centre) / found.scale
    gap = known.cases[:, 0] - known.person_time[:, 0] * found.rates(known.covariates)
    assert standardised.T @ gap == pytest.approx(PRECISION * found.coefficients[1:], abs=1e-4)


def test_scale_and_shift_of_a_covariate_change_nothing() -> None:
    rng = np.random.default_rng(3)
    cases, values = rng.poisson(4, (30, 2)), rng.normal(size=(30, 2))
    one, other = panel(cases, values), panel(cases, values * [100, 0.01] + [5, -3])
    assert regression_rates(one, one.covariates) == pytest.approx(regression_rates(other, other.covariates), rel=1e-5)


@pytest.mark.parametrize(("cases", "used"), [(14, ()), (15, (0,)), (29, (0,)), (30, (0, 1)), (300, (0, 1, 2))])
def test_one_covariate_for_each_15_cases_the_first_ones(cases: int, used: tuple[int, ...]) -> None:
    assert used_covariates(panel([[cases], [0]], [[1, 2, 3], [2, 1, 4]])) == used


def test_a_covariate_that_is_the_same_everywhere_is_passed_over() -> None:
    assert used_covariates(panel([[15], [0]], [[7, 1], [7, 2]])) == (1,)


def test_a_covariate_that_differs_only_where_nothing_is_known_is_passed_over() -> None:
    known = panel([[15], [0], [9]], [[7], [7], [8]], people=np.array([[1.0], [1.0], [0.0]]))
    assert used_covariates(known) == ()
    assert known.total == 15


def test_without_covariates_every_unit_has_the_overall_rate() -> None:
    few = panel([[3], [1]], [[1], [2]], people=np.array([[10.0], [30.0]]))
    assert regression_rates(few, few.covariates) == pytest.approx([0.1, 0.1])
    assert boosting_rates(few, few.covariates) == pytest.approx([0.1, 0.1])


def test_no_case_is_refused() -> None:
    with pytest.raises(NoCases):
        fit_regression(panel([[0], [0]], [[1], [2]]))


def test_boosting_finds_a_step_no_line_can_follow() -> None:
    rng = np.random.default_rng(4)
    values = rng.uniform(-1, 1, (400, 1))
    rates = np.where(np.abs(values[:, 0]) < 0.5, 8.0, 1.0)
    known = panel(rng.poisson(rates[:, None]), values)
    asked = np.array([[-0.9], [0.0], [0.9]])
    assert boosting_rates(known, asked) == pytest.approx([1, 8, 1], rel=0.35)
    assert np.ptp(regression_rates(known, asked)) < 2.5
    assert boosting_rates(known, asked).tolist() == boosting_rates(known, asked).tolist()


def test_overdispersed_counts_widen_the_interval() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(size=(100, 1))
    even = panel(np.full((100, 1), 5), values)
    uneven = panel(np.where(np.arange(100)[:, None] % 2, 10, 0), values)
    assert uneven.total == even.total
    assert fit_regression(uneven).covariance[0, 0] > 3 * fit_regression(even).covariance[0, 0]
