"""From a file to the rows of a project: every row read is accepted, set aside or no data, and the report says which."""

from collections import Counter
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from data.errors import (
    InvalidSetting,
    MissingField,
    MissingShapes,
    NotImportable,
    SimulatedProject,
    UnknownColumn,
    UnknownCrs,
    UnknownField,
)
from data.importing import IMPORTABLE, Imported, import_rows
from data.issues import Reason, Verdict
from data.project import About, Project
from data.reading import read_rows

VINTAGE = "2025-07-01"
WEST, EAST = box(103.0, 21.0, 103.5, 21.5), box(103.5, 21.0, 104.0, 21.5)


def province(*, schematic: bool = True, simulated: bool = False) -> Project:
    units = gpd.GeoDataFrame(
        {
            "code": ["11", "03127", "03349"],
            "level": ["province", "commune", "commune"],
            "parent_code": [None, "11", "11"],
            "name": ["Điện Biên", "Điện Biên Phủ", "Thanh Yên"],
            "lon": [103.5, 103.25, 103.75],
            "lat": [21.25, 21.25, 21.25],
            "vintage": VINTAGE,
        },
        geometry=[None, WEST, EAST],
        crs="EPSG:4326",
    )
    about = About.new("test", "11", vintage=VINTAGE, simulated=simulated, schematic=schematic)
    return Project.new(about, {"units": units})


def import_text(folder: Path, table: str, text: str, *, project: Project | None = None, **options) -> Imported:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return import_rows(project or province(), table, read_rows(path), batch_id="b1", **options)


def import_layer(folder: Path, rows: gpd.GeoDataFrame, *, project: Project | None = None, **options) -> Imported:
    path = folder / "shapes.gpkg"
    rows.to_file(path)
    return import_rows(project or province(), "units", read_rows(path), batch_id="b1", **options)


