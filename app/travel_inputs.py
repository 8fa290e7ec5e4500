"""What travel in a project goes over: its grid, ground, roads and barriers, and the surface of one means and season.

Rasters, roads and barriers are read here; how people move over them is `geo.friction` and `geo.travel_surfaces`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from app.children import commune_codes
from app.errors import NoAreas, NoRaster
from app.progress import Tick
from app.travel_speeds import speeds_of
from data.project import Project
from data.raster_content import raster_bytes_or_path
from geo.errors import GeoError, RasterOutside, RasterWithoutData
from geo.friction import Friction, friction
from geo.friction_table import FrictionTable
from geo.grid import NO_CLASS, WGS84, Grid, grid_over
from geo.river_crossings import Barriers, Roads
from geo.travel_surfaces import Surface, flat_surface, slope_surface

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Cell = TypeVar("Cell", np.float64, np.int32)

MARGIN_METRES = 10_000.0
"""Ground around the communes that ways may lead over."""
_A_POINT = 0.01
"""Degrees laid around a commune of which only the centre is known."""


class Travelling(Protocol):
    """How people travel, of the parameters of a question."""

    @property
    def mode(self) -> str:
        """Means: one of `geo.friction_table.MEANS`."""

    @property
    def season(self) -> str:
        """One of `geo.friction_table.SEASONS`."""

    @property
    def direction(self) -> str:
        """Towards the place, or from it: "towards", "from"."""

    @property
    def friction(self) -> str:
        """Speeds by land cover and roads, or as a friction raster says: "table", "raster"."""

    @property
    def resolution(self) -> float:
        """Side of a cell, metres."""

    @property
    def neighbours(self) -> str:
        """Directions out of a cell: "8", "16"."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What holds in every season and for every means of travel.

    Attributes
    ----------
    elevation : array, optional
        Metres; NaN where it is not known.
    land_cover : array of int, optional
        Classes; `geo.grid.NO_CLASS` where it is not known.
    pace : array, optional
        Minutes per metre of a friction raster, which then says all; NaN, also for 0 minutes, is a barrier.
    roads, barriers : Roads, Barriers, optional
        None where the project has none.
    """

    grid: Grid
    table: FrictionTable
    elevation: Floats | None = None
    land_cover: NDArray[np.int32] | None = None
    pace: Floats | None = None
    roads: Roads | None = None
    barriers: Barriers | None = None


@dataclass(frozen=True, eq=False)
class Crossing:
    """The ground in one season by one means: the surface to search, where one can be, and what to know of it.

    `friction` is None where a friction raster says all.
    """

    grid: Grid
    surface: Surface
    passable: Flags
    friction: Friction | None


def ground_of(
    project: Project, travelling: Travelling, *, grid: Grid | None = None, tick: Tick | None = None
) -> Ground:
    """Read what the project knows of the ground under a grid: that of `grid_of`, unless one is given.

    Raises
    ------
    NoAreas
        No commune has a shape or a centre.
    NoRaster
        A friction raster is asked for and there is none.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read, has changed, or does not touch the communes.
    """
    from geo.raster_reading import read_classes, read_values

    grid = grid or grid_of(project, travelling.resolution)
    table = speeds_of(project)
    if travelling.friction == "raster":
        pace = _layered(project, "friction", grid, read_values, np.isnan, tick)
        if pace is None:
            raise NoRaster("friction")
        return Ground(grid, table, pace=np.where(pace > 0, pace, np.nan))
    return Ground(
        grid,
        table,
        elevation=_layered(project, "elevation", grid, read_values, np.isnan, tick),
        land_cover=_layered(project, "land_cover", grid, read_classes, _no_class, tick),
        roads=_roads(project),
        barriers=_barriers(project),
    )


def grid_of(
    project: Project, resolution: float, *, codes: Collection[str] | None = None, margin: float = MARGIN_METRES
) -> Grid:
    """Lay a grid over the project's communes, or those with these codes, and the margin beyond them. Raises NoAreas."""
    areas = areas_of(project)
    shapes = areas.geometry if codes is None else areas.geometry[areas["code"].isin(codes)]
    if shapes.isna().all():
        raise NoAreas(project.about.vintage)
    return grid_over(shapes.total_bounds.tolist(), resolution=resolution, margin=margin)


