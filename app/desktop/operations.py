"""One short function per user action; each returns at once, and `background` does the work.

What a person must see or say goes through `background.Screen`: no widget is known here.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.demo import FILE_NAME
from app.desktop import project_files
from app.desktop.background import PROJECT_LANE, Desk, in_background, look_up, show_error
from app.desktop.jobs import Job
from app.desktop.undo_steps import Step
from app.language import N_, Language
from app.messages import Said
from app.progress import Tick
from app.questions import find
from app.scope import scope_of_period
from data.errors import DamagedFile, PassphraseNeeded, PassphraseRequired, ProjectFileError, WrongPassphrase

if TYPE_CHECKING:
    from app.import_opening import FileColumns, Opened
    from app.import_questions import Checked
    from app.imports import ImportRequest
    from app.release import Audience
    from data.import_report import ImportReport
    from data.reading import RawTable
    from data.store import Store


def open_project(desk: Desk, path: Path, *, passphrase: str | None = None, remember: bool = False) -> None:
    """Open a project file, asking for its passphrase where nothing else gives it; one that is open here is shown.

    For one that is damaged its backups are offered.
    """
    if _is_open_here(desk, path):
        tell(desk, N_("{name} is open already."), name=path.name)
        return

    def ask(error: ProjectFileError) -> None:
        desk.screen.ask_passphrase(error, lambda given, keep: open_project(desk, path, passphrase=given, remember=keep))

    def offer(error: ProjectFileError) -> None:
        desk.screen.offer_restore(error, lambda name: restore_file(desk, path, name, passphrase=passphrase))

    def shown(store: "Store") -> None:
        show_store(desk, store)
        if passphrase and remember:
            _remember(desk, path, passphrase)

    in_background(
        desk,
        N_("Opening the project"),
        lambda _: project_files.opened(path, passphrase),
        shown,
        answers={PassphraseNeeded: ask, WrongPassphrase: ask, DamagedFile: offer},
    )


def restore_file(desk: Desk, path: Path, name: str, *, passphrase: str | None = None) -> None:
    """Put a backup in the place of a project file that does not open, and open it."""

    def ask(error: ProjectFileError) -> None:
        about = type(error)(path)
        desk.screen.ask_passphrase(about, lambda given, _: restore_file(desk, path, name, passphrase=given))

    def shown(store: "Store") -> None:
        show_store(desk, store)
        tell(desk, RESTORED, name=path.name)

    in_background(
        desk,
        N_("Restoring the backup"),
        lambda _: project_files.restored(path, name, passphrase, who=desk.session.who),
        shown,
        answers={PassphraseNeeded: ask, WrongPassphrase: ask},
    )


def new_project(desk: Desk, path: Path, province_code: str, *, passphrase: str | None = None) -> None:
    """Make a project of one province in a new file and open it."""
    in_background(
        desk,
        N_("Making the project"),
        lambda _: project_files.created(path, province_code, passphrase, who=desk.session.who),
        lambda store: show_store(desk, store),
    )


def open_demo(desk: Desk, folder: Path | None = None) -> None:
    """Open the demo of `folder`, made there first when there is none; where it is open it is shown."""
    path = (folder or project_files.demo_folder()) / FILE_NAME
    if _is_open_here(desk, path):
        tell(desk, N_("{name} is open already."), name=path.name)
        return
    in_background(
        desk,
        N_("Opening the demo"),
        lambda _: project_files.demo(path.parent, who=desk.session.who),
        lambda store: show_store(desk, store),
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
        lambda _: project_files.copied(desk.session.open_store, path),
        lambda to: tell(desk, N_("A copy was saved: {name}"), name=to.name),
    )


def protect(desk: Desk, passphrase: str, *, then: Callable[[], None] = lambda: None) -> None:
    """Encrypt the project under `passphrase`, then go on with `then`."""

    def encrypted(store: "Store") -> None:
        desk.session.move_to(store)
        tell(desk, ENCRYPTED)
        then()

    in_background(
        desk,
        N_("Encrypting the project"),
        lambda _: project_files.encrypted(desk.session.open_store, passphrase, current=None, who=desk.session.who),
        encrypted,
    )


def read_file(
    desk: Desk,
    path: Path,
    layer: str | None,
    crs: str | None,
    *,
    shown: Callable[["Opened"], None],
    said_by: Callable[[Said], None],
) -> Job:
    """Hand to `shown` what stands in a file; `said_by` says why it cannot be read."""
    from app.import_opening import open_file

    return look_up(desk, N_("Reading the file"), lambda tick: open_file(path, layer, crs, tick=tick), shown, said_by)


def look_at_columns(
    desk: Desk, table: str, raw: "RawTable", *, shown: Callable[["FileColumns"], None], said_by: Callable[[Said], None]
) -> Job:
    """Hand to `shown` what the columns of a file are taken to be."""
    from app import import_opening

    project = desk.session.open_store.project
    return look_up(
        desk,
        N_("Looking at the columns"),
        lambda tick: import_opening.look_at_columns(project, table, raw, tick=tick),
        shown,
        said_by,
    )


def check_file(
    desk: Desk, request: "ImportRequest", *, shown: Callable[["Checked"], None], said_by: Callable[[Said], None]
) -> Job:
    """Hand to `shown` what an import would do, nothing being stored; `said_by` says why it cannot be done."""
    from app.import_questions import check_and_ask

    project = desk.session.open_store.project
    return look_up(
        desk, N_("Checking the file"), lambda tick: check_and_ask(project, request, tick=tick), shown, said_by
    )


def import_file(
    desk: Desk,
    request: "ImportRequest",
    *,
    shown: Callable[["ImportReport"], None] = lambda _: None,
    said_by: Callable[[Said], None] | None = None,
) -> Job:
    """Import a file and show what became of its rows; a project that needs a passphrase for it is given one first.

    `shown` takes the report too; `said_by`, where there is one, says why it cannot be done.
    """
    from app.imports import import_into

    def encrypt_first(error: PassphraseRequired) -> None:
        def again() -> None:
            import_file(desk, request, shown=shown, said_by=said_by)

        def encrypt(given: str) -> None:
            protect(desk, given, then=again)

        desk.screen.ask_new_passphrase(error, encrypt)

    def imported(report: "ImportReport") -> None:
        desk.screen.show_import(report)
        shown(report)

    return in_background(
        desk,
        N_("Importing the file"),
        lambda tick: import_into(desk.session.open_store, request, who=desk.session.who, tick=tick),
        imported,
        what=f"import {request.table}",
        answers={PassphraseRequired: encrypt_first},
        said_by=said_by,
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
        lambda to: tell(desk, N_("Written: {name}"), name=to.name),
        what=f"release {audience}",
    )


WAIT = N_("Wait until the work at hand has ended, or cancel it.")
RESTORED = N_("{name} is again as it was.")
ENCRYPTED = N_(
    "The project is encrypted. Without the passphrase nobody can open it, not even the makers of the program."
)


def _move(desk: Desk, title: str, step: Step, write: Callable[[Step], None], shown: Callable[[], None]) -> None:
    in_background(desk, title, lambda _: write(step), lambda _: shown())


def _is_quiet(desk: Desk) -> bool:
    """Return whether no work may be about to add a step; else say so."""
    if desk.jobs.busy_on(PROJECT_LANE):
        tell(desk, WAIT)
        return False
    return True


def _is_open_here(desk: Desk, path: Path) -> bool:
    store = desk.session.store
    return store is not None and path.exists() and store.path.exists() and path.samefile(store.path)


def show_store(desk: Desk, store: "Store") -> None:
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
        lambda _: tell(desk, N_("Kept in the keyring.")),
    )


def tell(desk: Desk, message: str, **values: object) -> None:
    """Say a catalogue message in the message bar."""
    desk.screen.tell(lambda language: Said(language.say(message, **values), ""))
