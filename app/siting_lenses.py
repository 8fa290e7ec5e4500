"""A plan of sites under each way to see demand: children, cases reported, cases expected, cases adjusted.

A commune's cases are spread over its settlements by their children. All of it is as sensitive as cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from app.demand_lenses import SOURCES, Lens, LensName, lens, lenses, why_not
from app.errors import NoLens
from app.siting import Sites, SitingParameters
from app.siting_aims import DEMAND_MATTERS, NO_PLAN, solve
from data.project import Project

if TYPE_CHECKING:
    from models.siting import Siting

DemandName = Literal["children", "reported", "expected", "adjusted"]
NAMES: tuple[DemandName, ...] = ("children", "reported", "expected", "adjusted")


@dataclass(frozen=True, eq=False)
class LensDemand:
    """A lens as demand points see it.

    Attributes
    ----------
    demand, lower, upper : array, shape (demand point,)
        Cases a year.
    unknown : tuple of str
        Codes of the communes of which the lens says nothing; they count with the mean cases per child of the others.
    """

    lens: Lens
    demand: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    unknown: tuple[str, ...]


def demand_under(project: Project, name: LensName, points: pd.DataFrame) -> LensDemand:
    """Return the demand of a lens at the demand points. Raises NoLens."""
    return spread(lens(project, name), points)


def spread(seen: Lens, points: pd.DataFrame) -> LensDemand:
    """Return a lens with each commune's cases spread over its demand points by their children."""
    children = points["children"].to_numpy(float)
    codes = points["commune_code"]
    all_ = points.groupby("commune_code")["children"].sum()
    filled, unknown = _filled(seen.cases.reindex(all_.index), all_)
    own = codes.map(all_).to_numpy(float)
    count = codes.map(codes.value_counts()).to_numpy(float)
    share = np.where(own > 0, children / np.where(own > 0, own, 1.0), 1.0 / count)
    value, lower, upper = (share * codes.map(filled[each]).to_numpy(float) for each in ("value", "lower", "upper"))
    return LensDemand(seen, value, lower, upper, unknown)


def _filled(cases: pd.DataFrame, children: "pd.Series[float]") -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the cases of every commune; where nothing is said, its children at the mean rate of the others."""
    known = cases["value"].notna()
    lived = float(children[known].sum())
    rate = float(cases.loc[known, "value"].sum()) / lived if lived > 0 else 0.0
    instead = rate * children
    filled = cases.apply(lambda column: column.where(known, instead))
    filled = filled.assign(lower=filled["lower"].fillna(filled["value"]), upper=filled["upper"].fillna(filled["value"]))
    return filled, tuple(cases.index[~known])


@dataclass(frozen=True, eq=False)
class Compared:
    """The plans of the same question under every lens the project has an answer for.

    Attributes
    ----------
    plans : mapping of str to Siting
        By lens.
    unknown : tuple of NoLens
        Why the project has no answer for the others.
    """

    demands: Mapping[LensName, LensDemand]
    plans: Mapping[DemandName, "Siting"]
    unknown: tuple[NoLens, ...]

    @property
    def unplanned(self) -> tuple[DemandName, ...]:
        """The lenses that are known and under which no plan was found."""
        return tuple(name for name in self.demands if name not in self.plans)

    def lenses_of(self, site: int) -> tuple[DemandName, ...]:
        """Return the lenses under which a site is chosen."""
        return tuple(name for name, plan in self.plans.items() if site in plan.sites)


def compared(project: Project, sites: Sites, parameters: SitingParameters, plan: "Siting") -> Compared | None:
    """Solve the question anew under each lens but that of the `plan`; None where all lead to the same plan anyway."""
    if parameters.objective not in DEMAND_MATTERS:
        return None
    demands = {name: spread(each, sites.demand) for name, each in lenses(project).items()}
    if not demands:
        return None
    seen: dict[DemandName, np.ndarray | None] = {"children": None}
    seen |= {name: each.demand for name, each in demands.items()}
    plans: dict[DemandName, Siting] = {}
    for name, demand in seen.items():
        found = plan if name == parameters.lens else _solved(sites, parameters, demand)
        if found is not None:
            plans[name] = found
    return Compared(demands, plans, tuple(why_not(project, name) for name in SOURCES if name not in demands))


def _solved(sites: Sites, parameters: SitingParameters, demand: np.ndarray | None) -> "Siting | None":
    """Return the plan for a demand; None where there is none."""
    seen = replace(sites, terms=replace(sites.terms, demand=demand))
    try:
        return solve(seen, parameters, fixed=seen.fixed)
    except NO_PLAN:
        return None
