"""Officers on a day by hand: time, experience, skills that expire, and departures over years of service."""

from datetime import date

import pandas as pd
import pytest

from app.errors import UnknownRole
from app.skill_matrix import skill_matrix
from app.staff_capacity import departures, posts_of, staff_on
from data.project import Project

CODES = pd.Index(["00001", "00002", "00003", "00004"], name="code")
DAY = date(2024, 1, 1)


def row(number: int, code: str, since: str | None, until: str | None, fte: float | None = 1.0) -> dict[str, object]:
    return {
        "officer_id": f"O{number}",
        "post_id": f"P{number}",
        "unit_code": code,
        "vintage": "2025-07-01",
        "role": "child_protection",
        "fte": fte,
        "appointed_on": pd.Timestamp(since) if since else pd.NaT,
        "left_on": pd.Timestamp(until) if until else pd.NaT,
    }


@pytest.fixture
def project(four_communes: Project) -> Project:
    officers = pd.DataFrame(
        [
            row(1, "00001", "2020-01-01", None),
            row(2, "00001", "2024-01-01", None),
            row(3, "00002", None, None, None),
            row(4, "00003", "2020-01-01", "2024-01-01"),
            row(5, "00003", "2024-06-01", None),
            row(6, "00004", "2022-01-01", "2022-07-02", 0.5),
        ]
    )
    skills = pd.DataFrame(
        {
            "officer_id": ["O1", "O1", "O1", "O3"],
            "topic": ["counselling", "counselling", "case_management", "counselling"],
            "trained_on": pd.to_datetime(["2019-01-01", "2023-01-01", "2020-06-01", "2024-02-01"]),
        }
    )
    return four_communes.append("officers", officers).append("skills", skills)


def test_capacity_is_time_times_experience_times_current_skills(project: Project) -> None:
    staff = staff_on(project, CODES, role="child_protection", on=DAY, topics=(), valid_years=3)
    assert list(staff.rows["officer_id"]) == ["O1", "O2", "O3"]
    assert staff.topics == ("case_management", "counselling")
    assert staff.rows["currency"].tolist() == [0.5, 0.0, 0.0]  # one expired, one learnt again, one not yet learnt
    assert staff.rows["capacity"].tolist() == pytest.approx([0.75, 0.4 * 0.5, 0.5])
    assert staff.capacity_by_commune(CODES).tolist() == pytest.approx([0.95, 0.5, 0.0, 0.0])
    assert staff.officers_by_commune(CODES).tolist() == [2, 1, 0, 0]
    assert staff.trained == 1


def test_a_training_counts_for_as_long_as_is_said(project: Project) -> None:
    staff = staff_on(project, CODES, role="child_protection", on=DAY, topics=("case_management",), valid_years=4)
    assert staff.rows["currency"].tolist() == [1.0, 0.0, 0.0]


def test_a_skill_counts_here_as_in_the_matrix_of_skills(project: Project) -> None:
    """Learnt on 1 January 2021 for 3 years: to 31 December 2023. One without a day counts as held."""
    skills = pd.DataFrame(
        {
            "officer_id": ["O1", "O2", "O3"],
            "topic": ["counselling"] * 3,
            "trained_on": pd.to_datetime(["2021-01-01", "2021-01-02", None]),
        }
    )
    own = project.with_table("skills", project["skills"].iloc[:0]).append("skills", skills)
    staff = staff_on(own, CODES, role="child_protection", on=DAY, topics=(), valid_years=3)
    assert staff.rows["currency"].tolist() == [0.0, 1.0, 1.0]
    held = skill_matrix(own, day=DAY, roles=("child_protection",), years_valid=3)
    assert held.held[:, 0].tolist() == [False, True, True]


def test_without_any_skill_recorded_skills_do_not_count(project: Project) -> None:
    unskilled = project.with_table("skills", project["skills"].iloc[:0])
    staff = staff_on(unskilled, CODES, role="child_protection", on=DAY, topics=(), valid_years=3)
    assert staff.topics == ()
    assert staff.rows["capacity"].tolist() == pytest.approx([1.0, 0.4, 1.0])


def test_without_a_day_it_is_the_last_one_known(project: Project) -> None:
    staff = staff_on(project, CODES, role="child_protection", on=None, topics=(), valid_years=3)
    assert staff.on == date(2024, 6, 1)
    assert "O5" in set(staff.rows["officer_id"])


def test_a_role_nobody_has_is_refused_with_those_there_are(project: Project) -> None:
    with pytest.raises(UnknownRole) as refused:
        posts_of(project, CODES, "teacher")
    assert refused.value.known == ("child_protection",)


def test_departures_are_counted_in_years_of_service(project: Project) -> None:
    """Watched from the first departure known, 2 July 2022, to 1 January 2024: 548 days of O1, O3 and O4 each."""
    left = departures(posts_of(project, CODES, "child_protection"), on=DAY, years=10)
    assert (left.number, left.start, left.end, left.told) == (1, date(2022, 7, 2), DAY, True)
    assert left.officer_years == pytest.approx(3 * 548 / 365.25)


def test_only_the_years_looked_back_on_count(project: Project) -> None:
    left = departures(posts_of(project, CODES, "child_protection"), on=DAY, years=1)
    assert (left.number, left.officer_years) == (1, pytest.approx(3.0, abs=0.01))


def test_a_list_of_present_officers_tells_nothing_of_leaving(project: Project) -> None:
    posts = posts_of(project, CODES, "child_protection")
    left = departures(posts[posts["left_on"].isna()], on=DAY, years=3)
    assert (left.told, left.number, left.officer_years) == (False, 0, 0.0)
