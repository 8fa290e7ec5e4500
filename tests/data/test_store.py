"""The project file: what is saved comes back, a change is one transaction, nothing sensitive is left in the clear."""

import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from sqlcipher3 import dbapi2

from data.audit import broken_links
from data.errors import (
    ChangedElsewhere,
    EmptyPassphrase,
    ExistingFile,
    FileInUse,
    MissingFolder,
    PassphraseNeeded,
    PassphraseRequired,
    WrongPassphrase,
)
from data.project import Project, changed_tables
from data.schema import TABLES, Column, Kind, Table
from data.store import Store, protect

PASSPHRASE = "mật khẩu 'x' \" ; --"
BOTH = pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "encrypted"])


def assert_same(found: Project, expected: Project, *, without: tuple[str, ...] = ()) -> None:
    assert found.about == expected.about
    for name in TABLES.keys() - set(without):
        assert_frame_equal(comparable(found[name]), comparable(expected[name]))


def comparable(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.to_wkb(hex=True)) if "geometry" in frame else frame


def reopened(store: Store) -> Project:
    """What the file holds, read beside the open store."""
    with Store.open_unlocked(store.path, store.key) as other:
        return other.project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Điện Biên #1 ?.lachan"


@pytest.fixture
def store(path: Path, project: Project) -> Iterator[Store]:
    with Store.create(path, project) as store:
        yield store


@BOTH
def test_what_is_created_comes_back(path: Path, project: Project, passphrase: str | None) -> None:
    with Store.create(path, project, passphrase=passphrase) as store:
        assert_same(store.project, project, without=("audit",))
        assert (store.path, store.encrypted) == (path, passphrase is not None)
        assert_same(reopened(store), store.project)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SHAPES = [
    shapely.Point(),
    shapely.MultiPolygon(),
    shapely.Point(0.1, 0.2, 3),
    shapely.box(0, 0, 1e-9, 1),
    shapely.GeometryCollection([shapely.LineString([(0, 0), (180, 90)]), shapely.Point()]),
]
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: TEXT
    | TEXT.map(lambda text: unicodedata.normalize("NFD", text))
    | st.just(unicodedata.normalize("NFD", "Hoà")),
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.NUMBER: st.floats(),
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: st.dates(date(1, 1, 1), date(9999, 12, 31)),
    Kind.GEOMETRY: st.sampled_from(SHAPES),
    Kind.BLOB: st.binary(max_size=8),
}


def columns_of(table: Table, count: int) -> st.SearchStrategy[dict[str, list[Any]]]:
    def values(column: Column) -> st.SearchStrategy[list[Any]]:
        return st.lists(st.none() | VALUES[column.kind], min_size=count, max_size=count)

    return st.fixed_dictionaries({column.name: values(column) for column in table.columns})


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, pd.DataFrame]:
    """A table's name and random rows for it, under random ids."""
    name = draw(st.sampled_from([name for name in TABLES if name != "audit"]))
    ids = draw(st.lists(st.integers(1, 9), unique=True, max_size=4))
    frame = pd.DataFrame(draw(columns_of(TABLES[name], len(ids))), dtype=object)
    return name, frame.set_axis(pd.Index(ids, dtype="int64", name="row_id"))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(changes(), min_size=1, max_size=4))
