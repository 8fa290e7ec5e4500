"""How stable a plan of sites is: made anew for draws of demand and of the speed of its means and season."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from app.progress import Tick
from app.reasons import Plan
from app.siting import Aim, SitingParameters
from app.siting_aims import NO_PLAN, number_of_sites
from app.siting_lenses import LensDemand

if TYPE_CHECKING:
    from models.stability import Stability


JUDGED: frozenset[Aim] = frozenset({"covering", "p_median"})
"""Aims whose plans are made anew fast enough to be judged."""


class StabilityParameters(SitingParameters, Protocol):
    """How a plan is judged."""

    draws: int
    speed_spread: float
    seed: int


PERCENT = 100.0


def judged(
    plan: Plan, parameters: StabilityParameters, lens: LensDemand | None, *, tick: Tick | None = None
) -> "Stability | None":
    """Return what the draws say of the plan; None where none are asked for, or its aim is not judged.

    Demand is drawn from the interval of the lens, of each place by itself; children are taken as they are. One factor
    on all speeds a draw. A draw in which no plan keeps the rules keeps the published one.
    """
    from models.stability import speed_factors, stability

    if not parameters.draws or parameters.objective not in JUDGED:
        return None
    spread = parameters.speed_spread / PERCENT if _speed_matters(plan) else 0.0
    speeds = speed_factors(parameters.draws, spread, seed=parameters.seed)
    demand = _demand(plan, parameters, lens)
    solve, worth = partial(_solved, plan), partial(_worth, plan.parameters)
    return stability(plan.sites.cost, demand, speeds, plan.chosen, solve=solve, worth=worth, tick=tick)


def _speed_matters(plan: Plan) -> bool:
    """Return whether one factor on all speeds can change a plan: the least minutes in all stay so at any speed."""
    terms = plan.sites.terms
    return plan.parameters.objective == "covering" or bool(terms.groups) or np.isfinite(terms.furthest)


def _demand(plan: Plan, parameters: StabilityParameters, lens: LensDemand | None) -> np.ndarray:
    from models.stability import demand_draws

    sites = plan.sites
    if lens is None:
        return np.tile(sites.weights, (parameters.draws, 1))
    drawn = demand_draws(lens.demand, lens.lower, lens.upper, parameters.draws, seed=parameters.seed)
    return np.where(sites.weights > 0, drawn, 0.0)


def _solved(plan: Plan, cost: np.ndarray, weights: np.ndarray, start: tuple[int, ...]) -> tuple[int, ...]:
    from models.siting import maximal_covering, p_median
    from models.stability import GAP

    sites, asked = plan.sites, plan.parameters
    solve = partial(maximal_covering, limit=asked.limit) if asked.objective == "covering" else p_median
    try:
        found = solve(
            cost,
            p=number_of_sites(sites, asked),
            weights=weights,
            fixed=sites.fixed,
            forbidden=sites.terms.forbidden,
            rules=sites.terms.rules,
            gap=GAP,
            start=start,
            time_limit=asked.time_limit,
        )
    except NO_PLAN:
        return start
    return found.sites


def _worth(asked: SitingParameters, cost: np.ndarray, weights: np.ndarray, sites: tuple[int, ...]) -> float:
    from models.siting.tolerance import within

    lived = weights > 0
    nearest = cost[np.ix_(np.flatnonzero(lived), np.array(sites))].min(axis=1, initial=np.inf)
    if asked.objective == "covering":
        return float(weights[lived] @ within(nearest, asked.limit))
    return float(weights[lived] @ nearest)
