"""Each alert in a sentence: what came, what was expected, since when, and how often chance alone does as much."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from app.alert_series import Series
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.words import class_text


def series_name(series: Series) -> Text:
    """Return what a series is called: a kind in words, a unit by its name."""
    return Text(
        *(
            class_text(series.name, Language(code))
            if series.level == "kind"
            else shown_name(series.name, Language(code))
            for code in LANGUAGES
        )
    )


def by_farrington(series: Series, month: pd.Period, row: Mapping[str, Any], *, still_to_come: bool) -> Text:
    """Return the reason of an alert of the improved Farrington method."""
    message = (
        N_(
            "{name}, {month}: about {cases} cases once all are registered, where about {expected:1} were expected from "
            "the same season of past years. By chance alone so many come in about one month of {n}."
        )
        if still_to_come
        else N_(
            "{name}, {month}: {cases} cases, where about {expected:1} were expected from the same season of past "
            "years. By chance alone so many come in about one month of {n}."
        )
    )
    return both(message, name=series_name(series), month=_month(month), **_numbers(row))


def by_sum(series: Series, since: pd.Period, month: pd.Period, row: Mapping[str, Any]) -> Text:
    """Return the reason of an alert of the cumulative sum."""
    return both(
        N_(
            "{name}: {cases} cases from {since} to {month}, where about {expected:1} were expected. "
            "By chance alone the sum of such months comes to this in about one year of {n}."
        ),
        name=series_name(series),
        since=_month(since),
        month=_month(month),
        **_numbers(row),
    )


def by_waiting(series: Series, since: pd.Period, month: pd.Period, row: Mapping[str, Any]) -> Text:
    """Return the reason of an alert of the time between cases."""
    return both(
        N_(
            "{name}: {cases} cases close together, {months} months from {since} to {month}, a time in which about "
            "{expected:2} were expected. By chance alone they come so fast in about one year of {n}."
        ),
        name=series_name(series),
        since=_month(since),
        month=_month(month),
        months=(month - since).n + 1,
        **_numbers(row),
    )


def _numbers(row: Mapping[str, Any]) -> dict[str, float]:
    return {
        "cases": float(row["cases"]),
        "expected": float(row["cases_expected"]),
        "n": float(max(round(1 / max(float(row["chance"]), _SELDOM)), 1)),
    }


_SELDOM = 1e-4
"""Chances below this are said as one of 10,000: no model is right further out."""


def _month(month: pd.Period) -> str:
    return str(month.strftime("%m/%Y"))
