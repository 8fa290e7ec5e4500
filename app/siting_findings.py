"""What a siting plan says about its minutes: how they were found, and what is assumed or missing in them."""

from collections.abc import Iterator

import pandas as pd

from app.access_findings import MEANS, SEASONS, named_places
from app.language import N_, both
from app.reasons import Plan
from app.result import Finding, Sensitivity, finding
from app.siting import speeds_from
from app.travel_matrices import FURTHEST_METRES, Matrix
from app.travel_speeds import edited_speeds, speeds_of
from data.project import Project


def travel_findings(project: Project, plan: Plan, area: Sensitivity) -> Iterator[Finding]:
    """Yield by what minutes the plan was made, and for whom there are none."""
    travel = plan.sites.travel
    if travel is None:
        yield _air_line(plan, area)
        return
    yield from _over_land(project, plan, area)
    yield from _ends(travel, plan.sites.places, area)
    lost = plan.sites.children.sum() - plan.sites.reachable.sum()
    if lost >= _ONE:
        message = N_("No way leads from the homes of {n} children to any of these places; they are in no average.")
        yield finding(area, message, n=round(float(lost)))


_ONE = 0.5
"""Children; fewer are written as none."""


def _air_line(plan: Plan, area: Sensitivity) -> Finding:
    return finding(
        area,
        N_(
            "Minutes are air-line kilometres × {detour:1} at {speed} km/h, not travel time on roads: "
            "in the mountains they are too short."
        ),
        detour=plan.parameters.detour,
        speed=plan.parameters.speed,
    )


def _over_land(project: Project, plan: Plan, area: Sensitivity) -> Iterator[Finding]:
    asked = plan.parameters
    if speeds_from(project, asked) == "raster":
        alone = N_(
            "Minutes are travel times over cells of {metres} m, at the speeds of the friction raster alone: "
            "means of travel and season change nothing."
        )
        yield finding(area, alone, metres=asked.resolution)
        return
    message = N_("Minutes are travel times over roads and land, in cells of {metres} m: {means}, {season}.")
    means, season = both(MEANS[asked.mode]), both(SEASONS[asked.season])
    yield finding(area, message, metres=asked.resolution, means=means, season=season)
    yield from edited_speeds(speeds_of(project), area)
    roles = set(project["rasters"]["role"])
    if "elevation" not in roles:
        yield finding(area, N_("Slopes are not in these minutes: the project has no elevation."))
    if "land_cover" not in roles:
        yield finding(area, N_("Off the roads one speed is assumed everywhere: the project has no land cover."))
    if project["roads"].empty:
        yield finding(area, N_("The project has no roads: everyone is taken to walk across the land."))


def _ends(travel: Matrix, places: pd.DataFrame, area: Sensitivity) -> Iterator[Finding]:
    """Yield how many places the minutes do not lead to as they stand."""
    moved, refused = len(travel.moved["destinations"]), places.iloc[travel.refused["destinations"]]
    if moved:
        message = N_("Existing and candidate sites moved to the nearest point that can be reached: {n}.")
        yield finding(area, message, n=moved)
    if len(refused):
        message = N_(
            "Existing and candidate sites that nobody reaches, as no way passes within {metres} m: {n} ({names})."
        )
        yield finding(area, message, n=len(refused), metres=FURTHEST_METRES, names=named_places(refused))
