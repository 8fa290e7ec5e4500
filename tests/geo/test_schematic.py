"""Schematic boundaries of real communes: where their centres lie, how large they are, whether they fit together."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InvalidPosition, LengthMismatch, NoKnownArea, SharedPosition
from geo.schematic import EQUAL_AREA, area_errors, schematic_cells

DIEN_BIEN = "11"


def cells_of(communes: Any) -> gpd.GeoSeries:
    return schematic_cells(communes.longitude, communes.latitude, communes.area_km2)


def require_a_map(cells: gpd.GeoSeries, longitude: Any, latitude: Any) -> None:
    """Valid, none empty, every centre strictly inside its own cell, neighbours share vertices, nothing overlaps."""
    assert cells.is_valid.all()
    assert not cells.is_empty.any()
    assert shapely.contains_properly(cells.to_numpy(), shapely.points(longitude, latitude)).all()
    assert shapely.coverage_is_valid(cells.to_numpy())
    whole = shapely.union_all(cells.to_numpy())
    assert whole.area == pytest.approx(shapely.area(cells.to_numpy()).sum(), rel=1e-9)
    assert shapely.get_num_interior_rings(shapely.get_parts(whole)).sum() == 0


def test_dien_bien_is_a_map_of_45_cells(communes_of: Callable[[str], Any]) -> None:
    communes = communes_of(DIEN_BIEN)
    cells = cells_of(communes)
    assert len(cells) == 45
    assert cells.crs == "EPSG:4326"
    require_a_map(cells, communes.longitude, communes.latitude)


def test_areas_of_dien_bien_agree_within_10_percent_in_the_median(communes_of: Callable[[str], Any]) -> None:
    communes = communes_of(DIEN_BIEN)
    cells = cells_of(communes)
    errors = area_errors(cells, communes.area_km2)
    assert errors.median <= 0.01
    assert errors.worst <= 0.5
    total = cells.to_crs(EQUAL_AREA).area.sum() / 1e6
    assert total == pytest.approx(communes.area_km2.sum(), rel=1e-4)


@pytest.mark.slow
def test_every_province_is_a_map(provinces: list[str], communes_of: Callable[[str], Any]) -> None:
    assert len(provinces) == 34
    for province in provinces:
        communes = communes_of(province)
        cells = cells_of(communes)
        require_a_map(cells, communes.longitude, communes.latitude)
        assert area_errors(cells, communes.area_km2).median <= 0.4, province


def test_the_same_input_gives_the_same_cells(communes_of: Callable[[str], Any]) -> None:
    communes = communes_of(DIEN_BIEN)
    assert cells_of(communes).to_wkb().tolist() == cells_of(communes).to_wkb().tolist()


def test_cells_come_in_the_order_of_the_input(communes_of: Callable[[str], Any]) -> None:
    communes = communes_of(DIEN_BIEN)
    back = slice(None, None, -1)
    turned = schematic_cells(communes.longitude[back], communes.latitude[back], communes.area_km2[back])
    middles = cells_of(communes).representative_point()
    assert turned.iloc[back].reset_index(drop=True).contains(middles).all()


def test_an_island_gets_a_shape_of_its_own() -> None:
    cells = schematic_cells([105.0, 105.1, 107.5], [20.0, 20.0, 20.0], [100.0, 100.0, 10.0])
    assert len(shapely.get_parts(shapely.union_all(cells.to_numpy()))) == 2
    assert area_errors(cells, [100.0, 100.0, 10.0]).worst <= 0.01


@pytest.mark.parametrize("unknown", [0.0, float("nan")])
def test_an_unknown_area_is_drawn_as_the_mean_of_the_others(unknown: float) -> None:
    cells = schematic_cells([105.0, 105.1, 105.2], [20.0, 20.0, 20.0], [80.0, unknown, 120.0])
    assert cells.to_crs(EQUAL_AREA).area.iloc[1] / 1e6 == pytest.approx(100.0, rel=0.01)
    errors = area_errors(cells, [80.0, unknown, 120.0])
    assert np.isnan(errors.relative).tolist() == [False, True, False]
    assert errors.worst <= 0.01


def test_one_commune_is_a_disc() -> None:
    (cell,) = schematic_cells([105.0], [20.0], [314.159])
    assert area_errors(gpd.GeoSeries([cell], crs="EPSG:4326"), [314.159]).worst <= 1e-3
    assert shapely.minimum_bounding_radius(cell) == pytest.approx(10 / 111.2, rel=0.1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200)), min_size=1, max_size=25))
def test_any_centres_on_a_grid_of_two_kilometres_give_a_map(rows: list[tuple[int, int, int]]) -> None:
    spots = {(x, y): area for x, y, area in rows}
    longitude, latitude = np.array(list(spots), dtype=float).T * 0.02 + np.array([[105.0], [20.0]])
    area = np.array(list(spots.values()), dtype=float)
    if not area.any():
        area[0] = 1.0
    require_a_map(schematic_cells(longitude, latitude, area), longitude, latitude)


def test_centres_20_metres_apart_keep_a_cell_each() -> None:
    longitude, latitude = [105.0, 105.0002, 105.2], [20.0, 20.0, 20.0]
    require_a_map(schematic_cells(longitude, latitude, [5.0, 95.0, 50.0]), longitude, latitude)


def test_progress_rises_to_one(communes_of: Callable[[str], Any]) -> None:
    communes = communes_of("48")
    shares: list[float] = []
    schematic_cells(communes.longitude, communes.latitude, communes.area_km2, tick=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_what_cannot_be_placed_is_named() -> None:
    with pytest.raises(SharedPosition) as shared:
        schematic_cells([105.0, 106.0, 105.0], [20.0, 20.0, 20.0], [1.0, 1.0, 1.0])
    assert (shared.value.first, shared.value.second) == (0, 2)
    with pytest.raises(InvalidPosition) as invalid:
        schematic_cells([105.0, float("nan")], [20.0, 20.0], [1.0, 1.0])
    assert invalid.value.position == 1
    with pytest.raises(NoKnownArea):
        schematic_cells([105.0], [20.0], [0.0])
    with pytest.raises(LengthMismatch) as mismatch:
        schematic_cells([105.0], [20.0], [1.0, 2.0])
    assert (mismatch.value.name, mismatch.value.length, mismatch.value.expected) == ("area_km2", 2, 1)
