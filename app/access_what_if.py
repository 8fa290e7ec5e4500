"""What changes when one place stands elsewhere: prepared once, then answered while the place is dragged.

All that does not move is kept: the surface to search, the homes, and the minutes to every other place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.access_reach import FURTHEST_METRES, Arrivals, Scene, arrivals
from app.progress import Tick
from geo.coverage import checked_limits, is_within
from geo.facility_cells import place
from geo.grid import OUTSIDE
from geo.travel_time import travel_time_over

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moved:
    """What one position of the moved place gives; its figures are as secret as the place.

    Attributes
    ----------
    within : array, shape (communes + 1, limits)
        Children within each limit of the moved place or of one that stays; the last row outside every commune.
    before : array, same shape
        The same without the moved place.
    surface : array, shape of the grid
        Minutes to the moved place alone, inf beyond the widest limit.
    moved_metres : float
        From the position to the cell it counts at; NaN where no cell near can be passed: then nothing is added.
    """

    within: Floats
    before: Floats
    surface: Floats
    moved_metres: float

    @property
    def total(self) -> Floats:
        """Children of all communes within each limit; shape (limits,)."""
        return np.asarray(self.within[:OUTSIDE].sum(axis=0))

    @property
    def gained(self) -> Floats:
        """Children of each commune that only the moved place brings within each limit; shape as `within`."""
        return self.within - self.before


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A season with the places that stay, ready for one more at any position.

    Attributes
    ----------
    scene : Scene
    limits : tuple of float
        Minutes, rising.
    staying : Arrivals
        Minutes of each home to the nearest place that stays.
    """

    scene: Scene
    limits: tuple[float, ...]
    staying: Arrivals

    @cached_property
    def before(self) -> Floats:
        """Children within each limit of the places that stay; shape (communes + 1, limits)."""
        return self._counted(np.full(len(self.staying.minutes), np.inf))

    def at(self, longitude: float, latitude: float, *, tick: Tick | None = None) -> Moved:
        """Return what a place at this position brings."""
        passable, grid = self.scene.crossing.passable, self.scene.crossing.grid
        found = place(grid, passable, [longitude], [latitude], furthest=FURTHEST_METRES)
        surface = travel_time_over(
            self.scene.crossing.surface, self.scene.shape, found.cells[~found.refused], limit=self.limits[-1], tick=tick
        )  # fmt: skip
        within = self._counted(self._read(surface))
        return Moved(within, self.before, surface, float(found.moved_metres[0]))

    def _counted(self, minutes: Floats) -> Floats:
        """Return the children within each limit of a place with these minutes, or of one that stays."""
        people = self.staying.people
        nearest = np.minimum(minutes, self.staying.minutes)[people.cell]
        return np.column_stack([people.sums(people.count * is_within(nearest, limit)) for limit in self.limits])

    def _read(self, surface: Floats) -> Floats:
        return np.where(self._known, surface.ravel()[self._cells], np.inf)

    @cached_property
    def _known(self) -> NDArray[np.bool_]:
        return np.asarray(self.scene.located.cells[:, 0] != OUTSIDE)

    @cached_property
    def _cells(self) -> NDArray[np.int64]:
        rows, columns = self.scene.located.cells.T
        return np.where(self._known, rows * self.scene.shape[1] + columns, 0)


def what_if(at: Scene, staying: pd.DataFrame, limits: Sequence[float], *, tick: Tick | None = None) -> WhatIf:
    """Prepare a season for moving one place, the others staying.

    Raises
    ------
    geo.errors.InvalidLimits
    """
    return WhatIf(at, checked_limits(limits), arrivals(at, staying, tick=tick))
