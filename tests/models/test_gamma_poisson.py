"""The gamma–Poisson posterior: against integrals done by brute force, its promises, and input at its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma, nbinom

from models.errors import BadShape, NegativeValue, NoPopulation, NotFinite, OutOfRange
from models.gamma_poisson import Floats, Posterior, predictive_interval
from models.rates import posterior

areas = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 50_000)), min_size=1, max_size=12).filter(
    lambda rows: any(population for _, population in rows)
)


class BruteForce:
    """The same model on 400 x 300 points, with the likelihood as scipy has it."""

    def __init__(self, cases: Floats, population: Floats) -> None:
        start = np.log((cases.sum() + 0.5) / population.sum())
        log_mean, log_variation = np.linspace(start - 11.5, start + 4.6, 400), np.linspace(np.log(0.02), np.log(5), 300)
        self.mean, variation = np.meshgrid(np.exp(log_mean), np.exp(log_variation), indexing="ij")
        self.shape = variation**-2
        log_weight = 0.5 * np.log(self.mean) - 0.5 * (np.log(variation / 0.6) / 0.6) ** 2
        for count, people in zip(cases, population, strict=True):
            log_weight += nbinom.logpmf(count, self.shape, self.shape / (self.shape + self.mean * people))
        weight = np.exp(log_weight - log_weight.max())
        self.weight = weight / weight.sum()

    def below(self, rate: float | Floats, cases: float, people: float) -> float:
        scale = 1 / (self.shape / self.mean + people)
        return float((self.weight * gamma.cdf(rate, self.shape + cases, scale=scale)).sum())

    def expected(self, cases: float, people: float) -> float:
        return float((self.weight * (self.shape + cases) / (self.shape / self.mean + people)).sum())


@pytest.mark.parametrize(
    ("cases", "population"),
    [
        ([0, 3, 12, 1], [1000, 1000, 1000, 200]),
        ([0, 0, 0], [500, 2000, 800]),
        ([1], [300]),
        ([900, 1100, 1000, 950], [1e6, 1e6, 1e6, 1e6]),
        ([0, 0, 40, 0, 0, 1], [5000, 5000, 50, 5000, 5000, 5000]),
    ],
)
def test_means_intervals_and_exceedance_are_those_of_a_fine_grid(cases: list[float], population: list[float]) -> None:
    found = posterior(cases, population)
    fine = BruteForce(np.array(cases, float), np.array(population, float))
    above = found.exceedance(1.5)
    for area, (count, people) in enumerate(zip(cases, population, strict=True)):
        assert found.mean[area] == pytest.approx(fine.expected(count, people), rel=4e-3)
        assert fine.below(found.lower[area], count, people) == pytest.approx(0.025, abs=5e-4)
        assert fine.below(found.upper[area], count, people) == pytest.approx(0.975, abs=5e-4)
        assert above[area] == pytest.approx(1 - fine.below(1.5 * fine.mean, count, people), abs=2e-3)


@settings(max_examples=40, deadline=None)
@given(areas)
def test_nothing_is_missing_and_the_interval_holds_the_mean(rows: list[tuple[int, int]]) -> None:
    found = posterior(*np.array(rows, float).T, draws=3)
    assert all(np.isfinite(each).all() for each in (found.mean, found.lower, found.upper, found.draws))
    assert (found.lower > 0).all()
    assert (found.lower < found.upper).all()
    counted = np.array(rows)[:, 1] > 0
    assert (found.lower < found.mean)[counted].all()
    chance = found.exceedance(1.5)
    assert ((chance >= 0) & (chance <= 1)).all()


@settings(max_examples=40, deadline=None)
@given(areas, st.floats(0.01, 1000))
def test_scaling_the_population_scales_the_rates(rows: list[tuple[int, int]], factor: float) -> None:
    cases, population = np.array(rows, float).T
    one, other = posterior(cases, population), posterior(cases, factor * population)
    for there, here in ((one.mean, other.mean), (one.lower, other.lower), (one.upper, other.upper)):
        assert here * factor == pytest.approx(there, rel=1e-5)
    assert other.exceedance(1.5) == pytest.approx(one.exceedance(1.5), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(areas, st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(rows: list[tuple[int, int]], random) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    cases, population = np.array(rows, float).T
    there, here = posterior(cases, population), posterior(cases[order], population[order])
    assert here.mean == pytest.approx(there.mean[order], rel=1e-6)
    assert here.upper == pytest.approx(there.upper[order], rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=12))
def test_among_areas_alike_more_cases_mean_a_higher_rate_between_the_crude_one_and_the_mean(counts: list[int]) -> None:
    found = posterior(sorted(counts), [1000.0] * len(counts))
    assert (np.diff(found.mean) >= -1e-12).all()
    assert (np.diff(found.exceedance(1.2)) >= -1e-9).all()
    if counts != [0] * len(counts):
        assert found.mean[-1] <= max(counts) / 1000 + 0.5 / sum(counts)
        assert found.mean[0] >= min(counts) / 1000


def test_much_data_leaves_the_crude_rate() -> None:
    cases = np.array([9_000.0, 10_000.0, 14_000.0])
    found = posterior(cases, [1e6] * 3)
    assert found.mean == pytest.approx(cases / 1e6, rel=2e-3)
    assert found.upper - found.lower == pytest.approx(2 * 1.96 * np.sqrt(cases) / 1e6, rel=0.02)


def test_an_area_nobody_lives_in_says_nothing_and_gets_what_is_known_of_any_area() -> None:
    found = posterior([0, 3, 12, 99], [1000, 1000, 1000, 0], draws=20_000)
    without = posterior([0, 3, 12], [1000, 1000, 1000])
    assert found.mean[:3] == pytest.approx(without.mean, rel=1e-9)
    assert found.mean[3] == pytest.approx(float(found.grid.weight @ found.grid.mean))
    assert found.lower[3] < found.lower[:3].max()
    assert found.upper[3] > found.upper[0]


def test_no_case_anywhere_is_a_low_rate_and_no_error() -> None:
    found = posterior([0, 0], [1000, 3000])
    assert 0 < found.mean[0] < 1 / 1000
    assert found.mean[1] < found.mean[0]
    assert found.upper[0] < 4 / 1000


def test_joint_draws_agree_with_means_and_intervals_and_come_again_with_the_seed() -> None:
    cases, population = [0, 3, 12, 1], [1000, 1000, 1000, 200]
    found = posterior(cases, population, draws=40_000, seed=7)
    assert found.draws.shape == (40_000, 4)
    assert found.draws.mean(axis=0) == pytest.approx(found.mean, rel=0.02)
    below = (found.draws < found.upper).mean(axis=0)
    assert below == pytest.approx([0.975] * 4, abs=0.004)
    assert (posterior(cases, population, draws=40_000, seed=7).draws == found.draws).all()
    assert (posterior(cases, population, draws=40_000, seed=8).draws != found.draws).any()


def test_draws_of_one_row_share_their_hyperparameters() -> None:
    """Two areas nothing is known of rise and fall together with the uncertain mean."""
    draws = posterior([3, 0, 0], [1000, 0, 0], draws=20_000).draws
    assert np.corrcoef(np.log(draws[:, 1] + 1e-12), np.log(draws[:, 2] + 1e-12))[0, 1] > 0.3


@pytest.mark.parametrize("variation", [0.2, 0.5, 1.0])
def test_the_variation_of_thousands_of_areas_is_found(variation: float) -> None:
    random = np.random.default_rng(1)
    population = random.gamma(2, 1000, 3321)
    rates = random.gamma(variation**-2, 2e-3 * variation**2, 3321)
    found = posterior(random.poisson(rates * population), population)
    assert found.variation == pytest.approx(variation, rel=0.1)
    assert ((found.lower <= rates) & (rates <= found.upper)).mean() == pytest.approx(0.95, abs=0.015)


def test_intervals_with_the_hyperparameters_taken_for_exact_would_be_too_short() -> None:
    """At half a case an area: what integrating them is for."""
    random = np.random.default_rng(3)
    rates = random.gamma(4, 0.25, (40, 45))
    held = []
    for row in rates:
        found = posterior(random.poisson(0.5 * row), [0.5] * 45)
        held.append((found.lower <= row) & (row <= found.upper))
    assert 0.91 <= np.mean(held) <= 0.99


def test_a_wider_level_gives_wider_intervals() -> None:
    narrow, wide = (posterior([0, 4], [10, 10], level=level) for level in (0.5, 0.999))
    assert (wide.lower < narrow.lower).all()
    assert (narrow.upper < wide.upper).all()


def test_predicted_counts_hold_what_they_say() -> None:
    """Of a Poisson count of mean 3, 5.0 % are 0 and 91.6 % at most 5."""
    lower, upper = predictive_interval(np.full((20_000, 2), 0.001), np.array([0.0, 3000.0]), level=0.8)
    assert (lower[0], upper[0]) == (0, 0)
    assert (lower[1], upper[1]) == (1, 5)


def test_bad_input_is_named() -> None:
    for wrong, error in (
        (lambda: posterior([1, 2], [1, 2, 3]), BadShape),
        (lambda: posterior([[1, 2]], [[1, 2]]), BadShape),
        (lambda: posterior([1, -2], [1, 2]), NegativeValue),
        (lambda: posterior([1, np.nan], [1, 2]), NotFinite),
        (lambda: posterior([1], [1], level=1.0), OutOfRange),
        (lambda: posterior([1], [1], draws=-1), NegativeValue),
        (lambda: posterior([0, 1], [0, 0]), NoPopulation),
        (lambda: posterior([], []), NoPopulation),
        (lambda: posterior([1], [1]).exceedance(-1), OutOfRange),
    ):
        with pytest.raises(error):
            wrong()


def test_the_result_says_what_it_was_made_from() -> None:
    found = posterior([2, 9], [100, 0])
    assert isinstance(found, Posterior)
    assert found.cases.tolist() == [2, 0]
    assert found.grid.weight.sum() == pytest.approx(1.0)
