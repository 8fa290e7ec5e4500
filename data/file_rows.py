"""The rows of a project file: read with their checksums looked at, and written where two snapshots differ.

Part of `data.store`. Everything here runs inside a transaction that the caller holds.
"""

from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import migrations
from data.checksums import Row, row_checksums
from data.database import sql
from data.errors import DamagedFile
from data.file_signature import APPLICATION_ID
from data.file_tables import (
    ABOUT_COLUMNS,
    CHECKSUM,
    CONTENTS,
    FILE_TABLES,
    METADATA,
    PROJECT,
    about_from_stored,
    row_columns,
    stored_about,
)
from data.frames import ROW_ID, difference, frame_from_stored, stored_columns
from data.project import About, Project, changed_tables
from data.schema import TABLES, Table

Total = tuple[int, int]
"""How many rows a table has and the sum of their checksums."""

_VALUE: sa.ColumnElement[Any] = sa.literal_column("?")


def declared(connection: sa.Connection) -> dict[str, dict[str, str]]:
    """Return the type of each column of each table, as the file itself declares them."""
    found: dict[str, dict[str, str]] = {}
    query = (
        "SELECT t.name, c.name, c.type FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    )
    for table, column, kind in connection.exec_driver_sql(query):
        found.setdefault(table, {})[column] = kind
    return found


def read_about(connection: sa.Connection, path: Path) -> About:
    """Return what the project is about. Raises DamagedFile where the row is not as it was written."""
    *values, checksum = connection.exec_driver_sql(sql(sa.select(PROJECT))).one()
    if row_checksums(PROJECT.name, ABOUT_COLUMNS, [tuple(values)]) != [checksum]:
        raise DamagedFile(path)
    return about_from_stored(dict(zip(ABOUT_COLUMNS, values, strict=True)))


def read_rows(connection: sa.Connection, path: Path, name: str, columns: Sequence[str]) -> list[Row]:
    """Return the values of `columns`, the row id first, in the order of the ids.

    Raises
    ------
    DamagedFile
        A row is not what its checksum says, or their number or sum is not what the file says of the table.
    """
    rows, checksums = stored_rows(connection, name, columns)
    if row_checksums(name, columns, rows) != checksums or total(connection, name) != (len(rows), sum(checksums)):
        raise DamagedFile(path)
    return rows


def stored_rows(connection: sa.Connection, name: str, columns: Sequence[str]) -> tuple[list[Row], list[int]]:
    """Return the rows as `read_rows` does and the checksum that stands beside each; nothing is compared."""
    named: list[sa.ColumnElement[Any]] = [sa.column(column) for column in (*columns, CHECKSUM)]
    query = sql(sa.select(*named).select_from(sa.table(name)).order_by(sa.column(ROW_ID)))
    found = connection.exec_driver_sql(query).all()
    return [row[:-1] for row in found], [row[-1] for row in found]


def total(connection: sa.Connection, name: str) -> Total:
    """Return how many rows a table has and the sum of their checksums, as the file says."""
    query = "SELECT row_count, checksum FROM contents WHERE table_name = ?"
    row_count, checksum = connection.exec_driver_sql(query, (name,)).one()
    return row_count, checksum


def read_frame(connection: sa.Connection, path: Path, table: Table) -> pd.DataFrame:
    """Return a table as a conforming frame. Raises DamagedFile as `read_rows` does."""
    return frame_of_rows(read_rows(connection, path, table.name, row_columns(table.names)), table)


def frame_of_rows(rows: Sequence[Row], table: Table) -> pd.DataFrame:
    """Return the conforming frame of stored rows, whose values stand in the order of `row_columns`."""
    names = row_columns(table.names)
    columns = dict(zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False))
    return frame_from_stored(columns, columns[ROW_ID], table)


def write_first(connection: sa.Connection, project: Project) -> None:
    """Write `project` into an empty database."""
    METADATA.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    write_about(connection, project.about)
    write_checksums(connection)
    write_difference(connection, Project.new(project.about), project)


def write_difference(connection: sa.Connection, before: Project, after: Project) -> None:
    """Make a file that holds `before` hold `after`."""
    for name in changed_tables(before, after):
        _write_rows(connection, name, before[name], after[name])
    if before.about != after.about:
        write_about(connection, after.about)


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
        connection.exec_driver_sql(sql(statement), list(rows))


def write_about(connection: sa.Connection, about: About) -> None:
    """Write the one row of ``project``, and the format it shares with the header."""
    known = migrations.known_format()
    row = tuple({**stored_about(about), "format": known}[name] for name in ABOUT_COLUMNS)
    connection.execute(sa.delete(PROJECT))
    _run(connection, sa.insert(PROJECT), [(*row, *row_checksums(PROJECT.name, ABOUT_COLUMNS, [row]))])
    connection.exec_driver_sql(f"PRAGMA user_version = {known}")


def write_checksums(connection: sa.Connection) -> None:
    """Write the checksum of every row anew, and what each table contains."""
    connection.execute(sa.delete(CONTENTS))
    for name, table in FILE_TABLES.items():
        rows = [tuple(row[:-1]) for row in connection.exec_driver_sql(sql(sa.select(table)))]
        checksums = row_checksums(name, row_columns(TABLES[name].names), rows)
        update = sa.update(table).values({CHECKSUM: _VALUE}).where(table.c[ROW_ID] == _VALUE)
        _run(connection, update, [(checksum, row[0]) for checksum, row in zip(checksums, rows, strict=True)])
        _run(connection, sa.insert(CONTENTS), [(name, len(rows), sum(checksums))])
