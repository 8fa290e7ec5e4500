"""Courses against plain enumeration, and what a programme promises: somebody stays, nobody is asked twice a day."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import BadShape, MissingColumn, NegativeValue, NotWhole, OutOfRange
from models.siting.highs import WholeSolution
from models.training import Training, most_closed, plan
from models.training_program import TrainingProgram

OFFICERS = pd.DataFrame({"unit": ["a", "a", "b", "b", "c"], "children": [100, 100, 30, 30, 50]})
UNSKILLED = np.zeros((5, 2), dtype=bool)


def offer(*rows: tuple[int, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["topic", "day", "seats", "cost"])


@dataclass(frozen=True)
class Asked:
    """A small problem: who knows what, the courses, and every limit a programme can have."""

    skills: np.ndarray
    courses: pd.DataFrame
    budget: float
    most: int
    minutes: np.ndarray
    stand_ins: tuple[str, ...]
    groups: tuple[str, ...]
    fairness: float

    def planned(self) -> Training:
        return plan(
            OFFICERS, self.skills, self.courses, budget=self.budget, minutes=self.minutes, furthest=FURTHEST,
            most_courses=self.most, stand_ins=self.stand_ins, groups=[self.groups["abc".index(unit)] for unit in UNIT],
            fairness=self.fairness,
        )  # fmt: skip


FURTHEST = 60.0
UNIT, CHILDREN = list(OFFICERS["unit"]), list(OFFICERS["children"])
Places = tuple[tuple[int, int], ...]
Gaps = set[tuple[str, int]]


def programmes(asked: Asked) -> list[Places]:
    """Return every set of places that keeps the limits: any part of one that does, does."""
    topics = list(asked.courses["topic"])
    places = [(o, c) for o in range(len(UNIT)) for c in range(len(topics)) if not asked.skills[o, topics[c]]]
    found: list[Places] = [()]
    for place in places:
        found += [more for taken in found if allowed(asked, more := (*taken, place))]
    return found


def allowed(asked: Asked, taken: Places) -> bool:
    topics, days, seats = (list(asked.courses[name]) for name in ("topic", "day", "seats"))
    for officer in {o for o, _ in taken}:
        own = [c for o, c in taken if o == officer]
        if len(own) > min(asked.most, len({days[c] for c in own}), len({topics[c] for c in own})):
            return False
    if any(sum(c == course for _, c in taken) > seats[course] for course in range(len(topics))):
        return False
    away = Counter((UNIT[o], days[c]) for o, c in taken if UNIT[o] not in asked.stand_ins)
    if any(gone >= UNIT.count(unit) for (unit, _), gone in away.items()):
        return False
    return all(asked.minutes[o, c] <= FURTHEST for o, c in taken) and cost(asked, taken) <= asked.budget


def cost(asked: Asked, taken: Places) -> float:
    once, each = list(asked.courses["cost"]), list(asked.courses["cost_each"])
    return sum(once[c] for c in {c for _, c in taken}) + sum(each[c] for _, c in taken)


def closing(asked: Asked, taken: Places) -> Gaps:
    """Return the units and topics whose gap closes."""
    gaps = {(UNIT[o], asked.courses["topic"][c]) for o, c in taken}
    held = {(unit, topic) for unit, knows in zip(UNIT, asked.skills, strict=True) for topic in np.flatnonzero(knows)}
    return gaps - held


def children(gaps: Gaps) -> float:
    return float(sum(CHILDREN[UNIT.index(unit)] for unit, _ in gaps))


def least_share(asked: Asked, gaps: Gaps, closable: Gaps) -> float:
    """Return the smallest share of what could close in a group that does; 0 where nothing can close anywhere."""
    shares = []
    for group in set(asked.groups):
        own = {(unit, topic) for unit, topic in closable if asked.groups["abc".index(unit)] == group}
        if own:
            shares.append(children(gaps & own) / children(own))
    return min(shares, default=0.0)


def check(asked: Asked) -> None:
    """Compare with every programme: the most that closes; sharing within what may be given up; the leanest of these."""
    possible = programmes(asked)
    most = max(children(closing(asked, taken)) for taken in possible)
    closable = set().union(*(closing(asked, taken) for taken in possible if len(taken) == 1))
    near_most = [taken for taken in possible if children(closing(asked, taken)) >= most * (1.0 - asked.fairness) - 1e-6]

    def worth(taken: Places) -> tuple[float, float, int, float]:
        gaps = closing(asked, taken)
        share = least_share(asked, gaps, closable)
        return round(share, 6), children(gaps), -len(taken), -round(cost(asked, taken), 6)

    found = asked.planned()
    assert (found.objective, found.bound, found.gap, found.status) == (most, most, 0.0, "optimal")
    assert found.attends in possible
    assert worth(found.attends) == max(map(worth, near_most))
    assert found.closed == children(closing(asked, found.attends))
    assert found.cost == pytest.approx(cost(asked, found.attends))
    assert found.least_share == pytest.approx(least_share(asked, closing(asked, found.attends), closable))


course = st.tuples(
    st.integers(0, 1), st.sampled_from(["monday", "tuesday"]), st.integers(0, 2), st.sampled_from([0.0, 3.0, 5.0])
)
problems = st.builds(
    Asked,
    skills=st.lists(st.booleans(), min_size=10, max_size=10).map(lambda known: np.array(known).reshape(5, 2)),
    courses=st.lists(course, min_size=2, max_size=2).map(lambda rows: offer(*rows).assign(cost_each=[0.0, 1.5])),
    budget=st.sampled_from([4.0, 9.0]),
    most=st.integers(1, 2),
    minutes=st.lists(st.sampled_from([20.0, FURTHEST, 60.1]), min_size=10, max_size=10).map(
        lambda drawn: np.array(drawn).reshape(5, 2)
    ),
    stand_ins=st.sampled_from([(), ("c",), ("a", "b")]),
    groups=st.sampled_from([("near", "near", "near"), ("near", "far", "far"), ("near", "far", "near")]),
    fairness=st.sampled_from([0.0, 0.05, 0.4, 1.0]),
)


@settings(max_examples=60, deadline=None)
@given(problems)
def test_it_equals_enumeration(asked: Asked) -> None:
    check(asked)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(problems)
def test_many_problems_equal_enumeration(asked: Asked) -> None:
    check(asked)


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
    """One seat: 100 children near or 30 far. Nothing served in one group whoever goes: then the most children count."""
    one_seat, groups = offer((0, "monday", 1, 1.0)), ["near", "near", "far", "far", "far"]
    alone = plan(OFFICERS, UNSKILLED, one_seat, budget=9, groups=groups, fairness=0.9)
    assert (alone.closed, alone.least_share) == (100.0, 0.0)
    shared = plan(OFFICERS, UNSKILLED, offer((0, "monday", 2, 1.0)), budget=9, groups=groups)
    assert (shared.closed, shared.least_share) == (130.0, 1.0), "a commune that nobody may leave is no gap of a course"


def test_what_may_be_given_up_for_sharing_is_given_up_and_no_more() -> None:
    """Two seats, two topics: 200 children near, or 100 near and 30 far, who are half of each group's."""
    seats = offer((0, "monday", 1, 1.0), (1, "tuesday", 1, 1.0))
    groups = ["near", "near", "far", "far", "far"]
    firm = plan(OFFICERS, UNSKILLED, seats, budget=9, groups=groups, fairness=0.34)
    assert (firm.closed, firm.least_share, firm.objective) == (200.0, 0.0, 200.0)
    shared = plan(OFFICERS, UNSKILLED, seats, budget=9, groups=groups, fairness=0.35)
    assert (shared.closed, shared.least_share, shared.objective) == (130.0, 0.5, 200.0)


