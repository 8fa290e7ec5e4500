"""Arrays as models take them: finite, not negative, of the right length.

Owns the checks that models share; each raises an error with the name and position of what is wrong.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import BadShape, NegativeValue, NotFinite, NotWhole

Floats = NDArray[np.float64]


def checked_amounts(name: str, values: ArrayLike, length: int | None = None) -> Floats:
    """Return finite amounts that are not negative, in an array that cannot be written to.

    Raises
    ------
    BadShape, NotFinite, NegativeValue
    """
    amounts = frozen(values)
    if amounts.ndim != 1 or (length is not None and amounts.size != length):
        raise BadShape(name, (-1 if length is None else length,), amounts.shape)
    refuse_nan_and_negative(name, amounts)
    if np.isinf(amounts).any():
        raise NotFinite(name, first(np.isinf(amounts)))
    return amounts


def checked_whole(name: str, value: float) -> int:
    """Return a whole number that is not negative.

    Raises
    ------
    NotFinite, NotWhole, NegativeValue
    """
    if not np.isfinite(value):
        raise NotFinite(name, ())
    if not float(value).is_integer():
        raise NotWhole(name, value)
    if value < 0:
        raise NegativeValue(name, ())
    return int(value)


def refuse_nan_and_negative(name: str, values: Floats) -> None:
    """Raise NotFinite or NegativeValue for the first value that is not a number or below 0; inf may pass."""
    if np.isnan(values).any():
        raise NotFinite(name, first(np.isnan(values)))
    if (values < 0).any():
        raise NegativeValue(name, first(values < 0))


def frozen(values: ArrayLike) -> Floats:
    """Return a copy as floats that cannot be written to."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def first(where: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the first position that is true."""
    return tuple(int(axis) for axis in np.argwhere(where)[0])
