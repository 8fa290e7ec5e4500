"""Which communes should get the next posts for child protection, and why.

New posts go where the caseload (work for the officers there are) is highest, or as near to proportion as whole posts
allow; existing officers may move. Beside it: how fast officers leave, and what handing over buys.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal

import pandas as pd

from app import travel_parameters
from app.children import AGE_BAND, communes, full_names
from app.errors import BadParameter
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.post_card import card
from app.post_findings import findings
from app.post_limits import limits_of, refuse_impossible
from app.post_plan import Objective, PostPlan, Question, solved
from app.post_tables import Answer, answer_of, charts, layers, tables
from app.post_workload import Asked, Cases, Workload, workload_of
from app.profiles import CHILD_PROTECTION
from app.progress import unwatched
from app.result import Result, Sensitivity, Setting
from app.results import input_hashes
from app.rotation import rotation_of
from app.staff_capacity import Staff, departures, posts_of, staff_on
from app.travel_matrices import Way
from app.travel_parameters import Mode, Speeds
from data.project import Project

GROUP = "plan"
TITLE = N_("Which communes should get the next posts")


class Parameters(Base):
    """How many posts, what the work is made of, what an officer is worth, and who may move."""

    posts: int = parameter(12, label=N_("New posts"), ge=0, le=500)
    role: str = parameter(
        CHILD_PROTECTION, label=N_("Role of the officers"), about=N_("As in the table of officers")
    )  # fmt: skip
    objective: Literal["worst", "sainte_lague"] = parameter(
        "worst", label=N_("Aim"), about=N_("The highest caseload as low as can be, or nearest to proportion")
    )
    cases: Cases = parameter(
        "auto", label=N_("Cases to expect"),
        about=N_("From the latest answer to their question; reported cases are never taken"),
    )  # fmt: skip
    weight_cases: float = parameter(50.0, label=N_("Weight of cases to expect"), ge=0, le=100)
    weight_children: float = parameter(30.0, label=N_("Weight of children"), ge=0, le=100)
    weight_remoteness: float = parameter(20.0, label=N_("Weight of travel to services"), ge=0, le=100)
    minimum: str = parameter(
        "0", label=N_("Fewest new posts of a commune"), coerce_numbers_to_str=True,
        about=N_("A number for all, then communes by name or code: 0; Thanh Yên = 1"),
    )  # fmt: skip
    maximum: str = parameter(
        "", label=N_("Most new posts of a commune"), coerce_numbers_to_str=True,
        about=N_("A number for all, then communes by name or code: 2; Thanh Yên = 0. Empty: no limit"),
    )  # fmt: skip
    moves: int = parameter(
        0, label=N_("Officers who may move to another commune"), ge=0, le=50,
        about=N_("0: everyone stays. Of each commune the officer worth most stays in any case"),
    )  # fmt: skip
    low: float = parameter(
        0.75, label=N_("Caseload called low below"), unit="times", ge=0, le=10, advanced=True,
        about=N_("In multiples of the even share"),
    )  # fmt: skip
    high: float = parameter(
        1.5, label=N_("Caseload called high above"), unit="times", ge=0, le=100, advanced=True,
        about=N_("In multiples of the even share"),
    )  # fmt: skip
    on: date | None = parameter(
        None, label=N_("Officers as on"), about=N_("Empty: the last day the tables of officers know of")
    )
    topics: str = parameter(
        "", label=N_("Topics an officer should have learnt"),
        about=N_("Separated by commas; empty: every topic anyone was trained in"),
    )  # fmt: skip
    skill_years: float = parameter(3.0, label=N_("Years a training counts"), gt=0, le=50)
    handover: float = parameter(
        50.0, label=N_("Departures with a handover"), unit="%", ge=0, le=100,
        about=N_("In how many of a hundred the successor is trained before the officer goes"),
    )  # fmt: skip
    rotation_years: float = parameter(
        3.0, label=N_("Years looked back on for departures"), gt=0, le=50, advanced=True
    )  # fmt: skip
    level: float = parameter(0.95, label=N_("Confidence level"), ge=0.5, le=0.999, advanced=True)
    services: str = parameter(
        "police_post, health_station, hospital", label=N_("Services"), advanced=True,
        about=N_("Kinds of public place that ways lead to, separated by commas"),
    )  # fmt: skip
    age_band: str = parameter(AGE_BAND, label=N_("Age of a child"), advanced=True, about=N_("As in the indicator"))
    mode: Mode = travel_parameters.mode()
    resolution: float = travel_parameters.resolution()
    friction: Speeds = travel_parameters.friction()
    time_limit: float = parameter(
        60.0, label=N_("Longest computing time"), unit="seconds", gt=0, le=3600, advanced=True
    )

    @property
    def work(self) -> Asked:
        """What the workload is made of."""
        weights = {
            "cases": self.weight_cases,
            "children": self.weight_children,
            "remoteness": self.weight_remoteness,
        }
        way = Way(self.mode, "dry", self.friction, self.resolution)
        return Asked(self.cases, weights, self.services, self.age_band, way)


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    UnknownRole, NoChildren, NoLens, NoWorkload, CasesAlone, NoAreas, NoRaster
        The project lacks what the question needs.
    BadParameter, UnknownCommune, LimitsCross, PostsBelowMinimum, PostsAboveMaximum, NoPostsAllowed
        The limits are not written as they should be, or no plan respects them.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read.
    """
    report = tick or unwatched
    answer = _answer(project, parameters, report)
    report(1.0)
    return Result(
        analysis="posts",
        parameters=(),
        denominator=answer.work.children.denominator,
        tables=tables(answer),
        layers=layers(answer.area),
        findings=tuple(findings(answer)),
        card=card(answer, parameters.skill_years),
        charts=charts(answer.rotation),
        provenance=_provenance(project, answer),
    )


