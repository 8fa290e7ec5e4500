"""The p-median: sites that lie nearest to where the children are.

Owns `p_median` and what makes one infeasible.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from models.errors import Infeasible, NothingFound
from models.siting.branching import best_sites
from models.siting.incumbent import Enough
from models.siting.interchange import heuristic_sites, improve
from models.siting.median import Median, covering_median, median_of
from models.siting.problem import Positions, Problem, checked_gap, checked_problem, checked_time_limit, known_sites
from models.siting.ruled_median import ruled_sites
from models.siting.rules import Rules
from models.siting.site_rows import site_rows
from models.siting.solution import Siting, nearest_sites, siting_of
from models.siting.watch import Tick, Watch


def p_median(  # noqa: PLR0913 - the operands, then what every problem of siting takes
    cost: ArrayLike,
    p: int | None,
    *,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    rules: Rules | None = None,
    gap: float = 0.0,
    start: Iterable[int] | None = None,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Siting:
    """Choose `p` sites that minimise the weighted sum of each demand's cost to its nearest site.

    Parameters
    ----------
    cost : array, shape (demand, site)
        Travel cost, e.g. minutes; inf where a site cannot be reached.
    p : int, optional
        Number of sites to open, `fixed` ones included; None where the budget of the rules decides it.
    weights : array, shape (demand,), optional
        Children, or any non-negative demand. Default: 1 each. A demand of weight 0 never makes a problem infeasible.
    fixed, forbidden : positions of sites
        Sites that must be open, and that must not.
    rules : Rules, optional
        What else the plan must respect.
    gap : float
        Relative; the search may end with a plan this near to its bound. 0: only a proof ends it.
    start : positions of sites, optional
        A plan to begin from, e.g. that of yesterday's figures; one that the rules forbid counts for nothing.
    time_limit : float, optional
        Seconds; the best sites found by then are returned with their gap.
    tick : callable, optional
        Called with the fraction done; what it raises ends the work.

    Returns
    -------
    Siting
        `gap == 0.0` only when proven optimal; `bound`: no smaller objective is possible. The assignment is to the
        nearest open site, -1 for a demand (of weight 0) that reaches none.

    Raises
    ------
    Infeasible
        No `p` allowed sites reach every demand of positive weight; carries the demands that make it so.
    ContradictoryRules
        No sites respect the rules; carries a smallest set of rules and demands that shows it.
    NothingFound
        The time limit came before sites were found that reach every demand.
    BadShape, NotFinite, NegativeValue, NotWhole, BadSite, ConflictingSites, NoSites, TooManySites, TooFewSites
        The input is at fault.

    References
    ----------
    Hakimi (1964), Operations Research 12(3). Solved by Benders cuts (Duran-Mateluna, Ales & Elloumi 2023, European
    Journal of Operational Research 308(1)), reduced-cost fixing and branching on the sites.

    Examples
    --------
    >>> p_median([[0, 5], [5, 0], [4, 1]], 1).sites
    (1,)
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    problem = checked_problem(cost, p, weights=weights, fixed=fixed, forbidden=forbidden, rules=rules)
    median = median_of(problem, problem.cost)
    begun = _Begun(known_sites(problem, start), Enough(checked_gap(gap)))
    chosen, bound = _chosen(problem, median, begun, watch)
    sites = problem.allowed[chosen]
    objective = _objective(problem, sites)
    proven = bound == median.total(chosen)
    assignment = nearest_sites(problem.cost, sites)
    return siting_of(sites, assignment, objective, objective if proven else bound * median.scale, watch.seconds)


@dataclass(frozen=True)
class _Begun:
    """Sites to begin with, where some are known, and how near to the best is near enough."""

    sites: Positions | None
    enough: Enough


def _chosen(problem: Problem, median: Median, begun: _Begun, watch: Watch) -> tuple[Positions, float]:
    """Return the best sites, as positions among those allowed, and a bound."""
    if not problem.ruled:
        return best_sites(median, _start(problem, median, begun.sites, watch), watch, begun.enough)
    _refuse_unreached(median, np.arange(problem.allowed.size))
    rows = site_rows(problem, np.isfinite(problem.cost))
    return ruled_sites(median, rows, watch, enough=begun.enough, start=begun.sites)


def _objective(problem: Problem, sites: Positions) -> float:
    served = problem.weights > 0
    return float(problem.weights[served] @ problem.cost[np.ix_(served, sites)].min(axis=1))


def _start(problem: Problem, median: Median, known: Positions | None, watch: Watch) -> Positions:
    """Return good sites that reach every demand, or say why there are none."""
    _refuse_unreached(median, np.arange(problem.allowed.size))
    sites = heuristic_sites(median, watch) if known is None else improve(median.cost, known, median.fixed, watch)
    if not median.unreached(sites).size:
        return sites
    return improve(median.cost, _reaching_sites(problem, median, watch), median.fixed, watch)


def _reaching_sites(problem: Problem, median: Median, watch: Watch) -> Positions:
    """Reach as many demands as possible; when those are not all, proven, the problem is infeasible."""
    covering = covering_median(replace(problem, weights=np.sign(problem.weights)), np.isfinite(problem.cost))
    sites, bound = best_sites(covering, heuristic_sites(covering, watch), watch)
    if bound > 0.0:
        _refuse_unreached(median, sites)
    if median.unreached(sites).size:
        raise NothingFound(watch.seconds)
    return sites


def _refuse_unreached(median: Median, sites: Positions) -> None:
    unreached = median.unreached(sites)
    if unreached.size:
        raise Infeasible(median.demands[unreached].tolist(), median.p)
