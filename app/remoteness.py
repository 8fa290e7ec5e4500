"""How remote each commune is: the minutes its children need on average to the nearest service of each kind."""

from collections.abc import Sequence

import pandas as pd

from app.access_reach import Scene, arrivals, scene
from app.progress import Tick
from app.travel_inputs import Travelling, ground_of
from app.travel_parts import parts_of
from app.travel_people import homes_of
from app.travel_places import SHELTERS, kinds_of, services_of
from data.project import Project

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

    Parameters
    ----------
    kinds : sequence of str
        Words of `app.travel_places.kinds_of`.
    existing : {"public", "all"}
        With "all" the minutes are as secret as the places.

    Returns
    -------
    DataFrame
        Indexed by commune code, a column a kind; inf where no child is reached, NaN where none lives.

    Raises
    ------
    NoAreas, NoChildren, NoRaster, BadParameter
        The project lacks what the question needs, or a word is no kind of place.
    """
    found = []
    for part in parts_of(project, travelling.resolution):
        ground = ground_of(project, travelling, grid=part.grid)
        homes = homes_of(project, ground.grid, part=part)
        at = scene(ground, homes, travelling, season=travelling.season)
        found.append(by_kind(project, at, kinds=kinds, existing=existing, tick=tick))
    return pd.concat(found).sort_index()


def by_kind(
    project: Project, at: Scene, *, kinds: Sequence[str] = KINDS, existing: str = "public", tick: Tick | None = None
) -> pd.DataFrame:
    """Return what `remoteness_of` does, in a season that is there already."""
    minutes = {}
    for done, kind in enumerate(kinds, start=1):
        found = arrivals(at, services_of(project, kinds_of(kind), existing, season=at.season))
        minutes[kind] = found.remoteness.mean[:-1]
        if tick is not None:
            tick(done / len(kinds))
    return pd.DataFrame(minutes, index=pd.Index(at.homes.people.codes, name="code"))
