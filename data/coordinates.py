"""Recognise the system two columns of positions are written in, by where the points would then lie.

Every system that offices use is tried in both orders, for in Vietnam X is north and often comes first.
What is recognised is proposed with how well it fits; it is for a person to say yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.admin_units import communes
from data.angles import Angles, Axis, Notation, read_angles, split_pairs
from data.parsing import parse
from data.reading import number_text
from data.reference_systems import WGS84, Floats, System, grids, is_geographic, project_to_wgs84, zones_of
from data.schema import Column, Kind

SAMPLE = 1000  # rows that rank the systems
SWAPPED = " swapped"
VIETNAM = (102.0, 6.0, 118.0, 24.0)  # west, south, east, north; with the islands
DOUBT = 6.63  # McNemar's statistic that chance exceeds in 1 % of cases (chi-squared, 1 degree of freedom)
LEAST_SHARE = 0.5  # of the points in the province, below which a system is no proposal
ROUGH = 1.5  # a drawn commune reaches this many times as far as a circle of its area
KM_PER_DEGREE = 111.195

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to read two columns, and how well it fits.

    Parameters
    ----------
    system : System
    swapped : bool
        The first column holds latitudes or northings.
    notation : Notation, optional
        How angles are written; none for lengths.
    in_commune : float, optional
        Share of the points with a known commune that lie in it; none where no commune is stated.
    in_province : float
        Share of all points that lie in the province.
    shift : float
        Metres between a point so read and as the best proposal reads it (median).
    ask : bool
        Another proposal fits as well as the best can tell, and this is one of those to choose among.
    """

    system: System
    swapped: bool
    notation: Notation | None
    in_commune: float | None
    in_province: float
    shift: float = 0.0
    ask: bool = False

    @property
    def setting(self) -> str:
        """What a person states to have it so: the value of the import's setting ``crs``."""
        return self.system.crs + (SWAPPED if self.swapped else "")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A proposal with what it was judged by: positions, and the points that lie where they should."""

    proposal: Proposal
    lon: Floats
    lat: Floats
    fits: Flags


def recognise(
    first: "pd.Series[Any]",
    second: "pd.Series[Any] | None" = None,
    *,
    stated: "pd.Series[Any] | None" = None,
    shapes: gpd.GeoDataFrame | None = None,
    province: str | None = None,
) -> list[Proposal]:
    """Propose what two columns of positions are, best first.

    Ranked by the share of points in their stated commune, then in the province; among equals the province's own zone
    comes first. Two systems are told apart by the points that only one of them puts where they belong (McNemar's
    test, 1 %); the two UTM datums never are, for they differ by about 220 m only.

    Parameters
    ----------
    first, second : Series of str or float
        The columns; without `second`, texts that hold both, such as "21.38, 103.01".
    stated : Series of str, optional
        The commune code of each row, missing where it is not known.
    shapes : GeoDataFrame, optional
        Communes with `code` and polygons, EPSG:4326. Without it, circles round the centres of `province`.
    province : str, optional
        Code of the present province.

    Returns
    -------
    list of Proposal
        Empty when nothing puts half of the points into the province.

    References
    ----------
    McNemar (1947), Psychometrika 12(2), 153-157.

    Examples
    --------
    >>> lat, lon = pd.Series(["21.38", "21.41"]), pd.Series(["103.02", "103.01"])
    >>> [(best.setting, best.in_province) for best in recognise(lat, lon, province="11")]
    [('EPSG:4326 swapped', 1.0)]
    """
    first, second = _columns(first, second)
    rows = _sample(first, second)
    region = _Region.of(shapes, province, None if stated is None else stated.iloc[rows])
    own = zones_of(province) if province else ()
    readings = [
        reading
        for proposal, lon, lat in _candidates(first.iloc[rows], second.iloc[rows])
        if (reading := region.judge(proposal, lon, lat)).proposal.in_province >= LEAST_SHARE
    ]
    readings.sort(key=lambda reading: _order(reading.proposal, own))
    return [_compared(reading, readings) for reading in readings]


def to_wgs84(
    first: "pd.Series[Any]", second: "pd.Series[Any] | None", system: str, *, swapped: bool = False
) -> tuple[Floats, Floats]:
    r"""Read two columns as positions of a system.

    Parameters
    ----------
    first, second : Series of str or float
        East and north, or the other way round if `swapped`; see `recognise`.
    system : str
        Anything that PROJ reads, such as "EPSG:9205".

    Returns
    -------
    lon, lat : arrays of float
        Degrees, WGS 84. NaN where a text is no position, infinite where it has no place on earth.

    Raises
    ------
    pyproj.exceptions.ProjError
        The system is not known, or has no known way to WGS 84.

    Examples
    --------
    >>> lon, lat = to_wgs84(pd.Series(["21°23'15\"B"]), pd.Series(["103°01'Đ"]), "EPSG:4326", swapped=True)
    >>> print(f"{lon[0]:.4f} {lat[0]:.4f}")
    103.0167 21.3875
    """
    first, second = _columns(first, second)
    if is_geographic(system):
        x, y = _in_order(read_angles(first), read_angles(second), swapped=swapped)
    else:
        numbers = _numbers(first), _numbers(second)
        x, y = numbers[::-1] if swapped else numbers
    return project_to_wgs84(x, y, system)


def read_setting(setting: str) -> tuple[str, bool]:
    """Return the system and the order of the columns that a setting ``crs`` states.

    >>> read_setting("EPSG:9205 swapped"), read_setting("EPSG:9205")
    (('EPSG:9205', True), ('EPSG:9205', False))
    """
    return setting.removesuffix(SWAPPED), setting.endswith(SWAPPED)


def rough_communes(province: str) -> gpd.GeoDataFrame:
    """Return each commune of a province as a circle round its centre, for where no boundaries are known."""
    units = communes(province)
    area = units["area_km2"].fillna(units["area_km2"].median()).to_numpy(dtype=np.float64)
    radius = ROUGH * np.sqrt(area / np.pi) / KM_PER_DEGREE
    circles = shapely.buffer(shapely.points(units["lon"], units["lat"]), radius)
    return gpd.GeoDataFrame({"code": units["code"]}, geometry=circles, crs=WGS84)


def _columns(first: "pd.Series[Any]", second: "pd.Series[Any] | None") -> "tuple[pd.Series[Any], pd.Series[Any]]":
    first = _texts(first)
    return split_pairs(first) if second is None else (first, _texts(second))


def _texts(column: "pd.Series[Any]") -> "pd.Series[Any]":
    written = column.map(number_text, na_action="ignore") if pd.api.types.is_numeric_dtype(column) else column
    return written.astype("str").fillna("").str.strip()


def _numbers(text: "pd.Series[Any]") -> Floats:
    plain = np.zeros(len(text), dtype=bool)
    return parse(text, plain, Column("", Kind.NUMBER)).values.to_numpy(dtype=np.float64)


def _in_order(first: Angles, second: Angles, *, swapped: bool) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes: each row in the order its letters say, else in that stated."""
    said = first.says(Axis.LATITUDE) | second.says(Axis.LONGITUDE)
    denied = first.says(Axis.LONGITUDE) | second.says(Axis.LATITUDE)
    turned = np.where(said | denied, said, swapped)
    return np.where(turned, second.degrees, first.degrees), np.where(turned, first.degrees, second.degrees)


