"""Adjusted demand on ten seeds: what right and wrong priors do to ranks and totals, and that the card says so."""

import re
from pathlib import Path

import pytest

from app.hidden_card import WARNING
from studies.adjusted_demand import study

SEEDS, DRAWS = 10, 200
PAGE = Path(__file__).resolve().parents[2] / "docs" / "studies" / "adjusted_demand.md"


@pytest.fixture(scope="module")
def rates():
    found = study(SEEDS, draws=DRAWS)
    return found[found["of"] == "rate"].set_index("prior")


def test_the_right_prior_ranks_far_better_than_reported_counts(rates) -> None:
    right = rates.loc["right"]
    assert right["adjusted"] > right["reported"] + 0.15
    assert right["held"] >= 0.95
    assert right["adjusted / true"] == pytest.approx(1.0, abs=0.1)


def test_a_wrong_mean_moves_the_total_and_hardly_the_ranks(rates) -> None:
    for name, low, high in (("mean 50 % too high", 0.55, 0.8), ("mean 50 % too low", 1.7, 2.4)):
        assert rates.loc[name, "adjusted"] == pytest.approx(rates.loc["right", "adjusted"], abs=0.03)
        assert low < rates.loc[name, "adjusted / true"] < high
        assert rates.loc[name, "held"] < rates.loc["right", "held"]


def test_without_any_link_the_ranks_are_those_of_expected_cases(rates) -> None:
    row = rates.loc["no link stated at all"]
    assert row["adjusted"] == pytest.approx(row["expected"], abs=0.02)
    assert rates.loc["no link to officers stated", "adjusted"] < rates.loc["right", "adjusted"]


def test_a_link_of_the_wrong_sign_is_worse_than_no_adjustment(rates) -> None:
    row = rates.loc["link to officers of the wrong sign"]
    assert row["difference"] < -2 * row["standard error"]
    assert row["worse than reported"] > 0.5


def test_the_card_quotes_the_figures_of_the_page() -> None:
    cells = [
        line.strip("| ").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if "| rate |" in line
    ]
    by_prior = {row[0]: row for row in cells}
    quoted = [float(number) for number in re.findall(r"\d\.\d\d", WARNING)]
    reported, adjusted, total = 2, 4, -1
    expected = [
        by_prior["right"][adjusted],
        by_prior["right"][reported],
        by_prior["link to officers of the wrong sign"][adjusted],
        by_prior["link to officers stated, none in truth"][adjusted],
        by_prior["link to officers stated, none in truth"][reported],
        by_prior["mean 50 % too high"][total],
        by_prior["mean 50 % too low"][total],
    ]
    assert quoted == pytest.approx([float(each) for each in expected], abs=0.0051)
