"""How far a plan of sites holds, in sentences: under other lenses, under other figures, and what insisting costs."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from app.language import LANGUAGES, N_, Language, Text
from app.plan_findings import site_names
from app.reasons import Plan, children_change, minutes_change
from app.result import Finding, Sensitivity, Value, finding
from app.siting_aims import MORE_IS_BETTER
from app.siting_frontier import FrontierParameters
from app.siting_lenses import Compared, DemandName, LensDemand
from app.siting_prices import Price
from app.words import CHOICES

if TYPE_CHECKING:
    from models.siting.frontier import FrontierPoint
    from models.stability import Stability

PERCENT = 100.0
RARELY = 95.0
"""The percentile of the regret that is said beside its mean."""


def lens_findings(plan: Plan, seen: Compared, tag: Sensitivity) -> Iterator[Finding]:
    """Yield which sites are chosen whatever the demand is taken to be."""
    everywhere = tuple(site for site in plan.proposed if len(seen.lenses_of(site)) == len(seen.plans))
    numbers: dict[str, Value | Text] = {"lenses": _lens_words(tuple(seen.plans)), "proposed": len(plan.proposed)}
    if everywhere:
        message = N_("Chosen whichever way demand is seen ({lenses}): {n} of {proposed} sites ({names}).")
        yield finding(tag, message, **numbers, n=len(everywhere), names=site_names(plan, everywhere))
    else:
        message = N_("No site is chosen whichever way demand is seen ({lenses}): the plan rests on the choice of lens.")
        yield finding(tag, message, **numbers)
    if seen.missing:
        message = N_("Not compared, as the question was not answered yet: {lenses}.")
        yield finding(tag, message, lenses=_lens_words(seen.missing))
    old = tuple(name for name, demand in seen.demands.items() if demand.lens.out_of_date)
    if old:
        message = N_("The data have changed since these were answered: {lenses}. Run their questions again.")
        yield finding(tag, message, lenses=_lens_words(old))


def seen_as(plan: Plan, lens: LensDemand, tag: Sensitivity) -> Iterator[Finding]:
    """Yield how much of the demand the plan is made for lies within the limit, and what is assumed of it."""
    demand, limit = plan.sites.weights, plan.parameters.limit
    near = {
        name: float(demand[reached <= limit].sum())
        for name, reached in (("before", plan.before), ("after", plan.after))
    }
    message = N_(
        "The plan is made for cases ({lens}), spread over settlements by their children: {after:1} of {all:1} a year "
        "are within {limit} minutes of a site, today {before:1}. It must stay inside."
    )
    yield finding(tag, message, **near, all=float(demand.sum()), limit=limit, lens=_lens_words((lens.lens.name,)))
    if lens.unknown:
        message = N_("Communes of which nothing is known this way: {n}. They count with the others' mean per child.")
        yield finding(tag, message, n=len(lens.unknown))


def _lens_words(names: tuple[DemandName, ...]) -> Text:
    said = CHOICES["lens"]
    return Text(*(", ".join(Language(code).say(said[name]) for name in names) for code in LANGUAGES))


def stability_findings(plan: Plan, found: "Stability", spread: float, area: Sensitivity) -> tuple[Finding, ...]:
    """Return the stable core and what keeping the plan loses when the figures are others."""
    core = tuple(site for site in plan.proposed if site in found.core)
    regret = np.where(np.isfinite(found.regret), found.regret, 1.0)
    numbers = {
        "draws": len(regret),
        "spread": spread,
        "mean": PERCENT * float(regret.mean()),
        "most": PERCENT * float(np.percentile(regret, RARELY)),
    }
    lost = N_(
        "Made anew {draws} times with other speeds (±{spread}%) and demand, the plan as it stands falls short of each "
        "time's best by {mean:1}% on average, and by {most:1}% at most in 95% of them."
    )
    if not core:
        none = N_("No proposed site is chosen in 80% or more of these: none is certain to be right.")
        return (finding(area, lost, **numbers), finding(area, none))
    stable = N_("Chosen in 80% or more of these, and so hardly in doubt: {n} of {proposed} sites ({names}).")
    named = finding(area, stable, n=len(core), proposed=len(plan.proposed), names=site_names(plan, core))
    return (finding(area, lost, **numbers), named)


def not_judged(area: Sensitivity) -> Finding:
    """Return that the draws were not made for this aim."""
    return finding(
        area,
        N_("How stable the plan is was not measured: that is done for the aims of most children and least minutes."),
    )


def price_findings(plan: Plan, found: tuple[Price, ...], area: Sensitivity) -> Iterator[Finding]:
    """Yield what insisting on each required site costs."""
    for price in found:
        site = site_names(plan, (price.site,))
        if not price.instead:
            yield finding(area, N_("Insisting on {site} costs nothing: it is in the best plan anyway."), site=site)
            continue
        message = N_("Insisting on {site}: {fewer}, on average {longer}, than with {instead} instead.")
        yield finding(
            area,
            message,
            site=site,
            fewer=children_change(price.children),
            longer=minutes_change(price.minutes),
            instead=site_names(plan, price.instead),
        )


def frontier_findings(
    plan: Plan, points: "tuple[FrontierPoint, ...]", parameters: FrontierParameters, area: Sensitivity
) -> Iterator[Finding]:
    """Yield how many plans there are between both aims, and which of them is better than the plan in both."""
    yield finding(area, _FRONTIERS[parameters.second], n=len(points))
    better = next((point for point in reversed(points) if _beats(point, plan, parameters)), None)
    if better is None:
        return
    names = site_names(plan, tuple(site for site in better.siting.sites if site >= plan.sites.existing))
    message = N_("For no more money than this plan, {n} other sites reach its aim better: {names}.")
    yield finding(area, message, n=len(better.siting.sites) - len(plan.kept), names=names)


def _beats(point: "FrontierPoint", plan: Plan, parameters: FrontierParameters) -> bool:
    """Return whether a point costs no more than the plan and reaches its aim better."""
    prices = plan.sites.terms.opening_cost
    if parameters.second != "cost" or prices is None or point.second > prices[list(plan.chosen)].sum():
        return False
    gain = point.first - plan.siting.objective
    return gain > 0 if parameters.objective in MORE_IS_BETTER else gain < 0


_FRONTIERS: Mapping[str, str] = {
    "cost": N_("Plans between no money and the cost of this one, none better in both cost and aim: {n}."),
    "worst": N_("Plans between this one and the nearest that the worst-off can have it, none better in both: {n}."),
}


def nothing_to_weigh(area: Sensitivity) -> Finding:
    """Return that the aim and the second aim cannot be weighed."""
    return finding(
        area, N_("There is nothing to weigh: this aim already is the second one, or fixes its own number of sites.")
    )
