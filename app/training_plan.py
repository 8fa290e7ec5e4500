"""A programme of courses for the officers of a project: what is held, who attends, and what each course is worth.

Owns `Programme` and `programme`; every price equals a re-solve without the course.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from app.progress import Tick
from app.skill_matrix import SkillMatrix
from app.training_offer import PLANNED, Offer

if TYPE_CHECKING:
    from models.training import Training


class Limits(Protocol):
    """What a programme must respect."""

    number: int
    budget: float
    limit: float
    most_courses: int
    fairness: float
    time_limit: float


@dataclass(frozen=True, eq=False)
class Staff:
    """Who may attend.

    Attributes
    ----------
    matrix : SkillMatrix
        Of officers of communes only.
    children : Series, index: code of the commune
    stand_ins : tuple of str
        Communes that may be left without their officers for a day.
    groups : Series, index: code of the commune; None without groups
    """

    matrix: SkillMatrix
    children: "pd.Series[float]"
    stand_ins: tuple[str, ...]
    groups: "pd.Series[str] | None"

    @property
    def rows(self) -> pd.DataFrame:
        """A row an officer: `unit` and the `children` of that unit."""
        units = self.matrix.officers["unit_code"]
        return pd.DataFrame({"unit": units, "children": units.map(self.children).fillna(0.0).to_numpy(float)})

    @property
    def holding(self) -> pd.DataFrame:
        """Whether anybody of the commune holds the topic; index: communes with officers, a column a topic."""
        held = pd.DataFrame(self.matrix.held, columns=list(self.matrix.topics))
        return held.groupby(self.matrix.officers["unit_code"].to_numpy()).any()


@dataclass(frozen=True, eq=False)
class Programme:
    """A solved programme.

    Attributes
    ----------
    offer : Offer
    training : Training
        Courses and places by position.
    limit : float
        Minutes beyond which nobody travels to a course.
    days : Series, index: position of a course held
    price : Series, index: position of a course held
        Children × topics by which the most that can close is less without this course.
    instead : Series, index: position of a course held
        The course, by position, that the best programme without it holds and this one does not; −1 where there is none.
    planned_alone : float, optional
        Children × topics that the courses planned already could close without proposals; None where there was no choice
        between them, or no proposal is held.
    """

    staff: Staff
    offer: Offer
    training: "Training"
    limit: float
    days: pd.Series
    price: "pd.Series[float]"
    instead: pd.Series
    planned_alone: float | None

    @property
    def statuses(self) -> "pd.Series[str]":
        """Which of the courses held are planned already and which are proposals, by position."""
        held: pd.Series[str] = self.offer.courses["course_status"].iloc[list(self.training.courses)]
        return held

    @property
    def places(self) -> pd.DataFrame:
        """A row a place taken: `officer_id`, `unit_code`, `topic`, `course`, `minutes`, `closes` (the unit's gap)."""
        officers, taken = self.staff.matrix.officers, pd.DataFrame(self.training.attends, columns=["officer", "course"])
        rows = officers.iloc[taken["officer"]].reset_index(drop=True)[["officer_id", "unit_code"]]
        topics = self.offer.courses["topic"].iloc[taken["course"]].to_numpy()
        minutes = self.offer.minutes
        return rows.assign(
            topic=topics,
            course=taken["course"].to_numpy(int),
            minutes=[
                minutes.loc[unit, course] for unit, course in zip(rows["unit_code"], taken["course"], strict=True)
            ],
        )


def programme(staff: Staff, offer: Offer, limits: Limits, *, first_day: date, tick: Tick) -> Programme:
    """Choose courses and who attends. Raises models.errors.ModelError."""
    training = _solved(staff, offer, limits, tick=lambda done: tick(_FIRST * done))
    price, instead = {}, {}
    for done, course in enumerate(training.courses, start=1):
        other = _most_closed(staff, offer.without(course), limits)
        price[course] = max(0.0, round(training.objective - other.closed, _DECIMALS))
        instead[course] = _new(other.courses, course, training.courses)
        tick(_FIRST + (1.0 - _FIRST) * done / len(training.courses))
    return Programme(
        staff, offer, training, limits.limit, _days(offer, training, first_day),
        pd.Series(price, dtype=float), pd.Series(instead, dtype=int), _planned_alone(staff, offer, limits, training),
    )  # fmt: skip


def _planned_alone(staff: Staff, offer: Offer, limits: Limits, training: "Training") -> float | None:
    held = offer.courses["course_status"].iloc[list(training.courses)]
    if not offer.number(PLANNED) or (held == PLANNED).all():
        return None
    return _most_closed(staff, offer.only(PLANNED), limits).closed


_FIRST = 0.4
_DECIMALS = 3
"""Of children: what is below is rounding of the solver."""


def closed_with_stand_ins(staff: Staff, offer: Offer, limits: Limits) -> float:
    """Return the children × topics that would close if somebody stood in everywhere."""
    everywhere = Staff(staff.matrix, staff.children, tuple(staff.matrix.officers["unit_code"].unique()), staff.groups)
    return _most_closed(everywhere, offer, limits).closed


def _solved(staff: Staff, offer: Offer, limits: Limits, *, tick: Tick) -> "Training":
    from models.training import plan

    groups = None if staff.groups is None else list(staff.rows["unit"].map(staff.groups))
    return plan(**_asked(staff, offer, limits), groups=groups, fairness=limits.fairness / PERCENT, tick=tick)


def _most_closed(staff: Staff, offer: Offer, limits: Limits) -> "Training":
    from models.training import most_closed

    return most_closed(**_asked(staff, offer, limits))


def _asked(staff: Staff, offer: Offer, limits: Limits) -> dict[str, Any]:
    """Return staff, courses and limits as the model takes them."""
    topic = {name: position for position, name in enumerate(staff.matrix.topics)}
    rows = staff.rows
    return {
        "officers": rows,
        "skills": staff.matrix.held,
        "courses": offer.courses.assign(topic=offer.courses["topic"].map(topic)),
        "budget": limits.budget,
        "minutes": offer.minutes.reindex(rows["unit"]).to_numpy(float),
        "furthest": limits.limit,
        "most_courses": limits.most_courses,
        "most_held": limits.number,
        "stand_ins": staff.stand_ins,
        "time_limit": limits.time_limit,
    }


PERCENT = 100.0


def _new(courses: tuple[int, ...], left_out: int, before: tuple[int, ...]) -> int:
    """Return the course of another programme that is not in this one, counted as in the whole offer; −1 for none."""
    counted = [course + (course >= left_out) for course in courses]
    return next((course for course in counted if course not in before), -1)


def _days(offer: Offer, training: "Training", first_day: date) -> pd.Series:
    """Return the day of each course held: as planned; of proposals a week of its own, that most attend first."""
    held = list(training.courses)
    chosen = offer.courses.iloc[held]
    stated = chosen.loc[chosen["course_status"] == PLANNED, "day"]
    planned = {course: pd.Timestamp(day) for course, day in stated.items()}
    taken = pd.Series([course for _, course in training.attends], dtype=int).value_counts()
    proposed = sorted(set(held) - set(planned), key=lambda course: (-int(taken.get(course, 0)), course))
    weekly = (pd.Timestamp(first_day + timedelta(weeks=week)) for week in count())
    free = (day for day in weekly if day not in set(planned.values()))
    days = planned | dict(zip(proposed, free, strict=False))
    return pd.Series(days, dtype="datetime64[s]").reindex(held)


def gaps(staff: Staff, held: pd.DataFrame) -> "pd.Series[float]":
    """Return the children × topics nobody holds, by commune with children; all topics where there is no officer."""
    lacking = (~held.reindex(staff.children.index, fill_value=False).astype(bool)).sum(axis=1)
    return lacking * staff.children


def holding_after(planned: Programme) -> pd.DataFrame:
    """Return whether anybody of the commune holds the topic once the courses are held."""
    after = planned.staff.holding.copy()
    for unit, topic in planned.places[["unit_code", "topic"]].itertuples(index=False):
        after.loc[unit, topic] = True
    return after.astype(np.bool_)
