"""Courses for a province: what closes, who attends and why, and that officers stay inside."""

import json
import math
from datetime import date

import pandas as pd
import pytest

from app.analyses.training import Parameters, prepare, run
from app.errors import NoVenues, UnknownCommune
from app.result import Result, Sensitivity
from app.words import COLUMNS, LAYERS, TABLES, UNITS, VALUES, base_name
from data.project import Project
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


def test_stated_courses_that_lie_ahead_go_before_proposals(staffed: Project) -> None:
    found = run(staffed.with_table("courses", courses()), asked())
    (course,) = rows(found, "courses")
    known = [course[name] for name in ("facility_id", "partner", "starts_on", "cost", "seats_taken")]
    assert known == ["C4", "Quỹ", "2025-08-01", 7, 2]
    past = run(staffed.with_table("courses", courses(starts_on=pd.Timestamp(2025, 5, 1))), asked())
    assert any("proposals" in each.en for each in past.findings)


def test_a_course_at_a_place_that_is_not_public_is_left_out_and_stays_inside(staffed: Project) -> None:
    places = staffed["facilities"].assign(disclosure="hidden", name="Kín")
    hidden = staffed.with_table("facilities", places).with_table("courses", courses())
    found = run(hidden, asked())
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
