"""What is known of each commune before silence and reporting are judged, and the groups it belongs to.

Owns the frame of `facts` and the terciles whose groups are named before the counts are looked at.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.case_counts import Selection, received_cases
from app.children import Children, communes, full_names, indicator_values
from app.exposure import person_years, reported_share, years_between
from app.officer_presence import officer_presence
from app.seat_distance import SeatDistance
from data.project import Project

GROUPED_BY = {
    "distance_km": ("near", "middle_distance", "remote"),
    "poverty": ("least_poor", "middle_poverty", "poorest"),
    "officer_presence": ("least_officer", "middle_officer", "most_officer"),
}
"""What communes are grouped by, in three equal parts, and what the parts are called from low to high."""
PARTS = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """The communes by code (`frame`), the years of the period, and whether the project knows officers at all."""

    frame: pd.DataFrame
    years: float
    officers_known: bool


def facts(
    project: Project, chosen: Selection, children: Children, distance: SeatDistance | None, *, on: date | None
) -> Facts:
    """Return name, children, cases, person_years, returns_share, officer_presence, distance_km and poverty.

    cases is NaN where no return came; officer_presence, distance_km and poverty are NaN where they are not known.
    """
    units = communes(project)
    codes = units["code"]
    received = received_cases(chosen.rows)
    frame = pd.DataFrame({"name": full_names(units).to_numpy()}, index=pd.Index(codes, name="code"))
    frame["children"] = children.by_commune.reindex(frame.index).astype(float)
    frame["cases"] = received.groupby("unit_code")["count"].sum().reindex(frame.index).astype(float)
    frame["returns_share"] = reported_share(received, chosen, frame.index)
    frame["person_years"] = person_years(children, chosen, received).reindex(frame.index).fillna(0.0)
    presence = officer_presence(project, start=chosen.start, end=chosen.end)
    known = presence is not None
    frame["officer_presence"] = presence.reindex(frame.index).fillna(0.0) if presence is not None else np.nan
    frame["distance_km"] = distance.kilometres.reindex(frame.index) if distance is not None else np.nan
    poverty = indicator_values(project, "poverty", on=on).set_index("unit_code")["value"]
    frame["poverty"] = poverty.reindex(frame.index).astype(float)
    return Facts(frame, years_between(chosen.start, chosen.end), known)


def groups_of(frame: pd.DataFrame) -> dict[str, NDArray[np.bool_]]:
    """Return the members of each group by its name; none by what fewer than three communes differ in."""
    found: dict[str, NDArray[np.bool_]] = {}
    for column, names in GROUPED_BY.items():
        part = terciles(frame[column])
        found |= {name: (part == position).to_numpy() for position, name in enumerate(names) if part.notna().any()}
    return found


def terciles(values: "pd.Series[float]") -> "pd.Series[float]":
    """Return 0, 1 or 2 by rank; equal values lie in one part; NaN for all where a part would be empty.

    >>> terciles(pd.Series([5.0, 1.0, 9.0])).tolist(), terciles(pd.Series([1.0, 1.0, 2.0])).isna().all().item()
    ([1.0, 0.0, 2.0], True)
    """
    rank = (values.rank(method="average") - 0.5) / max(values.notna().sum(), 1)
    part = (PARTS * rank // 1).clip(upper=PARTS - 1)
    return part if part.nunique() == PARTS else pd.Series(np.nan, values.index)