def _sample(first: "pd.Series[Any]", second: "pd.Series[Any]") -> NDArray[np.intp]:
    """Return the positions of filled rows, evenly spread over the file."""
    filled = np.flatnonzero(((first != "") & (second != "")).to_numpy(dtype=bool))
    chosen = np.linspace(0, len(filled) - 1, min(SAMPLE, len(filled))).round().astype(np.intp)
    return np.asarray(filled[chosen], dtype=np.intp)


def _candidates(first: "pd.Series[Any]", second: "pd.Series[Any]") -> list[tuple[Proposal, Floats, Floats]]:
    """Return each reading of the sample with its positions."""
    angles = read_angles(first), read_angles(second)
    notation = max((column.notation for column in angles), key=list(Notation).index)
    geographic = [
        (Proposal(System(WGS84, "WGS 84"), swapped, notation, None, 0.0), *_in_order(*angles, swapped=swapped))
        for swapped in _orders(*angles)
    ]
    numbers = _numbers(first), _numbers(second)
    plane = [
        (Proposal(system, swapped, None, None, 0.0), *project_to_wgs84(east, north, system.crs))
        for swapped, (east, north) in ((False, numbers), (True, numbers[::-1]))
        if _northings(north)
        for system in grids()
    ]
    return geographic + plane


