"""One short function per user action; each returns at once, and `background` does the work.

What a person must see or say goes through `background.Screen`: no widget is known here.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop import project_files
from app.desktop.background import PROJECT_LANE, Desk, in_background, look_up, show_error
from app.desktop.jobs import Job, Tick
from app.desktop.undo_steps import Step
from app.language import N_, Language
from app.messages import Said
from app.questions import find
from app.scope import scope_of_period
from data.errors import PassphraseNeeded, PassphraseRequired, ProjectFileError, WrongPassphrase

if TYPE_CHECKING:
    from app.imports import ImportRequest
    from app.release import Audience
    from data.importing import Imported
    from data.reading import RawTable
    from data.store import Store


def open_project(desk: Desk, path: Path, *, passphrase: str | None = None, remember: bool = False) -> None:
    """Open a project file, asking for its passphrase where nothing else gives it."""

    def ask(error: ProjectFileError) -> None:
        desk.screen.ask_passphrase(error, lambda given, keep: open_project(desk, path, passphrase=given, remember=keep))

    def shown(store: "Store") -> None:
        _show(desk, store)
        if passphrase and remember:
            _remember(desk, path, passphrase)

    in_background(
        desk,
        N_("Opening the project"),
        lambda _: project_files.opened(path, passphrase),
        shown,
        answers={PassphraseNeeded: ask, WrongPassphrase: ask},
    )


def new_project(desk: Desk, path: Path, province_code: str, *, passphrase: str | None = None) -> None:
    """Make a project of one province in a new file and open it."""
    in_background(
        desk,
        N_("Making the project"),
        lambda _: project_files.created(path, province_code, passphrase, who=desk.session.who),
        lambda store: _show(desk, store),
    )


def open_demo(desk: Desk, folder: Path | None = None) -> None:
    """Open the demo of `folder`, made there first when there is none."""
    in_background(
        desk,
        N_("Opening the demo"),
        lambda _: project_files.demo(folder or project_files.demo_folder(), who=desk.session.who),
        lambda store: _show(desk, store),
    )


def close_project(desk: Desk) -> bool:
    """Cancel all work and close the project; return False, and leave it open, where some work did not stop."""
    desk.jobs.cancel()
    if not desk.jobs.wait_done():
        return False
    desk.session.close()
    return True


def save_copy(desk: Desk, path: Path) -> None:
    """Write a copy of the project, encrypted as it is; the work goes on in the first file."""
    in_background(
        desk,
        N_("Saving a copy"),
        lambda _: project_files.copied(desk.session.open_store.path, path),
        lambda to: _tell(desk, N_("A copy was saved: {name}"), name=to.name),
    )


def protect(
    desk: Desk, passphrase: str, *, current: str | None = None, then: Callable[[], None] = lambda: None
) -> None:
    """Encrypt the project under `passphrase`, then go on with `then`; `current` is the passphrase it has."""

    def encrypted(store: "Store") -> None:
        desk.session.move_to(store)
        _tell(desk, ENCRYPTED)
        then()

    in_background(
        desk,
        N_("Encrypting the project"),
        lambda _: project_files.encrypted(desk.session.open_store, passphrase, current=current, who=desk.session.who),
        encrypted,
    )


def read_file(
    desk: Desk,
    path: Path,
    layer: str | None,
    crs: str | None,
    *,
    shown: Callable[["RawTable"], None],
    said_by: Callable[[Said], None],
) -> Job:
    """Hand to `shown` what stands in a file; `said_by` says why it cannot be read."""
    from data.reading import read_rows

    return look_up(desk, N_("Reading the file"), lambda _: read_rows(path, layer=layer, crs=crs), shown, said_by)


def check_file(
    desk: Desk, request: "ImportRequest", *, shown: Callable[["Imported"], None], said_by: Callable[[Said], None]
) -> Job:
    """Hand to `shown` what an import would do, nothing being stored; `said_by` says why it cannot be done."""
    from app.imports import check_import

    project = desk.session.open_store.project
    return look_up(
        desk, N_("Checking the file"), lambda tick: check_import(project, request, tick=tick), shown, said_by
    )


def import_file(desk: Desk, request: "ImportRequest") -> None:
    """Import a file and show what became of its rows; a project that needs a passphrase for it is given one first."""
    from app.imports import import_into

    def encrypt_first(error: PassphraseRequired) -> None:
        desk.screen.ask_new_passphrase(
            error, lambda given: protect(desk, given, then=lambda: import_file(desk, request))
        )

    in_background(
        desk,
        N_("Importing the file"),
        lambda tick: import_into(desk.session.open_store, request, who=desk.session.who, tick=tick),
        desk.screen.show_import,
        what=f"import {request.table}",
        answers={PassphraseRequired: encrypt_first},
    )


def run_analysis(desk: Desk, name: str, values: Mapping[str, object]) -> None:
    """Answer a question; its result is kept in the project and shown."""
    from app.results import run_and_store

    question = find(name)
    in_background(
        desk,
        question.title,
        lambda tick: run_and_store(desk.session.open_store, question, values, who=desk.session.who, tick=tick),
        lambda _: None,
        what=f"run {name}",
    )


def cancel(desk: Desk) -> None:
    """Stop all work; what it would have changed stays as it was."""
    desk.jobs.cancel()


def undo(desk: Desk) -> None:
    """Take back the last step."""
    step = desk.session.undo_step
    if step is not None and _is_quiet(desk):
        _move(desk, N_("Undoing"), step, desk.session.write_undone, desk.session.undone)


def redo(desk: Desk) -> None:
    """Do the step taken back last again."""
    step = desk.session.redo_step
    if step is not None and _is_quiet(desk):
        _move(desk, N_("Doing it again"), step, desk.session.write_redone, desk.session.redone)


def show_result(desk: Desk, result_id: str) -> None:
    """Show a kept result."""
    desk.session.show_result(result_id)


def export(desk: Desk, result_id: str, path: Path, audience: "Audience", language: Language) -> None:
    """Let a result through the gate for `audience` and write it to `path`, in the form its suffix names."""
    from app.release import release
    from app.reports.files import write, writer_for

    def work(_: Tick) -> Path:
        writer_for(path)
        released = release(desk.session.open_store, result_id, audience, who=desk.session.who)
        return write(released, path, language)

    in_background(
        desk,
        N_("Writing the file"),
        work,
        lambda to: _tell(desk, N_("Written: {name}"), name=to.name),
        what=f"release {audience}",
    )


ENCRYPTED = N_(
    "The project is encrypted. Without the passphrase nobody can open it, not even the makers of the program."
)


def _move(desk: Desk, title: str, step: Step, write: Callable[[Step], None], shown: Callable[[], None]) -> None:
    in_background(desk, title, lambda _: write(step), lambda _: shown())


def _is_quiet(desk: Desk) -> bool:
    """Return whether no work may be about to add a step; else say so."""
    if desk.jobs.busy_on(PROJECT_LANE):
        _tell(desk, N_("Wait until the work at hand has ended, or cancel it."))
        return False
    return True


def _show(desk: Desk, store: "Store") -> None:
    """Show the project of `store`, and remember it among the recent ones."""
    desk.session.open(store, period=scope_of_period(desk.settings.current.period_of(store.path.resolve())))
    try:
        desk.settings.replace(desk.settings.current.with_recent(store.project.about.name, store.path.resolve()))
    except ProjectFileError as error:
        show_error(desk, error)


def _remember(desk: Desk, path: Path, passphrase: str) -> None:
    from app.passphrase import remember

    in_background(
        desk,
        N_("Keeping the passphrase"),
        lambda _: remember(path, passphrase),
        lambda _: _tell(desk, N_("Kept in the keyring.")),
    )


def _tell(desk: Desk, message: str, **values: object) -> None:
    desk.screen.tell(lambda language: Said(language.say(message, **values), ""))
