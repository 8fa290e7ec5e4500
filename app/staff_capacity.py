"""Who works for children in each commune on a day: officers of a role, their effective capacity, and how many leave.

Every row of an officer stays inside: of one or two officers a commune's capacity tells how much of their time they
give, how long they have been there and what they have learnt.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from app.children import own_rows
from app.errors import UnknownRole
from app.officer_presence import DAYS_PER_YEAR
from app.skill_matrix import HELD, known_skills
from data.project import Project

_LONG_AGO, _NEVER = pd.Timestamp(1900, 1, 1), pd.Timestamp(2200, 1, 1)


@dataclass(frozen=True, eq=False)
class Staff:
    """Officers of a role in post on a day.

    Attributes
    ----------
    rows : DataFrame
        A row an officer and post: `officer_id`, `code` of the commune, `fte`, `tenure` (years in the post), `currency`
        (share of the topics held and not expired) and `capacity`.
    on : date
    topics : tuple of str
        What an officer should have learnt; empty where no skill is recorded at all: then skills do not count.
    """

    rows: pd.DataFrame
    on: date
    topics: tuple[str, ...]

    @property
    def trained(self) -> int:
        """How many officers hold at least one of the topics."""
        return int(self.rows.loc[self.rows["currency"] > 0, "officer_id"].nunique())

    def capacity_by_commune(self, codes: pd.Index) -> "pd.Series[float]":
        """Return the effective capacity in full, experienced, trained officers; 0 without any."""
        return self.rows.groupby("code")["capacity"].sum().reindex(codes, fill_value=0.0).astype(float)

    def officers_by_commune(self, codes: pd.Index) -> "pd.Series[int]":
        """Return the number of officers, whatever part of their time they give."""
        return self.rows.groupby("code")["officer_id"].nunique().reindex(codes, fill_value=0)


def staff_on(
    project: Project, codes: pd.Index, *, role: str, on: date | None, topics: tuple[str, ...], valid_years: float
) -> Staff:
    """Return the officers of `role` in the communes `codes` on a day (None: the last day the tables know of).

    A time share that is not known counts as all of it, a day of appointment that is not known as long ago; a skill
    counts as `app.skill_matrix.known_skills` says.

    Parameters
    ----------
    topics : tuple of str
        Empty: every topic anyone was trained in.
    valid_years : float
        How long a training counts.

    Raises
    ------
    UnknownRole
        No row bears this role in these communes; carries the roles there are.
    """
    from models.staffing import effective_capacity

    posts = posts_of(project, codes, role)
    skills = project["skills"]
    day = pd.Timestamp(on) if on else _last_day(posts, skills)
    asked = topics or tuple(sorted(skills["topic"].dropna().unique()))
    now = posts[(posts["since"] <= day) & (posts["until"] > day)]
    rows = pd.DataFrame(
        {
            "officer_id": now["officer_id"],
            "code": now["unit_code"],
            "fte": now["fte"].fillna(1.0).astype(float),
            "tenure": (day - now["since"]).dt.days / DAYS_PER_YEAR,
            "currency": _currency(now["officer_id"], skills, day, asked, valid_years),
        }
    ).reset_index(drop=True)
    capacity = effective_capacity(rows["fte"], rows["tenure"], rows["currency"])
    return Staff(rows.assign(capacity=capacity), day.date(), asked)


def posts_of(project: Project, codes: pd.Index, role: str) -> pd.DataFrame:
    """Return every post of a role in these communes, held today or before, with days `since` and `until`.

    Raises
    ------
    UnknownRole
        There is none.
    """
    rows = own_rows(project, "officers")
    inside = rows[rows["unit_code"].isin(codes)]
    posts = inside[inside["role"] == role].sort_values(["unit_code", "officer_id", "post_id"])
    if posts.empty:
        raise UnknownRole(role, tuple(sorted(inside["role"].dropna().unique())))
    return posts.assign(since=posts["appointed_on"].fillna(_LONG_AGO), until=posts["left_on"].fillna(_NEVER))


def _last_day(posts: pd.DataFrame, skills: pd.DataFrame) -> pd.Timestamp:
    days = pd.concat([posts["appointed_on"], posts["left_on"], skills["trained_on"]]).dropna()
    return pd.Timestamp(days.max()) if len(days) else pd.Timestamp.now().normalize()


def _currency(
    officers: pd.Series, skills: pd.DataFrame, day: pd.Timestamp, topics: tuple[str, ...], valid_years: float
) -> pd.Series:
    """Return the share of the topics each officer holds, 1 where no topic is asked for."""
    if not topics:
        return pd.Series(1.0, officers.index)
    known = known_skills(skills[skills["topic"].isin(topics)], day=day.date(), years_valid=valid_years)
    counted = known[known["status"] == HELD].groupby("officer_id").size()
    return officers.map(counted).fillna(0.0).astype(float) / len(topics)


@dataclass(frozen=True, slots=True)
class Departures:
    """How many officers left a role in how many years of service, from `start` to `end`.

    `told`: whether anybody is recorded as having left at any time; a list of today's officers alone tells nothing.
    """

    number: int
    officer_years: float
    start: date
    end: date
    told: bool


def departures(posts: pd.DataFrame, *, on: date, years: float) -> Departures:
    """Return the departures of the last `years` before a day, as far back as the rows tell of anyone."""
    end = pd.Timestamp(on)
    start = max(end - pd.Timedelta(days=round(years * DAYS_PER_YEAR)), _first_day(posts, end))
    until, since = posts["until"].where(posts["until"] < end, end), posts["since"].where(posts["since"] > start, start)
    served = (until - since).dt.days.clip(lower=0)
    left = posts["left_on"].notna() & (posts["left_on"] > start) & (posts["left_on"] <= end)
    return Departures(
        int(left.sum()),
        float(served.sum() / DAYS_PER_YEAR),
        start.date(),
        end.date(),
        bool(posts["left_on"].notna().any()),
    )


def _first_day(posts: pd.DataFrame, end: pd.Timestamp) -> pd.Timestamp:
    """Return the first departure known: before it, those who left are not in the list."""
    first = posts["left_on"].min()
    return end if pd.isna(first) else min(pd.Timestamp(first), end)
