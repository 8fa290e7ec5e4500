"""Verifying a project file: that every row is as it was written, that all are there, and that they fit together.

Opening a file stops at the first thing that is wrong. This looks at everything and names each: pages, format, the
checksum of each row, the rows of each table against the file's own counts, the chain of the audit, keys that must be
unique, unit codes that must be found in their vintage, shapes, backups.

The chain and the checksums show accidents and changes made by outsiders. Whoever has the passphrase could write all of
them anew: against the owner of the key they prove nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa
from numpy.typing import NDArray

from data import backups
from data.audit import broken_links
from data.checksums import Row, row_checksums
from data.database import are_pages_whole, connected, sql, unchanging
from data.database_errors import reading
from data.encryption import Key
from data.errors import DamagedFile
from data.file_format import found_format, migrate
from data.file_lock import lock_of
from data.file_rows import declared, frame_of_rows, read_about, stored_rows, total
from data.file_signature import identified
from data.file_tables import PROJECT, declarations, row_columns
from data.frames import empty_frame
from data.schema import TABLES, Reference, Table
from data.unit_lists import KNOWN_VINTAGES, known_units

LISTED = 20
"""So many rows and values of a fault are named; all are counted."""


class Check(StrEnum):
    """What is looked at."""

    PAGES = "pages"
    FORMAT = "format"
    ROWS = "rows"
    COUNTS = "counts"
    CHAIN = "chain"
    KEYS = "keys"
    UNITS = "units"
    GEOMETRY = "geometry"
    BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be.

    Attributes
    ----------
    table, column : str or None
        Where. A fault of the file as a whole has neither.
    rows : tuple of int
        Row ids, the first `LISTED`.
    count : int
        How many rows, files or tables it is about.
    values : tuple of str
        Unit codes, or names of backups: never a value of a person or a case.
    """

    check: Check
    table: str | None = None
    column: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 1
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `rows` counts the rows of each table; `faults` is empty when all is well."""

    encrypted: bool
    rows: Mapping[str, int]
    backups: int
    faults: tuple[Fault, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that found a fault, each once."""
        return tuple(check for check in Check if any(fault.check is check for fault in self.faults))


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows of a table as far as they can be read, and what is wrong with them."""

    frame: pd.DataFrame
    faults: list[Fault]


def verify(path: Path, *, passphrase: str | None = None) -> Verification:
    """Look at everything in the project file at `path`; an older format is brought to the present one first.

    Raises
    ------
    MissingFile, UnreadableFile, NotAProject, NewerFormat, OpenElsewhere, FileInUse
        There is nothing to look at.
    PassphraseNeeded, EmptyPassphrase, WrongPassphrase
        Or no key to look with.
    """
    lock = lock_of(path)
    try:
        return verify_held(path, identified(path, passphrase))
    except DamagedFile:
        return _damaged(path, encrypted=passphrase is not None)
    finally:
        if lock is not None:
            lock.release()


def verify_held(path: Path, key: Key | None) -> Verification:
    """Look at everything in a project file whose lock the caller holds, such as an open one; raises as `verify`."""
    try:
        return _verified(path, key)
    except DamagedFile:
        return _damaged(path, encrypted=key is not None)


def _damaged(path: Path, *, encrypted: bool) -> Verification:
    return Verification(encrypted, {}, len(backups.backups_of(path)), (Fault(Check.PAGES),))


def _verified(path: Path, key: Key | None) -> Verification:
    with connected(path, key) as engine:
        with suppress(DamagedFile), reading(path):
            migrate(engine, path, encrypted=key is not None, keep_older=backups.keep_state)
        with reading(path), unchanging(engine) as connection:
            tables = {name: _read_table(connection, path, table) for name, table in TABLES.items()}
            faults = [
                *_file_faults(connection, path, encrypted=key is not None),
                *(fault for read in tables.values() for fault in read.faults),
                *_content_faults(connection, {name: read.frame for name, read in tables.items()}),
                *_backup_faults(path, key),
            ]
    rows = {name: len(read.frame) for name, read in tables.items()}
    return Verification(key is not None, rows, len(backups.backups_of(path)), tuple(faults))


def _file_faults(connection: sa.Connection, path: Path, *, encrypted: bool) -> Iterator[Fault]:
    if not are_pages_whole(connection, encrypted=encrypted):
        yield Fault(Check.PAGES)
    try:
        with reading(path):
            found_format(connection, path)
            read_about(connection, path)
    except DamagedFile:
        yield Fault(Check.FORMAT, PROJECT.name)
    found = declared(connection)
    for name, columns in declarations().items():
        if found.get(name) != columns:
            yield Fault(Check.FORMAT, name)


def _read_table(connection: sa.Connection, path: Path, table: Table) -> _Read:
    columns = row_columns(table.names)
    try:
        with reading(path):
            rows, checksums = stored_rows(connection, table.name, columns)
    except DamagedFile:
        return _Read(empty_frame(table), [Fault(Check.ROWS, table.name)])
    expected = row_checksums(table.name, columns, rows)
    altered = [row[0] for row, one, other in zip(rows, expected, checksums, strict=True) if one != other]
    faults = [_fault(Check.ROWS, table.name, None, altered)] if altered else []
    return _Read(_frame(rows, altered, table), [*faults, *_lost(connection, path, table.name, checksums)])


def _frame(rows: Sequence[Row], altered: Sequence[int], table: Table) -> pd.DataFrame:
    """Return the rows as a frame; without the altered ones where these hold what the table cannot."""
    try:
        return frame_of_rows(rows, table)
    except (ValueError, TypeError, shapely.errors.ShapelyError):
        return frame_of_rows([row for row in rows if row[0] not in altered], table)


def _lost(connection: sa.Connection, path: Path, name: str, checksums: Sequence[int]) -> Iterator[Fault]:
    """Compare with what the file says of the table as a whole; `count` is how many rows are missing, or too many."""
    try:
        with reading(path):
            count, stated = total(connection, name)
    except DamagedFile:
        yield Fault(Check.COUNTS, name, count=len(checksums))
        return
    if (count, stated) != (len(checksums), sum(each for each in checksums if isinstance(each, int))):
        yield Fault(Check.COUNTS, name, count=abs(count - len(checksums)))


def _content_faults(connection: sa.Connection, tables: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    project_id, vintage = connection.exec_driver_sql(
        sql(sa.select(PROJECT.c.project_id, PROJECT.c.vintage))
    ).first() or ("", "")
    broken = broken_links(project_id, tables["audit"])
    if broken:
        yield _fault(Check.CHAIN, "audit", None, broken)
    for name, table in TABLES.items():
        yield from _repeated_keys(tables[name], table)
        yield from _dangling_codes(tables[name], table, tables["units"], vintage)
        yield from _invalid_shapes(tables[name], table)


def _repeated_keys(frame: pd.DataFrame, table: Table) -> Iterator[Fault]:
    if table.key:
        repeated = frame.index[frame.duplicated(list(table.key))]
        if len(repeated):
            yield _fault(Check.KEYS, table.name, ", ".join(table.key), repeated.tolist())


def _dangling_codes(frame: pd.DataFrame, table: Table, units: pd.DataFrame, project_vintage: str) -> Iterator[Fault]:
    """Find unit codes that no unit of the row's vintage has; a row that names none is of the project's."""
    for column in table.columns:
        if column.reference is not Reference.UNIT or frame.empty:
            continue
        vintages = frame["vintage"].fillna(project_vintage) if "vintage" in frame else project_vintage
        rows = pd.DataFrame({"code": frame[column.name], "vintage": vintages}, index=frame.index).dropna()
        dangling = pd.concat(
            [
                of_day[~of_day["code"].isin(_codes(str(day), units, project_vintage))]
                for day, of_day in rows.groupby("vintage")
            ]
            or [rows]
        )
        if len(dangling):
            values = tuple(sorted(dangling["code"].unique())[:LISTED])
            yield _fault(Check.UNITS, table.name, column.name, sorted(dangling.index), values)


def _codes(vintage: str, units: pd.DataFrame, project_vintage: str) -> frozenset[str]:
    """Return the unit codes of a vintage: the project's own and, for another than the project's, of the kept list."""
    own = frozenset(units["code"][units["vintage"] == vintage])
    if vintage == project_vintage or vintage not in KNOWN_VINTAGES:
        return own
    return own | frozenset(known_units(vintage)["code"])


def _invalid_shapes(frame: pd.DataFrame, table: Table) -> Iterator[Fault]:
    """Find shapes that cross themselves or lie nowhere on earth; a unit may have none."""
    if table.geometry is None or frame.empty:
        return
    shapes = np.asarray(frame[table.geometry].array, dtype=object)
    invalid = np.array([shape is not None for shape in shapes]) & (~shapely.is_valid(shapes) | _off_earth(shapes))
    if invalid.any():
        yield _fault(Check.GEOMETRY, table.name, table.geometry, frame.index[invalid].tolist())


def _off_earth(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    west, south, east, north = shapely.bounds(shapes).T
    return np.asarray((west < -180) | (south < -90) | (east > 180) | (north > 90), dtype=bool)


def _backup_faults(path: Path, key: Key | None) -> Iterator[Fault]:
    """Find backups that the project's passphrase does not open."""
    others = [each.name for each in backups.backups_of(path) if not backups.fits(each, key)]
    if others:
        yield Fault(Check.BACKUPS, count=len(others), values=tuple(others[:LISTED]))


def _fault(check: Check, table: str, column: str | None, rows: Sequence[int], values: tuple[str, ...] = ()) -> Fault:
    return Fault(check, table, column, tuple(rows[:LISTED]), len(rows), values)
