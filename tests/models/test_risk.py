"""What is handed on and why, forecasts and effects; degenerate input has a stated convention each."""

import numpy as np
import pytest

from models.case_panel import Panel, panel_of
from models.forecast import Spread, count_interval, interval, rate_draws, spread_of
from models.risk import (
    BLOCK,
    BOOSTING,
    CHILDREN,
    HISTORY,
    REGRESSION,
    TIME,
    drawn_rates,
    expected_cases,
    explained,
    models_for,
)
from models.validation_scores import Trial

FEW = 100


def province(effect: float, *, units: int = 30, periods: int = 5, mean: float = 6.0, seed: int = 0) -> Panel:
    """Return units whose log rate goes with the first of two covariates."""
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(units, 2))
    rates = np.exp(effect * covariates[:, 0])
    cases = rng.poisson(mean * rates[:, None] / rates.mean() * np.ones(periods))
    return panel_of(
        cases,
        np.ones((units, periods)),
        covariates,
        names=("first", "second"),
        coordinates=rng.uniform(size=(units, 2)),
    )


@pytest.fixture(scope="module")
def planted() -> Panel:
    return province(0.7)


def test_a_planted_effect_is_handed_on(planted: Panel) -> None:
    found = expected_cases(planted, bootstraps=FEW)
    assert (found.handed_on, found.reason, found.is_model) == (REGRESSION, "better", True)
    assert found.regression is not None
    assert found.rates == pytest.approx(found.regression.rates(planted.covariates))
    assert all(each.gain.lower > 0 for each in found.compared if each.method == REGRESSION)


def test_without_an_effect_the_number_of_children_is_handed_on() -> None:
    found = expected_cases(province(0.0), bootstraps=FEW)
    assert (found.handed_on, found.reason) == (CHILDREN, "not_better_by_time")
    assert np.ptp(found.rates) == 0


def test_what_communes_differ_by_lastingly_is_the_past_and_no_model() -> None:
    rng = np.random.default_rng(1)
    rates = rng.gamma(2, 0.5, (30, 1))
    cases = rng.poisson(8 * rates * np.ones(5))
    where = rng.uniform(size=(30, 2))
    known = panel_of(cases, np.ones((30, 5)), rng.normal(size=(30, 1)), names=("noise",), coordinates=where)
    assert expected_cases(known, bootstraps=FEW).handed_on == HISTORY


def test_the_same_seed_gives_the_same_answer(planted: Panel) -> None:
    one, other = (expected_cases(planted, bootstraps=FEW, seed=3) for _ in range(2))
    assert [str(each.scores) for each in one.compared] == [str(each.scores) for each in other.compared]
    assert (drawn_rates(planted, one, draws=50) == drawn_rates(planted, other, draws=50)).all()


def test_the_order_of_units_changes_no_rate(planted: Panel) -> None:
    order = np.random.default_rng(0).permutation(len(planted.cases))
    turned = Panel(
        planted.cases[order], planted.person_time[order], planted.covariates[order], planted.names,
        planted.coordinates[order],
    )  # fmt: skip
    assert expected_cases(turned, bootstraps=FEW).rates == pytest.approx(
        expected_cases(planted, bootstraps=FEW).rates[order]
    )


def test_boosting_only_above_300_units_times_periods() -> None:
    assert list(models_for(province(0.0, units=60), seed=0)) == [REGRESSION]
    assert list(models_for(province(0.0, units=61), seed=0)) == [REGRESSION, BOOSTING]


