"""`lachan …`: every analysis without a screen. Answers go to stdout, everything said on the way to stderr.

Exit code 0: done; 1: the input is at fault, said in one sentence with a hint; 2: wrong usage.
"""

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click.exceptions import UsageError
from typer.main import get_command

from app import words
from app.cli_crosswalk import crosswalks
from app.cli_decide import decisions
from app.cli_form import forms
from app.cli_parts import (
    AsJson,
    LanguageOption,
    ProjectFile,
    Settings,
    language_of,
    opened,
    print_json,
    progress,
    say,
    say_error,
    who,
)
from app.cli_safety import safety
from app.compiled_code import keep_compiled_code
from app.errors import AppError, NoDisplay
from app.language import DEFAULT, LANGUAGES, N_, Language
from data.errors import DataError, MissingFile
from geo.errors import GeoError
from models.errors import ModelError

if TYPE_CHECKING:
    from data.import_report import ImportReport
    from data.set_aside import SetAside
    from data.store import Store


class AudienceChoice(StrEnum):
    """Who a file may be for."""

    SHAREABLE = "shareable"
    INTERNAL = "internal"


class RepeatChoice(StrEnum):
    """What becomes of rows that are there already."""

    UPDATE = "update"
    SKIP = "skip"
    ADD = "add"


PEOPLE_CAN_MEND = (AppError, DataError, GeoError, ModelError)

program = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
program.add_typer(safety)
program.add_typer(forms)
program.add_typer(decisions)
program.add_typer(crosswalks)


@program.callback(
    invoke_without_command=True,
    help=N_("See where children are at risk and decide where shelters, staff and training go."),
)
def _start(context: typer.Context, lang: LanguageOption = None) -> None:  # noqa: ARG001 - `main` has read it
    """Take `--lang` before the command too; without a command, start the window."""
    if context.invoked_subcommand is None:
        _open_window(None, context)


@program.command("open", help=N_("Start the window, with a project where one is named."))
def open_in_window(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=N_("The project file, name.lachan"))] = None,
    lang: LanguageOption = None,  # noqa: ARG001 - `main` has read it
) -> None:
    _open_window(file, context)


@program.command(
    "demo", help=N_("Write the demo: a project with simulated data and a shelter plan that may be shared.")
)
def demo(
    out: Annotated[Path, typer.Option("--out", help=N_("Folder to write into"))],
    boundaries: Annotated[Path | None, typer.Option(help=N_("A file with the real shapes of the communes"))] = None,
    lang: LanguageOption = None,
) -> None:
    from app.demo import write_demo
    from app.passphrase import from_environment

    language = language_of(lang)
    with progress(language, N_("Demo")) as tick:
        files = write_demo(
            out, language=language, who=who(), boundaries=boundaries, passphrase=from_environment(), tick=tick
        )
    for path in (files.project, *files.plan):
        typer.echo(path)
    for error in files.left_out:
        say_error(error, language)


@program.command("new", help=N_("Make a project for one province, with schematic boundaries."))
def new(
    file: ProjectFile,
    province: Annotated[str, typer.Option(help=N_("Code of the province, such as 11 for Điện Biên"))],
    protect: Annotated[bool, typer.Option("--protect", help=N_("Ask for a passphrase and encrypt the file"))] = False,
    lang: LanguageOption = None,
) -> None:
    from app.demo import new_project
    from app.passphrase import from_environment, new_passphrase
    from data.store import Store

    language = language_of(lang)
    project = new_project(province)
    passphrase = new_passphrase(language) if protect else from_environment()
    with Store.create(file, project, passphrase=passphrase, who=who()) as store:
        communes = int((project["units"]["level"] == "commune").sum())
        kept = N_("encrypted") if store.encrypted else N_("not encrypted")
        say(
            language,
            N_("{name}: {communes} communes, {kept}. The shapes are schematic: import units to replace them."),
            name=project.about.name, communes=communes, kept=language.say(kept),
        )  # fmt: skip


@program.command("import", help=N_("Read a file into a table of the project. What fails is set aside with its reason."))
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
    from app.imports import ImportRequest, check_import, import_into, report_document, set_aside_by

    language = language_of(lang)
    request = ImportRequest(
        *(_own_table(Path(table), language) if path is None else (table, path)),
        _assignments(mapping),
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


@program.command("analyses", help=N_("List the questions the program answers, with their settings."))
def analyses(as_json: AsJson = False, lang: LanguageOption = None) -> None:
    from app.questions import find, names
    from app.questions_text import describe, described

    language = language_of(lang)
    known = [find(name) for name in names()]
    if as_json:
        print_json({analysis.name: described(analysis, language) for analysis in known})
    else:
        for analysis in known:
            typer.echo(describe(analysis, language))


@program.command("run", help=N_("Answer a question and keep the result in the project."))
def run(
    file: ProjectFile,
    analysis: Annotated[str, typer.Argument(metavar="ANALYSIS", help=N_("A name from `lachan analyses`"))],
    settings: Settings = None,
    as_json: AsJson = False,
    lang: LanguageOption = None,
) -> None:
    from app.questions import find
    from app.release import Audience, release
    from app.reports.document import document
    from app.results import run_and_store

    language = language_of(lang)
    question = find(analysis)
    with opened(file, language) as store:
        with progress(language, question.title) as tick:
            stored = run_and_store(store, question, _values(settings), who=who(), tick=tick)
        released = release(store, stored.result_id, Audience.INTERNAL, who=who())
    if as_json:
        print_json(document(released))
        return
    from app.reports.plain_text import plain_text

    typer.echo(plain_text(released, language))


@program.command("results", help=N_("List the results kept in the project."))
def results(file: ProjectFile, as_json: AsJson = False, lang: LanguageOption = None) -> None:
    from app.results import listed_results

    language = language_of(lang)
    with opened(file, language) as store:
        kept = listed_results(store.project)
    if as_json:
        print_json({"results": kept})
        return
    for each in kept:
        state = language.say(N_("out of date")) if each["out_of_date"] else ""
        made = language.moment(str(each["created_at"]))
        typer.echo(f"{each['result']}  {made}  {each['parameters']}  {state}".rstrip())


@program.command(
    "export", help=N_("Write a result to a file after the sharing check. Nothing sensitive leaves by default.")
)
def export(
    file: ProjectFile,
    result: Annotated[str, typer.Option("--result", metavar="ID", help=N_("A name from `lachan results`"))],
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help=N_("Where to: .html, .xlsx, .pdf or .json"))],
    audience: Annotated[AudienceChoice, typer.Option(help=N_("Who may read it"))] = AudienceChoice.SHAREABLE,
    lang: LanguageOption = None,
) -> None:
    from app.release import Audience, release
    from app.reports.files import write, writer_for

    language = language_of(lang)
    writer_for(to)
    with opened(file, language) as store:
        released = release(store, result, Audience(audience.value), who=who())
    typer.echo(write(released, to, language))


