"""How long children take to reach help, over roads and land, in the dry season, in the rain and at night.

Minutes to the nearest place in use, by commune; who loses access in the rain; schools far from help.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app import access_tables as rows
from app import travel_parameters
from app.access_findings import assumed, assumptions, figures, parts_apart
from app.access_parts import Answer, merged
from app.access_reach import Arrivals, arrivals, children_within_each, reach, scene
from app.access_tables import Found
from app.children import communes, full_names
from app.language import N_, both
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.places_counted import INPUTS, known_places, night_hours, not_counted
from app.progress import between, unwatched
from app.remoteness import KINDS, by_kind
from app.result import Finding, Layer, ModelCard, Result, Sensitivity, Table
from app.results import input_hashes
from app.tables import table_of
from app.travel_inputs import Ground, ground_of
from app.travel_parameters import Direction, Known, Mode, Neighbours, Season, Speeds
from app.travel_parts import Part, owners, parts_of
from app.travel_people import Homes, homes_of
from app.travel_places import SHELTERS, kinds_of, services_of
from data.project import Project
from geo.friction_table import SEASONS

GROUP = "access"
TITLE = N_("How long it takes to reach help")


class Parameters(Base):
    """Who travels to what, when and how."""

    limit: float = parameter(60.0, label=N_("Time limit for “near”"), unit="minutes", gt=0, le=1440)
    mode: Mode = travel_parameters.mode()
    season: Season = travel_parameters.season()
    services: str = parameter(
        SHELTERS, label=N_("Places that help"), about=N_("Shelters, or kinds of place separated by commas")
    )
    existing: Known = travel_parameters.existing()
    direction: Direction = parameter(
        "towards", label=N_("Direction"), about=N_("Children go to the place, or help comes from it"), advanced=True
    )
    resolution: float = travel_parameters.resolution()
    neighbours: Neighbours = travel_parameters.neighbours()
    friction: Speeds = travel_parameters.friction()


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoAreas, NoChildren, NoRaster
        The project lacks what the question needs.
    BadParameter
        A word of `services` is no kind of place.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read or does not touch the communes.
    """
    report = tick or unwatched
    kinds_of(parameters.services)
    parts = parts_of(project, parameters.resolution)
    answers = [
        _answer(project, parameters, parts, at, between(report, at / len(parts), (at + 1) / len(parts)))
        for at in range(len(parts))
    ]
    return _result(project, parameters, merged(answers))


def _answer(
    project: Project, parameters: Parameters, parts: Sequence[Part], at: int, tick: Callable[[float], None]
) -> Answer:
    """Search one part of the project, and keep its tables only."""
    part = parts[at]
    ground = ground_of(project, parameters, grid=part.grid, tick=between(tick, 0.0, 0.1))
    homes = homes_of(project, ground.grid, part=part, tick=between(tick, 0.1, 0.2))
    every = {
        season: services_of(project, kinds_of(parameters.services), parameters.existing, season=season)
        for season in SEASONS
    }
    places = {
        season: known[part.holds(known) | _is_own(parts, at, known)].reset_index(drop=True)
        for season, known in every.items()
    }
    found = _found(ground, homes, places, parameters, between(tick, 0.2, 0.6))
    frames, outlines = _frames(project, found, parameters, (parts, at), between(tick, 0.6, 0.8))
    remote = by_kind(project, found.asked.scene, existing=parameters.existing, tick=between(tick, 0.8, 1.0))
    frames["remoteness"] = _remoteness_rows(project, remote)
    known = assumed(found.asked, ground, lambda rows: rows[_is_own(parts, at, rows)])
    counted = every[parameters.season]
    own = frozenset(counted["facility_id"][_is_own(parts, at, counted)])
    return Answer(frames, outlines, homes.denominator, known, own)


def _is_own(parts: Sequence[Part], at: int, places: pd.DataFrame) -> NDArray[np.bool_]:
    return np.asarray(owners(parts, places) == at)


def _found(
    ground: Ground,
    homes: Homes,
    places: Mapping[str, pd.DataFrame],
    parameters: Parameters,
    tick: Callable[[float], None],
) -> Found:
    """Search every season, and the two nearest places in the one asked for; a friction raster knows no seasons."""
    seasons = SEASONS if ground.pace is None else (parameters.season,)
    part = [between(tick, done / len(seasons), (done + 1) / len(seasons)) for done in range(len(seasons))]
    asked = reach(scene(ground, homes, parameters, season=parameters.season), places[parameters.season], tick=part[0])
    reached: dict[str, Arrivals] = {parameters.season: asked.arrivals}
    for done, season in enumerate([each for each in seasons if each not in reached], start=1):
        reached[season] = arrivals(scene(ground, homes, parameters, season=season), places[season], tick=part[done])
    return Found(asked, {season: reached[season] for season in seasons}, parameters.limit)


