"""Poisson log-linear models of the patterns of lists: many models of one table fitted together by Newton's method.

Owns the design, the fit and whether a finite and unique estimate exists. A pair of lists that has a parameter of its
own and shares no case has that parameter at minus infinity: its patterns cannot occur and leave the fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from models.list_patterns import Pair, Patterns

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
MOST_STEPS, TOLERANCE = 60, 1e-10
AT_ONCE = 1024
"""Models fitted together; more take more memory and no less time."""
LEAST_LOG_MEAN, LARGEST_LOG_MEAN = -20.0, 30.0
"""Means are kept within these while the search runs; beyond them they count as 0, or nothing fits."""
SURELY_POSITIVE = 1e-4
"""Fitted means that all exceed this prove that the estimate exists; else a linear program decides."""


@dataclass(frozen=True, slots=True)
class Models:
    """Several models of one table.

    Attributes
    ----------
    design : array, shape (pattern, parameter)
        Intercept, one column a list, one a pair of lists.
    included : array, shape (model, parameter)
        Finite parameters of each model.
    used : array, shape (model, pattern)
        Patterns that can occur in each model.
    parameters : array, shape (model,)
        Number of parameters, those at minus infinity among them.
    """

    design: Floats
    included: Booleans
    used: Booleans
    parameters: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fits:
    """What the models say; a row a model.

    Attributes
    ----------
    hidden : array, shape (model,)
        Expected cases on no list: the exponential of the intercept.
    log_error : array, shape (model,)
        Standard error of its logarithm.
    means : array, shape (model, pattern)
        Expected cases of each pattern, 0 where it cannot occur.
    aic : array, shape (model,)
    identified : array of bool, shape (model,)
        Whether the patterns that can occur tell the parameters apart; other values are nan where they do not.
    """

    hidden: Floats
    log_error: Floats
    means: Floats
    aic: Floats
    identified: Booleans


def models_of(patterns: Patterns, chosen: Booleans) -> Models:
    """Return the models that have the `chosen` pairs.

    Parameters
    ----------
    chosen : array of bool, shape (model, pair)
        In the order of `patterns.pairs`.
    """
    both = np.column_stack([patterns.holds(pair) for pair in patterns.pairs])
    empty = (patterns.counts @ both) == 0
    design = np.column_stack([np.ones(len(patterns.counts)), patterns.member, both])
    always = np.ones((len(chosen), 1 + len(patterns.lists)), dtype=bool)
    impossible = (chosen & empty) @ both.T
    parameters = always.shape[1] + chosen.sum(axis=1)
    return Models(design, np.hstack([always, chosen & ~empty]), ~impossible, parameters.astype(np.int64))


def one_model(patterns: Patterns, pairs: Iterable[Pair]) -> Models:
    """Return the model with these pairs, as the only one."""
    wanted = set(pairs)
    return models_of(patterns, np.array([[pair in wanted for pair in patterns.pairs]], dtype=bool))


def fit(counts: Floats, models: Models) -> Fits:
    """Fit every model to the counts of the patterns by maximum likelihood.

    Examples
    --------
    Two lists of 30 and 20 cases that share 6: 24 x 14 / 6 = 56 are on neither.

    >>> from models.list_patterns import read_patterns
    >>> found = read_patterns([[1, 0, 24], [0, 1, 14], [1, 1, 6]])
    >>> round(float(fit(found.counts, one_model(found, ())).hidden[0]), 6)
    56.0
    """
    parts = [_fit(counts, _part(models, first)) for first in range(0, len(models.used), AT_ONCE)]
    return Fits(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Fits)))


def _part(models: Models, first: int) -> Models:
    rows = slice(first, first + AT_ONCE)
    return Models(models.design, models.included[rows], models.used[rows], models.parameters[rows])


def _fit(counts: Floats, models: Models) -> Fits:
    identified = _identified(models)
    known = Models(models.design, models.included[identified], models.used[identified], models.parameters[identified])
    coefficients, log_means = _newton(counts, known)
    means = np.where(known.used, np.exp(log_means), 0.0)
    likelihood = (known.used * (counts * log_means - means - gammaln(counts + 1.0))).sum(axis=1)
    variance = np.linalg.inv(_information(known, means))[:, 0, 0]
    return Fits(
        hidden=_scattered(np.exp(coefficients[:, 0]), identified),
        log_error=_scattered(np.sqrt(variance), identified),
        means=_scattered(means, identified),
        aic=_scattered(2.0 * known.parameters - 2.0 * likelihood, identified),
        identified=identified,
    )


def _scattered(values: Floats, where: Booleans) -> Floats:
    whole = np.full((len(where), *values.shape[1:]), np.nan)
    whole[where] = values
    return whole


def _identified(models: Models) -> Booleans:
    """Whether the columns of each model's design, over the patterns that can occur, are independent."""
    gram = _information(models, models.used.astype(np.float64))
    full: Booleans = np.linalg.eigvalsh(gram)[:, 0] > 1e-9
    return full


def _information(models: Models, weights: Floats) -> Floats:
    """Return Fisher's information of each model; parameters it lacks stand apart as ones on the diagonal."""
    size = models.design.shape[1]
    products = (models.design[:, :, None] * models.design[:, None, :]).reshape(-1, size * size)
    gram = (weights @ products).reshape(-1, size, size)
    kept = models.included[:, :, None] & models.included[:, None, :]
    return np.where(kept, gram, np.eye(size))


def _newton(counts: Floats, models: Models) -> tuple[Floats, Floats]:
    """Return the coefficients and the logarithm of the means at the estimate, model by model."""
    log_means: Floats = np.where(models.used, np.log(counts + 0.5), 0.0)
    for _ in range(MOST_STEPS):
        means = np.where(models.used, np.exp(log_means), 0.0)
        working = means * log_means + np.where(models.used, counts - means, 0.0)
        right = (working @ models.design) * models.included
        coefficients = np.linalg.solve(_information(models, means), right[:, :, None])[:, :, 0].astype(np.float64)
        log_means = np.clip(coefficients @ models.design.T, LEAST_LOG_MEAN, LARGEST_LOG_MEAN)
        change = np.where(models.used, np.exp(log_means), 0.0) - means
        if np.abs(change).max(initial=0.0) <= TOLERANCE * (1.0 + counts.sum()):
            break
    return coefficients, log_means


def has_estimate(counts: Floats, models: Models, fits: Fits, model: int) -> bool:
    """Return whether the estimate of one model is unique and none of its finite parameters runs off to infinity.

    It is so exactly where some means, all positive, have the sums the model fits; the fitted ones prove it where all
    are positive, else the linear program of Fienberg & Rinaldo (2012) looks for others.

    References
    ----------
    Chan, Silverman & Vincent (2021), Journal of the American Statistical Association 116(535).
    """
    if not fits.identified[model]:
        return False
    used = models.used[model]
    if fits.means[model, used].min() > SURELY_POSITIVE:
        return True
    return _largest_least_mean(counts[used], models.design[np.ix_(used, models.included[model])]) > 1e-7


def _largest_least_mean(counts: Floats, design: Floats) -> float:
    """Return how large the smallest mean can be among means with the sums of the counts, 1 at most."""
    from scipy.optimize import linprog

    size = len(counts)
    sums = np.hstack([design.T, design.sum(axis=0)[:, None]])
    gain = np.append(np.zeros(size), -1.0)
    found = linprog(gain, A_eq=sums, b_eq=design.T @ counts, bounds=[(0, None)] * size + [(0, 1)], method="highs")
    return float(-found.fun)
