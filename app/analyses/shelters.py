"""Where the next shelters should open so that most children are near one, with the reason for each place.

Maximal covering, p-median, p-center, set covering, backup coverage or limited room, under a planner's rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from app import travel_parameters
from app.demand_lenses import Lens
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.plan_findings import NAMED_COMMUNES, missing_figures, plan_findings
from app.progress import Tick, unwatched
from app.reasons import Plan, reasons
from app.result import Chart, Column, Denominator, Finding, Result, Sensitivity, Setting, Table
from app.results import input_hashes, stored_result
from app.siting import Aim, Service, demand_points, sites_of, with_minutes
from app.siting_aims import MORE_IS_BETTER, solve
from app.siting_card import card
from app.siting_frontier import COLUMNS, can_be_weighed, frontier_frame, frontier_of
from app.siting_judgements import (
    frontier_findings,
    lens_findings,
    not_judged,
    nothing_to_weigh,
    price_findings,
    seen_as,
    stability_findings,
)
from app.siting_lenses import Compared, LensDemand, compared, demand_under
from app.siting_prices import Price, prices
from app.siting_refusals import REFUSED, refusal, refuse_numbers, refuse_where_nothing_is_near
from app.siting_rules import Ruled, ruled_sites
from app.siting_stability import judged, varied
from app.siting_tables import (
    by_commune,
    case_columns,
    commune_columns,
    frontier_columns,
    layers,
    lens_columns,
    lens_frame,
    place_columns,
    places,
    plan_columns,
    proposed,
    site_columns,
    stability_columns,
    stability_frame,
    summary,
)
from app.tables import table_of
from app.travel_parameters import Known, Mode, Neighbours, Season, Speeds
from data.project import Project

if TYPE_CHECKING:
    from models.siting.frontier import FrontierPoint
    from models.stability import Stability

__all__ = ["GROUP", "NAMED_COMMUNES", "TITLE", "Parameters", "prepare", "run"]

GROUP = "plan"
TITLE = N_("Where the next shelters should open")


class Parameters(Base):
    """How many sites of which service, how near is near, which places are known and what the plan must respect."""

    service: Service = parameter("shelter", label=N_("Kind of place"))
    p: int = parameter(
        5, label=N_("New sites"), ge=1, le=500,
        about=N_("More than there are today: for each existing one that closes, one more opens"),
    )  # fmt: skip
    objective: Aim = parameter("covering", label=N_("Aim"), about=N_("What makes one plan better than another"))
    lens: Literal["children", "reported", "expected", "adjusted"] = parameter(
        "children", label=N_("Demand"),
        about=N_("Children, or cases as the latest answer of that question has them; then the plan stays internal"),
    )  # fmt: skip
    limit: float = parameter(60.0, label=N_("Time limit for “near”"), unit="minutes", gt=0, le=1440)
    existing: Known = travel_parameters.existing(N_("Existing sites"))
    existing_sites: Literal["kept", "may_close"] = parameter("kept", label=N_("Existing sites stay"))
    candidates: str = parameter(
        "candidate", label=N_("Candidate sites"),
        about=N_("Places marked as candidates, or kinds of place separated by commas"),
    )  # fmt: skip
    required: str = parameter(
        "", label=N_("Required sites"), about=N_("Codes of places separated by commas; the plan says what each costs")
    )
    forbidden: str = parameter("", label=N_("Forbidden sites"), about=N_("Codes of places separated by commas"))
    budget: float = parameter(
        0.0, label=N_("Budget"), ge=0,
        about=N_(
            "In the unit of the places' cost; it replaces the number of sites, but for the aims “nobody too far” and "
            "“fewest sites”, where it is a limit only; 0: no budget"
        ),
    )  # fmt: skip
    remote_share: float = parameter(
        0.0, label=N_("Remote communes, at least near"), unit="%", ge=0, le=100,
        about=N_("Of the children of the most remote quarter of communes; 0: no rule"),
    )  # fmt: skip
    poor_share: float = parameter(
        0.0, label=N_("Poor communes, at least near"), unit="%", ge=0, le=100,
        about=N_("Of the children of the poorest quarter of communes; 0: no rule"),
    )  # fmt: skip
    apart_km: float = parameter(
        0.0, label=N_("Least distance between sites"), unit="km", ge=0, le=500,
        about=N_("By the air line; existing ones count, but not among themselves"),
    )  # fmt: skip
    furthest: float = parameter(
        0.0, label=N_("Nobody further than"), unit="minutes", ge=0, le=1440,
        about=N_("Of those who reach any site; 0: no rule"), advanced=True,
    )  # fmt: skip
    children_per_place: float = parameter(
        10_000.0, label=N_("Children for each place of room"), unit="children", gt=0,
        about=N_("Where room is limited: how many children one place of a site's capacity stands for"), advanced=True,
    )  # fmt: skip
    second: Literal["none", "cost", "worst"] = parameter(
        "none", label=N_("Weighed against"), about=N_("Shows the plans between both aims")
    )
    steps: int = parameter(10, label=N_("Plans between both aims"), ge=2, le=50, advanced=True)
    draws: int = parameter(
        200, label=N_("Draws for stability"), ge=0, le=1000,
        about=N_("The plan made anew so often with other speeds and demand; 0: not at all"),
        advanced=True,
    )  # fmt: skip
    speed_spread: float = parameter(
        20.0, label=N_("Uncertainty of speeds"), unit="%", ge=0, le=100,
        about=N_("Two thirds of the draws lie within so much of the speeds taken"), advanced=True,
    )  # fmt: skip
    seed: int = parameter(1, label=N_("Seed"), ge=0, advanced=True)
    minutes: Literal["auto", "travel", "air"] = parameter(
        "auto", label=N_("Minutes"),
        about=N_("Travel over roads and land where the project knows any, else the air line"),
    )  # fmt: skip
    mode: Mode = travel_parameters.mode()
    season: Season = travel_parameters.season()
    resolution: float = travel_parameters.resolution()
    neighbours: Neighbours = travel_parameters.neighbours("8")
    friction: Speeds = travel_parameters.friction()
    speed: float = parameter(
        30.0, label=N_("Speed"), unit="km/h", about=N_("Where minutes are those of the air line"), gt=0, le=200,
        advanced=True,
    )  # fmt: skip
    detour: float = parameter(
        1.5, label=N_("Detour factor"), about=N_("Road kilometres for one kilometre of air line"), ge=1, le=5,
        advanced=True,
    )  # fmt: skip
    time_limit: float = parameter(
        120.0, label=N_("Longest computing time"), unit="seconds", gt=0, le=3600, advanced=True
    )


def prepare(project: Project, parameters: Parameters, tick: Tick | None = None) -> Project:
    """Return the project with the travel times of the question kept. Raises as `run`."""
    return with_minutes(project, parameters, tick=tick)


def run(project: Project, parameters: Parameters, tick: Tick | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoChildren, NoCandidates, NoAreas, NoRaster, NoLens
        The project lacks what the question needs.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read or does not touch the communes.
    TooManyShelters, TooManyRequired
        More sites asked for than there are candidates, or more required than asked for.
    UnknownSites, RequiredAndForbidden, NoFigure
        A rule names no site, or asks for what is not known.
    RulesContradict, SitesOutOfReach, RoomTooSmall, RoomNotShared, NeedAboveRoom, NothingWithin
        There is no such plan.
    """
    report = tick or unwatched
    demand, denominator = demand_points(project)
    lens = None if parameters.lens == "children" else demand_under(project, parameters.lens, demand)
    known = sites_of(project, demand, parameters, tick=lambda done: report(0.4 * done))
    ruled = ruled_sites(project, known, parameters, lens)
    refuse_numbers(ruled.sites, parameters)
    refuse_where_nothing_is_near(project, ruled.sites, parameters)
    try:
        siting = solve(ruled.sites, parameters, fixed=ruled.sites.fixed, tick=lambda done: report(0.4 + 0.2 * done))
    except REFUSED as error:
        raise refusal(error, project, ruled.sites, parameters) from error
    answer = _answer(project, _Asked(project, parameters, ruled, lens), Plan(ruled.sites, parameters, siting), report)
    return _result(answer, denominator)


