"""Rates by hand, against printed tables, and their promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from models.errors import BadShape, NegativeValue, NoPopulation, NotFinite, OutOfRange
from models.rates import crude_rate, empirical_bayes, poisson_interval, spatial_empirical_bayes

areas = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 100_000)), min_size=1, max_size=30).filter(
    lambda rows: any(population for _, population in rows)
)


@pytest.mark.parametrize(
    ("cases", "lower", "upper"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (3, 0.6187, 8.7673), (10, 4.7954, 18.3904)],
)
def test_exact_limits_as_printed(cases: int, lower: float, upper: float) -> None:
    """Table 40 of Pearson & Hartley (1966), Biometrika Tables for Statisticians I."""
    assert poisson_interval(cases, 1.0) == (pytest.approx(lower, abs=1e-3), pytest.approx(upper, abs=1e-3))


@given(st.integers(1, 200), st.floats(0.5, 0.999))
def test_each_limit_leaves_half_the_rest_in_its_tail(cases: int, level: float) -> None:
    lower, upper = poisson_interval(cases, 1.0, level)
    assert poisson.sf(cases - 1, lower) == pytest.approx((1 - level) / 2, rel=1e-6)
    assert poisson.cdf(cases, upper) == pytest.approx((1 - level) / 2, rel=1e-6)


def test_exposure_divides_the_limits() -> None:
    lower, upper = poisson_interval([3, 3], [1.0, 27_800.0])
    assert lower[1] == pytest.approx(lower[0] / 27_800)
    assert upper[1] == pytest.approx(upper[0] / 27_800)


def test_one_exposure_serves_many_counts() -> None:
    lower, upper = poisson_interval([0, 5], 100.0)
    assert lower.shape == upper.shape == (2,)


def test_without_exposure_nothing_is_known() -> None:
    lower, upper = poisson_interval([0, 4], [0, 0])
    assert (lower.tolist(), upper.tolist()) == ([0, 0], [np.inf, np.inf])


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, np.nan])
def test_a_level_outside_0_and_1_is_refused(level: float) -> None:
    with pytest.raises(OutOfRange):
        poisson_interval(1, 1.0, level)


@given(areas)
def test_each_rate_lies_between_the_crude_and_the_overall_rate(rows: list[tuple[int, int]]) -> None:
    cases, population = np.array(rows, dtype=float).T
    overall = cases.sum() / population.sum()
    crude = np.where(population > 0, crude_rate(cases, population), overall)
    smoothed = empirical_bayes(cases, population)
    assert (np.minimum(crude, overall) <= smoothed).all()
    assert (smoothed <= np.maximum(crude, overall)).all()


@given(areas, st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(rows: list[tuple[int, int]], random) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    cases, population = np.array(rows, dtype=float).T
    there = empirical_bayes(cases, population)[order]
    assert there == pytest.approx(empirical_bayes(cases[order], population[order]), rel=1e-9, abs=1e-15)


def test_more_people_are_smoothed_less() -> None:
    smoothed = empirical_bayes([2, 200, 10, 1000], [100, 10_000, 10_000, 100_000])
    crude = np.array([0.02, 0.02, 0.001, 0.01])
    overall = 1212 / 120_100
    kept = (smoothed - overall) / (crude - overall)
    assert kept[0] < kept[1] < 1


def test_counts_as_even_as_chance_makes_them_all_get_the_overall_rate() -> None:
    """Here the estimated variance is negative; esda goes on with it and returns negative rates."""
    assert empirical_bayes([1, 0, 1], [1000, 800, 1200]).tolist() == [2 / 3000] * 3


def test_no_case_anywhere_is_a_rate_of_0() -> None:
    assert empirical_bayes([0, 0], [10, 0]).tolist() == [0, 0]


def test_an_area_without_children_gets_the_overall_rate() -> None:
    smoothed = empirical_bayes([50, 1, 0], [1000, 1000, 0])
    assert smoothed[2] == 51 / 2000
    assert smoothed[:2].tolist() == empirical_bayes([50, 1], [1000, 1000]).tolist()


def test_no_children_at_all_have_no_rate() -> None:
    with pytest.raises(NoPopulation):
        empirical_bayes([0, 0], [0, 0])


def test_a_crude_rate_without_children_is_unknown() -> None:
    assert np.isnan(crude_rate([1, 0], [0, 10])).tolist() == [True, False]


@pytest.mark.parametrize("rate", [crude_rate, empirical_bayes, poisson_interval])
def test_bad_input_is_named(rate) -> None:
    with pytest.raises(BadShape) as shape:
        rate([1, 2], [1, 2, 3])
    assert (shape.value.expected, shape.value.got) == ((2,), (3,))
    with pytest.raises(NegativeValue) as negative:
        rate([1, -2], [1, 2])
    assert (negative.value.name, negative.value.position) == ("cases", (1,))
    with pytest.raises(NotFinite) as missing:
        rate([1, 2], [np.nan, 2])
    assert missing.value.position == (0,)


ISLAND = np.array([], dtype=int)


def row_of(areas: int) -> list[np.ndarray]:
    """Areas in a row: each borders on the one before and the one after."""
    return [np.array([at for at in (area - 1, area + 1) if 0 <= at < areas], dtype=int) for area in range(areas)]


def test_neighbours_that_differ_no_more_than_by_chance_share_one_rate() -> None:
    assert spatial_empirical_bayes([1, 3, 2], [100, 300, 200], row_of(3)).tolist() == pytest.approx([0.01] * 3)


def test_an_area_is_drawn_to_its_neighbours_not_to_the_whole() -> None:
    """Low rates on the left, high ones on the right, each even in itself."""
    smoothed = spatial_empirical_bayes([10, 1, 10, 100, 10, 100], [1000, 100, 1000, 1000, 100, 1000], row_of(6))
    assert smoothed[0] == pytest.approx(0.01)
    assert smoothed[5] == pytest.approx(0.1)
    assert (empirical_bayes([10, 1, 10, 100, 10, 100], [1000, 100, 1000, 1000, 100, 1000])[1] > 0.01).all()


def test_an_island_is_drawn_to_the_whole() -> None:
    cases, population = [50, 1, 9], [1000, 1000, 100]
    smoothed = spatial_empirical_bayes(cases, population, [np.array([1]), np.array([0]), ISLAND])
    assert smoothed[2] == empirical_bayes(cases, population)[2]
    alone = spatial_empirical_bayes(cases, population, [ISLAND] * 3)
    assert alone.tolist() == empirical_bayes(cases, population).tolist()


def test_an_area_without_people_gets_its_neighbours_rate_and_without_any_the_overall_one() -> None:
    smoothed = spatial_empirical_bayes([4, 0, 5, 0], [100, 0, 900, 0], [np.array([1]), np.array([0]), ISLAND, ISLAND])
    assert smoothed[1] == pytest.approx(0.04)
    assert smoothed[3] == pytest.approx(9 / 1000)


@given(areas, st.randoms(use_true_random=False))
def test_spatial_rates_never_pass_the_highest_crude_one_and_follow_the_areas(
    rows: list[tuple[int, int]], random
) -> None:
    cases, population = np.array(rows, dtype=float).T
    cases[population == 0] = 0
    neighbours = row_of(len(rows))
    smoothed = spatial_empirical_bayes(cases, population, neighbours)
    crude = cases[population > 0] / population[population > 0]
    assert np.isfinite(smoothed).all()
    assert (smoothed >= -1e-15).all()
    assert (smoothed <= crude.max() * (1 + 1e-9)).all()
    order = list(range(len(rows)))
    random.shuffle(order)
    place = np.argsort(order)
    shuffled = spatial_empirical_bayes(cases[order], population[order], [place[neighbours[each]] for each in order])
    assert shuffled == pytest.approx(smoothed[order], rel=1e-7, abs=1e-12)


def test_neighbours_that_are_no_areas_are_named() -> None:
    with pytest.raises(BadShape):
        spatial_empirical_bayes([1, 2], [3, 4], [ISLAND])
    with pytest.raises(OutOfRange) as caught:
        spatial_empirical_bayes([1, 2], [3, 4], [np.array([2]), ISLAND])
    assert (caught.value.name, caught.value.value) == ("neighbours", 2)
    with pytest.raises(NoPopulation):
        spatial_empirical_bayes([0, 0], [0, 0], [ISLAND, ISLAND])
