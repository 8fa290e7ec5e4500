"""Every row read is accepted, set aside or no data, and the report says which and why, without the text of a note."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from data.admin_units import VINTAGE
from data.import_report import ImportReport
from data.importing import import_rows
from data.issues import Fix, Reason, Verdict
from data.project import About, Project
from data.reading import read_rows
from tests.data.ugly_files import PERSON, as_text, to_tcvn3, xlsx

HEADER = ("Mã xã", "Nội dung", "Kỳ", "Số vụ")
MAPPING = {"unit_code": "Mã xã", "kind": "Nội dung", "count": "Số vụ"}
SETTINGS = {"period_start": "2025-01-01", "period_end": "2025-09-30", "agency": "police"}
SHEET = [
    ("BÁO CÁO", "", "", ""),
    HEADER,
    ("(1)", "(2)", "(3)", "(4)"),
    ("Huyện Điện Biên", "", "", ""),
    ("03127", "neglect", 5, 3),
    ("", "", "", ""),
    ("03349", "neglect", 5, "ba"),
    ("03349", "neglect", 5, 4),
    ("Tổng cộng", "", 99, 8),
    (f"Ghi chú: {PERSON}", "", "", ""),
]


def report_of(path: Path) -> ImportReport:
    units = gpd.GeoDataFrame(
        {"code": ["03127", "03349"], "level": "commune", "parent_code": "11", "name": ["A", "B"], "vintage": VINTAGE},
        geometry=[box(103, 21, 104, 22)] * 2,
        crs="EPSG:4326",
    )
    project = Project.new(About.new("test", "11", vintage=VINTAGE, simulated=False, schematic=True), {"units": units})
    done = import_rows(project, "case_counts", read_rows(path), batch_id="b", mapping=MAPPING, settings=SETTINGS)
    return done.report


@pytest.fixture
def report(tmp_path) -> ImportReport:
    path = tmp_path / "table.csv"
    path.write_text(as_text(SHEET), encoding="utf-8")
    return report_of(path)


def listed(report: ImportReport, *reasons: Reason) -> dict[int | None, Reason]:
    return {issue.row: issue.reason for issue in report.problems if issue.reason in reasons}


def test_the_three_add_up_to_the_rows_below_the_header(report):
    assert (report.read, report.accepted, report.set_aside, report.non_data) == (8, 2, 1, 5)


def test_each_row_without_data_is_listed_with_its_number_and_reason(report):
    assert listed(
        report, Reason.NUMBERING_ROW, Reason.GROUP_ROW, Reason.BLANK_ROW, Reason.TOTALS_ROW, Reason.NOTE_ROW
    ) == {
        3: Reason.NUMBERING_ROW,
        4: Reason.GROUP_ROW,
        6: Reason.BLANK_ROW,
        9: Reason.TOTALS_ROW,
        10: Reason.NOTE_ROW,
    }
    assert listed(report, Reason.NOT_WHOLE, Reason.NOT_A_NUMBER) == {7: Reason.NOT_A_NUMBER}


def test_a_wrong_total_is_listed_for_the_columns_that_are_used(report):
    (issue,) = [issue for issue in report.problems if issue.reason is Reason.TOTAL_DIFFERS]
    assert (issue.row, issue.column, issue.verdict, issue.fix) == (9, "Số vụ", Verdict.NOTED, Fix.CHECK_TOTAL)
    assert issue.numbers == {"stated": 8.0, "added": 7.0}


def test_nothing_of_a_note_is_repeated(report):
    assert PERSON not in json.dumps([repr(issue) for issue in report.problems], ensure_ascii=False)


def test_a_recognised_encoding_is_said_with_its_evidence(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(to_tcvn3(as_text(SHEET)))
    report = report_of(path)
    (issue,) = [issue for issue in report.problems if issue.reason is Reason.TEXT_CONVERTED]
    assert report.encoding == issue.numbers["encoding"] == "tcvn3"
    assert issue.numbers["words"] >= issue.numbers["syllables"] > 10


def test_sheets_of_the_same_shape_are_offered(tmp_path):
    path = tmp_path / "table.xlsx"
    xlsx(SHEET, Hai=SHEET, Khác=[("a", "b"), (1, 2)])(path)
    (issue,) = [issue for issue in report_of(path).problems if issue.reason is Reason.SHEETS_ALIKE]
    assert (issue.numbers, issue.fix) == ({"layers": ("Hai",)}, Fix.CHOOSE_LAYER)
