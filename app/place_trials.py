"""Trying another place for one that helps: what may be moved in a result, and what each position would bring.

Nothing of it is stored. It is as secret as the result, of whose places that are shown one is moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from app.access_reach import scene
from app.access_what_if import Moved, WhatIf, what_if
from app.children import communes, full_names
from app.parameters import read_parameters
from app.place_trial_aims import Aimed, Figures, aimed
from app.progress import Tick
from app.questions import find
from app.result import Result
from app.siting import over_land, speeds_from
from app.travel_inputs import Travelling, areas_of, ground_of
from app.travel_matrices import Way
from app.travel_people import Homes, homes_at_points, homes_of
from data.project import Project
from geo.grid import OUTSIDE, Grid, cells_of

TABLES: Mapping[str, tuple[str, ...]] = {"access": ("services",), "shelters": ("sites", "existing")}
"""The tables of each question whose places give help and may be moved."""


@dataclass(frozen=True, slots=True)
class Movable:
    """A place that may be moved, where it is."""

    code: str
    table: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, eq=False)
class Trial:
    """One place ready to be tried elsewhere.

    Attributes
    ----------
    areas : array of shapely geometries, shape (communes,)
        In the order of `codes`; None where there is no shape.
    names : tuple of str
        Of the communes, in the order of `codes`.
    aimed : Aimed or None
        What the plan counts; None of a result that is no plan.
    """

    place: Movable
    limit: float
    what_if: WhatIf
    codes: tuple[str, ...]
    names: tuple[str, ...]
    areas: NDArray[np.object_]
    aimed: Aimed | None = None

    @property
    def children(self) -> NDArray[np.float64]:
        """Children of each commune."""
        return np.asarray(self.what_if.staying.people.totals[:OUTSIDE])

    @cached_property
    def start(self) -> "Tried":
        """What the place brings where it is."""
        return tried(self, self.place.lon, self.place.lat)


@dataclass(frozen=True, eq=False)
class Tried:
    """What one position brings.

    Attributes
    ----------
    within : array, shape (communes,)
        Children within the limit of the moved place or of one that stays.
    commune : str
        Its name; empty outside every commune.
    on_grid : bool
        Whether travel times are known there.
    moved_metres : float
        To the point at which it counts; NaN where none is near enough.
    figures : Figures or None
        What it means for the aim of the plan.
    """

    lon: float
    lat: float
    within: NDArray[np.float64]
    commune: str
    on_grid: bool
    moved_metres: float
    figures: Figures | None = None

    @property
    def total(self) -> float:
        """Children of all communes within the limit."""
        return float(self.within.sum())


def movable_places(result: Result) -> dict[str, Movable]:
    """Return the places of a result that may be moved, by code; of one made for a reader, those the reader may see."""
    shown = {table.name: table for table in result.tables if table.name in TABLES.get(result.analysis, ())}
    return {
        str(code): Movable(str(code), name, str(label or code), float(lon), float(lat))
        for name, table in shown.items()
        if {"facility_id", "name", "lon", "lat"} <= {column.name for column in table.columns}
        for code, label, lon, lat in zip(*map(table.values, ("facility_id", "name", "lon", "lat")), strict=True)
        if isinstance(lon, float) and isinstance(lat, float)
    }


def can_be_tried(project: Project, result: Result) -> bool:
    """Return whether a result has places to move and its minutes are travel times."""
    if not movable_places(result):
        return False
    return result.analysis == "access" or over_land(project, _asked(result))


def trial(project: Project, result: Result, code: str, *, tick: Tick | None = None) -> Trial:
    """Prepare moving one of the places of a result, the others staying.

    Raises
    ------
    KeyError
        `movable_places` has no such code.
    NoAreas, NoChildren, NoRaster, geo.errors.GeoError, data.errors.DataError
        The project lacks what travel times need, or a raster cannot be read.
    """
    places = movable_places(result)
    travelling, asked = _travelling(project, result), _asked(result)
    ground = ground_of(project, travelling, tick=tick)
    homes = _homes(project, result, ground.grid, tick)
    at = scene(ground, homes, travelling, season=travelling.season)
    others = [(each.lon, each.lat) for key, each in places.items() if key != code]
    staying = pd.DataFrame(others, columns=["lon", "lat"], dtype=float)
    ready = what_if(at, staying, (asked.limit,), tick=tick)
    aim = None if result.analysis == "access" else _aimed(project, result, ready, places[code])
    if aim is not None and aim.way is not None:
        ready = _searched_further(ready)
    areas = areas_of(project).set_index("code").geometry
    units = communes(project)
    names = dict(zip(units["code"], full_names(units), strict=True))
    codes = tuple(ready.staying.people.codes)
    shapes = np.array([areas.get(each) for each in codes], dtype=object)
    return Trial(places[code], asked.limit, ready, codes, tuple(names.get(each, each) for each in codes), shapes, aim)


def _aimed(project: Project, result: Result, ready: WhatIf, place: Movable) -> Aimed:
    start = _minutes(_searched_further(ready), place.lon, place.lat)
    return aimed(project, result, _asked(result), start)


def _searched_further(ready: WhatIf) -> WhatIf:
    """Return the same, searching as far as any home is from the places that stay, not to the limit alone."""
    furthest = float(ready.staying.minutes.max(initial=0.0))
    return ready if furthest <= ready.limits[-1] else replace(ready, limits=(*ready.limits, furthest))


def _minutes(ready: WhatIf, lon: float, lat: float) -> NDArray[np.float64]:
    """Return the minutes from each home to the place at a position, or to the nearest that stays."""
    return _nearest(ready, ready.at(lon, lat))


def _nearest(ready: WhatIf, found: Moved) -> NDArray[np.float64]:
    return np.minimum(ready.scene.located.minutes(found.surface), ready.staying.minutes)


def tried(ready: Trial, lon: float, lat: float, *, tick: Tick | None = None) -> Tried:
    """Return what the place brings at a position, degrees of WGS 84."""
    found: Moved = ready.what_if.at(lon, lat, tick=tick)
    own = np.flatnonzero(shapely.contains_xy(ready.areas, lon, lat))
    cell = cells_of(ready.what_if.scene.crossing.grid, [lon], [lat])
    return Tried(
        lon, lat, found.within[:OUTSIDE, 0], ready.names[own[0]] if own.size else "",
        bool((cell != OUTSIDE).all()), found.moved_metres,
        None if ready.aimed is None else ready.aimed.figures(_nearest(ready.what_if, found)),
    )  # fmt: skip


def _asked(result: Result) -> Any:
    """Return the parameters a result was made with."""
    question = find(result.analysis)
    known = {each.name: each.value for each in result.parameters if each.name in question.parameters.model_fields}
    return read_parameters(question.parameters, result.analysis, known)


def _homes(project: Project, result: Result, grid: Grid, tick: Tick | None) -> Homes:
    """Return the children where the result counts them: a plan of sites at settlements, even beside a raster."""
    return homes_of(project, grid, tick=tick) if result.analysis == "access" else homes_at_points(project, grid)


def _travelling(project: Project, result: Result) -> Travelling:
    asked = _asked(result)
    if result.analysis == "access":
        travelling: Travelling = asked
        return travelling
    return Way(asked.mode, asked.season, speeds_from(project, asked), asked.resolution, asked.neighbours)
