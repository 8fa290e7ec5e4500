"""How long the children of a project take to reach help in one season: surfaces, and minutes at each home."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.progress import Tick
from app.travel_inputs import Crossing, Ground, Travelling, crossing
from app.travel_people import Homes, Located, located
from app.travel_places import Stations, stations
from geo.coverage import Coverage, people_within
from geo.parallel import on_all_cores
from geo.remoteness import Remoteness, remoteness
from geo.travel_time import NearestTwo, nearest_two_over, travel_time_over
from geo.zone_people import ZonePeople

Floats = NDArray[np.float64]

FURTHEST_METRES = 2_000.0
"""Metres that a place or a home may be moved to a cell that can be passed."""


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Minutes from each home to the nearest place; `minutes` has the shape of `people`, inf where nothing reaches."""

    people: ZonePeople
    minutes: Floats

    def coverage(self, limits: Sequence[float]) -> Coverage:
        """Return the children within limits by commune."""
        return people_within(self.minutes, self.people, limits)

    @cached_property
    def remoteness(self) -> Remoteness:
        """The child-weighted minutes of each commune."""
        return remoteness(self.minutes, self.people)


@dataclass(frozen=True, eq=False)
class Scene:
    """A season, before any place is in it: the surface to search and where the children begin."""

    season: str
    crossing: Crossing
    located: Located

    @property
    def homes(self) -> Homes:
        """Where the children live."""
        return self.located.homes

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.crossing.grid.shape

    def arrivals(self, surface: Floats) -> Arrivals:
        """Return the minutes of each home on a surface of minutes."""
        return Arrivals(self.homes.people, self.located.minutes(surface))


@dataclass(frozen=True, eq=False)
class Reach:
    """A season with its places: the two nearest of each cell, positions among `stations.places`."""

    scene: Scene
    stations: Stations
    two: NearestTwo
    arrivals: Arrivals

    @property
    def surface(self) -> Floats:
        """Minutes from each cell to the nearest place, inf where nothing reaches; shape of the grid."""
        return np.asarray(self.two.minutes[0])


def scene(ground: Ground, homes: Homes, travelling: Travelling, *, season: str) -> Scene:
    """Return what is searched in a season, however many places there are."""
    across = crossing(ground, travelling, season=season)
    size = ground.grid.resolution
    return Scene(season, across, located(homes, across.passable, resolution=size, furthest=FURTHEST_METRES))


def placed(at: Scene, places: pd.DataFrame) -> Stations:
    """Put places into the cells of a season."""
    return stations(places, at.crossing, furthest=FURTHEST_METRES)


def arrivals(at: Scene, places: pd.DataFrame, *, tick: Tick | None = None) -> Arrivals:
    """Search the minutes between each home and the nearest of the places."""
    return at.arrivals(travel_time_over(at.crossing.surface, at.shape, placed(at, places).cells, tick=tick))


def reach(at: Scene, places: pd.DataFrame, *, tick: Tick | None = None) -> Reach:
    """Search the two nearest places of each cell."""
    found = placed(at, places)
    two = nearest_two_over(at.crossing.surface, at.shape, found.cells, tick=tick)
    return Reach(at, found, two, at.arrivals(two.minutes[0]))


def children_within_each(found: Reach, limit: float, *, tick: Tick | None = None) -> Floats:
    """Return the children of all communes within the limit of each place by itself, whichever else they are near to."""
    at = found.scene

    def within(cell: NDArray[np.int64]) -> float:
        minutes = at.located.minutes(travel_time_over(at.crossing.surface, at.shape, cell[None], limit=limit))
        return float(at.homes.inside[np.isfinite(minutes)].sum())

    return np.array(on_all_cores(within, list(found.stations.cells), tick=tick), dtype=np.float64)
