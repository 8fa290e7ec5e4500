"""Small projects to travel in: two communes side by side near the equator, with rasters that hold one value or two.

The first commune lies from 105.00° to 105.10° east, the second from 105.10° to 105.20°, both from 0° to 0.1° north.
"""

import hashlib
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from affine import Affine
from numpy.typing import NDArray
from rasterio.io import MemoryFile
from shapely.geometry import LineString, box

from data.project import About, Project

VINTAGE = "2025-07-01"
CODES = ("00001", "00002")
WEST, EAST, SOUTH, NORTH = 105.0, 105.2, 0.0, 0.1
BORDER = 105.1
DEGREE = 0.005
"""Side of a cell of the rasters: about 556 m."""


def two_communes(**tables: pd.DataFrame) -> Project:
    """Return communes with 1,000 and 500 children; `tables` are added."""
    units = gpd.GeoDataFrame(
        {
            "code": ["01", *CODES],
            "level": ["province", "commune", "commune"],
            "parent_code": [None, "01", "01"],
            "name": ["Tỉnh", "Tây", "Đông"],
            "kind": ["tỉnh", "xã", "xã"],
            "lon": [105.1, 105.05, 105.15],
            "lat": [0.05] * 3,
            "vintage": [VINTAGE] * 3,
            "source": ["test"] * 3,
        },
        geometry=[None, box(WEST, SOUTH, BORDER, NORTH), box(BORDER, SOUTH, EAST, NORTH)],
        crs="EPSG:4326",
    )
    about = About.new("Tỉnh thử", "01", vintage=VINTAGE, simulated=True)
    project = Project.new(about, {"units": units, "indicators": children(1000.0, 500.0)})
    for name, rows in tables.items():
        project = project.append(name, rows)
    return project


def children(*counts: float) -> pd.DataFrame:
    day = pd.Timestamp(2024, 1, 1)
    return pd.DataFrame(
        {
            "unit_code": CODES[: len(counts)],
            "vintage": VINTAGE,
            "indicator": "children",
            "age_band": "0-15",
            "period_start": day,
            "period_end": day,
            "value": list(counts),
            "source": "test",
        }
    )


def places(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return facilities: a public shelter in use in the middle of the first commune, unless a row says otherwise."""
    usual = {
        "kind": "reliable_address",
        "commune_code": CODES[0],
        "vintage": VINTAGE,
        "lon": 105.05,
        "lat": 0.05,
        "disclosure": "public",
        "status": "in_use",
    }
    named = [{"facility_id": f"F{number}", "name": f"Nhà {number}"} for number, _ in enumerate(rows, start=1)]
    return pd.DataFrame([usual | name | row for name, row in zip(named, rows, strict=True)])


def settlements(*rows: tuple[float, float, float]) -> pd.DataFrame:
    """Return settlements of the first commune by longitude, latitude and children."""
    known = pd.DataFrame(rows, columns=["lon", "lat", "children"])
    codes = [f"P{number}" for number in range(len(known))]
    return known.assign(point_id=codes, commune_code=CODES[0], vintage=VINTAGE, source="test")


def raster(role: str, cells: NDArray[Any], *, west: float = WEST - 0.2, north: float = NORTH + 0.2) -> pd.DataFrame:
    """Return a row of the table rasters with `cells` of `DEGREE` inside, −1 where there is no data."""
    file = MemoryFile()
    with file.open(
        driver="GTiff", width=cells.shape[1], height=cells.shape[0], count=1, dtype="float32", crs="EPSG:4326",
        transform=Affine(DEGREE, 0.0, west, 0.0, -DEGREE, north), nodata=-1,
    ) as image:  # fmt: skip
        image.write(cells.astype("float32"), 1)
    content = file.read()
    frame = pd.DataFrame({"role": [role], "sha256": [hashlib.sha256(content).hexdigest()], "source": [f"{role}.tif"]})
    return frame.assign(crs="EPSG:4326", resolution=DEGREE, content=[content])


def everywhere(value: float) -> NDArray[np.float64]:
    """Return cells of one value that cover both communes and more than the margin around them."""
    return np.full((100, 120), value)


def line(*corners: tuple[float, float], **columns: Any) -> gpd.GeoDataFrame:
    """Return one row of the table roads or barriers."""
    return gpd.GeoDataFrame([columns], geometry=[LineString(corners)], crs="EPSG:4326")


RIVER = line((BORDER, SOUTH - 0.2), (BORDER, NORTH + 0.2), **{"class": "river"})
"""Between the two communes, and far beyond the grid."""
ROAD = {"class": "primary", "season": "all"}
