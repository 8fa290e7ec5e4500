"""Checks between columns and rows: order of dates, parts and wholes, codes of other tables."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.demo import new_project
from data.frames import conform, empty_frame
from data.issues import Finding, Reason, Verdict, verdict_of
from data.project import Project
from data.relations import (
    DATE_ORDER,
    REFERENCES,
    WHOLES,
    check_date_order,
    check_references,
    check_wholes,
    relation_schema,
)
from data.schema import TABLES

COUNT = {
    "unit_code": "03127", "vintage": "2025-07-01", "period_start": "2025-01-01", "period_end": "2025-03-31",
    "place": "home", "kind": "neglect", "agency": "police", "stage": "received", "counted": "cases", "count": 3,
}  # fmt: skip
FIGURE = {
    "unit_code": "03127", "vintage": "2025-07-01", "indicator": "children", "age_band": None, "sex": None,
    "period_start": "2025-01-01", "period_end": "2025-12-31", "value": 100.0,
}  # fmt: skip


def rows_of(table: str, *rows: dict[str, Any]) -> pd.DataFrame:
    return conform(pd.DataFrame(list(rows)), TABLES[table]).reset_index(drop=True)


def counts(*changes: dict[str, Any]) -> pd.DataFrame:
    return rows_of("case_counts", *({**COUNT, **change} for change in changes))


def figures(*changes: dict[str, Any]) -> pd.DataFrame:
    return rows_of("indicators", *({**FIGURE, **change} for change in changes))


def found(findings: list[Finding]) -> dict[Reason, list[int]]:
    return {finding.reason: sorted(finding.rows.tolist()) for finding in findings}


def wholes(table: str, frame: pd.DataFrame, stored: pd.DataFrame | None = None) -> dict[Reason, list[int]]:
    return found(check_wholes(frame, empty_frame(TABLES[table]) if stored is None else stored, TABLES[table]))


def test_handled_above_received_flags_both_rows_and_says_both_numbers() -> None:
    rows = counts({"count": 3}, {"stage": "handled", "count": 4}, {"kind": "all", "count": 9})
    (finding,) = check_wholes(rows, empty_frame(TABLES["case_counts"]), TABLES["case_counts"])
    assert (finding.reason, finding.rows.tolist()) == (Reason.HANDLED_ABOVE_RECEIVED, [0, 1])
    assert finding.each == {"parts": (4.0, 4.0), "total": (3.0, 3.0)}
    assert finding.verdict is Verdict.FLAGGED


def test_handled_equal_to_received_is_fine() -> None:
    assert wholes("case_counts", counts({}, {"stage": "handled"})) == {}


@pytest.mark.parametrize("other", ["unit_code", "kind", "agency", "period_end", "vintage"])
def test_only_rows_about_the_same_are_compared(other: str) -> None:
    value = "2025-06-30" if other == "period_end" else "x"
    assert wholes("case_counts", counts({}, {"stage": "handled", "count": 9, other: value})) == {}


def test_what_is_received_anywhere_may_be_handled_without_a_place() -> None:
    places = counts({"count": 2}, {"place": "school", "count": 2}, {"place": "unknown", "stage": "handled", "count": 4})
    assert wholes("case_counts", places) == {}
    more = counts({"count": 2}, {"place": "unknown", "stage": "handled", "count": 3})
    assert wholes("case_counts", more) == {Reason.HANDLED_ABOVE_RECEIVED: [0, 1]}


def test_a_part_that_comes_later_is_held_against_what_is_stored() -> None:
    late = counts({"stage": "handled", "count": 5}).set_axis([7])
    assert wholes("case_counts", late, counts({})) == {Reason.HANDLED_ABOVE_RECEIVED: [7]}


def test_cases_are_not_persons() -> None:
    persons = {"stage": "convicted", "counted": "convicted_persons", "count": 6}
    assert wholes("case_counts", counts({"stage": "prosecuted"}, persons)) == {}
    defendants = {"stage": "prosecuted", "counted": "defendants", "count": 5}
    assert wholes("case_counts", counts(defendants, persons)) == {Reason.CONVICTED_ABOVE_PROSECUTED: [0, 1]}
    assert wholes("case_counts", counts({**defendants, "count": 6}, persons)) == {}


def test_kinds_may_not_add_up_to_more_than_all_kinds() -> None:
    kinds = ({"kind": "neglect", "count": 2}, {"kind": "sexual_abuse", "count": 2})
    assert wholes("case_counts", counts(*kinds, {"kind": "all", "count": 3})) == {Reason.KINDS_ABOVE_ALL: [0, 1, 2]}
    assert wholes("case_counts", counts(*kinds, {"kind": "all", "count": 4})) == {}


def test_girls_and_boys_may_not_add_up_to_more_than_the_whole() -> None:
    parts = ({"sex": "female", "value": 60.0}, {"sex": "male", "value": 41.0})
    assert wholes("indicators", figures(*parts, {})) == {Reason.SEXES_ABOVE_WHOLE: [0, 1, 2]}
    assert wholes("indicators", figures(parts[0], {})) == {}


@pytest.mark.parametrize(
    ("part", "whole", "reason"),
    [
        ("officers_trained", "officers", Reason.TRAINED_ABOVE_OFFICERS),
        ("children", "population", Reason.PART_ABOVE_WHOLE),
        ("dropouts", "children", Reason.PART_ABOVE_WHOLE),
        ("poor_households", "households", Reason.PART_ABOVE_WHOLE),
    ],
)
def test_a_part_may_not_exceed_its_whole(part: str, whole: str, reason: Reason) -> None:
    over = figures({"indicator": part, "age_band": "0-15", "value": 101.0}, {"indicator": whole})
    assert wholes("indicators", over) == {reason: [0, 1]}
    assert wholes("indicators", over.assign(value=100.0)) == {}


def test_a_row_is_named_once_though_two_rules_find_it() -> None:
    rows = counts({"count": 1}, {"stage": "handled", "count": 2})
    assert len(check_wholes(rows, empty_frame(TABLES["case_counts"]), TABLES["case_counts"])) == 1


def test_more_convicted_persons_than_defendants_in_one_case_is_flagged() -> None:
    cases = rows_of(
        "cases", {"case_id": "1", "defendants": 1, "convicted_persons": 2}, {"case_id": "2", "defendants": 1}
    )
    assert wholes("cases", cases) == {Reason.CONVICTED_ABOVE_PROSECUTED: [0]}


@pytest.mark.parametrize(("first", "second"), DATE_ORDER["cases"])
def test_each_date_of_a_case_is_held_against_those_before_it(first: str, second: str) -> None:
    before = "2025-03" if first == "occurred_on" else "2025-03-02"
    wrong = rows_of("cases", {"case_id": "1", first: before, second: "2025-02-28"})
    (finding,) = check_date_order(wrong, TABLES["cases"])
    assert (finding.reason, finding.field, finding.rows.tolist()) == (Reason.DATES_OUT_OF_ORDER, second, [0])
    assert verdict_of(finding.reason) is Verdict.SET_ASIDE
    right = rows_of("cases", {"case_id": "1", first: before, second: "2025-03-02"}, {"case_id": "2", first: before})
    assert check_date_order(right, TABLES["cases"]) == []


def test_a_case_that_occurred_in_the_month_it_was_reported_in_is_in_order() -> None:
    same = rows_of("cases", {"case_id": "1", "occurred_on": "2025-03", "reported_on": "2025-03-01"})
    assert check_date_order(same, TABLES["cases"]) == []


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [(table, column, other) for table, columns in REFERENCES.items() for column, (other, _) in columns.items()],
)
def test_a_code_no_row_of_the_other_table_has_is_flagged(table: str, column: str, other: str) -> None:
    needed = {"officer_id": "O1", "topic": "counselling", "course_id": "C1"}
    own = {name: value for name, value in needed.items() if name in TABLES[table].names}
    rows = rows_of(table, {**own, column: "nobody"}, {**own, column: None}).set_axis([4, 9])
    findings = [each for each in check_references(rows, new_project("11"), TABLES[table]) if each.field == column]
    assert [(each.reason, each.rows.tolist(), each.common) for each in findings] == [
        (Reason.UNKNOWN_REFERENCE, [4], {"table": other})
    ]
    assert verdict_of(Reason.UNKNOWN_REFERENCE) is Verdict.FLAGGED


def test_a_code_the_other_table_has_is_fine() -> None:
    project: Project = new_project("11").append("courses", rows_of("courses", {"course_id": "C1", "topic": "x"}))
    rows = rows_of("skills", {"officer_id": "O1", "topic": "x", "course_id": "C1"})
    assert [each.field for each in check_references(rows, project, TABLES["skills"])] == ["officer_id"]


@pytest.mark.parametrize("table", WHOLES)
def test_the_schema_of_relations_has_one_check_a_rule(table: str) -> None:
    assert len(relation_schema(table).checks) == len(WHOLES[table])


def test_a_hundred_thousand_counts_are_related_in_time() -> None:
    size = 100_000
    unit = np.arange(size // 2).repeat(2).astype(str)
    stage = np.tile(["received", "handled"], size // 2)
    frame = conform(pd.DataFrame({**COUNT, "unit_code": unit, "stage": stage}), TABLES["case_counts"])
    frame = frame.reset_index(drop=True)
    frame.loc[1, "count"] = 9
    assert wholes("case_counts", frame) == {Reason.HANDLED_ABOVE_RECEIVED: [0, 1]}
