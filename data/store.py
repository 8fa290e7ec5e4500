"""The project file: one SQLite database, encrypted when it has a passphrase, read whole and changed by transactions.

Opening is identify, migrate, read, validate. A change writes what differs between two snapshots, and an audit row, in
one transaction. All SQL of the program is here.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2

from data import migrations
from data.audit import with_audit_row
from data.checksums import Row, row_checksums
from data.database_errors import reading, writing
from data.encryption import Key, new_key
from data.errors import (
    ChangedElsewhere,
    DamagedFile,
    EmptyPassphrase,
    ExistingFile,
    NewerFormat,
    NotAProject,
    PassphraseRequired,
)
from data.file_signature import APPLICATION_ID, identified
from data.file_tables import (
    ABOUT_COLUMNS,
    CHECKSUM,
    CONTENTS,
    FILE_TABLES,
    METADATA,
    PROJECT,
    about_from_stored,
    declarations,
    row_columns,
    stored_about,
)
from data.frames import ROW_ID, difference, frame_from_stored, stored_columns
from data.project import About, Project, changed_tables, requires_passphrase, sensitive_tables
from data.schema import TABLES, Table
from data.whole_file import whole_file

PROGRAM = "lachan"
BUSY_SECONDS = 2.0
Total = tuple[int, int]
SETTINGS = ("cipher_compatibility = 4", "secure_delete = ON", "synchronous = FULL", "trusted_schema = OFF")

_VALUE: sa.ColumnElement[Any] = sa.literal_column("?")


class Store:
    """An open project file and the snapshot it holds; closed by `close`, or at the end of a ``with`` block."""

    def __init__(self, path: Path, engine: sa.Engine, *, encrypted: bool, project: Project, audited: Total) -> None:
        self.path = path
        self.encrypted = encrypted
        self._engine = engine
        self._project = project
        self._audited = audited
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
        """Write `project` to a file that takes the place of any that is there, and open it; raises as `create` does."""
        project = with_audit_row(project, at=project.about.created_at, who=who, what="create")
        return cls._opened(path, _write_whole(path, project, passphrase))

    @classmethod
    def open(cls, path: Path, *, passphrase: str | None = None) -> Self:
        """Open the project file at `path`; an older format is brought to the present one first.

        Raises
        ------
        MissingFile, UnreadableFile, NotAProject, PassphraseNeeded, EmptyPassphrase, WrongPassphrase, NewerFormat,
        DamagedFile, FileInUse
            The file is as it was. An older format also needs to be written: DiskFull, ReadOnlyFile, WriteFailed.
        """
        return cls._opened(path, identified(path, passphrase))

    @classmethod
    def _opened(cls, path: Path, key: Key | None) -> Self:
        engine = _engine(path, key)
        try:
            with reading(path):
                _migrate(engine, path, encrypted=key is not None)
                project, audited = _read(engine, path)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, engine, encrypted=key is not None, project=project, audited=audited)

    @property
    def project(self) -> Project:
        """The snapshot that the file holds."""
        return self._project

    def apply(
        self, project: Project, *, what: str, who: str, object_: str | None = None, at: str | None = None
    ) -> None:
        """Make `project` what the file holds, in one transaction; the audit gets one row, even when nothing differs.

        The audit of `project` itself is not looked at: the file's own only ever grows, whatever is undone.

        Parameters
        ----------
        what, object_
            What was done, and to what.
        at : str, optional
            ISO moment, UTC. Default: now.

        Raises
        ------
        PassphraseRequired, DiskFull, ReadOnlyFile, WriteFailed, FileInUse, ChangedElsewhere, DamagedFile
            File and snapshot are as they were.
        """
        _refuse_unprotected(project, encrypted=self.encrypted)
        with self._lock:
            after = project.with_table_of(self._project, "audit")
            after = with_audit_row(after, at=at or _now(), who=who, what=what, object_=object_)
            with writing(self.path), _transaction(self._engine) as connection:
                if _total(connection, "audit") != self._audited:
                    raise ChangedElsewhere(self.path)
                _write_difference(connection, self._project, after)
                audited = _total(connection, "audit")
            self._project, self._audited = after, audited

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def protect(path: Path, passphrase: str, *, current: str | None = None, who: str = PROGRAM) -> Store:
    """Encrypt the project file at `path` under `passphrase`, whole or not at all, and open it.

    `current` is the passphrase of a file that has one. The disk may keep what the old file held until it is reused.

    Raises
    ------
    ProjectFileError
        Any that `Store.open` and `Store.replace` raise; the file is as it was.
    """
    with Store.open(path, passphrase=current) as store:
        project = with_audit_row(store.project, at=_now(), who=who, what="protect")
    return Store._opened(path, _write_whole(path, project, passphrase))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _refuse_unprotected(project: Project, *, encrypted: bool) -> None:
    if not encrypted and requires_passphrase(project):
        raise PassphraseRequired(sensitive_tables(project))


def _engine(path: Path, key: Key | None) -> sa.Engine:
    """Return an engine that holds one connection to an existing file and shows no value in its errors."""

    def connect() -> Any:
        address = f"{path.resolve().as_uri()}?mode=rw"
        connection = dbapi2.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key.sqlcipher}"')
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        return connection

    return sa.create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=sa.StaticPool, hide_parameters=True)


@contextmanager
def _transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection that may write; all that the block writes is kept, or nothing."""
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def _unchanging(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection that cannot write and sees one state of the file."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.exec_driver_sql("BEGIN")
        yield connection


def _pragma(connection: sa.Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _sql(statement: sa.ClauseElement) -> str:
    """Return a statement as text with ``?`` in the order of its columns, to be run on plain tuples."""
    return str(statement.compile(dialect=sqlite.dialect()))


def _migrate(engine: sa.Engine, path: Path, *, encrypted: bool) -> None:
    """Check the file's pages and format; bring an older format, its rows checked, to the present one."""
    with _unchanging(engine) as connection:
        _check_pages(connection, path, encrypted=encrypted)
        found = _found_format(connection, path)
    if found == migrations.known_format():
        return
    with writing(path), _transaction(engine) as connection:
        about = _read_about(connection, path)
        for name, columns in _declared(connection).items():
            if name not in (PROJECT.name, CONTENTS.name):
                _read_rows(connection, path, name, row_columns(columns))
        for migration in migrations.MIGRATIONS[found - 1 :]:
            migration(connection)
        _write_about(connection, about)
        _write_checksums(connection)


def _check_pages(connection: sa.Connection, path: Path, *, encrypted: bool) -> None:
    """Refuse a file with a page that is not as written: by its authentication code, or a plain one by its structure."""
    check = "cipher_integrity_check" if encrypted else "integrity_check(1)"
    if any(row[0] != "ok" for row in connection.exec_driver_sql(f"PRAGMA {check}")):
        raise DamagedFile(path)


def _found_format(connection: sa.Connection, path: Path) -> int:
    """Return the file's format, kept in its header and in its project row: where these differ, one is damaged."""
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise NotAProject(path)
    found = _pragma(connection, "user_version")
    stated = connection.exec_driver_sql(_sql(sa.select(PROJECT.c.format))).scalar_one_or_none()
    if found != stated or found < 1:
        raise DamagedFile(path)
    if found > migrations.known_format():
        raise NewerFormat(path, found, migrations.known_format())
    return found


def _read(engine: sa.Engine, path: Path) -> tuple[Project, Total]:
    """Return the snapshot that the file holds, validated, and the total of its audit, which every writer adds to."""
    with _unchanging(engine) as connection:
        if _declared(connection) != declarations():
            raise DamagedFile(path)
        about = _read_about(connection, path)
        tables = {name: _read_frame(connection, path, table) for name, table in TABLES.items()}
        return Project(about, MappingProxyType(tables)), _total(connection, "audit")


def _declared(connection: sa.Connection) -> dict[str, dict[str, str]]:
    """Return the type of each column of each table, as the file itself declares them."""
    found: dict[str, dict[str, str]] = {}
    query = (
        "SELECT t.name, c.name, c.type FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    )
    for table, column, kind in connection.exec_driver_sql(query):
        found.setdefault(table, {})[column] = kind
    return found


def _read_about(connection: sa.Connection, path: Path) -> About:
    *values, checksum = connection.exec_driver_sql(_sql(sa.select(PROJECT))).one()
    if row_checksums(PROJECT.name, ABOUT_COLUMNS, [tuple(values)]) != [checksum]:
        raise DamagedFile(path)
    return about_from_stored(dict(zip(ABOUT_COLUMNS, values, strict=True)))


def _read_rows(connection: sa.Connection, path: Path, name: str, columns: Sequence[str]) -> list[Row]:
    """Return the values of `columns`, the row id first, in the order of the ids; the rows' checksums are looked at."""
    named: list[sa.ColumnElement[Any]] = [sa.column(column) for column in (*columns, CHECKSUM)]
    query = _sql(sa.select(*named).select_from(sa.table(name)).order_by(sa.column(ROW_ID)))
    found = connection.exec_driver_sql(query).all()
    rows, checksums = [row[:-1] for row in found], [row[-1] for row in found]
    if row_checksums(name, columns, rows) != checksums or _total(connection, name) != (len(rows), sum(checksums)):
        raise DamagedFile(path)
    return rows


def _total(connection: sa.Connection, name: str) -> Total:
    """Return how many rows a table has and the sum of their checksums, as the file says."""
    query = "SELECT row_count, checksum FROM contents WHERE table_name = ?"
    row_count, checksum = connection.exec_driver_sql(query, (name,)).one()
    return row_count, checksum


def _read_frame(connection: sa.Connection, path: Path, table: Table) -> pd.DataFrame:
    names = row_columns(table.names)
    rows = _read_rows(connection, path, table.name, names)
    columns = dict(zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False))
    return frame_from_stored(columns, columns[ROW_ID], table)


def _write_whole(path: Path, project: Project, passphrase: str | None) -> Key | None:
    """Write `project` to a file that takes the place of `path` when it is whole; return its key."""
    if passphrase == "":
        raise EmptyPassphrase(path)
    _refuse_unprotected(project, encrypted=passphrase is not None)
    key = None if passphrase is None else new_key(passphrase)
    with whole_file(path) as temporary:
        engine = _engine(temporary, key)
        try:
            with writing(path), _transaction(engine) as connection:
                _write_first(connection, project)
        finally:
            engine.dispose()
    return key


def _write_first(connection: sa.Connection, project: Project) -> None:
    METADATA.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    _write_about(connection, project.about)
    _write_checksums(connection)
    _write_difference(connection, Project.new(project.about), project)


def _write_difference(connection: sa.Connection, before: Project, after: Project) -> None:
    for name in changed_tables(before, after):
        _write_rows(connection, name, before[name], after[name])
    if before.about != after.about:
        _write_about(connection, after.about)


def _write_rows(connection: sa.Connection, name: str, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Take out the rows that went or changed, put in those that came or changed, and count both."""
    rows = difference(before, after, TABLES[name])
    gone = _sealed_rows(before.loc[np.concatenate([rows.removed, rows.changed])], TABLES[name])
    come = _sealed_rows(after.loc[np.concatenate([rows.added, rows.changed])], TABLES[name])
    table = FILE_TABLES[name]
    _run(connection, sa.delete(table).where(table.c[ROW_ID] == _VALUE), [row[:1] for row in gone])
    _run(connection, sa.insert(table), come)
    checksum = sum(row[-1] for row in come) - sum(row[-1] for row in gone)
    count = "UPDATE contents SET row_count = row_count + ?, checksum = checksum + ? WHERE table_name = ?"
    connection.exec_driver_sql(count, (len(come) - len(gone), checksum, name))


def _sealed_rows(frame: pd.DataFrame, table: Table) -> list[Row]:
    """Return the stored rows of a frame: the id first, the checksum last."""
    names = row_columns(table.names)
    columns = {ROW_ID: frame.index.tolist(), **stored_columns(frame, table)}
    rows = list(zip(*(columns[name] for name in names), strict=True))
    return [(*row, checksum) for row, checksum in zip(rows, row_checksums(table.name, names, rows), strict=True)]


def _run(connection: sa.Connection, statement: sa.ClauseElement, rows: Sequence[Row]) -> None:
    if rows:
        connection.exec_driver_sql(_sql(statement), list(rows))


def _write_about(connection: sa.Connection, about: About) -> None:
    """Write the one row of ``project``, and the format it shares with the header."""
    known = migrations.known_format()
    row = tuple({**stored_about(about), "format": known}[name] for name in ABOUT_COLUMNS)
    connection.execute(sa.delete(PROJECT))
    _run(connection, sa.insert(PROJECT), [(*row, *row_checksums(PROJECT.name, ABOUT_COLUMNS, [row]))])
    connection.exec_driver_sql(f"PRAGMA user_version = {known}")


def _write_checksums(connection: sa.Connection) -> None:
    """Write the checksum of every row anew, and what each table contains."""
    connection.execute(sa.delete(CONTENTS))
    for name, table in FILE_TABLES.items():
        rows = [tuple(row[:-1]) for row in connection.exec_driver_sql(_sql(sa.select(table)))]
        checksums = row_checksums(name, row_columns(TABLES[name].names), rows)
        update = sa.update(table).values({CHECKSUM: _VALUE}).where(table.c[ROW_ID] == _VALUE)
        _run(connection, update, [(checksum, row[0]) for checksum, row in zip(checksums, rows, strict=True)])
        _run(connection, sa.insert(CONTENTS), [(name, len(rows), sum(checksums))])
