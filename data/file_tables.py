"""The tables of a project file, made from `data.schema.TABLES`, and the two that the file keeps for itself.

``project`` has one row: what the project is about, and the format of the file. ``contents`` says how many rows each
table has and what their checksums add up to, so that a lost row shows. Values are listed in the order of their columns'
names: checksums do not depend on where a later format put a column.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from data.frames import ROW_ID
from data.project import About
from data.schema import TABLES, Kind, Table

METADATA = sa.MetaData()
CHECKSUM = "checksum"

_TYPES: dict[Kind, type[sa.types.TypeEngine[Any]]] = {
    Kind.TEXT: sa.TEXT,
    Kind.INTEGER: sa.INTEGER,
    Kind.NUMBER: sa.REAL,
    Kind.BOOLEAN: sa.INTEGER,
    Kind.DATE: sa.TEXT,
    Kind.GEOMETRY: sa.BLOB,
    Kind.BLOB: sa.BLOB,
}


def _file_table(table: Table) -> sa.Table:
    columns = [sa.Column(name, _TYPES[table.column(name).kind]) for name in sorted(table.names)]
    row_id = sa.Column(ROW_ID, sa.INTEGER, primary_key=True)
    return sa.Table(table.name, METADATA, row_id, *columns, sa.Column(CHECKSUM, sa.INTEGER))


FILE_TABLES = {name: _file_table(table) for name, table in TABLES.items()}

PROJECT = sa.Table(
    "project",
    METADATA,
    sa.Column("project_id", sa.TEXT),
    sa.Column("name", sa.TEXT),
    sa.Column("province_code", sa.TEXT),
    sa.Column("vintage", sa.TEXT),
    sa.Column("simulated", sa.INTEGER),
    sa.Column("schematic", sa.INTEGER),
    sa.Column("created_at", sa.TEXT),
    sa.Column("extras", sa.TEXT),
    sa.Column("format", sa.INTEGER),
    sa.Column(CHECKSUM, sa.INTEGER),
)

CONTENTS = sa.Table(
    "contents",
    METADATA,
    sa.Column("table_name", sa.TEXT),
    sa.Column("row_count", sa.INTEGER),
    sa.Column(CHECKSUM, sa.INTEGER),
)

ABOUT_COLUMNS = tuple(column.name for column in PROJECT.columns if column.name != CHECKSUM)


def row_columns(names: Iterable[str]) -> list[str]:
    """Return the columns that a row's checksum covers, in its order: the row id, then those of `names`."""
    return [ROW_ID, *sorted(set(names) - {ROW_ID, CHECKSUM})]


def stored_about(about: About) -> dict[str, Any]:
    """Return the values of the ``project`` row, but for the format."""
    fields = {field.name: getattr(about, field.name) for field in dataclasses.fields(about)}
    extras = json.dumps(dict(about.extras), sort_keys=True)
    return {**fields, "simulated": int(about.simulated), "schematic": int(about.schematic), "extras": extras}


def about_from_stored(stored: Mapping[str, Any]) -> About:
    """Return what a project is about, from the values of its ``project`` row."""
    fields = {name: value for name, value in stored.items() if name != "format"}
    flags = {name: bool(stored[name]) for name in ("simulated", "schematic")}
    return About(**{**fields, **flags, "extras": json.loads(stored["extras"])})


def declarations() -> dict[str, dict[str, str]]:
    """Return the type of each column of each table, as a file of the present format declares them."""
    return {
        name: {column.name: str(column.type) for column in table.columns} for name, table in METADATA.tables.items()
    }
