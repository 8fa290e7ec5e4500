"""Small problems of siting with every rule in turn, and plain enumeration of their plans."""

from collections.abc import Callable, Iterator
from itertools import chain, combinations

import numpy as np
from hypothesis import strategies as st

from models.siting import GroupCoverage, Rules, Siting

LIMIT = 4.0
INF = np.inf
WHOLE = st.integers(0, 9).map(float)
NOW_AND_THEN = st.sampled_from([False, False, True])


@st.composite
def problems(draw: st.DrawFn, demands: int = 6, candidates: int = 6) -> dict:
    """Problems of at most so many demands and candidates, with whole costs and, in turn, every rule.

    `p` is the number of sites, None where a budget decides it. Some pairs are out of reach, two sites may be fixed and
    stand already, one may be forbidden.
    """
    rows, columns = draw(st.integers(1, demands)), draw(st.integers(1, candidates))
    fixed = draw(st.sampled_from([(), (), (0,), tuple(range(min(2, columns)))]))
    shut = (columns - 1,) if draw(NOW_AND_THEN) and columns > max(1, len(fixed)) else ()
    weights = np.array(draw(st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=rows, max_size=rows)))
    cost = draw(matrices(rows, columns, st.one_of(WHOLE, WHOLE, st.just(INF)) if draw(NOW_AND_THEN) else WHOLE))
    members = draw(st.sets(st.integers(0, rows - 1), min_size=1))
    group = GroupCoverage(tuple(sorted(members)), draw(WHOLE), draw(st.sampled_from([0.25, 0.5, 1.0])))
    between = draw(matrices(columns, columns, WHOLE))
    if draw(st.booleans()):
        between[np.ix_(fixed, fixed)] = INF
    rules = Rules(
        opening_cost=draw(matrices(1, columns, WHOLE))[0],
        budget=draw(st.one_of(st.just(INF), st.integers(0, 20).map(float))),
        between=between,
        apart=draw(st.sampled_from([0.0, 0.0, 3.0])),
        groups=draw(st.sampled_from([(), (group,)])),
        furthest=draw(st.sampled_from([INF, INF, 7.0])),
    )
    number = draw(st.integers(max(1, len(fixed)), columns - len(shut)))
    return {"cost": cost, "weights": weights, "p": number, "fixed": fixed, "forbidden": shut, "rules": rules}


@st.composite
def matrices(draw: st.DrawFn, rows: int, columns: int, values: st.SearchStrategy[float]) -> np.ndarray:
    row = st.lists(values, min_size=columns, max_size=columns)
    return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))


def respected(problem: dict, sites: tuple[int, ...]) -> bool:
    """Say, rule by rule, whether sites may be chosen."""
    rules, weights = problem["rules"], problem["weights"]
    nearest = nearest_of(problem, sites)
    apart = all(not too_near(problem, pair) for pair in combinations(sites, 2))
    groups = all(covers(problem, group, nearest) for group in rules.groups)
    near = all(nearest[i] <= rules.furthest for i in range(len(nearest)) if weights[i] > 0)
    cheap = rules.opening_cost[list(sites)].sum() <= rules.budget
    decided = set(problem["fixed"]) <= set(sites) and not set(problem["forbidden"]) & set(sites)
    return apart and groups and near and cheap and decided


def too_near(problem: dict, pair: tuple[int, int]) -> bool:
    between = problem["rules"].between
    return min(between[pair], between[pair[::-1]]) < problem["rules"].apart


def covers(problem: dict, group: GroupCoverage, nearest: np.ndarray) -> bool:
    """Say whether enough of a group is near."""
    weights = problem["weights"][list(group.members)]
    return bool(weights[nearest[list(group.members)] <= group.limit].sum() >= group.share * weights.sum() - 1e-9)


def choices(problem: dict) -> Iterator[tuple[int, ...]]:
    """Yield every choice of sites that keeps the rules: `p` of them, or any number."""
    candidates, number = range(problem["cost"].shape[1]), problem["p"]
    numbers = range(1, len(candidates) + 1) if number is None else (number,)
    every = chain.from_iterable(combinations(candidates, each) for each in numbers)
    return (sites for sites in every if respected(problem, sites))


def nearest_of(problem: dict, sites: tuple[int, ...]) -> np.ndarray:
    return problem["cost"][:, list(sites)].min(axis=1, initial=INF)


def total(problem: dict, sites: tuple[int, ...]) -> float:
    lived = problem["weights"] > 0
    return float(problem["weights"][lived] @ nearest_of(problem, sites)[lived])


def covered(problem: dict, sites: tuple[int, ...]) -> float:
    return float(problem["weights"][nearest_of(problem, sites) <= LIMIT].sum())


def covered_twice(problem: dict, sites: tuple[int, ...]) -> float:
    return float(problem["weights"][(problem["cost"][:, list(sites)] <= LIMIT).sum(axis=1) > 1].sum())


def worst(problem: dict, sites: tuple[int, ...]) -> float:
    return float(nearest_of(problem, sites)[problem["weights"] > 0].max(initial=0.0))


def price(problem: dict, sites: tuple[int, ...]) -> float:
    return float(problem["rules"].opening_cost[list(sites)].sum())


def asked(problem: dict, solve: Callable[..., Siting], *operands: float | None) -> Siting:
    """Ask an optimiser for a plan of the problem."""
    given = {name: problem[name] for name in ("weights", "fixed", "forbidden", "rules")}
    return solve(problem["cost"], *operands, **given)
