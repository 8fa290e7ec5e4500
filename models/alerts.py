"""Early warning for counts large enough to have a season and a trend: the improved Farrington method.

Owns `farrington`; for rare events see `models.cusum` and `models.waiting_times`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import BadShape, NegativeValue, NotFinite, OutOfRange, TooShortHistory
from models.farrington import YEARS_FOR_A_TREND, Expectation, chance_of_reaching, expectation, quantile, reference

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Farrington:
    """What was expected at each period asked about, and where more came. It unpacks into thresholds and alarms.

    Attributes
    ----------
    thresholds : array, shape (period,)
        Counts above it are alarms; nan where fewer came lately than the limit asks for, or no fit is to be had.
    alarms : array of bool, shape (period,)
    expected : array, shape (period,)
        nan where no fit is to be had.
    dispersion : array, shape (period,)
        Variance ÷ mean.
    chance : array, shape (period,)
        Probability of the count that came, or more; nan where there is none.
    """

    thresholds: Floats
    alarms: Flags
    expected: Floats
    dispersion: Floats
    chance: Floats

    def __iter__(self) -> Iterator[Floats | Flags]:
        """Give thresholds, then alarms."""
        yield self.thresholds
        yield self.alarms


def farrington(
    counts: ArrayLike,
    *,
    at: ArrayLike,
    years: int,
    half_window: int,
    periods_per_year: int = 12,
    alpha: float,
    trend: bool = True,
    limit: tuple[int, int] = (5, 4),
) -> Farrington:
    """Compare counts with what their own past leads one to expect (improved Farrington method).

    A quasi-Poisson regression on a seasonal factor of 10 levels and, with at least three years, a linear trend that is
    dropped where it reaches beyond the largest past count; past outbreaks weighed down; the last half year left out;
    the threshold is a quantile of the negative binomial distribution with the fitted mean and dispersion.

    Parameters
    ----------
    counts : array, shape (period,)
        One count a period, without gaps; nan where nothing was reported: left out of every fit, and never an alarm.
    at : int or array of int
        Positions in `counts` to be judged.
    years : int
        Years of the past to compare with.
    half_window : int
        Periods before and after the same date of past years that make one season with it.
    periods_per_year : int
        12 for months, 52 for weeks.
    alpha : float
        Probability that chance alone exceeds the threshold (at most, where the fit is right).
    trend : bool
        Whether a trend may be fitted at all.
    limit : (int, int)
        Fewest reports in how many of the latest periods, the judged one among them; with fewer there is no alarm.

    Raises
    ------
    TooShortHistory
        `at` lies fewer than `years` years and `half_window` periods after the first count.
    BadShape, NegativeValue, NotFinite, OutOfRange
        The input is at fault.

    References
    ----------
    Noufaily et al. (2013), Statistics in Medicine 32(7); R surveillance `farringtonFlexible` with noPeriods 10,
    weightsThreshold 2.58, pThresholdTrend 1, thresholdMethod "nbPlugin", pastWeeksNotIncluded half a year.

    Examples
    --------
    >>> thresholds, alarms = farrington([4] * 60 + [15], at=60, years=4, half_window=1, alpha=0.01)
    >>> thresholds.tolist(), alarms.tolist()
    ([9.0], [True])
    """
    series = _checked(counts)
    if not 0.0 < alpha < 1.0:
        raise OutOfRange("alpha", alpha, 0.0, 1.0)
    positions = _positions(at, series.size, years * periods_per_year + half_window)
    expected = [
        _expected(series[None, :], each, years, half_window, periods_per_year, trend=trend)
        for each in positions.tolist()
    ]
    return _judged(series, positions, _joined(expected), alpha, limit)


def farrington_chances(
    paths: Floats, *, at: int, years: int, half_window: int, periods_per_year: int = 12, limit: tuple[int, int] = (5, 4)
) -> Floats:
    """Return for each path the chance of the count that came `at`, or more; 1 where the limit allows no alarm.

    An alarm of `farrington` at `alpha` is a chance of at most `alpha`. All paths are fitted at once, for simulations.

    Parameters
    ----------
    paths : array, shape (path, period)
        As `counts` of `farrington`; nan at the same periods in all of them.
    """
    expected = _expected(paths, at, years, half_window, periods_per_year, trend=True)
    chances = chance_of_reaching(expected, paths[:, at])
    lately = np.nansum(paths[:, max(at - limit[1] + 1, 0) : at + 1], axis=1)
    return np.where((lately >= limit[0]) & ~np.isnan(chances), chances, 1.0)


def _expected(
    series: Floats, at: int, years: int, half_window: int, periods_per_year: int, *, trend: bool
) -> Expectation:
    past = reference(at, years=years, half_window=half_window, periods_per_year=periods_per_year)
    return expectation(series, past, at=at, trend=trend and years >= YEARS_FOR_A_TREND)


def _joined(expected: list[Expectation]) -> Expectation:
    """Return what was expected of one series at several periods as one."""
    return Expectation(
        np.array([each.mean[0] for each in expected]), np.array([each.dispersion[0] for each in expected])
    )


def _judged(
    series: Floats, positions: Whole, expected: Expectation, alpha: float, limit: tuple[int, int]
) -> Farrington:
    now = series[positions]
    enough = np.array([_lately(series, each, limit[1]) >= limit[0] for each in positions.tolist()], dtype=bool)
    thresholds = np.where(enough, quantile(expected, 1.0 - alpha), np.nan)
    with np.errstate(invalid="ignore"):
        alarms = now > thresholds
    chances = chance_of_reaching(expected, now)
    return Farrington(thresholds, alarms, expected.mean, expected.dispersion, chances)


def _lately(series: Floats, at: int, periods: int) -> float:
    return float(np.nansum(series[max(at - periods + 1, 0) : at + 1]))


def _positions(at: ArrayLike, size: int, needed: int) -> Whole:
    positions = np.atleast_1d(np.asarray(at, dtype=np.int64))
    if positions.size and (positions.max() >= size or positions.min() < 0):
        raise OutOfRange("at", float(positions.max()), -1.0, float(size))
    if positions.size and positions.min() < needed:
        raise TooShortHistory(int(positions.min()), needed)
    return positions


def _checked(counts: ArrayLike) -> Floats:
    series = np.asarray(counts, dtype=np.float64)
    if series.ndim != 1:
        raise BadShape("counts", (-1,), series.shape)
    for wrong, error in ((np.isinf(series), NotFinite), (series < 0, NegativeValue)):
        if wrong.any():
            raise error("counts", tuple(int(axis) for axis in np.argwhere(wrong)[0]))
    return series
