"""Tables of speeds: the default one is whole and sourced, an edited one is checked line by line."""

from pathlib import Path

import pytest

from geo.errors import DuplicateClass, EmptySpeedTable, InvalidSpeed, MissingTableColumn, UnknownEntry
from geo.friction_table import (
    DEFAULT_FILE,
    LAND_COVER,
    MEANS,
    OFF_ROAD,
    ROAD,
    SEASONS,
    SURFACE,
    FrictionTable,
    Pace,
    default_table,
    friction_table,
)
from geo.road_classes import has_bridges, road_class, road_surface
from geo.travel_modes import BICYCLE, MOTOR, WALKING

WORLD_COVER = (10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100)
HEADER = "kind,class,means,mode,dry_kmh,rain_kmh,night_kmh"


def table(*rows: str) -> FrictionTable:
    return friction_table("\n".join((HEADER, *rows)))


def test_the_default_has_every_class_of_world_cover_for_walking() -> None:
    assert all(default_table().lists(LAND_COVER, str(code)) for code in WORLD_COVER)
    assert default_table().lists(OFF_ROAD, OFF_ROAD)


def test_every_default_speed_says_where_it_comes_from() -> None:
    for row in default_table().rows:
        assert row.source
        assert row.label_vi
        assert row.label_en


def test_no_default_speed_is_greater_in_the_rain_or_at_night_than_on_a_dry_day() -> None:
    for row in default_table().rows:
        dry = row.speeds_kmh["dry"] or 0
        assert all((row.speeds_kmh[season] or 0) <= dry for season in ("rain", "night"))


def test_no_default_speed_is_above_what_the_law_allows_on_a_two_way_road() -> None:
    limits = {"motorbike": 60, "car": 80, "bicycle": 25, "walking": 6}
    for row in default_table().rows:
        assert max(speed or 0 for speed in row.speeds_kmh.values()) <= limits[row.means]


def test_water_cannot_be_crossed_by_any_means_in_any_season() -> None:
    paces = {default_table().pace(LAND_COVER, "80", means=m, season=s) for m in MEANS for s in SEASONS}
    assert paces == {None}


def test_a_rider_walks_off_the_road() -> None:
    assert default_table().pace(LAND_COVER, "10", means="motorbike", season="dry") == Pace(2, WALKING)


def test_a_rider_rides_on_the_road() -> None:
    assert default_table().road_pace("primary", None, means="motorbike", season="dry") == Pace(40, MOTOR)
    assert default_table().road_pace("primary", None, means="bicycle", season="dry") == Pace(11, BICYCLE)


def test_a_surface_holds_a_rider_back() -> None:
    assert default_table().road_pace("primary", "earth", means="motorbike", season="dry") == Pace(20, MOTOR)
    assert default_table().road_pace("primary", "paved", means="motorbike", season="dry") == Pace(40, MOTOR)


def test_where_the_rain_stops_cars_one_walks_at_the_speed_of_mud() -> None:
    assert default_table().road_pace("unclassified", "earth", means="car", season="rain") == Pace(2.7, WALKING)


def test_nobody_walks_on_an_expressway() -> None:
    assert default_table().road_pace("motorway", None, means="walking", season="dry") is None
    assert default_table().road_pace("motorway", None, means="motorbike", season="dry") is None
    assert default_table().road_pace("motorway", None, means="car", season="dry") == Pace(80, MOTOR)


def test_every_class_of_road_in_the_table_is_known_by_its_own_name() -> None:
    roads = {row.name for row in default_table().rows if row.kind == ROAD}
    assert {road_class(name) for name in roads} == roads
    surfaces = {row.name for row in default_table().rows if row.kind == SURFACE}
    assert surfaces == {road_surface("gravel"), road_surface("earth")}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Quốc lộ 12", "primary"), ("QL279", "primary"), ("QL.6", "primary"), ("ĐT.145", "secondary"),
        ("Tỉnh lộ", "secondary"), ("ĐƯỜNG  HUYỆN", "tertiary"), ("đường xã", "unclassified"),
        ("Đường chính", "primary"), ("Đường thứ cấp", "secondary"), ("Đường sắt", "railway"), ("trunk_link", "trunk"),
        ("footway", "path"), ("đường", None), ("", None), ("279", None),
    ],
)  # fmt: skip
def test_vietnamese_and_osm_words_for_roads_mean_the_same_classes(word: str, meant: str | None) -> None:
    assert road_class(word) == meant


def test_a_national_road_is_taken_to_have_bridges_and_a_path_fords() -> None:
    assert has_bridges("primary")
    assert not has_bridges("path")


def test_a_table_given_back_is_the_same() -> None:
    assert friction_table(DEFAULT_FILE.read_text(encoding="utf-8")) == default_table()


def test_a_table_from_excel_in_vietnam_has_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    path = tmp_path / "tốc độ.csv"
    path.write_bytes((HEADER.replace(",", ";") + "\r\nroad;track;walking;walking;4,5;3;;\r\n").encode("utf-8-sig"))
    (row,) = friction_table(path).rows
    assert row.speeds_kmh == {"dry": 4.5, "rain": 3.0, "night": None}


def test_a_table_in_the_office_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADER},label_vi\nroad,track,walking,walking,4,3,3,Đường mòn\n".encode("cp1258", "replace"))
    assert friction_table(path).rows[0].label_vi.startswith("Đư")


@pytest.mark.parametrize("speed", ["0", "-3", "nan", "inf", "nhanh"])
def test_a_speed_that_is_not_positive_is_refused_with_its_line(speed: str) -> None:
    with pytest.raises(InvalidSpeed) as caught:
        table("road,track,walking,walking,4,3,3", f"road,path,walking,walking,4,{speed},3")
    assert (caught.value.line, caught.value.column, caught.value.entry) == (3, "rain_kmh", speed)


def test_a_barrier_with_a_speed_is_refused() -> None:
    with pytest.raises(InvalidSpeed):
        table("land_cover,80,walking,barrier,1,,")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("street,track,walking,walking,4,3,3", "kind"), ("road,track,donkey,walking,4,3,3", "means"),
        ("road,track,walking,flying,4,3,3", "mode"), ("land_cover,forest,walking,walking,4,3,3", "class"),
        ("road,,walking,walking,4,3,3", "class"),
    ],
)  # fmt: skip
def test_an_unknown_word_is_refused_with_its_line_and_column(row: str, column: str) -> None:
    with pytest.raises(UnknownEntry) as caught:
        table(row)
    assert (caught.value.line, caught.value.column) == (2, column)


def test_a_class_listed_twice_is_refused_with_both_lines() -> None:
    with pytest.raises(DuplicateClass) as caught:
        table("road,track,walking,walking,4,3,3", "# a remark", "road,track,walking,walking,5,3,3")
    assert (caught.value.first_line, caught.value.line) == (2, 4)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingTableColumn) as caught:
        friction_table("kind,class,means,mode,dry_kmh,night_kmh\nroad,track,walking,walking,4,3\n")
    assert caught.value.column == "rain_kmh"


@pytest.mark.parametrize("text", ["", "# only a remark\n", HEADER])
def test_a_table_without_rows_is_refused(text: str) -> None:
    with pytest.raises(EmptySpeedTable):
        friction_table(text)
