"""Courses, partners and campaign activities of the demo: when, where, and that no real partner is named."""

import numpy as np
import pandas as pd
import pytest

from app.demo import new_project
from data.demo import demo_tables, stream
from data.demo_figures import commune_facts
from data.demo_programmes import CAMPAIGNS, PARTNERS, campaign_activities, partners
from data.demo_staff import END, TOPICS


@pytest.fixture(scope="module")
def units():
    return new_project("11")["units"]


@pytest.fixture(scope="module")
def demo(units):
    return demo_tables(units)


@pytest.fixture(scope="module")
def facts(units):
    return commune_facts(units)


def test_two_courses_of_40_were_held_and_ten_lie_ahead_of_the_data(demo):
    courses = demo.tables["courses"]
    held = courses[courses["starts_on"] <= pd.Timestamp(END)]
    assert held["seats"].tolist() == [40, 40]
    planned = courses.drop(held.index)
    assert planned["topic"].value_counts().to_dict() == dict.fromkeys(TOPICS, 2)
    last = pd.concat([demo.tables["officers"]["left_on"], demo.tables["skills"]["trained_on"]]).max()
    assert (planned["starts_on"] > last).all()
    assert (planned["starts_on"].dt.day_of_week == 1).all()
    assert planned["starts_on"].is_unique


def test_courses_are_held_in_schools_in_use_with_a_public_address(demo):
    courses, places = demo.tables["courses"], demo.tables["facilities"].set_index("facility_id")
    venues = places.loc[courses["facility_id"]]
    assert set(venues["kind"]) == {"school"}
    assert set(venues["status"]) == {"in_use"}
    assert set(venues["disclosure"]) == {"public"}
    assert courses["cost"].between(25, 45).all()


def test_a_topic_is_not_planned_twice_in_one_place(demo):
    planned = demo.tables["courses"].iloc[2:]
    assert not planned.duplicated(["topic", "facility_id"]).any()


def test_no_real_organisation_is_a_partner(demo):
    names = {*demo.tables["partners"]["partner"], *demo.tables["courses"]["partner"].dropna()}
    assert names == {partner.name for partner in PARTNERS}
    for name in names:
        assert name.endswith("(mô phỏng)")
        assert not any(real in name for real in ("UNICEF", "World Vision", "Blue Dragon", "Rồng Xanh", "Tầm nhìn"))


def test_partners_work_in_as_many_communes_as_stated_near_each_other(demo, facts):
    at = facts.set_index("code")[["lon", "lat"]]
    rows = demo.tables["partners"]
    for partner in PARTNERS:
        own = rows[rows["partner"] == partner.name]
        assert set(own.groupby("activity")["commune_code"].nunique()) == {partner.communes}
        assert set(own["activity"]) == set(partner.activities)
        there = at.loc[own["commune_code"].unique()].to_numpy()
        apart = np.hypot(*(there[:, None] - there[None]).T).mean()
        everywhere = np.hypot(*(at.to_numpy()[:, None] - at.to_numpy()[None]).T).mean()
        assert apart < 0.8 * everywhere


def test_partners_depend_on_the_seed(facts):
    first, other = (partners(facts, stream(seed, "partners"))["commune_code"].tolist() for seed in (2025, 7))
    assert first != other


def test_each_commune_says_what_it_held_in_each_campaign_month_zeros_too(facts):
    rows = campaign_activities(facts, stream(2025, "activities"))
    assert len(rows) == len(CAMPAIGNS) * 45
    for first, last in CAMPAIGNS:
        month = rows[(rows["period_start"] == first) & (rows["period_end"] == last)]
        assert sorted(month["unit_code"]) == facts["code"].tolist()
        assert 0 < (month["value"] == 0).sum() < 20
    assert (rows["value"] == rows["value"].round()).all()


@pytest.mark.parametrize(("day", "count"), [("2024-06-12", 1), ("2024-11-25", 1), ("2025-06-12", 1), ("2025-11-25", 1)])
def test_each_campaign_day_lies_in_one_of_the_months(day, count):
    assert sum(first <= day <= last for first, last in CAMPAIGNS) == count
