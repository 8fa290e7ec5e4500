"""What the question about expected cases rests on, put together: communes, periods, covariates, model and draws."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.case_counts import Selection
from app.children import Children, communes, full_names
from app.commune_minutes import centres
from app.covariates import Covariates
from app.expected_periods import Counted
from app.exposure import years_between
from data.project import Project

if TYPE_CHECKING:
    from models.case_panel import Panel
    from models.effects import Curve
    from models.risk import Expected
    from models.validation_scores import Score

Floats = NDArray[np.float64]
PER = 1_000.0


@dataclass(frozen=True, eq=False)
class Answer:
    """All that tables, sentences and card are made of.

    Attributes
    ----------
    units : DataFrame
        Code, name and children of the communes, in the order of every array.
    draws : array, shape (draw, commune)
        Rates a commune may have in the next period, cases per child and year.
    level : float
        Of all intervals.
    """

    province: str
    province_code: str
    units: pd.DataFrame
    chosen: Selection
    children: Children
    counted: Counted
    covariates: Covariates
    panel: "Panel"
    expected: "Expected"
    importance: "list[Score]"
    curves: "list[Curve]"
    draws: Floats
    level: float
    seed: int

    @property
    def people(self) -> Floats:
        """Children of each commune; 0 where not known."""
        return self.units["children"].fillna(0.0).to_numpy(float)

    @property
    def next_years(self) -> float:
        """Years of the next period."""
        following = self.counted.following
        return years_between(following.start, following.end)

    @property
    def compared_rates(self) -> Floats:
        """The rates a commune's own cases are held against: the model's where it is handed on, else the overall one."""
        expected = self.expected
        return expected.rates if expected.is_model else np.full(len(self.units), self.panel.overall_rate)


def units_of(project: Project, children: Children) -> pd.DataFrame:
    """Return code, name, children and middle of each commune, by code."""
    own = communes(project)
    frame = pd.DataFrame({"code": own["code"], "name": full_names(own)})
    frame["children"] = frame["code"].map(children.by_commune).astype(float)
    middles = centres(project).set_index("code")
    for axis in ("lon", "lat"):
        found = frame["code"].map(middles[axis]).astype(float)
        frame[axis] = found.fillna(found.mean()).fillna(0.0)
    return frame


def panel_from(units: pd.DataFrame, counted: Counted, covariates: Covariates) -> "Panel":
    """Return the panel of the communes."""
    from models.case_panel import panel_of

    return panel_of(
        counted.cases,
        counted.person_years,
        covariates.values.reindex(units["code"]).to_numpy(float),
        names=tuple(covariates.values.columns),
        coordinates=units[["lon", "lat"]].to_numpy(float),
    )
