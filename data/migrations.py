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


MIGRATIONS: tuple[Migration, ...] = (add_tables_and_columns,)
"""Step i brings the tables of format i + 1 to those of format i + 2; the store then writes all checksums anew."""


def known_format() -> int:
    """Return the number of the newest format, the one that is written."""
    return len(MIGRATIONS) + 1
