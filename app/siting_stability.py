"""How stable a plan of sites is: made anew for draws of demand and of the speed of its means and season.

Owns `judged` and `varied`.
"""

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from app.progress import Tick
from app.reasons import Plan
from app.siting import Aim, Sites, SitingParameters
from app.siting_aims import number_of_sites
from app.siting_lenses import LensDemand

if TYPE_CHECKING:
    from models.siting import Siting
    from models.siting.watch import Watch
    from models.stability import Stability


JUDGED: frozenset[Aim] = frozenset({"covering", "p_median"})
"""Aims whose plans are made anew fast enough to be judged."""
Varying = Literal["speeds", "demand"]
Varied = frozenset[Varying]
"""What differs from draw to draw and can change a plan."""


class StabilityParameters(SitingParameters, Protocol):
    """How a plan is judged."""

    draws: int
    speed_spread: float
    seed: int


PERCENT = 100.0


def judged(
    plan: Plan, parameters: StabilityParameters, lens: LensDemand | None, *, tick: Tick | None = None
) -> "Stability | None":
    """Return what the draws say of a plan; None where none are asked for, its aim is not judged or nothing varies.

    Demand is drawn from the interval of the lens, of each commune by itself, and shared out over its settlements as in
    the plan; children are taken as they are. One factor on all speeds a draw. The time limit is that of all draws
    together; those it leaves unmade count for nothing.
    """
    from models.siting.watch import Watch
    from models.stability import Planning, speed_factors, stability

    changing = varied(plan, parameters, lens)
    if not (parameters.draws and changing and parameters.objective in JUDGED):
        return None
    spread = parameters.speed_spread / PERCENT if "speeds" in changing else 0.0
    speeds = speed_factors(parameters.draws, spread, seed=parameters.seed)
    watch = Watch(parameters.time_limit, None)
    planning = Planning(
        partial(_solved, plan, watch),
        partial(_worth, plan.parameters),
        most=plan.parameters.objective == "covering",
        keeps=partial(_keeps, plan),
    )
    return stability(
        plan.sites.cost, _demand(plan, parameters, lens), speeds, plan.chosen, planning=planning, tick=tick
    )


def varied(plan: Plan, parameters: StabilityParameters, lens: LensDemand | None) -> Varied:
    """Return what of speeds and demand can change a plan from draw to draw."""
    speeds = parameters.speed_spread > 0 and _speed_matters(plan)
    demand = lens is not None and bool((lens.upper > lens.lower).any())
    found: dict[Varying, bool] = {"speeds": speeds, "demand": demand}
    return frozenset(name for name, varies in found.items() if varies)


def _speed_matters(plan: Plan) -> bool:
    """Return whether one factor on all speeds can change a plan: the least minutes in all stay so at any speed."""
    terms = plan.sites.terms
    return plan.parameters.objective == "covering" or bool(terms.groups) or bool(np.isfinite(terms.furthest))


def _demand(plan: Plan, parameters: StabilityParameters, lens: LensDemand | None) -> np.ndarray:
    if lens is None:
        return np.tile(plan.sites.weights, (parameters.draws, 1))
    drawn = commune_draws(plan.sites, lens, parameters.draws, seed=parameters.seed)
    return np.where(np.isfinite(plan.sites.cost).any(axis=1), drawn, 0.0)


def commune_draws(sites: Sites, lens: LensDemand, draws: int, *, seed: int) -> np.ndarray:
    """Return draws of the demand at each demand point: of each commune as a whole, by the shares of its points.

    Returns
    -------
    array, shape (draw, demand point)
    """
    from models.stability import demand_draws

    communes = sites.demand["commune_code"].factorize()[0]
    value, lower, upper = (np.bincount(communes, each) for each in (lens.demand, lens.lower, lens.upper))
    size, all_ = lens.demand + lens.upper, (value + upper)[communes]
    share = np.divide(size, all_, out=np.zeros(len(size)), where=all_ > 0)
    drawn: np.ndarray = demand_draws(value, lower, upper, draws, seed=seed)[:, communes] * share
    return drawn


def _terms(plan: Plan, weights: np.ndarray) -> dict[str, Any]:
    """Return what makes a plan one of the question, under the demand of a draw."""
    sites = plan.sites
    return {
        "p": number_of_sites(sites, plan.parameters),
        "weights": weights,
        "fixed": sites.fixed,
        "forbidden": sites.terms.forbidden,
        "rules": sites.terms.rules,
    }


def _solved(plan: Plan, watch: "Watch", cost: np.ndarray, weights: np.ndarray, start: tuple[int, ...]) -> "Siting":
    from models.errors import NothingFound
    from models.siting import maximal_covering, p_median
    from models.stability import GAP

    if watch.over:
        raise NothingFound(watch.seconds)
    asked = plan.parameters
    solve = partial(maximal_covering, limit=asked.limit) if asked.objective == "covering" else p_median
    return solve(cost, **_terms(plan, weights), gap=GAP, start=start, time_limit=watch.left)


def _keeps(plan: Plan, cost: np.ndarray, weights: np.ndarray, sites: tuple[int, ...]) -> bool:
    from models.siting.site_rows import keeps_rules

    return keeps_rules(cost, sites=sites, **_terms(plan, weights))


def _worth(asked: SitingParameters, cost: np.ndarray, weights: np.ndarray, sites: tuple[int, ...]) -> float:
    from models.siting.tolerance import within

    lived = weights > 0
    nearest = cost[np.ix_(np.flatnonzero(lived), np.array(sites, dtype=np.intp))].min(axis=1, initial=np.inf)
    if asked.objective == "covering":
        return float(weights[lived] @ within(nearest, asked.limit))
    return float(weights[lived] @ nearest)
