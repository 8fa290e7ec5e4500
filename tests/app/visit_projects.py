"""Small projects to visit: the four communes in a row, with answers, visits and recommendations."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from app.language import Text
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Table, Value
from app.results import StoredResult, with_result
from data.project import Project

CODES = ("00001", "00002", "00003", "00004")
VINTAGE = "2025-07-01"
NOTHING = Text("", "")
AIR: Mapping[str, Any] = {"minutes": "air", "speed": 100.0, "detour": 1.0, "iterations": 60, "starts_on": "2026-06-01"}
"""A degree of longitude takes 66.7 minutes."""
ONLY_VISITS: Mapping[str, Any] = {"weight_risk": 0, "weight_silence": 0, "weight_recommendations": 0}


def answered(project: Project, analysis: str, column: str, values: tuple[Value, ...], *, table: str = "") -> Project:
    """Return the project with an answer that says `values` of the four communes, in the order of their codes."""
    columns = tuple(Column(name, "", Sensitivity.CASE) for name in ("code", column))
    found = Table(table or "communes", columns, tuple(zip(CODES, values, strict=False)), Sensitivity.CASE)
    denominator = Denominator("children", "children", 1.0, NOTHING, Sensitivity.AREA)
    card = ModelCard(NOTHING, NOTHING, NOTHING, NOTHING)
    number = len(project["results"]) + 1
    result = Result(analysis, (), (found,), (), (), card, denominator)
    return with_result(project, StoredResult(f"{analysis}-{number}", "2026-01-01", result))


def visited(project: Project, code: str, day: str, findings: str | None = None) -> Project:
    row = {"commune_code": code, "vintage": VINTAGE, "visited_on": pd.Timestamp(day), "findings": findings}
    return project.append("visits", pd.DataFrame([row]))


def recommended(project: Project, code: str, text: str, due: str | None, closed: str | None = None) -> Project:
    row = {
        "from": "Sở Y tế", "to": "UBND xã", "commune_code": code, "vintage": VINTAGE, "text": text,
        "owner": "Chủ tịch xã", "due_on": pd.Timestamp(due) if due else pd.NaT,
        "closed_on": pd.Timestamp(closed) if closed else pd.NaT,
    }  # fmt: skip
    return project.append("recommendations", pd.DataFrame([row]))


def returned(project: Project, code: str, months: str, count: int, agency: str = "police") -> Project:
    """Return the project with a return of each of the `months` ("2025-01:2025-12")."""
    first, last = months.split(":")
    rows = [
        {
            "unit_code": code, "vintage": VINTAGE, "period_start": month.start_time.normalize(),
            "period_end": month.end_time.normalize(), "place": "home", "kind": "neglect", "agency": agency,
            "stage": "received", "counted": "cases", "count": count,
        }
        for month in pd.period_range(first, last, freq="M")
    ]  # fmt: skip
    return project.append("case_counts", pd.DataFrame(rows))