def test_any_rows_in_any_order_come_back(project: Project, steps: list[tuple[str, pd.DataFrame]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "a.lachan", project) as store:
        for name, frame in steps:
            store.apply(store.project.with_table(name, frame), what="edit", who="Lan")
            assert_same(reopened(store), store.project)


def test_a_change_is_in_the_file_at_once(store: Store) -> None:
    more = pd.DataFrame({"officer_id": ["a"], "topic": ["counselling"]})
    store.apply(store.project.append("skills", more), what="add", who="Lan")
    assert reopened(store)["skills"]["officer_id"].tolist() == ["a"]


def test_only_the_rows_that_differ_are_written(store: Store, project: Project) -> None:
    statements: list[str] = []
    cases = project["cases"].copy()
    cases.loc[7, "kind"] = "violence"
    after = project.with_table("cases", cases.drop(index=[1, 2]))
    with store._engine.connect() as connection:
        connection.connection.dbapi_connection.set_trace_callback(statements.append)  # type: ignore[union-attr]
    store.apply(after, what="edit", who="Lan")
    written = [statement for statement in statements if statement.startswith(("INSERT INTO", "DELETE FROM"))]
    assert sum(statement.startswith("DELETE FROM cases") for statement in written) == 3
    assert sum(statement.startswith("INSERT INTO cases") for statement in written) == 1
    assert {statement.split()[2] for statement in written} == {"cases", "audit"}
    assert_same(reopened(store), after, without=("audit",))


def test_what_the_project_is_about_is_saved(store: Store) -> None:
    store.apply(
        store.project.replace_about(name="Sơn La", schematic=False, extras={"b": "2", "a": "1"}), what="a", who="b"
    )
    about = reopened(store).about
    assert (about.name, about.schematic, dict(about.extras)) == ("Sơn La", False, {"a": "1", "b": "2"})


def test_the_snapshot_of_an_open_file_shares_what_did_not_change(store: Store) -> None:
    before = store.project
    store.apply(before.append("skills", pd.DataFrame({"topic": ["a"]})), what="add", who="Lan")
    assert changed_tables(before, store.project) == ("skills", "audit")


def test_every_change_leaves_one_audit_row_even_when_nothing_differs(store: Store) -> None:
    store.apply(store.project, what="export", who="Lan", object_="plan.html", at="2026-02-03T04:05:06+00:00")
    audit = reopened(store)["audit"]
    assert audit["what"].tolist() == ["create", "export"]
    assert audit.loc[2, ["at", "who", "object"]].tolist() == ["2026-02-03T04:05:06+00:00", "Lan", "plan.html"]
    assert audit.loc[1, "at"] == store.project.about.created_at


def test_undo_never_takes_back_the_audit(store: Store) -> None:
    before = store.project
    store.apply(before.append("skills", pd.DataFrame({"topic": ["a"]})), what="add", who="Lan")
    store.apply(before, what="undo", who="Lan")
    found = reopened(store)
    assert_same(found, before, without=("audit",))
    assert found["audit"]["what"].tolist() == ["create", "add", "undo"]
    assert broken_links(found.about.project_id, found["audit"]) == ()


def test_an_existing_file_is_not_created_again_but_may_be_replaced(store: Store, real_project: Project) -> None:
    before = store.path.read_bytes()
    with pytest.raises(ExistingFile) as caught:
        Store.create(store.path, real_project)
    assert (caught.value.path, store.path.read_bytes()) == (store.path, before)
    store.close()
    with Store.replace(store.path, real_project) as other:
        assert_same(other.project, real_project, without=("audit",))


def test_nothing_but_the_file_and_its_backups_is_left_in_the_folder(store: Store) -> None:
    store.apply(store.project.append("skills", pd.DataFrame({"topic": ["a"]})), what="add", who="Lan")
    store.close()
    found = {each.name for each in store.path.parent.iterdir()}
    assert found == {store.path.name, f"{store.path.name}.backups"}


def test_a_missing_folder_is_named(tmp_path: Path, project: Project) -> None:
    with pytest.raises(MissingFolder) as caught:
        Store.create(tmp_path / "none" / "a.lachan", project)
    assert caught.value.path == tmp_path / "none" / "a.lachan"


def test_the_file_is_fit_for_children_s_data(store: Store) -> None:
    with store._engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("secure_delete", "synchronous", "journal_mode", "temp_store")
        }
        compiled = {row[0] for row in connection.exec_driver_sql("PRAGMA compile_options")}
    assert values == {"secure_delete": 1, "synchronous": 2, "journal_mode": "delete", "temp_store": 0}
    assert "TEMP_STORE=2" in compiled


def test_what_was_deleted_is_not_in_the_bytes_of_a_plain_file(path: Path, project: Project) -> None:
    with Store.create(path, project) as store:
        assert b"case-37" in path.read_bytes()
        store.apply(store.project.with_table("cases", store.project["cases"].head(0)), what="purge", who="Lan")
    assert b"case-37" not in path.read_bytes()


def test_an_encrypted_file_shows_none_of_its_content(path: Path, project: Project) -> None:
    with Store.create(path, project, passphrase=PASSPHRASE) as store:
        store.apply(store.project.append("skills", pd.DataFrame({"topic": ["a"]})), what="add", who="Lan")
    content = path.read_bytes()
    for clear in ("case-", "Điện Biên", "CREATE TABLE", "SQLite", PASSPHRASE):
        assert clear.encode() not in content


@pytest.mark.parametrize(
    ("passphrase", "error"), [(None, PassphraseNeeded), ("", EmptyPassphrase), ("x", WrongPassphrase)]
)
def test_without_its_passphrase_an_encrypted_file_stays_shut_and_unchanged(
    path: Path, project: Project, passphrase: str | None, error: type[Exception]
) -> None:
    Store.create(path, project, passphrase=PASSPHRASE).close()
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        Store.open(path, passphrase=passphrase)
    assert caught.value.args == (path,)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_is_never_created_under_an_empty_passphrase(path: Path, project: Project) -> None:
    with pytest.raises(EmptyPassphrase):
        Store.create(path, project, passphrase="")
    assert not path.exists()


