"""The parameters that every question about cases shares: which kinds, whose list, which days, which children.

Owns the fields, the counts and children they choose, and how sensitive the period is.
"""

from datetime import date
from typing import Any, Protocol

from app.case_counts import ALL, Selection, select_counts
from app.children import AGE_BAND, Children, children_by_commune
from app.language import N_
from app.parameters import parameter
from app.result import Period, Sensitivity
from data.project import Project


def kind() -> Any:
    """Return the kinds of case that are counted."""
    about = N_("Kinds of case as in the data, separated by commas, or every kind")
    return parameter(ALL, label=N_("Kinds of case"), scope="kinds", about=about)


def agency() -> Any:
    """Return whose list counts."""
    return parameter(ALL, label=N_("Agency"), about=N_("Whose list, or every list added up"))


def period_start() -> Any:
    """Return the first day."""
    return parameter(None, label=N_("From"), about=N_("First day; empty: as far as the data go"), scope="start")


def period_end() -> Any:
    """Return the last day."""
    return parameter(None, label=N_("To"), about=N_("Last day; empty: as far as the data go"), scope="end")


def age_band() -> Any:
    """Return the age of a child, as the indicator has it."""
    return parameter(AGE_BAND, label=N_("Age of a child"), advanced=True, about=N_("As in the indicator"))


class CaseQuestion(Protocol):
    """What a question about cases is asked with."""

    kind: str
    agency: str
    period_start: date | None
    period_end: date | None
    age_band: str


def counts_and_children(project: Project, asked: CaseQuestion) -> tuple[Selection, Children]:
    """Return the counts that answer a question, and the children of each commune at the end of its period.

    Raises
    ------
    NoCounts, OverlappingPeriods, NoChildren
        The project lacks what the question needs.
    """
    chosen = select_counts(
        project, kind=asked.kind, agency=asked.agency, start=asked.period_start, end=asked.period_end
    )
    return chosen, children_by_commune(project, age_band=asked.age_band, on=asked.period_end)


def period(start: date, end: date, asked: CaseQuestion) -> Period:
    """Return the period of an answer: as open as the question where that states both days, else read off the cases."""
    stated = asked.period_start and asked.period_end
    return Period(start, end, Sensitivity.PUBLIC if stated else Sensitivity.CASE)
