"""The courses that could be held: those planned already, which the project states and which lie ahead, and proposals.

Owns `Offer`, `stated_offer`, `proposed_offer` and `together`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd

from app.training_venues import Venues
from data.project import Project


class CourseTerms(Protocol):
    """What a proposed course, or what a stated one leaves out, is taken to be."""

    seats: int
    cost: float
    cost_each: float


@dataclass(frozen=True, eq=False)
class Offer:
    """Courses to choose between.

    Attributes
    ----------
    courses : DataFrame
        A row a course: `course_status` (`PLANNED` or `PROPOSED`), `topic` (word), `day` (of a proposal a label only: it
        bears a day once it is chosen), `seats`, `cost`, `cost_each`, `venue` (position among the venues, −1 where it is
        not known), `partner`, `course_id`.
    venues : Venues
        A place may stand here twice: as one of planned courses and as one of proposals.
    compared : int
        Venues among which proposals were made.
    not_public : int
        Stated courses left out, as their venue is not public or has no position.
    """

    courses: pd.DataFrame
    venues: Venues
    compared: int = 0
    not_public: int = 0

    def number(self, status: str) -> int:
        """Return how many courses there are of a status."""
        return int((self.courses["course_status"] == status).sum())

    @property
    def minutes(self) -> pd.DataFrame:
        """Minutes from each commune to the venue of each course; 0 where no venue is stated."""
        known = self.venues.minutes.assign(**{_NOWHERE: 0.0})
        columns = [_NOWHERE if venue < 0 else venue for venue in self.courses["venue"]]
        return known[columns].set_axis(range(len(columns)), axis=1)

    def only(self, status: str) -> "Offer":
        """Return the offer with the courses of a status alone."""
        own = self.courses[self.courses["course_status"] == status].reset_index(drop=True)
        return replace(self, courses=own)

    def without(self, course: int) -> "Offer":
        """Return the offer with one course taken out, by position."""
        rest = self.courses.drop(index=self.courses.index[course]).reset_index(drop=True)
        return replace(self, courses=rest)


PLANNED, PROPOSED = "course_planned", "course_proposed"
_NOWHERE = "nowhere"


def courses_ahead(project: Project, day: date, topics: Sequence[str]) -> pd.DataFrame:
    """Return the stated courses of these topics that start after the day, in order of their days."""
    courses = project["courses"]
    ahead = courses[(courses["starts_on"] > pd.Timestamp(day)) & courses["topic"].isin(topics)]
    return ahead.sort_values(["starts_on", "course_id"]).reset_index(drop=True)


def stated_offer(ahead: pd.DataFrame, venues: Venues, terms: CourseTerms) -> Offer:
    """Return stated courses as an offer; seats and cost that are not stated are as the terms say."""
    at = {facility: position for position, facility in enumerate(venues.places["facility_id"])}
    known = ahead["facility_id"].isna() | ahead["facility_id"].isin(at)
    kept = ahead[known].reset_index(drop=True)
    courses = pd.DataFrame(
        {
            "course_status": PLANNED,
            "topic": kept["topic"],
            "day": kept["starts_on"],
            "seats": kept["seats"].fillna(terms.seats).astype(float),
            "cost": kept["cost"].fillna(terms.cost).astype(float),
            "cost_each": np.where(kept["cost"].isna(), terms.cost_each, 0.0),
            "venue": kept["facility_id"].map(at).fillna(-1).astype(int),
            "partner": kept["partner"],
            "course_id": kept["course_id"],
        }
    )
    return Offer(courses, venues, not_public=int((~known).sum()))


def proposed_offer(topics: Sequence[str], venues: Venues, terms: CourseTerms) -> Offer:
    """Return a course of every topic at every venue, each on a day of its own."""
    rows = [(topic, venue) for topic in topics for venue in range(len(venues.places))]
    courses = pd.DataFrame(rows, columns=["topic", "venue"])
    courses = courses.assign(
        course_status=PROPOSED, day=range(len(rows)), seats=float(terms.seats), cost=terms.cost,
        cost_each=terms.cost_each, partner=None, course_id=None,
    )  # fmt: skip
    return Offer(courses, venues, compared=len(venues.places))


def together(planned: Offer, proposed: Offer) -> Offer:
    """Return two offers as one; courses that are planned already come first, so that ties go to them."""
    behind = len(planned.venues.places)
    moved = proposed.courses.assign(venue=proposed.courses["venue"] + behind)
    courses = [each.astype({"day": object}) for each in (planned.courses, moved) if len(each)]
    return Offer(
        pd.concat(courses, ignore_index=True) if courses else planned.courses,
        planned.venues.beside(proposed.venues),
        proposed.compared,
        planned.not_public,
    )
