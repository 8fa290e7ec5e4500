"""Planted silence on few seeds: found where enough was expected, and not too often where nothing is wrong."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.hidden_card import card
from studies.silent_communes import RATE, group_study, power, study

SEEDS = 8
PAGE = Path(__file__).resolve().parents[2] / "docs" / "studies" / "silent_communes.md"


@pytest.fixture(scope="module")
def found():
    return study(SEEDS, spans=(6.0, 12.0), planted=(0, 3)).set_index(["years", "planted"])


def test_false_discoveries_stay_within_the_stated_rate(found) -> None:
    assert (found["false discoveries"] <= RATE).all()


def test_longer_periods_find_more(found) -> None:
    assert found.loc[(12.0, 3), "found"] > found.loc[(6.0, 3), "found"] > 0
    assert found.loc[(12.0, 3), "found"] > 0.8
    assert np.isnan(found.loc[(6.0, 0), "found"])


def test_silence_is_found_where_much_was_expected_and_not_where_little_was() -> None:
    shares = power(SEEDS, spans=(3.0, 12.0)).set_index("expected from")["found"]
    assert shares.loc[20.0] > 0.9
    assert shares[shares.index < 6.0].max() < 0.1


def test_a_limit_that_lets_everything_pass_would_be_noticed() -> None:
    lax = study(SEEDS, spans=(6.0,), planted=(0,), rate=0.99)
    assert (lax["false discoveries"] > RATE).all()


def test_a_third_with_half_its_reports_is_found_more_often_than_one_where_nothing_is_wrong() -> None:
    groups = group_study(20).set_index("thirds halved")
    assert groups.loc[1, "found"] > 0.6
    assert groups.loc[0, "false"] < 0.3


def test_the_card_quotes_the_figures_of_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    found = next(float(row[4]) for row in rows if row[:2] == ["6", "3"])
    large = next(float(row[3]) for row in rows if row[:2] == ["20", "inf"])
    false = max(float(row[5]) for row in rows if len(row) == 7 and row[0] in ("3", "6", "12"))
    said = card(pd.DataFrame()).checked.en
    assert f"three silent communes {found:.0%} were found over six years" in said
    assert f"20 or more expected cases {large:.0%}" in said
    assert f"false discoveries {false:.1%} at most" in said
