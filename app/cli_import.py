"""The command that reads a file into a table, and says what became of each row."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli_parts import (
    AsJson,
    LanguageOption,
    ProjectFile,
    Settings,
    assigned,
    language_of,
    opened,
    print_json,
    progress,
    say,
    who,
)
from app.language import N_, Language

if TYPE_CHECKING:
    from data.import_report import ImportReport
    from data.set_aside import SetAside
    from data.store import Store

imports = typer.Typer()


class RepeatChoice(StrEnum):
    """What becomes of rows that are there already."""

    UPDATE = "update"
    SKIP = "skip"
    ADD = "add"


@imports.command("import", help=N_("Read a file into a table of the project. What fails is set aside with its reason."))
def import_file(  # noqa: PLR0913, PLR0917 - one argument an option
    file: ProjectFile,
    table: Annotated[str, typer.Argument(metavar="TABLE", help=N_("units, indicators, case_counts, facilities, …"))],
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH", help=N_("CSV, XLSX, GeoPackage, Shapefile or GeoJSON; a return form alone will do")
        ),
    ] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help=N_("Which column holds a field"))
    ] = None,
    settings: Settings = None,
    layer: Annotated[str | None, typer.Option(help=N_("Layer or sheet"))] = None,
    repeat: Annotated[
        RepeatChoice | None, typer.Option("--repeat", help=N_("What to do with rows that are there already"))
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="COLUMN", help=N_("A column that is not to be read"))
    ] = None,
    aside: Annotated[
        Path | None,
        typer.Option(
            "--set-aside", metavar="PATH", help=N_("Write the rows set aside to this Excel file, to be mended")
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Check only, change nothing"))] = False,
    as_json: AsJson = False,
    lang: LanguageOption = None,
) -> None:
    """Exit with 1 where not one row was accepted."""
    from app.imports import ImportRequest, check_import, import_into, report_document, set_aside_by

    language = language_of(lang)
    request = ImportRequest(
        *(_own_table(Path(table), language) if path is None else (table, path)),
        assigned(mapping),
        _texts(settings),
        layer,
        repeat=repeat.value if repeat else None,
        guesses=True,
        drop=tuple(drop or ()),
    )
    with opened(file, language) as store, progress(language, N_("Import")) as tick:
        before = store.project
        if dry_run:
            report = check_import(store.project, request, tick=tick).report
        else:
            report = import_into(store, request, who=who(), tick=tick)
        if aside is not None:
            _write_set_aside(store, set_aside_by(before, request, report), aside, language)
    if as_json:
        print_json(report_document(report, language))
    else:
        _say_report(report, language)
    if report.accepted == 0:
        raise typer.Exit(1)


def _texts(given: list[str] | None) -> dict[str, str]:
    """Return values as text: a code such as 03127 or 1e5 is not a number, a JSON string is what it spells."""
    from app.assignments import json_or_text

    return {
        name: value if isinstance(value := json_or_text(text), str) else text for name, text in assigned(given).items()
    }


def _own_table(path: Path, language: Language) -> tuple[str, Path]:
    """Return the table that a file of the program's own making goes into, and the file."""
    from app.imports import own_table

    table = own_table(path)
    if table is None:
        raise typer.BadParameter(language.say(N_("Name the table the rows go into, then the file.")))
    return table, path


def _write_set_aside(store: "Store", rows: "SetAside | None", path: Path, language: Language) -> None:
    """Write the rows that were set aside; nothing where there are none."""
    if rows is None or not rows.numbers:
        say(
            language, N_("No row was set aside, or the file is a return form to be mended itself; no file was written.")
        )
        return
    from app.release import release_rows
    from app.reports.set_aside_workbook import write_set_aside

    written = write_set_aside(release_rows(store, rows, who=who()), path, language)
    say(language, N_("Rows set aside: {rows}, in {path}. Mend them there and import that file."),
        rows=len(rows.numbers), path=written)  # fmt: skip


def _say_report(report: "ImportReport", language: Language) -> None:
    from app.imports import report_lines

    for line in report_lines(report, language):
        typer.echo(line)