@program.command("doctor", help=N_("List what this computer lacks, and the fix for each."))
def doctor(as_json: AsJson = False, lang: LanguageOption = None) -> None:
    from app.doctor import examine

    language = language_of(lang)
    found = list(examine())
    if as_json:
        print_json(
            {
                language.say(each.subject): {"ok": each.ok, "seen": each.seen, "fix": language.say(each.fix)}
                for each in found
            }
        )
    else:
        for each in found:
            typer.echo(f"{'✓' if each.ok else '✗' if each.needed else '–'} {language.say(each.subject)}: {each.seen}")
            if not each.ok:
                typer.echo(f"    {language.say(each.fix)}")
    if any(each.needed and not each.ok for each in found):
        raise typer.Exit(1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the exit code is 0, 1 or 2 as the module says."""
    keep_compiled_code()
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = asked_language(given)
    language = asked or Language(DEFAULT)
    try:
        _translate_headings(language)
        command = translated(get_command(program), language)
        sys.exit(command(given, prog_name="lachan", obj=asked, standalone_mode=False))
    except UsageError as error:
        _say_wrong_usage(error, language)
        sys.exit(error.exit_code)
    except PEOPLE_CAN_MEND as error:
        say_error(error, language)
        sys.exit(1)
    except typer.Abort:
        sys.exit(1)


def spoken_language(arguments: Sequence[str]) -> Language:
    """Return the language asked for, else Vietnamese."""
    return asked_language(arguments) or Language(DEFAULT)


def asked_language(arguments: Sequence[str]) -> Language | None:
    """Return the language asked for by ``--lang``, else by LACHAN_LANG; None where neither names a known one."""
    pairs = dict(pairwise([*arguments, ""]))
    inline = next((each.partition("=")[2] for each in arguments if each.startswith("--lang=")), None)
    asked = (inline, pairs.get("--lang"), os.environ.get("LACHAN_LANG"))
    return next((Language(code) for code in asked if code in LANGUAGES), None)


def translated(command: Any, language: Language) -> Any:
    """Return the command with its help texts, and those of its subcommands, in `language`."""
    command.help = language.say(command.help) if command.help else None
    for parameter in (*command.params, command.get_help_option(typer.Context(command))):
        if getattr(parameter, "help", None):
            parameter.help = language.say(parameter.help)
    for child in getattr(command, "commands", {}).values():
        translated(child, language)
    return command


def _translate_headings(language: Language) -> None:
    """Put the headings of help screens into `language`: typer keeps them as settings of its module."""
    from typer import rich_utils

    for name, message in words.HELP_HEADINGS.items():
        setattr(rich_utils, name, language.say(message))


def _open_window(file: Path | None, context: typer.Context) -> None:
    """Start the window; a project that is not there is said before anything is shown."""
    from app.doctor import has_display

    if not has_display():
        raise NoDisplay
    if file is not None and not file.exists():
        raise MissingFile(file)
    from app.desktop.start import run_window

    raise typer.Exit(run_window(file, context.find_root().obj, who=who()))


def _assignments(given: list[str] | None) -> dict[str, str]:
    from app.assignments import assignments

    return assignments(given or [])


def _values(given: list[str] | None) -> dict[str, Any]:
    from app.assignments import json_or_text

    return {name: json_or_text(text) for name, text in _assignments(given).items()}


def _texts(given: list[str] | None) -> dict[str, str]:
    """Return values as text: a code such as 03127 or 1e5 is not a number, a JSON string is what it spells."""
    from app.assignments import json_or_text

    return {
        name: value if isinstance(value := json_or_text(text), str) else text
        for name, text in _assignments(given).items()
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


def _say_wrong_usage(error: UsageError, language: Language) -> None:
    from app.usage import wrong_usage

    message = wrong_usage(error, language)
    typer.echo(message.sentence, err=True)
    typer.echo(message.hint, err=True)


def _say_report(report: "ImportReport", language: Language) -> None:
    from app.imports import report_lines

    for line in report_lines(report, language):
        typer.echo(line)
