"""How fast one goes up and down: Tobler's walker and AccessMod's bicycle, compared with the flat."""

from typing import Any

import numpy as np
from numba import njit

from geo.travel_modes import BICYCLE, WALKING

GRAVITY = 9.8
WEIGHT = 95 * GRAVITY
"""Newton: rider and bicycle of 95 kg."""
ROLLING = 0.012
AIR_DRAG = 0.5 * 0.445 * (1.293 - 0.00426 * 20) * np.exp(-500 / 7000)
"""Newton per (m/s)²: frontal area, and density of air at 20 °C and 500 m."""
EFFICIENCY = 0.9
SLOPE_SHARE = 0.01
"""AccessMod gives its power balance the slope as percent ÷ 10,000: kept, since its published minutes rest on it."""
FIRST_GUESS, MOST_STEPS, SMALL_STEP = 20.0, 9, 0.05


@njit(cache=True, nogil=True)
def slowed(mode: Any, speed_kmh: Any, slope: Any) -> Any:
    """Return how many times as long a cell takes at this slope as on the flat; infinite where one cannot go.

    Parameters
    ----------
    mode : int
        `WALKING`, `BICYCLE` or `MOTOR`.
    speed_kmh : float
        On the flat, > 0.
    slope : float
        Rise ÷ ground distance in the direction of travel.

    References
    ----------
    Tobler (1993), NCGIA Technical Report 93-1, as AccessMod 5 scales it to the speed on the flat; Ray & Ebener
    (2008), International Journal of Health Geographics 7:63, for the modes.

    Examples
    --------
    >>> from geo.travel_modes import MOTOR
    >>> bool(slowed(WALKING, 5.0, 0.0) == 1 and slowed(MOTOR, 50.0, 0.3) == 1)
    True
    >>> bool(slowed(WALKING, 5.0, -0.05) < 1)
    True
    """
    if mode == WALKING:
        return np.exp(3.5 * (abs(slope + 0.05) - 0.05))
    if mode == BICYCLE:
        ridden = bicycle_speed(speed_kmh / 3.6, slope)
        return speed_kmh / 3.6 / ridden if ridden > 0 else np.inf
    return 1.0


@njit(cache=True, nogil=True)
def bicycle_speed(flat: Any, slope: Any) -> Any:
    """Return the speed, m/s, at which the power used on the flat meets the slope; 0 when Newton finds none.

    References
    ----------
    AccessMod 5 (r.walk.accessmod): Newton's method from 20 m/s, at most 9 steps, never above twice the flat speed.
    """
    power = (WEIGHT * ROLLING + AIR_DRAG * flat * flat) * flat / EFFICIENCY
    push = WEIGHT * (ROLLING + slope * SLOPE_SHARE)
    speed = FIRST_GUESS
    for _ in range(MOST_STEPS):
        step = ((push + AIR_DRAG * speed * speed) * speed - EFFICIENCY * power) / (push + 3 * AIR_DRAG * speed * speed)
        speed -= step
        if abs(step) < SMALL_STEP:
            return min(max(speed, 0.0), 2 * flat)
    return 0.0
