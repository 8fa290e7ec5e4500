"""The demo's land: valleys and heights, people who add up, roads that reach everybody, none that leads to a place."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from affine import Affine
from rasterio.io import MemoryFile
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from app.demo import demo_project, new_project
from data.demo import demo_tables, simulated_source
from data.demo_cover import BUILT, CROPS, SHRUB, TREES, WATER
from data.demo_figures import commune_facts
from data.demo_grid import CRS, metres
from data.demo_land import land_tables
from data.demo_lines import as_lines, road_network, smoothed, tracks_to, winding
from data.demo_roads import with_bridges
from data.demo_terrain import noise
from data.errors import MissingCommunes
from data.project import Project
from data.raster_checks import PLAUSIBLE, span_of
from data.schema import BARRIER_CLASSES, BARRIER_SEASONS, ROAD_CLASSES, ROAD_SEASONS, TABLES

TABLES_OF_LAND = ("rasters", "roads", "barriers")


@pytest.fixture(scope="module")
def units() -> gpd.GeoDataFrame:
    return new_project("11")["units"]


@pytest.fixture(scope="module")
def settlements(units: gpd.GeoDataFrame) -> pd.DataFrame:
    return demo_tables(units).tables["demand_points"]


@pytest.fixture(scope="module")
def facilities(units: gpd.GeoDataFrame) -> pd.DataFrame:
    return demo_tables(units).tables["facilities"]


@pytest.fixture(scope="module")
def land(units: gpd.GeoDataFrame, settlements: pd.DataFrame, facilities: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    return land_tables(units, settlements, facilities)


def cells(land: Mapping[str, pd.DataFrame], role: str) -> tuple[np.ma.MaskedArray, Affine]:
    content = land["rasters"].set_index("role").loc[role, "content"]
    with MemoryFile(content) as memory, memory.open() as file:
        assert (file.crs.to_string(), file.res) == (CRS, (250, 250))
        return file.read(1, masked=True), file.transform


def values_at(raster: np.ma.MaskedArray, transform: Affine, points: np.ndarray) -> np.ma.MaskedArray:
    column, row = (points[:, 0] - transform.c) / 250, (transform.f - points[:, 1]) / 250
    return raster[np.floor(row).astype(int), np.floor(column).astype(int)]


def in_metres(table: pd.DataFrame) -> np.ndarray:
    return gpd.GeoSeries(table["geometry"].to_numpy(), crs="EPSG:4326").to_crs(CRS).to_numpy()


def test_the_people_of_each_commune_are_those_stated_however_they_are_added_up(land, units) -> None:
    """Every cell with people lies in one commune as a whole, so no way of cutting cells at borders changes a sum."""
    people, transform = cells(land, "population")
    rows, columns = np.nonzero(people.filled(0))
    west, north = transform.c + 250 * columns, transform.f - 250 * rows
    squares = shapely.box(west, north - 250, west + 250, north)
    facts = commune_facts(units)
    polygons = units.set_index("code").geometry.loc[facts["code"]].to_crs(CRS).to_numpy()
    square, commune = shapely.STRtree(polygons).query(squares, predicate="within")
    assert sorted(square) == list(range(len(squares)))
    sums = np.bincount(commune, weights=people[rows, columns][square], minlength=len(facts))
    assert sums.tolist() == facts["population"].tolist()
    assert sums.sum() == 673_091


def test_people_live_around_the_settlements(land, settlements, facilities) -> None:
    people, transform = cells(land, "population")
    rows, columns = np.nonzero(people.filled(0))
    middles = np.column_stack([transform.c + 250 * (columns + 0.5), transform.f - 250 * (rows + 0.5)])
    points = metres(settlements["lon"].to_numpy(), settlements["lat"].to_numpy())
    away = shapely.STRtree(shapely.points(points)).query_nearest(
        shapely.points(middles), return_distance=True, all_matches=False
    )[1]
    weights = people[rows, columns]
    assert np.average(away, weights=weights) < 800
    assert away.max() < 4_000


def test_heights_are_those_of_the_province_and_centres_lie_in_valleys(land, units) -> None:
    height, transform = cells(land, "elevation")
    assert 250 <= height.min() < 500 and 1_500 < height.max() <= 2_100
    facts = commune_facts(units)
    at_centres = values_at(height, transform, metres(facts["lon"].to_numpy(), facts["lat"].to_numpy()))
    assert not np.ma.is_masked(at_centres)
    assert np.median(at_centres.compressed()) < np.percentile(height.compressed(), 35)
    slope = np.degrees(np.arctan(np.hypot(*np.gradient(height.filled(0).astype(float), 250))))
    steep = slope[~height.mask][np.isfinite(slope[~height.mask])]
    assert 4 < np.median(steep) < 12, "hills, neither a plain nor a wall"


def test_land_cover_has_the_classes_of_worldcover_in_likely_shares(land) -> None:
    cover, _ = cells(land, "land_cover")
    classes, counts = np.unique(cover.compressed(), return_counts=True)
    share = dict(zip(classes.tolist(), counts / counts.sum(), strict=True))
    assert set(share) <= {10, 20, 30, 40, 50, 60, 80}
    assert 0.3 < share[TREES] < 0.6 and 0.1 < share[CROPS] < 0.35 and 0.1 < share[SHRUB] < 0.35
    assert 0 < share[WATER] < 0.02 and 0.005 < share[BUILT] < 0.05


def test_nobody_lives_on_water_and_towns_are_built(land) -> None:
    people, cover = cells(land, "population")[0].filled(0), cells(land, "land_cover")[0]
    assert people[cover == WATER].sum() == 0
    assert (cover[people >= 40] == BUILT).all()


def test_the_rasters_lie_on_one_grid_and_have_data_in_every_commune(land, units) -> None:
    shapes = {role: cells(land, role)[0].shape for role in ("elevation", "land_cover", "population")}
    assert len(set(shapes.values())) == 1
    assert len({cells(land, role)[1] for role in shapes}) == 1
    for role in shapes:
        raster, transform = cells(land, role)
        inside = shapely.get_coordinates(units[units["level"] == "commune"].geometry.to_crs(CRS).representative_point())
        assert not np.ma.is_masked(values_at(raster, transform, inside))
        assert np.ma.is_masked(raster[0, 0])


def test_the_rasters_pass_the_checks_of_an_import(land) -> None:
    for row in land["rasters"].itertuples():
        span = span_of(row.content)
        assert span is not None and span.whole
        assert PLAUSIBLE[row.role].minimum <= span.low <= span.high <= PLAUSIBLE[row.role].maximum


def test_every_row_is_as_declared_and_says_that_it_is_simulated(land, units) -> None:
    for name in TABLES_OF_LAND:
        assert set(land[name].columns) <= set(TABLES[name].names)
        assert set(land[name]["source"]) == {simulated_source(2025)}
    assert set(land["roads"]["class"]) <= set(ROAD_CLASSES) and set(land["barriers"]["class"]) <= set(BARRIER_CLASSES)
    assert set(land["roads"]["season"]) == set(ROAD_SEASONS)
    assert set(land["barriers"]["season"]) == set(BARRIER_SEASONS)
    assert land["roads"]["bridge"].notna().all()


def test_all_roads_hang_together_and_every_settlement_is_on_one(land, settlements, facilities) -> None:
    lines = in_metres(land["roads"])
    tree = shapely.STRtree(lines)
    pairs = tree.query(lines, predicate="dwithin", distance=1.0)
    graph = csr_array((np.ones(pairs.shape[1]), tuple(pairs)), shape=(len(lines), len(lines)))
    assert connected_components(graph, directed=False)[0] == 1
    points = shapely.points(metres(settlements["lon"].to_numpy(), settlements["lat"].to_numpy()))
    assert tree.query_nearest(points, return_distance=True, all_matches=False)[1].max() < 1


def test_a_road_leads_to_every_public_facility_and_passes_the_others_within_5_km(land, facilities) -> None:
    points = shapely.points(metres(facilities["lon"].to_numpy(), facilities["lat"].to_numpy()))
    away = shapely.STRtree(in_metres(land["roads"])).query_nearest(points, return_distance=True, all_matches=False)[1]
    assert away[(facilities["disclosure"] == "public").to_numpy()].max() < 1
    assert away.max() < 5_000


def test_no_road_ends_at_a_place_that_is_not_public(land, units) -> None:
    """A track to a hidden shelter would show where it is; the two of the press stand at their commune's centre."""
    places = demo_tables(units).tables["facilities"]
    hidden = places[places["disclosure"] == "hidden"]
    ends = shapely.get_point(in_metres(land["roads"])[:, None], [0, -1]).ravel()
    points = shapely.points(metres(hidden["lon"].to_numpy(), hidden["lat"].to_numpy()))
    assert len(points) and shapely.distance(points[:, None], ends).min() > 100


