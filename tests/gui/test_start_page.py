"""The first page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.start_page import RecentProject, StartPage
from app.desktop.theme import DARK
from app.language import Language

RECENT = [
    RecentProject("Điện Biên", Path("/a/dien-bien.lachan")),
    RecentProject("Sơn La", Path("/b/son-la.lachan"), exists=False),
]


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    made = StartPage()
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.show()
    return made


def press(page: StartPage, name: str) -> None:
    page.findChild(QPushButton, name).click()


def recent(page: StartPage) -> QListWidget:
    return page.findChild(QListWidget, "recent_projects")


@pytest.mark.parametrize(("button", "signal"), [("start_demo", "demo_asked"), ("start_new", "new_asked")])
def test_a_button_asks_for_what_it_says(page: StartPage, qtbot: QtBot, button: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(page, signal)):
        press(page, button)


def test_open_asks_for_a_file_to_be_chosen(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.open_asked) as asked:
        press(page, "start_open")
    assert asked.args == [None]


def test_recent_projects_are_listed_by_name_with_the_path_as_tooltip(page: StartPage) -> None:
    page.show_recent(RECENT)
    assert recent(page).item(0).text() == "Điện Biên (dien-bien.lachan)"
    assert recent(page).item(0).toolTip() == str(Path("/a/dien-bien.lachan"))


def test_enter_opens_a_recent_project(page: StartPage, qtbot: QtBot) -> None:
    page.show_recent(RECENT)
    recent(page).setCurrentRow(0)
    with qtbot.waitSignal(page.open_asked) as asked:
        qtbot.keyClick(recent(page), Qt.Key.Key_Return)
    assert asked.args == [Path("/a/dien-bien.lachan")]


def test_a_project_whose_file_is_gone_cannot_be_opened(page: StartPage) -> None:
    page.show_recent(RECENT)
    item = recent(page).item(1)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert item.text().endswith("the file is no longer there")


def test_without_recent_projects_it_says_so(page: StartPage) -> None:
    assert not recent(page).isVisible()
    page.show_recent(RECENT)
    assert recent(page).isVisible()


def test_it_says_that_nothing_leaves_this_computer(page: StartPage) -> None:
    assert page.findChild(QLabel, "privacy").text().startswith("Nothing leaves this computer.")


def test_the_list_keeps_its_projects_when_language_and_theme_change(page: StartPage) -> None:
    page.show_recent(RECENT)
    page.retranslate(Language("vi"))
    page.retheme(DARK)
    assert recent(page).count() == 2
    assert not page.findChild(QPushButton, "start_demo").icon().isNull()
