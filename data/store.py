"""The project file: one SQLite database, encrypted when it has a passphrase, read whole and changed by transactions.

Opening is lock, identify, migrate, read, validate. A change keeps the state before it where that is due, then writes
what differs between two snapshots, and an audit row, in one transaction. All SQL of the program is here and in the
modules this is made of: `data.database`, `data.file_rows`, `data.file_format`.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from data import backups
from data.audit import with_audit_row
from data.database import engine_of, transaction, unchanging, vacuum
from data.database_errors import reading, writing
from data.encryption import Key, gives, new_key
from data.errors import ChangedElsewhere, EmptyPassphrase, ExistingFile, ProjectFileError
from data.file_format import KeepOlder, project_of, refuse_unprotected, validated, write_under, write_whole
from data.file_lock import FileLock, lock_of
from data.file_rows import Total, total, write_difference
from data.file_signature import identified
from data.project import Project, changed_tables
from data.whole_file import copy_whole

PROGRAM = "lachan"
MADE_ANEW = frozenset({"audit", "results", "travel_matrices"})
"""Tables that a change may add to without a backup: one grows with every change, the others can be computed again."""


class Store:
    """An open project file and the snapshot it holds; closed by `close`, or at the end of a ``with`` block.

    Attributes
    ----------
    backup_problem : ProjectFileError or None
        Why the last backup that was due could not be made. The change it was due for was made all the same.
    """

    def __init__(self, path: Path, engine: sa.Engine, *, key: Key | None, project: Project, audited: Total) -> None:
        self.path = path
        self.key = key
        self.backup_problem: ProjectFileError | None = None
        self._engine = engine
        self._project = project
        self._audited = audited
        self._file_lock: FileLock | None = None
        self._is_closed = False
        self._keeps_backups = False
        self._has_kept_one = False
        self._lock = threading.Lock()

    @classmethod
    def create(cls, path: Path, project: Project, *, passphrase: str | None = None, who: str = PROGRAM) -> Self:
        """Write `project` to a new file and open it.

        Raises
        ------
        ExistingFile, PassphraseRequired, EmptyPassphrase, MissingFolder, DiskFull, ReadOnlyFile, WriteFailed
            No file was made.
        """
        if path.exists():
            raise ExistingFile(path)
        return cls.replace(path, project, passphrase=passphrase, who=who)

    @classmethod
    def replace(cls, path: Path, project: Project, *, passphrase: str | None = None, who: str = PROGRAM) -> Self:
        """Write `project` to a file that takes the place of any that is there, and open it; raises as `create` does.

        Raises
        ------
        OpenElsewhere
            The file that is there is open.
        """
        project = with_audit_row(project, at=project.about.created_at, who=who, what="create")
        return cls.under_lock(path, lambda: write_whole(path, project, passphrase))

    @classmethod
    def open(cls, path: Path, *, passphrase: str | None = None) -> Self:
        """Open the project file at `path`; an older format is kept as a backup, then brought to the present one.

        Raises
        ------
        MissingFile, UnreadableFile, NotAProject, PassphraseNeeded, EmptyPassphrase, WrongPassphrase, NewerFormat,
        DamagedFile, OpenElsewhere, FileInUse
            The file is as it was. An older format also needs to be written: DiskFull, ReadOnlyFile, WriteFailed.
        """
        return cls.under_lock(path, lambda: identified(path, passphrase))

    @classmethod
    def open_unlocked(cls, path: Path, key: Key | None, *, keep_older: KeepOlder | None = None) -> Self:
        """Open a file that only the holder of another lock reaches, such as a backup; it gets no backups of its own.

        Parameters
        ----------
        keep_older : callable, optional
            Told the path before the file is brought from an older format to the present one.
        """
        engine = engine_of(path, key)
        with ExitStack() as on_error:
            on_error.callback(engine.dispose)
            project, audited = validated(engine, path, encrypted=key is not None, keep_older=keep_older)
            on_error.pop_all()
        return cls(path, engine, key=key, project=project, audited=audited)

    @classmethod
    def under_lock(cls, path: Path, key_of: Callable[[], Key | None]) -> Self:
        """Open the file under its lock, once `key_of` has made or looked at it."""
        lock = lock_of(path)
        with ExitStack() as on_error:
            if lock is not None:
                on_error.callback(lock.release)
            store = cls.open_unlocked(path, key_of(), keep_older=backups.keep_state)
            on_error.pop_all()
        store._file_lock, store._keeps_backups = lock, True
        store._finish_change_of_key()
        return store

    @property
    def project(self) -> Project:
        """The snapshot that the file holds."""
        return self._project

    @property
    def encrypted(self) -> bool:
        """Whether the file has a passphrase."""
        return self.key is not None

    def is_opened_by(self, passphrase: str) -> bool:
        """Return whether `passphrase` is the file's; False for a file that has none."""
        return self.key is not None and gives(passphrase, self.key)

    def apply(
        self, project: Project, *, what: str, who: str, object_: str | None = None, at: str | None = None
    ) -> None:
        """Make `project` what the file holds, in one transaction; the audit gets one row, even when nothing differs.

        The audit of `project` itself is not looked at: the file's own only ever grows, whatever is undone. The state
        before is kept as a backup before every import, and before the first other change since the file was opened;
        where that fails, `backup_problem` says why.

        Parameters
        ----------
        what, object_
            What was done, and to what.
        at : str, optional
            ISO moment, UTC. Default: now.

        Raises
        ------
        PassphraseRequired, DiskFull, ReadOnlyFile, WriteFailed, FileInUse, OpenElsewhere, ChangedElsewhere, DamagedFile
            File and snapshot are as they were.
        """
        refuse_unprotected(project, encrypted=self.encrypted)
        with self._lock:
            self.take_up()
            self._keep_state_before(project, what)
            self._write(project, what=what, who=who, object_=object_, at=at)

    def purge(self, project: Project, *, what: str, who: str, object_: str | None = None) -> None:
        """Make `project` what the file holds as `apply` does, keep no state before, and leave no free page behind.

        Raises
        ------
        As `apply`. Where only the free pages could not be freed, what was in them is overwritten all the same.
        """
        with self._lock:
            self.take_up()
            self._write(project, what=what, who=who, object_=object_, at=None)
            with writing(self.path):
                vacuum(self._engine)

    def copy_to(self, target: Path) -> None:
        """Write a copy of the file, encrypted as it is, whole or not at all; the copy has no backups.

        Raises
        ------
        ExistingFile
            `target` is the project itself.
        MissingFolder, DiskFull, ReadOnlyFile, WriteFailed, FileInUse
            Nothing was changed at `target`.
        """
        if target.exists() and target.samefile(self.path):
            raise ExistingFile(target)
        with self._lock, self._unchanging():
            copy_whole(self.path, target)

    def close(self) -> None:
        """Let go of the file; a change after that takes it up again."""
        self._engine.dispose()
        self._is_closed = True
        if self._file_lock is not None:
            self._file_lock.release()

    @contextmanager
    def letting_go(self) -> Iterator[None]:
        """Close the file, and take it up again if what is done meanwhile fails."""
        self.close()
        with ExitStack() as on_error:
            on_error.callback(self.take_up)
            yield
            on_error.pop_all()

    def take_up(self) -> None:
        """Take the lock of a closed file again, so that nobody else opens it before the next change.

        Raises
        ------
        OpenElsewhere
            Somebody has it already.
        """
        if self._is_closed:
            self._file_lock, self._is_closed = lock_of(self.path), False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _finish_change_of_key(self) -> None:
        """Let the backups follow the file, where a change of passphrase is under way or was cut off."""
        try:
            backups.settle_copies(self.path, self.key)
        except ProjectFileError as error:
            self.backup_problem = error

    def _keep_state_before(self, project: Project, what: str) -> None:
        changed = set(changed_tables(self._project, project)) - MADE_ANEW
        if not self._keeps_backups or not (changed or self._project.about != project.about):
            return
        if not self._has_kept_one or what.startswith("import"):
            self._keep_state()

    def _keep_state(self) -> None:
        try:
            with self._unchanging():
                backups.keep_state(self.path)
        except ProjectFileError as error:
            self.backup_problem = error
        else:
            self.backup_problem, self._has_kept_one = None, True

    @contextmanager
    def _unchanging(self) -> Iterator[None]:
        """Keep every program from writing to the file in this block."""
        with reading(self.path), unchanging(self._engine) as connection:
            total(connection, "audit")
            yield

    def _write(self, project: Project, *, what: str, who: str, object_: str | None, at: str | None) -> None:
        after = project.with_table_of(self._project, "audit")
        after = with_audit_row(after, at=at or _now(), who=who, what=what, object_=object_)
        with writing(self.path), transaction(self._engine) as connection:
            if total(connection, "audit") != self._audited:
                raise ChangedElsewhere(self.path)
            write_difference(connection, self._project, after)
            audited = total(connection, "audit")
        self._project, self._audited = after, audited


