"""Targets and how far they are: a row a target, a row a target and unit, and activities around campaign days.

Owns `progress`, `Progress`, `unit_rows`, `campaign_rows` and `inactive_communes`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import Any, Literal

import numpy as np
import pandas as pd

from app.children import ACTIVITIES, commune_codes, indicator_rows
from app.result import Sensitivity
from app.skill_matrix import LEAST_OFFICERS
from app.target_measures import INVESTIGATION, INVESTIGATORS, STAFF, AsOf, Measured, Unmeasured, measure
from data.project import Project

LONGEST_PERIOD = 92
"""Days; activities stated for longer than a quarter belong to no campaign."""
REACHED, OVERDUE, RUNNING, UNKNOWN = "target_reached", "target_overdue", "target_running", "target_not_measured"
_PERCENT = 100.0
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Progress:
    """One target with what was found of it.

    Attributes
    ----------
    status : str
        `REACHED`, `OVERDUE` (the due day is past), `RUNNING` or `UNKNOWN`.
    courses_needed : int, optional
        Courses that train all who are missing on the due day: those without a valid skill, and those whose skills
        expire by then. None where courses do not bring the target nearer.
    planned_in_time, planned_late : mapping of str to int
        Courses that lie ahead by topic, of topics that bring the target nearer: by the due day, and after it.
    """

    indicator: str
    value: float
    unit: str | None
    due_on: date
    legal_basis: str | None
    found: Measured | Unmeasured
    status: str
    courses_needed: int | None
    planned_in_time: Mapping[str, int]
    planned_late: Mapping[str, int]

    @property
    def courses_planned(self) -> int:
        """How many courses that bring the target nearer are planned by its due day."""
        return sum(self.planned_in_time.values())

    @property
    def expiring(self) -> int:
        """How many officers are trained today and not on the due day, if nothing renews their skills."""
        if isinstance(self.found, Unmeasured) or self.found.by != "officers":
            return 0
        return round(float((self.found.counted["reached"] - self.found.counted["lasting"]).sum()))

    @property
    def sensitivity(self) -> Sensitivity:
        """Of the target's own figures: a sum over few officers, or that none or all are trained, tells of each."""
        if isinstance(self.found, Unmeasured) or self.found.by != "officers":
            return Sensitivity.AREA
        everyone, trained = (float(self.found.counted[name].sum()) for name in ("all", "reached"))
        mixed = everyone >= LEAST_OFFICERS and 0 < trained < everyone
        return Sensitivity.AREA if mixed else Sensitivity.PERSON


def progress(project: Project, at: AsOf, *, seats: int) -> list[Progress]:
    """Return every target of the project, by due day.

    Parameters
    ----------
    seats : int
        Of a course, for `courses_needed`.
    """
    targets = project["targets"].sort_values(["due_on", "indicator"], kind="stable")
    return [_progress(project, row, at, seats) for row in targets.to_dict("records")]


def _progress(project: Project, row: Mapping[Any, Any], at: AsOf, seats: int) -> Progress:
    indicator, value, due = str(row["indicator"]), float(str(row["value"])), pd.Timestamp(str(row["due_on"])).date()
    found = measure(project, indicator, row["unit"], replace(at, due_on=due))
    ahead = _courses_ahead(project, indicator, at.day)
    in_time = ahead["starts_on"] <= pd.Timestamp(due)
    return Progress(
        indicator, value, _text(row["unit"]), due, _text(row["legal_basis"]), found,
        _status(found, value, due, at.day), _courses_needed(indicator, value, found, seats),
        _by_topic(ahead[in_time]), _by_topic(ahead[~in_time]),
    )  # fmt: skip


def _courses_ahead(project: Project, indicator: str, day: date) -> pd.DataFrame:
    """Return the courses planned after the day that bring a target nearer: of staff those of any topic."""
    courses = project["courses"]
    ahead = courses[courses["starts_on"] > pd.Timestamp(day)]
    topics = _TOPICS.get(indicator, frozenset())
    return ahead if topics is None else ahead[ahead["topic"].isin(topics)]


def _by_topic(courses: pd.DataFrame) -> dict[str, int]:
    return {str(topic): int(number) for topic, number in courses["topic"].value_counts().sort_index().items()}


