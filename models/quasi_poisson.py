"""Regression of counts whose variance is a multiple of their mean, by iteratively reweighted least squares.

Owns the fit of many series on one design with a logarithmic link: start, step and stopping rule are those of R's `glm`,
so that figures agree.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
TOLERANCE, MOST_STEPS = 1e-8, 25
"""Of the deviance, and of iterations: R's glm.control."""


@dataclass(frozen=True, slots=True)
class QuasiPoisson:
    """Fitted regressions.

    Attributes
    ----------
    coefficients : array, shape (series, coefficient)
    fitted : array, shape (series, observation)
        Means.
    leverage : array, shape (series, observation)
        Diagonal of the hat matrix.
    dispersion : array, shape (series,)
        Pearson's, not held to 1 or more; nan where no degree of freedom is left.
    covariance : array, shape (series, coefficient, coefficient)
        Of the coefficients, at a dispersion of 1.
    converged : array of bool, shape (series,)
    """

    coefficients: Floats
    fitted: Floats
    leverage: Floats
    dispersion: Floats
    covariance: Floats
    converged: Flags


def quasi_poisson(response: Floats, design: Floats, weights: Floats | None = None) -> QuasiPoisson:
    """Fit log(mean) = design · coefficients to each series by itself.

    Parameters
    ----------
    response : array, shape (series, observation)
        Counts or rates, finite and not negative.
    design : array, shape (observation, coefficient)
        Of full column rank.
    weights : array, shape (series, observation), optional
        Prior weights, positive: 1 each by default; of rates their exposure.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, chapters 2 and 6; R's `glm.fit`.

    Examples
    --------
    >>> fit = quasi_poisson(np.array([[2.0, 4.0]]), np.ones((2, 1)))
    >>> round(float(fit.fitted[0, 0]), 6)
    3.0
    """
    prior = np.ones_like(response) if weights is None else weights
    predictor = np.log(response + _START)
    deviance = _deviance(response, np.exp(predictor), prior)
    working = np.empty_like(response)
    coefficients = np.zeros((len(response), design.shape[1]))
    going = np.ones(len(response), dtype=bool)
    for _ in range(MOST_STEPS):
        now = np.flatnonzero(going)
        if not now.size:
            break
        mean = np.exp(predictor[now])
        working[now] = prior[now] * mean
        adjusted = predictor[now] + (response[now] - mean) / mean
        coefficients[now] = _step(design, adjusted, working[now])
        predictor[now] = coefficients[now] @ design.T
        before = deviance[now]
        deviance[now] = _deviance(response[now], np.exp(predictor[now]), prior[now])
        going[now] = np.abs(deviance[now] - before) / (np.abs(deviance[now]) + 0.1) >= TOLERANCE
    return _summary(response, np.exp(predictor), working, design, coefficients, ~going)


_START = 0.1
"""Added to each count for the first means, as R does: no logarithm of 0."""


def _information(design: Floats, working: Floats) -> Floats:
    """Return the weighted cross products of the design's columns, a matrix for each series."""
    pairs = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    information: Floats = (working @ pairs).reshape(len(working), design.shape[1], design.shape[1])
    return information


def _step(design: Floats, adjusted: Floats, working: Floats) -> Floats:
    """Return the weighted least squares solution of each series."""
    moments = (working * adjusted) @ design
    return np.asarray(np.linalg.solve(_information(design, working), moments[:, :, None])[:, :, 0], dtype=np.float64)


def _summary(
    response: Floats, mean: Floats, working: Floats, design: Floats, coefficients: Floats, converged: Flags
) -> QuasiPoisson:
    """Return the fit; dispersion and leverage take the last step's working weights, as R's do."""
    covariance = np.asarray(np.linalg.inv(_information(design, working)), dtype=np.float64)
    leverage = working * ((design @ covariance) * design).sum(axis=2)
    freedom = design.shape[0] - design.shape[1]
    pearson = (working * ((response - mean) / mean) ** 2).sum(axis=1)
    dispersion = pearson / freedom if freedom > 0 else np.full_like(pearson, np.nan)
    return QuasiPoisson(coefficients, mean, leverage, dispersion, covariance, converged)


def _deviance(response: Floats, mean: Floats, prior: Floats) -> Floats:
    ratio = np.where(response > 0, response, mean) / mean
    total: Floats = 2.0 * (prior * (response * np.log(ratio) - (response - mean))).sum(axis=1)
    return total
