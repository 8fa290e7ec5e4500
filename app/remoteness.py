"""How remote each commune is: the minutes its children need on average to the nearest service of each kind."""

from collections.abc import Callable, Sequence

import pandas as pd

from app.access_reach import reach
from app.travel_inputs import Ground, Travelling, ground_of
from app.travel_people import Homes, homes_of
from app.travel_places import SHELTERS, kinds_of, services_of
from data.project import Project

Tick = Callable[[float], None]

KINDS = (SHELTERS, "police_post", "health_station", "hospital", "school")
"""Services whose nearness is measured for every commune."""


def remoteness_of(
    project: Project,
    travelling: Travelling,
    *,
    kinds: Sequence[str] = KINDS,
    existing: str = "public",
    tick: Tick | None = None,
) -> pd.DataFrame:
    """Return the child-weighted minutes of each commune to the nearest service of each kind.

    Returns
    -------
    DataFrame
        Indexed by commune code, a column a kind; inf where no child is reached, NaN where none lives.

    Raises
    ------
    NoAreas, NoChildren, NoRaster
        The project lacks what the question needs.
    """
    ground = ground_of(project, travelling)
    homes = homes_of(project, ground.grid)
    return by_kind(project, ground, homes, travelling, kinds=kinds, existing=existing, tick=tick)


def by_kind(
    project: Project,
    ground: Ground,
    homes: Homes,
    travelling: Travelling,
    *,
    kinds: Sequence[str] = KINDS,
    existing: str = "public",
    tick: Tick | None = None,
) -> pd.DataFrame:
    """Return what `remoteness_of` does, over ground and homes that are there already."""
    minutes = {}
    for done, kind in enumerate(kinds, start=1):
        places = services_of(project, kinds_of(kind), existing)
        found = reach(ground, homes, places, travelling, season=travelling.season)
        minutes[kind] = found.remoteness.mean[:-1]
        if tick is not None:
            tick(done / len(kinds))
    return pd.DataFrame(minutes, index=pd.Index(homes.people.codes, name="code"))
