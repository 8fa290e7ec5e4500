"""Backups: kept before imports and the first change of a session, let go by rule, never in the way, put back whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from data import backups
from data.backups import DAYS, NEWEST, Backup, backup_called, backups_of, folder_of, keep_state, superseded
from data.errors import DamagedFile, DiskFull, OtherProject, UnknownBackup, WrongPassphrase
from data.project import Project
from data.restoring import restore
from data.store import Store, protect

pytestmark = pytest.mark.usefixtures("quick_keys")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lachan"


def add_skill(store: Store, topic: str, what: str = "edit") -> None:
    store.apply(store.project.append("skills", pd.DataFrame({"topic": [topic]})), what=what, who="Lan")


def topics(path: Path, passphrase: str | None = None) -> list[str]:
    with Store.open(path, passphrase=passphrase) as store:
        return list(store.project["skills"]["topic"])


def test_the_state_before_the_first_change_and_before_each_import_is_kept(path: Path, project: Project) -> None:
    with Store.create(path, project) as store:
        add_skill(store, "a")
        add_skill(store, "b")
        add_skill(store, "c", what="import skills")
    assert [topics(each.path) for each in backups_of(path)] == [["a", "b"], []]


def test_opening_looking_running_and_exporting_keep_nothing(path: Path, project: Project) -> None:
    result = {"result_id": "rates-1", "analysis": "rates", "parameters": "{}", "provenance": "{}", "created_at": "2026"}
    with Store.create(path, project) as store:
        store.apply(store.project, what="export", who="Lan")
        store.apply(store.project.append("results", pd.DataFrame([result])), what="run rates", who="Lan")
    assert backups_of(path) == ()
    assert not folder_of(path).exists()


def test_a_backup_is_encrypted_as_the_file_is(path: Path, project: Project) -> None:
    with Store.create(path, project, passphrase="abc") as store:
        add_skill(store, "a")
    (kept,) = backups_of(path)
    content = kept.path.read_bytes()
    assert b"case-" not in content
    assert not content.startswith(b"SQLite")
    assert topics(kept.path, "abc") == []


def test_a_full_disk_for_the_backup_is_said_and_the_change_is_made(
    path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> Backup:
        raise DiskFull(path)

    with Store.create(path, project) as store:
        monkeypatch.setattr(backups, "keep_state", full)
        add_skill(store, "a")
        assert isinstance(store.backup_problem, DiskFull)
        monkeypatch.undo()
        add_skill(store, "b")
        assert store.backup_problem is None
    assert topics(path) == ["a", "b"]
    assert len(backups_of(path)) == 1, "the first change that could be backed up was"


def test_a_folder_that_cannot_be_made_is_said_too(path: Path, project: Project) -> None:
    folder_of(path).write_text("a file in its place")
    with Store.create(path, project) as store:
        add_skill(store, "a")
        assert store.backup_problem is not None
        assert store.backup_problem.path == path


def test_half_a_backup_that_a_crash_left_goes_with_the_next(path: Path, project: Project) -> None:
    Store.create(path, project).close()
    folder_of(path).mkdir()
    half = folder_of(path) / ".20260310T120000000000Z.lachan.x1.part"
    half.write_bytes(b"half")
    keep_state(path)
    assert not half.exists()
    assert len(list(folder_of(path).iterdir())) == 1


moments = st.lists(
    st.integers(0, 60 * 24 * 20).map(lambda minutes: NOON + timedelta(minutes=minutes)), unique=True, max_size=40
)


@given(moments)
def test_the_newest_and_the_first_of_each_of_the_last_days_stay(found: list[datetime]) -> None:
    made = [Backup(moment, Path(moment.isoformat())) for moment in found]
    gone = {each.made_at for each in superseded(made)}
    stay = sorted(set(found) - gone, reverse=True)
    days = sorted({each.date() for each in found}, reverse=True)
    assert stay[:NEWEST] == sorted(found, reverse=True)[:NEWEST]
    for day in days[:DAYS]:
        assert min(each for each in found if each.date() == day) in stay
    assert len(stay) <= NEWEST + DAYS


def test_one_more_backup_lets_go_of_what_no_rule_keeps(path: Path, project: Project) -> None:
    Store.create(path, project).close()
    for hour in range(8):
        keep_state(path, now=NOON.replace(hour=hour))
    assert [each.made_at.hour for each in backups_of(path)] == [7, 6, 5, 4, 3, 0]


def test_files_of_others_in_the_folder_are_no_backups_and_stay(path: Path, project: Project) -> None:
    Store.create(path, project).close()
    folder_of(path).mkdir()
    other = folder_of(path) / "my own copy.lachan"
    other.write_text("mine")
    keep_state(path)
    assert len(backups_of(path)) == 1
    assert other.exists()


def test_a_backup_is_put_back_and_what_it_replaced_is_kept(path: Path, project: Project) -> None:
    with Store.create(path, project, passphrase="abc") as store:
        before = store.project
        add_skill(store, "a")
    with restore(path, passphrase="abc", who="Lan") as store:
        for name in ("skills", "cases", "units"):
            assert_frame_equal(store.project[name], before[name])
        assert store.project["audit"]["what"].tolist() == ["create", "restore"]
        assert store.project["audit"]["object"].iloc[-1] == backups_of(path)[1].name
    assert topics(backups_of(path)[0].path, "abc") == ["a"]
    restore(path, passphrase="abc").close()
    assert topics(path, "abc") == ["a"], "a restore can be taken back by another"


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_or_lost_file_is_replaced_by_its_backup(path: Path, project: Project, damage: str) -> None:
    with Store.create(path, project) as store:
        add_skill(store, "a")
        add_skill(store, "b", what="import skills")
    path.unlink() if damage == "gone" else path.write_bytes(path.read_bytes()[:9000])
    restore(path).close()
    assert topics(path) == ["a"]


def test_a_damaged_backup_is_refused_and_the_file_stays(path: Path, project: Project) -> None:
    with Store.create(path, project) as store:
        add_skill(store, "a")
    (kept,) = backups_of(path)
    kept.path.write_bytes(kept.path.read_bytes()[:9000])
    before = path.read_bytes()
    with pytest.raises(DamagedFile):
        restore(path)
    assert path.read_bytes() == before


def test_the_oldest_backup_can_be_put_back_though_keeping_one_more_lets_go_of_it(path: Path, project: Project) -> None:
    Store.create(path, project).close()
    with Store.open_unlocked(path, None) as store:
        for hour in range(6):
            keep_state(path, now=NOON.replace(hour=hour))
            add_skill(store, str(hour))
    second = next(each for each in backups_of(path) if each.made_at.hour == 1)
    restore(path, second.name).close()
    assert topics(path) == ["0"]
    assert second.name not in [each.name for each in backups_of(path)]


def test_an_unknown_backup_or_one_of_another_project_is_refused(path: Path, project: Project) -> None:
    with Store.create(path, project) as store:
        add_skill(store, "a")
    (kept,) = backups_of(path)
    with pytest.raises(UnknownBackup) as caught:
        backup_called(path, "yesterday")
    assert (caught.value.name, caught.value.known) == ("yesterday", (kept.name,))
    Store.replace(path, project.replace_about(project_id="another")).close()
    before = path.read_bytes()
    with pytest.raises(OtherProject):
        restore(path)
    assert path.read_bytes() == before


def test_a_change_of_passphrase_reaches_the_backups(path: Path, project: Project) -> None:
    with Store.create(path, project, passphrase="old") as store:
        add_skill(store, "a")
        add_skill(store, "b", what="import skills")
    damaged = backups_of(path)[0]
    damaged.path.write_bytes(damaged.path.read_bytes()[:9000])
    protect(path, "new", current="old").close()
    (kept,) = backups_of(path)
    assert kept.name != damaged.name
    with pytest.raises(WrongPassphrase):
        Store.open(kept.path, passphrase="old")
    assert topics(kept.path, "new") == []


def test_protecting_a_plain_project_leaves_no_plain_backup(path: Path, project: Project) -> None:
    with Store.create(path, project) as store:
        add_skill(store, "a")
    protect(path, "new").close()
    for file in [path, *(each.path for each in backups_of(path))]:
        assert b"case-" not in file.read_bytes()
    assert len(backups_of(path)) == 1


def test_a_copy_is_the_file_itself_without_backups(path: Path, project: Project, tmp_path: Path) -> None:
    with Store.create(path, project, passphrase="abc") as store:
        add_skill(store, "a")
        store.copy_to(tmp_path / "copy.lachan")
        add_skill(store, "b")
    assert topics(tmp_path / "copy.lachan", "abc") == ["a"]
    assert backups_of(tmp_path / "copy.lachan") == ()
