"""How each target is measured from what a project holds, commune by commune; or what is missing for it.

Owns `Measured`, `Unmeasured` and `measure`. A target is known by the word of its indicator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from app.children import commune_codes, communes, indicator_values, own_rows
from app.errors import NoOfficers, NoTopics
from app.language import N_
from app.profiles import CHILD_PROTECTION
from app.result import Sensitivity
from app.siting import placed_facilities
from app.skill_matrix import skill_matrix
from data.project import Project
from data.schema import FACILITY_KINDS

AREA, PERSON = Sensitivity.AREA, Sensitivity.PERSON
PER_CENT = ("percent", "%", "phần trăm")
INVESTIGATION = "child_friendly_investigation"
STAFF, INVESTIGATORS = "child_protection_staff_trained", "investigators_trained"
SCHOOLS_REVIEWED, SCHOOLS_SAFE = "schools_reviewed", "schools_safe"
COMMUNES_WITH = "communes_with_"


@dataclass(frozen=True, eq=False)
class Measured:
    """A target as the project's data see it.

    Attributes
    ----------
    counted : DataFrame, index: code of the unit (commune, or province)
        `reached` and `all` of each: officers trained and officers, schools safe and schools, communes 1 and 1. Of an
        amount that is no share, `all` is NaN. Of officers, `lasting` too: those still trained on the due day if
        nothing renews their skills.
    by : str
        "officers", "schools", "communes", "indicator" (shares, weighing as many as the children there) or "amount".
    sensitivity : Sensitivity
        Of the rows of units.
    """

    counted: pd.DataFrame
    by: str
    sensitivity: Sensitivity

    @property
    def reached(self) -> float:
        """Of all, in per cent (0 where there is nothing to count); of an amount, its sum."""
        if self.by == "amount":
            return float(self.counted["reached"].sum())
        everyone = float(self.counted["all"].sum())
        return _PERCENT * float(self.counted["reached"].sum()) / everyone if everyone else 0.0


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Why a target cannot be measured; a catalogue message."""

    missing: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day of measuring, how long a skill counts, and the day a target is due (None: that of measuring)."""

    day: date
    years_valid: float
    due_on: date | None = None


_PERCENT = 100.0


def is_share(unit: object) -> bool:
    """Return whether a target of this unit is in per cent, as one without a unit is taken to be."""
    return not isinstance(unit, str) or unit.strip().lower() in PER_CENT


def measure(project: Project, indicator: str, unit: object, at: AsOf) -> Measured | Unmeasured:
    """Measure a target: an indicator of that name goes first, then officers, schools and places."""
    if not is_share(unit):
        return _amount(project, indicator, at.day)
    stated = _from_indicator(project, indicator, at.day)
    if stated is not None:
        return stated
    if indicator.startswith(COMMUNES_WITH):
        return _communes_with(project, indicator.removeprefix(COMMUNES_WITH))
    known = _MEASURES.get(indicator)
    return Unmeasured(_ELSEWHERE.get(indicator, _NO_INDICATOR)) if known is None else known(project, at)


_NO_INDICATOR = N_("No indicator of this name is in the data: import it by commune.")
_ELSEWHERE = {
    "provinces_with_investigation_department": N_("It is a target for the whole country: no province's data can say."),
    "health_facilities_strengthened": N_(
        "No indicator of this name is in the data: import the share of health facilities strengthened by commune. The "
        "table of places says where they are, not whether they were strengthened."
    ),
    "education_institutions_informed": N_(
        "No indicator of this name is in the data: import the share of schools informed by commune. Safe-school "
        "reviews are something else; for these there is a target of its own."
    ),
}


def _from_indicator(project: Project, indicator: str, day: date) -> Measured | None:
    """Return the shares of communes as last known, each weighing as many as its children; None where there are none."""
    found = indicator_values(project, indicator, on=day).set_index("unit_code")["value"]
    if found.empty:
        return None
    children = indicator_values(project, "children", on=day).set_index("unit_code")["value"]
    weight = children.reindex(found.index) if len(children) else pd.Series(1.0, found.index)
    weight = weight.fillna(weight.mean()).fillna(1.0)
    counted = pd.DataFrame({"reached": weight * found.clip(upper=_PERCENT) / _PERCENT, "all": weight})
    return Measured(counted.rename_axis("code"), "indicator", AREA)


def _amount(project: Project, indicator: str, day: date) -> Measured | Unmeasured:
    """Return what communes state of something counted, as last known."""
    found = indicator_values(project, indicator, on=day).set_index("unit_code")["value"].rename_axis("code")
    if found.empty:
        return Unmeasured(_NO_INDICATOR)
    return Measured(pd.DataFrame({"reached": found, "all": float("nan")}), "amount", AREA)


def _staff(project: Project, at: AsOf) -> Measured | Unmeasured:
    return _trained(project, at, (CHILD_PROTECTION,), ())


def _investigators(project: Project, at: AsOf) -> Measured | Unmeasured:
    return _trained(project, at, ("investigator",), (INVESTIGATION,))


def _trained(project: Project, at: AsOf, roles: tuple[str, ...], topics: tuple[str, ...]) -> Measured | Unmeasured:
    """Return officers in post who hold one of the topics at least."""
    try:
        matrix = skill_matrix(project, day=at.day, roles=roles, years_valid=at.years_valid, topics=topics)
    except NoOfficers:
        return Unmeasured(N_("No officer of this role is in post on the day: import the table of officers."))
    except NoTopics:
        return Unmeasured(N_("No skill of any officer is in the data: import the table of skills."))
    trained = matrix.held.any(axis=1).astype(float)
    lasting = matrix.held_until(max(at.due_on or at.day, at.day)).any(axis=1).astype(float)
    rows = pd.DataFrame({"code": matrix.officers["unit_code"], "reached": trained, "all": 1.0, "lasting": lasting})
    return Measured(rows.groupby("code").sum(), "officers", PERSON)


def _schools(project: Project, reached: Callable[[pd.DataFrame], "pd.Series[bool]"]) -> Measured | Unmeasured:
    schools = own_rows(project, "facilities")
    schools = schools[(schools["kind"] == "school") & (schools["status"] == "in_use")]
    schools = schools[(schools["disclosure"] == "public") & schools["commune_code"].isin(commune_codes(project))]
    if schools.empty:
        return Unmeasured(N_("No school is in the data: import the table of places."))
    rows = pd.DataFrame({"code": schools["commune_code"], "reached": reached(schools).astype(float), "all": 1.0})
    return Measured(rows.groupby("code").sum(), "schools", AREA)


def _reviewed(project: Project, at: AsOf) -> Measured | Unmeasured:
    day = pd.Timestamp(at.day)
    return _schools(project, lambda schools: schools["reviewed_on"] <= day)


def _safe(project: Project, at: AsOf) -> Measured | Unmeasured:
    day = pd.Timestamp(at.day)
    return _schools(project, lambda schools: (schools["reviewed_on"] <= day) & (schools["review_outcome"] == "safe"))


_MEASURES: dict[str, Callable[[Project, AsOf], Measured | Unmeasured]] = {
    STAFF: _staff,
    INVESTIGATORS: _investigators,
    SCHOOLS_REVIEWED: _reviewed,
    SCHOOLS_SAFE: _safe,
}


def _communes_with(project: Project, kind: str) -> Measured | Unmeasured:
    """Return which communes have a public place in use of a kind."""
    if kind not in FACILITY_KINDS:
        return Unmeasured(N_("No kind of place has this name."))
    places = placed_facilities(project, "public")
    having = places[(places["kind"] == kind) & (places["status"] == "in_use")]["commune_code"]
    codes = pd.Index(communes(project)["code"], name="code")
    return Measured(
        pd.DataFrame({"reached": codes.isin(having).astype(float), "all": 1.0}, index=codes), "communes", AREA
    )
