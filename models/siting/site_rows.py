"""The rules of a plan as rows of a linear program over the openings of the sites.

Owns `SiteRows`, how each rule is written, and `keeps_rules`. Columns are the allowed sites, then one for each demand of
a group that must be covered: 1 when an open site is near enough, between 0 and 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array, vstack

from models.checked_arrays import Floats
from models.siting.problem import Positions, Problem, checked_problem, known_sites
from models.siting.rules import Rules
from models.siting.tolerance import within

Kind = Literal["number", "fixed", "budget", "apart", "group", "reach"]


@dataclass(frozen=True)
class Rule:
    """One rule: its kind and what it is about.

    `positions`: of "fixed" the site, of "apart" two sites, of "reach" the demand, of "group" the number of the group;
    empty for the number of sites and the budget.
    """

    kind: Kind
    positions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Block:
    """The rows ``lower <= matrix @ columns <= upper`` of one rule."""

    rule: Rule
    matrix: csr_array
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class SiteRows:
    """All rules of a problem.

    Attributes
    ----------
    sites, extra : int
        Columns of sites, and columns after them.
    blocks : tuple of Block
    """

    sites: int
    extra: int
    blocks: tuple[Block, ...]

    def respected_by(self, sites: Positions) -> bool:
        """Say whether a choice of sites (positions among those allowed) respects every rule."""
        matrix, lower, upper = self.stacked()
        sums = matrix @ self.columns(sites)
        slack = within_slack(1.0)
        return bool((sums >= lower - slack).all() and (sums <= upper + slack).all())

    def columns(self, sites: Positions) -> Floats:
        """Return the value of each column for a choice of sites."""
        values = np.zeros(self.sites + self.extra)
        values[sites] = 1.0
        for block in self.blocks:
            if block.rule.kind == "group":
                covered = block.matrix[:-1]
                own = covered.indices[covered.data < 0]
                values[own] = np.minimum(covered[:, : self.sites] @ values[: self.sites], 1.0)
        return values

    def stacked(self) -> tuple[csr_array, Floats, Floats]:
        """Return the rows of all blocks, one below the other."""
        if not self.blocks:
            return csr_array((0, self.sites + self.extra)), np.empty(0), np.empty(0)
        matrix = csr_array(vstack([block.matrix for block in self.blocks], format="csr"))
        return matrix, *(np.concatenate([getattr(block, side) for block in self.blocks]) for side in ("lower", "upper"))


def site_rows(problem: Problem, must_reach: NDArray[np.bool_] | None = None) -> SiteRows:
    """Write the rules of a problem.

    Parameters
    ----------
    must_reach : bool array, shape (demand, site), optional
        Of each demand of positive weight one of these sites must be open; rules on the furthest minutes narrow it.
    """
    extra = sum(len(group.members) for group in problem.rules.groups)
    width = problem.allowed.size + extra
    blocks = [*_number(problem, width), *_fixed(problem, width), *_budget(problem, width), *_apart(problem, width)]
    blocks += _groups(problem, width)
    blocks += _reach(problem, _near_enough(problem, must_reach), width)
    return SiteRows(problem.allowed.size, extra, tuple(blocks))


def keeps_rules(
    cost: ArrayLike,
    p: int | None,
    sites: Iterable[int],
    *,
    weights: ArrayLike | None = None,
    fixed: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    rules: Rules | None = None,
) -> bool:
    """Say whether a choice of sites is a plan of a problem; who reaches a site is not asked but by the rules.

    Raises
    ------
    BadShape, NotFinite, NegativeValue, NotWhole, BadSite, ConflictingSites, NoSites, TooManySites, TooFewSites

    Examples
    --------
    >>> keeps_rules([[30, 70]], 1, [0], rules=Rules(furthest=60.0))
    True
    >>> keeps_rules([[30, 70]], 1, [1], rules=Rules(furthest=60.0))
    False
    """
    problem = checked_problem(cost, p, weights=weights, fixed=fixed, forbidden=forbidden, rules=rules)
    chosen = known_sites(problem, sites)
    return chosen is not None and site_rows(problem).respected_by(chosen)


def _number(problem: Problem, width: int) -> Iterator[Block]:
    """Yield the number of sites; a plan has at least one."""
    every = np.arange(problem.allowed.size)
    least, most = (1.0, np.inf) if problem.p is None else (problem.p, problem.p)
    yield _row(Rule("number"), every, np.ones(every.size), width, least, most)


def _fixed(problem: Problem, width: int) -> Iterator[Block]:
    for site in problem.fixed:
        column = np.searchsorted(problem.allowed, [site])
        yield _row(Rule("fixed", (int(site),)), column, np.ones(1), width, 1.0, 1.0)


def _budget(problem: Problem, width: int) -> Iterator[Block]:
    if np.isfinite(problem.rules.budget):
        cost = opening_costs(problem)[problem.allowed]
        slack = within_slack(problem.rules.budget)
        yield _row(Rule("budget"), np.arange(cost.size), cost, width, -np.inf, problem.rules.budget + slack)


def _apart(problem: Problem, width: int) -> Iterator[Block]:
    for first, second in near_pairs(problem):
        pair = np.searchsorted(problem.allowed, [first, second])
        yield _row(Rule("apart", (first, second)), pair, np.ones(2), width, -np.inf, 1.0)


def near_pairs(problem: Problem) -> list[tuple[int, int]]:
    """Return the pairs of allowed sites that are too near to each other, fixed ones too."""
    if problem.rules.apart <= 0 or problem.rules.between is None:
        return []
    between = np.asarray(problem.rules.between, dtype=np.float64)[np.ix_(problem.allowed, problem.allowed)]
    nearer = np.minimum(between, between.T)
    too_near = np.triu(nearer < problem.rules.apart - within_slack(problem.rules.apart), 1)
    pairs = problem.allowed[np.argwhere(too_near)]
    return [(int(first), int(second)) for first, second in pairs]


def _groups(problem: Problem, width: int) -> Iterator[Block]:
    column = problem.allowed.size
    for number, group in enumerate(problem.rules.groups):
        members = np.array(group.members, dtype=np.intp)
        near = within(problem.cost[np.ix_(members, problem.allowed)], group.limit)
        own = np.arange(column, column + members.size)
        yield _group_block(Rule("group", (number,)), near, problem.weights[members], group.share, own, width)
        column += members.size


def _group_block(
    rule: Rule, near: NDArray[np.bool_], weights: Floats, share: float, own: Positions, width: int
) -> Block:
    """Return ``covered_i <= sum of its open sites`` for each member, then that enough weight is covered."""
    rows, sites = np.nonzero(near)
    each = np.arange(own.size)
    matrix = coo_array(
        (
            np.concatenate([np.ones(rows.size), -np.ones(own.size), weights]),
            (
                np.concatenate([rows, each, np.full(own.size, own.size)]),
                np.concatenate([sites, own, own]),
            ),
        ),
        (own.size + 1, width),
    )
    least = share * float(weights.sum())
    lower = np.append(np.zeros(own.size), least - within_slack(least))
    return Block(rule, csr_array(matrix), lower, np.full(own.size + 1, np.inf))


def _near_enough(problem: Problem, must_reach: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
    if not np.isfinite(problem.rules.furthest):
        return must_reach
    near = within(problem.cost, problem.rules.furthest)
    return near if must_reach is None else near & must_reach


def _reach(problem: Problem, near: NDArray[np.bool_] | None, width: int) -> Iterator[Block]:
    """Yield a row for each demand that must reach a site: one with the same sites as another's stands for it too."""
    if near is None:
        return
    demands = np.flatnonzero(problem.weights > 0)
    reach = csr_array(near[np.ix_(demands, problem.allowed)], dtype=np.float64)
    for demand, start, end in zip(demands, reach.indptr[:-1], reach.indptr[1:], strict=True):
        sites = reach.indices[start:end]
        matrix = csr_array((reach.data[start:end], sites, np.array([0, sites.size])), (1, width))
        yield Block(Rule("reach", (int(demand),)), matrix, np.ones(1), np.full(1, np.inf))


def _row(rule: Rule, columns: Positions, values: Floats, width: int, lower: float, upper: float) -> Block:
    matrix = csr_array((values, (np.zeros(columns.size, dtype=int), columns)), (1, width))
    return Block(rule, matrix, np.array([lower]), np.array([upper]))


def opening_costs(problem: Problem) -> Floats:
    """Return what opening each candidate costs; 0 where nothing is said."""
    if problem.rules.opening_cost is None:
        return np.zeros(problem.cost.shape[1])
    return np.asarray(problem.rules.opening_cost, dtype=np.float64)


def within_slack(amount: float) -> float:
    """Return by how much a sum may pass `amount` for the rounding of floats."""
    return 1e-9 * max(1.0, abs(amount))
