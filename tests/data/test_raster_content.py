"""Small rasters travel inside the project file, large ones stay where they are and are known by their hash."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from rasterio.io import MemoryFile

from app.demo import new_project
from data.errors import ChangedRaster, MissingRaster
from data.importing import Imported, import_rows
from data.issues import Reason
from data.project import Project, changed_tables
from data.purging import purge_batch
from data.raster_content import bytes_inside, is_found_nowhere, raster_bytes_or_path
from data.raster_files import RASTERS, read_raster
from data.reading import read_rows
from data.store import Store

CELLS = np.arange(200, 1100, dtype="int16").reshape(30, 30)


@pytest.fixture(scope="module")
def empty() -> Project:
    return new_project("11")


def raster(path: Path, cells: np.ndarray = CELLS) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", width=30, height=30, count=1, dtype=cells.dtype, crs="EPSG:32648", nodata=-1,
        transform=Affine(250, 0, 300_000, 0, -250, 2_400_000),
    ) as file:  # fmt: skip
        file.write(cells, 1)
    return path


def imported(project: Project, path: Path, *, batch: str = "b1") -> Imported:
    return import_rows(project, RASTERS, read_raster(path), batch_id=batch, settings={"role": "elevation"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return raster(tmp_path / "dem.tif")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.raster_content.KEPT_BYTES", 100)


def test_a_small_raster_lives_in_the_project_and_its_path_does_not(empty: Project, path: Path) -> None:
    row = imported(empty, path).project[RASTERS].iloc[0]
    assert row["content"] == path.read_bytes()
    assert pd.isna(row["path"])
    assert row["source"] == "dem.tif"


def test_it_can_be_read_on_another_computer(empty: Project, path: Path, tmp_path: Path) -> None:
    project = imported(empty, path).project
    path.unlink()
    for passphrase in (None, "mật khẩu đủ dài"):
        file = tmp_path / f"{passphrase}.lachan"
        Store.create(file, project, passphrase=passphrase, who="Lan").close()
        with Store.open(file, passphrase=passphrase) as store:
            content = raster_bytes_or_path(store.project[RASTERS].iloc[0])
        assert isinstance(content, bytes)
        with MemoryFile(content) as memory, memory.open() as opened:
            assert np.array_equal(opened.read(1), CELLS)


def test_an_encrypted_project_shows_nothing_of_it(empty: Project, path: Path, tmp_path: Path) -> None:
    project = imported(empty, path).project
    for passphrase, seen in ((None, True), ("mật khẩu đủ dài", False)):
        file = tmp_path / f"{passphrase}.lachan"
        Store.create(file, project, passphrase=passphrase, who="Lan").close()
        assert (CELLS.tobytes()[:200] in file.read_bytes()) is seen


def test_a_large_raster_stays_where_it_is(empty: Project, path: Path, large: None) -> None:
    row = imported(empty, path).project[RASTERS].iloc[0]
    assert row["content"] is None
    assert raster_bytes_or_path(row) == path


def test_a_large_raster_that_is_gone_or_changed_is_an_error_with_its_values(
    empty: Project, path: Path, large: None
) -> None:
    row = imported(empty, path).project[RASTERS].iloc[0]
    raster(path, CELLS + 1)
    with pytest.raises(ChangedRaster) as changed:
        raster_bytes_or_path(row)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    error = changed.value
    assert (error.path, error.role, error.expected, error.found) == (path, "elevation", row["sha256"], found)
    path.unlink()
    with pytest.raises(MissingRaster) as missing:
        raster_bytes_or_path(row)
    assert (missing.value.path, missing.value.role) == (path, "elevation")


def test_content_that_is_not_what_was_imported_is_an_error(empty: Project, path: Path) -> None:
    row = imported(empty, path).project[RASTERS].iloc[0]
    with pytest.raises(ChangedRaster):
        raster_bytes_or_path(pd.Series({**row, "content": row["content"][:-1] + b"?"}))


def test_hashing_a_large_raster_can_be_followed(empty: Project, path: Path, large: None) -> None:
    told: list[float] = []
    raster_bytes_or_path(imported(empty, path).project[RASTERS].iloc[0], tick=told.append)
    assert told[-1] == 1


def test_a_row_that_says_nothing_of_a_file_is_set_aside(empty: Project, tmp_path: Path) -> None:
    table = tmp_path / "rasters.csv"
    table.write_text("role,sha256\nelevation,abc\n")
    done = import_rows(empty, RASTERS, read_rows(table), batch_id="b")
    assert [(each.reason, each.column) for each in done.report.problems] == [(Reason.MISSING, "path")]
    assert is_found_nowhere(pd.Series({"content": None, "path": np.nan}))


def test_what_a_project_keeps_of_rasters_is_counted(empty: Project, path: Path) -> None:
    assert bytes_inside(empty[RASTERS]) == 0
    assert bytes_inside(imported(empty, path).project[RASTERS]) == path.stat().st_size


def test_snapshots_share_the_bytes(empty: Project, path: Path) -> None:
    first = imported(empty, path).project
    other = raster(path.with_name("other.tif"), CELLS + 5)
    second = imported(first, other, batch="b2").project
    assert second[RASTERS]["content"].iloc[0] is first[RASTERS]["content"].iloc[0]
    assert changed_tables(second, second.replace_about(name="x")) == ()


def test_taking_an_import_back_and_purging_it_leave_no_byte(empty: Project, path: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.lachan"
    with Store.create(file, empty, who="Lan") as store:
        store.apply(imported(store.project, path).project, what="import rasters", who="Lan")
        undone = store.project.with_table_of(empty, RASTERS)
        store.apply(undone, what="undo", who="Lan")
        assert store.project[RASTERS].empty
        store.apply(imported(store.project, path, batch="b2").project, what="import rasters", who="Lan")
        assert CELLS.tobytes()[:200] in file.read_bytes()
        assert purge_batch(store, "b2", who="Lan").rows == {RASTERS: 1}
    assert CELLS.tobytes()[:200] not in file.read_bytes()
