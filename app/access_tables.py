"""The tables of the question how long it takes to reach help, as data frames, and their columns in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.access_reach import Arrivals, Reach, placed
from app.children import communes, full_names
from app.result import Column, Sensitivity
from app.travel_parts import Part
from data.project import Project
from geo.coverage import Coverage, exclusive_catchments, is_within, people_losing_access
from geo.grid import OUTSIDE
from geo.isochrones import isochrones
from geo.zone_people import ZonePeople

Floats = NDArray[np.float64]

STEPS = (30.0, 60.0, 90.0, 120.0)
"""Minutes within which children are counted and isochrones drawn."""
MOST_CORNERS = 6_000
"""Corners of all isochrones of a result."""


@dataclass(frozen=True, eq=False)
class Found:
    """What was searched for one question.

    Attributes
    ----------
    asked : Reach
        In the season asked for.
    seasons : mapping of str to Arrivals
        In every season, the one asked for among them.
    limit : float
        Minutes.
    """

    asked: Reach
    seasons: Mapping[str, Arrivals]
    limit: float

    @property
    def people(self) -> ZonePeople:
        """The children by commune."""
        return self.asked.arrivals.people

    @property
    def limits(self) -> tuple[float, ...]:
        """`STEPS` and the limit, rising."""
        return tuple(sorted({*STEPS, self.limit}))

    def coverage(self, season: str) -> Coverage:
        """Return the children within `limits` in a season."""
        return self.seasons[season].coverage(self.limits)

    @property
    def lost_in_rain(self) -> Floats | None:
        """Children by commune, the last row outside, within the limit in the dry season and not in the rain."""
        if not {"dry", "rain"} <= set(self.seasons):
            return None
        dry, rain = self.seasons["dry"].minutes, self.seasons["rain"].minutes
        return people_losing_access(dry, rain, self.people, self.limit)


def commune_rows(project: Project, found: Found) -> pd.DataFrame:
    """Return one row a commune."""
    covered = found.coverage(found.asked.scene.season)
    units = communes(project)
    lost = found.lost_in_rain
    columns = {
        "code": covered.codes,
        **_within(found, covered, slice(None, OUTSIDE)),
        "mean_minutes": found.asked.arrivals.remoteness.mean[:OUTSIDE],
        "children_unreachable": covered.unreachable[:OUTSIDE],
        "children_lost_in_rain": np.nan if lost is None else lost[:OUTSIDE],
        "nearest_place": _usual_places(found),
    }
    frame = pd.DataFrame({"code": units["code"], "name": full_names(units)})
    return frame.merge(pd.DataFrame(columns), on="code", how="inner")


def total_rows(found: Found) -> pd.DataFrame:
    """Return the children of all communes together, those seen outside every commune, and both."""
    covered = found.coverage(found.asked.scene.season)
    both = [_sum(found, covered, slice(None, OUTSIDE)), _sum(found, covered, slice(OUTSIDE, None))]
    rows = pd.concat([*both, _sum(found, covered, slice(None))], ignore_index=True)
    return rows.assign(part=["in_communes", "outside", "everyone"])


def season_rows(found: Found) -> pd.DataFrame:
    """Return the children of all communes in each season, by the same means."""
    parts = [_sum(found, found.coverage(season), slice(None, OUTSIDE), season) for season in found.seasons]
    return pd.concat(parts, ignore_index=True).assign(season=list(found.seasons))


def rain_rows(project: Project, found: Found) -> pd.DataFrame:
    """Return, by commune, the children within the limit in the dry season and in the rain, most lost first."""
    lost = found.lost_in_rain
    units = communes(project)
    frame = pd.DataFrame({"code": units["code"], "name": full_names(units)})
    if lost is None:
        return frame.iloc[:0].assign(children_lost_in_rain=[], children_within_dry=[], children_within_rain=[])
    at = found.limits.index(found.limit)
    columns = {
        "code": found.people.codes,
        "children_lost_in_rain": lost[:OUTSIDE],
        "children_within_dry": found.coverage("dry").within[:OUTSIDE, at],
        "children_within_rain": found.coverage("rain").within[:OUTSIDE, at],
    }
    rows = frame.merge(pd.DataFrame(columns), on="code", how="inner")
    return rows.sort_values(["children_lost_in_rain", "code"], ascending=[False, True])


def facility_rows(found: Found, within_each: Floats) -> pd.DataFrame:
    """Return one row a place: how far it was moved, the children nearest to it, and those within the limit of it."""
    places, homes = found.asked.stations.places, found.asked.scene.homes
    minutes, nearest = found.asked.arrivals.minutes, _at_homes(found, found.asked.two.source[0])
    catchments = exclusive_catchments(
        minutes, nearest, homes.inside, (found.limit, np.finfo(float).max), facilities=len(places)
    )  # fmt: skip
    return places.assign(
        children_nearest=catchments[:, 1], children_nearest_within=catchments[:, 0], children_within=within_each
    )


def school_rows(schools: pd.DataFrame, found: Found) -> pd.DataFrame:
    """Return the schools further than the limit from help, or without a safe-school review; the furthest first."""
    at = placed(found.asked.scene, schools)
    cells = np.concatenate([at.cells, np.full((len(at.refused), 2), OUTSIDE)])
    minutes, which = _two_at(found, cells)
    names = found.asked.stations.labels
    known = pd.concat([at.places, at.refused], ignore_index=True)
    rows = known.assign(
        minutes=minutes[0],
        nearest_place=names[which[0]],
        second_minutes=minutes[1],
        second_place=names[which[1]],
        further=~is_within(minutes[0], found.limit),
        reviewed=known["reviewed_on"].notna(),
    )
    return rows[rows["further"] | ~rows["reviewed"]].sort_values(["minutes", "facility_id"], ascending=[False, True])


def isochrone_rows(found: Found, part: Part, *, most_corners: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the children and square kilometres within each of `STEPS` that reaches any, and its outline as WKT.

    Of the cells that belong to the part.
    """
    surface = found.asked.surface if part.owned is None else np.where(part.owned, found.asked.surface, np.inf)
    shapes = isochrones(surface, part.grid, STEPS, most_corners=most_corners)
    inside, minutes = found.asked.scene.homes.inside, found.asked.arrivals.minutes
    cell_km2 = (found.asked.scene.crossing.grid.resolution / 1000) ** 2
    rows = [
        {
            "within": limit,
            "children_within": inside[is_within(minutes, limit)].sum(),
            "area_km2": is_within(surface, limit).sum() * cell_km2,
        }
        for limit in shapes["limit"]
    ]
    frame = pd.DataFrame(rows, columns=["within", "children_within", "area_km2"])
    return frame, tuple(_rounded(shapes))


