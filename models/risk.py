"""Expected cases of units: a model of what is known of them, kept only where it beats counting children.

Owns `expected_cases`: methods, trials by blocks and by time, and the rule by which one of them is handed on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from models.baselines import children_only, history, last_period
from models.case_panel import Panel
from models.count_regression import (
    BOOSTING_ABOVE,
    Regression,
    boosting_rates,
    fit_regression,
    on_one_thread,
    regression_rates,
    used_covariates,
)
from models.effects import Curve, Model, effect_curves, importance
from models.forecast import Spread, rate_draws, spread_of
from models.spatial_blocks import BLOCKS, Fold, folds_by_block, folds_by_time
from models.validation_scores import Method, Score, Trial, deviance, gain, resamples, scores, trial

Floats = NDArray[np.float64]
Tick = Callable[[float], None]

REGRESSION, BOOSTING = "poisson_regression", "gradient_boosting"
CHILDREN, LAST, HISTORY = "children_only", "last_period", "empirical_bayes"
BASELINES: Mapping[str, Method] = {CHILDREN: children_only, LAST: last_period, HISTORY: history}
BLOCK, TIME = "blocks", "time"
FEWEST_UNITS = 10
"""Resampling fewer says nothing about how the units not seen would differ."""
RESAMPLES = 500


@dataclass(frozen=True, eq=False)
class Compared:
    """One method in one validation.

    Attributes
    ----------
    scores : mapping of str to Score
        "deviance", "observed_to_expected", "calibration_slope", "captured_10", "captured_20", "captured_30".
    gain : Score
        Deviance of the best baseline less that of the method, in the same resamples; above 0 the method is better.
    """

    validation: str
    method: str
    tried: Trial
    scores: Mapping[str, Score]
    gain: Score


@dataclass(frozen=True, eq=False)
class Expected:
    """What is expected of each unit, by which method, and why by this one.

    Attributes
    ----------
    handed_on : str
        The method: "poisson_regression", "gradient_boosting", "children_only", "last_period" or "empirical_bayes".
    reason : str
        "better", or why no model was: "no_cases", "few_units", "one_period", "no_covariates", "not_better_by_time",
        "not_better_by_blocks".
    baseline : str
        The best one.
    rates : array, shape (unit,)
        Cases per person-time.
    used : tuple of int
        Covariates a model could use.
    compared : tuple of Compared
    regression : Regression or None
        As fitted to everything; None where there is no case.
    """

    handed_on: str
    reason: str
    baseline: str
    rates: Floats
    used: tuple[int, ...]
    compared: tuple[Compared, ...]
    regression: Regression | None

    @property
    def is_model(self) -> bool:
        """Whether a model is handed on, and no baseline."""
        return self.handed_on in (REGRESSION, BOOSTING)

    def trial(self, method: str) -> Trial | None:
        """Return how a method was tried: by time where it was, else by blocks; None where it could not be."""
        found = {each.validation: each.tried for each in self.compared if each.method == method}
        return next((found[each] for each in (TIME, BLOCK) if each in found), None)

    def spread(self) -> Spread:
        """Return how far counts were from what the method handed on expected."""
        tried = self.trial(self.handed_on)
        return Spread(0.0, 0.0) if tried is None else spread_of(tried)


def models_for(panel: Panel, *, seed: int) -> dict[str, Model]:
    """Return the models this panel is large enough for: boosting above 300 units × periods."""
    found: dict[str, Model] = {REGRESSION: regression_rates}
    if int((panel.person_time > 0).sum()) > BOOSTING_ABOVE:
        found[BOOSTING] = partial(boosting_rates, seed=seed)
    return found


def folds_of(panel: Panel, blocks: int = BLOCKS) -> dict[str, list[Fold]]:
    """Return the folds of both validations; a validation with none cannot be made."""
    by_block = folds_by_block(panel, blocks) if panel.known.sum() > 1 else []
    found = {BLOCK: by_block, TIME: folds_by_time(panel)}
    return {name: folds for name, folds in found.items() if folds}


def expected_cases(
    panel: Panel,
    *,
    blocks: int = BLOCKS,
    level: float = 0.95,
    bootstraps: int = RESAMPLES,
    seed: int = 0,
    tick: Tick | None = None,
) -> Expected:
    """Compare models with baselines and hand on what is worth handing on.

    A model is handed on only if its deviance is lower than that of the best baseline both by time (it foretells better
    than what needs no model, the units' own past included) and by blocks (what it says holds where it has seen
    nothing), each with an interval of the difference, from resampled units, that excludes 0. Boosting must also beat
    the regression so by time. Else the baseline with the lowest deviance by time is handed on; where there is one
    period only, the empirical Bayes rates, which are the overall rate where units differ no more than by chance.

    Parameters
    ----------
    blocks : int
        Spatial blocks, at least 2.
    bootstraps : int
        Resamples of the units.

    Raises
    ------
    Cancelled
        Out of `tick`.
    """
    with on_one_thread():
        return _expected(panel, blocks, level, resamples(len(panel.cases), bootstraps, seed), seed, tick)


def _expected(panel: Panel, blocks: int, level: float, weights: Floats, seed: int, tick: Tick | None) -> Expected:
    models = models_for(panel, seed=seed)
    compared: list[Compared] = []
    folds = folds_of(panel, blocks)
    for done, (validation, each) in enumerate(folds.items(), start=1):
        compared += _compared(validation, panel, each, models, weights, level)
        if tick:
            tick(done / (len(folds) + 1))
    handed_on, reason, baseline = _decided(panel, compared, weights, level)
    found = Expected(
        handed_on, reason, baseline, _rates(panel, models, handed_on), used_covariates(panel), tuple(compared),
        fit_regression(panel) if panel.total > 0 else None,
    )  # fmt: skip
    if tick:
        tick(1.0)
    return found


def _rates(panel: Panel, models: Mapping[str, Model], method: str) -> Floats:
    if panel.total == 0:
        return np.zeros(len(panel.cases))
    return models[method](panel, panel.covariates) if method in models else BASELINES[method](panel)


def _compared(
    validation: str, panel: Panel, folds: list[Fold], models: Mapping[str, Model], weights: Floats, level: float
) -> list[Compared]:
    methods: dict[str, Method] = {name: _as_method(model) for name, model in models.items()} | dict(BASELINES)
    tried = {name: trial(panel, folds, method) for name, method in methods.items()}
    best = tried[_best(tried)]
    return [
        Compared(validation, name, each, scores(each, weights, level), gain(each, best, weights, level))
        for name, each in tried.items()
    ]


def _as_method(model: Model) -> Method:
    return lambda panel: model(panel, panel.covariates)


def _best(tried: Mapping[str, Trial]) -> str:
    """Return the baseline of the lowest deviance, the simplest of equal ones."""
    once = {name: np.ones((1, len(tried[name].observed))) for name in BASELINES}
    return min(BASELINES, key=lambda name: round(float(deviance(tried[name], once[name])[0]), 9))


def _decided(panel: Panel, compared: list[Compared], weights: Floats, level: float) -> tuple[str, str, str]:
    """Return the method handed on, the reason, and the best baseline."""
    by_time = {each.method: each for each in compared if each.validation == TIME}
    baseline = _best({name: each.tried for name, each in by_time.items()}) if by_time else HISTORY
    if panel.total == 0:
        return CHILDREN, "no_cases", CHILDREN
    reason = _reason_against(panel, compared, REGRESSION)
    boosting = by_time.get(BOOSTING)
    if boosting and not _reason_against(panel, compared, BOOSTING):
        against = gain(boosting.tried, by_time[REGRESSION].tried, weights, level)
        if reason or against.lower > 0:
            return BOOSTING, "better", baseline
    return (baseline, reason, baseline) if reason else (REGRESSION, "better", baseline)


def _reason_against(panel: Panel, compared: list[Compared], method: str) -> str:
    """Return why a model is not handed on, nothing where it is better."""
    gains = {each.validation: each.gain for each in compared if each.method == method}
    conditions = (
        (int(panel.known.sum()) < FEWEST_UNITS, "few_units"),
        (TIME not in gains, "one_period"),
        (not used_covariates(panel), "no_covariates"),
        (TIME in gains and not gains[TIME].lower > 0, "not_better_by_time"),
        (BLOCK not in gains or not gains[BLOCK].lower > 0, "not_better_by_blocks"),
    )
    return next((reason for holds, reason in conditions if holds), "")


def explained(
    panel: Panel, expected: Expected, *, blocks: int = BLOCKS, level: float = 0.95, seed: int = 0
) -> tuple[list[Score], list[Curve]]:
    """Return importance and effect curve of each covariate used: of the model handed on, else of the regression."""
    if not expected.used:
        return [], []
    models = models_for(panel, seed=seed)
    model = models.get(expected.handed_on, models[REGRESSION])
    folds = folds_of(panel, blocks).get(BLOCK, [])
    with on_one_thread():
        rises = importance(panel, model, folds, expected.used, level=level, seed=seed) if folds else []
        return rises, effect_curves(panel, model, expected.used, level=level, seed=seed)


def drawn_rates(panel: Panel, expected: Expected, *, draws: int = 4000, seed: int = 0) -> Floats:
    """Draw the rates units may have in the next period; shape (draw, unit)."""
    regression = expected.regression if expected.handed_on == REGRESSION else None
    return rate_draws(panel, expected.rates, expected.spread(), draws=draws, seed=seed, regression=regression)
