"""Maximal covering: sites that bring the most children within a limit.

Owns `maximal_covering`.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from models.siting.branching import best_sites
from models.siting.incumbent import Enough
from models.siting.interchange import heuristic_sites, improve
from models.siting.median import covering_median
from models.siting.problem import checked_gap, checked_problem, checked_time_limit, known_sites
from models.siting.ruled_median import ruled_sites
from models.siting.rules import Rules
from models.siting.site_rows import site_rows
from models.siting.solution import Siting, nearest_sites, siting_of
from models.siting.tolerance import within
from models.siting.watch import Tick, Watch


def maximal_covering(  # noqa: PLR0913 - the three operands, then what every problem of siting takes
    cost: ArrayLike,
    limit: float,
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
    """Choose `p` sites that bring the greatest weight of demand within `limit` of a site.

    Parameters
    ----------
    cost : array, shape (demand, site)
        Travel cost, e.g. minutes; inf where a site cannot be reached.
    limit : float
        In the unit of `cost`, inclusive: 60 covers a demand at 60, and one at most ``1e-9 * max(1, limit)`` beyond.
    p : int, optional
        Number of sites to open, `fixed` ones included; None where the budget of the rules decides it.
    weights : array, shape (demand,), optional
        Children, or any non-negative demand. Default: 1 each.
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
        `objective`: the weight covered; `bound`: no more can be covered; `gap == 0.0` only when proven optimal. The
        assignment is to the nearest open site within the limit, -1 where there is none.

    Raises
    ------
    ContradictoryRules
        No sites respect the rules; carries a smallest set of rules and demands that shows it.
    BadShape, NotFinite, NegativeValue, NotWhole, BadSite, ConflictingSites, NoSites, TooManySites, TooFewSites
        The input is at fault.

    References
    ----------
    Church & ReVelle (1974), Papers of the Regional Science Association 32; solved as the p-median it is: Church &
    ReVelle (1976), Geographical Analysis 8(4).

    Examples
    --------
    >>> maximal_covering([[10, 90], [60, 90], [61, 5]], 60, 1).objective
    2.0
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    problem = checked_problem(cost, p, weights=weights, fixed=fixed, forbidden=forbidden, rules=rules)
    covers = within(problem.cost, limit)
    median = covering_median(problem, covers)
    known = known_sites(problem, start)
    enough = Enough(checked_gap(gap), float(problem.weights.sum()) / median.scale)
    if problem.ruled:
        chosen, missed = ruled_sites(median, site_rows(problem), watch, enough=enough, start=known)
    else:
        begun = heuristic_sites(median, watch) if known is None else improve(median.cost, known, median.fixed, watch)
        chosen, missed = best_sites(median, begun, watch, enough)
    sites = problem.allowed[chosen]
    covered = float(problem.weights[covers[:, sites].any(axis=1)].sum())
    proven = missed == median.total(chosen)
    bound = covered if proven else float(problem.weights.sum()) - missed * median.scale
    assignment = nearest_sites(np.where(covers, problem.cost, np.inf), sites)
    return siting_of(sites, assignment, covered, bound, watch.seconds)
