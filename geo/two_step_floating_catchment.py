"""Enhanced two-step floating catchment areas (E2SFCA): how much capacity each demand point shares in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.amounts import checked_amounts, zero_if_missing
from geo.coverage import checked_limits, is_within
from geo.errors import LengthMismatch

Floats = NDArray[np.float64]

ZONES = (10.0, 20.0, 30.0)
"""Outer minutes of the travel-time zones of Luo & Qi (2009)."""
SLOW_DECAY = (1.0, 0.68, 0.22)
"""Gaussian weights of these zones, their first set."""
SHARP_DECAY = (1.0, 0.42, 0.09)
"""Gaussian weights of these zones, their second set."""


@dataclass(frozen=True, eq=False)
class Accessibility:
    """`access`: capacity for one child, shape (demand,). `ratio`: capacity ÷ weighted children, shape (facility,).

    `ratio` is NaN where a facility reaches no child: its capacity is in nobody's access.
    """

    access: Floats
    ratio: Floats

    @property
    def reaching(self) -> NDArray[np.bool_]:
        """Which facilities reach anyone; shape (facility,)."""
        return ~np.isnan(self.ratio)


def accessibility(
    minutes: ArrayLike,
    capacity: ArrayLike,
    children: ArrayLike,
    *,
    zones: Sequence[float] = ZONES,
    weights: Sequence[float] = SLOW_DECAY,
) -> Accessibility:
    """Share each facility's capacity among the children it reaches, and sum at each demand point what it shares in.

    Σ children × access = Σ capacity of the facilities that reach anyone.

    Parameters
    ----------
    minutes : array, shape (demand, facility)
        inf or NaN where a facility cannot be reached.
    capacity : array, shape (facility,)
        At least 0.
    children : array, shape (demand,)
        At least 0; NaN counts as 0.
    zones : sequence of float
        Outer minutes of the travel-time zones, rising; each includes its own minute.
    weights : sequence of float
        Weight of each zone, at least 0.

    Raises
    ------
    InvalidAmount, InvalidLimits, LengthMismatch

    References
    ----------
    Luo & Qi (2009), Health & Place 15(4), both steps.

    Examples
    --------
    Ten places for two villages, 100 children 5 minutes away and 100 children 15 minutes away:

    >>> accessibility([[5], [15]], [10], [100, 100]).access.round(4).tolist()
    [0.0595, 0.0405]
    """
    weight = zone_weights(minutes, zones, weights)
    demand, facilities = weight.shape
    places = checked_amounts(capacity, "capacity", length=facilities)
    count = checked_amounts(zero_if_missing(children), "children", length=demand)
    reached = count @ weight
    ratio = np.divide(places, reached, out=np.full(facilities, np.nan), where=reached > 0)
    return Accessibility(weight @ np.nan_to_num(ratio), ratio)


def zone_weights(minutes: ArrayLike, zones: Sequence[float], weights: Sequence[float]) -> Floats:
    """Weigh each trip by the travel-time zone it ends in; 0 beyond the last.

    >>> zone_weights([[10, 10.5, 30, 31, np.inf]], ZONES, SLOW_DECAY).tolist()
    [[1.0, 0.68, 0.22, 0.0, 0.0]]
    """
    limits = checked_limits(zones)
    if len(weights) != len(limits):
        raise LengthMismatch("weights", len(weights), len(limits))
    time = np.asarray(minutes, dtype=float)
    weight = np.zeros(time.shape)
    for limit, value in reversed(
        list(zip(limits, checked_amounts(weights, "weights", length=len(limits)), strict=True))
    ):
        weight[is_within(time, limit)] = value
    return weight
