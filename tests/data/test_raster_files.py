"""A raster becomes a row of what the project must know to find and to trust it again."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from app.demo import new_project
from data.errors import MissingCrs, MissingSource, UnknownCrs, UnreadableSource
from data.guessing import guess_table
from data.importing import IMPORTABLE, import_rows
from data.raster_files import RASTERS, read_raster, sha256_of
from data.reading import read_rows
from data.repeats import Repeat

CELLS = np.arange(6, dtype="float32").reshape(2, 3)


def write(path: Path, *, crs: str | None = "EPSG:32648") -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", width=3, height=2, count=1, dtype="float32", crs=crs,
        transform=Affine(30, 0, 300_000, 0, -90, 2_400_000),
    ) as file:  # fmt: skip
        file.write(CELLS, 1)
    return path


def test_path_hash_system_and_the_longer_side_of_a_cell_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "dem.tif")
    row = read_raster(path).frame.iloc[0].to_dict()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert row == {"path": str(path), "crs": "EPSG:32648", "resolution": "90", "sha256": digest}


def test_it_goes_into_the_table_with_the_role_a_person_states(tmp_path: Path) -> None:
    raw = read_raster(write(tmp_path / "dem.tif"))
    done = import_rows(new_project("11"), RASTERS, raw, batch_id="b", settings={"role": "elevation"})
    row = done.project[RASTERS].iloc[0]
    assert (row["role"], row["crs"], row["resolution"], row["source"]) == ("elevation", "EPSG:32648", 90.0, "dem.tif")
    assert (done.report.read, done.report.accepted) == (1, 1)
    again = import_rows(
        done.project, RASTERS, raw, batch_id="b2", settings={"role": "elevation"}, repeat=Repeat.SKIP
    )  # the same content in the same role
    assert again.report.accepted == 0


def test_without_a_reference_system_it_is_refused_unless_one_is_stated(tmp_path: Path) -> None:
    path = write(tmp_path / "bare.tif", crs=None)
    with pytest.raises(MissingCrs):
        read_raster(path)
    with pytest.raises(UnknownCrs):
        read_raster(path, crs="EPSG:0")
    assert read_raster(path, crs="EPSG:32648").frame["crs"].tolist() == ["EPSG:32648"]


def test_a_stated_system_never_overrules_that_of_the_file(tmp_path: Path) -> None:
    assert read_raster(write(tmp_path / "dem.tif"), crs="EPSG:4326").frame["crs"].tolist() == ["EPSG:32648"]


def test_what_is_no_raster_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.tif").write_text("no raster")
    with pytest.raises(UnreadableSource):
        read_raster(tmp_path / "text.tif")
    with pytest.raises(MissingSource):
        read_raster(tmp_path / "none.tif")


def test_hashing_a_file_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(3 << 20))
    told: list[float] = []
    assert sha256_of(path, tick=told.append) == hashlib.sha256(bytes(3 << 20)).hexdigest()
    assert told == [1 / 3, 2 / 3, 1]


@pytest.mark.parametrize(
    ("name", "crs", "resolution"),
    [
        ("data/vietnam/worldpop_2020_1km_dien_bien.tif", "EPSG:4326", 1 / 120),
        ("data/vietnam/altitude_5arcmin_vn_mapzen_pvlib.tif", "EPSG:4326", 1 / 12),
    ],
)
def test_real_rasters_are_read(shared: Path, name: str, crs: str, resolution: float) -> None:
    row = read_raster(shared / name).frame.iloc[0]
    assert row["crs"] == crs
    assert float(row["resolution"]) == pytest.approx(resolution, rel=1e-4)


def test_every_raster_of_the_reference_data_is_read_and_hashed_alike(shared: Path) -> None:
    paths = sorted(shared.glob("reference/access/**/*.tif"))
    assert paths
    for path in paths:
        row = read_raster(path).frame.iloc[0]
        assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert float(row["resolution"]) > 0


def test_a_raster_is_read_and_guessed_as_any_other_file(tmp_path: Path) -> None:
    raw = read_rows(write(tmp_path / "dem.tif"))
    assert raw.frame["crs"].tolist() == ["EPSG:32648"]
    assert guess_table(raw, IMPORTABLE)[0][0] == RASTERS
