"""Amounts of people and places: those that must be known and not negative, and those that are 0 where missing."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InvalidAmount, LengthMismatch


def checked_amounts(values: ArrayLike, name: str, *, length: int) -> NDArray[np.float64]:
    """Return amounts as floats.

    Raises
    ------
    LengthMismatch
        There are not `length` of them.
    InvalidAmount
        One is missing, infinite or negative; carries its position.

    Examples
    --------
    >>> checked_amounts([0, 2], "capacity", length=2).tolist()
    [0.0, 2.0]
    """
    amounts = np.asarray(values, dtype=float)
    if len(amounts) != length:
        raise LengthMismatch(name, len(amounts), length)
    wrong = np.flatnonzero(~np.isfinite(amounts) | (amounts < 0))
    if len(wrong):
        raise InvalidAmount(name, int(wrong[0]), float(amounts[wrong[0]]))
    return amounts


def zero_if_missing(values: ArrayLike) -> NDArray[np.float64]:
    """Return amounts as floats, 0 for NaN.

    >>> zero_if_missing([1, float("nan")]).tolist()
    [1.0, 0.0]
    """
    amounts = np.asarray(values, dtype=float)
    return np.where(np.isnan(amounts), 0.0, amounts)
