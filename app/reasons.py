"""Why each proposed site is in the plan: what it brings, what is lost without it, and the next best site's price.

Every figure equals a re-solve with the site left out or replaced, the other sites staying.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.siting import Sites, SitingParameters, within
from app.siting_aims import NO_PLAN, solve

if TYPE_CHECKING:
    from models.siting import Siting


@dataclass(frozen=True, slots=True)
class Plan:
    """A solved siting question."""

    sites: Sites
    parameters: SitingParameters
    siting: "Siting"

    @property
    def chosen(self) -> tuple[int, ...]:
        """Positions of all open sites, existing ones included."""
        return self.siting.sites

    @property
    def proposed(self) -> tuple[int, ...]:
        """Positions of the new sites."""
        return tuple(site for site in self.chosen if site >= self.sites.existing)

    @property
    def kept(self) -> tuple[int, ...]:
        """Positions of the existing sites that stay."""
        return tuple(site for site in self.chosen if site < self.sites.existing)

    @property
    def closed(self) -> tuple[int, ...]:
        """Positions of the existing sites that the plan closes."""
        return tuple(site for site in self.sites.standing if site not in self.chosen)

    @property
    def before(self) -> np.ndarray:
        """Minutes to the nearest existing site."""
        return self.sites.nearest(self.sites.standing)

    @property
    def after(self) -> np.ndarray:
        """Minutes to the nearest site of the plan."""
        return self.sites.nearest(self.chosen)


def reasons(plan: Plan, *, tick: Callable[[float], None]) -> pd.DataFrame:
    """Return one row a proposed site, the one that brings most children first.

    Columns
    -------
    site, rank
        Its position among the sites and in the plan.
    children_newly_within
        Children within the limit of no existing shelter, within that of this site and nearest to it. They add up.
    children_lost_without, mean_minutes_more_without
        What is lost when only this site is left out.
    next_best, price_children, price_minutes
        The site that best takes its place, the others staying, and what is lost by it. −1 when no single one can: none
        is left, some children would reach none, or the rules of the plan would be broken.
    """
    gained = newly_within(plan)
    rows = []
    for done, site in enumerate(plan.proposed, start=1):
        others = tuple(other for other in plan.chosen if other != site)
        rows.append({"site": site, "children_newly_within": gained[site], **_lost(plan, others)})
        rows[-1] |= _replaced(plan, site, others)
        tick(done / len(plan.proposed))
    ordered = pd.DataFrame(rows, columns=_COLUMNS).sort_values(
        ["children_newly_within", "site"], ascending=[False, True]
    )
    return ordered.assign(rank=range(1, len(ordered) + 1)).reset_index(drop=True)


_COLUMNS = [
    "site",
    "children_newly_within",
    "children_lost_without",
    "mean_minutes_more_without",
    "next_best",
    "price_children",
    "price_minutes",
]


def newly_within(plan: Plan) -> dict[int, float]:
    """Return, by open site, the children it is nearest to who are within the limit only since the plan."""
    limit = plan.parameters.limit
    new = within(plan.after, limit) & ~within(plan.before, limit)
    chosen = np.array(plan.chosen)
    closest = chosen[plan.sites.cost[:, chosen].argmin(axis=1)]
    return {site: float(plan.sites.children[new & (closest == site)].sum()) for site in plan.chosen}


def _lost(plan: Plan, others: tuple[int, ...]) -> dict[str, float]:
    children, mean = difference(plan, others)
    return {"children_lost_without": children, "mean_minutes_more_without": mean}


def _replaced(plan: Plan, site: int, others: tuple[int, ...]) -> dict[str, float]:
    if len(plan.chosen) == len(plan.sites.places):
        return _NOTHING_REPLACES
    try:
        second = solve(plan.sites, plan.parameters, fixed=others, forbidden=(site,), number=len(plan.chosen))
    except NO_PLAN:
        return _NOTHING_REPLACES
    replacement = set(second.sites) - set(others)
    if len(replacement) != 1:
        return _NOTHING_REPLACES
    children, mean = difference(plan, second.sites)
    return {"next_best": replacement.pop(), "price_children": children, "price_minutes": mean}


_NOTHING_REPLACES = {"next_best": -1, "price_children": np.nan, "price_minutes": np.nan}
"""No single site can take its place."""


def difference(plan: Plan, chosen: tuple[int, ...]) -> tuple[float, float]:
    """Return the children no longer within the limit and the minutes the average child travels more."""
    sites, limit = plan.sites, plan.parameters.limit
    instead = sites.nearest(chosen)
    children = sites.children_within(plan.after, limit) - sites.children_within(instead, limit)
    return children, sites.mean_minutes(instead) - sites.mean_minutes(plan.after)


def sentence(row: Mapping[Any, Any]) -> Text:
    """Return the reason of a proposed site as one text, in both languages."""
    said = lines(row)
    return Text(" ".join(line.vi for line in said), " ".join(line.en for line in said))


def lines(row: Mapping[Any, Any]) -> tuple[Text, ...]:
    """Return the reason of a proposed site, a sentence each for its gain, its loss and what would replace it."""
    numbers: dict[str, Any] = {
        "gained": row["children_newly_within"],
        "lost": children_change(row["children_lost_without"]),
        "longer": minutes_change(row["mean_minutes_more_without"]),
    }
    said = (
        both(N_("Brings {gained} more children within the limit."), **numbers),
        both(N_("If left out: {lost}, on average {longer}."), **numbers),
    )
    if not row["next_best_site"]:
        return said
    replacement = both(
        N_("Best replacement: {site} – {fewer}, on average {detour}."),
        site=Text(*(shown_name(row["next_best_site"], Language(code)) for code in LANGUAGES)),
        fewer=children_change(row["price_children"]),
        detour=minutes_change(row["price_minutes"]),
    )
    return (*said, replacement)


def minutes_change(more: float) -> Text:
    """Return how much longer or shorter the average way becomes."""
    if not np.isfinite(more):
        return both(N_("not measurable, as some children would reach no shelter"))
    if abs(more) < _SMALLEST_CHANGE:
        return both(N_("the same minutes"))
    return both(N_("{n:1} minutes more") if more > 0 else N_("{n:1} minutes less"), n=abs(more))


def children_change(fewer: float) -> Text:
    """Return how many children fewer or more are within the limit."""
    if not fewer:
        return both(N_("as many children"))
    return both(N_("{n} children fewer") if fewer > 0 else N_("{n} children more"), n=abs(fewer))


_SMALLEST_CHANGE = 0.05
"""Minutes; what would be shown as 0,0."""
