"""What a plan of sites says in sentences: whom it reaches and leaves out, what it rests on, how sure it is.

Owns `plan_findings`; minutes are in `app.siting_findings`, lenses, stability and prices in `app.siting_judgements`.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.places_counted import known_places
from app.plan_words import RANK_MEANS
from app.reasons import Plan
from app.result import Finding, Sensitivity, Value, finding
from app.siting import KINDS, Aim, placed_facilities, within
from app.siting_findings import travel_findings
from app.siting_rules import Ruled, RuleParameters
from app.siting_words import new_places, standing_places
from data.project import Project

NAMED_COMMUNES = 5
"""Most communes that a sentence names."""


def plan_findings(
    project: Project, plan: Plan, parameters: RuleParameters, reached: pd.DataFrame, area: Sensitivity
) -> Iterator[Finding]:
    """Yield whom the plan reaches and what it rests on; `reached`: the table of communes."""
    yield _headline(plan, parameters, area)
    if parameters.objective in _AIMS:
        yield finding(area, _AIMS[parameters.objective], **_aim_numbers(plan))
    yield from _closed(plan, area)
    yield from travel_findings(project, plan, area)
    yield _left_out(reached, area)
    if parameters.lens == "children":
        yield finding(area, N_("The plan counts children and travel time, not reported cases."))
    yield finding(area, RANK_MEANS)
    yield finding(area, _PROOF[plan.siting.status], gap=100 * plan.siting.gap)
    yield _places_counted(parameters, area)
    yield from _not_counted(project, plan)
    yield from _without_position(project, area)


def missing_figures(ruled: Ruled, area: Sensitivity) -> Iterator[Finding]:
    """Yield how many places were left out as they state no cost or capacity."""
    for field, positions in ruled.without_figure.items():
        if positions:
            yield finding(area, _MISSING[field], n=len(positions))


_MISSING = {
    "cost": N_("Candidate sites that state no cost, left out: {n}."),
    "capacity": N_("Places that state no capacity and are taken to have no room: {n}."),
}


def _places_counted(parameters: RuleParameters, area: Sensitivity) -> Finding:
    """Return which places are counted; only a plan for children may be shared."""
    if parameters.lens == "children":
        return finding(area, _KNOWN_PLACES[parameters.existing])
    return known_places(parameters.existing, area)


def _headline(plan: Plan, parameters: RuleParameters, area: Sensitivity) -> Finding:
    sites, limit = plan.sites, plan.parameters.limit
    children = float(sites.children.sum())
    reached = {
        "before": sites.children_within(plan.before, limit),
        "after": sites.children_within(plan.after, limit),
    }
    shares = {f"{name}_share": 100 * value / children if children else 0.0 for name, value in reached.items()}
    numbers: dict[str, Value | Text] = {
        "new": len(plan.proposed), "limit": limit, "children": children, "existing": sites.existing,
    }  # fmt: skip
    standing = standing_places(parameters.service, parameters.existing)
    return finding(area, _HEADLINE, **numbers, **reached, **shares, sites=_counted(plan), standing=standing)


def _counted(plan: Plan) -> Text:
    """Return how many new sites there are, how many close for them and, if none is new, whether money pays for none."""
    new = new_places(plan.parameters.service, len(plan.proposed))
    if plan.closed:
        message = N_("{new} while {closed} close ({all} in all, {existing} today)")
        return both(message, new=new, closed=len(plan.closed), all=len(plan.chosen), existing=plan.sites.existing)
    terms = plan.sites.terms
    candidates = sorted(set(range(plan.sites.existing, len(plan.sites.places))) - set(terms.forbidden))
    cheapest = np.inf if terms.opening_cost is None else float(terms.opening_cost[candidates].min(initial=np.inf))
    if plan.proposed or not terms.budget < cheapest < np.inf:
        return new
    message = N_("{none} (the budget of {budget} pays for none: the cheapest costs {cost})")
    return both(message, none=new, budget=terms.budget, cost=cheapest)


def _aim_numbers(plan: Plan) -> dict[str, float]:
    """Return the numbers that the sentence of the plan's aim has."""
    sites, limit = plan.sites, plan.parameters.limit
    if plan.parameters.objective == "p_center":
        return {"minutes": plan.siting.objective, "n": len(plan.chosen)}
    if plan.parameters.objective == "set_covering":
        return {"limit": limit, "n": len(plan.chosen)}
    if plan.parameters.objective == "backup_covering":
        twice = within(sites.cost[:, list(plan.chosen)], limit).sum(axis=1) > 1
        return {"limit": limit, "twice": float(sites.children[twice].sum())}
    to_assigned = sites.cost[range(len(sites.cost)), list(plan.siting.assignment)]
    return {"further": float(sites.reachable[to_assigned > plan.after].sum())}


