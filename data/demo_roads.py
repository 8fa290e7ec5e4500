"""The demo's roads and rivers, all simulated: roads between communes, tracks to places, bridges where they cross.

Tracks end at settlements and public facilities: none leads to a place that is not public.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.demo_grid import CRS
from data.demo_lines import as_lines, river_paths, road_network, smoothed, tracks_to, winding

HALF_BRIDGE = 250.0
"""A bridge and its ramps reach so far to each side of the river, m: a cell of the rasters."""
BRIDGED = {"primary": 1.0, "secondary": 1.0, "tertiary": 0.5, "unclassified": 0.4, "track": 0.2, "path": 0.2}
"""By class, the share of roads that have bridges over rivers that are barriers in the rainy season only."""
DRY_ONLY = 0.4
"""Share of the dirt tracks that are passable in the dry season only."""
TRACKS = (("unclassified", "concrete", 0.45), ("track", "dirt", 0.45), ("path", "dirt", 0.10))
"""Class, surface and share of the ways to settlements and facilities."""
PRIMARY, SECONDARY = 0.15, 0.05
"""Share of the people beyond a road from which it is primary, or secondary."""
SURFACES = {"primary": "asphalt", "secondary": "asphalt", "tertiary": "concrete"}
ROAD_WIND, TRACK_WIND, RIVER_WIND = 0.10, 0.12, 0.06
DIGITS = 1e-6
"""Degrees to which positions are rounded: 0.1 m."""

Floats = NDArray[np.float64]
Lines = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Rivers:
    """Lines in metres: those that are barriers all year, and those that are in the rainy season."""

    main: Lines
    upper: Lines


def rivers(centres: Floats, rng: np.random.Generator) -> Rivers:
    """Draw the rivers between the communes' centres (eq. 21)."""
    main, upper = river_paths(centres, rng)
    return Rivers(
        *(as_lines([winding(smoothed(path), rng, wind=RIVER_WIND) for path in each]) for each in (main, upper))
    )


def main_roads(centres: Floats, people: Floats, rng: np.random.Generator) -> pd.DataFrame:
    """Return the roads between communes: class, surface, season, and geometry in metres (eq. 22)."""
    network = road_network(centres, people)
    paths = [winding(centres[pair], rng, wind=ROAD_WIND) for pair in network.pairs]
    rules = [network.share >= PRIMARY, network.share >= SECONDARY]
    classes = pd.Series(np.select(rules, ["primary", "secondary"], "tertiary"), dtype="str")
    return pd.DataFrame(
        {"class": classes, "surface": classes.map(SURFACES), "season": "all", "geometry": as_lines(paths)}
    )


def tracks(places: Floats, roads: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the ways from settlements and public facilities to the roads, as `main_roads` does (eq. 23)."""
    vertices = [shapely.get_coordinates(line) for line in roads["geometry"]]
    joined = tracks_to(places, vertices)
    known = np.vstack([places, np.vstack(vertices)[::-1]])  # from the end backwards: −1 is the first vertex
    paths = [winding(known[pair], rng, wind=TRACK_WIND) for pair in joined]
    which = rng.choice(len(TRACKS), len(paths), p=[share for _, _, share in TRACKS])
    surface = np.array([surface for _, surface, _ in TRACKS])[which]
    dry = (surface == "dirt") & (rng.random(len(paths)) < DRY_ONLY)
    kinds = np.array([kind for kind, _, _ in TRACKS])[which]
    return pd.DataFrame(
        {"class": kinds, "surface": surface, "season": np.where(dry, "dry", "all"), "geometry": as_lines(paths)}
    )


def with_bridges(roads: pd.DataFrame, crossed: Lines, carried: NDArray[np.bool_] | bool) -> pd.DataFrame:
    """Cut each road at the rivers it crosses: the pieces over them are rows of their own, on a bridge.

    Parameters
    ----------
    roads : DataFrame
        With ``geometry`` in metres and, if some are cut already, ``bridge``.
    crossed : array of lines
        The rivers.
    carried : bool, or bool array, shape (road,)
        Which roads have a bridge where they cross.
    """
    lines = roads["geometry"].to_numpy()
    bridge = roads["bridge"].to_numpy(dtype=bool) if "bridge" in roads else np.zeros(len(roads), dtype=bool)
    points = shapely.intersection(lines, shapely.union_all(crossed))
    cut = ~shapely.is_empty(points) & ~bridge & carried
    near = shapely.buffer(points, HALF_BRIDGE)
    over = _pieces(roads[cut], shapely.intersection(lines[cut], near[cut]), bridge=True)
    beside = _pieces(roads[cut], shapely.difference(lines[cut], near[cut]), bridge=False)
    found: pd.DataFrame = pd.concat([roads.assign(bridge=bridge)[~cut], over, beside], ignore_index=True)
    return found


def road_table(main: pd.DataFrame, ways: pd.DataFrame, water: Rivers, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Return the table `roads`: bridges where roads cross rivers, on tracks not everywhere (eq. 24).

    Over a river that is a barrier all year every road has a bridge. Over one that is so in the rainy season some have a
    ford instead: who lives beyond is cut off then.
    """
    rows = pd.concat([main, ways], ignore_index=True)
    carried = rng.random(len(rows)) < rows["class"].map(BRIDGED).to_numpy()
    rows = with_bridges(with_bridges(rows, water.upper, carried), water.main, carried=True)
    return _in_degrees(rows.assign(bridge=rows["bridge"].astype("boolean")))


def barrier_table(water: Rivers) -> gpd.GeoDataFrame:
    """Return the table `barriers`: the rivers."""
    lines = [*water.main, *water.upper]
    season = ["all"] * len(water.main) + ["rain"] * len(water.upper)
    return _in_degrees(pd.DataFrame({"class": "river", "season": season, "geometry": lines}))


def _pieces(roads: pd.DataFrame, parts: Lines, *, bridge: bool) -> pd.DataFrame:
    """Return a row for each line that `parts` is made of."""
    whole = shapely.line_merge(parts)
    lines, origin = shapely.get_parts(whole, return_index=True)
    rows: pd.DataFrame = roads.iloc[origin].assign(geometry=lines, bridge=bridge)
    return rows


def _in_degrees(rows: pd.DataFrame) -> Any:
    shapes = gpd.GeoSeries(rows["geometry"].to_numpy(), crs=CRS).to_crs("EPSG:4326")
    rounded = shapely.transform(shapes.to_numpy(), lambda points: np.round(points / DIGITS) * DIGITS)
    return gpd.GeoDataFrame(rows.assign(geometry=rounded), geometry="geometry", crs="EPSG:4326")
