"""What of a project is drawn on a map before any question is asked: its indicators, its places, its staff.

As layers of `geo.map_page`, in the reader's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from app import words
from app.children import INDICATOR, communes, full_names, indicator_values, own_rows
from app.language import N_, Language
from app.map_layers import classed, ends, legend_note, outlines
from app.names import shown_name
from app.release import ALLOWED, Audience
from app.result import Column, Sensitivity
from app.unit_words import UNITS
from data.project import Project
from data.schema import SHELTER_KINDS
from geo.map_page import AreaLayer, Field, PointLayer, Theme
from geo.palettes import DISTINCT, Sense
from geo.symbols import NO_DATA, Shape

INDICATOR_PREFIX = "project_"
"""Begins the key of a theme that shows an indicator of the project, so that no result's theme has the same."""
OFFICERS = "officers"
LARGEST_OFFICERS = 15.0
"""Radius in pixels of the commune with most full-time posts; areas of symbols are in proportion to posts."""
_HEADINGS = {
    "children": N_("Children"),
    "dropouts": N_("School dropouts"),
    "population": N_("Population"),
    "poverty": N_("Poor households"),
}


_SENSES: dict[str, Sense] = {"dropouts": "bad", "poverty": "bad"}
"""Indicators of which a high value is good or bad; of all others it is neither."""
NOT_PUBLIC = N_("Not public: do not show on a projector.")


@dataclass(frozen=True, slots=True)
class Places:
    """A layer of facilities: its key, title, which facilities (of any disclosure where empty), and its symbol."""

    key: str
    title: str
    kinds: tuple[str, ...]
    disclosure: str
    shape: Shape
    colour: str
    radius: float = 8.0
    level: int = 0

    @property
    def shown(self) -> bool:
        """Whether it is drawn before anybody asks: public shelters are, others and what there are many of are not."""
        return self.disclosure == "public"

    @property
    def caution(self) -> str:
        """What must be known by who shows it."""
        return NOT_PUBLIC if self.disclosure not in ("", "public") else ""


def _shelters(disclosure: str, title: str, shape: Shape, colour: str) -> Places:
    return Places(f"shelters_{disclosure}", title, SHELTER_KINDS, disclosure, shape, colour, level=2)


PLACES = (
    Places("schools", N_("Schools"), ("school",), "", "square", DISTINCT["blue"], 4.0),
    Places("health_stations", N_("Health stations"), ("health_station",), "", "cross", DISTINCT["bluish green"], 5.0),
    _shelters("hidden", N_("Shelters, address hidden"), "triangle", DISTINCT["wine"]),
    _shelters("commune", N_("Shelters, known in the commune"), "diamond", DISTINCT["reddish purple"]),
    _shelters("public", N_("Shelters, address public"), "house", DISTINCT["black"]),
)
"""Layers of facilities, those that others may cover first. Each shape and each colour has one meaning on the map."""


def project_area(project: Project, language: Language) -> AreaLayer:
    """Return the communes of the project's vintage that have a shape."""
    units = project["units"]
    own = units[(units["level"] == "commune") & (units["vintage"] == project.about.vintage)]
    return outlines(gpd.GeoDataFrame(own), language)


def project_indicators(project: Project, language: Language) -> list[tuple[str, str]]:
    """Return the key and title of each way of colouring the communes, children first."""
    return [
        (INDICATOR_PREFIX + (name if name in _HEADINGS else str(position)), language.say(_HEADINGS.get(name, name)))
        for position, name in enumerate(_indicators(project))
    ]


def project_theme(project: Project, key: str, known: set[str], language: Language) -> Theme:
    """Return the colours of one of `project_indicators` for the communes whose codes are `known`: its latest values.

    Raises
    ------
    KeyError
        No indicator of the project has this key.
    """
    keys = [each for each, _ in project_indicators(project, language)]
    name = dict(zip(keys, _indicators(project), strict=True))[key]
    values = indicator_values(project, name).set_index("unit_code")["value"].reindex(sorted(known))
    unit = _unit(project, name)
    column = _column(name, unit)
    sense = _SENSES.get(name, "neutral")
    fills, legend = classed(values.to_list(), ["enough"] * len(values), column, language, sense)
    shown = [value for value, fill in zip(values, fills, strict=True) if fill != NO_DATA]
    return Theme(
        key=key,
        title=language.say(_HEADINGS.get(name, name)),
        unit=language.say(UNITS.get(column.unit or unit, unit)),
        colours=dict(zip(values.index, fills, strict=True)),
        legend=legend,
        note=legend_note(shown, sense, language),
        texts={
            code: words.value_text(column, value, language)
            for code, value, fill in zip(values.index, values, fills, strict=True)
            if fill != NO_DATA
        },
        ends=ends(shown, column, language),
    )


