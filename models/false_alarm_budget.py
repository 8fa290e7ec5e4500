"""How high a threshold must be for all series together to keep to one number of false alarms a year.

Owns the calibration by simulated years without any rise: a statistic of each path and month in, a threshold out.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
MONTHS = 12


def least_threshold(statistics: Floats, share: float) -> float:
    """Return the least value that paths exceed, counted anew each time they rise above it, at most `share` times each.

    Parameters
    ----------
    statistics : array, shape (path, month)
        Of years without any rise; high values are suspicious.
    share : float
        Onsets a path, on average.

    Examples
    --------
    >>> least_threshold(np.array([[0.0, 3.0], [1.0, 0.0], [2.0, 2.0], [0.0, 0.0]]), 0.25)
    2.0
    """
    highest = np.sort(statistics.max(axis=1))
    allowed = int(np.floor(share * highest.size))
    candidates = np.unique(highest[max(highest.size - 1 - allowed, 0) :])
    low, high = 0, candidates.size - 1
    while low < high:
        middle = (low + high) // 2
        if onsets(statistics > candidates[middle]).sum() <= allowed:
            high = middle
        else:
            low = middle + 1
    return float(candidates[high])


def chance_of_a_year(statistics: Floats, value: float) -> float:
    """Return the share of years without any rise that reach `value`; the year that came counts among them."""
    reached = int((statistics.max(axis=1) >= value).sum())
    return (1 + reached) / (1 + len(statistics))


def onsets(alarms: Flags) -> NDArray[np.int64]:
    """Return how many times alarms begin along the last axis: an alarm that goes on is one.

    Examples
    --------
    >>> onsets(np.array([True, True, False, True])).item()
    2
    """
    begins = alarms.copy()
    begins[..., 1:] &= ~alarms[..., :-1]
    number: NDArray[np.int64] = begins.sum(axis=-1)
    return number


def highest_alpha(chances: Floats, false_alarms: float) -> float:
    """Return the highest alpha at which paths without any rise give at most `false_alarms` a path.

    Parameters
    ----------
    chances : array, shape (path, …)
        Chance of the count that came, of each test of each path; at most alpha is an alarm.

    Examples
    --------
    >>> highest_alpha(np.array([[0.01, 0.5], [0.02, 0.9]]), 0.5)
    0.01
    """
    ordered = np.sort(chances, axis=None)
    allowed = int(np.floor(false_alarms * len(chances)))
    if allowed >= ordered.size:
        return _ALWAYS
    above = ordered[allowed]
    below = ordered[:allowed][ordered[:allowed] < above]
    return float(min(below[-1], _ALWAYS)) if below.size else float(min(above, _ALWAYS) * _JUST_BELOW)


_ALWAYS = 0.5
"""No chance of one half or more is an alarm."""
_JUST_BELOW = 0.999
