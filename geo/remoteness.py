"""How remote each zone is: the minutes its people need to the nearest service of a kind."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.zone_people import ZonePeople

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Remoteness:
    """Minutes weighted by people; each shape (zones + 1,), the last outside every zone.

    `mean`: of the people who are reached; inf where none is, NaN where nobody lives. `median`: half of all people need
    no longer, those not reached counted as inf. `reached`, `unreachable`: people.
    """

    codes: tuple[str, ...]
    mean: Floats
    median: Floats
    reached: Floats
    unreachable: Floats


def remoteness(minutes: ArrayLike, people: ZonePeople) -> Remoteness:
    """Measure how far the people of each zone are from the nearest service.

    Not reached is not zero: it is no part of the mean, is counted by itself, and is infinitely far in the median.

    Parameters
    ----------
    minutes : array, the shape of the cells of `people`
        To the nearest service; inf or NaN where nothing reaches.

    Raises
    ------
    ShapeMismatch
    """
    time = np.nan_to_num(people.of_people(minutes), nan=np.inf, posinf=np.inf)
    known = np.isfinite(time)
    reached = people.sums(np.where(known, people.count, 0.0))
    sums = people.sums(people.count * np.where(known, time, 0.0))
    none = np.where(people.totals > 0, np.inf, np.nan)
    mean = np.divide(sums, reached, out=none, where=reached > 0)
    unreachable = people.sums(np.where(known, 0.0, people.count))
    return Remoteness(people.codes, mean, _medians(time, people), reached, unreachable)


def _medians(time: Floats, people: ZonePeople) -> Floats:
    """Find by zone the smallest minutes within which at least half of its people are."""
    order = np.lexsort((time, people.zone))
    zone, cumulated = people.zone[order], people.count[order].cumsum()
    settled = np.unique(zone)
    first, last = np.searchsorted(zone, settled), np.searchsorted(zone, settled, side="right") - 1
    before = cumulated[first] - people.count[order][first]
    middle = np.searchsorted(cumulated, (before + cumulated[last]) / 2)
    median = np.full(len(people.codes) + 1, np.nan)
    median[settled] = time[order][np.clip(middle, first, last)]
    return median
