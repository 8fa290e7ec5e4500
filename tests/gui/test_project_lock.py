"""A locked project: nothing of it is seen, its passphrase alone shows it again, and it is as it was."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.demo import demo_project
from app.desktop.background import PROJECT_LANE
from app.desktop.main_window import MainWindow
from app.desktop.settings import SettingsFile
from app.desktop.start import start
from app.language import LANGUAGES, Language
from app.passphrase import VARIABLE
from data.store import Store

pytestmark = pytest.mark.slow

PATIENCE = 20_000
PASSPHRASE = "bốn con mèo ngủ"
PLANTED = "K-planted-7731"
SHORT = 1.0
"""Seconds of idleness."""
TRACES = ("Điện Biên", "Sính Phình", "03241", "Nhà tạm lánh", PLANTED, "Ma trận", PASSPHRASE)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lock") / "a.lachan"
    case = pd.DataFrame({"case_id": [PLANTED], "batch_id": ["B"]})
    Store.create(path, demo_project().append("cases", case), passphrase=PASSPHRASE).close()
    return path


@pytest.fixture(params=LANGUAGES)
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The window, shown, with the encrypted project open; it locks by hand only."""
    monkeypatch.delenv(VARIABLE, raising=False)
    path = tmp_path / "a.lachan"
    path.write_bytes(original.read_bytes())
    SettingsFile().change(lock_minutes=0)
    running = start(Language(request.param), who="test")
    made = running.window
    qtbot.addWidget(made, before_close_func=lambda each: each.jobs.cancel())
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    made.session.open(Store.open(path, passphrase=PASSPHRASE))
    yield made
    made.close()
    running.end()


def visible_texts(window: MainWindow) -> str:
    """Everything that a visible widget of the program shows, says in a tip, or tells a screen reader."""
    shown: list[str] = []
    for top in QApplication.topLevelWidgets():
        for widget in (top, *top.findChildren(QWidget)):
            if not widget.isVisible():
                continue
            shown += [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
            if isinstance(widget, QLabel | QAbstractButton):
                shown.append(widget.text())
            elif isinstance(widget, QLineEdit):
                shown.append(widget.displayText())
            elif isinstance(widget, QComboBox):
                shown += [widget.itemText(at) for at in range(widget.count())]
            elif isinstance(widget, QTabWidget):
                shown += [widget.tabText(at) for at in range(widget.count())]
            elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
                model = widget.model()
                columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
                shown += [str(model.index(row, at).data()) for row in range(model.rowCount()) for at in range(columns)]
    return "\n".join(shown)


def type_passphrase(window: MainWindow, text: str) -> None:
    edit = window.findChild(QLineEdit, "unlock_passphrase")
    assert edit is not None
    edit.setFocus()
    edit.setText(text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_nothing_of_the_project_is_seen_while_it_is_locked(qtbot: QtBot, window: MainWindow) -> None:
    window.safety_dialogs.imports()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "imports_dialog") is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)
    before = visible_texts(window)
    assert "Điện Biên" in before, "the search finds what is there"
    window.commands["lock"].trigger()
    assert window.lock.is_locked
    assert window.lock_page.isVisible()
    assert not window.workspace.isVisible()
    after = visible_texts(window)
    assert [trace for trace in TRACES if trace in after] == []
    assert window.windowTitle() == "Lá Chắn"
    other = next(code for code in LANGUAGES if code != window.session.language.code)
    window.session.set_language(Language(other))
    window.commands["theme"].trigger()
    assert [trace for trace in TRACES if trace in visible_texts(window)] == []
    able = {name for name in ("open", "import", "imports", "export", "undo", "verify", "restore", "lock", "save_copy")
            if window.commands[name].isEnabled()}  # fmt: skip
    assert able == set()


