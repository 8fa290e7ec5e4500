"""What an import says when it is done: how many rows went where, and every problem with its row, column and value.

Each row read is in exactly one of three places: accepted, set aside, or recognised as no data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from data.issues import Finding, Issue, Reason, Verdict, fix_of, touched, verdict_of
from data.named_columns import cells_of_columns, columns_of
from data.reading import RawTable, cell_text
from data.row_conversion import ConvertedRows


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
        Rows recognised as no data, such as totals, notes and blank ones; each is listed, without its text.
    vintage : str
        Of the unit codes; the project's unless the file or a setting says otherwise.
    encoding : str
        Of the file's text; empty for workbooks.
    mapping : mapping
        Field to the file's column that filled it.
    problems : tuple of Issue
        Those of the import as a whole first, then by row.
    converted : ConvertedRows, optional
        What was made of the table's rows of older units, if it has any.
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
    converted: ConvertedRows | None = None


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
    issues += [*_of_the_file(raw), *_of_rows_without_data(raw, mapping)]
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
    column = finding.column or (mapping.get(finding.field, finding.field) if finding.field else None)
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
    known = column is not None and set(columns_of(column, raw.frame)) <= set(raw.frame.columns)
    cells = cells_of_columns(str(column), raw.frame.iloc[finding.rows]).tolist() if known else blank
    setting = settings.get(finding.field)
    return cells if setting is None else [cell or cell_text(setting) for cell in cells]


def _of_the_file(raw: RawTable) -> list[Issue]:
    """Say what was read otherwise than it stands in the file, and which sheets could be read the same way."""
    issues = []
    if raw.evidence is not None:
        words, syllables = raw.evidence.words, raw.evidence.syllables
        read = {"encoding": raw.encoding, "words": words, "syllables": syllables}
        issues.append(_issue(raw, None, Reason.TEXT_CONVERTED, numbers=read))
    if raw.alike:
        issues.append(_issue(raw, None, Reason.SHEETS_ALIKE, numbers={"layers": raw.alike}))
    return issues


def _of_rows_without_data(raw: RawTable, mapping: Mapping[str, str]) -> Iterable[Issue]:
    """List the rows that are no data, and the totals of used columns that are not the sums of their rows.

    The text of such a row is not repeated: a note or a signature may name a person.
    """
    used = set(mapping.values())
    for row in raw.non_data:
        yield _issue(raw, row.row, row.reason)
        for total in row.differences:
            if total.column in used:
                numbers = {"stated": total.stated, "added": total.added}
                yield _issue(raw, row.row, Reason.TOTAL_DIFFERS, column=total.column, numbers=numbers)


def _issue(
    raw: RawTable,
    row: int | None,
    reason: Reason,
    *,
    column: str | None = None,
    numbers: Mapping[str, object] = MappingProxyType({}),
) -> Issue:
    number = None if row is None else raw.first_row + row
    return Issue(raw.layer, number, column, "", reason, fix_of(reason), verdict_of(reason), numbers)
