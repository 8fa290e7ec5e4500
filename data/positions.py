"""Where the rows of a file lie: longitude and latitude from shapes or from another system, and whether they fit.

Schematic boundaries decide nothing: a position is held against its commune only where real boundaries are known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import ProjError

from data.coordinates import LEAST_SHARE, Proposal, read_setting, recognise, to_wgs84
from data.errors import UnknownCrs
from data.issues import Finding, Reason, Rows, positions
from data.project import About

POSITION = ("lon", "lat")
UNPLACED = frozenset({Reason.NOT_A_POSITION, Reason.COORDINATES_PROPOSED, Reason.COORDINATES_UNDECIDED})
MAPPED = ("facilities",)  # tables whose rows may lack a position, and then miss on the map


@dataclass(frozen=True, slots=True)
class Placed:
    """Longitudes and latitudes in EPSG:4326, by field."""

    values: "dict[str, pd.Series[Any]]"
    findings: tuple[Finding, ...] = ()


def positions_of(shapes: gpd.GeoSeries) -> Placed:
    """Return the position of each shape: a point's own, a point inside any other; missing for missing shapes."""
    array = np.asarray(shapes.array, dtype=object)
    empty = shapely.is_missing(array) | shapely.is_empty(array)
    is_point = shapely.get_type_id(array) == shapely.GeometryType.POINT
    points = array.copy()
    points[empty] = None
    points[~is_point] = shapely.point_on_surface(points[~is_point])
    other = positions(~is_point & ~empty)
    findings = (Finding(Reason.POSITION_OF_SHAPE, "lon", other),) if len(other) else ()
    return Placed({"lon": pd.Series(shapely.get_x(points)), "lat": pd.Series(shapely.get_y(points))}, findings)


def read_positions(texts: "Mapping[str, pd.Series[str]]", crs: str, path: Path) -> Placed:
    """Return positions written in a stated system as longitudes and latitudes.

    Values that have no place on earth become infinite, and so break the limits of their field.

    Parameters
    ----------
    texts : mapping of Series of str
        The cells of ``lon`` and ``lat``; of ``lon`` alone where one column holds both.
    crs : str
        As `data.coordinates.Proposal.setting` writes it.

    Raises
    ------
    UnknownCrs
        `crs` names no reference system, or one with no known way to WGS 84.
    """
    system, swapped = read_setting(crs)
    try:
        lon, lat = to_wgs84(texts["lon"], texts.get("lat"), system, swapped=swapped)
    except ProjError as error:
        raise UnknownCrs(path, crs) from error
    blank = {name: (cells == "").to_numpy(dtype=bool) for name, cells in texts.items()}
    half = np.logical_or.reduce(list(blank.values())) & ~np.logical_and.reduce(list(blank.values()))
    unread = np.isnan(lon + lat) & ~np.logical_or.reduce(list(blank.values()))
    findings = [Finding(Reason.HALF_A_POSITION, name, positions(half & mask)) for name, mask in blank.items()]
    findings.append(Finding(Reason.NOT_A_POSITION, "lon", positions(unread)))
    index = texts["lon"].index
    values = {"lon": pd.Series(lon, index=index), "lat": pd.Series(lat, index=index)}
    return Placed(values, tuple(finding for finding in findings if len(finding.rows)))


def propose_positions(
    frame: pd.DataFrame,
    findings: "list[Finding]",
    texts: "Mapping[str, pd.Series[str]]",
    *,
    units: pd.DataFrame,
    about: About,
) -> tuple[pd.DataFrame, list[Finding]]:
    """Set aside rows whose position is no longitude and latitude, with the system it looks like; none is moved.

    A few such rows among many that are fine are slips of the pen, and stay what they are.

    Parameters
    ----------
    frame : DataFrame
        Rows as read, commune codes completed.
    findings : list of Finding
        So far; those about unreadable numbers are replaced for the rows set aside here.
    texts : mapping of Series of str
        See `read_positions`; empty where no column holds positions.
    """
    strange = _not_in_degrees(frame, texts)
    if not strange.any() or strange.mean() <= LEAST_SHARE * _filled(texts).mean():
        return frame, findings
    proposals = recognise(
        *(cells[strange] for cells in texts.values()),
        stated=frame.loc[strange, "commune_code"],
        shapes=None if about.schematic else _communes(units),
        province=about.province_code,
    )
    if not proposals:
        return frame, findings
    unplaced = frame.assign(**{name: frame[name].mask(strange) for name in POSITION})
    kept = [_without(finding, strange) if finding.field in POSITION else finding for finding in findings]
    return unplaced, [*kept, _proposed(proposals, positions(strange))]


