"""What a place of a plan brings elsewhere by the plan's own aim: its cases within the limit, its minutes on the way.

Owns `Aimed`, what the plan counts at each home, and `Figures`. Children within the limit are in `app.place_trials`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.demand_lenses import LensName, lens_of
from app.result import Result
from app.siting import Aim, SitingParameters, demand_points, within
from app.siting_lenses import spread
from data.project import Project

Floats = NDArray[np.float64]
Way = Literal["average", "worst"]
WAYS: Mapping[Aim, Way] = {"p_median": "average", "capacitated_p_median": "average", "p_center": "worst"}
"""The minutes that the aims of a plan look at; the others look at a limit alone."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a position brings of the plan's own aim.

    Attributes
    ----------
    cases : float
        A year, within the limit; NaN of a plan that counts children.
    minutes : float
        Of the average child or case, or of whoever is furthest; NaN where the aim is no minutes, or where homes are
        cut off.
    """

    cases: float
    minutes: float


@dataclass(frozen=True, eq=False)
class Aimed:
    """What a plan counts and judges by.

    Attributes
    ----------
    lens : str
        Whose cases it counts; "children" where it counts these.
    way : str or None
        Which minutes its aim looks at.
    weights : array, shape (homes,)
        Cases a year, else children, at each demand point.
    reached : array of bool, shape (homes,)
        Homes from which a place is reached while none is moved.
    """

    lens: str
    way: Way | None
    limit: float
    weights: Floats
    reached: NDArray[np.bool_]

    @property
    def counts_cases(self) -> bool:
        """Whether the plan counts the cases of a lens."""
        return self.lens != "children"

    @property
    def cases(self) -> float:
        """All cases a year of a plan that counts them."""
        return float(self.weights[self.reached].sum())

    def figures(self, minutes: Floats) -> Figures:
        """Return what so many minutes from each home mean for the plan; inf: nothing is reached."""
        cases = float(self.weights[within(minutes, self.limit)].sum()) if self.counts_cases else np.nan
        return Figures(cases, self._way(minutes))

    def _way(self, minutes: Floats) -> float:
        own = self.reached & (self.weights > 0)
        if self.way is None or not own.any() or not np.isfinite(minutes[own]).all():
            return np.nan
        if self.way == "worst":
            return float(minutes[own].max())
        return float(np.average(minutes[own], weights=self.weights[own]))


def aimed(project: Project, result: Result, asked: SitingParameters, start: Floats) -> Aimed:
    """Return what a plan counts and judges by; `start`: the minutes from each home while nothing is moved."""
    points, _ = demand_points(project)
    weights = points["children"].to_numpy(float)
    if asked.lens != "children":
        weights = spread(lens_of(project, asked.lens, _answer(result, asked.lens)), points).demand
    return Aimed(asked.lens, WAYS.get(asked.objective), asked.limit, weights, np.isfinite(start))


def _answer(result: Result, name: LensName) -> str:
    """Return the result that the plan took its lens from; empty where the plan does not say."""
    stated = next((str(each.value) for each in result.provenance if each.name == f"lens_{name}"), "")
    return stated.partition(",")[0]
