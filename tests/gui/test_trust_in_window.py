"""Pairs decided, old units corrected and returns looked at in the whole window, each with its undo."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.demo import FILE_NAME, demo_project
from app.desktop import operations
from app.desktop.correction_dialog import CorrectionDialog
from app.desktop.crosswalk_dialog import CrosswalkDialog
from app.desktop.main_window import MainWindow
from app.desktop.pairs_panel import PAIRS
from app.desktop.start import Running, start
from app.language import Language
from app.questions import find
from app.release import Audience
from app.results import run_and_store
from data.store import Store

pytestmark = pytest.mark.slow

PATIENCE = 20_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    cases = [
        {"case_id": f"case-{n}", "unit_code": "03349", "vintage": "2025-07-01", "place": "home", "kind": "neglect",
         "agency": ("police", "health")[n % 2], "reported_on": "2025-01-10", "link_keys": f"full:0{n // 2}"}
        for n in range(6)
    ]  # fmt: skip
    path = tmp_path / FILE_NAME
    with Store.create(path, demo_project().append("cases", pd.DataFrame(cases)), who="test") as store:
        run_and_store(store, find("rates"), {}, who="test")
        run_and_store(store, find("reconcile"), {}, who="test")
    return path


@pytest.fixture
def window(qtbot: QtBot, file: Path) -> Iterator[MainWindow]:
    program: Running = start(Language("en"), who="test")
    qtbot.addWidget(program.window, before_close_func=lambda each: each.jobs.cancel())
    program.window.show()
    operations.open_project(program.window.desk, file)
    settle(qtbot, program.window)
    yield program.window
    program.window.close()
    program.end()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy and window.session.project is not None, timeout=PATIENCE)


def same(window: MainWindow) -> list[object]:
    tab = window.workspace.table.tab(PAIRS)
    assert tab is not None
    return tab.rows.table.values("same")


def test_pairs_are_decided_by_key_and_button_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    tab = workspace.table.tab(PAIRS)
    assert tab is not None
    assert workspace.pairs.findChild(QPushButton, "decide_same").isVisible() is False
    workspace.table.tabs.setCurrentWidget(tab)
    tab.setFocus()
    tab.selectRow(0)
    qtbot.keyClick(tab, Qt.Key.Key_S)
    settle(qtbot, window)
    assert same(window) == [True, None, None]
    assert workspace.stale.isVisible()
    assert [index.row() for index in tab.selectionModel().selectedRows()] == [1]
    workspace.pairs.findChild(QPushButton, "decide_different").click()
    settle(qtbot, window)
    assert same(window) == [True, False, None]
    assert window.session.undo_text == "Undo: Decision about pairs of cases"
    operations.undo(window.desk)
    settle(qtbot, window)
    assert same(window) == [True, None, None]
    operations.undo(window.desk)
    settle(qtbot, window)
    assert same(window) == [None, None, None]
    assert not workspace.stale.isVisible()


def test_what_may_be_shared_has_no_pairs_no_returns_and_no_cases_beside_the_map(
    qtbot: QtBot, window: MainWindow
) -> None:
    workspace = window.workspace
    window.session.show_result("rates-1")
    beside = workspace.findChild(QLabel, "elsewhere")
    assert beside.isVisible()
    assert "45 cases of no commune" in beside.text()
    workspace._lower.setCurrentWidget(workspace.calendar)
    settle(qtbot, window)
    qtbot.waitUntil(workspace.calendar.view.isVisible, timeout=PATIENCE)
    assert len(workspace.calendar.view.rows) == 45 * 3 + 1
    window.session.show_result("reconcile-1")
    window.session.set_audience(Audience.SHAREABLE)
    assert workspace.table.tab(PAIRS) is None
    assert not workspace.calendar.view.isVisible()
    assert not beside.isVisible()


def test_a_selection_in_the_calendar_is_one_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    workspace._lower.setCurrentWidget(workspace.calendar)
    qtbot.waitUntil(workspace.calendar.view.isVisible, timeout=PATIENCE)
    qtbot.keyClick(workspace.calendar.view, Qt.Key.Key_Return)
    assert window.session.selection.codes == (workspace.calendar.view.rows[0].code,)


def opened(qtbot: QtBot, window: MainWindow) -> CrosswalkDialog:
    window.workspace.data_panel.findChild(QPushButton, "crosswalk").click()
    dialog = window.findChild(CrosswalkDialog)
    qtbot.waitUntil(lambda: dialog.rows is not None, timeout=PATIENCE)
    return dialog


def test_nothing_is_offered_before_the_crosswalk_is_read(qtbot: QtBot) -> None:
    dialog = CrosswalkDialog(Path("/"))
    qtbot.addWidget(dialog)
    dialog.retranslate(Language("en"))
    assert dialog._count.text() == "Reading the table…"
    assert not dialog.correct.isEnabled()
    assert not dialog.export.isEnabled()


def test_an_old_unit_is_found_without_accents_and_corrected(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = opened(qtbot, window)
    assert not dialog.correct.isEnabled()
    qtbot.keyClicks(dialog.findChild(QLineEdit, "crosswalk_find"), "noong luong")
    assert dialog.rows.rows.rowCount() == 1
    dialog.rows.selectRow(0)
    dialog.correct.click()
    asked = dialog.findChild(CorrectionDialog)
    asked.find_unit.commune_found.emit("03352")
    asked.findChild(QLineEdit, "share_03349").setText("75")
    asked.findChild(QLineEdit, "share_03352").setText("25 %")
    asked._buttons.ok.click()
    assert asked._fault.text().startswith("State the source and the day of it")
    asked.source.setText("Nghị quyết thử 1")
    asked.stated_on.set_value("2025-06-16")
    asked._buttons.ok.click()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: dialog.rows.rows.rowCount() == 2, timeout=PATIENCE)
    assert dialog.rows.rows.table.values("share") == [75, 25]
    assert len(window.session.project["crosswalk"]) == 2
    dialog.write_to(tmp_path / "old", suffix=".csv")
    settle(qtbot, window)
    assert len((tmp_path / "old.csv").read_text(encoding="utf-8-sig").splitlines()) == 3
    assert window.session.undo_text == "Undo: Correction of what became of an old unit"
    operations.undo(window.desk)
    settle(qtbot, window)
    assert window.session.project["crosswalk"].empty
    qtbot.waitUntil(lambda: dialog.rows.rows.rowCount() == 1, timeout=PATIENCE)
    dialog.reject()


def test_a_dialog_that_is_closed_hears_nothing_more(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.data_panel.findChild(QPushButton, "crosswalk").click()
    dialog = window.findChild(CrosswalkDialog)
    dialog.whole.setChecked(True)
    dialog.reject()
    settle(qtbot, window)
    project = window.session.project
    window.session.apply(project.with_table("crosswalk", project["crosswalk"].copy()), what="correct crosswalk")
    settle(qtbot, window)
    assert window.findChild(CrosswalkDialog) is None


def test_a_new_unit_is_added_once_and_taken_away_again(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    dialog.rows.selectRow(0)
    qtbot.keyClick(dialog.rows, Qt.Key.Key_Return)
    asked = dialog.findChild(CorrectionDialog)
    share = asked.findChild(QLineEdit, "share_03334")
    assert not share.isVisibleTo(asked)
    for _ in range(2):
        asked.find_unit.commune_found.emit("03352")
    assert [row.unit.code for row in asked._rows] == ["03334", "03352"]
    assert share.isVisibleTo(asked)
    asked._rows[0].remove.click()
    assert [row.unit.code for row in asked._rows] == ["03352"]
    asked.reject()
    for each in window.findChildren(QDialog):
        each.reject()
