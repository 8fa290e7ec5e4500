"""Roads say when they can be travelled and whether they lie on a bridge; barriers when they cannot be crossed."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString

from app.demo import new_project
from data.importing import Imported, import_rows
from data.issues import Reason
from data.project import Project
from data.reading import read_rows
from data.schema import BARRIER_SEASONS, ROAD_SEASONS, TABLES

LINE = LineString([(103.0, 21.3), (103.1, 21.4)])


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


def taken(project: Project, table: str, folder: Path, **columns: list[str | None]) -> Imported:
    path = folder / "lines.gpkg"
    shapes = [LINE] * len(next(iter(columns.values())))
    gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").to_file(path)
    return import_rows(project, table, read_rows(path), batch_id="b")


def test_a_bridge_is_yes_no_or_not_stated(project: Project, tmp_path: Path) -> None:
    bridge = ["yes", "no", "T", "F", "Có", None]
    done = taken(project, "roads", tmp_path, **{"class": ["track"] * 6, "bridge": bridge})
    assert done.project["roads"]["bridge"].tolist() == [True, False, True, False, True, pd.NA]


def test_seasons_are_understood_in_vietnamese_and_blank_stays_blank(project: Project, tmp_path: Path) -> None:
    done = taken(project, "roads", tmp_path, **{"class": ["track"] * 3, "season": ["Mùa khô", "cả năm", None]})
    assert done.project["roads"]["season"].tolist()[:2] == ["dry", "all"]
    assert done.project["roads"]["season"].isna().tolist() == [False, False, True]
    done = taken(project, "barriers", tmp_path, **{"class": ["river"] * 2, "season": ["mùa mưa", "all"]})
    assert done.project["barriers"]["season"].tolist() == ["rain", "all"]


def test_a_season_that_the_table_does_not_know_is_set_aside(project: Project, tmp_path: Path) -> None:
    done = taken(project, "roads", tmp_path, **{"class": ["track"] * 2, "season": ["rain", "dry"]})
    assert [each.reason for each in done.report.problems] == [Reason.NOT_A_CHOICE]
    assert done.project["roads"]["season"].tolist() == ["dry"]


def test_the_seasons_are_those_of_the_tables() -> None:
    assert TABLES["roads"].column("season").choices == ROAD_SEASONS == ("all", "dry")
    assert TABLES["barriers"].column("season").choices == BARRIER_SEASONS == ("all", "rain")