def _answer(project: Project, parameters: Parameters, report: Callable[[float], None]) -> Answer:
    _refuse_contradictions(parameters)
    units = communes(project)
    codes = pd.Index(units["code"], name="code")
    staff = staff_on(
        project,
        codes,
        role=parameters.role,
        on=parameters.on,
        topics=tuple(word.strip() for word in parameters.topics.split(",") if word.strip()),
        valid_years=parameters.skill_years,
    )
    least, most = _limits(units, parameters)
    report(0.1)
    work = workload_of(project, codes, parameters.work)
    report(0.5)
    plan = _plan(work, staff, (least, most), parameters, lambda done: report(0.5 + 0.4 * done))
    left = departures(posts_of(project, codes, parameters.role), on=staff.on, years=parameters.rotation_years)
    rotation = rotation_of(staff, left, handover=parameters.handover / 100, level=parameters.level)
    return answer_of(plan, work, staff, rotation, units)


def _refuse_contradictions(parameters: Parameters) -> None:
    if parameters.objective == "sainte_lague" and parameters.moves:
        raise BadParameter("posts", "moves", parameters.moves, "0 (objective = sainte_lague)")
    if parameters.low > parameters.high:
        raise BadParameter("posts", "low", parameters.low, f"0 ≤ low ≤ {parameters.high}")


def _limits(units: pd.DataFrame, parameters: Parameters) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    least = limits_of(parameters.minimum, units, name="minimum", otherwise=0)
    most = limits_of(parameters.maximum, units, name="maximum", otherwise=float("inf"))
    refuse_impossible(parameters.posts, least, most, full_names(units).set_axis(units["code"]))
    return least, most


def _plan(
    work: Workload,
    staff: Staff,
    limits: tuple["pd.Series[float]", "pd.Series[float]"],
    parameters: Parameters,
    tick: Callable[[float], None],
) -> PostPlan:
    objective: Objective = parameters.objective
    workload = work.by_commune["workload"]
    question = Question(
        workload,
        staff.capacity_by_commune(workload.index),
        *limits,
        parameters.posts,
        objective,
        parameters.low,
        parameters.high,
    )
    return solved(question, staff.rows, moves=parameters.moves, time_limit=parameters.time_limit, tick=tick)


def _provenance(project: Project, answer: Answer) -> tuple[Setting, ...]:
    """Return the hashes of what the plan rests on, and the answer its cases come from."""
    lens = answer.work.lens
    if lens is None:
        return input_hashes(project, _INPUTS)
    counted = input_hashes(project, _INPUTS | {"case_counts": Sensitivity.CASE})
    return (*counted, Setting("cases_from", lens.result_id, Sensitivity.CASE))


_INPUTS = {
    **dict.fromkeys(
        ("units", "indicators", "demand_points", "rasters", "roads", "barriers", "travel_speeds"), Sensitivity.AREA
    ),
    "facilities": Sensitivity.PLACE,
    "officers": Sensitivity.PERSON,
    "skills": Sensitivity.PERSON,
}