def test_a_road_crosses_a_main_river_only_on_a_bridge_and_some_fords_are_left(land) -> None:
    roads, rivers = land["roads"], land["barriers"]
    lines, water = in_metres(roads), in_metres(rivers)
    plain = ~roads["bridge"].to_numpy(dtype=bool)
    main, upper = (shapely.union_all(water[(rivers["season"] == season).to_numpy()]) for season in ("all", "rain"))
    assert not shapely.intersects(lines[plain], main).any()
    assert shapely.intersects(lines[plain], upper).sum() >= 5
    assert shapely.intersects(lines[~plain], shapely.union_all(water)).all()
    assert shapely.length(lines[~plain]).max() < 1_500


def test_the_same_seed_gives_the_same_land_and_another_seed_another(land, units, settlements, facilities) -> None:
    again, other = land_tables(units, settlements, facilities), land_tables(units, settlements, facilities, seed=7)
    assert again["rasters"]["sha256"].tolist() == land["rasters"]["sha256"].tolist()
    for name in ("roads", "barriers"):
        pd.testing.assert_frame_equal(again[name], land[name])
        assert not other[name].drop(columns="source").equals(land[name].drop(columns="source"))
    assert not set(other["rasters"]["sha256"]) & set(land["rasters"]["sha256"])


