"""Files become rows of text: nothing is interpreted, nothing is lost."""

import datetime
import json
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
from shapely.geometry import Point, Polygon

from data.errors import (
    EmptySource,
    MissingCrs,
    MissingSource,
    UnknownCrs,
    UnknownEncoding,
    UnknownFormat,
    UnknownLayer,
    UnreadableSource,
)
from data.reading import number_text, read_rows

SQUARE = Polygon([(103.0, 21.3), (103.1, 21.3), (103.1, 21.4), (103.0, 21.4)])


def write_csv(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def write_workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "table.xlsx"
    book.save(path)
    return path


def write_layer(folder: Path, file: str, *, crs: str | None = "EPSG:4326", **columns: list[object]) -> Path:
    path = folder / file
    shapes = columns.pop("geometry", [SQUARE])
    with warnings.catch_warnings(action="ignore"):  # no reference system: what some tests are about
        gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


def test_codes_keep_their_zeros(tmp_path):
    raw = read_rows(write_csv(tmp_path, "code,name\n03127,Thanh Yên\n"))
    assert raw.frame.to_dict("list") == {"code": ["03127"], "name": ["Thanh Yên"]}
    assert not raw.numeric.to_numpy().any()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_splits_the_header(tmp_path, delimiter):
    raw = read_rows(write_csv(tmp_path, delimiter.join(["a", "b,c" if delimiter != "," else "b", "d"]) + "\n"))
    assert raw.frame.shape == (0, 3)


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    raw = read_rows(write_csv(tmp_path, "mã,tên\n1,2\n", encoding="utf-8-sig"))
    assert list(raw.frame.columns) == ["mã", "tên"]
    assert raw.encoding == "utf-8-sig"


def test_decomposed_letters_are_composed(tmp_path):
    raw = read_rows(write_csv(tmp_path, "te\u0302n\nMươ\u0300ng\n"))
    assert raw.frame.to_dict("list") == {"tên": ["Mường"]}


def test_rows_are_numbered_as_a_person_sees_them(tmp_path):
    raw = read_rows(write_csv(tmp_path, '\n\na,b\n"two\nlines",1\n'))
    assert raw.first_row == 4
    assert len(raw) == 1


def test_blank_lines_stay_rows(tmp_path):
    raw = read_rows(write_csv(tmp_path, "a,b\n1,2\n\n3,4\n"))
    assert raw.frame["a"].tolist() == ["1", "", "3"]


def test_a_row_with_more_cells_than_the_header_is_marked(tmp_path):
    raw = read_rows(write_csv(tmp_path, "name,count\nBản A, thôn B,3\nBản C,4\n"))
    assert raw.overlong.tolist() == [True, False]
    assert list(raw.frame.columns) == ["name", "count", "C"]


def test_repeated_and_blank_names_are_told_apart(tmp_path):
    raw = read_rows(write_csv(tmp_path, "a,a,,b\n1,2,3,4\n"))
    assert list(raw.frame.columns) == ["a", "a (2)", "C", "b"]


def test_a_workbook_keeps_days_whole_numbers_and_texts(tmp_path):
    day, moment = datetime.date(2025, 9, 30), datetime.datetime(2025, 9, 30, 8, 30)
    raw = read_rows(write_workbook(tmp_path, Data=[["a", "b", "c", "d", "e"], [3127, 2.5, day, moment, "03127"]]))
    assert raw.frame.iloc[0].tolist() == ["3127", "2.5", "2025-09-30", "2025-09-30 08:30:00", "03127"]
    assert raw.numeric.iloc[0].tolist() == [True, True, False, False, False]
    assert (raw.layer, raw.first_row) == ("Data", 2)


def test_the_first_sheet_with_content_is_read_and_the_others_are_named(tmp_path):
    path = write_workbook(tmp_path, Cover=[], Data=[["a"], [1]], Notes=[["b"], [2]])
    assert (read_rows(path).layer, read_rows(path).others) == ("Data", ("Notes",))
    assert read_rows(path, layer="Notes").frame.to_dict("list") == {"b": ["2"]}


def test_blank_rows_above_the_header_are_counted_in_row_numbers(tmp_path):
    raw = read_rows(write_workbook(tmp_path, Data=[[], [], ["a"], [1]]))
    assert raw.first_row == 4


@pytest.mark.parametrize(("value", "text"), [(3127.0, "3127"), (-0.5, "-0.5"), (79012345678.0, "79012345678")])
def test_numbers_are_written_as_short_as_they_read_back(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize("name", ["layer.gpkg", "layer.shp", "layer.geojson"])
def test_layers_come_with_text_and_shapes_in_longitude_and_latitude(tmp_path, name):
    path = write_layer(tmp_path, name, code=["03127"], people=[5], geometry=[Point(103.0, 21.4)])
    raw = read_rows(path)
    assert raw.frame[["code", "people"]].to_dict("list") == {"code": ["03127"], "people": ["5"]}
    assert raw.numeric["people"].tolist() == [True]
    assert (raw.geometry.crs, raw.first_row) == ("EPSG:4326", 1)
    assert raw.geometry.iloc[0].equals(Point(103.0, 21.4))


def test_any_reference_system_becomes_longitude_and_latitude(tmp_path):
    point = gpd.GeoSeries([Point(103.0, 21.4)], crs="EPSG:4326").to_crs("EPSG:32648").iloc[0]
    raw = read_rows(write_layer(tmp_path, "utm.gpkg", crs="EPSG:32648", code=["1"], geometry=[point]))
    assert raw.geometry.iloc[0].x == pytest.approx(103.0, abs=1e-7)
    assert raw.geometry.iloc[0].y == pytest.approx(21.4, abs=1e-7)


def test_geojson_without_a_crs_member_is_in_longitude_and_latitude(tmp_path):
    feature = {"type": "Feature", "properties": {"code": "1"}, "geometry": {"type": "Point", "coordinates": [103, 21]}}
    path = tmp_path / "points.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert read_rows(path).geometry.iloc[0].equals(Point(103, 21))


def test_missing_values_of_a_layer_are_blank(tmp_path):
    path = write_layer(
        tmp_path, "gaps.gpkg", name=["a", None], people=[np.nan, 7.0], on=pd.to_datetime([None, "2025-09-30"]),
        geometry=[Point(0, 0), None],
    )  # fmt: skip
    raw = read_rows(path)
    assert raw.frame.to_numpy().tolist() == [["a", "", ""], ["", "7", "2025-09-30"]]
    assert raw.geometry.isna().tolist() == [False, True]


def test_layers_not_read_are_named(tmp_path):
    path = tmp_path / "two.gpkg"
    for layer in ("roads", "units"):
        gpd.GeoDataFrame({"code": [layer]}, geometry=[SQUARE], crs="EPSG:4326").to_file(path, layer=layer)
    raw = read_rows(path, layer="units")
    assert (raw.frame["code"].tolist(), raw.others) == (["units"], ("roads",))


def test_polygons_without_a_reference_system_are_refused(tmp_path):
    path = write_layer(tmp_path, "nowhere.shp", crs=None, code=["1"])
    with pytest.raises(MissingCrs) as caught:
        read_rows(path)
    assert (caught.value.path, caught.value.layer) == (path, "nowhere")


def test_a_stated_reference_system_fills_the_gap_and_never_overrules_the_file(tmp_path):
    bare = write_layer(tmp_path, "bare.shp", crs=None, code=["1"], geometry=[Point(500000, 2350000)])
    assert read_rows(bare, crs="EPSG:32648").geometry.iloc[0].x == pytest.approx(105.0, abs=1e-9)
    sure = write_layer(tmp_path, "sure.shp", code=["1"], geometry=[Point(103, 21)])
    assert read_rows(sure, crs="EPSG:32648").geometry.iloc[0].equals(Point(103, 21))
    with pytest.raises(UnknownCrs) as caught:
        read_rows(bare, crs="EPSG:nonsense")
    assert caught.value.crs == "EPSG:nonsense"


def test_a_missing_file(tmp_path):
    with pytest.raises(MissingSource) as caught:
        read_rows(tmp_path / "absent.csv")
    assert caught.value.path == tmp_path / "absent.csv"


@pytest.mark.parametrize("name", ["e.csv", "e.xlsx", "e.gpkg"])
def test_an_empty_file(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(EmptySource):
        read_rows(tmp_path / name)


def test_a_file_of_blank_lines_and_a_workbook_without_content_are_empty(tmp_path):
    with pytest.raises(EmptySource):
        read_rows(write_csv(tmp_path, "\n\n ,\n"))
    with pytest.raises(EmptySource):
        read_rows(write_workbook(tmp_path, Data=[]))


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "gpkg", "shp", "geojson"])
def test_a_text_file_under_another_name(tmp_path, suffix):
    path = write_csv(tmp_path, "code,name\n1,a\n", name=f"table.{suffix}")
    with pytest.raises(UnreadableSource) as caught:
        read_rows(path)
    assert caught.value.format == suffix


def test_a_workbook_under_the_name_of_a_text_file(tmp_path):
    path = write_workbook(tmp_path, Data=[["a"], [1]]).rename(tmp_path / "table.csv")
    with pytest.raises((UnknownEncoding, UnreadableSource)):
        read_rows(path)


def test_a_quote_that_never_closes_is_refused_rather_than_swallowing_rows(tmp_path):
    with pytest.raises(UnreadableSource) as caught:
        read_rows(write_csv(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n'))
    assert caught.value.row == 3


def test_text_of_no_known_encoding_is_refused(tmp_path):
    with pytest.raises(UnknownEncoding):
        read_rows(write_csv(tmp_path, "tên\nHòa\n", encoding="cp1252"))


def test_an_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownFormat) as caught:
        read_rows(write_csv(tmp_path, "a\n1\n", name="table.pdf"))
    assert caught.value.suffix == ".pdf"
    assert {".csv", ".xlsx", ".ods", ".gpkg", ".shp", ".geojson", ".kml"} <= set(caught.value.known)


def test_an_unknown_sheet_or_layer_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownLayer) as caught:
        read_rows(write_workbook(tmp_path, Data=[["a"], [1]]), layer="Sheet9")
    assert caught.value.known == ("Data",)
    with pytest.raises(UnknownLayer) as caught:
        read_rows(write_layer(tmp_path, "x.gpkg", code=["1"]), layer="y")
    assert caught.value.known == ("x",)


def test_a_layer_without_shapes_is_a_table(tmp_path):
    path = tmp_path / "plain.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"code": ["03349"]}), path)
    raw = read_rows(path)
    assert raw.geometry is None
    assert raw.frame.to_dict("list") == {"code": ["03349"]}


def test_a_layer_without_features_has_no_rows(tmp_path):
    path = tmp_path / "none.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    assert len(read_rows(path)) == 0


def test_shapes_in_three_dimensions_lose_their_height(tmp_path):
    raw = read_rows(write_layer(tmp_path, "high.gpkg", code=["1"], geometry=[Point(103, 21, 500)]))
    assert not raw.geometry.has_z.any()
