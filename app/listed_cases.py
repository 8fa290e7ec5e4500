"""Counts made from a list of single cases, for a project that holds cases and no counts of its own.

A case counts in the month it was reported (else registered, else occurred), with all that became of it since, as the
returns of a cohort do. No row is made for a commune that had no case: a question that compares communes takes it as
one without a case, and says so.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.frames import conform
from data.project import Project
from data.schema import TABLES

UNKNOWN = "unknown"
_SAME = ["unit_code", "vintage", "period_start", "period_end", "place", "kind", "agency"]


def received_on(cases: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    """Return the day each case was received: reported, else registered, else the month it occurred in."""
    return cases["reported_on"].fillna(cases["registered_on"]).fillna(cases["occurred_on"])


def ended_on(cases: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    """Return the day each case was handled or closed, whichever came first; missing while it is open."""
    handled, closed = cases["handled_on"], cases["closed_on"]
    return handled.mask(closed < handled, closed).fillna(closed)


def undated(cases: pd.DataFrame) -> int:
    """Return how many cases have no day at all, and so count in no period."""
    return int(received_on(cases).isna().sum())


def counts_of_cases(project: Project) -> pd.DataFrame:
    """Return the cases of a project as rows of the table `case_counts`, by month, unit, place, kind and agency.

    A case without a commune stands under the province, as online cases do.
    """
    cases = project["cases"]
    dated = cases[received_on(cases).notna()]
    if dated.empty:
        return conform(pd.DataFrame(), TABLES["case_counts"])
    rows = _described(project, dated)
    blocks = [_summed(rows, stage, counted, number) for (stage, counted), number in _stages(dated).items()]
    return conform(pd.concat(blocks, ignore_index=True), TABLES["case_counts"])


def _described(project: Project, cases: pd.DataFrame) -> pd.DataFrame:
    month = received_on(cases).dt.to_period("M")
    placed = cases["unit_code"].notna()
    return pd.DataFrame(
        {
            "unit_code": cases["unit_code"].where(placed, project.about.province_code),
            "vintage": cases["vintage"].where(placed & cases["vintage"].notna(), project.about.vintage),
            "period_start": month.dt.start_time,
            "period_end": month.dt.end_time.dt.normalize(),
            **{name: cases[name].fillna(UNKNOWN) for name in ("place", "kind", "agency")},
        }
    )


def _stages(cases: pd.DataFrame) -> Mapping[tuple[str, str], "pd.Series[int]"]:
    """Return what each case adds to each count; missing where the list says nothing."""
    ended = ended_on(cases).notna()
    prosecuted = cases["prosecuted_on"].notna()
    convicted = cases["convicted_persons"].fillna(0) > 0
    return {
        ("received", "cases"): pd.Series(1, index=cases.index),
        ("handled", "cases"): ended.astype("int64"),
        ("open", "cases"): (~ended).astype("int64"),
        ("prosecuted", "cases"): prosecuted.astype("int64"),
        ("convicted", "cases"): convicted.astype("int64"),
        ("received", "victims"): cases["victims"],
        ("prosecuted", "defendants"): cases["defendants"],
        ("convicted", "convicted_persons"): cases["convicted_persons"],
    }


def _summed(rows: pd.DataFrame, stage: str, counted: str, number: "pd.Series[int]") -> pd.DataFrame:
    known = number.notna()
    given = rows[known].assign(count=number[known].astype(np.int64))
    summed = given.groupby(_SAME)["count"].sum().reset_index()
    return summed.assign(stage=stage, counted=counted, source="cases")
