"""What a validation hides: whole blocks of units that lie together, or all that comes after a period.

Owns the blocks and the folds; who learns from them is the caller's.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.case_panel import Flags, Panel

Floats = NDArray[np.float64]

BLOCKS = 5


@dataclass(frozen=True, eq=False)
class Fold:
    """Which cells a model learns from and which it is tried on; both of shape (unit, period)."""

    learned: Flags
    tried: Flags


def spatial_blocks(coordinates: Floats, blocks: int = BLOCKS) -> NDArray[np.int64]:
    """Part units into blocks of near ones, by Ward's clustering of their centres.

    Parameters
    ----------
    coordinates : array, shape (unit, 2)
        Longitude and latitude; degrees of longitude are shortened by the cosine of the mean latitude.

    Returns
    -------
    array of int, shape (unit,)
        The block of each; fewer blocks than asked for where there are fewer units.

    References
    ----------
    Roberts et al. (2017), Ecography 40(8): hold out whole blocks, else neighbours give the answer away.

    Examples
    --------
    >>> found = spatial_blocks(np.array([[0.0, 0.0], [0.1, 0.0], [9.0, 0.0]]), 2)
    >>> bool(found[0] == found[1] != found[2])
    True
    """
    from sklearn.cluster import AgglomerativeClustering

    count = min(blocks, len(coordinates))
    if count < 2:
        return np.zeros(len(coordinates), dtype=np.int64)
    flat = coordinates * [np.cos(np.radians(coordinates[:, 1].mean())), 1.0]
    return np.asarray(AgglomerativeClustering(count).fit_predict(flat), dtype=np.int64)


def folds_by_block(panel: Panel, blocks: int = BLOCKS) -> list[Fold]:
    """Return a fold a block: all periods of its units are hidden. None where no block can be learned from."""
    block = spatial_blocks(panel.coordinates, blocks)
    hidden = [np.repeat((block == each)[:, None], panel.cases.shape[1], axis=1) for each in np.unique(block)]
    return _learnable(panel, [Fold(~each, each) for each in hidden])


def folds_by_time(panel: Panel) -> list[Fold]:
    """Return a fold a period but the first: learned from all earlier ones."""
    period = np.broadcast_to(np.arange(panel.cases.shape[1]), panel.cases.shape)
    return _learnable(panel, [Fold(period < each, period == each) for each in range(1, panel.cases.shape[1])])


def _learnable(panel: Panel, folds: list[Fold]) -> list[Fold]:
    """Leave out folds with no case to learn from or no person-time to be tried on."""
    return [
        Fold(fold.learned, fold.tried & (panel.person_time > 0))
        for fold in folds
        if panel.cases[fold.learned].sum() > 0 and panel.person_time[fold.tried].sum() > 0
    ]
