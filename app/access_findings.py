"""What the question how long it takes to reach help says in sentences: the figures, and all that is assumed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import pandas as pd

from app.access_reach import FURTHEST_METRES, Reach
from app.choice_words import CHOICES
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.result import Finding, Sensitivity, Value, finding
from app.travel_inputs import Ground
from app.travel_parts import PART_MARGIN_METRES
from app.travel_speeds import edited_speeds
from geo.friction import Notes
from geo.friction_table import FrictionTable

NAMED = 5
"""Most communes or places that a sentence names."""

MEANS: Mapping[str, str] = {
    "walking": N_("on foot"),
    "bicycle": N_("by bicycle"),
    "motorbike": N_("by motorbike"),
    "car": N_("by car"),
}
SEASONS: Mapping[str, str] = {
    "dry": N_("in the dry season"),
    "rain": N_("in the rainy season"),
    "night": N_("on a dry night"),
}


@dataclass(frozen=True, eq=False)
class Assumed:
    """What a person must know of how a part of a project was computed, without its surfaces.

    Attributes
    ----------
    where : {"raster", "settlements", "centres"}
        What says where children live.
    estimated : tuple of str
        Communes whose children are not known.
    raster, elevation, roads : bool
        Whether a friction raster says all, and whether heights and roads are known.
    table : FrictionTable
    notes : Notes, optional
    moved, refused : DataFrame
        Places of this part.
    children_moved, children_nowhere : float
    """

    where: str
    estimated: tuple[str, ...]
    raster: bool
    elevation: bool
    roads: bool
    table: FrictionTable
    notes: Notes | None
    moved: pd.DataFrame
    refused: pd.DataFrame
    children_moved: float
    children_nowhere: float


def assumed(asked: Reach, ground: Ground, own: Callable[[pd.DataFrame], pd.DataFrame]) -> Assumed:
    """Return what was assumed in a search; `own` keeps the places that belong to its part."""
    homes, friction = asked.scene.homes, asked.scene.crossing.friction
    return Assumed(
        where=homes.source,
        estimated=homes.estimated,
        raster=ground.pace is not None,
        elevation=ground.elevation is not None,
        roads=ground.roads is not None,
        table=ground.table,
        notes=None if friction is None else friction.notes,
        moved=own(asked.stations.moved),
        refused=own(asked.stations.refused),
        children_moved=asked.scene.located.moved,
        children_nowhere=asked.scene.located.nowhere,
    )


def together(parts: Sequence[Assumed]) -> Assumed:
    """Return what was assumed in all parts of a project; a road near a border is noted once for each province."""
    noted = [part.notes for part in parts if part.notes is not None]
    return replace(
        parts[0],
        estimated=tuple(code for part in parts for code in part.estimated),
        notes=_notes_together(noted) if len(noted) > 1 else parts[0].notes,
        moved=pd.concat([part.moved for part in parts]),
        refused=pd.concat([part.refused for part in parts]),
        children_moved=sum(part.children_moved for part in parts),
        children_nowhere=sum(part.children_nowhere for part in parts),
    )


def _notes_together(notes: Sequence[Notes]) -> Notes:
    return Notes(
        without_land_cover=any(each.without_land_cover for each in notes),
        unlisted=tuple(sorted({word for each in notes for word in each.unlisted})),
        closed_roads=sum(each.closed_roads for each in notes),
        cut_roads=sum(each.cut_roads for each in notes),
        assumed_bridges=sum(each.assumed_bridges for each in notes),
        fords=sum(each.fords for each in notes),
    )


class Asked(Protocol):
    """Who travels to what, of the parameters of the question."""

    @property
    def limit(self) -> float:
        """Minutes."""

    @property
    def season(self) -> str:
        """One of `SEASONS`."""

    @property
    def mode(self) -> str:
        """Means of travel."""

    @property
    def services(self) -> str:
        """Kinds of place separated by commas."""


def figures(tables: Mapping[str, pd.DataFrame], travel: Asked, area: Sensitivity) -> Iterator[Finding]:
    """Yield what was found, the most important first."""
    total = tables["totals"].iloc[0]
    yield finding(
        area,
        N_(
            "{within} of {children} children ({share:1}%) are within {limit} minutes of help ({services}) {means}, "
            "{season}; places counted: {places}."
        ),
        within=_whole(total["children_within"]),
        children=_whole(total["children"]),
        share=float(total["share_within"]),
        limit=travel.limit,
        services=_services(travel.services),
        means=both(MEANS[travel.mode]),
        season=both(SEASONS[travel.season]),
        places=len(tables["services"]),
    )
    yield _uncovered(tables["communes"], area)
    yield from _seasons(tables, area)
    yield from _unreachable(total, area)
    yield from _schools(tables["schools"], travel.limit, area)
    yield from _outside(tables["totals"].iloc[1], area)


def _uncovered(communes: pd.DataFrame, area: Sensitivity) -> Finding:
    named = _most(communes, "children_beyond")
    if named.empty:
        return finding(area, N_("No child is beyond the limit."))
    return finding(
        area,
        N_("Beyond the limit: {beyond} children. Communes with the most of them: {names}."),
        beyond=_whole(communes["children_beyond"].sum()),
        names=_counted(named, "children_beyond"),
    )


def _seasons(tables: Mapping[str, pd.DataFrame], area: Sensitivity) -> Iterator[Finding]:
    within = dict(zip(tables["seasons"]["season"], tables["seasons"]["children_within"], strict=True))
    if not {"dry", "rain", "night"} <= set(within):
        return
    message = N_(
        "Children within the limit: {dry} in the dry season, {rain} in the rainy season, {night} on a dry night."
    )
    yield finding(area, message, **{season: _whole(count) for season, count in within.items()})
    named = _most(tables["rain"], "children_lost_in_rain")
    if not named.empty:
        lost = N_("In the rain {lost} children are no longer within the limit, most of them in: {names}.")
        names = _counted(named, "children_lost_in_rain")
        yield finding(area, lost, lost=_whole(tables["rain"]["children_lost_in_rain"].sum()), names=names)


def _unreachable(total: "pd.Series[float]", area: Sensitivity) -> Iterator[Finding]:
    if total["children_unreachable"] >= _ONE:
        message = N_("No way leads from the homes of {n} children to any of these places; they are in no average.")
        yield finding(area, message, n=_whole(total["children_unreachable"]))


def _schools(schools: pd.DataFrame, limit: float, area: Sensitivity) -> Iterator[Finding]:
    further, unreviewed = int(schools["further"].sum()), int((~schools["reviewed"]).sum())
    if further or unreviewed:
        message = N_(
            "Schools further than {limit} minutes from help: {further}. "
            "Schools without a safe-school review: {unreviewed}."
        )
        yield finding(area, message, limit=limit, further=further, unreviewed=unreviewed)


def _outside(outside: "pd.Series[float]", area: Sensitivity) -> Iterator[Finding]:
    if outside["children"] >= _ONE:
        message = N_("The map also shows about {n} children outside every commune; they are in no share.")
        yield finding(area, message, n=_whole(outside["children"]))


def assumptions(known: Assumed, area: Sensitivity) -> Iterator[Finding]:
    """Yield what a person must know before believing the figures."""
    yield finding(area, _WHERE[known.where])
    if known.estimated:
        message = N_("Communes whose children are not known and were estimated from all people: {n}.")
        yield finding(area, message, n=len(known.estimated))
    yield from _ground(known, area)
    if known.notes is not None:
        yield from _notes(known.notes, area)
    yield from _moved(known, area)


def parts_apart(parts: int, area: Sensitivity) -> Iterator[Finding]:
    """Yield that a large area was computed province by province, and what that leaves out."""
    if parts > 1:
        message = N_(
            "Computed province by province ({n}), each with {km} km around it: help further across a border is not "
            "seen, and roads near one are noted for each province."
        )
        yield finding(area, message, n=parts, km=PART_MARGIN_METRES / 1000)


def _ground(known: Assumed, area: Sensitivity) -> Iterator[Finding]:
    if known.raster:
        yield finding(
            area, N_("Speeds are those of the friction raster alone: means of travel and season change nothing.")
        )
        return
    yield from edited_speeds(known.table, area)
    if not known.elevation:
        yield finding(area, N_("Slopes are not in these minutes: the project has no elevation."))
    if not known.roads:
        yield finding(area, N_("The project has no roads: everyone is taken to walk across the land."))


def _notes(notes: Notes, area: Sensitivity) -> Iterator[Finding]:
    if notes.without_land_cover:
        message = N_("Off the roads one speed is assumed everywhere: the project has no land cover.")
        yield finding(area, message)
    if notes.unlisted:
        message = N_("Words for roads that are not known, taken as ordinary roads: {words}.")
        yield finding(area, message, words=", ".join(notes.unlisted))
    for count, message in (
        (notes.assumed_bridges, N_("Roads assumed to cross a river on a bridge, as nothing is stated: {n}.")),
        (notes.fords, N_("Roads assumed to pass a river by a ford: {n}.")),
        (notes.cut_roads, N_("Roads that end at a river or another barrier: {n}.")),
        (notes.closed_roads, N_("Roads that cannot be travelled in this season: {n}.")),
    ):
        if count:
            yield finding(area, message, n=count)


def _moved(known: Assumed, area: Sensitivity) -> Iterator[Finding]:
    moved, refused = known.moved, known.refused
    if len(moved):
        message = N_("Places moved to the nearest point that can be reached: {n} ({names}).")
        yield finding(area, message, n=len(moved), names=named_places(moved))
    if len(refused):
        message = N_("Places not counted, as nothing that can be reached is within {metres} m: {n} ({names}).")
        yield finding(area, message, n=len(refused), names=named_places(refused), metres=FURTHEST_METRES)
    if known.children_moved >= _ONE:
        message = N_("{n} children live where nobody passes, such as in the cell of a river: the nearest point counts.")
        yield finding(area, message, n=_whole(known.children_moved))
    if known.children_nowhere >= _ONE:
        message = N_(
            "The homes of {n} children are not on the map, or nobody passes within {metres} m: nothing reaches them."
        )
        yield finding(area, message, n=_whole(known.children_nowhere), metres=FURTHEST_METRES)


_ONE = 0.5
"""Children; fewer are written as none."""
_WHERE = {
    "raster": N_("Children of each commune are spread over it as the population raster says."),
    "settlements": N_("Children are counted where their settlements lie, each settlement in one point."),
    "centres": N_(
        "All children of a commune are counted at its centre: neither settlements nor a population raster are known."
    ),
}


def _most(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    counted = rows[rows[column] >= _ONE]
    return counted.sort_values([column, "code"], ascending=[False, True]).head(NAMED)


def _counted(rows: pd.DataFrame, column: str) -> Text:
    return Text(*(_counted_in(rows, column, Language(code)) for code in LANGUAGES))


def _counted_in(rows: pd.DataFrame, column: str, language: Language) -> str:
    pairs = zip(rows["name"], rows[column], strict=True)
    return ", ".join(f"{shown_name(name, language)} ({language.number(round(float(count)))})" for name, count in pairs)


def named_places(places: pd.DataFrame) -> Text:
    """Return the names of the first `NAMED` places."""
    names = places["name"].fillna(places["facility_id"]).head(NAMED)
    more = "" if len(places) <= NAMED else ", …"
    return Text(*(", ".join(shown_name(name, Language(code)) for name in names) + more for code in LANGUAGES))


def _services(services: str) -> Text:
    """Return the kinds of place that were asked for, in words."""
    kinds = [kind.strip() for kind in services.split(",") if kind.strip()]
    return Text(*(", ".join(Language(code).say(CHOICES["services"][kind]) for kind in kinds) for code in LANGUAGES))


def _whole(children: float) -> Value:
    """Return children as a sentence says them."""
    return round(float(children))
