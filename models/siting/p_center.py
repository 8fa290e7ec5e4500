"""The p-center: sites such that whoever lives farthest from help lives as near as can be.

Owns `p_center`: coverings at one radius after another.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.checked_arrays import Floats
from models.errors import Infeasible, NothingFound
from models.siting.cover import cover_of
from models.siting.highs import LinearModel
from models.siting.problem import Positions, Problem, checked_problem, checked_time_limit
from models.siting.rules import Rules
from models.siting.site_program import SiteProgram, raise_contradiction, smallest_equal
from models.siting.site_rows import SiteRows, site_rows
from models.siting.solution import Siting, nearest_sites, siting_of
from models.siting.watch import Tick, Watch


def p_center(
    cost: ArrayLike,
    p: int,
    *,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    rules: Rules | None = None,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Siting:
    """Choose `p` sites that minimise the largest cost of any demand to its nearest site (vertex p-center).

    Parameters
    ----------
    cost : array, shape (demand, site)
        Travel cost, e.g. minutes; inf where a site cannot be reached.
    p : int
        Number of sites to open, `fixed` ones included.
    weights : array, shape (demand,), optional
        A demand of weight 0 does not count; the others count alike, however many live there. Default: 1 each.
    fixed, forbidden : positions of sites
        Sites that must be open, and that must not.
    rules : Rules, optional
        What else the plan must respect.
    time_limit : float, optional
        Seconds; the best sites found by then are returned with their gap.
    tick : callable, optional
        Called with the fraction done; what it raises ends the work.

    Returns
    -------
    Siting
        `objective`: the largest cost. The assignment is to the nearest open site.

    Raises
    ------
    Infeasible
        Some demand of positive weight reaches no allowed site; carries those demands.
    ContradictoryRules
        No `p` sites reach every demand under the rules; carries a smallest set of rules and demands that shows it.
    NothingFound
        The time limit came before sites were found that reach every demand.
    BadShape, NotFinite, NegativeValue, NotWhole, BadSite, ConflictingSites, NoSites, TooManySites, TooFewSites
        The input is at fault.

    References
    ----------
    Minieka (1970), SIAM Review 12(1): a p-center is a sequence of set coverings. Their linear relaxations bound the
    radius first.

    Examples
    --------
    >>> p_center([[0, 5, 2], [5, 0, 2]], 1).sites
    (2,)
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    problem = checked_problem(cost, p, weights=weights, fixed=fixed, forbidden=forbidden, rules=rules)
    search = _Radii(problem, watch)
    chosen, bound = search.run()
    sites = problem.allowed[chosen]
    objective = search.radius(chosen)
    return siting_of(sites, nearest_sites(problem.cost, sites), objective, min(bound, objective), watch.seconds)


