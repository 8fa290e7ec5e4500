"""Many tests at once: probabilities corrected for it, and the levels that permutations can reach at all."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import OutOfRange

Floats = NDArray[np.float64]

LEVELS = (0.05, 0.01, 0.001, 0.0001)
"""Levels of significance that legends show."""


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Return p-values corrected so that a limit on them limits the false discovery rate.

    Of the tests found significant at 0.05 about one in twenty at most is then expected to be false, where the tests
    are independent or depend on each other positively, as those of neighbours do.

    References
    ----------
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    values = _checked(p)
    order = np.argsort(values)
    scaled = values[order] * len(values) / np.arange(1, len(values) + 1)
    corrected = np.empty_like(values)
    corrected[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1.0)
    return corrected


def bonferroni(p: ArrayLike) -> Floats:
    """Return p-values corrected so that a limit on them limits the chance of even one false finding.

    >>> bonferroni([0.01, 0.4, 0.5]).tolist()
    [0.03, 1.0, 1.0]
    """
    values = _checked(p)
    return (values * len(values)).clip(max=1.0)


def reachable_levels(permutations: int, *, sides: int = 2, tests: int = 1) -> tuple[float, ...]:
    """Return which of `LEVELS` a p-value of so many permutations can be as small as.

    Parameters
    ----------
    permutations : int
    sides : int
        2 for the p-values of `models.permutations`, which count both tails.
    tests : int
        By how many tests each p-value is multiplied (Bonferroni); 1 under the false discovery rate, where enough
        tests at the smallest p-value keep it.

    Examples
    --------
    >>> reachable_levels(99), reachable_levels(9999), reachable_levels(9999, tests=45)
    ((0.05,), (0.05, 0.01, 0.001), (0.05, 0.01))
    """
    smallest = min(1.0, sides / (permutations + 1)) * tests
    return tuple(level for level in LEVELS if smallest <= level)


def _checked(p: ArrayLike) -> Floats:
    values = np.atleast_1d(np.asarray(p, dtype=np.float64))
    wrong = values[~((values >= 0) & (values <= 1))]
    if wrong.size:
        raise OutOfRange("p", float(wrong[0]), 0.0, 1.0)
    return values
