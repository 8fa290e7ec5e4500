"""Limits as a person writes them: a number for all, exceptions by name, code or full name."""

import pandas as pd
import pytest

from app.errors import (
    BadParameter,
    LimitsCross,
    NoPostsAllowed,
    PostsAboveMaximum,
    PostsBelowMinimum,
    UnknownCommune,
)
from app.language import Language, Text
from app.messages import said
from app.post_limits import limits_of, refuse_impossible

UNITS = pd.DataFrame(
    {"code": ["1", "2", "3"], "name": ["Thanh Hòa", "Na Son", "Na Son"], "kind": ["xã", "xã", "phường"]}
)
NAMES = pd.Series(["Xã A", "Xã B", "Xã C"], ["1", "2", "3"])


def limits(text: str, otherwise: float = 0) -> list[float]:
    return limits_of(text, UNITS, name="minimum", otherwise=otherwise).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [7, 7, 7]),
        ("2", [2, 2, 2]),
        ("120.0; 3 = 5", [120, 120, 5]),
        ("1; thanh hoà = 3", [1 + 2, 1, 1]),
        ("3 = 4", [7, 7, 4]),
        ("Phường Na Son = 5;", [7, 7, 5]),
        ("2 = 0; 1", [1, 0, 1]),
    ],
)
def test_the_number_for_all_comes_first_wherever_it_stands(text: str, expected: list[float]) -> None:
    assert limits(text, otherwise=7) == expected


@pytest.mark.parametrize("text", ["two", "-1", "1.5", "1 = x", "Thanh Hòa 2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        limits(text)


@pytest.mark.parametrize("text", ["Na Son = 1", "Nowhere = 1"])
def test_a_name_of_two_communes_or_of_none_is_refused(text: str) -> None:
    with pytest.raises(UnknownCommune):
        limits(text)


def series(*values: float) -> "pd.Series[float]":
    return pd.Series(values, NAMES.index, dtype=float)


def test_what_no_plan_can_keep_names_the_communes() -> None:
    with pytest.raises(LimitsCross) as crossed:
        refuse_impossible(9, series(0, 2, 0), series(1, 1, 1), NAMES)
    assert crossed.value.communes == Text("Xã B", "B commune")
    with pytest.raises(PostsBelowMinimum) as below:
        refuse_impossible(2, series(1, 0, 2), series(9, 9, 9), NAMES)
    assert (below.value.minimum, below.value.communes) == (3, Text("Xã C, Xã A", "C commune, A commune"))
    with pytest.raises(PostsAboveMaximum) as above:
        refuse_impossible(4, series(0, 0, 0), series(1, 0, 2), NAMES)
    assert (above.value.maximum, above.value.communes) == (3, Text("Xã A, Xã C", "A commune, C commune"))


def test_of_many_communes_the_first_are_named_and_where_none_may_get_any_it_is_said() -> None:
    names = pd.Series([f"Xã {letter}" for letter in "ABCDEFG"])
    one, none = pd.Series(1.0, names.index), pd.Series(0.0, names.index)
    with pytest.raises(PostsBelowMinimum) as below:
        refuse_impossible(2, one, one + 8, names)
    assert said(below.value, Language("en")).sentence == (
        "2 posts are to be shared out, but 7 are promised to: A commune, B commune, C commune, D commune, E commune, "
        "and 2 more."
    )
    with pytest.raises(NoPostsAllowed) as nobody:
        refuse_impossible(2, none, none, names)
    assert said(nobody.value, Language("en")).sentence == ("2 posts are to be shared out, but no commune may get any.")
    refuse_impossible(0, none, none, names)


def test_what_just_fits_passes() -> None:
    refuse_impossible(3, series(1, 0, 2), series(1, 0, 2), NAMES)
