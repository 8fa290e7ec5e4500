"""The top bar says what is asked about and offers what there are returns for; nothing in it is ever cut off."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.fields import DayField
from app.desktop.kinds_button import KindsButton
from app.desktop.period_button import PeriodButton
from app.desktop.period_dialog import PeriodDialog
from app.desktop.theme import DARK, LIGHT, font, style_sheet
from app.desktop.top_bar import TopBar
from app.language import LANGUAGES, Code, Language
from app.release import Audience
from app.scope import Scope
from data.project import About

EN = Language("en")
ABOUT = About.new("Tỉnh Thừa Thiên – Huế", "46", vintage="2025-07-01", simulated=True, schematic=True)
LONGEST = Scope(date(2024, 12, 28), date(2025, 12, 28), ("physical_violence",))
NARROW = 1100


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> Iterator[TopBar]:
    qapp.setStyle("Fusion")
    window = QWidget()
    qtbot.addWidget(window)
    made = TopBar([])
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    column.addStretch()
    window.setStyleSheet(style_sheet(LIGHT))
    window.setFont(font())
    made.show_project(ABOUT, ())
    made.show_audience(Audience.INTERNAL)
    made.offer_scope((2025, 2024), ("neglect", "sexual_abuse"))
    made.retranslate(EN)
    made.retheme(LIGHT)
    window.resize(1600, 200)
    window.show()
    yield made


def lines(button: QPushButton) -> dict[str, bool]:
    """The lines of a button's menu, and whether each has its mark."""
    return {line.text(): line.isChecked() for line in button.menu().actions() if not line.isSeparator()}


def trigger(button: QPushButton, text: str) -> None:
    next(line for line in button.menu().actions() if line.text() == text).trigger()


def test_the_period_menu_offers_every_year_with_returns_and_any_days(bar: TopBar) -> None:
    assert lines(bar.period) == {
        "all years with returns: 2024–2025": True, "2025": False, "2024": False, "From – to…": False,
    }  # fmt: skip
    assert bar.period.text() == "all years"


def test_a_year_chosen_keeps_the_kinds(bar: TopBar, qtbot: QtBot) -> None:
    bar.show_scope(Scope(kinds=("neglect",)))
    with qtbot.waitSignal(bar.scope_chosen) as heard:
        trigger(bar.period, "2024")
    assert heard.args == [Scope(kinds=("neglect",)).in_year(2024)]


def test_the_button_and_the_mark_follow_the_scope(bar: TopBar) -> None:
    bar.show_scope(Scope().in_year(2024))
    assert bar.period.text() == "2024"
    assert [text for text, marked in lines(bar.period).items() if marked] == ["2024"]
    bar.show_scope(Scope(date(2024, 2, 1)))
    assert bar.period.text() == "from 1 Feb 2024"
    assert [text for text, marked in lines(bar.period).items() if marked] == ["From – to…"]


def test_asking_for_days_leaves_the_mark_until_there_is_an_answer(bar: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.days_asked), qtbot.assertNotEmitted(bar.scope_chosen):
        trigger(bar.period, "From – to…")
    assert lines(bar.period)["all years with returns: 2024–2025"]
    assert not lines(bar.period)["From – to…"]


def test_kinds_are_chosen_one_after_the_other_and_all_again(bar: TopBar) -> None:
    heard: list[Scope] = []
    bar.scope_chosen.connect(heard.append)
    bar.scope_chosen.connect(bar.show_scope)
    for text in ("sexual abuse", "neglect", "sexual abuse", "all kinds of case"):
        trigger(bar.kinds, text)
    assert [scope.kinds for scope in heard] == [("sexual_abuse",), ("neglect", "sexual_abuse"), ("neglect",), ()]
    assert lines(bar.kinds) == {"all kinds of case": True, "neglect": False, "sexual abuse": False}


def test_the_last_mark_taken_away_means_all(bar: TopBar) -> None:
    bar.show_scope(Scope(kinds=("neglect",)))
    trigger(bar.kinds, "neglect")
    assert bar.kinds.kinds == ()
    assert lines(bar.kinds)["all kinds of case"]


def test_a_kind_chosen_that_the_data_no_longer_hold_can_still_be_taken_away(bar: TopBar) -> None:
    bar.show_scope(Scope(kinds=("gone",)))
    assert lines(bar.kinds)["gone"]
    bar.offer_scope((), ("neglect",))
    assert lines(bar.kinds) == {"all kinds of case": False, "neglect": False, "gone": True}


