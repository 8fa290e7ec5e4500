"""What communes are ranked on: named criteria with weights, their values, and how sure these are.

Owns `weighted_names` and `criteria_of`. Criteria are children, the lenses on demand, and what `app.covariates` knows.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.children import INDICATOR, communes, indicator_rows
from app.covariates import OFFERED, Asked, covariates_of
from app.demand_lenses import SOURCES, LensName, lens
from app.errors import BadParameter
from app.progress import Tick
from app.result import Sensitivity
from app.travel_inputs import Travelling
from data.project import Project

CHILDREN = "children"
ANALYSIS = "targeting"


@dataclass(frozen=True, eq=False)
class Criteria:
    """Criteria of communes.

    Attributes
    ----------
    values, lower, upper : DataFrame, index: code of the commune; a column a criterion
        As they are measured, with their 95 % interval; equal where they are exact.
    weights : Series, index: criterion
        Shares of 1.
    units : dict of str to str
    less_is_need : tuple of str
        Criteria of which less is more need.
    filled : dict of str to int
        Of how many communes each was not known: the median of the others stands for it.
    absent : tuple of str
        Asked for, and not known of any commune.
    out_of_date : tuple of str
        Lenses whose data have changed since.
    by_air : bool
        Remoteness is in kilometres of the air line.
    """

    values: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    weights: "pd.Series[float]"
    units: dict[str, str]
    less_is_need: tuple[str, ...]
    filled: dict[str, int]
    absent: tuple[str, ...]
    out_of_date: tuple[str, ...]
    by_air: bool

    @property
    def sensitivity(self) -> Sensitivity:
        """Of everything computed from them."""
        return Sensitivity.CASE if set(self.values) & set(SOURCES) else Sensitivity.AREA

    def need(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Return values, lower and upper ends as amounts of need: of criteria where less is more, turned about."""
        turned = [name for name in self.values if name in self.less_is_need]
        values, lower, upper = self.values.copy(), self.lower.copy(), self.upper.copy()
        values[turned], lower[turned], upper[turned] = -self.values[turned], -self.upper[turned], -self.lower[turned]
        return values, lower, upper


def weighted_names(project: Project, text: str) -> "pd.Series[float]":
    """Return the criteria and weights that words say: ``children=2, poverty`` (no weight is 1).

    Raises
    ------
    BadParameter
        A word is no criterion, a weight no number of at least 0, all weights are 0, or reported cases stand alone.
    """
    known = _known(project)
    pairs = [word.partition("=") for word in text.split(",") if word.strip()]
    weights = {name.strip(): _weight(text, amount if sign else "1") for name, sign, amount in pairs}
    unknown = [name for name in weights if name not in known]
    if unknown:
        raise BadParameter(ANALYSIS, "criteria", unknown[0], " | ".join(known))
    found = pd.Series(weights, dtype=float)
    if not found.sum() > 0:
        raise BadParameter(ANALYSIS, "criteria", text, "children=1, poverty=1")
    if list(found.index[found > 0]) == ["reported"]:
        raise BadParameter(ANALYSIS, "criteria", text, "reported=1, children=1")
    return found[found > 0]


def _weight(text: str, amount: str) -> float:
    try:
        weight = float(amount)
    except ValueError:
        weight = -1.0
    if not 0 <= weight < np.inf:
        raise BadParameter(ANALYSIS, "criteria", text, "children=2, poverty=1")
    return weight


def _known(project: Project) -> tuple[str, ...]:
    stated = sorted(set(indicator_rows(project)["indicator"]) - {INDICATOR, "population"})
    return tuple(dict.fromkeys((CHILDREN, *OFFERED, *SOURCES, *stated)))


def criteria_of(
    project: Project,
    weights: "pd.Series[float]",
    asked: Asked,
    children: "pd.Series[float]",
    travelling: Travelling,
    *,
    less_is_need: Collection[str],
    tick: Tick | None = None,
) -> Criteria:
    """Return the criteria of every commune.

    Raises
    ------
    NoLens
        A lens is asked for whose question was not answered.
    NoJustification, BadParameter, geo.errors.GeoError, data.errors.DataError
        As `app.covariates.covariates_of`.
    """
    codes = pd.Index(communes(project)["code"], name="code")
    found = covariates_of(project, asked, children.reindex(codes), travelling, tick=tick)
    lenses = {name: lens(project, name) for name in SOURCES if name in weights}
    values, lower, upper = (found.values.copy() for _ in range(3))
    if CHILDREN in weights:
        values[CHILDREN] = lower[CHILDREN] = upper[CHILDREN] = children.reindex(codes)
    for name, seen in lenses.items():
        own = seen.cases.reindex(codes)
        values[name] = own["value"]
        lower[name], upper[name] = own[["lower", "value"]].min(axis=1), own[["upper", "value"]].max(axis=1)
    present = [name for name in weights.index if name in values and values[name].notna().any()]
    unknown = values[present].isna()
    kept = values[present].fillna(values[present].median())
    shares = weights[present] / weights[present].sum()
    return Criteria(
        kept, lower[present].where(~unknown, kept), upper[present].where(~unknown, kept), shares,
        {**found.units, CHILDREN: "children", **dict.fromkeys(lenses, "cases a year")},
        tuple(name for name in present if name in less_is_need),
        {name: found.filled.get(name, int(unknown[name].sum())) for name in present},
        tuple(name for name in weights.index if name not in present),
        tuple(name for name, seen in lenses.items() if seen.out_of_date), found.by_air,
    )  # fmt: skip


def covariate_names(weights: "pd.Series[float]") -> tuple[str, ...]:
    """Return the criteria that are covariates."""
    lenses: Collection[LensName] = SOURCES.keys()
    return tuple(str(name) for name in weights.index if name != CHILDREN and name not in lenses)
