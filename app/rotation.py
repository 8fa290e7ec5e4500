"""Rotation of officers: how fast they leave, how many trained ones are left month by month, what handing over buys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from app.language import N_
from app.result import Column, Finding, Sensitivity, finding
from app.staff_capacity import Departures, Staff

if TYPE_CHECKING:
    from models.turnover import Hazard

MONTHS = tuple(range(19))
TOLD_MONTHS = (6, 12, 18)
LEVEL = 0.9
FEWEST_SHARED = 10
"""Officers; a figure about fewer of them says something of each and stays inside."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """The hazard of leaving and how many trained officers of today are left by month.

    Attributes
    ----------
    hazard : Hazard or None
        None where nobody is recorded as having left, so that nothing is known.
    by_month : DataFrame
        `months`, `trained_left`, `trained_left_from`, `trained_left_to`, `trained_left_handover`, `trained_kept`; empty
        without a hazard. The range holds 90 % at any hazard of the interval, so more than 90 % in all.
    """

    officers: int
    trained: int
    departures: Departures
    hazard: "Hazard | None"
    handover: float
    by_month: pd.DataFrame

    @property
    def sensitivity(self) -> Sensitivity:
        """About ten officers and more it is of the area, about fewer of persons."""
        few = min(self.officers, self.trained) < FEWEST_SHARED
        return Sensitivity.PERSON if few else Sensitivity.AREA


def rotation_of(staff: Staff, left: Departures, *, handover: float, level: float) -> Rotation:
    """Return the rotation of the officers in post.

    Parameters
    ----------
    handover : float
        Share of departures, 0 to 1, in which the successor is trained before the officer goes.
    level : float
        Of the interval of the hazard.
    """
    from models.turnover import departure_hazard

    hazard = None
    if left.told and left.officer_years > 0:
        hazard = departure_hazard(left.number, left.officer_years, level=level)
    officers = int(staff.rows["officer_id"].nunique())
    by_month = _by_month(staff.trained, hazard, handover)
    return Rotation(officers, staff.trained, left, hazard, handover, by_month)


def _by_month(trained: int, hazard: "Hazard | None", handover: float) -> pd.DataFrame:
    from models.turnover import trained_remaining

    if hazard is None:
        return pd.DataFrame(columns=[column.name for column in columns(Sensitivity.AREA)])
    middle = trained_remaining(trained, hazard.value, MONTHS, level=LEVEL)
    kept = trained_remaining(trained, hazard.value, MONTHS, handover=handover, level=LEVEL)
    frame = pd.DataFrame(
        {
            "months": MONTHS,
            "trained_left": middle.mean,
            "trained_left_handover": kept.mean,
            "trained_left_from": trained_remaining(trained, hazard.upper, MONTHS, level=LEVEL).lower,
            "trained_left_to": trained_remaining(trained, hazard.lower, MONTHS, level=LEVEL).upper,
        }
    )
    return frame.assign(trained_kept=frame["trained_left_handover"] - frame["trained_left"])


def columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the table."""
    officers = (
        "trained_left",
        "trained_left_from",
        "trained_left_to",
        "trained_left_handover",
        "trained_kept",
    )
    return (Column("months", "months", area), *(Column(name, "officers", area) for name in officers))


def findings(rotation: Rotation) -> Iterator[Finding]:
    """Yield how fast officers leave, how many trained ones are left, and what handing over buys."""
    area = rotation.sensitivity
    if rotation.hazard is None:
        yield finding(
            area,
            N_("How fast officers leave is not known: the table of officers names nobody who has left the role."),
        )
        return
    yield _hazard(rotation, rotation.hazard, area)
    by_month = {row["months"]: row for row in rotation.by_month.to_dict("records")}
    left = {f"left{month}": float(by_month[month]["trained_left"]) for month in TOLD_MONTHS}
    last = by_month[TOLD_MONTHS[-1]]
    yield finding(
        area,
        N_(
            "Officers trained in at least one topic: {trained}. Left of them after 6 months: about {left6:0}, after "
            "12: {left12:0}, after 18: {left18:0} (90% range then {low} to {high}), if nobody is trained anew."
        ),
        trained=rotation.trained,
        low=int(last["trained_left_from"]),
        high=int(last["trained_left_to"]),
        **left,
    )
    yield finding(
        area,
        N_(
            "If {share}% of those who leave first hand over to a successor, {left:0} trained officers are left after "
            "18 months instead of {without:0}: {kept:1} more."
        ),
        share=100 * rotation.handover,
        left=float(last["trained_left_handover"]),
        without=left["left18"],
        kept=float(last["trained_kept"]),
    )


def _hazard(rotation: Rotation, hazard: "Hazard", area: Sensitivity) -> Finding:
    return finding(
        area,
        N_(
            "Departures in {years:0} officer-years: {departures}, that is {rate:2} a year for each officer (exact "
            "interval {lower:2} to {upper:2})."
        ),
        departures=rotation.departures.number,
        years=rotation.departures.officer_years,
        rate=hazard.value,
        lower=hazard.lower,
        upper=hazard.upper,
    )
