"""Positions in a file of rows: read in the system stated, proposed where none is stated, never moved unseen."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer
from shapely.geometry import box

from data.errors import UnknownCrs
from data.importing import Imported, import_rows
from data.issues import Fix, Reason, Verdict
from data.project import About, Project
from data.reading import read_rows
from data.reference_systems import VN2000_TO_WGS84

VINTAGE = "2025-07-01"


def province(*, schematic: bool = False) -> Project:
    units = gpd.GeoDataFrame(
        {"code": ["11", "03127", "03349"], "level": ["province", "commune", "commune"],
         "name": ["Điện Biên", "Điện Biên Phủ", "Thanh Yên"], "vintage": VINTAGE},
        geometry=[None, box(103.0, 21.3, 103.1, 21.5), box(103.1, 21.3, 103.2, 21.5)],
        crs="EPSG:4326",
    )  # fmt: skip
    return Project.new(About.new("test", "11", vintage=VINTAGE, schematic=schematic), {"units": units})


def schools(count: int = 200) -> pd.DataFrame:
    generator = np.random.default_rng(5)
    lon, lat = generator.uniform(103.0, 103.2, count), generator.uniform(21.3, 21.5, count)
    codes = np.where(lon < 103.1, "03127", "03349")
    return pd.DataFrame({"kind": "school", "commune_code": codes, "lon": lon, "lat": lat})


def in_grid(rows: pd.DataFrame, crs: str) -> pd.DataFrame:
    there = Transformer.from_pipeline(VN2000_TO_WGS84).transform(rows["lon"], rows["lat"], direction="INVERSE")
    east, north = Transformer.from_crs("EPSG:4756", crs, always_xy=True).transform(*there)
    grid = {"X": north.round(3), "Y": east.round(3)}  # X is north in Vietnam
    return rows.drop(columns=["lon", "lat"]).assign(**grid)


def imported(folder: Path, rows: pd.DataFrame, *, project: Project | None = None, **options) -> Imported:
    path = folder / "schools.csv"
    rows.to_csv(path, index=False)
    return import_rows(project or province(), "facilities", read_rows(path), batch_id="b", **options)


def astray(result: Imported) -> set[Reason]:
    said = {issue.reason for issue in result.report.problems}
    return said & {Reason.OUTSIDE_COMMUNE, Reason.OUTSIDE_UNITS, Reason.NO_POSITION}


XY = {"lon": "X", "lat": "Y"}


def test_rows_in_a_zone_are_set_aside_with_the_proposal_and_none_is_placed(tmp_path):
    result = imported(tmp_path, in_grid(schools(), "EPSG:9205"), mapping=XY)
    report = result.report
    assert (report.read, report.accepted, report.set_aside) == (200, 0, 200)
    assert result.project["facilities"].empty
    issues = [issue for issue in report.problems if issue.row]
    assert {(issue.reason, issue.fix, issue.column) for issue in issues} == {
        (Reason.COORDINATES_PROPOSED, Fix.STATE_SYSTEM, "X")
    }
    assert dict(issues[0].numbers) == {
        "system": "VN-2000 / TM-3 103-00", "setting": "EPSG:9205 swapped", "percent": 100
    }  # fmt: skip
    assert len(issues) == 200


def test_the_setting_proposed_places_every_row(tmp_path):
    rows = schools()
    result = imported(tmp_path, in_grid(rows, "EPSG:9205"), mapping=XY, settings={"crs": "EPSG:9205 swapped"})
    assert (result.report.accepted, astray(result)) == (200, set())
    placed = result.project["facilities"]
    np.testing.assert_allclose(placed[["lon", "lat"]], rows[["lon", "lat"]], rtol=0, atol=2e-8)


def test_rows_in_utm_are_set_aside_with_both_datums(tmp_path):
    report = imported(tmp_path, in_grid(schools(), "EPSG:3405"), mapping=XY).report
    issue = next(issue for issue in report.problems if issue.row)
    assert issue.reason is Reason.COORDINATES_UNDECIDED and issue.verdict is Verdict.SET_ASIDE
    assert set(issue.numbers["settings"]) == {"EPSG:3405 swapped", "EPSG:32648 swapped"}
    assert issue.numbers["metres"] == pytest.approx(223, abs=1)


def test_longitude_and_latitude_exchanged_are_proposed(tmp_path):
    rows = schools().rename(columns={"lon": "lat", "lat": "lon"})
    report = imported(tmp_path, rows).report
    assert {issue.numbers["setting"] for issue in report.problems if issue.row} == {"EPSG:4326 swapped"}
    again = imported(tmp_path, rows, settings={"crs": "EPSG:4326 swapped"})
    assert (again.report.accepted, astray(again)) == (200, set())


def test_degrees_minutes_and_seconds_are_proposed_then_read(tmp_path):
    rows = pd.DataFrame(
        {"kind": "school", "commune_code": "03127", "lon": ["103°01'30\"Đ", "103°02'00\"Đ"],
         "lat": ["21°23'15\"B", "21°24'00\"B"]}
    )  # fmt: skip
    report = imported(tmp_path, rows).report
    assert {issue.reason for issue in report.problems if issue.row} == {Reason.COORDINATES_PROPOSED}
    placed = imported(tmp_path, rows, settings={"crs": "EPSG:4326"}).project["facilities"]
    assert placed["lon"].tolist() == pytest.approx([103.025, 103 + 2 / 60])
    assert placed["lat"].tolist() == pytest.approx([21.3875, 21.4])


def test_one_column_mapped_to_both_is_split(tmp_path):
    rows = pd.DataFrame({"kind": "school", "commune_code": "03127", "Toạ độ": ["21.35, 103.05", "21.36, 103.06"]})
    both = {"lon": "Toạ độ", "lat": "Toạ độ"}
    report = imported(tmp_path, rows, mapping=both).report
    assert {issue.numbers["setting"] for issue in report.problems if issue.row} == {"EPSG:4326 swapped"}
    result = imported(tmp_path, rows, mapping=both, settings={"crs": "EPSG:4326 swapped"})
    assert result.project["facilities"]["lon"].tolist() == [103.05, 103.06]


def test_a_slip_among_good_positions_stays_a_slip(tmp_path):
    rows = schools(10)
    rows.loc[3, "lat"] = 2135
    report = imported(tmp_path, rows).report
    assert [(issue.row, issue.reason) for issue in report.problems if issue.verdict is Verdict.SET_ASIDE] == [
        (5, Reason.TOO_LARGE)
    ]
    assert report.accepted == 9


def test_what_fits_no_system_keeps_its_own_reasons(tmp_path):
    rows = pd.DataFrame({"kind": "school", "lon": ["12345678", "?"], "lat": ["87654321", "?"]})
    reasons = [issue.reason for issue in imported(tmp_path, rows).report.problems if issue.row]
    assert reasons == [Reason.TOO_LARGE, Reason.TOO_LARGE, Reason.NOT_A_NUMBER, Reason.NOT_A_NUMBER]


def test_with_schematic_boundaries_the_communes_rough_places_decide(tmp_path):
    rows = in_grid(schools(), "EPSG:9205")
    report = imported(tmp_path, rows, mapping=XY, project=province(schematic=True)).report
    said = next(issue.numbers for issue in report.problems if issue.row)
    assert "EPSG:9205 swapped" in (said.get("setting"), *said.get("settings", ()))


def test_in_a_stated_system_what_is_no_position_is_set_aside_once(tmp_path):
    rows = pd.DataFrame({"kind": "school", "lon": ["501000", "?", "501000"], "lat": ["2367000", "2367000", ""]})
    report = imported(tmp_path, rows, settings={"crs": "EPSG:9205"}).report
    assert [(issue.row, issue.reason, issue.column) for issue in report.problems if issue.row] == [
        (3, Reason.NOT_A_POSITION, "lon"),
        (4, Reason.HALF_A_POSITION, "lat"),
    ]
    assert report.accepted == 1


def test_required_positions_are_not_also_said_to_be_missing(tmp_path):
    rows = in_grid(schools(20), "EPSG:9205").drop(columns="kind").assign(point_id=range(20), children=5)
    path = tmp_path / "points.csv"
    rows.to_csv(path, index=False)
    report = import_rows(province(), "demand_points", read_rows(path), batch_id="b", mapping=XY).report
    assert {issue.reason for issue in report.problems if issue.row} == {Reason.COORDINATES_PROPOSED}


def test_a_system_without_a_way_to_wgs84_is_refused(tmp_path):
    rows = in_grid(schools(2), "EPSG:9205")
    for crs in ("EPSG:1", "+proj=tmerc +lon_0=103 +k=0.9999 +x_0=500000 +ellps=WGS84"):
        with pytest.raises(UnknownCrs) as caught:
            imported(tmp_path, rows, mapping=XY, settings={"crs": crs})
        assert caught.value.crs == crs