@pytest.mark.slow
def test_boosting_is_handed_on_where_no_line_can_follow() -> None:
    rng = np.random.default_rng(2)
    values = rng.uniform(-1, 1, (120, 1))
    rates = np.where(np.abs(values) < 0.5, 8.0, 1.0)
    known = panel_of(
        rng.poisson(rates * np.ones(3)), np.ones((120, 3)), values, names=("x",), coordinates=rng.uniform(size=(120, 2))
    )
    found = expected_cases(known, bootstraps=FEW)
    assert found.handed_on == BOOSTING
    rises, curves = explained(known, found)
    assert rises[0].lower > 0
    assert curves[0].rates[len(curves[0].rates) // 2] > 4 * curves[0].rates[0]


def test_progress_is_told_and_can_be_stopped(planted: Panel) -> None:
    told: list[float] = []
    expected_cases(planted, bootstraps=FEW, tick=told.append)
    assert told == sorted(told)
    assert told[-1] == 1

    def stop(fraction: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        expected_cases(planted, bootstraps=FEW, tick=stop)


def test_no_case_at_all_expects_none_and_says_how_many_there_may_be() -> None:
    none = province(0.0, mean=0.0)
    found = expected_cases(none, bootstraps=FEW)
    assert (found.handed_on, found.reason, found.compared) == (CHILDREN, "no_cases", ())
    assert found.rates.tolist() == [0] * 30
    _, upper = interval(drawn_rates(none, found), 0.95)
    assert 0 < upper.max() < 5 / none.person_time.sum()
    assert explained(none, found) == ([], [])


def test_one_unit() -> None:
    found = expected_cases(province(0.0, units=1), bootstraps=FEW)
    assert (found.handed_on, found.reason) == (CHILDREN, "few_units")


def test_one_period_cannot_be_tried_by_time() -> None:
    found = expected_cases(province(0.7, periods=1, mean=30), bootstraps=FEW)
    assert (found.handed_on, found.reason) == (HISTORY, "one_period")
    assert {each.validation for each in found.compared} == {BLOCK}


def test_no_covariates() -> None:
    known = province(0.0)
    bare = panel_of(known.cases, known.person_time, np.empty((30, 0)), names=(), coordinates=known.coordinates)
    found = expected_cases(bare, bootstraps=FEW)
    assert (found.handed_on, found.reason, found.used) == (CHILDREN, "no_covariates", ())


def test_a_unit_without_children_changes_nothing_for_the_others(planted: Panel) -> None:
    cases, people = np.vstack([planted.cases, np.full(5, 9)]), np.vstack([planted.person_time, np.zeros(5)])
    covariates, where = np.vstack([planted.covariates, [50, 50]]), np.vstack([planted.coordinates, [0.5, 0.5]])
    more = panel_of(cases, people, covariates, names=planted.names, coordinates=where)
    assert more.total == planted.total
    assert expected_cases(more, bootstraps=FEW).rates[:-1] == pytest.approx(
        expected_cases(planted, bootstraps=FEW).rates
    )


def test_the_covariate_that_matters_is_found(planted: Panel) -> None:
    rises, curves = explained(planted, expected_cases(planted, bootstraps=FEW))
    assert rises[0].lower > 0
    assert abs(rises[1].value) < rises[0].value / 10
    first = curves[0]
    assert np.log(first.rates[-1] / first.rates[0]) == pytest.approx(
        0.7 * (first.values[-1] - first.values[0]), rel=0.2
    )
    assert ((first.lower <= first.rates) & (first.rates <= first.upper)).all()


def test_spread_by_hand() -> None:
    """Expected 10 each; 5 and 15 came: ((25 − 10) + (25 − 10)) ÷ 200 = 0.15, and the total is exact."""
    tried = Trial(np.array([[5.0], [15.0]]), np.full((2, 1), 10.0), np.ones((2, 1)), np.array([100.0]))
    assert spread_of(tried) == Spread(0.15, 0.0)


def test_a_level_that_moved_is_seen() -> None:
    """Expected 100, 150 came: (2500 − 100 − 100²/1000) ÷ 100² = 0.239."""
    tried = Trial(np.full((10, 1), 15.0), np.full((10, 1), 10.0), np.ones((10, 1)), np.array([1000.0]))
    assert spread_of(tried) == Spread(0.0, pytest.approx(0.239))


def test_draws_keep_their_mean_and_the_spread_asked_for(planted: Panel) -> None:
    rates = np.full(30, 6.0)
    drawn = rate_draws(planted, rates, Spread(0.5, 0.0), draws=4000, seed=1)
    assert drawn.mean() == pytest.approx(6, rel=0.02)
    assert (drawn.std(axis=0) / 6).mean() == pytest.approx(np.sqrt(0.5), rel=0.05)
    moved = rate_draws(planted, rates, Spread(0.0, 0.04), draws=4000, seed=1).sum(axis=1)
    assert moved.std() / moved.mean() == pytest.approx(np.sqrt(0.04 + 1 / planted.total), rel=0.05)


def test_unit_spread_leaves_the_total_as_sure_as_it_is(planted: Panel) -> None:
    totals = rate_draws(planted, np.full(30, 6.0), Spread(0.5, 0.0), draws=4000, seed=1).sum(axis=1)
    assert totals.std() / totals.mean() == pytest.approx(np.sqrt(1 / planted.total), rel=0.1)


def test_an_interval_of_counts_is_of_whole_numbers() -> None:
    lower, upper = count_interval(np.arange(100.0), 0.9)
    assert (lower, upper) == (4, 94)


def test_boosting_and_regression_are_both_tried(planted: Panel) -> None:
    assert {each.method for each in expected_cases(planted, bootstraps=FEW).compared if each.validation == TIME} == {
        REGRESSION, CHILDREN, "last_period", HISTORY,
    }  # fmt: skip
