"""When a cost is within a limit: the limit itself is, and what only the rounding of floats puts beyond it.

Owns `within`, which coverings, centers and rules share.
"""

import numpy as np
from numpy.typing import NDArray

from models.checked_arrays import Floats
from models.errors import NegativeValue, NotFinite

LIMIT_TOLERANCE = 1e-9
"""A cost this much above the limit is within it, relative to the limit or 1: the rounding of a sum of floats."""


def within(cost: Floats, limit: float) -> NDArray[np.bool_]:
    """Say which costs are within the limit, which is inclusive; what cannot be reached never is.

    Raises
    ------
    NotFinite, NegativeValue
        The limit is no number, or negative.

    Examples
    --------
    >>> within(np.array([[60.0, 60.1, np.inf]]), 60.0).tolist()
    [[True, False, False]]
    """
    if np.isnan(limit):
        raise NotFinite("limit", ())
    if limit < 0:
        raise NegativeValue("limit", ())
    return np.isfinite(cost) & (cost <= limit + LIMIT_TOLERANCE * max(1.0, limit))
