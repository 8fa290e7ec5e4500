"""The parameters that every question about cases shares: which kinds, whose list, which days, which children."""

from typing import Any

from app.case_counts import ALL
from app.children import AGE_BAND
from app.language import N_
from app.parameters import parameter


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
