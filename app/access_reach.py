"""How long the children of a project take to reach help in one season: surfaces, and minutes at each home."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.travel_inputs import Crossing, Ground, Travelling, crossing
from app.travel_people import Homes, Located, located
from app.travel_places import Stations, stations
from geo.coverage import Coverage, people_within
from geo.remoteness import Remoteness, remoteness
from geo.travel_time import NearestTwo, nearest_two_over, travel_time_over

Floats = NDArray[np.float64]
Tick = Callable[[float], None]

FURTHEST_METRES = 2_000.0
"""Metres that a place or a home may be moved to a cell that can be passed."""
THREADS = 2


@dataclass(frozen=True, eq=False)
class Reach:
    """Minutes to the nearest place in one season.

    Attributes
    ----------
    season : str
    crossing : Crossing
    stations : Stations
    located : Located
    surface : array, shape of the grid
        Minutes; inf where nothing reaches.
    """

    season: str
    crossing: Crossing
    stations: Stations
    located: Located
    surface: Floats

    @cached_property
    def minutes(self) -> Floats:
        """Minutes of each home; shape (places,)."""
        return self.located.minutes(self.surface)

    def coverage(self, limits: Sequence[float]) -> Coverage:
        """Return the children within limits by commune."""
        return people_within(self.minutes, self.located.homes.people, limits)

    @cached_property
    def remoteness(self) -> Remoteness:
        """The child-weighted minutes of each commune."""
        return remoteness(self.minutes, self.located.homes.people)


def reach(
    ground: Ground, homes: Homes, places: pd.DataFrame, travelling: Travelling, *, season: str, tick: Tick | None = None
) -> Reach:
    """Search the minutes between each cell and the nearest of the places in a season."""
    across = crossing(ground, travelling, season=season)
    at = stations(places, across, furthest=FURTHEST_METRES)
    near = located(homes, across.passable, resolution=ground.grid.resolution, furthest=FURTHEST_METRES)
    return Reach(season, across, at, near, travel_time_over(across.surface, ground.grid.shape, at.cells, tick=tick))


def nearest_places(found: Reach, *, tick: Tick | None = None) -> NearestTwo:
    """Return the two nearest places of each cell, positions among `found.stations.places`."""
    return nearest_two_over(found.crossing.surface, found.crossing.grid.shape, found.stations.cells, tick=tick)


def children_within_each(found: Reach, limit: float, *, tick: Tick | None = None) -> Floats:
    """Return the children of all communes within the limit of each place by itself, whichever else they are near to."""
    shape, homes = found.crossing.grid.shape, found.located.homes

    def within(cell: NDArray[np.int64]) -> float:
        minutes = found.located.minutes(travel_time_over(found.crossing.surface, shape, cell[None], limit=limit))
        return float(homes.inside[np.isfinite(minutes)].sum())

    counts = np.zeros(len(found.stations.cells))
    with ThreadPoolExecutor(THREADS) as threads:
        for done, count in enumerate(threads.map(within, found.stations.cells)):
            counts[done] = count
            if tick is not None:
                tick((done + 1) / len(counts))
    return counts
