"""The connection to a project file's database: its settings, its transactions, and how a key is given to it.

With `data.file_rows` and `data.verifying` this is what `data.store` is made of; no SQL is anywhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2

from data.database_errors import writing
from data.encryption import Key
from data.errors import DamagedFile

BUSY_SECONDS = 2.0
SETTINGS = ("cipher_compatibility = 4", "secure_delete = ON", "synchronous = FULL", "trusted_schema = OFF")
JOURNAL = "delete"
"""The one journal kept: a write-ahead log needs memory that computers share, which network drives do not have."""


def engine_of(path: Path, key: Key | None) -> sa.Engine:
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
def connected(path: Path, key: Key | None) -> Iterator[sa.Engine]:
    """Give an engine that lets go of the file when the block ends."""
    engine = engine_of(path, key)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection that may write; all that the block writes is kept, or nothing."""
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def unchanging(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection that cannot write and sees one state of the file."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.exec_driver_sql("BEGIN")
        yield connection


def vacuum(engine: sa.Engine) -> None:
    """Write the file anew without its free pages, whole or not at all."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("VACUUM")


def end_other_journal(engine: sa.Engine, path: Path) -> None:
    """Bring a file that another program gave a write-ahead log back to a journal that is deleted."""
    with engine.connect() as connection:
        if text_pragma(connection, "journal_mode") == JOURNAL:
            return
        with writing(path):
            connection.exec_driver_sql(f"PRAGMA journal_mode = {JOURNAL}")


def check_pages(connection: sa.Connection, path: Path, *, encrypted: bool) -> None:
    """Refuse a file with a page that is not as written: by its authentication code, or a plain one by its structure."""
    if not are_pages_whole(connection, encrypted=encrypted):
        raise DamagedFile(path)


def are_pages_whole(connection: sa.Connection, *, encrypted: bool) -> bool:
    """Return whether every page is as it was written, as far as the database itself can tell."""
    check = "cipher_integrity_check" if encrypted else "integrity_check(1)"
    return all(row[0] == "ok" for row in connection.exec_driver_sql(f"PRAGMA {check}"))


def pragma(connection: sa.Connection, name: str) -> int:
    """Return a setting that is a number."""
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def text_pragma(connection: sa.Connection, name: str) -> str:
    """Return a setting that is a word."""
    return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def sql(statement: sa.ClauseElement) -> str:
    """Return a statement as text with ``?`` in the order of its columns, to be run on plain tuples."""
    return str(statement.compile(dialect=sqlite.dialect()))
