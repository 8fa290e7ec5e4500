"""How many people are within which limits of minutes, by zone and by facility.

Minutes are a surface, or values of points: inf where nothing reaches, which is not zero; NaN, a barrier, counts as inf.
A limit includes its own minute. No facility: every minute is inf, and nobody is within any limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.amounts import zero_if_missing
from geo.errors import InvalidLimits
from geo.zone_people import ZonePeople, flat

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOLERANCE = 1e-6
"""Minutes a limit may be passed by, so that sums of rounded steps do not decide."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """People by zone and band of minutes; each person is in one zone and one band.

    `bands`: shape (zones + 1, limits + 2), the last row outside every zone; the bands end at each limit, then come
    those beyond the widest limit and those nothing reaches.
    """

    codes: tuple[str, ...]
    limits: tuple[float, ...]
    bands: Floats

    @property
    def people(self) -> Floats:
        """All people of each zone; shape (zones + 1,)."""
        return np.asarray(self.bands.sum(axis=1))

    @property
    def within(self) -> Floats:
        """People within each limit, so that those within 30 minutes are within 60 too; shape (zones + 1, limits)."""
        return np.asarray(self.bands[:, : len(self.limits)].cumsum(axis=1))

    @property
    def beyond(self) -> Floats:
        """People who are reached, after the widest limit; shape (zones + 1,)."""
        return np.asarray(self.bands[:, -2])

    @property
    def unreachable(self) -> Floats:
        """People nothing reaches; shape (zones + 1,)."""
        return np.asarray(self.bands[:, -1])

    @property
    def share(self) -> Floats:
        """Share of people within each limit; 0 where nobody lives. Shape (zones + 1, limits)."""
        return shares(self.within, self.people)

    @property
    def total_share(self) -> Floats:
        """Share of all people, those outside every zone included, within each limit; shape (limits,)."""
        return np.asarray(shares(self.within.sum(axis=0)[None], self.people.sum(keepdims=True))[0])

    @property
    def share_in_zones(self) -> Floats:
        """Share of the people of all zones together, nobody outside counted, within each limit; shape (limits,)."""
        return np.asarray(shares(self.within[:-1].sum(axis=0)[None], self.people[:-1].sum(keepdims=True))[0])


def shares(within: Floats, people: Floats) -> Floats:
    """Divide people within limits by all people; 0 where there are none.

    >>> shares(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([4.0, 0.0])).tolist()
    [[0.25, 0.5], [0.0, 0.0]]
    """
    return np.divide(within, people[:, None], out=np.zeros_like(within), where=people[:, None] > 0)


def is_within(minutes: ArrayLike, limit: float) -> Flags:
    """Tell which minutes are within a limit, the limit included.

    >>> is_within([59.0, 60.0, 60.0000005, 60.1, np.inf, np.nan], 60).tolist()
    [True, True, True, False, False, False]
    """
    return np.asarray(np.asarray(minutes) <= limit + TOLERANCE)


def people_within(minutes: ArrayLike, people: ZonePeople, limits: Sequence[float]) -> Coverage:
    """Count people by zone and band of minutes to the nearest facility.

    Parameters
    ----------
    minutes : array, the shape of the cells of `people`
        To the nearest facility.
    limits : sequence of float
        Minutes, rising.

    Raises
    ------
    InvalidLimits, ShapeMismatch
    """
    rising = checked_limits(limits)
    band = _bands(people.of_people(minutes), rising)
    rows, columns = len(people.codes) + 1, len(rising) + 2
    counted = _sums(people.zone * columns + band, people.count, rows * columns)
    return Coverage(people.codes, rising, counted.reshape(rows, columns))


def exclusive_catchments(
    minutes: ArrayLike, nearest: ArrayLike, people: ArrayLike, limits: Sequence[float], *, facilities: int
) -> Floats:
    """Count the people of each facility within each limit, each person at the nearest facility only.

    The sum over facilities is the number of people within the limit of any.

    Parameters
    ----------
    minutes : array, any shape
        To the nearest facility.
    nearest : array of int, same shape
        Position of that facility; negative where none reaches.
    people : array, same shape
        NaN counts as 0.
    facilities : int
        Their number.

    Returns
    -------
    array, shape (facilities, limits)

    Raises
    ------
    InvalidLimits, ShapeMismatch
    """
    shape = np.shape(minutes)
    time, which, count = (
        flat(minutes, shape, "minutes"),
        flat(nearest, shape, "nearest"),
        zero_if_missing(flat(people, shape, "people")),
    )
    within = [is_within(time, limit) & (which >= 0) for limit in checked_limits(limits)]
    return np.column_stack([_sums(which[some], count[some], facilities) for some in within])


def people_losing_access(before: ArrayLike, after: ArrayLike, people: ZonePeople, limit: float) -> Floats:
    """Count by zone the people who are within the limit before and not after; shape (zones + 1,).

    Raises
    ------
    ShapeMismatch
    """
    lost = is_within(people.of_people(before), limit) & ~is_within(people.of_people(after), limit)
    return people.sums(np.where(lost, people.count, 0.0))


def minutes_at(minutes: ArrayLike, cells: ArrayLike) -> Floats:
    """Read a surface at the cells of points, such as schools.

    Parameters
    ----------
    cells : array of int, shape (n, 2)
        Row and column; negative outside the grid.

    Returns
    -------
    array, shape (n,)
        inf: not reached; NaN: outside the grid, so nothing is known.
    """
    surface, place = np.asarray(minutes, dtype=float), np.asarray(cells, dtype=int).reshape(-1, 2)
    known = (place >= 0).all(axis=1)
    read = np.where(np.isnan(surface[tuple(place[known].T)]), np.inf, surface[tuple(place[known].T)])
    found = np.full(len(place), np.nan)
    found[known] = read
    return found


def further_than(minutes: ArrayLike, limit: float) -> Flags:
    """Tell which points, as read by `minutes_at`, are further than a limit; not reached is further, unknown is not.

    >>> further_than([60, 61, np.inf, np.nan], 60).tolist()
    [False, True, True, False]
    """
    return np.asarray(~is_within(minutes, limit) & ~np.isnan(np.asarray(minutes, dtype=float)))


def checked_limits(limits: Sequence[float]) -> tuple[float, ...]:
    """Return limits that are finite, not negative and rising, or raise `InvalidLimits`."""
    given = tuple(float(limit) for limit in limits)
    if not given or not np.isfinite(given).all() or given[0] < 0 or (np.diff(given) <= 0).any():
        raise InvalidLimits(given)
    return given


def _bands(minutes: NDArray[np.float64], limits: tuple[float, ...]) -> NDArray[np.int8]:
    band = np.zeros(len(minutes), dtype=np.int8)
    for limit in (*limits, np.finfo(float).max):
        band += ~is_within(minutes, limit)
    return band


def _sums(group: NDArray[Any], amounts: Floats, groups: int) -> Floats:
    return np.asarray(np.bincount(group, amounts, minlength=groups), dtype=np.float64)
