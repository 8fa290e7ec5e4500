"""How good expected counts were where they were tried: deviance, calibration, and cases found where risk was said high.

Each score comes with an interval from resampling whole units, the same resamples for every method.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from models.case_panel import Flags, Panel
from models.spatial_blocks import Fold

Floats = NDArray[np.float64]
Method = Callable[[Panel], Floats]
SHARES = (0.1, 0.2, 0.3)


@dataclass(frozen=True, eq=False)
class Trial:
    """What a method expected of what it had not seen.

    Attributes
    ----------
    observed, expected, person_time : array, shape (unit, fold)
        0 where the unit was not tried in the fold.
    learned : array, shape (fold,)
        Cases the method had learned from.
    """

    observed: Floats
    expected: Floats
    person_time: Floats
    learned: Floats

    @property
    def cells(self) -> Flags:
        """Whether a unit was tried in a fold."""
        return np.asarray(self.person_time > 0)


@dataclass(frozen=True, slots=True)
class Score:
    """A figure with its interval; nan where it cannot be told."""

    value: float
    lower: float
    upper: float


def trial(panel: Panel, folds: Sequence[Fold], method: Method) -> Trial:
    """Let a method learn from each fold and say what it expects of the rest of it."""
    observed, expected, people = [], [], []
    for fold in folds:
        tried = np.where(fold.tried, panel.person_time, 0.0).sum(axis=1)
        observed.append(np.where(fold.tried, panel.cases, 0.0).sum(axis=1))
        people.append(tried)
        expected.append(tried * method(panel.only(fold.learned)))
    learned = [float(panel.cases[fold.learned].sum()) for fold in folds]
    return Trial(np.array(observed).T, np.array(expected).T, np.array(people).T, np.array(learned))


def resamples(units: int, draws: int, seed: int) -> Floats:
    """Return how often each unit is in each resample; the first is the data themselves. Shape (1 + draws, unit)."""
    drawn = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws)
    return np.vstack([np.ones(units), drawn]).astype(np.float64)


def unit_deviance(tried: Trial) -> Floats:
    """Return the Poisson deviance of each unit, summed over the folds; shape (unit,).

    Examples
    --------
    >>> one = np.array([[2.0]])
    >>> unit_deviance(Trial(one, one, one, one[0])).tolist()
    [0.0]
    """
    safe = np.where(tried.cells, tried.expected, 1.0)
    observed = np.where(tried.cells, tried.observed, 1.0)
    return np.asarray(2 * (xlogy(observed, observed / safe) - (observed - safe)).sum(axis=1))


def deviance(tried: Trial, weights: Floats) -> Floats:
    """Return the mean deviance of a unit in a fold, in each resample."""
    return _quotient(weights @ unit_deviance(tried), weights @ tried.cells.sum(axis=1))


def observed_to_expected(tried: Trial, weights: Floats) -> Floats:
    """Return cases observed ÷ expected, in each resample: below 1, too many were expected."""
    return _quotient(weights @ tried.observed.sum(axis=1), weights @ tried.expected.sum(axis=1))


def calibration_slope(tried: Trial, weights: Floats) -> Floats:
    """Return how log rates observed follow log rates expected: 1 is right, below 1 differences were said too large.

    Poisson regression of the cases on the logarithm of the expected rate about its mean in the fold; nan where a
    method tells no unit of a fold from another.

    References
    ----------
    Cox (1958), Biometrika 45(3/4).
    """
    shown = tried.cells
    unit = np.nonzero(shown)[0]
    people, cases = tried.person_time[shown], tried.observed[shown]
    if len(people) == 0 or cases.sum() == 0:
        return np.full(len(weights), np.nan)
    rate = _about_fold_means(tried)[shown]
    return _slopes(rate, cases, people, weights[:, unit]) if np.ptp(rate) > _SAME else np.full(len(weights), np.nan)


_SAME = 1e-9
"""Differences below this are of rounding."""


def _about_fold_means(tried: Trial) -> Floats:
    people = tried.person_time
    rates = np.log(np.divide(tried.expected, people, out=np.ones_like(people), where=tried.cells))
    return np.asarray(rates - (rates * people).sum(axis=0) / np.maximum(people.sum(axis=0), 1e-300))


_STEPS = 25
"""Of Newton's method at most, from the slope 0; it settles within about six."""


