"""The best sites found so far, and what another choice must reach to be better.

Owns `Incumbent`.
"""

from dataclasses import dataclass

from models.siting.median import Median
from models.siting.problem import Positions

EQUAL = 1e-9
"""Relative distance below which two totals are the same: the solver's tolerance."""

_ALMOST_A_GRAIN = 0.99
"""Totals closer than this share of the grain are the same total."""


@dataclass(frozen=True, slots=True)
class Enough:
    """How near to its bound a plan may end the search.

    Attributes
    ----------
    gap : float
        Relative to the objective; 0: only a proof ends it.
    whole : float
        Objective = ``|whole - total|``: 0 where the total is the objective, all the weight where the total is what a
        covering leaves out. In the scale of the totals.
    """

    gap: float = 0.0
    whole: float = 0.0


PROOF = Enough()


class Incumbent:
    """The best sites found so far; only a better total replaces them."""

    def __init__(self, median: Median, sites: Positions, enough: Enough = PROOF) -> None:
        self.median = median
        self.enough = enough
        self.sites = sites
        self.total = median.total(sites)

    def offer(self, sites: Positions) -> bool:
        """Take `sites` if they are better, and say whether."""
        total = self.median.total(sites)
        better = total < self.total
        if better:
            self.sites, self.total = sites, total
        return better

    def proven_by(self, bound: float) -> bool:
        """Say whether nothing above `bound` is better."""
        return self.room(bound) <= 0.0

    def room(self, bound: float) -> float:
        """Return how much above `bound` a total must stay below to be better."""
        spared = max(_ALMOST_A_GRAIN * self.median.grain, EQUAL * self.total, self.tolerance)
        return self.total - spared - bound

    @property
    def tolerance(self) -> float:
        """What a better total may be better by without being looked for; 0 where only a proof ends the search."""
        return self.enough.gap * abs(self.enough.whole - self.total)
