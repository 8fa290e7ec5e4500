"""Every series watched within one budget of false alarms, large ones and small ones by methods of their own.

Owns how the budget is shared and which method a series gets; the methods are in `models`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.alert_series import AllSeries, Series
from models.errors import TooShortHistory

if TYPE_CHECKING:
    from models.expected_counts import ExpectedCounts
    from models.large_series import LargeSeries
    from models.small_series import Watched

Floats = NDArray[np.float64]
WATCHED = 12
"""Months watched, up to the last one: the year within which false alarms are counted."""
LEAST_PAST = 12
EXCEEDANCES = 60
"""Simulated years above each threshold of a small series; so many of each half are drawn."""
FEWEST_DRAWS, MOST_DRAWS = 4_000, 100_000


@dataclass(frozen=True, slots=True)
class Small:
    """Small series watched together; `positions`: of communes, where they are communes."""

    series: tuple[Series, ...]
    counts: Floats
    expected: "ExpectedCounts"
    watched: "list[Watched]"
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that was watched, in the months from `past` on."""

    past: int
    large_series: tuple[Series, ...]
    large: "LargeSeries | None"
    rare: Small | None
    communes: Small | None

    @property
    def small(self) -> tuple[Small, ...]:
        """Both groups of small series, as far as there are any."""
        return tuple(each for each in (self.rare, self.communes) if each is not None)

    @property
    def number(self) -> int:
        """How many series were watched."""
        return len(self.large_series) + sum(len(each.watched) for each in self.small)

    @property
    def false_alarms(self) -> float:
        """False alarms a year of all series together, measured by simulation."""
        by_small = sum(
            test.false_alarms for each in self.small for one in each.watched for test in (one.cusum, one.waiting_time)
        )
        return by_small + (self.large.false_alarms if self.large else 0.0)


def first_watched(months: int) -> int:
    """Return the position of the first month watched: a year before the end, or after the first year.

    Raises
    ------
    TooShortHistory
        No month is left to be watched after a year to learn from.
    """
    if months <= LEAST_PAST:
        raise TooShortHistory(max(months - 1, 0), LEAST_PAST)
    return max(months - WATCHED, LEAST_PAST)


def watch_all(
    found: AllSeries,
    *,
    years: int,
    budget: float,
    seed: int,
    tick: Callable[[float], None],
) -> Watch:
    """Watch the series; half of the budget goes to the large ones, half to the small, all of it where one is missing.

    A sum of communes is large by its reports and by at least three years before the months watched; a former district
    that is not large is left to its communes.

    Raises
    ------
    TooShortHistory
        There are 12 months or fewer.
    """
    from models.large_series import can_be_watched, watch_large

    past = first_watched(len(found.months))
    long_enough = can_be_watched(past, years)
    large = tuple(each for each in found.sums if long_enough and each.is_large(past))
    rare = tuple(
        each for each in found.sums if each not in large and each.level != "district" and _has_past(each, past)
    )
    places = tuple(int(each) for each in np.flatnonzero(_can_be_watched(found, past)))
    number = len(rare) + len(places)
    for_large = budget * (0.5 if number else 1.0) if large else 0.0
    each_small = (budget - for_large) / max(number, 1)
    return Watch(
        past,
        large,
        watch_large(
            [each.in_the_end for each in large],
            past=past,
            years=years,
            false_alarms=for_large,
            seed=seed,
            tick=lambda done: tick(_LARGE_PART * done),
        )
        if large
        else None,
        _watch_rare(rare, past, each_small, seed) if rare else None,
        _watch_communes(found, places, past, each_small, seed, tick) if places else None,
    )


_LARGE_PART = 0.4


def _has_past(series: Series, past: int) -> bool:
    known = ~np.isnan(series.counts)
    return bool(known[:past].any() and known[past:].any())


def _can_be_watched(found: AllSeries, past: int) -> NDArray[np.bool_]:
    """Return which communes have children and a return in the months watched."""
    reported = np.asarray((found.reported[:, past:] > 0).any(axis=1))
    if not (found.reported[found.children > 0][:, :past] > 0).any():
        return np.zeros(len(found.codes), dtype=bool)
    return np.asarray((found.children > 0) & reported, dtype=np.bool_)


def _watch_rare(series: tuple[Series, ...], past: int, each: float, seed: int) -> Small:
    """Watch sums of communes by themselves: each has its own rate, drawn to no other."""
    from models.expected_counts import expected_counts
    from models.small_series import watch

    counts = np.stack([one.counts for one in series])
    draws = _draws(each)
    watched, expected = [], []
    for number, one in enumerate(series):
        row = counts[number][None, :]
        exposure = np.where(np.isnan(row), 0.0, one.reported * one.known)
        learned = expected_counts(row, exposure, past=past, draws=draws, seed=seed)
        expected.append(learned)
        watched += watch(row[:, past:], learned, false_alarms=each, seed=seed + number + 1)
    return Small(series, counts[:, past:], _stacked(expected), watched)


def _stacked(expected: "list[ExpectedCounts]") -> "ExpectedCounts":
    from dataclasses import replace

    return replace(expected[0], mean=np.concatenate([each.mean for each in expected]))


def _watch_communes(
    found: AllSeries, places: tuple[int, ...], past: int, each: float, seed: int, tick: Callable[[float], None]
) -> Small:
    from models.expected_counts import expected_counts
    from models.small_series import watch

    chosen = list(places)
    counts = found.counts[chosen]
    exposure = found.children[chosen, None] * found.reported[chosen] * found.known
    expected = expected_counts(counts, exposure, past=past, draws=_draws(each), seed=seed)
    watched = watch(
        counts[:, past:],
        expected,
        false_alarms=each * len(places),
        seed=seed,
        tick=lambda done: tick(_LARGE_PART + (1.0 - _LARGE_PART) * done),
    )
    series = tuple(
        Series(
            "commune",
            found.names[place],
            found.counts[place],
            found.reported[place],
            found.known,
            found.codes[place],
        )
        for place in places
    )
    return Small(series, counts[:, past:], expected, watched, places)


def _draws(each: float) -> int:
    """Return how many years to simulate for a threshold that `each` false alarms a year (of two tests) exceed."""
    return int(np.clip(2 * EXCEEDANCES / max(each / 2, 1e-9), FEWEST_DRAWS, MOST_DRAWS))
