"""What keeps a project safe, without a window: backups put back, passphrases changed, imports taken back and purged."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from pytestqt.qtbot import QtBot

from app.demo import new_project
from app.desktop import operations, safety_operations
from app.desktop.background import Desk
from app.desktop.jobs import Jobs
from app.desktop.session import Session
from app.desktop.settings import SettingsFile
from app.language import Language
from app.messages import Said, said
from app.passphrase import VARIABLE
from data.backups import backups_of
from data.batches import Import
from data.errors import DamagedFile, OpenElsewhere, UnknownCase, WrongPassphrase
from data.project import changed_tables
from data.store import Store
from data.verifying import Check, Verification
from tests.gui.fake_screen import FakeScreen

OLD, NEW = "năm con cá vàng", "sáu con cá vàng"
PLANTED = "K-planted-7731"
EARLIER, LATER = "20260101T080000-aaaaaaaaaaaa", "20260201T080000-bbbbbbbbbbbb"


@pytest.fixture
def screen() -> FakeScreen:
    return FakeScreen(restores=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted project with two imports: a case, then a skill; a backup before each."""
    file = tmp_path / "a.lachan"
    case = pd.DataFrame({"case_id": [PLANTED], "batch_id": [EARLIER], "source": ["a.xlsx"]})
    skill = pd.DataFrame({"officer_id": ["1"], "topic": ["a"], "batch_id": [LATER], "source": ["b.csv"]})
    with Store.create(file, new_project("11"), passphrase=OLD) as store:
        store.apply(store.project.append("cases", case), what="import cases", who="Lan")
        store.apply(store.project.append("skills", skill), what="import skills", who="Lan")
    return file


