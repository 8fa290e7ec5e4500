"""What a plan must respect beyond its number of sites.

Owns the frozen dataclasses `Rules`, which every problem of siting takes, and `GroupCoverage`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class GroupCoverage:
    """At least `share` (0 to 1) of the weight of the demands `members` lies within `limit` of an open site."""

    members: tuple[int, ...]
    limit: float
    share: float


@dataclass(frozen=True, eq=False)
class Rules:
    """Rules of a plan beyond `p`, `fixed` and `forbidden`.

    Attributes
    ----------
    opening_cost : array, shape (site,), optional
        What opening a site costs; 0 for one that stands already.
    budget : float
        The sites may cost this much together, inclusive.
    between : array, shape (site, site), optional
        Distance from site to site; the smaller direction counts. inf between two that stand already: they may be near.
    apart : float
        Two open sites are at least this far from each other, in the unit of `between`; fixed ones too.
    groups : tuple of GroupCoverage
        Groups of demands (remote, poor) of which enough must be near a site.
    furthest : float
        No demand of positive weight is further than this from a site.
    """

    opening_cost: ArrayLike | None = None
    budget: float = np.inf
    between: ArrayLike | None = None
    apart: float = 0.0
    groups: tuple[GroupCoverage, ...] = ()
    furthest: float = np.inf

    @property
    def binding(self) -> bool:
        """Whether any rule is set."""
        return np.isfinite(self.budget) or self.apart > 0 or bool(self.groups) or np.isfinite(self.furthest)
