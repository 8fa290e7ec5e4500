"""How short the time is in which the latest events came: for the rarest, where a month's count says nothing.

Owns the exact test of the time between events. Time is counted in expected events, so exposure, season and missing
returns are in it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
FEWEST = 2
"""Events that can make an alert: a single case is never one."""


def waiting_time_chance(events: ArrayLike, expected: ArrayLike) -> Floats:
    """Return the probability that as many events come in so short a time, or a shorter one.

    The time up to the k-th event, counted in expected events, has a gamma distribution of shape k.

    Parameters
    ----------
    events : array
        k, 1 or more.
    expected : array
        The time they took, as the number of events expected in it.

    References
    ----------
    Gan (1994), Journal of Quality Technology 26(2), for one event (exponential); its sum over k is Erlang's.

    Examples
    --------
    Two cases in a time in which 0.1 was expected: 1 − e^−0.1 · 1.1.

    >>> waiting_time_chance(2, 0.1).round(6).item()
    0.004679
    """
    chance: Floats = gammainc(np.asarray(events, float), np.asarray(expected, float))
    return chance


def shortest_waits(counts: ArrayLike, expected: ArrayLike, *, fewest: int = FEWEST) -> tuple[Floats, Whole]:
    """Return for each month the least chance of the latest 2, 3, … events coming as fast as they did, and since when.

    Only months are known, so the time runs from the first day of the month of the earliest of them to the last day of
    the month judged: never shorter than it was, so the chance is never understated. A month without an event has
    chance 1.

    Parameters
    ----------
    counts : array, shape (…, month)
        nan counts as none; the expected number there should be 0.
    expected : array, shape (month,)

    Returns
    -------
    chance : array, shape (…, month)
    since : array of int, shape (…, month)
        First month of the time that gives it.
    """
    given = np.nan_to_num(np.asarray(counts, float)).astype(np.int64)
    months = given.shape[-1]
    rows = given.reshape(-1, months)
    several = np.flatnonzero(rows.sum(axis=1) >= fewest)
    chance = np.ones(rows.shape)
    since = np.broadcast_to(np.arange(months), rows.shape).copy()
    for month in range(months):
        least, first = _judged(rows[several], np.asarray(expected, float), month, fewest)
        chance[several, month], since[several, month] = least, first
    return chance.reshape(given.shape), since.reshape(given.shape)


def _judged(events: Whole, time: Floats, month: int, fewest: int) -> tuple[Floats, Whole]:
    """Return the least chance of each row in one month, looking back to each month before it, and since when."""
    least, since = np.ones(len(events)), np.full(len(events), month)
    number, length = np.zeros(len(events), dtype=np.int64), 0.0
    ends_here = events[:, month] > 0
    for first in range(month, -1, -1):
        number = number + events[:, first]
        length += float(time[first])
        judged = np.flatnonzero(ends_here & (events[:, first] > 0) & (number >= fewest))
        if not judged.size:
            continue
        by_number = waiting_time_chance(np.maximum(np.arange(int(number.max()) + 1), 1), length)
        found = by_number[number[judged]]
        less = judged[found < least[judged]]
        least[less], since[less] = by_number[number[less]], first
    return least, since
