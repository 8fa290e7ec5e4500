"""Conforming frames: columns, types, row ids, text, and what differs between two of them."""

import unicodedata
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from data.frames import conform, difference, empty_frame, frame_from_stored, stored_columns
from data.schema import TABLES, Kind

TYPES = {
    Kind.TEXT: "str",
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "float64",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "datetime64[s]",
    Kind.GEOMETRY: "geometry",
    Kind.BLOB: "object",
}


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_frame_has_the_declared_columns_and_types(name: str) -> None:
    frame = empty_frame(TABLES[name])
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == {
        column.name: TYPES[column.kind] for column in TABLES[name].columns
    }
    assert tuple(frame.columns) == TABLES[name].names
    assert (len(frame), frame.index.name, str(frame.index.dtype)) == (0, "row_id", "int64")


def test_a_table_with_a_geometry_is_a_geodataframe_in_wgs_84() -> None:
    assert empty_frame(TABLES["units"]).crs == "EPSG:4326"
    assert not isinstance(empty_frame(TABLES["cases"]), gpd.GeoDataFrame)


def test_absent_columns_are_missing_and_undeclared_ones_left_out() -> None:
    frame = conform(pd.DataFrame({"officer_id": ["a"], "phone": ["0912"]}), TABLES["skills"])
    assert "phone" not in frame.columns
    assert frame.drop(columns="officer_id").isna().all(axis=None)


def test_conforming_twice_changes_nothing(project) -> None:
    for name, table in TABLES.items():
        assert_frame_equal(conform(project[name], table), project[name])


def test_text_becomes_nfc_and_codes_keep_their_zeros() -> None:
    written = pd.DataFrame({"code": ["03127"], "name": [unicodedata.normalize("NFD", "Hoà Bình")]})
    frame = conform(written, TABLES["units"])
    assert frame.loc[1, ["code", "name"]].tolist() == ["03127", "Hoà Bình"]


def test_text_that_no_file_can_hold_gets_a_question_mark() -> None:
    written = pd.DataFrame({"name": ["a\ud800b"]}, dtype=object)
    assert conform(written, TABLES["units"])["name"].tolist() == ["a?b"]


def test_missing_text_and_empty_text_differ() -> None:
    frame = conform(pd.DataFrame({"topic": ["", None, np.nan]}), TABLES["skills"])
    assert frame["topic"].isna().tolist() == [False, True, True]


def test_integers_beyond_53_bits_are_exact() -> None:
    frame = conform(pd.DataFrame({"victims": [2**62 + 1, None]}, dtype=object), TABLES["cases"])
    assert frame["victims"].tolist() == [2**62 + 1, pd.NA]


def test_a_number_that_is_not_whole_is_no_integer() -> None:
    with pytest.raises((ValueError, TypeError)):
        conform(pd.DataFrame({"victims": [1.5]}), TABLES["cases"])


def test_zero_has_no_sign() -> None:
    frame = conform(pd.DataFrame({"value": [-0.0, None, 2]}, dtype=object), TABLES["targets"])
    assert np.signbit(frame["value"]).tolist() == [False, False, False]


@pytest.mark.parametrize(
    "day",
    ["2024-12-15", date(2024, 12, 15), pd.Timestamp("2024-12-15 17:30"), pd.Timestamp("2024-12-15 23:30+07:00")],
)
def test_a_moment_becomes_its_day_where_it_was_written(day: object) -> None:
    frame = conform(pd.DataFrame({"due_on": [day]}), TABLES["targets"])
    assert frame["due_on"].tolist() == [pd.Timestamp("2024-12-15")]


def test_a_point_of_zone_48_on_the_equator_and_its_central_meridian_is_105_east() -> None:
    utm = gpd.GeoDataFrame({"class": ["trunk"]}, geometry=[shapely.Point(500_000, 0)], crs="EPSG:32648")
    shape = conform(utm, TABLES["roads"])["geometry"].iloc[0]
    assert (shape.x, shape.y) == pytest.approx((105.0, 0.0), abs=1e-9)


def test_row_ids_are_kept_and_rows_come_in_their_order() -> None:
    rows = pd.DataFrame({"officer_id": ["b", "a"]}, index=pd.Index([9, 4], name="row_id"))
    assert conform(rows, TABLES["skills"])["officer_id"].to_dict() == {4: "a", 9: "b"}


def test_any_other_index_is_numbered_from_one() -> None:
    rows = pd.DataFrame({"officer_id": ["b", "a"]}, index=[7, 7])
    assert conform(rows, TABLES["skills"]).index.tolist() == [1, 2]


def test_a_row_id_that_occurs_twice_is_refused() -> None:
    rows = pd.DataFrame({"officer_id": ["b", "a"]}, index=pd.Index([7, 7], name="row_id"))
    with pytest.raises(ValueError, match="7"):
        conform(rows, TABLES["skills"])


def test_the_frame_given_is_not_changed() -> None:
    rows = pd.DataFrame({"officer_id": [unicodedata.normalize("NFD", "Hoà")]})
    before = rows.copy()
    conform(rows, TABLES["skills"])
    assert_frame_equal(rows, before)


def test_stored_values_are_plain_and_come_back_as_the_same_frame(project) -> None:
    for name, table in TABLES.items():
        stored = stored_columns(project[name], table)
        assert {type(value) for values in stored.values() for value in values} <= {type(None), str, int, float, bytes}
        assert_frame_equal(frame_from_stored(stored, project[name].index, table), project[name])


def test_dates_are_stored_as_iso_days_and_booleans_as_numbers(project) -> None:
    assert stored_columns(project["units"], TABLES["units"])["valid_from"] == ["2025-07-01"] * 3
    assert stored_columns(project["facilities"], TABLES["facilities"])["open_24h"] == [1, None]


def test_a_difference_names_rows_that_went_came_and_changed() -> None:
    table = TABLES["skills"]
    before = conform(pd.DataFrame({"officer_id": ["a", "b", "c", "d"], "topic": ["x", None, "x", "x"]}), table)
    after = before.drop(index=1)
    after.loc[[2, 3], "topic"] = ["new", None]
    after = pd.concat([after, before.loc[[4]].set_axis(pd.Index([9], name="row_id"))])
    found = difference(before, after, table)
    assert (found.removed.tolist(), found.added.tolist(), found.changed.tolist()) == ([1], [9], [2, 3])


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("units", "geometry", shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])),
        ("units", "area_km2", np.nextafter(66.2, 67)),
        ("facilities", "open_24h", False),
        ("facilities", "capacity", pd.NA),
        ("cases", "reported_on", pd.Timestamp("2025-03-02")),
        ("rasters", "content", b"other"),
    ],
)
def test_a_change_of_any_kind_of_value_is_seen(project, table: str, column: str, value: object) -> None:
    after = project[table].copy()
    after[column] = [value, *after[column].tolist()[1:]]
    found = difference(project[table], conform(after, TABLES[table]), TABLES[table])
    assert found.changed.tolist() == [1]


def test_equal_frames_do_not_differ(project) -> None:
    for name, table in TABLES.items():
        found = difference(project[name], project[name].copy(), table)
        assert not (len(found.removed) or len(found.added) or len(found.changed))