def test_most_closed_is_the_objective_of_a_plan() -> None:
    seats, groups = offer((0, "monday", 1, 1.0), (1, "tuesday", 1, 1.0)), ["near", "near", "far", "far", "far"]
    shared = plan(OFFICERS, UNSKILLED, seats, budget=9, groups=groups, fairness=0.5)
    alone = most_closed(OFFICERS, UNSKILLED, seats, budget=9)
    assert (alone.closed, alone.objective, alone.gap) == (200.0, 200.0, 0.0) == (shared.objective, 200.0, 0.0)


def test_when_nothing_was_found_in_time_no_course_is_a_plan_with_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can do better than close all a course could: a and b in one topic, 130."""
    nothing = WholeSolution(False, np.empty(0), np.inf, -np.inf)
    monkeypatch.setattr(TrainingProgram, "_solved", lambda *_: nothing)
    found = plan(OFFICERS, UNSKILLED, offer((0, "monday", 5, 1.0)), budget=9, time_limit=0.0)
    assert (found.courses, found.attends, found.closed, found.objective) == ((), (), 0.0, 0.0)
    assert (found.bound, found.gap, found.status) == (130.0, np.inf, "time_limit")
    assert most_closed(OFFICERS, UNSKILLED, offer((0, "monday", 5, 1.0)), budget=9, time_limit=0.0).bound == 130.0


def test_the_gap_counts_only_topics_nobody_holds() -> None:
    skills = UNSKILLED.copy()
    skills[1, 0] = True
    assert plan(OFFICERS, skills, offer((0, "monday", 5, 1.0)), budget=10).open == 30 + 50 + 180


def test_without_money_nothing_is_held() -> None:
    found = plan(OFFICERS, UNSKILLED, offer((0, "monday", 5, 1.0)), budget=0)
    assert (found.courses, found.closed, found.status) == ((), 0.0, "optimal")


@settings(max_examples=25, deadline=None)
@given(st.lists(course, min_size=2, max_size=2), st.integers(0, 3), st.sampled_from([None, 5.0]))
def test_as_many_courses_as_asked_are_held_and_no_better_few_exist(
    courses: list, most: int, each: float | None
) -> None:
    offered = offer(*courses).assign(cost_each=each or 0.0)
    found = plan(OFFICERS, UNSKILLED, offered, budget=99, most_held=most)
    asked = Asked(UNSKILLED, offered, 99.0, 2, np.zeros((5, 2)), (), ("a", "a", "a"), 0.0)
    few = [taken for taken in programmes(asked) if len({c for _, c in taken}) <= most]
    assert found.attends in few
    assert found.closed == found.objective == max(children(closing(asked, taken)) for taken in few)


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
