"""A plan of posts: who gets how many, how it stands before and after, who comes next, and what one post changes.

Caseloads are in multiples of the even share: all work divided by all capacity, the new posts counted. 1 means that the
commune's officers have as much to do as they would if everything were shared out evenly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Objective = Literal["worst", "sainte_lague"]
NOBODY, HIGH, NORMAL, LOW, NO_CHILDREN = "nobody", "caseload_high", "caseload_normal", "caseload_low", "no_children"
BANDS = (NOBODY, HIGH, NORMAL, LOW, NO_CHILDREN)
FURTHER = 20
"""Posts beyond the plan that are tried to say when a commune's turn would come."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Question:
    """What is shared out. Series by code of the commune.

    Attributes
    ----------
    work : Series
        Workload, any unit.
    there : Series
        Effective capacity before anyone moves.
    least, most : Series
        Fewest and most new posts.
    low, high : float
        Caseloads below and above which they are called so.
    """

    work: "pd.Series[float]"
    there: "pd.Series[float]"
    least: "pd.Series[float]"
    most: "pd.Series[float]"
    posts: int
    objective: Objective
    low: float
    high: float

    @property
    def scaled(self) -> Floats:
        """Return the work in posts at the even share; where there is nobody to share with, as if there were one."""
        work = self.work.to_numpy(float)
        scaled: Floats = work * ((float(self.there.sum()) + self.posts) or 1.0) / work.sum()
        return scaled


@dataclass(frozen=True, slots=True)
class Move:
    """An officer who changes the commune, by position among the officers, and codes."""

    officer: int
    from_code: str
    to_code: str
    capacity: float


@dataclass(frozen=True, eq=False)
class PostPlan:
    """A solved question.

    Attributes
    ----------
    posts : array of int, shape (commune,)
    capacity : array, shape (commune,)
        After the moves, new posts not counted.
    before, after : array, shape (commune,)
        Caseloads; inf where nobody is.
    objective, bound, gap, status
        Of the highest caseload, or of the distance from proportion.
    """

    question: Question
    posts: NDArray[np.int64]
    capacity: Floats
    before: Floats
    after: Floats
    moves: tuple[Move, ...]
    objective: float
    bound: float
    gap: float
    status: str

    @property
    def codes(self) -> pd.Index:
        """Codes of the communes."""
        return self.question.work.index

    def bands(self, loads: Floats) -> NDArray[np.str_]:
        """Return the class of each caseload."""
        question = self.question
        idle = question.work.to_numpy(float) <= 0
        conditions = [idle, np.isinf(loads), loads > question.high, loads < question.low]
        return np.select(conditions, [NO_CHILDREN, NOBODY, HIGH, LOW], NORMAL)


@dataclass(frozen=True, eq=False)
class Other:
    """The same plan with another number of posts: posts and caseloads of the communes."""

    posts: NDArray[np.int64]
    loads: Floats


def solved(
    question: Question,
    officers: pd.DataFrame,
    *,
    moves: int,
    time_limit: float,
    tick: Callable[[float], None] | None = None,
) -> PostPlan:
    """Share the posts out, and move officers where some may move.

    Parameters
    ----------
    officers : DataFrame
        `code` and `capacity` of each officer.

    Raises
    ------
    models.errors.ModelError
        The numbers are at fault.
    """
    from models.staffing import allocate, reallocate

    limits = {"minimum": question.least.to_numpy(), "maximum": question.most.to_numpy()}
    there = np.array(question.there, dtype=np.float64)
    if not moves:
        found = allocate(question.scaled, there, question.posts, objective=question.objective, **limits)
        return _plan(question, found.posts, there, (), (found.objective, found.bound, found.gap, "optimal"))
    units = question.work.index.get_indexer(pd.Index(officers["code"]))
    able: Floats = officers["capacity"].to_numpy(np.float64)
    best = reallocate(
        question.scaled,
        able,
        units,
        question.posts,
        moves=moves,
        movable=may_move(officers),
        time_limit=time_limit,
        tick=tick,
        **limits,
    )
    moved = tuple(
        Move(officer, str(officers["code"].iloc[officer]), str(question.work.index[to]), float(able[officer]))
        for officer, to in best.moved
    )
    return _plan(
        question,
        best.posts,
        np.array(best.capacity, dtype=np.float64),
        moved,
        (best.objective, best.bound, best.gap, best.status),
    )


def may_move(officers: pd.DataFrame) -> NDArray[np.bool_]:
    """Return who may be asked to move: nobody's only officer, nor of several the one worth most, so that one stays.

    >>> may_move(pd.DataFrame({"code": ["a", "b", "b"], "capacity": [0.1, 0.2, 0.5]})).tolist()
    [False, True, False]
    """
    stays = officers["capacity"].groupby(officers["code"]).idxmax()
    return ~officers.index.isin(stays)


def _plan(
    question: Question,
    posts: tuple[int, ...],
    capacity: Floats,
    moves: tuple[Move, ...],
    sure: tuple[float, float, float, str],
) -> PostPlan:
    from models.staffing import caseload

    added = np.array(posts, dtype=np.int64)
    before = caseload(question.scaled, question.there.to_numpy(float))
    return PostPlan(question, added, capacity, before, caseload(question.scaled, capacity + added), moves, *sure)


def other(plan: PostPlan, posts: int) -> Other | None:
    """Return the plan with another number of posts, caseloads on the same scale; None if the limits forbid it."""
    from models.staffing import allocate, caseload

    question = plan.question
    if not question.least.sum() <= posts <= question.most.sum():
        return None
    limits = {"minimum": question.least.to_numpy(), "maximum": question.most.to_numpy()}
    found = np.array(allocate(question.scaled, plan.capacity, posts, objective=question.objective, **limits).posts)
    return Other(found, caseload(question.scaled, plan.capacity + found))


def turns(plan: PostPlan) -> "pd.Series[float]":
    """Return with which post, beyond those of the plan, each commune would get one more; NaN: not within `FURTHER`."""
    turn = pd.Series(np.nan, plan.codes)
    for number in range(plan.question.posts + 1, plan.question.posts + FURTHER + 1):
        more = other(plan, number)
        if more is None:
            break
        gained = plan.codes[more.posts > plan.posts]
        turn[gained] = turn[gained].fillna(float(number))
    return turn


def alternatives(plan: PostPlan, *, beside: int = 3) -> pd.DataFrame:
    """Return plans with up to `beside` posts fewer and more.

    Columns: `posts`, `gains` and `loses` (tuples of codes: who has more or fewer than in the plan), `worst_caseload`,
    `communes_high`, `communes_nobody`.
    """
    rows = []
    for number in range(max(plan.question.posts - beside, 0), plan.question.posts + beside + 1):
        if (found := other(plan, number)) is None:
            continue
        bands = plan.bands(found.loads)
        rows.append(
            {
                "posts": number,
                "gains": tuple(plan.codes[found.posts > plan.posts]),
                "loses": tuple(plan.codes[found.posts < plan.posts]),
                "worst_caseload": float(found.loads.max(initial=0.0)),
                "communes_high": int((bands == HIGH).sum()),
                "communes_nobody": int((bands == NOBODY).sum()),
            }
        )
    return pd.DataFrame(rows)
