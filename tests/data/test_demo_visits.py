"""Visits and recommendations of the demo: their days, both directions, what is open, and that no person is named."""

import numpy as np
import pandas as pd
import pytest

from data.admin_units import province_units
from data.demo import stream
from data.demo_figures import commune_facts
from data.demo_visits import ANSWERED, MEAN_VISITS, MONTHS_TO_ACT, NOT_YET, THEMES, recommendations, visits

END = pd.Timestamp("2025-12-31")


@pytest.fixture(scope="module")
def facts():
    return commune_facts(province_units("11"))


@pytest.fixture(scope="module")
def made(facts):
    return visits(facts, stream(2025, "visits"))


@pytest.fixture(scope="module")
def asked(facts, made):
    return recommendations(facts, made, stream(2025, "recommendations"))


def test_visits_are_on_working_days_of_2021_to_2025(made):
    assert made["visited_on"].between(pd.Timestamp("2021-01-01"), END).all()
    assert (made["visited_on"].dt.day_of_week < 5).all()


def test_some_communes_were_never_visited_and_none_twice_on_a_day(facts, made):
    assert 0 < 45 - made["commune_code"].nunique() < 15
    assert not made.duplicated(["commune_code", "visited_on"]).any()


def test_far_communes_are_visited_less(facts):
    """Over 200 seeds the nearest third has about twice the visits of the furthest, and the mean is near 1.8."""
    totals = sum(
        (visits(facts, stream(seed, "visits"))["commune_code"].value_counts().reindex(facts["code"]).fillna(0))
        for seed in range(200)
    )
    means = totals.to_numpy()[np.argsort(facts["remoteness_km"])] / 200
    assert means[:15].mean() > 1.5 * means[-15:].mean()
    assert means.mean() == pytest.approx(MEAN_VISITS, rel=0.15)


def test_findings_are_marked_and_some_visits_noted_nothing(made):
    noted = made["findings"].dropna()
    assert noted.str.endswith("(mô phỏng)").all()
    assert len(noted) / len(made) == pytest.approx(1 - NOT_YET, abs=0.15)
    assert noted.nunique() == len(THEMES)


def test_recommendations_go_both_ways_with_an_owner_and_a_due_day(made, asked):
    up = asked["from"].str.startswith("UBND")
    down = asked["to"].str.startswith("UBND")
    assert (up ^ down).all()
    assert down.sum() == made["findings"].notna().sum()
    assert up.sum() / down.sum() == pytest.approx(ANSWERED, abs=0.2)
    assert asked[["owner", "due_on", "text"]].notna().all(axis=None)
    assert asked["text"].str.endswith("(mô phỏng)").all()


def test_a_recommendation_is_about_the_commune_it_names(facts, asked):
    offices = ("UBND " + facts["kind"] + " " + facts["name"]).set_axis(facts["code"])
    office = asked["from"].where(asked["from"].str.startswith("UBND"), asked["to"])
    assert office.tolist() == offices.loc[asked["commune_code"]].tolist()


def test_due_days_follow_a_visit_and_nothing_closes_before_it_or_after_the_data(made, asked):
    days = made.groupby("commune_code")["visited_on"].agg(set)
    for row in asked.to_dict("records"):
        begun = {row["due_on"] - pd.Timedelta(days=30 * months) for months in MONTHS_TO_ACT} & days[row["commune_code"]]
        assert begun
        assert pd.isna(row["closed_on"]) or min(begun) < row["closed_on"] <= END


def test_some_are_open_some_of_these_overdue_and_some_due_later(asked):
    open_ = asked[asked["closed_on"].isna()]
    assert (open_["due_on"] <= END).any()
    assert (open_["due_on"] > END).any()
    assert len(open_) < len(asked) / 2


def test_no_theme_speaks_of_a_shelter_and_owners_are_offices(asked):
    """Whether a commune has a shelter must not be seen from what was recommended there."""
    words = " ".join(f"{theme.found} {theme.asked} {theme.asked_back}" for theme in THEMES).lower()
    assert "tạm lánh" not in words
    assert asked["owner"].str.match("(Chủ tịch UBND|Trưởng Công an|Trưởng Trạm Y tế|Phòng) ").all()
