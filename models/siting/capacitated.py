"""The capacitated p-median: near sites that also have room for whoever goes there.

Owns `capacitated_p_median`. Each demand goes to one site as a whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike

from models.checked_arrays import checked_amounts
from models.errors import ContradictoryRules, Infeasible, NothingFound, TooLittleRoom
from models.siting.assignment_program import AssignmentProgram
from models.siting.contradictions import contradiction
from models.siting.incumbent import EQUAL
from models.siting.p_median import p_median
from models.siting.problem import Positions, checked_problem, checked_time_limit
from models.siting.rules import Rules
from models.siting.site_rows import within_slack
from models.siting.solution import Siting, siting_of
from models.siting.watch import Tick, Watch

CORE = 0.01
"""Share of the relaxation's total by which a first guess says the best plan lies above it."""


def capacitated_p_median(  # noqa: PLR0913 - the operands, then what every problem of siting takes
    cost: ArrayLike,
    p: int | None,
    *,
    demand: ArrayLike,
    capacity: ArrayLike,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    rules: Rules | None = None,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Siting:
    """Choose `p` sites and who goes where, so that no site has more to serve than it has room for.

    Parameters
    ----------
    cost : array, shape (demand, site)
        Travel cost, e.g. minutes; inf where a site cannot be reached.
    p : int, optional
        Number of sites to open, `fixed` ones included; None where the budget of the rules decides it.
    demand : array, shape (demand,)
        What each demand takes of a site's room.
    capacity : array, shape (site,)
        The room of each site.
    weights : array, shape (demand,), optional
        What each demand's cost counts in the objective. Default: 1 each.
    fixed, forbidden : positions of sites
        Sites that must be open, and that must not.
    rules : Rules, optional
        What else the plan must respect.
    time_limit : float, optional
        Seconds; the best plan found by then is returned with its gap.
    tick : callable, optional
        Called with the fraction done; what it raises ends the work.

    Returns
    -------
    Siting
        `objective`: weighted cost of all demands to the sites they go to, which need not be the nearest.

    Raises
    ------
    TooLittleRoom
        The sites that may open hold less than the demand.
    Infeasible
        Some demand reaches no site, or no site has room for it.
    ContradictoryRules
        No sites respect the rules, or none that do have room for everyone.
    NothingFound
        The time limit came before a plan was found.
    BadShape, NotFinite, NegativeValue, NotWhole, BadSite, ConflictingSites, NoSites, TooManySites, TooFewSites
        The input is at fault.

    References
    ----------
    Lorena & Senne (2004), Computers & Operations Research 31(6). Solved on the assignments whose reduced cost leaves
    them a chance: when the best plan among these is no dearer than that, it is the best of all.

    Examples
    --------
    >>> plan = capacitated_p_median([[0, 5], [1, 5], [9, 0]], 2, demand=[1, 1, 1], capacity=[1, 2])
    >>> plan.objective, plan.assignment
    (5.0, (0, 1, 1))
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    problem = checked_problem(cost, p, weights=weights, fixed=fixed, forbidden=forbidden, rules=rules)
    demands, sites = problem.cost.shape
    room = checked_amounts("capacity", capacity, sites)[problem.allowed]
    program = AssignmentProgram(problem, checked_amounts("demand", demand, demands), room)
    _refuse_too_little_room(program)
    unlimited = _unlimited(program, watch)
    if unlimited is not None:
        return replace(unlimited, seconds=watch.seconds)
    found, bound = _search(program, watch)
    served = problem.allowed[found.to]
    objective = float(problem.weights @ problem.cost[np.arange(demands), served])
    return siting_of(problem.allowed[found.sites], served, objective, min(bound, objective), watch.seconds)


def _unlimited(program: AssignmentProgram, watch: Watch) -> Siting | None:
    """Return the best plan without limits of room where it happens to keep them: then it is the best with them."""
    problem = program.problem
    shut = np.setdiff1d(np.arange(problem.cost.shape[1]), problem.allowed)
    try:
        found = p_median(
            problem.cost, problem.p, weights=problem.weights, fixed=problem.fixed, forbidden=shut, rules=problem.rules,
            time_limit=watch.left, tick=lambda _: watch.reach(0.0),
        )  # fmt: skip
    except (ContradictoryRules, Infeasible, NothingFound):
        return None
    goes = np.array(found.assignment)
    if found.gap > 0.0 or (goes < 0).any():
        return None
    taken = np.bincount(goes, weights=program.demand, minlength=problem.cost.shape[1])[problem.allowed]
    fits = (taken <= program.capacity + within_slack(1.0)).all()
    return found if fits else None


@dataclass(frozen=True)
class _Found:
    """A plan: its open sites and where each demand goes, as positions among the allowed sites, and its total."""

    sites: Positions
    to: Positions
    total: float


def _refuse_too_little_room(program: AssignmentProgram) -> None:
    problem = program.problem
    stuck = ~np.isfinite(program.cost).any(axis=1)
    if stuck.any():
        raise Infeasible(np.flatnonzero(stuck).tolist(), problem.p or 0)
    roomiest = np.sort(program.capacity)[::-1][: problem.p]
    if roomiest.sum() < program.demand.sum() - within_slack(float(program.demand.sum())):
        raise TooLittleRoom(float(roomiest.sum()), float(program.demand.sum()))


def _search(program: AssignmentProgram, watch: Watch) -> tuple[_Found, float]:
    """Return the best plan found and a bound, its own total when it is proven."""
    goes, to = np.nonzero(np.isfinite(program.cost))
    relaxed = program.model(goes, to).solve(watch)
    if np.isposinf(relaxed.bound):
        _refuse(program, watch)
    if not relaxed.found:
        raise NothingFound(watch.seconds)
    excess = relaxed.reduced_costs[: goes.size]
    room, best = CORE * abs(relaxed.bound) + EQUAL, None
    while True:
        core = excess <= room
        found, bound = _best_of(program, goes[core], to[core], watch)
        if not core.all():
            bound = min(bound, relaxed.bound + room)
        best = found if best is None or (found is not None and found.total < best.total) else best
        if best is not None and bound >= best.total - EQUAL * max(1.0, abs(best.total)):
            return best, best.total
        if watch.over:
            return _in_time(best, watch), bound
        if core.all():
            _refuse(program, watch)
        room = 8.0 * room if best is None else max(best.total - relaxed.bound, 2.0 * room)


def _in_time(best: _Found | None, watch: Watch) -> _Found:
    if best is None:
        raise NothingFound(watch.seconds)
    return best


def _best_of(program: AssignmentProgram, goes: Positions, to: Positions, watch: Watch) -> tuple[_Found | None, float]:
    """Return the best plan made of some assignments, and a bound on all such plans."""
    model = program.model(goes, to)
    model.make_whole(np.arange(goes.size + program.rows.sites))
    solution = model.solve_whole(watch)
    if not solution.found:
        return None, solution.bound
    taken = solution.values[: goes.size] > 0
    where = np.empty(program.cost.shape[0], dtype=np.intp)
    where[goes[taken]] = to[taken]
    opened = np.flatnonzero(solution.values[goes.size : goes.size + program.rows.sites] > 0)
    return _Found(opened, where, float(program.cost[np.arange(where.size), where].sum())), solution.bound


def _refuse(program: AssignmentProgram, watch: Watch) -> NoReturn:
    """Say why there is no plan: the rules contradict each other, or no sites they allow have room for everyone."""
    rules = contradiction(program.rows, watch)
    if rules:
        raise ContradictoryRules((rule.kind, rule.positions) for rule in rules)
    raise TooLittleRoom(float(program.capacity.sum()), float(program.demand.sum()))
