"""Files that are no tables of counts, brought in through the window: a raster, roads, rivers."""

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from affine import Affine
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from shapely.geometry import LineString

from app.desktop.import_dialog import COLUMNS, DONE, ImportDialog
from app.desktop.start import Running

sys.path.insert(0, str(Path(__file__).parent))
from test_import_wizard import child, page, press_next, project_file, running, to_columns

__all__ = ["project_file", "running"]


def raster(path: Path) -> Path:
    shape = {"width": 4, "height": 3, "count": 1, "dtype": "float32"}
    where = {"crs": "EPSG:32648", "transform": Affine(30, 0, 280_000, 0, -30, 2_370_000)}
    with rasterio.open(path, "w", driver="GTiff", **shape, **where) as file:
        file.write(np.ones((1, 3, 4), dtype="float32"))
    return path


def to_the_end(qtbot: QtBot, running: Running, dialog: ImportDialog) -> None:
    while page(dialog) != DONE:
        before = page(dialog)
        press_next(qtbot, running, dialog)
        assert page(dialog) > before
    press_next(qtbot, running, dialog)


def choose(dialog: ImportDialog, field: str, value: str) -> None:
    box = child(dialog, QComboBox, f"value_of_{field}")
    box.setCurrentIndex(box.findData(value))


def test_a_raster_is_asked_for_what_it_shows(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    dialog = to_columns(qtbot, running, raster(tmp_path / "dem.tif"))
    assert dialog.request().table == "rasters"
    assert not child(dialog, QComboBox, "value_of_role").isHidden()
    box = child(dialog, QComboBox, "value_of_role")
    assert [box.itemText(place) for place in range(1, box.count())] == [
        "population", "elevation", "land cover", "friction of travel",
    ]  # fmt: skip
    choose(dialog, "role", "elevation")
    assert page(dialog) == COLUMNS
    to_the_end(qtbot, running, dialog)
    rows = running.window.session.project["rasters"]
    assert rows[["role", "crs"]].to_numpy().tolist() == [["elevation", "EPSG:32648"]]


@pytest.mark.parametrize(("table", "class_"), [("roads", "track"), ("barriers", "river")])
def test_lines_come_in_with_their_class(
    qtbot: QtBot, running: Running, tmp_path: Path, table: str, class_: str
) -> None:
    lines = gpd.GeoDataFrame({"class": [class_]}, geometry=[LineString([(103.0, 21.4), (103.1, 21.5)])], crs=4326)
    path = tmp_path / f"{table}.gpkg"
    lines.to_file(path)
    dialog = to_columns_of(qtbot, running, path, table)
    to_the_end(qtbot, running, dialog)
    assert running.window.session.project[table]["class"].tolist() == [class_]


def to_columns_of(qtbot: QtBot, running: Running, path: Path, table: str) -> ImportDialog:
    """Go to the columns of a file that could be of several tables: the table is chosen."""
    from test_import_wizard import opened, type_into

    from app.import_fields import TABLE_NAMES

    dialog = opened(running)
    type_into(qtbot, dialog, "import_path", str(path))
    press_next(qtbot, running, dialog)
    dialog._table._tables.setCurrentRow(list(TABLE_NAMES).index(table))
    press_next(qtbot, running, dialog)
    assert page(dialog) == COLUMNS
    return dialog