_AIMS: Mapping[Aim, str] = {
    "p_center": N_(
        "Whoever lives furthest from a site needs {minutes:0} minutes; no plan of as many sites does better."
    ),
    "set_covering": N_(
        "So many sites bring everyone who can reach any within {limit} minutes: {n}. The number asked for plays no "
        "part."
    ),
    "backup_covering": N_(
        "Children within {limit} minutes of two sites, so that one stands in for the other: {twice}."
    ),
    "capacitated_p_median": N_(
        "Room is limited: {further} children go to a site that is not the nearest. The other figures are of the "
        "nearest site."
    ),
}


def _closed(plan: Plan, area: Sensitivity) -> Iterator[Finding]:
    if not plan.sites.terms.closing and not plan.closed:
        return
    if not plan.closed:
        yield finding(area, N_("Existing sites might close; the plan keeps them all."))
        return
    names = site_names(plan, plan.closed)
    yield finding(area, N_("Existing sites that the plan closes: {n} ({names})."), n=len(plan.closed), names=names)


def site_names(plan: Plan, positions: tuple[int, ...]) -> Text:
    """Return the names of sites, between commas."""
    rows = plan.sites.places.iloc[list(positions)]
    names = rows["name"].fillna(rows["facility_id"])
    return Text(*(", ".join(shown_name(name, Language(code)) for name in names) for code in LANGUAGES))


def _left_out(reached: pd.DataFrame, area: Sensitivity) -> Finding:
    """Return how many children stay beyond the limit, and the communes where most of them live."""
    beyond = (reached["children"] - reached["children_within_after"]).round().fillna(0)
    if not beyond.any():
        return finding(area, N_("With the plan no child is beyond the limit."))
    most = reached.assign(beyond=beyond).sort_values(["beyond", "code"], ascending=[False, True])
    named = most[most["beyond"] > 0].head(NAMED_COMMUNES)
    return finding(
        area,
        N_("Left out: {beyond} children stay beyond the limit. Communes with the most of them: {names}."),
        beyond=float(beyond.sum()),
        names=Text(*(_counted_names(named, Language(code)) for code in LANGUAGES)),
    )


def _counted_names(named: pd.DataFrame, language: Language) -> str:
    pairs = zip(named["name"], named["beyond"], strict=True)
    return ", ".join(f"{shown_name(name, language)} ({language.number(beyond)})" for name, beyond in pairs)


def _not_counted(project: Project, plan: Plan) -> list[Finding]:
    """Return, for those who may know of every place, how many existing ones the plan leaves uncounted."""
    service = plan.parameters.service
    if plan.parameters.existing == "all":
        return []
    known = placed_facilities(project, "all")
    all_ = int((known["kind"].isin(KINDS[service]) & (known["status"] == "in_use")).sum())
    message = N_("{standing} that are counted, those whose address is public: {existing} of {all}.")
    standing = standing_places(service, "all")
    return [finding(Sensitivity.PLACE, message, standing=standing, all=all_, existing=plan.sites.existing)]


_HEADLINE = N_(
    "With {sites} an estimated {after} of {children} children ({after_share:1}%) are within {limit} minutes of one; "
    "today {before} ({before_share:1}%). {standing}: {existing}."
)
_KNOWN_PLACES = {
    "public": N_(
        "Only places whose address is public are counted, so an export marked “May be shared” may be passed on; "
        "an internal one may not. One that is not public may already serve some of these children."
    ),
    "all": N_("All places are counted, also those whose address is not public: this plan must stay inside."),
}
_PROOF = {
    "optimal": N_("Best by this calculation: no better choice of sites exists under these assumptions."),
    "time_limit": N_("The time limit ended the search: a plan better by up to {gap:2}% may exist."),
}


def _without_position(project: Project, area: Sensitivity) -> list[Finding]:
    facilities = project["facilities"]
    known = facilities[facilities["disclosure"] == "public"] if area is Sensitivity.AREA else facilities
    missing = int((known["lon"].isna() | known["lat"].isna()).sum())
    message = N_("Places without a position: {n}. They are in no figure of this plan.")
    return [finding(area, message, n=missing)] if missing else []
