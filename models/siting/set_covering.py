"""Set covering: the fewest, or cheapest, sites that bring everyone within a limit.

Owns `set_covering`.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from models.siting.problem import checked_problem, checked_time_limit
from models.siting.rules import Rules
from models.siting.site_program import SiteProgram, cheapest
from models.siting.site_rows import opening_costs, site_rows
from models.siting.solution import Siting, nearest_sites, siting_of
from models.siting.tolerance import within
from models.siting.watch import Tick, Watch


def set_covering(
    cost: ArrayLike,
    limit: float,
    *,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    rules: Rules | None = None,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Siting:
    """Choose the fewest sites, or the cheapest where rules say what opening costs, that bring everyone near one.

    Parameters
    ----------
    cost : array, shape (demand, site)
        Travel cost, e.g. minutes; inf where a site cannot be reached.
    limit : float
        In the unit of `cost`, inclusive.
    weights : array, shape (demand,), optional
        A demand of weight 0 need not be covered. Default: 1 each.
    fixed, forbidden : positions of sites
        Sites that must be open, and that must not.
    rules : Rules, optional
        With `opening_cost` the objective is their sum, else the number of sites.
    time_limit : float, optional
        Seconds; the best sites found by then are returned with their gap.
    tick : callable, optional
        Called with the fraction done; what it raises ends the work.

    Returns
    -------
    Siting
        `objective`: number or cost of the sites. The assignment is to the nearest open site within the limit.

    Raises
    ------
    ContradictoryRules
        Some demands cannot be covered together under the rules; carries a smallest set of both.
    NothingFound
        The time limit came before sites were found that cover everyone.
    BadShape, NotFinite, NegativeValue, BadSite, ConflictingSites
        The input is at fault.

    References
    ----------
    Toregas, Swain, ReVelle & Bergman (1971), Operations Research 19(6).

    Examples
    --------
    >>> set_covering([[10, 90, 60], [90, 10, 60]], 60).sites
    (2,)
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    problem = checked_problem(cost, None, weights=weights, fixed=fixed, forbidden=forbidden, rules=rules)
    covers = within(problem.cost, limit)
    price = opening_costs(problem) if problem.rules.opening_cost is not None else np.ones(problem.cost.shape[1])
    program = SiteProgram(site_rows(problem, covers), price[problem.allowed])
    chosen, bound = cheapest(program, watch)
    sites = problem.allowed[chosen]
    objective = float(price[sites].sum())
    assignment = nearest_sites(np.where(covers, problem.cost, np.inf), sites)
    return siting_of(sites, assignment, objective, min(bound, objective), watch.seconds)
