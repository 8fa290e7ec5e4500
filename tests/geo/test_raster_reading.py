"""Rasters on a grid: the same values, the same sums, and a reason where there is nothing to read."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from rasterio.io import MemoryFile

from geo.errors import RasterOutside, RasterUnreadable, RasterWithoutCrs, RasterWithoutData
from geo.grid import NO_CLASS, Grid, grid_over
from geo.raster_reading import read_classes, read_counts, read_values

GRID = Grid("EPSG:32648", 300_000, 2_400_000, 100, 40, 50)
NOWHERE = -9999.0


def raster(
    values: np.ndarray, *, west: float = 300_000, north: float = 2_400_000, size: float = 100,
    crs: str | None = "EPSG:32648", nodata: float | None = NOWHERE,
) -> bytes:  # fmt: skip
    rows, columns = values.shape
    with MemoryFile() as file:
        with file.open(
            driver="GTiff", width=columns, height=rows, count=1, dtype=values.dtype, crs=crs, nodata=nodata,
            transform=Affine(size, 0, west, 0, -size, north),
        ) as band:  # fmt: skip
            band.write(values, 1)
        return bytes(file.read())


def numbered(dtype: str = "float32") -> np.ndarray:
    return np.arange(2000, dtype=dtype).reshape(40, 50) + 1


def test_a_raster_of_the_same_cells_is_read_as_it_is() -> None:
    values = numbered()
    for read in (read_values, read_counts, read_classes):
        assert np.array_equal(read(raster(values), GRID, name="r"), values)


def test_a_part_of_a_larger_raster_is_read_at_its_place() -> None:
    values = np.arange(200 * 200, dtype="float32").reshape(200, 200)
    content = raster(values, west=300_000 - 3_000, north=2_400_000 + 2_000)
    assert np.array_equal(read_values(content, GRID, name="r"), values[20:60, 30:80])


def test_a_file_and_its_bytes_are_the_same(tmp_path: Path) -> None:
    content = raster(numbered())
    path = tmp_path / "độ cao.tif"
    path.write_bytes(content)
    assert np.array_equal(read_values(path, GRID, name="r"), read_values(content, GRID, name="r"))


def test_cells_without_data_stay_without() -> None:
    values = numbered()
    values[3, 4] = NOWHERE
    assert np.isnan(read_counts(raster(values), GRID, name="r")[3, 4])
    assert np.isnan(read_values(raster(values), GRID, name="r")[3, 4])
    assert read_classes(raster(values), GRID, name="r")[3, 4] == NO_CLASS


def test_beyond_the_raster_there_is_no_data_even_when_it_names_no_value_for_that() -> None:
    half = raster(np.ones((40, 25), dtype="uint8"), nodata=None)
    assert np.isnan(read_values(half, GRID, name="r")[:, 25:]).all()
    assert np.isnan(read_counts(half, GRID, name="r")[:, 25:]).all()
    assert (read_classes(half, GRID, name="r")[:, 25:] == NO_CLASS).all()
    assert (read_classes(half, GRID, name="r")[:, :25] == 1).all()


def test_not_a_number_is_no_data() -> None:
    values = numbered()
    values[0, 0] = np.nan
    read = read_values(raster(values, nodata=None), GRID, name="r")
    assert np.isnan(read[0, 0])
    assert read[20, 20] == values[20, 20]


def test_zero_people_and_zero_metres_are_data_and_class_zero_is_not() -> None:
    values = np.zeros((40, 50), dtype="uint8")
    values[0, 0] = 10
    content = raster(values, nodata=None)
    assert read_counts(content, GRID, name="r")[5, 5] == 0
    assert read_values(content, GRID, name="r")[5, 5] == 0
    assert read_classes(content, GRID, name="r")[5, 5] == NO_CLASS


def test_a_coarse_cell_shares_its_people_evenly() -> None:
    coarse = np.full((4, 5), 100.0, dtype="float32")
    read = read_counts(raster(coarse, size=1_000), GRID, name="r")
    assert np.allclose(read, 1.0)


def test_fine_cells_add_up() -> None:
    fine = np.ones((400, 500), dtype="float32")
    assert np.allclose(read_counts(raster(fine, size=10), GRID, name="r"), 100.0)


def test_elevation_between_two_cells_lies_between_their_values() -> None:
    slope = np.tile(np.arange(6, dtype="float32") * 1_000, (5, 1))
    read = read_values(raster(slope, size=1_000), GRID, name="r")
    assert read[20, 9] == pytest.approx(450)
    assert (np.diff(read[20, 5:45]) > 0).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.002, 0.005, 0.01, 0.03]), st.sampled_from([100, 250, 900]))
def test_no_people_are_lost_or_made_on_another_grid(seed: int, degrees: float, resolution: float) -> None:
    people = np.random.default_rng(seed).gamma(0.3, 50.0, size=(20, 24)).astype("float32")
    content = raster(people, west=103.0, north=21.6, size=degrees, crs="EPSG:4326")
    grid = grid_over((103.0, 21.6 - 20 * degrees, 103.0 + 24 * degrees, 21.6), resolution=resolution, margin=2_000)
    assert np.nansum(read_counts(content, grid, name="r")) == pytest.approx(people.sum(dtype=float), rel=1e-3)


@pytest.mark.parametrize("resolution", [100, 250, 1_000])
def test_the_people_of_a_part_of_dien_bien_are_those_of_the_same_part_of_the_source(
    shared: Path, resolution: float
) -> None:
    path = shared / "data/vietnam/worldpop_2020_1km_dien_bien.tif"
    grid = grid_over((102.6, 21.3, 103.2, 21.9), resolution=resolution)
    assert np.nansum(read_counts(path, grid, name="people")) == pytest.approx(people_within(path, grid), rel=1e-3)


def people_within(path: Path, grid: Grid, parts: int = 10) -> float:
    """Add up the source's people in the grid, each cell as parts × parts points."""
    with rasterio.open(path) as file:
        people = file.read(1, masked=True).filled(0).astype(float)
        step = file.res[0] / parts
        lon = file.bounds.left + (np.arange(file.width * parts) + 0.5) * step
        lat = file.bounds.top - (np.arange(file.height * parts) + 0.5) * step
    x, y = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True).transform(*np.meshgrid(lon, lat))
    west, south, east, north = grid.bounds
    inside = (x >= west) & (x < east) & (y > south) & (y <= north)
    shares = inside.reshape(people.shape[0], parts, people.shape[1], parts).mean(axis=(1, 3))
    return float((people * shares).sum())


