"""What two columns of positions are: recognised by where the points would lie, and read so."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from pyproj.exceptions import ProjError

from data.admin_units import communes
from data.angles import Notation
from data.coordinates import Proposal, read_setting, recognise, rough_communes, to_wgs84
from data.reference_systems import VN2000_TO_WGS84, grids, zones_of

PROVINCES = ("11", "44", "79", "96")  # north-west, middle, south-east, the southern cape
EARTH = Geod(ellps="WGS84")


@cache
def units_of(province: str) -> pd.DataFrame:
    return communes(province)


@cache
def rough(province: str) -> gpd.GeoDataFrame:
    return rough_communes(province)


def cells(province: str, count: int = 200, *, seed: int = 7) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    """Random points near the centres of random communes, with the code of each."""
    generator = np.random.default_rng(seed)
    units = units_of(province).sample(count, replace=True, random_state=seed)
    around = generator.uniform(-0.01, 0.01, (2, count))
    return (
        units["lon"].to_numpy() + around[0],
        units["lat"].to_numpy() + around[1],
        units["code"].reset_index(drop=True),
    )


def to_grid(lon: np.ndarray, lat: np.ndarray, crs: str) -> tuple[pd.Series, pd.Series]:
    if crs.startswith("EPSG:32"):
        east, north = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    else:
        there = Transformer.from_pipeline(VN2000_TO_WGS84).transform(lon, lat, direction="INVERSE")
        east, north = Transformer.from_crs("EPSG:4756", crs, always_xy=True).transform(*there)
    return pd.Series(east).round(3), pd.Series(north).round(3)


def dms(angle: float, side: str = "") -> str:
    seconds = round(angle * 36000) / 10
    return f"{int(seconds // 3600)}°{int(seconds // 60 % 60):02d}'{seconds % 60:04.1f}\"{side}"


def squares(size: float = 0.1) -> gpd.GeoDataFrame:
    """Four communes in a row, ten kilometres each."""
    boxes = [shapely.box(103 + i * size, 21.3, 103 + (i + 1) * size, 21.4) for i in range(4)]
    return gpd.GeoDataFrame({"code": ["a", "b", "c", "d"]}, geometry=boxes, crs="EPSG:4326")


def in_squares(count: int = 400) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    generator = np.random.default_rng(3)
    lon, lat = generator.uniform(103.0, 103.4, count), generator.uniform(21.3, 21.4, count)
    return lon, lat, pd.Series(list("abcd"), dtype="str").iloc[((lon - 103) // 0.1).astype(int)].reset_index(drop=True)


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("system", grids(), ids=lambda system: system.crs)
def test_points_made_in_a_system_find_it_or_ask(province, system):
    lon, lat, stated = cells(province)
    east, north = to_grid(lon, lat, system.crs)
    for first, second, setting in ((east, north, system.crs), (north, east, f"{system.crs} swapped")):
        proposals = recognise(first, second, stated=stated, shapes=rough(province), province=province)
        chosen = {proposals[0].setting} | {proposal.setting for proposal in proposals if proposal.ask}
        assert setting in chosen
        assert len({proposal.swapped for proposal in proposals}) == 1


@given(system=st.sampled_from(grids()), province=st.sampled_from(PROVINCES), seed=st.integers(0, 999))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_chosen_puts_the_points_back_to_a_centimetre(system, province, seed):
    lon, lat, stated = cells(province, 60, seed=seed)
    east, north = to_grid(lon, lat, system.crs)
    proposals = recognise(north, east, stated=stated, shapes=rough(province), province=province)
    right = next(proposal for proposal in proposals if proposal.system == system)
    assert right.ask or right is proposals[0]
    x, y = to_wgs84(north, east, right.system.crs, swapped=right.swapped)
    assert EARTH.inv(lon, lat, x, y)[2].max() < 0.01


@pytest.mark.parametrize("crs", ["EPSG:3405", "EPSG:32648"])
def test_the_two_utm_datums_are_both_asked_about(crs):
    lon, lat, stated = in_squares()
    east, north = to_grid(lon, lat, crs)
    asked = [
        proposal for proposal in recognise(east, north, stated=stated, shapes=squares(), province="11") if proposal.ask
    ]
    assert {proposal.setting for proposal in asked} == {"EPSG:3405", "EPSG:32648"}
    assert max(proposal.shift for proposal in asked) == pytest.approx(222.7, abs=1)


def test_a_zone_of_the_province_is_recognised_without_asking_where_boundaries_are_known():
    lon, lat, stated = in_squares()
    east, north = to_grid(lon, lat, "EPSG:9205")
    best, *others = recognise(north, east, stated=stated, shapes=squares(), province="11")
    assert (best.setting, best.in_commune, best.in_province, best.shift, best.ask) == (
        "EPSG:9205 swapped",
        1,
        1,
        0,
        False,
    )
    assert all(other.in_commune < 1 for other in others)


def test_one_point_cannot_tell_a_zone_from_utm_on_the_same_meridian_and_says_so():
    # 105° is the meridian of a 3° zone and of UTM 48, whose scales (0.9999, 0.9996) part them by 700 m in the north.
    east, north = to_grid(np.array([105.84]), np.array([21.02]), "EPSG:5897")
    proposals = recognise(east, north, province="01")
    assert proposals[0].setting == "EPSG:5897"
    assert {"EPSG:3405", "EPSG:32648"} <= {proposal.setting for proposal in proposals if proposal.ask}


def test_without_a_stated_commune_the_province_decides_and_its_own_zone_comes_first():
    lon, lat, _ = cells("14")
    east, north = to_grid(lon, lat, zones_of("14")[0])
    best = recognise(east, north, province="14")[0]
    assert (best.setting, best.in_commune) == ("EPSG:9206", None)


def test_codes_nobody_knows_count_as_none_stated():
    lon, lat, _ = in_squares()
    east, north = to_grid(lon, lat, "EPSG:9205")
    stated = pd.Series(["?"] * len(lon))
    assert recognise(east, north, stated=stated, shapes=squares(), province="11")[0].in_commune is None


def test_degrees_are_recognised_in_either_order():
    lon, lat, stated = in_squares(50)
    for first, second, setting in ((lon, lat, "EPSG:4326"), (lat, lon, "EPSG:4326 swapped")):
        (only,) = recognise(pd.Series(first), pd.Series(second), stated=stated, shapes=squares())
        assert (only.setting, only.notation, only.in_commune, only.ask) == (setting, Notation.DEGREES, 1, False)


@pytest.mark.parametrize("sides", [("B", "Đ"), ("N", "E"), ("", "")])
def test_degrees_minutes_and_seconds_are_recognised(sides):
    lon, lat, stated = in_squares(50)
    first, second = (pd.Series([dms(v, side) for v in values]) for values, side in zip((lat, lon), sides, strict=False))
    best = recognise(first, second, stated=stated, shapes=squares())[0]
    assert (best.setting, best.notation) == ("EPSG:4326 swapped", Notation.SECONDS)
    x, y = to_wgs84(first, second, "EPSG:4326", swapped=True)
    assert np.abs(x - lon).max() < 1e-4 and np.abs(y - lat).max() < 1e-4


def test_one_column_with_both_is_recognised_and_read():
    both = pd.Series(["21.35, 103.05", "21.36, 103.15", ""])
    best = recognise(both, stated=pd.Series(["a", "b", "c"]), shapes=squares())[0]
    assert (best.setting, best.in_commune) == ("EPSG:4326 swapped", 1)
    lon, lat = to_wgs84(both, None, "EPSG:4326", swapped=True)
    assert lon[:2].tolist() == [103.05, 103.15] and np.isnan([lon[2], lat[2]]).all()


def test_letters_overrule_the_order_stated():
    lon, lat = to_wgs84(pd.Series(["21.5 B", "103.5"]), pd.Series(["103.5 Đ", "21.5"]), "EPSG:4326")
    assert (lon.tolist(), lat.tolist()) == ([103.5, 103.5], [21.5, 21.5])


def test_metres_in_the_vietnamese_way_of_writing_numbers_are_read():
    first, second = pd.Series(["501.195,52", "501.200,5"]), pd.Series(["2.367.123,45", "2.367.100,0"])
    by_text = to_wgs84(first, second, "EPSG:9205")
    by_number = to_wgs84(pd.Series([501195.52, 501200.5]), pd.Series([2367123.45, 2367100.0]), "EPSG:9205")
    np.testing.assert_allclose(by_text, by_number, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "pair", [(["Bản Mới"], ["Thanh Yên"]), ([""], [""]), (["5"], ["7"]), (["12345678"], ["87654321"])]
)
def test_what_lies_nowhere_in_the_province_is_no_proposal(pair):
    assert recognise(pd.Series(pair[0]), pd.Series(pair[1]), province="11") == []
    assert recognise(pd.Series([], dtype="str"), pd.Series([], dtype="str"), province="11") == []


def test_without_a_province_any_place_in_vietnam_will_do():
    proposals = recognise(pd.Series(["103.0"]), pd.Series(["21.4"]))
    assert [proposal.setting for proposal in proposals] == ["EPSG:4326"]


def test_the_order_of_rows_changes_nothing():
    lon, lat, stated = in_squares()
    east, north = to_grid(lon, lat, "EPSG:9206")
    turned = [column[::-1].reset_index(drop=True) for column in (east, north, stated)]
    one = recognise(east, north, stated=stated, shapes=squares(), province="11")
    assert recognise(*turned[:2], stated=turned[2], shapes=squares(), province="11") == one


def test_an_unknown_system_is_refused():
    with pytest.raises(ProjError):
        to_wgs84(pd.Series([5e5]), pd.Series([2e6]), "EPSG:nonsense")


def test_the_setting_of_a_proposal_says_system_and_order():
    proposal = Proposal(grids()[1], swapped=True, notation=None, in_commune=None, in_province=1.0)
    assert read_setting(proposal.setting) == ("EPSG:9205", True)


def test_rough_communes_hold_their_centres():
    circles, units = rough_communes("11"), communes("11")
    assert circles["code"].tolist() == units["code"].tolist()
    assert shapely.intersects_xy(circles.geometry.array, units["lon"], units["lat"]).all()


@pytest.mark.slow
@pytest.mark.parametrize("province", ["11", "14", "20", "44"])
def test_real_boundaries_tell_every_system_from_300_points(shared, province):
    shapes = gpd.read_file(shared / "data/vietnam/focus_communes_full.gpkg").query("province_code == @province")
    points = shapes.geometry.sample_points(8, rng=11).explode(ignore_index=True)
    stated = shapes["code"].repeat(8).reset_index(drop=True)
    for system in grids():
        east, north = to_grid(points.x.to_numpy(), points.y.to_numpy(), system.crs)
        best, *others = recognise(north, east, stated=stated, shapes=shapes, province=province)
        assert system.crs in (best.system.crs, best.system.twin)
        assert {proposal.system.crs for proposal in others if proposal.ask} <= {best.system.twin}
