"""Which pairs of lists have a dependence of their own: chosen step by step, or every choice there is.

Owns the forward choice by the Poisson probability of an overlap.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincc

from models.list_patterns import Pair, Patterns
from models.log_linear import fit, has_estimate, one_model


def forward(patterns: Patterns, always: Iterable[Pair], p: float) -> tuple[Pair, ...]:
    """Return `always` and the pairs added to them one by one, the least probable overlap first.

    References
    ----------
    Chan, Silverman & Vincent (2021), Journal of the American Statistical Association 116(535), section 3.3.
    """
    chosen = tuple(sorted(always))
    while (pair := _next_pair(patterns, chosen, p)) is not None:
        chosen = tuple(sorted((*chosen, pair)))
    return chosen


def _next_pair(patterns: Patterns, chosen: tuple[Pair, ...], p: float) -> Pair | None:
    """Return the pair of the least probable overlap below `p` that leaves an estimate; None where there is none."""
    means = fit(patterns.counts, one_model(patterns, chosen)).means[0]
    left = [pair for pair in patterns.pairs if pair not in chosen]
    probability = {pair: overlap_probability(patterns.overlap(pair), _expected(patterns, means, pair)) for pair in left}
    for pair in sorted((pair for pair in left if probability[pair] < p), key=probability.__getitem__):
        models = one_model(patterns, (*chosen, pair))
        if has_estimate(patterns.counts, models, fit(patterns.counts, models), 0):
            return pair
    return None


def _expected(patterns: Patterns, means: NDArray[np.float64], pair: Pair) -> float:
    return float(means[patterns.holds(pair)].sum())


def overlap_probability(observed: int, expected: float) -> float:
    """Return the probability of an overlap as small or as large as the one observed, the smaller of the two.

    Examples
    --------
    >>> round(overlap_probability(0, 3.0), 6)
    0.049787
    """
    as_small, as_large = gammaincc(observed + 1, expected), gammainc(observed, expected)
    return float(min(as_small, as_large))


def all_choices(patterns: Patterns, always: Iterable[Pair]) -> NDArray[np.bool_]:
    """Return every choice of pairs that holds `always`, a row a choice and a column a pair."""
    needed = set(always)
    free = [place for place, pair in enumerate(patterns.pairs) if pair not in needed]
    number = np.arange(2 ** len(free))
    chosen = np.ones((len(number), len(patterns.pairs)), dtype=bool)
    chosen[:, free] = (number[:, None] >> np.arange(len(free))) & 1
    return chosen
