"""The study of several lists on a few seeds: what should be held is, and what cannot be is not."""

import numpy as np
import pytest

from studies.several_lists import (
    SENT,
    SETTINGS,
    UNJOINED,
    WHOLE,
    dependent,
    independent,
    sent,
    study,
    unequal,
    unjoined,
)

SEEDS = 12
BY_NAME = {setting.name: setting for setting in SETTINGS}


def rows(*names: str):
    found = study(SEEDS, replicates=20, settings=tuple(BY_NAME[name] for name in names))
    return found.set_index("setting")


def test_independent_lists_are_held_and_near_the_truth() -> None:
    found = rows("2 lists, independent", "3 lists, independent")
    assert (found["refused"] == 0).all()
    assert found["median estimate"].to_numpy() == pytest.approx(WHOLE, rel=0.1)
    assert (found["Wald or Sadinle holds"] >= 0.75).all()
    assert (found["at least is true"] >= 0.9).all()


def test_referrals_between_the_only_two_lists_hide_others_and_leave_at_least() -> None:
    found = rows("2 lists, one sends to the other").iloc[0]
    assert found["median estimate"] < 0.75 * WHOLE
    assert found["Wald or Sadinle holds"] < 0.1
    assert found["at least is true"] == 1.0


def test_referrals_taken_out_leave_the_truth() -> None:
    found = rows("3 lists, one sends, taken out").iloc[0]
    assert found["median estimate"] == pytest.approx(WHOLE, rel=0.1)


def test_lists_are_drawn_as_they_are_called() -> None:
    rng = np.random.default_rng(0)
    plain = np.mean([independent(rng, lists=3).mean(axis=0) for _ in range(50)], axis=0)
    assert plain == pytest.approx([0.3, 0.25, 0.2], abs=0.01)
    drawn = [sent(rng, lists=3) for _ in range(50)]
    assert np.mean([on[on[:, 0], 1].mean() for on in drawn]) == pytest.approx(0.25 + 0.75 * SENT, abs=0.02)
    assert np.mean([on[~on[:, 0], 1].mean() for on in drawn]) == pytest.approx(0.25, abs=0.02)
    drawn = [dependent(rng, lists=4) for _ in range(50)]
    odds = [np.divide(*_odds(on)) for on in drawn]
    assert np.median(odds) == pytest.approx(3.0, rel=0.1)
    assert np.mean([unequal(rng, lists=3)[::2, 0].mean() for _ in range(50)]) == pytest.approx(0.48, abs=0.01)
    assert np.mean([len(unjoined(rng, lists=3)) for _ in range(50)]) == pytest.approx(
        WHOLE * (1 + 0.2 * UNJOINED), abs=2
    )


def _odds(on: np.ndarray) -> tuple[float, float]:
    """Return the odds of the second list for cases on the first, and off it."""
    with_first, without = on[on[:, 0], 1].mean(), on[~on[:, 0], 1].mean()
    return with_first / (1 - with_first), without / (1 - without)
