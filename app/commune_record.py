"""All that is on record of a commune and that an inspection team reads before it goes there."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from app.case_counts import counts_of, received_cases
from app.children import own_rows
from app.latest_answers import latest_answer
from app.profiles import Profile, profile_of
from app.remoteness import KINDS
from app.visit_scores import open_recommendations
from data.project import Project
from data.row_conversion import MADE_FROM

MONTHS_BACK = 12
"""Months before the last count of the project in which a missing return is named."""


@dataclass(frozen=True, eq=False)
class Records:
    """What is looked up once for all communes. `minutes`: by code, to the nearest service of a kind."""

    project: Project
    on: date
    received: pd.DataFrame
    senders: dict[str, tuple[str, ...]]
    open_: pd.DataFrame
    minutes: pd.DataFrame | None
    silence: "pd.Series[str] | None"


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The day of a visit and what was found; empty where nothing was noted."""

    day: date
    findings: str


@dataclass(frozen=True, eq=False)
class CommuneRecord:
    """What is known of one commune.

    Attributes
    ----------
    profile : Profile
        Facts, cases by year, services and staff; only places whose address is public.
    missing : dict of str to list of Period
        Months of the last year of counts of which no return came, by agency that ever sent one for the commune.
    converted : int
        Rows of its counts that were shared out from former units.
    recommendations : DataFrame
        Those open, with `overdue`, the earliest due first.
    last_visit : LastVisit, optional
    minutes : dict of str to float
        Minutes of its children to the nearest service of each kind.
    silence : str, optional
        Its class in the latest answer of the question `hidden`.
    """

    profile: Profile
    on: date
    missing: dict[str, list[pd.Period]]
    converted: int
    recommendations: pd.DataFrame
    last_visit: LastVisit | None
    minutes: dict[str, float]
    silence: str | None


def records(project: Project, on: date) -> Records:
    """Return what the records of all communes are taken from."""
    counts = counts_of(project)
    received = received_cases(counts[counts["vintage"] == project.about.vintage])
    sent = received[["unit_code", "agency"]].drop_duplicates().sort_values("agency")
    columns = [f"minutes_to_{kind}" for kind in KINDS]
    answer = latest_answer(project, "access", *columns, table="remoteness")
    silence = latest_answer(project, "hidden", "silence")
    return Records(
        project=project,
        on=on,
        received=received,
        senders={str(code): tuple(rows["agency"]) for code, rows in sent.groupby("unit_code")},
        open_=open_recommendations(project, on),
        minutes=None if answer is None else answer.columns,
        silence=None if silence is None else silence.columns["silence"],
    )


def record(known: Records, code: str) -> CommuneRecord:
    """Return what is known of one commune."""
    own = known.received[known.received["unit_code"] == code]
    open_ = known.open_[known.open_["commune_code"] == code]
    return CommuneRecord(
        profile=profile_of(_public_places(known.project), code, on=known.on),
        on=known.on,
        missing=_missing(known, own, code),
        converted=int((own["source"].fillna("") == MADE_FROM).sum()),
        recommendations=open_.sort_values(["due_on", "text"]),
        last_visit=_last_visit(known, code),
        minutes=_minutes(known, code),
        silence=None if known.silence is None or code not in known.silence.index else known.silence[code],
    )


def _public_places(project: Project) -> Project:
    places = project["facilities"]
    return project.with_table("facilities", places[places["disclosure"] == "public"])


def _missing(known: Records, own: pd.DataFrame, code: str) -> dict[str, list[pd.Period]]:
    """Return the months no return of an agency covers, of the year that ends with the last count of the project."""
    if known.received.empty:
        return {}
    last = pd.Period(known.received["period_end"].max(), "M")
    months = pd.period_range(end=last, periods=MONTHS_BACK, freq="M")
    found = {}
    for agency in known.senders.get(code, ()):
        sent = own[own["agency"] == agency]
        months_missing = [month for month in months if not _is_covered(month, sent)]
        if months_missing:
            found[agency] = months_missing
    return found


def _is_covered(month: pd.Period, sent: pd.DataFrame) -> bool:
    return bool(((sent["period_start"] <= month.end_time) & (sent["period_end"] >= month.start_time)).any())


def _last_visit(known: Records, code: str) -> LastVisit | None:
    rows = own_rows(known.project, "visits")
    rows = rows[(rows["commune_code"] == code) & (rows["visited_on"] < pd.Timestamp(known.on))]
    if rows.empty:
        return None
    last = rows.sort_values("visited_on")[["visited_on", "findings"]].to_dict("records")[-1]
    return LastVisit(last["visited_on"].date(), str(last["findings"]) if pd.notna(last["findings"]) else "")


def _minutes(known: Records, code: str) -> dict[str, float]:
    if known.minutes is None or code not in known.minutes.index:
        return {}
    named = {kind: known.minutes[f"minutes_to_{kind}"].get(code) for kind in KINDS}
    return {kind: float(minutes) for kind, minutes in named.items() if minutes is not None and pd.notna(minutes)}
