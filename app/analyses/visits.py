"""Which communes to visit in a few days, by which route, and what to ask there.

Scores with visible weights; routes with prizes within daily hours, with nights away where places for them are named.
"""

from collections.abc import Callable
from datetime import date
from math import ceil, isfinite, log
from typing import Any, Literal

import pandas as pd
from pydantic import field_validator

from app import travel_parameters
from app.children import children_by_commune, communes, full_names
from app.commune_briefs import brief_tables
from app.errors import BadParameter, NoAreas, NoPosition, NoScores, NotTogether, NotWithinADay, NoWay
from app.language import N_
from app.named_communes import named_communes
from app.names import some_names
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.post_limits import limits_of
from app.progress import unwatched
from app.result import Result, Sensitivity, Setting
from app.results import input_hashes
from app.seat_distance import seat_distance
from app.travel_parameters import Mode, Neighbours, Season, Speeds
from app.visit_days import first_day
from app.visit_findings import NAMED, Planned, card, visit_findings
from app.visit_minutes import Between, minutes_between, with_minutes
from app.visit_route import Day, Named, routes, what_became
from app.visit_scores import Scores, scores
from app.visit_tables import layers, tables
from data.project import Project
from models.errors import OutOfReach, TooLongForDays

GROUP = "visits"
TITLE = N_("Which communes to visit, and by which route")
MOST_LODGINGS = 3
SERVICE, MOST_SERVICE = 120.0, 720
"""Minutes in a commune where none are stated, and the most there may be."""
MOST_SEQUENCES = 256
"""Sequences of nights that are tried, each by a search of its own: all of four places over five days."""


def _weight(default: float, label: str, about: str = "") -> Any:
    return parameter(default, label=label, about=about, ge=0, le=100)


class Parameters(Base):
    """For how long, from where, and what makes a visit worth it."""

    days: int = parameter(3, label=N_("Days"), ge=1, le=7)
    base: str = parameter(
        "", label=N_("Base"), about=N_("Commune where the team starts, by name or code; empty: the largest ward")
    )
    starts_on: date | None = parameter(
        None, label=N_("First day"), about=N_("Empty: the next working day, which the answer then states"),
        validate_default=True,
    )  # fmt: skip
    hours: float = parameter(8.0, label=N_("Hours a day"), unit="hours", gt=0, le=16)
    service: str = parameter(
        "120", label=N_("Time in each commune"), unit="minutes", coerce_numbers_to_str=True,
        about=N_("A number for all, then communes by name or code: 120; Thanh Yên = 240"),
    )  # fmt: skip
    must: str = parameter("", label=N_("Must be visited"), about=N_("Communes by name or code, separated by commas"))
    leave_out: str = parameter(
        "", label=N_("Not to be visited"), about=N_("Communes by name or code, separated by commas")
    )
    lodgings: str = parameter(
        "", label=N_("Nights in"),
        about=N_("Up to three communes by name or code, separated by commas, besides the base; empty: at the base"),
    )  # fmt: skip
    weight_risk: float = _weight(
        3.0, N_("Weight of risk"), N_("By the latest answer of the question expected, else of rates")
    )
    weight_silence: float = _weight(3.0, N_("Weight of silence"), N_("By the latest answer of the question hidden"))
    weight_recommendations: float = _weight(
        2.0, N_("Weight of open recommendations"), N_("An overdue one counts twice")
    )
    weight_since_visit: float = _weight(2.0, N_("Weight of the time since the last visit"))
    weight_remoteness: float = _weight(0.0, N_("Weight of distance"), N_("The further from the base, the more points"))
    never_visited_months: float = parameter(
        36.0, label=N_("Never visited counts as"), unit="months", gt=0, le=240,
        about=N_("From so many months on the time since a visit has all its points"),
    )  # fmt: skip
    leaves_at: str = parameter(
        "07:30", label=N_("Start of the day"), about=N_("Hour and minute: 07:30"), advanced=True,
        pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
    )  # fmt: skip
    noon_break: float = parameter(
        60.0, label=N_("Break at noon"), unit="minutes", ge=0, le=180, advanced=True, about=N_("On top of the hours")
    )
    minutes: Literal["auto", "travel", "air"] = parameter(
        "auto", label=N_("Minutes"),
        about=N_("Travel over roads and land where the project knows any, else the air line"),
    )  # fmt: skip
    mode: Mode = parameter("car", label=N_("Means of travel"))
    season: Season = travel_parameters.season()
    resolution: float = travel_parameters.resolution()
    neighbours: Neighbours = travel_parameters.neighbours("16")
    friction: Speeds = travel_parameters.friction()
    speed: float = parameter(
        30.0, label=N_("Speed"), unit="km/h", about=N_("Where minutes are those of the air line"), gt=0, le=200,
        advanced=True,
    )  # fmt: skip
    detour: float = parameter(
        1.5, label=N_("Detour factor"), about=N_("Road kilometres for one kilometre of air line"), ge=1, le=5,
        advanced=True,
    )  # fmt: skip
    iterations: int = parameter(1000, label=N_("Steps of the search"), ge=10, le=100_000, advanced=True)
    seed: int = parameter(0, label=N_("Start of the random numbers"), ge=0, le=1_000_000, advanced=True)

    @field_validator("starts_on")
    @classmethod
    def _begun(cls, day: date | None) -> date:
        """Take the next working day where none is named, so that what is kept of a question holds the day used."""
        return first_day(day)


