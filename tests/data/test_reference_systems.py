"""The reference systems of Vietnam against EPSG, a published point and each other."""

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from pyproj.crs import CoordinateOperation
from pyproj.exceptions import ProjError

from data.name_folding import without_accents
from data.reference_systems import (
    MERIDIANS,
    VN2000_TO_WGS84,
    grids,
    meridians_of,
    project_to_wgs84,
    shapes_to_wgs84,
    zones_of,
)

EARTH = Geod(ellps="WGS84")
ZONES = [grid for grid in grids() if grid.name.startswith("VN-2000")]
# Inside these most of the 15' to 3° wide zones are used; a plane grid is exact far beyond its own zone too.
LONGITUDES, LATITUDES = st.floats(102.2, 109.4), st.floats(8.4, 23.3)


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(EARTH.inv(*one, *other)[2])


def to_grid(lon: float, lat: float, crs: str) -> tuple[float, float]:
    """The way back, built from the inverse of each step."""
    there = Transformer.from_pipeline(VN2000_TO_WGS84).transform(lon, lat, direction="INVERSE")
    return Transformer.from_crs("EPSG:4756", crs, always_xy=True).transform(*there)


def read(east: float, north: float, crs: str) -> tuple[float, float]:
    lon, lat = project_to_wgs84(np.array([east]), np.array([north]), crs)
    return float(lon[0]), float(lat[0])


def table() -> pd.DataFrame:
    return pd.read_csv(MERIDIANS, comment="#", dtype={"code": "str", "present": "str"})


def test_a_published_point_is_met_to_a_centimetre():
    # Ninh Thuận, meridian 108°15': a pair of positions from a survey workbook quoted by two public converters.
    assert apart(read(568262.924, 1255172.51, "EPSG:9217"), (108.87720114429756, 11.349358065695681)) < 0.01


def test_the_rotations_are_a_coordinate_frames_not_a_position_vectors():
    wrong = VN2000_TO_WGS84.replace("coordinate_frame", "position_vector")
    there = Transformer.from_crs("EPSG:9217", "EPSG:4756", always_xy=True).transform(568262.924, 1255172.51)
    assert apart(Transformer.from_pipeline(wrong).transform(*there), (108.87720114429756, 11.349358065695681)) > 0.5


def test_the_seven_parameters_are_those_of_epsg_6960():
    published = CoordinateOperation.from_epsg(6960)
    assert (published.name, published.method_code) == ("VN-2000 to WGS 84 (2)", "9607")  # coordinate frame rotation
    ours = re.findall(r"\+(?:x|y|z|rx|ry|rz|s)=(-?[\d.]+)", VN2000_TO_WGS84)
    assert [parameter.value for parameter in published.params] == [float(number) for number in ours]


@pytest.mark.parametrize(("vn2000", "wgs84"), [("EPSG:3405", "EPSG:32648"), ("EPSG:3406", "EPSG:32649")])
@pytest.mark.parametrize("north", [950_000.0, 1_650_000.0, 2_350_000.0])
def test_the_same_numbers_on_the_two_datums_lie_about_220_metres_apart(vn2000, wgs84, north):
    assert 215 < apart(read(500_000, north, vn2000), read(500_000, north, wgs84)) < 230


@pytest.mark.parametrize("crs", ["EPSG:4756", *(zone.crs for zone in ZONES)])
def test_no_system_of_vn2000_is_read_with_a_null_shift(crs):
    by_null = Transformer.from_crs(crs, "EPSG:4756", always_xy=True)
    east, north = (105.0, 16.0) if crs == "EPSG:4756" else (500_000.0, 1_770_000.0)
    assert 215 < apart(read(east, north, crs), by_null.transform(east, north)) < 230


@given(zone=st.sampled_from(ZONES), lon=LONGITUDES, lat=LATITUDES)
@settings(max_examples=200, deadline=None)
def test_to_the_grid_and_back_is_within_a_centimetre(zone, lon, lat):
    assert apart(read(*to_grid(lon, lat, zone.crs), zone.crs), (lon, lat)) < 0.01


def test_the_text_of_a_prj_file_with_the_datum_of_vietnam_gets_its_shift():
    text = CRS("EPSG:9205").to_wkt("WKT1_ESRI").replace("VN-2000_TM-3_103-00", "VN2000_KTT_103")
    assert apart(read(510_000, 2_367_000, text), read(510_000, 2_367_000, "EPSG:9205")) < 0.001


