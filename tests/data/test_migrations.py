"""Files of every older format open, whole or not at all; newer ones are refused."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from data.backups import backups_of
from data.checksums import row_checksums
from data.errors import DamagedFile, DiskFull, NewerFormat
from data.file_tables import row_columns
from data.migrations import MIGRATIONS, known_format
from data.project import Project, table_hash
from data.schema import TABLES
from data.store import Store

FORMATS = Path(__file__).with_name("formats")
TABLES_OF_FORMAT_1 = frozenset(
    [
        "units",
        "crosswalk",
        "indicators",
        "cases",
        "case_counts",
        "demand_points",
        "facilities",
        "officers",
        "skills",
        "courses",
        "partners",
        "visits",
        "targets",
        "recommendations",
        "rasters",
        "roads",
        "barriers",
        "results",
        "audit",
    ]
)
NEW_IN_4 = "travel_matrices"
EMPTY = {NEW_IN_4: 0, "travel_speeds": 0}


def beds_become_capacity(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE facilities RENAME COLUMN beds TO capacity")


def make_older(path: Path) -> None:
    """Rewrite a file as a format before this one would be, in which the capacity of a facility was called beds."""
    old = row_columns("beds" if name == "capacity" else name for name in TABLES["facilities"].names)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE facilities RENAME COLUMN capacity TO beds")
        rows = connection.execute(f"SELECT {', '.join(old)} FROM facilities").fetchall()
        checksums = row_checksums("facilities", old, rows)
        for row, checksum in zip(rows, checksums, strict=True):
            connection.execute("UPDATE facilities SET checksum = ? WHERE row_id = ?", (checksum, row[0]))
        total = (sum(checksums),)
        connection.execute("UPDATE contents SET checksum = ? WHERE table_name = 'facilities'", total)
        connection.commit()


@pytest.fixture
def older(tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "a.lachan"
    Store.create(path, project).close()
    make_older(path)
    monkeypatch.setattr("data.migrations.MIGRATIONS", (*MIGRATIONS, beds_become_capacity))
    return path


def test_a_file_of_format_1_opens(tmp_path: Path) -> None:
    path = tmp_path / "a.lachan"
    path.write_bytes(gzip.decompress((FORMATS / "format-1.sqlite.gz").read_bytes()))
    with Store.open(path) as store:
        found = store.project
    assert (found.about.name, found.about.extras["seed"]) == ("Điện Biên (mô phỏng)", "1")
    assert {name: len(found[name]) for name in TABLES} == {
        name: 1 if name == "audit" else 2 if name in TABLES_OF_FORMAT_1 else 0 for name in TABLES
    }
    first = found["units"].loc[1]
    assert (first["name"], first["area_km2"], first["valid_from"]) == ("Hoà", 0.1, pd.Timestamp("2025-07-01"))
    assert first["geometry"].bounds == (103, 21, 104, 22)
    assert found["cases"]["victims"].tolist() == [2**53 + 1, pd.NA]
    assert found["facilities"]["open_24h"].tolist() == [True, pd.NA]
    assert found["rasters"]["content"].tolist() == [b"\x00\xff", None]


def test_a_file_of_format_2_opens_and_says_of_no_road_that_it_lies_on_a_bridge(tmp_path: Path) -> None:
    path = tmp_path / "a.lachan"
    path.write_bytes(gzip.decompress((FORMATS / "format-2.sqlite.gz").read_bytes()))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    with Store.open(path) as store:
        found = store.project
        assert {name: len(found[name]) for name in TABLES} == {**dict.fromkeys(TABLES, 2), "audit": 1} | EMPTY
        assert found["roads"]["bridge"].isna().tolist() == [True, True]
        assert found["roads"]["class"].tolist()[0] == "Hoà"
        assert found["rasters"]["content"].tolist() == [b"\x00\xff", None]
        road = pd.DataFrame({"class": ["track"], "bridge": [True]})
        store.apply(found.append("roads", road), what="add", who="Lan")
    with Store.open(path) as store:
        assert store.project["roads"]["bridge"].tolist() == [pd.NA, pd.NA, True]


def test_a_file_of_format_3_opens_and_keeps_travel_times_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "a.lachan"
    path.write_bytes(gzip.decompress((FORMATS / "format-3.sqlite.gz").read_bytes()))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    matrix = {
        "signature": ["0" * 64], "kind": ["siting"], "sensitivity": ["area"], "provenance": ["{}"], "origins": [1],
        "destinations": [1], "notes": ["{}"], "minutes": [b"\x00"],
    }  # fmt: skip
    with Store.open(path) as store:
        found = store.project
        assert {name: len(found[name]) for name in TABLES} == {**dict.fromkeys(TABLES, 2), "audit": 1} | EMPTY
        assert found["roads"]["bridge"].tolist() == [True, pd.NA]
        store.apply(found.append(NEW_IN_4, pd.DataFrame(matrix)), what="run shelters", who="Lan")
    with Store.open(path) as store:
        assert store.project[NEW_IN_4]["minutes"].tolist() == [b"\x00"]


def test_an_older_file_is_brought_to_the_present_format_once(older: Path, project: Project) -> None:
    with Store.open(older) as store:
        assert table_hash(store.project, "facilities") == table_hash(project, "facilities")
        assert table_hash(store.project, "cases") == table_hash(project, "cases")
        assert store.project.about == project.about
    migrated = older.read_bytes()
    Store.open(older).close()
    assert older.read_bytes() == migrated
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 2,)


def test_a_file_of_the_present_format_is_not_written_to_by_opening(tmp_path: Path, project: Project) -> None:
    path = tmp_path / "a.lachan"
    Store.create(path, project).close()
    before = path.read_bytes()
    Store.open(path).close()
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = older.read_bytes()

    def failing(connection: sa.Connection) -> None:
        beds_become_capacity(connection)
        raise ArithmeticError

    monkeypatch.setattr("data.migrations.MIGRATIONS", (*MIGRATIONS, failing))
    with pytest.raises(ArithmeticError):
        Store.open(older)
    assert older.read_bytes() == before


def test_a_full_disk_during_a_migration_is_reported_and_leaves_the_file(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = older.read_bytes()

    def growing(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.exec_driver_sql("CREATE TABLE more (a)")

    monkeypatch.setattr("data.migrations.MIGRATIONS", (*MIGRATIONS, growing))
    with pytest.raises(DiskFull):
        Store.open(older)
    assert older.read_bytes() == before


def test_rows_of_an_older_file_are_checked_before_they_are_migrated(older: Path) -> None:
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("UPDATE facilities SET beds = 60 WHERE row_id = 1")
        connection.commit()
    before = older.read_bytes()
    with pytest.raises(DamagedFile):
        Store.open(older)
    assert older.read_bytes() == before


def test_a_newer_file_is_refused_with_both_formats(
    tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.lachan"
    with monkeypatch.context() as later:
        later.setattr("data.migrations.MIGRATIONS", (beds_become_capacity,) * 4)
        Store.create(path, project).close()
    before = path.read_bytes()
    with pytest.raises(NewerFormat) as caught:
        Store.open(path)
    assert (caught.value.path, caught.value.found, caught.value.known) == (path, 5, known_format())
    assert path.read_bytes() == before


def test_a_format_that_only_the_header_claims_is_damage(tmp_path: Path, project: Project) -> None:
    path = tmp_path / "a.lachan"
    Store.create(path, project).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {known_format() + 1}")
    with pytest.raises(DamagedFile):
        Store.open(path)


def test_tables_columns_and_days_that_format_1_had_not_come_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.lachan"
    path.write_bytes(gzip.decompress((FORMATS / "format-1.sqlite.gz").read_bytes()))
    with Store.open(path) as store:
        assert store.project["crosswalk"]["old_vintage"].isna().tolist() == [True, True]
        assert store.project["link_decisions"].empty
        assert store.project["cases"]["occurred_on"].isna().tolist() == [True, True], "any text was allowed there"
        links = pd.DataFrame({"first_case_id": ["a"], "second_case_id": ["b"], "same": [True]})
        store.apply(store.project.append("link_decisions", links), what="decide", who="Lan")
    with Store.open(path) as store:
        assert store.project["link_decisions"]["same"].tolist() == [True]


def test_a_file_of_an_older_format_is_kept_as_it_is_before_it_is_brought_to_the_present_one(tmp_path: Path) -> None:
    path = tmp_path / "old.lachan"
    path.write_bytes(gzip.decompress((FORMATS / "format-1.sqlite.gz").read_bytes()))
    before = path.read_bytes()
    Store.open(path).close()
    assert path.read_bytes() != before
    assert [each.path.read_bytes() for each in backups_of(path)] == [before]
    Store.open(path).close()
    assert len(backups_of(path)) == 1, "a file of the present format is not kept"


def test_an_older_format_that_cannot_be_kept_is_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise DiskFull(path)

    path = tmp_path / "old.lachan"
    path.write_bytes(gzip.decompress((FORMATS / "format-1.sqlite.gz").read_bytes()))
    before = path.read_bytes()
    monkeypatch.setattr("data.backups.keep_state", full)
    with pytest.raises(DiskFull):
        Store.open(path)
    assert path.read_bytes() == before
