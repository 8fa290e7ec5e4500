"""Rows that an import set aside, mended and tried again: what is taken is one change of the project.

Of cases nothing is mended here: what a person reads there may be a child's name.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.import_fields import column_text
from app.import_words import mending_fix_text, reason_text
from app.language import Language
from app.progress import Tick
from data.case_import import CASES
from data.import_report import ImportReport
from data.issues import Issue, Verdict
from data.repeats import Repeat
from data.set_aside import SetAside, still_set_aside, try_again

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True, slots=True)
class TriedAgain:
    """What trying again came to: the report of these rows alone, and those still set aside."""

    report: ImportReport
    left: SetAside


def can_be_mended(table: str, report: ImportReport) -> bool:
    """Return whether an import into `table` set rows aside that may be shown and mended here."""
    return table != CASES and report.set_aside > 0


def try_rows_again(
    store: "Store", rows: SetAside, *, who: str, repeat: Repeat | None = None, tick: Tick | None = None
) -> TriedAgain:
    """Import rows that were set aside once more, as one change.

    Raises
    ------
    data.errors.DataError
        As `data.importing.import_rows`, or the project may not hold such rows without a passphrase. Nothing changed.
    """
    done = try_again(store.project, rows, batch_id=_batch_id(rows), repeat=repeat, tick=tick)
    if done.report.accepted:
        store.apply(done.project, what=f"import {rows.table}", who=who, object_=rows.raw.path.name)
    return TriedAgain(done.report, still_set_aside(rows, done.report))


def together(first: ImportReport, again: ImportReport) -> ImportReport:
    """Return the report of an import with what trying its rows set aside again came to.

    Its rows are those of the file still: read = accepted + set aside + not data.
    """
    kept = [issue for issue in first.problems if issue.verdict is not Verdict.SET_ASIDE or issue.row is None]
    of_rows = [issue for issue in again.problems if issue.row is not None]
    return replace(
        first,
        accepted=first.accepted + again.accepted,
        flagged=first.flagged + again.flagged,
        set_aside=again.set_aside,
        non_data=first.non_data + again.non_data,
        problems=tuple(sorted((*kept, *of_rows), key=lambda issue: -1 if issue.row is None else issue.row)),
        converted=again.converted or first.converted,
    )


def row_reasons_text(rows: SetAside, issues: Sequence[Issue], language: Language) -> str:
    """Return why a row was set aside, a line a reason, each with the column it is about."""
    own = rows.raw.frame.columns.tolist()
    said = ((column_text(issue.column, own, language), reason_text(issue, language)) for issue in issues)
    return "\n".join(f"{column}: {reason}" if column else reason for column, reason in said)


def row_fixes_text(issues: Sequence[Issue], language: Language) -> str:
    """Return what to do about a row that was set aside, a line a fix."""
    return "\n".join(dict.fromkeys(mending_fix_text(issue, language) for issue in issues))


def _batch_id(rows: SetAside) -> str:
    """Return a name for these rows: the moment, and the hash of what they say now."""
    content = hashlib.sha256(rows.raw.frame.to_csv().encode())
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{content.hexdigest()[:12]}"
