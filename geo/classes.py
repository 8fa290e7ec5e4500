"""Map classes: how the values of a map are put into a few classes, each with its limits.

Quantiles, because they let readers of disease maps compare places best: Brewer & Pickle (2002), Annals of the
Association of American Geographers 92(4). They are those of `mapclassify.Quantiles`, which imports scikit-learn and
takes a second and 70 MB to say the same; a test holds the two equal.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import LengthMismatch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_CLASS = -1
"""Class of a value that is missing or must not be shown."""


@dataclass(frozen=True)
class Classes:
    """Classes of a map, from the lowest to the highest.

    `lowest`, `limits`: lowest and highest value that occurs in each class, so that a legend states what is there;
    `counts`: values in each class; `member`: class of each value, `NO_CLASS` where there is none.
    """

    lowest: tuple[float, ...]
    limits: tuple[float, ...]
    counts: tuple[int, ...]
    member: Ints


def classify(values: ArrayLike, *, classes: int = 5, hidden: ArrayLike | None = None) -> Classes:
    """Put values into at most `classes` classes of about equal size.

    Equal values share a class. With no more than `classes` distinct values each has its own.

    Parameters
    ----------
    values : array, shape (n,)
        NaN means no data.
    classes : int
        Most classes wanted, at least 1.
    hidden : array of bool, shape (n,), optional
        True where a value must not be shown, e.g. for want of data: it takes no part.

    Raises
    ------
    LengthMismatch

    Examples
    --------
    >>> found = classify([0, 0, 0, 3, 8, float("nan")], classes=5)
    >>> found.limits, found.counts, found.member.tolist()
    ((0.0, 3.0, 8.0), (3, 1, 1), [0, 0, 0, 1, 2, -1])
    """
    numbers = np.asarray(values, dtype=float)
    shown = np.isfinite(numbers) & ~_mask(hidden, len(numbers))
    limits = _limits(numbers[shown], classes)
    member = np.full(len(numbers), NO_CLASS, dtype=np.int64)
    member[shown] = np.searchsorted(limits, numbers[shown])
    groups = [numbers[member == k] for k in range(len(limits))]
    return Classes(
        lowest=tuple(float(group.min()) for group in groups),
        limits=tuple(float(group.max()) for group in groups),
        counts=tuple(len(group) for group in groups),
        member=member,
    )


def _mask(hidden: ArrayLike | None, count: int) -> NDArray[np.bool_]:
    if hidden is None:
        return np.zeros(count, dtype=bool)
    mask = np.asarray(hidden, dtype=bool)
    if len(mask) != count:
        raise LengthMismatch("hidden", len(mask), count)
    return mask


def _limits(values: Floats, classes: int) -> Floats:
    distinct = np.unique(values)
    if len(distinct) <= classes:
        return distinct
    cuts = np.quantile(values, np.arange(1, classes + 1) / classes)
    return distinct[np.unique(np.searchsorted(distinct, cuts, side="right")) - 1]
