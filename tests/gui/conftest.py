"""What tests of the window share: Qt without a screen, settings of their own, no network."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the settings of people who run the tests out of them."""
    folder = tmp_path / "settings"
    monkeypatch.setenv("LACHAN_CONFIG", str(folder))
    return folder


def pytest_configure() -> None:
    """Tell Qt of the map's own addresses before any test makes an application."""
    from app.desktop.map_scheme import register

    register()


def release_keys() -> None:
    """Let Qt know that no key is held down: it keeps the Ctrl of a click that an earlier test made."""
    QTest.keyClick(QWidget(), Qt.Key.Key_F35)
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def nothing_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window, a thread or a running timer behind."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qapp")
    release_keys()
    windows, threads = set(map(id, QApplication.topLevelWidgets())), set(threading.enumerate())
    yield
    for widget in QApplication.topLevelWidgets():
        if id(widget) not in windows and not widget.isVisible():
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget.objectName() or type(widget).__name__ for widget in QApplication.topLevelWidgets()
            if id(widget) not in windows and widget.isVisible()]  # fmt: skip
    assert left == [], "windows still shown"
    ended = [thread.join(timeout=2) for thread in set(threading.enumerate()) - threads if not thread.daemon]
    assert [each.name for each in set(threading.enumerate()) - threads if not each.daemon] == [], len(ended)
    timers = [timer for timer in QApplication.instance().findChildren(QTimer) if timer.isActive()]
    assert [timer.objectName() for timer in timers] == [], "timers still running"
