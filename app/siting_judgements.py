"""How far a plan of sites holds, in sentences: under other lenses, under other figures, and what insisting costs."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from app.demand_lenses import lens_words
from app.errors import LensNotStated
from app.language import N_, Text, both
from app.plan_findings import site_names
from app.reasons import Plan, change_text
from app.result import Finding, Sensitivity, Value, finding
from app.siting_aims import MORE_IS_BETTER
from app.siting_frontier import EQUAL, FrontierParameters
from app.siting_lenses import Compared, DemandName, LensDemand
from app.siting_prices import Price
from app.siting_stability import JUDGED, Varied

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
        message = N_("Chosen whichever way demand is seen ({lenses}): {n} of {proposed} proposed ({names}).")
        yield finding(tag, message, **numbers, n=len(everywhere), names=site_names(plan, everywhere))
    elif plan.proposed:
        message = N_("No site is chosen whichever way demand is seen ({lenses}): the plan rests on the choice of lens.")
        yield finding(tag, message, **numbers)
    yield from _not_compared(seen, tag)
    old = tuple(name for name, demand in seen.demands.items() if demand.lens.out_of_date)
    if old:
        message = N_("The data have changed since these were answered: {lenses}. Run their questions again.")
        yield finding(tag, message, lenses=_lens_words(old))


def _not_compared(seen: Compared, tag: Sensitivity) -> Iterator[Finding]:
    """Yield which lenses are not compared and why: not stated, not asked for yet, or without a plan."""
    unasked = tuple(each.lens for each in seen.unknown if not isinstance(each, LensNotStated))
    if unasked:
        message = N_("Not compared, as the question was not answered yet: {lenses}.")
        yield finding(tag, message, lenses=_between_commas(unasked))
    for each in seen.unknown:
        if isinstance(each, LensNotStated):
            message = N_(
                "Not compared: {lens}. The question “{question}” was answered without them; ask it again and state: "
                "{settings}."
            )
            yield finding(tag, message, lens=each.lens, question=each.question, settings=_between_commas(each.settings))
    if seen.unplanned:
        message = N_("Not compared, as no plan was found that keeps the rules: {lenses}.")
        yield finding(tag, message, lenses=_lens_words(seen.unplanned))


def seen_as(plan: Plan, lens: LensDemand, tag: Sensitivity) -> Iterator[Finding]:
    """Yield how much of the demand the plan is made for lies within the limit, and what is assumed of it."""
    limit = plan.parameters.limit
    near = {
        name: plan.sites.counted_within(reached, limit)
        for name, reached in (("before", plan.before), ("after", plan.after))
    }
    message = N_(
        "The plan is made for cases ({lens}), spread over settlements by their children: {after:1} of {all:1} a year "
        "are within {limit} minutes of a site, today {before:1}. It must stay inside."
    )
    yield finding(
        tag, message, **near, all=float(plan.sites.weights.sum()), limit=limit, lens=_lens_words((lens.lens.name,))
    )
    if lens.unknown:
        message = N_("Communes of which nothing is known this way: {n}. They count with the others' mean per child.")
        yield finding(tag, message, n=len(lens.unknown))


def _lens_words(names: tuple[DemandName, ...]) -> Text:
    return _between_commas(tuple(lens_words(name) for name in names))


def _between_commas(texts: tuple[Text, ...]) -> Text:
    return Text(", ".join(text.vi for text in texts), ", ".join(text.en for text in texts))


def stability_findings(
    plan: Plan, found: "Stability", changing: Varied, spread: float, area: Sensitivity
) -> Iterator[Finding]:
    """Yield what keeping the plan loses when the figures are others, the stable core, and what the draws cannot say."""
    draws = len(found.outcomes)
    what = _varied_words(changing, spread)
    if not found.planned.any():
        nothing = N_("Made anew {draws} times with {what}: in none of them was a plan found.")
        yield finding(area, nothing, draws=draws, what=what)
    else:
        yield from _made_anew(found, what, area)
        if plan.proposed:
            yield _core(plan, found, area)
    for message, number in _left_out(found).items():
        if number:
            yield finding(area, message, n=number, draws=draws)


def _made_anew(found: "Stability", what: Text, area: Sensitivity) -> Iterator[Finding]:
    regret = np.where(np.isfinite(found.regret), found.regret, 1.0)
    draws = len(found.outcomes)
    if not regret.size:
        nowhere = N_("Made anew {draws} times with {what}: in none of them does the plan as it stands keep the rules.")
        yield finding(area, nowhere, draws=draws, what=what)
        return
    lost = N_(
        "Made anew {draws} times with {what}: the plan as it stands falls short of each time's best by {mean:1}% on "
        "average, and by {most:1}% at most in 95% of them."
    )
    mean, most = PERCENT * float(regret.mean()), PERCENT * float(np.percentile(regret, RARELY))
    yield finding(area, lost, draws=draws, what=what, mean=mean, most=most)


def _core(plan: Plan, found: "Stability", area: Sensitivity) -> Finding:
    core = tuple(site for site in plan.proposed if site in found.core)
    if not core:
        none = N_("No proposed site is chosen in 80% or more of these draws: none is certain to be right.")
        return finding(area, none)
    stable = N_("Chosen in 80% or more of these draws, the stable core: {n} of {proposed} proposed ({names}).")
    return finding(area, stable, n=len(core), proposed=len(plan.proposed), names=site_names(plan, core))


def _left_out(found: "Stability") -> dict[str, int]:
    """Return what is in none of these figures, or less sure than the rest, and of how many draws that is so."""
    return {
        _NO_PLAN: found.count("none"),
        _BROKEN: found.broken,
        _UNFINISHED: found.count("unfinished"),
        _ROUGH: found.count("rough"),
    }


_NO_PLAN = N_("In {n} of {draws} draws no plan keeps the rules; they are in none of these figures.")
_BROKEN = N_(
    "In {n} of {draws} draws the plan as it stands breaks a rule that another plan keeps; they do not count in what "
    "it falls short by."
)
_UNFINISHED = N_(
    "In {n} of {draws} draws the time limit came before a plan was found; they are in none of these figures."
)
_ROUGH = N_("In {n} of {draws} draws a plan better by more than 0.5% may exist, as the time limit came first.")


def _varied_words(changing: Varied, spread: float) -> Text:
    if changing == {"demand"}:
        return both(N_("other demand"))
    if changing == {"speeds"}:
        return both(N_("other speeds (±{spread}%)"), spread=spread)
    return both(N_("other speeds (±{spread}%) and other demand"), spread=spread)


def not_judged(plan: Plan, area: Sensitivity) -> Finding:
    """Return why no draws were made: the aim is not judged, or nothing that varies can change its plan."""
    if plan.parameters.objective not in JUDGED:
        return finding(area, _NOT_JUDGED)
    return finding(area, _ANY_SPEED if plan.parameters.objective == "p_median" else _NOTHING_VARIES)


_NOT_JUDGED = N_(
    "How stable the plan is was not measured: that is done for the aims of most children and least minutes."
)
_ANY_SPEED = N_(
    "How stable the plan is was not measured: one factor on all speeds changes no plan of the least minutes in all, "
    "and what it counts has no interval to draw from."
)
_NOTHING_VARIES = N_(
    "How stable the plan is was not measured: neither the speeds nor what the plan counts were to vary."
)


def price_findings(plan: Plan, found: tuple[Price, ...], area: Sensitivity) -> Iterator[Finding]:
    """Yield what insisting on each required site costs."""
    for price in found:
        site = site_names(plan, (price.site,))
        if not price.instead:
            yield finding(area, N_("Insisting on {site} costs nothing: it is in the best plan anyway."), site=site)
            continue
        message = N_("Insisting on {site}: {lost}, than with {instead} instead.")
        yield finding(
            area,
            message,
            site=site,
            lost=change_text(price.change, plan.parameters.lens),
            instead=site_names(plan, price.instead),
        )


def frontier_findings(
    plan: Plan, points: "tuple[FrontierPoint, ...]", parameters: FrontierParameters, area: Sensitivity
) -> Iterator[Finding]:
    """Yield how many plans there are between both aims, and which of them is better than the plan in both."""
    yield finding(area, _FRONTIERS[parameters.second], n=len(points))
    own = next(point for point in points if point.siting.sites == plan.chosen)
    cheaper = next((point for point in points if _is_as_good(point, own, parameters)), None)
    if cheaper is None:
        return
    names = site_names(plan, tuple(site for site in cheaper.siting.sites if site >= plan.sites.existing))
    yield finding(area, _AS_GOOD[parameters.second], second=cheaper.second, own=own.second, names=names)


def _is_as_good(point: "FrontierPoint", own: "FrontierPoint", parameters: FrontierParameters) -> bool:
    """Return whether a point reaches the aim as well as the plan, for less of the second aim."""
    gain = point.first - own.first if parameters.objective in MORE_IS_BETTER else own.first - point.first
    return point.second < own.second and gain >= -EQUAL * abs(own.first)


_AS_GOOD: Mapping[str, str] = {
    "cost": N_("For {second} instead of {own}, other sites reach the aim as well: {names}."),
    "worst": N_(
        "With {second:1} instead of {own:1} minutes for the worst-off, other sites reach the aim as well: {names}."
    ),
}


_FRONTIERS: Mapping[str, str] = {
    "cost": N_("Plans between no money and the cost of this one, none better in both cost and aim: {n}."),
    "worst": N_("Plans between this one and the nearest that the worst-off can have it, none better in both: {n}."),
}


def nothing_to_weigh(area: Sensitivity) -> Finding:
    """Return that the aim and the second aim cannot be weighed."""
    return finding(
        area, N_("There is nothing to weigh: this aim already is the second one, or fixes its own number of sites.")
    )
