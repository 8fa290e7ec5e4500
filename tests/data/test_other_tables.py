"""Crosswalk corrections, recommendations, roads and barriers from files; broken rows are set aside with the reason."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from app.demo import new_project
from data.errors import MissingShapes
from data.importing import Imported, import_rows
from data.issues import Reason
from data.project import Project
from data.reading import read_rows
from data.row_conversion import MADE_FROM
from data.store import Store

LINE = LineString([(103.0, 21.3), (103.1, 21.4)])
AREA = Polygon([(103.0, 21.3), (103.1, 21.3), (103.1, 21.4)])
BOW = Polygon([(103.0, 21.3), (103.1, 21.4), (103.1, 21.3), (103.0, 21.4)])


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


def taken(project: Project, table: str, path: Path, **settings: str) -> Imported:
    return import_rows(project, table, read_rows(path), batch_id="B1", settings=settings)


def text_file(folder: Path, *lines: str) -> Path:
    path = folder / "rows.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def shape_file(folder: Path, *shapes: BaseGeometry | None, suffix: str = "gpkg", crs: str = "EPSG:4326") -> Path:
    path = folder / f"shapes.{suffix}"
    frame = gpd.GeoDataFrame({"class": ["track"] * len(shapes), "surface": "dirt"}, geometry=[*shapes], crs=crs)
    frame.to_file(path)
    return path


def reasons(done: Imported) -> dict[int, Reason]:
    return {issue.row: issue.reason for issue in done.report.problems if issue.row is not None}


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_roads_are_taken_with_their_lines(project: Project, tmp_path: Path, suffix: str) -> None:
    done = taken(project, "roads", shape_file(tmp_path, LINE, LINE, suffix=suffix))
    rows = done.project["roads"]
    assert (done.report.read, done.report.accepted) == (2, 2)
    assert rows["class"].tolist() == ["track", "track"]
    assert rows["surface"].tolist() == ["dirt", "dirt"]
    assert all(shape.equals_exact(LINE, 1e-9) for shape in rows["geometry"])


def test_roads_come_to_degrees_and_survive_the_project_file(project: Project, tmp_path: Path) -> None:
    metric = gpd.GeoSeries([LINE], crs="EPSG:4326").to_crs("EPSG:32648").iloc[0]
    done = taken(project, "roads", shape_file(tmp_path, metric, crs="EPSG:32648"))
    with Store.create(tmp_path / "p.lachan", done.project, who="test"):
        pass
    with Store.open(tmp_path / "p.lachan") as store:
        kept = store.project["roads"]
    assert kept.crs == "EPSG:4326"
    assert kept["geometry"].iloc[0].equals_exact(LINE, 1e-7)


def test_a_road_that_is_no_line_is_set_aside(project: Project, tmp_path: Path) -> None:
    wrong = (AREA, Point(103, 21), LineString([(500, 21), (501, 21)]), LineString(), LINE)
    done = taken(project, "roads", shape_file(tmp_path, *wrong))
    assert reasons(done) == {
        1: Reason.NOT_A_LINE, 2: Reason.NOT_A_LINE, 3: Reason.NOT_ON_EARTH, 4: Reason.EMPTY_SHAPE,
    }  # fmt: skip
    assert len(done.project["roads"]) == 1


def test_barriers_are_lines_or_areas_and_a_crossed_area_is_mended_and_flagged(project: Project, tmp_path: Path) -> None:
    done = taken(project, "barriers", shape_file(tmp_path, LINE, AREA, BOW, Point(103, 21), MultiLineString([LINE])))
    assert reasons(done) == {3: Reason.SHAPE_REPAIRED, 4: Reason.NOT_A_LINE_OR_AREA}
    assert done.project["barriers"].geometry.is_valid.all()
    assert (done.report.accepted, done.report.flagged, done.report.set_aside) == (4, 1, 1)


def test_heights_are_left_out(project: Project, tmp_path: Path) -> None:
    done = taken(project, "roads", shape_file(tmp_path, LineString([(103.0, 21.3, 900.0), (103.1, 21.4, 950.0)])))
    assert done.project["roads"]["geometry"].iloc[0].equals(LINE)
    assert not done.project["roads"].has_z.any()


def test_a_table_of_roads_without_shapes_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(MissingShapes):
        taken(project, "roads", text_file(tmp_path, "class;surface", "track;dirt"))


def test_recommendations_are_taken_and_one_of_no_unit_is_set_aside(project: Project, tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "from;to;commune_code;text;owner;due_on;vintage",
        "Đoàn kiểm tra;UBND xã;03127;Rà soát trường học an toàn;Chủ tịch;31/12/2025;2025-07-01",
        "UBND xã;Đoàn kiểm tra;;Tập huấn kỹ năng;;;",
        "Đoàn kiểm tra;UBND xã;99999;Bổ sung cán bộ;;;2025-07-01",
        "Đoàn kiểm tra;UBND xã;03127;;;;2025-07-01",
    )
    done = taken(project, "recommendations", path)
    rows = done.project["recommendations"]
    assert rows["text"].tolist() == ["Rà soát trường học an toàn", "Tập huấn kỹ năng"]
    assert rows["commune_code"].fillna("").tolist() == ["03127", ""]
    assert reasons(done) == {4: Reason.UNKNOWN_UNIT, 5: Reason.MISSING}


CROSSWALK = "old_code;new_code;relation;weight;weight_basis;stated_on"


def test_a_correction_of_the_crosswalk_is_taken_with_its_source_and_date(project: Project, tmp_path: Path) -> None:
    done = taken(project, "crosswalk", text_file(tmp_path, CROSSWALK, "03349;03127;whole;;;1/9/2025"))
    row = done.project["crosswalk"].iloc[0]
    assert (row["old_code"], row["new_code"], row["source"]) == ("03349", "03127", "rows.csv")
    assert (row["old_vintage"], row["new_vintage"]) == ("2025-03-01", "2025-07-01")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("03349;03127;whole;;;", Reason.MISSING),
        ("99999;03127;whole;;;1/9/2025", Reason.UNKNOWN_UNIT),
        ("03349;99999;whole;;;1/9/2025", Reason.UNKNOWN_UNIT),
        ("03349;03127;elsewhere;;;1/9/2025", Reason.NOT_A_CHOICE),
        ("03349;03127;part;1.5;stated;1/9/2025", Reason.TOO_LARGE),
        ("03349;03127;part;0.5;stated;1/9/2025", Reason.CONTRADICTION),
    ],
)
def test_a_correction_that_cannot_be_used_is_set_aside(
    project: Project, tmp_path: Path, row: str, reason: Reason
) -> None:
    done = taken(project, "crosswalk", text_file(tmp_path, CROSSWALK, row))
    assert reason in {issue.reason for issue in done.report.problems}
    assert done.project["crosswalk"].empty


def test_rows_that_say_two_things_of_one_unit_are_all_set_aside(project: Project, tmp_path: Path) -> None:
    path = text_file(tmp_path, CROSSWALK, "03349;03127;whole;;;1/9/2025", "03349;03158;part;;;1/9/2025",
                     "03346;03158;part;0.4;stated;1/9/2025", "03346;03127;part;0.6;stated;1/9/2025")  # fmt: skip
    done = taken(project, "crosswalk", path)
    assert reasons(done) == {2: Reason.CONTRADICTION, 3: Reason.CONTRADICTION}
    assert len(done.project["crosswalk"]) == 2


def test_a_correction_makes_the_converted_counts_anew(project: Project, tmp_path: Path) -> None:
    counted = text_file(tmp_path, "unit_code;vintage;period_start;period_end;kind;agency;count",
                        "03349;2025-03-01;1/1/2024;31/12/2024;neglect;police;5")  # fmt: skip
    before = taken(project, "case_counts", counted).project
    assert converted(before) == {"03349": 5}
    path = text_file(tmp_path, CROSSWALK, "03349;03127;whole;;;1/9/2025")
    assert converted(taken(before, "crosswalk", path).project) == {"03127": 5}


def converted(project: Project) -> dict[str, int]:
    rows = project["case_counts"]
    made = rows[rows["source"] == MADE_FROM]
    return dict(made[["unit_code", "count"]].itertuples(index=False))
