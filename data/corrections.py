"""Corrections of the crosswalk that a file brings: checked before they are kept, and put to use once they are."""

import pandas as pd

from data.crosswalk import OLD_UNIT
from data.issues import Finding, Reason, positions
from data.project import Project
from data.row_conversion import COUNTED, with_converted
from data.schema import Table
from data.unit_lists import KNOWN_VINTAGES, known_units

CROSSWALK = "crosswalk"


def check_corrections(frame: pd.DataFrame, table: Table) -> list[Finding]:
    """Find corrections without their date, of units no list holds, or that say two things of one old unit.

    Rows of one old unit restate all that became of it: one row "whole", or several rows "part". All rows of a unit they
    contradict each other about are set aside, for which of them is right cannot be known.
    """
    if table.name != CROSSWALK:
        return []
    findings = [Finding(Reason.MISSING, "stated_on", positions(frame["stated_on"].isna()))]
    for side in ("old", "new"):
        vintages = frame[f"{side}_vintage"]
        strange = vintages.notna() & ~vintages.isin(KNOWN_VINTAGES)
        choices = {"choices": KNOWN_VINTAGES}
        findings.append(Finding(Reason.NOT_A_CHOICE, f"{side}_vintage", positions(strange), common=choices))
        unknown = ~strange & frame[f"{side}_code"].notna() & ~_are_known(frame, side)
        findings.append(Finding(Reason.UNKNOWN_UNIT, f"{side}_code", positions(unknown)))
    findings.append(Finding(Reason.CONTRADICTION, None, positions(_disagree(frame))))
    return [finding for finding in findings if len(finding.rows)]


def with_corrections_used(project: Project, table: Table, *, batch_id: str) -> Project:
    """Return a snapshot in which rows converted from old units are made anew, where the crosswalk was corrected."""
    if table.name == CROSSWALK:
        for name in COUNTED:
            project = with_converted(project, name, batch_id=batch_id).project
    return project


def _are_known(frame: pd.DataFrame, side: str) -> "pd.Series[bool]":
    lists = pd.concat([known_units(vintage)[["code", "vintage"]] for vintage in KNOWN_VINTAGES])
    stated = pd.MultiIndex.from_frame(frame[[f"{side}_code", f"{side}_vintage"]])
    return pd.Series(stated.isin(pd.MultiIndex.from_frame(lists)), index=frame.index)


def _disagree(frame: pd.DataFrame) -> "pd.Series[bool]":
    several = frame.groupby(OLD_UNIT, dropna=False)["new_code"].transform("nunique") > 1
    wrong = frame["relation"].notna() & (several != (frame["relation"] == "part"))
    units = pd.MultiIndex.from_frame(frame[OLD_UNIT])
    return pd.Series(units.isin(units[wrong.to_numpy(dtype=bool)]), index=frame.index)