def areas_of(project: Project) -> gpd.GeoDataFrame:
    """Return code and shape of the project's communes, by code.

    A commune without a shape has a small square around its centre; one without a centre too has none.
    """
    own = project["units"].loc[commune_codes(project).index].sort_values("code")
    lon, lat = own["lon"].to_numpy(float), own["lat"].to_numpy(float)
    squares = shapely.box(lon - _A_POINT, lat - _A_POINT, lon + _A_POINT, lat + _A_POINT)
    squares[np.isnan(lon) | np.isnan(lat)] = None
    blank = np.asarray(own.geometry.isna() | own.geometry.is_empty)
    shapes = np.where(blank, squares, np.asarray(own.geometry, dtype=object))
    return gpd.GeoDataFrame({"code": own["code"].to_numpy()}, geometry=shapes, crs=WGS84)


def people_raster(project: Project, grid: Grid, *, tick: Tick | None = None) -> Floats | None:
    """Return the people in each cell by the project's population rasters; None where it has none.

    Raises as `ground_of`.
    """
    from geo.raster_reading import read_counts

    return _layered(project, "population", grid, read_counts, np.isnan, tick)


def crossing(ground: Ground, travelling: Travelling, *, season: str) -> Crossing:
    """Return the surface by which one travels over the ground in a season."""
    neighbours, towards = int(travelling.neighbours), travelling.direction == "towards"
    size = ground.grid.resolution
    if ground.pace is not None:
        surface: Surface = flat_surface(ground.pace, resolution=size, neighbours=neighbours)
        return Crossing(ground.grid, surface, np.isfinite(ground.pace), None)
    made = friction(
        ground.grid, means=travelling.mode, season=season, table=ground.table, land_cover=ground.land_cover,
        roads=ground.roads, barriers=ground.barriers,
    )  # fmt: skip
    if ground.elevation is None:
        surface = flat_surface(made.minutes_per_metre, resolution=size, neighbours=neighbours)
        return Crossing(ground.grid, surface, made.passable, made)
    surface = slope_surface(
        made.speed_kmh, made.mode, ground.elevation, resolution=size, neighbours=neighbours, towards=towards
    )  # fmt: skip
    return Crossing(ground.grid, surface, made.passable & np.isfinite(ground.elevation), made)


def _layered(
    project: Project,
    role: str,
    grid: Grid,
    read: Callable[..., NDArray[Cell]],
    missing: Callable[[NDArray[Cell]], Flags],
    tick: Tick | None,
) -> NDArray[Cell] | None:
    """Return the rasters of a role as one: in each cell the latest that has a value there; None without any raster.

    One that lies elsewhere is passed over while another is there.
    """
    rows = project["rasters"]
    merged: NDArray[Cell] | None = None
    elsewhere: GeoError | None = None
    for _, row in rows[rows["role"] == role].iloc[::-1].iterrows():
        try:
            values = read(raster_bytes_or_path(row, tick=tick), grid, name=_called(row), crs=_stated(row["crs"]))
        except (RasterOutside, RasterWithoutData) as error:
            elsewhere = elsewhere or error
            continue
        merged = values if merged is None else np.where(missing(merged), values, merged)
    if merged is None and elsewhere is not None:
        raise elsewhere
    return merged


def _called(row: "pd.Series[str]") -> str:
    source = _stated(row["source"])
    return f"{row['role']} ({source})" if source else str(row["role"])


def _stated(text: object) -> str | None:
    return text if isinstance(text, str) else None


def _no_class(classes: NDArray[np.int32]) -> Flags:
    return np.asarray(classes == NO_CLASS)


def _roads(project: Project) -> Roads | None:
    rows = project["roads"]
    if rows.empty:
        return None
    bridges = [None if pd.isna(stated) else bool(stated) for stated in rows["bridge"]]
    return Roads(_shapes(rows), _words(rows["class"]), _words(rows["surface"]), _words(rows["season"]), bridges)


def _barriers(project: Project) -> Barriers | None:
    rows = project["barriers"]
    return None if rows.empty else Barriers(_shapes(rows), _words(rows["class"]), _words(rows["season"]))


def _words(column: "pd.Series[str]") -> list[str]:
    return column.fillna("").tolist()


def _shapes(rows: pd.DataFrame) -> gpd.GeoSeries:
    return gpd.GeoSeries(rows["geometry"].to_numpy(), crs=WGS84)
