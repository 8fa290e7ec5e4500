"""Where courses can be held: one public venue a commune, the minutes to each, and the few that lie best.

Owns `venues_of` and `Venues`: a course for each topic at each of all venues would be too many to choose between.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.children import communes, full_names
from app.commune_minutes import centres
from app.covariates import knows_ground
from app.errors import NoVenues
from app.progress import Tick
from app.result import Sensitivity
from app.siting import placed_facilities
from app.travel_matrices import Trips, Way, matrix, with_matrix
from data.project import Project
from geo.distance import great_circle_km, minutes

Floats = NDArray[np.float64]

SPEED_KMH, DETOUR = 30.0, 1.5
"""Of the air line, where the project knows no ground."""


@dataclass(frozen=True, eq=False)
class Venues:
    """Places for courses.

    Attributes
    ----------
    places : DataFrame
        Facilities, with the name of their `commune`.
    minutes : DataFrame, index: code of the commune, a column a place by position
        Inf where no way leads, or where a commune or a place lies is not known.
    by_air : bool
        Minutes are those of the air line.
    """

    places: pd.DataFrame
    minutes: pd.DataFrame
    by_air: bool

    def of(self, positions: NDArray[np.intp]) -> "Venues":
        """Return some of the venues, in this order."""
        places = self.places.iloc[positions].reset_index(drop=True)
        chosen = self.minutes.iloc[:, positions]
        return Venues(places, chosen.set_axis(range(len(positions)), axis=1), self.by_air)

    def at(self, facility_ids: "pd.Series[str]") -> "Venues":
        """Return the venues with these codes, in their order."""
        return self.of(pd.Index(self.places["facility_id"]).get_indexer(facility_ids))

    def beside(self, other: "Venues") -> "Venues":
        """Return these venues, then the others."""
        places = pd.concat([self.places, other.places], ignore_index=True)
        minutes_to = pd.concat([self.minutes, other.minutes], axis=1)
        return Venues(places, minutes_to.set_axis(range(len(places)), axis=1), self.by_air)


def candidate_venues(project: Project, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Return the public place of these kinds nearest to the middle of each commune. Raises NoVenues, NoChildren."""
    known = placed_facilities(project, "public")
    own = known[known["kind"].isin(kinds) & (known["status"] != "planned")].sort_values("facility_id")
    middles = centres(project).set_index("code")
    own = own[own["commune_code"].isin(middles.index)]
    if own.empty:
        raise NoVenues(kinds)
    nearest = [_nearest(places, middles.loc[[code]]) for code, places in own.groupby("commune_code")]
    return _named(project, pd.concat(nearest))


def _nearest(places: pd.DataFrame, middle: pd.DataFrame) -> pd.DataFrame:
    """Return the place nearest to a middle; the first where the middle is not known."""
    km = great_circle_km(middle["lon"], middle["lat"], places["lon"], places["lat"])[0]
    return places.iloc[[int(np.argmin(np.nan_to_num(km)))]]


def stated_venues(project: Project, facility_ids: pd.Series) -> pd.DataFrame:
    """Return the public places with a position among those named."""
    known = placed_facilities(project, "public")
    return _named(project, known[known["facility_id"].isin(facility_ids.dropna())].sort_values("facility_id"))


def _named(project: Project, places: pd.DataFrame) -> pd.DataFrame:
    units = communes(project)
    names = dict(zip(units["code"], full_names(units), strict=True))
    return places.assign(commune=places["commune_code"].map(names)).reset_index(drop=True)


def venues_of(project: Project, places: pd.DataFrame, way: Way, *, tick: Tick | None = None) -> Venues:
    """Return the minutes from the middle of every commune to each place.

    Raises
    ------
    NoChildren, NoAreas, NoRaster, geo.errors.GeoError, data.errors.DataError
        The project lacks what travelling needs, or a raster cannot be read.
    """
    every = pd.Index(communes(project)["code"], name="code")
    if not knows_ground(project):
        return Venues(places, _by_air(project, places).reindex(every).fillna(np.inf), by_air=True)
    trips = _trips(project, places, way)
    found = matrix(project, trips, tick=tick).minutes
    return Venues(places, pd.DataFrame(found, index=trips.origins["code"]).reindex(every).fillna(np.inf), by_air=False)


def with_venue_minutes(project: Project, places: pd.DataFrame, way: Way, *, tick: Tick | None = None) -> Project:
    """Return the project with the minutes of `venues_of` kept; the very same where none are needed. Raises as it."""
    return with_matrix(project, _trips(project, places, way), tick=tick) if knows_ground(project) else project


def _by_air(project: Project, places: pd.DataFrame) -> pd.DataFrame:
    middles = centres(project).set_index("code")
    km = great_circle_km(middles["lon"], middles["lat"], places["lon"], places["lat"])
    return pd.DataFrame(minutes(km, detour=DETOUR, speed_kmh=SPEED_KMH), index=middles.index)


def _trips(project: Project, places: pd.DataFrame, way: Way) -> Trips:
    known = centres(project).dropna(subset=["lon", "lat"]).reset_index(drop=True)
    return Trips("visits", known, places, way, ("demand_points", "indicators", "facilities"), Sensitivity.AREA)


def best_placed(venues: Venues, weights: "pd.Series[float]", number: int, *, limit: float) -> Venues:
    """Return venues from which most of the weight of communes lies within the limit.

    The best one, then those of the best pair, of the best three and so on (maximal covering), until there are `number`:
    a course draws on one venue alone, all courses together on several.
    """
    from models.siting import maximal_covering

    if number >= len(venues.places):
        return venues
    demand = weights.reindex(venues.minutes.index).fillna(0.0).to_numpy(float)
    chosen: dict[int, None] = {}
    for together in range(1, number + 1):
        found = maximal_covering(venues.minutes.to_numpy(float), limit, together, weights=demand)
        chosen |= dict.fromkeys(found.sites)
        if len(chosen) >= number:
            break
    return venues.of(np.array(sorted(list(chosen)[:number]), dtype=np.intp))
