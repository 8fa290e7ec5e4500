"""`lachan import`: the contract of its JSON, ugly files end to end, templates, repeated files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from tests.data.ugly_files import UGLY

Lachan = Callable[..., Any]
QUARTER = ("--set", "period=Quý III/2025", "--lang", "en", "--json")
CONTRACT = {"read", "accepted", "flagged", "set_aside", "non_data", "vintage", "encoding", "mapping", "problems"}


@pytest.fixture
def project(lachan: Lachan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LACHAN_PASSPHRASE", "một mật khẩu để thử")
    assert lachan("new", tmp_path / "p.lachan", "--province", "11").code == 0
    return tmp_path / "p.lachan"


def report_of(ran: Any) -> dict[str, Any]:
    assert ran.out, ran.err
    return dict(json.loads(ran.out))


def table_of(project: Path, name: str) -> Any:
    with Store.open(project, passphrase="một mật khẩu để thử") as store:
        return store.project[name]


FORMS = {
    "codes and names beside them": (2, 1, {"code_and_name_differ"}),
    "names alone": (1, 1, {"name_unsure"}),
}
READ = {
    **dict.fromkeys(
        [
            "titles_above.csv",
            "letterhead.xlsx",
            "line_breaks_in_the_header.xlsx",
            "tabs.tsv",
            "byte_order_mark.csv",
            "utf_16.txt",
            "utf_16_without_mark.csv",
            "utf_16_big_end.csv",
            "windows_1258.csv",
            "tcvn3.csv",
            "tcvn3_in_cells.xlsx",
            "decomposed.csv",
            "cover_sheet.xlsx",
            "blank_rows.xlsx",
            "header_on_each_page.csv",
            "numbering_row_of_letters.xlsx",
            "totals_below.csv",
            "totals_above.xlsx",
            "totals_wrong.csv",
            "notes_and_signatures.xlsx",
            "everything.csv",
        ],
        "codes and names beside them",
    ),
    **dict.fromkeys(
        [
            "two_lines_merged.xlsx",
            "two_lines_merged.xls",
            "two_lines_told_by_blanks.csv",
            "two_lines_told_by_blanks.ods",
            "upper_line_nearly_empty.csv",
            "sheet_for_each_commune.xlsx",
        ],
        "names alone",
    ),
}
"""Ugly files whose rows are counts, and what becomes of them.

