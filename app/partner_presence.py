"""Who else works in each commune, on what: partners with an activity on a day."""

from datetime import date

import pandas as pd

from app.children import communes, own_rows
from data.project import Project

NOBODY, ALONE, OVERLAP = "nobody_there", "partner_there", "partners_overlap"


def partner_presence(project: Project, day: date) -> pd.DataFrame:
    """Return the partners of each commune on a day.

    Returns
    -------
    DataFrame, index: code of every commune
        `partners` (names, separated by "; "; empty for none), `partner_count`, `overlapping` (activities that two
        partners or more pursue there), `presence`: `NOBODY`, `ALONE` or `OVERLAP`.
    """
    rows = own_rows(project, "partners")
    begun = rows["from"].isna() | (rows["from"] <= pd.Timestamp(day))
    rows = rows[begun & (rows["to"].isna() | (rows["to"] >= pd.Timestamp(day)))]
    codes = pd.Index(communes(project)["code"], name="code")
    each = rows.drop_duplicates(["commune_code", "partner"]).groupby("commune_code")["partner"]
    by_activity = rows.groupby(["commune_code", "activity"])["partner"].nunique()
    twice = by_activity[by_activity > 1].reset_index()
    found = pd.DataFrame(
        {
            "partners": each.agg(lambda names: "; ".join(sorted(names))).reindex(codes).fillna(""),
            "partner_count": each.size().reindex(codes).fillna(0).astype(int),
            "overlapping": _joined(twice).reindex(codes).fillna(""),
        },
        index=codes,
    )
    presence = found["partner_count"].gt(0).map({True: ALONE, False: NOBODY})
    return found.assign(presence=presence.where(found["overlapping"] == "", OVERLAP))


def _joined(activities: pd.DataFrame) -> "pd.Series[str]":
    by_commune = activities.groupby("commune_code")["activity"]
    return by_commune.agg(lambda names: "; ".join(sorted(names))).astype(str)


def latest_beginning(project: Project) -> date | None:
    """Return the last day on which an activity of a partner begins; None where no day is stated."""
    days = own_rows(project, "partners")["from"].dropna()
    return None if days.empty else pd.Timestamp(days.max()).date()
