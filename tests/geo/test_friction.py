"""Friction: land cover, roads, rivers, bridges and seasons on small grids a person can check."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage
from shapely import LineString, Polygon

from geo.errors import LengthMismatch, ShapeMismatch, UnknownCrs, UnlistedLandCover
from geo.friction import Friction, blocked_cells, friction
from geo.friction_table import default_table
from geo.grid import NO_CLASS, Grid
from geo.river_crossings import Barriers, Roads
from geo.travel_modes import BARRIER, MOTOR, WALKING

GRID = Grid("EPSG:32648", 300_000, 2_400_000, 100, 20, 20)
TABLE = default_table()
ALL_ROUND = np.ones((3, 3))
RIVER = LineString([(1_010, -100), (1_020, 2_100)])
"""From north to south through column 10."""
STREET = LineString([(-100, 950), (2_100, 950)])
"""From west to east through row 9."""


def series(*lines: object) -> gpd.GeoSeries:
    """Return shapes given as metres east of the grid's west edge and south of its north edge."""
    shapes = gpd.GeoSeries(list(lines), crs=GRID.crs)
    return shapes.affine_transform([1, 0, 0, -1, GRID.west, GRID.north])


def roads(
    *lines: object, classes: Sequence[str] = ("secondary",), surface: str = "", season: str = "",
    bridge: bool | None = None,
) -> Roads:  # fmt: skip
    count = len(lines)
    names = list(classes) * count if len(classes) == 1 else list(classes)
    return Roads(series(*lines), names, [surface] * count, [season] * count, [bridge] * count)


def barriers(*lines: object, kind: str = "river", season: str = "") -> Barriers:
    return Barriers(series(*lines), [kind] * len(lines), [season] * len(lines))


def made(
    *, means: str = "motorbike", season: str = "dry", road: Roads | None = None, river: Barriers | None = None,
    land_cover: np.ndarray | None = None,
) -> Friction:  # fmt: skip
    return friction(GRID, means=means, season=season, table=TABLE, land_cover=land_cover, roads=road, barriers=river)


def joined(surface: Friction, start: tuple[int, int] = (2, 2), end: tuple[int, int] = (2, 17)) -> bool:
    """Say whether steps to any of 8 neighbours lead from one cell to another."""
    parts, _ = ndimage.label(surface.passable, structure=ALL_ROUND)
    return bool(parts[start] == parts[end] != 0)


def test_without_land_cover_one_speed_holds_everywhere_and_it_is_said() -> None:
    surface = made()
    assert (surface.speed_kmh == 3).all()
    assert (surface.mode == WALKING).all()
    assert surface.notes.without_land_cover


def test_each_class_of_land_cover_has_its_speed() -> None:
    cover = np.full(GRID.shape, 40)
    cover[:, :5], cover[:, 15:] = 10, 80
    surface = made(land_cover=cover)
    assert (surface.speed_kmh[:, :5] == 2).all()
    assert (surface.speed_kmh[:, 5:15] == 3).all()
    assert np.isnan(surface.speed_kmh[:, 15:]).all()
    assert (surface.mode[:, 15:] == BARRIER).all()
    assert not surface.notes.without_land_cover


def test_the_rain_slows_and_the_night_too() -> None:
    cover = np.full(GRID.shape, 10)
    speeds = [made(season=season, land_cover=cover).speed_kmh[0, 0] for season in ("dry", "rain", "night")]
    assert speeds == [2, 1.3, 1.6]


def test_minutes_per_metre_is_the_time_of_a_metre() -> None:
    assert made().minutes_per_metre[0, 0] == pytest.approx(60 / 3_000)
    assert np.isnan(made(land_cover=np.full(GRID.shape, 80)).minutes_per_metre).all()


def test_a_road_touches_its_cells_and_no_other() -> None:
    surface = made(road=roads(STREET))
    assert (surface.speed_kmh[9] == 30).all()
    assert (surface.mode[9] == MOTOR).all()
    assert (np.delete(surface.speed_kmh, 9, axis=0) == 3).all()


def test_the_faster_of_two_roads_in_a_cell_wins_whatever_their_order() -> None:
    for classes in (("primary", "track"), ("track", "primary")):
        assert (made(road=roads(STREET, STREET, classes=classes)).speed_kmh[9] == 40).all()


def test_a_path_does_not_slow_a_town() -> None:
    surface = made(means="walking", road=roads(STREET, classes=("path",)), land_cover=np.full(GRID.shape, 50))
    assert (surface.speed_kmh == 5).all()


def test_a_railway_is_no_road_and_an_unlisted_word_is_taken_for_a_slow_one_and_named() -> None:
    surface = made(road=roads(STREET, classes=("Đường sắt",)))
    assert (surface.speed_kmh == 3).all()
    surface = made(road=roads(STREET, classes=("lối đi",)))
    assert (surface.speed_kmh[9] == 20).all()
    assert surface.notes.unlisted == ("lối đi",)


def test_a_road_for_the_dry_season_is_closed_in_the_rain_and_open_at_night() -> None:
    assert (made(road=roads(STREET, season="dry")).speed_kmh[9] == 30).all()
    assert (made(season="night", road=roads(STREET, season="dry")).speed_kmh[9] == 24).all()
    rain = made(season="rain", road=roads(STREET, season="dry"))
    assert (rain.speed_kmh == 2).all()
    assert rain.notes.closed_roads == 1


