"""Cases of the latest months that are still to be registered."""

import numpy as np
import pytest

from models.errors import BadShape, OutOfRange
from models.reporting_delay import nowcast


def test_shares_are_those_of_the_chain_ladder() -> None:
    """Two of four cases come a month late, one of four two months late: known are 1/4, 3/4, all."""
    reported = [0] * 4 + [1] * 4 + [2] * 3 + [3]
    registered = [0, 1, 1, 2, 1, 2, 2, 3, 2, 3, 3, 3]
    found = nowcast(reported, registered, months=4)
    assert found.known.tolist() == [4, 4, 3, 1]
    assert found.share_known == pytest.approx([1, 1, 0.75, 0.25])
    assert found.estimate == pytest.approx([4, 4, 4, 4])


def test_the_interval_holds_what_comes_in_the_end() -> None:
    random = np.random.default_rng(0)
    held = []
    for seed in range(40):
        months = 36
        reported = np.repeat(np.arange(months), random.poisson(8, months))
        registered = reported + random.geometric(0.5, reported.size) - 1
        seen = registered < months
        found = nowcast(reported[seen], registered[seen], months=months, seed=seed, draws=500)
        truth = np.bincount(reported, minlength=months)
        held += ((found.lower <= truth) & (truth <= found.upper))[-3:].tolist()
    assert np.mean(held) >= 0.9


def test_old_months_are_complete() -> None:
    found = nowcast([0, 1], [0, 1], months=20)
    assert found.lower[0] == found.upper[0] == found.known[0] == 1


def test_no_case_at_all_is_finite() -> None:
    found = nowcast([], [], months=15)
    assert np.isfinite(found.upper).all()
    assert (found.estimate == 0).all()


@pytest.mark.parametrize(
    ("reported", "registered", "error"),
    [([0, 1], [0], BadShape), ([2], [1], OutOfRange), ([0], [9], OutOfRange), ([-1], [0], OutOfRange)],
)
def test_days_out_of_order_are_refused(reported: list[int], registered: list[int], error: type[Exception]) -> None:
    with pytest.raises(error):
        nowcast(reported, registered, months=4)
