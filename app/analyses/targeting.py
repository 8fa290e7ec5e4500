"""Which communes a programme should go to first, how sure that is, and who works there already."""

from collections.abc import Callable
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from app import travel_parameters
from app.children import children_by_commune, own_rows
from app.covariates import SERVICES, Asked
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.partner_presence import latest_beginning, partner_presence
from app.progress import unwatched
from app.result import Result, Sensitivity
from app.results import input_hashes
from app.targeting_criteria import Criteria, covariate_names, criteria_of, weighted_names
from app.targeting_findings import card, findings
from app.targeting_tables import Targeted, layers, rows, tables
from app.travel_matrices import Way
from app.travel_parameters import Mode, Speeds
from data.project import Project

GROUP = "plan"
TITLE = N_("Which communes a programme should go to")
_PART = 0.5
"""Of the work, what the ways to services take."""


class Parameters(Base):
    """What communes are ranked on, how, and how far weights may vary."""

    criteria: str = parameter(
        "children=1, poverty=1, dropouts=1, remoteness=1, services=1", label=N_("Criteria and weights"),
        about=N_(
            "Separated by commas: children, poverty, dropouts, remoteness, services, reported, expected, adjusted, or "
            "indicators of the data"
        ),
    )  # fmt: skip
    shortlist: int = parameter(10, label=N_("Communes on the list"), ge=1, le=500)
    method: Literal["min_max", "ranks", "topsis"] = parameter("min_max", label=N_("Method"))
    less_is_need: str = parameter(
        SERVICES, label=N_("Criteria of which less is more need"), about=N_("Separated by commas")
    )
    on: date | None = parameter(
        None, label=N_("Partners active on"),
        about=N_("Empty: the last day the indicators know, else the day the latest partner began"),
    )  # fmt: skip
    services: str = parameter(
        "police_post, health_station, hospital", label=N_("Services"),
        about=N_("Kinds of public place that remoteness and services are about, separated by commas"),
    )  # fmt: skip
    ethnicity_justification: str = parameter(
        "", label=N_("Reason for using ethnicity or religion"), advanced=True,
        about=N_("Who decided so and why; it is printed with the result. Without it no such indicator is used"),
    )  # fmt: skip
    concentration: float = parameter(
        50.0, label=N_("How firm the weights are"), gt=0, le=10_000, advanced=True,
        about=N_("Higher: drawn weights stay nearer to those chosen (Dirichlet concentration)"),
    )  # fmt: skip
    level: float = parameter(0.9, label=N_("Confidence level"), ge=0.5, le=0.999, advanced=True)
    draws: int = parameter(1000, label=N_("Draws of weights and data"), ge=100, le=20_000, advanced=True)
    seed: int = parameter(0, label=N_("Seed of chance"), ge=0, advanced=True)
    mode: Mode = travel_parameters.mode()
    resolution: float = travel_parameters.resolution()
    friction: Speeds = travel_parameters.friction()


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoChildren, NoLens, NoJustification, BadParameter
        The project lacks what is asked for, or a criterion or weight is no such thing.
    models.errors.NoWeight
        No criterion asked for is in the data.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read.
    """
    report = tick or unwatched
    weights = weighted_names(project, parameters.criteria)
    children = children_by_commune(project)
    asked = Asked(covariate_names(weights), parameters.services, parameters.ethnicity_justification)
    way = Way(parameters.mode, "dry", parameters.friction, parameters.resolution)
    less = [word.strip() for word in parameters.less_is_need.split(",")]
    criteria = criteria_of(
        project, weights, asked, children.by_commune, way, less_is_need=less,
        tick=lambda done: report(_PART * done),
    )  # fmt: skip
    found = _targeted(project, parameters, criteria, lambda done: report(_PART + (1 - _PART) * done))
    frame = rows(project, found)
    return Result(
        analysis="targeting",
        parameters=(),
        denominator=children.denominator,
        tables=tables(project, found),
        layers=layers(criteria),
        findings=tuple(findings(found, frame)),
        card=card(with_cases=criteria.sensitivity is Sensitivity.CASE),
        provenance=input_hashes(project, _INPUTS | _cases(criteria)),
    )


_INPUTS = {
    **dict.fromkeys(("units", "indicators", "demand_points", "partners"), Sensitivity.AREA),
    "facilities": Sensitivity.PLACE,
    **dict.fromkeys(("rasters", "roads", "barriers", "travel_speeds"), Sensitivity.AREA),
}


def _cases(criteria: Criteria) -> dict[str, Sensitivity]:
    lenses = criteria.sensitivity is Sensitivity.CASE
    return dict.fromkeys(("case_counts", "cases"), Sensitivity.CASE) if lenses else {}


def _targeted(project: Project, parameters: Parameters, criteria: Criteria, tick: Callable[[float], None]) -> Targeted:
    from models.targeting import ranking

    values, lower, upper = (frame.to_numpy(np.float64) for frame in criteria.need())
    found = ranking(
        values, criteria.weights.to_numpy(np.float64), shortlist=parameters.shortlist, method=parameters.method,
        lower=lower, upper=upper, concentration=parameters.concentration, draws=parameters.draws,
        level=parameters.level, seed=parameters.seed, tick=tick,
    )  # fmt: skip
    day = parameters.on or _latest_day(project)
    return Targeted(criteria, found, partner_presence(project, day), parameters.shortlist, parameters.method, day)


def _latest_day(project: Project) -> date:
    """Return the last day of the indicators, on which the ranking rests; else that of the latest partner's beginning.

    Where no day is known at all, that on which the project was made.
    """
    known = own_rows(project, "indicators")["period_end"].max()
    if pd.notna(known):
        return pd.Timestamp(known).date()
    return latest_beginning(project) or date.fromisoformat(project.about.created_at[:10])
