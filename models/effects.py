"""What a model of counts rests on: how much worse it does without a covariate, and what rate it gives along it.

Owns permutation importance and partial dependence; both take any model that gives rates for covariates asked about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.case_panel import Panel
from models.spatial_blocks import Fold
from models.validation_scores import Score, Trial, deviance, score

Floats = NDArray[np.float64]
Model = Callable[[Panel, Floats], Floats]
"""Learns from a panel and gives the rates of units with the covariates asked about."""

REPEATS, REFITS, STEPS = 30, 50, 20
OUTERMOST = 5.0
"""Percent of units on either side beyond which no curve is drawn: too few stand for it."""


@dataclass(frozen=True, eq=False)
class Curve:
    """The mean rate of all units if each had this value of the covariate; arrays of shape (step,)."""

    covariate: int
    values: Floats
    rates: Floats
    lower: Floats
    upper: Floats


def importance(
    panel: Panel, model: Model, folds: Sequence[Fold], covariates: Sequence[int], *, level: float, seed: int
) -> list[Score]:
    """Return, for each covariate, by how much the deviance rises when its values are shuffled among the units tried.

    The model is learned anew in each fold, with the covariate as it is; the interval is over the shuffles.

    References
    ----------
    Breiman (2001), Machine Learning 45(1); on units not learned from, as Molnar (2022) advises.
    """
    rng = np.random.default_rng(seed)
    asked = [_shuffled(panel, at, rng) for at in covariates]
    rows = np.vstack([panel.covariates, *(each for repeats in asked for each in repeats)])
    rates = [model(panel.only(fold.learned), rows).reshape(-1, len(panel.cases)) for fold in folds]
    found = np.array([_deviance(panel, folds, [each[version] for each in rates]) for version in range(len(rates[0]))])
    rises = found[1:].reshape(len(covariates), REPEATS) - found[0]
    return [score(np.concatenate([[each.mean()], each]), level) for each in rises]


def _shuffled(panel: Panel, covariate: int, rng: np.random.Generator) -> list[Floats]:
    """Return the covariates with one of them shuffled among units, as often as repeats are asked for."""
    versions = []
    for _ in range(REPEATS):
        version = panel.covariates.copy()
        version[:, covariate] = rng.permutation(version[:, covariate])
        versions.append(version)
    return versions


def _deviance(panel: Panel, folds: Sequence[Fold], rates: Sequence[Floats]) -> float:
    people = np.array([np.where(fold.tried, panel.person_time, 0.0).sum(axis=1) for fold in folds]).T
    observed = np.array([np.where(fold.tried, panel.cases, 0.0).sum(axis=1) for fold in folds]).T
    tried = Trial(observed, people * np.array(rates).T, people, np.zeros(len(folds)))
    return float(deviance(tried, np.ones((1, len(people))))[0])


def effect_curves(panel: Panel, model: Model, covariates: Sequence[int], *, level: float, seed: int) -> list[Curve]:
    """Return the partial dependence of the rate on each covariate, with intervals from resampled units.

    References
    ----------
    Friedman (2001), Annals of Statistics 29(5).
    """
    if not covariates:
        return []
    values = [_steps(panel, at) for at in covariates]
    rng = np.random.default_rng(seed)
    units = len(panel.cases)
    resampled = [panel, *(_taken(panel, rng.integers(0, units, units)) for _ in range(REFITS))]
    drawn = np.array([_curves(panel, each, model, covariates, values) for each in resampled if each.total > 0])
    lower, upper = np.quantile(drawn[1:], [(1 - level) / 2, (1 + level) / 2], axis=0)
    return [Curve(at, values[k], drawn[0, k], lower[k], upper[k]) for k, at in enumerate(covariates)]


def _steps(panel: Panel, covariate: int) -> Floats:
    shown = panel.covariates[panel.known, covariate]
    first, last = np.percentile(shown, [OUTERMOST, 100 - OUTERMOST])
    return np.asarray(np.linspace(float(first), float(last), STEPS))


def _taken(panel: Panel, units: NDArray[np.int64]) -> Panel:
    return Panel(
        panel.cases[units], panel.person_time[units], panel.covariates[units], panel.names, panel.coordinates[units]
    )


def _curves(panel: Panel, learned: Panel, model: Model, covariates: Sequence[int], values: Sequence[Floats]) -> Floats:
    """Return the mean rate over the panel's units at each step of each covariate; shape (covariate, step)."""
    asked = np.repeat(panel.covariates[None], len(covariates) * STEPS, axis=0)
    for row, at in enumerate(covariates):
        asked[row * STEPS : (row + 1) * STEPS, :, at] = values[row][:, None]
    rates = model(learned, asked.reshape(-1, panel.covariates.shape[1]))
    people = panel.person_time.sum(axis=1)
    return np.average(rates.reshape(len(covariates), STEPS, len(people)), axis=2, weights=people)
