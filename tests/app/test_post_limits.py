"""Limits as a person writes them: a number for all, exceptions by name, code or full name."""

import pandas as pd
import pytest

from app.errors import BadParameter, LimitsCross, PostsAboveMaximum, PostsBelowMinimum, UnknownCommune
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
    assert crossed.value.communes == ("Xã B",)
    with pytest.raises(PostsBelowMinimum) as below:
        refuse_impossible(2, series(1, 0, 2), series(9, 9, 9), NAMES)
    assert (below.value.minimum, below.value.communes) == (3, ("Xã C", "Xã A"))
    with pytest.raises(PostsAboveMaximum) as above:
        refuse_impossible(4, series(0, 0, 0), series(1, 0, 2), NAMES)
    assert (above.value.maximum, above.value.communes) == (3, ("Xã A", "Xã C"))


def test_what_just_fits_passes() -> None:
    refuse_impossible(3, series(1, 0, 2), series(1, 0, 2), NAMES)
