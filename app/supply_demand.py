"""Places for children and the children who need them: what each can share in, and who is left without one.

Shared out by enhanced two-step floating catchment areas, and separately allocated to capacity, the nearest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.children import communes, full_names
from app.progress import Tick
from app.travel_inputs import Crossing
from app.travel_matrices import FURTHEST_METRES
from app.travel_people import Located
from app.travel_places import Stations, stations
from data.project import Project
from geo.capacity_allocation import Allocation, allocate_nearest_first
from geo.coverage import is_within
from geo.grid import OUTSIDE
from geo.parallel import on_all_cores
from geo.travel_time import travel_time_over
from geo.two_step_floating_catchment import Accessibility, accessibility

Floats = NDArray[np.float64]

PER = 1_000.0
"""Children that places are stated for."""


@dataclass(frozen=True, eq=False)
class Supply:
    """Places with capacity, the homes around them, and how they meet.

    Attributes
    ----------
    stations : Stations
        Those with a stated capacity.
    located : Located
    minutes : array, shape (homes, stations)
        Inf beyond the longest trip asked for.
    limit : float
        Minutes within which children are allocated, inclusive.
    shared : Accessibility
    allocated : Allocation
    """

    stations: Stations
    located: Located
    minutes: Floats
    limit: float
    shared: Accessibility
    allocated: Allocation

    @property
    def capacity(self) -> Floats:
        """Capacity of each place."""
        return self.stations.places["capacity"].to_numpy(float)

    @property
    def children(self) -> Floats:
        """Children of the communes at each home."""
        return self.located.homes.inside

    def by_commune(self, amount: Floats) -> Floats:
        """Sum over each commune an amount each child of a home has; shape (communes,)."""
        people = self.located.homes.people
        return people.sums(people.count * amount[people.cell])[:OUTSIDE]


def supply_of(
    across: Crossing,
    near: Located,
    places: pd.DataFrame,
    *,
    zones: Sequence[float],
    weights: Sequence[float],
    limit: float,
    tick: Tick | None = None,
) -> Supply:
    """Share and allocate the capacity of places, all with one, among the children of the communes.

    Raises
    ------
    InvalidLimits, InvalidAmount, LengthMismatch
        Zones do not rise, or weights are not as many or below 0.
    """
    at = stations(places, across, furthest=FURTHEST_METRES)
    minutes = _minutes(across, near, at, limit=max(limit, *zones), tick=tick)
    capacity, children = at.places["capacity"].to_numpy(float), near.homes.inside
    shared = accessibility(minutes, capacity, children, zones=zones, weights=weights)
    return Supply(at, near, minutes, limit, shared, allocate_nearest_first(minutes, capacity, children, limit=limit))


def _minutes(across: Crossing, near: Located, at: Stations, *, limit: float, tick: Tick | None) -> Floats:
    """Search the minutes of each home to each place, none beyond the limit; shape (homes, places)."""

    def search(position: int) -> Floats:
        cell = at.cells[position : position + 1]
        return near.minutes(travel_time_over(across.surface, across.grid.shape, cell, limit=limit))

    columns = on_all_cores(search, range(len(at.cells)), tick=tick)
    return np.array(columns).reshape(len(at.cells), len(near.cells)).T


def commune_rows(project: Project, supply: Supply) -> pd.DataFrame:
    """Return one row a commune: places its children share in, and how many of them find one."""
    children = supply.by_commune(np.ones_like(supply.children))
    left = np.divide(
        supply.allocated.left_over, supply.children, out=np.zeros_like(supply.children), where=supply.children > 0
    )
    reached = is_within(supply.minutes, supply.limit).any(axis=1)
    left_over = supply.by_commune(left)
    shared = supply.by_commune(supply.shared.access)
    columns = {
        "code": supply.located.homes.people.codes,
        "places_per_1000": PER * np.divide(shared, children, out=np.full(len(children), np.nan), where=children > 0),
        "children": children,
        "children_served": children - left_over,
        "children_left_over": left_over,
        "children_beyond": supply.by_commune((~reached).astype(float)),
    }
    units = communes(project)
    named = pd.DataFrame({"code": units["code"], "name": full_names(units)})
    return named.merge(pd.DataFrame(columns), on="code", how="left")


def place_rows(supply: Supply) -> pd.DataFrame:
    """Return one row a place: its capacity, the children within reach, those served and the places left free."""
    within = is_within(supply.minutes, supply.limit)
    served = supply.allocated.served
    return supply.stations.places.assign(
        places_of=supply.capacity,
        children_within=supply.children @ within,
        children_served=served,
        places_free=supply.capacity - served,
        places_per_1000=PER * supply.shared.ratio,
    )


def total_rows(supply: Supply) -> pd.DataFrame:
    """Return the whole province in one row; `places_shared` is Σ children × access."""
    return pd.DataFrame(
        {
            "children": [supply.children.sum()],
            "places_of": [supply.capacity.sum()],
            "places_reaching": [supply.capacity[supply.shared.reaching].sum()],
            "places_shared": [float(supply.children @ supply.shared.access)],
            "children_served": [supply.allocated.served.sum()],
            "children_left_over": [supply.allocated.left_over.sum()],
        }
    )