@dataclass(frozen=True, eq=False)
class _Asked:
    """The question: what was asked, of which sites, under which lens."""

    project: Project
    parameters: Parameters
    ruled: Ruled
    lens: LensDemand | None

    @property
    def area(self) -> Sensitivity:
        """The sensitivity of the plan: that of the most sensitive thing it is made from."""
        if self.parameters.existing == "all":
            return Sensitivity.PLACE
        return Sensitivity.AREA if self.lens is None else Sensitivity.CASE

    @property
    def cases(self) -> Sensitivity:
        """The sensitivity of what compares the plan with the lenses of cases."""
        return Sensitivity.CASE if self.area is Sensitivity.AREA else self.area


@dataclass(frozen=True, eq=False)
class _Answer:
    """The plan with everything that is said of it."""

    asked: _Asked
    plan: Plan
    sites: pd.DataFrame
    seen: Compared | None
    stability: "Stability | None"
    frontier: "tuple[FrontierPoint, ...]"
    prices: tuple[Price, ...]

    @cached_property
    def communes(self) -> pd.DataFrame:
        return by_commune(self.asked.project, self.plan)


def _answer(project: Project, asked: _Asked, plan: Plan, report: Tick) -> _Answer:
    parameters = asked.parameters
    found = reasons(plan, tick=lambda done: report(0.6 + 0.1 * done))
    seen = compared(project, plan.sites, parameters, plan.siting)
    stable = judged(plan, parameters, asked.lens, tick=lambda done: report(0.7 + 0.2 * done))
    points: tuple[FrontierPoint, ...] = ()
    if can_be_weighed(parameters):
        points = frontier_of(plan, parameters, tick=lambda done: report(0.9 + 0.1 * done))
    frame = proposed(project, plan, found)
    sites = found["site"].to_numpy(dtype=np.intp)
    frame["chosen_in_draws"] = np.nan if stable is None else 100 * stable.frequency[sites]
    frame["chosen_in_lenses"] = np.nan if seen is None else [len(seen.lenses_of(site)) for site in sites]
    return _Answer(asked, plan, frame, seen, stable, points, tuple(prices(plan)))