def shapes(*polygons: object, codes: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": codes}, geometry=list(polygons), crs="EPSG:4326")


def problems(report, verdict: Verdict | None = None) -> list[tuple[int | None, str | None, str, str]]:
    return [
        (issue.row, issue.column, issue.value, issue.reason.value)
        for issue in report.problems
        if verdict is None or issue.verdict is verdict
    ]


COUNTS = "unit_code,period_start,period_end,kind,agency,place,stage,counted,count\n"
COUNT = "03349,2025-07-01,2025-09-30,all,police,home,received,cases,3\n"


def test_rows_go_in_stamped_with_file_name_and_batch(tmp_path):
    result = import_text(tmp_path, "case_counts", COUNTS + COUNT)
    row = result.project["case_counts"].iloc[0]
    assert (row["unit_code"], row["count"], row["stage"]) == ("03349", 3, "received")
    assert (row["source"], row["batch_id"], row["vintage"]) == ("table.csv", "b1", VINTAGE)
    assert str(row["period_end"].date()) == "2025-09-30"
    report = result.report
    assert (report.read, report.accepted, report.flagged, report.set_aside, report.non_data) == (1, 1, 0, 0, 0)
    assert (report.encoding, report.vintage) == ("utf-8", VINTAGE)
    assert report.mapping["count"] == "count"
    assert problems(report) == [(None, "vintage", "", "vintage_assumed")]


def test_the_project_given_is_not_changed(tmp_path):
    before = province()
    import_text(tmp_path, "case_counts", COUNTS + COUNT, project=before)
    assert before["case_counts"].empty


def test_columns_are_mapped_by_the_user_or_by_their_own_name(tmp_path):
    text = "Mã xã; UNIT ;Period_Start;Period_End;Số vụ;Họ tên trẻ\n3349;x;2025-07-01;2025-09-30;2;Nguyễn A\n"
    result = import_text(tmp_path, "case_counts", text, mapping={"unit_code": "mã xã", "count": "Số vụ"})
    assert result.report.mapping == {
        "unit_code": "Mã xã", "period_start": "Period_Start", "period_end": "Period_End", "count": "Số vụ"
    }  # fmt: skip
    stored = result.project["case_counts"]
    assert stored["unit_code"].tolist() == ["03349"]
    assert not stored.astype("str").apply(lambda column: column.str.contains("Nguyễn")).any(axis=None)


def test_what_the_file_does_not_say_is_assumed_and_stated_once(tmp_path):
    text = "unit_code,period_start,period_end,count\n03349,2025-07-01,2025-09-30,2\n03127,2025-07-01,2025-09-30,0\n"
    result = import_text(tmp_path, "case_counts", text)
    row = result.project["case_counts"].iloc[0]
    assert row[["place", "kind", "agency", "stage", "counted"]].tolist() == [
        "unknown", "all", "unknown", "received", "cases",
    ]  # fmt: skip
    assumed = {issue.column: issue.numbers for issue in result.report.problems if issue.reason is Reason.DEFAULT_USED}
    assert assumed["stage"] == {"value": "received", "rows": 2}
    assert set(assumed) == {"place", "kind", "agency", "stage", "counted"}
    assert (result.report.accepted, result.report.flagged) == (2, 2)


def test_a_setting_fills_the_rows_that_say_nothing(tmp_path):
    text = "unit_code,period_start,period_end,count,stage\n"
    text += "03349,2025-07-01,2025-09-30,2,handled\n03127,2025-07-01,2025-09-30,1,\n"
    result = import_text(tmp_path, "case_counts", text, settings={"stage": "open", "agency": "health"})
    assert result.project["case_counts"]["stage"].tolist() == ["handled", "open"]
    assert result.project["case_counts"]["agency"].tolist() == ["health", "health"]


def test_each_bad_cell_is_reported_with_row_column_and_text(tmp_path):
    header = "Mã,period_start,period_end,Số\n"
    bad = [
        "03349,2025-07-01,2025-09-30,-3",
        "03349,2025-07-01,2025-09-30,2.5",
        "03349,2025-13-01,2025-09-30,2",
        "99999,2025-07-01,2025-09-30,2",
        "03349,2025-10-01,2025-09-30,2",
        ",2025-07-01,2025-09-30,2",
        "03349,2025-07-01,2025-09-30,nhiều",
        "03349,2025-07-01,2025-09-30,2,extra",
    ]
    result = import_text(
        tmp_path, "case_counts", header + "\n".join(bad) + "\n", mapping={"unit_code": "Mã", "count": "Số"}
    )
    assert problems(result.report, Verdict.SET_ASIDE) == [
        (2, "Số", "-3", "too_small"),
        (3, "Số", "2.5", "not_whole"),
        (4, "period_start", "2025-13-01", "not_a_date"),
        (5, "Mã", "99999", "unknown_unit"),
        (6, "period_end", "2025-09-30", "ends_before_start"),
        (7, "Mã", "", "missing"),
        (8, "Số", "nhiều", "not_a_number"),
        (9, None, "", "too_many_cells"),
    ]
    assert (result.report.accepted, result.report.set_aside) == (0, 8)
    assert result.project["case_counts"].empty


def test_the_same_file_twice_adds_nothing(tmp_path):
    once = import_text(tmp_path, "case_counts", COUNTS + COUNT)
    twice = import_text(tmp_path, "case_counts", COUNTS + COUNT, project=once.project)
    assert (twice.report.accepted, twice.report.set_aside) == (0, 1)
    assert twice.project is once.project
    assert problems(twice.report) == [(2, None, "", "duplicate")]


def test_a_row_set_aside_is_nobodys_first_copy(tmp_path):
    bad = COUNT.replace(",3\n", ",-3\n")
    result = import_text(tmp_path, "case_counts", COUNTS + bad + COUNT)
    assert result.report.accepted == 1
    assert problems(result.report, Verdict.SET_ASIDE) == [(2, "count", "-3", "too_small")]


def test_blank_rows_are_no_data(tmp_path):
    result = import_text(tmp_path, "case_counts", COUNTS + COUNT + ",,,,,,,,\n\n")
    report = result.report
    assert (report.read, report.accepted, report.set_aside, report.non_data) == (3, 1, 0, 2)


def test_a_code_excel_took_for_a_number_gets_its_zeros_back(tmp_path):
    result = import_text(tmp_path, "case_counts", COUNTS + COUNT.replace("03349", "3349"))
    assert result.project["case_counts"]["unit_code"].tolist() == ["03349"]
    (flag,) = [issue for issue in result.report.problems if issue.verdict is Verdict.FLAGGED]
    assert (flag.row, flag.value, flag.reason, flag.numbers) == (2, "3349", Reason.CODE_PADDED, {"taken": "03349"})
    assert result.report.flagged == 1


FACILITIES = pd.DataFrame(
    {
        "facility_id": ["S1", "S2", "S3"],
        "kind": ["school", "reliable_address", "health_station"],
        "name": ["Trường Mường Phăng", "Nhà tạm lánh", "Trạm y tế"],
        "commune_code": ["03127", "03349", "03349"],
        "capacity": [120, 8, None],
        "open_24h": [False, True, None],
        "reviewed_on": ["2025-06-12", None, "2025-11-25"],
        "lon": [103.0213456, 103.6, 103.7123],
        "lat": [21.4, 21.25, 21.0654321],
    }
).astype({"capacity": "Int64", "open_24h": "boolean"})


def write_facilities(folder: Path, form: str) -> Path:
    path = folder / f"facilities.{form.removesuffix('-utm')}"
    if form == "csv":
        FACILITIES.to_csv(path, index=False)
    elif form == "xlsx":
        book = openpyxl.Workbook()
        for row in [list(FACILITIES.columns), *FACILITIES.astype(object).where(FACILITIES.notna(), None).to_numpy()]:
            book.active.append(list(row))
        book.save(path)
    else:
        points = gpd.points_from_xy(FACILITIES["lon"], FACILITIES["lat"], crs="EPSG:4326")
        rows = gpd.GeoDataFrame(FACILITIES.drop(columns=["lon", "lat"]), geometry=points)
        rows = rows.to_crs("EPSG:32648") if form.endswith("-utm") else rows
        rows.rename(columns=lambda name: name[:10] if path.suffix == ".shp" else name).to_file(path)
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx", "gpkg-utm", "shp", "geojson"])
def test_one_table_reads_equal_from_every_format(tmp_path, form):
    raw = read_rows(write_facilities(tmp_path, form))
    result = import_rows(province(), "facilities", raw, batch_id="b1")
    rows = result.project["facilities"]
    assert result.report.accepted == 3
    assert rows["facility_id"].tolist() == ["S1", "S2", "S3"]
    assert rows["name"].tolist() == FACILITIES["name"].tolist()
    assert rows["commune_code"].tolist() == ["03127", "03349", "03349"]
    assert rows["capacity"].tolist() == [120, 8, pd.NA]
    assert rows["open_24h"].tolist() == [False, True, pd.NA]
    assert rows["reviewed_on"].dt.strftime("%Y-%m-%d").tolist()[::2] == ["2025-06-12", "2025-11-25"]
    assert rows["lon"].tolist() == pytest.approx(FACILITIES["lon"].tolist(), abs=1e-7)
    assert rows["lat"].tolist() == pytest.approx(FACILITIES["lat"].tolist(), abs=1e-7)
    assert rows["disclosure"].tolist() == ["public", "hidden", "public"]


def test_columns_of_metres_become_degrees(tmp_path):
    text = "kind,X,Y\nschool,500000,2350000\n"
    options = {"mapping": {"lon": "X", "lat": "Y"}, "settings": {"crs": "EPSG:32648"}}
    row = import_text(tmp_path, "facilities", text, **options).project["facilities"].iloc[0]
    assert (row["lon"], row["lat"]) == pytest.approx((105.0, 21.2516604), abs=1e-7)
    with pytest.raises(UnknownCrs):
        import_text(tmp_path, "facilities", text, mapping=options["mapping"], settings={"crs": "EPSG:1"})


def test_places_without_a_position_are_kept_and_said_to_miss_on_the_map(tmp_path):
    text = "kind,commune_code,lon,lat\nschool,03349,,\nschool,03349,103.6,\nschool,03349,103.6,95\n"
    report = import_text(tmp_path, "facilities", text).report
    assert problems(report)[-3:] == [
        (2, "lon", "", "no_position"),
        (3, "lat", "", "half_a_position"),
        (4, "lat", "95", "too_large"),
    ]
    assert (report.accepted, report.set_aside) == (1, 2)


def test_positions_are_held_against_real_boundaries_only(tmp_path):
    text = "kind,commune_code,lon,lat\nschool,03127,103.25,21.25\nschool,03349,103.25,21.25\nschool,,110,21\n"
    real = import_text(tmp_path, "facilities", text, project=province(schematic=False)).report
    assert [problem for problem in problems(real) if problem[0]] == [
        (3, "commune_code", "03349", "outside_commune"),
        (4, "lon", "110", "outside_units"),
    ]
    assert real.accepted == 3
    drawn = import_text(tmp_path, "facilities", text).report
    assert [problem for problem in problems(drawn) if problem[0]] == []


def test_a_point_on_the_border_is_inside(tmp_path):
    text = "kind,commune_code,lon,lat\nschool,03127,103.5,21.25\nschool,03349,103.5,21.25\n"
    report = import_text(tmp_path, "facilities", text, project=province(schematic=False)).report
    assert not {issue.reason for issue in report.problems} & {Reason.OUTSIDE_COMMUNE, Reason.OUTSIDE_UNITS}


def test_a_place_drawn_as_a_polygon_stands_inside_it(tmp_path):
    path = tmp_path / "schools.gpkg"
    gpd.GeoDataFrame({"kind": ["school"]}, geometry=[WEST], crs="EPSG:4326").to_file(path)
    result = import_rows(province(), "facilities", read_rows(path), batch_id="b")
    assert WEST.contains(gpd.points_from_xy(*result.project["facilities"][["lon", "lat"]].T.to_numpy())[0])
    assert Reason.POSITION_OF_SHAPE in {issue.reason for issue in result.report.problems}


def test_identifiers_are_made_from_the_next_free_number_and_the_same_file_is_known_again(tmp_path):
    text = "facility_id,kind,name\nschool-7,school,A\n,school,B\n,school,C\n,hospital,D\n"
    once = import_text(tmp_path, "facilities", text)
    assert once.project["facilities"]["facility_id"].tolist() == ["school-7", "school-8", "school-9", "hospital-1"]
    again = import_text(tmp_path, "facilities", text + ",school,E\n", project=once.project)
    assert again.project["facilities"]["facility_id"].tolist()[4:] == ["school-10"]
    assert again.report.set_aside == 4


def test_a_stated_disclosure_holds_and_a_shelter_without_one_is_hidden(tmp_path):
    text = "kind,disclosure\nreliable_address,public\nsunshine_house,\nschool,\n"
    rows = import_text(tmp_path, "facilities", text).project["facilities"]
    assert rows["disclosure"].tolist() == ["public", "hidden", "public"]
    assert rows["status"].tolist() == ["in_use"] * 3


def test_officers_are_known_by_ids_and_posts_by_unit_and_role(tmp_path):
    text = "officer_id,unit_code,role\nCB01,03349,protection\nCB01,03127,protection\nNguyễn Văn An,03349,police\n"
    result = import_text(tmp_path, "officers", text)
    assert result.project["officers"]["post_id"].tolist() == ["03349:protection", "03127:protection"]
    (issue,) = [issue for issue in result.report.problems if issue.verdict is Verdict.SET_ASIDE]
    assert (issue.row, issue.value, issue.reason) == (4, "", Reason.LOOKS_LIKE_A_NAME)


SIMPLE = {
    "indicators": "unit_code;indicator;period_start;period_end;value\n11;population;2025-07-01;2025-12-31;664.000,5\n",
    "demand_points": "commune_code,lon,lat,children\n03349,103.6,21.2,42\n",
    "targets": "indicator,value,due_on\nfamilies,100,2025-12-31\n",
    "partners": "partner,commune_code,activity,from,to\nBlue Dragon,03349,training,2025-01-01,2025-12-31\n",
    "visits": "commune_code,visited_on\n03349,12/07/2025\n",
    "skills": "officer_id,topic,trained_on\nCB01,counselling,2025-06-12\n",
    "courses": "course_id,topic,seats\nC1,counselling,40\n",
}  # fmt: skip


@pytest.mark.parametrize("table", SIMPLE)
def test_the_other_tables_take_rows_too(tmp_path, table):
    result = import_text(tmp_path, table, SIMPLE[table])
    assert result.report.accepted == 1
    assert len(result.project[table]) == 1


def test_population_written_the_vietnamese_way(tmp_path):
    assert import_text(tmp_path, "indicators", SIMPLE["indicators"]).project["indicators"]["value"].tolist() == [
        664000.5
    ]


def test_tables_of_the_program_itself_take_no_files(tmp_path):
    for table in ("secrets", "results", "audit"):
        with pytest.raises(NotImportable) as caught:
            import_text(tmp_path, table, COUNTS + COUNT)
        assert (caught.value.table, caught.value.known) == (table, IMPORTABLE)


def test_real_rows_do_not_go_into_a_simulated_project(tmp_path):
    with pytest.raises(SimulatedProject) as caught:
        import_text(tmp_path, "case_counts", COUNTS + COUNT, project=province(simulated=True))
    assert caught.value.path.name == "table.csv"


def test_what_the_user_states_must_fit_table_and_file(tmp_path):
    with pytest.raises(UnknownField) as field:
        import_text(tmp_path, "case_counts", COUNTS + COUNT, mapping={"number": "count"})
    assert (field.value.field, "count" in field.value.known) == ("number", True)
    with pytest.raises(UnknownField):
        import_text(tmp_path, "case_counts", COUNTS + COUNT, settings={"number": 3})
    with pytest.raises(UnknownColumn) as column:
        import_text(tmp_path, "case_counts", COUNTS + COUNT, mapping={"count": "Số"})
    assert (column.value.column, column.value.known[0]) == ("Số", "unit_code")
    with pytest.raises(MissingField) as missing:
        import_text(tmp_path, "case_counts", "unit_code\n03349\n")
    assert missing.value.field == "period_start"
    with pytest.raises(InvalidSetting) as setting:
        import_text(tmp_path, "case_counts", COUNTS + COUNT, settings={"stage": "closed"})
    assert (setting.value.field, setting.value.value, setting.value.reason) == ("stage", "closed", "not_a_choice")


class Stopped(BaseException):
    """As a cancelled job is stopped."""


def test_progress_is_told_and_may_stop_the_work(tmp_path):
    told: list[float] = []
    import_text(tmp_path, "case_counts", COUNTS + COUNT, tick=told.append)
    assert told == sorted(told)
    assert len(told) >= 3

    def stop(fraction: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        import_text(tmp_path, "case_counts", COUNTS + COUNT, tick=stop)


CELLS = {
    "unit_code": st.sampled_from(["03349", "3127", "11", "99999", "", "Thanh Yên"]),
    "period_start": st.sampled_from(["2025-07-01", "01/10/2025", "soon", ""]),
    "period_end": st.sampled_from(["2025-09-30", "31/12/2025", "2025-08-31", ""]),
    "stage": st.sampled_from(["received", "Handled", "lost", ""]),
    "count": st.sampled_from(["0", "3", "-1", "2.5", "1.234", "many", ""]),
    "note": st.sampled_from(["", "", "x"]),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.fixed_dictionaries(CELLS), max_size=25))
def test_every_row_read_is_accepted_or_set_aside_or_no_data(tmp_path, rows):
    text = "".join(",".join(row[name] for name in CELLS) + "\n" for row in rows)
    result = import_text(tmp_path, "case_counts", ",".join(CELLS) + "\n" + text)
    report = result.report
    assert report.read == len(rows) == report.accepted + report.set_aside + report.non_data
    assert report.accepted == len(result.project["case_counts"])
    assert report.flagged <= report.accepted
    assert report.non_data == sum(not any(row.values()) for row in rows)
    refused = {issue.row for issue in report.problems if issue.verdict is Verdict.SET_ASIDE}
    assert len(refused) == report.set_aside
    stored = result.project["case_counts"]
    assert (stored["count"] >= 0).all()
    assert not stored.duplicated(["unit_code", "period_start", "period_end", "stage"]).any()


def test_shapes_are_replaced_by_code_and_the_rest_of_a_unit_stays(tmp_path):
    before = province()
    smaller = box(103.6, 21.1, 103.9, 21.4)
    rows = shapes(smaller, codes=["3349"]).assign(name="Another name", area_km2=1.0)
    result = import_layer(tmp_path, rows, project=before, mapping={"name": "name"})
    units = result.project["units"].set_index("code")
    assert units.geometry["03349"].geom_type == "MultiPolygon"
    assert units.geometry["03349"].equals(smaller)
    assert units.geometry["03127"].equals(WEST)
    kept = ["name", "parent_code", "lon", "lat", "vintage"]
    pd.testing.assert_frame_equal(pd.DataFrame(units[kept]), pd.DataFrame(before["units"].set_index("code")[kept]))
    assert [problem[-1] for problem in problems(result.report)] == [
        "field_not_used", "still_schematic", "code_padded",
    ]  # fmt: skip
    assert result.project.about.schematic


def test_boundaries_are_real_once_every_commune_has_had_a_shape(tmp_path):
    first = import_layer(tmp_path, shapes(EAST, codes=["03349"]))
    (note,) = [issue for issue in first.report.problems if issue.reason is Reason.STILL_SCHEMATIC]
    assert note.numbers["missing"] == ("03127",)
    second = import_layer(tmp_path, shapes(WEST, codes=["03127"]), project=first.project)
    assert not second.project.about.schematic
    assert second.project.about.extras["boundaries"] == "shapes.gpkg"


def test_shapes_that_cannot_be_taken_are_set_aside_with_the_reason(tmp_path):
    line = WEST.exterior
    rows = shapes(
        WEST, EAST, WEST, EAST, None, Polygon(), line, EAST,
        codes=["03349", "03349", "99999", "03646", "03127", "11", "03127", None],
    )  # fmt: skip
    report = import_layer(tmp_path, rows).report
    assert Counter(reason for *_, reason in problems(report, Verdict.SET_ASIDE)) == {
        "duplicate_code": 4,
        "unknown_unit": 1,
        "other_province": 1,
        "empty_shape": 2,
        "not_a_polygon": 1,
        "missing": 1,
    }
    assert (report.read, report.accepted, report.set_aside) == (8, 0, 8)
    duplicate = next(issue for issue in report.problems if issue.reason is Reason.DUPLICATE_CODE)
    assert (duplicate.row, duplicate.numbers) == (1, {"rows": (2,)})


def test_shapes_whose_reference_system_is_stated_wrongly_are_set_aside(tmp_path):
    metres = shapes(WEST, codes=["03127"]).to_crs("EPSG:32648").set_crs("EPSG:4326", allow_override=True)
    assert problems(import_layer(tmp_path, metres).report, Verdict.SET_ASIDE) == [(1, "geometry", "", "not_on_earth")]
    degrees = shapes(WEST, codes=["03127"]).set_crs("EPSG:32648", allow_override=True)
    report = import_layer(tmp_path, degrees).report
    assert (1, "code", "03127", "centre_outside_shape") in problems(report)


def test_an_invalid_polygon_is_repaired_and_flagged(tmp_path):
    bow_tie = Polygon([(103.5, 21.0), (104.0, 21.5), (104.0, 21.0), (103.5, 21.5)])
    result = import_layer(tmp_path, shapes(bow_tie, codes=["03349"]))
    shape = result.project["units"].set_index("code").geometry["03349"]
    assert (shape.is_valid, shape.geom_type) == (True, "MultiPolygon")
    assert (1, "geometry", "", "shape_repaired") in problems(result.report)


def test_a_shape_that_does_not_hold_its_units_centre_is_flagged(tmp_path):
    report = import_layer(tmp_path, shapes(WEST, codes=["03349"])).report
    assert (1, "code", "03349", "centre_outside_shape") in problems(report)
    assert report.flagged == 1


def test_units_need_codes_and_shapes(tmp_path):
    with pytest.raises(MissingField) as code:
        import_layer(tmp_path, shapes(WEST, codes=["03349"]).rename(columns={"code": "mã"}))
    assert code.value.field == "code"
    with pytest.raises(MissingShapes):
        import_text(tmp_path, "units", "code\n03349\n")


def test_the_real_communes_of_four_provinces(tmp_path, shared):
    from data.admin_units import province_units

    about = About.new("Điện Biên", "11", vintage=VINTAGE, schematic=True)
    project = Project.new(about, {"units": province_units("11")})
    raw = read_rows(shared / "data/vietnam/focus_communes_full.gpkg")
    result = import_rows(project, "units", raw, batch_id="b1")
    report = result.report
    assert (report.read, report.accepted, report.flagged, report.set_aside) == (263, 45, 0, 218)
    assert {reason for *_, reason in problems(report)} == {"other_province"}
    assert not result.project.about.schematic
    assert len(result.project["units"]) == 46
