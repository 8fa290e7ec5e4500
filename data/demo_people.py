"""The demo's people by cell: each commune's stated population, placed around its simulated settlements.

Whole people, every one in a cell of their own commune: the cells of a commune add up to what the decrees state of it.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.apportionment import share_whole, whole_weights
from data.demo_grid import RESOLUTION

SPREAD = 420.0
"""Distance from the middle of a settlement within which 39 % of its people live on level ground, m."""
REACH = 6
"""Cells to each side of a settlement that people may live in."""
STEEP = 12.0
"""Slope, in degrees, on which a third as many people live as on level ground."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def settlement_people(facts: pd.DataFrame, settlements: pd.DataFrame) -> Ints:
    """Return the people of each settlement: the commune's population in the proportions of its children (eq. 18)."""
    people = np.zeros(len(settlements), dtype=np.int64)
    for code, total in zip(facts["code"], facts["population"], strict=True):
        mine = np.flatnonzero(settlements["commune_code"] == code)
        children = settlements["children"].to_numpy()[mine]
        weights = whole_weights(children.tolist() if children.any() else [1.0] * len(mine))
        people[mine] = share_whole(int(total), weights)
    return people


def people_by_cell(
    cells: tuple[Ints, Ints], home: Ints, people: Ints, *, commune: Ints, ground: Floats, rng: np.random.Generator
) -> Ints:
    """Place the people of each settlement on the cells about it (eq. 19).

    Parameters
    ----------
    cells : pair of int arrays, shape (settlement,)
        Row and column of each settlement.
    home, people : int arrays, shape (settlement,)
        Its commune, and how many live there.
    commune : int array, shape of the grid
        The commune of each cell that a commune has to itself, −1 of all others.
    ground : array, shape of the grid
        How good it is to live in a cell: 0 where a river runs, less than 1 on slopes.

    Returns
    -------
    int array, shape of the grid
    """
    found = np.zeros(commune.shape, dtype=np.int64)
    for row, column, place, number in zip(*cells, home, people, strict=True):
        top, left = max(0, row - REACH), max(0, column - REACH)
        window = np.s_[top : row + REACH + 1, left : column + REACH + 1]
        weight = _near(row - top, column - left, found[window].shape) * ground[window] * (commune[window] == place)
        if weight.sum() > 0:
            found[window] += rng.multinomial(number, (weight / weight.sum()).ravel()).reshape(weight.shape)
        else:
            found[_nearest(commune == place, row, column)] += number
    return found


def liveable(slope: Floats, banks: Mask) -> Floats:
    """Return how good it is to live in each cell, 0 to 1."""
    return np.where(banks, 0.0, np.exp(-slope / STEEP))


def _near(row: int, column: int, shape: tuple[int, ...]) -> Floats:
    down, across = np.ogrid[: shape[0], : shape[1]]
    squared = ((down - row) ** 2 + (across - column) ** 2) * RESOLUTION**2
    return np.asarray(np.exp(-squared / (2 * SPREAD**2)))


def _nearest(cells: Mask, row: int, column: int) -> tuple[int, int]:
    """Return the nearest of `cells`; the cell itself where there is none."""
    rows, columns = np.nonzero(cells)
    if not len(rows):
        return row, column
    best = int(((rows - row) ** 2 + (columns - column) ** 2).argmin())
    return int(rows[best]), int(columns[best])
