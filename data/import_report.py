"""What an import says when it is done: how many rows went where, and every problem with its row, column and value.

Each row read is in exactly one of three places: accepted, set aside, or recognised as no data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.issues import Finding, Issue, Verdict, fix_of, touched
from data.reading import RawTable, cell_text


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import.

    Parameters
    ----------
    read : int
        Rows below the header: always `accepted` + `set_aside` + `non_data`.
    accepted : int
        Rows now in the project, the flagged ones among them.
    flagged : int
        Accepted rows with something to look at.
    set_aside : int
        Rows not taken; each has at least one problem.
    non_data : int
        Rows recognised as no data, such as blank ones.
    vintage : str
        Of the unit codes; the project's unless the file or a setting says otherwise.
    encoding : str
        Of the file's text; empty for workbooks.
    mapping : mapping
        Field to the file's column that filled it.
    problems : tuple of Issue
        Those of the import as a whole first, then by row.
    """

    read: int
    accepted: int
    flagged: int
    set_aside: int
    non_data: int
    vintage: str
    encoding: str
    mapping: Mapping[str, str]
    problems: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """Which rows of a file were taken and which not; every row is in exactly one of the three."""

    accepted: NDArray[np.bool_]
    set_aside: NDArray[np.bool_]
    non_data: NDArray[np.bool_]


def sort_rows(findings: Iterable[Finding], non_data: NDArray[np.bool_]) -> Sorting:
    """Set aside the rows with data and a finding that asks for it; accept the other rows with data."""
    set_aside = touched(findings, len(non_data), Verdict.SET_ASIDE) & ~non_data
    return Sorting(~set_aside & ~non_data, set_aside, non_data)


def write_report(
    raw: RawTable,
    findings: Sequence[Finding],
    sorting: Sorting,
    *,
    vintage: str,
    mapping: Mapping[str, str],
    settings: Mapping[str, object],
) -> ImportReport:
    """Count the rows and list the problems.

    A row that was set aside is listed with the reasons for that alone: what was merely doubtful in it is moot.
    """
    flagged = touched(findings, len(raw), Verdict.FLAGGED) & sorting.accepted
    issues = [issue for finding in findings for issue in _issues(finding, raw, sorting, mapping, settings)]
    return ImportReport(
        read=len(raw),
        accepted=int(sorting.accepted.sum()),
        flagged=int(flagged.sum()),
        set_aside=int(sorting.set_aside.sum()),
        non_data=int(sorting.non_data.sum()),
        vintage=vintage,
        encoding=raw.encoding,
        mapping=dict(mapping),
        problems=tuple(sorted(issues, key=lambda issue: -1 if issue.row is None else issue.row)),
    )


def _issues(
    finding: Finding, raw: RawTable, sorting: Sorting, mapping: Mapping[str, str], settings: Mapping[str, object]
) -> Iterable[Issue]:
    concerned = sorting.set_aside if finding.verdict is Verdict.SET_ASIDE else sorting.accepted
    kept = np.flatnonzero(concerned[finding.rows])
    column = mapping.get(finding.field, finding.field) if finding.field else None
    if not finding.listed:
        return _one_issue(finding, raw, column, len(kept))
    texts = _texts(finding, raw, column, settings)
    numbers = (raw.first_row + finding.rows).tolist()
    fix = fix_of(finding.reason)
    return [
        Issue(raw.layer, numbers[i], column, texts[i], finding.reason, fix, finding.verdict, _numbers(finding, i))
        for i in kept.tolist()
    ]


def _one_issue(finding: Finding, raw: RawTable, column: str | None, rows: int) -> tuple[Issue, ...]:
    if len(finding.rows) and not rows:
        return ()
    numbers = {**finding.common, "rows": rows}
    return (Issue(raw.layer, None, column, "", finding.reason, fix_of(finding.reason), finding.verdict, numbers),)


def _numbers(finding: Finding, position: int) -> Mapping[str, object]:
    return {**finding.common, **{name: values[position] for name, values in finding.each.items()}}


def _texts(finding: Finding, raw: RawTable, column: str | None, settings: Mapping[str, object]) -> list[str]:
    """Return the offending texts as they stand in the file, or the setting where a cell is blank."""
    blank = [""] * len(finding.rows)
    if finding.private or finding.field is None:
        return blank
    cells = raw.frame[column].iloc[finding.rows].tolist() if column in raw.frame.columns else blank
    setting = settings.get(finding.field)
    return cells if setting is None else [cell or cell_text(setting) for cell in cells]
