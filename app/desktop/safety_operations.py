"""One short function per thing a person does to keep the project safe: passphrase, check, backups, removing.

Like `app.desktop.operations`: each returns at once, `background` does the work, and no widget is known here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.desktop import project_files
from app.desktop.background import Desk, in_background, look_up
from app.desktop.operations import RESTORED, show_store, tell
from app.language import N_
from app.messages import Said

if TYPE_CHECKING:
    from app.progress import Tick
    from data.batches import Import
    from data.purging import Purged
    from data.store import Store
    from data.verifying import Verification

CHANGED = N_("The passphrase is changed, for the backups too: the old one opens none of them any longer.")
PURGED = N_("Removed, from {cleaned} backups too; {deleted} that could not be looked into were deleted.")


def change_passphrase(
    desk: Desk, current: str, new: str, *, changed: Callable[[], None], said_by: Callable[[Said], None]
) -> None:
    """Encrypt the project and its backups anew; `said_by` says what is at fault."""

    def shown(store: "Store") -> None:
        desk.session.move_to(store)
        changed()
        tell(desk, CHANGED)

    in_background(
        desk,
        N_("Encrypting the project"),
        lambda _: project_files.encrypted(desk.session.open_store, new, current=current, who=desk.session.who),
        shown,
        said_by=said_by,
    )


def unlock(desk: Desk, passphrase: str, *, right: Callable[[], None], wrong: Callable[[], None]) -> None:
    """Find out whether a locked project may be shown again."""
    store = desk.session.open_store

    def answer(is_right: bool) -> None:
        (right if is_right else wrong)()

    desk.jobs.start(N_("Checking the passphrase"), lambda _: store.is_opened_by(passphrase), answer)


def restore(desk: Desk, name: str) -> None:
    """Put a backup in the place of the open project, whose state is kept as a backup too."""
    from data.restoring import restore_open

    def shown(store: "Store") -> None:
        show_store(desk, store)
        tell(desk, RESTORED, name=store.path.name)

    in_background(
        desk,
        N_("Restoring the backup"),
        lambda _: restore_open(desk.session.open_store, name, who=desk.session.who),
        shown,
    )


def verify(desk: Desk, *, shown: Callable[["Verification"], None]) -> None:
    """Look at everything in the open project's file."""
    from data.verifying import verify_held

    def work(_: "Tick") -> "Verification":
        store = desk.session.open_store
        return verify_held(store.path, store.key)

    in_background(desk, N_("Checking the file"), work, shown)


def list_imports(desk: Desk, *, shown: Callable[[tuple["Import", ...]], None], said_by: Callable[[Said], None]) -> None:
    """Hand to `shown` the imports whose rows the project holds."""
    from data.batches import imports_of

    project = desk.session.open_store.project
    look_up(desk, N_("Looking at the imports"), lambda _: imports_of(project), shown, said_by)


def take_import_back(desk: Desk, batch_id: str) -> None:
    """Remove what came with one import, as a step that can be undone."""
    from data.batches import without_import

    def work(_: "Tick") -> None:
        store = desk.session.open_store
        store.apply(
            without_import(store.project, batch_id), what="remove import", who=desk.session.who, object_=batch_id
        )

    def done(_: None) -> None:
        tell(desk, N_("The import was taken back. Undo brings it again."))

    in_background(desk, N_("Taking the import back"), work, done, what="remove import")


def purge_batch(desk: Desk, batch_id: str) -> None:
    """Remove what came with one import for good, and every step that could bring it back."""
    from data import purging

    _purge(desk, lambda _: purging.purge_batch(desk.session.open_store, batch_id, who=desk.session.who))


def purge_case(desk: Desk, case_id: str) -> None:
    """Remove one case for good, and every step that could bring it back."""
    from data import purging

    _purge(desk, lambda _: purging.purge_case(desk.session.open_store, case_id, who=desk.session.who))


def _purge(desk: Desk, work: Callable[["Tick"], "Purged"]) -> None:
    def done(purged: "Purged") -> None:
        desk.session.follow_purge()
        tell(desk, PURGED, cleaned=purged.backups_cleaned, deleted=len(purged.backups_deleted))

    in_background(desk, N_("Removing for good"), work, done)
