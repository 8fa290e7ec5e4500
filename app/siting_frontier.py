"""What a plan's aim and its cost, or the minutes of whoever is worst off, take from each other: the points between.

Owns `frontier_of` and the table of a frontier.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import pandas as pd

from app.names import BETWEEN_NAMES
from app.progress import Tick
from app.reasons import Plan
from app.siting import SitingParameters
from app.siting_aims import BUDGET_DECIDES, MORE_IS_BETTER, solve

if TYPE_CHECKING:
    from models.siting import Siting
    from models.siting.frontier import FrontierPoint

COLUMNS = {"cost": "opening_cost", "worst": "worst_minutes"}
"""The column of each second aim."""


class FrontierParameters(SitingParameters, Protocol):
    """What a plan is weighed against."""

    second: Literal["none", "cost", "worst"]
    steps: int


def can_be_weighed(parameters: FrontierParameters) -> bool:
    """Return whether a second aim is asked for and there is anything to weigh against it."""
    if parameters.second == "none" or parameters.objective == "set_covering":
        return False
    return not (parameters.objective == "p_center" and parameters.second == "worst")


def frontier_of(plan: Plan, parameters: FrontierParameters, *, tick: Tick | None = None) -> "tuple[FrontierPoint, ...]":
    """Return the plans between the published one and the tightest limit on the second aim, the tightest first."""
    from models.siting.frontier import frontier

    drawn = partial(frontier, steps=parameters.steps, most=plan.parameters.objective in MORE_IS_BETTER, tick=tick)
    if parameters.second == "cost":
        return drawn(partial(_cheaper, plan), partial(_cost, plan), lowest=0.0)
    return drawn(partial(_nearer, plan), partial(_worst, plan), lowest=_nearest_worst(plan))


def _cheaper(plan: Plan, budget: float) -> "Siting":
    """Return the best plan within a budget, of as many sites as it pays for."""
    if np.isinf(budget):
        return plan.siting
    terms = plan.sites.terms
    limited = replace(plan.sites, terms=replace(terms, budget=min(budget, terms.budget)))
    return solve(limited, plan.parameters, fixed=limited.fixed)


def _nearer(plan: Plan, furthest: float) -> "Siting":
    """Return the best plan of as many sites in which nobody is further than so many minutes."""
    if np.isinf(furthest):
        return plan.siting
    terms = plan.sites.terms
    limited = replace(plan.sites, terms=replace(terms, furthest=min(furthest, terms.furthest)))
    return solve(limited, plan.parameters, fixed=limited.fixed, number=_as_many(plan))


def _as_many(plan: Plan) -> int | None:
    by_budget = np.isfinite(plan.sites.terms.budget) and plan.parameters.objective in BUDGET_DECIDES
    return None if by_budget else len(plan.chosen)


def _cost(plan: Plan, siting: "Siting") -> float:
    prices = plan.sites.terms.opening_cost
    return 0.0 if prices is None else float(prices[list(siting.sites)].sum())


def _worst(plan: Plan, siting: "Siting") -> float:
    return worst_minutes(plan, siting.sites)


def worst_minutes(plan: Plan, chosen: tuple[int, ...]) -> float:
    """Return the minutes of the child who is furthest from the chosen sites, of those who reach any site."""
    lived = plan.sites.weights > 0
    return float(plan.sites.nearest(chosen)[lived].max(initial=0.0))


def _nearest_worst(plan: Plan) -> float:
    """Return the fewest minutes that the worst-off can have under the same terms."""
    from models.siting import p_center

    sites = plan.sites
    found = p_center(
        sites.cost,
        len(plan.chosen),
        weights=sites.weights,
        fixed=sites.fixed,
        forbidden=sites.terms.forbidden,
        rules=sites.terms.rules,
        time_limit=plan.parameters.time_limit,
    )
    return found.objective


def frontier_frame(plan: Plan, points: "tuple[FrontierPoint, ...]", parameters: FrontierParameters) -> pd.DataFrame:
    """Return one row a point: its second aim, the children within the limit, the minutes and the new sites."""
    names = plan.sites.places["name"].fillna(plan.sites.places["facility_id"])
    rows = []
    for point in points:
        sites = point.siting.sites
        reached = plan.sites.nearest(sites)
        new = [site for site in sites if site >= plan.sites.existing]
        rows.append(
            {
                COLUMNS[parameters.second]: point.second,
                "new_sites": len(new),
                "children_within_after": plan.sites.children_within(reached, plan.parameters.limit),
                "mean_minutes_after": plan.sites.mean_minutes(reached),
                "is_the_plan": sites == plan.chosen,
                "site_names": BETWEEN_NAMES.join(names.iloc[new]),
                "gap": 100 * point.siting.gap,
            }
        )
    return pd.DataFrame(rows)
