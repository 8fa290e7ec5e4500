"""The terms of a plan of sites from what a planner asks for: which sites, what money, how far apart, for whom.

Only sites whose address is public can be named, as settings are visible to everyone.
"""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np

from app.children import children_by_commune, communes
from app.covariates import Asked, covariates_of
from app.errors import NoFigure, RequiredAndForbidden, UnknownSites
from app.progress import Tick
from app.remoteness import KINDS
from app.siting import Sites, SitingParameters, speeds_from
from app.siting_lenses import LensDemand
from app.siting_terms import Group, GroupName, Terms
from app.travel_matrices import Way
from data.project import Project
from geo.distance import great_circle_km

PERCENT = 100.0
QUARTER = 0.75
"""Communes at or above this quantile are the most remote, or the poorest, quarter."""
COVARIATES: dict[GroupName, str] = {"remote": "remoteness", "poor": "poverty"}


class RuleParameters(SitingParameters, Protocol):
    """What a planner asks of a plan besides its number of sites."""

    budget: float
    existing_sites: Literal["kept", "may_close"]
    required: str
    forbidden: str
    apart_km: float
    remote_share: float
    poor_share: float
    furthest: float
    children_per_place: float
    second: Literal["none", "cost", "worst"]


@dataclass(frozen=True, eq=False)
class Ruled:
    """Sites with their terms, and what had to be left out for want of a figure."""

    sites: Sites
    without_figure: dict[str, tuple[int, ...]]


def ruled_sites(
    project: Project, sites: Sites, parameters: RuleParameters, lens: LensDemand | None, *, tick: Tick | None = None
) -> Ruled:
    """Return the sites with the terms that a planner asks for.

    Raises
    ------
    UnknownSites
        A required or forbidden site is no existing or candidate site with a public address.
    RequiredAndForbidden
        A site is both.
    NoFigure
        Cost or capacity is needed and no candidate states it, or of no commune is known how poor or remote it is.
    """
    required = named_sites(sites, parameters.required)
    forbidden = named_sites(sites, parameters.forbidden)
    twice = sites.places.iloc[[site for site in required if site in forbidden]]
    if len(twice):
        raise RequiredAndForbidden(tuple(twice["facility_id"]))
    prices, priceless = _prices(sites, parameters)
    room, roomless = _room(sites, parameters)
    left_out = set(priceless) | set(roomless)
    terms = Terms(
        required=required,
        forbidden=tuple(sorted(set(forbidden) | (left_out - set(sites.standing)))),
        closing=parameters.existing_sites == "may_close",
        opening_cost=prices,
        budget=parameters.budget if parameters.budget > 0 else np.inf,
        between=_kilometres(sites) if parameters.apart_km > 0 else None,
        apart=parameters.apart_km,
        groups=_groups(project, sites, parameters, tick),
        furthest=parameters.furthest if parameters.furthest > 0 else np.inf,
        room=room,
        demand=None if lens is None else lens.demand,
    )
    return Ruled(replace(sites, terms=terms), {"cost": priceless, "capacity": roomless})


def named_sites(sites: Sites, text: str) -> tuple[int, ...]:
    """Return the positions of sites named by their codes, separated by commas; public ones only.

    Raises
    ------
    UnknownSites
        Carries the codes that are none.
    """
    public = sites.places["disclosure"] == "public"
    known = {str(code): position for position, code in enumerate(sites.places["facility_id"]) if public.iloc[position]}
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    unknown = tuple(word for word in words if word not in known)
    if unknown:
        raise UnknownSites(unknown, tuple(known))
    return tuple(sorted(known[word] for word in words))


def _prices(sites: Sites, parameters: RuleParameters) -> tuple[np.ndarray | None, tuple[int, ...]]:
    """Return what opening each site costs where that matters, 0 for existing ones, and the sites that do not say."""
    compared = parameters.second == "cost" and parameters.objective != "set_covering"
    if not (parameters.budget > 0 or compared):
        return None, ()
    prices = _stated(sites, "cost")
    prices[: sites.existing] = 0.0
    return np.nan_to_num(prices), tuple(np.flatnonzero(np.isnan(prices)).tolist())


def _room(sites: Sites, parameters: RuleParameters) -> tuple[np.ndarray | None, tuple[int, ...]]:
    """Return the children each site has room for where that matters, and the sites that do not say."""
    if parameters.objective != "capacitated_p_median":
        return None, ()
    room = _stated(sites, "capacity") * parameters.children_per_place
    return np.nan_to_num(room), tuple(np.flatnonzero(np.isnan(room)).tolist())


def _stated(sites: Sites, field: str) -> np.ndarray:
    figures: np.ndarray = sites.places[field].astype("Float64").to_numpy(float, na_value=np.nan)
    if np.isnan(figures[sites.existing :]).all():
        raise NoFigure(field)
    return figures


def _kilometres(sites: Sites) -> np.ndarray:
    lon, lat = sites.places["lon"], sites.places["lat"]
    between = great_circle_km(lon, lat, lon, lat)
    standing = np.arange(len(between)) < sites.existing
    return np.where(standing[:, None] & standing, np.inf, between)


def _groups(project: Project, sites: Sites, parameters: RuleParameters, tick: Tick | None) -> tuple[Group, ...]:
    """Return the groups of which a share must be near a site."""
    asked: dict[GroupName, float] = {"remote": parameters.remote_share, "poor": parameters.poor_share}
    return tuple(
        Group(name, _members(sites, quarter_of(project, name, parameters, tick)), parameters.limit, share / PERCENT)
        for name, share in asked.items()
        if share > 0
    )


def quarter_of(project: Project, name: GroupName, parameters: SitingParameters, tick: Tick | None) -> tuple[str, ...]:
    """Return the codes of the most remote, or the poorest, quarter of the communes. Raises NoFigure."""
    way = Way(
        parameters.mode, parameters.season, speeds_from(project, parameters), parameters.resolution,
        parameters.neighbours,
    )  # fmt: skip
    covariate = COVARIATES[name]
    children = children_by_commune(project).by_commune
    found = covariates_of(project, Asked((covariate,), ", ".join(KINDS)), children, way, tick=tick)
    if covariate not in found.values:
        raise NoFigure(covariate)
    values = found.values[covariate]
    return tuple(values.index[values >= values.quantile(QUARTER)])


def _members(sites: Sites, codes: tuple[str, ...]) -> tuple[int, ...]:
    own = sites.demand["commune_code"].isin(codes).to_numpy() & (sites.weights > 0)
    return tuple(np.flatnonzero(own).tolist())


def commune_of_points(project: Project, sites: Sites, points: tuple[int, ...]) -> tuple[str, ...]:
    """Return the codes of the communes that demand points lie in, each once, by code."""
    known = set(communes(project)["code"])
    codes = sites.demand["commune_code"].iloc[list(points)]
    return tuple(sorted(set(codes) & known))