def test_polygons_move_no_hill_no_river_and_no_main_road(land, units, settlements, facilities) -> None:
    smaller = units.assign(geometry=units.geometry.to_crs(CRS).buffer(-500).to_crs("EPSG:4326"))
    other = land_tables(smaller, settlements, facilities)
    pd.testing.assert_frame_equal(other["barriers"], land["barriers"])
    pd.testing.assert_frame_equal(other["roads"], land["roads"])
    mine, theirs = cells(land, "elevation")[0], cells(other, "elevation")[0]
    both = ~np.ma.getmaskarray(mine) & ~np.ma.getmaskarray(theirs)
    assert both.any() and (mine[both] == theirs[both]).all()


def test_real_polygons_have_data_everywhere_and_the_same_people(shared, units) -> None:
    path = shared / "data/vietnam/focus_communes_simplified.gpkg"
    shapes = gpd.read_file(path, where="province_code = '11'")[["code", "geometry"]]
    real = gpd.GeoDataFrame(units.drop(columns="geometry").merge(shapes, on="code", how="left"), crs="EPSG:4326")
    tables = demo_tables(real).tables
    land = land_tables(real, tables["demand_points"], tables["facilities"])
    people, _ = cells(land, "population")
    height, transform = cells(land, "elevation")
    assert people.sum() == 673_091
    outline = shapely.union_all(shapes.to_crs(CRS).geometry.to_numpy())
    edge = shapely.get_coordinates(
        shapely.line_interpolate_point(outline.boundary, np.linspace(0, 1, 500), normalized=True)
    )
    assert not np.ma.is_masked(values_at(height, transform, edge))


def test_units_without_all_communes_are_refused(units, settlements, facilities) -> None:
    with pytest.raises(MissingCommunes):
        land_tables(units[units["code"] != "03127"], settlements, facilities)


def test_the_demo_has_the_land_and_it_is_small(units) -> None:
    project = demo_project()
    assert isinstance(project, Project)
    assert [len(project[name]) > 0 for name in TABLES_OF_LAND] == [True] * 3
    assert sum(map(len, project["rasters"]["content"])) < 600_000
    lines = sum(len(shape.wkb) for name in ("roads", "barriers") for shape in project[name].geometry)
    assert lines < 400_000


def test_a_network_is_the_shortest_tree_and_a_road_where_that_is_a_long_way_round() -> None:
    """A ring of 8 with one side left out by the tree: 7 sides are the way round, 7 times as far as the eighth."""
    angle = np.arange(8) * np.pi / 4
    ring = 10_000 * np.column_stack([np.cos(angle), np.sin(angle)])
    network = road_network(ring, np.ones(8))
    assert len(network.pairs) == 8
    assert sorted(network.share.round(3).tolist()) == [0.0, 0.125, 0.125, 0.25, 0.25, 0.375, 0.375, 0.5]


def test_settlements_join_the_nearest_road_or_neighbour() -> None:
    road = np.array([[0.0, 0.0], [10.0, 0.0]])
    joined = tracks_to(np.array([[0.0, 3.0], [0.0, 5.0], [10.0, 1.0]]), [road])
    assert joined.tolist() == [[-2, 2], [-1, 0], [0, 1]]


def test_a_winding_line_keeps_the_places_it_joins() -> None:
    path = np.array([[0.0, 0.0], [5_000.0, 0.0], [5_000.0, 2_000.0]])
    wound = winding(path, np.random.default_rng(1), wind=0.1)
    assert {tuple(point) for point in path} <= {tuple(point) for point in wound}
    length = np.hypot(*np.diff(wound, axis=0).T)
    assert 7_000 < length.sum() < 9_000 and length.max() < 700
    assert smoothed(path)[[0, -1]].tolist() == path[[0, -1]].tolist()


def test_a_bridge_is_cut_out_of_the_road_it_carries() -> None:
    roads = pd.DataFrame(
        {"class": ["primary", "track"], "geometry": as_lines([np.array([[-1000.0, y], [1000.0, y]]) for y in (0, 50)])}
    )
    river = as_lines([np.array([[0.0, -900.0], [0.0, 900.0]])])
    cut = with_bridges(roads, river, np.array([True, False]))
    assert cut.groupby(["class", "bridge"]).size().to_dict() == {
        ("primary", False): 2, ("primary", True): 1, ("track", False): 1,
    }  # fmt: skip
    assert shapely.length(cut["geometry"][cut["bridge"]]).tolist() == pytest.approx([500], rel=1e-3)
    assert shapely.length(cut["geometry"].to_numpy()).sum() == pytest.approx(4_000)
    again = with_bridges(cut, river, carried=True)
    assert again["bridge"].sum() == 2


def test_noise_is_standardised_and_has_no_wave_longer_than_asked() -> None:
    surface = noise((64, 64), np.random.default_rng(3), roughness=2.0, longest=4_000.0)
    assert surface.mean() == pytest.approx(0, abs=1e-12)
    assert surface.std() == pytest.approx(1)
    power = np.abs(np.fft.rfft2(surface))
    assert power[:3, :3].max() < 1e-9 * power.max(), "64 cells are 16 km: wave number 4 is the first of 4 km"
