"""One short function per thing a person does with the rows an import set aside: look, try again, save.

Like `app.desktop.operations`: each returns at once, `background` does the work, and no widget is known here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.background import Desk, in_background, look_up
from app.desktop.operations import protect
from app.language import N_
from app.messages import Said
from data.errors import PassphraseRequired

if TYPE_CHECKING:
    from app.imports import ImportRequest
    from app.mending import TriedAgain
    from app.progress import Tick
    from data.import_report import ImportReport
    from data.project import Project
    from data.repeats import Repeat
    from data.set_aside import SetAside

Done = tuple["Project", "ImportRequest", "ImportReport"]
"""The project as an import found it, what was asked for, and what came of it."""


def look_at_rows(
    desk: Desk, done: Done, *, shown: Callable[["SetAside"], None], said_by: Callable[[Said], None]
) -> None:
    """Hand to `shown` the rows that an import set aside."""
    from app.imports import set_aside_by

    def told(rows: "SetAside | None") -> None:
        if rows is not None:
            shown(rows)

    look_up(desk, N_("Reading the file"), lambda _: set_aside_by(*done), told, said_by)


def try_rows_again(
    desk: Desk,
    rows: "SetAside",
    repeat: "Repeat | None",
    *,
    shown: Callable[["TriedAgain"], None],
    said_by: Callable[[Said], None],
) -> None:
    """Import mended rows as a step that can be undone; a project that needs a passphrase for it is given one first."""
    from app import mending

    def encrypt_first(error: PassphraseRequired) -> None:
        def again() -> None:
            try_rows_again(desk, rows, repeat, shown=shown, said_by=said_by)

        desk.screen.ask_new_passphrase(error, lambda given: protect(desk, given, then=again))

    def tried(found: "TriedAgain") -> None:
        desk.screen.show_import(found.report)
        shown(found)

    in_background(
        desk,
        N_("Importing the file"),
        lambda tick: mending.try_rows_again(
            desk.session.open_store, rows, who=desk.session.who, repeat=repeat, tick=tick
        ),
        tried,
        what=f"import {rows.table}",
        answers={PassphraseRequired: encrypt_first},
        said_by=said_by,
    )


def save_rows(
    desk: Desk,
    rows: "Done | SetAside",
    path: Path,
    *,
    shown: Callable[[Path], None],
    said_by: Callable[[Said], None],
) -> None:
    """Write rows set aside to a workbook: those that were mended as they are now, else as the file has them."""
    from app.imports import set_aside_by
    from app.release import release_rows
    from app.reports.set_aside_workbook import write_set_aside

    store, language = desk.session.open_store, desk.session.language

    def work(_: "Tick") -> Path | None:
        found = set_aside_by(*rows) if isinstance(rows, tuple) else rows
        if found is None:
            return None
        return write_set_aside(release_rows(store, found, who=desk.session.who), path, language)

    in_background(
        desk,
        N_("Writing the file"),
        work,
        lambda to: shown(to) if to is not None else None,
        what="release internal rows set aside",
        said_by=said_by,
    )
