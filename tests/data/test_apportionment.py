"""Whole numbers shared without losing one: against every sharing there is, and by properties."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.apportionment import share_whole, whole_weights

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        # Balinski & Young (2001), Fair Representation: the example of five states and 26 seats.
        (26, (9061, 7179, 5259, 3319, 1182), [9, 7, 5, 4, 1]),
        (1, (1, 1), [1, 0]),
        (0, (1, 2), [0, 0]),
        (5, (0, 1), [0, 5]),
        (-7, (5, 3, 2), [-4, -2, -1]),
    ],
)
def test_worked_examples(total, weights, shares):
    assert share_whole(total, weights) == shares


def test_of_all_sharings_none_is_nearer_to_the_exact_one():
    for total, weights in product(range(9), product(range(4), repeat=3)):
        if not any(weights):
            continue
        exact = [Fraction(total * weight, sum(weights)) for weight in weights]
        every = (s for s in product(range(total + 1), repeat=3) if sum(s) == total)
        best = min(sum((share - fair) ** 2 for share, fair in zip(s, exact, strict=True)) for s in every)
        shares = share_whole(total, weights)
        assert sum((share - fair) ** 2 for share, fair in zip(shares, exact, strict=True)) == best


@given(st.integers(-(10**18), 10**18), WEIGHTS)
def test_shares_add_up_and_are_less_than_one_from_the_exact_ones(total, weights):
    shares = share_whole(total, tuple(weights))
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert min(total, 0) <= share <= max(total, 0)
        assert weight or share == 0


@given(st.integers(0, 10**9), WEIGHTS, st.integers(1, 10**6))
def test_the_size_of_the_weights_does_not_count(total, weights, scale):
    assert share_whole(total, tuple(weights)) == share_whole(total, tuple(weight * scale for weight in weights))


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=5).filter(any))
def test_whole_weights_are_in_the_exact_proportions(weights):
    whole = whole_weights(weights)
    for a, first in zip(whole, weights, strict=True):
        for b, second in zip(whole, weights, strict=True):
            assert a * Fraction(second) == b * Fraction(first)


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2]])
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="share nothing"):
        whole_weights(weights)
