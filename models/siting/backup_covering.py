"""Backup coverage: when one shelter is full or shut, a second one is near as well.

Owns `backup_covering`.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from models.errors import NothingFound
from models.siting.highs import LinearModel
from models.siting.incumbent import EQUAL
from models.siting.maximal_covering import maximal_covering
from models.siting.problem import Positions, Problem, checked_problem, checked_time_limit
from models.siting.rules import GroupCoverage, Rules
from models.siting.site_rows import SiteRows, site_rows
from models.siting.solution import Siting, nearest_sites, siting_of
from models.siting.tolerance import within
from models.siting.watch import Tick, Watch


def backup_covering(  # noqa: PLR0913 - the three operands, then what every problem of siting takes
    cost: ArrayLike,
    limit: float,
    p: int | None,
    *,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    rules: Rules | None = None,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Siting:
    """Choose `p` sites that bring the greatest weight within `limit` of two sites, without losing any of one.

    No plan covers more once; among those that cover as much, this one covers most twice.

    Parameters
    ----------
    cost, limit, p, weights, fixed, forbidden, rules, time_limit, tick
        As in `maximal_covering`.

    Returns
    -------
    Siting
        `objective`: the weight covered twice. The assignment is to the nearest open site within the limit.

    Raises
    ------
    NothingFound
        The time limit came before the most that can be covered once was proven.
    ContradictoryRules, BadShape, NotFinite, NegativeValue, NotWhole, BadSite, ConflictingSites, NoSites, TooManySites,
    TooFewSites
        As in `maximal_covering`.

    References
    ----------
    Hogan & ReVelle (1986), Management Science 32(11): BACOP2 with all the weight on the first coverage.

    Examples
    --------
    >>> backup_covering([[10, 20, 99], [99, 20, 99], [99, 20, 10]], 60, 2).objective
    1.0
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    problem = checked_problem(cost, p, weights=weights, fixed=fixed, forbidden=forbidden, rules=rules)
    once = maximal_covering(
        problem.cost, limit, p, weights=problem.weights, fixed=fixed, forbidden=forbidden, rules=rules,
        time_limit=time_limit, tick=tick,
    )  # fmt: skip
    if once.gap > 0.0:
        raise NothingFound(watch.seconds)
    covers = within(problem.cost, limit)
    chosen, bound = _twice(_keeping(problem, once.objective, limit), covers, watch)
    sites = problem.allowed[chosen]
    twice = float(problem.weights[covers[:, sites].sum(axis=1) > 1].sum())
    assignment = nearest_sites(np.where(covers, problem.cost, np.inf), sites)
    proven = bound <= twice + EQUAL * max(1.0, twice)
    return siting_of(sites, assignment, twice, twice if proven else bound, watch.seconds)


def _keeping(problem: Problem, once: float, limit: float) -> Problem:
    """Return the problem with the rule that as much is covered once."""
    total = float(problem.weights.sum())
    if total == 0.0:
        return problem
    everyone = GroupCoverage(tuple(range(problem.weights.size)), limit, min(once / total, 1.0))
    return replace(problem, rules=replace(problem.rules, groups=(*problem.rules.groups, everyone)))


def _twice(problem: Problem, covers: NDArray[np.bool_], watch: Watch) -> tuple[Positions, float]:
    """Return the sites that cover most twice, and a bound on what can be."""
    rows = site_rows(problem)
    model = _model(problem, rows, covers)
    found = model.solve_whole(watch)
    if not found.found:
        raise NothingFound(watch.seconds)
    return np.flatnonzero(found.values[: rows.sites] > 0), -found.bound


def _model(problem: Problem, rows: SiteRows, covers: NDArray[np.bool_]) -> LinearModel:
    """Return the program: after the columns of the rules, for each demand whether it is covered once, and twice."""
    demands, before = problem.weights.size, rows.sites + rows.extra
    width = before + 2 * demands
    costs = np.concatenate([np.zeros(before + demands), -problem.weights])
    model = LinearModel(costs, np.zeros(width), np.ones(width))
    matrix, lower, upper = rows.stacked()
    matrix.resize((matrix.shape[0], width))
    model.add_rows(matrix, lower, upper)
    near, sites = np.nonzero(covers[:, problem.allowed])
    each = np.arange(demands)
    counted = coo_array(
        (
            np.append(np.ones(near.size), -np.ones(2 * demands)),
            (np.concatenate([near, each, each]), np.concatenate([sites, before + each, before + demands + each])),
        ),
        (demands, width),
    )
    model.add_rows(csr_array(counted), np.zeros(demands), np.full(demands, np.inf))
    first_then_second = coo_array(
        (np.repeat([1.0, -1.0], demands), (np.tile(each, 2), np.append(before + each, before + demands + each))),
        (demands, width),
    )
    model.add_rows(csr_array(first_then_second), np.zeros(demands), np.full(demands, np.inf))
    model.make_whole(np.append(np.arange(rows.sites), np.arange(before, width)))
    return model
