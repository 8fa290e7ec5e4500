"""Checks between columns and between rows: order of dates, parts and wholes, codes of other tables.

Which check does what to a row:

======================================================  ==========================================
a case's dates out of order                             sets the row aside
more convicted persons than defendants, in one case     accepts and flags the row
handled above received, convicted above prosecuted,     accepts and flags the rows on both sides
kinds above all kinds, sexes above the whole,
trained above officers, any other part above its whole
a code that no row of the other table has               accepts and flags the row
======================================================  ==========================================

Counts that disagree are flagged, for either side may be wrong, or a case of an earlier period be among those handled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from data.issues import Finding, Reason, positions
from data.project import Project
from data.schema import Table

DATE_ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "cases": (
        ("occurred_on", "reported_on"),
        ("reported_on", "registered_on"),
        ("registered_on", "handled_on"),
        ("registered_on", "prosecuted_on"),
        ("reported_on", "handled_on"),
        ("reported_on", "prosecuted_on"),
        ("reported_on", "closed_on"),
        ("registered_on", "closed_on"),
        ("prosecuted_on", "closed_on"),
    ),
}
"""Of each table the dates of which the first may not lie after the second, where a row has both."""

REFERENCES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "skills": {"officer_id": ("officers", "officer_id"), "course_id": ("courses", "course_id")},
    "courses": {"facility_id": ("facilities", "facility_id")},
}
"""Of each table the columns whose codes stand in a column of another table."""

_PERIOD = ("period_start", "period_end")
_RETURN = ("unit_code", "vintage", *_PERIOD, "agency")


@dataclass(frozen=True, slots=True)
class Whole:
    """Rows that are parts, and the rows that are their whole, where both agree in the columns `same`.

    `part` and `whole` say by column which values make a row one or the other; None stands for a missing value.
    """

    reason: Reason
    value: str
    same: tuple[str, ...]
    part: Mapping[str, tuple[str | None, ...]]
    whole: Mapping[str, tuple[str | None, ...]]


def _indicator(reason: Reason, part: str, whole: str) -> Whole:
    everybody: dict[str, tuple[str | None, ...]] = {"sex": (None,)}
    return Whole(
        reason,
        "value",
        ("unit_code", "vintage", "period_end"),
        {"indicator": (part,), **everybody},
        {"indicator": (whole,), **everybody},
    )


def _stages(reason: Reason, part: tuple[str, str], whole: tuple[str, str], same: tuple[str, ...]) -> Whole:
    (stage, counted), (of_stage, of_counted) = part, whole
    parts: dict[str, tuple[str | None, ...]] = {"stage": (stage,), "counted": (counted,)}
    return Whole(reason, "count", same, parts, {"stage": (of_stage,), "counted": (of_counted,)})


def _handled(counted: str, same: tuple[str, ...]) -> Whole:
    return _stages(Reason.HANDLED_ABOVE_RECEIVED, ("handled", counted), ("received", counted), same)


def _convicted(same: tuple[str, ...]) -> Whole:
    persons, defendants = ("convicted", "convicted_persons"), ("prosecuted", "defendants")
    return _stages(Reason.CONVICTED_ABOVE_PROSECUTED, persons, defendants, same)


WHOLES: Mapping[str, tuple[Whole, ...]] = {
    "case_counts": (
        _handled("cases", (*_RETURN, "kind", "place")),
        _handled("cases", (*_RETURN, "kind")),
        _handled("victims", (*_RETURN, "kind")),
        _convicted((*_RETURN, "kind")),
        Whole(
            Reason.KINDS_ABOVE_ALL,
            "count",
            (*_RETURN, "place", "stage", "counted"),
            {"kind": ("physical_violence", "sexual_abuse", "neglect", "exploitation", "other")},
            {"kind": ("all",)},
        ),
    ),
    "indicators": (
        Whole(
            Reason.SEXES_ABOVE_WHOLE,
            "value",
            ("unit_code", "vintage", "indicator", "age_band", *_PERIOD),
            {"sex": ("female", "male")},
            {"sex": (None,)},
        ),
        _indicator(Reason.TRAINED_ABOVE_OFFICERS, "officers_trained", "officers"),
        _indicator(Reason.PART_ABOVE_WHOLE, "children", "population"),
        _indicator(Reason.PART_ABOVE_WHOLE, "dropouts", "children"),
        _indicator(Reason.PART_ABOVE_WHOLE, "poor_households", "households"),
    ),
}
"""Of each table the parts that may not exceed their whole. A part that several rows state is their sum."""


def check_date_order(frame: pd.DataFrame, table: Table) -> list[Finding]:
    """Find rows in which something is dated before what must come first. A month is compared as a month."""
    findings = []
    for first, second in DATE_ORDER.get(table.name, ()):
        earlier, later = _days(frame[first]), _days(frame[second])
        if first == "occurred_on":
            later = later.dt.to_period("M").dt.to_timestamp()
        rows = positions((earlier > later).to_numpy(dtype=bool))
        if len(rows):
            shown = tuple(earlier.iloc[rows].dt.strftime("%Y-%m-%d"))
            findings.append(Finding(Reason.DATES_OUT_OF_ORDER, second, rows, each={"earlier": shown}))
    return findings


def check_wholes(frame: pd.DataFrame, stored: pd.DataFrame, table: Table) -> list[Finding]:
    """Find rows, on either side, of parts that exceed their whole.

    Parameters
    ----------
    frame : DataFrame
        New rows; the index is their position in the file.
    stored : DataFrame
        The project's rows of the same table: a part may be new and its whole not.
    """
    rules = WHOLES.get(table.name, ())
    if not rules or frame.empty:
        return _check_persons(frame) if table.name == "cases" else []
    rows = pd.concat([stored, frame], ignore_index=True) if len(stored) else frame.reset_index(drop=True)
    found = _failing(table.name, rows)
    file_rows = frame.index.to_numpy()
    findings = []
    for number, failing in found.items():
        own = failing[failing >= len(stored)]
        sums = _sums(rows, rules[number]).loc[own]
        each = {name: tuple(sums[name].tolist()) for name in ("parts", "total")}
        taken = file_rows[own - len(stored)].astype(np.intp)
        findings.append(Finding(rules[number].reason, rules[number].value, taken, each=each))
    return _once([finding for finding in findings if len(finding.rows)])


def check_references(frame: pd.DataFrame, project: Project, table: Table) -> list[Finding]:
    """Find codes that no row of the table they refer to has. The other table may be imported later: rows are kept."""
    findings = []
    for name, (other, column) in REFERENCES.get(table.name, {}).items():
        unknown = frame[name].notna() & ~frame[name].isin(project[other][column])
        rows = frame.index[unknown].to_numpy(dtype=np.intp)
        if len(rows):
            findings.append(Finding(Reason.UNKNOWN_REFERENCE, name, rows, common={"table": other}))
    return findings


@cache
def relation_schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of the relations between the rows of a table, one check a rule of `WHOLES`."""
    rules = WHOLES.get(name, ())
    columns = {rule.value: pa.Column(None, nullable=True) for rule in rules}
    checks = [pa.Check(partial(_holds, rule=rule), error=str(number)) for number, rule in enumerate(rules)]
    return pa.DataFrameSchema(columns, checks=checks, strict=False)


