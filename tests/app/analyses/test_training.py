"""Courses for a province: what closes, who attends and why, and that officers stay inside."""

import json
import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from app.analyses.training import Parameters, prepare, run
from app.errors import NoCoursesAhead, NoVenues, UnknownCommune
from app.language import both
from app.result import Result, Sensitivity
from app.skill_matrix import RULE
from app.unit_words import UNITS
from app.words import COLUMNS, LAYERS, TABLES, VALUES, base_name
from data.project import Project
from models.siting.highs import WholeSolution
from models.training_program import TrainingProgram
from tests.app.test_skill_matrix import officers, skills

CODES = ["00001", "00002", "00003", "00004"]


def asked(**given: object) -> Parameters:
    return Parameters(**({"limit": 1440, "on": date(2025, 6, 1), "stand_ins": "all", "venues": 4} | given))  # type: ignore[arg-type]


def rows(found: Result, table: str) -> list[dict[str, object]]:
    own = found.table(table)
    return [dict(zip([column.name for column in own.columns], row, strict=True)) for row in own.rows]


@pytest.fixture
def staffed(four_communes: Project) -> Project:
    """One officer a commune; the first knows the law, and a colleague of another role is in post in the second."""
    people = officers(*((f"O{code}", code, "child_protection", None) for code in CODES),
                      ("POL", "00002", "commune_police", None))  # fmt: skip
    known = skills(("O00001", "law", "2025-01-01"), ("POL", "law", "2025-01-01"), ("O00003", "law", "2020-01-01"))
    return four_communes.with_table("officers", people).with_table("skills", known)


def test_one_course_closes_what_nobody_holds(staffed: Project) -> None:
    found = run(staffed, asked(number=1))
    (course,) = rows(found, "courses")
    assert (course["topic"], course["seats_taken"], course["gap_closed"]) == ("law", 3, 3000)
    assert [row["officer_id"] for row in rows(found, "roster")] == ["O00002", "O00003", "O00004"]
    (plan,) = rows(found, "plan")
    assert (plan["gap_before"], plan["gap_after"], plan["gap_closed"]) == (3000, 0, 3000)
    assert course["cost"] == plan["cost"] == pytest.approx(20 + 3 * 0.8)
    classes = {row["code"]: row["training_class"] for row in rows(found, "communes")}
    assert classes == {"00001": "no_gap", "00002": "gap_closed", "00003": "gap_closed", "00004": "gap_closed"}


def test_an_expired_skill_is_a_gap_and_the_reason_says_so(staffed: Project) -> None:
    found = run(staffed, asked(number=1))
    reasons = {row["officer_id"]: str(row["reason_en"]) for row in rows(found, "roster")}
    assert "until it expired" in reasons["O00003"]
    assert "until it expired" not in reasons["O00004"]
    (topic,) = rows(found, "skills")
    assert (topic["skill_held"], topic["skill_expired"], topic["skill_missing"]) == (1, 1, 2)


def test_only_communes_with_a_stand_in_send_their_only_officer(staffed: Project) -> None:
    found = run(staffed, asked(stand_ins="other_officers"))
    assert [row["officer_id"] for row in rows(found, "roster")] == ["O00002"]
    why = {row["code"]: str(row["reason_en"]) for row in rows(found, "communes")}
    assert "no stand-in" in why["00003"]
    nobody = run(staffed, asked(stand_ins="none"))
    assert rows(nobody, "roster") == []
    assert [each.numbers for each in nobody.findings if "nobody stands in" in each.en] == [{"n": 4, "more": 3000}]
    with pytest.raises(UnknownCommune):
        run(staffed, asked(stand_ins="99999"))


def test_seats_and_money_go_where_most_children_gain(staffed: Project) -> None:
    more = staffed["indicators"].copy()
    more.loc[more["unit_code"] == "00004", "value"] = 9000.0
    found = run(staffed.with_table("indicators", more), asked(number=1, seats=1, fairness=0))
    assert [row["officer_id"] for row in rows(found, "roster")] == ["O00004"]
    assert rows(run(staffed, asked(budget=10.0)), "courses") == []


