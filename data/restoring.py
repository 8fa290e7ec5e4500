"""Putting a backup back in the place of its project file."""

import shutil
from collections.abc import Callable
from pathlib import Path

from data import backups
from data.encryption import Key
from data.errors import OtherProject, ProjectFileError, WrongPassphrase
from data.file_format import project_of
from data.file_signature import identified
from data.store import PROGRAM, Store
from data.whole_file import whole_file


def restore(path: Path, name: str | None = None, *, passphrase: str | None = None, who: str = PROGRAM) -> Store:
    """Put a backup in the place of the project file at `path`, which may be damaged or gone, and open it.

    The backup is read and checked whole before. The state that it replaces is kept as a backup itself.

    Parameters
    ----------
    name : str, optional
        Which backup. Default: the newest.
    passphrase : str, optional
        That of the backup.

    Raises
    ------
    UnknownBackup, OtherProject
        There is no such backup of this project.
    ProjectFileError
        The backup does not open, the disk refuses, or the project is open elsewhere; the file is as it was.
    """
    wanted = backups.backup_called(path, name)

    def restored() -> Key | None:
        key = identified(wanted.path, passphrase)
        if _project_id(path, passphrase) not in (None, project_of(wanted.path, key).about.project_id):
            raise OtherProject(path, wanted.name)
        _exchange(wanted, path)
        return key

    return _opened(path, wanted, restored, who)


def restore_open(store: Store, name: str, *, who: str = PROGRAM) -> Store:
    """Put a backup in the place of an open project and open it anew; its key opens the backup too.

    `store` lets go of the file, and takes it up again on an error.

    Raises
    ------
    UnknownBackup, OtherProject, WrongPassphrase
        There is no such backup of this project, or it has another passphrase.
    ProjectFileError
        As `restore`.
    """
    wanted = backups.backup_called(store.path, name)
    if not backups.fits(wanted, store.key):
        raise WrongPassphrase(wanted.path)

    def restored() -> Key | None:
        if project_of(wanted.path, store.key).about.project_id != store.project.about.project_id:
            raise OtherProject(store.path, wanted.name)
        _exchange(wanted, store.path)
        return store.key

    with store.letting_go():
        return _opened(store.path, wanted, restored, who)


def _opened(path: Path, wanted: backups.Backup, restored: Callable[[], Key | None], who: str) -> Store:
    store = Store.under_lock(path, restored)
    store.apply(store.project, what="restore", who=who, object_=wanted.name)
    return store


def _exchange(wanted: backups.Backup, path: Path) -> None:
    """Copy the backup before the present state is kept: keeping one more may let go of the oldest."""
    with whole_file(path) as temporary:
        shutil.copyfile(wanted.path, temporary)
        if path.exists():
            backups.keep_state(path)


def _project_id(path: Path, passphrase: str | None) -> str | None:
    """Return which project the file holds; None when it is gone or cannot be read."""
    try:
        return project_of(path, identified(path, passphrase)).about.project_id
    except ProjectFileError:
        return None