def test_the_passphrase_alone_shows_it_again_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    project = window.session.project
    assert project is not None
    window.session.apply(project.replace_about(name="Ma trận"), what="rename")
    changed = window.session.project
    window.commands["lock"].trigger()
    type_passphrase(window, "wrong")
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)
    refused = window.findChild(QWidget, "unlock_refused")
    assert refused is not None
    assert refused.isVisible()
    assert window.lock.is_locked
    type_passphrase(window, PASSPHRASE)
    qtbot.waitUntil(lambda: not window.lock.is_locked, timeout=PATIENCE)
    assert window.workspace.isVisible()
    assert window.session.project is changed
    assert window.session.can_undo
    assert window.commands["undo"].isEnabled()
    assert "Ma trận" in window.windowTitle()
    edit = window.findChild(QLineEdit, "unlock_passphrase")
    assert edit is not None
    assert edit.text() == ""


def test_it_locks_when_nobody_touches_anything(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.workspace.map.ready, timeout=PATIENCE):
        window.activateWindow()
    window.lock._idle.begin(SHORT)
    handle = window.windowHandle()
    for _ in range(6):
        QTest.qWait(int(SHORT * 1000 / 3))
        QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert not window.lock.is_locked, "touched all the time"
    qtbot.waitUntil(lambda: window.lock.is_locked, timeout=PATIENCE)
    assert [trace for trace in TRACES if trace in visible_texts(window)] == []


def test_work_at_hand_is_finished_first(qtbot: QtBot, window: MainWindow) -> None:
    go_on = threading.Event()
    window.jobs.start("t", lambda _: go_on.wait(10), lambda _: None, lane=PROJECT_LANE)
    window.lock._idle.begin(SHORT)
    qtbot.waitUntil(lambda: window.lock._idle.is_idle, timeout=PATIENCE)
    assert not window.lock.is_locked
    go_on.set()
    qtbot.waitUntil(lambda: window.lock.is_locked, timeout=PATIENCE)


def test_a_locked_project_can_be_closed_and_lets_go_of_its_file(qtbot: QtBot, window: MainWindow) -> None:
    path = window.session.open_store.path
    window.commands["lock"].trigger()
    button = window.findChild(QPushButton, "lock_close")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.lock.is_locked
    assert window.start_page.isVisible()
    Store.open(path, passphrase=PASSPHRASE).close()


def test_a_project_without_passphrase_is_never_locked(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.session.open(Store.create(tmp_path / "plain.lachan", demo_project()))
    assert not window.commands["lock"].isEnabled()
    window.lock.lock()
    assert not window.lock.is_locked


def test_the_settings_and_the_log_hold_neither_passphrase_nor_case(
    qtbot: QtBot, window: MainWindow, own_settings: Path, caplog: pytest.LogCaptureFixture
) -> None:
    window.commands["lock"].trigger()
    type_passphrase(window, PASSPHRASE)
    qtbot.waitUntil(lambda: not window.lock.is_locked, timeout=PATIENCE)
    window.close()
    written = "".join(each.read_text(encoding="utf-8") for each in own_settings.rglob("*") if each.is_file())
    assert '"lock_minutes": 0' in written or '"lock_minutes":0' in written
    for secret in (PASSPHRASE, PLANTED):
        assert secret not in written + caplog.text


def test_for_a_damaged_file_the_window_offers_its_backups_in_place_of_the_passphrase(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "b.lachan"
    with Store.create(path, demo_project(), passphrase=PASSPHRASE) as store:
        store.apply(store.project.replace_about(name="Ma trận"), what="rename", who="Lan")
    path.write_bytes(path.read_bytes()[: 4096 * 3])
    window.dialogs.open_project(path)
    qtbot.waitUntil(lambda: window.findChild(QLineEdit, "passphrase") is not None, timeout=PATIENCE)
    asked = window.findChild(QLineEdit, "passphrase")
    assert asked is not None
    asked.setText(PASSPHRASE)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "restore_dialog") is not None, timeout=PATIENCE)
    dialog = window.findChild(QWidget, "restore_dialog")
    assert dialog is not None
    QTest.keyClick(dialog.findChild(QWidget, "backups"), Qt.Key.Key_Return)
    if window.jobs.busy:
        qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)
    again = [each for each in window.findChildren(QLineEdit, "passphrase") if each.isVisible()]
    for edit in again:
        edit.setText(PASSPHRASE)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.open_store.path == path, timeout=PATIENCE)
    assert "Điện Biên" in window.windowTitle()