def _result(answer: _Answer, denominator: Denominator) -> Result:
    area, asked = answer.asked.area, answer.asked
    validation = tuple(_validation(answer))
    return Result(
        analysis="shelters",
        parameters=(),
        denominator=denominator if area is Sensitivity.AREA else replace(denominator, sensitivity=area),
        tables=tuple(_tables(answer)),
        layers=layers(area),
        findings=tuple(_findings(answer, validation)),
        card=card(answer.communes, area, validation),
        provenance=tuple(_provenance(asked, answer.seen)),
        charts=tuple(_charts(answer)),
    )


def _tables(answer: _Answer) -> Iterator[Table]:
    plan, project, area = answer.plan, answer.asked.project, answer.asked.area
    more = [*case_columns(area)] if plan.counts_cases else []
    if answer.stability is not None and answer.stability.planned.any():
        more.append(Column("chosen_in_draws", "%", area))
    if answer.seen is not None:
        more.append(Column("chosen_in_lenses", "", answer.asked.cases))
    unchosen = tuple(site for site in range(plan.sites.existing, len(plan.sites.places)) if site not in plan.chosen)
    yield table_of("sites", answer.sites, site_columns(area, *more), area)
    yield table_of("communes", answer.communes, commune_columns(area), area)
    yield table_of("existing", places(project, plan.sites, plan.kept), place_columns(area), area)
    if plan.closed:
        yield table_of("closed", places(project, plan.sites, plan.closed), place_columns(area), area)
    yield table_of("candidates", places(project, plan.sites, unchosen), place_columns(area), area)
    frame = summary(plan)
    yield table_of("plan", frame, plan_columns(area, frame), area)
    if answer.stability is not None and answer.stability.planned.any():
        frame = stability_frame(project, plan, answer.stability.frequency)
        yield table_of("stability", frame, stability_columns(area), area)
    if answer.seen is not None:
        tag = answer.asked.cases
        yield table_of("lenses", lens_frame(project, plan, answer.seen), lens_columns(tag), tag)
    if answer.frontier:
        column = COLUMNS[answer.asked.parameters.second]
        frame = frontier_frame(plan, answer.frontier, answer.asked.parameters)
        yield table_of("frontier", frame, frontier_columns(area, column, cases=plan.counts_cases), area)