@pytest.fixture
def desk(qtbot: QtBot, screen: FakeScreen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("app.passphrase.from_keyring", lambda _: None)
    made = Desk(Session(who="tester", language=Language("en")), Jobs(), SettingsFile(), screen)
    yield made
    made.jobs.close()
    made.session.close()


@pytest.fixture
def open_desk(desk: Desk, path: Path) -> Desk:
    desk.session.open(Store.open(path, passphrase=OLD))
    return desk


def finish(desk: Desk) -> None:
    assert desk.jobs.wait_done(20)


def rows(desk: Desk, table: str) -> int:
    assert desk.session.project is not None
    return len(desk.session.project[table])


def test_the_passphrase_is_changed_for_file_and_backups(open_desk: Desk, screen: FakeScreen, path: Path) -> None:
    changed: list[bool] = []
    safety_operations.change_passphrase(
        open_desk, OLD, NEW, changed=lambda: changed.append(True), said_by=lambda what: screen.told.append(str(what))
    )
    finish(open_desk)
    assert changed == [True]
    assert screen.told == ["The passphrase is changed, for the backups too: the old one opens none of them any longer."]
    assert open_desk.session.open_store.is_opened_by(NEW)
    open_desk.session.close()
    for file in (path, *(each.path for each in backups_of(path))):
        with pytest.raises(WrongPassphrase):
            Store.open(file, passphrase=OLD)
        Store.open(file, passphrase=NEW).close()


def test_who_does_not_know_the_passphrase_cannot_change_it(open_desk: Desk, path: Path) -> None:
    said_of: list[Said] = []
    safety_operations.change_passphrase(open_desk, "guess", NEW, changed=pytest.fail, said_by=said_of.append)
    finish(open_desk)
    assert said_of == [said(WrongPassphrase(path), Language("en"))]
    with pytest.raises(OpenElsewhere):
        Store.open(path, passphrase=OLD)
    open_desk.session.close()
    Store.open(path, passphrase=OLD).close()


def test_a_keyring_that_holds_the_old_passphrase_gets_the_new_one(
    open_desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {path: OLD}
    monkeypatch.setattr("app.passphrase.from_keyring", kept.get)
    monkeypatch.setattr("app.passphrase.remember", kept.__setitem__)
    safety_operations.change_passphrase(open_desk, OLD, NEW, changed=lambda: None, said_by=pytest.fail)
    finish(open_desk)
    assert kept == {path: NEW}


def test_a_project_that_is_open_here_is_shown_and_not_refused(open_desk: Desk, screen: FakeScreen, path: Path) -> None:
    before = open_desk.session.project
    operations.open_project(open_desk, path.parent / "." / path.name)
    finish(open_desk)
    assert screen.told == ["a.lachan is open already."]
    assert screen.errors == []
    assert open_desk.session.project is before


def test_a_project_open_elsewhere_is_refused_with_the_name_of_who_has_it(
    desk: Desk, screen: FakeScreen, path: Path
) -> None:
    with Store.open(path, passphrase=OLD):
        operations.open_project(desk, path)
        finish(desk)
    (error,) = screen.errors
    assert isinstance(error, OpenElsewhere)
    assert error.holder in said(error, Language("en")).sentence
    assert "@" in error.holder


def test_an_earlier_state_is_put_back_and_the_present_one_is_kept(open_desk: Desk, screen: FakeScreen) -> None:
    path = open_desk.session.open_store.path
    (newest, *_), count = backups_of(path), len(backups_of(path))
    assert (rows(open_desk, "cases"), rows(open_desk, "skills")) == (1, 1)
    safety_operations.restore(open_desk, newest.name)
    finish(open_desk)
    assert (rows(open_desk, "cases"), rows(open_desk, "skills")) == (1, 0)
    assert screen.told == ["a.lachan is again as it was."]
    assert len(backups_of(path)) == count + 1
    assert not open_desk.session.can_undo


def test_a_backup_that_is_gone_leaves_the_project_open_and_held(open_desk: Desk, screen: FakeScreen) -> None:
    before = open_desk.session.project
    safety_operations.restore(open_desk, "yesterday")
    finish(open_desk)
    assert [type(each).__name__ for each in screen.errors] == ["UnknownBackup"]
    assert open_desk.session.project is before
    with pytest.raises(OpenElsewhere):
        Store.open(open_desk.session.open_store.path, passphrase=OLD)


def test_for_a_damaged_file_its_backups_are_offered(desk: Desk, screen: FakeScreen, path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 3])
    screen.passphrases = [OLD, OLD]
    operations.open_project(desk, path)
    finish(desk)
    assert [type(each) for each in screen.damaged] == [DamagedFile]
    assert screen.errors == screen.faults == []
    assert rows(desk, "cases") == 1
    assert desk.session.open_store.path == path


def test_the_passphrase_for_a_backup_is_asked_for_under_the_name_of_the_project(
    desk: Desk, screen: FakeScreen, path: Path
) -> None:
    screen.passphrases = ["guess", OLD]
    operations.restore_file(desk, path, backups_of(path)[0].name)
    finish(desk)
    assert [each.path for each in screen.asked] == [path, path]
    assert rows(desk, "skills") == 0


def test_the_check_looks_at_the_open_file(open_desk: Desk) -> None:
    found: list[Verification] = []
    safety_operations.verify(open_desk, shown=found.append)
    finish(open_desk)
    assert (found[0].faults, found[0].encrypted, found[0].backups) == ((), True, 2)
    store = open_desk.session.open_store
    visit = pd.DataFrame({"commune_code": ["99999"], "visited_on": ["2026-01-01"]})
    store.apply(store.project.append("visits", visit), what="edit", who="Lan")
    safety_operations.verify(open_desk, shown=found.append)
    finish(open_desk)
    assert found[1].failed == (Check.UNITS,)


def test_imports_are_listed_the_latest_first(open_desk: Desk) -> None:
    listed: list[tuple[Import, ...]] = []
    safety_operations.list_imports(open_desk, shown=listed.append, said_by=pytest.fail)
    finish(open_desk)
    assert [(each.batch_id, each.sources, dict(each.rows)) for each in listed[0]] == [
        (LATER, ("b.csv",), {"skills": 1}),
        (EARLIER, ("a.xlsx",), {"cases": 1}),
    ]
    assert [each.made_at.isoformat() for each in listed[0] if each.made_at] == [
        "2026-02-01T08:00:00+00:00",
        "2026-01-01T08:00:00+00:00",
    ]


def test_an_import_is_taken_back_as_a_step_that_can_be_undone(open_desk: Desk, screen: FakeScreen) -> None:
    before = open_desk.session.project
    safety_operations.take_import_back(open_desk, EARLIER)
    finish(open_desk)
    assert (rows(open_desk, "cases"), rows(open_desk, "skills")) == (0, 1)
    assert open_desk.session.undo_text == "Undo: Taking an import back"
    operations.undo(open_desk)
    finish(open_desk)
    after = open_desk.session.project
    assert before is not None and after is not None
    assert changed_tables(before, after) == ("audit",)
    assert open_desk.session.open_store.project["audit"]["what"].tolist()[-2:] == [
        "remove import",
        "undo remove import",
    ]


@pytest.mark.parametrize("of_case", [True, False])
def test_after_a_purge_nothing_brings_it_back(open_desk: Desk, screen: FakeScreen, path: Path, of_case: bool) -> None:
    session = open_desk.session
    safety_operations.take_import_back(open_desk, LATER)
    finish(open_desk)
    assert session.can_undo
    if of_case:
        safety_operations.purge_case(open_desk, PLANTED)
    else:
        safety_operations.purge_batch(open_desk, EARLIER)
    finish(open_desk)
    assert screen.told[-1].startswith("Removed, from ")
    assert rows(open_desk, "cases") == 0
    assert not session.can_undo
    assert not session.can_redo
    session.close()
    for file in (path, *(each.path for each in backups_of(path))):
        with Store.open(file, passphrase=OLD) as found:
            assert found.project["cases"].empty


def test_purging_what_is_not_there_is_said_and_drops_no_step(open_desk: Desk, screen: FakeScreen) -> None:
    safety_operations.take_import_back(open_desk, LATER)
    finish(open_desk)
    safety_operations.purge_case(open_desk, "nobody")
    finish(open_desk)
    assert [type(each) for each in screen.errors] == [UnknownCase]
    assert open_desk.session.can_undo
