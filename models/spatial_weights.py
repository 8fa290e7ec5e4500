"""Who is near whom, as numbers: neighbours and their weights laid out flat for numpy and compiled loops.

Neighbours are a list with one array of positions a unit, empty for an island; weights a list of the same shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import BadNeighbour, BadShape, NegativeValue, NotFinite

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class SpatialWeights:
    """The links from all units to their neighbours, one unit after the other.

    Attributes
    ----------
    starts : array, shape (unit + 1,)
        The links of unit i are those from ``starts[i]`` to ``starts[i + 1]``.
    others : array, shape (link,)
        Position of the neighbour.
    weights : array, shape (link,)
        Not negative.
    """

    starts: Positions
    others: Positions
    weights: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def units(self) -> Positions:
        """The unit each link starts from, shape (link,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    @property
    def islands(self) -> Positions:
        """Positions of units without a neighbour."""
        return np.flatnonzero(np.diff(self.starts) == 0)

    def sums(self, power: int = 1) -> Floats:
        """Return each unit's sum of weights, each raised to `power`; 0 for an island."""
        return np.bincount(self.units, self.weights**power, len(self)).astype(np.float64)

    def lag(self, values: Floats) -> Floats:
        """Return the weighted sum of each unit's neighbours; 0 for an island."""
        return np.bincount(self.units, self.weights * values[self.others], len(self)).astype(np.float64)


def spatial_weights(neighbours: Sequence[ArrayLike], weights: Sequence[ArrayLike] | None = None) -> SpatialWeights:
    """Lay out `neighbours` and their `weights` (default: 1 each, "binary").

    Raises
    ------
    BadNeighbour
        A position is not that of another unit.
    BadShape, NotFinite, NegativeValue
        The weights are at fault.

    Examples
    --------
    >>> spatial_weights([[1], [0, 2], [1], []]).lag(np.array([1.0, 2.0, 4.0, 8.0])).tolist()
    [2.0, 5.0, 2.0, 0.0]
    """
    lists = [np.asarray(each, dtype=np.int64).ravel() for each in neighbours]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in lists], dtype=np.int64)])
    others = _flat(lists, np.int64)
    for unit, each in enumerate(lists):
        wrong = each[(each < 0) | (each >= len(lists)) | (each == unit)]
        if len(wrong):
            raise BadNeighbour(unit, int(wrong[0]), len(lists))
    if weights is None:
        return SpatialWeights(starts, others, np.ones(len(others)))
    return SpatialWeights(starts, others, _checked_weights(lists, weights))


def row_standardised(neighbours: Sequence[ArrayLike]) -> list[Floats]:
    """Return weights that sum to 1 for each unit: an island has none.

    >>> [each.tolist() for each in row_standardised([[1], [0, 2], [1], []])]
    [[1.0], [0.5, 0.5], [1.0], []]
    """
    counts = [np.size(each) for each in neighbours]
    return [np.full(count, 1.0 / max(count, 1)) for count in counts]


def among(neighbours: Sequence[ArrayLike], kept: ArrayLike) -> list[Positions]:
    """Return the neighbours of the `kept` units that are kept too, as positions among those.

    Parameters
    ----------
    kept : array of bool, shape (unit,)

    Examples
    --------
    >>> [each.tolist() for each in among([[1], [0, 2], [1]], [False, True, True])]
    [[1], [0]]
    """
    stays = np.asarray(kept, dtype=bool)
    place = np.cumsum(stays) - 1
    lists = [np.asarray(each, dtype=np.int64) for each in neighbours]
    return [place[each[stays[each]]] for unit, each in enumerate(lists) if stays[unit]]


def _checked_weights(lists: list[Positions], weights: Sequence[ArrayLike]) -> Floats:
    given = [np.asarray(each, dtype=np.float64).ravel() for each in weights]
    if len(given) != len(lists):
        raise BadShape("weights", (len(lists),), (len(given),))
    for unit, (positions, each) in enumerate(zip(lists, given, strict=True)):
        if positions.shape != each.shape:
            raise BadShape("weights", positions.shape, each.shape)
        for wrong, error in ((~np.isfinite(each), NotFinite), (each < 0, NegativeValue)):
            if wrong.any():
                raise error("weights", (unit, int(np.flatnonzero(wrong)[0])))
    return _flat(given, np.float64)


def _flat(lists: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *lists]) if lists else np.empty(0, kind)