class _Radii:
    """The radii that can be the answer, and the search among them."""

    def __init__(self, problem: Problem, watch: Watch) -> None:
        self._problem, self._watch = problem, watch
        lived = problem.weights > 0
        self._cost = problem.cost[np.ix_(lived, problem.allowed)]
        self._all = np.unique(self._cost[np.isfinite(self._cost)])
        self._fixed = np.searchsorted(problem.allowed, problem.fixed)
        self._free = not problem.rules.binding
        self._refuse_unreached()

    def radius(self, chosen: Positions) -> float:
        """Return the largest cost to the nearest of the chosen sites."""
        return float(self._cost[:, chosen].min(axis=1).max(initial=0.0))

    def run(self) -> tuple[Positions, float]:
        """Return the best sites found and a radius below which there are none."""
        chosen = self._start()
        first = int(np.searchsorted(self._all, self._cost.min(axis=1).max(initial=0.0)))
        last = int(np.searchsorted(self._all, self.radius(chosen)))
        low = self._relaxed(first, last)
        step = 0
        while low < last and not self._watch.over:
            self._watch.reach((low - first) / max(last - first, 1))
            tried = min(low + step, (low + last) // 2)
            found = self._sites_within(tried)
            if found is not None:
                chosen, last = found, int(np.searchsorted(self._all, self.radius(found)))
            elif not self._watch.over:
                low, step = tried + 1, 2 * step + 1
        return self._settled(chosen, low)

    def _settled(self, chosen: Positions, low: int) -> tuple[Positions, float]:
        bound = float(self._all[low]) if self._all.size else 0.0
        if self.radius(chosen) > bound:
            return chosen, bound
        rows = self._rows(low)
        return smallest_equal(SiteProgram(rows, np.zeros(rows.sites)), chosen), bound

    def _refuse_unreached(self) -> None:
        lived = np.flatnonzero(self._problem.weights > 0)
        unreached = lived[~np.isfinite(self._cost).any(axis=1)]
        if unreached.size:
            raise Infeasible(unreached.tolist(), self._problem.p or 0)

    def _start(self) -> Positions:
        """Return sites that reach every demand: farthest first, or what the rules allow."""
        chosen = farthest_first(self._cost, self._problem)
        if np.isfinite(self.radius(chosen)) and self._rows(len(self._all) - 1).respected_by(chosen):
            return chosen
        found = self._sites_within(len(self._all) - 1)
        if found is None:
            if self._watch.over:
                raise NothingFound(self._watch.seconds)
            raise_contradiction(self._rows(len(self._all) - 1), self._watch)
        return found

    def _relaxed(self, low: int, high: int) -> int:
        """Return the first radius between two at which the sites, opened in parts, reach everyone."""
        while low < high and not self._watch.over:
            middle = (low + high) // 2
            if np.isposinf(self._model(middle)[0].solve(self._watch).bound):
                low = middle + 1
            else:
                high = middle
        return low

    def _sites_within(self, radius: int) -> Positions | None:
        """Return sites that bring everyone within a radius, None where there are none or the time is over."""
        model, sites = self._model(radius)
        model.make_whole(np.arange(sites.size))
        found = model.solve_whole(self._watch)
        if not found.found:
            return None
        return self._filled(np.union1d(self._fixed, sites[found.values[: sites.size] > 0]))

    def _model(self, radius: int) -> tuple[LinearModel, Positions]:
        """Return the covering at a radius, at most `p` sites or any that the rules allow, and whose columns it has."""
        if self._free:
            cover = cover_of(self._cost <= self._all[radius], self._fixed, self._problem.p or 0)
            return cover.model(), cover.sites
        rows = self._rows(radius)
        return SiteProgram(rows, np.zeros(rows.sites)).model(), np.arange(rows.sites)

    def _filled(self, chosen: Positions) -> Positions:
        """Return the chosen sites and, where there are fewer than `p`, the first others: more sites do no harm."""
        others = np.setdiff1d(np.arange(self._problem.allowed.size), chosen)
        return np.sort(np.concatenate([chosen, others[: (self._problem.p or 0) - chosen.size]]))

    def _rows(self, radius: int) -> SiteRows:
        return site_rows(self._problem, self._near(radius))

    def _near(self, radius: int) -> NDArray[np.bool_]:
        near: NDArray[np.bool_] = self._problem.cost <= (self._all[radius] if self._all.size else 0.0)
        return near


def farthest_first(cost: Floats, problem: Problem) -> Positions:
    """Open the fixed sites, then, again and again, the site nearest to whoever is farthest (Gonzalez 1985)."""
    chosen = np.searchsorted(problem.allowed, problem.fixed).tolist()
    nearest = cost[:, chosen].min(axis=1, initial=np.inf)
    while len(chosen) < (problem.p or 0):
        reach = cost[nearest.argmax()].copy() if nearest.size else np.zeros(problem.allowed.size)
        reach[chosen] = np.inf
        best = int(reach.argmin())
        if best in chosen:
            best = int(np.setdiff1d(np.arange(problem.allowed.size), chosen)[0])
        chosen.append(best)
        nearest = np.minimum(nearest, cost[:, best])
    return np.sort(np.array(chosen, dtype=np.intp))