def _charts(answer: _Answer) -> Iterator[Chart]:
    if answer.frontier:
        second, aim = COLUMNS[answer.asked.parameters.second], answer.asked.parameters.objective
        line = LINES[answer.plan.counts_cases, aim in MORE_IS_BETTER]
        area = answer.asked.area
        yield Chart("frontier", "frontier", second, (line,), area, marked="is_the_plan", from_zero=False)


LINES = {
    (False, True): "children_within_after",
    (False, False): "mean_minutes_after",
    (True, True): "cases_within_after",
    (True, False): "case_minutes_after",
}
"""What the frontier draws: whether the plan counts cases, and whether more of its aim is better."""


def _findings(answer: _Answer, validation: tuple[Finding, ...]) -> Iterator[Finding]:
    asked, plan, area = answer.asked, answer.plan, answer.asked.area
    headline, *others = plan_findings(asked.project, plan, asked.parameters, answer.communes, area)
    yield headline
    if asked.lens is not None:
        yield from seen_as(plan, asked.lens, area)
    if answer.seen is not None:
        yield from lens_findings(plan, answer.seen, asked.cases)
    yield from validation
    yield from price_findings(plan, answer.prices, area)
    yield from _weighed(answer)
    yield from missing_figures(asked.ruled, area)
    yield from others


def _validation(answer: _Answer) -> Iterator[Finding]:
    """Yield how the plan does when this project's own figures are others."""
    asked = answer.asked
    if answer.stability is not None:
        changing = varied(answer.plan, asked.parameters, asked.lens)
        yield from stability_findings(
            answer.plan, answer.stability, changing, asked.parameters.speed_spread, asked.area
        )
    elif asked.parameters.draws:
        yield not_judged(answer.plan, asked.area)


def _weighed(answer: _Answer) -> Iterator[Finding]:
    asked = answer.asked
    if answer.frontier:
        yield from frontier_findings(answer.plan, answer.frontier, asked.parameters, asked.area)
    elif asked.parameters.second != "none":
        yield nothing_to_weigh(asked.area)


_INPUTS = {
    **dict.fromkeys(("units", "indicators", "demand_points"), Sensitivity.AREA),
    "facilities": Sensitivity.PLACE,
}
_GROUND = dict.fromkeys(("rasters", "roads", "barriers", "travel_speeds"), Sensitivity.AREA)


def _provenance(asked: _Asked, seen: Compared | None) -> Iterator[Setting]:
    """Yield what the plan was made from; of each lens also its answer and the tables that rests on."""
    ground = _INPUTS if asked.ruled.sites.travel is None else _INPUTS | _GROUND
    used = {} if seen is None else {demand.lens.result_id: demand.lens for demand in seen.demands.values()}
    if asked.lens is not None:
        used[asked.lens.lens.result_id] = asked.lens.lens
    beneath = dict.fromkeys(_tables_beneath(asked.project, used), asked.cases)
    yield from input_hashes(asked.project, {**beneath, **ground})
    for lens in used.values():
        yield Setting(f"lens_{lens.name}", f"{lens.result_id}, {lens.created_at}", asked.cases)


def _tables_beneath(project: Project, used: dict[str, Lens]) -> Iterator[str]:
    for result_id in used:
        for each in stored_result(project, result_id).result.provenance:
            if each.name.startswith("sha256_"):
                yield each.name.removeprefix("sha256_")
