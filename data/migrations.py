"""What changed between formats of the project file: one function a step, run in one transaction, oldest first."""

from collections.abc import Callable

import sqlalchemy as sa

from data.file_tables import METADATA

Migration = Callable[[sa.Connection], None]


DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


def add_tables_and_columns(connection: sa.Connection) -> None:
    """Make the tables and columns that format 1 has not: empty, and without values.

    The day of a case was any text there; nothing but the demo could write one, and what is no day is left out.
    """
    METADATA.create_all(connection)
    present = sa.inspect(connection)
    for table in METADATA.tables.values():
        known = {column["name"] for column in present.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}" {column.type}')
    connection.exec_driver_sql("UPDATE cases SET occurred_on = NULL WHERE occurred_on NOT GLOB ?", (DAY,))


def add_bridges(connection: sa.Connection) -> None:
    """Make the column that says which roads lie on a bridge, which format 2 has not: without values."""
    if "bridge" not in {column["name"] for column in sa.inspect(connection).get_columns("roads")}:
        connection.exec_driver_sql("ALTER TABLE roads ADD COLUMN bridge INTEGER")


def add_travel(connection: sa.Connection) -> None:
    """Make the tables of speeds and of kept minutes between places, which format 3 has not: empty."""
    METADATA.create_all(connection)


MIGRATIONS: tuple[Migration, ...] = (add_tables_and_columns, add_bridges, add_travel)
"""Step i brings the tables of format i + 1 to those of format i + 2; the store then writes all checksums anew."""


def known_format() -> int:
    """Return the number of the newest format, the one that is written."""
    return len(MIGRATIONS) + 1
