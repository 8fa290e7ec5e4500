"""The study on a few seeds: the rule must tell a planted effect from none, and a rule too lax would be noticed."""

from collections.abc import Callable

import pandas as pd
import pytest

import models.risk
from studies.expected_cases import BLOCK, REGRESSION, WORLDS, World, simulated, study

SEEDS = 8


@pytest.fixture(scope="module")
def found() -> tuple[pd.DataFrame, pd.DataFrame]:
    chosen = {name: WORLDS[name] for name in ("planted effect", "no effect", "no effect, communes differ")}
    return study(SEEDS, means=(2.0,), worlds=chosen)


@pytest.fixture(scope="module")
def handed_on(found) -> pd.DataFrame:
    return found[0].set_index("world")


def test_with_a_planted_effect_the_model_is_handed_on(handed_on) -> None:
    assert handed_on.loc["planted effect", REGRESSION] >= 0.75


def test_with_no_effect_a_baseline_is_handed_on(handed_on) -> None:
    assert handed_on.loc["no effect", REGRESSION] == 0
    assert handed_on.loc["no effect", "children_only"] >= 0.5
    assert handed_on.loc["no effect, communes differ", "empirical_bayes"] >= 0.75


def test_forecast_intervals_hold_the_next_counts(handed_on) -> None:
    assert (handed_on["communes inside"] >= 0.94).all()
    assert (handed_on["totals inside"] >= 0.6).all()


def test_intervals_of_counts_that_move_more_would_be_missed() -> None:
    """Were the next period's cases tripled, half of the totals at least would lie outside."""
    case = simulated(World(), 2.0, 0)
    expected = models.risk.expected_cases(case.panel, bootstraps=100)
    drawn = models.risk.drawn_rates(case.panel, expected, draws=1000)
    assert (drawn @ case.children).max() < 3 * case.following.sum()


def test_a_rule_that_lets_a_slightly_worse_model_pass_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deviance up to 1 above the baseline's is let pass."""
    strict = models.risk.gain

    def lax(*given: object) -> models.risk.Score:
        value = strict(*given).value  # type: ignore[arg-type]
        return models.risk.Score(value, value + 1.0, value + 1.0)

    _with(monkeypatch, lax)
    loose, _ = study(SEEDS, means=(2.0,), worlds={"no effect": WORLDS["no effect"]})
    assert loose[REGRESSION].iloc[0] > 0.5


def _with(monkeypatch: pytest.MonkeyPatch, gain: Callable[..., models.risk.Score]) -> None:
    monkeypatch.setattr(models.risk, "gain", gain)


def test_by_blocks_baselines_all_say_the_same(found) -> None:
    scores = found[1]
    blocks = scores[(scores["by"] == BLOCK) & (scores["method"] != REGRESSION)]
    assert (blocks.groupby("world")["deviance"].max() - blocks.groupby("world")["deviance"].min() < 1e-9).all()


def test_with_an_effect_the_model_finds_more_cases_in_the_first_fifth_of_children(found) -> None:
    scores = found[1].set_index(["world", "by", "method"])["captured_20"]
    for by in ("blocks", "time"):
        assert scores["planted effect", by, REGRESSION] > scores["planted effect", by, "children_only"] + 0.1
    assert scores["no effect", "time", "children_only"] == pytest.approx(0.2)


def test_the_same_seed_gives_the_same_world() -> None:
    one, other = (simulated(WORLDS["planted effect"], 2.0, 5) for _ in range(2))
    assert (one.panel.cases == other.panel.cases).all()
    assert (one.following == other.following).all()
