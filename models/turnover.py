"""Rotation: how many trained officers are left after some months, and what a rule of handing over buys.

Owns the hazard of leaving with its interval, the closed form and the simulation that checks it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from models.checked_arrays import Floats, checked_whole
from models.errors import NegativeValue, OutOfRange
from models.rates import poisson_interval


@dataclass(frozen=True)
class Remaining:
    """Trained officers left after some months: the mean, and the range that holds them with the level's probability."""

    months: tuple[float, ...]
    mean: tuple[float, ...]
    lower: tuple[int, ...]
    upper: tuple[int, ...]


@dataclass(frozen=True)
class Hazard:
    """Departures an officer and year, with their exact interval."""

    value: float
    lower: float
    upper: float


def departure_hazard(departures: int, officer_years: float, *, level: float = 0.95) -> Hazard:
    """Return the yearly hazard of leaving, the same for everyone, from the departures in so many years of service.

    Raises
    ------
    OutOfRange
        No time was watched, or the level is no probability.
    NotWhole, NegativeValue
        The input is at fault.

    References
    ----------
    The interval is Garwood's (1936, Biometrika 28): exact for a Poisson number of departures.

    Examples
    --------
    >>> found = departure_hazard(10, 20.0)
    >>> found.value, round(found.lower, 3), round(found.upper, 3)
    (0.5, 0.24, 0.92)
    """
    number = checked_whole("departures", departures)
    if not 0.0 < officer_years < np.inf:
        raise OutOfRange("officer_years", officer_years, 0.0, np.inf)
    lower, upper = poisson_interval(number, officer_years, level)
    return Hazard(number / officer_years, float(lower), float(upper))


def trained_remaining(
    officers: int, hazard: float, months: tuple[float, ...] = (6, 12, 18), *, handover: float = 0.0, level: float = 0.9
) -> Remaining:
    """Return how many of the trained officers of today are still at work, or have handed over, after some months.

    Officers leave independently at a constant `hazard`; a successor who was trained by handover counts as trained and
    leaves at the same hazard. So the trained posts are lost at ``hazard * (1 - handover)``, and the number left is
    binomial.

    Parameters
    ----------
    officers : int
    hazard : float
        Departures an officer and year.
    handover : float
        Share of departures, 0 to 1, in which the successor is trained before the officer goes.

    Raises
    ------
    NotWhole, NegativeValue, OutOfRange
        The input is at fault.
    """
    number = checked_whole("officers", officers)
    _refuse_outside(hazard, handover, level)
    kept = [float(np.exp(-hazard * (1.0 - handover) * month / 12.0)) for month in months]
    tails = ((1.0 - level) / 2.0, (1.0 + level) / 2.0)
    ranges = [tuple(int(each) for each in binom.ppf(tails, number, left)) for left in kept]
    return Remaining(
        tuple(months), tuple(number * left for left in kept),
        tuple(low for low, _ in ranges), tuple(high for _, high in ranges),
    )  # fmt: skip


def simulated_remaining(
    officers: int, hazard: float, months: float, *, handover: float = 0.0, runs: int = 1000, seed: int = 0
) -> Floats:
    """Return, of each run, how many trained posts are left: officers leave one by one, some hand over.

    Raises
    ------
    NotWhole, NegativeValue, OutOfRange
        The input is at fault.
    """
    number = checked_whole("officers", officers)
    _refuse_outside(hazard, handover, _ANY_LEVEL)
    random = np.random.default_rng(seed)
    departures = random.poisson(hazard * months / 12.0, (runs, number))
    lost = random.binomial(departures, 1.0 - handover) > 0
    left: Floats = number - lost.sum(axis=1).astype(np.float64)
    return left


_ANY_LEVEL = 0.5


def _refuse_outside(hazard: float, handover: float, level: float) -> None:
    if hazard < 0:
        raise NegativeValue("hazard", ())
    if not 0.0 <= handover <= 1.0:
        raise OutOfRange("handover", handover, 0.0, 1.0)
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, 0.0, 1.0)