@pytest.mark.parametrize(("fairness", "closed"), [(0, 17000), (5, 17000), (60, 10000)])
def test_what_is_given_up_for_sharing_is_said_beside_what_is_proven(
    staffed: Project, fairness: float, closed: float
) -> None:
    """Two seats: both remote communes (9,000 and 8,000), or the larger of them and the near one (1,000)."""
    more = staffed["indicators"].copy()
    more["value"] = more["unit_code"].map(dict(zip(CODES, [1000.0, 1000.0, 9000.0, 8000.0], strict=True)))
    found = run(staffed.with_table("indicators", more), asked(number=1, seats=2, fairness=fairness))
    assert rows(found, "plan")[0]["gap_closed"] == closed
    best = [each for each in found.findings if "no other choice among these courses closes more" in each.en]
    given_up = [each.numbers for each in found.findings if "so that near and remote" in each.en]
    assert (len(best), given_up) == ((0, [{"most": 17000, "given_up": 7000}]) if closed == 10000 else (1, []))


def test_when_nothing_was_found_in_time_no_course_is_held_and_the_bound_is_said(
    staffed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = WholeSolution(False, np.empty(0), np.inf, -np.inf)
    monkeypatch.setattr(TrainingProgram, "_solved", lambda *_: nothing)
    found = run(staffed, asked(number=1))
    (plan,) = rows(found, "plan")
    assert (plan["courses_held"], plan["gap_closed"], plan["status"], plan["bound"]) == (0, 0, "time_limit", 3000)
    assert plan["gap"] is None, "of nothing there is no part"
    (said,) = [each.numbers for each in found.findings if each.en.startswith("The time limit ended the search")]
    assert said == {"most": 0, "bound": 3000}


def test_that_all_courses_are_at_one_venue_is_said_with_what_spreading_could_add(staffed: Project) -> None:
    """A commune is 334 minutes from the next: all three that lack both topics reach the third only."""
    known = skills(("O00001", "law", "2025-01-01"), ("O00001", "counselling", "2025-01-01"))
    project = staffed.with_table("skills", known)
    found = run(project, asked(number=2, limit=400))
    (said,) = [each for each in found.findings if each.en.startswith("All courses are at")]
    assert said.numbers == {"limit": 400, "more": 0}
    alone = run(project, asked(number=1, limit=400))
    assert not [each for each in alone.findings if each.en.startswith("All courses are at")]


def test_nobody_travels_beyond_the_limit(staffed: Project) -> None:
    found = run(staffed, asked(limit=30))
    assert {row["minutes_to_venue"] for row in rows(found, "roster")} == {0}
    assert all(row["longest_minutes_to_venue"] == 0 for row in rows(found, "courses"))


def test_courses_come_one_a_week_from_the_day_named(staffed: Project) -> None:
    found = run(staffed, asked(limit=30, start=date(2025, 9, 1)))
    assert [row["starts_on"] for row in rows(found, "courses")] == ["2025-09-01", "2025-09-08", "2025-09-15"]


def courses(**changed: object) -> pd.DataFrame:
    row = {"course_id": "K1", "topic": "law", "facility_id": "C4", "seats": 2, "cost": 7.0, "partner": "Quỹ",
           "starts_on": pd.Timestamp(2025, 8, 1)}  # fmt: skip
    return pd.DataFrame([row | changed])


def said_of(found: Result, beginning: str) -> list[dict[str, object]]:
    return [dict(each.numbers) for each in found.findings if each.en.startswith(beginning)]


def test_planned_courses_are_held_as_the_data_state_them(staffed: Project) -> None:
    found = run(staffed.with_table("courses", courses()), asked(courses="stated"))
    (course,) = rows(found, "courses")
    known = [course[name] for name in ("course_status", "facility_id", "partner", "starts_on", "cost", "seats_taken")]
    assert known == ["course_planned", "C4", "Quỹ", "2025-08-01", 7, 2]
    assert str(course["reason_en"]).startswith("Planned already.")
    assert said_of(found, "Of the courses chosen, planned already") == [{"n": 1}]
    assert not said_of(found, "Courses planned already and not chosen")


def test_a_planned_course_goes_before_a_proposal_that_is_as_good(staffed: Project) -> None:
    found = run(staffed.with_table("courses", courses(seats=25)), asked(number=1))
    assert [row["course_status"] for row in rows(found, "courses")] == ["course_planned"]


def test_a_proposal_that_closes_more_is_chosen_and_what_is_planned_is_said(staffed: Project) -> None:
    """Planned: two seats at the last commune; the proposals have room for all three that lack the topic."""
    project = staffed.with_table("courses", courses())
    found = run(project, asked(number=1))
    (course,) = rows(found, "courses")
    assert (course["course_status"], course["gap_closed"]) == ("course_proposed", 3000)
    assert str(course["reason_en"]).startswith("A proposal")
    assert said_of(found, "Courses planned already and not chosen") == [{"n": 1, "alone": 2000}]
    only = run(project, asked(number=1, courses="proposed"))
    assert [row["course_status"] for row in rows(only, "courses")] == ["course_proposed"]
    assert not said_of(only, "Courses planned already and not chosen")


def test_what_would_be_held_instead_is_said_with_its_day_and_cost(staffed: Project) -> None:
    both_ahead = pd.concat([courses(), courses(course_id="K2", seats=1, cost=5.0, starts_on=pd.Timestamp(2025, 9, 1))])
    found = run(staffed.with_table("courses", both_ahead), asked(number=1, courses="stated"))
    reason = str(rows(found, "courses")[0]["reason_en"])
    assert "Best instead: “law” at Nhà Bốn (Bốn commune), planned for 1 Sep 2025, 5.0 million đồng;" in reason
    proposed = run(staffed, asked(number=1))
    assert "a proposal, 20.0 million đồng and 0.8 for each place" in str(rows(proposed, "courses")[0]["reason_en"])


def test_a_proposal_is_not_held_on_the_day_of_a_planned_course(staffed: Project) -> None:
    """Each venue is within reach of its own commune only; the planned course is at the last one."""
    project = staffed.with_table("courses", courses(starts_on=pd.Timestamp(2025, 9, 8)))
    found = run(project, asked(limit=30, start=date(2025, 9, 1)))
    held = {(row["course_status"], row["starts_on"]) for row in rows(found, "courses")}
    assert held == {
        ("course_planned", "2025-09-08"), ("course_proposed", "2025-09-01"), ("course_proposed", "2025-09-15"),
    }  # fmt: skip


def test_where_no_course_lies_ahead_proposals_are_made_or_the_lack_is_said(staffed: Project) -> None:
    past = staffed.with_table("courses", courses(starts_on=pd.Timestamp(2025, 5, 1)))
    assert said_of(run(past, asked(number=1)), "Chosen among proposals only") == [{"ahead": 0, "proposals": 4}]
    with pytest.raises(NoCoursesAhead):
        run(past, asked(courses="stated"))


def test_planned_courses_are_chosen_among_where_no_place_is_fit_for_proposals(staffed: Project) -> None:
    found = run(staffed.with_table("courses", courses()), asked(venue_kinds="school"))
    assert [row["course_status"] for row in rows(found, "courses")] == ["course_planned"]


def test_a_course_at_a_place_that_is_not_public_is_left_out_and_stays_inside(staffed: Project) -> None:
    places = staffed["facilities"].assign(disclosure="hidden", name="Kín")
    hidden = staffed.with_table("facilities", places).with_table("courses", courses())
    found = run(hidden, asked(courses="stated"))
    assert rows(found, "courses") == []
    assert "Kín" not in json.dumps([table.rows for table in found.tables], ensure_ascii=False)
    left_out = [each for each in found.findings if "Courses left out" in each.en]
    assert [each.sensitivity for each in left_out] == [Sensitivity.PLACE]


def test_without_a_public_place_no_course_is_proposed(staffed: Project) -> None:
    with pytest.raises(NoVenues):
        run(staffed, asked(venue_kinds="school"))


def test_few_officers_keep_even_the_sums_inside(staffed: Project) -> None:
    found = run(staffed, asked())
    assert {table.name: table.sensitivity for table in found.tables if table.name != "communes"} == dict.fromkeys(
        ("courses", "venues", "roster", "skills", "skill_matrix", "plan"), Sensitivity.PERSON
    )


@pytest.fixture(scope="module")
def of_the_demo(demo: Project) -> Result:
    parameters = Parameters(resolution=1000)
    return run(prepare(demo, parameters), parameters)


def test_the_demos_courses_respect_every_limit(of_the_demo: Result) -> None:
    (plan,) = rows(of_the_demo, "plan")
    attends = pd.DataFrame(rows(of_the_demo, "roster"))
    assert plan["courses_held"] == 3
    assert plan["status"] == "optimal"
    assert float(str(plan["cost"])) <= 150
    assert attends["minutes_to_venue"].max() <= 180
    assert attends.groupby("course").size().max() <= 25
    assert attends.groupby("officer_id").size().max() <= 2
    assert not attends.duplicated(["commune_code", "topic"]).any()
    lost = [float(str(row["gap_before"])) - float(str(row["gap_after"])) for row in rows(of_the_demo, "communes")]
    assert sum(lost) == pytest.approx(float(str(plan["gap_closed"])))
    assert sum(float(str(row["gap_closed"])) for row in rows(of_the_demo, "courses")) == pytest.approx(sum(lost))


def test_officers_are_in_no_part_that_may_be_shared(of_the_demo: Result) -> None:
    tags = {table.name: table.sensitivity for table in of_the_demo.tables}
    assert tags["roster"] == tags["skill_matrix"] == Sensitivity.PERSON
    shareable = [
        value for table in of_the_demo.tables if table.sensitivity is Sensitivity.AREA
        for column in table.columns if column.sensitivity in (Sensitivity.AREA, Sensitivity.PUBLIC)
        for value in table.values(column.name)
    ]  # fmt: skip
    officers_named = {row["officer_id"] for row in rows(of_the_demo, "skill_matrix")}
    assert not officers_named & {str(value) for value in shareable}
    gaps = {each.name: each.sensitivity for each in of_the_demo.table("communes").columns}
    assert {gaps[name] for name in ("gap_before", "gap_after", "reason_en", "officers")} == {Sensitivity.PERSON}


def test_every_line_has_a_reason_in_both_languages_and_every_word_is_known(of_the_demo: Result) -> None:
    for name in ("courses", "roster", "communes"):
        assert all(row["reason_vi"] and row["reason_en"] for row in rows(of_the_demo, name))
    for table in of_the_demo.tables:
        assert table.name in TABLES
        assert {base_name(column.name) for column in table.columns} <= set(COLUMNS)
        assert {column.unit for column in table.columns} <= set(UNITS)
        assert not [value for row in table.rows for value in row if isinstance(value, float) and math.isnan(value)]
    assert {layer.name for layer in of_the_demo.layers} <= set(LAYERS)
    assert {str(row["training_class"]) for row in rows(of_the_demo, "communes")} <= set(VALUES)


def test_the_card_is_whole(of_the_demo: Result) -> None:
    card = of_the_demo.card
    assert all((card.purpose, card.data, card.assumptions, card.checked, card.not_for, card.serves_worse))
    assert both(RULE).en in card.assumptions.en
