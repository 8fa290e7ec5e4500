"""Give administrative units the shapes of a file: by code, for codes the project knows; nothing else of a unit changes.

Which of two shapes with the same code is right cannot be known, so neither is taken.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.admin_units import codes_of_vietnam
from data.checking import known_codes, pad_codes
from data.frames import CRS
from data.issues import Finding, Reason, Rows, positions
from data.project import Project

BOUNDARIES = "boundaries"  # key of About.extras: file names of the shapes taken
SURVEYED = "surveyed_units"  # key of About.extras: codes of the units whose shapes came from files
_EARTH = (-180.0, -90.0, 180.0, 90.0)

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class UnitShapes:
    """Codes and multipolygons, one a row of the file, and what was found in them."""

    codes: "pd.Series[Any]"
    shapes: Shapes
    findings: tuple[Finding, ...]


def check_unit_shapes(codes: "pd.Series[Any]", shapes: Shapes, units: pd.DataFrame, *, first_row: int) -> UnitShapes:
    """Mend and check the shapes of a file against the units of a project.

    Parameters
    ----------
    codes : Series of str
        As the file has them.
    shapes : array of geometry
        EPSG:4326, one a code.
    units : DataFrame
        The project's.
    first_row : int
        Number of the file's first row, for naming the rows that repeat a code.
    """
    known = pad_codes(codes, known_codes(units, "code"))
    mended, repaired = _mend(shapes)
    findings = [
        Finding(Reason.MISSING, "code", positions(known.isna())),
        *_strangers(known, units),
        *_repeated(known, first_row),
        *_faults(shapes, mended),
        Finding(Reason.CODE_PADDED, "code", padded := positions(codes.notna() & (codes != known)),
                each={"taken": tuple(known.iloc[padded])}),
        Finding(Reason.SHAPE_REPAIRED, "geometry", positions(repaired)),
        Finding(Reason.CENTRE_OUTSIDE_SHAPE, "code", _centre_outside(known, mended, units)),
    ]  # fmt: skip
    return UnitShapes(known, mended, tuple(finding for finding in findings if len(finding.rows)))


def take_shapes(project: Project, codes: "pd.Series[Any]", shapes: Shapes, *, source: str) -> Project:
    """Return a snapshot in which the units of those codes have those shapes.

    The project's boundaries stop being schematic when every commune has had a shape from a file.

    Parameters
    ----------
    codes : Series of str
        Distinct codes of the project's units.
    source : str
        Name of the file, kept with the project so that maps can name it.
    """
    if codes.empty:
        return project
    units = project["units"]
    given = pd.Series(list(shapes), index=codes.to_numpy(), dtype=object)
    column = units.geometry.to_numpy(dtype=object, copy=True)
    replaced = units["code"].isin(given.index).to_numpy()
    column[replaced] = units["code"][replaced].map(given).to_numpy()
    extras = dict(project.about.extras)
    surveyed = {*extras.get(SURVEYED, "").split(), *codes}
    extras[SURVEYED] = " ".join(sorted(surveyed))
    extras[BOUNDARIES] = "; ".join(dict.fromkeys([*filter(None, extras.get(BOUNDARIES, "").split("; ")), source]))
    schematic = project.about.schematic and bool(known_codes(units, "commune_code") - surveyed)
    changed = project.with_table("units", units.assign(geometry=gpd.GeoSeries(column, index=units.index, crs=CRS)))
    return changed.replace_about(extras=extras, schematic=schematic)


def without_shapes(project: Project) -> tuple[str, ...]:
    """Return the codes of the communes that have had no shape from a file."""
    surveyed = project.about.extras.get(SURVEYED, "").split()
    return tuple(sorted(known_codes(project["units"], "commune_code").difference(surveyed)))


def _mend(shapes: Shapes) -> tuple[Shapes, NDArray[np.bool_]]:
    """Return multipolygons, valid ones, and which had to be repaired; None for what is no polygon."""
    polygonal = np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    invalid = polygonal & ~shapely.is_valid(shapes) & _on_earth(shapes)
    mended = shapes.copy()
    mended[~polygonal] = None
    mended[invalid] = shapely.make_valid(mended[invalid])
    return np.array([*map(_as_multipolygon, mended), None], dtype=object)[:-1], invalid


def _as_multipolygon(shape: Any) -> Any:
    """Keep a shape's polygons: a repair may leave lines and points beside them."""
    if shape is None:
        return None
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    return shapely.multipolygons(parts) if parts else None


def _on_earth(shapes: Shapes) -> NDArray[np.bool_]:
    bounds = shapely.bounds(shapes)
    west, south, east, north = _EARTH
    low, high = np.array([west, south]), np.array([east, north])
    return np.asarray((bounds[:, :2] >= low).all(axis=1) & (bounds[:, 2:] <= high).all(axis=1))


def _faults(shapes: Shapes, mended: Shapes) -> list[Finding]:
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    lost = shapely.is_missing(mended) | shapely.is_empty(mended)
    polygonal = np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    return [
        Finding(Reason.EMPTY_SHAPE, "geometry", positions(empty | (polygonal & lost))),
        Finding(Reason.NOT_A_POLYGON, "geometry", positions(~empty & ~polygonal)),
        Finding(Reason.NOT_ON_EARTH, "geometry", positions(~empty & ~_on_earth(shapes))),
    ]


def _strangers(codes: "pd.Series[Any]", units: pd.DataFrame) -> list[Finding]:
    stranger = codes.notna() & ~codes.isin(units["code"])
    if not stranger.any():
        return []
    elsewhere = stranger & codes.isin(codes_of_vietnam())
    return [
        Finding(Reason.OTHER_PROVINCE, "code", positions(elsewhere)),
        Finding(Reason.UNKNOWN_UNIT, "code", positions(stranger & ~elsewhere)),
    ]


def _repeated(codes: "pd.Series[Any]", first_row: int) -> list[Finding]:
    rows = positions(codes.notna() & codes.duplicated(keep=False))
    same = codes.iloc[rows].groupby(codes).groups
    return [Finding(Reason.DUPLICATE_CODE, "code", rows, each={"rows": tuple(
        tuple(first_row + other for other in same[codes.iloc[row]] if other != row) for row in rows
    )})]  # fmt: skip


def _centre_outside(codes: "pd.Series[Any]", shapes: Shapes, units: pd.DataFrame) -> Rows:
    """Find shapes that do not contain their unit's centre: perhaps the code means another unit in the file."""
    centres = units.drop_duplicates("code").set_index("code")[["lon", "lat"]].reindex(codes)
    lon, lat = centres["lon"].to_numpy(), centres["lat"].to_numpy()
    known = ~np.isnan(lon) & ~np.isnan(lat) & ~shapely.is_missing(shapes)
    outside = known.copy()
    outside[known] = ~shapely.intersects_xy(shapes[known], lon[known], lat[known])
    return positions(outside)