def _indicators(project: Project) -> list[str]:
    rows = project["indicators"]
    known = rows.loc[rows["vintage"] == project.about.vintage, "indicator"].unique()
    return sorted(known, key=lambda name: (name != INDICATOR, name))


def _unit(project: Project, name: str) -> str:
    rows = project["indicators"]
    stated = rows.loc[rows["indicator"] == name, "unit"].dropna()
    return str(stated.iloc[0]) if len(stated) else ""


def _column(name: str, unit: str) -> Column:
    """Return how values are written; a unit that is not known says nothing about that."""
    return Column(name, unit if unit in UNITS else "", Sensitivity.AREA)


def project_points(
    project: Project, language: Language, audience: Audience = Audience.INTERNAL
) -> Iterator[PointLayer]:
    """Yield the officers and the places that `audience` may see, if any, those that others may cover first."""
    allowed = ALLOWED[audience]
    officers = _officers(project, language) if Sensitivity.PERSON in allowed else None
    if officers is not None:
        yield officers
    facilities = project["facilities"]
    placed = facilities["lon"].notna() & facilities["lat"].notna()
    seen = (facilities["disclosure"] == "public") | (Sensitivity.PLACE in allowed)
    in_use = facilities[(facilities["status"] == "in_use") & placed & seen]
    for places in PLACES:
        own = in_use[in_use["kind"].isin(places.kinds)]
        if places.disclosure:
            own = own[own["disclosure"] == places.disclosure]
        if len(own):
            yield _places(places, own, project, language)


def _places(places: Places, rows: pd.DataFrame, project: Project, language: Language) -> PointLayer:
    units = communes(project)
    names = dict(zip(units["code"], full_names(units), strict=True))
    own = own_rows(project, "facilities").index
    kinds = [language.say(words.VALUES[kind]) for kind in rows["kind"]]
    stated = rows["commune_code"].where(rows.index.isin(own))
    shapes = gpd.GeoDataFrame(
        {
            "code": rows["facility_id"].to_list(),
            "name": [shown_name(name, language) for name in rows["name"].fillna(pd.Series(kinds, index=rows.index))],
            "kind": kinds,
            "commune": [shown_name(name, language) for name in stated.map(names).fillna("")],
        },
        geometry=gpd.points_from_xy(rows["lon"], rows["lat"]),
        crs="EPSG:4326",
    )
    return PointLayer(
        key=places.key,
        title=language.say(places.title),
        shapes=shapes,
        heading="name",
        shape=places.shape,
        colour=places.colour,
        radius=places.radius,
        level=places.level,
        fields=_fields(("kind", "commune"), language),
        note=language.number(len(rows)),
        shown=places.shown,
        caution=language.say(places.caution),
    )


def _fields(names: tuple[str, ...], language: Language) -> tuple[Field, ...]:
    return tuple(Field(name, language.say(words.COLUMNS[name])) for name in names)


def _officers(project: Project, language: Language) -> PointLayer | None:
    """Return the full-time posts held today, as a symbol at each commune's centre; None where nobody serves."""
    officers = project["officers"]
    serving = officers[officers["left_on"].isna() & (officers["vintage"] == project.about.vintage)]
    posts = serving.groupby("unit_code")["fte"].sum()
    units = communes(project)
    placed = units[units["code"].isin(posts[posts > 0].index) & units["lon"].notna()]
    if placed.empty:
        return None
    own = posts.loc[placed["code"]].to_numpy()
    label = language.say(N_("Full-time posts"))
    shapes = gpd.GeoDataFrame(
        {
            "code": placed["code"].to_list(),
            "name": [shown_name(name, language) for name in full_names(placed)],
            "posts": [language.number(value, 1) for value in own],
            "radius": (LARGEST_OFFICERS * np.sqrt(own / own.max())).round(1),
        },
        geometry=gpd.points_from_xy(placed["lon"], placed["lat"]),
        crs="EPSG:4326",
    )
    return PointLayer(
        key=OFFICERS,
        title=language.say(N_("Officers (full-time posts)")),
        shapes=shapes,
        heading="name",
        shape="circle",
        colour=DISTINCT["bluish green"],
        fields=(Field("posts", label),),
        radius_column="radius",
        note=language.number(float(own.sum()), 1),
        shown=False,
    )
