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
    def counts_cases(self) -> bool:
        """Whether the plan counts the cases of a lens, not children."""
        return self.sites.terms.demand is not None

    @property
    def before(self) -> np.ndarray:
        """Minutes to the nearest existing site."""
        return self.sites.nearest(self.sites.standing)

    @property
    def after(self) -> np.ndarray:
        """Minutes to the nearest site of the plan."""
        return self.sites.nearest(self.chosen)


@dataclass(frozen=True, slots=True)
class Change:
    """What other sites than those of a plan would lose.

    Attributes
    ----------
    children, cases : float
        No longer within the limit; cases a year of the lens, NaN where the plan counts children.
    minutes, case_minutes : float
        More for the average child and the average case; NaN where some would reach no site.
    """

    children: float
    minutes: float
    cases: float
    case_minutes: float

    @property
    def regained(self) -> "Change":
        """The same seen from the other sites: what the plan loses against them."""
        return Change(*(0.0 - lost for lost in (self.children, self.minutes, self.cases, self.case_minutes)))


def reasons(plan: Plan, *, tick: Callable[[float], None]) -> pd.DataFrame:
    """Return one row a proposed site, the one that brings most of what the plan counts first.

    Columns
    -------
    site, rank
        Its position among the sites and in the plan.
    counted
        The lens whose cases the plan counts; "children" where it counts these.
    children_newly_within, cases_newly_within
        Within the limit of no existing shelter, within that of this site and nearest to it. They add up.
    children_lost_without, mean_minutes_more_without, cases_lost_without, case_minutes_more_without
        What is lost when only this site is left out.
    next_best, price_children, price_minutes, price_cases, price_case_minutes
        The site that best takes its place, the others staying, and what is lost by it. −1 when no single one can: none
        is left, some children would reach none, or the rules of the plan would be broken.

    Cases are those of the lens, a year; NaN in a plan that counts children.
    """
    cases = newly_within(plan, plan.sites.weights if plan.counts_cases else np.full(len(plan.sites.demand), np.nan))
    children = newly_within(plan, plan.sites.children)
    rows = []
    for done, site in enumerate(plan.proposed, start=1):
        others = tuple(other for other in plan.chosen if other != site)
        gained = {"children_newly_within": children[site], "cases_newly_within": cases[site]}
        rows.append({"site": site, "counted": plan.parameters.lens, **gained, **_lost(plan, others)})
        rows[-1] |= _replaced(plan, site, others)
        tick(done / len(plan.proposed))
    most = "cases_newly_within" if plan.counts_cases else "children_newly_within"
    ordered = pd.DataFrame(rows, columns=_COLUMNS).sort_values([most, "site"], ascending=[False, True])
    return ordered.assign(rank=range(1, len(ordered) + 1)).reset_index(drop=True)


_COLUMNS = [
    "site",
    "counted",
    "children_newly_within",
    "cases_newly_within",
    "children_lost_without",
    "mean_minutes_more_without",
    "cases_lost_without",
    "case_minutes_more_without",
    "next_best",
    "price_children",
    "price_minutes",
    "price_cases",
    "price_case_minutes",
]


def newly_within(plan: Plan, demand: np.ndarray) -> dict[int, float]:
    """Return, by open site, the `demand` it is nearest to that is within the limit only since the plan."""
    limit = plan.parameters.limit
    new = within(plan.after, limit) & ~within(plan.before, limit)
    chosen = np.array(plan.chosen)
    closest = chosen[plan.sites.cost[:, chosen].argmin(axis=1)]
    return {site: float(demand[new & (closest == site)].sum()) for site in plan.chosen}


def _lost(plan: Plan, others: tuple[int, ...]) -> dict[str, float]:
    lost = difference(plan, others)
    return {
        "children_lost_without": lost.children,
        "mean_minutes_more_without": lost.minutes,
        "cases_lost_without": lost.cases,
        "case_minutes_more_without": lost.case_minutes,
    }


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
    lost = difference(plan, second.sites)
    return {
        "next_best": replacement.pop(),
        "price_children": lost.children,
        "price_minutes": lost.minutes,
        "price_cases": lost.cases,
        "price_case_minutes": lost.case_minutes,
    }


_NOTHING_REPLACES = {
    "next_best": -1,
    **dict.fromkeys(("price_children", "price_minutes", "price_cases", "price_case_minutes"), np.nan),
}
"""No single site can take its place."""


