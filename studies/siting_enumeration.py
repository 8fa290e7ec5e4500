"""Many small siting problems against full enumeration: p-median and maximal covering, with all that may be stated.

Owns `study`, one row a problem, the generators of the problems and the enumerations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.errors import Infeasible
from models.siting import Siting, maximal_covering, p_median
from studies.report import Report

Floats = NDArray[np.float64]

PROBLEMS, SEED = 5_000, 20_25
MOST_DEMANDS, MOST_CANDIDATES = 40, 14
WEIGHTS = (0.0, 0.0, 0.3, 1.0, 1.0, 2.0, 3.5, 250.0)
UNREACHABLE = 0.1
"""Share of pairs that cannot be reached, in two problems of three."""
EQUAL = 1e-9
"""Two objectives are equal when they differ by less, relative to the optimum: the rounding of sums."""


@dataclass(frozen=True, eq=False)
class SitingProblem:
    """One problem, small enough to try every choice; `limit` is for covering alone."""

    costs: str
    cost: Floats
    limit: float
    p: int
    weights: Floats
    fixed: frozenset[int]
    forbidden: frozenset[int]

    @property
    def choices(self) -> NDArray[np.intp]:
        """Every allowed choice of sites, shape (choice, p)."""
        free = sorted(set(range(self.cost.shape[1])) - self.fixed - self.forbidden)
        rest = combinations(free, self.p - len(self.fixed))
        return np.array([sorted((*self.fixed, *sites)) for sites in rest], dtype=np.intp)


def whole_costs(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Whole minutes from 0 to 9: many ties."""
    return random.integers(0, 10, shape).astype(float)


