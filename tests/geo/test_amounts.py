"""Amounts are known and not negative."""

import numpy as np
import pytest

from geo.amounts import checked_amounts
from geo.errors import InvalidAmount, LengthMismatch


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_capacity_that_is_missing_infinite_or_negative_is_refused_by_its_position(wrong: float) -> None:
    with pytest.raises(InvalidAmount) as caught:
        checked_amounts([3, wrong], "capacity", length=2)
    assert (caught.value.name, caught.value.position) == ("capacity", 1)


def test_there_is_an_amount_for_each() -> None:
    with pytest.raises(LengthMismatch):
        checked_amounts([1, 2], "capacity", length=3)
