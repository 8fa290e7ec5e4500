"""Moran's I, Geary's C and general G: sums done by hand, moments by enumeration, and maps where nothing can be said."""

from itertools import permutations

import numpy as np
import pytest

from models.errors import BadShape, NegativeValue, NotFinite
from models.moran import GlobalStatistic, geary, general_g, moran, moran_p
from models.spatial_weights import row_standardised

ROW = [[1], [0, 2], [1, 3], [2]]
STATISTICS = (moran, geary, general_g)
TREE = [[1, 2], [0, 3, 4], [0], [1, 5], [1], [3]]
VALUES = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0]


def test_statistics_of_four_units_in_a_row() -> None:
    """Deviations −1.5 −0.5 0.5 1.5, squares 5; links 6; their products 2 × (0.75 − 0.25 + 0.75) = 2.5."""
    assert moran([1, 2, 3, 4], ROW).statistic == pytest.approx(4 / 6 * 2.5 / 5)
    assert geary([1, 2, 3, 4], ROW).statistic == pytest.approx(3 / (2 * 6) * 6 / 5)
    assert general_g([1, 2, 3, 4], ROW).statistic == pytest.approx(2 * (2 + 6 + 12) / (10**2 - 30))


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("weights", [None, row_standardised(TREE)])
def test_mean_and_variance_are_those_of_all_permutations(statistic: object, weights: object) -> None:
    found = statistic(VALUES, TREE, weights=weights)  # type: ignore[operator]
    every = [statistic(order, TREE, weights=weights).statistic for order in permutations(VALUES)]  # type: ignore[operator]
    assert np.mean(every) == pytest.approx(found.expected)
    assert np.var(every) == pytest.approx(found.variance)


def test_z_is_positive_where_units_are_like_their_neighbours() -> None:
    like = [9, 8, 9, 1, 2, 1]
    line = [[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]]
    assert moran(like, line).z > 1
    assert geary(like, line).z > 1
    assert general_g(like, line).z > 1
    assert moran([9, 1, 9, 1, 9, 1], line).z < -1


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize(
    ("values", "neighbours"), [([2, 2, 2, 2], ROW), ([1, 2, 3], [[], [], []]), ([5], [[]]), ([0, 0, 0, 0], ROW)]
)
def test_where_nothing_can_be_said_the_statistic_is_what_chance_gives(
    statistic: object, values: list[float], neighbours: list[list[int]]
) -> None:
    found: GlobalStatistic = statistic(values, neighbours)  # type: ignore[operator]
    assert found.statistic == pytest.approx(found.expected)
    assert found.z == pytest.approx(0.0, abs=1e-6)
    assert moran_p(values, neighbours, permutations=99) == 1.0


def test_values_at_fault_are_refused() -> None:
    with pytest.raises(BadShape):
        moran([1, 2], ROW)
    with pytest.raises(NotFinite):
        geary([1, 2, np.nan, 3], ROW)
    with pytest.raises(NegativeValue):
        general_g([1, 2, -1, 3], ROW)
