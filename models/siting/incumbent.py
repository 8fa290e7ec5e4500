"""The best sites found so far, and what another choice must reach to be better.

Owns `Incumbent`.
"""

from models.siting.median import Median
from models.siting.problem import Positions

EQUAL = 1e-9
"""Relative distance below which two totals are the same: the solver's tolerance."""

_ALMOST_A_GRAIN = 0.99
"""Totals closer than this share of the grain are the same total."""


class Incumbent:
    """The best sites found so far; only a better total replaces them."""

    def __init__(self, median: Median, sites: Positions) -> None:
        self.median = median
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
        return self.total - max(_ALMOST_A_GRAIN * self.median.grain, EQUAL * self.total) - bound
