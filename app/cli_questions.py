"""The commands that answer a planner's questions: list them, run one, list what is kept, write it to a file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

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
    who,
)
from app.language import N_

questions = typer.Typer()


class AudienceChoice(StrEnum):
    """Who a file may be for."""

    SHAREABLE = "shareable"
    INTERNAL = "internal"


@questions.command("analyses", help=N_("List the questions the program answers, with their settings."))
def analyses(as_json: AsJson = False, lang: LanguageOption = None) -> None:
    """List them with their settings and defaults."""
    from app.questions import find, names
    from app.questions_text import describe, described

    language = language_of(lang)
    known = [find(name) for name in names()]
    if as_json:
        print_json({analysis.name: described(analysis, language) for analysis in known})
    else:
        for analysis in known:
            typer.echo(describe(analysis, language))


@questions.command("run", help=N_("Answer a question and keep the result in the project."))
def run(
    file: ProjectFile,
    analysis: Annotated[str, typer.Argument(metavar="ANALYSIS", help=N_("A name from `lachan analyses`"))],
    settings: Settings = None,
    as_json: AsJson = False,
    lang: LanguageOption = None,
) -> None:
    """Keep the result and print it."""
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


@questions.command("results", help=N_("List the results kept in the project."))
def results(file: ProjectFile, as_json: AsJson = False, lang: LanguageOption = None) -> None:
    """List the newest last."""
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


@questions.command(
    "export", help=N_("Write a result to a file after the sharing check. Nothing sensitive leaves by default.")
)
def export(
    file: ProjectFile,
    result: Annotated[str, typer.Option("--result", metavar="ID", help=N_("A name from `lachan results`"))],
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help=N_("Where to: .html, .xlsx, .pdf or .json"))],
    audience: Annotated[AudienceChoice, typer.Option(help=N_("Who may read it"))] = AudienceChoice.SHAREABLE,
    lang: LanguageOption = None,
) -> None:
    """Let the result through the gate and write it."""
    from app.release import Audience, release
    from app.reports.files import write, writer_for

    language = language_of(lang)
    writer_for(to)
    with opened(file, language) as store:
        released = release(store, result, Audience(audience.value), who=who())
    typer.echo(write(released, to, language))


@questions.command("compare", help=N_("Put two to four plans of one question side by side."))
def compare_plans(
    file: ProjectFile,
    results: Annotated[list[str], typer.Argument(metavar="RESULT RESULT…", help=N_("Names from `lachan results`"))],
    audience: Annotated[AudienceChoice, typer.Option(help=N_("Who may read it"))] = AudienceChoice.INTERNAL,
    as_json: AsJson = False,
    lang: LanguageOption = None,
) -> None:
    """Let each plan through the gate, and print what differs."""
    from app.release import Audience, release
    from app.reports.side_by_side import comparison_document, comparison_text
    from app.scenario_comparison import compare, refuse_number

    language = language_of(lang)
    refuse_number(results)
    with opened(file, language) as store:
        plans = [release(store, result, Audience(audience.value), who=who()) for result in results]
    found = compare(results, plans)
    if as_json:
        print_json(comparison_document(found, language))
    else:
        typer.echo(comparison_text(found, language))


def _values(given: list[str] | None) -> dict[str, Any]:
    from app.assignments import json_or_text

    return {name: json_or_text(text) for name, text in assigned(given).items()}
