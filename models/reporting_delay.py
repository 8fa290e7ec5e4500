"""How many cases of the latest months are still to be registered.

Owns the share of cases known so far, from the delays of cases that are registered, and the numbers expected in the end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import BadShape, OutOfRange

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
LONGEST = 12
"""Months of delay beyond which a case counts as complete."""


@dataclass(frozen=True, slots=True)
class Nowcast:
    """What is known of each month and what it will be in the end; arrays of shape (month,).

    `known`: cases registered so far; `share_known`: of the cases of that month; `estimate`, `lower`, `upper`: cases in
    the end, never below those known.
    """

    known: Floats
    share_known: Floats
    estimate: Floats
    lower: Floats
    upper: Floats


def nowcast(
    reported: ArrayLike,
    registered: ArrayLike,
    *,
    months: int,
    longest: int = LONGEST,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> Nowcast:
    """Estimate the cases of each month from those registered by the end of the last one.

    Of cases that could have been seen with a delay of d months, the share with exactly d among those with at most d is
    counted; the product over longer delays is the share known after d. What is not yet known is then negative binomial
    about the same rate (a Poisson number with Jeffreys' prior, thinned), the shares drawn from their beta posteriors.

    Parameters
    ----------
    reported, registered : array of int, shape (case,)
        Months from 0 to `months` − 1, registration not before report.
    months : int
        The last month is `months` − 1; by its end the list was made.
    longest : int
        Months of delay taken into account; no case comes later.

    Raises
    ------
    BadShape, OutOfRange
        The input is at fault.

    References
    ----------
    Lawless (1994), Canadian Journal of Statistics 22(1): reverse-time hazards; the same shares as the chain ladder's.

    Examples
    --------
    Half of each month's cases are registered a month later; the last month knows 2 of about 4.

    >>> found = nowcast([0, 0, 1, 1, 2, 2, 2, 2, 3, 3], [0, 1, 1, 2, 2, 2, 3, 3, 3, 3], months=4)
    >>> found.known.tolist(), found.share_known.round(2).tolist()
    ([2.0, 2.0, 4.0, 2.0], [1.0, 1.0, 1.0, 0.5])
    """
    month, delay = _checked(reported, registered, months, level)
    with_delay, at_most = _reverse_counts(month, delay, months, longest)
    shares = _shares_known(1.0 - np.divide(with_delay, at_most, out=np.zeros_like(at_most), where=at_most > 0))
    known = np.bincount(month, minlength=months).astype(np.float64)
    elapsed = np.minimum(months - 1 - np.arange(months), longest)
    random = np.random.default_rng(seed)
    drawn = _shares_known(1.0 - random.beta(with_delay + 0.5, at_most - with_delay + 0.5, size=(draws, longest + 1)))
    share = shares[elapsed]
    lower, upper = _interval(known, drawn[:, elapsed], level, random)
    complete = elapsed >= longest
    return Nowcast(
        known,
        share,
        np.where(share > 0, known / np.where(share > 0, share, 1.0), known),
        np.where(complete, known, lower),
        np.where(complete, known, upper),
    )


def _checked(reported: ArrayLike, registered: ArrayLike, months: int, level: float) -> tuple[Whole, Whole]:
    month, entered = np.asarray(reported, dtype=np.int64), np.asarray(registered, dtype=np.int64)
    if month.shape != entered.shape or month.ndim != 1:
        raise BadShape("registered", month.shape, entered.shape)
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, 0.0, 1.0)
    for name, wrong in (("reported", (month < 0)), ("registered", (entered < month) | (entered >= months))):
        if wrong.any():
            raise OutOfRange(name, float(entered[wrong][0]), -1.0, float(months))
    return month, entered - month


def _reverse_counts(month: Whole, delay: Whole, months: int, longest: int) -> tuple[Floats, Floats]:
    """Return, by delay d, cases of exactly d and of at most d, in months that could show d."""
    exactly, at_most = np.zeros(longest + 1), np.zeros(longest + 1)
    for each in range(longest + 1):
        visible = month + each <= months - 1
        exactly[each] = (visible & (delay == each)).sum()
        at_most[each] = (visible & (delay <= each)).sum()
    return exactly, at_most


def _shares_known(kept: Floats) -> Floats:
    """Return the share known after each delay: the product of what longer delays leave."""
    ones = np.ones((*kept.shape[:-1], 1))
    longer = np.concatenate([kept[..., 1:], ones], axis=-1)
    shares: Floats = np.flip(np.cumprod(np.flip(longer, axis=-1), axis=-1), axis=-1)
    return shares


def _interval(known: Floats, shares: Floats, level: float, random: np.random.Generator) -> tuple[Floats, Floats]:
    still = random.negative_binomial(known + 0.5, np.clip(shares, _LEAST_SHARE, 1.0))
    tail = (1.0 - level) / 2.0
    lower, upper = np.quantile(known + still, [tail, 1.0 - tail], axis=0, method="inverted_cdf")
    return lower, upper


_LEAST_SHARE = 1e-3
"""Below this nothing can be said of a month; the interval stays finite."""
