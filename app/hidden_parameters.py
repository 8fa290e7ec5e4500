"""The parameters of the question `hidden`: what is counted, what of it is asked, and what is held of reporting."""

from datetime import date
from typing import Literal

from app import case_parameters
from app.case_counts import ALL
from app.language import N_
from app.list_overlaps import Linked
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.result import Sensitivity

REPORTING_LOWER = N_("Share of all cases that is reported: at least")
Part = Literal["all", "silent", "adjusted", "lists"]


class Parameters(Base):
    """What is counted, what of it is asked, and what is held of reporting."""

    part: Part = parameter("all", label=N_("What to answer"), about=N_("All three parts, or one of them alone"))
    kind: str = case_parameters.kind()
    agency: str = case_parameters.agency()
    period_start: date | None = case_parameters.period_start()
    period_end: date | None = case_parameters.period_end()
    reporting_lower: float = parameter(
        0.0, label=REPORTING_LOWER, unit="%", ge=0, lt=100,
        about=N_("Lower end of a range you are nine tenths sure of. 0: nothing is stated, no true cases"),
    )  # fmt: skip
    reporting_upper: float = parameter(
        0.0, label=N_("Share of all cases that is reported: at most"), unit="%", ge=0, lt=100,
        about=N_("Upper end of the same range"),
    )  # fmt: skip
    presence_link_lower: float = parameter(
        0.0, label=N_("Link to officers: at least"), ge=-10, le=10, advanced=True,
        about=N_("Change of the log odds of being reported from no officer to a full one. 0: no link"),
    )  # fmt: skip
    presence_link_upper: float = parameter(0.0, label=N_("Link to officers: at most"), ge=-10, le=10, advanced=True)
    distance_link_lower: float = parameter(
        0.0, label=N_("Link to distance: at least"), ge=-10, le=10, advanced=True,
        about=N_("Change of the log odds of being reported for 100 km more to the province's seat. 0: no link"),
    )  # fmt: skip
    distance_link_upper: float = parameter(0.0, label=N_("Link to distance: at most"), ge=-10, le=10, advanced=True)
    reporting_spread: float = parameter(
        0.2, label=N_("Differences in reporting that no link explains"), ge=0, le=3, advanced=True,
        about=N_("Standard deviation of the log odds between communes"),
    )  # fmt: skip
    referrals: str = parameter(
        "", label=N_("Did one agency send the case to the other?"),
        about=N_("Such as police>health; school>police, or none. Empty: nobody has said, and the result is “at least”"),
    )  # fmt: skip
    list_counts: str = parameter(
        "", label=N_("How many cases each set of lists holds"), advanced=True,
        about=N_("Such as police=120; health=90; police+health=30. Empty: counted from the list of cases"),
        sensitivity=Sensitivity.CASE,
    )  # fmt: skip
    list_agencies: str = parameter(
        ALL, label=N_("Whose lists are compared"), advanced=True, about=N_("Agencies separated by commas, or all"),
    )  # fmt: skip
    linked: Linked = parameter(
        "surely", label=N_("Two cases are of one child from"), advanced=True,
        about=N_("As long as nobody has decided about the pair (question “reconcile”)"),
    )  # fmt: skip
    seat: str = parameter(
        "", label=N_("Distances are measured from"), advanced=True,
        about=N_("Code of a commune; empty: the ward with most people"),
    )  # fmt: skip
    false_discovery: float = parameter(
        10.0, label=N_("False discovery rate"), unit="%", ge=0.1, le=50, advanced=True,
        about=N_("At most this share of the communes called silent is so by chance"),
    )  # fmt: skip
    level: float = parameter(0.95, label=N_("Confidence level"), ge=0.5, le=0.999, advanced=True)
    age_band: str = case_parameters.age_band()
    draws: int = parameter(4000, label=N_("Draws"), ge=200, le=20000, advanced=True)
    seed: int = parameter(0, label=N_("Seed"), ge=0, le=2**31 - 1, advanced=True)
