"""Who is in post, and which of their skills still count."""

from datetime import date

import pandas as pd
import pytest

from app.choice_words import CHOICES
from app.errors import NoOfficers, NoTopics
from app.skill_matrix import EXPIRED, HELD, MISSING, current_officers, known_topics, latest_day, skill_matrix
from app.training_words import ACTIVITIES
from data.project import Project

DAY = date(2025, 6, 1)


def officers(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Return officers by code, commune, role and the day they left."""
    frame = pd.DataFrame(rows, columns=["officer_id", "unit_code", "role", "left_on"])
    return frame.assign(
        post_id=[f"P{n}" for n in range(len(rows))], vintage="2025-07-01", fte=1.0,
        appointed_on=pd.Timestamp(2020, 1, 1), left_on=pd.to_datetime(frame["left_on"]),
    )  # fmt: skip


def skills(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["officer_id", "topic", "trained_on"])
    return frame.assign(trained_on=pd.to_datetime(frame["trained_on"]))


@pytest.fixture
def staffed(four_communes: Project) -> Project:
    people = officers(
        ("A", "00001", "child_protection", None),
        ("B", "00002", "child_protection", "2025-06-01"),
        ("C", "00002", "commune_police", "2025-06-02"),
    )
    known = skills(("A", "law", "2022-06-01"), ("A", "care", "2022-06-02"), ("A", "first", "2025-06-02"),
                   ("A", "undated", None), ("C", "law", "2024-01-01"))  # fmt: skip
    return four_communes.with_table("officers", people).with_table("skills", known)


def test_who_leaves_on_the_day_is_gone_and_who_leaves_later_is_there(staffed: Project) -> None:
    assert list(current_officers(staffed, DAY)["officer_id"]) == ["A", "C"]
    assert list(current_officers(staffed, DAY, roles=("child_protection",))["officer_id"]) == ["A"]


def test_a_skill_of_three_years_is_valid_to_the_day_before_its_third_birthday(staffed: Project) -> None:
    found = skill_matrix(staffed, day=DAY, roles=("child_protection",), years_valid=3)
    expected = {"care": HELD, "first": MISSING, "law": EXPIRED, "undated": HELD}
    assert found.status.loc["A"].to_dict() == expected
    assert found.undated == 1
    assert found.held.tolist() == [[True, False, False, True]]


def test_an_officer_with_two_posts_is_one_person_where_most_of_the_time_goes(staffed: Project) -> None:
    second = officers(("A", "00003", "child_protection", None)).assign(post_id="P9", fte=0.2)
    both = staffed.append("officers", second)
    found = skill_matrix(both, day=DAY, roles=("child_protection",), years_valid=3)
    assert found.officers[["officer_id", "unit_code"]].to_numpy().tolist() == [["A", "00001"]]


def test_the_latest_day_is_that_of_officers_and_skills(staffed: Project) -> None:
    assert latest_day(staffed) == date(2025, 6, 2)


def test_nobody_in_post_and_no_topic_are_refused(staffed: Project, four_communes: Project) -> None:
    with pytest.raises(NoOfficers) as refused:
        skill_matrix(staffed, day=DAY, roles=("judge",), years_valid=3)
    assert (refused.value.roles, refused.value.day) == (("judge",), DAY)
    with pytest.raises(NoOfficers):
        latest_day(four_communes)
    without = staffed.with_table("skills", staffed["skills"].iloc[:0])
    with pytest.raises(NoTopics):
        skill_matrix(without, day=DAY, roles=("child_protection",), years_valid=3)
    named = skill_matrix(without, day=DAY, roles=("child_protection",), years_valid=3, topics=("law",))
    assert named.held.tolist() == [[False]]


def test_roles_topics_and_partners_work_of_the_demo_have_words(demo: Project) -> None:
    assert set(demo["officers"]["role"]) <= set(CHOICES["role"])
    assert set(known_topics(demo)) <= set(CHOICES["topics"])
    assert set(demo["partners"]["activity"]) == set(ACTIVITIES)
