"""Which courses to hold and who attends them, so that most children have somebody near who knows what to do.

Courses are those planned already, proposed ones, or both; every place taken has its reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from app import travel_parameters
from app.children import children_by_commune, communes
from app.errors import NoCoursesAhead, NoVenues, UnknownCommune
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.progress import unwatched
from app.result import Result, Sensitivity
from app.results import input_hashes
from app.seat_distance import seat_distance
from app.skill_matrix import SkillMatrix, current_officers, latest_day, skill_matrix
from app.training_findings import card, findings
from app.training_offer import Offer, courses_ahead, proposed_offer, stated_offer, together
from app.training_plan import Staff, closed_with_stand_ins, gaps, programme
from app.training_tables import layers, sums_tag, tables
from app.training_venues import best_placed, candidate_venues, stated_venues, venues_of, with_venue_minutes
from app.travel_matrices import Way
from app.travel_parameters import Mode, Neighbours, Season, Speeds
from app.travel_places import kinds_of
from data.project import Project

GROUP = "plan"
TITLE = N_("Which courses to hold and who attends")
OTHERS, NOBODY = "other_officers", "none"
FIRST_COURSE_AFTER = timedelta(days=30)
"""From the day that skills are taken of to the first proposed course, where none is named."""


class Parameters(Base):
    """How many courses, for whom, where, and within what money and travel."""

    number: int = parameter(3, label=N_("Courses"), ge=1, le=50)
    courses: Literal["both", "stated", "proposed"] = parameter(
        "both", label=N_("Courses to choose from"),
        about=N_("Planned are those the data state for days ahead; where there are none, all are proposals"),
    )  # fmt: skip
    seats: int = parameter(
        25, label=N_("Seats in a course"), ge=1, le=500,
        about=N_("Of a proposed course, and of a planned one where the data state none"),
    )  # fmt: skip
    budget: float = parameter(150.0, label=N_("Budget"), unit="million đồng", ge=0)
    cost: float = parameter(
        20.0, label=N_("Cost of a course"), unit="million đồng", ge=0,
        about=N_("Of a proposed course, and of a planned one where the data state none"),
    )  # fmt: skip
    cost_each: float = parameter(
        0.8, label=N_("Cost of a place"), unit="million đồng", ge=0,
        about=N_(
            "Travel and board of one who attends a proposed course, or a planned one of which the data state no cost"
        ),
    )  # fmt: skip
    limit: float = parameter(180.0, label=N_("Longest way to a course"), unit="minutes", gt=0, le=2880)
    topics: str = parameter("", label=N_("Topics"), about=N_("Separated by commas; empty: all that skills are of"))
    roles: str = parameter(
        "child_protection", label=N_("Roles"), about=N_("Whose skills count and who attends, separated by commas")
    )
    years_valid: float = parameter(3.0, label=N_("A skill is valid for"), unit="years", gt=0, le=50)
    stand_ins: str = parameter(
        OTHERS, label=N_("Stand-ins for a commune's only officer"),
        about=N_(
            "other_officers: where an officer of another role is in post; none; all; or codes of communes, "
            "separated by commas"
        ),
    )  # fmt: skip
    most_courses: int = parameter(2, label=N_("Most courses a person attends"), ge=1, le=20)
    start: date | None = parameter(
        None, label=N_("First course on"),
        about=N_("Of proposed courses only. Empty: 30 days after the day skills are taken of; one a week"),
    )  # fmt: skip
    on: date | None = parameter(
        None, label=N_("Skills as of"), advanced=True, about=N_("Empty: the last day the officers' data know")
    )
    venue_kinds: str = parameter(
        "school, communal_house", label=N_("Venues"), advanced=True,
        about=N_("Of proposed courses only: kinds of public place where they can be held, separated by commas"),
    )  # fmt: skip
    venues: int = parameter(
        4, label=N_("Venues to compare"), ge=1, le=30, advanced=True,
        about=N_("Of proposed courses only; more take longer to plan"),
    )  # fmt: skip
    fairness: float = parameter(
        5.0, label=N_("May be given up for sharing"), unit="%", ge=0, le=100, advanced=True,
        about=N_("Of what could close, so that near and remote communes are served alike"),
    )  # fmt: skip
    mode: Mode = travel_parameters.mode()
    season: Season = travel_parameters.season()
    resolution: float = travel_parameters.resolution()
    neighbours: Neighbours = travel_parameters.neighbours("8")
    friction: Speeds = travel_parameters.friction()
    time_limit: float = parameter(
        60.0, label=N_("Longest computing time"), unit="seconds", gt=0, le=3600, advanced=True
    )


def prepare(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Project:
    """Return the project with the travel times of the question kept. Raises as `run`."""
    sources = _sources(project, parameters, _matrix(project, parameters))
    return with_venue_minutes(project, sources.places, _way(parameters), tick=tick)


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoChildren, NoOfficers, NoTopics, NoVenues, NoCoursesAhead, NoAreas, NoRaster
        The project lacks what the question needs.
    BadParameter, UnknownCommune
        A kind of place or a commune is not known.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read.
    """
    report = tick or unwatched
    matrix = _matrix(project, parameters)
    children = children_by_commune(project)
    staff = _staff(project, parameters, matrix, children.by_commune)
    offer = _offer(project, parameters, staff, lambda done: report(0.5 * done))
    first_day = parameters.start or matrix.day + FIRST_COURSE_AFTER
    planned = programme(staff, offer, parameters, first_day=first_day, tick=lambda done: report(0.5 + 0.5 * done))
    area = sums_tag(matrix)
    elsewhere = _officers(project, parameters, matrix.day)["officer_id"].nunique() - len(matrix.officers)
    with_stand_ins = closed_with_stand_ins(staff, offer, parameters)
    return Result(
        analysis="training",
        parameters=(),
        denominator=children.denominator,
        tables=tables(project, planned),
        layers=layers(matrix),
        findings=tuple(findings(planned, area, elsewhere=elsewhere, with_stand_ins=with_stand_ins)),
        card=card(),
        provenance=input_hashes(project, _INPUTS),
    )


