"""How fast one crosses each cell of a grid: land cover, then barriers, then roads, the fastest last.

A line touches every cell it passes through, and cells of a barrier that meet only at a corner are joined: nobody slips
through. A road overrules the land cover and, where it is carried across, the barrier (`geo.river_crossings`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import compress
from typing import Any, NamedTuple, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import ShapeMismatch, UnknownCrs, UnlistedLandCover
from geo.friction_table import LAND_COVER, OFF_ROAD, FrictionTable, Pace
from geo.grid import NO_CLASS, Grid
from geo.river_crossings import Barriers, Roads, cross, in_season
from geo.road_classes import UNLISTED, road_class, road_surface
from geo.travel_modes import BARRIER

Floats = NDArray[np.float64]
Modes = NDArray[np.int8]
Flags = NDArray[np.bool_]

Classes = NDArray[np.int32]

METRES_PER_MINUTE = 1000.0 / 60.0
"""Of 1 km/h."""
_NOWHERE = Pace(np.nan, BARRIER)


@dataclass(frozen=True, slots=True)
class Notes:
    """What a person must know of a friction surface.

    Attributes
    ----------
    without_land_cover : bool
        Off the roads, one speed holds everywhere.
    unlisted : tuple of str
        Words for classes of road that are not listed, in order: taken as `geo.road_classes.UNLISTED`.
    closed_roads : int
        Roads not passable in this season.
    cut_roads, assumed_bridges, fords : int
        Roads that end at a barrier; that cross one without a word on bridges; that pass a river by a ford.
    """

    without_land_cover: bool = False
    unlisted: tuple[str, ...] = ()
    closed_roads: int = 0
    cut_roads: int = 0
    assumed_bridges: int = 0
    fords: int = 0


@dataclass(frozen=True, slots=True)
class Friction:
    """Speed and mode of each cell.

    Attributes
    ----------
    speed_kmh : array, shape of the grid
        On the flat; NaN: barrier.
    mode : array of int8, shape of the grid
        Of `geo.travel_modes`; BARRIER exactly where the speed is NaN.
    notes : Notes
    """

    speed_kmh: Floats
    mode: Modes
    notes: Notes

    @property
    def minutes_per_metre(self) -> Floats:
        """Return the friction on the flat: minutes a metre takes, NaN in a barrier."""
        return 1.0 / (self.speed_kmh * METRES_PER_MINUTE)

    @property
    def passable(self) -> Flags:
        """Return where one can be."""
        return np.asarray(self.mode != BARRIER)


def friction(
    grid: Grid,
    *,
    means: str,
    season: str,
    table: FrictionTable,
    land_cover: Classes | None = None,
    roads: Roads | None = None,
    barriers: Barriers | None = None,
) -> Friction:
    """Make the friction surface of a means of travel in a season.

    The slope of the ground is not in it: it depends on the direction, and `geo.travel_time` adds it.

    Parameters
    ----------
    means : str
        One of `geo.friction_table.MEANS`: by motorbike, one walks where there is no road.
    season : str
        One of `geo.friction_table.SEASONS`.
    land_cover : array of int, shape of the grid, optional
        Classes; `geo.grid.NO_CLASS` is a barrier. Without it, the table's class off_road holds everywhere.

    Raises
    ------
    ShapeMismatch
        The land cover is not of the grid's shape.
    UnlistedLandCover
        It has classes that the table does not list.
    UnknownCrs
        Roads or barriers do not say in which coordinates they are.
    """
    scenario = _Scenario(table, means, season)
    speed, mode = _ground(grid, land_cover, scenario)
    standing = _taken(barriers, in_season(barriers.seasons, season), grid) if barriers is not None else None
    if standing is not None:
        blocked = blocked_cells(grid, standing.shapes)
        speed[blocked], mode[blocked] = _NOWHERE
    notes = Notes(without_land_cover=land_cover is None)
    if roads is not None:
        burnt, notes = _roads_on(grid, roads, standing, scenario, notes)
        faster = (burnt.mode != BARRIER) & ~(speed >= burnt.speed_kmh)
        speed[faster], mode[faster] = burnt.speed_kmh[faster], burnt.mode[faster]
    return Friction(speed, mode, notes)


def blocked_cells(grid: Grid, shapes: gpd.GeoSeries) -> Flags:
    """Return the cells that lines or areas touch, joined where two of them meet at a corner only.

    No step to one of 8 neighbours then leads from one side of a line to the other.

    Parameters
    ----------
    shapes : GeoSeries
        In the grid's reference system.
    """
    blocked = _burnt(grid, np.asarray(shapes.array, dtype=object), np.ones(len(shapes), dtype=np.int32)) > 0
    north_west, north_east = blocked[:-1, :-1], blocked[:-1, 1:]
    south_west, south_east = blocked[1:, :-1], blocked[1:, 1:]
    falling = north_west & south_east & ~north_east & ~south_west
    north_east |= falling
    north_west |= north_east & south_west & ~north_west & ~south_east
    return blocked


class _Scenario(NamedTuple):
    """Who travels, and when."""

    table: FrictionTable
    means: str
    season: str

    def off_road(self, kind: str, name: str) -> Pace:
        return self.table.pace(kind, name, means=self.means, season=self.season) or _NOWHERE

    def along(self, name: str, surface: str | None) -> Pace:
        return self.table.road_pace(name, surface, means=self.means, season=self.season) or _NOWHERE


class _Cells(NamedTuple):
    """Speed and mode of each cell of a grid."""

    speed_kmh: Floats
    mode: Modes


def _ground(grid: Grid, land_cover: Classes | None, scenario: _Scenario) -> _Cells:
    if land_cover is None:
        speed, mode = scenario.off_road(OFF_ROAD, OFF_ROAD)
        return _Cells(np.full(grid.shape, speed), np.full(grid.shape, mode, dtype=np.int8))
    if land_cover.shape != grid.shape:
        raise ShapeMismatch("land_cover", land_cover.shape, grid.shape)
    classes, position = np.unique(land_cover, return_inverse=True)
    unlisted = tuple(int(each) for each in classes if not scenario.table.lists(LAND_COVER, str(each)) and each >= 0)
    if unlisted:
        raise UnlistedLandCover(unlisted, int(np.isin(land_cover, unlisted).sum()))
    paces = [_NOWHERE if each == NO_CLASS else scenario.off_road(LAND_COVER, str(each)) for each in classes]
    return _painted(paces, position.reshape(grid.shape))


def _roads_on(
    grid: Grid, roads: Roads, standing: Barriers | None, scenario: _Scenario, notes: Notes
) -> tuple[_Cells, Notes]:
    """Return the cells that roads touch with the fastest road of each, and what there is to say of the roads."""
    everywhere = _taken(roads, np.ones(len(roads.shapes), dtype=bool), grid)
    season = in_season(everywhere.seasons, scenario.season)
    travelled = _taken(everywhere, season, grid)
    crossings = cross(travelled, standing, season=scenario.season, resolution=grid.resolution)
    paces = [
        scenario.along(road_class(name) or UNLISTED, road_surface(surface))
        for name, surface in zip(travelled.classes, travelled.surfaces, strict=True)
    ]
    by_speed = np.argsort([pace.speed_kmh for pace in paces])
    ranked = [paces[each] for each in by_speed if paces[each].mode != BARRIER]
    shapes = crossings.shapes[by_speed[: len(ranked)]]
    ranks = _burnt(grid, shapes, np.arange(1, len(ranked) + 1, dtype=np.int32))
    said = replace(
        notes,
        unlisted=tuple(sorted({name for name in travelled.classes if road_class(name) is None})),
        closed_roads=int((~season).sum()),
        cut_roads=crossings.cut,
        assumed_bridges=crossings.assumed,
        fords=crossings.forded,
    )
    return _painted([_NOWHERE, *ranked], ranks), said


def _painted(paces: Sequence[Pace], position: NDArray[np.integer[Any]]) -> _Cells:
    """Return speed and mode of each cell, given the position of its pace."""
    speeds = np.array([pace.speed_kmh for pace in paces])
    modes = np.array([pace.mode for pace in paces], dtype=np.int8)
    return _Cells(speeds[position], modes[position])


def _burnt(grid: Grid, shapes: NDArray[np.object_], values: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the value of the last shape that touches each cell, 0 where none does."""
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.any():
        return np.zeros(grid.shape, dtype=np.int32)
    from rasterio.features import rasterize

    pairs = zip(shapes[there], values[there].tolist(), strict=True)
    burnt = rasterize(pairs, out_shape=grid.shape, transform=grid.transform, all_touched=True, dtype="int32")
    return np.asarray(burnt, dtype=np.int32)


_Lines = TypeVar("_Lines", Roads, Barriers)


def _taken(lines: _Lines, chosen: Flags, grid: Grid) -> _Lines:
    """Return the chosen rows that touch the grid, in its reference system."""
    if lines.shapes.crs is None:
        raise UnknownCrs(type(lines).__name__.lower())
    shapes = lines.shapes.to_crs(grid.crs).reset_index(drop=True)
    near = chosen & np.asarray(shapes.intersects(shapely.box(*grid.bounds)))
    columns = {
        field.name: tuple(compress(getattr(lines, field.name), near))
        for field in fields(lines)
        if field.name != "shapes"
    }
    return replace(lines, shapes=shapes[near], **columns)
