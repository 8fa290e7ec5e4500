"""Which places of a project give help, and in which cell of a grid each one stands."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.children import communes, full_names
from app.errors import BadParameter
from app.siting import placed_facilities
from app.travel_inputs import Crossing
from data.project import Project
from data.schema import FACILITY_KINDS, SHELTER_KINDS
from geo.facility_cells import place

SHELTERS = "shelters"
"""Word for all kinds of shelter together."""
NIGHT = "night"
"""The season in which places may be closed."""
SERVICES = (SHELTERS, *(kind for kind in FACILITY_KINDS if kind not in SHELTER_KINDS))


@dataclass(frozen=True, eq=False)
class Stations:
    """Places that give help on a grid.

    Attributes
    ----------
    places : DataFrame
        Those that stand in a passable cell, with the column `moved_metres`.
    cells : array, shape (places, 2)
        Row and column of each.
    refused : DataFrame
        Those too far from any passable cell, or beyond the grid.
    """

    places: pd.DataFrame
    cells: NDArray[np.int64]
    refused: pd.DataFrame

    @cached_property
    def moved(self) -> pd.DataFrame:
        """The places that do not stand in their own cell."""
        return self.places[self.places["moved_metres"] > 0]

    @property
    def labels(self) -> NDArray[np.object_]:
        """The name of each place with that of its commune, and None at the end: for the position −1."""
        named = self.places["name"].fillna(self.places["facility_id"])
        listed = [*(named + " (" + self.places["commune"].fillna("?") + ")"), None]
        return np.array(listed, dtype=object)


def kinds_of(services: str, *, analysis: str = "access") -> tuple[str, ...]:
    """Return the kinds of facility that words separated by commas mean.

    Raises
    ------
    BadParameter
        A word that is neither `SHELTERS` nor a kind of facility.

    Examples
    --------
    >>> kinds_of("police_post, hospital")
    ('police_post', 'hospital')
    """
    words = [word.strip() for word in services.split(",") if word.strip()]
    unknown = [word for word in words if word != SHELTERS and word not in FACILITY_KINDS]
    if unknown or not words:
        raise BadParameter(analysis, "services", services, " | ".join((SHELTERS, *FACILITY_KINDS)))
    kinds = [kind for word in words for kind in (SHELTER_KINDS if word == SHELTERS else (word,))]
    return tuple(dict.fromkeys(kinds))


def services_of(project: Project, kinds: tuple[str, ...], existing: str, *, season: str = "dry") -> pd.DataFrame:
    """Return the places in use of these kinds with a position, and their commune's name; by their code.

    Only those whose address is public unless `existing` is "all"; at night only those not known to close.
    """
    known = placed_facilities(project, existing)
    known = known[~closes_at_night(known)] if season == NIGHT else known
    wanted = known[known["kind"].isin(kinds) & (known["status"] == "in_use")].sort_values("facility_id")
    units = communes(project)
    names = dict(zip(units["code"], full_names(units), strict=True))
    return wanted.assign(commune=wanted["commune_code"].map(names)).reset_index(drop=True)


def closes_at_night(places: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which places are known not to be open day and night; of unknown hours a place is taken to be open."""
    return np.asarray(~places["open_24h"].fillna(value=True).astype(bool))


def stations(places: pd.DataFrame, crossing: Crossing, *, furthest: float) -> Stations:
    """Put each place into its cell, else into the nearest passable one at most `furthest` metres off."""
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    found = place(crossing.grid, crossing.passable, lon, lat, furthest=furthest)
    kept = places[~found.refused].assign(moved_metres=found.moved_metres[~found.refused])
    return Stations(kept.reset_index(drop=True), found.cells[~found.refused], places[found.refused])
