"""Shares of cells in zones: exact on borders, whole for every cell, also where a library gives up."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import zones as zones_module
from geo.errors import MissingColumn, UnknownCrs
from geo.grid import Grid, grid_over
from geo.zones import Zones, zones_of_areas, zones_of_points

GRID = Grid("EPSG:32648", 300_000.0, 2_300_000.0, 100.0, 4, 5)
WEST, SOUTH, EAST, NORTH = GRID.bounds


def areas(**shapes: object) -> gpd.GeoDataFrame:
    """Shapes in metres from the grid's north-west corner, x to the east and y to the south."""
    placed = [shapely.transform(shape, lambda xy: [WEST, NORTH] + xy * [1, -1]) for shape in shapes.values()]
    return gpd.GeoDataFrame({"code": list(shapes)}, geometry=placed, crs=GRID.crs)


def share(zones: Zones, code: str | None) -> np.ndarray:
    """The share of each cell in a zone, or in none."""
    mine = zones.zone == (len(zones.codes) if code is None else zones.codes.index(code))
    return np.bincount(zones.cell[mine], zones.share[mine], minlength=int(np.prod(zones.shape))).reshape(zones.shape)


def whole(zones: Zones) -> np.ndarray:
    return np.bincount(zones.cell, zones.share)


def test_a_cell_on_a_border_is_divided() -> None:
    zones = zones_of_areas(areas(left=shapely.box(0, 0, 130, 400), right=shapely.box(130, 0, 500, 400)), GRID)
    assert share(zones, "left") == pytest.approx(np.tile([1.0, 0.3, 0, 0, 0], (4, 1)), abs=1e-6)
    assert share(zones, "right") == pytest.approx(np.tile([0, 0.7, 1, 1, 1], (4, 1)), abs=1e-6)
    assert not (zones.zone == 2).any()
    assert zones.clipped == ()


def test_what_is_in_no_zone_is_outside() -> None:
    zones = zones_of_areas(areas(a=shapely.box(0, 0, 250, 150)), GRID)
    expected = np.ones((4, 5))
    expected[0, :3], expected[1, :3] = [0, 0, 0.5], [0.5, 0.5, 0.75]
    assert share(zones, None) == pytest.approx(expected, abs=1e-6)


def test_areas_that_overlap_divide_their_cells_and_count_nobody_twice() -> None:
    zones = zones_of_areas(areas(a=shapely.box(0, 0, 500, 400), b=shapely.box(100, 0, 200, 400)), GRID)
    assert share(zones, "a")[0] == pytest.approx([1, 0.5, 1, 1, 1])
    assert whole(zones) == pytest.approx(np.ones(20))


def test_an_area_beyond_the_grid_or_without_a_shape_has_no_cell() -> None:
    frame = areas(far=shapely.box(900, 0, 990, 100), touching=shapely.box(500, 0, 600, 400), empty=shapely.Polygon())
    frame.loc[3] = ["none", None]
    zones = zones_of_areas(frame, GRID)
    assert set(zones.zone) == {4}
    assert zones.codes == ("far", "touching", "empty", "none")


def test_an_area_that_leaves_the_grid_is_cut_at_its_edge() -> None:
    zones = zones_of_areas(areas(a=shapely.box(450, -300, 900, 50)), GRID)
    assert share(zones, "a").sum() == pytest.approx(0.25)


def test_areas_may_come_in_degrees() -> None:
    zones = zones_of_areas(areas(a=shapely.box(0, 0, 250, 150)).to_crs("EPSG:4326"), GRID)
    assert share(zones, "a").sum() == pytest.approx(3.75, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.floats(-50, 550)] * 6), min_size=1, max_size=4))
