"""A commune's brief: what it says, of whom, and what to ask."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from app.brief_questions import questions
from app.brief_topics import Line, lines, months_text
from app.commune_record import record, records
from app.result import Sensitivity
from data.project import Project
from tests.app.visit_projects import VINTAGE, answered, recommended, returned, visited

ON = date(2026, 6, 1)


def brief(project: Project, code: str = "00001", minutes: float = 90.0) -> list[Line]:
    own = record(records(project, ON), code)
    return [*lines(own, base="Phường Gốc", minutes_from_base=minutes), *questions(own)]


def said(found: list[Line], topic: str) -> str:
    return " | ".join(line.text.en for line in found if line.topic == topic)


def test_facts_and_the_way_there(four_communes: Project) -> None:
    found = brief(four_communes)
    assert "Children: 1,000" in said(found, "facts")
    assert "From Gốc ward: 90 minutes." in said(found, "services")
    assert "From" not in said(brief(four_communes, minutes=0.0), "services"), "the base itself"


def test_a_year_with_few_cases_is_not_written_as_a_number(four_communes: Project) -> None:
    project = returned(four_communes, "00001", "2022-01:2023-12", 0)
    project = returned(project, "00001", "2024-01:2024-03", 1)
    project = returned(project, "00001", "2025-01:2025-12", 1)
    trend = said(brief(project), "trend")
    assert "2022: 0, 2023: 0, 2024: under 5*, 2025: 12." in trend
    assert "More in 2024–2025 than in 2022–2023, and by more than chance." in trend


def test_small_differences_are_no_trend(four_communes: Project) -> None:
    project = returned(returned(four_communes, "00001", "2022-01:2023-12", 0), "00001", "2024-01:2025-12", 0)
    assert "by no more than chance" in said(brief(project), "trend")
    assert "Too few years" in said(brief(returned(four_communes, "00001", "2025-01:2025-12", 1)), "trend")
    assert said(brief(four_communes), "trend") == "No return was sent."


def test_missing_returns_are_named_by_agency_and_asked_about(four_communes: Project) -> None:
    project = returned(four_communes, "00001", "2025-01:2025-09", 1)
    project = returned(project, "00001", "2025-01:2025-12", 1, agency="health")
    found = brief(project)
    assert said(found, "data") == "No return of police for: 10/2025–12/2025."
    assert "Why did no return of police come for 10/2025–12/2025?" in said(found, "ask")


def test_recommendations_with_owner_and_due_date_and_the_last_visit(four_communes: Project) -> None:
    project = recommended(four_communes, "00001", "Mở sổ theo dõi", "2026-05-01")
    project = visited(recommended(project, "00001", "Báo cáo.", None), "00001", "2025-05-05", "Hồ sơ thiếu.")
    found = brief(project)
    assert said(found, "recommendations") == (
        "Sở Y tế → UBND xã: Mở sổ theo dõi. Owner: Chủ tịch xã, due 1 May 2026, OVERDUE. | "
        "Sở Y tế → UBND xã: Báo cáo. Owner: Chủ tịch xã, no due date. | Last visit: 5 May 2025. Hồ sơ thiếu."
    )
    assert said(found, "ask").startswith("“Mở sổ theo dõi” was due on 1 May 2026")
    assert said(brief(four_communes), "recommendations") == "None open. | No visit on record."


def test_what_is_simulated_is_marked_so_in_the_readers_language(four_communes: Project) -> None:
    project = recommended(four_communes, "00001", "Mở sổ (mô phỏng)", "2026-05-01")
    project = visited(project, "00001", "2025-05-05", "Xã Na Son thiếu hồ sơ (mô phỏng)")
    lines_ = [line.text for line in brief(project)]
    assert not any("(mô phỏng)" in text.en for text in lines_)
    assert sum("(simulated)" in text.en for text in lines_) == sum("(mô phỏng)" in text.vi for text in lines_) == 3
    assert any("Xã Na Son thiếu hồ sơ" in text.en for text in lines_), "what somebody wrote stays as it is"


def test_activities_of_a_campaign_are_no_figure_of_the_commune(four_communes: Project) -> None:
    month = {"period_start": pd.Timestamp(2025, 11, 15), "period_end": pd.Timestamp(2025, 12, 15), "vintage": VINTAGE}
    rows = [{"unit_code": "00001", "value": 3.0, "indicator": name, **month} for name in ("activities", "drownings")]
    facts = said(brief(four_communes.append("indicators", pd.DataFrame(rows))), "facts")
    assert "Children drowned: 3" in facts
    assert "Activities" not in facts


def test_silence_is_asked_about(four_communes: Project) -> None:
    found = brief(answered(four_communes, "hidden", "silence", ("silent",)))
    assert "Silent" in said(found, "data")
    assert "Who takes a report here" in said(found, "ask")


def test_minutes_to_services_are_those_of_access(four_communes: Project) -> None:
    assert "run the question “How long it takes to reach help” first" in said(brief(four_communes), "services")
    minutes = dict.fromkeys(("shelters", "police_post", "health_station", "hospital", "school"), 12.4)
    project = four_communes
    table = pd.DataFrame({f"minutes_to_{kind}": [value] for kind, value in minutes.items()}, index=["00001"])
    known = records(project, ON)
    own = record(type(known)(**{**vars(known), "minutes": table}), "00001")
    found = list(lines(own, base="Phường Gốc", minutes_from_base=0.0))
    assert "shelter 12, police post 12" in said(found, "services")


@pytest.fixture
def staffed(four_communes: Project) -> Project:
    posts = pd.DataFrame(
        {
            "officer_id": ["Q1", "Q2"], "post_id": ["P1", "P2"], "unit_code": "00001", "vintage": VINTAGE,
            "role": "child_protection", "fte": [0.5, 1.0], "appointed_on": pd.Timestamp(2024, 1, 1),
            "left_on": [pd.NaT, pd.Timestamp(2025, 1, 1)],
        }
    )  # fmt: skip
    skills = pd.DataFrame({"officer_id": ["Q1"], "topic": "counselling", "trained_on": pd.Timestamp(2024, 5, 1)})
    return four_communes.append("officers", posts).append("skills", skills)


def test_staff_is_counted_never_named(staffed: Project) -> None:
    found = brief(staffed)
    assert "posts: 2, of these vacant: 1; full-time equivalents: 0.50." in said(found, "staff")
    assert "the vacant child-protection posts (1)" in said(found, "ask")
    assert "Nobody is trained in: accident prevention" in said(found, "ask")
    assert not any("Q1" in line.text.vi + line.text.en for line in found)


def test_each_line_says_what_it_gives_away(staffed: Project) -> None:
    project = returned(recommended(staffed, "00001", "Việc", "2026-01-01"), "00001", "2025-01:2025-12", 1)
    tags = {topic: {line.tag for line in brief(project) if line.topic == topic} for topic in ("trend", "data", "staff")}
    assert tags == {"trend": {Sensitivity.CASE}, "data": {Sensitivity.CASE}, "staff": {Sensitivity.PERSON}}
    area = [line.text.en for line in brief(project) if line.tag is Sensitivity.AREA]
    assert not any("Việc" in text or "return" in text or "vacant" in text for text in area)


def test_a_place_that_is_not_public_is_in_no_line(four_communes: Project) -> None:
    hidden = {
        "facility_id": "QX77", "kind": "reliable_address", "name": "Nhà Zyxwv", "commune_code": "00001", "lon": 0.0,
        "vintage": VINTAGE, "lat": 0.0, "disclosure": "hidden", "status": "in_use",
    }  # fmt: skip
    planted = brief(four_communes.append("facilities", pd.DataFrame([hidden])))
    assert planted == brief(four_communes)


def test_months_that_follow_each_other_are_a_span() -> None:
    months = [pd.Period("2024-12", "M"), pd.Period("2025-01", "M")]
    assert months_text(months).vi == "12/2024–01/2025"
    assert np.all([months_text([month]).en == f"{month:%m/%Y}" for month in months])
