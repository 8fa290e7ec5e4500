"""Files as offices send them become rows: names for codes, words for codes, wide tables, titles, older units."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from app.demo import new_project
from data.errors import AmbiguousVintage, InvalidSetting
from data.guessing import confident, guess_columns
from data.importing import Imported, import_rows
from data.issues import Reason, Verdict
from data.project import Project
from data.reading import read_rows
from data.repeats import Repeat, same_content
from data.row_conversion import MADE_FROM, with_converted
from data.templates import keep_template, kept_template, signature
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units

LATE = {"period": "Quý III/2025"}
PROVINCE = new_project("11")


def write(folder: Path, rows: list[list[object]], name: str = "file.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def take(
    path: Path, table: str = "case_counts", *, project: Project = PROVINCE, settings: dict[str, Any] | None = None,
    batch_id: str = "b-1", **options: Any,
) -> Imported:  # fmt: skip
    raw = read_rows(path)
    mapping = confident(guess_columns(table, raw)) | options.pop("mapping", {})
    return import_rows(project, table, raw, batch_id=batch_id, mapping=mapping, settings=settings or {}, **options)


def said(done: Imported, verdict: Verdict = Verdict.SET_ASIDE) -> list[tuple[int | None, str | None, str, str]]:
    return [
        (issue.row, issue.column, issue.value, issue.reason.value)
        for issue in done.report.problems
        if issue.verdict is verdict
    ]


def counted(done: Imported) -> list[tuple[str, str, int]]:
    rows = done.project["case_counts"]
    return list(zip(rows["unit_code"], rows["stage"], rows["count"], strict=True))


REPORT: list[list[object]] = [
    ["UBND TỈNH ĐIỆN BIÊN"],
    ["BÁO CÁO TÌNH HÌNH XÂM HẠI TRẺ EM"],
    ["Đến 30/9/2025"],
    [],
    ["STT", "Xã/phường", "Loại hình xâm hại", "Cơ quan", "Tình trạng xử lý", "Số vụ"],
    [1, "xã Thanh Yên", "Bạo lực thể chất", "Công an tỉnh Điện Biên", "Tiếp nhận", 3],
    [2, "P. Điện Biên Phủ", "Xâm hại tình dục", "111", "Đã xử lý", 2],
    [3, "Mường Nhe", "Bỏ rơi", "Y tế", "Đã sử lý", 1],
    ["", "Tổng cộng", "", "", "", 6],
]


def test_an_offices_report_becomes_rows(tmp_path: Path) -> None:
    done = take(write(tmp_path, REPORT))
    rows = done.project["case_counts"]
    assert counted(done) == [("03349", "received", 3), ("03127", "handled", 2)]
    assert rows["kind"].tolist() == ["physical_violence", "sexual_abuse"]
    assert rows["agency"].tolist() == ["police", "hotline_111"]
    assert rows["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2025-09-30"] * 2
    assert (done.report.read, done.report.accepted, done.report.set_aside, done.report.non_data) == (4, 2, 1, 1)


def test_what_the_title_says_and_what_is_assumed_beside_it_is_flagged(tmp_path: Path) -> None:
    done = take(write(tmp_path, REPORT))
    flagged = {(issue.column, issue.reason): issue.numbers["value"] for issue in done.report.problems if not issue.row}
    assert flagged["period_end", Reason.FROM_TITLE] == "2025-09-30"
    assert flagged["period_start", Reason.DEFAULT_USED] == "2025-01-01"
    assert done.report.flagged == 2


def test_a_name_that_is_not_sure_and_a_word_that_is_not_known_are_asked_and_remembered(tmp_path: Path) -> None:
    path = write(tmp_path, REPORT)
    done = take(path)
    assert said(done) == [
        (8, "Tình trạng xử lý", "Đã sử lý", "like_a_choice"),
        (8, "Xã/phường", "Mường Nhe", "name_tie"),
    ]
    answers = {"unit_code:Mường Nhe": "03160", "stage:Đã sử lý": "handled"}
    decided = take(path, settings=answers)
    assert counted(decided)[2] == ("03160", "handled", 1)
    assert decided.project["name_decisions"]["code"].tolist() == ["03160"]
    again = take(path, project=decided.project, settings={"stage:Đã sử lý": "handled"}, repeat=Repeat.UPDATE)
    assert counted(again) == counted(decided)


def test_a_code_and_a_name_must_agree_but_for_a_slip(tmp_path: Path) -> None:
    rows = [["Mã xã", "Tên xã", "Số vụ"], ["03349", "Thanh Yen", 3], ["03127", "Mường Phăng", 1]]
    done = take(write(tmp_path, rows), settings=LATE)
    assert counted(done) == [("03349", "received", 3)]
    assert said(done) == [(3, "Tên xã", "Mường Phăng", "code_and_name_differ")]


def test_a_unit_of_another_province_is_none_of_ours(tmp_path: Path) -> None:
    header = [["UBND TỈNH LAI CHÂU"], [], ["Tên xã", "Số vụ"]]
    done = take(write(tmp_path, [*header, ["Thanh Yên", 3], ["Mường Phăng", 3]]), settings=LATE)
    assert [reason for *_, reason in said(done)] == ["other_province"] * 2


WIDE = [["Tên xã", "Số vụ", ""], ["", "Tiếp nhận", "Giải quyết"], ["Thanh Yên", 3, 2], ["Mường Phăng", 1, ""]]


def test_a_wide_table_becomes_a_row_for_each_stage(tmp_path: Path) -> None:
    done = take(write(tmp_path, WIDE), settings=LATE)
    assert counted(done) == [("03349", "received", 3), ("03349", "handled", 2), ("03325", "received", 1)]
    assert (done.report.read, done.report.accepted) == (2, 2)
    assert done.report.mapping["count"] == "Số vụ – Tiếp nhận|Số vụ – Giải quyết"


def test_a_row_of_a_wide_table_is_taken_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    rows = [*WIDE, ["Thanh Nưa", 4, "hai"], ["Nà Tấu", "", ""]]
    done = take(write(tmp_path, rows), settings=LATE)
    assert len(counted(done)) == 3
    assert said(done) == [
        (5, "Số vụ – Giải quyết", "hai", "not_a_number"),
        (6, "Số vụ – Tiếp nhận", "", "missing"),
    ]
    report = done.report
    assert (report.read, report.accepted, report.set_aside) == (4, 2, 2)


def test_years_in_the_header_are_periods(tmp_path: Path) -> None:
    rows = [["Mã xã", "Tên xã", 2023, 2024], ["03349", "xã Thanh Yên", 3, 4]]
    done = take(write(tmp_path, rows), "indicators", settings={"indicator": "children"})
    kept = done.project["indicators"]
    assert kept["value"].tolist() == [3, 4]
    assert kept["period_start"].dt.strftime("%Y-%m-%d").tolist() == ["2023-01-01", "2024-01-01"]


def test_a_total_beside_its_parts_is_not_counted_twice(tmp_path: Path) -> None:
    rows = [["Tên xã", "Tổng số", "Xâm hại tình dục", "Bạo lực"], ["Thanh Yên", 3, 2, 1]]
    done = take(write(tmp_path, rows), settings=LATE)
    assert done.project["case_counts"]["kind"].tolist() == ["sexual_abuse", "physical_violence"]


OLD = known_units(OLD_VINTAGE).query("province_code == '11'")
COMMUNES = OLD[OLD["level"] == "commune"]
YEAR = {"period": "năm 2024"}


def old_table(folder: Path, *columns: str) -> Path:
    names = OLD.set_index("code")["name"]
    table = pd.DataFrame(
        {
            "Mã xã": COMMUNES["code"],
            "Huyện": "huyện " + COMMUNES["district_code"].map(names),
            "Tên xã": COMMUNES["kind"] + " " + COMMUNES["name"],
            "Số vụ": range(len(COMMUNES)),
        }
    )
    table[list(columns)].to_csv(folder / "old.csv", index=False)
    return folder / "old.csv"


@pytest.mark.parametrize("columns", [("Mã xã", "Tên xã"), ("Mã xã",), ("Huyện", "Tên xã"), ("Tên xã",)])
def test_a_table_of_2024_is_recognised_kept_and_converted(tmp_path: Path, columns: tuple[str, ...]) -> None:
    done = take(old_table(tmp_path, *columns, "Số vụ"), settings=YEAR)
    rows = done.project["case_counts"]
    assert done.report.vintage == OLD_VINTAGE
    by_vintage = rows.groupby("vintage")["count"].sum()
    assert by_vintage[OLD_VINTAGE] == by_vintage[VINTAGE]
    assert set(rows.loc[rows["vintage"] == VINTAGE, "source"]) == {MADE_FROM}
    if "Mã xã" in columns:
        assert by_vintage[OLD_VINTAGE] == sum(range(len(COMMUNES)))
        assert done.report.set_aside == 0


def test_codes_of_both_lists_are_asked_about_unless_a_person_says(tmp_path: Path) -> None:
    path = write(tmp_path, [["Mã xã", "Số vụ"], ["03349", 3]])
    with pytest.raises(AmbiguousVintage) as asked:
        take(path, settings=YEAR)
    assert (asked.value.in_both, asked.value.codes) == (1, ("03349",))
    old = take(path, settings=YEAR | {"vintage": "2024-12-31"})
    assert old.project["case_counts"]["vintage"].tolist() == [OLD_VINTAGE, VINTAGE]
    new = take(path, settings=YEAR | {"vintage": "2025-07-01"})
    assert new.project["case_counts"]["vintage"].tolist() == [VINTAGE]
    assert take(path, settings=LATE).project["case_counts"]["vintage"].tolist() == [VINTAGE]
    with pytest.raises(InvalidSetting):
        take(path, settings=YEAR | {"vintage": "năm ngoái"})


def test_files_of_old_communes_that_come_one_by_one_add_up(tmp_path: Path) -> None:
    links = {
        "03349": 3,
        "03355": 4,
    }  # both went into other communes or stayed: the sums must hold whatever became of them
    project = PROVINCE
    for number, (code, count) in enumerate(links.items()):
        path = write(tmp_path, [["Mã xã", "Số vụ"], [code, count]], f"{code}.xlsx")
        settings = YEAR | {"vintage": "2024-12-31"}
        project = take(path, project=project, settings=settings, batch_id=f"b-{number}").project
    rows = project["case_counts"]
    assert rows.groupby("vintage")["count"].sum().to_dict() == {OLD_VINTAGE: 7, VINTAGE: 7}
    assert not rows.duplicated(["unit_code", "vintage", "period_start"]).any()
    left = with_converted(project.without_batch("b-0"), "case_counts", batch_id="b-1").project["case_counts"]
    assert left.groupby("vintage")["count"].sum().to_dict() == {OLD_VINTAGE: 4, VINTAGE: 4}


def test_a_rate_stays_with_its_old_unit_where_nobody_says_what_it_is_a_rate_of(tmp_path: Path) -> None:
    path = write(tmp_path, [["Mã xã", "Chỉ tiêu", "Giá trị"], ["03349", "Tỷ lệ hộ nghèo", 12.5]])
    done = take(path, "indicators", settings=YEAR | {"vintage": "2024-12-31", "unit": "%"})
    assert done.project["indicators"]["vintage"].tolist() == [OLD_VINTAGE]
    assert [issue.numbers["wanted"] for issue in done.report.problems if issue.reason is Reason.RATE_KEPT] == [
        ("households", "population")
    ]


def test_a_place_gets_the_present_code_of_its_commune(tmp_path: Path) -> None:
    path = write(
        tmp_path, [["Loại hình", "Tên trường", "Mã xã", "Tên xã"], ["Trường học", "A", "03349", "Noong Luống"]]
    )
    done = take(path, "facilities")
    assert done.project["facilities"][["commune_code", "vintage"]].values.tolist() == [["03349", VINTAGE]]
    assert (2, "Mã xã", "03349", "unit_converted") in said(done, Verdict.FLAGGED)


def test_a_place_named_without_a_code_is_said_by_its_name(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Loại hình", "Tên trường", "Huyện", "Xã"],
        ["Trường học", "A", "Điện Biên", "Noong Luống"],
    ]
    mapping = {"unit_name": "Xã", "district": "Huyện"}
    done = take(write(tmp_path, rows), "facilities", mapping=mapping, settings={"vintage": OLD_VINTAGE})
    assert (2, "Xã", "Noong Luống", "unit_converted") in said(done, Verdict.FLAGGED)


def test_rows_that_are_there_already_are_replaced_left_or_added(tmp_path: Path) -> None:
    first = take(write(tmp_path, [["Mã xã", "Số vụ"], ["03349", 3], ["03127", 1]]), settings=LATE)
    changed = write(tmp_path, [["Mã xã", "Số vụ"], ["03349", 5], ["03160", 1]])
    left = take(changed, project=first.project, settings=LATE, repeat=Repeat.SKIP)
    assert counted(left) == [*counted(first), ("03160", "received", 1)]
    assert said(left) == [(2, None, "", "already_there")]
    replaced = take(changed, project=first.project, settings=LATE, repeat=Repeat.UPDATE)
    assert sorted(counted(replaced)) == [("03127", "received", 1), ("03160", "received", 1), ("03349", "received", 5)]
    schools = write(tmp_path, [["Loại hình", "Tên trường"], ["Trường học", "A"]], "schools.xlsx")
    once = take(schools, "facilities")
    assert len(take(schools, "facilities", project=once.project).project["facilities"]) == 1
    assert len(take(schools, "facilities", project=once.project, repeat=Repeat.ADD).project["facilities"]) == 2
    updated = take(schools, "facilities", project=once.project, repeat=Repeat.UPDATE).project["facilities"]
    assert updated["facility_id"].tolist() == ["school-1"]


def test_a_file_of_the_same_content_is_known_by_the_end_of_its_batch(tmp_path: Path) -> None:
    done = take(write(tmp_path, [["Mã xã", "Số vụ"], ["03349", 3]]), settings=LATE, batch_id="20250101-abc")
    assert same_content(done.project["case_counts"], "20260101-abc") == "20250101-abc"
    assert same_content(done.project["case_counts"], "20260101-abd") is None


def test_a_mapping_is_found_again_for_a_file_of_that_shape_and_holds_no_cell(tmp_path: Path) -> None:
    columns = ["Mã xã", "Số vụ", "Ghi chú"]
    settings = {"stage": "open", "unit_code": "03349", "period_start": "2025-07-01", "unit_code:Nguyễn": "03349"}
    project = keep_template(PROVINCE, "case_counts", columns, {"unit_code": "Mã xã", "count": "Số vụ"}, settings)
    found = kept_template(project, "case_counts", ["ghi chu", "MÃ XÃ", "Số vụ"])
    assert found is not None
    assert found.mapping == {"unit_code": "MÃ XÃ", "count": "Số vụ"}
    assert found.settings == {"stage": "open"}
    assert kept_template(project, "indicators", columns) is None
    assert kept_template(project, "case_counts", ["Mã xã", "Số vụ"]) is None
    stored = json.dumps(project["import_templates"].astype(str).to_numpy().tolist(), ensure_ascii=False)
    assert "Nguyễn" not in stored and "03349" not in stored
    assert signature(columns) in stored
    assert keep_template(project, "case_counts", columns, found.mapping, {"stage": "open"}) is not PROVINCE


BEFORE = dict.fromkeys(("06079", "06094", "06184", "06190", "06205", "06208", "06214"), 100)
AFTER = {"06079": 100 + 75, "06184": 500 + 25}
"""Children of the communes of Lạng Sơn around 06079, which was split: the others went whole to one of the two."""


def children_of(units: dict[str, int], vintage: str, year: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_code": list(units), "vintage": vintage, "indicator": "children", "value": list(units.values()),
            "period_start": pd.Timestamp(year, 1, 1), "period_end": pd.Timestamp(year, 12, 31), "source": "stated",
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "basis", "shared"),
    [(AFTER, "children", [6, 2]), ({"06079": 175}, "equal", [4, 4]), ({}, "equal", [4, 4])],
)
def test_a_split_commune_is_shared_by_the_children_before_and_after_else_equally(
    tmp_path: Path, known: dict[str, int], basis: str, shared: list[int]
) -> None:
    project = new_project("20").append("indicators", children_of(BEFORE, OLD_VINTAGE, 2024))
    if known:
        project = project.append("indicators", children_of(known, VINTAGE, 2025))
    path = write(tmp_path, [["Mã xã", "Số vụ"], ["06079", 8]])
    done = take(path, project=project, settings=YEAR | {"vintage": "2024-12-31"})
    rows = done.project["case_counts"]
    made = rows[rows["vintage"] == VINTAGE]
    assert made["unit_code"].tolist() == ["06079", "06184"]
    assert made["count"].tolist() == shared
    said_of_it = done.report.converted
    assert said_of_it is not None
    assert said_of_it.basis.shared_by == {basis: 1}
    assert (said_of_it.total_in, said_of_it.total_out, said_of_it.total_unmatched) == (8.0, 8.0, 0.0)
    assert said_of_it.ranges[["unit_code", "low", "high"]].values.tolist() == [["06079", 0, 8], ["06184", 0, 8]]
    [flagged] = [issue for issue in done.report.problems if issue.reason is Reason.COUNT_SHARED]
    names = known_units(VINTAGE).set_index("code")["name"]
    assert (flagged.row, flagged.value, flagged.verdict) == (2, "06079", Verdict.FLAGGED)
    assert flagged.numbers["parts"] == ", ".join(
        f"{names[code]} ({code}) {taken} (0–8)" for code, taken in zip(("06079", "06184"), shared, strict=True)
    )
