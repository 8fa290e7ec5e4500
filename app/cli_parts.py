"""What every command of the command line is made of: its options, the language it speaks, the project it opens."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.language import DEFAULT, N_, Language

if TYPE_CHECKING:
    from data.store import Store


class LanguageChoice(StrEnum):
    """The languages a file can be written in."""

    VI = "vi"
    EN = "en"


ProjectFile = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The project file, name.lachan"))]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Print one JSON object and nothing else"))]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=N_("Set a value"))]


def _chosen(context: typer.Context, value: LanguageChoice | None) -> LanguageChoice:
    asked: Language | None = context.find_root().obj
    return value or LanguageChoice(asked.code if asked else DEFAULT)


LanguageOption = Annotated[
    LanguageChoice | None, typer.Option("--lang", callback=_chosen, help=N_("Language of screen and file: vi or en"))
]


def language_of(lang: LanguageChoice | None) -> Language:
    """Return the language that a command was asked to speak."""
    return Language(lang.value if lang else DEFAULT)


def who() -> str:
    """Return the name under which the audit keeps what this user does."""
    return os.environ.get("USER") or os.environ.get("USERNAME") or "?"


@contextmanager
def opened(file: Path, language: Language) -> "Iterator[Store]":
    """Give the open project; a backup that was due and could not be made is said at the end."""
    from app.passphrase import open_store

    with open_store(file, language) as store:
        yield store
        if store.backup_problem is not None:
            say(language, N_("The change was made; no backup of the state before could be:"))
            say_error(store.backup_problem, language)


@contextmanager
def progress(language: Language, title: str) -> Iterator[Any]:
    """Give a `tick` that moves a bar on the screen, where there is one."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(language.say(title), total=1.0)
        yield lambda fraction: bar.update(task, completed=fraction)


def assigned(given: list[str] | None) -> dict[str, str]:
    """Return what options such as ``--set NAME=VALUE`` give, by name."""
    from app.assignments import assignments

    return assignments(given or [])


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON object on one line."""
    typer.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))


def say(language: Language, message: str, /, **values: object) -> None:
    """Say a catalogue message on stderr."""
    typer.echo(language.say(message, **values), err=True)


def say_error(error: Exception, language: Language) -> None:
    """Say an error and what to do about it on stderr."""
    from app.messages import said_to_commands

    message = said_to_commands(error, language)
    typer.echo(message.sentence, err=True)
    typer.echo(message.hint, err=True)
