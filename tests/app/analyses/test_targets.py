"""Targets: what is reached and missing where, what cannot be measured, and activities around campaign days."""

import math
from datetime import date

import pandas as pd
import pytest

from app.analyses.targets import Parameters, run
from app.errors import BadParameter, NoTargets
from app.language import LANGUAGES, Code, Language, both
from app.result import Result, Sensitivity
from app.skill_matrix import RULE
from app.target_progress import campaign_rows
from app.unit_words import UNITS
from app.words import COLUMNS, LAYERS, TABLES, VALUES, base_name, value_text
from data.project import Project
from data.unit_lists import OLD_VINTAGE
from tests.app.test_skill_matrix import officers, skills

CODES = ["00001", "00002", "00003", "00004"]
ON = date(2025, 6, 30)


def rows(found: Result, table: str) -> list[dict[str, object]]:
    own = found.table(table)
    return [dict(zip([column.name for column in own.columns], row, strict=True)) for row in own.rows]


def targets(*wanted: tuple[str, float, str], unit: str = "percent") -> pd.DataFrame:
    frame = pd.DataFrame(wanted, columns=["indicator", "value", "due_on"])
    return frame.assign(due_on=pd.to_datetime(frame["due_on"]), unit=unit, legal_basis="QĐ 1")


def indicator(name: str, values: list[float], start: str = "2025-01-01", end: str = "2025-06-30") -> pd.DataFrame:
    return pd.DataFrame(
        {"unit_code": CODES[: len(values)], "vintage": "2025-07-01", "indicator": name, "value": values, "unit": "%",
         "period_start": pd.Timestamp(start), "period_end": pd.Timestamp(end), "source": "test"}
    )  # fmt: skip


def asked_of(project: Project, *wanted: tuple[str, float, str], **given: object) -> Result:
    return run(project.with_table("targets", targets(*wanted)), Parameters(on=ON, **given))  # type: ignore[arg-type]


def one(found: Result) -> dict[str, object]:
    (row,) = rows(found, "targets")
    return row


def test_an_indicator_of_the_targets_name_is_weighed_by_children(four_communes: Project) -> None:
    children = four_communes["indicators"].copy()
    children["value"] = [3000.0, 1000.0, 0.0, 0.0]
    known = four_communes.with_table("indicators", children)
    project = known.append("indicators", indicator("families_informed", [100, 60, 0, 0]))
    row = one(found := asked_of(project, ("families_informed", 95, "2025-12-31")))
    assert row["target_reached"] == pytest.approx(90)
    assert (row["target_missing"], row["target_status"]) == (pytest.approx(5), "target_running")
    lacking = {row["code"]: row["unit_missing"] for row in rows(found, "target_places")}
    assert lacking["00002"] == pytest.approx(35)
    assert "00001" not in lacking


@pytest.mark.parametrize(
    ("due", "asked", "status"),
    [
        ("2025-12-31", 80, "target_reached"),
        ("2025-06-30", 81, "target_running"),
        ("2025-06-29", 81, "target_overdue"),
    ],
)
def test_a_target_is_overdue_from_the_day_after_it_was_due(
    four_communes: Project, due: str, asked: float, status: str
) -> None:
    project = four_communes.append("indicators", indicator("students_guided", [80] * 4))
    assert one(asked_of(project, ("students_guided", asked, due)))["target_status"] == status


def test_what_is_stated_after_the_day_counts_only_where_nothing_is_stated_before(four_communes: Project) -> None:
    late = indicator("students_guided", [100] * 4, "2025-07-01", "2025-12-31")
    project = four_communes.append("indicators", pd.concat([indicator("students_guided", [50] * 4), late]))
    assert one(asked_of(project, ("students_guided", 100, "2025-12-31")))["target_reached"] == pytest.approx(50)


@pytest.fixture
def staffed(four_communes: Project) -> Project:
    people = officers(*((f"O{n}", CODES[n % 2], "child_protection", None) for n in range(6)))
    known = skills(("O0", "law", "2025-01-01"), ("O1", "law", "2025-01-01"), ("O2", "law", "2021-01-01"))
    return four_communes.with_table("officers", people).with_table("skills", known)


