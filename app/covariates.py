"""What is known of each commune that its number of cases may go with: poverty, dropouts, remoteness, services.

Always of the commune, never of a person; what says who its people are (ethnicity, religion) only for a stated reason.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from app.children import AGE_BAND, INDICATOR, communes, indicator_values
from app.commune_minutes import centres
from app.errors import BadParameter, NoJustification
from app.progress import Tick
from app.remoteness import remoteness_of
from app.travel_inputs import Travelling
from app.travel_places import kinds_of, services_of
from data.name_folding import folded, without_accents
from data.project import Project
from geo.distance import great_circle_km

REMOTENESS, SERVICES = "remoteness", "services"
OFFERED = ("poverty", "dropouts", REMOTENESS, SERVICES)
PER = 1_000.0
_WHO_PEOPLE_ARE = ("ethnic", "minorit", "dan toc", "thieu so", "religio", "ton giao")


@dataclass(frozen=True, eq=False)
class Covariates:
    """Covariates of communes, in the order asked for.

    Attributes
    ----------
    values : DataFrame, index: code of the commune; a column a covariate
        What is not known of a commune is the median of the others.
    units : dict of str to str
    filled : dict of str to int
        Of how many communes each was not known.
    absent : tuple of str
        Covariates of which nothing is known in this project.
    by_air : bool
        Remoteness is in kilometres as the crow flies, as the project knows no ground.
    """

    values: pd.DataFrame
    units: dict[str, str]
    filled: dict[str, int]
    absent: tuple[str, ...]
    by_air: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which covariates, in the order of their priority, and what they are made of.

    Attributes
    ----------
    services : str
        Kinds of place, separated by commas, that remoteness and services are about.
    justification : str
        The recorded reason for using an indicator of who people are.
    """

    names: tuple[str, ...]
    services: str
    justification: str = ""
    age_band: str = AGE_BAND
    on: date | None = None


def asked_names(project: Project, text: str) -> tuple[str, ...]:
    """Return the covariates that words separated by commas mean, each once.

    Raises
    ------
    BadParameter
        A word is neither offered nor an indicator of the project; carries those that are.
    """
    known = dict.fromkeys((*OFFERED, *sorted(set(project["indicators"]["indicator"]) - {INDICATOR, "population"})))
    names = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if unknown := [name for name in names if name not in known]:
        raise BadParameter("expected", "covariates", unknown[0], " | ".join(known))
    return names


def says_who_people_are(name: str) -> bool:
    """Return whether an indicator is of ethnicity or religion, by its name.

    >>> says_who_people_are("ethnic_minority_share"), says_who_people_are("Tỷ lệ dân tộc thiểu số"), \
        says_who_people_are("poverty")
    (True, True, False)
    """
    plain = without_accents(folded(name)).replace("_", " ")
    return any(word in plain for word in _WHO_PEOPLE_ARE)


def covariates_of(
    project: Project, asked: Asked, children: "pd.Series[float]", travelling: Travelling, *, tick: Tick | None = None
) -> Covariates:
    """Return the covariates of every commune.

    Parameters
    ----------
    children : Series, index: code of the commune

    Raises
    ------
    NoJustification
        An indicator of who people are is asked for, and no reason is recorded.
    BadParameter
        A word of `services` is no kind of place.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read.
    """
    refused = [name for name in asked.names if says_who_people_are(name) and not asked.justification.strip()]
    if refused:
        raise NoJustification(refused[0])
    codes = pd.Index(communes(project)["code"], name="code")
    by_air = not knows_ground(project)
    values, units = pd.DataFrame(index=codes), {}
    for name in asked.names:
        found, units[name] = _values(project, name, asked, children.reindex(codes), travelling, tick)
        values[name] = found.reindex(codes).astype(float)
    unknown = values.isna()
    absent = tuple(name for name in asked.names if unknown[name].all())
    kept = values.drop(columns=list(absent))
    filled = {str(name): int(unknown[name].sum()) for name in kept}
    return Covariates(kept.fillna(kept.median()), units, filled, absent, by_air and REMOTENESS in kept)


def _values(
    project: Project, name: str, asked: Asked, children: "pd.Series[float]", travelling: Travelling, tick: Tick | None
) -> tuple["pd.Series[float]", str]:
    """Return one covariate of the communes and its unit."""
    if name == REMOTENESS:
        by_travel = knows_ground(project)
        found = _minutes(project, asked, travelling, tick) if by_travel else _kilometres(project, asked)
        return mean_way(found), "minutes" if by_travel else "km"
    if name == SERVICES:
        places = services_of(project, kinds_of(asked.services, analysis="expected"), "public")
        counted = places.groupby("commune_code").size().reindex(children.index, fill_value=0)
        return PER * counted / children.where(children > 0), "per 1,000 children"
    return _indicator(project, name, asked, children)


def knows_ground(project: Project) -> bool:
    """Return whether the project knows any ground to travel over."""
    return len(project["roads"]) > 0 or bool(project["rasters"]["role"].isin(("land_cover", "friction")).any())


def _indicator(
    project: Project, name: str, asked: Asked, children: "pd.Series[float]"
) -> tuple["pd.Series[float]", str]:
    """Return an indicator as last known: a percentage as it is, a number of people or things per 1,000 children."""
    found = indicator_values(project, name, on=asked.on).set_index("unit_code")["value"]
    stated = project["indicators"].loc[project["indicators"]["indicator"] == name, "unit"].dropna()
    if len(stated) and stated.iloc[-1] == "%":
        return found, "%"
    return PER * found.reindex(children.index) / children.where(children > 0), "per 1,000 children"


def _minutes(project: Project, asked: Asked, travelling: Travelling, tick: Tick | None) -> pd.DataFrame:
    """Return the child-weighted minutes to the nearest place of each kind that has one; public places only."""
    kinds = _kinds(project, asked)
    if not kinds:
        return pd.DataFrame(index=communes(project)["code"])
    return remoteness_of(project, travelling, kinds=kinds, existing="public", tick=tick)


def _kilometres(project: Project, asked: Asked) -> pd.DataFrame:
    """Return the great-circle kilometres from each commune's middle to the nearest place of each kind that has one."""
    middles = centres(project).set_index("code")
    found = pd.DataFrame(index=middles.index)
    for kind in _kinds(project, asked):
        places = services_of(project, (kind,), "public")
        km = great_circle_km(middles["lon"], middles["lat"], places["lon"], places["lat"])
        found[kind] = km.min(axis=1)
    return found


def _kinds(project: Project, asked: Asked) -> list[str]:
    kinds = kinds_of(asked.services, analysis="expected")
    return [kind for kind in kinds if len(services_of(project, (kind,), "public"))]


def mean_way(by_kind: pd.DataFrame) -> "pd.Series[float]":
    """Return the mean over kinds; where no way leads to one, the longest way any commune has to it stands for it."""
    longest = by_kind.replace(np.inf, np.nan).max()
    return by_kind.clip(upper=longest, axis=1).replace(np.inf, np.nan).mean(axis=1)
