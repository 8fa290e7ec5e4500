"""How many cases to expect in each commune from what is known of it, and whether that beats counting children.

Poisson regression (boosting where there is enough to learn from) beside three baselines, tried by blocks and by time.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from app import case_parameters, travel_parameters
from app.case_counts import year_totals
from app.covariates import OFFERED, Asked, asked_names, covariates_of, says_who_people_are
from app.expected_findings import card, findings
from app.expected_parts import Answer, panel_from, units_of
from app.expected_periods import counted
from app.expected_tables import tables
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.progress import unwatched
from app.result import Chart, Layer, Result, Sensitivity
from app.results import input_hashes
from app.travel_matrices import Way
from app.travel_parameters import Mode, Speeds
from data.project import Project

GROUP = "risk"
TITLE = N_("Cases to expect, and whether a model beats counting children")
DRAWS = 4000
_PART = 0.3
"""Of the work, what the ways to services take."""


class Parameters(Base):
    """What is counted and when, which covariates in which order, and how sure the answer is to be."""

    kind: str = case_parameters.kind()
    agency: str = case_parameters.agency()
    period_start: date | None = case_parameters.period_start()
    period_end: date | None = case_parameters.period_end()
    covariates: str = parameter(
        ", ".join(OFFERED), label=N_("What cases may go with"),
        about=N_("In the order of use, separated by commas, or indicators of the data: one for each 15 cases is used"),
    )  # fmt: skip
    services: str = parameter(
        "police_post, health_station, hospital", label=N_("Services"),
        about=N_("Kinds of public place that remoteness and services are about, separated by commas"),
    )  # fmt: skip
    ethnicity_justification: str = parameter(
        "", label=N_("Reason for using ethnicity or religion"), advanced=True,
        about=N_("Who decided so and why; it is printed with the result. Without it no such indicator is used"),
    )  # fmt: skip
    level: float = parameter(0.95, label=N_("Confidence level"), ge=0.5, le=0.999, advanced=True)
    blocks: int = parameter(
        5, label=N_("Blocks of neighbouring communes"), ge=2, le=50, advanced=True,
        about=N_("Each is hidden in turn to see whether the model holds where it has seen nothing"),
    )  # fmt: skip
    bootstraps: int = parameter(500, label=N_("Resamples of the communes"), ge=100, le=10_000, advanced=True)
    seed: int = parameter(0, label=N_("Seed of chance"), ge=0, advanced=True)
    age_band: str = case_parameters.age_band()
    mode: Mode = travel_parameters.mode()
    resolution: float = travel_parameters.resolution()
    friction: Speeds = travel_parameters.friction()


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoCounts, OverlappingPeriods, NoChildren
        The project lacks what the question needs.
    BadParameter, NoJustification
        A covariate is not known, or says who people are and no reason is recorded.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read.
    """
    answer = _answer(project, parameters, tick or unwatched)
    periods = answer.counted.periods
    return Result(
        analysis="expected",
        parameters=(),
        period=case_parameters.period(periods[0].start, periods[-1].end, parameters),
        denominator=answer.children.denominator,
        tables=tables(answer),
        layers=LAYERS,
        findings=tuple(findings(answer, _justification(answer, parameters))),
        card=card(answer),
        charts=CHARTS if answer.curves else (),
        year_totals=year_totals(project),
        provenance=input_hashes(
            project,
            {
                "units": Sensitivity.AREA,
                "indicators": Sensitivity.AREA,
                "facilities": Sensitivity.PLACE,
                "demand_points": Sensitivity.AREA,
                "rasters": Sensitivity.AREA,
                "roads": Sensitivity.AREA,
                "barriers": Sensitivity.AREA,
                "travel_speeds": Sensitivity.AREA,
                "case_counts": Sensitivity.CASE,
                **({"cases": Sensitivity.CASE} if answer.chosen.of_cases else {}),
            },
        ),
    )


def _answer(project: Project, parameters: Parameters, tick: Callable[[float], None]) -> Answer:
    from models.risk import drawn_rates, expected_cases, explained

    names = asked_names(project, parameters.covariates)
    chosen, children = case_parameters.counts_and_children(project, parameters)
    units = units_of(project, children)
    by_code = units.set_index("code")["children"].fillna(0.0)
    asked = Asked(
        names, parameters.services, parameters.ethnicity_justification, parameters.age_band, parameters.period_end
    )
    way = Way(parameters.mode, "dry", parameters.friction, parameters.resolution)
    covariates = covariates_of(project, asked, by_code, way, tick=lambda done: tick(_PART * done))
    of_periods = counted(chosen, by_code)
    panel = panel_from(units, of_periods, covariates)
    same: dict[str, Any] = {"blocks": parameters.blocks, "level": parameters.level, "seed": parameters.seed}
    expected = expected_cases(
        panel, bootstraps=parameters.bootstraps, tick=lambda done: tick(_PART + (0.9 - _PART) * done), **same
    )
    importance, curves = explained(panel, expected, **same)
    draws = drawn_rates(panel, expected, draws=DRAWS, seed=parameters.seed)
    tick(1.0)
    return Answer(
        project.about.name, project.about.province_code, units, chosen, children, of_periods, covariates, panel,
        expected, importance, curves, draws, parameters.level, parameters.seed,
    )  # fmt: skip


def _justification(answer: Answer, parameters: Parameters) -> tuple[str, str] | None:
    """Return the indicators of who people are that were asked for, and the reason given; None where there are none."""
    named = [name for name in (*answer.panel.names, *answer.covariates.absent) if says_who_people_are(name)]
    return (", ".join(named), parameters.ethnicity_justification.strip()) if named else None


_POPUP = (
    *("name", "expected_cases_per_year", "expected_cases_per_year_lower", "expected_cases_per_year_upper"),
    *(
        "expected_rate",
        "cases",
        "expected_cases",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        "beside_expected",
        "children",
        "code",
    ),
)
LAYERS = (
    Layer("expected_rate", "communes", "communes", _POPUP, Sensitivity.CASE, value="expected_rate", sense="bad"),
    Layer("ratio", "communes", "communes", _POPUP, Sensitivity.CASE, value="ratio", sense="bad"),
)
CHARTS = (
    Chart(
        "effects", "effects", "covariate_value", ("effect_rate",), Sensitivity.CASE,
        band=("effect_rate_lower", "effect_rate_upper"), by="covariate",
    ),
)  # fmt: skip
