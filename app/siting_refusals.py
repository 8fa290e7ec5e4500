"""Why there is no plan of sites, by the names of communes and sites: rules that contradict each other, who is cut off.

Owns `refusal`, and what is refused before any plan is looked for: `refuse_numbers`, `refuse_where_nothing_is_near`.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from app.children import communes, full_names
from app.errors import (
    AppError,
    NeedAboveRoom,
    NothingWithin,
    OneRuleBroken,
    RoomNotShared,
    RoomTooSmall,
    RulesContradict,
    SitesOutOfReach,
    TooManyRequired,
    TooManyShelters,
)
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name, some_names
from app.siting import Sites, SitingParameters, within
from app.siting_aims import number_of_sites
from app.siting_terms import Group, GroupName
from app.siting_words import new_places
from data.project import Project
from models.errors import ContradictoryRules, Infeasible, TooLittleRoom

NAMED = 5
"""Most communes that a sentence names."""
REFUSED = (ContradictoryRules, Infeasible, TooLittleRoom)
"""What a model raises where there is no plan."""
NEAR_AIMS = frozenset({"covering", "backup_covering"})


def refuse_numbers(sites: Sites, parameters: SitingParameters) -> None:
    """Raise TooManyShelters or TooManyRequired where so many sites as were asked for cannot be; not if none were."""
    number = number_of_sites(sites, parameters)
    if number is None or parameters.objective == "set_covering":
        return
    terms = sites.terms
    candidates = set(range(sites.existing, len(sites.places))) - set(terms.forbidden)
    asked = new_places(parameters.service, parameters.p)
    if parameters.p > len(candidates):
        raise TooManyShelters(asked, len(candidates))
    if len(sites.fixed) > number:
        required = [site for site in terms.required if terms.closing or site >= sites.existing]
        labels = _labels(sites).iloc[required]
        raise TooManyRequired(_as_asked(sites, parameters), len(required), some_names(labels, NAMED))


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
    if isinstance(error, Infeasible):
        need = _need_above_room(project, sites, error.demands)
        number = number_of_sites(sites, parameters) or error.p
        return need or SitesOutOfReach(_most(project, sites, error.demands), number)
    if isinstance(error, TooLittleRoom):
        room = _most_room(sites, number_of_sites(sites, parameters))
        if room >= error.demand:
            return RoomNotShared(room, error.demand)
        return RoomTooSmall(room, error.demand, _most(project, sites, range(len(sites.demand))))
    rules = tuple(dict.fromkeys(_rules(error, project, sites, parameters)))
    return OneRuleBroken(rules[0]) if len(rules) == 1 else RulesContradict(rules)


def _most_room(sites: Sites, number: int | None) -> float:
    """Return the room of the roomiest sites that may open, so many of them; of all where a budget decides."""
    room = np.zeros(0) if sites.terms.room is None else np.delete(sites.terms.room, list(sites.terms.forbidden))
    return float(np.sort(room)[::-1][:number].sum())


def _need_above_room(project: Project, sites: Sites, points: Iterable[int]) -> NeedAboveRoom | None:
    """Return the largest of the `points` that is above every room in its reach; None where room is no question."""
    if sites.terms.room is None:
        return None
    allowed = [site for site in range(len(sites.places)) if site not in sites.terms.forbidden]
    rooms = np.where(np.isfinite(sites.cost[:, allowed]), sites.terms.room[allowed], -np.inf).max(axis=1)
    short = [point for point in points if np.isfinite(rooms[point]) and sites.children[point] > rooms[point]]
    if not short:
        return None
    most = max(short, key=lambda point: sites.children[point])
    return NeedAboveRoom(float(rooms[most]), float(sites.children[most]), _place(project, sites, most))


def _place(project: Project, sites: Sites, point: int) -> Text:
    """Return the name of a demand point: its own and its commune's, else its commune's."""
    row = sites.demand.iloc[point]
    commune = _names(project).get(row["commune_code"], str(row["commune_code"]))
    own = row.get("name")
    return _named(f"{own} ({commune})" if isinstance(own, str) and own else commune)


def _most(project: Project, sites: Sites, points: Iterable[int]) -> tuple[Text, ...]:
    """Return the names of the communes of demand points, those with most children first."""
    return tuple(_named(name) for name in _by_children(project, sites, points)[:NAMED])


def _by_children(project: Project, sites: Sites, points: Iterable[int]) -> list[str]:
    """Return the communes that demand points lie in, by name, those with most children at these points first."""
    rows = sites.demand.iloc[list(points)]
    names = _names(project)
    summed = rows.groupby("commune_code")["children"].sum().sort_values(ascending=False, kind="stable")
    return [names.get(code, code) for code in summed.index]


def _names(project: Project) -> dict[str, str]:
    units = communes(project)
    return dict(zip(units["code"], full_names(units), strict=True))


def _rules(error: ContradictoryRules, project: Project, sites: Sites, parameters: SitingParameters) -> Iterator[Text]:
    """Yield each rule in words, those about the same commune once."""
    names = _names(project)
    labels = _labels(sites)
    furthest = min(sites.terms.furthest, parameters.limit if parameters.objective == "set_covering" else np.inf)
    for kind, positions in error.rules:
        if kind == "number":
            yield _as_asked(sites, parameters)
        elif kind == "budget":
            yield both(N_("a budget of {budget}"), budget=sites.terms.budget)
        elif kind == "fixed":
            yield both(N_("{site} is open"), site=_shown(labels, positions[0]))
        elif kind == "apart":
            pairs = [each for each_kind, each in error.rules if each_kind == "apart"]
            first, second = (_shown(labels, site) for site in pairs[0])
            message = (
                N_("sites at least {km} km apart, which {first} and {second} are not")
                if len(pairs) == 1
                else N_("sites at least {km} km apart, which {n} pairs are not (such as {first} and {second})")
            )
            yield both(message, first=first, second=second, km=sites.terms.apart, n=len(pairs))
        elif kind == "group":
            yield _share_near(project, sites, sites.terms.groups[positions[0]])
        else:
            code = str(sites.demand["commune_code"].iloc[positions[0]])
            yield _reached(_named(names.get(code, code)), furthest)


def _as_asked(sites: Sites, parameters: SitingParameters) -> Text:
    """Return how many sites were asked for, as the planner counts: new ones, or all where existing ones may close."""
    total = number_of_sites(sites, parameters)
    if total is None:
        return both(N_("at least one site"))
    return _in_all(total) if sites.terms.closing else new_places(parameters.service, parameters.p)


def _in_all(total: int) -> Text:
    return both(N_("1 site in all") if total == 1 else N_("{n} sites in all"), n=total)


def _share_near(project: Project, sites: Sites, group: Group) -> Text:
    """Return the rule of a group, with the communes of it that no allowed site is near enough to."""
    rule = both(GROUPS[group.name], share=100 * group.share, limit=group.limit)
    allowed = tuple(site for site in range(len(sites.places)) if site not in sites.terms.forbidden)
    near = within(sites.nearest(allowed), group.limit)
    beyond = [point for point in group.members if not near[point]]
    if not beyond:
        return rule
    message = N_("{rule} (every allowed site is too far for children of: {communes})")
    return both(message, rule=rule, communes=some_names(_by_children(project, sites, beyond), NAMED))


def _reached(commune: Text, furthest: float) -> Text:
    if np.isinf(furthest):
        return both(N_("the children of {commune} reach a site"), commune=commune)
    return both(N_("the children of {commune} have a site within {minutes} minutes"), commune=commune, minutes=furthest)


GROUPS: dict[GroupName, str] = {
    "remote": N_("{share}% of the children of the most remote quarter of communes within {limit} minutes"),
    "poor": N_("{share}% of the children of the poorest quarter of communes within {limit} minutes"),
}


def _labels(sites: Sites) -> "pd.Series[str]":
    named: pd.Series[str] = sites.places["name"].fillna(sites.places["facility_id"])
    return named


def _shown(labels: "pd.Series[str]", site: int) -> Text:
    return _named(str(labels.iloc[site]))


def _named(name: str) -> Text:
    return Text(*(shown_name(name, Language(code)) for code in LANGUAGES))
