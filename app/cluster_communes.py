"""What the question `clusters` is asked of: each commune's cases and person-years, and whether it can be compared."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.case_counts import Selection, received_cases
from app.children import Children, communes, full_names
from app.commune_neighbours import commune_neighbours
from app.exposure import person_years, reported_share
from data.project import Project

PER = 1000
KNOWN = "known"


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """All communes in order of their codes.

    Attributes
    ----------
    frame : DataFrame
        code, name, lon, lat, children, cases, returns_share (%), person_years, rate (per 1,000 children and year) and
        status: "known", "no_return" or "no_children".
    neighbours : list of arrays of int
        Of the communes with status "known", as positions among these.
    """

    frame: pd.DataFrame
    neighbours: list[NDArray[np.int64]]

    @property
    def known(self) -> pd.DataFrame:
        """The communes that can be compared."""
        return self.frame[self.frame["status"] == KNOWN]


def observed(project: Project, chosen: Selection, children: Children) -> Observed:
    """Return what was reported of each commune, and its neighbours that can be compared too."""
    from models.spatial_weights import among

    units, received = communes(project), received_cases(chosen.rows)
    frame = units[["code", "lon", "lat"]].assign(name=full_names(units))
    code = frame["code"]
    frame["children"] = code.map(children.by_commune)
    frame["cases"] = code.map(received.groupby("unit_code")["count"].sum().astype(float))
    frame["returns_share"] = 100 * reported_share(received, chosen, code).to_numpy()
    frame["person_years"] = code.map(person_years(children, chosen, received))
    frame["status"] = np.select(
        [~(frame["children"] > 0), frame["cases"].isna() | ~(frame["person_years"] > 0)],
        ["no_children", "no_return"],
        KNOWN,
    )
    known = frame["status"] == KNOWN
    frame["rate"] = (PER * frame["cases"] / frame["person_years"].where(known)).where(known)
    return Observed(frame, among(commune_neighbours(project), known))