def real_costs(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Costs without any geography, which the relaxation bounds badly."""
    return random.random(shape) * 10.0 ** random.integers(-3, 7)


def plane_costs(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Distances in a square of 100 by 100."""
    demands, sites = (random.random((number, 1, 2)) * 100 for number in shape)
    distances: Floats = np.linalg.norm(demands - sites.swapaxes(0, 1), axis=2)
    return distances


COSTS: dict[str, Callable[[np.random.Generator, tuple[int, int]], Floats]] = {
    "whole": whole_costs,
    "real": real_costs,
    "plane": plane_costs,
}


def random_problem(random: np.random.Generator) -> SitingProblem:
    """Draw a problem: up to 40 demands and 14 candidates, some fixed, forbidden, out of reach or of weight 0."""
    demands, candidates = int(random.integers(1, MOST_DEMANDS + 1)), int(random.integers(1, MOST_CANDIDATES + 1))
    costs = str(random.choice(list(COSTS)))
    cost = COSTS[costs](random, (demands, candidates))
    cost[random.random(cost.shape) < UNREACHABLE * (random.random() < 2 / 3)] = np.inf
    order = random.permutation(candidates)
    closed = int(random.integers(0, (candidates + 2) // 3))
    kept = int(random.integers(0, (candidates + 2) // 3))
    return SitingProblem(
        costs=costs,
        cost=cost,
        limit=float(random.choice(cost[np.isfinite(cost)])) if np.isfinite(cost).any() else 1.0,
        p=int(random.integers(max(kept, 1), candidates - closed + 1)),
        weights=random.choice(WEIGHTS, demands),
        fixed=frozenset(order[:kept].tolist()),
        forbidden=frozenset(order[kept : kept + closed].tolist()),
    )


def median_objectives(problem: SitingProblem, choices: NDArray[np.intp]) -> Floats:
    """Return the weighted cost of each choice, inf where a demand of positive weight reaches no site."""
    served = problem.weights > 0
    objectives: Floats = problem.weights[served] @ problem.cost[served][:, choices].min(axis=2)
    return objectives


def covered_weights(problem: SitingProblem, choices: NDArray[np.intp]) -> Floats:
    """Return the weight that each choice brings within the limit, which is inclusive."""
    within = np.isfinite(problem.cost) & (problem.cost <= problem.limit)
    weights: Floats = problem.weights @ within[:, choices].any(axis=2)
    return weights


def solved_median(problem: SitingProblem) -> Siting:
    """Solve the problem as a p-median."""
    return p_median(problem.cost, problem.p, **_stated(problem))


def solved_covering(problem: SitingProblem) -> Siting:
    """Solve the problem as a maximal covering."""
    return maximal_covering(problem.cost, problem.limit, problem.p, **_stated(problem))


@dataclass(frozen=True)
class Question:
    """What is asked of a problem: the solver, its enumeration, and which of the values is the best."""

    name: str
    solve: Callable[[SitingProblem], Siting]
    objectives: Callable[[SitingProblem, NDArray[np.intp]], Floats]
    best: Callable[[Floats], Any]


MEDIAN = Question("p-median", solved_median, median_objectives, np.min)
COVERING = Question("maximal covering", solved_covering, covered_weights, np.max)


def study(problems: int = PROBLEMS, *, seed: int = SEED) -> pd.DataFrame:
    """Solve `problems` random problems of each kind and compare each with full enumeration.

    Returns
    -------
    DataFrame
        problem ("p-median", "maximal covering"), costs ("whole", "real", "plane"), infeasible (by enumeration), equal
        (see `compared`), difference (relative to the optimum; nan where infeasible), seconds.
    """
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        [compared(question, random_problem(random)) for question in (MEDIAN, COVERING) for _ in range(problems)]
    )


def compared(question: Question, problem: SitingProblem) -> dict[str, object]:
    """Solve one problem and compare; equal needs the optimum, sites that give it, and a proof that is claimed.

    Where no choice reaches every demand, equal needs `Infeasible`.
    """
    choices = problem.choices
    objectives = question.objectives(problem, choices)
    best = float(question.best(objectives))
    start = perf_counter()
    try:
        siting = question.solve(problem)
    except Infeasible:
        siting = None
    seconds = perf_counter() - start
    found = _objective_of(siting, choices, objectives)
    difference = abs(found - best) / (best or 1.0) if np.isfinite(best) else np.nan
    agreed = siting is None if np.isinf(best) else difference < EQUAL and _proven(siting)
    return {
        "problem": question.name,
        "costs": problem.costs,
        "infeasible": bool(np.isinf(best)),
        "equal": bool(agreed),
        "difference": difference,
        "seconds": seconds,
    }


def summary(compared_problems: pd.DataFrame) -> pd.DataFrame:
    """Return the counts, the worst difference and the worst time by problem and kind of costs."""
    groups = compared_problems.groupby(["problem", "costs"], sort=False)
    return groups.agg(
        problems=("equal", "size"),
        infeasible=("infeasible", "sum"),
        equal=("equal", "sum"),
        **{
            "worst difference": ("difference", "max"),
            "median ms": ("seconds", lambda seconds: seconds.median() * 1000),
            "worst ms": ("seconds", lambda seconds: seconds.max() * 1000),
        },
    ).reset_index()


def report() -> Report:
    """Run the study at its full size."""
    found = study()
    return Report(
        title="Siting against full enumeration",
        method=(
            f"{PROBLEMS:,} random problems of each kind (seed {SEED}): 1–{MOST_DEMANDS} demands, 1–{MOST_CANDIDATES} "
            "candidates, up to a third of them fixed and up to a third forbidden, weights among "
            f"{', '.join(f'{weight:g}' for weight in sorted(set(WEIGHTS)))}; in two problems of three a tenth of the "
            "pairs cannot be reached. Costs are whole minutes 0–9 (many ties), real numbers without geography at "
            "scales from 0.001 to 10⁶, or distances in the plane; a covering's limit is one of the costs. Every "
            "allowed choice of sites is tried. Equal: the objective stated is the optimum, the sites returned are "
            f"allowed and have that objective (each to {EQUAL:g}, relative), and it is called proven (gap 0); where no "
            "choice reaches every demand, `Infeasible` is raised. No covering is infeasible: it leaves out whom it "
            "must."
        ),
        findings=(
            f"{int(found['equal'].sum()):,} of {len(found):,} equal; worst difference {found['difference'].max():.1e}.",
            f"{int(found['infeasible'].sum()):,} problems are infeasible.",
        ),
        tables={"By problem and costs": summary(found)},
    )


def _stated(problem: SitingProblem) -> dict[str, Any]:
    return {"weights": problem.weights, "fixed": problem.fixed, "forbidden": problem.forbidden}


def _objective_of(siting: Siting | None, choices: NDArray[np.intp], objectives: Floats) -> float:
    """Return the objective stated, or nan where the sites are not allowed or enumeration gives them another one."""
    if siting is None or len(siting.sites) != choices.shape[1]:
        return np.nan
    enumerated = objectives[(choices == siting.sites).all(axis=1)]
    close = np.abs(enumerated - siting.objective) <= EQUAL * siting.objective
    return siting.objective if close.any() else np.nan


def _proven(siting: Siting | None) -> bool:
    return siting is not None and (siting.gap, siting.bound, siting.status) == (0.0, siting.objective, "optimal")
