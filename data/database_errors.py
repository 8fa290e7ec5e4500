"""What the database reports, turned into errors of the project file. The cause stays attached, without any value."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from data.errors import (
    DamagedFile,
    DiskFull,
    FileInUse,
    ProjectFileError,
    ReadOnlyFile,
    UnreadableFile,
    WriteFailed,
)

_REPORTS = (sa.exc.DBAPIError, dbapi2.Error)
_ABSENCES = (sa.exc.NoResultFound, sa.exc.MultipleResultsFound, UnicodeDecodeError)
_READING: dict[int, type[ProjectFileError]] = {
    dbapi2.SQLITE_PERM: UnreadableFile,
    dbapi2.SQLITE_BUSY: FileInUse,
    dbapi2.SQLITE_LOCKED: FileInUse,
    dbapi2.SQLITE_READONLY: UnreadableFile,
    dbapi2.SQLITE_CANTOPEN: UnreadableFile,
}
_WRITING: dict[int, type[ProjectFileError]] = {
    dbapi2.SQLITE_PERM: ReadOnlyFile,
    dbapi2.SQLITE_BUSY: FileInUse,
    dbapi2.SQLITE_LOCKED: FileInUse,
    dbapi2.SQLITE_READONLY: ReadOnlyFile,
    dbapi2.SQLITE_CANTOPEN: ReadOnlyFile,
    dbapi2.SQLITE_FULL: DiskFull,
    dbapi2.SQLITE_IOERR: WriteFailed,
    dbapi2.SQLITE_CORRUPT: DamagedFile,
    dbapi2.SQLITE_NOTADB: DamagedFile,
}


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Raise errors of the file for what the database says in this block; what is absent or unreadable is damaged."""
    try:
        yield
    except (*_REPORTS, *_ABSENCES) as error:
        raise _READING.get(_code(error), DamagedFile)(path) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise errors of the file for what the database says in this block; anything unknown is a bug and goes on."""
    try:
        yield
    except _REPORTS as error:
        if _code(error) not in _WRITING:
            raise
        raise _WRITING[_code(error)](path) from error


def _code(error: Exception) -> int:
    """Return SQLite's primary result code, 0 when there is none (text that is not UTF-8, a missing row)."""
    return int(getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)) & 0xFF
