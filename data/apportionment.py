"""Whole numbers shared by weights without losing a unit: the method of largest remainders (Hamilton).

Exact: weights become whole numbers first, so no rounding of a computer decides where a child goes.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

Weights = tuple[int, ...]


def whole_weights(weights: Sequence[float | Fraction]) -> Weights:
    """Return whole numbers in exactly the proportions of the weights.

    Parameters
    ----------
    weights : sequence of float or Fraction
        Finite, none negative, not all 0.

    Raises
    ------
    ValueError
        The weights cannot share anything.

    Examples
    --------
    >>> whole_weights([0.5, 1.5, 2])
    (1, 3, 4)
    """
    exact = [Fraction(weight) for weight in weights]
    if min(exact) < 0 or not any(exact):
        raise ValueError(f"weights that share nothing: {list(weights)}")
    scale = lcm(*(weight.denominator for weight in exact))
    return tuple(int(weight * scale) for weight in exact)


def share_whole(total: int, weights: Weights) -> list[int]:
    """Share a whole number by weights so that the shares add up to it; ties go to the earlier share.

    Each share is the exact one rounded down or up. A share whose weight is 0 is 0.

    Parameters
    ----------
    total : int
        Any whole number; a negative one is shared as its opposite is.
    weights : tuple of int
        From `whole_weights`.

    References
    ----------
    Balinski & Young (2001), Fair Representation, 2nd ed., ch. 3: Hamilton's method.

    Examples
    --------
    >>> share_whole(10, (1, 1, 1)), share_whole(7, (5, 3, 2)), share_whole(-10, (1, 1, 1))
    ([4, 3, 3], [4, 2, 1], [-4, -3, -3])
    """
    if total < 0:
        return [-share for share in share_whole(-total, weights)]
    everything = sum(weights)
    parts = [divmod(total * weight, everything) for weight in weights]
    left = total - sum(whole for whole, _ in parts)
    favoured = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    return [whole + (place in favoured) for place, (whole, _) in enumerate(parts)]
