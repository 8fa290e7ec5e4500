"""How cases fall in the replicas of a scan statistic: by chance where people are, or again where cases were.

Owns `NULL_DRAWS` and `REDRAWS`: for each model a function of (cases, population), one number a place, that returns a
draw: of a generator and a number of replicas, cases in an array of shape (replica, place).
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Counts]


def null_poisson(cases: Counts, population: Floats) -> Draw:
    """As many cases as observed, in proportion to the population."""
    return lambda rng, number: _multinomial(rng, int(cases.sum()), population, number)


def null_bernoulli(cases: Counts, population: Floats) -> Draw:
    """As many people as there were cases, any of all people."""
    people, total = population.astype(np.int64), int(cases.sum())
    return lambda rng, number: rng.multivariate_hypergeometric(people, total, number, method="marginals")


def redrawn_poisson(cases: Counts, population: Floats) -> Draw:  # noqa: ARG001 - both models take the same
    """As many cases as observed, in proportion to the cases observed: Oliveira et al. (2011)."""
    return lambda rng, number: _multinomial(rng, int(cases.sum()), cases.astype(np.float64), number)


def redrawn_bernoulli(cases: Counts, population: Floats) -> Draw:
    """Each person by chance, at the share of the place with one more person who is a case at the overall share."""
    share = (cases + cases.sum() / population.sum()) / (population + 1.0)
    return lambda rng, number: rng.binomial(population.astype(np.int64), share, (number, len(share)))


def _multinomial(rng: np.random.Generator, total: int, weights: Floats, number: int) -> Counts:
    """Return cases in proportion to `weights`: none, rounding or not, where the weight is 0."""
    drawn = np.zeros((number, len(weights)), dtype=np.int64)
    if total:
        drawn[:, weights > 0] = rng.multinomial(total, weights[weights > 0] / weights.sum(), number)
    return drawn


NULL_DRAWS: Mapping[str, Callable[[Counts, Floats], Draw]] = {"poisson": null_poisson, "bernoulli": null_bernoulli}
REDRAWS: Mapping[str, Callable[[Counts, Floats], Draw]] = {"poisson": redrawn_poisson, "bernoulli": redrawn_bernoulli}
