"""The results kept in the project."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.history_panel import HistoryPanel
from app.kept_results import KeptResult
from app.language import Language
from app.questions import find

SHELTERS = KeptResult(
    "shelters-2", "shelters", find("shelters").title, "2026-11-21T10:32:00+00:00", {"p": 7}, {"p": 7}, True
)
RATES = KeptResult("rates-1", "rates", find("rates").title, "2026-11-20T08:00:00+00:00", {"kind": "all"}, {}, False)


@pytest.fixture
def panel(qtbot: QtBot) -> HistoryPanel:
    made = HistoryPanel()
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.resize(320, 400)
    made.show()
    return made


def history(panel: HistoryPanel) -> QListWidget:
    return panel.findChild(QListWidget, "history")


def row_text(panel: HistoryPanel, row: int) -> str:
    return str(history(panel).item(row).data(Qt.ItemDataRole.AccessibleTextRole))


def test_without_results_it_says_so(panel: HistoryPanel) -> None:
    assert panel.findChild(QLabel, "history_empty").isVisible()
    assert not history(panel).isVisible()
    assert not panel.rerun_action.isEnabled()


def test_why_results_cannot_be_compared_is_said_by_their_question(panel: HistoryPanel) -> None:
    targets = replace(RATES, result_id="targets-1", analysis="targets")
    for kept, start in ((SHELTERS, "It takes two plans"), (targets, "Results of this question propose nothing")):
        panel.show_results((kept, replace(kept, result_id="other-1")) if kept is targets else (kept,))
        history(panel).setCurrentRow(0)
        assert panel.findChild(QPushButton, "compare_button").toolTip().startswith(start)


def test_a_result_is_listed_with_question_name_and_what_was_not_as_usual(panel: HistoryPanel) -> None:
    panel.show_results([SHELTERS, RATES])
    assert row_text(panel, 0).startswith("Where the next shelters should open, shelters-2")
    assert "New sites: 7" in row_text(panel, 0)
    assert "default settings" in row_text(panel, 1)


def test_a_plan_is_compared_where_there_is_another_of_its_question(panel: HistoryPanel, qtbot: QtBot) -> None:
    button = panel.findChild(QPushButton, "compare_button")
    panel.show_results([SHELTERS, RATES], "shelters-2")
    assert not button.isEnabled()
    panel.show_results([SHELTERS, replace(SHELTERS, result_id="shelters-1"), RATES, RATES], "rates-1")
    assert not button.isEnabled()
    history(panel).setCurrentRow(1)
    with qtbot.waitSignal(panel.compare_asked) as asked:
        button.click()
    assert asked.args == ["shelters-1"]


def test_only_a_result_out_of_date_bears_the_badge(panel: HistoryPanel) -> None:
    panel.show_results([SHELTERS, RATES])
    badges = [history(panel).itemWidget(history(panel).item(row)).findChild(QLabel, "out_of_date") for row in (0, 1)]
    assert [badge.isVisible() for badge in badges] == [True, False]


def test_a_click_asks_for_the_result(panel: HistoryPanel, qtbot: QtBot) -> None:
    panel.show_results([SHELTERS, RATES])
    place = history(panel).visualItemRect(history(panel).item(1)).center()
    with qtbot.waitSignal(panel.result_chosen) as chosen:
        qtbot.mouseClick(history(panel).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["rates-1"]


def test_enter_asks_for_the_result(panel: HistoryPanel, qtbot: QtBot) -> None:
    panel.show_results([SHELTERS, RATES])
    history(panel).setCurrentRow(0)
    with qtbot.waitSignal(panel.result_chosen) as chosen:
        qtbot.keyClick(history(panel), Qt.Key.Key_Return)
    assert chosen.args == ["shelters-2"]


def test_run_again_asks_with_all_its_parameters(panel: HistoryPanel, qtbot: QtBot) -> None:
    panel.show_results([SHELTERS, RATES], shown="shelters-2")
    with qtbot.waitSignal(panel.rerun_asked) as asked:
        panel.findChild(QPushButton, "rerun_button").click()
    assert asked.args == ["shelters", {"p": 7}]


def test_the_chosen_result_stays_chosen_in_another_language(panel: HistoryPanel) -> None:
    panel.show_results([SHELTERS, RATES], shown="rates-1")
    panel.retranslate(Language("vi"))
    assert history(panel).currentRow() == 1
    assert "rates-1" in row_text(panel, 1)


def test_listing_the_shown_result_does_not_ask_for_it_again(panel: HistoryPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.result_chosen):
        panel.show_results([SHELTERS], shown="shelters-2")


def test_a_row_is_as_high_as_its_lines_need_at_a_narrow_width(panel: HistoryPanel, qtbot: QtBot) -> None:
    panel.show_results([SHELTERS])
    wide = history(panel).visualItemRect(history(panel).item(0)).height()
    panel.resize(panel.minimumSizeHint().width(), 400)
    assert panel.width() < 320
    qtbot.waitUntil(lambda: history(panel).visualItemRect(history(panel).item(0)).height() > wide)