def _rounded(shapes: gpd.GeoDataFrame) -> Sequence[str]:
    return list(shapes.geometry.to_wkt(rounding_precision=5))


def _within(found: Found, covered: Coverage, rows: slice) -> dict[str, Floats]:
    people, within = covered.people[rows], covered.within[rows]
    chosen = within[:, found.limits.index(found.limit)]
    steps = {f"children_within_{step:.0f}": within[:, found.limits.index(step)] for step in STEPS}
    return {
        "children": people,
        "children_within": chosen,
        "share_within": 100 * covered.share[rows, found.limits.index(found.limit)],
        "children_beyond": people - chosen,
        **steps,
    }


def _sum(found: Found, covered: Coverage, rows: slice, season: str | None = None) -> pd.DataFrame:
    """Return the sums over some communes in one row, with the minutes of the average child who is reached."""
    sums = {name: values.sum() for name, values in _within(found, covered, rows).items()}
    far = found.seasons[season or found.asked.scene.season].remoteness
    reached = far.reached[rows].sum()
    minutes = np.where(far.reached > 0, far.mean, 0.0)[rows] * far.reached[rows]
    share = 100 * sums["children_within"] / sums["children"] if sums["children"] else 0.0
    more = {"share_within": share, "mean_minutes": minutes.sum() / reached if reached else np.nan}
    return pd.DataFrame([sums | more | {"children_unreachable": covered.unreachable[rows].sum()}])


