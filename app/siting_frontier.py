"""What a plan's aim and its cost, or the minutes of whoever is worst off, take from each other: the points between.

Owns `frontier_of` and the table of a frontier.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import pandas as pd

from app.names import BETWEEN_NAMES
from app.progress import Tick
from app.reasons import Plan
from app.siting import Sites, SitingParameters
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
    """Return the plans between the published one and the tightest limit on the second aim, the tightest first.

    The published one is among them, also where another reaches as much for less.
    """
    from models.siting.frontier import frontier

    drawn = partial(frontier, steps=parameters.steps, most=plan.parameters.objective in MORE_IS_BETTER, tick=tick)
    if parameters.second == "cost":
        return _with_own(plan, drawn(partial(_cheaper, plan), partial(_cost, plan), lowest=0.0), _cost)
    return _with_own(plan, drawn(partial(_nearer, plan), partial(_worst, plan), lowest=_nearest_worst(plan)), _worst)


def _with_own(
    plan: Plan, points: "tuple[FrontierPoint, ...]", second: "Callable[[Plan, Siting], float]"
) -> "tuple[FrontierPoint, ...]":
    """Return the points with the published plan, in the place of one that equals it in both aims."""
    from models.siting.frontier import FrontierPoint

    own = FrontierPoint(plan.siting, plan.siting.objective, second(plan, plan.siting))
    others = [
        point for point in points if not np.allclose((point.first, point.second), (own.first, own.second), rtol=EQUAL)
    ]
    return tuple(sorted((*others, own), key=lambda point: point.second))


EQUAL = 1e-9
"""Relative difference below which two plans are as good."""


def _cheaper(plan: Plan, budget: float) -> "Siting":
    """Return the best plan within a budget, of at most as many sites; of as many as it pays for where one was asked."""
    if np.isinf(budget):
        return plan.siting
    terms = plan.sites.terms
    limited = replace(plan.sites, terms=replace(terms, budget=min(budget, terms.budget)))
    if _as_many(plan) is None:
        return solve(limited, plan.parameters, fixed=limited.fixed)
    spare = with_empty_sites(limited, len(plan.proposed))
    found = solve(spare, plan.parameters, fixed=spare.fixed, number=len(plan.chosen))
    real = tuple(site for site in found.sites if site < len(limited.places))
    return replace(found, sites=real)


def with_empty_sites(sites: Sites, number: int) -> Sites:
    """Return the sites with so many more that cost nothing and serve nobody: a plan that opens them has fewer."""
    terms, total = sites.terms, len(sites.places)
    emptier = replace(
        terms,
        opening_cost=None if terms.opening_cost is None else np.append(terms.opening_cost, np.zeros(number)),
        between=None if terms.between is None else np.pad(terms.between, (0, number), constant_values=np.inf),
        room=None if terms.room is None else np.append(terms.room, np.zeros(number)),
    )
    cost = np.pad(sites.cost, ((0, 0), (0, number)), constant_values=np.inf)
    return replace(sites, cost=cost, places=sites.places.reindex(range(total + number)), terms=emptier)


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
    codes = plan.sites.places["facility_id"]
    names = plan.sites.places["name"].fillna(codes)
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
                "cases_within_after": plan.sites.counted_within(reached, plan.parameters.limit),
                "case_minutes_after": plan.sites.mean_counted_minutes(reached),
                "is_the_plan": sites == plan.chosen,
                "site_names": BETWEEN_NAMES.join(names.iloc[new]),
                "site_codes": BETWEEN_NAMES.join(codes.iloc[new]),
                "gap": 100 * point.siting.gap,
            }
        )
    return pd.DataFrame(rows)
