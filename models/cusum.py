"""Cumulative sums of evidence that counts have risen: for events too rare for a season or a trend of their own.

Owns the likelihood-ratio CUSUM for Poisson and negative binomial counts with an expected number for each month.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import OutOfRange

Floats = NDArray[np.float64]


def cusum(counts: ArrayLike, expected: ArrayLike, *, ratio: float = 2.0, dispersion: float = 0.0) -> Floats:
    """Return the cumulative sum after each month, beginning at 0.

    Each month adds the logarithm of how much likelier its count is where `ratio` times as many are expected; a sum
    below 0 begins anew.

    Parameters
    ----------
    counts : array, shape (…, month)
        nan where nothing was reported: the sum stays as it is.
    expected : array, shape (…, month), or one that broadcasts to it
        Mean counts without a rise; where it is 0 a count says nothing, as no rise of 0 can be told.
    ratio : float
        The rise looked for, above 1.
    dispersion : float
        a in variance = mean + a · mean²; 0: Poisson.

    Raises
    ------
    OutOfRange
        `ratio` is not above 1, or `dispersion` negative.

    References
    ----------
    Höhle & Paul (2008), Computational Statistics & Data Analysis 52(9), equation 4; Rossi, Lampugnani & Marchi (1999).

    Examples
    --------
    One month with 3 cases where 1 was expected: 3 · log 2 − 1.

    >>> cusum([3.0], [1.0]).round(4).tolist()
    [1.0794]
    """
    if not 1.0 < ratio < np.inf:
        raise OutOfRange("ratio", ratio, 1.0, np.inf)
    if not 0.0 <= dispersion < np.inf:
        raise OutOfRange("dispersion", dispersion, 0.0, np.inf)
    evidence = _evidence(np.asarray(counts, float), np.asarray(expected, float), ratio, dispersion)
    sums = np.zeros_like(evidence)
    before = np.zeros(evidence.shape[:-1])
    for month in range(evidence.shape[-1]):
        before = np.maximum(before + evidence[..., month], 0.0)
        sums[..., month] = before
    return sums


def _evidence(counts: Floats, expected: Floats, ratio: float, dispersion: float) -> Floats:
    """Return the log likelihood ratio of each month, 0 where there is no count or nothing was expected."""
    if dispersion == 0.0:
        evidence = counts * np.log(ratio) - expected * (ratio - 1.0)
    else:
        risen = np.log1p(dispersion * expected) - np.log1p(dispersion * ratio * expected)
        evidence = counts * np.log(ratio) + (counts + 1.0 / dispersion) * risen
    return np.where(np.isnan(counts) | (expected <= 0), 0.0, evidence)


def began(sums: Floats) -> NDArray[np.int64]:
    """Return for each month the first month of the sum that stands there: the one after it last was 0, or its own.

    Examples
    --------
    >>> began(np.array([1.0, 0.0, 0.5, 2.0])).tolist()
    [0, 1, 2, 2]
    """
    months = np.arange(sums.shape[-1])
    last_zero = np.maximum.accumulate(np.where(sums > 0, -1, months), axis=-1)
    first: NDArray[np.int64] = np.minimum(last_zero + 1, months)
    return first