def test_accessmods_rasters_are_read_exactly_on_their_own_grid(shared: Path) -> None:
    folder = shared / "reference/access/accessmod"
    with rasterio.open(folder / "land_cover.tif") as file:
        stated = file.read(1, masked=True).astype("int32").filled(NO_CLASS)
        grid = Grid(file.crs.to_wkt(), file.transform.c, file.transform.f, file.transform.a, *file.shape)
    assert np.array_equal(read_classes(folder / "land_cover.tif", grid, name="land cover"), stated)
    for name in ("elevation", "population"):
        with rasterio.open(folder / f"{name}.tif") as file:
            stated = file.read(1, masked=True).astype(float).filled(np.nan)
        read = read_values(folder / f"{name}.tif", grid, name=name)
        assert np.array_equal(read, stated, equal_nan=True)


def test_the_elevations_of_vietnam_reach_the_grid(shared: Path) -> None:
    grid = grid_over((103.0, 21.3, 103.3, 21.6), resolution=250)
    metres = read_values(shared / "data/vietnam/altitude_5arcmin_vn_mapzen_pvlib.tif", grid, name="elevation")
    assert 400 < metres.min() < metres.max() < 2_000


def test_a_raster_elsewhere_is_refused_with_both_areas() -> None:
    with pytest.raises(RasterOutside) as caught:
        read_values(raster(numbered(), west=600_000), GRID, name="dem.tif")
    assert caught.value.raster == "dem.tif"
    assert caught.value.covered[0] > caught.value.area[2]


def test_a_raster_without_data_in_the_area_is_refused() -> None:
    with pytest.raises(RasterWithoutData):
        read_values(raster(np.full((40, 50), NOWHERE, dtype="float32")), GRID, name="dem.tif")


def test_a_raster_without_a_reference_system_needs_one_to_be_stated() -> None:
    content = raster(numbered(), crs=None)
    with pytest.raises(RasterWithoutCrs):
        read_values(content, GRID, name="dem.tif")
    with pytest.raises(RasterWithoutCrs):
        read_values(content, GRID, name="dem.tif", crs="EPSG:1")
    assert np.array_equal(read_values(content, GRID, name="dem.tif", crs="EPSG:32648"), numbered())


def test_what_is_no_raster_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.tif"
    path.write_text("not a raster")
    for source in (path, b"not a raster", tmp_path / "gone.tif"):
        with pytest.raises(RasterUnreadable):
            read_values(source, GRID, name="notes.tif")
