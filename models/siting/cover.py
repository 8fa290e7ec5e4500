"""The fewest sites that reach everyone, as a program without what cannot matter.

Owns `undominated` and `Cover`. Where one demand is reached by all sites that reach another, reaching the other is
enough; where one site reaches all that another does, the other is not needed (Toregas & ReVelle 1973, Papers of the
Regional Science Association 28).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from models.siting.highs import LinearModel
from models.siting.problem import Positions

Reach = NDArray[np.bool_]


@dataclass(frozen=True)
class Cover:
    """At most `most` sites of `sites` that reach every demand of `demands`.

    Attributes
    ----------
    reach : bool array, shape (demand, site)
        Who is reached from where, of those that matter.
    sites : array of int
        Their positions among all sites.
    most : int
    """

    reach: Reach
    sites: Positions
    most: int

    def model(self) -> LinearModel:
        """Return the program, sites opened in parts; it has no solution where `most` are too few."""
        demands, sites = self.reach.shape
        model = LinearModel(np.ones(sites), np.zeros(sites), np.ones(sites))
        number = csr_array(np.ones((1, sites)))
        lower, upper = np.append(np.ones(demands), 0.0), np.append(np.full(demands, np.inf), float(self.most))
        model.add_rows(csr_array(vstack([csr_array(self.reach.astype(float)), number], format="csr")), lower, upper)
        return model


def cover_of(reach: Reach, opened: Positions, most: int) -> Cover:
    """Return what is left to cover by `most` sites when `opened`, which count among them, are open.

    Examples
    --------
    >>> cover = cover_of(np.array([[True, True, False], [False, True, True]]), np.array([], dtype=int), 1)
    >>> cover.sites.tolist(), cover.reach.tolist()
    ([1], [[True]])
    """
    left = ~reach[:, opened].any(axis=1)
    demands, sites = undominated(reach[left])
    return Cover(reach[left][np.ix_(demands, sites)], sites, most - opened.size)


def undominated(reach: Reach) -> tuple[Positions, Positions]:
    """Return the demands and the sites that matter; of equals the first."""
    demands, sites = np.arange(reach.shape[0]), np.arange(reach.shape[1])
    while True:
        left = reach[np.ix_(demands, sites)]
        needed = ~_within_another(left.T)
        asking = ~_around_another(left[:, needed])
        if needed.all() and asking.all():
            return demands, sites
        demands, sites = demands[asking], sites[needed]


def _within_another(sets: Reach) -> Reach:
    """Say of each row whether it is part of another row, or equal to one before it."""
    part = _part_of(sets)
    return np.asarray((part & (~part.T | _before(len(sets)))).any(axis=1))


def _around_another(sets: Reach) -> Reach:
    """Say of each row whether another row is part of it, or one before it equal to it."""
    part = _part_of(sets)
    return np.asarray((part.T & (~part | _before(len(sets)))).any(axis=1))


def _before(number: int) -> Reach:
    """Say of each two rows whether the second comes before the first."""
    return np.tri(number, k=-1, dtype=np.bool_)


def _part_of(sets: Reach) -> Reach:
    """Say of each two rows whether the first is part of the second or equal to it; eight columns at a time."""
    part = ~np.eye(len(sets), dtype=np.bool_)
    for column in np.packbits(sets, axis=1).T:
        part &= (column[:, None] & ~column[None, :]) == 0
    return part
