"""The minutes between communes that a visit is planned with: over roads and land, or those of the air line."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.commune_minutes import centres, commune_minutes, with_commune_minutes
from app.progress import Tick
from app.siting import TravelParameters, over_land, speeds_from
from app.travel_matrices import Way
from app.travel_parameters import Mode, Neighbours, Season
from data.project import Project
from geo.distance import great_circle_km, minutes


class Travel(TravelParameters, Protocol):
    """How a team travels."""

    mode: Mode
    season: Season
    resolution: float
    neighbours: Neighbours
    speed: float
    detour: float


@dataclass(frozen=True, eq=False)
class Between:
    """Minutes from each commune (row) to each (column), in the order of `codes`; inf where no way leads.

    `over_land` is False where they are those of the air line.
    """

    codes: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    minutes: NDArray[np.float64]
    over_land: bool


def minutes_between(project: Project, asked: Travel, *, tick: Tick | None = None) -> Between:
    """Return the minutes between the communes that have a position.

    Raises
    ------
    NoChildren, NoAreas, NoRaster, geo.errors.GeoError, data.errors.DataError
        The project lacks what the question needs, or a raster cannot be read.
    """
    middles = centres(project).dropna(subset=["lon", "lat"])
    lon, lat = (middles[name].to_numpy(np.float64) for name in ("lon", "lat"))
    codes = tuple(str(code) for code in middles["code"])
    if over_land(project, asked):
        found = commune_minutes(project, way(project, asked), tick=tick).to_numpy(np.float64)
        return Between(codes, lon, lat, found, over_land=True)
    km = great_circle_km(lon, lat, lon, lat)
    return Between(codes, lon, lat, minutes(km, detour=asked.detour, speed_kmh=asked.speed), over_land=False)


def with_minutes(project: Project, asked: Travel, *, tick: Tick | None = None) -> Project:
    """Return the project with the travel times kept; the very same where none are needed. Raises as above."""
    return with_commune_minutes(project, way(project, asked), tick=tick) if over_land(project, asked) else project


def way(project: Project, asked: Travel) -> Way:
    """Return how the team travels; by a friction raster too where that is all the project has."""
    return Way(asked.mode, asked.season, speeds_from(project, asked), asked.resolution, asked.neighbours)
