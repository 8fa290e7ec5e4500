"""Posts and moves against plain enumeration, hand-checked communes, and effective capacity."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.errors import BadPlace, BadShape, NegativeValue, NotWhole, TooFewPosts, TooManyPosts
from models.staffing import TOLERANCE, allocate, caseload, effective_capacity, reallocate

amounts = st.lists(st.integers(0, 12).map(float), min_size=4, max_size=4)
halves = st.lists(st.integers(0, 6).map(lambda n: n / 2), min_size=4, max_size=4)
limits = st.lists(st.integers(0, 3), min_size=4, max_size=4)


def possible(posts: int, least: list[int], most: list[int]) -> list[tuple[int, ...]]:
    every = product(*(range(low, max(low, high) + 1) for low, high in zip(least, most, strict=True)))
    return [each for each in every if sum(each) == posts]


def highest(work: list[float], there: list[float], added: tuple[int, ...]) -> float:
    return float(caseload(work, np.add(there, added)).max())


def disproportion(work: list[float], there: list[float], added: tuple[int, ...]) -> float:
    posts, total = np.add(there, added), sum(work)
    return sum((p - w * posts.sum() / total) ** 2 / w for p, w in zip(posts, work, strict=True) if w > 0)


def by_need(work: list[float], there: list[float], added: tuple[int, ...]) -> list[tuple[float, float]]:
    """Return the caseloads, the highest first; of units without anyone the one with more work is worse off."""
    loads = caseload(work, np.add(there, added))
    return sorted(((load, to_do if np.isinf(load) else 0.0) for load, to_do in zip(loads, work, strict=True)))[::-1]


@settings(max_examples=300, deadline=None)
@given(amounts, halves, st.integers(0, 6), limits, limits)
def test_the_highest_caseload_then_the_next_and_so_on_equal_enumeration(
    work: list[float], there: list[float], posts: int, least: list[int], room: list[int]
) -> None:
    most = [low + more for low, more in zip(least, room, strict=True)]
    ways = possible(posts, least, most)
    if not ways:
        with pytest.raises((TooFewPosts, TooManyPosts)):
            allocate(work, there, posts, minimum=least, maximum=most)
        return
    found = allocate(work, there, posts, minimum=least, maximum=most)
    assert found.posts in ways
    assert found.objective == highest(work, there, found.posts) == min(highest(work, there, way) for way in ways)
    assert by_need(work, there, found.posts) == min(by_need(work, there, way) for way in ways)
    assert (found.bound, found.gap) == (found.objective, 0.0)


def test_of_equal_caseloads_the_one_that_falls_furthest_comes_first() -> None:
    """Both at 10: the small unit falls to 5, the large one only to 9.1."""
    assert allocate([100, 10], [10, 1], 1).posts == (0, 1)


@settings(max_examples=120, deadline=None)
@given(amounts, halves, st.integers(0, 6), limits, limits)
def test_sainte_lague_equals_enumeration(
    work: list[float], there: list[float], posts: int, least: list[int], room: list[int]
) -> None:
    most = [low + more for low, more in zip(least, room, strict=True)]
    ways = possible(posts, least, most)
    assume(ways and any(work))
    found = allocate(work, there, posts, minimum=least, maximum=most, objective="sainte_lague")
    assert found.posts in ways
    idle = {way: sum(posts for posts, to_do in zip(way, work, strict=True) if not to_do) for way in ways}
    fewest = min(idle.values())
    assert idle[found.posts] == fewest, "nothing is further from proportion than posts without work"
    best = min(disproportion(work, there, way) for way in ways if idle[way] == fewest)
    assert found.objective == pytest.approx(best, abs=1e-9)
    assert found.objective == pytest.approx(disproportion(work, there, found.posts), abs=1e-9)


def test_sainte_lague_shares_seats_as_published() -> None:
    """Votes 53, 24, 23 for 7 seats: 3, 2, 2 (Balinski & Young 2001, the divisors 1, 3, 5 by hand)."""
    assert allocate([53, 24, 23], [0, 0, 0], 7, objective="sainte_lague").posts == (3, 2, 2)


def test_a_commune_without_anyone_comes_first_and_of_two_the_busier() -> None:
    assert allocate([5, 30, 90], [0, 0, 1], 1).posts == (0, 1, 0)


def test_more_posts_never_make_the_worst_caseload_worse() -> None:
    work, there = [40.0, 25.0, 10.0], [1.0, 0.5, 0.25]
    worst = [allocate(work, there, posts).objective for posts in range(8)]
    assert worst == sorted(worst, reverse=True)


def test_equal_needs_go_to_the_smallest_position() -> None:
    assert allocate([10, 10, 10], [1, 1, 1], 2).posts == (1, 1, 0)


def test_nobody_to_serve_is_no_caseload() -> None:
    assert caseload([0, 4], [0, 0]).tolist() == [0.0, np.inf]
    assert allocate([], [], 0).objective == 0.0


@pytest.mark.parametrize(
    ("error", "given_"),
    [
        (TooFewPosts, {"posts": 1, "minimum": 1}),
        (TooManyPosts, {"posts": 5, "maximum": 2}),
        (NotWhole, {"posts": 1.5}),
        (NotWhole, {"posts": 1, "minimum": 0.5}),
        (NegativeValue, {"posts": -1}),
    ],
)
def test_what_cannot_be_given_is_refused(error: type[Exception], given_: dict) -> None:
    with pytest.raises(error):
        allocate([1.0, 2.0], [1.0, 1.0], **given_)


def test_arrays_of_two_lengths_are_refused() -> None:
    with pytest.raises(BadShape):
        allocate([1.0, 2.0], [1.0], 1)


def test_effective_capacity_is_time_times_experience_times_skill() -> None:
    assert effective_capacity([1.0, 0.5, 1.0], [5.0, 0.0, 1.0], [1.0, 1.0, 0.0]).tolist() == [1.0, 0.2, 0.5]


def after_moves(able: list[float], units: tuple[int, ...]) -> np.ndarray:
    return np.bincount(np.array(units, dtype=int), able, 3).astype(float)


officers_and_posts = {
    "work": st.lists(st.integers(0, 9).map(float), min_size=3, max_size=3),
    "able": st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=4, max_size=4),
    "at": st.lists(st.integers(0, 2), min_size=4, max_size=4),
    "free": st.lists(st.booleans(), min_size=4, max_size=4),
    "posts": st.integers(0, 2),
    "moves": st.integers(0, 4),
    "least": st.lists(st.integers(0, 1), min_size=3, max_size=3),
    "room": st.sampled_from([2, 1, 0]),
}


@settings(max_examples=60, deadline=None)
@given(**officers_and_posts)
def test_the_best_moves_equal_enumeration(**drawn: Any) -> None:
    work, able, at, posts = drawn["work"], drawn["able"], drawn["at"], drawn["posts"]
    most = [low + drawn["room"] for low in drawn["least"]]
    added = possible(posts, drawn["least"], most)
    assume(added)
    ways = [
        units
        for units in product(range(3), repeat=4)
        if moved(units, at) <= drawn["moves"]
        and all(new == old or may for new, old, may in zip(units, at, drawn["free"], strict=True))
    ]
    values = {units: min(highest(work, list(after_moves(able, units)), way) for way in added) for units in ways}
    found = reallocate(
        work, able, at, posts, moves=drawn["moves"], movable=drawn["free"], minimum=drawn["least"], maximum=most
    )
    best = min(values.values())
    assert (found.objective == best) or found.objective == pytest.approx(best, rel=TOLERANCE)
    assert found.bound <= best and found.status == "optimal" and found.gap <= TOLERANCE
    units = list(at)
    for officer, to in found.moved:
        units[officer] = to
    assert tuple(units) in ways and found.posts in added
    assert found.capacity == tuple(after_moves(able, tuple(units)))
    assert highest(work, list(found.capacity), found.posts) == found.objective
    fewest = min(moved(each, at) for each, value in values.items() if value <= found.objective * (1 + 1e-12))
    assert len(found.moved) == fewest


def moved(units: tuple[int, ...], at: list[int]) -> int:
    return sum(new != old for new, old in zip(units, at, strict=True))


def test_nobody_moves_where_too_few_are_there_for_everyone() -> None:
    found = reallocate([5, 5, 5], [1.0, 1.0], [0, 0], 0, moves=2)
    assert (found.moved, found.objective, found.bound, found.gap) == ((), np.inf, np.inf, 0.0)


def test_without_moves_it_is_allocate() -> None:
    found, plain = reallocate([9, 4], [1.0, 0.5, 0.25], [0, 1, 1], 2, moves=0), allocate([9, 4], [1.0, 0.75], 2)
    assert (found.posts, found.objective, found.moved) == (plain.posts, plain.objective, ())


def test_when_time_is_over_the_best_found_bears_its_gap() -> None:
    found = reallocate([4, 4], [1.0, 1.0], [0, 0], 1, moves=1, time_limit=0.0)
    assert (found.status, found.moved, found.objective) == ("time_limit", (), 4.0)
    assert found.gap == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("error", "changed"),
    [
        (BadPlace, {"unit": [0, 2]}),
        (BadShape, {"unit": [0]}),
        (BadShape, {"movable": [True]}),
        (NegativeValue, {"moves": -1}),
        (NotWhole, {"moves": 0.5}),
        (NegativeValue, {"time_limit": -1.0}),
        (TooManyPosts, {"maximum": 0}),
    ],
)
def test_moves_that_cannot_be_asked_for_are_refused(error: type[Exception], changed: dict) -> None:
    asked = {"workload": [1.0, 2.0], "capacity": [1.0, 1.0], "unit": [0, 1], "posts": 1, "moves": 1} | changed
    with pytest.raises(error):
        reallocate(**asked)
