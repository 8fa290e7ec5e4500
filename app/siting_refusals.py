"""Why there is no plan of sites, by the names of communes and sites: rules that contradict each other, who is cut off.

Owns `refusal` and `refuse_where_nothing_is_near`.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from app.children import communes, full_names
from app.errors import AppError, NothingWithin, RoomTooSmall, RulesContradict, SitesOutOfReach
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.siting import Sites, SitingParameters, within
from app.siting_aims import number_of_sites
from app.siting_terms import GroupName
from data.project import Project
from models.errors import ContradictoryRules, Infeasible, TooLittleRoom

NAMED = 5
"""Most communes that a sentence names."""
REFUSED = (ContradictoryRules, Infeasible, TooLittleRoom)
"""What a model raises where there is no plan."""
NEAR_AIMS = frozenset({"covering", "backup_covering"})


def refuse_where_nothing_is_near(project: Project, sites: Sites, parameters: SitingParameters) -> None:
    """Raise NothingWithin where the aim is nearness and no allowed candidate is near anyone."""
    allowed = [site for site in range(sites.existing, len(sites.places)) if site not in sites.terms.forbidden]
    near = within(sites.nearest(tuple(allowed)), parameters.limit) & (sites.weights > 0)
    if parameters.objective in NEAR_AIMS and not near.any():
        raise NothingWithin(parameters.limit, _most(project, sites, range(len(sites.demand))))


def refusal(
    error: ContradictoryRules | Infeasible | TooLittleRoom, project: Project, sites: Sites, parameters: SitingParameters
) -> AppError:
    """Return what a model found impossible with the names of the places it is about."""
    room = sites.terms.room
    if isinstance(error, Infeasible) and room is not None:
        return RoomTooSmall(
            float(room.max()), float(sites.reachable[list(error.demands)].max()), _most(project, sites, error.demands)
        )
    if isinstance(error, Infeasible):
        return SitesOutOfReach(_most(project, sites, error.demands), number_of_sites(sites, parameters) or error.p)
    if isinstance(error, TooLittleRoom):
        return RoomTooSmall(error.capacity, error.demand, _most(project, sites, range(len(sites.demand))))
    return RulesContradict(tuple(dict.fromkeys(_rules(error, project, sites, parameters))))


def _most(project: Project, sites: Sites, points: Iterable[int]) -> tuple[Text, ...]:
    """Return the names of the communes of demand points, those with most children first."""
    rows = sites.demand.iloc[list(points)]
    names = _names(project)
    summed = rows.groupby("commune_code")["children"].sum().sort_values(ascending=False, kind="stable")
    return tuple(_named(names.get(code, code)) for code in summed.index[:NAMED])


def _names(project: Project) -> dict[str, str]:
    units = communes(project)
    return dict(zip(units["code"], full_names(units), strict=True))


def _rules(error: ContradictoryRules, project: Project, sites: Sites, parameters: SitingParameters) -> Iterator[Text]:
    """Yield each rule in words, those about the same commune once."""
    names = _names(project)
    labels = sites.places["name"].fillna(sites.places["facility_id"])
    furthest = min(sites.terms.furthest, parameters.limit if parameters.objective == "set_covering" else np.inf)
    for kind, positions in error.rules:
        if kind == "number":
            total = number_of_sites(sites, parameters)
            yield both(N_("at least one site")) if total is None else both(N_("{n} sites in all"), n=total)
        elif kind == "budget":
            yield both(N_("a budget of {budget}"), budget=sites.terms.budget)
        elif kind == "fixed":
            yield both(N_("{site} is open"), site=_shown(labels, positions[0]))
        elif kind == "apart":
            pairs = [each for each_kind, each in error.rules if each_kind == "apart"]
            first, second = (_shown(labels, site) for site in pairs[0])
            message = N_("sites at least {km} km apart, which {n} pairs are not (such as {first} and {second})")
            yield both(message, first=first, second=second, km=sites.terms.apart, n=len(pairs))
        elif kind == "group":
            group = sites.terms.groups[positions[0]]
            members = _listed(_most(project, sites, group.members))
            yield both(GROUPS[group.name], share=100 * group.share, limit=group.limit, communes=members)
        else:
            code = str(sites.demand["commune_code"].iloc[positions[0]])
            yield _reached(_named(names.get(code, code)), furthest)


def _reached(commune: Text, furthest: float) -> Text:
    if np.isinf(furthest):
        return both(N_("the children of {commune} reach a site"), commune=commune)
    return both(N_("the children of {commune} have a site within {minutes} minutes"), commune=commune, minutes=furthest)


GROUPS: dict[GroupName, str] = {
    "remote": N_("{share}% of the children of the most remote quarter of communes ({communes}) within {limit} minutes"),
    "poor": N_("{share}% of the children of the poorest quarter of communes ({communes}) within {limit} minutes"),
}


def _listed(names: tuple[Text, ...]) -> Text:
    return Text(", ".join(name.vi for name in names), ", ".join(name.en for name in names))


def _shown(labels: "pd.Series[str]", site: int) -> Text:
    return _named(str(labels.iloc[site]))


def _named(name: str) -> Text:
    return Text(*(shown_name(name, Language(code)) for code in LANGUAGES))
