"""The innermost loops of the scan statistic, compiled.

Owns `least_sizes`. At a given number of cases the likelihood ratio of a high rate falls as the window grows, so the
smallest window for each number of cases is all that is needed of a replica, and no logarithm is taken in here.
"""

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def least_sizes(order: Any, starts: Any, sizes: Any, cases: Any, least: Any, at: Any) -> None:
    """Keep, for each replica and number of cases, the smallest window that holds as many, and which it is.

    Parameters
    ----------
    order : array of int32, shape (window,)
        The place that each window adds to the one before it around the same centre.
    starts : array of int64, shape (centre + 1,)
        Where each centre's windows begin in `order`; they end where the next one's begin.
    sizes : array, shape (window,)
        Population; inf where a place at the same distance is still missing.
    cases : array of int32, shape (place, replica)
    least : array, shape (replica, cases + 1)
        Changed in place.
    at : array of int64, same shape
        Changed in place: positions in `order`.
    """
    replicas = cases.shape[1]
    count = np.zeros(replicas, np.int64)
    for centre in range(len(starts) - 1):
        count[:] = 0
        for window in range(starts[centre], starts[centre + 1]):
            place = order[window]
            size = sizes[window]
            for replica in range(replicas):
                count[replica] += cases[place, replica]
                if size < least[replica, count[replica]]:
                    least[replica, count[replica]] = size
                    at[replica, count[replica]] = window