_TOPICS: Mapping[str, frozenset[str] | None] = {STAFF: None, INVESTIGATORS: frozenset({INVESTIGATION})}
"""Of each target that courses bring nearer, the topics that do; None for any."""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _status(found: Measured | Unmeasured, value: float, due: date, day: date) -> str:
    if isinstance(found, Unmeasured):
        return UNKNOWN
    if found.reached >= value - _ROUNDING:
        return REACHED
    return OVERDUE if due < day else RUNNING


def _courses_needed(indicator: str, value: float, found: Measured | Unmeasured, seats: int) -> int | None:
    if indicator not in _TOPICS or isinstance(found, Unmeasured) or found.by != "officers":
        return None
    return ceil(missing(found, value, counting="lasting") / seats - _ROUNDING)


def missing(found: Measured, value: float, *, counting: Literal["reached", "lasting"] = "reached") -> float:
    """Return what is missing of a target over all units together: whole people or places, or the rest of an amount.

    Of an indicator in per cent: percentage points. Of officers, `counting` those trained or those trained to the due
    day.
    """
    if found.by in ("amount", "indicator"):
        return max(0.0, value - found.reached)
    asked = value / _PERCENT * float(found.counted["all"].sum())
    return float(max(0.0, np.ceil(asked - float(found.counted[counting].sum()) - _ROUNDING)))


def unit_rows(found: Measured, value: float) -> pd.DataFrame:
    """Return a row a unit: `code`, `reached`, `all`, `missing` and `share` in per cent.

    What is missing is counted as if every unit had to reach the target by itself. Of an indicator in per cent,
    `missing` is in percentage points and `reached` and `all` are not known; of an amount only `reached` is.
    """
    counted = found.counted
    share = _PERCENT * counted["reached"] / counted["all"].where(counted["all"] > 0)
    needed = np.maximum(np.ceil(value / _PERCENT * counted["all"] - counted["reached"] - _ROUNDING), 0.0)
    if found.by == "indicator":
        return counted.assign(
            reached=np.nan, all=np.nan, missing=np.maximum(value - share, 0.0), share=share
        ).reset_index()
    return counted.assign(missing=needed, share=share).reset_index()


def campaign_days(texts: Sequence[str], years: Sequence[int]) -> list[date]:
    """Return the campaign days of some years from "12-06", day first.

    Raises
    ------
    ValueError
        A text is no day of the year.

    Examples
    --------
    >>> campaign_days(["12-06"], [2025])
    [datetime.date(2025, 6, 12)]
    """
    parts = [text.strip().split("-") for text in texts]
    return sorted(date(year, int(month), int(day)) for year in years for day, month in parts)


def campaign_rows(project: Project, days: Sequence[date], *, around: int) -> pd.DataFrame:
    """Return a row a campaign day: activities whose period meets the days `around` it, and communes with and without.

    A period longer than `LONGEST_PERIOD` belongs to no campaign.
    """
    communes = len(set(commune_codes(project)))
    found = [_campaign(_activities(project, day, around), day, communes) for day in days]
    return pd.DataFrame(found, columns=["campaign_on", "activities", "communes_active", "communes_inactive"])


def inactive_communes(project: Project, days: Sequence[date], *, around: int) -> pd.DataFrame:
    """Return a row a campaign day and commune without any activity around it: `campaign_on`, `code`, in their order.

    A campaign of which no commune states anything has no row: nothing is known of it.
    """
    codes = sorted(set(commune_codes(project)))
    rows = []
    for day in days:
        active = set(_activities(project, day, around)["unit_code"])
        rows += [(day.isoformat(), code) for code in codes if active and code not in active]
    return pd.DataFrame(rows, columns=["campaign_on", "code"])


def _activities(project: Project, day: date, around: int) -> pd.DataFrame:
    """Return the activities of communes whose period meets the days `around` a campaign day."""
    rows = indicator_rows(project)
    rows = rows[rows["indicator"] == ACTIVITIES]
    rows = rows[(rows["period_end"] - rows["period_start"]).dt.days < LONGEST_PERIOD]
    first, last = pd.Timestamp(day - timedelta(days=around)), pd.Timestamp(day + timedelta(days=around))
    return rows[(rows["period_start"] <= last) & (rows["period_end"] >= first) & (rows["value"] > 0)]


def _campaign(own: pd.DataFrame, day: date, communes: int) -> dict[str, object]:
    active = own["unit_code"].nunique()
    return {
        "campaign_on": day.isoformat(),
        "activities": float(own["value"].sum()),
        "communes_active": active,
        "communes_inactive": communes - active,
    }
