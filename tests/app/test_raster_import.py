"""Rasters from the command line: with a role, with a reference system the file does not state, and refused with why."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from data.raster_content import raster_bytes_or_path
from data.store import Store

Lachan = Callable[..., Any]


@pytest.fixture
def project(lachan: Lachan, tmp_path: Path) -> Path:
    assert lachan("new", tmp_path / "p.lachan", "--province", "11").code == 0
    return tmp_path / "p.lachan"


def raster(path: Path, *values: float, crs: str | None = "EPSG:32648") -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", width=len(values), height=1, count=1, dtype="float32", crs=crs, nodata=-9999,
        transform=Affine(90, 0, 0, 0, -90, 0),
    ) as file:  # fmt: skip
        file.write(np.array([values], dtype="float32"), 1)
    return path


def test_a_raster_without_a_system_is_refused_in_one_sentence_and_taken_with_one(
    lachan: Lachan, project: Path, tmp_path: Path
) -> None:
    bare = raster(tmp_path / "bare.tif", 300, 400, crs=None)
    refused = lachan("import", project, "rasters", bare, "--set", "role=elevation")
    assert refused.code == 1
    assert "does not say in which coordinates" in refused.err and "--set crs=EPSG:32648" in refused.err
    taken = lachan("import", project, "rasters", bare, "--set", "role=elevation", "--set", "crs=EPSG:32648", "--json")
    assert json.loads(taken.out)["accepted"] == 1
    with Store.open(project) as store:
        row = store.project["rasters"].iloc[0]
    assert row["crs"] == "EPSG:32648"
    assert raster_bytes_or_path(row) == bare.read_bytes()


def test_a_raster_of_absurd_heights_is_set_aside_with_the_numbers(
    lachan: Lachan, project: Path, tmp_path: Path
) -> None:
    path = raster(tmp_path / "feet.tif", 640, 29_029)
    done = lachan("import", project, "rasters", path, "--set", "role=elevation", "--json")
    report = json.loads(done.out)
    assert (report["read"], report["accepted"], report["set_aside"]) == (1, 0, 1)
    problem = report["problems"][0]
    assert problem["code"] == "elevation_out_of_range"
    assert "29,029" in problem["reason"] and "9,000" in problem["reason"]


def test_vietnamese_roles_are_understood(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    path = raster(tmp_path / "dan_so.tif", 3, 4)
    assert lachan("import", project, "rasters", path, "--set", "role=dân số").code == 0
    with Store.open(project) as store:
        assert store.project["rasters"]["role"].tolist() == ["population"]


def test_the_bytes_are_in_no_output(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    path = raster(tmp_path / "dem.tif", 300, 400)
    said = lachan("import", project, "rasters", path, "--set", "role=elevation", "--json").out
    assert "II*" not in said and len(said) < 2_000
