"""What an import assumes where neither the file nor a setting says: stated once in the report, never in silence."""

from typing import Any

import numpy as np
import pandas as pd

from data.checking import known_codes, pad_codes
from data.issues import Finding, Reason, positions
from data.project import About
from data.schema import SHELTER_KINDS, Reference, Table
from data.unit_lists import OLD_VINTAGE, VINTAGE

CONSTANTS = {
    "case_counts": {
        "place": "unknown",
        "kind": "all",
        "agency": "unknown",
        "stage": "received",
        "counted": "cases",
    },
    "facilities": {"status": "in_use"},
    "crosswalk": {"old_vintage": OLD_VINTAGE, "new_vintage": VINTAGE},
}
DERIVED = {"facilities": ("disclosure",), "officers": ("post_id",)}
MADE = {"facilities": "facility_id", "demand_points": "point_id", "cases": "case_id"}

Completed = tuple[pd.DataFrame, list[Finding]]


def supplied_fields(table: Table) -> frozenset[str]:
    """Return the fields that need no column and no setting."""
    made = (MADE[table.name],) if table.name in MADE else ()
    return frozenset({"vintage", *CONSTANTS.get(table.name, {}), *DERIVED.get(table.name, ()), *made})


def fill_defaults(frame: pd.DataFrame, table: Table, about: About) -> Completed:
    """Fill missing values that have a stated default.

    The vintage is the project's. A place whose disclosure nobody states is public, a shelter hidden: what must not be
    known is denied by default. An officer's post is known by its unit and role.
    """
    assumed: dict[str, object] = dict(CONSTANTS.get(table.name, {}))
    if "vintage" in table.names:
        assumed["vintage"] = about.vintage
    if table.name == "facilities":
        assumed["disclosure"] = _disclosure(frame)
    filled = {name: _filled(frame[name], value) for name, value in assumed.items()}
    findings = [
        finding
        for name, values in filled.items()
        for finding in _stated(_reason(name), name, values, frame[name].isna() & values.notna())
    ]
    frame = frame.assign(**filled)
    if table.name == "officers":
        frame, found = _name_posts(frame)
        findings += found
    return frame, findings


def mend_codes(frame: pd.DataFrame, table: Table, units: pd.DataFrame) -> Completed:
    """Give unit codes that a spreadsheet took for numbers their leading zeros back, where that makes a known code."""
    findings = []
    for column in table.columns:
        if column.reference is not Reference.UNIT:
            continue
        codes = frame[column.name]
        padded = pad_codes(codes, known_codes(units, column.name))
        rows = positions(codes.notna() & (padded != codes))
        if len(rows):
            frame = frame.assign(**{column.name: padded})
            taken = {"taken": tuple(padded.iloc[rows])}
            findings.append(Finding(Reason.CODE_PADDED, column.name, rows, each=taken))
    return frame, findings


def make_identifiers(frame: pd.DataFrame, stored: pd.DataFrame, table: Table) -> Completed:
    """Give rows without an identifier their kind and the next free number, such as ``school-12``.

    Nothing of a row's content goes into it: an identifier made of a hidden place's name would give the place away.
    """
    name = MADE.get(table.name)
    if name is None or not frame[name].isna().any():
        return frame, []
    missing = frame[name].isna()
    prefix = frame["kind"] if table.name == "facilities" else pd.Series(name.removesuffix("_id"), index=frame.index)
    taken = pd.concat([stored[name], frame[name]]).str.extract(r"^(?P<prefix>.+)-(?P<number>\d{1,9})$").dropna()
    last = taken["number"].astype("int64").groupby(taken["prefix"]).max()
    numbers = prefix.map(last).fillna(0).astype("int64") + 1 + prefix[missing].groupby(prefix).cumcount()
    made = prefix.astype("str") + "-" + numbers.astype("Int64").astype("str")
    rows = frame.index[missing].to_numpy(dtype=np.intp)
    return frame.assign(**{name: frame[name].where(~missing, made)}), [
        Finding(Reason.IDENTIFIER_MADE, name, rows, listed=False)
    ]


def _disclosure(frame: pd.DataFrame) -> "pd.Series[Any]":
    hidden = frame["kind"].isin(SHELTER_KINDS)
    return pd.Series(np.where(hidden, "hidden", "public"), index=frame.index, dtype="str")


def _filled(values: "pd.Series[Any]", default: object) -> "pd.Series[Any]":
    defaults = default if isinstance(default, pd.Series) else pd.Series(default, index=values.index, dtype="str")
    return values.where(values.notna(), defaults)


def _reason(name: str) -> Reason:
    return Reason.VINTAGE_ASSUMED if name == "vintage" else Reason.DEFAULT_USED


def _stated(reason: Reason, name: str, values: "pd.Series[Any]", missing: "pd.Series[bool]") -> list[Finding]:
    """Return one finding for each value assumed, not one for each row."""
    return [
        Finding(reason, name, positions(missing & (values == value)), common={"value": value}, listed=False)
        for value in values[missing].unique()
    ]


def _name_posts(frame: pd.DataFrame) -> Completed:
    missing = frame["post_id"].isna() & frame["unit_code"].notna()
    if not missing.any():
        return frame, []
    post = frame["unit_code"].str.cat(frame["role"], sep=":", na_rep="").str.rstrip(":")
    found = Finding(Reason.IDENTIFIER_MADE, "post_id", positions(missing), listed=False)
    return frame.assign(post_id=frame["post_id"].where(~missing, post)), [found]
