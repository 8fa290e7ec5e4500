"""`lachan …`: where it starts, what it says of mistakes, and its first commands; the others are in `app.cli_…`.

Everything the program does without a screen: answers go to stdout, everything said on the way to stderr.

Exit code 0: done; 1: the input is at fault, said in one sentence with a hint; 2: wrong usage.
"""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from app.cli_crosswalk import crosswalks
from app.cli_decide import decisions
from app.cli_form import forms
from app.cli_import import imports
from app.cli_parts import AsJson, LanguageOption, ProjectFile, language_of, print_json, progress, say, say_error, who
from app.cli_questions import questions
from app.cli_safety import safety
from app.cli_speeds import speeds
from app.cli_words import HELP_HEADINGS
from app.compiled_code import keep_compiled_code
from app.errors import AppError, NoDisplay
from app.language import DEFAULT, LANGUAGES, N_, Language
from data.errors import DataError, MissingFile
from geo.errors import GeoError
from models.errors import ModelError

PEOPLE_CAN_MEND = (AppError, DataError, GeoError, ModelError)

program = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
program.add_typer(imports)
program.add_typer(questions)
program.add_typer(safety)
program.add_typer(forms)
program.add_typer(decisions)
program.add_typer(crosswalks)
program.add_typer(speeds)


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
    except typer.TyperException as error:
        _say_wrong_usage(error, language)
        sys.exit(error.exit_code)
    except PEOPLE_CAN_MEND as error:
        say_error(error, language)
        sys.exit(1)
    except typer.Abort:
        sys.exit(1)


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

    for name, message in HELP_HEADINGS.items():
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


def _say_wrong_usage(error: typer.TyperException, language: Language) -> None:
    from app.usage import wrong_usage

    message = wrong_usage(error, language)
    typer.echo(message.sentence, err=True)
    typer.echo(message.hint, err=True)
