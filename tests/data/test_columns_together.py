"""Fields that several columns fill together: boys and girls added up, a year and a quarter, serials among days."""

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from app.demo import new_project
from data.guessing import confident, guess_columns
from data.importing import Imported, import_rows
from data.issues import Reason, Verdict
from data.named_columns import cells_of_columns, columns_of
from data.period_columns import are_years, period_texts, year_and_part
from data.reading import read_rows

PROVINCE = new_project("11")
LATE = {"period": "Quý III/2025"}


def take(folder: Path, rows: list[list[object]], table: str = "case_counts", **settings: Any) -> Imported:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "file.xlsx")
    raw = read_rows(folder / "file.xlsx")
    mapping = confident(guess_columns(table, raw))
    return import_rows(PROVINCE, table, raw, batch_id="b-1", mapping=mapping, settings=settings)


def counted(done: Imported) -> list[tuple[str, str, int]]:
    rows = done.project["case_counts"]
    return list(zip(rows["unit_code"], rows["stage"], rows["count"], strict=True))


def added(done: Imported) -> list[object]:
    return [issue.numbers["columns"] for issue in done.report.problems if issue.reason is Reason.SEXES_ADDED]


def set_aside(done: Imported) -> list[tuple[int | None, str | None, str, str]]:
    return [
        (issue.row, issue.column, issue.value, issue.reason.value)
        for issue in done.report.problems
        if issue.verdict is Verdict.SET_ASIDE
    ]


def test_counts_of_boys_and_girls_are_added_up_and_the_report_says_so(tmp_path: Path) -> None:
    done = take(tmp_path, [["Tên xã", "Nam", "Nữ"], ["Thanh Yên", 1, 2], ["Mường Phăng", "", 3]], **LATE)
    assert counted(done) == [("03349", "received", 3), ("03325", "received", 3)]
    assert added(done) == ["Nam + Nữ"]
    assert done.report.mapping["count"] == "Nam|Nữ"