def difference(plan: Plan, chosen: tuple[int, ...]) -> Change:
    """Return what is lost when the `chosen` sites are open instead of those of the plan."""
    sites, limit = plan.sites, plan.parameters.limit
    now, instead = plan.after, sites.nearest(chosen)
    children = sites.children_within(now, limit) - sites.children_within(instead, limit)
    minutes = sites.mean_minutes(instead) - sites.mean_minutes(now)
    if not plan.counts_cases:
        return Change(children, minutes, np.nan, np.nan)
    cases = sites.counted_within(now, limit) - sites.counted_within(instead, limit)
    return Change(children, minutes, cases, sites.mean_counted_minutes(instead) - sites.mean_counted_minutes(now))


def sentence(row: Mapping[Any, Any]) -> Text:
    """Return the reason of a proposed site as one text, in both languages."""
    said = lines(row)
    return Text(" ".join(line.vi for line in said), " ".join(line.en for line in said))


def lines(row: Mapping[Any, Any]) -> tuple[Text, ...]:
    """Return the reason of a proposed site, a sentence each for its gain, its loss and what would replace it.

    A row that says no `counted` is of a plan for children.
    """
    counted = row.get("counted", CHILDREN)
    lost = Change(
        row["children_lost_without"], row["mean_minutes_more_without"],
        row.get("cases_lost_without", np.nan), row.get("case_minutes_more_without", np.nan),
    )  # fmt: skip
    said = (_gained(row, counted), both(N_("If left out, within the limit: {lost}."), lost=change_text(lost, counted)))
    if not row["next_best_site"]:
        return said
    price = Change(
        row["price_children"], row["price_minutes"],
        row.get("price_cases", np.nan), row.get("price_case_minutes", np.nan),
    )  # fmt: skip
    replacement = both(
        N_("Best replacement: {site} – {lost}."),
        site=Text(*(shown_name(row["next_best_site"], Language(code)) for code in LANGUAGES)),
        lost=change_text(price, counted),
    )
    return (*said, replacement)


CHILDREN = "children"
"""What a plan counts that is made under no lens of cases."""
_CASES = {
    "reported": N_("{n:1} reported cases a year"),
    "expected": N_("{n:1} expected cases a year"),
    "adjusted": N_("{n:1} adjusted cases a year"),
}


def _gained(row: Mapping[Any, Any], counted: str) -> Text:
    children = row["children_newly_within"]
    if counted == CHILDREN:
        return both(N_("Brings {gained} more children within the limit."), gained=children)
    message = N_("Newly within the limit: {cases} ({children} children).")
    return both(message, cases=both(_CASES[counted], n=row["cases_newly_within"]), children=children)


def change_text(lost: Change, counted: str) -> Text:
    """Return what is lost within the limit and on the way, in the unit of what the plan counts."""
    if counted == CHILDREN:
        return both(
            N_("{fewer}, on average {longer}"),
            fewer=children_change(lost.children),
            longer=minutes_change(lost.minutes),
        )
    return both(
        N_("{cases} ({children}), on average per case: {longer}"),
        cases=cases_change(lost.cases, counted),
        children=children_change(lost.children),
        longer=minutes_change(lost.case_minutes),
    )


def cases_change(fewer: float, counted: str) -> Text:
    """Return how many cases of a lens fewer or more are within the limit."""
    if abs(fewer) < _SMALLEST_CHANGE:
        return both(N_("as many cases"))
    return both(N_("{cases} fewer") if fewer > 0 else N_("{cases} more"), cases=both(_CASES[counted], n=abs(fewer)))


def minutes_change(more: float) -> Text:
    """Return how much longer or shorter the average way becomes."""
    if not np.isfinite(more):
        return both(N_("not measurable, as some children would reach no site"))
    if abs(more) < _SMALLEST_CHANGE:
        return both(N_("the same minutes"))
    return both(N_("{n:1} minutes more") if more > 0 else N_("{n:1} minutes less"), n=abs(more))


def children_change(fewer: float) -> Text:
    """Return how many children fewer or more are within the limit."""
    if not fewer:
        return both(N_("as many children"))
    return both(N_("{n} children fewer") if fewer > 0 else N_("{n} children more"), n=abs(fewer))


_SMALLEST_CHANGE = 0.05
"""Minutes and cases; what would be shown as 0,0."""
