"""CUSUM, waiting times and expected counts of rare events, and one budget of false alarms over them."""

import numpy as np
import pytest
from scipy.stats import poisson

from models.cusum import began, cusum
from models.errors import NoPopulation, OutOfRange
from models.expected_counts import expected_counts
from models.false_alarm_budget import highest_alpha, least_threshold, onsets
from models.small_series import watch
from models.waiting_times import shortest_waits, waiting_time_chance

NAN = np.nan


def test_the_cusum_adds_log_likelihood_ratios_and_begins_anew_below_zero() -> None:
    found = cusum([0, 2, 1, 0], [0.5] * 4)
    steps = [0.0, 2 * np.log(2) - 0.5, 3 * np.log(2) - 1.0, 3 * np.log(2) - 1.5]
    assert found == pytest.approx(steps)
    assert began(found).tolist() == [0, 1, 1, 1]


def test_a_negative_binomial_cusum_near_zero_dispersion_is_the_poisson_one() -> None:
    counts, expected = [0, 3, 1, 0, 2], [0.4, 0.5, 0.6, 0.5, 0.4]
    assert cusum(counts, expected, dispersion=1e-9) == pytest.approx(cusum(counts, expected), abs=1e-6)
    assert (cusum(counts, expected, dispersion=1.0) <= cusum(counts, expected)).all()


def test_the_negative_binomial_step_is_the_ratio_of_the_two_probabilities() -> None:
    from scipy.stats import nbinom

    spread, mean, count = 0.5, 1.3, 4
    size = 1 / spread
    low, high = (nbinom.logpmf(count, size, size / (size + each)) for each in (mean, 2 * mean))
    assert cusum([count], [mean], dispersion=spread) == pytest.approx([high - low])


def test_a_missing_month_leaves_the_sum_as_it_is() -> None:
    found = cusum([2, NAN, 0], [0.5, 0.5, 0.0])
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("wrong", [{"ratio": 1.0}, {"dispersion": -0.1}])
def test_a_cusum_without_a_rise_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OutOfRange):
        cusum([1], [1], **wrong)


@pytest.mark.parametrize(("events", "expected"), [(2, 0.1), (3, 1.5), (5, 0.7)])
def test_the_waiting_time_of_k_events_is_the_chance_of_k_or_more(events: int, expected: float) -> None:
    assert waiting_time_chance(events, expected) == pytest.approx(poisson.sf(events - 1, expected))


def test_the_shortest_wait_is_the_least_likely_of_all_that_end_now() -> None:
    chance, since = shortest_waits([1, 0, 1, 2, 0], [0.2] * 5)
    assert chance[:2].tolist() == [1, 1]
    assert chance[2] == pytest.approx(poisson.sf(1, 0.6))
    last = [poisson.sf(1, 0.2), poisson.sf(2, 0.4), poisson.sf(3, 0.8)]
    assert chance[3] == pytest.approx(min(last))
    assert since[3] == 3 - int(np.argmin(last))
    assert chance[4] == 1


def test_a_single_case_is_never_an_alert() -> None:
    chance, _ = shortest_waits([0, 1, 0], [1e-9] * 3)
    assert chance.tolist() == [1, 1, 1]


def test_waits_of_many_paths_are_those_of_each() -> None:
    paths = np.random.default_rng(1).poisson(0.4, (50, 8))
    expected = np.linspace(0.1, 0.6, 8)
    together, since = shortest_waits(paths, expected)
    for row, path in enumerate(paths):
        alone, first = shortest_waits(path, expected)
        np.testing.assert_array_equal(together[row], alone)
        np.testing.assert_array_equal(since[row], first)


def test_a_threshold_keeps_to_its_share_and_the_one_below_does_not() -> None:
    paths = np.random.default_rng(2).poisson(1.0, (2000, 12)).astype(float)
    threshold = least_threshold(paths, 0.1)
    assert onsets(paths > threshold).mean() <= 0.1
    assert onsets(paths > threshold - 1).mean() > 0.1


def test_alpha_is_the_highest_that_keeps_to_the_budget() -> None:
    chances = np.random.default_rng(3).uniform(size=(100, 12))
    alpha = highest_alpha(chances, 0.5)
    assert (chances <= alpha).sum() == 50
    assert highest_alpha(np.ones((10, 12)), 0.5) < 1


def test_expected_counts_follow_each_units_past_and_its_exposure() -> None:
    random = np.random.default_rng(4)
    exposure = np.ones((20, 72))
    exposure[:, -1] = 0.5
    rates = np.repeat([0.5, 2.0], 10)[:, None]
    found = expected_counts(random.poisson(rates * exposure).astype(float), exposure, past=60, draws=500, seed=0)
    assert found.mean.shape == (20, 12)
    assert found.mean[:10, 0].mean() == pytest.approx(0.5, rel=0.35)
    assert found.mean[10:, 0].mean() == pytest.approx(2.0, rel=0.35)
    assert (found.exposure[:, -1] == 0.5).all()
    assert found.rate_draws.shape == (500, 20)


def test_a_level_that_moves_from_year_to_year_is_seen_as_drift() -> None:
    random = np.random.default_rng(5)
    level = np.repeat(random.gamma(2, 0.5, (60, 6)), 12, axis=1)
    exposure = np.ones((60, 72))
    steady = expected_counts(random.poisson(2.0 * exposure).astype(float), exposure, past=60, draws=100, seed=0)
    moving = expected_counts(random.poisson(2.0 * level).astype(float), exposure, past=60, draws=100, seed=0)
    assert steady.drift < 0.05
    assert moving.drift == pytest.approx(0.5, abs=0.2)


def test_no_case_at_all_expects_next_to_nothing() -> None:
    found = expected_counts(np.zeros((3, 24)), np.ones((3, 24)), past=12, draws=4000, seed=0)
    assert np.isfinite(found.mean).all()
    assert (found.mean < 0.1).all()
    watched = watch(np.zeros((3, 12)), found, false_alarms=1.0, seed=0)
    assert not any(each.cusum.alarms.any() or each.waiting_time.alarms.any() for each in watched)


def test_a_past_without_exposure_is_refused() -> None:
    with pytest.raises(NoPopulation):
        expected_counts(np.full((2, 24), NAN), np.ones((2, 24)), past=12, draws=10, seed=0)


def test_many_series_keep_to_one_budget_and_an_outbreak_is_found() -> None:
    random = np.random.default_rng(6)
    counts = random.poisson(0.3, (20, 72)).astype(float)
    counts[7, 66:] = 4
    expected = expected_counts(counts, np.ones((20, 72)), past=60, draws=6000, seed=0)
    heard: list[float] = []
    watched = watch(counts[:, 60:], expected, false_alarms=1.0, seed=0, tick=heard.append)
    total = sum(each.cusum.false_alarms + each.waiting_time.false_alarms for each in watched)
    assert 0.5 < total <= 1.25
    assert watched[7].cusum.alarms[-1]
    assert watched[7].waiting_time.alarms[-1]
    assert watched[7].cusum.chance < 0.01
    assert heard[-1] == 1.0
    assert all(0 <= each.power <= 1 for each in watched)


def test_the_same_seed_gives_the_same_thresholds() -> None:
    counts = np.random.default_rng(7).poisson(0.3, (4, 36)).astype(float)
    expected = expected_counts(counts, np.ones((4, 36)), past=24, draws=1000, seed=3)
    first, second = (watch(counts[:, 24:], expected, false_alarms=1.0, seed=3) for _ in range(2))
    assert [each.cusum.threshold for each in first] == [each.cusum.threshold for each in second]