def test_staff_is_trained_while_a_skill_is_valid_and_courses_are_counted(staffed: Project) -> None:
    found = asked_of(staffed, ("child_protection_staff_trained", 100, "2025-12-31"), seats=3)
    row = one(found)
    assert row["target_reached"] == pytest.approx(100 * 2 / 6)
    assert (row["target_missing"], row["courses_needed"], row["counted_by"]) == (4, 2, "officers")
    assert {each["code"]: each["unit_missing"] for each in rows(found, "target_units")} == {"00001": 2, "00002": 2}
    assert found.table("target_units").sensitivity == Sensitivity.PERSON
    classes = {each["code"]: each["target_class"] for each in rows(found, "communes")}
    assert classes == dict(zip(CODES, ["target_missed"] * 2 + ["nothing_counted"] * 2, strict=True))


def courses(*planned: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(planned, columns=["topic", "starts_on"])
    return frame.assign(course_id=frame.index.astype(str), starts_on=pd.to_datetime(frame["starts_on"]))


def test_courses_that_are_planned_count_by_topic_and_by_the_due_day(staffed: Project) -> None:
    """The one held before the day of measuring counts no more; the one after the due day comes too late."""
    planned = courses(
        ("law", "2025-06-30"), ("law", "2025-07-01"), ("counselling", "2025-12-31"), ("law", "2026-01-01")
    )
    found = asked_of(
        staffed.with_table("courses", planned), ("child_protection_staff_trained", 100, "2025-12-31"), seats=1
    )
    row = one(found)
    assert (row["courses_needed"], row["courses_planned"]) == (4, 2)
    assert str(row["reason_en"]).endswith(
        "Courses needed: 4, of which 2 are planned by the due day. Planned by the due day: counselling (1), law (1). "
        "Planned only after it: law (1)."
    )
    few = asked_of(staffed.with_table("courses", planned), ("child_protection_staff_trained", 100, "2025-12-31"))
    assert "Courses needed: 1, of which 1 are planned by the due day." in str(one(few)["reason_en"])


def test_only_courses_in_child_friendly_investigation_bring_that_target_nearer(four_communes: Project) -> None:
    project = four_communes.with_table(
        "officers", officers(*((f"I{n}", CODES[0], "investigator", None) for n in range(6)))
    )
    planned = courses(("law", "2025-07-01"), ("child_friendly_investigation", "2025-07-02"))
    found = asked_of(project.with_table("courses", planned), ("investigators_trained", 100, "2025-12-31"))
    (row,) = rows(found, "targets_few_officers")
    assert (row["courses_needed"], row["courses_planned"]) == (1, 1)


def test_every_target_is_in_one_of_the_four_counts(four_communes: Project) -> None:
    project = four_communes.append("indicators", indicator("students_guided", [80] * 4))
    wanted = [("students_guided", 80.0, "2025-12-31"), ("students_guided", 90.0, "2025-12-31"),
              ("students_guided", 90.0, "2025-01-01"), ("families_informed", 90.0, "2025-12-31")]  # fmt: skip
    first = asked_of(project, *wanted).findings[0]
    assert first.numbers == {"all": 4, "reached": 1, "running": 1, "overdue": 1, "unknown": 1}


@pytest.mark.parametrize("code", LANGUAGES)
def test_people_and_schools_are_whole_numbers_and_shares_are_not(staffed: Project, code: Code) -> None:
    found = asked_of(staffed, ("child_protection_staff_trained", 100, "2025-12-31"))
    own = found.table("targets")
    by_name = {each.name: each for each in own.columns}
    row = dict(zip([each.name for each in own.columns], own.rows[0], strict=True))
    said = {name: value_text(by_name[name], row[name], Language(code)) for name in ("target_missing", "target_reached")}
    assert said == {"target_missing": "4", "target_reached": "33.33" if code == "en" else "33,33"}


def test_an_old_unit_of_the_same_code_brings_no_activity_and_no_day(four_communes: Project) -> None:
    june = indicator("activities", [2, 0, 5], "2025-06-01", "2025-06-30")
    old = indicator("activities", [0, 9], "2025-06-01", "2025-06-30").assign(vintage=OLD_VINTAGE)
    late = indicator("poverty", [1], "2030-01-01", "2030-12-31").assign(vintage=OLD_VINTAGE)
    project = four_communes.append("indicators", pd.concat([june, old, late]))
    (row,) = campaign_rows(project, [date(2025, 6, 12)], around=15).to_dict("records")
    assert (row["activities"], row["communes_active"]) == (7, 2)
    found = run(project.with_table("targets", targets(("poverty", 1, "2025-12-31"))), Parameters())
    assert "on 30 Jun 2025" in found.findings[0].en


def test_that_none_or_all_of_the_officers_are_trained_stays_inside(staffed: Project) -> None:
    untrained = staffed.with_table("skills", skills(("O9", "law", "2025-01-01")))
    found = asked_of(untrained, ("child_protection_staff_trained", 100, "2025-12-31"))
    assert rows(found, "targets") == []
    assert found.table("targets_few_officers").sensitivity == Sensitivity.PERSON
    said = [each for each in found.findings if "Officers in post" in each.en]
    assert [each.sensitivity for each in said] == [Sensitivity.PERSON]


def school(number: int, code: str, reviewed: str | None, outcome: str | None) -> dict[str, object]:
    return {"facility_id": f"S{number}", "kind": "school", "commune_code": code, "vintage": "2025-07-01",
            "disclosure": "public", "status": "in_use", "reviewed_on": pd.Timestamp(reviewed) if reviewed else pd.NaT,
            "review_outcome": outcome}  # fmt: skip


def test_schools_count_as_reviewed_and_as_safe(four_communes: Project) -> None:
    schools = [school(1, "00001", "2025-01-01", "safe"), school(2, "00001", "2025-01-01", "to_improve"),
               school(3, "00002", None, None), school(4, "00002", "2025-07-01", "safe")]  # fmt: skip
    project = four_communes.append("facilities", pd.DataFrame(schools))
    found = asked_of(project, ("schools_reviewed", 100, "2025-12-31"), ("schools_safe", 50, "2025-12-31"))
    reached = {row["target"]: (row["target_reached"], row["target_missing"]) for row in rows(found, "targets")}
    assert reached == {"schools_reviewed": (50, 2), "schools_safe": (25, 1)}
    assert {row["code"]: row["schools_missing"] for row in rows(found, "communes")}["00002"] == 2


def test_a_hidden_shelter_brings_no_commune_nearer_to_its_target(four_communes: Project) -> None:
    shelter = {"facility_id": "H", "kind": "reliable_address", "commune_code": "00001", "vintage": "2025-07-01",
               "disclosure": "hidden", "status": "in_use", "lon": 0.0, "lat": 0.0}  # fmt: skip
    wanted = ("communes_with_reliable_address", 100, "2025-12-31")
    hidden = four_communes.append("facilities", pd.DataFrame([shelter]))
    public = four_communes.append("facilities", pd.DataFrame([shelter | {"disclosure": "public"}]))
    assert one(asked_of(hidden, wanted)) == one(asked_of(four_communes, wanted))
    assert one(asked_of(public, wanted))["target_reached"] == 25


def test_an_amount_is_added_up(four_communes: Project) -> None:
    project = four_communes.append("indicators", indicator("clubs", [1, 2, 3, 4]))
    project = project.with_table("targets", targets(("clubs", 12, "2025-12-31"), unit="clubs"))
    row = one(run(project, Parameters(on=ON)))
    assert (row["target_reached"], row["target_missing"], row["counted_by"]) == (10, 2, "amount")


def test_activities_belong_to_the_campaign_their_period_meets(four_communes: Project) -> None:
    june = indicator("activities", [2, 0, 5], "2025-06-01", "2025-06-30")
    year = indicator("activities", [90] * 4, "2025-01-01", "2025-12-31")
    far = indicator("activities", [0, 0, 0, 7], "2025-07-01", "2025-07-31")
    project = four_communes.append("indicators", pd.concat([june, year, far]))
    (row,) = campaign_rows(project, [date(2025, 6, 12)], around=15).to_dict("records")
    assert (row["activities"], row["communes_active"], row["communes_inactive"]) == (7, 2, 2)
    (wider,) = campaign_rows(project, [date(2025, 6, 12)], around=19).to_dict("records")
    assert wider["communes_active"] == 3


def test_campaigns_to_come_are_listed_before_those_that_are_past(four_communes: Project) -> None:
    found = asked_of(four_communes, ("students_guided", 100, "2025-12-31"))
    listed = {row["campaign_on"]: (row["campaign_status"], row["activities"]) for row in rows(found, "campaigns")}
    assert listed == {
        "2025-11-25": ("campaign_coming", None), "2026-06-12": ("campaign_coming", None),
        "2024-06-12": ("campaign_past", 0), "2024-11-25": ("campaign_past", 0), "2025-06-12": ("campaign_past", 0),
    }  # fmt: skip
    (said,) = [each.en for each in found.findings if each.en.startswith("Next campaign days")]
    assert said == "Next campaign days: 25 Nov 2025, 12 Jun 2026."
    with pytest.raises(BadParameter):
        asked_of(four_communes, ("students_guided", 100, "2025-12-31"), campaigns="31-02")


def test_communes_without_activity_are_listed_by_campaign(four_communes: Project) -> None:
    june = indicator("activities", [2, 0, 5], "2025-06-01", "2025-06-30")
    found = asked_of(four_communes.append("indicators", june), ("students_guided", 100, "2025-12-31"))
    missed = [(row["campaign_on"], row["code"]) for row in rows(found, "campaigns_missed")]
    assert missed == [("2025-06-12", "00002"), ("2025-06-12", "00004")], "of 2024 nothing is known"
    names = [row["name"] for row in rows(found, "campaigns_missed")]
    (said,) = [each.vi for each in found.findings if each.vi.find(str(names[0])) >= 0]
    assert str(names[1]) in said
    assert [each.numbers for each in found.findings if each.numbers.get("inactive") == 2] != []


def test_who_is_trained_today_and_not_on_the_due_day_needs_a_course(staffed: Project) -> None:
    """Six officers, two trained to 1 January 2028 (three years): one course of six seats more from that day on."""
    wanted = ("child_protection_staff_trained", 100.0)
    before = one(asked_of(staffed, (*wanted, "2027-12-31"), seats=1))
    assert (before["target_missing"], before["courses_needed"]) == (4, 4)
    after = one(asked_of(staffed, (*wanted, "2028-01-01"), seats=1))
    assert (after["target_reached"], after["target_missing"], after["courses_needed"]) == (
        before["target_reached"], 4, 6,
    )  # fmt: skip
    assert "expire before the due day: 2." in str(after["reason_en"])
    reached = one(asked_of(staffed, ("child_protection_staff_trained", 30.0, "2028-01-01"), seats=1))
    assert (reached["target_status"], reached["courses_needed"]) == ("target_reached", 2)


def test_without_targets_there_is_nothing_to_say(four_communes: Project) -> None:
    with pytest.raises(NoTargets):
        run(four_communes, Parameters())


def test_the_demos_targets_are_measured_or_say_what_is_missing(demo: Project) -> None:
    found = run(demo, Parameters())
    listed = [*rows(found, "targets"), *rows(found, "targets_few_officers")]
    measured = {row["target"] for row in listed if row["target_reached"] is not None}
    assert measured == {"child_protection_staff_trained", "investigators_trained"}
    assert len(listed) == 7
    assert all(row["reason_vi"] and row["reason_en"] for row in listed)
    for table in found.tables:
        assert table.name in TABLES
        assert {base_name(column.name) for column in table.columns} <= set(COLUMNS)
        assert {column.unit for column in table.columns} <= set(UNITS)
        assert not [value for row in table.rows for value in row if isinstance(value, float) and math.isnan(value)]
    assert {layer.name for layer in found.layers} <= set(LAYERS)
    assert {str(row["target_status"]) for row in listed} <= set(VALUES)
    card = found.card
    assert all((card.purpose, card.data, card.assumptions, card.checked, card.not_for, card.serves_worse))
    assert both(RULE).en in card.assumptions.en
