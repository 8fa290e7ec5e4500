"""How much a visit to each commune is worth: points for risk, silence, recommendations, time since a visit, distance.

Each part lies between 0 and 1 and counts with its weight; the points of all parts add up to the score, at most 100.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.children import communes, full_names, own_rows
from app.latest_answers import Answer, latest_answer
from app.result import Sensitivity
from data.project import Project

Floats = NDArray[np.float64]

PARTS = ("risk", "silence", "recommendations", "since_visit", "remoteness")
FROM_CASES = ("risk", "silence", "recommendations")
"""Parts that say something of cases, or may: plans that count them stay inside."""
SILENCE = {"silent": 1.0, "no_return": 1.0, "cannot_be_judged": 0.5, "quiet": 0.5}
"""What each class of the question `hidden` counts; the others count nothing."""
UNKNOWN_RISK = 0.5
"""What a commune counts whose rate is not known: as the one in the middle."""
FULL_RECOMMENDATIONS = 4
"""Open recommendations, an overdue one counted twice, from which on this part is full."""
DAYS_PER_MONTH = 365.25 / 12
DECIMALS = 1
RISKS = (("expected", "expected_rate"), ("rates", "posterior_rate"))
"""Questions whose latest answer says how high the risk is, the first that was asked counting, and their columns."""


class Asked(Protocol):
    """What scores are asked with."""

    weight_risk: float
    weight_silence: float
    weight_recommendations: float
    weight_since_visit: float
    weight_remoteness: float
    never_visited_months: float


@dataclass(frozen=True, eq=False)
class Scores:
    """The communes, one row each by code, and what they are judged by.

    Attributes
    ----------
    frame : DataFrame, index: code
        name; `points_…` of each part that counts; score; and the facts behind them: risk, share_below, silence,
        open_recommendations, overdue_recommendations, last_visit, months_since_visit, minutes_from_base.
    counted : tuple of str
        Parts that have a weight and are known.
    missing : tuple of str
        Parts that have a weight and are not: their question was never asked.
    risk, silence : Answer, optional
        The results these are taken from.
    """

    frame: pd.DataFrame
    counted: tuple[str, ...]
    missing: tuple[str, ...]
    risk: Answer | None
    silence: Answer | None

    @property
    def sensitivity(self) -> Sensitivity:
        """What the scores, and a plan made from them, give away."""
        return sensitivity_of(self.counted)


def sensitivity_of(counted: tuple[str, ...]) -> Sensitivity:
    """Return what a plan made from these parts gives away."""
    return Sensitivity.CASE if set(counted) & set(FROM_CASES) else Sensitivity.AREA


def scores(project: Project, asked: Asked, *, on: date, from_base: "pd.Series[float]") -> Scores:
    """Return what a visit to each commune is worth on a day.

    Parameters
    ----------
    from_base : Series
        Minutes from the base by code of the commune; inf where no way leads, missing without a position.
    """
    units = communes(project)
    frame = pd.DataFrame({"name": full_names(units).to_numpy()}, index=pd.Index(units["code"], name="code"))
    weights = {part: float(getattr(asked, f"weight_{part}")) for part in PARTS}
    risk = _risk(project) if weights["risk"] else None
    silence = latest_answer(project, "hidden", "silence") if weights["silence"] else None
    frame = _with_facts(project, frame, on=on, from_base=from_base, risk=risk, silence=silence)
    known = {"risk": risk is not None, "silence": silence is not None}
    weighed = [part for part in PARTS if weights[part]]
    counted = tuple(part for part in weighed if known.get(part, True))
    frame = _with_points(frame, {part: weights[part] for part in counted}, asked.never_visited_months)
    return Scores(frame, counted, tuple(part for part in weighed if part not in counted), risk, silence)


def _risk(project: Project) -> Answer | None:
    found = (latest_answer(project, analysis, column) for analysis, column in RISKS)
    return next((each for each in found if each is not None and each.columns.iloc[:, 0].notna().any()), None)


def _with_facts(
    project: Project,
    frame: pd.DataFrame,
    *,
    on: date,
    from_base: "pd.Series[float]",
    risk: Answer | None,
    silence: Answer | None,
) -> pd.DataFrame:
    facts = frame.assign(risk=np.nan, silence=None)
    if risk is not None:
        facts["risk"] = pd.to_numeric(risk.columns.iloc[:, 0]).reindex(frame.index).astype(float)
    if silence is not None:
        facts["silence"] = silence.columns["silence"].reindex(frame.index)
    facts["share_below"] = share_below(facts["risk"])
    open_ = open_recommendations(project, on)
    facts["open_recommendations"] = open_["commune_code"].value_counts().reindex(frame.index).fillna(0).astype(int)
    overdue = open_[open_["overdue"]]["commune_code"].value_counts()
    facts["overdue_recommendations"] = overdue.reindex(frame.index).fillna(0).astype(int)
    facts["last_visit"] = last_visits(project, on).reindex(frame.index)
    facts["months_since_visit"] = (pd.Timestamp(on) - facts["last_visit"]).dt.days / DAYS_PER_MONTH
    return facts.assign(minutes_from_base=from_base.reindex(frame.index))


def open_recommendations(project: Project, on: date) -> pd.DataFrame:
    """Return the recommendations not closed by that day, with `overdue`: due before it."""
    rows = own_rows(project, "recommendations")
    day = pd.Timestamp(on)
    waiting = rows[~(rows["closed_on"] <= day)]
    return waiting.assign(overdue=waiting["due_on"] < day)


def last_visits(project: Project, on: date) -> "pd.Series[pd.Timestamp]":
    """Return the day of the last visit before that day, by code of the commune."""
    rows = own_rows(project, "visits")
    return rows[rows["visited_on"] < pd.Timestamp(on)].groupby("commune_code")["visited_on"].max()


def share_below(values: "pd.Series[float]") -> "pd.Series[float]":
    """Return the share of the known values that each is above; half of its equals count as below.

    >>> share_below(pd.Series([1.0, 2.0, 2.0, 9.0])).tolist()
    [0.125, 0.5, 0.5, 0.875]
    """
    return (values.rank(method="average") - 0.5) / max(int(values.notna().sum()), 1)


def _with_points(frame: pd.DataFrame, weights: dict[str, float], never_visited_months: float) -> pd.DataFrame:
    """Return the frame with the points of each part, rounded so that what is shown adds up, and their sum."""
    total = sum(weights.values())
    parts = _parts(frame, never_visited_months)
    points = {
        f"points_{part}": (100 * weight / total * parts[part]).round(DECIMALS) for part, weight in weights.items()
    }
    summed = sum(points.values(), start=pd.Series(0.0, frame.index)).round(DECIMALS)
    return frame.assign(**points, score=summed)


def _parts(frame: pd.DataFrame, never_visited_months: float) -> dict[str, "pd.Series[float]"]:
    recommendations = frame["open_recommendations"] + frame["overdue_recommendations"]
    reached = frame["minutes_from_base"].where(np.isfinite(frame["minutes_from_base"]))
    return {
        "risk": frame["share_below"].fillna(UNKNOWN_RISK),
        "silence": frame["silence"].map(SILENCE).astype(float).fillna(0.0),
        "recommendations": (recommendations / FULL_RECOMMENDATIONS).clip(upper=1.0),
        "since_visit": (frame["months_since_visit"].fillna(never_visited_months) / never_visited_months).clip(
            upper=1.0
        ),
        "remoteness": share_below(reached).fillna(0.0),
    }