def _orders(first: Angles, second: Angles) -> Sequence[bool]:
    """Return the orders that angles leave open: one, where letters say it."""
    said = int((first.says(Axis.LATITUDE) | second.says(Axis.LONGITUDE)).sum())
    denied = int((first.says(Axis.LONGITUDE) | second.says(Axis.LATITUDE)).sum())
    return (False, True) if said == denied else (said > denied,)


def _northings(values: Floats) -> bool:
    """Say whether half of the values are metres north of the equator within Vietnam."""
    metres = 1000 * KM_PER_DEGREE * np.array([VIETNAM[1], VIETNAM[3]])
    return bool(((values > metres[0]) & (values < metres[1])).mean() >= LEAST_SHARE) if len(values) else False


def _order(proposal: Proposal, own: Sequence[str]) -> tuple[object, ...]:
    """Sort by fit; among equals the province's zones, then other zones of VN-2000, then UTM."""
    zone = own.index(proposal.system.crs) if proposal.system.crs in own else len(own)
    fit = proposal.in_province if proposal.in_commune is None else proposal.in_commune
    return (-round(fit, 6), -round(proposal.in_province, 6), zone, proposal.system.twin is not None)


def _compared(reading: _Reading, readings: Sequence[_Reading]) -> Proposal:
    """Say how far a reading lies from the best, and whether a person must choose."""
    best = readings[0]
    ask = _rivals(best, reading) if reading is not best else any(_rivals(best, other) for other in readings[1:])
    return replace(reading.proposal, shift=_metres(best, reading), ask=ask)


def _rivals(best: _Reading, other: _Reading) -> bool:
    if other.proposal.system.crs == best.proposal.system.twin and other.proposal.swapped == best.proposal.swapped:
        return True
    won, lost = int((best.fits & ~other.fits).sum()), int((other.fits & ~best.fits).sum())
    return (won - lost) ** 2 <= DOUBT * (won + lost)


def _metres(one: _Reading, other: _Reading) -> float:
    """Return the median distance between two readings of the same points; accurate enough to tell people."""
    north = (one.lat - other.lat) * KM_PER_DEGREE
    east = (one.lon - other.lon) * KM_PER_DEGREE * np.cos(np.radians(one.lat))
    apart = np.hypot(north, east)[np.isfinite(north + east)]
    return round(1000 * float(np.median(apart)), 1) if len(apart) else float("inf")


@dataclass(frozen=True, slots=True)
class _Region:
    """Where the points of a sample may lie: the communes, and which of them each row states (-1: none known)."""

    polygons: NDArray[np.object_]
    tree: shapely.STRtree
    stated: NDArray[np.intp] | None

    @classmethod
    def of(cls, shapes: gpd.GeoDataFrame | None, province: str | None, stated: "pd.Series[Any] | None") -> "_Region":
        if shapes is None or shapes.empty:
            shapes = rough_communes(province) if province else _vietnam()
        known = shapes[shapes.geometry.notna()].drop_duplicates("code")
        polygons = np.asarray(known.geometry.array, dtype=object)
        shapely.prepare(polygons)
        index = None if stated is None else pd.Index(known["code"]).get_indexer(pd.Index(stated))
        return cls(polygons, shapely.STRtree(polygons), None if index is None or (index < 0).all() else index)

    def judge(self, proposal: Proposal, lon: Floats, lat: Floats) -> _Reading:
        """Count the points of one reading that lie where they should."""
        inside = self._inside(lon, lat)
        in_province = float(inside.mean()) if len(lon) else 0.0
        if self.stated is None or in_province < LEAST_SHARE:
            return _Reading(replace(proposal, in_province=in_province), lon, lat, inside)
        own = inside & shapely.intersects_xy(self.polygons[self.stated], lon, lat) & (self.stated >= 0)
        in_commune = float(own.sum() / (self.stated >= 0).sum())
        return _Reading(replace(proposal, in_commune=in_commune, in_province=in_province), lon, lat, own)

    def _inside(self, lon: Floats, lat: Floats) -> Flags:
        west, south, east, north = VIETNAM
        inside = (lon > west) & (lon < east) & (lat > south) & (lat < north)
        rows = np.flatnonzero(inside)
        found = self.tree.query(shapely.points(lon[rows], lat[rows]), predicate="intersects")[0]
        inside[:] = False
        inside[rows[found]] = True
        return inside


def _vietnam() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": [""]}, geometry=[shapely.box(*VIETNAM)], crs=WGS84)
