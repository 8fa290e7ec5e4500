"""Watching many series of rare events at once, within one budget of false alarms.

Owns the two tests of each series (CUSUM and time between events), their thresholds by simulation and how often the same
thresholds are crossed in other simulated years.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.cusum import began, cusum
from models.expected_counts import ExpectedCounts
from models.false_alarm_budget import MONTHS, chance_of_a_year, least_threshold, onsets
from models.waiting_times import shortest_waits

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
RISE = 2.0
"""The rise looked for: twice as many."""
PLANTED_MONTHS = 6


@dataclass(frozen=True, slots=True)
class SeriesTest:
    """One test of one series: its statistic by month, the threshold and what stands behind an alarm.

    Attributes
    ----------
    statistic, alarms, since : array, shape (month,)
        An alarm is a statistic above `threshold`; `since`: first month of what makes it so.
    chance : float
        Share of simulated years without any rise in which the statistic gets as high as it did.
    false_alarms : float
        A year, measured on simulated years other than those that made the threshold.
    """

    statistic: Floats
    threshold: float
    alarms: Flags
    since: Whole
    chance: float
    false_alarms: float


@dataclass(frozen=True, slots=True)
class Watched:
    """The two tests of one series.

    `power`: share of simulated doublings in the latest six months that either test finds within them.
    """

    cusum: SeriesTest
    waiting_time: SeriesTest
    power: float


@dataclass(frozen=True, slots=True)
class _Statistics:
    """Both statistics of counts or of many paths of counts, higher where more suspicious, and since when."""

    sums: Floats
    sums_since: Whole
    rarity: Floats
    rarity_since: Whole


def watch(
    counts: Floats,
    expected: ExpectedCounts,
    *,
    false_alarms: float,
    seed: int,
    tick: Callable[[float], None] | None = None,
) -> list[Watched]:
    """Watch each series in the months that `expected` is about.

    Parameters
    ----------
    counts : array, shape (series, month)
        nan where nothing was reported.
    false_alarms : float
        A year, of all series and both tests together; shared equally.
    """
    share = false_alarms * counts.shape[1] / MONTHS / max(2 * len(counts), 1)
    watched = []
    for series, row in enumerate(counts):
        watched.append(_watch_one(row, expected, series, share, np.random.default_rng([seed, 2, series])))
        if tick:
            tick((series + 1) / len(counts))
    return watched


def alarms_of(counts: Floats, expected: ExpectedCounts, series: int, watched: Watched) -> Flags:
    """Return the months in which other counts of a series would be above the thresholds of either test."""
    found = _statistics(counts, expected.mean[series], expected.dispersion)
    above: Flags = (found.sums > watched.cusum.threshold) | (found.rarity > watched.waiting_time.threshold)
    return above


def _watch_one(
    counts: Floats, expected: ExpectedCounts, series: int, share: float, random: np.random.Generator
) -> Watched:
    """Return both tests; half of the simulated years make the thresholds, the other half check them."""
    mean, spread = expected.mean[series], expected.dispersion
    came = _statistics(counts, mean, spread)
    calm = _statistics(expected.drawn_counts(series, random), mean, spread)
    by_sum = _tested(came.sums, came.sums_since, calm.sums, share)
    by_wait = _tested(came.rarity, came.rarity_since, calm.rarity, share)
    times = np.where(np.arange(counts.size) >= counts.size - PLANTED_MONTHS, RISE, 1.0)
    without = Watched(by_sum, by_wait, 0.0)
    found = alarms_of(expected.drawn_counts(series, random, times), expected, series, without)
    return replace(without, power=float(found[:, -PLANTED_MONTHS:].any(axis=1).mean()))


def _statistics(counts: Floats, mean: Floats, dispersion: float) -> _Statistics:
    sums = cusum(counts, mean, ratio=RISE, dispersion=dispersion)
    chance, since = shortest_waits(counts, mean)
    return _Statistics(sums, began(sums), np.abs(np.log(np.maximum(chance, np.finfo(float).tiny))), since)


def _tested(statistic: Floats, since: Whole, calm: Floats, share: float) -> SeriesTest:
    half = len(calm) // 2
    threshold = least_threshold(calm[:half], share) + _TIE
    return SeriesTest(
        statistic,
        threshold,
        statistic > threshold,
        since,
        chance_of_a_year(calm[half:], float(statistic.max(initial=0.0)) - _TIE),
        float(onsets(calm[half:] > threshold).mean()) * MONTHS / max(statistic.size, 1),
    )


_TIE = 1e-9
"""Sums of the same counts in another order are the same."""