def test_a_cell_of_one_sex_that_is_no_count_sets_the_row_aside(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Tên xã", "Nam", "Nữ"], ["Thanh Yên", "x", 2], ["Mường Phăng", -1, 3]]
    done = take(tmp_path, rows, **LATE)
    assert set_aside(done) == [
        (2, "Nam|Nữ", "x 2", "not_a_number"),
        (3, "Nam|Nữ", "-1 3", "too_small"),
    ]
    assert (done.report.read, done.report.set_aside) == (2, 2)


def test_sexes_are_added_up_stage_by_stage(tmp_path: Path) -> None:
    header: list[list[object]] = [
        ["Tên xã", "Tiếp nhận", "", "Giải quyết", ""],
        ["", "Nam", "Nữ", "Nam", "Nữ"],
    ]
    done = take(tmp_path, [*header, ["Thanh Yên", 1, 2, 0, 1]], **LATE)
    assert counted(done) == [("03349", "received", 3), ("03349", "handled", 1)]
    assert added(done) == ["Tiếp nhận – Nam + Tiếp nhận – Nữ", "Giải quyết – Nam + Giải quyết – Nữ"]


def test_a_total_beside_them_goes_before(tmp_path: Path) -> None:
    header: list[list[object]] = [
        ["Tên xã", "Tiếp nhận", "", "", "Giải quyết", "", ""],
        ["", "Tổng", "Nam", "Nữ", "Tổng", "Nam", "Nữ"],
    ]
    done = take(tmp_path, [*header, ["Thanh Yên", 3, 1, 2, 1, 0, 1]], **LATE)
    assert counted(done) == [("03349", "received", 3), ("03349", "handled", 1)]
    assert added(done) == []


def test_girls_alone_are_not_all_children(tmp_path: Path) -> None:
    done = take(tmp_path, [["Tên xã", "Số vụ", "Trong đó: Nữ"], ["Thanh Yên", 3, 2]], **LATE)
    assert counted(done) == [("03349", "received", 3)]
    assert done.report.mapping["count"] == "Số vụ"


def test_figures_keep_the_sex(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Tên xã", "Chỉ tiêu", "Nam", "Nữ"], ["Thanh Yên", "Số trẻ em", 700, 650]]
    kept = take(tmp_path, rows, "indicators", **LATE).project["indicators"]
    assert kept[["indicator", "sex", "value"]].values.tolist() == [
        ["children", "male", 700.0],
        ["children", "female", 650.0],
    ]


def test_a_year_and_a_quarter_in_two_columns_are_one_period(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Tên xã", "Năm", "Quý", "Số vụ"],
        ["Thanh Yên", 2025, "III", 2],
        ["Mường Phăng", 2025, 4, 1],
        ["Mường Ảng", 2025, "V", 1],
    ]
    done = take(tmp_path, rows)
    kept = done.project["case_counts"]
    assert done.report.mapping["period"] == "Năm|Quý"
    assert kept["period_start"].dt.strftime("%Y-%m-%d").tolist() == ["2025-07-01", "2025-10-01"]
    assert kept["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2025-09-30", "2025-12-31"]
    assert set_aside(done) == [(4, "Năm|Quý", "2025 V", "not_a_period")]


def test_a_month_beside_the_year_of_a_wide_table(tmp_path: Path) -> None:
    header: list[object] = ["Tên xã", "Tháng", "Năm", "Tiếp nhận", "Giải quyết"]
    done = take(tmp_path, [header, ["Thanh Yên", 7, 2025, 2, 1], ["Mường Phăng", "Tháng 8", 2025, 3, 0]])
    ends = done.project["case_counts"]["period_end"].dt.strftime("%Y-%m-%d").tolist()
    assert ends == ["2025-07-31", "2025-07-31", "2025-08-31", "2025-08-31"]
    assert [count for *_, count in counted(done)] == [2, 1, 3, 0]


@pytest.mark.parametrize(
    ("part", "expected"),
    [("3", "Quý 3 2025"), ("Quý IV", "Quý IV 2025"), ("", "2025"), ("Quý I/2024", "Quý I/2024"), ("?", "? 2025")],
)
def test_words_of_a_year_and_a_quarter(part: str, expected: str) -> None:
    rows = pd.DataFrame({"Năm": ["Năm 2025" if part else "2025"], "Quý": [part]}, dtype="str")
    assert period_texts("Năm|Quý", rows).tolist() == [expected]


def test_only_years_make_a_column_of_years() -> None:
    assert are_years(pd.Series(["2025", "", "Năm 2024"], dtype="str"))
    assert not are_years(pd.Series(["3", "2025"], dtype="str"))
    assert not are_years(pd.Series(["", ""], dtype="str"))
    assert year_and_part(["Năm", "Số vụ"]) is None


def test_a_mapping_names_one_column_or_several() -> None:
    frame = pd.DataFrame({"a|b": ["1"], "a": ["2"], "b": [""]}, dtype="str")
    assert columns_of("a|b", frame) == ("a|b",)
    assert columns_of("a|c", frame) == ("a", "c")
    assert cells_of_columns("a|b", frame[["a", "b"]]).tolist() == ["2"]


def test_serials_kept_as_text_are_days_where_other_cells_are(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Tên xã", "Từ ngày", "Đến ngày", "Số vụ"],
        ["Thanh Yên", "1/7/2025", "30/9/2025", 1],
        ["Mường Phăng", "45839", "45930", 1],
    ]
    kept = take(tmp_path, rows).project["case_counts"]
    assert kept["period_start"].dt.strftime("%Y-%m-%d").tolist() == ["2025-07-01"] * 2
    assert kept["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2025-09-30"] * 2


def test_other_kinds_have_a_code_and_a_poverty_rate_is_the_figure_of_the_demo(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Tên xã", "Hình thức", "Số vụ"], ["Thanh Yên", "Khác", 1]]
    assert take(tmp_path, rows, **LATE).project["case_counts"]["kind"].tolist() == ["other"]
    rows = [["Tên xã", "Tỷ lệ hộ nghèo (%)", "Dân số"], ["Thanh Yên", 12.5, 2000]]
    kept = take(tmp_path, rows, "indicators", period="2025").project["indicators"]
    assert kept["indicator"].tolist() == ["poverty", "population"]
