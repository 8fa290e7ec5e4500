"""How far each commune is from the province's seat: great-circle kilometres from centre to centre.

The seat is the ward with most people, or the commune a person names; no road is needed, unlike for `app.remoteness`.
"""

from dataclasses import dataclass

import pandas as pd

from app.children import communes, full_names, indicator_values
from app.errors import UnknownCommune
from data.project import Project
from geo.distance import great_circle_km

WARD = "phường"


@dataclass(frozen=True, slots=True)
class SeatDistance:
    """Kilometres by code of the commune (nan without a centre), and from where."""

    kilometres: "pd.Series[float]"
    seat_name: str


def seat_distance(project: Project, *, seat: str = "") -> SeatDistance | None:
    """Return the distances to the seat; None where the project knows no commune's centre.

    Parameters
    ----------
    seat : str
        Code of a commune; empty: of the wards (where there is none, of all communes) with a centre, the one with most
        people, and of equals the first.

    Raises
    ------
    UnknownCommune
        The project has no commune of that code with a centre.
    """
    units = communes(project)
    placed = units[units["lon"].notna() & units["lat"].notna()].set_index("code")
    if seat and seat not in placed.index:
        raise UnknownCommune(seat, tuple(units["code"]))
    if placed.empty:
        return None
    chosen = seat or _largest(project, placed)
    at = placed.loc[[chosen]]
    km = great_circle_km(placed["lon"], placed["lat"], at["lon"], at["lat"])[:, 0]
    names = full_names(placed)
    return SeatDistance(pd.Series(km, placed.index).reindex(units["code"]), str(names.loc[[chosen]].iloc[0]))


def _largest(project: Project, placed: pd.DataFrame) -> str:
    wards = placed.index[placed["kind"] == WARD]
    among = wards if len(wards) else placed.index
    people = indicator_values(project, "population").set_index("unit_code")["value"]
    return str(people.reindex(among).fillna(0.0).idxmax())
