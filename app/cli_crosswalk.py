"""The command that shows what became of old units, or writes it to a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli_parts import AsJson, LanguageOption, ProjectFile, language_of, opened, print_json, say, who
from app.language import N_, Language

if TYPE_CHECKING:
    from app.result import Table

crosswalks = typer.Typer()


@crosswalks.command("crosswalk", help=N_("Show what became of the units before 1 July 2025, or write it to a file."))
def crosswalk(
    file: ProjectFile,
    find: Annotated[str, typer.Option("--find", metavar="TEXT", help=N_("Only units whose names or codes hold this"))]
    = "",
    whole_country: Annotated[
        bool, typer.Option("--all", help=N_("The whole country instead of the project's province"))
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="PATH", help=N_("Write .xlsx or .csv instead"))] = None,
    as_json: AsJson = False,
    lang: LanguageOption = None,
) -> None:  # fmt: skip
    """Print it, or let it through the gate and write it."""
    from dataclasses import replace

    from app.crosswalk_rows import crosswalk_index, crosswalk_table, found_rows
    from app.release import Audience, release_table
    from app.reports.table_file import write_table

    language = language_of(lang)
    with opened(file, language) as store:
        table = crosswalk_table(store.project, whole_country=whole_country)
        found = replace(table, rows=found_rows(table, crosswalk_index(table), find))
        if out is not None:
            released = release_table(store, found, Audience.SHAREABLE, who=who())
            typer.echo(write_table(released, out, language))
        elif as_json:
            print_json({"columns": [each.name for each in found.columns], "rows": [list(row) for row in found.rows]})
        else:
            _say_rows(found, language)


def _say_rows(table: "Table", language: Language) -> None:
    from app import words

    for row in table.rows:
        said = {each.name: words.value_text(each, value, language)
                for each, value in zip(table.columns, row, strict=True)}  # fmt: skip
        old, new = f"{said['old_code']} {said['old_name']}", f"{said['new_code']} {said['new_name']}"
        typer.echo(f"{old} ({said['old_district']}, {said['old_province']}) → {new} · {said['relation']}")
    say(language, N_("Rows: {n}."), n=len(table.rows))
