"""Where roads meet barriers: which road is carried across, and which ends at the bank.

A road stated to be on a bridge is carried across everything, always. One stated to have none passes a river by a ford:
in the dry season and on a dry night, not in the rain; it never passes a lake, a cliff or a border. Where nothing is
stated, classes of road for four wheels are taken to have bridges, tracks and paths to have fords (`road_words.csv`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import LengthMismatch
from geo.road_classes import UNLISTED, has_bridges, road_class

Shapes = NDArray[np.object_]
Flags = NDArray[np.bool_]

RAIN = "rain"
ALWAYS = ("", "all")
"""Words for a road that is open, or a barrier that stands, in every season."""
NEVER_FORDED = frozenset({"lake", "cliff", "border"})
_CUT_CELLS = 2.0
"""Cells that a road loses on either side of a crossing it cannot make, so that no corner leads across."""


@dataclass(frozen=True, slots=True)
class Roads:
    """Roads as plain columns of one length.

    Attributes
    ----------
    shapes : GeoSeries
        Lines, with their reference system.
    classes, surfaces : sequence of str
        As the layer writes them; a surface may be "".
    seasons : sequence of str
        Season when passable: "" or "all", else "dry" (and dry nights) or "rain".
    bridges : sequence of bool or None
        Whether it is on a bridge where it meets a barrier; None: not stated.
    """

    shapes: gpd.GeoSeries
    classes: Sequence[str]
    surfaces: Sequence[str]
    seasons: Sequence[str]
    bridges: Sequence[bool | None]

    def __post_init__(self) -> None:
        _check_lengths(self.shapes, classes=self.classes, surfaces=self.surfaces, seasons=self.seasons)
        _check_lengths(self.shapes, bridges=self.bridges)


@dataclass(frozen=True, slots=True)
class Barriers:
    """Rivers and whatever else cannot be crossed, as plain columns of one length.

    Attributes
    ----------
    shapes : GeoSeries
        Lines or areas, with their reference system.
    classes : sequence of str
        "river", "lake", "cliff", "border", or another word: taken for a river.
    seasons : sequence of str
        Season when it cannot be crossed: "" or "all", else "rain" or "dry".
    """

    shapes: gpd.GeoSeries
    classes: Sequence[str]
    seasons: Sequence[str]

    def __post_init__(self) -> None:
        _check_lengths(self.shapes, classes=self.classes, seasons=self.seasons)


@dataclass(frozen=True, slots=True)
class Crossings:
    """Roads after the barriers.

    Attributes
    ----------
    shapes : array of shapes
        What of each road can be travelled.
    assumed : int
        Roads that meet a barrier, state nothing, and are taken to be on a bridge.
    forded : int
        Roads that pass a river by a ford.
    cut : int
        Roads that end at a bank.
    """

    shapes: Shapes
    assumed: int
    forded: int
    cut: int


def in_season(seasons: Sequence[str], season: str) -> Flags:
    """Say which roads are open, or which barriers stand, in a season; a night is one of the dry season."""
    now = RAIN if season == RAIN else "dry"
    return np.array([each in ALWAYS or each == now for each in seasons], dtype=bool)


def cross(roads: Roads, barriers: Barriers | None, *, season: str, resolution: float) -> Crossings:
    """Cut each road where it meets a barrier that it cannot pass.

    Parameters
    ----------
    roads, barriers : Roads, Barriers
        In the same reference system in metres, and only those of the season.
    resolution : float
        Side of a cell, metres.
    """
    shapes = np.array(roads.shapes.array, dtype=object)
    if barriers is None:
        return Crossings(shapes, assumed=0, forded=0, cut=0)
    obstacles = np.asarray(barriers.shapes.array, dtype=object)
    by_ford = np.array([name not in NEVER_FORDED for name in barriers.classes], dtype=bool) & (season != RAIN)
    at, met = shapely.STRtree(obstacles).query(shapes, predicate="intersects")
    stated = np.array([bridge is not None for bridge in roads.bridges], dtype=bool)
    carried = np.array([_is_carried(*each) for each in zip(roads.classes, roads.bridges, strict=True)], dtype=bool)
    passing = carried[at] | by_ford[met]
    for road in np.unique(at[~passing]):
        stops = obstacles[met[(at == road) & ~passing]]
        shapes[road] = shapely.difference(
            shapes[road],
            shapely.buffer(shapely.intersection(shapes[road], shapely.union_all(stops)), _CUT_CELLS * resolution),
        )
    return Crossings(
        shapes=shapes,
        assumed=len(np.unique(at[(carried & ~stated)[at]])),
        forded=len(np.unique(at[~carried[at] & by_ford[met]])),
        cut=len(np.unique(at[~passing])),
    )


def _is_carried(name: str, bridge: bool | None) -> bool:
    return has_bridges(road_class(name) or UNLISTED) if bridge is None else bool(bridge)


def _check_lengths(shapes: gpd.GeoSeries, **columns: Sequence[object]) -> None:
    for name, column in columns.items():
        if len(column) != len(shapes):
            raise LengthMismatch(name, len(column), len(shapes))
