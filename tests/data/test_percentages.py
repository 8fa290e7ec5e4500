"""Rates of percent come in one unit, however a file writes them; what nobody says of them is asked or flagged."""

from pathlib import Path

import pandas as pd
import pytest

from data.importing import Imported, import_rows
from data.issues import Reason
from data.project import Project
from data.proposals import propose
from data.reading import read_rows

DAYS = {"period_start": "2024-12-31", "period_end": "2024-12-31", "vintage": "2025-07-01"}


def imported(folder: Path, project: Project, text: str, **settings: str) -> Imported:
    path = folder / "figures.csv"
    path.write_text(text, encoding="utf-8")
    header = text.partition("\n")[0].split(";")
    mapping = {"unit_code": "Mã xã", "value": header[-1]}
    mapping |= {"indicator": "Chỉ tiêu"} if "Chỉ tiêu" in header else {}
    mapping |= {"unit": "Đơn vị"} if "Đơn vị" in header else {}
    return import_rows(
        project, "indicators", read_rows(path), batch_id="b1", mapping=mapping, settings={**DAYS, **settings}
    )


def rows_of(result: Imported) -> list[tuple[str, float, str | None]]:
    rows = result.project["indicators"]
    units = [None if pd.isna(unit) else unit for unit in rows["unit"]]
    return list(zip(rows["indicator"], rows["value"].round(9), units, strict=True))


def reasons(result: Imported) -> set[Reason]:
    return {issue.reason for issue in result.report.problems}


@pytest.mark.parametrize(
    "text",
    [
        "Mã xã;Tỷ lệ hộ nghèo (%)\n03127;21,3\n03349;0,5\n",
        "Mã xã;Tỷ lệ hộ nghèo\n03127;21,3%\n03349;0,5 %\n",
        "Mã xã;Chỉ tiêu;Đơn vị;Giá trị\n03127;Tỷ lệ hộ nghèo;%;21,3\n03349;Tỷ lệ hộ nghèo;phần trăm;0,5\n",
        "Mã xã;Chỉ tiêu;Đơn vị;Giá trị\n03127;Tỷ lệ hộ nghèo;percent;21,3\n03349;Tỷ lệ hộ nghèo;%;0,5\n",
    ],
)
def test_percent_said_by_header_cell_or_unit_is_kept_as_written(
    tmp_path: Path, real_project: Project, text: str
) -> None:
    result = imported(tmp_path, real_project, text)
    assert rows_of(result) == [("poverty", 21.3, "%"), ("poverty", 0.5, "%")]
    assert not reasons(result) & {Reason.SHARE_TO_PERCENT, Reason.DEFAULT_USED, Reason.PERCENT_UNDECIDED}


def test_a_stated_share_becomes_percent_and_is_flagged(tmp_path: Path, real_project: Project) -> None:
    result = imported(tmp_path, real_project, "Mã xã;Tỷ lệ hộ nghèo\n03127;0,213\n03349;0,45\n", unit="share")
    assert rows_of(result) == [("poverty", 21.3, "%"), ("poverty", 45.0, "%")]
    assert Reason.SHARE_TO_PERCENT in reasons(result)
    assert result.report.flagged == 2


def test_a_rate_above_1_is_percent_and_the_assumption_is_flagged(tmp_path: Path, real_project: Project) -> None:
    result = imported(tmp_path, real_project, "Mã xã;Tỷ lệ hộ nghèo\n03127;21,3\n03349;0,5\n")
    assert rows_of(result) == [("poverty", 21.3, "%"), ("poverty", 0.5, "%")]
    assert result.report.flagged == 2
    assert [issue.numbers["value"] for issue in result.report.problems if issue.reason is Reason.DEFAULT_USED] == ["%"]


def test_rates_that_are_all_at_most_1_are_asked_about(tmp_path: Path, real_project: Project) -> None:
    text = "Mã xã;Tỷ lệ hộ nghèo\n03127;0,213\n03349;0,45\n"
    asked = imported(tmp_path, real_project, text)
    assert (asked.report.accepted, asked.report.set_aside) == (0, 2)
    assert Reason.PERCENT_UNDECIDED in reasons(asked)
    assert rows_of(imported(tmp_path, real_project, text, unit="%"))[0] == ("poverty", 0.213, "%")


def test_each_column_of_a_wide_table_is_judged_by_itself(tmp_path: Path, real_project: Project) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("Mã xã;Tỷ lệ hộ nghèo (%);Dân số\n03127;0,5;900\n03349;0,4;800\n", encoding="utf-8")
    mapping = {"unit_code": "Mã xã", "value": "Tỷ lệ hộ nghèo (%)|Dân số"}
    raw = read_rows(path)
    result = import_rows(real_project, "indicators", raw, batch_id="b1", mapping=mapping, settings=DAYS)
    assert rows_of(result) == [
        ("poverty", 0.5, "%"), ("population", 900.0, None), ("poverty", 0.4, "%"), ("population", 800.0, None)
    ]  # fmt: skip


def test_other_figures_keep_their_unit(tmp_path: Path, real_project: Project) -> None:
    result = imported(tmp_path, real_project, "Mã xã;Chỉ tiêu;Đơn vị;Giá trị\n03127;Dân số;người;900\n")
    assert rows_of(result) == [("population", 900.0, "người")]


def test_no_more_than_all_households_are_poor(tmp_path: Path, real_project: Project) -> None:
    result = imported(tmp_path, real_project, "Mã xã;Tỷ lệ hộ nghèo (%)\n03127;213\n03349;21,3\n")
    assert rows_of(result) == [("poverty", 21.3, "%")]
    assert Reason.TOO_LARGE in reasons(result)


def test_shares_of_split_units_may_be_written_in_percent(tmp_path: Path, real_project: Project) -> None:
    path = tmp_path / "corrected.csv"
    shares = "03352;03127;một phần;60;16/6/2025\n03352;03349;một phần;40;16/6/2025\n"
    path.write_text("Mã cũ;Mã mới;Nhập vào;Tỷ lệ (%);Ngày xác nhận\n" + shares, encoding="utf-8")
    raw = read_rows(path)
    mapping = dict(propose(real_project, "crosswalk", raw).mapping)
    rows = import_rows(real_project, "crosswalk", raw, batch_id="b1", mapping=mapping).project["crosswalk"]
    assert rows["weight"].tolist() == [0.6, 0.4]
    assert (rows["relation"].iloc[0], str(rows["stated_on"].iloc[0].date())) == ("part", "2025-06-16")


def test_shares_of_split_units_without_a_percent_sign_are_parts_of_1(tmp_path: Path, real_project: Project) -> None:
    path = tmp_path / "corrected.csv"
    shares = "03352;03127;part;60;16/6/2025\n03352;03349;part;40;16/6/2025\n"
    path.write_text("old_code;new_code;relation;weight;stated_on\n" + shares, encoding="utf-8")
    result = import_rows(real_project, "crosswalk", read_rows(path), batch_id="b1")
    assert result.project["crosswalk"].empty
    assert Reason.TOO_LARGE in reasons(result)