_INPUTS = {
    **dict.fromkeys(("officers", "skills"), Sensitivity.PERSON),
    **dict.fromkeys(("units", "indicators", "demand_points"), Sensitivity.AREA),
    **dict.fromkeys(("facilities", "courses"), Sensitivity.PLACE),
    **dict.fromkeys(("rasters", "roads", "barriers", "travel_speeds"), Sensitivity.AREA),
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _way(parameters: Parameters) -> Way:
    return Way(
        parameters.mode, parameters.season, parameters.friction, parameters.resolution, parameters.neighbours, "from"
    )


def _officers(project: Project, parameters: Parameters, day: date) -> pd.DataFrame:
    return current_officers(project, day, roles=_words(parameters.roles))


def _matrix(project: Project, parameters: Parameters) -> SkillMatrix:
    """Return the skills of the officers of communes."""
    own = project["officers"]
    inside = project.with_table("officers", own[own["unit_code"].isin(communes(project)["code"])])
    day = parameters.on or latest_day(project)
    return skill_matrix(
        inside, day=day, roles=_words(parameters.roles), years_valid=parameters.years_valid,
        topics=_words(parameters.topics),
    )  # fmt: skip


def _staff(project: Project, parameters: Parameters, matrix: SkillMatrix, known: "pd.Series[float]") -> Staff:
    codes = communes(project)["code"]
    children = known.reindex(codes)
    return Staff(matrix, children, _stand_ins(project, parameters, matrix), _near_and_remote(project))


def _stand_ins(project: Project, parameters: Parameters, matrix: SkillMatrix) -> tuple[str, ...]:
    """Return the communes where somebody stands in for those who attend. Raises UnknownCommune."""
    codes = tuple(communes(project)["code"])
    if parameters.stand_ins == OTHERS:
        posts = current_officers(project, matrix.day)
        others = posts[~posts["officer_id"].isin(matrix.officers["officer_id"])]
        return tuple(sorted(set(others["unit_code"]) & set(codes)))
    named = codes if parameters.stand_ins == "all" else _words(parameters.stand_ins.replace(NOBODY, ""))
    for code in named:
        if code not in codes:
            raise UnknownCommune(code, codes)
    return named


def _near_and_remote(project: Project) -> "pd.Series[str] | None":
    """Return which communes are beyond the median distance from the seat; None where no distance is known."""
    found = seat_distance(project)
    if found is None:
        return None
    return (found.kilometres > found.kilometres.median()).map({True: "remote", False: "near"})


@dataclass(frozen=True, eq=False)
class _Sources:
    """What courses are chosen from: those that lie ahead with their venues, and places for proposals."""

    ahead: pd.DataFrame
    stated: pd.DataFrame
    candidates: pd.DataFrame

    @property
    def places(self) -> pd.DataFrame:
        """Every place once."""
        every = pd.concat([self.stated, self.candidates]).drop_duplicates("facility_id")
        return every.sort_values("facility_id").reset_index(drop=True)


def _sources(project: Project, parameters: Parameters, matrix: SkillMatrix) -> _Sources:
    """Return what is asked to choose from. Raises NoVenues, NoCoursesAhead."""
    ahead = courses_ahead(project, matrix.day, matrix.topics)
    if parameters.courses == "stated" and ahead.empty:
        raise NoCoursesAhead(matrix.day)
    wanted = ahead.iloc[:0] if parameters.courses == "proposed" else ahead
    stated = stated_venues(project, wanted["facility_id"])
    if parameters.courses == "stated":
        return _Sources(wanted, stated, stated.iloc[:0])
    try:
        candidates = candidate_venues(project, kinds_of(parameters.venue_kinds, analysis="training"))
    except NoVenues:
        if wanted.empty:
            raise
        candidates = stated.iloc[:0]
    return _Sources(wanted, stated, candidates)


def _offer(project: Project, parameters: Parameters, staff: Staff, tick: Callable[[float], None]) -> Offer:
    sources = _sources(project, parameters, staff.matrix)
    venues = venues_of(project, sources.places, _way(parameters), tick=tick)
    planned = stated_offer(sources.ahead, venues.at(sources.stated["facility_id"]), parameters)
    for_proposals = venues.at(sources.candidates["facility_id"])
    near = best_placed(for_proposals, gaps(staff, staff.holding), parameters.venues, limit=parameters.limit)
    return together(planned, proposed_offer(staff.matrix.topics, near, parameters))
