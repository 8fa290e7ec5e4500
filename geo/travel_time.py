"""Travel time over a grid: the least minutes between each cell and the nearest of some places.

Exact over the network of cells with 8 or 16 neighbours, as GRASS r.cost, scikit-image and AccessMod define it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import SourceOutside
from geo.parallel import on_all_cores
from geo.travel_modes import BARRIER, BICYCLE, MOTOR, WALKING
from geo.travel_surfaces import BORDER, Surface, flat_surface, slope_surface

__all__ = [
    "BARRIER", "BICYCLE", "MOTOR", "WALKING", "NearestTwo", "matrix", "matrix_over", "nearest_two", "nearest_two_over",
    "travel_time", "travel_time_over", "travel_time_slope",
]  # fmt: skip

LIMIT_TOLERANCE = 1e-6
"""Minutes by which a sum of many steps may pass a limit that it equals."""

Floats = NDArray[np.float64]
Tick = Callable[[float], None]
Cells = Sequence[tuple[int, int]] | NDArray[np.int64]


def travel_time(
    minutes_per_metre: ArrayLike,
    sources: Cells,
    *,
    resolution: float,
    neighbours: int = 8,
    limit: float | None = None,
    tick: Tick | None = None,
) -> Floats:
    """Return the minutes between each cell and the nearest source, the same in both directions.

    Parameters
    ----------
    minutes_per_metre : array, shape (rows, columns)
        Inf, NaN or less than 0 is a barrier.
    sources : sequence of (row, column)
        None at all reaches nothing. A source on a barrier is at 0 minutes itself and reaches nothing else.
    resolution : float
        Side of a cell, metres.
    neighbours : int
        8, or 16 with the knight's moves, which pass two cells more.
    limit : float, optional
        Minutes; a cell at the limit is reached, one beyond it by more than 1e-6 is not.
    tick : callable, optional
        Told the fraction of cells left behind; may raise `Cancelled`.

    Returns
    -------
    array, shape (rows, columns)
        Minutes, not rounded; inf where nothing is reached.

    Raises
    ------
    UnknownNeighbours, SourceOutside

    References
    ----------
    Dijkstra (1959); a step costs its length times the mean of its cells (GRASS r.cost).

    Examples
    --------
    >>> travel_time([[1.0, 1.0, np.inf, 1.0]], [(0, 0)], resolution=2.0).tolist()
    [[0.0, 2.0, inf, inf]]
    """
    surface = flat_surface(minutes_per_metre, resolution=resolution, neighbours=neighbours)
    return travel_time_over(surface, np.shape(minutes_per_metre), sources, limit=limit, tick=tick)


def travel_time_slope(  # noqa: PLR0913 - a cell has three properties here
    speed_kmh: ArrayLike,
    mode: ArrayLike,
    elevation: ArrayLike,
    sources: Cells,
    *,
    resolution: float,
    neighbours: int = 16,
    towards: bool = True,
    limit: float | None = None,
    tick: Tick | None = None,
) -> Floats:
    """Return the minutes from each cell to the nearest source, or back, where slope counts.

    Parameters
    ----------
    speed_kmh : array, shape (rows, columns)
        On the flat; NaN, 0 or less is a barrier.
    mode : int array, shape (rows, columns)
        `BARRIER`, `WALKING`, `BICYCLE` or `MOTOR`.
    elevation : array, shape (rows, columns)
        Metres; NaN is a barrier.
    sources, resolution, neighbours, limit, tick
        As in `travel_time`.
    towards : bool
        True: people go to the source; False: help goes out from it.

    Returns
    -------
    array, shape (rows, columns)
        Minutes, not rounded; inf where nothing is reached.

    Raises
    ------
    LengthMismatch, UnknownNeighbours, SourceOutside

    References
    ----------
    Ray & Ebener (2008), International Journal of Health Geographics 7:63; AccessMod 5.
    """
    surface = slope_surface(
        speed_kmh, mode, elevation, resolution=resolution, neighbours=neighbours, towards=towards
    )  # fmt: skip
    return travel_time_over(surface, np.shape(speed_kmh), sources, limit=limit, tick=tick)


@dataclass(frozen=True, slots=True)
class NearestTwo:
    """The two nearest sources of each cell.

    Attributes
    ----------
    minutes : float array, shape (2, rows, columns)
        To the nearest and to the second nearest; inf where there is none.
    source : int array, shape (2, rows, columns)
        Their positions among the sources; -1 where there is none. Of equally near ones the first comes first.
    """

    minutes: Floats
    source: NDArray[np.int32]


def nearest_two(
    minutes_per_metre: ArrayLike,
    sources: Cells,
    *,
    resolution: float,
    neighbours: int = 8,
    limit: float | None = None,
    tick: Tick | None = None,
) -> NearestTwo:
    """Return the two nearest sources of each cell; two sources in one cell stay two. Parameters as `travel_time`."""
    surface = flat_surface(minutes_per_metre, resolution=resolution, neighbours=neighbours)
    return nearest_two_over(surface, np.shape(minutes_per_metre), sources, limit=limit, tick=tick)


def matrix(
    minutes_per_metre: ArrayLike,
    origins: Cells,
    destinations: Cells,
    *,
    resolution: float,
    neighbours: int = 8,
    tick: Tick | None = None,
) -> Floats:
    """Return the minutes from each origin to each destination.

    Parameters
    ----------
    origins, destinations : sequences of (row, column)
    minutes_per_metre, resolution, neighbours, tick
        As in `travel_time`.

    Returns
    -------
    array, shape (origins, destinations)
        Inf where there is no way.

    Raises
    ------
    UnknownNeighbours, SourceOutside
    """
    surface = flat_surface(minutes_per_metre, resolution=resolution, neighbours=neighbours)
    shape = np.shape(minutes_per_metre)
    if len(destinations) < len(origins):
        return matrix_over(surface, shape, destinations, origins, tick=tick).T
    return matrix_over(surface, shape, origins, destinations, tick=tick)


def travel_time_over(
    surface: Surface,
    shape: tuple[int, ...],
    sources: Cells,
    *,
    limit: float | None = None,
    tick: Tick | None = None,
) -> Floats:
    """Search a surface made once for several searches; `shape` is the grid's."""
    return _unpadded(_least_minutes(surface, _flat_positions(shape, sources), limit=limit, tick=tick), shape)


