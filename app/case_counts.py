"""Which case counts answer a question, and whether they may be added up.

Counts add up only where their periods do not overlap; a return that says zero is not a return that never came. Stated
counts go before a list of single cases: where a project has both, what the list says otherwise is for reconciling.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from app import listed_cases
from app.crosswalk_rows import crosswalk_of
from app.errors import NoCounts, OverlappingPeriods
from app.result import YearTotal
from data.periods import Period, tile
from data.project import Project
from data.row_conversion import MADE_FROM
from data.unit_lists import OLD_VINTAGE

ALL = "all"
_SAME = ["unit_code", "vintage", "place", "agency", "stage", "counted"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The counts inside a period, and how many rows were left out and why.

    `of_cases`: made from the list of single cases, `undated` of which have no day and count nowhere.
    """

    rows: pd.DataFrame
    start: date
    end: date
    straddling: int
    other_vintage: int
    of_cases: bool = False
    undated: int = 0


def counts_of(project: Project) -> pd.DataFrame:
    """Return the stated counts of a project; where it has none, those of its list of cases."""
    return listed_cases.counts_of_cases(project) if is_of_cases(project) else project["case_counts"]


def is_of_cases(project: Project) -> bool:
    """Return whether counts can only come from the list of single cases."""
    return project["case_counts"].empty and not project["cases"].empty


def select_counts(
    project: Project, *, kind: str = ALL, agency: str = ALL, start: date | None = None, end: date | None = None
) -> Selection:
    """Return the counts of an agency whose periods lie wholly in `start` to `end` (default: all there are).

    `kind` names one kind of case or several, separated by commas.

    Raises
    ------
    NoCounts
        Nothing matches.
    OverlappingPeriods
        Two of the rows would count the same days twice.
    """
    counts = counts_of(project)
    own = counts[counts["vintage"] == project.about.vintage]
    kinds = {each.strip() for each in kind.split(",")}
    asked = own[(own["kind"].isin(kinds) | (ALL in kinds)) & ((own["agency"] == agency) | (agency == ALL))]
    first = pd.Timestamp(start) if start else asked["period_start"].min()
    last = pd.Timestamp(end) if end else asked["period_end"].max()
    inside = (asked["period_start"] >= first) & (asked["period_end"] <= last)
    touching = (asked["period_start"] <= last) & (asked["period_end"] >= first)
    rows = asked[inside]
    if rows.empty:
        raise NoCounts(kind, project.about.vintage)
    refuse_overlaps(rows)
    listed = is_of_cases(project)
    straddling, other = int((touching & ~inside).sum()), len(_not_converted(counts, own, project))
    undated = listed_cases.undated(project["cases"]) if listed else 0
    return Selection(rows, first.date(), last.date(), straddling, other, listed, undated)


def _not_converted(counts: pd.DataFrame, own: pd.DataFrame, project: Project) -> pd.DataFrame:
    """Return the rows of other units that none of the project's `own` were made from."""
    others = counts.drop(own.index)
    if others.empty or not (own["source"] == MADE_FROM).any():
        return others
    known = crosswalk_of(project)["old_code"]
    return others[(others["vintage"] != OLD_VINTAGE) | ~others["unit_code"].isin(known)]


def refuse_overlaps(rows: pd.DataFrame) -> None:
    """Raise OverlappingPeriods when two rows count the same things on the same days.

    A count of all kinds overlaps the counts of the single kinds it contains.
    """
    _refuse_neighbours(rows, [*_SAME, "kind"])
    if not 0 < int((rows["kind"] == ALL).sum()) < len(rows):
        return
    mixed = rows.groupby(_SAME)["kind"].transform(lambda kinds: (kinds == ALL).any() and (kinds != ALL).any())
    both = rows[mixed.astype(bool)]
    pairs = both[both["kind"] == ALL].merge(both[both["kind"] != ALL], on=_SAME, suffixes=("", "_other"))
    clash = pairs[
        (pairs["period_start"] <= pairs["period_end_other"]) & (pairs["period_start_other"] <= pairs["period_end"])
    ]
    if len(clash):
        row = clash.iloc[0]
        raise OverlappingPeriods(
            row["unit_code"],
            _days(row["period_start"], row["period_end"]),
            _days(row["period_start_other"], row["period_end_other"]),
        )


def _refuse_neighbours(rows: pd.DataFrame, same: list[str]) -> None:
    ordered = rows.sort_values([*same, "period_start", "period_end"])
    before = ordered.groupby(same)[["period_start", "period_end"]].shift()
    clash = ordered["period_start"] <= before["period_end"]
    if clash.any():
        row, earlier = ordered[clash].iloc[0], before[clash].iloc[0]
        raise OverlappingPeriods(
            row["unit_code"],
            _days(earlier["period_start"], earlier["period_end"]),
            _days(row["period_start"], row["period_end"]),
        )


def received_cases(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that count cases received: what a rate is made of."""
    return rows[(rows["stage"] == "received") & (rows["counted"] == "cases")]


def year_totals(project: Project) -> tuple[YearTotal, ...]:
    """Return the province's cases of all kinds for each calendar year of which some count covers each day.

    None where counts overlap: no sum of them is a total.
    """
    try:
        received = received_cases(select_counts(project).rows)
    except OverlappingPeriods:
        return ()
    start, end = received["period_start"].dt.year, received["period_end"].dt.year
    within = received[start == end]
    by_year = within.groupby(within["period_start"].dt.year)
    return tuple(
        YearTotal(year, int(rows["count"].sum()))
        for year, rows in ((int(str(year)), rows) for year, rows in by_year)
        if _cover(rows, Period(date(year, 1, 1), date(year, 12, 31)))
    )


def _cover(rows: pd.DataFrame, span: Period) -> bool:
    spans = rows[["period_start", "period_end"]].drop_duplicates().itertuples(index=False)
    return not tile((Period(start.date(), end.date()) for start, end in spans), over=span).gaps


def _days(start: pd.Timestamp, end: pd.Timestamp) -> str:
    return f"{start.date()}–{end.date()}"
