"""Verifying: a whole file has no fault; each thing altered in a copy is named with table and row."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd
import pytest
import shapely

from data.backups import backups_of
from data.checksums import row_checksums
from data.errors import MissingFile, NotAProject, OpenElsewhere, WrongPassphrase
from data.file_tables import row_columns
from data.project import Project
from data.schema import TABLES
from data.store import Store
from data.verifying import LISTED, Check, Fault, verify

pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def path(tmp_path: Path, project: Project) -> Path:
    made = tmp_path / "a.lachan"
    with Store.create(made, project) as store:
        store.apply(store.project.append("skills", pd.DataFrame({"topic": ["a"]})), what="edit", who="Lan")
        store.apply(store.project.append("skills", pd.DataFrame({"topic": ["b"]})), what="edit", who="Lan")
    return made


@contextmanager
def altered(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of a program that knows nothing of checksums."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection
        connection.commit()


def sealed(connection: sqlite3.Connection, table: str) -> None:
    """Write the checksums and counts of a table anew, as only somebody who knows how could."""
    columns = row_columns(TABLES[table].names)
    named = ", ".join(f'"{name}"' for name in columns)
    rows = connection.execute(f"SELECT {named} FROM {table} ORDER BY row_id").fetchall()
    checksums = row_checksums(table, columns, rows)
    for row, checksum in zip(rows, checksums, strict=True):
        connection.execute(f"UPDATE {table} SET checksum = ? WHERE row_id = ?", (checksum, row[0]))
    total = (len(rows), sum(checksums), table)
    connection.execute("UPDATE contents SET row_count = ?, checksum = ? WHERE table_name = ?", total)


def changed(path: Path, table: str, rows: pd.DataFrame) -> None:
    """Add rows that no import would have let in."""
    with Store.open(path) as store:
        store.apply(store.project.append(table, rows), what="edit", who="Lan")


@pytest.mark.parametrize("passphrase", [None, "abc"])
def test_a_whole_file_has_no_fault(tmp_path: Path, project: Project, passphrase: str | None) -> None:
    path = tmp_path / "whole.lachan"
    with Store.create(path, project, passphrase=passphrase) as store:
        store.apply(store.project.append("skills", pd.DataFrame({"topic": ["a"]})), what="edit", who="Lan")
    before = path.read_bytes()
    found = verify(path, passphrase=passphrase)
    assert (found.faults, found.failed) == ((), ())
    assert found.encrypted is (passphrase is not None)
    assert (found.rows["cases"], found.rows["audit"], found.backups) == (60, 2, 1)
    assert path.read_bytes() == before


def test_an_altered_row_is_named(path: Path) -> None:
    with altered(path) as connection:
        connection.execute("UPDATE cases SET kind = 'violence' WHERE row_id = 7")
    assert verify(path).faults == (Fault(Check.ROWS, "cases", None, (7,), 1),)


def test_a_lost_row_is_counted(path: Path) -> None:
    with altered(path) as connection:
        connection.execute("DELETE FROM cases WHERE row_id IN (3, 4)")
    assert verify(path).faults == (Fault(Check.COUNTS, "cases", count=2),)


def test_a_deleted_audit_row_breaks_the_chain_even_where_the_counts_were_mended(path: Path) -> None:
    with altered(path) as connection:
        connection.execute("DELETE FROM audit WHERE row_id = 2")
    assert verify(path).failed == (Check.COUNTS, Check.CHAIN)
    with altered(path) as connection:
        sealed(connection, "audit")
    assert verify(path).faults == (Fault(Check.CHAIN, "audit", None, (3,), 1),)


def test_an_altered_audit_row_breaks_the_chain_after_it(path: Path) -> None:
    with altered(path) as connection:
        connection.execute("UPDATE audit SET who = 'Minh' WHERE row_id = 2")
        sealed(connection, "audit")
    assert verify(path).faults == (Fault(Check.CHAIN, "audit", None, (3,), 1),)


def test_the_end_of_the_chain_cut_off_is_seen_by_the_counts(path: Path) -> None:
    with altered(path) as connection:
        connection.execute("DELETE FROM audit WHERE row_id = 3")
    assert verify(path).faults == (Fault(Check.COUNTS, "audit", count=1),)


def test_a_shape_that_crosses_itself_is_named(path: Path) -> None:
    bow_tie = shapely.Polygon([(103, 21), (104, 22), (104, 21), (103, 22)])
    changed(path, "barriers", pd.DataFrame({"class": ["river", "river"], "geometry": [bow_tie, shapely.Point(1, 1)]}))
    assert verify(path).faults == (Fault(Check.GEOMETRY, "barriers", "geometry", (1,), 1),)


def test_a_shape_off_the_earth_is_named(path: Path) -> None:
    changed(path, "roads", pd.DataFrame({"class": ["trunk"], "geometry": [shapely.Point(400_000, 2_300_000)]}))
    assert verify(path).faults == (Fault(Check.GEOMETRY, "roads", "geometry", (1,), 1),)


def visits(codes: list[str | None], vintages: list[str | None]) -> pd.DataFrame:
    days = pd.date_range("2026-01-01", periods=len(codes))
    return pd.DataFrame({"commune_code": codes, "vintage": vintages, "visited_on": days})


def test_codes_of_no_unit_of_their_date_are_named(path: Path) -> None:
    changed(path, "visits", visits(["03127", "99999", "03127", "99998"], ["2025-07-01", None, "2019-04-01", None]))
    assert verify(path).faults == (
        Fault(Check.UNITS, "visits", "commune_code", (2, 3, 4), 3, ("03127", "99998", "99999")),
    )


def test_codes_of_before_the_reform_are_looked_up_in_the_list_of_before(path: Path) -> None:
    changed(path, "visits", visits(["03127", "00004"], ["2025-03-01", "2025-07-01"]))
    (fault,) = verify(path).faults
    assert (fault.rows, fault.values) == ((2,), ("00004",)), "a unit of another province is none of this project's"


def test_a_key_that_stands_twice_is_named(path: Path) -> None:
    changed(path, "cases", pd.DataFrame({"case_id": ["case-5"], "kind": ["violence"]}))
    assert verify(path).faults == (Fault(Check.KEYS, "cases", "case_id", (61,), 1),)


def test_many_rows_are_counted_and_some_are_listed(path: Path) -> None:
    with altered(path) as connection:
        connection.execute("UPDATE cases SET kind = 'violence'")
    (fault,) = verify(path).faults
    assert (fault.count, fault.rows) == (60, tuple(range(1, LISTED + 1)))


@pytest.mark.parametrize(
    ("statement", "failed"),
    [
        ("DROP TABLE skills", {Check.FORMAT, Check.ROWS}),
        ("ALTER TABLE cases RENAME COLUMN kind TO kinds", {Check.FORMAT, Check.ROWS}),
        ("UPDATE project SET simulated = 0", {Check.FORMAT}),
        ("DELETE FROM project", {Check.FORMAT, Check.CHAIN, Check.UNITS}),
        ("DELETE FROM contents", {Check.COUNTS}),
        ("UPDATE units SET geometry = x'00' WHERE row_id = 2", {Check.ROWS}),
        ("PRAGMA user_version = 1", {Check.FORMAT}),
    ],
)
def test_what_opening_would_only_call_damage_is_told_apart(path: Path, statement: str, failed: set[Check]) -> None:
    changed(path, "visits", visits(["03349"], [None]))
    with altered(path) as connection:
        connection.execute(statement)
    assert set(verify(path).failed) == failed


@pytest.mark.parametrize("passphrase", [None, "abc"])
def test_a_damaged_page_is_said(tmp_path: Path, project: Project, passphrase: str | None) -> None:
    path = tmp_path / "damaged.lachan"
    Store.create(path, project, passphrase=passphrase).close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = bytes(range(256)) * 48
    path.write_bytes(content)
    assert verify(path, passphrase=passphrase).faults


def test_a_backup_under_another_passphrase_is_named(tmp_path: Path, project: Project) -> None:
    path = tmp_path / "a.lachan"
    with Store.create(path, project, passphrase="abc") as store:
        store.apply(store.project.append("skills", pd.DataFrame({"topic": ["a"]})), what="edit", who="Lan")
    (kept,) = backups_of(path)
    Store.replace(kept.path, project, passphrase="old").close()
    assert verify(path, passphrase="abc").faults == (Fault(Check.BACKUPS, count=1, values=(kept.name,)),)


def test_what_cannot_be_looked_at_is_refused(path: Path, tmp_path: Path, project: Project) -> None:
    with Store.open(path), pytest.raises(OpenElsewhere):
        verify(path)
    with pytest.raises(MissingFile):
        verify(tmp_path / "none.lachan")
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(NotAProject):
        verify(tmp_path / "a.txt")
    Store.create(tmp_path / "b.lachan", project, passphrase="abc").close()
    with pytest.raises(WrongPassphrase):
        verify(tmp_path / "b.lachan", passphrase="x")
