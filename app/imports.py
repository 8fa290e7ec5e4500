"""Bring a file into a project and say what became of each row: the report as JSON and as lines to read.

What the report says of a problem is in `app.import_words`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.import_words import command_fix_text, reason_text
from app.language import N_, Language
from data.import_report import ImportReport
from data.importing import Imported, import_rows
from data.project import Project
from data.reading import read_rows

if TYPE_CHECKING:
    from data.store import Store

Tick = Callable[[float], None]

_LISTED = 20
"""Problems printed to a person; `--json` gives them all."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which file goes into which table, and what the user said about its columns."""

    table: str
    path: Path
    mapping: Mapping[str, str]
    settings: Mapping[str, str]
    layer: str | None = None

    @property
    def crs(self) -> str | None:
        """The coordinate system the user stated, for a file that names none."""
        return self.settings.get("crs")


def check_import(project: Project, request: ImportRequest, *, tick: Tick | None = None) -> Imported:
    """Return what the import would make of the project, and its report; nothing is stored.

    Raises
    ------
    data.errors.DataError
        The file cannot be read, or does not fit the table or the project.
    """
    return import_rows(
        project,
        request.table,
        read_rows(request.path, layer=request.layer, crs=request.crs),
        batch_id=_batch_id(request.path),
        mapping=request.mapping,
        settings=request.settings,
        tick=tick,
    )


def import_into(store: "Store", request: ImportRequest, *, who: str, tick: Tick | None = None) -> ImportReport:
    """Import a file into the project as one change.

    Raises
    ------
    data.errors.DataError
        As `check_import`, or the project may not hold such rows without a passphrase. Nothing was changed.
    """
    done = check_import(store.project, request, tick=tick)
    if done.report.accepted:
        store.apply(done.project, what=f"import {request.table}", who=who, object_=request.path.name)
    return done.report


def _batch_id(path: Path) -> str:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    return f"{now}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def report_document(report: ImportReport, language: Language) -> dict[str, Any]:
    """Return the report as plain data (docs/architecture.md, "The JSON of an import")."""
    return {
        "read": report.read,
        "accepted": report.accepted,
        "flagged": report.flagged,
        "set_aside": report.set_aside,
        "non_data": report.non_data,
        "vintage": report.vintage,
        "encoding": report.encoding,
        "mapping": dict(report.mapping),
        "problems": [
            {
                "sheet": issue.sheet,
                "row": issue.row,
                "column": issue.column,
                "value": issue.value,
                "code": issue.reason.value,
                "verdict": issue.verdict.value,
                "reason": reason_text(issue, language),
                "fix": command_fix_text(issue, language),
            }
            for issue in report.problems
        ],
    }


def report_lines(report: ImportReport, language: Language) -> Iterator[str]:
    """Yield the report as lines: the count of rows first, then the problems."""
    yield language.say(
        N_("Rows read {read} = accepted {accepted} + set aside {set_aside} + not data {non_data}. Flagged: {flagged}."),
        read=report.read,
        accepted=report.accepted,
        set_aside=report.set_aside,
        non_data=report.non_data,
        flagged=report.flagged,
    )
    for issue in report.problems[:_LISTED]:
        yield f"  {place_of(issue.sheet, issue.row, issue.column, language)}{reason_text(issue, language)}"
        yield f"    → {command_fix_text(issue, language)}"
    if len(report.problems) > _LISTED:
        yield language.say(N_("And {n} more; --json lists them all."), n=len(report.problems) - _LISTED)


def place_of(sheet: str | None, row: int | None, column: str | None, language: Language) -> str:
    """Return where in the file a problem is, as a person finds it there."""
    parts = [
        language.say(N_("sheet {sheet}"), sheet=sheet) if sheet else "",
        language.say(N_("row {row}"), row=str(row)) if row is not None else "",
        language.say(N_("column {column}"), column=column) if column else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{said}: " if said else ""
