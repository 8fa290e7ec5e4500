"""A siting question as arrays: who lives where, which places there are, and the minutes between them.

Minutes are travel times over roads and land, or great-circle kilometres × detour ÷ speed. Existing sites come first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

import numpy as np
import pandas as pd

from app.children import children_by_commune, communes, own_rows
from app.errors import NoCandidates
from app.language import N_, both
from app.result import Denominator, Sensitivity
from app.siting_terms import FREE, Terms
from app.travel_matrices import Matrix, Trips, Way, matrix, with_matrix
from app.travel_parameters import Known, Mode, Neighbours, Season, Speeds
from data.project import Project
from data.schema import SHELTER_KINDS
from geo.distance import great_circle_km, minutes

LIMIT_TOLERANCE = 1e-6
"""Minutes by which a limit may be passed: far below a second, far above rounding."""


Aim = Literal["covering", "p_median", "p_center", "set_covering", "backup_covering", "capacitated_p_median"]
Service = Literal["shelter", "investigation_room", "counselling_point"]
KINDS: Mapping[Service, tuple[str, ...]] = {
    "shelter": SHELTER_KINDS,
    "investigation_room": ("investigation_room",),
    "counselling_point": ("counselling_point",),
}
"""The kinds of place that give each service already."""


class TravelParameters(Protocol):
    """What decides whether minutes are travel times, and where their speeds come from."""

    minutes: Literal["auto", "travel", "air"]
    friction: Speeds


class SitingParameters(TravelParameters, Protocol):
    """What a siting question is asked with."""

    p: int
    objective: Aim
    service: Service
    lens: Literal["children", "reported", "expected", "adjusted"]
    limit: float
    existing: Known
    candidates: str
    mode: Mode
    season: Season
    resolution: float
    neighbours: Neighbours
    speed: float
    detour: float
    time_limit: float


@dataclass(frozen=True)
class Sites:
    """Minutes from each demand point (row) to each site (column); the first `existing` sites give the service already.

    `travel` is None where the minutes are those of the air line. `terms`: what a plan of them must respect.
    """

    demand: pd.DataFrame
    places: pd.DataFrame
    cost: np.ndarray
    existing: int
    travel: Matrix | None = None
    terms: Terms = FREE

    @cached_property
    def standing(self) -> tuple[int, ...]:
        """Positions of the existing sites."""
        return tuple(range(self.existing))

    @cached_property
    def fixed(self) -> tuple[int, ...]:
        """Positions of the sites that must be open: those required, and existing ones that may not close."""
        kept = () if self.terms.closing else self.standing
        return tuple(sorted({*kept, *self.terms.required} - set(self.terms.forbidden)))

    @cached_property
    def weights(self) -> np.ndarray:
        """What a plan counts at each demand point: children, or the cases of a lens; none where no site is reached."""
        if self.terms.demand is None:
            return self.reachable
        return np.where(np.isfinite(self.cost).any(axis=1), self.terms.demand, 0.0)

    @cached_property
    def children(self) -> np.ndarray:
        """Children at each demand point."""
        return self.demand["children"].to_numpy(float)

    @cached_property
    def reachable(self) -> np.ndarray:
        """Children at each demand point, none where no site can be reached from it."""
        return np.where(np.isfinite(self.cost).any(axis=1), self.children, 0.0)

    @cached_property
    def cost_of_demand(self) -> np.ndarray:
        """Minutes as the models take them: 0 for those who reach no site, and so count for nothing."""
        return np.where(np.isfinite(self.cost).any(axis=1)[:, None], self.cost, 0.0)

    def nearest(self, chosen: tuple[int, ...]) -> np.ndarray:
        """Return the minutes from each demand point to the nearest of the `chosen` sites; inf when there is none."""
        reached: np.ndarray = self.cost[:, list(chosen)].min(axis=1, initial=np.inf)
        return reached

    def children_within(self, reached: np.ndarray, limit: float) -> float:
        """Return the children whose minutes are within the limit, the limit included."""
        return float(self.children[within(reached, limit)].sum())

    def mean_minutes(self, reached: np.ndarray) -> float:
        """Return the minutes of the average child who can reach any site; NaN when such a child reaches nothing."""
        return _average(reached, self.reachable)

    def counted_within(self, reached: np.ndarray, limit: float) -> float:
        """Return how much of what a plan counts, children or cases, is within the limit, the limit included."""
        return float(self.weights[within(reached, limit)].sum())

    def mean_counted_minutes(self, reached: np.ndarray) -> float:
        """Return the minutes of the average child or case, as a plan counts them; NaN when one reaches nothing."""
        return _average(reached, self.weights)


def _average(reached: np.ndarray, weights: np.ndarray) -> float:
    """Return the weighted mean minutes; NaN without any weight, or where some of it reaches nothing."""
    some = weights > 0
    if not some.any() or not np.isfinite(reached[some]).all():
        return np.nan
    return float((reached[some] * weights[some]).sum() / weights.sum())


def within(reached: np.ndarray, limit: float) -> np.ndarray:
    """Return which minutes are within `limit`, the limit included."""
    return reached <= limit + LIMIT_TOLERANCE


def demand_points(project: Project) -> tuple[pd.DataFrame, Denominator]:
    """Return where children live (commune_code, lon, lat, children) and which figures these are.

    Settlements where the project holds any, else the commune centres.

    Raises
    ------
    NoChildren
        The project holds neither settlements nor numbers of children.
    """
    points = own_rows(project, "demand_points")
    if points.empty:
        return _commune_centres(project)
    source = ", ".join(sorted(points["source"].dropna().unique())) or "?"
    basis = both(N_("children of {points} settlements ({source})"), points=len(points), source=source)
    total = float(points["children"].sum())
    return points.reset_index(drop=True), Denominator("children", "children", total, basis, Sensitivity.AREA)


def _commune_centres(project: Project) -> tuple[pd.DataFrame, Denominator]:
    children = children_by_commune(project)
    units = communes(project).rename(columns={"code": "commune_code"})
    known = units["commune_code"].map(children.by_commune).fillna(0.0)
    return units.assign(children=known)[["commune_code", "lon", "lat", "children"]], children.denominator


def sites_of(
    project: Project,
    demand: pd.DataFrame,
    parameters: SitingParameters,
    *,
    tick: Callable[[float], None] | None = None,
) -> Sites:
    """Return the existing shelters and the candidate sites the run may know, and the minutes to each.

    Raises
    ------
    NoCandidates
        No candidate has a position, or none is public where only public places may be known.
    NoAreas, NoRaster, geo.errors.GeoError, data.errors.DataError
        Travel times cannot be computed.
    """
    places, existing = _places(project, parameters)
    if not over_land(project, parameters):
        km = great_circle_km(demand["lon"], demand["lat"], places["lon"], places["lat"])
        return Sites(demand, places, minutes(km, detour=parameters.detour, speed_kmh=parameters.speed), existing)
    travel = matrix(project, _trips(project, demand, places, parameters), tick=tick)
    return Sites(demand, places, travel.minutes, existing, travel)


def with_minutes(
    project: Project, parameters: SitingParameters, *, tick: Callable[[float], None] | None = None
) -> Project:
    """Return the project with the travel times of a siting question kept; the very same where none are needed.

    Raises as `demand_points` and `sites_of`.
    """
    if not over_land(project, parameters):
        return project
    demand, _ = demand_points(project)
    places, _ = _places(project, parameters)
    return with_matrix(project, _trips(project, demand, places, parameters), tick=tick)


def over_land(project: Project, parameters: TravelParameters) -> bool:
    """Return whether minutes are travel times: as asked for, else where the project knows any ground."""
    if parameters.minutes != "auto":
        return parameters.minutes == "travel"
    return len(project["roads"]) > 0 or bool(project["rasters"]["role"].isin(("land_cover", "friction")).any())


def speeds_from(project: Project, parameters: TravelParameters) -> Speeds:
    """Return where speeds come from: a friction raster where it is asked for, or is all that the project has."""
    roles = set(project["rasters"]["role"])
    alone = "friction" in roles and "land_cover" not in roles and project["roads"].empty
    return "raster" if alone else parameters.friction


def _trips(project: Project, demand: pd.DataFrame, places: pd.DataFrame, parameters: SitingParameters) -> Trips:
    way = Way(
        parameters.mode, parameters.season, speeds_from(project, parameters), parameters.resolution,
        parameters.neighbours,
    )  # fmt: skip
    tag = Sensitivity.AREA if parameters.existing == "public" else Sensitivity.PLACE
    return Trips("siting", demand, places, way, ("demand_points", "facilities"), tag)


def _places(project: Project, parameters: SitingParameters) -> tuple[pd.DataFrame, int]:
    """Return the existing sites, then the candidates, and how many exist already. Raises NoCandidates."""
    known = placed_facilities(project, parameters.existing).sort_values("facility_id")
    standing = known["kind"].isin(KINDS[parameters.service]) & (known["status"] == "in_use")
    candidates = known[~standing & _is_candidate(known, parameters.candidates)]
    if candidates.empty:
        raise NoCandidates(parameters.candidates)
    return pd.concat([known[standing], candidates], ignore_index=True), int(standing.sum())


def placed_facilities(project: Project, existing: str) -> pd.DataFrame:
    """Return the facilities that have a position; only those public unless `existing` is "all"."""
    facilities = project["facilities"]
    placed = facilities[facilities["lon"].notna() & facilities["lat"].notna()]
    return placed if existing == "all" else placed[placed["disclosure"] == "public"]


def _is_candidate(facilities: pd.DataFrame, candidates: str) -> pd.Series:
    kinds = [kind.strip() for kind in candidates.split(",")]
    by_status = (facilities["status"] == "candidate") & ("candidate" in kinds)
    return by_status | facilities["kind"].isin(kinds)
