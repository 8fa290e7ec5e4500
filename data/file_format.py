"""Opening a database as a project (check its pages, migrate, read, validate), and writing a project whole.

Part of `data.store`, which holds the file while this is done.
"""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import sqlalchemy as sa

from data import migrations
from data.database import check_pages, connected, end_other_journal, pragma, sql, transaction, unchanging
from data.database_errors import reading, writing
from data.encryption import Key, new_key
from data.errors import DamagedFile, EmptyPassphrase, NewerFormat, NotAProject, PassphraseRequired
from data.file_rows import (
    Total,
    declared,
    read_about,
    read_frame,
    read_rows,
    total,
    write_about,
    write_checksums,
    write_first,
)
from data.file_signature import APPLICATION_ID
from data.file_tables import CONTENTS, PROJECT, declarations, row_columns
from data.project import Project, requires_passphrase, sensitive_tables
from data.schema import TABLES
from data.whole_file import whole_file

KeepOlder = Callable[[Path], object]
"""What keeps a file of an older format as it is, before it is brought to the present one."""


def project_of(path: Path, key: Key | None) -> Project:
    """Return the snapshot that a file holds; raises as `validated`."""
    with connected(path, key) as engine:
        return validated(engine, path, encrypted=key is not None)[0]


def validated(
    engine: sa.Engine, path: Path, *, encrypted: bool, keep_older: KeepOlder | None = None
) -> tuple[Project, Total]:
    """Return the snapshot that the file holds, and the total of its audit, which every writer adds to.

    Raises
    ------
    NotAProject, NewerFormat, DamagedFile, UnreadableFile, FileInUse
        The file is as it was. An older format also needs to be written: DiskFull, ReadOnlyFile, WriteFailed.
    """
    with reading(path):
        migrate(engine, path, encrypted=encrypted, keep_older=keep_older)
        end_other_journal(engine, path)
        return _read(engine, path)


def migrate(engine: sa.Engine, path: Path, *, encrypted: bool, keep_older: KeepOlder | None = None) -> None:
    """Check the file's pages and format; bring an older format, its rows checked, to the present one.

    `keep_older` is told the path before that, while nobody can write to the file; what it raises leaves it older.
    """
    with unchanging(engine) as connection:
        check_pages(connection, path, encrypted=encrypted)
        found = found_format(connection, path)
        if found == migrations.known_format():
            return
        if keep_older is not None:
            keep_older(path)
    with writing(path), transaction(engine) as connection:
        about = read_about(connection, path)
        for name, columns in declared(connection).items():
            if name not in (PROJECT.name, CONTENTS.name):
                read_rows(connection, path, name, row_columns(columns))
        for migration in migrations.MIGRATIONS[found - 1 :]:
            migration(connection)
        write_about(connection, about)
        write_checksums(connection)


def found_format(connection: sa.Connection, path: Path) -> int:
    """Return the file's format, kept in its header and in its project row.

    Raises
    ------
    NotAProject, NewerFormat
        As the header says.
    DamagedFile
        The two differ.
    """
    if pragma(connection, "application_id") != APPLICATION_ID:
        raise NotAProject(path)
    found = pragma(connection, "user_version")
    stated = connection.exec_driver_sql(sql(sa.select(PROJECT.c.format))).scalar_one_or_none()
    if found != stated or found < 1:
        raise DamagedFile(path)
    if found > migrations.known_format():
        raise NewerFormat(path, found, migrations.known_format())
    return found


def write_whole(path: Path, project: Project, passphrase: str | None) -> Key | None:
    """Write `project` to a file that takes the place of `path` when it is whole; return its key.

    Raises
    ------
    PassphraseRequired, EmptyPassphrase, MissingFolder, DiskFull, ReadOnlyFile, WriteFailed
        Nothing was changed at `path`.
    """
    if passphrase == "":
        raise EmptyPassphrase(path)
    refuse_unprotected(project, encrypted=passphrase is not None)
    key = None if passphrase is None else new_key(passphrase)
    write_under(path, project, key)
    return key


def write_under(path: Path, project: Project, key: Key | None) -> None:
    """Write `project` to a file under a key, in place of any that is at `path`; raises as `write_whole` does."""
    with (
        whole_file(path) as temporary,
        connected(temporary, key) as engine,
        writing(path),
        transaction(engine) as connection,
    ):
        write_first(connection, project)


def refuse_unprotected(project: Project, *, encrypted: bool) -> None:
    """Raise PassphraseRequired where `project` may not be kept as it would be."""
    if not encrypted and requires_passphrase(project):
        raise PassphraseRequired(sensitive_tables(project))


def _read(engine: sa.Engine, path: Path) -> tuple[Project, Total]:
    with unchanging(engine) as connection:
        if declared(connection) != declarations():
            raise DamagedFile(path)
        about = read_about(connection, path)
        tables = {name: read_frame(connection, path, table) for name, table in TABLES.items()}
        return Project(about, MappingProxyType(tables)), total(connection, "audit")
