"""The zero-inflated gamma-Poisson grid against SciPy's negative binomial and against what was planted."""

import numpy as np
import pytest
from scipy.stats import nbinom

from models.zero_inflated import SILENT, grid


def test_likelihoods_are_those_of_a_negative_binomial_with_a_share_of_zeros() -> None:
    counts, time = np.array([0.0, 3.0, 11.0]), np.array([500.0, 700.0, 900.0])
    points = grid(counts, time)
    silent = np.tile(SILENT, len(points.mean) // len(SILENT))
    probability = 1 / (1 + points.mean[:, None] * time / points.shape[:, None])
    exact = nbinom.pmf(counts, points.shape[:, None], probability) * (1 - silent[:, None])
    exact[:, 0] += silent
    constant = points.log_likelihood - np.log(exact)
    assert constant == pytest.approx(np.broadcast_to(constant[0], constant.shape), abs=1e-7)
    assert constant[0, 0] == pytest.approx(0.0, abs=1e-9)


def test_silent_shares_lie_as_in_beta_1_9() -> None:
    assert SILENT.mean() == pytest.approx(0.1, abs=0.01)
    assert (np.diff(SILENT) > 0).all()
    assert SILENT[-1] < 0.3


def test_the_rate_is_that_of_the_units_that_report() -> None:
    counts = np.array([0.0] * 9 + [20.0] * 36)
    points, weights = grid(counts, np.ones(45)).weights(np.zeros((1, 45), dtype=bool))
    assert weights.sum() == pytest.approx(1.0, abs=1e-3)
    assert weights[:, 0] @ points.mean == pytest.approx(20.0, rel=0.03)


def test_a_unit_left_out_says_nothing() -> None:
    time = np.ones(12)
    high, low = (grid(np.array([own] + [10.0] * 11), time) for own in (12.0, 8.0))
    left_out = np.arange(12)[None, :] == 0
    means = []
    for points in (high, low):
        kept, weights = points.weights(left_out)
        means.append(weights[:, 0] @ np.log(kept.mean))
    assert means[0] == pytest.approx(means[1], abs=0.01)
