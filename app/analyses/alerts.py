"""Where more cases come than the past leads one to expect: early warning within one budget of false alarms.

The improved Farrington method for the province, its kinds and former districts; cumulative sums and waiting times for
communes and rare kinds.
"""

from collections.abc import Callable
from datetime import date

import pandas as pd

from app import case_parameters
from app.alert_findings import card, findings
from app.alert_series import AllSeries, all_series
from app.alert_tables import (
    ALERT_COLUMNS,
    CATEGORIES,
    COMMUNE_COLUMNS,
    DELAY_COLUMNS,
    SERIES_COLUMNS,
    alert_table,
    commune_table,
    delay_table,
    series_table,
)
from app.alert_watch import Watch, watch_all
from app.case_counts import year_totals
from app.children import children_by_commune
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.result import Chart, Layer, Period, Result, Sensitivity, Table
from app.results import input_hashes
from app.tables import table_of
from data.project import Project

GROUP = "risk"
TITLE = N_("Early warning: where more cases come than expected")


class Parameters(Base):
    """What is watched, up to when, and how many false alarms are borne."""

    kind: str = case_parameters.kind()
    agency: str = case_parameters.agency()
    until: date | None = parameter(
        None, label=N_("Up to the month of"), scope="end",
        about=N_("A day of the last month watched; empty: the last month with data"),
    )  # fmt: skip
    budget: float = parameter(
        2.0, label=N_("False alarms a year"), ge=0.1, le=24,
        about=N_("How many alerts a year by chance alone are borne, over the whole province and all series"),
    )  # fmt: skip
    years: int = parameter(
        5, label=N_("Years of the past"), ge=3, le=10, advanced=True,
        about=N_("How far back large series are compared; fewer where the data begin later, at least 3"),
    )  # fmt: skip
    age_band: str = case_parameters.age_band()
    seed: int = parameter(0, label=N_("Seed of the simulation"), ge=0, le=2**31 - 1, advanced=True)


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoCounts, OverlappingPeriods, NoMonthlyCounts, NoChildren
        The project lacks what the question needs.
    TooShortHistory
        There are 12 months of counts or fewer.
    """
    children = children_by_commune(project, age_band=parameters.age_band, on=parameters.until)
    found = all_series(
        project,
        children.by_commune,
        kind=parameters.kind,
        agency=parameters.agency,
        end=parameters.until,
        seed=parameters.seed,
    )
    watch = watch_all(
        found,
        years=parameters.years,
        budget=parameters.budget,
        seed=parameters.seed,
        tick=tick or _unheard,
    )
    alerts, communes = alert_table(found, watch), commune_table(found, watch)
    return Result(
        analysis="alerts",
        parameters=(),
        period=_period(found, watch, parameters),
        denominator=children.denominator,
        tables=_tables(found, watch, alerts, communes),
        layers=LAYERS,
        findings=tuple(findings(found, watch, alerts, communes)),
        card=card(watch, budget=parameters.budget, years=parameters.years),
        charts=CHARTS,
        year_totals=year_totals(project),
        provenance=input_hashes(project, _inputs(found)),
    )


def _unheard(done: float) -> None:
    """Nobody asked how far the work is."""


def _tables(found: AllSeries, watch: Watch, alerts: pd.DataFrame, communes: pd.DataFrame) -> tuple[Table, ...]:
    tables = (
        table_of("communes", communes, COMMUNE_COLUMNS, Sensitivity.AREA),
        table_of("alerts", alerts, ALERT_COLUMNS, Sensitivity.CASE),
        table_of("series", series_table(found, watch), SERIES_COLUMNS, Sensitivity.CASE),
    )
    if found.delay is None:
        return tables
    return (*tables, table_of("delay", delay_table(found.delay), DELAY_COLUMNS, Sensitivity.CASE))


def _period(found: AllSeries, watch: Watch, parameters: Parameters) -> Period:
    first, last = found.months[watch.past].start_time.date(), found.months[-1].end_time.date()
    return Period(first, last, Sensitivity.PUBLIC if parameters.until else Sensitivity.CASE)


def _inputs(found: AllSeries) -> dict[str, Sensitivity]:
    read = {
        "units": Sensitivity.AREA,
        "indicators": Sensitivity.AREA,
        "crosswalk": Sensitivity.PUBLIC,
        "case_counts": Sensitivity.CASE,
    }
    return read | {"cases": Sensitivity.CASE} if found.monthly.chosen.of_cases else read


LAYERS = (
    Layer(
        "alert",
        "communes",
        "communes",
        ("name", "alert", "cases", "cases_expected", "months_since_case", "doublings_found", "children", "code"),
        Sensitivity.CASE,
        value="alert",
        sense="bad",
        categories=CATEGORIES,
    ),
)
CHARTS = (
    Chart(
        "series",
        "series",
        "month",
        ("cases", "cases_expected", "threshold"),
        Sensitivity.CASE,
        by="series",
        marked="alarm",
    ),
)
