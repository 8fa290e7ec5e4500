"""What of a project is drawn on a map before any question is asked: its indicators, its places, its staff.

As layers of `geo.map_page`, in the reader's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from app import words
from app.children import communes, full_names, indicator_values
from app.language import N_, Language
from app.map_layers import classed, outlines
from app.result import Column, Sensitivity
from data.project import Project
from data.schema import SHELTER_KINDS
from geo.map_page import AreaLayer, Field, PointLayer, Theme
from geo.palettes import DISTINCT
from geo.symbols import NO_DATA, Shape

INDICATOR_PREFIX = "project_"
"""Begins the key of a theme that shows an indicator of the project, so that no result's theme has the same."""
OFFICERS = "officers"
LARGEST_OFFICERS = 15.0
"""Radius in pixels of the commune with most full-time posts; areas of symbols are in proportion to posts."""
_PERCENT = Column("share", "%", Sensitivity.AREA)
_HEADINGS = {
    "children": N_("Children"),
    "dropouts": N_("School dropouts"),
    "population": N_("Population"),
    "poverty": N_("Poor households"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """A layer of facilities: its key, title, which facilities, and its symbol."""

    key: str
    title: str
    kinds: tuple[str, ...]
    disclosure: str
    shape: Shape
    colour: str
    radius: float
    shown: bool


PLACES = (
    Places("schools", N_("Schools"), ("school",), "", "square", DISTINCT["blue"], 4.0, False),
    Places("health_stations", N_("Health stations"), ("health_station",), "", "cross", DISTINCT["bluish green"], 5.0, False),
    Places("shelters_public", N_("Shelters, address public"), SHELTER_KINDS, "public", "house", DISTINCT["black"], 8.0, True),
    Places("shelters_commune", N_("Shelters, known in the commune"), SHELTER_KINDS, "commune", "diamond", DISTINCT["reddish purple"], 8.0, True),
    Places("shelters_hidden", N_("Shelters, address hidden"), SHELTER_KINDS, "hidden", "triangle", DISTINCT["vermillion"], 8.0, True),
)  # fmt: skip
"""Layers of facilities, those that others may cover first."""


def project_area(project: Project, language: Language) -> AreaLayer:
    """Return the communes of the project's vintage that have a shape."""
    units = project["units"]
    own = units[(units["level"] == "commune") & (units["vintage"] == project.about.vintage)]
    return outlines(gpd.GeoDataFrame(own), language)


def project_themes(project: Project, known: set[str], language: Language) -> Iterator[Theme]:
    """Yield a way of colouring the communes for each indicator, its latest values, children first."""
    rows = project["indicators"]
    own = rows[rows["vintage"] == project.about.vintage]
    names = sorted(own["indicator"].unique(), key=lambda name: (name != "children", name))
    for position, name in enumerate(names):
        values = indicator_values(project, name)
        if len(values):
            unit = own.loc[own["indicator"] == name, "unit"].dropna()
            key = name if name in _HEADINGS else str(position)
            yield _theme(
                f"{INDICATOR_PREFIX}{key}", name, values, str(unit.iloc[0]) if len(unit) else "", known, language
            )


def _theme(key: str, name: str, values: pd.DataFrame, unit: str, known: set[str], language: Language) -> Theme:
    share = unit == "share"
    column = _PERCENT if share else Column(name, "people" if unit == "people" else "", Sensitivity.AREA)
    by_code = values.set_index("unit_code")["value"].reindex(sorted(known)) * (100 if share else 1)
    fills, legend = classed(by_code.to_list(), ["enough"] * len(by_code), column, language)
    said = words.UNITS.get(column.unit or unit, unit)
    return Theme(
        key=key,
        title=language.say(_HEADINGS.get(name, name)),
        unit=language.say(said),
        colours=dict(zip(by_code.index, fills, strict=True)),
        legend=legend,
        texts={
            code: words.value_text(column, value, language)
            for code, value, fill in zip(by_code.index, by_code, fills, strict=True)
            if fill != NO_DATA
        },
    )


def project_points(project: Project, language: Language) -> Iterator[PointLayer]:
    """Yield the layers of places that have any, and the officers of each commune, those that others may cover first."""
    officers = _officers(project, language)
    if officers is not None:
        yield officers
    facilities = project["facilities"]
    in_use = facilities[(facilities["status"] == "in_use") & facilities["lon"].notna() & facilities["lat"].notna()]
    for places in PLACES:
        own = in_use[in_use["kind"].isin(places.kinds)]
        if places.disclosure:
            own = own[own["disclosure"] == places.disclosure]
        if len(own):
            yield _places(places, own, project, language)


def _places(places: Places, rows: pd.DataFrame, project: Project, language: Language) -> PointLayer:
    units = communes(project)
    names = dict(zip(units["code"], full_names(units), strict=True))
    kinds = [language.say(words.VALUES[kind]) for kind in rows["kind"]]
    shapes = gpd.GeoDataFrame(
        {
            "code": rows["facility_id"].to_list(),
            "name": rows["name"].fillna(pd.Series(kinds, index=rows.index)).to_list(),
            "kind": kinds,
            "commune": [names.get(code, "") for code in rows["commune_code"]],
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
        fields=_fields(("kind", "commune"), language),
        note=language.number(len(rows)),
        shown=places.shown,
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
            "name": full_names(placed).to_list(),
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
        colour=DISTINCT["reddish purple"],
        fields=(Field("posts", label),),
        radius_column="radius",
        note=language.number(float(own.sum()), 1),
        shown=False,
    )
