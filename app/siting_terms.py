"""What a plan of sites must respect besides its number, as positions and arrays.

Owns `Terms`; `app.siting_rules` makes them from what a planner asks for.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from models.siting import Rules

GroupName = Literal["remote", "poor"]


@dataclass(frozen=True, slots=True)
class Group:
    """Communes of which enough children must be near a site.

    Attributes
    ----------
    members : tuple of int
        Positions of their demand points.
    share : float
        Of their demand, 0 to 1, within `limit` minutes.
    """

    name: GroupName
    members: tuple[int, ...]
    limit: float
    share: float


@dataclass(frozen=True, eq=False)
class Terms:
    """Terms of a plan.

    Attributes
    ----------
    required, forbidden : tuple of int
        Positions of sites that must, and must not, be open.
    closing : bool
        Whether existing sites may close.
    opening_cost : array, shape (site,), optional
        0 for one that stands already.
    between : array, shape (site, site), optional
        Kilometres of air line; inf between two that stand already.
    apart : float
        Least kilometres between two open sites.
    furthest : float
        No child who can reach a site is further than so many minutes from an open one.
    room : array, shape (site,), optional
        Children each site has room for.
    demand : array, shape (demand point,), optional
        Cases a year of a lens; None: children.
    """

    required: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()
    closing: bool = False
    opening_cost: np.ndarray | None = None
    budget: float = np.inf
    between: np.ndarray | None = None
    apart: float = 0.0
    groups: tuple[Group, ...] = ()
    furthest: float = np.inf
    room: np.ndarray | None = None
    demand: np.ndarray | None = None

    @cached_property
    def rules(self) -> "Rules":
        """The same as the models take them."""
        from models.siting import GroupCoverage, Rules

        groups = tuple(GroupCoverage(each.members, each.limit, each.share) for each in self.groups)
        return Rules(self.opening_cost, self.budget, self.between, self.apart, groups, self.furthest)


FREE = Terms()
"""Nothing but the number of sites decides."""
