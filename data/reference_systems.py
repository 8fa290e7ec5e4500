"""The reference systems that Vietnamese offices use for positions, and the way from each to WGS 84.

VN-2000 lies about 220 m from WGS 84 on the same ellipsoid: its seven parameters are always applied, and a system whose
way to WGS 84 is unknown is refused, never read as if it were WGS 84 (which is what PROJ does with a bare ``+proj=``).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

Floats = NDArray[np.float64]

WGS84 = "EPSG:4326"
VN2000 = "EPSG:4756"
VN2000_TO_WGS84 = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart +ellps=WGS84"
    " +step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +rx=-0.00928836 +ry=0.01975479"
    " +rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame"
    " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)  # EPSG:6960; the rotations are a coordinate frame's (method 9607). PROJ by itself takes EPSG:5194 in the Mekong delta
MERIDIANS = Path(__file__).with_name("central_meridians.csv")
LAWS = ("24/2025", "973/2001")  # the newer first

_TM3 = {
    102.0: 5896, 103.0: 9205, 104.0: 9206, 104.5: 9207, 104.75: 9208, 105.0: 5897, 105.5: 9209, 105.75: 9210,
    106.0: 9211, 106.25: 9212, 106.5: 9213, 107.0: 9214, 107.25: 9215, 107.5: 9216, 107.75: 5899, 108.0: 5898,
    108.25: 9217, 108.5: 9218,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """A reference system positions are written in.

    Parameters
    ----------
    crs : str
        Its EPSG code, such as "EPSG:9205".
    name : str
        As EPSG calls it, such as "VN-2000 / TM-3 103-00".
    twin : str, optional
        The system with the same grid on the other datum: the same numbers, about 220 m away.
    """

    crs: str
    name: str
    twin: str | None = None


@cache
def grids() -> tuple[System, ...]:
    """Return the plane systems in use: each 3° zone of VN-2000, then the 6° zones of UTM on both datums.

    Examples
    --------
    >>> len(grids())
    22
    """
    zones = (("EPSG:3405", "EPSG:32648"), ("EPSG:3406", "EPSG:32649"))
    twins = {one: other for pair in zones for one, other in (pair, pair[::-1])}
    codes = [f"EPSG:{code}" for code in _TM3.values()] + list(twins)
    return tuple(System(code, CRS(code).name, twins.get(code)) for code in codes)


def meridians_of(province: str) -> tuple[float, ...]:
    """Return the central meridians of a present province: today's, then those of the provinces it was made of.

    Examples
    --------
    >>> meridians_of("44")
    (106.0, 106.25)
    """
    rows = _meridians()
    found = [rows[(rows["law"] == law) & (rows["present"] == province)]["meridian"] for law in LAWS]
    return tuple(dict.fromkeys(float(meridian) for part in found for meridian in part))


def zones_of(province: str) -> tuple[str, ...]:
    """Return the systems of a province's own 3° zones, today's first.

    Examples
    --------
    >>> zones_of("11")
    ('EPSG:9205',)
    """
    return tuple(f"EPSG:{_TM3[meridian]}" for meridian in meridians_of(province))


def project_to_wgs84(x: Floats, y: Floats, crs: str | CRS) -> tuple[Floats, Floats]:
    """Return eastings and northings, or longitudes and latitudes, of `crs` as longitudes and latitudes of WGS 84.

    What has no place on earth becomes infinite, what is missing stays missing.

    Parameters
    ----------
    x, y : array
        East and north, in the units of `crs`, whatever order its definition names its axes in.
    crs : str or CRS
        Anything that PROJ reads, such as "EPSG:9205" or the text of a .prj file.

    Raises
    ------
    pyproj.exceptions.ProjError
        `crs` names no system, or one from which only a guess leads to WGS 84.

    References
    ----------
    EPSG:6960, "VN-2000 to WGS 84 (2)", Department of Surveying and Mapping of Vietnam.

    Examples
    --------
    >>> lon, lat = project_to_wgs84(np.array([568262.924]), np.array([1255172.51]), "EPSG:9217")
    >>> print(f"{lon[0]:.6f} {lat[0]:.6f}")
    108.877201 11.349358
    """
    for step in _way(crs):
        x, y = step.transform(x, y)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def shapes_to_wgs84(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return shapes that state their reference system in EPSG:4326, by the same ways as `project_to_wgs84`.

    Raises
    ------
    pyproj.exceptions.ProjError
        Only a guess leads from their system to WGS 84.
    """
    if shapes.crs == WGS84:
        return shapes
    moved = shapely.transform(
        np.asarray(shapes.array, dtype=object), lambda x, y: project_to_wgs84(x, y, shapes.crs), interleaved=False
    )
    return gpd.GeoSeries(moved, index=shapes.index, crs=WGS84)


def is_geographic(crs: str) -> bool:
    """Say whether positions of `crs` are angles rather than lengths.

    Raises
    ------
    pyproj.exceptions.ProjError
        `crs` names no system.
    """
    return bool(CRS.from_user_input(crs).is_geographic)


def _way(crs: str | CRS) -> tuple[Transformer, ...]:
    stated = CRS.from_user_input(crs)
    if stated.datum == CRS(VN2000).datum:
        unproject = Transformer.from_crs(stated, stated.geodetic_crs, always_xy=True)
        return unproject, Transformer.from_pipeline(VN2000_TO_WGS84)
    return (Transformer.from_crs(stated, WGS84, always_xy=True, allow_ballpark=False),)


@cache
def _meridians() -> pd.DataFrame:
    return pd.read_csv(MERIDIANS, comment="#", dtype={"law": "str", "code": "str", "present": "str"})
