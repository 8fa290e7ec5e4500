"""Trips made one after another while there are children left and places free, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True, nogil=True)
def filled(demand: Ints, facility: Ints, left: Floats, free: Floats) -> Floats:
    """Make the trips in their order; `left` and `free` are counted down."""
    taken = np.zeros(len(demand))
    for trip in range(len(demand)):
        children = min(left[demand[trip]], free[facility[trip]])
        taken[trip] = children
        left[demand[trip]] -= children
        free[facility[trip]] -= children
    return taken
