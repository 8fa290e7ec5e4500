"""How the work of protecting children is spread over the communes: expected cases, children and long ways, weighted.

Each part is a share of the province's. Cases are those expected or adjusted for what is not reported, never the
reported ones: where reporting is poor, posts would go to those who report.
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from app.children import Children, children_by_commune
from app.covariates import REMOTENESS, covariates_of
from app.covariates import Asked as AskedCovariates
from app.demand_lenses import Lens, lens, lenses
from app.errors import CasesAlone, NoWorkload
from app.result import Sensitivity
from app.travel_matrices import Way
from data.project import Project

Cases = Literal["auto", "expected", "adjusted", "none"]
PARTS = ("cases", "children", "remoteness")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the workload is made of.

    Attributes
    ----------
    cases : "auto", "expected", "adjusted", "none"
        Which estimate of cases; "auto" takes the expected ones, else the adjusted, else none.
    weights : dict of str to float
        Of "cases", "children", "remoteness"; any scale.
    services : str
        Kinds of public place that ways lead to, separated by commas.
    """

    cases: Cases
    weights: dict[str, float]
    services: str
    age_band: str
    way: Way


@dataclass(frozen=True, eq=False)
class Workload:
    """The work of communes.

    Attributes
    ----------
    by_commune : DataFrame, index: code
        `workload`, and of each part used `share_cases`, `share_children`, `share_remoteness`: % of the province's; and
        what they are shares of: `cases_per_year`, `children`, `way`.
    weights : dict of str to float
        Of the parts used; they add up to 1.
    lens : Lens or None
        Where the cases come from; None without any.
    way_unit : str
        Of `way`: "minutes", or "km" where the project knows no ground.
    filled : dict of str to int
        Of how many communes a part was not known; the median of the others stands there (cases: 0 children, 0 cases).
    """

    by_commune: pd.DataFrame
    weights: dict[str, float]
    lens: Lens | None
    children: Children
    way_unit: str
    filled: dict[str, int]

    @property
    def sensitivity(self) -> Sensitivity:
        """How sensitive the work of one commune is."""
        return Sensitivity.CASE if self.lens else Sensitivity.AREA


def workload_of(project: Project, codes: pd.Index, asked: Asked) -> Workload:
    """Return the work of the communes `codes`.

    Raises
    ------
    NoChildren, NoLens, BadParameter, NoAreas, NoRaster
        The project lacks what the question needs.
    NoWorkload
        Nothing that is known has a weight.
    CasesAlone
        Cases are all that has one.
    """
    children = children_by_commune(project, age_band=asked.age_band)
    living = children.by_commune.reindex(codes).astype(float)
    seen = _lens(project, asked)
    parts: dict[str, pd.Series[float]] = {}
    if seen is not None:
        parts["cases"] = seen.cases["value"].reindex(codes).astype(float)
    if asked.weights["children"]:
        parts["children"] = living
    way, unit = _way(project, living, asked)
    if way is not None:
        parts["remoteness"] = way
    return _weighted(parts, asked, Found(seen, children, living, unit))


@dataclass(frozen=True, eq=False)
class Found:
    """What the shares were computed from."""

    lens: Lens | None
    children: Children
    living: "pd.Series[float]"
    way_unit: str


def _lens(project: Project, asked: Asked) -> Lens | None:
    """Return the cases asked for; None where they have no weight or nobody has estimated any."""
    if asked.cases == "none" or not asked.weights["cases"]:
        return None
    if asked.cases != "auto":
        return lens(project, asked.cases)
    known = lenses(project)
    return known.get("expected") or known.get("adjusted")


def _way(project: Project, living: "pd.Series[float]", asked: Asked) -> tuple["pd.Series[float] | None", str]:
    """Return the way of the communes' children to services and its unit; None where it has no weight."""
    if not asked.weights["remoteness"]:
        return None, "minutes"
    found = covariates_of(project, AskedCovariates((REMOTENESS,), asked.services), living, asked.way)
    if REMOTENESS not in found.values:
        return None, "minutes"
    return found.values[REMOTENESS].reindex(living.index), found.units[REMOTENESS]


def _weighted(parts: dict[str, "pd.Series[float]"], asked: Asked, found: Found) -> Workload:
    inhabited = found.living.fillna(0.0) > 0
    weights = {name: asked.weights[name] for name in parts}
    filled = {name: int((values.isna() & inhabited).sum()) for name, values in parts.items()}
    known = {name: values.fillna(values[inhabited].median()).where(inhabited, 0.0) for name, values in parts.items()}
    used = {name: weight for name, weight in weights.items() if weight > 0 and known[name].sum() > 0}
    if not used:
        raise NoWorkload(PARTS)
    if set(used) == {"cases"}:
        raise CasesAlone(str(found.lens.name if found.lens else ""))
    frame = pd.DataFrame({"children": found.living, "workload": 0.0})
    for name, weight in used.items():
        frame[f"share_{name}"] = 100 * known[name] / known[name].sum()
        frame["workload"] += weight / sum(used.values()) * frame[f"share_{name}"]
    for name, column in (("cases", "cases_per_year"), ("remoteness", "way")):
        if name in used:
            frame[column] = parts[name]
    return Workload(
        frame,
        {name: weight / sum(used.values()) for name, weight in used.items()},
        found.lens if "cases" in used else None,
        found.children,
        found.way_unit,
        {name: filled[name] for name in used},
    )
