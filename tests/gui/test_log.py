"""A fault is heard of and logged with its place, and nothing of the data stands in the log."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qCritical, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.log import FILE_NAME, LARGEST_FILE, Hooks, Log, error_text, log_error, log_folder
from app.desktop.report_dialog import ReportDialog, Reports
from app.language import Language
from app.questions import find

SECRET = "Nguyễn Văn A, 7 cases in 03127"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    kept = Log(tmp_path / "log")
    yield kept
    kept.close()


@pytest.fixture
def hooks(qtbot: QtBot) -> Iterator[Hooks]:
    before = sys.excepthook, threading.excepthook
    made = Hooks()
    yield made
    made.remove()
    made.deleteLater()
    assert (sys.excepthook, threading.excepthook) == before


def fault() -> Exception:
    try:
        try:
            find(SECRET)
        except Exception as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        return error


def test_the_log_says_what_and_where_and_holds_no_data(log: Log) -> None:
    log_error(fault())
    for text in (log.text(), log.path.read_text(encoding="utf-8")):
        assert "builtins.ValueError" in text
        assert "app.errors.UnknownAnalysis" in text
        assert "app.questions:" in text
        assert SECRET not in text
        assert "Lá Chắn" in text


def test_places_in_libraries_are_named_by_the_library_only() -> None:
    import pandas as pd

    try:
        pd.to_datetime(SECRET)
    except ValueError as error:
        said = error_text(error)
    assert "(pandas)" in said
    assert "site-packages" not in said
    assert SECRET not in said


def test_errors_that_name_each_other_are_said_once() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert error_text(first) == "builtins.ValueError\n  while handling builtins.KeyError"


def test_the_file_does_not_grow_without_end(log: Log) -> None:
    for _ in range(4000):
        log_error(fault())
    sizes = [path.stat().st_size for path in log.path.parent.iterdir()]
    assert len(sizes) == 2
    assert max(sizes) <= LARGEST_FILE


def test_where_no_file_can_be_written_the_lines_are_still_at_hand(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    log = Log(tmp_path / "file" / "below")
    log_error(ValueError())
    assert "builtins.ValueError" in log.text()
    log.close()


def test_the_log_lies_beside_the_settings_of_a_test(own_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_folder() == own_settings / "log"
    monkeypatch.delenv("LACHAN_CONFIG")
    assert "lachan" in log_folder().parts
    assert FILE_NAME.endswith(".log")


def test_an_error_nobody_caught_is_logged_and_heard_of_in_the_event_loop(log: Log, hooks: Hooks, qtbot: QtBot) -> None:
    error = fault()
    with qtbot.waitSignal(hooks.found) as heard:
        sys.excepthook(type(error), error, error.__traceback__)
        assert not heard.signal_triggered
    assert heard.args == [error]
    assert "builtins.ValueError" in log.text()


def test_an_error_in_another_thread_is_heard_of_in_this_one(log: Log, hooks: Hooks, qtbot: QtBot) -> None:
    heard_in: list[int] = []
    hooks.found.connect(lambda _: heard_in.append(threading.get_ident()))

    def wrong() -> None:
        raise ValueError(SECRET)

    with qtbot.waitSignal(hooks.found):
        thread = threading.Thread(target=wrong)
        thread.start()
        thread.join()
    assert heard_in == [threading.get_ident()]
    assert "test_log" in log.text() or "builtins.ValueError" in log.text()
    assert SECRET not in log.text()


def test_an_interrupt_from_the_keyboard_is_no_fault(
    log: Log, hooks: Hooks, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_on: list[type[BaseException]] = []
    monkeypatch.setattr(hooks, "_before", (lambda kind, *_: passed_on.append(kind), hooks._before[1]))
    with qtbot.assertNotEmitted(hooks.found, wait=20):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert passed_on == [KeyboardInterrupt]
    monkeypatch.undo()


def test_what_qt_complains_of_is_logged_without_its_words(
    log: Log, hooks: Hooks, capfd: pytest.CaptureFixture[str]
) -> None:
    qWarning(SECRET)
    qCritical("7 cases")
    assert "WARNING Qt" in log.text()
    assert "ERROR Qt" in log.text()
    assert "cases" not in log.text()
    assert "cases" not in capfd.readouterr().err


@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_report_shows_the_log_and_copies_it(code: str, qtbot: QtBot) -> None:
    dialog = ReportDialog("line 1\nline 2")
    qtbot.addWidget(dialog)
    dialog.retranslate(Language(code))  # type: ignore[arg-type]
    shown = dialog.findChild(QPlainTextEdit, "report_log")
    assert shown.toPlainText() == "line 1\nline 2"
    dialog.findChild(QPushButton, "report_copy").click()
    assert QGuiApplication.clipboard().text() == "line 1\nline 2"
    assert dialog.findChild(QLabel, "report_sentence").text()


def test_a_second_fault_goes_into_the_dialog_that_is_open_and_the_program_goes_on(qtbot: QtBot) -> None:
    window, lines = QWidget(), ["first"]
    qtbot.addWidget(window)
    window.show()
    reports = Reports(lambda: "\n".join(lines), window)
    reports.show()
    lines.append("second")
    reports.show()
    [dialog] = window.findChildren(ReportDialog)
    assert dialog.findChild(QPlainTextEdit, "report_log").toPlainText() == "first\nsecond"
    reports.retranslate(Language("en"))
    assert dialog.windowTitle() == "Fault of the program"
    dialog.findChild(QPushButton, "report_close").click()
    qtbot.waitUntil(lambda: not window.findChildren(ReportDialog))
    assert window.isVisible()
    reports.show()
    assert len(window.findChildren(ReportDialog)) == 1
