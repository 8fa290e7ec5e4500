"""Targets: what is reached and missing where, what cannot be measured, and activities around campaign days."""

import math
from datetime import date

import pandas as pd
import pytest

from app.analyses.targets import Parameters, run
from app.errors import BadParameter, NoTargets
from app.result import Result, Sensitivity
from app.target_progress import campaign_rows
from app.words import COLUMNS, LAYERS, TABLES, UNITS, VALUES, base_name
from data.project import Project
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


def test_that_none_or_all_of_the_officers_are_trained_stays_inside(staffed: Project) -> None:
    untrained = staffed.with_table("skills", skills(("O9", "law", "2025-01-01")))
    found = asked_of(untrained, ("child_protection_staff_trained", 100, "2025-12-31"))
    assert rows(found, "targets") == []
    assert found.table("targets_few_officers").sensitivity == Sensitivity.PERSON
    said = [each for each in found.findings if "officers in post" in each.en]
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


def test_only_campaign_days_that_are_past_are_listed(four_communes: Project) -> None:
    found = asked_of(four_communes, ("students_guided", 100, "2025-12-31"))
    assert found.table("campaigns").values("campaign_on") == ["2024-06-12", "2024-11-25", "2025-06-12"]
    with pytest.raises(BadParameter):
        asked_of(four_communes, ("students_guided", 100, "2025-12-31"), campaigns="31-02")


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