def prepare(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Project:
    """Return the project with the travel times of the question kept. Raises as `run`."""
    return with_minutes(project, parameters, tick=tick)


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoChildren, NoAreas, NoRaster, geo.errors.GeoError, data.errors.DataError
        The project lacks what travel times need.
    UnknownCommune, BadParameter
        A commune that is named is not there, or several have its name; too many places for the nights.
    NoScores
        Nothing says that a visit to any commune is worth it.
    NoPosition, NotWithinADay, NoWay, NotTogether
        Where the team must go has no position, is too far for a day, or does not fit into the days with the others.
    """
    report = tick or unwatched
    on = first_day(parameters.starts_on)
    between = minutes_between(project, parameters, tick=lambda done: report(_TRAVEL * done))
    named = _named(project, parameters, between)
    worth = scores(project, parameters, on=on, from_base=_from_base(between, named.base))
    if not worth.frame["score"].any() and not named.must:
        raise NoScores(worth.missing)
    days = _routes(between, worth, named, parameters, tick=lambda done: report(_TRAVEL + (1 - _TRAVEL) * done))
    became = what_became(worth.frame.index, worth.frame["score"], between, named, days, parameters)
    plan = Planned(days, worth, between, named, became, on)
    return _result(project, plan, parameters)


_TRAVEL = 0.5


def _result(project: Project, plan: Planned, parameters: Parameters) -> Result:
    return Result(
        analysis="visits",
        parameters=(),
        denominator=children_by_commune(project).denominator,
        tables=(*tables(plan), *brief_tables(project, plan)),
        layers=layers(plan),
        findings=tuple(visit_findings(project, plan, parameters)),
        card=card(),
        provenance=(*input_hashes(project, _INPUTS), *_answers(plan.scores)),
    )


_INPUTS = {
    **dict.fromkeys(
        ("units", "indicators", "demand_points", "visits", "rasters", "roads", "barriers", "travel_speeds"),
        Sensitivity.AREA,
    ),
    **dict.fromkeys(("case_counts", "cases", "recommendations"), Sensitivity.CASE),
    "facilities": Sensitivity.PLACE,
    **dict.fromkeys(("officers", "skills"), Sensitivity.PERSON),
}


def _answers(found: Scores) -> list[Setting]:
    """Return which results the scores are taken from."""
    taken = {"risk_from": found.risk, "silence_from": found.silence}
    return [Setting(name, each.result_id, Sensitivity.CASE) for name, each in taken.items() if each is not None]


def _named(project: Project, parameters: Parameters, between: Between) -> Named:
    found = {
        setting: named_communes(project, getattr(parameters, setting), analysis="visits", setting=setting)
        for setting in ("base", "must", "leave_out", "lodgings")
    }
    if len(found["base"]) > 1:
        raise BadParameter("visits", "base", parameters.base, "1")
    if len(found["lodgings"]) > MOST_LODGINGS:
        raise BadParameter("visits", "lodgings", parameters.lodgings, f"≤ {MOST_LODGINGS}")
    ways = (len(found["lodgings"]) + 1) ** (parameters.days - 1)
    if ways > MOST_SEQUENCES:
        most = int(log(MOST_SEQUENCES, len(found["lodgings"]) + 1)) + 1
        raise BadParameter("visits", "days", parameters.days, f"days ≤ {most}")
    base = found["base"] or _seat(project)
    for code in (*base, *found["must"], *found["lodgings"]):
        if code not in between.codes:
            raise NoPosition(some_names([_names(project)[code]], NAMED))
    kept_out = tuple(code for code in found["leave_out"] if code not in found["must"])
    return Named(base[0], found["must"], kept_out, found["lodgings"], _service(project, parameters))


def _service(project: Project, parameters: Parameters) -> dict[str, float]:
    """Return the minutes in each commune. Raises BadParameter and UnknownCommune."""
    found = limits_of(parameters.service, communes(project), analysis="visits", name="service", otherwise=SERVICE)
    if found.max() > MOST_SERVICE:
        raise BadParameter("visits", "service", parameters.service, f"≤ {MOST_SERVICE}")
    return {str(code): float(minutes) for code, minutes in found.items()}


def _seat(project: Project) -> tuple[str, ...]:
    """Return the largest ward, else the largest commune: the one that is no kilometre from the seat."""
    seat = seat_distance(project)
    if seat is None:
        raise NoAreas(project.about.vintage)
    return (str(seat.kilometres.idxmin()),)


def _from_base(between: Between, base: str) -> "pd.Series[float]":
    return pd.Series(between.minutes[between.codes.index(base)], list(between.codes))


def _routes(
    between: Between, worth: Scores, named: Named, parameters: Parameters, *, tick: Callable[[float], None]
) -> list[Day]:
    """Return the days; what cannot be planned is said with the names of the communes."""
    names = worth.frame["name"]
    try:
        return routes(between, worth.frame["score"], named, parameters, tick=tick)
    except OutOfReach as error:
        name = some_names([names[between.codes[error.place]]], NAMED)
        if not isfinite(error.minutes):
            raise NoWay(name) from None
        raise NotWithinADay(name, ceil(error.minutes), parameters.hours) from None
    except TooLongForDays as error:
        listed = [names[between.codes[place]] for place in error.places]
        raise NotTogether(some_names(listed, NAMED), error.days) from None


def _names(project: Project) -> dict[str, str]:
    units = communes(project)
    return dict(zip(units["code"], full_names(units), strict=True))
