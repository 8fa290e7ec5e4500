"""The exact p-median under rules: Benders cuts, first on sites opened in parts, then on whole ones.

Owns `ruled_sites`, which p-median and maximal covering share. Every choice the master makes respects the rules, so the
best found is a plan at any moment.

References
----------
Benders (1962), Numerische Mathematik 4; the cuts of Duran-Mateluna, Ales & Elloumi (2023), European Journal of
Operational Research 308(1).
"""

from dataclasses import dataclass

import numpy as np

from models.errors import NothingFound
from models.siting.benders import Master
from models.siting.incumbent import PROOF, Enough, Incumbent
from models.siting.interchange import smallest_equals
from models.siting.median import Median
from models.siting.problem import Positions
from models.siting.site_program import raise_contradiction
from models.siting.site_rows import SiteRows
from models.siting.watch import Watch


def ruled_sites(
    median: Median, rows: SiteRows, watch: Watch, *, enough: Enough = PROOF, start: Positions | None = None
) -> tuple[Positions, float]:
    """Return the best sites under the rules and a bound, their own total exactly when they are proven optimal.

    The search ends when the time is over, or nothing better by more than `enough` says can be left; it begins from
    `start` where that respects the rules.

    Raises
    ------
    ContradictoryRules
        No sites respect the rules.
    NothingFound
        The time limit came before any were found.
    """
    master = Master(median, rows)
    relaxed = _support(master, watch)
    master.make_whole()
    known = _known(median, rows, start, enough)
    if known is not None:
        master.cut_at(known.sites)
    bound = max(relaxed, float(median.cost.min(axis=1).sum()))
    incumbent, bound = _search(_Begun(median, master, rows, known, enough), bound, watch)
    settled = Incumbent(median, smallest_equals(median.cost, incumbent.sites, median.fixed, rows.respected_by))
    return settled.sites, settled.total if settled.proven_by(bound) else bound


@dataclass(frozen=True)
class _Begun:
    """A search that has its relaxation, and sites to begin with where some are known."""

    median: Median
    master: Master
    rows: SiteRows
    known: Incumbent | None
    enough: Enough


def _known(median: Median, rows: SiteRows, start: Positions | None, enough: Enough) -> Incumbent | None:
    if start is None or not rows.respected_by(start):
        return None
    return Incumbent(median, start, enough)


def _support(master: Master, watch: Watch) -> float:
    """Add the cuts that the relaxation needs; return its bound, inf where not even the relaxation has a solution."""
    bound = -np.inf
    solution = master.solve(watch)
    while solution.found and master.cut_off(solution):
        bound = solution.bound
        solution = master.solve(watch)
    return max(bound, solution.bound)


def _search(begun: _Begun, bound: float, watch: Watch) -> tuple[Incumbent, float]:
    """Take the master's best sites, add the cuts they lack, until its bound is reached or the time is over."""
    median, master, incumbent = begun.median, begun.master, begun.known
    while not watch.over:
        if incumbent is not None and incumbent.proven_by(bound):
            return incumbent, bound
        solution = master.solve_whole(watch, 0.0 if incumbent is None else incumbent.tolerance / 2)
        if np.isposinf(solution.bound):
            raise_contradiction(begun.rows, watch)
        bound = max(bound, solution.bound)
        if not solution.found:
            break
        sites = np.flatnonzero(master.opening(solution) > 0)
        if incumbent is None:
            incumbent = Incumbent(median, sites, begun.enough)
        incumbent.offer(sites)
        if incumbent.proven_by(bound) or not master.cut_off(solution):
            return incumbent, bound
    if incumbent is None:
        raise NothingFound(watch.seconds)
    return incumbent, bound
