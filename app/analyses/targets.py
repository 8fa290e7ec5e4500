"""Which targets are reached, what is missing in which commune, and which cannot be measured from the data."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from app.children import children_by_commune, communes, full_names, own_rows
from app.errors import BadParameter, NoOfficers, NoTargets
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.result import Result, Sensitivity
from app.results import input_hashes
from app.skill_matrix import latest_day
from app.target_measures import AsOf
from app.target_progress import campaign_days, campaign_rows, inactive_communes, progress
from app.target_tables import LAYERS, Campaigns, card, findings, tables
from data.project import Project

GROUP = "plan"
TITLE = N_("How far the targets are")


class Parameters(Base):
    """The day of measuring, how long skills count, and the campaign days."""

    on: date | None = parameter(
        None, label=N_("As of"), about=N_("Empty: the last day the officers' data know, else that of the indicators")
    )
    years_valid: float = parameter(3.0, label=N_("A skill is valid for"), unit="years", gt=0, le=50)
    seats: int = parameter(
        25, label=N_("Seats in a course"), ge=1, le=500, about=N_("For counting the courses still needed")
    )
    campaigns: str = parameter(
        "12-06, 25-11", label=N_("Campaign days"), about=N_("Day and month, separated by commas: 12-06, 25-11")
    )
    around: int = parameter(
        15, label=N_("Days before and after a campaign day"), unit="days", ge=0, le=60, advanced=True
    )


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoTargets, NoChildren
        The project states no target, or no number of children.
    BadParameter
        A campaign day is no day of the year.
    """
    if project["targets"].empty:
        raise NoTargets()
    at = AsOf(parameters.on or _latest_day(project), parameters.years_valid)
    found = progress(project, at, seats=parameters.seats)
    campaigns = _campaigns(project, parameters, at.day)
    if tick:
        tick(1.0)
    return Result(
        analysis="targets",
        parameters=(),
        denominator=children_by_commune(project).denominator,
        tables=tables(project, found, campaigns),
        layers=LAYERS,
        findings=tuple(findings(found, campaigns, at)),
        card=card(),
        provenance=input_hashes(project, _INPUTS),
    )


_INPUTS = {
    **dict.fromkeys(("officers", "skills"), Sensitivity.PERSON),
    **dict.fromkeys(("units", "indicators", "targets", "courses"), Sensitivity.AREA),
    "facilities": Sensitivity.PLACE,
}


def _latest_day(project: Project) -> date:
    try:
        return latest_day(project)
    except NoOfficers:
        last = own_rows(project, "indicators")["period_end"].max()
        due = project["targets"]["due_on"].max()
        return pd.Timestamp(due if pd.isna(last) else last).date()


def _campaigns(project: Project, parameters: Parameters, day: date) -> Campaigns:
    """Return the campaigns of the year of the day and the one before, and the next ones. Raises BadParameter."""
    texts = parameters.campaigns.split(",")
    try:
        days = campaign_days(texts, (day.year - 1, day.year, day.year + 1))
    except ValueError:
        raise BadParameter("targets", "campaigns", parameters.campaigns, "DD-MM, DD-MM") from None
    past, coming = [each for each in days if each <= day], [each for each in days if each > day]
    units = communes(project)
    names = full_names(units).set_axis(units["code"])
    inactive = inactive_communes(project, past, around=parameters.around)
    return Campaigns(
        campaign_rows(project, past, around=parameters.around),
        inactive.assign(name=inactive["code"].map(names)),
        tuple(coming[: len(texts)]),
    )