def test_the_menu_of_kinds_stays_open_for_mouse_and_keys(bar: TopBar, qtbot: QtBot) -> None:
    menu = bar.kinds.menu()
    menu.popup(bar.mapToGlobal(QPoint(10, 40)))
    qtbot.waitUntil(menu.isVisible)
    first, second = menu.actions()[1], menu.actions()[2]
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(first).center())
    assert (menu.isVisible(), bar.kinds.kinds) == (True, ("neglect",))
    menu.setActiveAction(second)
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert (menu.isVisible(), bar.kinds.kinds) == (True, ("neglect", "sexual_abuse"))
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_a_key_opens_each_menu_and_its_tooltip_says_which(bar: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitActive(bar.window()):
        bar.window().activateWindow()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for button, key in ((bar.period, Qt.Key.Key_Y), (bar.kinds, Qt.Key.Key_K)):
        assert f"Ctrl+Shift+{chr(key)}" in button.toolTip()
        menu = button.menu()
        qtbot.keyClick(bar, key, modifiers)
        qtbot.waitUntil(menu.isVisible)
        menu.close()


def test_the_names_that_tests_and_people_steer_by(bar: TopBar) -> None:
    assert bar.findChild(PeriodButton, "period") is bar.period
    assert bar.findChild(KindsButton, "case_kinds") is bar.kinds
    assert bar.findChild(QComboBox, "audience") is not None
    assert bar.findChild(QLabel, "audience_label").text() == "Shown for:"


def test_the_value_bears_the_colour_of_the_audience_not_its_label(bar: TopBar) -> None:
    bar.show_audience(Audience.SHAREABLE)
    assert bar.findChild(QComboBox, "audience").property("role") == "audience-shareable"
    assert not bar.findChild(QLabel, "audience_label").property("role")


def test_without_a_project_nothing_is_asked_about(bar: TopBar) -> None:
    bar.show_project(None, ())
    assert not bar.period.isVisible()
    assert not bar.kinds.isVisible()


def test_the_button_of_the_look_shows_the_look_a_click_brings(bar: TopBar) -> None:
    button = bar.findChild(QToolButton, "theme")
    light = button.icon().cacheKey()
    bar.retheme(DARK)
    assert button.icon().cacheKey() != light
    assert button.iconSize().width() >= 18
    assert button.property("role") == "button"


@pytest.mark.parametrize("size", [1.0, 1.5], ids=["100", "150"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_cut_off_in_a_narrow_window(bar: TopBar, code: Code, size: float) -> None:
    """Letters half as large again in as many pixels are harder than a scaled screen, where the room grows too."""
    window = bar.window()
    window.setStyleSheet(style_sheet(LIGHT) + f"* {{ font-size: {10 * size}pt; }}")
    bar.show_scope(LONGEST)
    bar.retranslate(Language(code))
    window.resize(NARROW, 200)
    QApplication.processEvents()
    QApplication.processEvents()
    assert bar.width() == NARROW
    parts = [each for each in bar.findChildren(QWidget) if each.objectName() and each.isVisible() and each is not bar]
    shown = [each for each in parts if isinstance(each, QPushButton | QToolButton | QLabel | QComboBox)]
    assert len(shown) >= 10
    assert [each.objectName() for each in shown if each.width() < each.minimumSizeHint().width()] == []
    edges = [each.mapTo(bar, QPoint(each.width(), 0)).x() for each in shown]
    assert max(edges) <= NARROW


def test_a_wide_bar_has_one_row_and_a_narrow_one_two(bar: TopBar) -> None:
    def tops() -> int:
        QApplication.processEvents()
        QApplication.processEvents()
        return bar.kinds.mapTo(bar, QPoint(0, 0)).y() - bar.find_box.mapTo(bar, QPoint(0, 0)).y()

    assert tops() < bar.find_box.height()
    bar.window().resize(bar.minimumSizeHint().width(), 200)
    assert tops() >= bar.find_box.height()
    bar.window().resize(1600, 200)
    assert tops() < bar.find_box.height()


@pytest.fixture
def dialog(qtbot: QtBot) -> PeriodDialog:
    made = PeriodDialog(Scope().in_year(2024), EN, LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_dialog_begins_with_the_period_shown(dialog: PeriodDialog) -> None:
    assert (dialog.first.value(), dialog.last.value()) == ("2024-01-01", "2024-12-31")
    assert dialog.findChild(DayField, "period_from") is dialog.first
    assert dialog.findChild(DayField, "period_to") is dialog.last


def test_an_empty_day_leaves_that_end_open(dialog: PeriodDialog, qtbot: QtBot) -> None:
    dialog.last.set_value(None)
    with qtbot.waitSignal(dialog.period_chosen) as heard:
        dialog.findChild(QPushButton, "ok").click()
    assert heard.args == [Scope(date(2024, 1, 1))]
    assert not dialog.isVisible()


@pytest.mark.parametrize(("first", "last"), [("2025-01-01", "2024-01-01"), ("31/2/2024", "")])
def test_days_that_make_no_period_are_said_and_the_dialog_stays(
    dialog: PeriodDialog, qtbot: QtBot, first: str, last: str
) -> None:
    dialog.first.line.setText(first)
    dialog.last.line.setText(last)
    with qtbot.assertNotEmitted(dialog.period_chosen):
        dialog.findChild(QPushButton, "ok").click()
    assert dialog.isVisible()
    assert dialog.findChild(QWidget, "period_fault").isVisible()


def test_a_long_name_of_a_kind_is_shortened_on_the_button_only(bar: TopBar) -> None:
    name = "a kind of case whose name in the data goes on & on"
    bar.show_scope(replace(Scope(), kinds=(name,)))
    assert len(bar.kinds.text()) <= 24
    assert name in bar.kinds.toolTip()
    assert name.replace("&", "&&") in lines(bar.kinds)
