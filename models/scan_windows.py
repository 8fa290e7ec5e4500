"""The circles a scan statistic looks through: around each place, ever wider, up to a share of the population.

Owns `Places` and `Windows`. Locations with equal coordinates are one place; places at the same distance from a centre
enter its window together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]
Metric = Literal["plane", "great_circle"]
Tick = Callable[[float], None]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG 1980)."""

SAME = 1e-9
"""Distances, or a window's population and the largest allowed, that differ by this part are the same."""

_DISTANCES_AT_ONCE = 1 << 19
_WINDOWS_AT_ONCE = 1 << 20
"""Between two parts a scan can be cancelled."""


@dataclass(frozen=True)
class Places:
    """Where locations are, each point once.

    Attributes
    ----------
    points : array, shape (place, 2)
        In the order of their coordinates, so that the order of the locations does not matter.
    of_location : array, shape (location,)
        The place of each location.
    """

    points: Floats
    of_location: Positions
    metric: Metric

    @classmethod
    def of(cls, coordinates: Floats, metric: Metric) -> "Places":
        """Merge the locations that share their coordinates."""
        points, of_location = np.unique(coordinates + 0.0, axis=0, return_inverse=True)
        return cls(points, of_location.reshape(-1).astype(np.int64), metric)

    def __len__(self) -> int:
        return len(self.points)

    def total(self, values: Floats) -> Floats:
        """Return the sum of `values`, one a location, at each place."""
        return np.asarray(np.bincount(self.of_location, values, len(self)), dtype=np.float64)

    def locations(self, places: Positions) -> Positions:
        """Return the locations at `places`, in the order of the places."""
        rank = np.full(len(self), len(self), dtype=np.int64)
        rank[places] = np.arange(len(places))
        by_rank = np.argsort(rank[self.of_location], kind="stable")
        return by_rank[: np.isin(self.of_location, places).sum()]

    def distances(self, centres: slice) -> Floats:
        """Return the distances from some places to all: kilometres on the great circle, else the coordinates' unit."""
        x, y = self.points.T
        if self.metric == "great_circle":
            return _great_circle_km(x[centres], y[centres], x, y)
        return np.asarray(np.hypot(x[centres, None] - x, y[centres, None] - y))


@dataclass(frozen=True)
class Windows:
    """All circles, those around one centre side by side, each as the place it adds to the one before it.

    Attributes
    ----------
    order : array of int32, shape (window,)
    starts : array, shape (place + 1,)
        The windows around place i are those from starts[i] up to starts[i + 1].
    sizes : array, shape (window,)
        Population; inf where a place at the same distance is still missing.
    """

    order: NDArray[np.int32]
    starts: Positions
    sizes: Floats

    @cached_property
    def parts(self) -> list[Positions]:
        """The starts of a few centres at a time."""
        wanted = np.arange(_WINDOWS_AT_ONCE, self.starts[-1], _WINDOWS_AT_ONCE)
        inner = np.unique(np.searchsorted(self.starts, wanted))
        ends = np.unique([0, *inner, len(self.starts) - 1])
        return [self.starts[first : last + 1] for first, last in pairwise(ends)]

    def centre(self, window: int) -> int:
        """Return the place in the middle of a window."""
        return int(np.searchsorted(self.starts, window, side="right")) - 1

    def members(self, window: int) -> Positions:
        """Return the places of a window, nearest first."""
        return self.order[self.starts[self.centre(window)] : window + 1].astype(np.int64)


def windows(places: Places, population: Floats, max_share: float, tick: Tick | None = None) -> Windows:
    """Return the circles that hold at most `max_share` of the population, a whole share included.

    Parameters
    ----------
    population : array, shape (place,)
    tick : callable, optional
        Told the fraction of centres done.
    """
    largest = max_share * population.sum() * (1.0 + SAME)
    block = max(1, _DISTANCES_AT_ONCE // len(places))
    orders, sizes, lengths = [], [], []
    for first in range(0, len(places), block):
        distances = places.distances(slice(first, first + block))
        order = np.argsort(distances, axis=1, kind="stable").astype(np.int32)
        closed = _closed(np.take_along_axis(distances, order, axis=1))
        size = np.cumsum(population[order], axis=1)
        length = _last_true(closed & (size <= largest))
        kept = np.arange(len(places)) < length[:, None]
        orders.append(order[kept])
        sizes.append(np.where(closed, size, np.inf)[kept])
        lengths.append(length)
        if tick is not None:
            tick(min(1.0, (first + block) / len(places)))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)
    return Windows(np.concatenate(orders), starts, np.concatenate(sizes))


def _closed(distances: Floats) -> NDArray[np.bool_]:
    """Return where the next distance, if any, is greater; each row ascends."""
    greater = distances[:, 1:] > distances[:, :-1] * (1.0 + SAME)
    return np.concatenate([greater, np.ones((len(distances), 1), dtype=bool)], axis=1)


def _last_true(rows: NDArray[np.bool_]) -> Positions:
    """Return the number of entries up to the last true one of each row, 0 where none is."""
    last = rows.shape[1] - np.argmax(rows[:, ::-1], axis=1)
    return np.where(rows.any(axis=1), last, 0).astype(np.int64)


def _great_circle_km(lon_from: Floats, lat_from: Floats, lon_to: Floats, lat_to: Floats) -> Floats:
    """Return the distances on a sphere by the haversine; shape (from, to)."""
    lon1, lat1, lon2, lat2 = (np.radians(each) for each in (lon_from, lat_from, lon_to, lat_to))
    north, east = lat2 - lat1[:, None], lon2 - lon1[:, None]
    haversine = np.sin(north / 2) ** 2 + np.cos(lat1)[:, None] * np.cos(lat2) * np.sin(east / 2) ** 2
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(haversine, 0.0, 1.0))))
