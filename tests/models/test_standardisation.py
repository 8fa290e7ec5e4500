"""Indirect standardisation by hand, and its promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadShape, CasesWithoutPopulation, NegativeValue
from models.rates import crude_rate, poisson_interval
from models.standardisation import indirectly_standardised

tables = st.integers(1, 6).flatmap(
    lambda strata: st.lists(
        st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5000)), min_size=strata, max_size=strata),
        min_size=1,
        max_size=6,
    )
)


def test_a_commune_with_more_small_children_is_expected_to_have_more_where_they_have_higher_rates() -> None:
    """Rates of the province: 8 / 200 = 0.04 and 2 / 200 = 0.01."""
    found = indirectly_standardised([[6, 0], [2, 2]], [[150, 50], [50, 150]])
    assert found.expected.tolist() == pytest.approx([6.5, 3.5])
    assert found.ratio.tolist() == pytest.approx([6 / 6.5, 4 / 3.5])


def test_the_interval_is_the_exact_one_of_the_count_over_the_expected() -> None:
    found = indirectly_standardised([[6, 0], [2, 2]], [[150, 50], [50, 150]], level=0.9)
    lower, upper = poisson_interval([6, 4], [6.5, 3.5], 0.9)
    assert found.lower == pytest.approx(lower)
    assert found.upper == pytest.approx(upper)


def test_with_one_stratum_it_is_the_crude_rate_over_the_overall_one() -> None:
    found = indirectly_standardised([[3], [1]], [[100], [300]])
    assert found.ratio.tolist() == pytest.approx((crude_rate([3, 1], [100, 300]) / 0.01).tolist())


@given(tables)
def test_as_many_cases_are_expected_as_were_observed(table: list[list[tuple[int, int]]]) -> None:
    cases, people = np.moveaxis(np.array(table, float), 2, 0)
    found = indirectly_standardised(cases, people)
    assert found.expected.sum() == pytest.approx(cases.sum())
    assert (found.lower <= np.nan_to_num(found.ratio)).all()
    assert (np.nan_to_num(found.ratio) <= found.upper).all()


@given(tables, st.floats(0.1, 100))
def test_years_do_not_matter(table: list[list[tuple[int, int]]], years: float) -> None:
    cases, people = np.moveaxis(np.array(table, float), 2, 0)
    one, many = indirectly_standardised(cases, people), indirectly_standardised(cases, years * people)
    assert many.ratio == pytest.approx(one.ratio, nan_ok=True)


def test_without_any_case_nothing_is_expected_and_no_ratio_known() -> None:
    found = indirectly_standardised([[0, 0]], [[10, 20]])
    assert found.expected.tolist() == [0]
    assert np.isnan(found.ratio).all()
    assert (found.lower.tolist(), found.upper.tolist()) == ([0], [np.inf])


def test_a_stratum_nobody_is_in_is_left_out_unless_it_has_cases() -> None:
    assert indirectly_standardised([[1, 0]], [[10, 0]]).expected.tolist() == [1]
    with pytest.raises(CasesWithoutPopulation) as caught:
        indirectly_standardised([[1, 2], [0, 0]], [[10, 0], [5, 0]])
    assert caught.value.positions == (1,)


def test_bad_input_is_named() -> None:
    with pytest.raises(BadShape):
        indirectly_standardised([1, 2], [1, 2])
    with pytest.raises(BadShape):
        indirectly_standardised([[1, 2]], [[1], [2]])
    with pytest.raises(NegativeValue):
        indirectly_standardised([[1, 2]], [[1, -2]])
