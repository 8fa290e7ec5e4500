"""Courses against plain enumeration, and what a programme promises: somebody stays, nobody is asked twice a day."""

from itertools import chain, combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import BadShape, MissingColumn, NegativeValue, NotWhole, OutOfRange
from models.training import most_closed, plan

OFFICERS = pd.DataFrame({"unit": ["a", "a", "b", "b", "c"], "children": [100, 100, 30, 30, 50]})
UNSKILLED = np.zeros((5, 2), dtype=bool)


def offer(*rows: tuple[int, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["topic", "day", "seats", "cost"])


def enumerated(skills: np.ndarray, courses: pd.DataFrame, budget: float, most: int) -> float:
    """Return the most that closes over every set of places, checked limit by limit."""
    places = [(o, c) for o in range(len(skills)) for c in range(len(courses)) if not skills[o, courses["topic"][c]]]
    every = chain.from_iterable(combinations(places, n) for n in range(len(places) + 1))
    return max(closed(skills, courses, taken) for taken in every if allowed(courses, taken, budget, most))


def allowed(courses: pd.DataFrame, taken: tuple, budget: float, most: int) -> bool:
    held = {course for _, course in taken}
    by_officer = [[courses.loc[c] for o, c in taken if o == officer] for officer in range(len(OFFICERS))]
    for rows in by_officer:
        days, topics = [row["day"] for row in rows], [row["topic"] for row in rows]
        if len(rows) > most or len(set(days)) < len(days) or len(set(topics)) < len(topics):
            return False
    for course in held:
        if sum(c == course for _, c in taken) > courses.loc[course, "seats"]:
            return False
    for unit, staff in OFFICERS.groupby("unit").groups.items():
        for day in courses["day"].unique():
            away = sum(OFFICERS.loc[o, "unit"] == unit and courses.loc[c, "day"] == day for o, c in taken)
            if away >= len(staff):
                return False
    return sum(courses.loc[course, "cost"] for course in held) <= budget


def closed(skills: np.ndarray, courses: pd.DataFrame, taken: tuple) -> float:
    total = 0.0
    for unit, staff in OFFICERS.groupby("unit").groups.items():
        for topic in range(skills.shape[1]):
            learns = any(OFFICERS.loc[o, "unit"] == unit and courses.loc[c, "topic"] == topic for o, c in taken)
            total += OFFICERS.loc[staff[0], "children"] * (learns and not skills[staff, topic].any())
    return total


course = st.tuples(
    st.integers(0, 1), st.sampled_from(["monday", "tuesday"]), st.integers(0, 2), st.sampled_from([0.0, 3.0, 5.0])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(course, min_size=1, max_size=2), st.lists(st.booleans(), min_size=10, max_size=10),
       st.sampled_from([0.0, 4.0, 9.0]), st.integers(1, 2))  # fmt: skip
def test_it_equals_enumeration(courses: list, known: list[bool], budget: float, most: int) -> None:
    skills, offered = np.array(known).reshape(5, 2), offer(*courses)
    found = plan(OFFICERS, skills, offered, budget=budget, most_courses=most)
    assert found.closed == found.objective == found.bound == enumerated(skills, offered, budget, most)
    assert allowed(offered, found.attends, budget, most)
    assert closed(skills, offered, found.attends) == found.closed
    assert found.gap == 0.0


def test_a_commune_with_one_officer_sends_nobody_unless_somebody_stands_in() -> None:
    offered = offer((0, "monday", 5, 1.0))
    alone = plan(OFFICERS, UNSKILLED, offered, budget=10)
    assert alone.closed == 130.0
    assert 4 not in {officer for officer, _ in alone.attends}
    assert plan(OFFICERS, UNSKILLED, offered, budget=10, stand_ins=("c",)).closed == 180.0


def test_nobody_travels_further_than_asked() -> None:
    minutes = np.array([[200.0], [30.0], [200.0], [200.0], [10.0]])
    found = plan(OFFICERS, UNSKILLED, offer((0, "monday", 5, 1.0)), budget=10, minutes=minutes, furthest=60)
    assert found.attends == ((1, 0),)


def test_no_place_is_taken_that_closes_nothing() -> None:
    found = plan(OFFICERS, UNSKILLED, offer((0, "monday", 5, 1.0), (0, "tuesday", 5, 1.0)), budget=10)
    assert len(found.attends) == 2
    assert found.cost == 1.0


def test_sharing_gives_the_worst_served_group_its_turn() -> None:
    one_seat = offer((0, "monday", 1, 1.0))
    groups = ["near", "near", "far", "far", "near"]
    assert plan(OFFICERS, UNSKILLED, one_seat, budget=9, groups=groups, fairness=0.05).attends[0][0] in (0, 1)
    shared = plan(OFFICERS, UNSKILLED, offer((0, "monday", 2, 1.0)), budget=9, groups=groups)
    assert shared.least_share > 0.0
    given_up = plan(OFFICERS, UNSKILLED, one_seat, budget=9, groups=["near", "near", "far", "far", "far"], fairness=0.9)
    assert given_up.closed >= 0.1 * given_up.objective


@settings(max_examples=25, deadline=None)
@given(st.lists(course, min_size=1, max_size=3), st.sampled_from([4.0, 9.0]))
def test_sharing_closes_no_less_than_stated_and_leaves_no_free_gain(courses: list, budget: float) -> None:
    offered, groups = offer(*courses), ["near", "near", "far", "far", "far"]
    shared = plan(OFFICERS, UNSKILLED, offered, budget=budget, groups=groups, fairness=0.2)
    alone = most_closed(OFFICERS, UNSKILLED, offered, budget=budget)
    assert alone.closed == shared.objective >= shared.closed >= 0.8 * shared.objective - 1e-6
    free = plan(OFFICERS, UNSKILLED, offered, budget=budget, groups=groups, fairness=0.0)
    assert free.closed == free.objective
    assert free.least_share <= shared.least_share + 1e-9


def test_the_gap_counts_only_topics_nobody_holds() -> None:
    skills = UNSKILLED.copy()
    skills[1, 0] = True
    assert plan(OFFICERS, skills, offer((0, "monday", 5, 1.0)), budget=10).open == 30 + 50 + 180


def test_without_money_nothing_is_held() -> None:
    found = plan(OFFICERS, UNSKILLED, offer((0, "monday", 5, 1.0)), budget=0)
    assert (found.courses, found.closed, found.status) == ((), 0.0, "optimal")


@settings(max_examples=25, deadline=None)
@given(st.lists(course, min_size=2, max_size=4), st.integers(0, 3))
def test_as_many_courses_as_asked_are_held_and_no_better_few_exist(courses: list, most: int) -> None:
    offered = offer(*courses)
    found = plan(OFFICERS, UNSKILLED, offered, budget=99, most_held=most)
    assert len(found.courses) <= most
    fewer = [
        plan(OFFICERS, UNSKILLED, offered.iloc[list(own)].reset_index(drop=True), budget=99).objective
        for own in combinations(range(len(offered)), min(most, len(offered)))
    ]
    assert found.objective == max(fewer)


@pytest.mark.parametrize(
    ("error", "given_"),
    [
        (MissingColumn, {"courses": pd.DataFrame({"topic": [0]})}),
        (BadShape, {"skills": np.zeros((2, 2))}),
        (BadShape, {"minutes": np.zeros((2, 2))}),
        (BadShape, {"groups": ["a"]}),
        (OutOfRange, {"courses": offer((7, "monday", 1, 1.0))}),
        (NegativeValue, {"budget": -1.0}),
        (NotWhole, {"most_held": 1.5}),
    ],
)
def test_what_cannot_be_planned_is_refused(error: type[Exception], given_: dict) -> None:
    asked = {"officers": OFFICERS, "skills": UNSKILLED, "courses": offer((0, "monday", 1, 1.0)), "budget": 1.0}
    with pytest.raises(error):
        plan(**(asked | given_))