def _not_in_degrees(frame: pd.DataFrame, texts: "Mapping[str, pd.Series[str]]") -> NDArray[np.bool_]:
    """Mark rows with both cells filled that are not a longitude and a latitude in decimal degrees."""
    if not texts:
        return np.zeros(len(frame), dtype=bool)
    degrees = frame["lon"].between(-180, 180) & frame["lat"].between(-90, 90)
    return _filled(texts) & ~degrees.to_numpy(dtype=bool)


def _filled(texts: "Mapping[str, pd.Series[str]]") -> NDArray[np.bool_]:
    filled = [(cells != "").to_numpy(dtype=bool) for cells in texts.values()]
    return np.asarray(np.logical_and.reduce(filled), dtype=bool)


def _without(finding: Finding, dropped: NDArray[np.bool_]) -> Finding:
    keep = np.flatnonzero(~dropped[finding.rows])
    each = {name: tuple(values[i] for i in keep.tolist()) for name, values in finding.each.items()}
    return replace(finding, rows=finding.rows[keep], each=each)


def _proposed(proposals: Sequence[Proposal], rows: Rows) -> Finding:
    asked = [proposal for proposal in proposals if proposal.ask]
    if asked:
        systems = tuple(f"{proposal.system.name} (crs={proposal.setting})" for proposal in asked)
        settings = tuple(proposal.setting for proposal in asked)
        apart = round(max(proposal.shift for proposal in asked))
        said = {"systems": systems, "settings": settings, "metres": apart}
        return Finding(Reason.COORDINATES_UNDECIDED, "lon", rows, common=said)
    best = proposals[0]
    share = best.in_province if best.in_commune is None else best.in_commune
    said = {"system": best.system.name, "setting": best.setting, "percent": round(100 * share)}
    return Finding(Reason.COORDINATES_PROPOSED, "lon", rows, common=said)


def check_half_positions(frame: pd.DataFrame) -> list[Finding]:
    """Find rows with one of longitude and latitude."""
    if not set(POSITION) <= set(frame.columns):
        return []
    lon, lat = frame["lon"].notna(), frame["lat"].notna()
    halves = (("lat", lon & ~lat), ("lon", lat & ~lon))
    return [Finding(Reason.HALF_A_POSITION, name, positions(half)) for name, half in halves if half.any()]


def check_positions(frame: pd.DataFrame, units: pd.DataFrame, *, name: str, schematic: bool) -> list[Finding]:
    """Flag rows that will not be on the map, or lie where they do not say they do.

    Parameters
    ----------
    frame : DataFrame
        Rows of table `name`; the index is their position in the file.
    units : DataFrame
        The project's units with their shapes.
    schematic : bool
        The boundaries are drawn, not surveyed: no position is held against them.
    """
    if not set(POSITION) <= set(frame.columns):
        return []
    placed = frame[frame["lon"].notna() & frame["lat"].notna()]
    absent = frame.index.difference(placed.index).to_numpy(dtype=np.intp)
    findings = [Finding(Reason.NO_POSITION, "lon", absent)] if name in MAPPED and len(absent) else []
    communes = _communes(units)
    if schematic or placed.empty or communes.empty:
        return findings
    return findings + _check_against(placed, communes)


def _communes(units: pd.DataFrame) -> gpd.GeoDataFrame:
    return units[(units["level"] == "commune") & units.geometry.notna()]


def _check_against(placed: pd.DataFrame, communes: pd.DataFrame) -> list[Finding]:
    points = shapely.points(placed["lon"].to_numpy(), placed["lat"].to_numpy())
    shapes = communes.drop_duplicates(["code", "vintage"]).set_index(["code", "vintage"]).geometry
    stated = shapes.index.get_indexer(pd.MultiIndex.from_frame(placed[["commune_code", "vintage"]]))
    polygons = np.asarray(shapes.array, dtype=object)
    shapely.prepare(polygons)
    own = polygons[stated]
    own[stated < 0] = None
    inside = shapely.intersects(own, points)
    astray = np.flatnonzero(~inside)
    elsewhere = astray[shapely.STRtree(polygons).query(points[astray], predicate="intersects")[0]]
    in_any = inside.copy()
    in_any[elsewhere] = True
    outside_all = ~in_any
    outside_own = in_any & ~inside & (stated >= 0)
    return [
        _misplaced(reason, field, placed[mask])
        for reason, field, mask in (
            (Reason.OUTSIDE_COMMUNE, "commune_code", outside_own),
            (Reason.OUTSIDE_UNITS, "lon", outside_all),
        )
        if mask.any()
    ]


def _misplaced(reason: Reason, field: str, rows: pd.DataFrame) -> Finding:
    where = {name: tuple(rows[name].tolist()) for name in POSITION}
    return Finding(reason, field, rows.index.to_numpy(dtype=np.intp), each=where)