def nearest_two_over(
    surface: Surface,
    shape: tuple[int, ...],
    sources: Cells,
    *,
    limit: float | None = None,
    tick: Tick | None = None,
) -> NearestTwo:
    """Search a surface made once for the two nearest sources of each cell; `shape` is the grid's."""
    from geo.searching import two_least_minutes

    starts = _flat_positions(shape, sources)
    minutes, source = two_least_minutes(surface, starts, limit=_inclusive(limit), tick=tick)
    return NearestTwo(
        np.stack([_unpadded(minutes[:, place], shape) for place in (0, 1)]),
        np.stack([_unpadded(source[:, place], shape) for place in (0, 1)]),
    )


def matrix_over(
    surface: Surface,
    shape: tuple[int, ...],
    sources: Cells,
    cells: Cells,
    *,
    limit: float | None = None,
    tick: Tick | None = None,
) -> Floats:
    """Return the minutes between each source and each cell, searching from several sources at once.

    Over a `SlopeSurface` they hold for its direction: towards the source, or from it.
    """
    starts, wanted = _flat_positions(shape, sources), _flat_positions(shape, cells)

    def search(position: int) -> Floats:
        return _least_minutes(surface, starts[position : position + 1], limit=limit)[wanted]

    rows = on_all_cores(search, range(len(starts)), tick=tick)
    return np.array(rows).reshape(len(starts), len(wanted))


def _least_minutes(
    surface: Surface, starts: NDArray[np.int64], *, limit: float | None = None, tick: Tick | None = None
) -> Floats:
    from geo.searching import least_minutes  # loads the compiler: only when somebody asks for minutes

    return least_minutes(surface, starts, limit=_inclusive(limit), tick=tick)


def _flat_positions(shape: tuple[int, ...], cells: Cells) -> NDArray[np.int64]:
    """Return where (row, column) stand in a padded grid laid out flat."""
    given = np.asarray(cells, dtype=np.int64).reshape(-1, 2)
    outside = ((given < 0) | (given >= np.asarray(shape))).any(axis=1)
    if outside.any():
        row, column = given[outside.argmax()]
        raise SourceOutside(int(row), int(column))
    positions: NDArray[np.int64] = (given[:, 0] + BORDER) * (shape[1] + 2 * BORDER) + given[:, 1] + BORDER
    return positions


def _unpadded(flat: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    rows, columns = shape
    grid = flat.reshape(rows + 2 * BORDER, columns + 2 * BORDER)
    return np.ascontiguousarray(grid[BORDER : BORDER + rows, BORDER : BORDER + columns])


def _inclusive(limit: float | None) -> float:
    return np.inf if limit is None else limit + LIMIT_TOLERANCE
