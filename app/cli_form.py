"""The command that makes the return form a commune fills."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli_parts import LanguageOption, ProjectFile, language_of, opened
from app.language import N_

forms = typer.Typer()

_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


@forms.command("form", help=N_("Make the return form of a commune: an Excel file that comes back without mapping."))
def form(
    file: ProjectFile,
    commune: Annotated[str, typer.Option("--commune", metavar="CODE", help=N_("Code of the commune"))],
    start: Annotated[
        datetime | None, typer.Option("--period-start", formats=_DAYS, help=N_("First day; else the last quarter's"))
    ] = None,
    end: Annotated[
        datetime | None, typer.Option("--period-end", formats=_DAYS, help=N_("Last day; else the last quarter's"))
    ] = None,
    agency: Annotated[str, typer.Option("--agency", help=N_("Who fills it in"))] = "commune",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help=N_("The file to write; else a name made of its subject")),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Write it; a file that is there is not replaced."""
    from app.forms import form_head, form_name, write_form

    language = language_of(lang)
    with opened(file, language) as store:
        project = store.project
    today = datetime.now(UTC).astimezone().date()
    head = form_head(project, commune, agency=agency, start=_day(start), end=_day(end), today=today)
    typer.echo(write_form(project, head, out or Path(form_name(head)), language))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
