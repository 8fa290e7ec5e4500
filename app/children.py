"""How many children live where: the denominator of rates and the demand of plans.

Taken from the indicator `children`, else from the settlements; never from a drawn shape.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from app.errors import NoChildren
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_source
from app.result import Denominator, Sensitivity
from data.project import Project

INDICATOR = "children"
ACTIVITIES = "activities"
"""The indicator of what was done for a campaign, on its days alone."""
AGE_BAND = "0-15"
"""Under 16, the Law on Children (source S2); a parameter wherever it is used."""

_FROM_INDICATOR = N_("children aged {age_band}, indicator of {first} to {last} ({source})")
_ON_ONE_DAY = N_("children aged {age_band}, as on {last} ({source})")
_FROM_SETTLEMENTS = N_("children of {points} settlements ({source})")


@dataclass(frozen=True, slots=True)
class Children:
    """Children by commune code, and the sentence that says which figures these are."""

    by_commune: pd.Series
    basis: Text

    @property
    def denominator(self) -> Denominator:
        """The same as a part of a result."""
        return Denominator(INDICATOR, "children", float(self.by_commune.sum()), self.basis, Sensitivity.AREA)


def communes(project: Project) -> pd.DataFrame:
    """Return the communes of the project's vintage, by code."""
    units = project["units"]
    own = units[_is_own_commune(project)]
    return pd.DataFrame(own.drop(columns="geometry")).sort_values("code").reset_index(drop=True)


def commune_codes(project: Project) -> pd.Series:
    """Return the codes of the communes of the project's vintage."""
    return project["units"]["code"][_is_own_commune(project)]


def _is_own_commune(project: Project) -> pd.Series:
    units = project["units"]
    return (units["level"] == "commune") & (units["vintage"] == project.about.vintage)


def own_rows(project: Project, name: str) -> pd.DataFrame:
    """Return the rows of a table whose unit codes are of the project's vintage; a row that states none counts so."""
    rows = project[name]
    return rows[rows["vintage"].fillna(project.about.vintage) == project.about.vintage]


def full_names(units: pd.DataFrame) -> pd.Series:
    """Return names as people write them: Xã Thanh Yên."""
    return units["kind"].str.capitalize().str.cat(units["name"], sep=" ").fillna(units["name"])


def children_by_commune(project: Project, *, age_band: str = AGE_BAND, on: date | None = None) -> Children:
    """Return the children of each commune as last known `on` that day.

    Raises
    ------
    NoChildren
        Neither the indicator nor settlements hold any.
    """
    found = indicator_values(project, INDICATOR, age_band=age_band, on=on)
    if not found.empty:
        first, last = found["period_start"].min().date(), found["period_end"].max().date()
        message = _ON_ONE_DAY if first == last else _FROM_INDICATOR
        basis = both(message, age_band=age_band, first=first, last=last, source=_sources(found))
        return Children(found.set_index("unit_code")["value"], basis)
    points = own_rows(project, "demand_points")
    if points.empty:
        raise NoChildren(INDICATOR, project.about.vintage)
    basis = both(_FROM_SETTLEMENTS, points=len(points), source=_sources(points))
    return Children(points.groupby("commune_code")["children"].sum(), basis)


def indicator_rows(project: Project) -> pd.DataFrame:
    """Return the indicators of the communes of the project's vintage, and of no other unit."""
    rows = own_rows(project, "indicators")
    return rows[rows["unit_code"].isin(commune_codes(project))]


def indicator_values(
    project: Project, indicator: str, *, age_band: str | None = None, on: date | None = None
) -> pd.DataFrame:
    """Return one row a commune: the latest value known `on` the day, else the earliest after it; sexes summed."""
    rows = indicator_rows(project)
    rows = rows[rows["indicator"] == indicator]
    if age_band is not None:
        rows = rows[rows["age_band"].isna() | (rows["age_band"] == age_band)]
    whole = rows[rows["sex"].isna()]
    rows = whole if len(whole) else rows
    period = ["period_start", "period_end"]
    summed = rows.groupby(["unit_code", *period], as_index=False).agg({"value": "sum", "source": "first"})
    if on is None:
        return summed.sort_values(period).drop_duplicates("unit_code", keep="last")
    late = summed["period_end"] > pd.Timestamp(on)
    distance = (summed["period_end"] - pd.Timestamp(on)).abs()
    ordered = summed.assign(late=late, distance=distance).sort_values(["late", "distance"])
    return ordered.drop_duplicates("unit_code").drop(columns=["late", "distance"])


def _sources(rows: pd.DataFrame) -> Text:
    stated = ", ".join(sorted(rows["source"].dropna().unique())) or "?"
    return Text(*(shown_source(stated, Language(code)) for code in LANGUAGES))
