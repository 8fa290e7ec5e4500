"""What the tests of `geo` share: the communes of every province and a small page."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from geo.map_page import AreaLayer, Field, LegendClass, MapPage, PointLayer, Texts, Theme

TEXTS = Texts(map="Bản đồ", legend="Chú giải", zoom_in="Phóng to", zoom_out="Thu nhỏ", whole="Toàn tỉnh", close="Đóng")


@dataclass(frozen=True)
class Communes:
    code: list[str]
    name: list[str]
    longitude: np.ndarray
    latitude: np.ndarray
    area_km2: np.ndarray


def _database() -> sqlite3.Connection:
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        pytest.skip("vietnamadminunits is not installed")
    return sqlite3.connect(Path(spec.origin).parent / "data" / "dataset.db")


@pytest.fixture
def provinces() -> list[str]:
    connection = _database()
    rows = connection.execute("SELECT DISTINCT provinceCode FROM admin_units ORDER BY 1").fetchall()
    connection.close()
    return [row[0] for row in rows]


@pytest.fixture
def communes_of() -> Callable[[str], Communes]:
    def read(province: str) -> Communes:
        connection = _database()
        rows = connection.execute(
            "SELECT wardCode, ward, wardLon, wardLat, wardAreaKm2 FROM admin_units WHERE provinceCode = ? ORDER BY 1",
            (province,),
        ).fetchall()
        connection.close()
        code, name, *numbers = zip(*rows, strict=True)
        return Communes(list(code), list(name), *(np.array(column, dtype=float) for column in numbers))

    return read


@pytest.fixture
def two_squares() -> gpd.GeoDataFrame:
    """Two squares of one degree side by side: 1 in the west, 2 in the east."""
    shapes = [box(103, 21, 104, 22), box(104, 21, 105, 22)]
    return gpd.GeoDataFrame(
        {"code": ["1", "2"], "title": ["Xã Một", "Xã Hai"], "rate": ["1,5", None]}, geometry=shapes, crs="EPSG:4326"
    )


@pytest.fixture
def make_page(two_squares: gpd.GeoDataFrame) -> Callable[..., MapPage]:
    """Return a maker of a page of two areas and one place; keywords replace its parts."""

    def make(**changes: object) -> MapPage:
        theme = Theme("rate", "Tỷ suất", "trên 1.000", {"1": "#2c7fb8"}, (LegendClass("#2c7fb8", "1,5 – 1,5", "1 xã"),))
        place = gpd.GeoDataFrame(
            {"code": ["a"], "title": ["Trạm A"]}, geometry=gpd.points_from_xy([103.5], [21.5]), crs="EPSG:4326"
        )
        parts = {
            "language": "vi",
            "title": "Bản đồ thử",
            "texts": TEXTS,
            "areas": (AreaLayer("communes", "Xã", two_squares, "title", (theme,), (Field("rate", "Tỷ suất"),)),),
            "points": (PointLayer("stations", "Trạm y tế", place, "title", "cross", "#d55e00"),),
            "notices": ("Dữ liệu mô phỏng",),
            "footnotes": ("Ghi chú",),
            "attribution": "Nguồn",
        }
        return MapPage(**(parts | changes))  # type: ignore[arg-type]

    return make
