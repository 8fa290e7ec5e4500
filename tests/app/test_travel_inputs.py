"""The ground of a project: its grid, its rasters laid over one another, and what blocks the way."""

import numpy as np
import pandas as pd
import pytest

from app.analyses.access import Parameters
from app.errors import NoAreas, NoRaster
from app.travel_inputs import areas_of, crossing, grid_of, ground_of, people_raster
from data.project import Project
from geo.errors import RasterOutside, RasterWithoutData, UnlistedLandCover
from geo.travel_surfaces import FlatSurface, SlopeSurface
from tests.app.travel_projects import RIVER, ROAD, everywhere, line, raster, two_communes


def travelling(**given: object) -> Parameters:
    return Parameters(resolution=500, **given)  # type: ignore[arg-type]


def without_positions(project: Project) -> Project:
    units = project["units"]
    return project.with_table("units", units.assign(geometry=None, lon=np.nan, lat=np.nan))


def test_the_grid_reaches_ten_kilometres_beyond_the_communes() -> None:
    grid = grid_of(two_communes(), 500)
    degree_km = 111.3
    assert grid.columns * 0.5 == pytest.approx(0.2 * degree_km + 20, abs=2)
    assert grid.rows * 0.5 == pytest.approx(0.1 * degree_km + 20, abs=2)
    assert grid.crs == "EPSG:32648"


def test_a_commune_without_a_shape_is_a_square_around_its_centre() -> None:
    project = two_communes()
    flat = project.with_table("units", project["units"].assign(geometry=None))
    assert areas_of(flat).geometry.iloc[0].bounds == pytest.approx((105.04, 0.04, 105.06, 0.06))


def test_communes_without_shape_and_centre_are_refused() -> None:
    project = without_positions(two_communes())
    assert areas_of(project).geometry.isna().all()
    with pytest.raises(NoAreas) as caught:
        ground_of(project, travelling())
    assert caught.value.vintage == "2025-07-01"


def test_a_project_without_rasters_is_flat_and_says_so() -> None:
    ground = ground_of(two_communes(), travelling())
    assert (ground.elevation, ground.land_cover, ground.pace, ground.roads, ground.barriers) == (None,) * 5
    across = crossing(ground, travelling(), season="dry")
    assert isinstance(across.surface, FlatSurface)
    assert across.passable.all()
    assert across.friction is not None
    assert across.friction.notes.without_land_cover


def test_with_elevation_the_slope_counts_and_a_cell_without_it_cannot_be_passed() -> None:
    heights = everywhere(100.0)
    heights[:50] = -1
    across = crossing(
        ground_of(two_communes(rasters=raster("elevation", heights)), travelling()), travelling(), season="dry"
    )
    assert isinstance(across.surface, SlopeSurface)
    assert not across.passable[0].any()
    assert across.passable[-1].all()


def test_the_latest_raster_goes_before_and_an_earlier_one_fills_its_gaps() -> None:
    half = everywhere(7.0)
    half[:, :60] = -1
    both = pd.concat([raster("elevation", everywhere(3.0)), raster("elevation", half)], ignore_index=True)
    elevation = ground_of(two_communes(rasters=both), travelling()).elevation
    assert elevation is not None
    assert elevation[20, 0] == 3.0
    assert elevation[20, -1] == 7.0


def test_a_raster_elsewhere_is_passed_over_while_another_is_there() -> None:
    far = raster("elevation", everywhere(9.0), west=20.0)
    both = pd.concat([raster("elevation", everywhere(3.0)), far], ignore_index=True)
    elevation = ground_of(two_communes(rasters=both), travelling()).elevation
    assert elevation is not None
    assert elevation == pytest.approx(3.0)


@pytest.mark.parametrize("role", ["elevation", "land_cover"])
def test_a_raster_that_does_not_touch_the_communes_is_refused_by_its_name(role: str) -> None:
    project = two_communes(rasters=raster(role, everywhere(30.0), west=20.0))
    with pytest.raises(RasterOutside) as caught:
        ground_of(project, travelling())
    assert caught.value.raster == f"{role} ({role}.tif)"


def test_a_raster_without_any_value_is_refused() -> None:
    with pytest.raises(RasterWithoutData):
        ground_of(two_communes(rasters=raster("elevation", everywhere(-1))), travelling())


def test_a_class_of_land_cover_that_is_not_listed_is_refused() -> None:
    ground = ground_of(two_communes(rasters=raster("land_cover", everywhere(33))), travelling())
    with pytest.raises(UnlistedLandCover) as caught:
        crossing(ground, travelling(), season="dry")
    assert caught.value.classes == (33,)


def test_a_friction_raster_says_all_and_no_minutes_are_no_way() -> None:
    pace = everywhere(0.02)
    pace[:50] = 0.0
    project = two_communes(rasters=raster("friction", pace), barriers=RIVER)
    across = crossing(ground_of(project, travelling(friction="raster")), travelling(), season="rain")
    assert across.friction is None
    assert not across.passable[0].any()
    assert across.passable[-1].all()


def test_a_friction_raster_that_is_asked_for_must_be_there() -> None:
    with pytest.raises(NoRaster) as caught:
        ground_of(two_communes(), travelling(friction="raster"))
    assert caught.value.role == "friction"


def test_nobody_crosses_a_river_without_a_bridge_and_a_blank_season_is_always() -> None:
    ground = ground_of(two_communes(barriers=RIVER), travelling())
    for season in ("dry", "rain", "night"):
        assert (~crossing(ground, travelling(), season=season).passable).any(axis=1).all()


@pytest.mark.parametrize(("bridge", "carried"), [(True, True), (False, False), (None, True)])
def test_a_road_crosses_a_river_in_the_rain_where_it_is_on_a_bridge_or_a_main_road_says_nothing(
    bridge: bool | None, carried: bool
) -> None:
    road = line((105.0, 0.05), (105.2, 0.05), bridge=bridge, **ROAD)
    ground = ground_of(two_communes(barriers=RIVER, roads=road), travelling())
    blocked = ~crossing(ground, travelling(), season="rain").passable
    assert blocked.any(axis=1).all() != carried


def test_people_are_counted_whole_and_none_without_a_raster() -> None:
    project = two_communes(rasters=raster("population", everywhere(3.0)))
    grid = grid_of(project, 500)
    people = people_raster(project, grid)
    assert people is not None
    raster_cell_km2 = (0.005 * 111.32) * (0.005 * 110.574)
    assert np.nansum(people) == pytest.approx(3.0 * grid.rows * grid.columns * 0.25 / raster_cell_km2, rel=0.01)
    assert people_raster(two_communes(), grid) is None
