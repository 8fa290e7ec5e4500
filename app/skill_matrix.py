"""Who knows what: the officers in post on a day, and for each topic whether they hold it, let it expire or lack it.

Owns `skill_matrix`, `current_officers` and the rule of when a skill counts, `known_skills`. They name officers by their
code, so all of it is about persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.children import own_rows
from app.errors import NoOfficers, NoTopics
from app.language import N_
from data.project import Project

RULE = N_(
    "A skill counts from the training until the day before it expires; one whose day of training is not known counts "
    "as held."
)
"""`known_skills` in words, for every card."""
HELD, EXPIRED, MISSING = "skill_held", "skill_expired", "skill_missing"
LEAST_OFFICERS = 5
"""Fewer officers than this could be told from sums over them: such sums are then as secret as the officers."""


@dataclass(frozen=True, eq=False)
class SkillMatrix:
    """Skills of officers on a day.

    Attributes
    ----------
    officers : DataFrame
        `officer_id`, `unit_code`, `role` of each officer, by unit and code; one row a person.
    topics : tuple of str
    trained_on : DataFrame, index: officer_id, a column a topic
        The latest day of training by then; NaT where there is none or its day is not known.
    status : DataFrame, of the same shape
        `HELD`, `EXPIRED` or `MISSING`.
    undated : int
        Skills whose day is not known; they count as held.
    """

    day: date
    years_valid: float
    officers: pd.DataFrame
    topics: tuple[str, ...]
    trained_on: pd.DataFrame
    status: pd.DataFrame
    undated: int

    @property
    def held(self) -> NDArray[np.bool_]:
        """Who holds what, shape (officer, topic)."""
        return (self.status == HELD).to_numpy(dtype=np.bool_)

    def held_until(self, day: date) -> NDArray[np.bool_]:
        """Return who holds what and still does on a later day if nothing renews it, shape (officer, topic)."""
        lasts = self.trained_on.map(lambda each: expires_on(each, self.years_valid), na_action="ignore").astype(_DAYS)
        lasting: NDArray[np.bool_] = self.held & (lasts.isna() | (lasts > pd.Timestamp(day))).to_numpy(dtype=np.bool_)
        return lasting


def latest_day(project: Project) -> date:
    """Return the last day that the officers and their skills say anything of. Raises NoOfficers without any."""
    officers, skills = project["officers"], project["skills"]
    days = pd.concat([officers["appointed_on"], officers["left_on"], skills["trained_on"]]).dropna()
    if days.empty:
        raise NoOfficers((), None)
    return pd.Timestamp(days.max()).date()


def current_officers(project: Project, day: date, *, roles: Sequence[str] = ()) -> pd.DataFrame:
    """Return the posts held on a day; of these roles only, where any are named.

    A day of appointment that is not known is long ago, and who has no day of leaving is still there.
    """
    posts, on = own_rows(project, "officers"), pd.Timestamp(day)
    begun = posts["appointed_on"].isna() | (posts["appointed_on"] <= on)
    current = posts[begun & (posts["left_on"].isna() | (posts["left_on"] > on))]
    return current[current["role"].isin(roles)] if roles else current


def skill_matrix(
    project: Project, *, day: date, roles: Sequence[str], years_valid: float, topics: Sequence[str] = ()
) -> SkillMatrix:
    """Return what the officers of these roles know.

    Parameters
    ----------
    years_valid : float
        Years from the training to the day a skill expires.
    topics : sequence of str
        Default: all that skills or courses of the project are of.

    Raises
    ------
    NoOfficers
        Nobody of these roles is in post that day.
    NoTopics
        No topic is named, and the project knows none.
    """
    officers = _one_row_each(current_officers(project, day, roles=roles))
    if officers.empty:
        raise NoOfficers(tuple(roles), day)
    about = tuple(dict.fromkeys(topics)) or known_topics(project)
    if not about:
        raise NoTopics()
    skills = project["skills"]
    own = skills[skills["topic"].isin(about) & skills["officer_id"].isin(officers["officer_id"])]
    known = known_skills(own, day=day, years_valid=years_valid).set_index(["officer_id", "topic"])
    shape = {"index": pd.Index(officers["officer_id"], name="officer_id"), "columns": list(about)}
    trained = known["trained_on"].unstack("topic").reindex(**shape).astype(_DAYS)
    status = known["status"].unstack("topic").reindex(**shape).astype(object)
    undated = int(known["trained_on"].isna().sum())
    return SkillMatrix(day, years_valid, officers, about, trained, status.where(status.notna(), MISSING), undated)


def known_skills(skills: pd.DataFrame, *, day: date, years_valid: float) -> pd.DataFrame:
    """Return what each officer has learnt by a day, and whether it still counts: the one rule of every question.

    A skill counts from the day of the last training in its topic until the day before `expires_on`; one whose day is
    not known counts as held. Trainings after the day are not known yet.

    Parameters
    ----------
    skills : DataFrame
        `officer_id`, `topic`, `trained_on`.
    years_valid : float
        Years from the training to the day a skill expires.

    Returns
    -------
    DataFrame
        A row an officer and topic: `officer_id`, `topic`, `trained_on` (the last day; NaT where none is known) and
        `status` (`HELD` or `EXPIRED`).
    """
    by_then = skills[skills["trained_on"].isna() | (skills["trained_on"] <= pd.Timestamp(day))]
    last = by_then.groupby(["officer_id", "topic"])["trained_on"].max().astype(_DAYS).reset_index()
    ends = last["trained_on"].map(lambda each: expires_on(each, years_valid), na_action="ignore").astype(_DAYS)
    held = last["trained_on"].isna() | (ends > pd.Timestamp(day))
    return last.assign(status=np.where(held, HELD, EXPIRED))


def known_topics(project: Project) -> tuple[str, ...]:
    """Return every topic that skills and courses of the project are of, by name."""
    return tuple(sorted({*project["skills"]["topic"], *project["courses"]["topic"]}))


def expires_on(trained_on: pd.Timestamp, years_valid: float) -> pd.Timestamp:
    """Return the first day on which a skill no longer counts.

    >>> expires_on(pd.Timestamp(2022, 3, 1), 3).date().isoformat()
    '2025-03-01'
    """
    return trained_on + pd.DateOffset(months=round(_MONTHS * years_valid))


_MONTHS = 12
_DAYS: Literal["datetime64[s]"] = "datetime64[s]"


def _one_row_each(posts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a person: the post that takes most of the time."""
    ordered = posts.assign(share=posts["fte"].fillna(1.0)).sort_values(
        ["share", "unit_code", "post_id"], ascending=[False, True, True]
    )
    people = ordered.drop_duplicates("officer_id")[["officer_id", "unit_code", "role"]]
    return people.sort_values(["unit_code", "officer_id"]).reset_index(drop=True)
