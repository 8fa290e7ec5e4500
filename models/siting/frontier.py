"""What a second aim costs the first: plans under a limit on the second that is drawn tighter step by step.

Owns `frontier` and `FrontierPoint` (the epsilon-constraint method: Haimes, Lasdon & Wismer 1971).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.errors import ContradictoryRules, OutOfRange, TooLittleRoom
from models.siting.solution import Siting


@dataclass(frozen=True)
class FrontierPoint:
    """A plan none other is better than in both aims: its `first` aim, and its `second`, of which less is better."""

    siting: Siting
    first: float
    second: float


def frontier(
    solve: Callable[[float], Siting],
    second: Callable[[Siting], float],
    *,
    lowest: float,
    steps: int,
    most: bool,
    tick: Callable[[float], None] | None = None,
) -> tuple[FrontierPoint, ...]:
    """Return the plans between the best one of the first aim and the tightest limit on the second.

    Parameters
    ----------
    solve : callable
        ``solve(limit)`` returns the best plan of the first aim whose second is at most `limit`; inf: no limit.
    second : callable
        The second aim of a plan, of which less is better (cost, minutes of whoever is worst off).
    lowest : float
        The tightest limit that is tried.
    steps : int
        Limits tried, evenly from the second aim of the best plan without a limit down to `lowest`.
    most : bool
        Whether more of the first aim is better.
    tick : callable, optional
        Called with the fraction done; what it raises ends the work.

    Returns
    -------
    tuple of FrontierPoint
        By the second aim, the smallest first; none is as good as another in both. A limit under which there is no
        plan adds nothing.

    Raises
    ------
    OutOfRange
        Fewer than two steps.
    ContradictoryRules, TooLittleRoom, and what `solve` raises
        There is no plan even without a limit.

    Examples
    --------
    >>> from models.siting import Rules, p_median
    >>> price = [4.0, 1.0]
    >>> def solve(limit):
    ...     return p_median([[0, 6], [0, 6]], 1, rules=Rules(opening_cost=price, budget=limit))
    >>> def cost(plan):
    ...     return sum(price[site] for site in plan.sites)
    >>> [(point.second, point.first) for point in frontier(solve, cost, lowest=1.0, steps=3, most=False)]
    [(1.0, 12.0), (4.0, 0.0)]
    """
    if steps < 2:
        raise OutOfRange("steps", steps, 1, np.inf)
    best = solve(np.inf)
    found = [FrontierPoint(best, best.objective, second(best))]
    levels = np.linspace(found[0].second, min(lowest, found[0].second), steps)
    for done, level in enumerate(levels, start=1):
        found += _within(solve, second, float(level))
        if tick is not None:
            tick(done / levels.size)
    return undominated(found, most=most)


def _within(solve: Callable[[float], Siting], second: Callable[[Siting], float], level: float) -> list[FrontierPoint]:
    try:
        plan = solve(level)
    except (ContradictoryRules, TooLittleRoom):
        return []
    return [FrontierPoint(plan, plan.objective, second(plan))]


def undominated(points: list[FrontierPoint], *, most: bool) -> tuple[FrontierPoint, ...]:
    """Return the points that none other beats in one aim without losing in the other, by the second aim."""
    sign = -1.0 if most else 1.0
    kept: list[FrontierPoint] = []
    for point in sorted(points, key=lambda each: (each.second, sign * each.first, each.siting.sites)):
        if not kept or sign * point.first < sign * kept[-1].first:
            kept.append(point)
    return tuple(kept)
