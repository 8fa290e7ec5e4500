"""Posts against plain enumeration, hand-checked communes, and effective capacity."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import BadShape, NegativeValue, NotWhole, TooFewPosts, TooManyPosts
from models.staffing import allocate, caseload, effective_capacity

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


@settings(max_examples=300, deadline=None)
@given(amounts, halves, st.integers(0, 6), limits, limits)
def test_the_least_worst_caseload_equals_enumeration(
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
    assert (found.bound, found.gap) == (found.objective, 0.0)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 12).map(float), min_size=4, max_size=4), halves, st.integers(0, 6))
def test_sainte_lague_equals_enumeration(work: list[float], there: list[float], posts: int) -> None:
    found = allocate(work, there, posts, objective="sainte_lague")
    best = min(disproportion(work, there, way) for way in possible(posts, [0] * 4, [posts] * 4))
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
