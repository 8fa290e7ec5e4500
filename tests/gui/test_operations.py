"""What each user action does, without a window: in the background, errors said, the session following."""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.demo import FILE_NAME, demo_project
from app.desktop import operations
from app.desktop.background import PROJECT_LANE, Desk
from app.desktop.jobs import Jobs, Tick
from app.desktop.safety_operations import change_passphrase
from app.desktop.session import Session
from app.desktop.settings import SettingsFile
from app.errors import BadParameter, NothingToRelease, UnknownExport
from app.imports import ImportRequest
from app.language import Language
from app.messages import Said
from app.passphrase import VARIABLE
from app.questions import find
from app.release import Audience
from app.results import listed_results, run_and_store
from data.errors import (
    ExistingFile,
    MissingFile,
    MissingSource,
    NotAProject,
    PassphraseNeeded,
    PassphraseRequired,
    ReadOnlyFile,
    UnknownProvince,
    WriteFailed,
    WrongPassphrase,
)
from data.reading import RawTable
from data.store import Store
from tests.gui.fake_screen import FakeScreen

QUICK = {"existing": "public", "minutes": "air"}
"""A plan of which only that it is one matters: without travel times."""


@pytest.fixture
def screen() -> FakeScreen:
    return FakeScreen()


@pytest.fixture
def desk(qtbot: QtBot, screen: FakeScreen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("app.passphrase.from_keyring", lambda _: None)
    made = Desk(Session(who="tester", language=Language("en")), Jobs(), SettingsFile(), screen)
    yield made
    made.jobs.close()
    made.session.close()


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / FILE_NAME
    Store.create(path, demo_project()).close()
    return path


@pytest.fixture
def open_desk(desk: Desk, demo_file: Path, tmp_path: Path) -> Desk:
    desk.session.open(Store.open(shutil.copyfile(demo_file, tmp_path / FILE_NAME)))
    return desk


def finish(desk: Desk) -> None:
    assert desk.jobs.wait_done(20)


def new_file(desk: Desk, path: Path, passphrase: str | None = None) -> Path:
    operations.new_project(desk, path, "11", passphrase=passphrase)
    finish(desk)
    return path


def audit(desk: Desk) -> list[str]:
    return list(desk.session.open_store.project["audit"]["what"])


def results(desk: Desk) -> list[str]:
    project = desk.session.project
    assert project is not None
    return [str(each["result"]) for each in listed_results(project)]


def test_a_new_project_is_opened_and_remembered_by_name(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    path = new_file(desk, tmp_path / "a.lachan")
    assert desk.session.project is not None
    assert desk.session.project.about.name == "Điện Biên"
    assert [(each.name, each.path) for each in SettingsFile().current.recent] == [("Điện Biên", path)]
    assert screen.errors == screen.faults == []


def test_a_new_project_does_not_replace_a_file(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    path = tmp_path / "a.lachan"
    path.write_text("something else")
    new_file(desk, path)
    assert [type(error) for error in screen.errors] == [ExistingFile]
    assert path.read_text() == "something else"
    assert desk.session.project is None


def test_an_unknown_province_is_said(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    operations.new_project(desk, tmp_path / "a.lachan", "99")
    finish(desk)
    assert [type(error) for error in screen.errors] == [UnknownProvince]


def test_the_demo_is_made_once_and_opened_again(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "demo"
    operations.open_demo(desk, folder)
    finish(desk)
    assert desk.session.project is not None
    assert desk.session.project.about.simulated
    made = desk.session.project.about.project_id
    operations.close_project(desk)
    operations.open_demo(desk, folder)
    finish(desk)
    assert desk.session.project is not None
    assert desk.session.project.about.project_id == made


def test_the_demo_has_a_folder_of_its_own_where_none_is_chosen(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.project_files.user_data_path", lambda *_, **__: tmp_path / "data")
    operations.open_demo(desk)
    finish(desk)
    assert (tmp_path / "data" / "demo" / FILE_NAME).exists()


@pytest.mark.parametrize(("content", "error"), [(None, MissingFile), (b"no project", NotAProject)])
def test_a_file_that_cannot_be_opened_is_said_and_the_open_project_stays(
    open_desk: Desk, screen: FakeScreen, tmp_path: Path, content: bytes | None, error: type[Exception]
) -> None:
    before = open_desk.session.project
    path = tmp_path / "b.lachan"
    if content is not None:
        path.write_bytes(content)
    operations.open_project(open_desk, path)
    finish(open_desk)
    assert [type(each) for each in screen.errors] == [error]
    assert open_desk.session.project is before


def test_the_passphrase_is_asked_for_until_it_is_right(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    path = new_file(desk, tmp_path / "a.lachan", "right one")
    operations.close_project(desk)
    screen.passphrases = ["wrong one", "right one"]
    operations.open_project(desk, path)
    finish(desk)
    assert [type(each) for each in screen.asked] == [PassphraseNeeded, WrongPassphrase]
    assert desk.session.open_store.encrypted
    assert screen.errors == []


def test_who_gives_no_passphrase_gets_no_project_and_no_fault(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    path = new_file(desk, tmp_path / "a.lachan", "right one")
    operations.close_project(desk)
    operations.open_project(desk, path)
    finish(desk)
    assert len(screen.asked) == 1
    assert desk.session.project is None
    assert screen.errors == screen.faults == []


def test_a_passphrase_the_computer_keeps_is_not_asked_for(
    desk: Desk, screen: FakeScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[Path, str] = {}
    monkeypatch.setattr("app.passphrase.remember", kept.__setitem__)
    monkeypatch.setattr("app.passphrase.from_keyring", kept.get)
    path = new_file(desk, tmp_path / "a.lachan", "right one")
    operations.close_project(desk)
    screen.passphrases, screen.remember = ["right one"], True
    operations.open_project(desk, path)
    finish(desk)
    assert kept == {path: "right one"}
    operations.close_project(desk)
    operations.open_project(desk, path)
    finish(desk)
    assert desk.session.project is not None
    assert len(screen.asked) == 1


def test_a_run_is_kept_shown_and_undone_and_redone(open_desk: Desk) -> None:
    operations.run_analysis(open_desk, "shelters", {"p": 5, **QUICK})
    finish(open_desk)
    shown = open_desk.session.result
    assert shown is not None
    assert results(open_desk) == [shown.result_id]
    operations.undo(open_desk)
    finish(open_desk)
    assert open_desk.session.result is None
    assert results(open_desk) == []
    operations.redo(open_desk)
    finish(open_desk)
    assert open_desk.session.result == shown
    assert audit(open_desk)[-3:] == ["run shelters", "undo run shelters", "redo run shelters"]


@pytest.mark.slow
def test_the_window_and_the_command_line_run_the_same(open_desk: Desk, demo_file: Path, tmp_path: Path) -> None:
    given = {"p": 3, "existing": "public"}
    operations.run_analysis(open_desk, "shelters", given)
    finish(open_desk)
    shown = open_desk.session.result
    with Store.open(shutil.copyfile(demo_file, tmp_path / "other.lachan")) as store:
        stored = run_and_store(store, find("shelters"), given, who="tester")
    assert shown is not None
    assert shown.result.tables == stored.result.tables


def test_a_run_with_a_bad_value_is_said_and_changes_nothing(open_desk: Desk, screen: FakeScreen) -> None:
    operations.run_analysis(open_desk, "shelters", {"p": 0})
    finish(open_desk)
    assert [type(error) for error in screen.errors] == [BadParameter]
    assert not open_desk.session.can_undo
    assert audit(open_desk)[-1] == "create"


def test_a_fault_of_an_analysis_is_reported_and_the_next_run_works(
    open_desk: Desk, screen: FakeScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> None:
        raise ZeroDivisionError

    faulty = replace(find("shelters"), prepare=None, run=wrong)
    monkeypatch.setattr(operations, "find", lambda _: faulty)
    operations.run_analysis(open_desk, "shelters", {})
    finish(open_desk)
    assert [type(each) for each in screen.faults] == [ZeroDivisionError]
    monkeypatch.undo()
    operations.run_analysis(open_desk, "shelters", QUICK)
    finish(open_desk)
    assert open_desk.session.result is not None


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Make every run last until it is cancelled; the event says that one has begun."""
    begun = threading.Event()

    def run(_: object, __: object, tick: Tick) -> None:
        begun.set()
        while True:
            tick(0.5)
            time.sleep(0.002)

    analysis = replace(find("shelters"), prepare=None, run=run)
    monkeypatch.setattr(operations, "find", lambda _: analysis)
    return begun


def test_a_long_run_is_cancelled_within_a_second_and_leaves_nothing(
    open_desk: Desk, screen: FakeScreen, endless: threading.Event, qtbot: QtBot
) -> None:
    before = open_desk.session.project
    operations.run_analysis(open_desk, "shelters", {})
    qtbot.waitUntil(endless.is_set)
    begun = time.monotonic()
    operations.cancel(open_desk)
    assert open_desk.jobs.wait_done(1.0)
    assert time.monotonic() - begun < 1.0
    assert open_desk.session.project is before
    assert screen.errors == screen.faults == []


def test_undo_waits_for_who_may_be_about_to_add_a_step(
    open_desk: Desk, screen: FakeScreen, endless: threading.Event, qtbot: QtBot
) -> None:
    project = open_desk.session.project
    assert project is not None
    open_desk.session.apply(project.replace_about(name="b"), what="rename")
    operations.run_analysis(open_desk, "shelters", {})
    operations.undo(open_desk)
    assert screen.told == ["Wait until the work at hand has ended, or cancel it."]
    operations.cancel(open_desk)
    finish(open_desk)
    operations.undo(open_desk)
    finish(open_desk)
    assert open_desk.session.project is not None
    assert open_desk.session.project.about.name == project.about.name


def test_closing_stops_the_work_first(open_desk: Desk, endless: threading.Event, qtbot: QtBot) -> None:
    operations.run_analysis(open_desk, "shelters", {})
    qtbot.waitUntil(endless.is_set)
    assert operations.close_project(open_desk)
    assert open_desk.session.store is None
    assert not open_desk.jobs.busy


def test_a_project_is_not_closed_under_work_that_does_not_stop(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    go_on = threading.Event()
    job = open_desk.jobs.start("t", lambda _: go_on.wait(5), lambda _: None, lane=PROJECT_LANE)
    qtbot.waitUntil(lambda: job.at_work)
    time.sleep(0.05)
    waited = open_desk.jobs.wait_done
    monkeypatch.setattr(open_desk.jobs, "wait_done", lambda: waited(0.05))
    assert not operations.close_project(open_desk)
    assert open_desk.session.store is not None
    go_on.set()
    assert waited()


def test_undo_and_redo_with_nothing_to_do_do_nothing(open_desk: Desk, screen: FakeScreen) -> None:
    operations.undo(open_desk)
    operations.redo(open_desk)
    assert not open_desk.jobs.busy
    assert screen.told == []


def exported(desk: Desk, screen: FakeScreen, path: Path, audience: Audience, **values: object) -> None:
    operations.run_analysis(desk, "shelters", {**QUICK, **values})
    finish(desk)
    shown = desk.session.result
    assert shown is not None
    operations.export(desk, shown.result_id, path, audience, Language("en"))
    finish(desk)


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".json"])
def test_an_export_goes_through_the_gate_and_stands_in_the_audit(
    open_desk: Desk, screen: FakeScreen, tmp_path: Path, suffix: str
) -> None:
    exported(open_desk, screen, tmp_path / f"plan{suffix}", Audience.SHAREABLE)
    assert (tmp_path / f"plan{suffix}").stat().st_size > 1000
    assert screen.told == [f"Written: plan{suffix}"]
    assert audit(open_desk)[-1] == "release shareable"
    assert open_desk.session.project is open_desk.session.open_store.project
    assert open_desk.session.undo_step is not None
    assert open_desk.session.undo_step.what == "run shelters"


def test_an_internal_file_says_so_in_its_name(open_desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    exported(open_desk, screen, tmp_path / "plan.json", Audience.INTERNAL)
    assert screen.told == ["Written: plan.internal.json"]


def test_the_gate_refuses_what_rests_on_hidden_places(open_desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    exported(open_desk, screen, tmp_path / "plan.json", Audience.SHAREABLE, existing="all")
    assert [type(error) for error in screen.errors] == [NothingToRelease]
    assert not (tmp_path / "plan.json").exists()


def test_an_unknown_form_is_refused_before_anything_is_released(
    open_desk: Desk, screen: FakeScreen, tmp_path: Path
) -> None:
    exported(open_desk, screen, tmp_path / "plan.docx", Audience.SHAREABLE)
    assert [type(error) for error in screen.errors] == [UnknownExport]
    assert audit(open_desk)[-1] == "run shelters"


def test_a_copy_opens_as_the_same_project_and_the_work_goes_on_in_the_first(
    open_desk: Desk, screen: FakeScreen, tmp_path: Path
) -> None:
    first = open_desk.session.open_store.path
    operations.save_copy(open_desk, tmp_path / "copy.lachan")
    finish(open_desk)
    assert screen.told == ["A copy was saved: copy.lachan"]
    assert open_desk.session.open_store.path == first
    with Store.open(tmp_path / "copy.lachan") as copy:
        assert open_desk.session.project is not None
        assert copy.project.about == open_desk.session.project.about


def test_a_copy_of_an_encrypted_project_has_its_passphrase(desk: Desk, tmp_path: Path) -> None:
    new_file(desk, tmp_path / "a.lachan", "right one")
    operations.save_copy(desk, tmp_path / "copy.lachan")
    finish(desk)
    with pytest.raises(PassphraseNeeded):
        Store.open(tmp_path / "copy.lachan")
    Store.open(tmp_path / "copy.lachan", passphrase="right one").close()


def test_a_project_is_not_copied_over_itself(open_desk: Desk, screen: FakeScreen) -> None:
    operations.save_copy(open_desk, open_desk.session.open_store.path)
    finish(open_desk)
    assert [type(error) for error in screen.errors] == [ExistingFile]
    with Store.open_unlocked(open_desk.session.open_store.path, None):
        pass


def commune(desk: Desk) -> str:
    assert desk.session.project is not None
    units = desk.session.project["units"]
    return str(units[units["level"] == "commune"]["code"].iloc[0])


def case_file(desk: Desk, tmp_path: Path) -> ImportRequest:
    path = tmp_path / "cases.csv"
    path.write_text(
        f"unit_code,period_start,period_end,count\n{commune(desk)},2025-01-01,2025-12-31,3\n", encoding="utf-8"
    )
    settings = {"kind": "all", "stage": "received", "counted": "cases", "place": "home", "agency": "police"}
    return ImportRequest("case_counts", path, {}, settings)


def test_cases_are_imported_after_the_project_was_given_a_passphrase(
    desk: Desk, screen: FakeScreen, tmp_path: Path
) -> None:
    path = new_file(desk, tmp_path / "a.lachan")
    screen.passphrases = ["a new one"]
    operations.import_file(desk, case_file(desk, tmp_path))
    finish(desk)
    assert [type(each) for each in screen.asked] == [PassphraseRequired]
    assert screen.errors == screen.faults == []
    assert [report.accepted for report in screen.imports] == [1]
    assert desk.session.open_store.encrypted
    assert audit(desk)[-2:] == ["protect", "import case_counts"]
    assert desk.session.undo_text == "Undo: Import: Case counts"
    operations.undo(desk)
    finish(desk)
    assert desk.session.open_store.path == path
    desk.session.close()
    with Store.open(path, passphrase="a new one") as store:
        assert store.project["case_counts"].empty


def test_without_a_passphrase_no_case_comes_in(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    new_file(desk, tmp_path / "a.lachan")
    operations.import_file(desk, case_file(desk, tmp_path))
    finish(desk)
    assert screen.imports == []
    assert desk.session.project is not None
    assert desk.session.project["case_counts"].empty


def test_a_check_shows_the_report_and_stores_nothing(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    new_file(desk, tmp_path / "a.lachan")
    accepted: list[int] = []
    operations.check_file(
        desk,
        case_file(desk, tmp_path),
        shown=lambda found: accepted.append(found.report.accepted),
        said_by=lambda _: pytest.fail("at fault"),
    )
    finish(desk)
    assert accepted == [1]
    assert audit(desk) == ["create"]


def test_a_file_is_read_for_a_dialog_and_its_fault_is_said_there(
    open_desk: Desk, screen: FakeScreen, tmp_path: Path
) -> None:
    read: list[RawTable] = []
    wrong: list[Said] = []
    path = tmp_path / "a.csv"
    path.write_text("code,children\n03127,5\n", encoding="utf-8")
    for each in (path, tmp_path / "missing.csv"):
        operations.read_file(open_desk, each, None, None, shown=read.append, said_by=wrong.append)
        finish(open_desk)
    assert len(read) == 1
    assert [each.sentence for each in wrong] == ["There is no file missing.csv to import."]
    assert screen.errors == []


def test_a_missing_file_is_said_when_it_is_imported(open_desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    operations.import_file(open_desk, ImportRequest("indicators", tmp_path / "no.csv", {}, {}))
    finish(open_desk)
    assert [type(error) for error in screen.errors] == [MissingSource]


def test_encrypting_keeps_the_results_and_what_can_be_undone(open_desk: Desk, screen: FakeScreen) -> None:
    operations.run_analysis(open_desk, "shelters", QUICK)
    operations.protect(open_desk, "a new one")
    finish(open_desk)
    assert open_desk.session.open_store.encrypted
    assert len(results(open_desk)) == 1
    assert open_desk.session.result is not None
    operations.undo(open_desk)
    finish(open_desk)
    path = open_desk.session.open_store.path
    open_desk.session.close()
    with Store.open(path, passphrase="a new one") as store:
        assert store.project["results"].empty
    assert screen.faults == screen.errors == []


def test_a_wrong_old_passphrase_changes_nothing_and_leaves_the_project_open_and_usable(
    desk: Desk, screen: FakeScreen, tmp_path: Path
) -> None:
    new_file(desk, tmp_path / "a.lachan", "right one")
    said: list[Said] = []
    changed: list[None] = []
    change_passphrase(desk, "wrong one", "another", changed=lambda: changed.append(None), said_by=said.append)
    finish(desk)
    assert (len(said), changed) == (1, [])
    assert desk.session.project is not None
    desk.session.apply(desk.session.project.replace_about(name="b"), what="rename")
    desk.session.close()
    with Store.open(tmp_path / "a.lachan", passphrase="right one") as store:
        assert store.project.about.name == "b"


def test_settings_that_cannot_be_written_do_not_keep_a_project_from_opening(
    desk: Desk, screen: FakeScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ReadOnlyFile(Path("settings.json"))

    monkeypatch.setattr("app.desktop.settings.write_settings", refuse)
    new_file(desk, tmp_path / "a.lachan")
    assert desk.session.project is not None
    assert [type(error) for error in screen.errors] == [ReadOnlyFile]


def test_a_demo_folder_that_cannot_be_made_is_said(desk: Desk, screen: FakeScreen, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    operations.open_demo(desk, tmp_path / "file" / "demo")
    finish(desk)
    assert [type(error).__name__ for error in screen.errors] in (["MissingFolder"], [WriteFailed.__name__])


def test_no_widget_is_needed_for_any_of_this() -> None:
    code = "import sys, app.desktop.operations; sys.exit('PySide6.QtWidgets' in sys.modules)"
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0