def protect(path: Path, passphrase: str, *, current: str | None = None, who: str = PROGRAM) -> Store:
    """Encrypt the project file at `path` under `passphrase`, whole or not at all, and open it.

    Its backups are encrypted under the new passphrase too; one that cannot be is deleted, so that nothing is left that
    the old passphrase opens. Their copies under the new key are made first and take their places once the file has that
    key: when the work is cut off, the next opening puts them in place, or removes them where the file is as it was. The
    disk may keep what the old files held until it is reused.

    Parameters
    ----------
    current : str, optional
        The passphrase of a file that has one.

    Raises
    ------
    ProjectFileError
        Any that `Store.open` and `Store.replace` raise; the file is as it was.
    """

    def encrypted() -> Key | None:
        old = identified(path, current)
        if not passphrase:
            raise EmptyPassphrase(path)
        backups.settle_copies(path, old)
        project, key = with_audit_row(project_of(path, old), at=_now(), who=who, what="protect"), new_key(passphrase)
        _copy_backups(path, old, key)
        write_under(path, project, key)
        return key

    return Store.under_lock(path, encrypted)


def _copy_backups(path: Path, old: Key | None, new: Key) -> None:
    """Write a copy of each backup under a new key beside it; an empty one where that cannot be done."""
    for backup in backups.backups_of(path):
        try:
            write_under(backup.copy, project_of(backup.path, old), new)
        except ProjectFileError:
            backups.leave_without_copy(backup)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
