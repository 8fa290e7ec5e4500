"""Rows set aside by an import: kept with their reasons, mended in place, tried again."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from app.demo import new_project
from data.importing import Imported, import_rows
from data.issues import Reason
from data.project import Project
from data.reading import RawTable, read_rows
from data.repeats import Repeat
from data.set_aside import SetAside, mended, rows_set_aside, still_set_aside, table_of, try_again

HEADER = "unit_code;period_start;period_end;kind;agency;stage;count;Ghi chú"
ROWS = (
    "03127;1/1/2025;31/3/2025;neglect;police;received;3;đúng",
    "03127;1/1/2025;31/3/2025;neglect;police;handled;ba;sai số",
    "03158;9/30/2025;31/3/2025;neglect;police;received;2;sai ngày",
    "",
    "03158;1/1/2025;31/3/2025;neglect;police;received;2;đúng",
)


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


def file_of(folder: Path, *rows: str, header: str = HEADER) -> RawTable:
    path = folder / "counts.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return read_rows(path)


def imported(project: Project, raw: RawTable, table: str = "case_counts") -> tuple[Imported, SetAside]:
    settings = {"vintage": project.about.vintage}
    done = import_rows(project, table, raw, batch_id="B1", settings=settings)
    return done, rows_set_aside(raw, done.report, table, settings=settings)


def test_rows_set_aside_keep_their_number_their_cells_and_their_reasons(project: Project, tmp_path: Path) -> None:
    done, rows = imported(project, file_of(tmp_path, *ROWS))
    assert done.report.set_aside == 2
    assert rows.numbers == (3, 4)
    assert rows.raw.frame["Ghi chú"].tolist() == ["sai số", "sai ngày"]
    assert [[issue.reason for issue in issues] for issues in rows.issues] == [
        [Reason.NOT_A_NUMBER],
        [Reason.NOT_A_DATE],
    ]


def test_rows_mended_in_place_are_taken_when_tried_again(project: Project, tmp_path: Path) -> None:
    done, rows = imported(project, file_of(tmp_path, *ROWS[:3]))
    right = mended(rows, {(3, "count"): "1", (4, "period_start"): "1/1/2025"})
    again = try_again(done.project, right, batch_id="B2")
    assert (again.report.read, again.report.accepted, again.report.set_aside) == (2, 2, 0)
    assert sorted(again.project["case_counts"]["count"]) == [1, 2, 3]
    assert rows.raw.frame["count"].tolist() == ["ba", "2"], "what was set aside is not changed"


def test_what_is_still_wrong_is_said_with_the_number_of_the_file(project: Project, tmp_path: Path) -> None:
    done, rows = imported(project, file_of(tmp_path, *ROWS))
    again = try_again(done.project, mended(rows, {(3, "count"): "một"}), batch_id="B2")
    assert [(issue.row, issue.reason) for issue in again.report.problems if issue.row] == [
        (3, Reason.NOT_A_NUMBER),
        (4, Reason.NOT_A_DATE),
    ]


def test_what_is_still_set_aside_keeps_what_was_mended_and_says_why_now(project: Project, tmp_path: Path) -> None:
    done, rows = imported(project, file_of(tmp_path, *ROWS))
    right = mended(rows, {(3, "count"): "1", (4, "period_start"): "1/1/2025", (4, "count"): "-2"})
    left = still_set_aside(right, try_again(done.project, right, batch_id="B2").report)
    assert left.numbers == (4,)
    assert left.raw.frame[["period_start", "count"]].to_numpy().tolist() == [["1/1/2025", "-2"]]
    assert [[issue.column for issue in issues] for issues in left.issues] == [["count"]]


def test_a_mended_row_that_repeats_a_stored_one_is_set_aside_unless_asked(project: Project, tmp_path: Path) -> None:
    done, rows = imported(project, file_of(tmp_path, ROWS[0], ROWS[1].replace("handled", "received")))
    right = mended(rows, {(3, "count"): "4"})
    assert try_again(done.project, right, batch_id="B2").report.accepted == 0
    replaced = try_again(done.project, right, batch_id="B2", repeat=Repeat.UPDATE)
    assert replaced.project["case_counts"]["count"].tolist() == [4]


def test_a_row_or_column_that_is_not_there_cannot_be_mended(project: Project, tmp_path: Path) -> None:
    _, rows = imported(project, file_of(tmp_path, *ROWS))
    for change in ((2, "count"), (3, "no such column")):
        with pytest.raises(KeyError):
            mended(rows, {change: "1"})


def test_of_a_case_only_kept_columns_stay(project: Project, tmp_path: Path) -> None:
    header = "case_id;unit_code;kind;reported_on;Họ và tên;Ghi chú"
    raw = file_of(tmp_path, "V-1;03127;neglect;9/30/2025;Nguyễn Thị Bé;cháu Bé, 0912345678", header=header)
    _, rows = imported(project, raw, "cases")
    assert rows.numbers == (2,)
    assert "Họ và tên" not in rows.raw.frame
    assert "Ghi chú" not in rows.raw.frame
    held = " ".join(rows.raw.frame.to_numpy(dtype=str).ravel())
    assert "Bé" not in held
    assert "0912" not in held
    assert "neglect" in held


def test_points_of_a_layer_stand_in_columns_of_the_table(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "places.gpkg"
    points = gpd.GeoDataFrame({"kind": ["castle"]}, geometry=[Point(103.0, 21.4)], crs="EPSG:4326")
    points.to_file(path)
    _, rows = imported(project, read_rows(path), "facilities")
    frame, numeric = table_of(rows)
    assert frame[["kind", "lon", "lat"]].to_numpy().tolist() == [["castle", "103.0", "21.4"]]
    assert numeric["lon"].all()


def test_rows_tried_again_are_of_the_vintage_found_for_the_whole_file(project: Project, tmp_path: Path) -> None:
    present = [row.replace("03127", code) for code in ("03127", "03158", "03160", "03163", "03164") for row in ROWS[:1]]
    raw = file_of(tmp_path, *present, ROWS[1])
    stated = import_rows(project, "case_counts", raw, batch_id="B1", settings={"vintage": "2025-07-01"})
    rows = rows_set_aside(raw, stated.report, "case_counts")
    assert rows.settings["vintage"] == "2025-07-01"
    again = try_again(stated.project, mended(rows, {(7, "count"): "1"}), batch_id="B2")
    assert (again.report.accepted, again.report.vintage) == (1, "2025-07-01")
