"""Neighbours laid out flat: sums, lags, islands, parts of a map, and what is refused."""

import numpy as np
import pytest

from models.errors import BadNeighbour, BadShape, ModelError, NegativeValue, NotFinite
from models.spatial_weights import among, row_standardised, spatial_weights

ROW = [[1], [0, 2], [1, 3], [2], []]
"""Four in a row and an island."""


def test_a_lag_is_the_sum_of_the_neighbours_and_0_for_an_island() -> None:
    assert spatial_weights(ROW).lag(np.array([1.0, 2, 4, 8, 16])).tolist() == [2, 5, 10, 4, 0]


def test_a_row_standardised_lag_is_their_mean() -> None:
    links = spatial_weights(ROW, row_standardised(ROW))
    assert links.lag(np.array([1.0, 2, 4, 8, 16])).tolist() == [2, 2.5, 5, 4, 0]
    assert links.sums().tolist() == [1, 1, 1, 1, 0]
    assert links.sums(2).tolist() == [1, 0.5, 0.5, 1, 0]


def test_islands_are_those_without_a_neighbour() -> None:
    assert spatial_weights(ROW).islands.tolist() == [4]
    assert spatial_weights([]).islands.tolist() == []


def test_leaving_units_out_renumbers_the_others_and_can_make_islands() -> None:
    kept = among(ROW, [True, False, True, True, True])
    assert [each.tolist() for each in kept] == [[], [2], [1], []]


@pytest.mark.parametrize("neighbours", [[[1], [2]], [[-1], [0]], [[0], [0]]])
def test_a_neighbour_that_is_not_another_unit_is_refused(neighbours: list[list[int]]) -> None:
    with pytest.raises(BadNeighbour):
        spatial_weights(neighbours)


@pytest.mark.parametrize(
    ("weights", "error"),
    [([[1.0]], BadShape), ([[1.0, 1.0], [1.0]], BadShape), ([[np.nan], [1]], NotFinite), ([[-1], [1]], NegativeValue)],
)
def test_weights_at_fault_are_refused(weights: list[list[float]], error: type[ModelError]) -> None:
    with pytest.raises(error):
        spatial_weights([[1], [0]], weights)
