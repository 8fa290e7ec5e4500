"""Rates of units from what is known of them: Poisson regression, and boosting where there is much to learn from.

Both take at most one covariate for each 15 cases, in the order of the panel.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.case_panel import Panel
from models.errors import NoCases

Floats = NDArray[np.float64]

CASES_PER_COVARIATE = 15
"""Between the 10 and 20 events a variable of Peduzzi et al. (1996) and Austin & Steyerberg (2017)."""
BOOSTING_ABOVE = 300
"""Units × periods from which on boosting has enough to learn from."""
PRECISION = 4.0
"""Of the normal prior of each coefficient: one standard deviation changes the log rate by −1 to 1, at 95 %."""
BOOSTING_ROUNDS, LEARNING_RATE, LEAVES, LEAF_LEAST = 100, 0.05, 4, 20


def on_one_thread() -> AbstractContextManager[object]:
    """Return a context in which scikit-learn starts no threads: for so few rows they cost more than they save."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="openmp")
    return limits


@dataclass(frozen=True, eq=False)
class Regression:
    """A fitted Poisson regression on standardised covariates.

    Attributes
    ----------
    used : tuple of int
        Positions of the covariates in the panel.
    centre, scale : array, shape (used,)
        Mean and standard deviation of each over the person-time.
    coefficients : array, shape (1 + used,)
        Logarithm of the rate at the mean, then its change for one standard deviation.
    covariance : array, shape (1 + used, 1 + used)
        Of the coefficients, widened by the overdispersion where counts vary more than chance makes them.
    """

    used: tuple[int, ...]
    centre: Floats
    scale: Floats
    coefficients: Floats
    covariance: Floats

    def rates(self, covariates: Floats) -> Floats:
        """Return the rate of units with these covariates."""
        return np.exp(self._design(covariates) @ self.coefficients)

    def rate_draws(self, covariates: Floats, draws: int, rng: np.random.Generator) -> Floats:
        """Return rates under coefficients drawn from their normal approximation; shape (draw, unit)."""
        drawn = rng.multivariate_normal(self.coefficients, self.covariance, size=draws, method="cholesky")
        return np.exp(drawn @ self._design(covariates).T)

    def _design(self, covariates: Floats) -> Floats:
        standardised = (covariates[:, list(self.used)] - self.centre) / self.scale
        return np.column_stack([np.ones(len(covariates)), standardised])


def usable(panel: Panel) -> tuple[int, ...]:
    """Return the positions of covariates that differ between units with person-time.

    Examples
    --------
    >>> from models.case_panel import panel_of
    >>> usable(panel_of([[1], [2]], [[5], [5]], [[7, 1], [7, 2]], names=("same", "other"), coordinates=[[0, 0]] * 2))
    (1,)
    """
    shown = panel.covariates[panel.known]
    return tuple(at for at in range(len(panel.names)) if len(shown) and np.ptp(shown[:, at]) > 0)


def used_covariates(panel: Panel) -> tuple[int, ...]:
    """Return the positions of the covariates a model of this panel may use: one for each 15 cases, the first ones."""
    return usable(panel)[: int(panel.total) // CASES_PER_COVARIATE]


def fit_regression(panel: Panel) -> Regression:
    """Fit cases ~ Poisson(person-time × rate), log rate linear in the covariates, with a stated light ridge.

    Covariates are the same in all periods, so the sums over periods hold all there is to learn from. The ridge is a
    normal prior of mean 0 and precision 4 of each standardised coefficient; it needs no tuning.

    Raises
    ------
    NoCases
        The panel holds none: there is no logarithm of the rate.
    """
    if panel.total == 0:
        raise NoCases
    used = used_covariates(panel)
    people, cases = panel.person_time.sum(axis=1), panel.cases.sum(axis=1)
    shown = panel.known
    values = panel.covariates[:, list(used)]
    centre = np.average(values[shown], axis=0, weights=people[shown]) if used else np.zeros(0)
    scale = np.sqrt(np.average((values[shown] - centre) ** 2, axis=0, weights=people[shown])) if used else np.zeros(0)
    coefficients = _coefficients((values[shown] - centre) / scale, cases[shown], people[shown] * panel.overall_rate)
    coefficients[0] += np.log(panel.overall_rate)
    fitted = Regression(used, centre, scale, coefficients, np.zeros((len(used) + 1,) * 2))
    covariance = _covariance(fitted, panel.covariates[shown], cases[shown], people[shown])
    return Regression(used, centre, scale, coefficients, covariance)


def _coefficients(standardised: Floats, cases: Floats, expected: Floats) -> Floats:
    """Return the logarithm of the ratio to `expected` (sums equal) at the mean, and its change with each column."""
    from sklearn.linear_model import PoissonRegressor

    if not standardised.shape[1]:
        return np.zeros(1)
    model = PoissonRegressor(alpha=PRECISION / float(cases.sum()), solver="newton-cholesky", tol=1e-8, max_iter=200)
    model.fit(standardised, cases / expected, sample_weight=expected)
    return np.concatenate([[model.intercept_], model.coef_])


def _covariance(fitted: Regression, covariates: Floats, cases: Floats, people: Floats) -> Floats:
    """Return the inverse of the curvature of the penalised likelihood, times the overdispersion (at least 1)."""
    design = fitted._design(covariates)
    mean = people * fitted.rates(covariates)
    penalty = np.diag([0.0, *[PRECISION] * len(fitted.used)])
    inverse = np.linalg.inv((design * mean[:, None]).T @ design + penalty)
    freedom = max(len(cases) - design.shape[1], 1)
    return np.asarray(inverse * max(float(((cases - mean) ** 2 / mean).sum()) / freedom, 1.0))


def regression_rates(panel: Panel, asked: Floats) -> Floats:
    """Return the rates of units with the covariates `asked`, by Poisson regression on the panel; shape (row,)."""
    return fit_regression(panel).rates(asked)


def boosting_rates(panel: Panel, asked: Floats, *, seed: int = 0) -> Floats:
    """Return the rates of units with the covariates `asked`, by gradient boosted trees with Poisson loss; shape (row,).

    Trees of 4 leaves, 20 rows a leaf at least, 100 rounds at a learning rate of 0.05: stated, not tuned.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    used = list(used_covariates(panel))
    if not used:
        return np.full(len(asked), panel.overall_rate)
    unit, period = np.nonzero(panel.person_time > 0)
    people = panel.person_time[unit, period] * panel.overall_rate
    model = HistGradientBoostingRegressor(
        loss="poisson", learning_rate=LEARNING_RATE, max_iter=BOOSTING_ROUNDS, max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAF_LEAST, early_stopping=False, random_state=seed,
    )  # fmt: skip
    model.fit(panel.covariates[unit][:, used], panel.cases[unit, period] / people, sample_weight=people)
    return np.asarray(model.predict(asked[:, used])) * panel.overall_rate