def test_sensitive_rows_go_into_no_plain_file(path: Path, real_project: Project) -> None:
    sensitive = real_project.append("cases", pd.DataFrame({"case_id": ["case-1"]}))
    with pytest.raises(PassphraseRequired) as refused:
        Store.create(path, sensitive)
    assert refused.value.tables == ("cases",)
    assert not path.exists()
    with Store.create(path, real_project) as store:
        before = store.project
        with pytest.raises(PassphraseRequired):
            store.apply(sensitive, what="import", who="Lan")
        assert store.project is before
    assert b"case-1" not in path.read_bytes()


def test_sensitive_rows_go_into_an_encrypted_file(path: Path, real_project: Project) -> None:
    with Store.create(path, real_project, passphrase=PASSPHRASE) as store:
        store.apply(store.project.append("officers", pd.DataFrame({"officer_id": ["a"]})), what="import", who="Lan")
        assert reopened(store)["officers"]["officer_id"].tolist() == ["a"]


def test_a_plain_project_can_be_protected_and_go_on(path: Path, real_project: Project) -> None:
    with Store.create(path, real_project) as store:
        before = store.project
    with protect(path, PASSPHRASE, who="Lan") as store:
        assert store.encrypted
        assert_same(store.project, before, without=("audit",))
        store.apply(store.project.append("cases", pd.DataFrame({"case_id": ["case-1"]})), what="import", who="Lan")
    with Store.open(path, passphrase=PASSPHRASE) as store:
        assert store.project["audit"]["what"].tolist() == ["create", "protect", "import"]
        assert broken_links(store.project.about.project_id, store.project["audit"]) == ()
    assert {each.name for each in path.parent.iterdir()} == {path.name, f"{path.name}.backups"}


def test_a_passphrase_can_be_changed_by_who_knows_it(path: Path, project: Project) -> None:
    Store.create(path, project, passphrase="old").close()
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        protect(path, "new", current="other")
    assert path.read_bytes() == before
    protect(path, "new", current="old").close()
    with pytest.raises(WrongPassphrase):
        Store.open(path, passphrase="old")
    Store.open(path, passphrase="new").close()


def test_a_change_made_elsewhere_is_not_written_over(store: Store) -> None:
    with Store.open_unlocked(store.path, None) as other:
        other.apply(other.project.append("skills", pd.DataFrame({"topic": ["theirs"]})), what="add", who="Minh")
    before = store.project
    with pytest.raises(ChangedElsewhere):
        store.apply(before.append("skills", pd.DataFrame({"topic": ["ours"]})), what="add", who="Lan")
    assert store.project is before
    assert reopened(store)["skills"]["topic"].tolist() == ["theirs"]


def test_a_file_that_another_program_is_writing_to_is_in_use(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.database.BUSY_SECONDS", 0.0)
    store.close()
    with Store.open(store.path) as ours, closing(dbapi2.connect(str(store.path))) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FileInUse):
            ours.apply(ours.project, what="export", who="Lan")
        ours.close()
        with pytest.raises(FileInUse):
            Store.open(store.path)
        other.execute("ROLLBACK")
        ours.apply(ours.project, what="export", who="Lan")


def test_values_and_passphrase_are_in_no_error(path: Path, project: Project) -> None:
    with Store.create(path, project, passphrase=PASSPHRASE) as store:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = OFF")
            connection.exec_driver_sql("DROP TABLE skills")
        with pytest.raises(Exception, match="skills") as caught:
            store.apply(store.project.append("skills", pd.DataFrame({"topic": ["Nguyễn"]})), what="add", who="Lan")
    assert "Nguyễn" not in str(caught.value)
    assert PASSPHRASE not in str(caught.getrepr(showlocals=False, style="native"))


@pytest.mark.slow
def test_a_hundred_thousand_cases_are_written_and_read(path: Path, project: Project) -> None:
    numbers = range(100_000)
    rows = pd.DataFrame({"case_id": [f"case-{n}" for n in numbers], "kind": "neglect", "reported_on": "2025-03-01"})
    with Store.create(path, project) as store:
        store.apply(store.project.append("cases", rows), what="import", who="Lan")
        assert_same(reopened(store), store.project)


def test_a_file_that_another_program_gave_a_write_ahead_log_loses_it(path: Path, project: Project) -> None:
    Store.create(path, project).close()
    with closing(dbapi2.connect(str(path))) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    assert path.read_bytes()[18:20] == b"\x02\x02"
    with Store.open(path) as store:
        assert_same(store.project, project, without=("audit",))
        assert path.read_bytes()[18:20] == b"\x01\x01"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
