"""People of each zone in each cell: the totals never change, whatever they are summed over.

Made once from people per cell and zones; then every question of a surface of minutes is one weighted count.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.amounts import zero_if_missing
from geo.errors import LengthMismatch, ShapeMismatch
from geo.zones import OUTSIDE, Zones

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ZonePeople:
    """People by zone and cell, only where there are any; prepared once for many evaluations.

    `zone`, `cell`, `count`: shape (parts,), as in `Zones`. `shape`: that of a surface of minutes.
    """

    codes: tuple[str, ...]
    shape: tuple[int, ...]
    zone: Ints
    cell: Ints
    count: Floats

    @cached_property
    def totals(self) -> Floats:
        """People of each zone and, last, of none; shape (zones + 1,)."""
        return self.sums(self.count)

    def sums(self, amounts: Floats) -> Floats:
        """Sum an amount of each part over each zone; shape (zones + 1,)."""
        return np.asarray(np.bincount(self.zone, amounts, minlength=len(self.codes) + 1), dtype=np.float64)

    def of_people(self, values: ArrayLike) -> NDArray[Any]:
        """Read the value of the cell of each part; shape (parts,).

        Raises
        ------
        ShapeMismatch
        """
        return flat(values, self.shape, "values")[self.cell]


def flat(values: ArrayLike, shape: tuple[int, ...], name: str) -> NDArray[Any]:
    """Flatten an array of cells, or raise `ShapeMismatch` when it is of other cells."""
    array = np.asarray(values)
    if array.shape != shape:
        raise ShapeMismatch(name, array.shape, shape)
    return array.ravel()


def people_in_zones(people: ArrayLike, zones: Zones) -> ZonePeople:
    """Divide the people of each cell among the zones it lies in; their sum is that of all cells.

    Parameters
    ----------
    people : array, the shape of the zones' cells
        People in each cell; NaN, where there is no data, counts as 0.

    Raises
    ------
    ShapeMismatch
    """
    count = zero_if_missing(flat(people, zones.shape, "people"))[zones.cell] * zones.share
    some = count != 0
    return ZonePeople(zones.codes, zones.shape, zones.zone[some], zones.cell[some], count[some])


def fitted_to_totals(people: ZonePeople, zones: Zones, totals: ArrayLike) -> ZonePeople:
    """Spread known totals, such as the children of each commune, over the zone's cells as its people are spread.

    A zone of which no people are known has its total spread evenly over its area. People outside every zone have no
    total: they are multiplied by the same factor as those of all zones together, and are then an estimate.

    Parameters
    ----------
    totals : array, shape (zones,)
        NaN: not known; that zone's people are multiplied like those outside.

    Raises
    ------
    LengthMismatch
    """
    wanted = np.asarray(totals, dtype=float)
    if len(wanted) != len(zones.codes):
        raise LengthMismatch("totals", len(wanted), len(zones.codes))
    empty = (people.totals[:OUTSIDE] == 0) & (wanted > 0)
    settled = _with_people_in(empty, people, zones)
    factor = _factors(settled.totals, wanted, counted=~empty)
    return ZonePeople(people.codes, people.shape, settled.zone, settled.cell, settled.count * factor[settled.zone])


def _factors(people: Floats, wanted: Floats, *, counted: NDArray[np.bool_]) -> Floats:
    known = np.isfinite(wanted) & (people[:OUTSIDE] > 0)
    usual = known & counted
    mean = wanted[usual].sum() / people[:OUTSIDE][usual].sum() if usual.any() else 1.0
    factor = np.full(len(people), mean)
    factor[:OUTSIDE][known] = wanted[known] / people[:OUTSIDE][known]
    return factor


def _with_people_in(empty: NDArray[np.bool_], people: ZonePeople, zones: Zones) -> ZonePeople:
    added = np.append(empty, False)[zones.zone]
    return ZonePeople(
        people.codes,
        people.shape,
        np.concatenate([people.zone, zones.zone[added]]),
        np.concatenate([people.cell, zones.cell[added]]),
        np.concatenate([people.count, zones.share[added]]),
    )