def test_a_road_in_a_cell_without_land_cover_is_travelled_and_the_rest_is_not() -> None:
    cover = np.full(GRID.shape, 40)
    cover[9:11] = NO_CLASS
    surface = made(road=roads(STREET), land_cover=cover)
    assert (surface.speed_kmh[9] == 30).all()
    assert np.isnan(surface.speed_kmh[10]).all()


def test_a_river_without_a_road_is_not_crossed_and_a_road_on_a_bridge_crosses_in_every_season() -> None:
    assert not joined(made(river=barriers(RIVER)))
    for season in ("dry", "rain", "night"):
        assert joined(made(season=season, road=roads(STREET, bridge=True), river=barriers(RIVER)))


def test_a_road_without_a_bridge_fords_a_river_only_when_it_does_not_rain() -> None:
    ford = roads(STREET, bridge=False)
    dry, rain = (made(season=season, road=ford, river=barriers(RIVER)) for season in ("dry", "rain"))
    assert joined(dry)
    assert dry.notes.fords == 1
    assert not joined(rain)
    assert rain.notes.cut_roads == 1


def test_where_nothing_is_stated_a_provincial_road_has_a_bridge_and_a_path_has_none() -> None:
    road = made(season="rain", road=roads(STREET), river=barriers(RIVER))
    assert joined(road)
    assert road.notes.assumed_bridges == 1
    path = made(season="rain", road=roads(STREET, classes=("path",)), river=barriers(RIVER))
    assert not joined(path)
    assert path.notes.assumed_bridges == 0


@pytest.mark.parametrize("kind", ["lake", "cliff", "border"])
def test_no_ford_leads_through_a_lake_or_a_cliff(kind: str) -> None:
    assert not joined(made(road=roads(STREET, bridge=False), river=barriers(RIVER, kind=kind)))


def test_a_lake_blocks_as_an_area() -> None:
    lake = Polygon([(510, 510), (1_490, 510), (1_490, 1_490), (510, 1_490)])
    surface = made(river=barriers(lake, kind="lake"))
    assert np.isnan(surface.speed_kmh[5:15, 5:15]).all()
    assert int((~surface.passable).sum()) == 100


def test_a_stream_that_only_stops_people_in_the_rain_stops_nobody_on_a_dry_day() -> None:
    assert joined(made(river=barriers(RIVER, season="rain")))
    assert not joined(made(season="rain", river=barriers(RIVER, season="rain")))


def test_a_road_that_follows_a_river_keeps_its_cells() -> None:
    beside = LineString([(1_060, -100), (1_070, 2_100)])
    surface = made(season="rain", road=roads(beside, bridge=False), river=barriers(RIVER))
    assert (surface.speed_kmh[:, 10] == 24).all()
    assert surface.notes.cut_roads == 0


BANK = st.floats(250, 1_750) | st.integers(3, 17).map(lambda cell: cell * 100.0)


@settings(max_examples=200, deadline=None)
@given(BANK, BANK, BANK, BANK)
def test_no_step_to_8_neighbours_slips_through_a_river(first: float, second: float, third: float, last: float) -> None:
    river = LineString([(first, -100), (second, 700), (third, 1_300), (last, 2_100)])
    parts, _ = ndimage.label(~blocked_cells(GRID, series(river)), structure=ALL_ROUND)
    assert not set(parts[:, 0]) & set(parts[:, -1])


def test_a_class_the_table_does_not_list_is_refused_with_the_number_of_its_cells() -> None:
    cover = np.full(GRID.shape, 10)
    cover[0, :3] = 77
    with pytest.raises(UnlistedLandCover) as caught:
        made(land_cover=cover)
    assert (caught.value.classes, caught.value.cells) == ((77,), 3)


def test_land_cover_of_another_grid_is_refused() -> None:
    with pytest.raises(ShapeMismatch):
        made(land_cover=np.full((3, 3), 10))


def test_roads_without_a_reference_system_and_columns_of_other_lengths_are_refused() -> None:
    stated = roads(STREET)
    bare = Roads(gpd.GeoSeries(list(stated.shapes)), ["path"], [""], [""], [None])
    with pytest.raises(UnknownCrs):
        made(road=bare)
    with pytest.raises(LengthMismatch):
        Roads(stated.shapes, [], [], [], [])
    with pytest.raises(LengthMismatch):
        Barriers(stated.shapes, ["river"], [])


def test_roads_and_rivers_given_in_degrees_or_far_away_are_brought_onto_the_grid() -> None:
    near = roads(STREET)
    degrees = Roads(near.shapes.to_crs("EPSG:4326"), near.classes, near.surfaces, near.seasons, near.bridges)
    assert (made(road=degrees).speed_kmh[9] == 30).all()
    far = roads(LineString([(90_000, 0), (90_000, 900)]))
    assert (made(road=far, river=barriers(LineString([(90_000, 0), (90_000, 900)]))).speed_kmh == 3).all()


def test_no_roads_and_empty_shapes_change_nothing() -> None:
    nothing = Roads(series(), [], [], [], [])
    assert np.array_equal(made(road=nothing).speed_kmh, made().speed_kmh)
    assert np.array_equal(made(road=roads(LineString())).speed_kmh, made().speed_kmh)
    assert np.array_equal(made(river=barriers(LineString(), None)).speed_kmh, made().speed_kmh)
