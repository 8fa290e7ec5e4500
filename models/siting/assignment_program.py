"""Sites with limited room as an integer program: who goes where is a column of its own.

Owns `AssignmentProgram`; it can be cut down to the assignments that still have a chance.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array, csr_array

from models.checked_arrays import Floats
from models.siting.highs import LinearModel
from models.siting.problem import Positions, Problem
from models.siting.site_rows import SiteRows, site_rows, within_slack


@dataclass(frozen=True)
class AssignmentProgram:
    """Each demand goes to one open site with room for it; minimise the weighted cost under the rules.

    Attributes
    ----------
    demand : array, shape (demand,)
        What each takes of a site's room.
    capacity : array, shape (site,)
        The room of each allowed site.
    """

    problem: Problem
    demand: Floats
    capacity: Floats

    @cached_property
    def cost(self) -> Floats:
        """Weighted cost of each demand at each allowed site; inf where it cannot go."""
        near = self.problem.cost[:, self.problem.allowed]
        fits = self.demand[:, None] <= self.capacity + within_slack(1.0)
        possible = fits & np.isfinite(near)
        weighted: Floats = np.where(possible, self.problem.weights[:, None] * np.where(possible, near, 0.0), np.inf)
        return weighted

    @cached_property
    def rows(self) -> SiteRows:
        """The rules over the sites alone."""
        return site_rows(self.problem, np.isfinite(self.problem.cost))

    def model(self, goes: Positions, to: Positions) -> LinearModel:
        """Return the program over the assignments `goes` → `to`, then the sites, then what rules add; nothing whole."""
        arcs, others = goes.size, self.rows.sites + self.rows.extra
        width = arcs + others
        model = LinearModel(np.append(self.cost[goes, to], np.zeros(others)), np.zeros(width), np.ones(width))
        own, demands = np.arange(arcs), self.cost.shape[0]
        everyone = coo_array((np.ones(arcs), (goes, own)), (demands, width))
        model.add_rows(csr_array(everyone), np.ones(demands), np.ones(demands))
        model.add_rows(self._only_open(own, to, width), np.full(arcs, -np.inf), np.zeros(arcs))
        most = np.full(self.rows.sites, within_slack(1.0))
        model.add_rows(self._room(goes, to, width), np.full(self.rows.sites, -np.inf), most)
        matrix, lower, upper = self.rows.stacked()
        beside = csr_array((matrix.data, matrix.indices + arcs, matrix.indptr), (matrix.shape[0], width))
        model.add_rows(beside, lower, upper)
        return model

    def _only_open(self, own: Positions, to: Positions, width: int) -> csr_array:
        """Return the rows ``assignment - site``, at most 0."""
        values = np.repeat([1.0, -1.0], own.size)
        columns = np.append(own, own.size + to)
        return csr_array(coo_array((values, (np.tile(own, 2), columns)), (own.size, width)))

    def _room(self, goes: Positions, to: Positions, width: int) -> csr_array:
        """Return the rows ``demand that goes to a site - its room``, at most 0."""
        sites = np.arange(self.rows.sites)
        values = np.append(self.demand[goes], -self.capacity)
        columns = np.append(np.arange(goes.size), goes.size + sites)
        return csr_array(coo_array((values, (np.append(to, sites), columns)), (sites.size, width)))