def _failing(name: str, rows: pd.DataFrame) -> dict[int, Any]:
    """Return, by number of the rule, the positions of the rows that break it."""
    needed = {column for rule in WHOLES[name] for column in (rule.value, *rule.same, *rule.part, *rule.whole)}
    try:
        relation_schema(name).validate(rows[sorted(needed)], lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return {int(rule): np.unique(own["index"].astype("int64")) for rule, own in cases.groupby("check")}
    return {}


def _holds(rows: pd.DataFrame, rule: Whole) -> "pd.Series[bool]":
    broken = _sums(rows, rule)
    return pd.Series(~rows.index.isin(broken.index), index=rows.index)


def _sums(rows: pd.DataFrame, rule: Whole) -> pd.DataFrame:
    """Return, for the rows on either side of a broken relation, the sum of the parts and the whole."""
    part, whole = _are(rows, rule.part), _are(rows, rule.whole)
    used = rows[part | whole]
    group = used.groupby(list(rule.same), dropna=False, sort=False).ngroup()
    values = used[rule.value].astype("float64")
    parts = values[part[used.index]].groupby(group).sum(min_count=1).reindex(group.unique())
    total = values[whole[used.index]].groupby(group).sum(min_count=1).reindex(group.unique())
    both = pd.DataFrame({"parts": parts, "total": total})
    broken = both[both["parts"] > both["total"]]
    return broken.reindex(group[group.isin(broken.index)]).set_axis(group.index[group.isin(broken.index)])


def _are(rows: pd.DataFrame, values: Mapping[str, tuple[str | None, ...]]) -> "pd.Series[bool]":
    chosen = pd.Series(data=True, index=rows.index)
    for name, wanted in values.items():
        chosen &= rows[name].isna() if wanted == (None,) else rows[name].isin(wanted)
    return chosen


def _once(findings: list[Finding]) -> list[Finding]:
    """Name a row once for one reason, though two rules of it may be broken."""
    seen: dict[Reason, set[int]] = {}
    kept = []
    for finding in findings:
        known = seen.setdefault(finding.reason, set())
        new = [place for place, row in enumerate(finding.rows.tolist()) if row not in known]
        known.update(finding.rows.tolist())
        each = {name: tuple(values[place] for place in new) for name, values in finding.each.items()}
        kept.append(Finding(finding.reason, finding.field, finding.rows[new], each=MappingProxyType(each)))
    return [finding for finding in kept if len(finding.rows)]


def _check_persons(frame: pd.DataFrame) -> list[Finding]:
    broken = frame[(frame["convicted_persons"] > frame["defendants"]).fillna(value=False)]
    if broken.empty:
        return []
    each = {"parts": tuple(broken["convicted_persons"].tolist()), "total": tuple(broken["defendants"].tolist())}
    rows = broken.index.to_numpy(dtype=np.intp)
    return [Finding(Reason.CONVICTED_ABOVE_PROSECUTED, "convicted_persons", rows, each=each)]


def _days(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return days; the first one where a column holds months as text."""
    if isinstance(values.dtype, pd.StringDtype):
        return pd.to_datetime(values.str.slice(0, 7), format="%Y-%m", errors="coerce")
    return values