@pytest.mark.parametrize("crs", ["EPSG:1", "nonsense", "+proj=tmerc +lon_0=103 +k=0.9999 +x_0=500000 +ellps=WGS84"])
def test_a_system_without_a_known_way_is_refused_rather_than_taken_for_wgs84(crs):
    with pytest.raises(ProjError):
        project_to_wgs84(np.array([5e5]), np.array([2e6]), crs)


def test_shapes_go_the_same_way_as_columns_and_missing_ones_stay():
    square = shapely.box(510_000, 2_367_000, 510_100, 2_367_100)
    moved = shapes_to_wgs84(gpd.GeoSeries([square, None, shapely.Point()], index=[4, 5, 6], crs="EPSG:9205"))
    corner = shapely.get_coordinates(moved[4])[2]
    assert apart(tuple(corner), read(510_000, 2_367_100, "EPSG:9205")) < 0.001
    assert (moved.crs, moved.index.tolist(), moved[5], moved[6].is_empty) == ("EPSG:4326", [4, 5, 6], None, True)
    assert shapes_to_wgs84(moved) is moved


def test_shapes_of_a_system_without_a_known_way_are_refused():
    bare = gpd.GeoSeries([shapely.Point(5e5, 2e6)], crs="+proj=tmerc +lon_0=103 +k=0.9999 +x_0=500000 +ellps=WGS84")
    with pytest.raises(ProjError):
        shapes_to_wgs84(bare)


def test_missing_stays_missing_and_nowhere_is_infinite():
    lon, lat = project_to_wgs84(np.array([np.nan, 1e9]), np.array([2e6, 1e9]), "EPSG:9205")
    assert np.isnan(lon[0]) and np.isinf([lon[1], lat[1]]).all()


def test_there_are_22_plane_systems_and_the_zones_have_the_scale_of_the_circular():
    assert len(grids()) == 22
    for zone in grids():
        values = {item.name: item.value for item in CRS(zone.crs).coordinate_operation.params}
        assert values["Scale factor at natural origin"] == (0.9999 if "TM-3" in zone.name else 0.9996)
        assert values["False easting"] == 500_000


def test_each_utm_zone_has_its_twin_on_the_other_datum():
    twins = {grid.crs: grid.twin for grid in grids() if grid.twin}
    assert (
        {twins[twin] for twin in twins.values()} == set(twins) == {"EPSG:3405", "EPSG:3406", "EPSG:32648", "EPSG:32649"}
    )


def test_the_old_provinces_of_each_meridian_are_those_epsg_names():
    old = table().query("law == '973/2001'")
    assert len(old) == 63
    general = {102.0, 105.0, 108.0}  # EPSG describes these three zones by longitude, not by province
    for meridian, rows in old[~old["meridian"].isin(general)].groupby("meridian"):
        zone = next(grid for grid in ZONES if f"TM-3 {int(meridian):d}-{round(meridian % 1 * 60):02d}" in grid.name)
        area = CRS(zone.crs).area_of_use.name.removeprefix("Vietnam - ")
        named = re.split(r", |; | and ", re.sub(r" (provinces?|cities|municipality)|\.$", "", area))
        assert {squeezed(name) for name in named} == {squeezed(name) for name in rows["name"]}, zone.name


def squeezed(name: str) -> str:
    return re.sub(r"[^a-z]", "", without_accents(name).casefold())


def test_the_old_provinces_lead_to_the_present_ones_of_the_crosswalk(shared):
    pairs = pd.read_csv(shared / "data/vietnam/crosswalk_old_new_2025.csv", dtype="str")
    most = pairs.groupby("old_province_code")["new_province_code"].agg(lambda codes: codes.mode()[0])
    old = table().query("law == '973/2001'")
    assert dict(zip(old["code"], old["present"], strict=True)) == most.to_dict()


def test_every_present_province_has_a_meridian_of_the_present_law_first():
    new = table().query("law == '24/2025'")
    assert len(new) == 34
    for code, meridian in zip(new["code"], new["meridian"], strict=True):
        assert meridians_of(code)[0] == meridian
        assert len(zones_of(code)) == len(meridians_of(code)) <= 4


def test_lai_chau_changed_its_meridian_and_quang_tri_has_two():
    assert meridians_of("12") == (104.75, 103.0)
    assert zones_of("44") == ("EPSG:9211", "EPSG:9212")
    assert zones_of("99") == ()
