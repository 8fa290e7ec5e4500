"""The command that shows the speeds a project travels at, or writes them to a file to be edited and imported."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli_parts import AsJson, LanguageOption, ProjectFile, language_of, opened, print_json, say, who
from app.language import N_

speeds = typer.Typer()


@speeds.command("speeds", help=N_("Show the speeds of travel in force, or write them to a file to be edited."))
def show_speeds(
    file: ProjectFile,
    out: Annotated[Path | None, typer.Option("--out", metavar="PATH", help=N_("Write .xlsx or .csv instead"))] = None,
    as_json: AsJson = False,
    lang: LanguageOption = None,
) -> None:
    """Print them, or let them through the gate and write them."""
    from app import words
    from app.release import Audience, release_table
    from app.reports.table_file import write_table
    from app.travel_speeds import speeds_table

    language = language_of(lang)
    with opened(file, language) as store:
        table = speeds_table(store.project, language.code)
        if out is not None:
            released = release_table(store, table, Audience.SHAREABLE, who=who())
            typer.echo(write_table(released, out, language))
            say(language, N_("Edit it, then: lachan import FILE travel_speeds {path}"), path=out)
        elif as_json:
            print_json({"columns": [each.name for each in table.columns], "rows": [list(row) for row in table.rows]})
        else:
            for row in table.rows:
                cells = zip(table.columns, row, strict=True)
                typer.echo(" · ".join(words.value_text(column, value, language) for column, value in cells))
