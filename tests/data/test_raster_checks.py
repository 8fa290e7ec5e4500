"""A raster whose cells cannot be what they are said to be is set aside, with the reason and the numbers."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from app.demo import new_project
from app.import_words import reason_text
from app.language import Language
from data.importing import Imported, import_rows
from data.issues import Reason, Verdict
from data.project import Project
from data.raster_checks import Span, span_of
from data.raster_files import RASTERS, read_raster


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


def raster(folder: Path, *values: float, dtype: str = "float32", nodata: float | None = -9999) -> Path:
    path = folder / "cells.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=len(values), height=1, count=1, dtype=dtype, crs="EPSG:32648", nodata=nodata,
        transform=Affine(250, 0, 300_000, 0, -250, 2_400_000),
    ) as file:  # fmt: skip
        file.write(np.array([values], dtype=dtype), 1)
    return path


def taken(project: Project, path: Path, role: str) -> Imported:
    return import_rows(project, RASTERS, read_raster(path), batch_id="b", settings={"role": role})


@pytest.mark.parametrize(
    ("role", "values"),
    [
        ("elevation", (-500, 9000)), ("elevation", (-430, 8849, -9999)), ("population", (0, 0.25, 90_000)),
        ("land_cover", (0, 10, 255)), ("friction", (0.01, 0.5)), ("friction", (0, np.nan)),
    ],
)  # fmt: skip
def test_values_that_can_be_are_taken(project: Project, tmp_path: Path, role: str, values: tuple[float, ...]) -> None:
    done = taken(project, raster(tmp_path, *values), role)
    assert (done.report.accepted, done.report.problems) == (1, ())


@pytest.mark.parametrize(
    ("role", "values", "reason"),
    [
        ("elevation", (-501, 0), Reason.ELEVATION_OUT_OF_RANGE),
        ("elevation", (0, 9001), Reason.ELEVATION_OUT_OF_RANGE),
        ("population", (-1, 5), Reason.PEOPLE_BELOW_ZERO),
        ("land_cover", (10, 10.5), Reason.NOT_CLASSES),
        ("land_cover", (10, 256), Reason.NOT_CLASSES),
        ("friction", (-0.1, 5), Reason.FRICTION_BELOW_ZERO),
        ("elevation", (-9999, -9999), Reason.RASTER_WITHOUT_DATA),
        ("population", (np.nan, -9999), Reason.RASTER_WITHOUT_DATA),
    ],
)
def test_values_that_cannot_be_are_set_aside(
    project: Project, tmp_path: Path, role: str, values: tuple[float, ...], reason: Reason
) -> None:
    done = taken(project, raster(tmp_path, *values), role)
    assert [(each.reason, each.verdict) for each in done.report.problems] == [(reason, Verdict.SET_ASIDE)]
    assert done.project[RASTERS].empty


def test_a_missing_value_that_is_not_marked_so_is_told_with_the_number(project: Project, tmp_path: Path) -> None:
    done = taken(project, raster(tmp_path, -9999, 640, nodata=None), "elevation")
    issue = done.report.problems[0]
    assert (issue.numbers["low"], issue.numbers["high"]) == (-9999, 640)
    said = reason_text(issue, Language("en"))
    assert "640" in said and "9,999" in said.replace("−", "-")


def test_the_span_is_of_all_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.raster_checks.CELLS_AT_ONCE", 4)
    path = tmp_path / "blocks.tif"
    cells = np.array([[-1, -1], [3, 4], [5, 1], [2, 2], [7, -1]], dtype="int16")
    with rasterio.open(
        path, "w", driver="GTiff", width=2, height=5, count=1, dtype="int16", crs="EPSG:32648", nodata=-1,
        transform=Affine(250, 0, 0, 0, -250, 0),
    ) as file:  # fmt: skip
        file.write(cells, 1)
    told: list[float] = []
    assert span_of(path, tick=told.append) == Span(1, 7, whole=True)
    assert span_of(path.read_bytes()) == Span(1, 7, whole=True)
    assert told == [0.4, 0.8, 1.0]