def test_the_parts_of_every_cell_sum_to_one(triangles: list[tuple[float, ...]]) -> None:
    shapes = [shapely.make_valid(shapely.Polygon(np.reshape(each, (3, 2)))) for each in triangles]
    polygons = {f"t{n}": shape for n, shape in enumerate(shapes) if shape.geom_type == "Polygon"}
    zones = zones_of_areas(areas(**polygons) if polygons else areas(a=shapely.Polygon()), GRID)
    assert whole(zones) == pytest.approx(np.ones(20), abs=1e-12)
    assert (zones.share > 0).all()


@settings(max_examples=30, deadline=None)
@given(st.tuples(*[st.floats(-50, 550)] * 8))
def test_cutting_by_rows_measures_the_same_shares(corners: tuple[float, ...]) -> None:
    hull = shapely.MultiPoint(np.reshape(corners, (4, 2))).convex_hull
    shape = areas(a=hull if hull.geom_type == "Polygon" else shapely.Polygon()).geometry[0]
    cut = zones_module._intersected(shape, GRID) if not shape.is_empty else zones_module._measured(shape, GRID)
    measured = zones_module._measured(shape, GRID)
    dense = [np.bincount(each.cell, each.share, minlength=20) for each in (cut, measured)]
    assert dense[0] == pytest.approx(dense[1], abs=1e-6)


def test_where_exactextract_gives_up_the_shape_is_cut_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = areas(a=shapely.box(0, 0, 130, 400), b=shapely.box(130, 0, 500, 400))
    expected = zones_of_areas(frame, GRID)

    def never(*_: object) -> None:
        raise RuntimeError("Never get here.")

    monkeypatch.setattr("exactextract.exact_extract", never)
    found = zones_of_areas(frame, GRID)
    assert found.clipped == ("a", "b")
    assert share(found, "a") == pytest.approx(share(expected, "a"), abs=1e-6)


def test_a_border_exactextract_cannot_follow_has_its_area_all_the_same(shared) -> None:
    communes = gpd.read_file(shared / "data/vietnam/focus_communes_full.gpkg", where="code = '06400'")
    grid = grid_over(communes.total_bounds, resolution=100, margin=1000)
    zones = zones_of_areas(communes, grid)
    turned = zones_of_areas(communes.assign(geometry=communes.normalize()), grid)
    assert (zones.clipped, turned.clipped) == (("06400",), ())
    area = communes.to_crs(grid.crs).area.iloc[0]
    for each in (zones, turned):
        assert share(each, "06400").sum() * 100**2 == pytest.approx(area, abs=1)
    assert share(zones, "06400") == pytest.approx(share(turned, "06400"), abs=1e-6)


def test_the_communes_of_a_province_keep_their_areas(shared) -> None:
    communes = gpd.read_file(shared / "data/vietnam/focus_communes_simplified.gpkg", where="province_code = '11'")
    grid = grid_over(communes.total_bounds, resolution=250)
    zones = zones_of_areas(communes, grid)
    found = np.bincount(zones.zone, zones.share)[:-1] * 250**2
    assert found == pytest.approx(communes.to_crs(grid.crs).area.to_numpy(), rel=1e-5)
    assert whole(zones).sum() == pytest.approx(grid.rows * grid.columns, abs=1e-6)


def test_points_lie_wholly_in_the_zone_whose_code_they_bear() -> None:
    zones = zones_of_points(["a", "b"], ["b", "elsewhere", None, "a"])
    assert zones.zone.tolist() == [1, 2, 2, 0]
    assert zones.shape == (4,)


def test_progress_is_told_and_may_stop_the_work() -> None:
    told: list[float] = []
    zones_of_areas(areas(a=shapely.box(0, 0, 1, 1), b=shapely.box(2, 2, 3, 3)), GRID, tick=told.append)
    assert told == [0.0, 0.5]


def test_areas_must_say_their_code_and_coordinates() -> None:
    frame = areas(a=shapely.box(0, 0, 1, 1))
    with pytest.raises(MissingColumn):
        zones_of_areas(frame, GRID, code="name")
    with pytest.raises(UnknownCrs):
        zones_of_areas(frame.set_crs(None, allow_override=True), GRID)
