"""What rows must keep to: the declaration of their table, the units of the project, and each other."""

import numpy as np
import pandas as pd
import pytest

from data.checking import (
    check_cells,
    check_column,
    check_identities,
    check_order,
    check_repeats,
    check_units,
    pad_codes,
    row_schema,
)
from data.frames import conform, empty_frame
from data.issues import Reason, Verdict, fix_of, verdict_of
from data.schema import TABLES, Kind

COUNTS = TABLES["case_counts"]
UNITS = conform(
    pd.DataFrame(
        {
            "code": ["11", "03127", "03349"],
            "level": ["province", "commune", "commune"],
            "name": ["Điện Biên", "Điện Biên Phủ", "Thanh Yên"],
            "vintage": ["2025-07-01"] * 3,
        }
    ),
    TABLES["units"],
)
GOOD = {
    "unit_code": "03349",
    "vintage": "2025-07-01",
    "period_start": "2023-12-15",
    "period_end": "2024-09-14",
    "place": "home",
    "kind": "all",
    "agency": "police",
    "stage": "received",
    "counted": "cases",
    "count": 3,
}


def counts(*changes: dict[str, object]) -> pd.DataFrame:
    return conform(pd.DataFrame([GOOD | change for change in changes]), COUNTS).reset_index(drop=True)


def found(findings) -> dict[tuple[Reason, str | None], list[int]]:
    return {(finding.reason, finding.field): finding.rows.tolist() for finding in findings}


def test_good_rows_have_no_findings():
    rows = counts({}, {"count": 0})
    assert check_cells(rows, COUNTS) == []
    assert check_order(rows, COUNTS) == []
    assert check_units(rows, COUNTS, UNITS) == []


def test_every_table_has_a_schema_of_its_plain_columns():
    for name, table in TABLES.items():
        plain = [column.name for column in table.columns if column.kind not in (Kind.GEOMETRY, Kind.BLOB)]
        assert list(row_schema(name).columns) == plain
        assert check_cells(empty_frame(table), table) == []


def test_each_broken_cell_is_found_with_its_limit():
    rows = counts({}, {"count": -1}, {"stage": "closed"}, {"kind": None}, {"count": None, "place": "moon"})
    findings = check_cells(rows, COUNTS)
    assert found(findings) == {
        (Reason.TOO_SMALL, "count"): [1],
        (Reason.NOT_A_CHOICE, "stage"): [2],
        (Reason.MISSING, "kind"): [3],
        (Reason.MISSING, "count"): [4],
        (Reason.NOT_A_CHOICE, "place"): [4],
    }
    numbers = {finding.reason: finding.common for finding in findings}
    assert numbers[Reason.TOO_SMALL] == {"minimum": 0}
    assert "received" in {f.field: f for f in findings}["stage"].common["choices"]


def test_limits_are_inclusive():
    latitude = TABLES["facilities"].column("lat")
    assert check_column(pd.Series([-90.0, 0.0, 90.0]), latitude) == []
    assert found(check_column(pd.Series([90.0001, -91.0]), latitude)) == {
        (Reason.TOO_LARGE, "lat"): [0],
        (Reason.TOO_SMALL, "lat"): [1],
    }


def test_columns_of_another_type_are_a_bug_and_not_a_finding():
    with pytest.raises(TypeError):
        check_column(pd.Series(["1"]), TABLES["facilities"].column("lat"))


def test_a_period_may_last_one_day_and_not_end_before_it_starts():
    day = {"period_start": "2025-06-12", "period_end": "2025-06-12"}
    (finding,) = check_order(counts(day, day | {"period_end": "2025-06-11"}), COUNTS)
    assert (finding.reason, finding.field, finding.rows.tolist()) == (Reason.ENDS_BEFORE_START, "period_end", [1])
    assert finding.each == {"start": ("2025-06-12",)}


def test_codes_are_units_of_the_project_in_the_vintage_of_the_row():
    rows = counts({}, {"unit_code": "99999"}, {"vintage": "2024-01-01"}, {"unit_code": "11"})
    findings = check_units(rows, COUNTS, UNITS)
    assert found(findings) == {(Reason.UNKNOWN_UNIT, "unit_code"): [1], (Reason.OTHER_VINTAGE, "unit_code"): [2]}
    assert findings[1].each == {"vintage": ("2024-01-01",)}


def test_a_commune_code_is_not_a_province():
    table = TABLES["visits"]
    rows = conform(pd.DataFrame({"commune_code": ["03349", "11"], "vintage": "2025-07-01"}), table)
    assert found(check_units(rows.reset_index(drop=True), table, UNITS)) == {(Reason.UNKNOWN_UNIT, "commune_code"): [1]}


@pytest.mark.parametrize(
    ("code", "padded"),
    [("3349", "03349"), ("03349", "03349"), ("11", "11"), ("334", "334"), ("1", "1"), ("Thanh Yên", "Thanh Yên")],
)
def test_zeros_come_back_only_where_that_makes_a_known_code(code, padded):
    assert pad_codes(pd.Series([code]), frozenset(UNITS["code"])).tolist() == [padded]


def test_a_code_that_could_be_two_units_stays_as_it_is():
    assert pad_codes(pd.Series(["4"]), frozenset({"04", "00004"})).tolist() == ["4"]


def test_an_officer_is_not_known_by_a_name():
    officers = pd.DataFrame({"officer_id": ["CB 01", "police-7", "Nguyễn Thị Hoa", "Tran Van A", None]})
    (finding,) = check_identities(officers)
    assert (finding.reason, finding.rows.tolist(), finding.private) == (Reason.LOOKS_LIKE_A_NAME, [2, 3], True)


def repeats(rows: pd.DataFrame, stored: pd.DataFrame | None = None):
    held = empty_frame(COUNTS) if stored is None else stored
    numbers = np.arange(2, 2 + len(rows))
    return {
        finding.reason: dict(zip(finding.rows.tolist(), finding.each["repeats"], strict=True))
        for finding in check_repeats(rows, held, COUNTS, key=COUNTS.key, row_numbers=numbers)
    }


def test_a_later_row_with_the_same_key_repeats_the_first():
    rows = counts({}, {"stage": "handled"}, {}, {"count": 4})
    assert repeats(rows) == {Reason.DUPLICATE: {2: 2}, Reason.CONTRADICTION: {3: 2}}


def test_rows_already_stored_are_repeated_without_a_row_number():
    assert repeats(counts({}, {"stage": "open"}), counts({})) == {Reason.DUPLICATE: {0: None}}


def test_missing_parts_of_a_key_are_equal_to_each_other():
    table = TABLES["indicators"]
    row = {
        "unit_code": "03349", "vintage": "2025-07-01", "indicator": "population",
        "period_start": "2024-01-01", "period_end": "2024-12-31", "value": 5.0,
    }  # fmt: skip
    rows = conform(pd.DataFrame([row, row, row | {"sex": "female"}]), table).reset_index(drop=True)
    (finding,) = check_repeats(rows, empty_frame(table), table, key=table.key, row_numbers=np.arange(3))
    assert finding.rows.tolist() == [1]


def test_every_reason_has_a_verdict_and_a_fix():
    assert {verdict_of(reason) for reason in Reason} == set(Verdict)
    assert all(fix_of(reason) for reason in Reason)