03151 is no code of Mường Nhé, and Mường Nhé is one letter from Mường Nhà: both are for a person to decide.
"""


@pytest.mark.parametrize("name", READ)
def test_an_ugly_file_comes_in_without_a_word_about_its_columns(lachan: Lachan, project: Path, name: str) -> None:
    path = project.with_name(name)
    UGLY[name].write(path)
    report = report_of(lachan("import", project, "case_counts", path, *QUARTER, "--dry-run"))
    accepted, set_aside, reasons = FORMS[READ[name]]
    assert report.keys() >= CONTRACT
    assert (report["accepted"], report["set_aside"]) == (accepted, set_aside)
    assert report["non_data"] == len(UGLY[name].meant.non_data)
    assert report["read"] == report["accepted"] + report["set_aside"] + report["non_data"]
    assert {each["code"] for each in report["problems"] if each["verdict"] == "set_aside"} == reasons
    assert all(each.keys() >= {"sheet", "row", "column", "value", "reason", "fix"} for each in report["problems"])
    assert all(each["reason"] and each["fix"] for each in report["problems"])


@pytest.mark.parametrize("name", [name for name, ugly in UGLY.items() if ugly.meant.refused and name != "locked.xlsx"])
def test_a_file_that_cannot_be_read_is_one_sentence_and_a_hint(lachan: Lachan, project: Path, name: str) -> None:
    path = project.with_name(name)
    UGLY[name].write(path)
    ran = lachan("import", project, "case_counts", path, *QUARTER)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 2)


def test_a_dry_run_says_the_same_as_the_import(lachan: Lachan, project: Path) -> None:
    path = project.with_name("titles_above.csv")
    UGLY[path.name].write(path)
    said = [report_of(lachan("import", project, "case_counts", path, *QUARTER, *each)) for each in (["--dry-run"], [])]
    assert said[0] == said[1]
    assert len(table_of(project, "case_counts")) == 4


COUNTS = "Tên xã,Tình trạng,Số liệu đếm\nThanh Yên,Tiếp nhận,3\nMường Phăng,Đã xử lý,1\n"


def test_what_was_mapped_once_is_known_for_the_next_file_of_the_shape(lachan: Lachan, project: Path) -> None:
    first, second = project.with_name("1.csv"), project.with_name("2.csv")
    first.write_text(COUNTS, encoding="utf-8")
    second.write_text(COUNTS.replace("3\n", "5\n"), encoding="utf-8")
    mapping = ("--map", "stage=Tình trạng", "--map", "count=Số liệu đếm", "--set", "agency=police")
    assert report_of(lachan("import", project, "case_counts", first, *mapping, *QUARTER))["accepted"] == 2
    later = report_of(lachan("import", project, "case_counts", second, "--set", "period=Quý IV/2025", "--json"))
    assert (later["accepted"], later["mapping"]["stage"], later["mapping"]["count"]) == (2, "Tình trạng", "Số liệu đếm")
    rows = table_of(project, "case_counts")
    assert rows["agency"].tolist() == ["police"] * 4
    assert rows["count"].tolist() == [3, 1, 5, 1]


def test_the_same_file_twice_is_asked_about_and_updated_skipped_or_added(lachan: Lachan, project: Path) -> None:
    path = project.with_name("schools.csv")
    path.write_text("Loại hình,Tên trường,Xã\nTrường học,A,Thanh Yên\nTrường học,B,Mường Phăng\n", encoding="utf-8")
    assert report_of(lachan("import", project, "facilities", path, "--json"))["accepted"] == 2
    asked = lachan("import", project, "facilities", path)
    assert asked.code == 1 and "--repeat" in asked.err and "schools.csv" in asked.err
    skipped = report_of(lachan("import", project, "facilities", path, "--repeat", "skip", "--json"))
    assert (skipped["accepted"], skipped["set_aside"]) == (0, 2)
    assert report_of(lachan("import", project, "facilities", path, "--repeat", "update", "--json"))["accepted"] == 2
    assert len(table_of(project, "facilities")) == 2
    assert report_of(lachan("import", project, "facilities", path, "--repeat", "add", "--json"))["accepted"] == 2
    assert table_of(project, "facilities")["facility_id"].tolist() == ["school-1", "school-2", "school-3", "school-4"]


def test_undecided_codes_are_asked_about_with_the_figures(lachan: Lachan, project: Path) -> None:
    path = project.with_name("codes.csv")
    path.write_text("Mã xã,Số vụ\n03349,3\n03127,1\n", encoding="utf-8")
    year = ("--set", "period=năm 2024", "--lang", "en")
    asked = lachan("import", project, "case_counts", path, *year)
    assert asked.code == 1 and "2 are in the list" in asked.err and "--set vintage=2024-12-31" in asked.err
    told = report_of(lachan("import", project, "case_counts", path, *year, "--set", "vintage=2024-12-31", "--json"))
    assert (told["accepted"], told["vintage"]) == (2, "2025-03-01")
    assert "rows_converted" in {each["code"] for each in told["problems"]}
    made = told["converted"]
    assert (made["total_in"], made["total_out"], made["total_unmatched"], made["unmatched"]) == (4.0, 4.0, 0.0, [])
    assert (made["basis"]["from_"], made["basis"]["to"]) == ("2025-03-01", "2025-07-01")
    assert made["ranges"] == []


def test_a_name_is_decided_on_the_command_line_and_remembered(lachan: Lachan, project: Path) -> None:
    path = project.with_name("names.csv")
    path.write_text("Tên xã,Số vụ\nMường Nhe,3\n", encoding="utf-8")
    ran = report_of(lachan("import", project, "case_counts", path, *QUARTER))
    (problem,) = (each for each in ran["problems"] if each["verdict"] == "set_aside")
    assert problem["fix"].startswith('Say which one is meant: --set "unit_code:Mường Nhe=CODE"')
    assert "Mường Nhé (03160)" in problem["reason"]
    decided = ("--set", "unit_code:Mường Nhe=03160")
    assert report_of(lachan("import", project, "case_counts", path, *decided, *QUARTER))["accepted"] == 1
    path.write_text("Tên xã,Số vụ\nMường Nhe,4\n", encoding="utf-8")
    later = ("--set", "period=Quý IV/2025", "--json")
    assert report_of(lachan("import", project, "case_counts", path, *later))["accepted"] == 1


def test_a_split_commune_comes_with_the_range_of_what_each_part_may_hold(lachan: Lachan, tmp_path: Path) -> None:
    project, path = tmp_path / "lang-son.lachan", tmp_path / "counts.csv"
    assert lachan("new", project, "--province", "20").code == 0
    path.write_text("Mã xã,Chỉ tiêu,Giá trị\n06079,Số trẻ em,9\n", encoding="utf-8")
    year = ("--set", "period=năm 2024", "--set", "vintage=2024-12-31", "--json")
    ranges = report_of(lachan("import", project, "indicators", path, *year))["converted"]["ranges"]
    assert [(each["unit_code"], each["low"], each["high"]) for each in ranges] == [("06079", 0, 9), ("06184", 0, 9)]
    assert ranges[0]["period_end"] == "2024-12-31"


CASES = "Họ và tên,Ngày sinh,Mã xã,Ngày tiếp nhận,Cơ quan,Bí danh\nLò Thị Thuỷ,9/3/2014,03349,1/7/2025,Công an,Bông\n"


def test_a_column_a_person_drops_is_identity_and_read_by_nobody(lachan: Lachan, project: Path) -> None:
    path = project.with_name("cases.csv")
    path.write_text(CASES, encoding="utf-8")
    ran = report_of(lachan("import", project, "cases", path, "--drop", "Bí danh", "--drop", "Cơ quan", "--json"))
    assert ran["accepted"] == 1
    dropped = {each["column"] for each in ran["problems"] if each["code"] == "identity_dropped"}
    assert dropped == {"Họ và tên", "Ngày sinh", "Bí danh", "Cơ quan"}
    row = table_of(project, "cases").iloc[0]
    assert row["link_keys"] and "Bông" not in str(row.to_dict()) and str(row["agency"]) == "nan"


def test_a_dropped_column_of_another_table_fills_no_field(lachan: Lachan, project: Path) -> None:
    path = project.with_name("schools.csv")
    path.write_text("Loại hình,Tên trường,Xã\nTrường học,A,Thanh Yên\n", encoding="utf-8")
    ran = report_of(lachan("import", project, "facilities", path, "--drop", "Tên trường", "--json"))
    assert ran["mapping"] == {"kind": "Loại hình", "unit_name": "Xã"}
    unknown = lachan("import", project, "facilities", path, "--drop", "Ghi chú")
    assert unknown.code == 1 and "Ghi chú" in unknown.err


def test_a_raster_is_known_by_its_hash_and_refused_without_a_reference_system(lachan: Lachan, project: Path) -> None:
    import numpy as np
    import rasterio
    from affine import Affine

    for name, crs in (("dem.tif", "EPSG:32648"), ("bare.tif", None)):
        with rasterio.open(
            project.with_name(name), "w", driver="GTiff", width=2, height=2, count=1, dtype="int16", crs=crs,
            transform=Affine(90, 0, 0, 0, -90, 0),
        ) as file:  # fmt: skip
            file.write(np.ones((2, 2), dtype="int16"), 1)
    role = ("--set", "role=elevation", "--json")
    assert report_of(lachan("import", project, "rasters", project.with_name("dem.tif"), *role))["accepted"] == 1
    row = table_of(project, "rasters").iloc[0]
    assert (row["role"], row["crs"], row["resolution"], len(row["sha256"])) == ("elevation", "EPSG:32648", 90.0, 64)
    refused = lachan("import", project, "rasters", project.with_name("bare.tif"), *role)
    assert refused.code == 1 and "bare.tif" in refused.err and len(refused.err.splitlines()) == 2
    without_role = lachan("import", project, "rasters", project.with_name("dem.tif"), "--repeat", "add")
    assert without_role.code == 1 and "role" in without_role.err.casefold()
