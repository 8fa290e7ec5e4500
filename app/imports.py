"""Bring a file into a project and say what became of each row: the report as JSON and as lines to read.

What the report says of a problem is in `app.import_words`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.import_words import command_fix_text, reason_text
from app.language import N_, Language
from app.progress import Tick
from data.case_import import CASES
from data.errors import RepeatedSource, UnknownColumn
from data.form_import import COUNTS, import_form
from data.form_reading import is_return_form, read_form
from data.import_report import ImportReport
from data.importing import UNITS, Imported, import_rows
from data.issues import Reason
from data.project import Project
from data.proposals import completed, propose
from data.raster_files import RASTERS, read_raster
from data.reading import RawTable, read_rows
from data.repeats import Repeat, same_content
from data.row_conversion import ConvertedRows
from data.set_aside import SetAside, is_set_aside_book, read_set_aside, rows_set_aside
from data.templates import keep_template

if TYPE_CHECKING:
    from data.store import Store


_LISTED = 20
"""Problems printed to a person; `--json` gives them all."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which file goes into which table, and what the user said about its columns.

    Parameters
    ----------
    repeat : str, optional
        A value of `data.repeats.Repeat`: what becomes of rows that are there already.
    guesses : bool
        Nobody looked at the columns: those the user did not speak of are guessed.
    drop : tuple of str
        Columns the user wants to be read by nobody; of cases they are identity.
    """

    table: str
    path: Path
    mapping: Mapping[str, str]
    settings: Mapping[str, str]
    layer: str | None = None
    repeat: str | None = None
    guesses: bool = False
    drop: tuple[str, ...] = ()

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
    repeat = Repeat(request.repeat) if request.repeat else None
    if is_return_form(request.path):
        return import_form(project, read_form(request.path), batch_id=_batch_id(request), repeat=repeat, tick=tick)
    if tick is not None:
        tick(0.0)
    request, raw = _read(request, tick=tick)
    batch_id = _batch_id(request)
    asked = _with_guesses(project, request, raw) if request.guesses else request
    done = import_rows(
        project,
        request.table,
        raw,
        batch_id=batch_id,
        mapping=asked.mapping,
        settings=asked.settings,
        repeat=repeat,
        tick=tick,
    )
    if repeat is None:
        _refuse_repeated(project, request, batch_id, done.report)
    return _with_template(done, asked, raw)


def _refuse_repeated(project: Project, request: ImportRequest, batch_id: str, report: ImportReport) -> None:
    """Raise RepeatedSource where rows are there already because this very file was imported before."""
    repeated = any(issue.reason in (Reason.DUPLICATE, Reason.ALREADY_THERE) for issue in report.problems)
    earlier = same_content(project[request.table], batch_id) if repeated else None
    if earlier is not None:
        raise RepeatedSource(request.path, earlier)


def _read(request: ImportRequest, *, tick: Tick | None = None) -> tuple[ImportRequest, RawTable]:
    """Return the rows of a file; of a workbook of rows set aside before, with how that says it is to be read."""
    if not is_set_aside_book(request.path):
        raw = without_columns(_rows(request, tick), request.table, request.drop)
        return (replace(request, guesses=False) if request.table == RASTERS else request), raw
    back = read_set_aside(request.path)
    mapping, settings = {**back.mapping, **request.mapping}, {**back.settings, **request.settings}
    return replace(request, table=back.table, mapping=mapping, settings=settings, guesses=False), back.raw


def _rows(request: ImportRequest, tick: Tick | None) -> RawTable:
    if request.table == RASTERS:
        return read_raster(request.path, crs=request.crs, tick=tick)
    return read_rows(request.path, layer=request.layer, crs=request.crs, tick=tick and (lambda done: tick(0.2 * done)))


def without_columns(raw: RawTable, table: str, drop: Sequence[str]) -> RawTable:
    """Return the rows of a file without the columns that are not to be read.

    Of cases the columns stay until identity is set apart, so that a name that is dropped still becomes link keys.

    Raises
    ------
    data.errors.UnknownColumn
        The file has no such column.
    """
    for column in drop:
        if column not in raw.frame.columns:
            raise UnknownColumn(raw.path, column, tuple(raw.frame.columns))
    if table == CASES:
        return replace(raw, dropped=tuple(drop))
    return replace(raw, frame=raw.frame.drop(columns=list(drop)), numeric=raw.numeric.drop(columns=list(drop)))


def own_table(path: Path) -> str | None:
    """Return the table that a file the program made itself goes into; None for any other file."""
    if is_return_form(path):
        return COUNTS
    return read_set_aside(path).table if is_set_aside_book(path) else None


def set_aside_by(project: Project, request: ImportRequest, report: ImportReport) -> SetAside | None:
    """Return the rows that importing `request` into `project`, as it was before, has set aside.

    None for a return form: its answers are mended in the form itself.

    Raises
    ------
    data.errors.DataError
        The file cannot be read any longer.
    """
    if is_return_form(request.path):
        return None
    asked, raw = _read(request)
    asked = _with_guesses(project, asked, raw) if asked.guesses else asked
    return rows_set_aside(raw, report, asked.table, mapping=asked.mapping, settings=asked.settings)


def _with_guesses(project: Project, request: ImportRequest, raw: RawTable) -> ImportRequest:
    proposal = propose(project, request.table, raw)
    proposed = {name: column for name, column in proposal.mapping.items() if column not in request.drop}
    mapping = completed(request.mapping, proposed)
    return replace(request, mapping=mapping, settings={**proposal.settings, **request.settings})


def _with_template(done: Imported, request: ImportRequest, raw: RawTable) -> Imported:
    """Keep how the columns were mapped, once rows came of it."""
    if not done.report.accepted or request.table in (UNITS, RASTERS):
        return done
    kept = keep_template(done.project, request.table, raw.frame.columns, request.mapping, request.settings)
    return replace(done, project=kept)


def import_into(store: "Store", request: ImportRequest, *, who: str, tick: Tick | None = None) -> ImportReport:
    """Import a file into the project as one change.

    Raises
    ------
    data.errors.DataError
        As `check_import`, or the project may not hold such rows without a passphrase. Nothing was changed.
    """
    done = check_import(store.project, request, tick=tick)
    if done.report.accepted:
        store.apply(done.project, what=f"import {request.table}", who=who, object_=_imported(store, done, request))
    return done.report


def _imported(store: "Store", done: Imported, request: ImportRequest) -> str:
    """Return what the audit says came in: a file's name; of cases, whose file may bear a child's, the batch."""
    cases = done.project[CASES]
    return request.path.name if cases is store.project[CASES] else str(cases["batch_id"].iloc[-1])


def _batch_id(request: ImportRequest) -> str:
    """Return a name for the rows of this import that ends with the hash of what was read."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    content = hashlib.sha256(request.path.read_bytes())
    content.update((request.layer or "").encode())
    return f"{now}-{content.hexdigest()[:12]}"


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
        **({"converted": _converted_document(report.converted)} if report.converted else {}),
    }


def _converted_document(made: ConvertedRows) -> dict[str, Any]:
    ranges = made.ranges.astype(object).where(made.ranges.notna(), None)
    days = {name: made.ranges[name].dt.strftime("%Y-%m-%d") for name in ("period_start", "period_end")}
    return {
        "basis": asdict(made.basis),
        "total_in": made.total_in,
        "total_out": made.total_out,
        "total_unmatched": made.total_unmatched,
        "unmatched": list(made.unmatched),
        "ranges": ranges.assign(**days).to_dict("records"),
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
