"""What a siting problem returns: the sites, who goes where, and how sure it is.

Owns `Siting`, the gap and the assignment of demands to their nearest site.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.checked_arrays import Floats
from models.siting.problem import Positions

Status = Literal["optimal", "time_limit"]


@dataclass(frozen=True)
class Siting:
    """A choice of sites and what is known of its quality.

    Attributes
    ----------
    sites : tuple of int
        Positions of the open sites, sorted.
    assignment : tuple of int
        For each demand the position of its site, the smallest where several are equally near; -1 = not served.
    objective : float
        In the unit of the problem.
    bound : float
        No better objective is possible: a lower bound when minimising, an upper one when maximising.
    gap : float
        ``|objective - bound| / |objective|``; exactly 0.0 only when proven optimal.
    status : str
        ``"optimal"``, or ``"time_limit"`` for the best found when the time was over.
    seconds : float
        Time taken.
    """

    sites: tuple[int, ...]
    assignment: tuple[int, ...]
    objective: float
    bound: float
    gap: float
    status: Status
    seconds: float


def siting_of(sites: Positions, assignment: Positions, objective: float, bound: float, seconds: float) -> Siting:
    """Put a solution together; it is optimal exactly when its bound equals its objective."""
    gap = relative_gap(objective, bound)
    return Siting(
        sites=tuple(sites.tolist()),
        assignment=tuple(assignment.tolist()),
        objective=objective,
        bound=bound,
        gap=gap,
        status="optimal" if gap == 0.0 else "time_limit",
        seconds=seconds,
    )


def relative_gap(objective: float, bound: float) -> float:
    """Return the distance between objective and bound relative to the objective; inf when that is 0.

    Examples
    --------
    >>> relative_gap(200.0, 190.0)
    0.05
    """
    if objective == bound:
        return 0.0
    return abs(objective - bound) / abs(objective) if objective else np.inf


def nearest_sites(cost: Floats, sites: Positions) -> Positions:
    """Return for each demand its cheapest site of `sites` (sorted), -1 where it reaches none.

    Examples
    --------
    >>> nearest_sites(np.array([[3.0, 3.0, 1.0], [np.inf, np.inf, 0.0]]), np.array([0, 1])).tolist()
    [0, -1]
    """
    among = cost[:, sites]
    nearest = sites[among.argmin(axis=1)]
    return np.where(np.isfinite(among.min(axis=1)), nearest, -1)