def _usual_places(found: Found) -> NDArray[np.object_]:
    """Return the place that is nearest to most children of each commune, None where none reaches any."""
    labels = found.asked.stations.labels
    counts = np.zeros((len(found.people.codes) + 1, len(labels)))
    which = _at_homes(found, found.asked.two.source[0])[found.people.cell]
    np.add.at(counts, (found.people.zone, which), found.people.count)
    counts[:, -1] = 0.0
    most = np.where(counts.any(axis=1), counts.argmax(axis=1), len(labels) - 1)
    return np.asarray(labels[most[:OUTSIDE]], dtype=object)


def _at_homes(found: Found, values: NDArray[np.int32]) -> NDArray[np.int64]:
    """Read the place of each home's cell, −1 where there is none."""
    rows, columns = found.asked.scene.located.cells.T
    return np.where(rows == OUTSIDE, -1, values[rows, columns]).astype(np.int64)


def _two_at(found: Found, cells: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Read the minutes to the two nearest places at cells, and which they are; inf and −1 where there is none."""
    rows, across = cells.T
    outside = rows == OUTSIDE
    minutes = np.where(outside, np.inf, found.asked.two.minutes[:, rows, across])
    return minutes, np.where(outside, -1, found.asked.two.source[:, rows, across]).astype(np.int64)


def columns(area: Sensitivity, *named: tuple[str, str]) -> tuple[Column, ...]:
    """Return columns of one sensitivity."""
    return tuple(Column(name, unit, area) for name, unit in named)


def tidied(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows without what sums of parts leave behind the sixth decimal.

    Children stay parts of children, so that communes add up to the province.
    """
    counted = [name for name in rows.columns if name.startswith("children")]
    return rows.assign(**{name: rows[name].astype(float).round(_DECIMALS) for name in counted})


_DECIMALS = 6
_STEPS = tuple((f"children_within_{step:.0f}", "children") for step in STEPS)
_COUNTS = (
    ("share_within", "%"),
    ("children_within", "children"),
    ("children_beyond", "children"),
    ("children", "children"),
    ("mean_minutes", "minutes"),
    *_STEPS,
    ("children_unreachable", "children"),
)
_CODES = (("facility_id", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°"))
_PLACE = (("name", ""), ("commune", ""), ("kind", ""))


def commune_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of `commune_rows`."""
    name, code = Column("name", "", Sensitivity.PUBLIC), Column("code", "", Sensitivity.PUBLIC)
    return (
        name,
        *columns(area, *_COUNTS, ("children_lost_in_rain", "children"), ("nearest_place", "")),
        code,
    )


def total_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of `total_rows`."""
    return columns(area, ("part", ""), *_COUNTS)


def season_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of `season_rows`."""
    return columns(area, ("season", ""), *_COUNTS)


def rain_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of `rain_rows`."""
    counts = ("children_lost_in_rain", "children_within_dry", "children_within_rain")
    name, code = Column("name", "", Sensitivity.PUBLIC), Column("code", "", Sensitivity.PUBLIC)
    return (name, *columns(area, *((count, "children") for count in counts)), code)


def facility_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of `facility_rows`."""
    counts = ("children_nearest", "children_nearest_within", "children_within")
    counted = tuple((count, "children") for count in counts)
    return columns(area, *_PLACE, *counted, ("moved_metres", "m"), *_CODES)


def school_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of `school_rows`."""
    near = (("minutes", "minutes"), ("nearest_place", ""), ("second_minutes", "minutes"), ("second_place", ""))
    return columns(area, ("name", ""), ("commune", ""), *near, ("further", ""), ("reviewed", ""), *_CODES)


def isochrone_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of `isochrone_rows`."""
    return columns(area, ("within", "minutes"), ("children_within", "children"), ("area_km2", "km²"))


def remoteness_columns(area: Sensitivity, kinds: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of `app.remoteness.by_kind` beside name and code."""
    name, code = Column("name", "", Sensitivity.PUBLIC), Column("code", "", Sensitivity.PUBLIC)
    return (name, *columns(area, *((f"minutes_to_{kind}", "minutes") for kind in kinds)), code)
