"""What is not reported: silent communes, true cases under a stated prior, and what several lists leave out.

Three parts that can be asked for alone: `silent`, `adjusted`, `lists`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from app import case_parameters
from app.case_counts import Selection, year_totals
from app.children import Children
from app.errors import NoReportingPrior
from app.hidden_card import card
from app.hidden_communes import Facts, facts
from app.hidden_demand import PERCENT, Demand, with_demand, without_demand
from app.hidden_findings import demand_findings, silence_findings
from app.hidden_lists import list_findings, list_tables, refuse_sparse
from app.hidden_parameters import Parameters
from app.hidden_silence import CLASSES, GROUP_COLUMNS, group_table, with_silence
from app.language import N_
from app.list_overlaps import SeveralLists, from_patterns, listed_patterns, stated_patterns
from app.result import Chart, Column, Finding, Layer, Result, Sensitivity, Table
from app.results import input_hashes
from app.seat_distance import SeatDistance, seat_distance
from app.tables import table_of
from data.project import Project

if TYPE_CHECKING:
    from models.reporting import Prior

GROUP = "risk"
TITLE = N_("What is not reported: silent communes and true cases")


def picture(parameters: Parameters) -> tuple[Table, Chart] | None:
    """Return what the stated range says of reporting, as densities; None while nothing whole is stated."""
    from app.hidden_prior import prior_picture

    return prior_picture(parameters)


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoCounts, OverlappingPeriods, NoChildren
        The project lacks what the question needs.
    NoReportingPrior
        Only true cases are asked for, and nothing is stated of how many are reported.
    TooSparse
        Only several lists are asked for, and they share too little.
    BadOverlaps, BadReferrals, UnknownAgency, TooManyLists
        What is stated of the lists cannot be read, or there are too many.
    BadParameter, UnknownCommune
        A range whose ends are the wrong way round; a seat that is no commune.
    """
    from app.hidden_prior import prior_of, prior_picture, prior_table

    prior = prior_of(parameters)
    if parameters.part == "adjusted" and prior is None:
        raise NoReportingPrior
    asked = _asked(project, parameters)
    _tell(tick, 0.2)
    communes = _communes(asked.known, parameters)
    groups = _groups(asked.known, parameters)
    _tell(tick, 0.5)
    demand = _demand(communes, prior, parameters)
    _tell(tick, 0.8)
    lists = _lists(project, parameters, None if tick is None else lambda done: _tell(tick, 0.8 + 0.2 * done))
    drawn = prior_picture(parameters)
    _tell(tick, 1.0)
    return Result(
        analysis="hidden",
        parameters=(),
        period=case_parameters.period(asked.chosen.start, asked.chosen.end, parameters),
        denominator=asked.children.denominator,
        tables=(
            table_of("communes", _shown(demand.frame), _columns(parameters.part, demand), Sensitivity.AREA),
            groups,
            prior_table(prior),
            *list_tables(lists),
            *([drawn[0]] if drawn else []),
        ),
        layers=_layers(parameters, demand),
        charts=(drawn[1],) if drawn else (),
        findings=(
            *_silence_said(communes, groups, asked, parameters),
            *_demand_said(demand, prior, asked, parameters),
            *(list_findings(lists, parameters.referrals) if lists is not None else ()),
        ),
        card=card(communes),
        year_totals=year_totals(project),
        provenance=input_hashes(project, _inputs(asked.chosen)),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the project says about the communes and the period."""

    chosen: Selection
    children: Children
    distance: SeatDistance | None
    known: Facts


def _asked(project: Project, parameters: Parameters) -> _Asked:
    chosen, children = case_parameters.counts_and_children(project, parameters)
    distance = seat_distance(project, seat=parameters.seat)
    return _Asked(chosen, children, distance, facts(project, chosen, children, distance, on=parameters.period_end))


def _communes(known: Facts, parameters: Parameters) -> pd.DataFrame:
    """Return the communes, judged where silence is asked for."""
    if parameters.part in ("all", "silent"):
        return with_silence(known, parameters.false_discovery / PERCENT)
    return known.frame.assign(expected=np.nan, visible_from=np.nan, p=np.nan, adjusted_p=np.nan, silence=None)


def _demand(communes: pd.DataFrame, prior: "Prior | None", parameters: Parameters) -> Demand:
    if prior is None or parameters.part not in ("all", "adjusted"):
        return without_demand(communes)
    return with_demand(communes, prior, level=parameters.level, draws=parameters.draws, seed=parameters.seed)


def _silence_said(communes: pd.DataFrame, groups: Table, asked: _Asked, parameters: Parameters) -> list[Finding]:
    return silence_findings(communes, groups, asked.chosen) if parameters.part in ("all", "silent") else []


def _demand_said(demand: Demand, prior: "Prior | None", asked: _Asked, parameters: Parameters) -> list[Finding]:
    if parameters.part not in ("all", "adjusted"):
        return []
    return demand_findings(demand, prior, asked.known, asked.distance.seat_name if asked.distance else None)


def _groups(known: Facts, parameters: Parameters) -> Table:
    if parameters.part in ("all", "silent"):
        return group_table(known, parameters.false_discovery / PERCENT)
    return Table("groups", GROUP_COLUMNS, (), Sensitivity.CASE)


def _lists(project: Project, parameters: Parameters, tick: Callable[[float], None] | None) -> SeveralLists | None:
    if parameters.part not in ("all", "lists"):
        return None
    patterns = stated_patterns(parameters.list_counts)
    if not parameters.list_counts.strip():
        patterns = listed_patterns(
            project,
            kind=parameters.kind,
            start=parameters.period_start,
            end=parameters.period_end,
            agencies=parameters.list_agencies,
            linked=parameters.linked,
        )
    found = from_patterns(
        patterns, referrals=parameters.referrals, level=parameters.level, seed=parameters.seed, tick=tick
    )
    if parameters.part == "lists":
        refuse_sparse(found)
    return found


def _tell(tick: Callable[[float], None] | None, done: float) -> None:
    if tick is not None:
        tick(done)


def _inputs(chosen: Selection) -> dict[str, Sensitivity]:
    case = ("case_counts", "cases") if chosen.of_cases else ("case_counts",)
    return {
        **dict.fromkeys(("units", "indicators"), Sensitivity.AREA),
        **dict.fromkeys(case, Sensitivity.CASE),
        "officers": Sensitivity.PERSON,
    }


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table: shares in percent, the code as a column."""
    shares = {name: PERCENT * frame[name] for name in ("returns_share", "officer_presence")}
    percent = frame.assign(**shares)
    return percent.assign(code=percent.index)


def _case(name: str, unit: str = "") -> Column:
    return Column(name, unit, Sensitivity.CASE)


_NAME, _CASES = Column("name", "", Sensitivity.PUBLIC), _case("cases", "cases")
SILENCE_COLUMNS = (
    _case("expected", "expected cases"),
    _case("visible_from", "expected cases"),
    _case("p", "probability"),
    _case("adjusted_p", "probability"),
    _case("silence"),
)
DEMAND_COLUMNS = (
    _case("true_cases_per_year", "cases a year"),
    _case("true_cases_per_year_lower", "cases a year"),
    _case("true_cases_per_year_upper", "cases a year"),
    _case("true_rate", "per 1,000 children and year"),
    _case("reporting_rate", "%"),
    _case("reporting_rate_lower", "%"),
    _case("reporting_rate_upper", "%"),
)
FACT_COLUMNS = (
    Column("officer_presence", "%", Sensitivity.PERSON),
    Column("distance_km", "km", Sensitivity.AREA),
    Column("poverty", "%", Sensitivity.AREA),
    _case("returns_share", "%"),
    Column("children", "children", Sensitivity.AREA),
    Column("code", "", Sensitivity.PUBLIC),
)


def _columns(part: str, demand: Demand) -> tuple[Column, ...]:
    """Return the columns there is something to say in: the name, what was found, what it rests on, the code."""
    silence = SILENCE_COLUMNS if part in ("all", "silent") else ()
    return (_NAME, _CASES, *silence, *(DEMAND_COLUMNS if demand.total is not None else ()), *FACT_COLUMNS)


_SILENCE = Layer(
    "silence",
    "communes",
    "communes",
    ("name", "silence", "cases", "expected", "visible_from", "adjusted_p", "returns_share", "code"),
    Sensitivity.CASE,
    value="silence",
    categories=CLASSES,
)
_TRUE = Layer(
    "true_rate",
    "communes",
    "communes",
    (
        *("name", "true_rate", "true_cases_per_year", "true_cases_per_year_lower", "true_cases_per_year_upper"),
        *("reporting_rate", "reporting_rate_lower", "reporting_rate_upper", "cases", "children", "code"),
    ),
    Sensitivity.CASE,
    value="true_rate",
    sense="bad",
)


def _layers(parameters: Parameters, demand: Demand) -> tuple[Layer, ...]:
    """Return the maps there is something to see on."""
    silence = [_SILENCE] if parameters.part in ("all", "silent") else []
    return (*silence, *([_TRUE] if demand.total is not None else []))