def _frames(
    project: Project, found: Found, parameters: Parameters, of: tuple[Sequence[Part], int],
    tick: Callable[[float], None],
) -> tuple[dict[str, pd.DataFrame], tuple[str, ...]]:  # fmt: skip
    parts, at = of
    isochrones, outlines = rows.isochrone_rows(found, parts[at], most_corners=rows.MOST_CORNERS // len(parts))
    within_each = children_within_each(found.asked, found.limit, tick=tick)
    schools = services_of(project, ("school",), parameters.existing)
    return {
        "communes": rows.commune_rows(project, found),
        "totals": rows.total_rows(found),
        "seasons": rows.season_rows(found),
        "rain": rows.rain_rows(project, found),
        "services": rows.facility_rows(found, within_each),
        "schools": rows.school_rows(schools[_is_own(parts, at, schools)], found),
        "isochrones": isochrones,
    }, outlines


def _remoteness_rows(project: Project, remote: pd.DataFrame) -> pd.DataFrame:
    units = communes(project)
    named = pd.DataFrame({"code": units["code"], "name": full_names(units)})
    return named.merge(remote.add_prefix("minutes_to_"), left_on="code", right_index=True, how="inner")


def _result(project: Project, parameters: Parameters, answer: Answer) -> Result:
    area = Sensitivity.AREA if parameters.existing == "public" else Sensitivity.PLACE
    return Result(
        analysis="access",
        parameters=(),
        denominator=answer.denominator,
        tables=_tables(answer.frames, area),
        layers=_layers(area, answer.outlines),
        findings=(
            *figures(answer.frames, parameters, area),
            *parts_apart(answer.parts, area),
            *assumptions(answer.known, area),
            *_night(project, parameters, answer, area),
            known_places(parameters.existing, area),
            *_not_counted(project, parameters, answer),
        ),
        card=_card(),
        provenance=input_hashes(project, INPUTS),
    )


def _tables(frames: dict[str, pd.DataFrame], area: Sensitivity) -> tuple[Table, ...]:
    named = {
        "communes": rows.commune_columns(area),
        "totals": rows.total_columns(area),
        "seasons": rows.season_columns(area),
        "rain": rows.rain_columns(area),
        "services": rows.facility_columns(area),
        "schools": rows.school_columns(area),
        "remoteness": rows.remoteness_columns(area, KINDS),
        "isochrones": rows.isochrone_columns(area),
    }
    return tuple(table_of(name, rows.tidied(frames[name]), columns, area) for name, columns in named.items())


def _layers(area: Sensitivity, outlines: tuple[str, ...]) -> tuple[Layer, ...]:
    counts = ("children_within", "children_beyond", "children_lost_in_rain", "children", "mean_minutes")
    commune = ("name", *counts, "nearest_place", "code")
    place = ("name", "commune", "kind", "children_nearest", "children_within")
    return (
        Layer("share_within", "communes", "communes", commune, area, value="share_within", sense="good"),
        Layer("children_beyond", "communes", "communes", commune, area, value="children_beyond", sense="bad"),
        Layer(
            "children_lost_in_rain", "communes", "communes", commune, area, value="children_lost_in_rain", sense="bad"
        ),
        Layer(
            "isochrones", "isochrones", "areas", ("within", "children_within"), area, value="within", sense="bad",
            outlines=outlines,
        ),
        Layer("services", "services", "points", place, area),
    )  # fmt: skip


def _night(project: Project, parameters: Parameters, answer: Answer, area: Sensitivity) -> Iterator[Finding]:
    """Yield which places count at night, where the result has a figure of the night."""
    if "night" in set(answer.frames["seasons"]["season"]):
        yield from night_hours(services_of(project, kinds_of(parameters.services), parameters.existing), area)


def _not_counted(project: Project, parameters: Parameters, answer: Answer) -> Iterator[Finding]:
    counted = len(answer.frames["services"]) + len(answer.known.refused)
    kinds = kinds_of(parameters.services)
    return not_counted(project, kinds, existing=parameters.existing, counted=counted, season=parameters.season)


def _card() -> ModelCard:
    return ModelCard(
        purpose=both(N_("To show how many children can reach help in time, where they cannot, and what rain changes.")),
        assumptions=both(
            N_(
                "The fastest way over a grid of cells; speeds by land cover, roads, season and means from a table with "
                "the source of each; walking slows on slopes by Tobler's function, bicycles as in AccessMod; children "
                "go to the nearest place, whose room is not limited."
            )
        ),
        checked=both(
            N_("Motor times and referrals equal those that AccessMod publishes for its example, to the minute.")
        ),
        not_for=both(
            N_(
                "Not for navigation nor for one family's way: speeds are averages, many of them assumptions, and "
                "waiting for a vehicle, the weather of the day and fear are not in them."
            )
        ),
    )