def _slopes(across: Floats, cases: Floats, people: Floats, weights: Floats) -> Floats:
    """Fit cases ~ Poisson(people × exp(a + b × across)) for each row of weights at once; return b."""
    total = _quotient(weights @ cases, weights @ people)
    level, slope = np.log(np.maximum(total, 1e-12)), np.zeros(len(weights))
    for _ in range(_STEPS):
        mean = weights * people * np.exp(np.clip(level[:, None] + slope[:, None] * across, -50, 50))
        gap = weights * cases - mean
        first, second = gap.sum(axis=1), gap @ across
        a, b, c = mean.sum(axis=1), mean @ across, mean @ across**2
        determinant = np.where(a * c - b * b > 1e-12, a * c - b * b, np.inf)
        step = np.clip((a * second - b * first) / determinant, -2, 2)
        level = level + np.clip((c * first - b * second) / determinant, -2, 2)
        slope = slope + step
        if np.abs(step).max() < _SAME:
            break
    return slope


def captured(tried: Trial, weights: Floats, share: float) -> Floats:
    """Return the share of cases in the units that hold the top `share` of people when ranked by expected rate.

    The unit on the edge counts in part. Units of one rate are taken together, so that a method that tells nothing
    apart finds as many cases as people.
    """
    found = sum(_captured_in(tried, fold, weights, share) for fold in range(tried.observed.shape[1]))
    return _quotient(np.asarray(found), weights @ tried.observed.sum(axis=1))


def _captured_in(tried: Trial, fold: int, weights: Floats, share: float) -> Floats:
    shown = np.flatnonzero(tried.person_time[:, fold] > 0)
    if len(shown) == 0:
        return np.zeros(len(weights))
    people, cases = tried.person_time[shown, fold], tried.observed[shown, fold]
    rate = np.round(np.log(np.maximum(tried.expected[shown, fold] / people, 1e-300)), 9)
    order = np.argsort(-rate, kind="stable")
    starts = np.flatnonzero(np.diff(rate[order], prepend=np.inf))
    of_people = np.add.reduceat((weights[:, shown] * people)[:, order], starts, axis=1)
    of_cases = np.add.reduceat((weights[:, shown] * cases)[:, order], starts, axis=1)
    wanted = share * of_people.sum(axis=1, keepdims=True) - (of_people.cumsum(axis=1) - of_people)
    taken = np.clip(np.divide(wanted, of_people, out=np.zeros_like(wanted), where=of_people > 0), 0.0, 1.0)
    return np.asarray((taken * of_cases).sum(axis=1))


def score(values: Floats, level: float) -> Score:
    """Return the first value with the interval of the others; those that cannot be told are left out."""
    others = values[1:][np.isfinite(values[1:])]
    if not np.isfinite(values[0]) or len(others) == 0:
        return Score(float(values[0]), np.nan, np.nan)
    lower, upper = np.quantile(others, [(1 - level) / 2, (1 + level) / 2])
    return Score(float(values[0]), float(lower), float(upper))


def scores(tried: Trial, weights: Floats, level: float) -> dict[str, Score]:
    """Return all scores of a method by name."""
    found = {
        "deviance": deviance(tried, weights),
        "observed_to_expected": observed_to_expected(tried, weights),
        "calibration_slope": calibration_slope(tried, weights),
        **{f"captured_{round(100 * share)}": captured(tried, weights, share) for share in SHARES},
    }
    return {name: score(values, level) for name, values in found.items()}


def gain(tried: Trial, other: Trial, weights: Floats, level: float) -> Score:
    """Return by how much the deviance is lower than that of another method, in the same resamples."""
    return score(np.round(deviance(other, weights) - deviance(tried, weights), 9), level)


def _quotient(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0))
